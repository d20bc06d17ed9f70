//! The extension point for layers.

use batch_client::tower::ServiceBuilder;
use batch_client::{BoxError, Call, Client, Config, Error};

use crate::support::retrieve;

#[derive(Clone, Debug, PartialEq)]
struct Refuse(&'static str);

fn refusing(client: Client) -> Client {
    client.layer(ServiceBuilder::new().filter(|call: Call| match call.extensions.get::<Refuse>() {
        Some(Refuse(why)) => Err(format!("{why}: {}", call.operation_id)),
        None => Ok(call),
    }))
}

#[tokio::test]
async fn layers_see_the_operation_and_the_extensions() {
    let client = Config::new().base_url("http://127.0.0.1:9").build().unwrap();
    let client = refusing(client).with_extension(Refuse("first")).with_extension(Refuse("second"));
    assert_eq!(client.extension(), Some(&Refuse("second")));
    let error = retrieve(&client).await.unwrap_err();
    let Error::Transport(source) = error else { panic!("{error}") };
    assert_eq!(source.to_string(), "second: retrieve_batch");
}

#[tokio::test]
async fn the_layer_added_last_sees_a_call_first() {
    let client = Config::new().base_url("http://127.0.0.1:9").build().unwrap();
    let inner = refusing(client);
    let outer = inner.layer(ServiceBuilder::new().map_request(|mut call: Call| {
        call.extensions.insert(Refuse("set by the outer layer"));
        call
    }));
    let error = retrieve(&outer).await.unwrap_err().to_string();
    assert!(error.contains("set by the outer layer: retrieve_batch"), "{error}");
}

#[test]
fn a_call_shows_the_operation_and_the_path_only() {
    let client = Config::new().base_url("http://host/v1").build().unwrap();
    let request = client.request(batch_client::http::Method::POST, "/batches?secret=1");
    let request = request.header("x-key", "secret").body("secret").build().unwrap();
    let debug = format!("{:?}", Call::new("create_batch", request));
    assert_eq!(
        debug,
        r#"Call { operation_id: "create_batch", method: POST, path: "/v1/batches", .. }"#
    );
}

#[test]
fn clients_and_futures_can_be_sent_and_shared_between_threads() {
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
