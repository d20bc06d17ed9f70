//! What the parts of a running server share.

use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;

use crate::clock::Clock;
use crate::fault::{FaultPlan, Faults};
use crate::limits::{Limits, Timing};
use crate::operation::Operation;
use crate::rate::Rate;
use crate::responder::Responder;
use crate::store::Store;

/// What was decided before the start.
pub(crate) struct Settings {
    pub(crate) limits: Limits,
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
    /// Lines that may be with the responder at once, over all batches.
    pub(crate) slots: Arc<Semaphore>,
    /// Batches that may be validated at once: each holds the hashes of its ids meanwhile.
    pub(crate) validators: Semaphore,
    /// True once the server stops.
    pub(crate) stopping: watch::Sender<bool>,
    pub(crate) faults: Faults,
    /// Requests received, by operation.
    pub(crate) calls: [AtomicU64; Operation::COUNT],
    pub(crate) batch_rate: Rate,
    pub(crate) upload_rate: Rate,
    batches: Mutex<JoinSet<()>>,
}

/// Returns once the flag is up.
pub(crate) async fn raised(flag: &mut watch::Receiver<bool>) {
    // Without a sender there is no server left, which is an end as well.
    let _ = flag.wait_for(|up| *up).await;
}

/// Batches validated at once.
const VALIDATORS: usize = 4;

impl App {
    pub(crate) fn new(
        settings: Settings,
        store: Store,
        clock: Clock,
        responder: Responder,
        faults: FaultPlan,
    ) -> Self {
        Self {
            slots: Arc::new(Semaphore::new(settings.concurrency)),
            validators: Semaphore::new(VALIDATORS),
            stopping: watch::Sender::new(false),
            batches: Mutex::default(),
            faults: Faults::new(faults),
            calls: Default::default(),
            batch_rate: Rate::new(settings.limits.batches_per_hour, 3_600),
            upload_rate: Rate::new(settings.limits.uploads_per_minute, 60),
            settings,
            store,
            clock,
            responder,
        }
    }

    /// The second it is on the server's clock.
    pub(crate) fn now(&self) -> u64 {
        self.clock.unix_seconds()
    }

    fn tasks(&self) -> std::sync::MutexGuard<'_, JoinSet<()>> {
        self.batches.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets a batch run.
    pub(crate) fn drive(self: &Arc<Self>, batch_id: String) {
        let mut tasks = self.tasks();
        while tasks.try_join_next().is_some() {}
        if !*self.stopping.borrow() {
            tasks.spawn(crate::engine::drive(Arc::clone(self), batch_id));
        }
    }

    /// Asks everything to end at the next good place.
    pub(crate) fn stop(&self) {
        self.stopping.send_replace(true);
    }

    /// Waits until no batch runs.
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
