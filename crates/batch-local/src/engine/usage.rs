//! The token usage that answers report.

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::model::{InputDetails, OutputDetails, Usage};
use crate::responder::Answer;

/// The token usage that an answer reports.
pub(super) fn usage_of(answer: &Answer) -> Usage {
    match answer {
        Answer::Response { body, .. } => usage_in(body),
        Answer::Lost { .. } => Usage::default(),
    }
}

/// Reads either vocabulary: prompt and completion tokens, or input and output tokens.
pub(super) fn usage_in(body: &RawValue) -> Usage {
    #[derive(Deserialize)]
    struct Body {
        #[serde(default)]
        usage: Option<Tokens>,
    }
    #[derive(Deserialize)]
    struct Tokens {
        #[serde(alias = "prompt_tokens", default)]
        input_tokens: Option<u64>,
        #[serde(alias = "completion_tokens", default)]
        output_tokens: Option<u64>,
        #[serde(default)]
        total_tokens: Option<u64>,
        #[serde(alias = "prompt_tokens_details", default)]
        input_tokens_details: Option<Details>,
        #[serde(alias = "completion_tokens_details", default)]
        output_tokens_details: Option<Details>,
    }
    #[derive(Deserialize)]
    struct Details {
        #[serde(default)]
        cached_tokens: Option<u64>,
        #[serde(default)]
        reasoning_tokens: Option<u64>,
    }
    let Ok(Body { usage: Some(tokens) }) = serde_json::from_str(body.get()) else {
        return Usage::default();
    };
    let input_tokens = tokens.input_tokens.unwrap_or_default();
    let output_tokens = tokens.output_tokens.unwrap_or_default();
    Usage {
        input_tokens,
        output_tokens,
        total_tokens: tokens.total_tokens.unwrap_or(input_tokens.saturating_add(output_tokens)),
        input_tokens_details: InputDetails {
            cached_tokens: tokens
                .input_tokens_details
                .and_then(|details| details.cached_tokens)
                .unwrap_or_default(),
        },
        output_tokens_details: OutputDetails {
            reasoning_tokens: tokens
                .output_tokens_details
                .and_then(|details| details.reasoning_tokens)
                .unwrap_or_default(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usage_is_read_under_the_names_of_either_endpoint() {
        let read = |text: &str| usage_in(&RawValue::from_string(text.into()).unwrap());
        let full = Usage {
            input_tokens: 5,
            input_tokens_details: InputDetails { cached_tokens: 2 },
            output_tokens: 7,
            output_tokens_details: OutputDetails { reasoning_tokens: 3 },
            total_tokens: 12,
        };
        assert_eq!(
            read(
                r#"{"usage": {"prompt_tokens": 5, "completion_tokens": 7, "total_tokens": 12,
                    "prompt_tokens_details": {"cached_tokens": 2},
                    "completion_tokens_details": {"reasoning_tokens": 3}}}"#
            ),
            full
        );
        assert_eq!(
            read(
                r#"{"usage": {"input_tokens": 5, "output_tokens": 7,
                    "input_tokens_details": {"cached_tokens": 2},
                    "output_tokens_details": {"reasoning_tokens": 3}}}"#
            ),
            full
        );
        for none in ["{}", "[]", "null", r#"{"usage": null}"#, r#"{"usage": "many"}"#] {
            assert_eq!(read(none), Usage::default(), "{none}");
        }
    }
}
