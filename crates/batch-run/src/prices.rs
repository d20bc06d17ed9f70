//! Prices of models.

use std::collections::BTreeMap;
use std::str::FromStr;

use crate::usage::Usage;

/// Batch prices by model, in any currency, per million tokens.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Prices(BTreeMap<String, Price>);

/// The price of a model per million tokens.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Price {
    /// Price of input tokens.
    pub input: f64,
    /// Price of output tokens.
    pub output: f64,
    /// Price of cached input tokens, if it differs.
    pub cached: Option<f64>,
}

impl Price {
    /// A price per million input and output tokens.
    #[must_use]
    pub fn new(input: f64, output: f64) -> Self {
        Self { input, output, cached: None }
    }

    /// The cost of the tokens used.
    #[must_use]
    pub fn cost(&self, usage: Usage) -> f64 {
        let cached = usage.cached_tokens.min(usage.input_tokens);
        let fresh = usage.input_tokens - cached;
        let sum = self.input * fresh as f64
            + self.cached.unwrap_or(self.input) * cached as f64
            + self.output * usage.output_tokens as f64;
        sum / 1e6
    }
}

impl Prices {
    /// An empty list of prices.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the price of a model and of its versions, whose names begin with its name and a `-`.
    pub fn set(&mut self, model: impl Into<String>, price: Price) {
        self.0.insert(model.into(), price);
    }

    /// Whether there are no prices.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The price of a model: its own, or that of the longest name that it is a version of.
    #[must_use]
    pub fn of(&self, model: &str) -> Option<Price> {
        let begins = |name: &&String| {
            model
                .strip_prefix(name.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
        };
        let name = self.0.keys().filter(begins).max_by_key(|name| name.len())?;
        self.0.get(name).copied()
    }
}

/// Parses `MODEL=IN:OUT` or `MODEL=IN:OUT:CACHED`.
impl FromStr for Prices {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || {
            format!(
                "{text:?} is not a price; use MODEL=IN:OUT or MODEL=IN:OUT:CACHED, per million tokens"
            )
        };
        let (model, numbers) = text.rsplit_once('=').ok_or_else(wrong)?;
        let numbers = numbers
            .split(':')
            .map(|number| number.trim().parse::<f64>().ok().filter(|n| n.is_finite() && *n >= 0.0))
            .collect::<Option<Vec<_>>>()
            .ok_or_else(wrong)?;
        let price = match numbers[..] {
            [input, output] => Price::new(input, output),
            [input, output, cached] => Price { cached: Some(cached), ..Price::new(input, output) },
            _ => return Err(wrong()),
        };
        if model.trim().is_empty() {
            return Err(wrong());
        }
        let mut prices = Self::new();
        prices.set(model.trim(), price);
        Ok(prices)
    }
}

impl Extend<Prices> for Prices {
    fn extend<I: IntoIterator<Item = Prices>>(&mut self, all: I) {
        for prices in all {
            self.0.extend(prices.0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_is_found_by_the_longest_name() {
        let mut prices: Prices = "small=1:2".parse().unwrap();
        prices.extend(["small-pro=10:20:5".parse().unwrap()]);
        assert_eq!(prices.of("small-2025"), Some(Price::new(1.0, 2.0)));
        assert_eq!(prices.of("small-pro-2025").unwrap().cached, Some(5.0));
        assert_eq!(prices.of("smaller"), None);
    }

    #[test]
    fn cached_tokens_have_their_own_price() {
        let price = "m=1:10:0.5".parse::<Prices>().unwrap().of("m").unwrap();
        let usage = Usage {
            input_tokens: 2_000_000,
            cached_tokens: 1_000_000,
            output_tokens: 100_000,
            ..Usage::default()
        };
        assert_eq!(price.cost(usage), 1.0 + 0.5 + 1.0);
    }

    #[test]
    fn what_is_no_price_is_refused() {
        for text in ["", "m", "m=", "m=1", "m=1:x", "=1:2", "m=1:2:3:4", "m=-1:2", "m=NaN:1"] {
            assert!(text.parse::<Prices>().is_err(), "{text}");
        }
    }
}
