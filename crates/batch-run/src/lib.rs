//! Durable runs: an input file of any size in, one result file out.
//!
//! A [`Run`] splits its input into batches, uploads and creates each of them once, waits for them,
//! fetches and joins their results, retries requests that failed for transient reasons, and writes
//! one file that contains every `custom_id` exactly once. A journal on disk records its progress:
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
//! # What the journal guarantees
//!
//! * It is written before and after each call that changes something on the server. A write replaces
//!   the whole journal atomically and is synced to disk.
//! * After a crash during a call, the run asks the server for the outcome: an upload is found by its
//!   name, a batch by a key in its metadata. Only what is not found is sent again.
//! * A batch that the server does not find while it is polled is not sent again. It is polled up to
//!   the [outage limit](RunBuilder::outage_limit), and its requests are then reported with the code
//!   `outcome_unknown`.
//! * Only one process at a time works on a run; others are [refused](RunError::Locked).
//! * It belongs to one input (identified by size and hash) and one server, and
//!   [refuses others](RunError::Mismatch).
//! * It is JSON that a person can read, and contains no secrets.
//!
//! # Memory
//!
//! The run holds the IDs of the input in memory (about 35 bytes per request in addition to the ID)
//! and one line at a time. Payloads stream between disk and network.

#![forbid(unsafe_code)]

mod blocking;
mod builder;
mod clock;
mod control;
mod engine;
mod error;
mod event;
mod failure;
mod fingerprint;
mod journal;
mod local_lines;
mod merge;
mod prepare;
mod pressure;
mod prices;
mod report;
mod rounds;
mod run;
mod settings;
mod sources;
mod state;
mod steps;
mod transfers;
mod transitions;
mod usage;

pub use batch_ext;
pub use batch_lines;
pub use builder::RunBuilder;
pub use control::Control;
pub use error::RunError;
pub use event::RunEvent;
pub use fingerprint::Fingerprint;
pub use prices::{Price, Prices};
pub use report::RunReport;
pub use run::Run;
pub use settings::Order;
pub use usage::Usage;

/// The examples of the project's README.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
struct ProjectReadme;

/// The examples of this crate's README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
