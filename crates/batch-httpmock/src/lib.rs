#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

#[rustfmt::skip]
mod generated;

pub use generated::{MockServerExt, operations};

/// What progenitor's matchers are made of. The patterns come from openapi.yaml and from
/// [`path_segment`], which escapes, so they always compile.
#[expect(clippy::expect_used, reason = "every pattern is generated, and values in it are escaped")]
fn path_regex(pattern: &str) -> regex::Regex {
    regex::Regex::new(pattern).expect("a generated pattern compiles")
}

/// An id as the client writes it into a path, as a pattern.
fn path_segment(id: &batch_client::PathId) -> String {
    regex::escape(&id.encoded())
}
