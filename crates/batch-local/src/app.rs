//! The state that the parts of a running server share.

use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;

use crate::clock::Clock;
use crate::fault::{FaultPlan, Faults};
use crate::ledger::Book;
use crate::limits::{ServerLimits, Timing};
use crate::operation::Operation;
use crate::rate::Rate;
use crate::responder::Responder;
use crate::store::Store;

/// Settings that are fixed at the start.
pub(crate) struct Settings {
    pub(crate) limits: ServerLimits,
    pub(crate) timing: Timing,
    pub(crate) api_key: Option<String>,
    pub(crate) models: Option<Vec<String>>,
    pub(crate) windows: Vec<(String, u64)>,
    pub(crate) concurrency: usize,
}

/// A running server.
pub(crate) struct App {
    pub(crate) settings: Settings,
    pub(crate) store: Store,
    pub(crate) clock: Clock,
    pub(crate) responder: Responder,
    /// Lines that the responder may hold at once, over all batches.
    pub(crate) slots: Arc<Semaphore>,
    /// Batches that may be validated at once: each holds the hashes of its ids meanwhile.
    pub(crate) validators: Semaphore,
    /// True once the server stops.
    pub(crate) stopping: watch::Sender<bool>,
    pub(crate) faults: Faults,
    /// What was answered and paid, if faults are enabled.
    pub(crate) book: Option<Book>,
    /// Requests received, by operation.
    pub(crate) calls: [AtomicU64; Operation::ALL.len()],
    pub(crate) batch_rate: Rate,
    pub(crate) upload_rate: Rate,
    tasks: Mutex<JoinSet<()>>,
}

/// Batches that are validated at once.
const VALIDATORS: usize = 4;

impl App {
    pub(crate) fn new(
        settings: Settings,
        store: Store,
        clock: Clock,
        responder: Responder,
        faults: FaultPlan,
        book: Option<Book>,
    ) -> Self {
        Self {
            slots: Arc::new(Semaphore::new(settings.concurrency)),
            validators: Semaphore::new(VALIDATORS),
            stopping: watch::Sender::new(false),
            tasks: Mutex::default(),
            faults: Faults::new(faults, clock.now()),
            book,
            calls: Default::default(),
            batch_rate: Rate::new(settings.limits.batches_per_hour, 3_600),
            upload_rate: Rate::new(settings.limits.uploads_per_minute, 60),
            settings,
            store,
            clock,
            responder,
        }
    }

    /// The current second on the server's clock.
    pub(crate) fn now(&self) -> u64 {
        self.clock.unix_seconds()
    }

    fn tasks(&self) -> std::sync::MutexGuard<'_, JoinSet<()>> {
        self.tasks.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs a task until it ends or the server stops.
    pub(crate) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        let mut tasks = self.tasks();
        while tasks.try_join_next().is_some() {}
        if !*self.stopping.borrow() {
            tasks.spawn(task);
        }
    }

    /// Asks everything to end at the next safe point.
    pub(crate) fn stop(&self) {
        self.stopping.send_replace(true);
    }

    /// Waits until no task is left.
    pub(crate) async fn stopped(&self) {
        let mut tasks = std::mem::take(&mut *self.tasks());
        while tasks.join_next().await.is_some() {}
    }

    /// Ends everything now.
    pub(crate) fn abort(&self) {
        self.stop();
        self.tasks().abort_all();
    }
}
