//! Work that blocks, on threads meant for it.

use std::panic::resume_unwind;

use tokio::task::{JoinError, JoinHandle, spawn_blocking};

/// Runs work on a thread that may block. A panic in it continues here.
pub(crate) async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    finished(spawn_blocking(work)).await
}

/// What a task has come to. A panic in it continues here.
pub(super) async fn finished<T>(task: JoinHandle<T>) -> T {
    match task.await.map_err(resume_panic) {
        Ok(done) => done,
        // The runtime is shutting down, and this task will not be polled again.
        Err(()) => std::future::pending().await,
    }
}

/// Continues a task's panic, unless it was given up.
pub(super) fn resume_panic(error: JoinError) {
    if let Ok(panic) = error.try_into_panic() {
        resume_unwind(panic);
    }
}
