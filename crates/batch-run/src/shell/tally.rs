//! Counting what became of the requests.

use std::collections::BTreeMap;

use batch_lines::outcome::{LocalCode, OutcomeKind, may_resubmit};
use batch_lines::{ResultLine, TokenUsage};

use super::results::{Origin, Part};
use crate::event::ShardName;
use crate::report::{FailureGroup, RunReport, UnknownShard};
use crate::usage::Usage;

/// Examples of each reason for failures.
const EXAMPLES: usize = 3;

/// Different reasons that are kept apart. Servers make up codes, so there has to be a limit.
const REASONS: usize = 200;

/// The longest message kept, in characters.
const MAX_MESSAGE: usize = 300;

/// Counts of results, which become a report.
#[derive(Debug, Default)]
pub(super) struct Tally {
    report: RunReport,
    reasons: BTreeMap<(u16, String), FailureGroup>,
    unknown: BTreeMap<ShardName, (Option<String>, u64)>,
}

impl Tally {
    /// Counts the result that stands for a request.
    pub(super) fn add(&mut self, line: &ResultLine<'_>, part: &Part) {
        let Origin::Shard { name, model, batch, .. } = &part.origin else { return };
        self.report.requests += 1;
        if line.is_success() {
            self.report.succeeded += 1;
            let usage = line.body().and_then(|body| body.usage()).unwrap_or_default();
            let models = &mut self.report.models;
            match models.get_mut(model.as_deref().unwrap_or_default()) {
                Some(sum) => sum.add(usage_of(usage)),
                None => {
                    models.insert(model.clone().unwrap_or_default(), usage_of(usage));
                }
            }
            return;
        }
        self.report.failed += 1;
        if OutcomeKind::of(line) == OutcomeKind::Unknown {
            self.report.unknown += 1;
            self.unknown.entry(*name).or_insert_with(|| (batch.clone(), 0)).1 += 1;
        } else if may_resubmit(line) {
            self.report.transient += 1;
        }
        self.fail(line);
    }

    /// The report, with the most frequent reason for failures first.
    pub(super) fn finish(self) -> RunReport {
        let mut report = self.report;
        report.failures = self.reasons.into_values().collect();
        report.failures.sort_by_key(|group| std::cmp::Reverse(group.count));
        let unknown = self.unknown.into_iter();
        report.unknown_shards = unknown
            .map(|(shard, (batch_id, requests))| UnknownShard {
                shard: shard.to_string(),
                batch_id,
                requests,
            })
            .collect();
        report
    }

    fn fail(&mut self, line: &ResultLine<'_>) {
        let (code, message) = reason(line);
        let mut key = (line.status(), code);
        if self.reasons.len() >= REASONS && !self.reasons.contains_key(&key) {
            key = (0, "other".into());
        }
        let group = self.reasons.entry(key.clone()).or_insert_with(|| FailureGroup {
            status: key.0,
            code: key.1,
            message: message.chars().take(MAX_MESSAGE).collect(),
            ..FailureGroup::default()
        });
        group.count += 1;
        if group.examples.len() < EXAMPLES {
            group.examples.push(line.custom_id.to_string());
        }
    }
}

/// The code and the message of a failure, as far as the line has any.
fn reason(line: &ResultLine<'_>) -> (String, String) {
    let text = |text: &Option<std::borrow::Cow<'_, str>>| text.as_deref().unwrap_or("").to_owned();
    if let Some(error) = &line.error {
        // A whole batch that was refused says why in the message: `code: message`.
        if LocalCode::of(line) == Some(LocalCode::BatchRefused)
            && let message = text(&error.message)
            && let Some((code, message)) = message.split_once(": ")
        {
            return (code.to_owned(), message.to_owned());
        }
        return (text(&error.code), text(&error.message));
    }
    let error = line.api_error().unwrap_or_default();
    let code = error.code.or(error.kind).unwrap_or_default();
    (code, error.message.unwrap_or_default())
}

