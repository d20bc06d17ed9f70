//! Faults before a request is processed.

use std::time::Duration;

use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use futures_util::StreamExt;
use http::header;
use tokio::sync::watch;

use super::effect::FaultEffect;
use super::replies::{page, reset, respond};
use crate::stop::raised;

/// Applies what happens before a request is processed. Returns a response if the request is not
/// to be processed at all.
pub(crate) async fn before(
    effects: &[FaultEffect],
    request: &mut Request,
    stop: &watch::Sender<bool>,
) -> Option<Response> {
    for effect in effects {
        let response = match effect {
            FaultEffect::IgnoreRange => {
                request.headers_mut().remove(header::RANGE);
                continue;
            }
            FaultEffect::Delay { ms } => {
                delay(*ms, stop).await;
                continue;
            }
            FaultEffect::ResetBefore => return Some(reset()),
            FaultEffect::Status(status) if !status.after => respond(status),
            FaultEffect::Html { status, after: false } => page(*status),
            _ => continue,
        };
        drain(std::mem::take(request.body_mut())).await;
        return Some(response);
    }
    None
}

/// Waits in real time, or until the server stops.
pub(super) async fn delay(ms: u64, stop: &watch::Sender<bool>) {
    let mut stop = stop.subscribe();
    let _ = tokio::time::timeout(Duration::from_millis(ms), raised(&mut stop)).await;
}

/// Receives the rest of a body. A client that is still sending would not see the response.
pub(crate) async fn drain(body: Body) {
    let mut rest = body.into_data_stream();
    while let Some(Ok(_)) = rest.next().await {}
}
