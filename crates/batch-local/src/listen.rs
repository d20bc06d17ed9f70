//! Connections.

use std::sync::Arc;

use crate::app::raised;
use axum::Router;
use axum::body::Body;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tower::ServiceExt;

/// An answer that carries this is not sent: its connection is reset instead.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reset;

/// Why a connection ends without an answer.
#[derive(Debug, thiserror::Error)]
#[error("the connection ends without an answer")]
struct Aborted;

/// Serves until told to stop, then lets requests under way finish.
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
                // Out of descriptors, most likely: others must close first.
                Err(_) => tokio::time::sleep(std::time::Duration::from_millis(10)).await,
            },
            Some(_) = connections.join_next(), if !connections.is_empty() => {}
        }
    }
    drop(listener);
    while connections.join_next().await.is_some() {}
}

async fn connection(stream: TcpStream, router: Router, mut stop: watch::Receiver<bool>) {
    // Answers are small and awaited: sending them at once is what matters.
    let _ = stream.set_nodelay(true);
    let router = Arc::new(router);
    let service = service_fn(move |request: http::Request<hyper::body::Incoming>| {
        let router = Router::clone(&router);
        Box::pin(async move {
            // In a task of its own: a client that goes away must not stop an operation half-way.
            let handled = tokio::spawn(router.oneshot(request.map(Body::new)));
            let response = match handled.await {
                Ok(Ok(response)) => response,
                Ok(Err(never)) => match never {},
                // It panicked, by a mistake of ours, or the runtime is shutting down.
                Err(_) => return Err(Aborted),
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
        // Lets the kernel answer with a reset instead of an orderly end.
        let _ = stream.set_zero_linger();
    }
}
