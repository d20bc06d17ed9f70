//! The modelled server: files, batches, and a ledger of what was answered.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::core::{Counts, Phase, Refusal, Snapshot, Time};

use super::quirks::{Counting, Full, Quirks};
use super::rng::Rng;

/// A request's position in the input of the run.
pub(super) type RequestId = usize;

/// The outcome of a request in a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Answer {
    /// Answered, and paid.
    Success,
    Transient,
    StatusZero,
    Permanent,
    /// The batch ended earlier, and a result line says so.
    NotRun,
    /// There is no result line.
    Missing,
}

/// A line of a result file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Line {
    Result(RequestId, Answer),
    /// A result line that cannot be read.
    Unreadable,
    /// A result for a request that was never sent.
    Stranger,
}

#[derive(Clone, Debug)]
pub(super) struct InputFile {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) requests: Vec<RequestId>,
    pub(super) listed_at: Time,
    usable_at: Time,
    pub(super) deleted: bool,
}

#[derive(Clone, Debug)]
pub(super) struct Batch {
    pub(super) id: String,
    pub(super) key: String,
    pub(super) file: String,
    pub(super) requests: Vec<RequestId>,
    pub(super) listed_at: Time,
    /// The list shows it later than the run's `list_lag` allows for.
    pub(super) lags: bool,
    /// Why the validation will fail, if it will.
    pub(super) refusal: Option<Refusal>,
    valid_at: Time,
    ends_at: Time,
    expires: bool,
    fails_midway: bool,
    planned: Vec<(Time, Answer)>,
    pub(super) cancel_at: Option<Time>,
    cancelled_at: Time,
    ended: Option<End>,
    pub(super) unpollable: bool,
}

#[derive(Clone, Debug)]
struct End {
    at: Time,
    phase: Phase,
    answers: Vec<Answer>,
    output: Vec<Line>,
    error: Vec<Line>,
    /// From when on the output and the error file can be fetched; never if `None`.
    there: [Option<Time>; 2],
}

/// Why the server refused a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum No {
    NotFound,
    FileNotFound,
    QueueFull,
    AlreadyFinal,
}

pub(super) struct Server {
    pub(super) quirks: Quirks,
    pub(super) files: Vec<InputFile>,
    pub(super) batches: Vec<Batch>,
    list_lag: Duration,
    rng: Rng,
}

impl Server {
    pub(super) fn new(quirks: Quirks, list_lag: Duration, seed: u64) -> Self {
        Self { quirks, files: Vec::new(), batches: Vec::new(), list_lag, rng: Rng::new(seed) }
    }

    /// Ends the batches that are due.
    pub(super) fn advance(&mut self, now: Time) {
        let Self { quirks, batches, rng, .. } = self;
        for batch in batches {
            let ending = batch.ending();
            if batch.ended.is_none()
                && let Some((at, phase)) = ending.filter(|(at, _)| *at <= now)
            {
                batch.ended = Some(batch.end(at, phase, quirks, rng));
            }
        }
    }

    pub(super) fn upload(&mut self, name: &str, requests: &[RequestId], now: Time) -> String {
        let id = format!("file-{}", self.files.len());
        let lag = if self.quirks.file_list_lags { self.rng.millis(0, 20_000) } else { ZERO };
        let wait = if self.quirks.slow_files { self.rng.millis(0, 8_000) } else { ZERO };
        self.files.push(InputFile {
            id: id.clone(),
            name: name.to_owned(),
            requests: requests.to_vec(),
            listed_at: now.plus(lag),
            usable_at: now.plus(wait),
            deleted: false,
        });
        id
    }

    pub(super) fn find_file(&self, name: &str, now: Time) -> Option<String> {
        let listed = |file: &&InputFile| !file.deleted && file.listed_at <= now;
        self.files.iter().filter(listed).find(|file| file.name == name).map(|file| file.id.clone())
    }

    pub(super) fn delete(&mut self, id: &str) -> Result<(), No> {
        let file = self.files.iter_mut().find(|file| file.id == id && !file.deleted);
        file.map(|file| file.deleted = true).ok_or(No::NotFound)
    }

