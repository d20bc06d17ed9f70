//! Prices of tokens.

use batch_run::Prices;

#[derive(clap::Args, Clone, Debug)]
#[command(next_help_heading = "Cost options")]
pub(crate) struct PriceArgs {
    /// Batch price of a model per million tokens; can be repeated
    ///
    /// IN, OUT, and CACHED are the prices of input, output, and cached input tokens, in any currency.
    /// A price applies to dated versions of the model too.
    #[arg(long = "price", value_name = "MODEL=IN:OUT[:CACHED]")]
    prices: Vec<Prices>,

    /// Estimated output tokens per request
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) output_tokens: u64,
}

impl PriceArgs {
    pub(crate) fn prices(&self) -> Prices {
        let mut all = Prices::new();
        all.extend(self.prices.iter().cloned());
        all
    }
}
