//! A Batch API server in a terminal: `cargo run -p batch-local --example serve -- --port 8080`.

use batch_local::Server;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut builder = Server::builder();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or(format!("{argument} wants a value"));
        match argument.as_str() {
            "--port" => builder = builder.port(value()?.parse()?),
            "--key-env" => builder = builder.api_key(std::env::var(value()?)?),
            "--data-dir" => builder = builder.data_dir(value()?),
            "--help" => {
                println!("serve [--port PORT] [--key-env VARIABLE] [--data-dir PATH]");
                return Ok(());
            }
            _ => {
                return Err(
                    format!("{argument} is not known: --port, --key-env, --data-dir are").into()
                );
            }
        }
    }
    let server = builder.start().await?;
    println!("{}", server.base_url());
    tokio::signal::ctrl_c().await?;
    server.shutdown().await;
    Ok(())
}
