//! Secrets occur in no text, even if a server repeats them.

use batch_client::Call;
use batch_client::tower::ServiceBuilder;
use httpmock::MockServer;

use crate::support::{chain, planted, retrieve};

/// The secrets that the server was sent, in various spellings.
const ECHO: &str = "sk-planted-token planted-header planted query/1 planted+query%2F1 \
                    planted%20query/1 pl\\u0061nted query\\/1";

#[tokio::test]
async fn no_secret_is_in_any_text() {
    let server = MockServer::start_async().await;
    server.mock(|when, then| {
        when.path("/refused/batches/b");
        let echo = format!(
            r#"{{"error":{{"message":"{ECHO}","type":"{ECHO}","param":"{ECHO}","code":"{ECHO}"}}}}"#
        );
        then.status(401).header("x-request-id", "req sk-planted-token").body(echo);
    });
    server.mock(|when, then| {
        when.path("/html/batches/b");
        then.status(502).body(format!("<title>{ECHO}</title>"));
    });
    server.mock(|when, then| {
        when.path("/undecodable/batches/b");
        then.status(200)
            .header("x-request-id", "req planted-header")
            .body(format!(r#"{{"id":"b","created_at":"{ECHO}"}}"#));
    });
    server.mock(|when, then| {
        when.path("/unexpected/batches/b");
        then.status(304).header("x-request-id", "req planted-header");
    });
    let configs = [
        planted(server.url("/refused")),
        planted(server.url("/html")),
        planted(server.url("/undecodable")),
        planted(server.url("/unexpected")),
        planted("http://127.0.0.1:9/v1"),
        planted("http://127.0.0.1:9/v1").idle_timeout(None),
    ];
    for config in configs {
        let client = config.clone().build().unwrap();
        let mut texts = vec![format!("{config:?} {client:?} {:?}", client.retrieve_batch())];
        let client = client.layer(ServiceBuilder::new().map_request(|call: Call| {
            let text = format!("{call:?} {:?} {}", call.request, call.request.url());
            assert!(!text.contains("planted"), "a layer sees {text}");
            call
        }));
        let error = retrieve(&client).await.unwrap_err();
        texts.push(format!("{error} {error:#} {error:?} {error:#?}"));
        texts.extend(chain(&error).map(|cause| format!("{cause} {cause:?}")));
        texts.extend(error.detail().map(|detail| format!("{detail:?}")));
        texts.extend(error.headers().map(|headers| format!("{headers:?}")));
        for text in texts {
            assert!(!text.contains("planted") && !text.contains("query/1"), "{text}");
        }
    }
}