    pub(super) fn create(&mut self, file: &str, key: &str, now: Time) -> Result<Snapshot, No> {
        if self.quirks.honours_idempotency_key
            && let Some(known) = self.batches.iter().find(|batch| batch.key == key)
        {
            return Ok(self.snapshot(known, now));
        }
        let input = self.files.iter().find(|known| known.id == file && !known.deleted);
        let input = input.ok_or(No::FileNotFound)?.clone();
        let usable = input.usable_at <= now;
        if !usable && !self.quirks.validates_files_late {
            return Err(No::FileNotFound);
        }
        let open = self.batches.iter().filter(|batch| batch.ended.is_none()).count();
        if matches!(self.quirks.full, Full::AtCreate(capacity) if open >= capacity) {
            return Err(No::QueueFull);
        }
        let full = matches!(self.quirks.full, Full::AtValidation(capacity) if open >= capacity);
        let refusal = self.refusal(usable, full, input.requests.len());
        let batch = self.draw_batch(input, key, refusal, now);
        let snapshot = self.snapshot(&batch, now);
        self.batches.push(batch);
        Ok(snapshot)
    }

    fn refusal(&mut self, usable: bool, full: bool, requests: usize) -> Option<Refusal> {
        let code = |code: &str| code.to_owned();
        if !usable {
            let message = "no such file".into();
            return Some(Refusal::FileNotFound { code: code("invalid_request"), message });
        }
        if full {
            return Some(Refusal::QueueFull { code: code("token_limit_exceeded") });
        }
        if self.rng.chance(self.quirks.refused_whole) {
            let message = "the model does not exist".into();
            return Some(Refusal::Whole { code: code("model_not_found"), message });
        }
        self.rng.chance(self.quirks.refused_lines).then(|| {
            let line = self.rng.between(1, requests as u64);
            Refusal::Lines(BTreeMap::from([(line, (code("invalid_url"), String::new()))]))
        })
    }

    fn draw_batch(
        &mut self,
        input: InputFile,
        key: &str,
        refusal: Option<Refusal>,
        now: Time,
    ) -> Batch {
        let Self { quirks, rng, .. } = self;
        let lag = self.list_lag.as_millis() as u64;
        // What happens after a timeout takes up to half of the lag, see `world`.
        let lag = if quirks.long_lag && rng.chance(500) {
            rng.below(lag * 2 + 60_000)
        } else {
            rng.between(0, lag / 2)
        };
        let valid_at = now.plus(rng.millis(500, 30_000));
        let longest = if quirks.slow_batches { 3_000_000 } else { 600_000 };
        let lasts = rng.between(1_000, longest);
        let mut planned = || {
            let at = valid_at.plus(rng.millis(1, lasts));
            let mut share = rng.below(1_000);
            let kinds = [
                (quirks.transient, Answer::Transient),
                (quirks.status_zero, Answer::StatusZero),
                (quirks.permanent, Answer::Permanent),
                (quirks.missing_lines, Answer::Missing),
            ];
            for (permille, answer) in kinds {
                if share < permille {
                    return (at, answer);
                }
                share -= permille;
            }
            (at, Answer::Success)
        };
        let planned: Vec<_> = input.requests.iter().map(|_| planned()).collect();
        let expires = rng.chance(quirks.expire);
        let fails_midway = rng.chance(quirks.fail_midway);
        let share = if expires || fails_midway { rng.between(0, 100) } else { 100 };
        Batch {
            id: format!("batch-{}", self.batches.len()),
            key: key.to_owned(),
            file: input.id,
            requests: input.requests,
            listed_at: now.plus(Duration::from_millis(lag)),
            lags: Duration::from_millis(lag) > self.list_lag / 2,
            refusal,
            valid_at,
            ends_at: valid_at.plus(Duration::from_millis(lasts * share / 100)),
            expires,
            fails_midway,
            planned,
            cancel_at: None,
            cancelled_at: Time::default(),
            ended: None,
            unpollable: rng.chance(quirks.unpollable),
        }
    }

    pub(super) fn batch(&self, id: &str) -> Option<&Batch> {
        self.batches.get(number(id)?)
    }

    pub(super) fn poll(&self, id: &str, now: Time) -> Result<Snapshot, No> {
        self.batch(id).map(|batch| self.snapshot(batch, now)).ok_or(No::NotFound)
    }

