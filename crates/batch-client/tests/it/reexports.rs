//! A consumer can name every foreign type of this API without a dependency of its own.

use batch_client::http::{HeaderMap, Method, StatusCode};
use batch_client::secrecy::SecretString;
use batch_client::serde::{Serialize, de::DeserializeOwned};
use batch_client::{Client, Config, Error, ResponseValue, Transport, types};
use batch_client::{bytes, futures_core, http, progenitor_client, reqwest, serde_json, tower};

// Each of these compiles only if the re-exported crate is the one that the API uses.
fn _config(secret: SecretString, client: reqwest::Client) -> Config {
    Config::new()
        .token(secret.clone())
        .header("x", secret.clone())
        .query("x", secret)
        .http_client(client)
}

fn _request(client: &Client) -> reqwest::RequestBuilder {
    client.request(Method::GET, "/x")
}

fn _layer(client: Client) -> Client {
    client.layer(tower::layer::util::Identity::new())
}

fn _response<T>(value: &ResponseValue<T>) -> (StatusCode, &HeaderMap) {
    (value.status(), value.headers())
}

fn _error(error: Error) -> Option<(bytes::Bytes, serde_json::Error)> {
    match error {
        Error::InvalidResponsePayload { body, source, .. } => Some((body, source)),
        _ => None,
    }
}

fn _stream(
    stream: progenitor_client::ByteStream,
) -> impl futures_core::Stream<Item = reqwest::Result<bytes::Bytes>> {
    stream.into_inner()
}

fn _extensions(call: batch_client::Call) -> http::Extensions {
    call.extensions
}

fn _models<T: Serialize + DeserializeOwned>() {}

#[test]
fn the_reexported_crates_are_those_of_the_api() {
    _models::<types::Batch>();
    fn service<S: tower::Service<batch_client::Call>>() {}
    service::<Transport>();
    #[cfg(feature = "schemars")]
    fn schema<T: batch_client::schemars::JsonSchema>() {}
    #[cfg(feature = "schemars")]
    schema::<types::Batch>();
}
