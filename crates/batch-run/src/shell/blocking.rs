//! Work that blocks, on threads meant for it.

use std::panic::resume_unwind;

/// Runs work on a thread that may block. A panic in it continues here.
pub(crate) async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(error) => match error.try_into_panic() {
            Ok(panic) => resume_unwind(panic),
            // The runtime is shutting down, and this task will not be polled again.
            Err(_) => std::future::pending().await,
        },
    }
}
