//! Structured output: the strict JSON schema of a Rust type, and answers parsed back into that
//! type.
//!
//! ```
//! use batch_lines::RequestLine;
//! use batch_lines::structured::{AnswerError, StrictSchema, chat_answer};
//! use schemars::JsonSchema;
//! use serde::Deserialize;
//! use serde_json::json;
//!
//! /// A verdict on one review.
//! #[derive(Debug, PartialEq, Deserialize, JsonSchema)]
//! struct Verdict {
//!     /// From 1 (worst) to 5.
//!     stars: u8,
//!     reason: Option<String>,
//! }
//!
//! let schema = StrictSchema::of::<Verdict>()?;
//! let line = RequestLine::chat_completion("review-1", json!({
//!     "model": "gpt-4.1-mini",
//!     "messages": [{"role": "user", "content": "Rate: it broke on day two."}],
//!     "response_format": schema.response_format(),
//! }));
//!
//! // Later, from the body of the result line:
//! let body = r#"{"choices":[{"finish_reason":"stop","message":{"content":"{\"stars\":1,\"reason\":null}"}}]}"#;
//! let verdict: Verdict = chat_answer(body)?;
//! assert_eq!(verdict, Verdict { stars: 1, reason: None });
//!
//! let cut = r#"{"choices":[{"finish_reason":"length","message":{"content":"{\"stars\":"}}]}"#;
//! assert!(matches!(chat_answer::<Verdict>(cut), Err(AnswerError::Truncated { .. })));
//! # drop(line);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod answer;
mod schema;
mod strict;

pub use answer::{AnswerError, chat_answer, response_answer};
pub use schema::StrictSchema;
pub use strict::SchemaError;