/// What one answer adds.
fn usage_of(tokens: TokenUsage) -> Usage {
    Usage {
        succeeded: 1,
        input_tokens: tokens.input_tokens,
        cached_tokens: tokens.cached_tokens,
        output_tokens: tokens.output_tokens,
        reasoning_tokens: tokens.reasoning_tokens,
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use batch_lines::Spans;

    use super::*;

    fn part(model: &str) -> Part {
        let name = ShardName::new(0, 2);
        let (model, batch) = (Some(model.to_owned()), Some("batch_7".to_owned()));
        Part {
            origin: Origin::Shard { no: 2, name, model, batch },
            round: 0,
            path: PathBuf::new(),
            lines: Spans::new(),
            sha256: String::new(),
        }
    }

    fn tally(lines: &[&str]) -> RunReport {
        let mut tally = Tally::default();
        for line in lines {
            tally.add(&ResultLine::parse(line.as_bytes()).unwrap(), &part("m"));
        }
        tally.finish()
    }

    #[test]
    fn tokens_are_summed_by_model_in_every_endpoints_words() {
        let report = tally(&[
            r#"{"custom_id":"a","response":{"status_code":200,"body":{"usage":{"prompt_tokens":10,"completion_tokens":5,"prompt_tokens_details":{"cached_tokens":4}}}}}"#,
            r#"{"custom_id":"b","response":{"status_code":200,"body":{"usage":{"input_tokens":1,"output_tokens":2,"output_tokens_details":{"reasoning_tokens":1}}}}}"#,
        ]);
        let usage = report.models["m"];
        assert_eq!((usage.succeeded, usage.input_tokens, usage.output_tokens), (2, 11, 7));
        assert_eq!((usage.cached_tokens, usage.reasoning_tokens), (4, 1));
        assert!(report.is_success());
    }

    #[test]
    fn failures_are_grouped_by_reason_the_most_frequent_first_with_three_examples() {
        let busy = |id| {
            format!(
                r#"{{"custom_id":"{id}","response":{{"status_code":429,"body":{{"error":{{"code":"rate_limit_exceeded","message":"Slow down"}}}}}}}}"#
            )
        };
        let lines: Vec<_> = ["a", "b", "c", "d"].into_iter().map(busy).collect();
        let expired = r#"{"custom_id":"e","error":{"code":"batch_expired","message":"Too late"}}"#;
        let refused = r#"{"custom_id":"f","error":{"code":"batch_refused","message":"model_not_found: No such model"}}"#;
        let mut all = vec![expired, refused];
        all.extend(lines.iter().map(String::as_str));
        let report = tally(&all);
        let groups: Vec<_> = report
            .failures
            .iter()
            .map(|group| (group.status, &*group.code, &*group.message, group.count))
            .collect();
        assert_eq!(
            groups,
            [
                (429, "rate_limit_exceeded", "Slow down", 4),
                (0, "batch_expired", "Too late", 1),
                (0, "model_not_found", "No such model", 1),
            ]
        );
        assert_eq!(report.failures[0].examples, ["a", "b", "c"]);
        assert_eq!((report.requests, report.failed, report.transient), (6, 6, 5));
    }

    #[test]
    fn unknown_outcomes_are_named_by_shard_and_batch() {
        let line = r#"{"custom_id":"a","error":{"code":"outcome_unknown"}}"#;
        let report = tally(&[line, line]);
        assert_eq!(report.unknown, 2);
        let shard = &report.unknown_shards[0];
        assert_eq!((&*shard.shard, shard.requests), ("shard 3", 2));
        assert_eq!(shard.batch_id.as_deref(), Some("batch_7"));
    }

    #[test]
    fn a_server_that_makes_up_codes_does_not_fill_the_memory() {
        let mut tally = Tally::default();
        for n in 0..5_000 {
            let line = format!(r#"{{"custom_id":"a","error":{{"code":"code-{n}"}}}}"#);
            tally.add(&ResultLine::parse(line.as_bytes()).unwrap(), &part("m"));
        }
        let report = tally.finish();
        assert!(report.failures.len() <= REASONS + 1);
        assert_eq!(report.failures.iter().map(|group| group.count).sum::<u64>(), 5_000);
    }
}
