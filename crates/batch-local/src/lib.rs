//! A faithful OpenAI Batch API server that runs inside a test, an example or a terminal.
//!
//! It speaks the four batch operations and the five file operations over HTTP as OpenAI's
//! documents describe them: what works against it works there. Behind it are a clock that can be
//! stepped, answers from where you like, and trouble on demand. It shares no code with the
//! clients of this workspace, so that a misreading on one side shows on the other.
//!
//! # In a test
//!
//! The server listens on a free port of the loopback address and stops when dropped. Nothing is
//! asked of the client but its base URL.
//!
//! ```
//! use batch_local::Server;
//! # use serde_json::{Value, json};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let server = Server::builder().start().await?;
//! let base = server.base_url(); // http://127.0.0.1:41873/v1
//!
//! let http = reqwest::Client::new();
//! let line = r#"{"custom_id": "a", "method": "POST", "url": "/v1/chat/completions",
//!     "body": {"model": "gpt-test", "messages": [{"role": "user", "content": "hi"}]}}"#;
//! # let line = line.replace('\n', "");
//! let part = reqwest::multipart::Part::text(line).file_name("input.jsonl");
//! let form = reqwest::multipart::Form::new().text("purpose", "batch").part("file", part);
//! let file: Value = http.post(format!("{base}/files")).multipart(form).send().await?.json().await?;
//!
//! let order = json!({
//!     "input_file_id": file["id"],
//!     "endpoint": "/v1/chat/completions",
//!     "completion_window": "24h",
//! });
//! let batch: Value = http.post(format!("{base}/batches")).json(&order).send().await?.json().await?;
//! let url = format!("{base}/batches/{}", batch["id"].as_str().unwrap());
//! loop {
//!     let batch: Value = http.get(&url).send().await?.json().await?;
//!     if batch["status"] == "completed" {
//!         assert_eq!(batch["request_counts"]["completed"], 1);
//!         break;
//!     }
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Time
//!
//! All dates, windows, expiries and rate limits follow the server's [`Clock`]: real, sped up by
//! a factor, or stepped by hand. A batch is as quick as the machine; [`Timing`] keeps it in its
//! states. Together they show any moment of a batch's life without sleeping:
//!
//! ```
//! use std::time::Duration;
//! use batch_local::{Clock, Server, Timing};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let server = Server::builder()
//!     .clock(Clock::manual())
//!     .timing(Timing::instant().validating(Duration::from_secs(60)))
//!     .start()
//!     .await?;
//! // Every batch is validating now, until:
//! server.clock().advance(Duration::from_secs(60));
//! // And whatever still runs a day later has expired:
//! server.clock().advance(Duration::from_secs(24 * 60 * 60));
//!
//! // For people: a day in a minute.
//! let demonstration = Server::builder().clock(Clock::sped_up(24 * 60)).start().await?;
//! # Ok(())
//! # }
//! ```
//!
//! # Answers
//!
//! A [`Responder`] answers the lines. The built-in one needs nothing and says the same every
//! time, in the shape of each endpoint and of the JSON schema that a request asks for; all its
//! answers carry `"made_by": "batch-local"`. A function decides for itself:
//!
//! ```
//! use batch_local::{Answer, Responder, Server};
//! use serde_json::json;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let responder = Responder::from_fn(|request| async move {
//!     match request.custom_id() {
//!         "poor" => Answer::error(429, Some("rate_limit_exceeded"), "too fast"),
//!         "lost" => Answer::no_response(),
//!         _ => Answer::ok(json!({"echo": request.body()["input"]})),
//!     }
//! });
//! let server = Server::builder().responder(responder).start().await?;
//! # Ok(())
//! # }
//! ```
//!
//! And [`Forward`] sends each line to an OpenAI-compatible inference server, which gives a Batch
//! API to one that has none:
//!
//! ```no_run
//! # #[cfg(feature = "forward")] {
//! use batch_local::{Forward, Responder, Server};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let server = Server::builder()
//!     .responder(Responder::forward(Forward::to("http://127.0.0.1:8000/v1")?))
//!     .concurrency(32)
//!     .data_dir(std::env::temp_dir().join("batches"))
//!     .start()
//!     .await?;
//! # Ok(())
//! # }
//! # main().unwrap();
//! # }
//! ```
//!
//! (HTTPS needs a TLS feature of `reqwest` 0.13 switched on anywhere in the build.)
//!
//! # Trouble
//!
//! A [`FaultPlan`] says which requests meet which [`FaultEffect`]: by operation, n-th call, or seeded
//! chance; in code, in a file, or for one request by the header `x-batch-local-fault`. Unmodified
//! clients send that too: every SDK can add a header.
//!
//! ```
//! use batch_local::{FaultEffect, FaultPlan, Operation, Rule, Server, Status};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let plan = FaultPlan::new()
//!     // The first batch is created, but the answer never arrives ...
//!     .rule(Rule::new(FaultEffect::ResetAfter).on([Operation::CreateBatch]).first(1))
//!     // ... and the list does not show it yet.
//!     .rule(Rule::new(FaultEffect::LaggingList { newest: 1 }).on([Operation::ListBatches]).first(2))
//!     // Every fifth poll hits a gateway's page.
//!     .rule(Rule::new(FaultEffect::Html { status: 502, after: false }).on([Operation::RetrieveBatch]).every(5));
//! let server = Server::builder().faults(plan).start().await?;
//!
//! let url = format!("{}/batches", server.base_url());
//! let answer = reqwest::Client::new()
//!     .get(url)
//!     .header(batch_local::FAULT_HEADER, r#"{"status": {"code": 503, "headers": {"retry-after": "1"}}}"#)
//!     .send()
//!     .await?;
//! assert_eq!(answer.status(), 503);
//! // How often the client tried:
//! assert_eq!(server.calls(Operation::ListBatches), 1);
//! # Ok(())
//! # }
//! ```
//!
//! What users of the API suffer, and what makes it happen (effects written as in a plan's file,
//! those on batches given to `createBatch`):
//!
//! | trouble | made by |
//! |---|---|
//! | `completed`, but no output file: all requests failed | `{"line_status": {"status": 400, "share": 1}}` |
//! | counts that do not match the files, lines missing or repeated | `"wrong_counts"`, `{"missing_lines": {"share": 0.1}}`, `{"repeated_lines": {"share": 0.1}}` |
//! | lines with status 0 and no body | `{"line_status": {"status": 0, "share": 0.01}}` |
//! | lines without a response | `{"line_error": {"code": "request_timeout", "share": 0.1}}` |
//! | lines that are no JSON, bodies that are JSON in a string, an error file of zero bytes | `{"garbled_lines": {"share": 0.1}}`, `{"text_bodies": {"share": 1}}`, `"empty_error_file"` |
//! | partial results of an expired or cancelled batch | `{"stall_after": {"lines": 3}}`, then [`Clock::advance`] or cancel |
//! | `token_limit_exceeded` until other batches end | `"token_limit_exceeded"` on the first calls, or [`ServerLimits::enqueued_tokens`] |
//! | created, but the client cannot know | `"reset_after"`, `{"status": {"code": 500, "after": true}}`, `{"delay": {"ms": 60000}}` |
//! | a list that does not show the newest yet | `{"lagging_list": {"newest": 1}}` |
//! | the input file not found right after its upload | `"file_not_found"` |
//! | new statuses, nulls and gaps in answers, `""` for no file | `{"set": {"/status": "queued", "/created_at": null, "/output_file_id": ""}}`, `{"remove": ["/endpoint"]}` |
//! | downloads cut, silently short, or slow | `{"cut_body": {"bytes": 1000}}`, `{"truncate": {"bytes": 1000}}`, `{"slow_drip": {"bytes": 100, "ms": 50}}`, `"ignore_range"` |
//! | bad lines found only minutes later | [`Timing::validating`] |
//! | input over the limits | [`ServerLimits`], lowered |
//! | answers swapped by duplicate ids | `"accept_duplicates"` |
//! | polls that meet one bad gateway | `{"html": {"status": 502}}`, `"garbage"`, `"reset_before"` on chosen calls |
//! | pages that repeat, are empty with more to come, or have no `last_id` | `"repeat_page"`, `{"set": {"/data": [], "/has_more": true}}`, `{"remove": ["/last_id"]}` |
//! | a base URL without batches | `{"status": {"code": 404}}` on the four batch operations |
//! | a quota spent for good, a storage that is full | `{"status": {"code": 429, "error_code": "insufficient_quota"}}`, [`ServerLimits::storage_bytes`] |
//!
//! # Where it keeps things
//!
//! In plain files: payloads are streams of bytes that are appended, renamed and sent as they are,
//! and a small JSON record per object, replaced by an atomic rename, is all else there is. An
//! embedded database would add a dependency and hide what `ls` and `jq` show. Without
//! [`Builder::data_dir`], a temporary directory is used and removed at the end. With one, a server
//! goes on where the last one on it stopped or was killed; results of the last half second before
//! a kill, and lines that were with the responder, are made again. Memory does not grow with the
//! payload: lines are read from the disk one by one, and what is held per batch is its record,
//! its buffers, and while it is validated or resumed the hashes of its ids.
//!
//! # Where it decides for itself
//!
//! - Lines that did not run because the batch expired or was cancelled are in the error file, but
//!   count neither as completed nor as failed, as was observed of OpenAI.
//! - A batch goes on when its input file is deleted under it.
//! - Lines are checked for what every endpoint shares; bodies are the responder's business. A line
//!   for another endpoint than the batch's is `invalid_url`, another model than the first line's
//!   is `mismatched_model`, at most 1,000 problems are reported.
//! - Rate limits are counted for creations and uploads, where they are published; these answers
//!   have `x-ratelimit-*` headers.
//! - `createBatch` ignores fields that the API does not have, `createFile` refuses them, as their
//!   published schemas say.
//! - `after` with an unknown id is 404.

#![forbid(unsafe_code)]

mod api;
mod app;
mod builder;
mod clock;
mod debug;
mod engine;
mod error;
mod fault;
mod file_kind;
mod ids;
mod json;
mod ledger;
mod limits;
mod lines;
mod listen;
mod model;
mod operation;
mod progress;
mod random;
mod rate;
mod reset;
mod responder;
mod server;
mod start_error;
mod stop;
mod store;
mod task;
mod validate;

pub use builder::Builder;
pub use clock::Clock;
pub use fault::{
    FAULT_HEADER, FaultEffect, FaultPlan, Framing, InvalidEffect, InvalidPlan, Rule, Status,
};
pub use file_kind::FileKind;
pub use ledger::{Ledger, LedgerEntry};
pub use limits::{ServerLimits, Timing};
pub use operation::Operation;
pub use responder::{Answer, Request, Responder};
#[cfg(feature = "forward")]
pub use responder::{Forward, InvalidForward};
/// Re-exported because its `Value` and `RawValue` are part of the signatures here.
pub use serde_json;
pub use server::Server;
pub use start_error::StartError;

/// The README's example is compiled.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
