//! Blocking work on the runtime's threads for it.

use std::io;
use std::panic::resume_unwind;

use tokio::task::spawn_blocking;

/// Runs `work` on a thread that may block. A panic in `work` resumes in the caller.
pub(super) async fn blocking<T, F>(work: F) -> io::Result<T>
where
    T: Send + 'static,
    F: FnOnce() -> io::Result<T> + Send + 'static,
{
    match spawn_blocking(work).await {
        Ok(result) => result,
        Err(error) => match error.try_into_panic() {
            Ok(panic) => resume_unwind(panic),
            // The runtime is shutting down.
            Err(cancelled) => Err(io::Error::other(cancelled)),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    #[should_panic(expected = "on its thread")]
    async fn a_panic_resumes_in_the_caller() {
        let _ = blocking(|| -> io::Result<()> { panic!("on its thread") }).await;
    }
}
