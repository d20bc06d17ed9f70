//! Comparison of `openapi.yaml` with a document published by OpenAI.
//!
//! Each document becomes a flat set of facts: a place, an aspect of it, and a value. The sets are
//! compared, and each difference is either one that openapi.yaml records as deliberate, or news.
//!
//! 1. [`read`]: a file becomes a [`document`].
//! 2. [`operations`]: operations of both documents are paired. Those of the published document
//!    beside ours, in the same group of paths, belong to the comparison.
//! 3. [`walk`] and [`schema`]: operations become [`facts`]. Whatever is written differently but
//!    means the same becomes the same facts: references, `allOf`, nullability, unions with null,
//!    constants, defaults, order, the versions of OpenAPI.
//! 4. [`compare`]: the facts that only one document states.
//! 5. [`deviation`] and [`judge`]: the differences that openapi.yaml explains, and explanations that
//!    are no longer true.
//! 6. [`report`].

mod command;
mod compare;
mod comparison;
mod deviation;
mod document;
mod error;
mod facts;
mod judge;
mod kind;
mod lines;
mod loose;
mod operations;
mod read;
mod report;
mod schema;
mod security;
mod text;
mod walk;

#[cfg(test)]
mod tests;

pub(crate) use command::drift;
pub(crate) use error::Error;
