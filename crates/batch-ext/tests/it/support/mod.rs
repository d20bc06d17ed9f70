//! Shared servers: one in the process, for tests that control time, and one that speaks raw bytes
//! over sockets.

#![allow(dead_code, unreachable_pub)]

use std::future::Future;
use std::sync::{Arc, Mutex, OnceLock};

use batch_client::{BoxError, Call, Client, Config, Transport};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// A client of a server that is a function in this process. There is no socket, so time can be paused.
pub fn in_process<F, Fut>(server: F) -> Client
where
    F: Fn(Call) -> Fut + Clone + Send + Sync + 'static,
    Fut: Future<Output = Result<reqwest::Response, BoxError>> + Send + 'static,
{
    // Built once, because setting up TLS is slow.
    static BASE: OnceLock<Client> = OnceLock::new();
    let config = Config::new().base_url("http://in.process/v1").token("key");
    let base = BASE.get_or_init(|| config.build().unwrap());
    base.clone()
        .layer(tower::layer::layer_fn(move |_: Transport| tower::service_fn(server.clone())))
}

/// A client of a server that gives these responses one after the other, and a log of its requests.
pub fn scripted(answers: impl IntoIterator<Item = Scripted>) -> (Client, Received) {
    let received = Received::default();
    let answers = Arc::new(Mutex::new(answers.into_iter().collect::<Vec<_>>()));
    answers.lock().unwrap().reverse();
    let log = received.clone();
    let client = in_process(move |call| {
        log.0.lock().unwrap().push(Seen {
            operation: call.operation_id,
            method: call.request.method().to_string(),
            path: call.request.url().path().to_owned(),
            query: call.request.url().query().unwrap_or_default().to_owned(),
            retry_count: call
                .request
                .headers()
                .get("x-retry-count")
                .map(|count| count.to_str().unwrap().to_owned()),
            at: tokio::time::Instant::now(),
        });
        let answer = answers.lock().unwrap().pop();
        async move {
            match answer.expect("more requests than scripted responses") {
                Scripted::Answer(answer) => Ok(reqwest::Response::from(answer)),
                Scripted::Error(kind) => Err(std::io::Error::from(kind).into()),
                Scripted::Never => std::future::pending().await,
            }
        }
    });
    (client, received)
}

pub enum Scripted {
    Answer(http::Response<String>),
    Error(std::io::ErrorKind),
    Never,
}

/// The requests that a scripted server received.
#[derive(Clone, Default)]
pub struct Received(Arc<Mutex<Vec<Seen>>>);

#[derive(Clone, Debug)]
pub struct Seen {
    pub operation: &'static str,
    pub method: String,
    pub path: String,
    pub query: String,
    pub retry_count: Option<String>,
    pub at: tokio::time::Instant,
}

impl Received {
    pub fn all(&self) -> Vec<Seen> {
        self.0.lock().unwrap().clone()
    }

    pub fn count(&self) -> usize {
        self.0.lock().unwrap().len()
    }

    /// The times between requests, in milliseconds.
    pub fn gaps(&self) -> Vec<u128> {
        let all = self.all();
        all.windows(2).map(|pair| (pair[1].at - pair[0].at).as_millis()).collect()
    }
}

pub fn answer(status: u16, headers: &[(&str, &str)], body: impl ToString) -> Scripted {
    let mut response =
        http::Response::builder().status(status).header("x-request-id", format!("req_{status}"));
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    Scripted::Answer(response.body(body.to_string()).unwrap())
}

pub fn ok(body: Value) -> Scripted {
    answer(200, &[], body)
}

pub fn batch(id: &str, status: &str) -> Value {
    json!({
        "id": id, "object": "batch", "endpoint": "/v1/chat/completions", "status": status,
        "input_file_id": "file-1", "completion_window": "24h", "created_at": 1_700_000_000,
    })
}

pub fn error_body(message: &str, code: Option<&str>) -> Value {
    json!({ "error": { "message": message, "type": "t", "param": null, "code": code } })
}

/// The behavior of a raw server on one connection.
#[derive(Clone, Debug)]
pub enum Act {
    /// Reads the request and sends these bytes.
    Reply(String),
    /// Resets the connection before it reads anything.
    ResetBefore,
    /// Reads the request, and resets the connection instead of responding.
    ResetAfter,
    /// Reads the request, and never responds.
    Silence,
}

pub fn reply(status: u16, headers: &str, body: impl ToString) -> Act {
    let body = body.to_string();
    Act::Reply(format!(
        "HTTP/1.1 {status} X\r\ncontent-length: {}\r\nconnection: close\r\n{headers}\r\n{body}",
        body.len()
    ))
}

/// A successful response whose body is shorter than its `content-length`.
pub fn cut(body: impl ToString) -> Act {
    let body = body.to_string();
    let half = &body[..body.len() / 2];
    Act::Reply(format!(
        "HTTP/1.1 200 OK\r\ncontent-length: {}\r\nx-request-id: req_cut\r\nconnection: close\r\n\r\n{half}",
        body.len()
    ))
}

/// A server that performs one act for each connection.
pub struct RawServer {
    pub base_url: String,
    requests: Arc<Mutex<Vec<String>>>,
}

impl RawServer {
    pub async fn start(acts: Vec<Act>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base_url = format!("http://{}/v1", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let log = requests.clone();
        tokio::spawn(async move {
            for act in acts {
                let (mut stream, _) = listener.accept().await.unwrap();
                if matches!(act, Act::ResetBefore) {
                    // A reset before the first byte may look like a refused connection.
                    let _ = stream.peek(&mut [0]).await;
                    stream.set_zero_linger().unwrap();
                    continue;
                }
                let request = read_request(&mut stream).await;
                log.lock().unwrap().push(request);
                match act {
                    Act::Reply(bytes) => {
                        stream.write_all(bytes.as_bytes()).await.unwrap();
                        stream.shutdown().await.unwrap();
                    }
                    Act::ResetAfter => stream.set_zero_linger().unwrap(),
                    Act::Silence => {
                        tokio::spawn(async move {
                            let _ = stream.read(&mut [0; 1]).await;
                        });
                    }
                    Act::ResetBefore => unreachable!(),
                }
            }
        });
        Self { base_url, requests }
    }

    pub fn client(&self) -> Client {
        client(&self.base_url)
    }

    /// The heads and bodies of the requests received.
    pub fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

pub fn client(base_url: &str) -> Client {
    Config::new().base_url(base_url).token("key").build().unwrap()
}

/// The base URL of a closed port.
pub async fn refused() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    format!("http://{}/v1", listener.local_addr().unwrap())
}

async fn read_request(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let mut chunk = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&bytes).to_string();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head
                .lines()
                .find_map(|line| {
                    line.to_ascii_lowercase().strip_prefix("content-length:")?.trim().parse().ok()
                })
                .unwrap_or(0);
            if body.len() >= length {
                return text;
            }
        }
        match stream.read(&mut chunk).await.unwrap() {
            0 => return text,
            n => bytes.extend_from_slice(&chunk[..n]),
        }
    }
}
