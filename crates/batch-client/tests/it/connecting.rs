//! Connecting, with a paused clock that advances whenever nothing else can happen.

use std::time::Duration;

use batch_client::transport::IdleTimeout;
use batch_client::{Config, reqwest};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::time::Instant;

use crate::support::{chain, retrieve};

/// A listener whose queue is full, so that the system does not respond to new connections.
struct Full {
    _listener: TcpListener,
    _queued: std::net::TcpStream,
    url: String,
}

impl Full {
    fn new() -> Self {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
        let listener = socket.listen(0).unwrap();
        let address = listener.local_addr().unwrap();
        let queued = std::net::TcpStream::connect(address).unwrap();
        Self { _listener: listener, _queued: queued, url: format!("http://{address}") }
    }
}

#[cfg(target_os = "linux")]
#[tokio::test(start_paused = true)]
async fn the_connect_timeout_limits_connecting() {
    let full = Full::new();
    for (timeout, seconds) in [(None, 10), (Some(Duration::from_secs(3)), 3)] {
        let config = Config::new().base_url(&full.url);
        let config = match timeout {
            Some(timeout) => config.connect_timeout(timeout),
            None => config,
        };
        let client = config.build().unwrap();
        let start = Instant::now();
        let error = retrieve(&client).await.unwrap_err();
        assert_eq!(start.elapsed().as_secs(), seconds);
        let connect = chain(&error).any(|cause| {
            cause.downcast_ref::<reqwest::Error>().is_some_and(reqwest::Error::is_connect)
        });
        assert!(connect, "{error:?}");
    }
}

#[cfg(target_os = "linux")]
#[tokio::test(start_paused = true)]
async fn the_idle_timeout_is_two_minutes_by_default_and_includes_connecting() {
    let full = Full::new();
    let client = Config::new().base_url(&full.url).connect_timeout(None).build().unwrap();
    let start = Instant::now();
    let error = retrieve(&client).await.unwrap_err();
    assert_eq!(start.elapsed().as_secs(), 120);
    assert!(chain(&error).any(|cause| cause.is::<IdleTimeout>()), "{error:?}");
}

#[tokio::test]
async fn a_refused_connection_is_an_error_without_a_response() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    assert!(TcpStream::connect(address).await.is_err());
    let client = Config::new().base_url(format!("http://{address}")).build().unwrap();
    let error = retrieve(&client).await.unwrap_err();
    assert!(error.to_string().starts_with("no response: "), "{error}");
    assert!(error.status().is_none());
}
