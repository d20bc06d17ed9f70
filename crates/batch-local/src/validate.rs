//! The validation of a batch's lines.

use std::collections::HashSet;
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::io::{self, BufRead};

use serde_json::value::RawValue;

use crate::json::{Fields, present, text};
use crate::limits::ServerLimits;
use crate::lines::Lines;
use crate::model::BatchError;

/// Maximum number of problems reported for one batch. A file may have 50,000 lines.
const MOST_PROBLEMS: usize = 1_000;

/// What the lines must satisfy.
pub(crate) struct Expectations<'a> {
    pub(crate) endpoint: &'a str,
    /// The models that exist. `None` accepts any.
    pub(crate) models: Option<&'a [String]>,
    pub(crate) limits: &'a ServerLimits,
    pub(crate) accept_duplicates: bool,
}

/// What validation learned about an input without problems.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Accepted {
    pub(crate) requests: u64,
    pub(crate) model: Option<String>,
    /// An estimate: one token per four bytes of body.
    pub(crate) tokens: u64,
}

/// Validates all lines, blocking. The inner error lists the problems.
pub(crate) fn validate(
    input: impl BufRead,
    expectations: &Expectations<'_>,
) -> io::Result<Result<Accepted, Vec<BatchError>>> {
    let mut check = Check::new(expectations);
    let mut lines = Lines::new(input);
    while check.problems.len() < MOST_PROBLEMS
        && let Some((number, line)) = lines.read()?
    {
        check.line(number, line);
    }
    Ok(check.finish())
}

struct Check<'a> {
    expected: &'a Expectations<'a>,
    accepted: Accepted,
    embedding_inputs: u64,
    seen: HashSet<(u64, u64)>,
    hashers: (RandomState, RandomState),
    problems: Vec<BatchError>,
    too_many_reported: bool,
}

impl<'a> Check<'a> {
    fn new(expected: &'a Expectations<'a>) -> Self {
        Self {
            expected,
            accepted: Accepted { requests: 0, model: None, tokens: 0 },
            embedding_inputs: 0,
            seen: HashSet::new(),
            hashers: (RandomState::new(), RandomState::new()),
            problems: Vec::new(),
            too_many_reported: false,
        }
    }

    fn problem(&mut self, line: Option<u64>, code: &str, param: Option<&str>, message: String) {
        self.problems.push(BatchError {
            code: code.into(),
            message,
            param: param.map(Into::into),
            line,
        });
    }

    fn line(&mut self, number: u64, line: &[u8]) {
        let at = Some(number);
        self.accepted.requests += 1;
        self.check_amount(
            self.accepted.requests,
            self.expected.limits.requests_per_batch,
            "requests",
        );
        let Ok(fields) = serde_json::from_slice::<Fields<'_>>(line) else {
            let message = "This line is not a JSON object.".into();
            return self.problem(at, "invalid_json_line", None, message);
        };
        for name in ["custom_id", "method", "url", "body"] {
            if present(&fields, name).is_none() {
                self.missing(number, name);
            }
        }
        if let Some(raw) = present(&fields, "custom_id") {
            self.custom_id(number, raw);
        }
        if let Some(raw) = present(&fields, "method")
            && text(raw).as_deref() != Some("POST")
        {
            let message = format!("The method {} is not supported: use POST.", shorten(raw));
            self.problem(at, "invalid_method", Some("method"), message);
        }
        if let Some(raw) = present(&fields, "url")
            && text(raw).as_deref() != Some(self.expected.endpoint)
        {
            let message = format!(
                "The url {} is not the endpoint of the batch, which is {}.",
                shorten(raw),
                self.expected.endpoint
            );
            self.problem(at, "invalid_url", Some("url"), message);
        }
        if let Some(raw) = present(&fields, "body") {
            self.body(number, raw);
        }
    }

    fn missing(&mut self, line: u64, param: &str) {
        let message = format!("Missing required parameter: '{param}'.");
        self.problem(Some(line), "missing_required_parameter", Some(param), message);
    }

    fn custom_id(&mut self, line: u64, raw: &RawValue) {
        let Some(id) = text(raw) else {
            let message = "'custom_id' must be a string.".into();
            return self.problem(Some(line), "invalid_type", Some("custom_id"), message);
        };
        if id.is_empty() {
            return self.missing(line, "custom_id");
        }
        // A hash of 128 bits instead of the id: 50,000 long ids would take megabytes.
        let key = (self.hashers.0.hash_one(id.as_bytes()), self.hashers.1.hash_one(id.as_bytes()));
        if !self.seen.insert(key) && !self.expected.accept_duplicates {
            let message =
                format!("The custom_id {} is already used by an earlier line.", shorten(raw));
            self.problem(Some(line), "duplicate_custom_id", Some("custom_id"), message);
        }
    }

    fn body(&mut self, line: u64, raw: &RawValue) {
        self.accepted.tokens += (raw.get().len() as u64).div_ceil(4);
        let Ok(body) = serde_json::from_str::<Fields<'_>>(raw.get()) else {
            let message = "'body' must be an object.".into();
            return self.problem(Some(line), "invalid_type", Some("body"), message);
        };
        if let Some(stream) = present(&body, "stream")
            && stream.get() == "true"
        {
            let message = "Streaming is not supported in a batch.".into();
            self.problem(Some(line), "streaming_unsupported", Some("body.stream"), message);
        }
        self.model(line, present(&body, "model"));
        if self.expected.endpoint == "/v1/embeddings"
            && let Some(input) = present(&body, "input")
        {
            self.embedding_inputs += embedding_inputs(input);
            self.check_amount(
                self.embedding_inputs,
                self.expected.limits.embedding_inputs,
                "embedding inputs",
            );
        }
    }

    fn model(&mut self, line: u64, raw: Option<&RawValue>) {
        let Some(raw) = raw else {
            if model_required(self.expected.endpoint) {
                self.missing(line, "body.model");
            }
            return;
        };
        let Some(model) = text(raw) else {
            let message = "'body.model' must be a string.".into();
            return self.problem(Some(line), "invalid_type", Some("body.model"), message);
        };
        if let Some(models) = self.expected.models
            && !models.iter().any(|known| *known == model)
        {
            let message = format!("The model {} does not exist.", shorten(raw));
            return self.problem(Some(line), "model_not_found", Some("body.model"), message);
        }
        match &self.accepted.model {
            None => self.accepted.model = Some(model.into_owned()),
            Some(first) if *first == model => {}
            Some(first) => {
                let message = format!(
                    "The model {} differs from that of the first line, {first:?}.",
                    shorten(raw)
                );
                self.problem(Some(line), "mismatched_model", Some("body.model"), message);
            }
        }
    }

    fn check_amount(&mut self, amount: u64, limit: u64, what: &str) {
        if amount > limit && !self.too_many_reported {
            self.too_many_reported = true;
            let message = format!("The file has more than {limit} {what}.");
            self.problem(None, "too_many_tasks", None, message);
        }
    }

    fn finish(mut self) -> Result<Accepted, Vec<BatchError>> {
        if self.accepted.requests == 0 {
            let message = "The file has no requests.".into();
            self.problem(None, "empty_batch", None, message);
        }
        if self.problems.is_empty() { Ok(self.accepted) } else { Err(self.problems) }
    }
}

