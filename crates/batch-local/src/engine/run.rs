//! Answering the lines of a batch.

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

use super::results::{BUFFER, Done, Results};
use super::{Driver, Interrupt};
use crate::app::raised;
use crate::lines::Lines;
use crate::responder::{Answer, Request};

/// How long lines that are being answered may go on after the batch was cancelled.
const CANCEL_GRACE: Duration = Duration::from_secs(600);

/// The lines that are with the responder.
type Running = FuturesUnordered<BoxFuture<'static, (String, Answer)>>;

impl Driver {
    /// Answers the lines that have no result yet. Returns what interrupted it, if anything did;
    /// all results there are have been written then.
    pub(super) async fn run(&mut self) -> io::Result<Option<Interrupt>> {
        let directory = self.app.store.work_dir(&self.id);
        let Some(entry) = self.entry() else {
            return Ok(None);
        };
        let done = self.resume(&directory).await?;
        let mut input = open(&directory).await?;
        let mut results = Results::new(&directory, &entry.progress);
        let interrupt = self.answer_all(&mut input, &done, &mut results).await?;
        results.flush().await?;
        Ok(interrupt)
    }

    /// Reads what has been done, and counts from there.
    async fn resume(&self, directory: &Path) -> io::Result<Done> {
        let mut done = Done::read(directory).await?;
        if let Some(entry) = self.entry() {
            done.tally.counts.total = entry.record.batch.request_counts.total;
            entry.progress.begin(done.tally);
        }
        Ok(done)
    }

    async fn answer_all(
        &mut self,
        input: &mut Lines<BufReader<File>>,
        done: &Done,
        results: &mut Results<'_>,
    ) -> io::Result<Option<Interrupt>> {
        let mut running = Running::new();
        let mut more = true;
        let pace = self.app.settings.timing.line;
        let clock = self.app.clock.clone();
        let mut next_line = clock.now().saturating_add(pace);
        loop {
            while let Some(Some((custom_id, answer))) = running.next().now_or_never() {
                results.answer(&custom_id, &answer).await?;
            }
            if !more && running.is_empty() {
                return Ok(None);
            }
            let slots = Arc::clone(&self.app.slots);
            let start = async {
                clock.sleep_until(next_line).await;
                slots.acquire_owned().await
            };
            tokio::select! {
                biased;
                interrupt = self.interrupt() => {
                    return self.wind_up(interrupt, running, results).await;
                }
                slot = start, if more => {
                    let Some(request) = next_request(input, done).await? else {
                        more = false;
                        continue;
                    };
                    let responder = self.app.responder.clone();
                    running.push(Box::pin(async move {
                        let custom_id = request.custom_id().to_owned();
                        let answer = guarded(responder, request).await;
                        drop(slot);
                        (custom_id, answer)
                    }));
                    next_line = clock.now().saturating_add(pace);
                }
                Some((custom_id, answer)) = running.next() => {
                    results.answer(&custom_id, &answer).await?;
                }
                () = results.due() => {}
            }
            results.flush_when_due().await?;
        }
    }

    /// Ends early: at once, except that a cancelled batch lets running lines finish.
    async fn wind_up(
        &mut self,
        interrupt: Interrupt,
        mut running: Running,
        results: &mut Results<'_>,
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
                    Some((custom_id, answer)) => results.answer(&custom_id, &answer).await?,
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
        let Some(entry) = self
            .entry()
            .filter(|e| e.record.batch.in_progress_at.is_some())
        else {
            return Ok(());
        };
        let done = self.resume(&directory).await?;
        let mut input = open(&directory).await?;
        let mut results = Results::new(&directory, &entry.progress);
        let answer = Answer::lost(code, message);
        while let Some(request) = next_request(&mut input, &done).await? {
            results.answer(request.custom_id(), &answer).await?;
        }
        results.flush().await
    }
}

async fn open(directory: &Path) -> io::Result<Lines<BufReader<File>>> {
    let file = File::open(directory.join("input.jsonl")).await?;
    Ok(Lines::new(BufReader::with_capacity(BUFFER, file)))
}

/// The next request without a result.
async fn next_request(
    input: &mut Lines<BufReader<File>>,
    done: &Done,
) -> io::Result<Option<Request>> {
    while let Some((_, line)) = input.next().await? {
        if let Some(request) = Request::parse(line)
            && !done.contains(request.custom_id())
        {
            return Ok(Some(request));
        }
    }
    Ok(None)
}

/// The responder's answer, whatever happens in it.
async fn guarded(responder: crate::Responder, request: Request) -> Answer {
    let answer = AssertUnwindSafe(async move { responder.answer(request).await });
    answer.catch_unwind().await.unwrap_or_else(|_| {
        Answer::error(
            500,
            None,
            "The function that answers this server's lines panicked.",
        )
    })
}
