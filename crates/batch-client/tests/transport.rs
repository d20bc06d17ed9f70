//! The seam: credentials, redirects, silence, layers.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::time::Duration;

use batch_client::transport::IdleTimeout;
use batch_client::{BoxError, Call, Client, Config, Error};
use httpmock::MockServer;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tower::ServiceBuilder;

const BATCH: &str = r#"{"id":"b","status":"completed"}"#;

fn config(base_url: String) -> Config {
    Config::new()
        .base_url(base_url)
        .token("sk-planted-token")
        .organization("org-1")
        .project("proj-1")
        .header("api-key", "planted-header")
        .query("api-version", "planted-query")
}

async fn retrieve(client: &Client) -> Result<String, Error> {
    let batch = client.retrieve_batch().batch_id("b").send().await?;
    Ok(batch.into_inner().id)
}

#[tokio::test]
async fn every_request_carries_the_credentials() {
    let server = MockServer::start_async().await;
    let mock = server.mock(|when, then| {
        when.path("/v1/batches/b")
            .header("authorization", "Bearer sk-planted-token")
            .header("openai-organization", "org-1")
            .header("openai-project", "proj-1")
            .header("api-key", "planted-header")
            .query_param("api-version", "planted-query");
        then.status(200).body(BATCH);
    });
    let client = config(server.url("/v1/")).build().unwrap();
    retrieve(&client).await.unwrap();
    mock.assert();
}

#[tokio::test]
async fn a_redirect_to_another_host_carries_no_credentials() {
    let (server, other) = (MockServer::start_async().await, MockServer::start_async().await);
    server.mock(|when, then| {
        when.path("/batches/b");
        then.status(307).header("location", other.url("/elsewhere"));
    });
    let elsewhere = other.mock(|when, then| {
        when.path("/elsewhere").is_true(|request| {
            let text = format!("{:?} {}", request.headers(), request.uri());
            !text.contains("planted") && !text.contains("org-1") && !text.contains("proj-1")
        });
        then.status(200).body(BATCH);
    });
    let client = config(server.base_url()).build().unwrap();
    retrieve(&client).await.unwrap();
    elsewhere.assert();
}

#[tokio::test]
async fn a_redirect_on_the_same_host_keeps_them() {
    let server = MockServer::start_async().await;
    server.mock(|when, then| {
        when.path("/batches/b");
        then.status(308).header("location", "/v2/batches/b");
    });
    let moved = server.mock(|when, then| {
        when.path("/v2/batches/b")
            .header("authorization", "Bearer sk-planted-token")
            .query_param("api-version", "planted-query");
        then.status(200).body(BATCH);
    });
    let client = config(server.base_url()).build().unwrap();
    retrieve(&client).await.unwrap();
    moved.assert();
}

#[tokio::test]
async fn a_create_is_not_redirected_to_another_host() {
    let (server, other) = (MockServer::start_async().await, MockServer::start_async().await);
    server.mock(|when, then| {
        when.path("/batches/b/cancel");
        then.status(307).header("location", other.url("/elsewhere"));
    });
    let elsewhere = other.mock(|when, then| {
        when.any_request();
        then.status(200).body(BATCH);
    });
    let client = config(server.base_url()).build().unwrap();
    let error = client.cancel_batch().batch_id("b").send().await.unwrap_err();
    assert_eq!(error.status().unwrap(), 307);
    elsewhere.assert_calls(0);
}

#[tokio::test]
async fn redirects_end() {
    let server = MockServer::start_async().await;
    server.mock(|when, then| {
        when.any_request();
        then.status(302).header("location", "/batches/b");
    });
    let client = config(server.base_url()).build().unwrap();
    let error = retrieve(&client).await.unwrap_err();
    assert!(error.to_string().contains("redirects"), "{error}");
}

/// Answers one connection with what it is given, and then keeps it open.
async fn silent_after(bytes: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.unwrap();
        let mut buffer = [0; 4096];
        let _ = socket.read(&mut buffer).await.unwrap();
        socket.write_all(bytes.as_bytes()).await.unwrap();
        std::future::pending::<()>().await;
    });
    url
}

#[tokio::test]
async fn silence_ends_a_call_before_and_within_the_answer() {
    for bytes in ["", "HTTP/1.1 200 OK\r\ncontent-length: 31\r\n\r\n{"] {
        let client = config(silent_after(bytes).await)
            .idle_timeout(Duration::from_millis(50))
            .build()
            .unwrap();
        let error = retrieve(&client).await.unwrap_err();
        assert!(causes(&error).any(|cause| cause.is::<IdleTimeout>()), "{error}");
    }
}

fn causes<'e>(
    error: &'e (dyn std::error::Error + 'static),
) -> impl Iterator<Item = &'e (dyn std::error::Error + 'static)> {
    std::iter::successors(Some(error), |error| error.source())
}

#[tokio::test]
async fn no_secret_is_in_any_text() {
    // A server that repeats all it was sent.
    let server = MockServer::start_async().await;
    server.mock(|when, then| {
        when.path("/batches/b");
        then.status(401).header("x-echo", "sk-planted-token").body(
            r#"{"error":{"message":"bad key sk-planted-token planted-header planted-query"}}"#,
        );
    });
    let refused = config(server.base_url()).build().unwrap();
    let unreachable = config("http://127.0.0.1:9/v1".into()).build().unwrap();
    let mut texts = vec![
        format!("{:?}", config(server.base_url())),
        format!("{refused:?} {:?}", refused.retrieve_batch()),
    ];
    for client in [refused, unreachable] {
        let client = client.layer(ServiceBuilder::new().map_request(|call: Call| {
            let text = format!("{call:?} {:?} {}", call.request, call.request.url());
            assert!(!text.contains("planted"), "a layer sees {text}");
            call
        }));
        let error = retrieve(&client).await.unwrap_err();
        texts.push(format!("{error} {error:#} {error:?} {error:#?}"));
        texts.extend(causes(&error).map(|cause| format!("{cause} {cause:?}")));
        texts.extend(error.detail().map(|detail| format!("{detail:?}")));
    }
    for text in texts {
        assert!(!text.contains("planted"), "{text}");
    }
}

#[tokio::test]
async fn layers_see_the_operation_and_the_options_of_a_client() {
    #[derive(Clone)]
    struct Refuse(&'static str);

    let client = config("http://127.0.0.1:9".into()).build().unwrap();
    let client = client
        .layer(ServiceBuilder::new().filter(|call: Call| match call.extensions.get::<Refuse>() {
            Some(Refuse(why)) => Err(format!("{why}: {}", call.operation_id)),
            None => Ok(call),
        }))
        .with_extension(Refuse("not today"));
    let error = retrieve(&client).await.unwrap_err();
    let Error::Transport(source) = error else { panic!("{error}") };
    assert_eq!(source.to_string(), "not today: retrieve_batch");
}

#[test]
fn clients_and_futures_can_be_sent_and_shared() {
    fn send_sync<T: Send + Sync>(_: T) {}
    let client = Config::new().build().unwrap();
    send_sync(client.clone());
    send_sync(client.list_batches());
    send_sync(client.list_batches().send());
    send_sync(client.create_batch().send());
    send_sync(client.download_file().file_id("f").send());
    fn error<E: Send + Sync + 'static>() {}
    error::<BoxError>();
}
