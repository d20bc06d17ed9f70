//! Fault injection.

mod body;
mod call;
mod draw;
mod edit;
mod effect;
mod header;
mod lines;
mod plan;
mod replies;
mod request;
mod response;
mod rule;
mod status;

pub use effect::{FaultEffect, Framing};
pub use header::FAULT_HEADER;
pub use plan::{FaultPlan, InvalidPlan};
pub use rule::Rule;
pub use status::{InvalidEffect, Status};

pub(crate) use call::Call;
pub(crate) use draw::{Drawn, Faults};
pub(crate) use header::read_header;
pub(crate) use lines::{LineFaults, Treatment};
pub(crate) use request::{before, drain};
pub(crate) use response::after;
