//! Credentials and other headers of every request.

use batch_client::http::Method;
use batch_client::{Config, reqwest};
use httpmock::MockServer;

use crate::support::{BATCH, planted, retrieve};

#[tokio::test]
async fn every_request_carries_the_credentials() {
    let server = MockServer::start_async().await;
    let mock = server.mock(|when, then| {
        when.path("/v1/batches/b")
            .header("authorization", "Bearer sk-planted-token")
            .header("openai-organization", "org-1")
            .header("openai-project", "proj-1")
            .header("api-key", "planted-header")
            .query_param("api-version", "planted query/1");
        then.status(200).body(BATCH);
    });
    let client = planted(server.url("/v1/")).build().unwrap();
    retrieve(&client).await.unwrap();
    mock.assert();
}

#[tokio::test]
async fn whitespace_around_the_token_is_removed() {
    let server = MockServer::start_async().await;
    let mock = server.mock(|when, then| {
        when.header("authorization", "Bearer sk-1");
        then.status(200).body(BATCH);
    });
    let client = Config::new().base_url(server.base_url()).token(" sk-1\n").build().unwrap();
    retrieve(&client).await.unwrap();
    mock.assert();
}

#[tokio::test]
async fn headers_and_query_pairs_of_a_request_take_precedence() {
    let server = MockServer::start_async().await;
    let mock = server.mock(|when, then| {
        when.path("/own").is_true(|request| {
            let all = |name: &str| {
                let values = request.headers_vec().iter();
                values.filter(|(n, _)| n == name).map(|(_, v)| v.clone()).collect::<Vec<_>>()
            };
            all("authorization") == ["Basic mine"]
                && all("api-key") == ["mine"]
                && all("openai-project") == ["proj-1"]
                && request.uri().query() == Some("api-version=mine")
        });
        then.status(200);
    });
    let client = planted(server.base_url()).build().unwrap();
    let request = client
        .request(Method::GET, "/own?api-version=mine")
        .header("authorization", "Basic mine")
        .header("api-key", "mine")
        .build()
        .unwrap();
    client.execute("own", request).await.unwrap();
    mock.assert();
}

#[tokio::test]
async fn the_user_agent_names_the_client_and_its_version() {
    let server = MockServer::start_async().await;
    let mock = server.mock(|when, then| {
        when.header("user-agent", concat!("batch-client/", env!("CARGO_PKG_VERSION")));
        then.status(200).body(BATCH);
    });
    retrieve(&planted(server.base_url()).build().unwrap()).await.unwrap();
    mock.assert();
}

#[tokio::test]
async fn a_custom_http_client_sends_the_requests_with_the_credentials() {
    let server = MockServer::start_async().await;
    let mock = server.mock(|when, then| {
        when.header("user-agent", "mine").header("authorization", "Bearer sk-planted-token");
        then.status(200).body(BATCH);
    });
    let own = reqwest::Client::builder().user_agent("mine").build().unwrap();
    let client = planted(server.base_url()).http_client(own).build().unwrap();
    retrieve(&client).await.unwrap();
    mock.assert();
}
