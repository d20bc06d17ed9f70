//! Trouble that stays with a batch.

use std::time::Duration;

use serde_json::Value;
use serde_json::value::{RawValue, to_raw_value};

use super::Effect;
use crate::model::BatchError;
use crate::random::fraction;
use crate::responder::Answer;

/// The effects of one batch.
pub(crate) struct LineFaults<'a> {
    effects: &'a [Effect],
    seed: u64,
}

/// How a result line is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Treatment {
    pub(crate) left_out: bool,
    pub(crate) twice: bool,
    pub(crate) garbled: bool,
}

impl<'a> LineFaults<'a> {
    pub(crate) fn new(effects: &'a [Effect], seed: u64) -> Self {
        Self { effects, seed }
    }

    /// What fails the batch in validation.
    pub(crate) fn failure(&self, input_file_id: &str) -> Option<BatchError> {
        let (code, message, param, line) = self.effects.iter().find_map(|effect| match effect {
            Effect::FileNotFound => Some((
                "invalid_request".into(),
                format!("The input file {input_file_id:?} does not exist or is not accessible."),
                None,
                None,
            )),
            Effect::TokenLimitExceeded => Some((
                "token_limit_exceeded".into(),
                "Enqueued token limit reached. Try again when a running batch has ended.".into(),
                None,
                None,
            )),
            Effect::FailBatch { code, message, param, line } => {
                Some((code.clone(), message.clone(), param.clone(), *line))
            }
            _ => None,
        })?;
        Some(BatchError { code, message, param, line })
    }

    pub(crate) fn accepts_duplicates(&self) -> bool {
        self.effects.contains(&Effect::AcceptDuplicates)
    }

    pub(crate) fn wrong_counts(&self) -> bool {
        self.effects.contains(&Effect::WrongCounts)
    }

    pub(crate) fn empty_error_file(&self) -> bool {
        self.effects.contains(&Effect::EmptyErrorFile)
    }

    /// Lines after which no more are started.
    pub(crate) fn stall_after(&self) -> Option<u64> {
        self.effects.iter().find_map(|effect| match effect {
            Effect::StallAfter { lines } => Some(*lines),
            _ => None,
        })
    }

    /// The pause before each line.
    pub(crate) fn delay(&self) -> Duration {
        self.effects
            .iter()
            .map(|effect| match effect {
                Effect::LineDelay { ms } => Duration::from_millis(*ms),
                _ => Duration::ZERO,
            })
            .sum()
    }

    /// Changes the answer to a line, and says how it is written.
    pub(crate) fn treat(&self, line: u64, answer: &mut Answer) -> Treatment {
        let mut treatment = Treatment::default();
        for (at, effect) in self.effects.iter().enumerate() {
            let hit = |share: &f64| fraction(&[self.seed, at as u64, line]) < *share;
            match effect {
                Effect::LineStatus { status: 0, share } if hit(share) => {
                    *answer = Answer::no_response();
                }
                Effect::LineStatus { status, share } if hit(share) => {
                    *answer = Answer::error(*status, None, "The fault plan says so.");
                }
                Effect::LineError { code, share } if hit(share) => {
                    *answer = Answer::lost(code.clone(), "The fault plan says so.");
                }
                Effect::MissingLines { share } => treatment.left_out |= hit(share),
                Effect::RepeatedLines { share } => treatment.twice |= hit(share),
                Effect::GarbledLines { share } => treatment.garbled |= hit(share),
                Effect::TextBodies { share } if hit(share) => {
                    if let Answer::Response { body, .. } = answer {
                        *body = as_text(body);
                    }
                }
                _ => {}
            }
        }
        treatment
    }
}

/// The JSON text of a body, as a JSON string.
fn as_text(body: &RawValue) -> Box<RawValue> {
    to_raw_value(&Value::String(body.get().to_owned())).unwrap_or_else(|_| body.to_owned())
}
