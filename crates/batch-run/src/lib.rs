//! Durable runs: an input of any size in, one result file out, whatever happens in between.
//!
//! A [`Run`] splits its input into batches, uploads and creates each once, waits, fetches and joins
//! the results, sends again what failed for reasons that pass, and writes one file in which every
//! `custom_id` stands exactly once. Where it stands is in a journal on disk at any moment: after a
//! crash, a power cut or a `kill -9`, the same run executed again goes on, and nothing is lost or
//! paid twice.
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
//! * It is written before and after each call that changes something on the server, whole or not at
//!   all, and synced.
//! * After a crash amid a call, the server is asked what came of it: an upload is found again by its
//!   name, a batch by a key in its metadata. Only what is not there is sent again.
//! * One process at a time holds a run; another one is [refused](RunError::Locked).
//! * It belongs to one input (by size and hash) and one server, and
//!   [refuses others](RunError::Mismatch).
//! * It is JSON that a person can read, and holds no secret.
//!
//! # Memory
//!
//! The ids of the input are held, compactly (about 35 bytes a request beside the id), and a line at
//! a time. Payloads go from disk to the network and back.

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
