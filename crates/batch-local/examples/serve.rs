//! A Batch API server whose answers come from a function.
//!
//! ```console
//! $ cargo run -p batch-local --example serve -- --port 8080
//! http://127.0.0.1:8080/v1
//! ```

use batch_local::serde_json::{Value, json};
use batch_local::{Answer, Request, Responder, Server};

const USAGE: &str = "usage: serve [--port PORT] [--key-env VARIABLE] [--data-dir PATH]";

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut builder = Server::builder().responder(Responder::from_fn(shout));
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or(format!("{argument} requires a value"));
        match argument.as_str() {
            "--port" => builder = builder.port(value()?.parse()?),
            "--key-env" => builder = builder.api_key(std::env::var(value()?)?),
            "--data-dir" => builder = builder.data_dir(value()?),
            "--help" => {
                println!("{USAGE}");
                return Ok(());
            }
            _ => return Err(format!("unknown argument {argument}\n{USAGE}").into()),
        }
    }
    let server = builder.start().await?;
    println!("{}", server.base_url());
    tokio::signal::ctrl_c().await?;
    server.shutdown().await;
    Ok(())
}

/// Answers chat completions with the last message in capitals, and nothing else.
async fn shout(request: Request) -> Answer {
    let body = request.body();
    let Some(text) = last_message(&body) else {
        return Answer::error(400, Some("invalid_value"), "the last message has no text");
    };
    Answer::ok(json!({
        "object": "chat.completion",
        "model": body["model"],
        "choices": [{
            "index": 0,
            "message": {"role": "assistant", "content": text.to_uppercase()},
            "finish_reason": "stop",
        }],
    }))
}

fn last_message(body: &Value) -> Option<&str> {
    body["messages"].as_array()?.last()?["content"].as_str()
}
