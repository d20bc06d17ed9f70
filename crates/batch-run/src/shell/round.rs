//! Planning a round of the requests that are to be sent again.

use std::fs::File;
use std::io;
use std::sync::Arc;

use batch_lines::outcome::{LocalCode, OutcomeKind, may_resubmit};
use batch_lines::{Endpoints, Planner, ResultLine, Shard, Spans};

use super::context::Context;
use super::results::{Lost, Part, for_each_result};
use crate::core::{Load, Select};
use crate::store::{Refused, Round};

/// Plans a round of what is selected, and saves it; no shards if there is nothing to send.
pub(super) fn plan(
    ctx: &Context,
    number: usize,
    select: Select,
    parts: &[Part],
) -> io::Result<Result<Vec<Arc<Shard>>, Lost>> {
    let mut chosen = Spans::new();
    let lost = for_each_result(parts, &ctx.interrupted, |position, _, line, _| {
        if is_selected(line, select) {
            chosen.push(position, 1);
        }
        Ok(())
    })?;
    if !lost.is_empty() {
        return Ok(Err(lost));
    }
    if chosen.is_empty() {
        return Ok(Ok(Vec::new()));
    }
    // Every line chosen was good enough when the run was planned.
    let planner = Planner::new().limits(ctx.limits.clone()).endpoints(Endpoints::Any);
    let input = ctx.interrupted.guard(File::open(&ctx.settings.input)?);
    let plan = planner.plan_lines(input, |position| chosen.contains(position.into()))?;
    let round = Round { shards: plan.shards, refused: Refused::default() };
    if !round.shards.is_empty() {
        ctx.store.save_round(number, &round).map_err(io::Error::other)?;
    }
    Ok(Ok(round.shards.into_iter().map(Arc::new).collect()))
}

fn is_selected(line: &ResultLine<'_>, select: Select) -> bool {
    match OutcomeKind::of(line) {
        OutcomeKind::Success => false,
        OutcomeKind::Unknown => select.unknown,
        OutcomeKind::NotSent => {
            select.failed && LocalCode::of(line) != Some(LocalCode::InvalidRequestLine)
        }
        _ if may_resubmit(line) => select.transient,
        _ => select.failed,
    }
}

/// What the core has to know of the shards of a round.
pub(super) fn loads<'a>(
    number: usize,
    shards: impl IntoIterator<Item = &'a Shard>,
) -> impl Iterator<Item = Load> {
    let round = u32::try_from(number).unwrap_or(u32::MAX);
    (0..).zip(shards).map(move |(index, shard)| Load {
        round,
        index,
        requests: shard.requests,
        bytes: shard.byte_len(),
        tokens: shard.tokens,
        model: shard.model.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [(&str, &str); 6] = [
        ("success", r#"{"custom_id":"a","response":{"status_code":200,"body":{}}}"#),
        ("transient", r#"{"custom_id":"a","response":{"status_code":503,"body":{}}}"#),
        ("permanent", r#"{"custom_id":"a","response":{"status_code":400,"body":{}}}"#),
        ("unknown", r#"{"custom_id":"a","error":{"code":"outcome_unknown"}}"#),
        ("not sent", r#"{"custom_id":"a","error":{"code":"not_sent"}}"#),
        ("invalid", r#"{"custom_id":"a","error":{"code":"invalid_request_line"}}"#),
    ];

    fn selected(select: Select) -> Vec<&'static str> {
        let chosen = ALL
            .iter()
            .filter(|(_, line)| is_selected(&ResultLine::parse(line.as_bytes()).unwrap(), select));
        chosen.map(|(name, _)| *name).collect()
    }

    #[test]
    fn nothing_but_what_was_asked_for_is_sent_again() {
        let none = Select::default();
        assert_eq!(selected(none), [""; 0]);
        assert_eq!(selected(Select { transient: true, ..none }), ["transient"]);
        assert_eq!(selected(Select { failed: true, ..none }), ["permanent", "not sent"]);
        assert_eq!(selected(Select { unknown: true, ..none }), ["unknown"]);
    }
}
