//! Ctrl-C and SIGTERM.

use std::process;

use crate::exit::Exit;

/// Runs `first` on the first interrupt and ends the process on the second.
pub(crate) fn on_interrupt(first: impl FnOnce() + Send + 'static) {
    let mut interrupts = Interrupts::listen();
    tokio::spawn(async move {
        interrupts.next().await;
        first();
        interrupts.next().await;
        process::exit(i32::from(Exit::Interrupted.code()));
    });
}

/// The interrupts that arrive from now on. Where the system offers none, none ever arrives.
#[cfg(unix)]
pub(crate) struct Interrupts([Option<tokio::signal::unix::Signal>; 2]);

#[cfg(unix)]
impl Interrupts {
    pub(crate) fn listen() -> Self {
        use tokio::signal::unix::{SignalKind, signal};
        Self([SignalKind::interrupt(), SignalKind::terminate()].map(|kind| signal(kind).ok()))
    }

    pub(crate) async fn next(&mut self) {
        async fn next(signal: &mut Option<tokio::signal::unix::Signal>) {
            if let Some(signal) = signal
                && signal.recv().await.is_some()
            {
                return;
            }
            std::future::pending().await
        }
        let [interrupt, terminate] = &mut self.0;
        tokio::select! {
            () = next(interrupt) => {}
            () = next(terminate) => {}
        }
    }
}

/// The interrupts that arrive from now on. Where the system offers none, none ever arrives.
#[cfg(not(unix))]
pub(crate) struct Interrupts;

#[cfg(not(unix))]
impl Interrupts {
    pub(crate) fn listen() -> Self {
        Self
    }

    pub(crate) async fn next(&mut self) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending().await
        }
    }
}
