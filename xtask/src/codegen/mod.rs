//! Code generation from `openapi.yaml`.

mod artifact;
mod command;
mod generate;
mod lower;
mod operation;
mod passes;
mod pipeline;
mod schemas;
mod spec;
mod unsupported;

pub(crate) use command::{check, write};
