//! Durable runs: an input file of any size in, one result file out.
//!
//! A [`Run`] splits its input into batches, uploads and creates each of them once, waits for them,
//! fetches and joins their results, resends requests that failed for transient reasons, and writes
//! one file that contains every `custom_id` exactly once, in input order. Its progress is on disk:
//! after a crash, a power failure or `kill -9`, executing the same run again resumes it.
//!
//! ```no_run
//! use batch_run::{Run, RunEvent};
//!
//! # async fn example(client: batch_ext::batch_client::Client) -> Result<(), batch_run::RunError> {
//! let run = Run::builder("requests.jsonl", "results.jsonl")
//!     .on_event(|event| if let RunEvent::Ended { batch_id, status, .. } = event {
//!         eprintln!("{batch_id} is {status}");
//!     })
//!     .build()?;
//! let report = run.execute(&client).await?;
//! println!("{} of {} requests succeeded", report.succeeded, report.requests);
//! # Ok(())
//! # }
//! ```
//!
//! # When a request is sent again
//!
//! Only on evidence that it was not answered:
//!
//! * its result line reports a transient failure, or
//! * its batch is final, the result files are known to be complete, and they have no line for it.
//!
//! A 404 for a batch that was seen before, a result file of unknown length or with unreadable lines, a
//! success that cannot be read, a lookup that failed: none of that is evidence. The run asks again up
//! to the [outage limit](RunBuilder::outage_limit). Then the requests get a line with the code
//! `outcome_unknown`, and the [report](RunReport::unknown_shards) names the batch. Executing the run
//! again asks the server again; only [`resend_unknown`](RunBuilder::resend_unknown) sends them again.
//!
//! The create of a batch is never sent again after a 2xx. After a timeout, a reset or a 5xx, the batch
//! is looked for by its key, and the create is sent again at most once, when the server's list has had
//! [time to show it](RunBuilder::list_lag). A second batch that turns up later is cancelled if it is
//! still in progress, and [reported](RunReport::duplicate_batches) with what it answered.
//!
//! # The state directory
//!
//! * What a call will do is saved before it is sent, and what it did when it is over. Each record is
//!   replaced atomically and synced to disk.
//! * After a crash during a call, the run asks the server for the outcome: an upload is found by its
//!   name, a batch by a key in its metadata.
//! * Only one process at a time works on a run; others are [refused](RunError::Locked).
//! * It belongs to one input (identified by size and hash) and one server, and
//!   [refuses others](RunError::Mismatch).
//! * Results that were lost or damaged on disk are noticed by their hash, and fetched again.
//! * It is JSON that a person can read, and contains no secrets.
//!
//! # Memory
//!
//! A run that begins holds the IDs of the input in memory (about 35 bytes per request in addition to
//! the ID); after that, those of the shards being settled. Payloads stream between disk and network.
//!
//! # How it is built
//!
//! All decisions are made by a pure state machine, which a simulator drives through random histories
//! of faults, crashes and clock changes. The rest carries out what the state machine asks for.

#![forbid(unsafe_code)]

mod builder;
mod control;
mod core;
mod error;
mod event;
mod fingerprint;
mod prices;
mod report;
mod run;
mod settings;
mod shell;
#[cfg(test)]
mod sim;
mod store;
mod usage;

pub use batch_ext;
pub use batch_lines;
pub use builder::RunBuilder;
pub use control::Control;
pub use error::{FileError, OutputProblem, RunError};
pub use event::{RunEvent, ShardName};
pub use fingerprint::Fingerprint;
pub use prices::{Price, Prices};
pub use report::{DuplicateBatch, FailureGroup, RunReport, UnknownShard};
pub use run::Run;
pub use usage::Usage;

/// The examples of the project's README.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
struct ProjectReadme;

/// The examples of this crate's README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
