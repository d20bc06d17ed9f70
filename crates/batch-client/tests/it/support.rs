//! Shared setup.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};

use batch_client::{Client, Config, Error};
use httpmock::MockServer;

/// A batch as JSON.
pub(crate) const BATCH: &str = r#"{"id":"b","status":"completed"}"#;

/// A client of a mock server, without credentials.
pub(crate) fn client(server: &MockServer) -> Client {
    Config::new().base_url(server.base_url()).build().unwrap()
}

/// A configuration with every kind of credentials, whose secrets contain `planted`.
pub(crate) fn planted(base_url: impl Into<String>) -> Config {
    Config::new()
        .base_url(base_url)
        .token("sk-planted-token")
        .organization("org-1")
        .project("proj-1")
        .header("api-key", "planted-header")
        .query("api-version", "planted query/1")
}

/// Retrieves the batch `b`, and returns its ID.
pub(crate) async fn retrieve(client: &Client) -> Result<String, Error> {
    let batch = client.retrieve_batch().batch_id("b").send().await?;
    Ok(batch.into_inner().id)
}

/// Returns an error and all its sources.
pub(crate) fn chain<'e>(
    error: &'e (dyn std::error::Error + 'static),
) -> impl Iterator<Item = &'e (dyn std::error::Error + 'static)> {
    std::iter::successors(Some(error), |error| error.source())
}

/// Runs a server for one connection on a blocking thread, and returns its URL.
///
/// While it runs, tokio does not advance a paused clock by itself, so only the test moves time.
pub(crate) fn serve(server: impl FnOnce(TcpStream) + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::task::spawn_blocking(move || server(listener.accept().unwrap().0));
    url
}

/// Reads the head of a request.
pub(crate) fn read_head(socket: &mut TcpStream) -> String {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        socket.read_exact(&mut byte).unwrap();
        head.push(byte[0]);
    }
    String::from_utf8(head).unwrap()
}

/// Writes a response to a request that was read, and closes the connection.
pub(crate) fn respond(mut socket: TcpStream, body: &str) {
    let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", body.len());
    socket.write_all(format!("{head}{body}").as_bytes()).unwrap();
}
