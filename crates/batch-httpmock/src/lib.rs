#![doc = include_str!("../README.md")]
//!
//! # Re-exported crates
//!
//! [`batch_client`] and [`httpmock`] are re-exported, so that tests need no dependencies on matching
//! versions.
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[rustfmt::skip]
mod generated;

pub use generated::{MockServerExt, operations};

pub use batch_client;
pub use httpmock;

/// Compiles a pattern for the path of a request.
#[expect(clippy::expect_used, reason = "patterns are generated, and values in them are escaped")]
fn path_regex(pattern: &str) -> regex::Regex {
    regex::Regex::new(pattern).expect("a generated pattern compiles")
}

/// Returns a pattern that matches a value as the client encodes it in a path.
fn path_segment(value: impl std::fmt::Display) -> String {
    regex::escape(&batch_client::progenitor_client::encode_path(&value.to_string()))
}
