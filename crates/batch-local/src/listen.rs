//! Connections.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::response::{IntoResponse, Response};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::{JoinError, JoinSet};
use tower::ServiceExt;

use crate::error::ApiError;
use crate::reset::Reset;
use crate::stop::raised;

/// The reason a connection ends without a response.
#[derive(Debug, thiserror::Error)]
#[error("the connection ends without a response")]
struct Aborted;

/// Serves until told to stop, then lets requests in flight finish.
pub(crate) async fn serve(listener: TcpListener, router: Router, mut stop: watch::Receiver<bool>) {
    let for_each = stop.clone();
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            () = raised(&mut stop) => break,
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    connections.spawn(connection(stream, router.clone(), for_each.clone()));
                }
                // Most likely out of descriptors: other connections must close first.
                Err(_) => tokio::time::sleep(std::time::Duration::from_millis(10)).await,
            },
            Some(_) = connections.join_next(), if !connections.is_empty() => {}
        }
    }
    drop(listener);
    while connections.join_next().await.is_some() {}
}

async fn connection(stream: TcpStream, router: Router, mut stop: watch::Receiver<bool>) {
    // Responses are small and awaited: they must leave at once.
    let _ = stream.set_nodelay(true);
    let router = Arc::new(router);
    let service = service_fn(move |request: http::Request<hyper::body::Incoming>| {
        let router = Router::clone(&router);
        Box::pin(async move {
            // In its own task: a client that disconnects must not stop an operation half-way.
            let handled = tokio::spawn(router.oneshot(request.map(Body::new)));
            let response = match handled.await {
                Ok(Ok(response)) => response,
                Ok(Err(never)) => match never {},
                Err(error) => failed(&error)?,
            };
            if response.extensions().get::<Reset>().is_some() {
                return Err(Aborted);
            }
            Ok(response)
        })
    });
    let mut connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .serve_connection(TokioIo::new(stream), service);
    let mut stopping = false;
    let ended = loop {
        let served = std::future::poll_fn(|context| connection.poll_without_shutdown(context));
        tokio::select! {
            ended = served => break ended,
            () = raised(&mut stop), if !stopping => {
                stopping = true;
                std::pin::Pin::new(&mut connection).graceful_shutdown();
            }
        }
    };
    let stream = connection.into_parts().io.into_inner();
    if ended.is_err() {
        // The kernel then closes the connection with a reset.
        let _ = stream.set_zero_linger();
    }
}

/// The response to a request whose handler did not return.
fn failed(error: &JoinError) -> Result<Response, Aborted> {
    if error.is_panic() {
        // A bug of ours, which the client should be able to tell from a bad network.
        return Ok(ApiError::internal(error).into_response());
    }
    // The runtime shuts down.
    Err(Aborted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_panic_of_a_handler_is_an_internal_error() {
        let error = tokio::spawn(async { panic!("a bug") }).await.unwrap_err();
        assert_eq!(failed(&error).unwrap().status(), 500);
        let task = tokio::spawn(std::future::pending::<()>());
        task.abort();
        failed(&task.await.unwrap_err()).unwrap_err();
    }
}
