//! The result lines of a batch, written as answers arrive and read again after a restart.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::Path;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use tokio::fs::{File, OpenOptions};
use tokio::io::{AsyncSeekExt, AsyncWriteExt, BufReader, BufWriter};
use tokio::time::Instant;

use super::usage::{usage_in, usage_of};
use crate::fault::Treatment;
use crate::ids;
use crate::ledger::Pages;
use crate::lines::Lines;
use crate::progress::{Progress, Tally};
use crate::responder::Answer;

/// Bytes buffered per open file. Many batches have two or three each.
pub(super) const BUFFER: usize = 32 * 1024;

/// Results held back so that lines are written in another order than they arrived.
const SHUFFLED: usize = 8;

/// How long results may wait in memory. A crash costs at most these: they are answered again.
const DELAY: Duration = Duration::from_millis(500);

#[derive(Serialize)]
struct Line<'a> {
    id: &'a str,
    custom_id: &'a str,
    response: Option<Response<'a>>,
    error: Option<Problem<'a>>,
}

#[derive(Serialize)]
struct Response<'a> {
    status_code: u16,
    request_id: &'a str,
    body: &'a RawValue,
}

#[derive(Serialize)]
struct Problem<'a> {
    code: &'a str,
    message: &'a str,
}

/// The file that a line belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Output,
    Errors,
}

impl Kind {
    fn of(answer: &Answer) -> Self {
        if answer.is_success() { Self::Output } else { Self::Errors }
    }
}

/// The text of a result line, including the line feed.
fn line(custom_id: &str, answer: &Answer) -> io::Result<Vec<u8>> {
    let id = ids::new("batch_req_");
    let request_id = ids::new("req_");
    let (response, error) = match answer {
        Answer::Response { status, body } => {
            let request_id = if *status == 0 { "" } else { &request_id };
            let response = Response { status_code: *status, request_id, body };
            (Some(response), None)
        }
        Answer::Lost { code, message } => (None, Some(Problem { code, message })),
    };
    let mut text = serde_json::to_vec(&Line { id: &id, custom_id, response, error })?;
    // A line feed inside a raw body can only be white space between its tokens.
    for byte in &mut text {
        if matches!(byte, b'\n' | b'\r') {
            *byte = b' ';
        }
    }
    text.push(b'\n');
    Ok(text)
}

/// The two result files of one batch.
pub(super) struct Results<'a> {
    output: Option<BufWriter<File>>,
    errors: Option<BufWriter<File>>,
    directory: &'a Path,
    held: Vec<(Kind, Vec<u8>)>,
    turn: usize,
    /// When results that wait in memory must be written.
    due: Option<Instant>,
    progress: &'a Progress,
    /// Records the answers for the ledger, if faults are enabled.
    ledger: Option<Pages<'a>>,
}

impl<'a> Results<'a> {
    pub(super) fn new(
        directory: &'a Path,
        progress: &'a Progress,
        ledger: Option<Pages<'a>>,
    ) -> Self {
        Self {
            output: None,
            errors: None,
            directory,
            held: Vec::with_capacity(SHUFFLED),
            turn: 0,
            due: None,
            progress,
            ledger,
        }
    }

    /// Adds the answer to the request on a line and counts it.
    pub(super) async fn answer(
        &mut self,
        number: u64,
        custom_id: &str,
        answer: &Answer,
        treatment: Treatment,
    ) -> io::Result<()> {
        if answer.is_success() {
            self.progress.completed(&usage_of(answer));
        } else {
            self.progress.failed();
        }
        if let Some(ledger) = &mut self.ledger {
            ledger.note(number, custom_id, answer.is_success()).await?;
        }
        if treatment.with_unknown {
            let text = line(&format!("unknown-{number}"), answer)?;
            self.hold(Kind::of(answer), text).await?;
        }
        if treatment.left_out {
            return Ok(());
        }
        let mut text = line(custom_id, answer)?;
        if treatment.garbled {
            text.truncate(text.len() / 2);
            text.push(b'\n');
        }
        let kind = Kind::of(answer);
        if treatment.twice {
            self.hold(kind, text.clone()).await?;
        }
        self.hold(kind, text).await
    }

    /// Adds a line for a request that did not run. It is not counted: it neither completed nor
    /// failed.
    pub(super) async fn not_run(&mut self, custom_id: &str, reason: &Answer) -> io::Result<()> {
        self.hold(Kind::Errors, line(custom_id, reason)?).await
    }

    /// Holds a line back and writes another.
    async fn hold(&mut self, kind: Kind, text: Vec<u8>) -> io::Result<()> {
        self.due.get_or_insert_with(|| Instant::now() + DELAY);
        if self.held.len() < SHUFFLED {
            self.held.push((kind, text));
            return Ok(());
        }
        // The stride has no common factor with the length, so that every place has its turn.
        self.turn = (self.turn + 3) % SHUFFLED;
        let (kind, text) = std::mem::replace(&mut self.held[self.turn], (kind, text));
        self.write(kind, &text).await
    }

