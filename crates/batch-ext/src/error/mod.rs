//! The error type of this crate.
//!
//! An [`Error`] says what failed ([`kind`](Error::kind), [`operation`](Error::operation)), what the
//! server responded ([`status`](Error::status), [`code`](Error::code), [`message`](Error::message),
//! [`param`](Error::param), [`request_id`](Error::request_id),
//! [`retry_after`](Error::retry_after)), how far the call got ([`attempts`](Error::attempts),
//! [`gave_up`](Error::gave_up)), and whether the server carried out the request
//! ([`outcome`](Error::outcome)). Every error of `batch-client` converts into one with `?`.
//!
//! `Display` and `Debug` are one short line of known words. They contain no header, no body and no
//! message from a server, because any of these may hold a secret. The server's message is returned
//! by [`message`](Error::message), and [`detailed`](Error::detailed) prints it as well.
//!
//! | predicate | true for |
//! |---|---|
//! | [`is_retryable`](Error::is_retryable) | transient failures: no connection, timeouts, 408, 429, 5xx, unreadable responses |
//! | [`is_rate_limited`](Error::is_rate_limited) | 429, unless the quota is exhausted |
//! | [`is_quota`](Error::is_quota) | 429 with a code of [`QUOTA_CODES`](crate::retry::QUOTA_CODES) |
//! | [`is_denied`](Error::is_denied) | 401 and 403 |
//! | [`is_not_found`](Error::is_not_found) | 404 |
//! | [`is_timeout`](Error::is_timeout) | no response in time, 408, 504, a deadline that passed |
//! | [`is_connect`](Error::is_connect) | no connection, so nothing was sent |
//! | [`is_server`](Error::is_server) | 5xx |
//!
//! ```
//! use batch_ext::Error;
//!
//! async fn status(client: &batch_client::Client, id: &str) -> Result<String, Error> {
//!     match client.retrieve_batch().batch_id(id).send().await.map_err(Error::from) {
//!         Ok(batch) => Ok(batch.status.to_string()),
//!         Err(error) if error.is_not_found() => Ok("gone".to_owned()),
//!         Err(error) => Err(error),
//!     }
//! }
//! ```

mod display;
mod kind;
mod outcome;
mod value;

pub use display::Detailed;
pub use kind::Kind;
pub use outcome::Outcome;
pub use value::Error;
pub(crate) use value::Reply;
