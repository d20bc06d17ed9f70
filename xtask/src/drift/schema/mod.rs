//! Schemas in a form in which those that mean the same are equal.

mod facts;
mod graph;
mod label;
mod merge;
mod shape;
mod union;

pub(super) use facts::{FACTS, Limit, Root, add_facts};
pub(super) use graph::Graph;
