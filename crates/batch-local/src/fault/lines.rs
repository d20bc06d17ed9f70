//! Faults that stay with a batch.

use std::time::Duration;

use serde_json::Value;
use serde_json::value::{RawValue, to_raw_value};

use super::effect::FaultEffect;
use crate::model::BatchError;
use crate::random::fraction;
use crate::responder::Answer;

/// The effects of one batch.
pub(crate) struct LineFaults<'a> {
    effects: &'a [FaultEffect],
    seed: u64,
}

/// How a result line is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Treatment {
    pub(crate) left_out: bool,
    pub(crate) twice: bool,
    pub(crate) garbled: bool,
    /// Followed by a line that belongs to no request.
    pub(crate) with_unknown: bool,
}

impl<'a> LineFaults<'a> {
    pub(crate) fn new(effects: &'a [FaultEffect], seed: u64) -> Self {
        Self { effects, seed }
    }

    fn first<T>(&self, of: impl Fn(&FaultEffect) -> Option<T>) -> Option<T> {
        self.effects.iter().find_map(of)
    }

    /// What fails the batch in validation.
    pub(crate) fn failure(&self, input_file_id: &str) -> Option<BatchError> {
        self.first(|effect| match effect {
            FaultEffect::FileNotFound => Some(BatchError::input_not_found(input_file_id)),
            FaultEffect::TokenLimitExceeded => Some(BatchError::whole(
                "token_limit_exceeded",
                "Enqueued token limit reached. Try again when a running batch has ended.".into(),
            )),
            FaultEffect::FailBatch { code, message, param, line } => Some(BatchError {
                code: code.clone(),
                message: message.clone(),
                param: param.clone(),
                line: *line,
            }),
            _ => None,
        })
    }

    pub(crate) fn accepts_duplicates(&self) -> bool {
        self.effects.contains(&FaultEffect::AcceptDuplicates)
    }

    pub(crate) fn wrong_counts(&self) -> bool {
        self.effects.contains(&FaultEffect::WrongCounts)
    }

    pub(crate) fn empty_error_file(&self) -> bool {
        self.effects.contains(&FaultEffect::EmptyErrorFile)
    }

    /// List calls that do not show the batch.
    pub(crate) fn unlisted(&self) -> u64 {
        let lists = self.first(|effect| match effect {
            FaultEffect::Unlisted { lists } => Some(*lists),
            _ => None,
        });
        lists.unwrap_or_default()
    }

    /// Retrievals of the final batch that do not show the results.
    pub(crate) fn late_results(&self) -> u64 {
        let retrieves = self.first(|effect| match effect {
            FaultEffect::LateResults { retrieves } => Some(*retrieves),
            _ => None,
        });
        retrieves.unwrap_or_default()
    }

    /// Lines after which no more are started.
    pub(crate) fn stall_after(&self) -> Option<u64> {
        self.first(|effect| match effect {
            FaultEffect::StallAfter { lines } => Some(*lines),
            _ => None,
        })
    }

    /// The pause before each line.
    pub(crate) fn delay(&self) -> Duration {
        self.effects
            .iter()
            .map(|effect| match effect {
                FaultEffect::LineDelay { ms } => Duration::from_millis(*ms),
                _ => Duration::ZERO,
            })
            .sum()
    }

    /// Changes the answer to a line and decides how it is written.
    pub(crate) fn treat(&self, line: u64, answer: &mut Answer) -> Treatment {
        const MESSAGE: &str = "Injected by the fault plan.";
        let mut treatment = Treatment::default();
        for (at, effect) in self.effects.iter().enumerate() {
            let hit = |share: &f64| fraction(&[self.seed, at as u64, line]) < *share;
            match effect {
                FaultEffect::LineStatus { status: 0, share, .. } if hit(share) => {
                    *answer = Answer::no_response();
                }
                FaultEffect::LineStatus { status, code, share } if hit(share) => {
                    *answer = Answer::error(*status, code.as_deref(), MESSAGE);
                }
                FaultEffect::LineError { code, share } if hit(share) => {
                    *answer = Answer::lost(code.clone(), MESSAGE);
                }
                FaultEffect::MissingLines { share } => treatment.left_out |= hit(share),
                FaultEffect::RepeatedLines { share } => treatment.twice |= hit(share),
                FaultEffect::GarbledLines { share } => treatment.garbled |= hit(share),
                FaultEffect::UnknownLines { share } => treatment.with_unknown |= hit(share),
                FaultEffect::TextBodies { share } if hit(share) => {
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
