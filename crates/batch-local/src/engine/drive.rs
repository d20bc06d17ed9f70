//! The steps of a batch, one after the other.

use std::any::Any;
use std::io;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures_util::FutureExt;

use super::driver::{Driver, Interrupt, end_of};
use super::results::{CANCELLED, EXPIRED};
use crate::app::App;
use crate::model::Status;
use crate::stop::raised;

/// Takes a batch through its statuses in a task of its own, until it is final or the server stops.
pub(crate) fn start(app: &Arc<App>, id: String) {
    let Some(mut driver) = Driver::new(Arc::clone(app), id) else {
        return;
    };
    app.spawn(async move {
        // A bug in the engine must not leave a batch that never ends.
        let driven = AssertUnwindSafe(driver.drive()).catch_unwind().await;
        if let Err(panic) = driven {
            driver.give_up(&format!("internal error: {}", message(&*panic))).await;
        }
    });
}

/// What a panic said.
fn message(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("panic")
}

impl Driver {
    async fn drive(&mut self) {
        while let Some(status) = self.status() {
            if *self.stop.borrow() {
                return;
            }
            let step = match status {
                Status::Validating => self.validating().await,
                Status::InProgress => self.in_progress().await,
                Status::Finalizing => self.finalizing().await,
                Status::Cancelling => self.cancelling().await,
                Status::Failed | Status::Completed | Status::Expired | Status::Cancelled => return,
            };
            let recorded = match step {
                Ok(()) => self.app.store.save_batch(&self.id).await,
                Err(error) => Err(error),
            };
            if let Err(error) = recorded {
                self.give_up(&error.to_string()).await;
            }
        }
    }

    async fn in_progress(&mut self) -> io::Result<()> {
        match self.run().await? {
            None => self.pass(Status::InProgress, Status::Finalizing, |_| {}),
            Some(Interrupt::Stop | Interrupt::Cancel) => {}
            Some(Interrupt::Expire) => {
                self.close(EXPIRED, "The completion window ended before this request ran.").await?;
                self.publish(Status::InProgress, Status::Expired).await?;
            }
        }
        Ok(())
    }

    async fn finalizing(&mut self) -> io::Result<()> {
        let since = self.entry().and_then(|entry| entry.record.batch.finalizing_at);
        match self.stay(since, self.app.settings.timing.finalizing).await {
            // All lines have been answered: the end of the window comes too late to matter.
            None | Some(Interrupt::Expire) => {
                self.publish(Status::Finalizing, Status::Completed).await
            }
            Some(Interrupt::Cancel | Interrupt::Stop) => Ok(()),
        }
    }

    async fn cancelling(&mut self) -> io::Result<()> {
        let clock = self.app.clock.clone();
        let since = self.entry().and_then(|entry| entry.record.batch.cancelling_at);
        let end = end_of(since, self.app.settings.timing.cancelling);
        tokio::select! {
            biased;
            () = raised(&mut self.stop) => return Ok(()),
            () = clock.sleep_until(end) => {}
        }
        self.close(CANCELLED, "The batch was cancelled before this request ran.").await?;
        self.publish(Status::Cancelling, Status::Cancelled).await
    }
}
