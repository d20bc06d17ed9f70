//! Results of spawned tasks.

use std::io;

use tokio::task::JoinError;

/// The result of a task. A panic in the task resumes in the caller. A task that never ran because
/// the runtime is shutting down is an I/O error.
pub(crate) fn finished<T>(joined: Result<T, JoinError>) -> io::Result<T> {
    joined.map_err(|error| match error.try_into_panic() {
        Ok(panic) => std::panic::resume_unwind(panic),
        Err(cancelled) => io::Error::other(cancelled),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    #[should_panic = "a bug"]
    async fn a_panic_resumes_in_the_caller() {
        let _ = finished(tokio::spawn(async { panic!("a bug") }).await);
    }

    #[tokio::test]
    async fn a_task_that_never_ran_is_an_error() {
        let task = tokio::spawn(std::future::pending::<()>());
        task.abort();
        finished(task.await).unwrap_err();
    }
}
