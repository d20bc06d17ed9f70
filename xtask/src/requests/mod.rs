//! A batch input file made from the documentation of the workspace.

mod command;
mod items;
mod sources;

pub(crate) use command::write;
