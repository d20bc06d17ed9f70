//! Passes over the syntax trees that progenitor generates.

mod apply;
mod catalog;
mod conversions;
mod derives;
mod doc_lines;
mod docs;
mod endpoints;
mod lenient;
mod mocks;
mod open_enums;
mod operation_docs;
mod seam;
mod tree;
mod unions;

pub(super) use apply::{client, endpoints, mock};
