//! Waiting for a flag, such as the one that stops the server.

use tokio::sync::watch;

/// Returns once the flag is raised.
pub(crate) async fn raised(flag: &mut watch::Receiver<bool>) {
    // Without a sender there is no server left, which ends the wait as well.
    let _ = flag.wait_for(|up| *up).await;
}
