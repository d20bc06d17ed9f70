//! Responders, which answer the lines of batches.

mod answer;
mod builtin;
mod dispatch;
#[cfg(feature = "forward")]
mod forward;
mod request;
mod schema;

pub use answer::Answer;
pub use dispatch::Responder;
#[cfg(feature = "forward")]
pub use forward::{Forward, InvalidForward};
pub use request::Request;