/// A value, shortened for a message.
fn shorten(raw: &RawValue) -> String {
    let text = raw.get();
    match text.char_indices().nth(80) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}

/// Whether lines must name a model. Moderations and images have default models.
pub(crate) fn model_required(endpoint: &str) -> bool {
    matches!(
        endpoint,
        "/v1/responses" | "/v1/chat/completions" | "/v1/completions" | "/v1/embeddings"
    )
}

/// The number of inputs on one line. A string is one input and so is an array of tokens. Of any
/// other array, each item is one.
fn embedding_inputs(input: &RawValue) -> u64 {
    match serde_json::from_str::<Vec<&RawValue>>(input.get()) {
        Ok(items) if items.iter().all(|item| is_number(item)) => 1,
        Ok(items) => items.len() as u64,
        Err(_) => 1,
    }
}

fn is_number(raw: &RawValue) -> bool {
    raw.get().starts_with(|c: char| c.is_ascii_digit() || c == '-')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(input: &[u8]) -> Result<Accepted, Vec<BatchError>> {
        let expectations = Expectations {
            endpoint: "/v1/chat/completions",
            models: None,
            limits: &ServerLimits::default(),
            accept_duplicates: false,
        };
        validate(input, &expectations).unwrap()
    }

    fn line(id: &str) -> String {
        serde_json::json!({
            "custom_id": id, "method": "POST", "url": "/v1/chat/completions",
            "body": {"model": "m", "messages": []},
        })
        .to_string()
    }

    proptest! {
        #[test]
        fn problems_name_lines_that_exist_whatever_the_input(
            input in proptest::collection::vec(any::<u8>(), 0..400)
        ) {
            let lines = input.split(|byte| *byte == b'\n').count() as u64;
            for problem in check(&input).unwrap_err() {
                prop_assert!(problem.line.is_none_or(|line| (1..=lines).contains(&line)));
            }
        }

        #[test]
        fn distinct_ids_are_accepted_and_duplicates_found(
            ids in proptest::collection::vec("[a-c]{0,3}", 1..30)
        ) {
            let input: Vec<String> = ids.iter().map(|id| line(id)).collect();
            let mut seen = std::collections::BTreeSet::new();
            let mut expected = Vec::new();
            for (at, id) in ids.iter().enumerate() {
                if id.is_empty() {
                    expected.push((at as u64 + 1, "missing_required_parameter"));
                } else if !seen.insert(id) {
                    expected.push((at as u64 + 1, "duplicate_custom_id"));
                }
            }
            match check(input.join("\n").as_bytes()) {
                Ok(accepted) => {
                    prop_assert_eq!(expected, []);
                    prop_assert_eq!(accepted.requests, ids.len() as u64);
                    prop_assert_eq!(accepted.model.as_deref(), Some("m"));
                }
                Err(problems) => {
                    let found: Vec<(u64, &str)> = problems
                        .iter()
                        .map(|problem| (problem.line.unwrap(), problem.code.as_str()))
                        .collect();
                    prop_assert_eq!(found, expected);
                }
            }
        }
    }

    #[test]
    fn the_number_of_problems_is_bounded() {
        let problems = check("x\n".repeat(5_000).as_bytes()).unwrap_err();
        assert_eq!(problems.len(), MOST_PROBLEMS);
    }
}
