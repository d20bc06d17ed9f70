//! The progress of a run: a bar on a terminal, lines elsewhere.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use batch_run::{RunEvent, ShardName};

use crate::bar::Bar;
use crate::human::{bytes, count, duration, number};
use crate::printer::Printer;

pub(crate) struct Progress {
    printer: Printer,
    bar: Bar,
    answered: Mutex<Answered>,
}

/// Counts of answered requests, from which the bar's position follows.
#[derive(Default)]
struct Answered {
    /// Requests of shards that are settled.
    collected: u64,
    /// The server's counts for the other shards.
    in_flight: HashMap<ShardName, u64>,
    total: u64,
}

impl Progress {
    pub(crate) fn new(printer: Printer) -> Self {
        Self { printer, bar: Bar::requests(printer), answered: Mutex::default() }
    }

    pub(crate) fn finish(&self) {
        self.bar.finish();
    }

    /// Prints a line, above the bar if there is one.
    pub(crate) fn line(&self, text: impl AsRef<str>) {
        if self.bar.is_hidden() {
            self.printer.note(text);
        } else {
            self.bar.suspend(|| self.printer.note(text));
        }
    }

    /// Shows a step: in the bar, unless there is none or the printer is verbose.
    fn step(&self, text: impl AsRef<str>) {
        if self.printer.is_verbose() || self.bar.is_hidden() {
            self.line(text);
        } else {
            self.bar.set_message(text.as_ref());
        }
    }

    pub(crate) fn show(&self, event: &RunEvent) {
        match event {
            RunEvent::Planned { requests, shards, refused, tokens } => {
                self.update(|answered| answered.total = *requests);
                self.step(format!(
                    "{}, about {}, in {}",
                    count(*requests, "request"),
                    count(*tokens, "token"),
                    count(*shards as u64, "batch"),
                ));
                if *refused > 0 {
                    self.line(format!("skipping {}", count(*refused, "invalid line")));
                }
            }
            RunEvent::EndedBefore => {
                self.line("this run has already finished; use --force to start over");
            }
            RunEvent::Resumed { requests, done, in_flight } => {
                self.update(|answered| {
                    answered.total = *requests;
                    answered.collected = *done;
                });
                self.line(format!(
                    "resuming: {} of {} done, {} in flight",
                    number(*done),
                    count(*requests, "request"),
                    count(*in_flight as u64, "batch"),
                ));
            }
            RunEvent::Uploading { shard, sent, total } => {
                let text = format!("{shard}: uploaded {} of {}", bytes(*sent), bytes(*total));
                self.bar.set_message(&text);
            }
            RunEvent::Uploaded { shard, file_id } => {
                self.step(format!("{shard}: uploaded as {file_id}"));
            }
            RunEvent::Created { shard, batch_id, found: false } => {
                self.step(format!("{shard}: created {batch_id}"));
            }
            RunEvent::Created { shard, batch_id, .. } => {
                self.step(format!("{shard}: found {batch_id}, which an earlier call created"));
            }
            RunEvent::Polled { shard, status, answered, .. } => {
                let count = *answered;
                self.update(|answered| {
                    answered.in_flight.insert(*shard, count);
                });
                self.bar.set_message(&format!("{shard}: {status}"));
            }
            RunEvent::Held { shard, code, delay } => self.line(format!(
                "{shard}: the server's queue is full ({code}); retrying within {}",
                duration(*delay)
            )),
            RunEvent::Retrying { shard, action, error, delay, .. } => {
                let shard = shard.map_or_else(String::new, |shard| format!("{shard}: "));
                let delay = duration(*delay);
                self.line(format!("{shard}cannot {action}: {error}; retrying in {delay}"));
            }
            RunEvent::Duplicate { shard, batch_id, status } => self.line(format!(
                "{shard}: {batch_id} is a second batch of the same requests; it is {status}"
            )),
            RunEvent::Ended { shard, batch_id, status, reasons } => {
                let text = format!("{shard}: {batch_id} is {status}");
                if status == "completed" {
                    self.step(text);
                } else {
                    self.line(text);
                }
                for reason in reasons {
                    self.line(format!("  {reason}"));
                }
            }
            RunEvent::Settled { shard, requests, unknown, reason, .. } => {
                self.update(|answered| {
                    answered.in_flight.remove(shard);
                    answered.collected += requests;
                });
                match (reason, unknown) {
                    (Some(reason), _) => self.line(format!("{shard}: {reason}")),
                    (None, 0) => self.step(format!("{shard}: results are complete")),
                    (None, unknown) => self.line(format!(
                        "{shard}: the outcome of {} is unknown",
                        count(*unknown, "request")
                    )),
                }
            }
            RunEvent::Round { number, requests } => {
                self.update(|answered| {
                    answered.collected = answered.total.saturating_sub(*requests);
                });
                self.line(format!(
                    "round {number}: resubmitting {} after transient errors",
                    count(*requests, "request")
                ));
            }
            RunEvent::Merging { requests } => {
                self.step(format!("writing {}", count(*requests, "result")));
            }
            _ => {}
        }
    }

    fn update(&self, change: impl FnOnce(&mut Answered)) {
        let mut answered = self.answered.lock().unwrap_or_else(PoisonError::into_inner);
        change(&mut answered);
        let position = answered.collected + answered.in_flight.values().sum::<u64>();
        self.bar.set_length(answered.total);
        self.bar.set_position(position);
    }
}
