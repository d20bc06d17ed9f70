//! Redirects: how many are followed, and what they carry where.

use batch_client::Error;
use batch_client::http::Method;
use httpmock::{HttpMockRequest, MockServer};

use crate::support::{BATCH, client, planted, retrieve};

fn carries_nothing(request: &HttpMockRequest) -> bool {
    let text = format!("{:?} {}", request.headers_vec(), request.uri());
    !["planted", "org-1", "proj-1", "mine"].iter().any(|secret| text.contains(secret))
}

#[tokio::test]
async fn a_redirect_to_another_host_carries_no_credentials() {
    let (server, other) = (MockServer::start_async().await, MockServer::start_async().await);
    // This server copies the query, as many do.
    let location = other.url("/elsewhere?api-version=planted+query%2F1&limit=1");
    server.mock(|when, then| {
        when.path("/own").header("authorization", "Basic mine");
        then.status(307).header("location", location);
    });
    let elsewhere = other.mock(|when, then| {
        when.path("/elsewhere").query_param("limit", "1").is_true(carries_nothing);
        then.status(200);
    });
    let client = planted(server.base_url()).build().unwrap();
    let request = client.request(Method::GET, "/own").header("authorization", "Basic mine");
    let request = request.header("cookie", "mine").header("proxy-authorization", "mine");
    client.execute("own", request.build().unwrap()).await.unwrap();
    elsewhere.assert();
}

#[tokio::test]
async fn a_redirect_back_from_another_host_carries_no_credentials() {
    let (server, other) = (MockServer::start_async().await, MockServer::start_async().await);
    server.mock(|when, then| {
        when.path("/batches/b");
        then.status(302).header("location", other.url("/elsewhere"));
    });
    other.mock(|when, then| {
        when.path("/elsewhere");
        then.status(302).header("location", server.url("/back"));
    });
    let back = server.mock(|when, then| {
        when.path("/back").is_true(carries_nothing);
        then.status(302).header("location", "/again");
    });
    let again = server.mock(|when, then| {
        when.path("/again").is_true(carries_nothing);
        then.status(200).body(BATCH);
    });
    retrieve(&planted(server.base_url()).build().unwrap()).await.unwrap();
    back.assert();
    again.assert();
}

#[tokio::test]
async fn a_redirect_within_the_host_keeps_the_credentials() {
    let server = MockServer::start_async().await;
    server.mock(|when, then| {
        when.path("/batches/b");
        then.status(308).header("location", "/v2/batches/b?api-version=planted+query%2F1");
    });
    let moved = server.mock(|when, then| {
        when.path("/v2/batches/b").header("authorization", "Bearer sk-planted-token").is_true(
            // Once, although the location already has it.
            |request| request.uri().query() == Some("api-version=planted+query%2F1"),
        );
        then.status(200).body(BATCH);
    });
    retrieve(&planted(server.base_url()).build().unwrap()).await.unwrap();
    moved.assert();
}

#[tokio::test]
async fn a_request_that_changes_something_is_not_redirected_to_another_host() {
    let (server, other) = (MockServer::start_async().await, MockServer::start_async().await);
    server.mock(|when, then| {
        when.path("/batches/b/cancel");
        then.status(307).header("location", other.url("/elsewhere"));
    });
    let elsewhere = other.mock(|when, then| {
        when.any_request();
        then.status(200).body(BATCH);
    });
    let error = client(&server).cancel_batch().batch_id("b").send().await.unwrap_err();
    assert!(matches!(error, Error::UnexpectedResponse(_)), "{error}");
    assert_eq!(error.status().unwrap(), 307);
    elsewhere.assert_calls(0);
}

#[tokio::test]
async fn ten_redirects_are_followed_and_no_more() {
    let server = MockServer::start_async().await;
    let mut hops = Vec::new();
    for hop in 0..10 {
        hops.push(server.mock(|when, then| {
            when.path(if hop == 0 { "/batches/b".to_owned() } else { format!("/{hop}") });
            then.status(302).header("location", format!("/{}", hop + 1));
        }));
    }
    let mut end = server.mock(|when, then| {
        when.path("/10");
        then.status(200).body(BATCH);
    });
    retrieve(&client(&server)).await.unwrap();
    end.assert();
    end.delete();

    let eleventh = server.mock(|when, then| {
        when.path("/10");
        then.status(302).header("location", "/11");
    });
    let beyond = server.mock(|when, then| {
        when.path("/11");
        then.status(200).body(BATCH);
    });
    let error = retrieve(&client(&server)).await.unwrap_err();
    assert_eq!(error.to_string(), "no response: more than 10 redirects");
    eleventh.assert();
    beyond.assert_calls(0);
}
