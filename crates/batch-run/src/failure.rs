//! Why a server refused a whole batch, and what to do about it.

use std::collections::BTreeMap;

use batch_ext::batch_client::types::{Batch, BatchError};

/// What a batch that ended as `failed` asks for. Codes and shapes decide, never texts.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// The queue is full: wait, then send it again.
    Pressure { code: String },
    /// The input file is not there, or not there yet.
    FileNotFound { code: String, message: String },
    /// These lines are bad, counted from 1, each with code and message; the others may be sent
    /// without them.
    Lines(BTreeMap<u64, (String, String)>),
    /// Nothing in it can be sent.
    Whole { code: String, message: String },
}

/// Codes for a full queue.
pub(crate) fn is_pressure(code: &str) -> bool {
    matches!(code, "token_limit_exceeded" | "queue_full" | "batch_queue_full")
}

impl Failure {
    pub(crate) fn of(batch: &Batch) -> Self {
        let errors = batch.errors.as_ref().and_then(|errors| errors.data.as_deref());
        let errors = errors.unwrap_or_default();
        if let Some(code) =
            errors.iter().filter_map(|error| error.code.as_deref()).find(|code| is_pressure(code))
        {
            return Self::Pressure { code: code.into() };
        }
        let lines: BTreeMap<u64, _> = errors
            .iter()
            .filter_map(|error| {
                let line = error.line.and_then(|line| u64::try_from(line).ok())?;
                (line > 0).then(|| (line, words(error)))
            })
            .collect();
        if !lines.is_empty() {
            return Self::Lines(lines);
        }
        let (code, message) = errors.first().map_or_else(
            || ("batch_failed".into(), "the batch failed without a reason".into()),
            words,
        );
        if code == "invalid_request" {
            return Self::FileNotFound { code, message };
        }
        Self::Whole { code, message }
    }
}

fn words(error: &BatchError) -> (String, String) {
    (
        error.code.clone().unwrap_or_else(|| "batch_failed".into()),
        error.message.clone().unwrap_or_default(),
    )
}

/// The server's reasons, for people.
pub(crate) fn reasons(batch: &Batch) -> Vec<String> {
    let errors = batch.errors.as_ref().and_then(|errors| errors.data.as_deref());
    let reason = |error: &BatchError| {
        let (code, message) = words(error);
        match error.line {
            Some(line) => format!("line {line}: {code}: {message}"),
            None => format!("{code}: {message}"),
        }
    };
    errors.unwrap_or_default().iter().take(10).map(reason).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn failed(errors: Value) -> Batch {
        serde_json::from_value(json!({
            "id": "batch_1", "status": "failed", "errors": {"data": errors},
        }))
        .unwrap()
    }

    #[test]
    fn codes_and_shapes_decide() {
        let table = [
            (
                json!([{"code": "token_limit_exceeded", "message": "x", "line": null}]),
                Failure::Pressure { code: "token_limit_exceeded".into() },
            ),
            (
                json!([{"code": "invalid_request", "message": "no such file", "line": null}]),
                Failure::FileNotFound {
                    code: "invalid_request".into(),
                    message: "no such file".into(),
                },
            ),
            (
                json!([{"code": "invalid_request", "message": "x", "line": 2}]),
                Failure::Lines([(2, ("invalid_request".into(), "x".into()))].into()),
            ),
            (
                json!([{"code": "model_not_found", "message": "m"}]),
                Failure::Whole { code: "model_not_found".into(), message: "m".into() },
            ),
        ];
        for (errors, expected) in table {
            assert_eq!(Failure::of(&failed(errors)), expected);
        }
    }
}
