//! The answering of a batch's lines.

use std::io;
use std::panic::AssertUnwindSafe;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::StreamExt;
use futures_util::future::BoxFuture;
use futures_util::stream::FuturesUnordered;
use tokio::fs::File;
use tokio::io::BufReader;

use super::driver::{Driver, Interrupt};
use super::results::{BUFFER, Done, Results};
use crate::fault::LineFaults;
use crate::lines::Lines;
use crate::responder::{Answer, Request, Responder};
use crate::stop::raised;

/// How long lines in flight may continue after the batch was cancelled.
const CANCEL_GRACE: Duration = Duration::from_secs(600);

/// The lines in flight.
type Running = FuturesUnordered<BoxFuture<'static, Answered>>;

/// A line that the responder has answered.
struct Answered {
    line: u64,
    custom_id: String,
    answer: Answer,
}

impl Answered {
    async fn write(mut self, results: &mut Results<'_>, faults: &LineFaults<'_>) -> io::Result<()> {
        let treatment = faults.treat(self.line, &mut self.answer);
        results.answer(self.line, &self.custom_id, &self.answer, treatment).await
    }
}

impl Driver {
    /// Answers the lines that have no result yet and writes the results. Returns what interrupted
    /// it, if anything did.
    pub(super) async fn run(&mut self) -> io::Result<Option<Interrupt>> {
        let directory = self.app.store.work_dir(&self.id);
        let Some(entry) = self.entry() else {
            return Ok(None);
        };
        let done = self.resume(&directory).await?;
        let mut input = open(&directory).await?;
        let app = Arc::clone(&self.app);
        let ledger = match &app.book {
            Some(book) => Some(book.pages(&self.id).await?),
            None => None,
        };
        let mut results = Results::new(&directory, &entry.progress, ledger);
        let interrupt = self.answer_all(&mut input, &done, &mut results, &entry.faults()).await?;
        results.flush().await?;
        Ok(interrupt)
    }

    /// When processing began.
    fn begun(&self) -> Duration {
        let entry = self.entry();
        let second = entry.and_then(|entry| entry.record.batch.in_progress_at);
        Duration::from_secs(second.unwrap_or_default())
    }

    /// Reads which lines have results and starts counting from there.
    async fn resume(&self, directory: &Path) -> io::Result<Done> {
        let mut done = Done::read(directory).await?;
        if let Some(entry) = self.entry() {
            let counts = entry.record.batch.request_counts.unwrap_or_default();
            done.tally.counts.total = counts.total;
            entry.progress.begin(done.tally);
        }
        Ok(done)
    }

    async fn answer_all(
        &mut self,
        input: &mut Lines<BufReader<File>>,
        done: &Done,
        results: &mut Results<'_>,
        faults: &LineFaults<'_>,
    ) -> io::Result<Option<Interrupt>> {
        let mut running = Running::new();
        let clock = self.app.clock.clone();
        let pause = self.app.settings.timing.line + faults.delay();
        let mut pace = Pace::new(self.begun(), pause, faults.stall_after());
        let mut upcoming = next_request(input, done).await?;
        loop {
            while let Some(Some(answered)) = running.next().now_or_never() {
                answered.write(results, faults).await?;
            }
            if upcoming.is_none() && running.is_empty() {
                return Ok(None);
            }
            let slots = Arc::clone(&self.app.slots);
            let start = async {
                clock.sleep_until(pace.next).await;
                slots.acquire_owned().await
            };
            tokio::select! {
                biased;
                interrupt = self.interrupt() => {
                    return self.wind_up(interrupt, running, results, faults).await;
                }
                slot = start, if upcoming.is_some() => {
                    let Some((line, request)) = upcoming.take() else {
                        continue;
                    };
                    upcoming = next_request(input, done).await?;
                    let responder = self.app.responder.clone();
                    running.push(Box::pin(async move {
                        let custom_id = request.custom_id().to_owned();
                        let answer = guarded(responder, request).await;
                        drop(slot);
                        Answered { line, custom_id, answer }
                    }));
                    pace.started(clock.now());
                }
                Some(answered) = running.next() => answered.write(results, faults).await?,
                () = results.due() => {}
            }
            results.flush_when_due().await?;
        }
    }

    /// Ends early: at once, except that a cancelled batch lets lines in flight finish.
    async fn wind_up(
        &mut self,
        interrupt: Interrupt,
        mut running: Running,
        results: &mut Results<'_>,
        faults: &LineFaults<'_>,
    ) -> io::Result<Option<Interrupt>> {
        if interrupt != Interrupt::Cancel {
            return Ok(Some(interrupt));
        }
        let clock = self.app.clock.clone();
        let grace = clock.sleep(CANCEL_GRACE);
        tokio::pin!(grace);
        loop {
            tokio::select! {
                biased;
                () = raised(&mut self.stop) => return Ok(Some(Interrupt::Stop)),
                next = running.next() => match next {
                    Some(answered) => answered.write(results, faults).await?,
                    None => return Ok(Some(interrupt)),
                },
                () = &mut grace => return Ok(Some(interrupt)),
            }
        }
    }

    /// Writes an error line for each request without a result.
    pub(super) async fn close(&self, code: &str, message: &str) -> io::Result<()> {
        let directory = self.app.store.work_dir(&self.id);
        if !tokio::fs::try_exists(directory.join("input.jsonl")).await? {
            return Ok(());
        }
        let Some(entry) = self.entry().filter(|e| e.record.batch.in_progress_at.is_some()) else {
            return Ok(());
        };
        let done = self.resume(&directory).await?;
        let mut input = open(&directory).await?;
        let mut results = Results::new(&directory, &entry.progress, None);
        let reason = Answer::lost(code, message);
        while let Some((_, request)) = next_request(&mut input, &done).await? {
            results.not_run(request.custom_id(), &reason).await?;
        }
        results.flush().await
    }
}

/// When the next line may start.
struct Pace {
    next: Duration,
    pause: Duration,
    /// Lines that may still start, if that is limited.
    left: Option<u64>,
}

impl Pace {
    fn new(now: Duration, pause: Duration, left: Option<u64>) -> Self {
        let mut pace = Self { next: Duration::MAX, pause, left };
        pace.allow(now);
        pace
    }

    fn started(&mut self, now: Duration) {
        self.left = self.left.map(|left| left.saturating_sub(1));
        self.allow(now);
    }

    fn allow(&mut self, now: Duration) {
        self.next = match self.left {
            Some(0) => Duration::MAX,
            _ => now.saturating_add(self.pause),
        };
    }
}

async fn open(directory: &Path) -> io::Result<Lines<BufReader<File>>> {
    let file = File::open(directory.join("input.jsonl")).await?;
    Ok(Lines::new(BufReader::with_capacity(BUFFER, file)))
}

/// The next line without a result.
async fn next_request(
    input: &mut Lines<BufReader<File>>,
    done: &Done,
) -> io::Result<Option<(u64, Request)>> {
    while let Some((number, line)) = input.next().await? {
        if let Some(request) = Request::parse(line)
            && !done.contains(request.custom_id())
        {
            return Ok(Some((number, request)));
        }
    }
    Ok(None)
}

/// The responder's answer, or an error if it panics.
async fn guarded(responder: Responder, request: Request) -> Answer {
    let answer = AssertUnwindSafe(async move { responder.answer(request).await });
    answer
        .catch_unwind()
        .await
        .unwrap_or_else(|_| Answer::error(500, None, "The responder panicked."))
}
