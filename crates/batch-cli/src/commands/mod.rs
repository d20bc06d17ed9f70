//! The commands. Each owns its arguments and is given a printer.

pub(crate) mod cancel;
pub(crate) mod completions;
pub(crate) mod create;
pub(crate) mod files;
pub(crate) mod get;
pub(crate) mod list;
pub(crate) mod man;
pub(crate) mod plan;
pub(crate) mod results;
pub(crate) mod retry;
pub(crate) mod run;
pub(crate) mod serve;
pub(crate) mod validate;
pub(crate) mod wait;
