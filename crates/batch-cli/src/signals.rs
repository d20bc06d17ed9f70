//! Ctrl-C once, and twice.

use std::process;

use crate::error::Exit;
use crate::output::note;

/// Runs `first` at the first Ctrl-C or SIGTERM, and ends the process at the second.
pub(crate) fn on_interrupt(first: impl FnOnce() + Send + 'static) {
    tokio::spawn(async move {
        interrupted().await;
        first();
        interrupted().await;
        process::exit(Exit::Interrupted as i32);
    });
}

/// Waits for Ctrl-C or SIGTERM.
pub(crate) async fn interrupted() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut term) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = term.recv() => {}
            }
            return;
        }
    }
    if tokio::signal::ctrl_c().await.is_err() {
        note("Ctrl-C cannot be noticed here");
        std::future::pending::<()>().await;
    }
}
