//! A retry loop around any function that returns an [`Error`].

use std::future::Future;

use batch_client::Effect;

use super::attempts::Attempts;
use super::event::Seen;
use crate::error::Error;

/// Runs `attempt` until it succeeds or `attempts` ends, and returns its last result.
///
/// `attempt` receives its number, counted from 1. Its errors are judged as those of an operation with
/// the effect `effect`; an error that does not stem from a request ends the call. An attempt that is
/// in progress at the deadline is not interrupted.
///
/// # Errors
///
/// The error of the last attempt.
///
/// ```no_run
/// use batch_ext::batch_client::Operation;
/// use batch_ext::{Error, retry::{Effect, WithRetry, retry}};
///
/// # async fn example(client: batch_client::Client) -> Result<(), Error> {
/// let once = client.clone().without_retry();
/// let batch = retry(client.attempts(Operation::RetrieveBatch.id()), Effect::Safe, |_attempt| async {
///     Ok(once.retrieve_batch().batch_id("batch_1").send().await?.into_inner())
/// }).await?;
/// # Ok(())
/// # }
/// ```
pub async fn retry<T, F, Fut>(
    mut attempts: Attempts,
    effect: Effect,
    mut attempt: F,
) -> Result<T, Error>
where
    F: FnMut(u32) -> Fut,
    Fut: Future<Output = Result<T, Error>>,
{
    loop {
        let number = attempts.begin();
        match attempt(number).await {
            Ok(value) => {
                attempts.success(Seen::default());
                return Ok(value);
            }
            Err(error) => attempts.next(effect, error).await?,
        }
    }
}
