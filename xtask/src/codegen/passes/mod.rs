//! Passes over the syntax trees that progenitor generates.

mod apply;
mod conversions;
mod derives;
mod doc_lines;
mod docs;
mod lenient;
mod mocks;
mod open_enums;
mod operation_docs;
mod seam;
mod tree;

pub(super) use apply::{client, mock};
