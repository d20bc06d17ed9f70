//! Start, shutdown, and use as a library.

use std::io::Write as _;
use std::net::TcpStream;
use std::time::Duration;

use crate::support::{chat_lines, order, start};
use batch_local::{
    Builder, Clock, FaultEffect, FaultPlan, Operation, Responder, Rule, Server, StartError, Status,
};

#[test]
fn servers_are_send_and_sync() {
    fn is<T: Send + Sync + 'static>() {}
    is::<Server>();
    is::<Builder>();
    is::<Clock>();
    is::<Responder>();
    is::<FaultPlan>();
    is::<StartError>();
    fn sendable(_: impl Future + Send) {}
    sendable(Server::builder().start());
    fn stoppable(server: Server) {
        sendable(server.shutdown());
    }
    let _ = stoppable;
}

#[tokio::test]
async fn the_default_address_is_a_free_loopback_port() {
    let first = start(Server::builder()).await.server;
    let second = start(Server::builder()).await.server;
    assert!(first.address().ip().is_loopback());
    assert_ne!(first.address(), second.address());
    assert_eq!(first.base_url(), format!("{}/v1", first.url()));
    assert_eq!(first.url(), format!("http://{}", first.address()));
}

#[tokio::test]
async fn a_server_on_all_interfaces_has_a_reachable_base_url() {
    let everywhere = Server::builder().address(([0, 0, 0, 0], 0).into());
    let api = start(everywhere).await;
    assert!(api.server.url().starts_with("http://127.0.0.1:"));
    api.get("/batches").await.ok();
}

#[tokio::test]
async fn a_server_stops_when_dropped() {
    let api = start(Server::builder()).await;
    let address = api.server.address();
    api.get("/batches").await.ok();
    drop(api);
    while TcpStream::connect(address).is_ok() {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_shutdown_does_not_wait_for_lines_in_flight() {
    let responder = Responder::from_fn(|_| std::future::pending());
    let api = start(Server::builder().responder(responder)).await;
    let id = api.submit(chat_lines(10)).await;
    api.until(&id, "in_progress").await;
    let address = api.server.address();
    let stopped = tokio::time::timeout(Duration::from_secs(5), api.server.shutdown()).await;
    assert!(stopped.is_ok(), "a responder that never answers does not hold it up");
    assert!(TcpStream::connect(address).is_err());
}

#[test]
fn the_temporary_directory_is_removed_with_the_server() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let server = runtime.block_on(Server::builder().start()).unwrap();
    let directory = server.data_dir().to_owned();
    assert!(directory.join("files").is_dir());
    drop(server);
    drop(runtime);
    assert!(!directory.exists());
}

#[tokio::test]
async fn a_data_directory_is_kept() {
    let directory = tempfile::tempdir().unwrap();
    let server = start(Server::builder().data_dir(directory.path())).await.server;
    assert_eq!(server.data_dir(), directory.path());
    server.shutdown().await;
    assert!(directory.path().join("files").is_dir());
}

#[tokio::test]
async fn faults_can_be_changed_and_calls_are_counted() {
    let api = start(Server::builder()).await;
    assert_eq!(api.server.calls(Operation::ListBatches), 0);
    api.get("/batches").await.ok();
    let plan = FaultPlan::new().rule(Rule::new(Status::new(500)).calls([1]));
    api.server.set_faults(plan.clone()).unwrap();
    assert_eq!(api.get("/batches").await.status, 500);
    api.get("/batches").await.ok();
    api.server.set_faults(plan).unwrap();
    assert_eq!(api.get("/batches").await.status, 500, "the count restarts");
    assert_eq!(api.server.calls(Operation::ListBatches), 4);
    let nonsense = FaultPlan::new().rule(Rule::new(Status::new(99)));
    assert!(api.server.set_faults(nonsense.clone()).is_err());
    api.get("/batches").await.ok();
    assert!(Server::builder().faults(nonsense).start().await.is_err());
}

#[tokio::test]
async fn many_batches_run_at_once() {
    let api = start(Server::builder().concurrency(3)).await;
    let file = api.upload(chat_lines(40)).await;
    let mut ids = Vec::new();
    for _ in 0..20 {
        ids.push(api.create(&file).await);
    }
    for id in ids {
        let batch = api.until(&id, "completed").await;
        assert_eq!(batch["request_counts"]["completed"], 40);
    }
}

#[tokio::test]
async fn a_client_that_disconnects_does_not_interrupt_a_create() {
    let api = start(Server::builder()).await;
    let file = api.upload(chat_lines(1)).await;
    let slow = Rule::new(FaultEffect::Delay { ms: 50 }).on([Operation::CreateBatch]);
    api.server.set_faults(FaultPlan::new().rule(slow)).unwrap();
    let body = order(&file).to_string();
    let mut socket = TcpStream::connect(api.server.address()).unwrap();
    write!(
        socket,
        "POST /v1/batches HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n\
         content-length: {}\r\n\r\n{body}",
        body.len()
    )
    .unwrap();
    while api.server.calls(Operation::CreateBatch) == 0 {
        tokio::task::yield_now().await;
    }
    drop(socket);
    let created = async {
        loop {
            let page = api.get("/batches").await.ok();
            if let Some(id) = page["data"][0]["id"].as_str() {
                break id.to_owned();
            }
        }
    };
    let id = tokio::time::timeout(Duration::from_secs(10), created).await;
    api.until(&id.expect("the batch appears"), "completed").await;
}
