//! A faithful OpenAI Batch API server for tests, laptops, and inference servers without one.
//!
//! It serves the four batch operations and the five file operations over HTTP as OpenAI documents
//! them. It comes with a clock that can be stepped, configurable answers, and fault injection. It
//! shares no code with the clients of this workspace, so that a misreading on one side shows up on
//! the other.
//!
//! # In a test
//!
//! The server listens on a free port of the loopback address and stops when dropped. A client
//! needs nothing but its base URL.
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
//! All timestamps, completion windows, expiries and rate limits follow the server's [`Clock`]:
//! real, sped up by a factor, or manual. A batch is as fast as the machine, and [`Timing`] holds
//! it in its statuses. Together they reach any moment in a batch's life without sleeping:
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
//! // Every batch stays in `validating` until:
//! server.clock().advance(Duration::from_secs(60));
//! // Whatever is still in progress a day later expires:
//! server.clock().advance(Duration::from_secs(24 * 60 * 60));
//!
//! // For demonstrations: a day in a minute.
//! let demonstration = Server::builder().clock(Clock::sped_up(24 * 60)).start().await?;
//! # Ok(())
//! # }
//! ```
//!
//! # Answers
//!
//! A [`Responder`] answers the lines. The built-in one needs no model and is deterministic. Its
//! answers have the shape of each endpoint and of the JSON schema that a request asks for, and all
//! of them contain `"made_by": "batch-local"`. A function can answer instead:
//!
//! ```
//! use batch_local::{Answer, Responder, Server};
//! use serde_json::json;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let responder = Responder::from_fn(|request| async move {
//!     match request.custom_id() {
//!         "limited" => Answer::error(429, Some("rate_limit_exceeded"), "too fast"),
//!         "lost" => Answer::no_response(),
//!         _ => Answer::ok(json!({"echo": request.body()["input"]})),
//!     }
//! });
//! let server = Server::builder().responder(responder).start().await?;
//! # Ok(())
//! # }
//! ```
//!
//! [`Forward`] sends each line to an OpenAI-compatible inference server, which gives a Batch API to
//! a server without one:
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
//! Forwarding over HTTPS requires that a TLS feature of `reqwest` 0.13 is enabled somewhere in the
//! build.
//!
//! # Faults
//!
//! A [`FaultPlan`] decides which requests meet which [`FaultEffect`], by operation, kind of file,
//! n-th call, time span, or probability with a seed. A plan is written in code or read from a
//! file. The header `x-batch-local-fault` adds effects to a single request, which works with
//! unmodified clients too, because every SDK can add a header.
//!
//! ```
//! use batch_local::{FaultEffect, FaultPlan, Operation, Rule, Server, Status};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let plan = FaultPlan::new()
//!     // The first batch is created, but the response never arrives,
//!     .rule(Rule::new(FaultEffect::ResetAfter).on([Operation::CreateBatch]).first(1))
//!     // and the list does not show it yet.
//!     .rule(Rule::new(FaultEffect::LaggingList { newest: 1 }).on([Operation::ListBatches]).first(2))
//!     // Every fifth poll gets the error page of a gateway.
//!     .rule(
//!         Rule::new(FaultEffect::Html { status: 502, after: false })
//!             .on([Operation::RetrieveBatch])
//!             .every(5),
//!     );
//! let server = Server::builder().faults(plan).start().await?;
//!
//! let response = reqwest::Client::new()
//!     .get(format!("{}/batches", server.base_url()))
//!     .header(batch_local::FAULT_HEADER, r#"{"status": {"code": 503, "headers": {"retry-after": "1"}}}"#)
//!     .send()
//!     .await?;
//! assert_eq!(response.status(), 503);
//! // The number of requests received:
//! assert_eq!(server.calls(Operation::ListBatches), 1);
//! // What was paid, and whether anything was paid twice:
//! let ledger = server.ledger().ok_or("faults are not enabled")?;
//! assert_eq!(ledger.paid_more_than_once().count(), 0);
//! # Ok(())
//! # }
//! ```
//!
//! This table lists what users of the API meet, and the effects that cause it, as JSON. Effects on
//! batches are given to `createBatch`.
//!
//! | problem | cause |
//! |---|---|
//! | a batch that exists is not found | `{"status": {"code": 404}}`, `{"html": {"status": 404}}` on `retrieveBatch` |
//! | a batch was created, but the client cannot know | `"reset_after"`, `{"status": {"code": 502, "after": true}}`, `{"html": {"status": 200, "after": true}}`, `"garbage"`, `{"cut_body": {"bytes": 40}}`, `{"delay_response": {"ms": 60000}}` on `createBatch` |
//! | an upload succeeded, but its response is lost | `"reset_after"` on `createFile` |
//! | a list does not show the newest objects | `{"lagging_list": {"newest": 1}}`, `{"list_lag": {"ms": 30000}}`, `{"unlisted": {"lists": 3}}` |
//! | pages repeat, overlap, are empty, or lack `last_id` | `"repeat_page"`, `"overlap_pages"`, `{"set": {"/data": [], "/has_more": true}}`, `{"remove": ["/last_id"]}` |
//! | lists lack metadata, refuse a high `limit`, or do not exist | `{"remove": ["/data/*/metadata"]}`, `{"max_limit": {"limit": 100}}`, `{"status": {"code": 405}}` |
//! | a base URL without batches | `{"status": {"code": 404}}` on [`Operation::BATCHES`] |
//! | a gateway fails occasionally | `{"html": {"status": 502}}`, `"garbage"`, `"reset_before"` on chosen calls |
//! | a rate limit with an absurd hint | `{"status": {"code": 429, "headers": {"retry-after": "18446744073709551616"}}}` |
//! | an exhausted quota, full storage | `{"status": {"code": 429, "error_code": "insufficient_quota"}}`, [`ServerLimits::storage_bytes`] |
//! | `token_limit_exceeded` until other batches end | `"token_limit_exceeded"` on the first calls, or [`ServerLimits::enqueued_tokens`] |
//! | the input file is not found right after its upload | `"file_not_found"` on `createBatch` |
//! | invalid lines are reported only minutes later | [`Timing::validating`] |
//! | `completed` without an output file, because all requests failed | `{"line_status": {"status": 400, "share": 1}}` |
//! | `completed`, but counts and files come later | `{"late_results": {"retrieves": 3}}` |
//! | counts that do not match the files | `"wrong_counts"` |
//! | result lines are missing, repeated, unreadable, or belong to no request | `{"missing_lines": {"share": 0.1}}`, `{"repeated_lines": {"share": 0.1}}`, `{"garbled_lines": {"share": 0.1}}`, `{"unknown_lines": {"share": 0.1}}` |
//! | lines with status 0, a transient failure, or no response | `{"line_status": {"status": 0, "share": 0.01}}`, `{"line_status": {"status": 503, "share": 0.1}}`, `{"line_error": {"code": "request_timeout", "share": 0.1}}` |
//! | bodies that are JSON in a string, an error file of zero bytes | `{"text_bodies": {"share": 1}}`, `"empty_error_file"` |
//! | duplicate ids swap answers | `"accept_duplicates"` |
//! | partial results of an expired or cancelled batch | `{"stall_after": {"lines": 3}}`, then [`Clock::advance`] or cancel |
//! | new statuses, nulls and gaps in responses | `{"set": {"/status": "queued", "/created_at": null, "/output_file_id": ""}}`, `{"remove": ["/endpoint"]}` |
//! | a download breaks off | `{"cut_body": {"bytes": 1000}}`, also with `{"framing": "chunked"}` |
//! | a download is silently short | `{"truncate": {"bytes": 1000}}`, also with `{"framing": "until_close"}` |
//! | a download is slow, ignores the range, or is another file | `{"slow_drip": {"bytes": 100, "ms": 50}}`, `"ignore_range"`, `{"headers": {"etag": "\"other\""}}`, `{"html": {"status": 200}}` |
//! | one of the result files is not found | `"file_not_found"` with [`Rule::files`] |
//! | file metadata states another length | `{"set": {"/bytes": 1}}` on `retrieveFile` |
//!
//! # Storage
//!
//! Everything is kept in plain files: payloads are byte streams that are appended, renamed and
//! sent as they are, and the rest is a small JSON record per object, replaced by an atomic rename.
//! An embedded database would add a dependency and hide what `ls` and `jq` show.
//!
//! Without [`Builder::data_dir`], the files are in a temporary directory that is removed with the
//! server. With one, a server resumes where the last one on it stopped or was killed. Results of
//! the last half second before a kill, and lines in flight, are answered again.
//!
//! Memory does not grow with the payload: lines are read from disk one at a time. Per batch it
//! holds the record, the buffers, and during validation or resumption the hashes of the ids. With
//! faults enabled it also holds the [`Ledger`], which grows with the number of requests.
//!
//! # Where the documentation is silent
//!
//! - Lines that did not run because the batch expired or was cancelled are in the error file, but
//!   count neither as completed nor as failed. OpenAI was observed to do so.
//! - A batch continues if its input file is deleted.
//! - Validation checks what all endpoints have in common. Bodies are up to the responder. A line
//!   for another endpoint than the batch's is `invalid_url`, and another model than the first
//!   line's is `mismatched_model`. At most 1,000 problems are reported.
//! - Rate limits apply to creations and uploads, for which they are published. Their responses have
//!   `x-ratelimit-*` headers.
//! - `createBatch` ignores unknown fields and `createFile` refuses them, as their published schemas
//!   say.
//! - An `after` cursor with an unknown id is 404.

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

/// Compiles the example in the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
