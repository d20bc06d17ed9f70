//! Ending a run early.

use tokio::sync::watch;

/// Stops or cancels a run from elsewhere, such as a signal handler. Clones act on the same run.
#[derive(Clone, Debug)]
pub struct Control(watch::Sender<Wishes>);

/// What was asked for so far. The two are independent: a run that is to stop cancels nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Wishes {
    pub(crate) stop: bool,
    pub(crate) cancel: bool,
}

impl Control {
    pub(crate) fn new() -> Self {
        Self(watch::Sender::new(Wishes::default()))
    }

    /// Stops the run: nothing new is sent, and [`execute`](super::Run::execute) returns
    /// [`RunError::Stopped`](super::RunError::Stopped) within a second. Batches in flight continue
    /// on the server, and executing the same run again resumes it.
    pub fn stop(&self) {
        self.0.send_modify(|wishes| wishes.stop = true);
    }

    /// Cancels the run: nothing new is sent, batches in flight are cancelled, and what they have
    /// answered (and cost) until then goes into the result file.
    pub fn cancel(&self) {
        self.0.send_modify(|wishes| wishes.cancel = true);
    }

    /// Waits until the run is to stop.
    pub(crate) async fn stopped(&self) {
        let mut seen = self.0.subscribe();
        // The sender lives as long as `self`.
        let _ = seen.wait_for(|wishes| wishes.stop).await;
    }

    /// Waits until more is asked for than `known`.
    pub(crate) async fn more_than(&self, known: Wishes) -> Wishes {
        let mut seen = self.0.subscribe();
        // The sender lives as long as `self`.
        let now = seen.wait_for(|now| *now != known).await;
        now.map_or(known, |now| *now)
    }
}
