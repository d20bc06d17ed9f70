//! A test of a client against a server that loses a response.
//!
//! The client here is naive: after a lost connection it creates the batch again. The ledger shows
//! what that costs.
//!
//! ```console
//! $ cargo run -p batch-local --example client_test
//! 2 batches, 1 request paid more than once: hello (2 times)
//! ```

use batch_local::serde_json::{Value, json};
use batch_local::{FaultEffect, FaultPlan, Operation, Rule, Server};

type Error = Box<dyn std::error::Error>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    // The first batch is created, but the connection is reset instead of a response.
    let lost = Rule::new(FaultEffect::ResetAfter).on([Operation::CreateBatch]).first(1);
    let server = Server::builder().faults(FaultPlan::new().rule(lost)).start().await?;

    let http = reqwest::Client::new();
    let file = upload(&http, server.base_url()).await?;
    let created = match create(&http, server.base_url(), &file).await {
        Ok(batch) => batch,
        Err(_) => create(&http, server.base_url(), &file).await?,
    };
    assert_eq!(created["object"], "batch");

    let list = format!("{}/batches", server.base_url());
    loop {
        let page: Value = http.get(&list).send().await?.json().await?;
        let batches = page["data"].as_array().ok_or("not a list")?;
        if batches.iter().all(|batch| batch["status"] == "completed") {
            let ledger = server.ledger().ok_or("faults are not enabled")?;
            for (id, times) in ledger.paid_more_than_once() {
                let batches = batches.len();
                println!("{batches} batches, 1 request paid more than once: {id} ({times} times)");
            }
            return Ok(());
        }
    }
}

async fn upload(http: &reqwest::Client, base: &str) -> Result<Value, Error> {
    let line = json!({
        "custom_id": "hello",
        "method": "POST",
        "url": "/v1/chat/completions",
        "body": {"model": "gpt-test", "messages": [{"role": "user", "content": "hello"}]},
    });
    let part = reqwest::multipart::Part::text(line.to_string()).file_name("input.jsonl");
    let form = reqwest::multipart::Form::new().text("purpose", "batch").part("file", part);
    Ok(http.post(format!("{base}/files")).multipart(form).send().await?.json().await?)
}

async fn create(http: &reqwest::Client, base: &str, file: &Value) -> Result<Value, Error> {
    let order = json!({
        "input_file_id": file["id"],
        "endpoint": "/v1/chat/completions",
        "completion_window": "24h",
    });
    Ok(http.post(format!("{base}/batches")).json(&order).send().await?.json().await?)
}
