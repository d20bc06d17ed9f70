//! What a person sees of a run while it goes on.

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::Duration;

use batch_run::RunEvent;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::output::{bytes, duration, is_quiet, number};

const STYLE: &str = "{spinner} [{elapsed_precise}] {bar:32} {human_pos}/{human_len} {wide_msg}";

/// A bar on a terminal; lines for what matters elsewhere.
pub(crate) struct Progress {
    bar: ProgressBar,
    verbose: bool,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// Requests of shards whose results are on disk.
    collected: u64,
    /// Requests answered so far, by shard under way.
    answered: HashMap<String, u64>,
}

impl Progress {
    pub(crate) fn new(verbose: bool) -> Self {
        let target =
            if is_quiet() { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
        let bar = ProgressBar::with_draw_target(Some(0), target);
        if let Ok(style) = ProgressStyle::with_template(STYLE) {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(200));
        Self { bar, verbose, state: Mutex::default() }
    }

    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }

    /// A line that stays, above the bar where there is one.
    pub(crate) fn line(&self, text: impl AsRef<str>) {
        if self.bar.is_hidden() {
            crate::output::note(text);
        } else {
            self.bar.suspend(|| crate::output::note(text));
        }
    }

    fn detail(&self, text: impl AsRef<str>) {
        // Off a terminal there is no bar, so the steps are all there is to see.
        if self.verbose || self.bar.is_hidden() {
            self.line(text);
        } else {
            self.bar.set_message(text.as_ref().to_owned());
        }
    }

    pub(crate) fn show(&self, event: &RunEvent) {
        match event {
            RunEvent::Planned { requests, shards, refused, tokens } => {
                self.bar.set_length(*requests);
                self.detail(format!(
                    "{} requests, about {} tokens, in {shards} batch{}",
                    number(*requests),
                    number(*tokens),
                    if *shards == 1 { "" } else { "es" },
                ));
                if *refused > 0 {
                    self.line(format!(
                        "{} lines have a problem and are not sent",
                        number(*refused)
                    ));
                }
            }
            RunEvent::EndedBefore => {
                self.line("this run has ended before; --force runs it again");
            }
            RunEvent::Resumed { requests, done, in_flight } => {
                self.bar.set_length(*requests);
                self.with(|state| state.collected = *done);
                self.line(format!(
                    "going on where it stopped: {} of {} requests are done, {in_flight} batches under way",
                    number(*done),
                    number(*requests),
                ));
            }
            RunEvent::Uploading { shard, sent, total } => {
                self.bar.set_message(format!("{shard}: {} of {} up", bytes(*sent), bytes(*total)));
            }
            RunEvent::Uploaded { shard, file_id } => {
                self.detail(format!("{shard}: uploaded as {file_id}"))
            }
            RunEvent::Created { shard, batch_id } => {
                self.detail(format!("{shard}: created {batch_id}"))
            }
            RunEvent::Progress { shard, status, answered, .. } => {
                self.with(|state| {
                    state.answered.insert(shard.clone(), *answered);
                });
                self.bar.set_message(format!("{shard} {status}"));
            }
            RunEvent::Held { shard, code, delay } => self.line(format!(
                "{shard}: the server takes no more for now ({code}); trying again within {}",
                duration(*delay)
            )),
            RunEvent::Trouble { action, error, delay } => {
                self.line(format!(
                    "cannot {action} ({error}); trying again in {}",
                    duration(*delay)
                ));
            }
            RunEvent::Ended { shard, batch_id, status, reasons } => {
                let text = format!("{shard}: {batch_id} is {status}");
                if status == "completed" {
                    self.detail(text);
                } else {
                    self.line(text);
                }
                for reason in reasons {
                    self.line(format!("  {reason}"));
                }
            }
            RunEvent::Collected { shard, requests } => {
                self.with(|state| {
                    state.answered.remove(shard);
                    state.collected += requests;
                });
                self.detail(format!("{shard}: results fetched"));
            }
            RunEvent::Round { number: round, requests } => {
                let length = self.bar.length().unwrap_or(0);
                self.with(|state| state.collected = length.saturating_sub(*requests));
                self.line(format!(
                    "round {round}: {} requests failed for reasons that may pass; sending them again",
                    number(*requests)
                ));
            }
            RunEvent::Merging { requests } => {
                self.detail(format!("writing {} results", number(*requests)))
            }
            _ => {}
        }
    }

    fn with(&self, change: impl FnOnce(&mut State)) {
        let mut state = self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        change(&mut state);
        let position = state.collected + state.answered.values().sum::<u64>();
        self.bar.set_position(position);
    }
}