    pub(super) fn cancel(&mut self, id: &str, now: Time) -> Result<Snapshot, No> {
        let wait = self.rng.millis(100, 120_000);
        let finished_too = self.quirks.cancels_finished;
        let batch = number(id).and_then(|at| self.batches.get_mut(at)).ok_or(No::NotFound)?;
        match &mut batch.ended {
            Some(end) if end.phase == Phase::Completed && finished_too => {
                end.phase = Phase::Cancelled;
            }
            Some(_) => return Err(No::AlreadyFinal),
            None if batch.cancel_at.is_some() => {}
            None => {
                batch.cancel_at = Some(now);
                batch.cancelled_at = now.plus(wait);
            }
        }
        let batch = batch.clone();
        Ok(self.snapshot(&batch, now))
    }

    /// The batches that the list shows, the oldest first. `is_ours` judges by key, which is `None`
    /// where the list has no metadata, and by input file.
    pub(super) fn list(
        &self,
        now: Time,
        is_ours: impl Fn(Option<&str>, &str) -> bool,
    ) -> Vec<Snapshot> {
        let has_metadata = !self.quirks.no_metadata;
        self.batches
            .iter()
            .filter(|batch| batch.listed_at <= now)
            .filter(|batch| is_ours(Some(&*batch.key).filter(|_| has_metadata), &batch.file))
            .map(|batch| self.snapshot(batch, now))
            .collect()
    }

    /// The content of a result file.
    pub(super) fn content(&self, file: &str, now: Time) -> Result<Vec<Line>, No> {
        let (batch, role) = file.rsplit_once('.').ok_or(No::NotFound)?;
        let end = self.batch(batch).and_then(|batch| batch.ended.as_ref()).ok_or(No::NotFound)?;
        let (lines, there) = match role {
            "output" => (&end.output, end.there[0]),
            _ => (&end.error, end.there[1]),
        };
        there.filter(|at| *at <= now).map(|_| lines.clone()).ok_or(No::NotFound)
    }

    fn snapshot(&self, batch: &Batch, now: Time) -> Snapshot {
        let quirks = &self.quirks;
        let (phase, status) = batch.status(now);
        let total = batch.requests.len() as u64;
        let mut snapshot = Snapshot {
            id: batch.id.clone(),
            status: status.into(),
            phase,
            output: None,
            error: None,
            counts: None,
            refusal: None,
            retry_after: None,
        };
        let names = |snapshot: &mut Snapshot, output: bool, error: bool| {
            snapshot.output = output.then(|| format!("{}.output", batch.id));
            snapshot.error = error.then(|| format!("{}.error", batch.id));
        };
        let Some(end) = &batch.ended else {
            names(&mut snapshot, quirks.names_always, quirks.names_always);
            let completed = batch.planned.iter().filter(|(at, _)| *at <= now).count() as u64;
            let counts = Counts { total, completed, failed: 0 };
            snapshot.counts = (quirks.counting != Counting::Null).then_some(counts);
            return snapshot;
        };
        snapshot.refusal = batch.refusal.clone();
        if batch.refusal.is_some() {
            snapshot.counts = (quirks.counting != Counting::Null)
                .then_some(Counts { total, ..Counts::default() });
            return snapshot;
        }
        // A reason without any counts or files means that no request was run.
        let tells = quirks.counting != Counting::Null || quirks.nameless.is_some();
        if phase == Phase::Failed && tells && quirks.gives_reasons {
            let (code, message) = ("server_error".into(), "the batch could not go on".into());
            snapshot.refusal = Some(Refusal::Whole { code, message });
        }
        let named = quirks.nameless.is_some_and(|wait| end.at.plus(wait) <= now);
        if named {
            let always = quirks.names_always;
            names(&mut snapshot, always || !end.output.is_empty(), always || !end.error.is_empty());
        }
        let growing = !named && quirks.grows && quirks.nameless.is_some();
        snapshot.counts = if growing {
            Some(Counts { total, ..Counts::default() })
        } else {
            end.counts(quirks, now)
        };
        snapshot
    }

    /// Whether a batch has answered a request successfully so far.
    pub(super) fn has_answered(batch: &Batch, request: RequestId) -> bool {
        batch.answer(request) == Some(Answer::Success)
    }
}

/// The number in an id, which is the batch's place in the ledger.
fn number(id: &str) -> Option<usize> {
    id.rsplit_once('-')?.1.parse().ok()
}

const ZERO: Duration = Duration::ZERO;

