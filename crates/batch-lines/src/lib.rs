//! Request and result lines of the OpenAI Batch API: the JSONL files that a batch takes in and
//! gives back.
//!
//! | task | types |
//! |---|---|
//! | write an input file | [`RequestLine`]; [`RequestWriter`], [`AsyncRequestWriter`] |
//! | find everything that the API would reject | [`Validator`], with [`Rules`] and [`Limits`] |
//! | split an input of any size into batches | [`Planner`], which returns [`Shard`]s |
//! | read an output or error file | [`ResultReader`], [`ResultStream`], [`ResultDecoder`] |
//! | read one result line | [`ResultLine`] (borrowed), [`ResultRecord`] (owned) |
//! | match results with requests | [`outcome`] |
//! | get typed answers from a model | `structured` (feature `schemars`) |
//! | look up which id is on which line | [`IdIndex`] |
//! | cut bytes into lines | [`Framer`], [`for_each_line`] |
//!
//! Everything works on bytes; nothing here uses the network. Memory is bounded by one line
//! ([`Limits::line_bytes`]) plus, where lines are compared with each other, a compact
//! [`IdIndex`]. It does not grow with the payload.
//!
//! ```
//! use batch_lines::{Planner, RequestLine, RequestWriter, Rules};
//! use serde_json::json;
//!
//! // Two models in one input: too many for one batch, but the input will be split.
//! let mut file = RequestWriter::with_rules(Vec::new(), Rules::new().mixed(true));
//! for (n, model) in ["gpt-4.1-mini", "gpt-4.1"].iter().enumerate() {
//!     file.write(&RequestLine::response(format!("q-{n}"), json!({
//!         "model": model,
//!         "input": "What is the tallest mountain of Norway?",
//!     })))?;
//! }
//! let (input, _) = file.finish()?;
//!
//! let plan = Planner::new().plan(input.as_slice())?;
//! assert!(plan.report.is_valid());
//! assert_eq!(plan.summary().requests, 2);
//! assert_eq!(plan.shards.len(), 2);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#![forbid(unsafe_code)]

mod api_error;
mod async_writer;
mod bad;
mod check;
mod decode;
pub mod endpoint;
mod field;
mod frame;
#[rustfmt::skip]
mod generated;
mod ids;
mod ids_reader;
mod json;
mod limits;
mod object;
pub mod outcome;
mod problem;
mod record;
mod request;
mod result;
mod rules;
mod scan;
mod spans;
mod spans_reader;
mod split;
mod stream;
#[cfg(feature = "schemars")]
pub mod structured;
mod summary;
mod tokens;
mod usage;
mod validate;
mod writer;

pub use api_error::ApiError;
pub use async_writer::AsyncRequestWriter;
pub use bad::{BadLine, BadResult};
pub use decode::ResultDecoder;
pub use frame::{Framer, RawLine, for_each_line, try_each_line};
pub use ids::{IdIndex, IdIndexFull};
pub use limits::Limits;
pub use problem::{Code, Problem};
pub use record::ResultRecord;
pub use request::{Method, RequestLine};
pub use result::{LineError, LineResponse, ResultBody, ResultLine, for_each_result};
pub use rules::{Endpoints, Rules};
pub use spans::Spans;
pub use spans_reader::SpansReader;
pub use split::{Plan, Planner, Shard};
pub use stream::{Chunks, ResultReader, ResultStream};
pub use summary::{Group, Summary};
pub use tokens::estimate_tokens;
pub use usage::TokenUsage;
pub use validate::{ValidationReport, Validator};
pub use writer::{RequestWriter, WriteError};

#[cfg(feature = "schemars")]
pub use schemars;
pub use {bytes, futures_core, futures_util, serde, serde_json};

/// The README's examples, compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
