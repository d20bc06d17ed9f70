//! Stopping and cancelling a run.

use tokio::sync::watch;

/// Stops or cancels a run from elsewhere, such as a signal handler. Clones act on the same run.
#[derive(Clone, Debug)]
pub struct Control(watch::Sender<Wish>);

/// What is wanted of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Wish {
    /// Continue.
    Run,
    /// Send nothing more, cancel batches in flight, keep what is done.
    Cancel,
    /// Send nothing more, and leave batches in flight alone.
    Stop,
}

impl Control {
    pub(crate) fn new() -> Self {
        Self(watch::Sender::new(Wish::Run))
    }

    /// Stops the run: nothing new is sent, and [`execute`](crate::Run::execute) returns
    /// [`RunError::Stopped`](crate::RunError::Stopped) once the journal is up to date. Batches in
    /// flight continue on the server; executing the same run again resumes it.
    pub fn stop(&self) {
        self.wish(Wish::Stop);
    }

    /// Cancels the run: nothing new is sent, batches in flight are cancelled, and the requests that
    /// they answered (and charged) until then go into the result file.
    pub fn cancel(&self) {
        self.wish(Wish::Cancel);
    }

    fn wish(&self, wish: Wish) {
        self.0.send_if_modified(|now| {
            let higher = wish > *now;
            *now = wish.max(*now);
            higher
        });
    }

    pub(crate) fn now(&self) -> Wish {
        *self.0.borrow()
    }

    /// Waits until at least `wish` is wanted.
    pub(crate) async fn wanted(&self, wish: Wish) {
        let mut seen = self.0.subscribe();
        // The sender lives as long as `self`.
        let _ = seen.wait_for(|now| *now >= wish).await;
    }

    /// Waits until the run is to be cancelled. A run that is to stop cancels nothing.
    pub(crate) async fn cancelled(&self) {
        let mut seen = self.0.subscribe();
        let _ = seen.wait_for(|now| *now == Wish::Cancel).await;
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    #[test]
    fn a_stop_cancels_nothing() {
        let control = Control::new();
        control.stop();
        assert!(control.wanted(Wish::Stop).now_or_never().is_some());
        assert!(control.cancelled().now_or_never().is_none());
    }

    #[test]
    fn a_cancel_is_noticed() {
        let control = Control::new();
        assert!(control.cancelled().now_or_never().is_none());
        control.cancel();
        assert!(control.cancelled().now_or_never().is_some());
    }
}
