//! Request and result lines: the JSONL files that go into a batch and come out of it.
//!
//! | to | use |
//! |---|---|
//! | write an input file | [`RequestLine`], [`RequestWriter`] |
//! | read an output or error file | [`ResultLine`] |
//! | know which input holds what | [`IdIndex`] |
//!
//! Everything here works on bytes and knows no network. Memory is bounded by one line
//! ([`Limits::line_bytes`]) plus, where lines are compared with each other, a compact
//! [`IdIndex`]; it never grows with the payload.

mod async_writer;
mod bad;
mod check;
mod decode;
pub mod endpoint;
mod field;
mod frame;
mod ids;
mod json;
mod limits;
mod problem;
mod record;
mod request;
mod result;
mod scan;
mod spans;
mod spans_reader;
mod split;
mod stream;
mod summary;
mod tokens;
mod validate;
mod writer;

pub use async_writer::AsyncRequestWriter;
pub use bad::{BadLine, BadResult};
pub use check::{Endpoints, Rules};
pub use decode::ResultDecoder;
pub use frame::{Framer, RawLine, for_each_line, try_each_line};
pub use ids::{IdIndex, IdIndexFull};
pub use limits::Limits;
pub use problem::{Code, Problem};
pub use record::ResultRecord;
pub use request::{Method, RequestLine};
pub use result::{ApiError, LineError, LineResponse, ResultBody, ResultLine};
pub use spans::Spans;
pub use spans_reader::SpansReader;
pub use split::{Plan, Planner, Shard};
pub use stream::{Chunks, ResultReader, ResultStream};
pub use summary::{Group, Summary};
pub use tokens::estimate_tokens;
pub use validate::{Report, Validator};
pub use writer::{RequestWriter, WriteError};