    async fn write(&mut self, kind: Kind, text: &[u8]) -> io::Result<()> {
        let (file, name) = match kind {
            Kind::Output => (&mut self.output, OUTPUT),
            Kind::Errors => (&mut self.errors, ERRORS),
        };
        let file = match file {
            Some(file) => file,
            None => {
                let opened = OpenOptions::new()
                    .append(true)
                    .create(true)
                    .open(self.directory.join(name))
                    .await?;
                file.insert(BufWriter::with_capacity(BUFFER, opened))
            }
        };
        if let Some(ledger) = &mut self.ledger
            && file.buffer().len() + text.len() > BUFFER
        {
            // This write reaches the disk: the ledger must be there first.
            ledger.flush().await?;
        }
        file.write_all(text).await
    }

    /// Returns when waiting results must be written.
    pub(super) async fn due(&self) {
        match self.due {
            Some(due) => tokio::time::sleep_until(due).await,
            None => std::future::pending().await,
        }
    }

    /// Flushes if waiting results must be written.
    pub(super) async fn flush_when_due(&mut self) -> io::Result<()> {
        match self.due {
            Some(due) if due <= Instant::now() => self.flush().await,
            _ => Ok(()),
        }
    }

    /// Hands everything to the operating system.
    pub(super) async fn flush(&mut self) -> io::Result<()> {
        if self.due.take().is_none() {
            return Ok(());
        }
        if let Some(ledger) = &mut self.ledger {
            ledger.flush().await?;
        }
        while let Some((kind, text)) = self.held.pop() {
            self.write(kind, &text).await?;
        }
        for file in [&mut self.output, &mut self.errors].into_iter().flatten() {
            file.flush().await?;
        }
        Ok(())
    }
}

/// The file of the requests that succeeded.
pub(super) const OUTPUT: &str = "output.jsonl";
/// The file of all other requests.
pub(super) const ERRORS: &str = "errors.jsonl";

/// Error codes of requests that did not run because their batch ended.
const NOT_RUN: [&str; 2] = [EXPIRED, CANCELLED];
pub(super) const EXPIRED: &str = "batch_expired";
pub(super) const CANCELLED: &str = "batch_cancelled";

/// The lines of a batch that have a result.
#[derive(Default)]
pub(super) struct Done {
    ids: HashSet<u64>,
    pub(super) tally: Tally,
}

impl Done {
    /// Reads what an earlier run left in `directory`. A line that a crash cut is removed: its request
    /// runs again.
    pub(super) async fn read(directory: &Path) -> io::Result<Self> {
        let mut done = Self::default();
        for name in [OUTPUT, ERRORS] {
            let path = directory.join(name);
            if !tokio::fs::try_exists(&path).await? {
                continue;
            }
            remove_torn_line(&path).await?;
            let file = File::open(&path).await?;
            let mut lines = Lines::new(BufReader::with_capacity(BUFFER, file));
            while let Some((_, line)) = lines.next().await? {
                done.note(line, name == OUTPUT);
            }
        }
        Ok(done)
    }

    fn note(&mut self, line: &[u8], success: bool) {
        #[derive(Deserialize)]
        struct Known {
            custom_id: String,
            response: Option<Answered>,
            error: Option<Coded>,
        }
        #[derive(Deserialize)]
        struct Coded {
            code: String,
        }
        #[derive(Deserialize)]
        struct Answered {
            body: Box<RawValue>,
        }
        let Ok(line) = serde_json::from_slice::<Known>(line) else {
            return;
        };
        self.ids.insert(key(&line.custom_id));
        if line.error.is_some_and(|error| NOT_RUN.contains(&error.code.as_str())) {
            return;
        }
        if success {
            self.tally.counts.completed += 1;
            if let Some(response) = line.response {
                self.tally.usage.add(&usage_in(&response.body));
            }
        } else {
            self.tally.counts.failed += 1;
        }
    }

    pub(super) fn contains(&self, custom_id: &str) -> bool {
        !self.ids.is_empty() && self.ids.contains(&key(custom_id))
    }
}

fn key(custom_id: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    custom_id.hash(&mut hasher);
    hasher.finish()
}

async fn remove_torn_line(path: &Path) -> io::Result<()> {
    use tokio::io::AsyncReadExt;
    let mut file = OpenOptions::new().read(true).write(true).open(path).await?;
    let mut end = file.metadata().await?.len();
    let mut chunk = vec![0; BUFFER];
    while end > 0 {
        let start = end.saturating_sub(chunk.len() as u64);
        let part = &mut chunk[..usize::try_from(end - start).unwrap_or(BUFFER)];
        file.seek(io::SeekFrom::Start(start)).await?;
        file.read_exact(part).await?;
        if let Some(at) = part.iter().rposition(|byte| *byte == b'\n') {
            end = start + at as u64 + 1;
            break;
        }
        end = start;
    }
    file.set_len(end).await
}
