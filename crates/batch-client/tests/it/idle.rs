//! The idle timeout, with a clock that only the tests move.

use std::io::{Read, Write};
use std::sync::mpsc as blocking;
use std::time::Duration;

use batch_client::http::Method;
use batch_client::transport::IdleTimeout;
use batch_client::{Client, Config, ResponseValue, reqwest};
use futures_core::Stream;
use tokio::sync::mpsc;
use tokio::time::advance;

use crate::support::{BATCH, chain, read_head, respond, retrieve, serve};

const IDLE: Duration = Duration::from_secs(10);
const ALMOST_IDLE: Duration = Duration::from_secs(9);

fn client(url: String) -> Client {
    Config::new().base_url(url).idle_timeout(IDLE).build().unwrap()
}

fn is_idle_timeout(error: &(dyn std::error::Error + 'static)) -> bool {
    let mut timeouts = chain(error).filter_map(|cause| cause.downcast_ref::<IdleTimeout>());
    timeouts.any(|timeout| timeout.after() == IDLE)
}

async fn next<S: Stream + Unpin>(stream: &mut S) -> Option<S::Item> {
    std::future::poll_fn(|cx| std::pin::Pin::new(&mut *stream).poll_next(cx)).await
}

/// A server that sends a chunk for each signal, and ends the body if there are no more.
fn chunks_on_demand(signals: blocking::Receiver<()>) -> String {
    serve(move |mut socket| {
        read_head(&mut socket);
        let head = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
        socket.write_all(head.as_bytes()).unwrap();
        while signals.recv().is_ok() {
            if socket.write_all(b"1\r\nx\r\n").is_err() {
                return;
            }
        }
        let _ = socket.write_all(b"0\r\n\r\n");
    })
}

#[tokio::test(start_paused = true)]
async fn a_download_that_moves_may_take_any_time() {
    let (signal, signals) = blocking::channel();
    let client = client(chunks_on_demand(signals));
    let response = client.download_file().file_id("f").send().await.unwrap();
    let mut body = response.into_inner().into_inner();
    for _ in 0..5 {
        // The read is pending while the time passes.
        let read = tokio::spawn(async move { (next(&mut body).await, body) });
        tokio::task::yield_now().await;
        advance(ALMOST_IDLE).await;
        signal.send(()).unwrap();
        let (chunk, rest) = read.await.unwrap();
        assert_eq!(chunk.unwrap().unwrap().as_ref(), b"x");
        body = rest;
    }
    drop(signal);
    assert!(next(&mut body).await.is_none());
}

#[tokio::test(start_paused = true)]
async fn a_download_that_falls_silent_fails() {
    let (signal, signals) = blocking::channel();
    let client = client(chunks_on_demand(signals));
    let response = client.download_file().file_id("f").send().await.unwrap();
    let mut body = response.into_inner().into_inner();
    signal.send(()).unwrap();
    assert!(next(&mut body).await.unwrap().is_ok());
    let read = tokio::spawn(async move { next(&mut body).await });
    tokio::task::yield_now().await;
    advance(IDLE + Duration::from_millis(1)).await;
    let error = read.await.unwrap().unwrap().unwrap_err();
    assert!(is_idle_timeout(&error), "{error:?}");
    drop(signal);
}

#[tokio::test(start_paused = true)]
async fn time_between_reads_is_not_silence() {
    let (signal, signals) = blocking::channel();
    let client = client(chunks_on_demand(signals));
    let response = client.download_file().file_id("f").send().await.unwrap();
    let mut body = response.into_inner().into_inner();
    advance(10 * IDLE).await;
    signal.send(()).unwrap();
    assert!(next(&mut body).await.unwrap().is_ok());
    drop(signal);
}

/// Chunks of a request body, sent by the test.
struct Chunks(mpsc::UnboundedReceiver<&'static str>);

impl Stream for Chunks {
    type Item = Result<&'static str, std::io::Error>;
    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        cx: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        self.0.poll_recv(cx).map(|chunk| chunk.map(Ok))
    }
}

/// An upload whose chunks the test sends, and a server that reports each chunk it receives and
/// responds after three.
fn upload() -> (
    mpsc::UnboundedSender<&'static str>,
    mpsc::UnboundedReceiver<()>,
    tokio::task::JoinHandle<Result<reqwest::Response, batch_client::Error>>,
) {
    let (received, reports) = mpsc::unbounded_channel();
    let client = client(serve(move |mut socket| {
        read_head(&mut socket);
        for _ in 0..3 {
            let mut chunk = [0; 6];
            if socket.read_exact(&mut chunk).is_err() {
                return;
            }
            assert_eq!(&chunk, b"1\r\nx\r\n");
            let _ = received.send(());
        }
        let mut end = [0; 5];
        if socket.read_exact(&mut end).is_ok() {
            respond(socket, BATCH);
        }
    }));
    let (chunk, chunks) = mpsc::unbounded_channel();
    let body = reqwest::Body::wrap_stream(Chunks(chunks));
    let request = client.request(Method::POST, "/upload").body(body).build().unwrap();
    let call = tokio::spawn(async move { client.execute("upload", request).await });
    (chunk, reports, call)
}

#[tokio::test(start_paused = true)]
async fn an_upload_that_moves_may_take_any_time() {
    let (chunk, mut reports, call) = upload();
    for _ in 0..3 {
        tokio::task::yield_now().await;
        advance(ALMOST_IDLE).await;
        chunk.send("x").unwrap();
        reports.recv().await.unwrap();
    }
    drop(chunk);
    let response = call.await.unwrap().unwrap();
    ResponseValue::<batch_client::types::Batch>::from_success(response).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn an_upload_that_falls_silent_fails() {
    let (chunk, mut reports, call) = upload();
    chunk.send("x").unwrap();
    reports.recv().await.unwrap();
    advance(IDLE + Duration::from_millis(1)).await;
    let error = call.await.unwrap().unwrap_err();
    assert!(is_idle_timeout(&error), "{error:?}");
}

#[tokio::test(start_paused = true)]
async fn a_silent_server_fails_a_call_before_and_within_the_response() {
    for bytes in ["", "HTTP/1.1 200 OK\r\ncontent-length: 31\r\n\r\n{"] {
        let (received, mut reports) = mpsc::unbounded_channel();
        let (end, ended) = blocking::channel::<()>();
        let client = client(serve(move |mut socket| {
            read_head(&mut socket);
            socket.write_all(bytes.as_bytes()).unwrap();
            received.send(()).unwrap();
            // Keeps the connection open until the test ends.
            let _ = ended.recv();
        }));
        let call = tokio::spawn(async move { retrieve(&client).await });
        reports.recv().await.unwrap();
        // Until the part of the response that was sent has arrived, the timeout may restart once.
        while !call.is_finished() {
            advance(IDLE).await;
            tokio::task::yield_now().await;
        }
        let error = call.await.unwrap().unwrap_err();
        assert!(is_idle_timeout(&error), "{error:?}");
        drop(end);
    }
}

#[tokio::test(start_paused = true)]
async fn without_an_idle_timeout_a_call_waits() {
    let (send, sent) = blocking::channel::<()>();
    let url = serve(move |mut socket| {
        read_head(&mut socket);
        let _ = sent.recv();
        respond(socket, BATCH);
    });
    let client = Config::new().base_url(url).idle_timeout(None).build().unwrap();
    let call = tokio::spawn(async move { retrieve(&client).await });
    for _ in 0..10 {
        tokio::task::yield_now().await;
        advance(Duration::from_secs(3600)).await;
    }
    assert!(!call.is_finished());
    send.send(()).unwrap();
    assert_eq!(call.await.unwrap().unwrap(), "b");
}
