//! Limits on the batches that an input is split into.

use batch_run::batch_lines::{Endpoints, Limits};

#[derive(clap::Args, Clone, Debug)]
#[command(next_help_heading = "Split options")]
pub(crate) struct SplitArgs {
    /// Maximum number of requests in a batch
    #[arg(long, value_name = "N", default_value_t = Limits::default().requests,
          value_parser = clap::value_parser!(u64).range(1..))]
    max_requests: u64,

    /// Maximum size of a batch's input file in bytes
    #[arg(long, value_name = "BYTES", default_value_t = Limits::default().bytes,
          value_parser = clap::value_parser!(u64).range(1..))]
    max_bytes: u64,

    /// Maximum number of estimated tokens in a batch [default: no limit]
    #[arg(long, value_name = "N")]
    max_batch_tokens: Option<u64>,

    /// Accept any endpoint path, not only the ones that OpenAI documents
    #[arg(long)]
    any_endpoint: bool,
}

impl SplitArgs {
    pub(crate) fn limits(&self) -> Limits {
        let mut limits = Limits::default();
        limits.requests = self.max_requests;
        limits.bytes = self.max_bytes;
        limits.tokens = self.max_batch_tokens;
        limits
    }

    pub(crate) fn endpoints(&self) -> Endpoints {
        if self.any_endpoint { Endpoints::Any } else { Endpoints::Documented }
    }
}