impl Batch {
    /// When and how it will end, as far as that is decided.
    fn ending(&self) -> Option<(Time, Phase)> {
        let by_itself = if self.refusal.is_some() {
            (self.valid_at, Phase::Failed)
        } else if self.fails_midway {
            (self.ends_at, Phase::Failed)
        } else if self.expires {
            (self.ends_at, Phase::Expired)
        } else {
            (self.ends_at, Phase::Completed)
        };
        match self.cancel_at {
            Some(_) if self.cancelled_at < by_itself.0 => {
                Some((self.cancelled_at, Phase::Cancelled))
            }
            _ => Some(by_itself),
        }
    }

    fn end(&self, at: Time, phase: Phase, quirks: &Quirks, rng: &mut Rng) -> End {
        let until = match (phase, self.cancel_at) {
            (Phase::Cancelled, Some(cancel)) => cancel,
            _ => at,
        };
        let mut answer = |&(done, answer): &(Time, Answer)| match phase {
            Phase::Completed => answer,
            Phase::Failed if self.refusal.is_some() => Answer::NotRun,
            _ if done <= until && self.valid_at <= until => answer,
            _ if rng.chance(quirks.missing_lines) => Answer::Missing,
            _ => Answer::NotRun,
        };
        let answers: Vec<_> = self.planned.iter().map(&mut answer).collect();
        let (mut output, mut error) = (Vec::new(), Vec::new());
        for (&request, &answer) in self.requests.iter().zip(&answers) {
            let file = match answer {
                Answer::Missing => continue,
                Answer::Success => &mut output,
                _ => &mut error,
            };
            let line = Line::Result(request, answer);
            file.push(if rng.chance(quirks.unreadable_lines) { Line::Unreadable } else { line });
            if rng.chance(quirks.repeated_lines) {
                file.push(line);
            }
            if rng.chance(quirks.strangers) {
                file.push(Line::Stranger);
            }
        }
        let mut there = || {
            if !rng.chance(quirks.missing_files) {
                Some(at)
            } else if rng.chance(quirks.missing_for_ever) {
                None
            } else {
                Some(at.plus(rng.millis(1_000, 600_000)))
            }
        };
        let there = [there(), there()];
        End { at, phase, answers, output, error, there }
    }

    fn status(&self, now: Time) -> (Phase, &'static str) {
        match &self.ended {
            Some(end) => match end.phase {
                Phase::Failed => (Phase::Failed, "failed"),
                Phase::Expired => (Phase::Expired, "expired"),
                Phase::Cancelled => (Phase::Cancelled, "cancelled"),
                Phase::Completed | Phase::Open => (Phase::Completed, "completed"),
            },
            None if self.cancel_at.is_some() => (Phase::Open, "cancelling"),
            None if now < self.valid_at => (Phase::Open, "validating"),
            None => (Phase::Open, "in_progress"),
        }
    }

    pub(super) fn is_final(&self) -> bool {
        self.ended.is_some()
    }

    /// The outcome of a request; `None` while the batch is open.
    pub(super) fn answer(&self, request: RequestId) -> Option<Answer> {
        let at = self.requests.iter().position(|other| *other == request)?;
        self.ended.as_ref().map(|end| end.answers[at])
    }

    /// The lines of its result files.
    pub(super) fn lines(&self) -> impl Iterator<Item = &Line> {
        self.ended.iter().flat_map(|end| end.output.iter().chain(&end.error))
    }
}

impl End {
    fn counts(&self, quirks: &Quirks, now: Time) -> Option<Counts> {
        let total = self.answers.len() as u64;
        let succeeded = |answer: &&Answer| **answer == Answer::Success;
        let completed = self.answers.iter().filter(succeeded).count() as u64;
        let missing =
            self.answers.iter().filter(|answer| **answer == Answer::Missing).count() as u64;
        let failed = total - completed - missing;
        let honest = Counts { total, completed, failed };
        match quirks.counting {
            Counting::Honest => Some(honest),
            Counting::Null => None,
            Counting::NullAtFirst => {
                (self.at.plus(Duration::from_secs(30)) <= now).then_some(honest)
            }
            Counting::FailedAsCompleted => {
                Some(Counts { total, completed: completed + failed, failed: 0 })
            }
            Counting::All => Some(Counts { total, completed: total, failed: 0 }),
            Counting::Zero if self.phase == Phase::Completed => {
                Some(Counts { total, ..Counts::default() })
            }
            Counting::OneShort if completed > 1 => {
                Some(Counts { completed: completed - 1, ..honest })
            }
            Counting::Zero | Counting::OneShort => Some(honest),
        }
    }
}
