//! The shell: carries out what the [core](crate::core) asks for, and decides nothing.

mod blocking;
mod calls;
mod clock;
mod context;
mod convert;
mod driver;
mod files;
mod lookup;
mod merge;
mod names;
mod parts;
mod paths;
mod prepare;
mod refused;
mod results;
mod round;
mod settle;
mod tally;
mod work;

pub(crate) use blocking::blocking;
pub(crate) use driver::Driver;
pub(crate) use files::Interrupted;
pub(crate) use names::RESERVED;
pub(crate) use prepare::{Begun, Prepared, plan, prepare};
