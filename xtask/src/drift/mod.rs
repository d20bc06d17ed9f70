//! Comparison of `openapi.yaml` with a document published by OpenAI.

mod command;
mod compare;
mod facts;
mod loose;

pub(crate) use command::drift;
