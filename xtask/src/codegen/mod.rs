//! Code generation from `openapi.yaml`.

mod artifact;
mod at;
mod blame;
mod command;
mod compile;
mod facts;
mod fault;
mod generate;
mod grammar;
mod lines;
mod lower;
mod names;
mod operation;
mod orphans;
mod passes;
mod pipeline;
mod schema;
mod slice;
mod spec;

pub(crate) use command::{check, write};
pub(crate) use slice::slice;
