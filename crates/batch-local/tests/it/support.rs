//! A small client for the tests: reqwest and JSON values, nothing from this workspace.
#![allow(unreachable_pub)]

use std::time::Duration;

use batch_local::{Builder, FAULT_HEADER, FaultPlan, Rule, Server};
use reqwest::{Method, RequestBuilder, Response};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

pub const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// A server and a client for it.
pub struct Api {
    pub server: Server,
    pub http: reqwest::Client,
}

/// A response that has been read.
#[derive(Debug)]
pub struct Read {
    pub status: u16,
    pub headers: reqwest::header::HeaderMap,
    pub json: Value,
}

impl Read {
    #[track_caller]
    pub fn ok(self) -> Value {
        assert_eq!(self.status, 200, "{}", self.json);
        self.json
    }

    /// Status, code and param of an error, which must have the envelope.
    #[track_caller]
    pub fn error(&self) -> (u16, Option<&str>, Option<&str>) {
        let error = &self.json["error"];
        assert!(error["message"].as_str().is_some_and(|m| !m.is_empty()), "{}", self.json);
        assert!(error["type"].is_string(), "{}", self.json);
        assert!(error.get("param").is_some() && error.get("code").is_some(), "{}", self.json);
        (self.status, error["code"].as_str(), error["param"].as_str())
    }
}

pub async fn start(builder: Builder) -> Api {
    Api {
        server: builder.start().await.unwrap(),
        http: reqwest::Client::builder().no_proxy().build().unwrap(),
    }
}

/// Starts a server that follows these rules.
pub async fn start_with(rules: impl IntoIterator<Item = Rule>) -> Api {
    let plan = rules.into_iter().fold(FaultPlan::new().seed(3), FaultPlan::rule);
    start(Server::builder().faults(plan)).await
}

pub async fn read(response: Response) -> Read {
    Read {
        status: response.status().as_u16(),
        headers: response.headers().clone(),
        json: response.json().await.unwrap(),
    }
}

/// Lines for chat completions with the ids r1, r2, …
pub fn chat_lines(count: usize) -> String {
    (1..=count).map(|n| chat_line(&format!("r{n}")) + "\n").collect()
}

pub fn chat_line(custom_id: &str) -> String {
    json!({
        "custom_id": custom_id,
        "method": "POST",
        "url": "/v1/chat/completions",
        "body": {"model": "gpt-test", "messages": [{"role": "user", "content": format!("I am {custom_id}.")}]},
    })
    .to_string()
}

/// A line that the built-in responder answers with 400.
pub fn bad_line(custom_id: &str) -> String {
    json!({
        "custom_id": custom_id,
        "method": "POST",
        "url": "/v1/chat/completions",
        "body": {"model": "gpt-test"},
    })
    .to_string()
}

/// A form with a batch file.
pub fn upload_form(lines: impl Into<Vec<u8>>) -> reqwest::multipart::Form {
    let part = reqwest::multipart::Part::bytes(lines.into()).file_name("input.jsonl");
    reqwest::multipart::Form::new().text("purpose", "batch").part("file", part)
}

/// The body that creates a batch.
pub fn order(file: &str) -> Value {
    json!({"input_file_id": file, "endpoint": "/v1/chat/completions", "completion_window": "24h"})
}

/// The id of an object.
pub fn id(object: &Value) -> String {
    object["id"].as_str().unwrap().to_owned()
}

impl Api {
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}{path}", self.server.base_url()))
    }

    /// A GET request that meets these faults.
    pub fn get_with(&self, path: &str, faults: &Value) -> RequestBuilder {
        self.request(Method::GET, path).header(FAULT_HEADER, faults.to_string())
    }

    /// A create request that meets these faults.
    pub fn create_with(&self, file: &str, faults: &Value) -> RequestBuilder {
        let request = self.request(Method::POST, "/batches").json(&order(file));
        request.header(FAULT_HEADER, faults.to_string())
    }

    pub async fn get(&self, path: &str) -> Read {
        read(self.request(Method::GET, path).send().await.unwrap()).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Read {
        read(self.request(Method::POST, path).json(&body).send().await.unwrap()).await
    }

    pub async fn delete(&self, path: &str) -> Read {
        read(self.request(Method::DELETE, path).send().await.unwrap()).await
    }

    pub async fn upload_form(
        &self,
        name: &str,
        content: impl Into<Vec<u8>>,
        fields: &[(&str, &str)],
    ) -> Read {
        let mut form = reqwest::multipart::Form::new();
        for (key, value) in fields {
            form = form.text((*key).to_owned(), (*value).to_owned());
        }
        let part = reqwest::multipart::Part::bytes(content.into()).file_name(name.to_owned());
        let request = self.request(Method::POST, "/files").multipart(form.part("file", part));
        read(request.send().await.unwrap()).await
    }

    /// Uploads a batch file and returns its id.
    pub async fn upload(&self, content: impl Into<Vec<u8>>) -> String {
        id(&self.upload_form("input.jsonl", content, &[("purpose", "batch")]).await.ok())
    }

    /// Creates a batch and returns its id.
    pub async fn create(&self, file: &str) -> String {
        id(&self.post("/batches", order(file)).await.ok())
    }

    /// Uploads lines, creates a batch of them and returns its id.
    pub async fn submit(&self, lines: impl Into<Vec<u8>>) -> String {
        let file = self.upload(lines).await;
        self.create(&file).await
    }

    /// Runs a batch of `lines` lines that meets these faults, until it is final.
    pub async fn run_with(&self, faults: &Value, lines: usize) -> Value {
        let file = self.upload(chat_lines(lines)).await;
        let created = self.create_with(&file, faults).send().await.unwrap();
        self.ended(&id(&read(created).await.ok())).await
    }

    /// The number of batches that the list shows.
    pub async fn batches(&self) -> usize {
        self.get("/batches").await.ok()["data"].as_array().unwrap().len()
    }

    /// The batch once it has this status.
    pub async fn until(&self, id: &str, status: &str) -> Value {
        self.until_true(id, |batch| batch["status"] == status).await
    }

    /// The batch once it has completed or failed.
    pub async fn ended(&self, id: &str) -> Value {
        self.until_true(id, |batch| batch["status"] == "completed" || batch["status"] == "failed")
            .await
    }

    /// The batch once this holds. Each look yields to the server. The time limit is only there to
    /// end a test that fails.
    pub async fn until_true(&self, id: &str, holds: impl Fn(&Value) -> bool) -> Value {
        let mut last = Value::Null;
        let looking = async {
            loop {
                last = self.get(&format!("/batches/{id}")).await.ok();
                if holds(&last) {
                    return;
                }
                tokio::task::yield_now().await;
            }
        };
        if tokio::time::timeout(Duration::from_secs(30), looking).await.is_err() {
            panic!("still waiting: {last}");
        }
        last
    }

    pub async fn content(&self, file: &str) -> Vec<u8> {
        let path = format!("/files/{file}/content");
        let response = self.request(Method::GET, &path).send().await.unwrap();
        assert_eq!(response.status(), 200);
        response.bytes().await.unwrap().to_vec()
    }

    /// The text of the file that a batch's field names, or nothing if there is no file.
    pub async fn text(&self, batch: &Value, field: &str) -> String {
        match batch[field].as_str() {
            Some(file) => String::from_utf8(self.content(file).await).unwrap(),
            None => String::new(),
        }
    }

    /// The lines of the file that a batch's field names.
    pub async fn lines(&self, batch: &Value, field: &str) -> Vec<Value> {
        let text = self.text(batch, field).await;
        assert!(text.is_empty() || text.ends_with('\n'));
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// Everything the server sends on a connection of its own in response to a GET request, until
    /// it closes or resets the connection.
    pub async fn raw_get(&self, path: &str, faults: &Value) -> (Vec<u8>, Ended) {
        let mut socket = tokio::net::TcpStream::connect(self.server.address()).await.unwrap();
        let request =
            format!("GET /v1{path} HTTP/1.1\r\nhost: x\r\n{FAULT_HEADER}: {faults}\r\n\r\n");
        socket.write_all(request.as_bytes()).await.unwrap();
        let mut received = Vec::new();
        match socket.read_to_end(&mut received).await {
            Ok(_) => (received, Ended::Closed),
            Err(error) if error.kind() == std::io::ErrorKind::ConnectionReset => {
                (received, Ended::Reset)
            }
            Err(error) => panic!("{error}"),
        }
    }
}

/// How a server ended a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    Closed,
    Reset,
}

/// The custom ids of result lines, sorted.
pub fn ids(lines: &[Value]) -> Vec<&str> {
    let mut ids: Vec<&str> = lines.iter().map(|line| line["custom_id"].as_str().unwrap()).collect();
    ids.sort_unstable();
    ids
}

/// The ids of the objects on a page.
pub fn page_ids(page: &Value) -> Vec<String> {
    page["data"].as_array().unwrap().iter().map(id).collect()
}

/// Follows a list to its end and returns the ids, page by page.
pub async fn pages(api: &Api, path: &str) -> Vec<Vec<String>> {
    let mut pages = Vec::new();
    let mut after = String::new();
    loop {
        let page = api.get(&format!("{path}{after}")).await.ok();
        assert_eq!(page["object"], "list");
        let ids = page_ids(&page);
        assert_eq!(page["first_id"].as_str(), ids.first().map(String::as_str));
        assert_eq!(page["last_id"].as_str(), ids.last().map(String::as_str));
        after = format!("&after={}", page["last_id"].as_str().unwrap_or_default());
        pages.push(ids);
        if page["has_more"] == false {
            return pages;
        }
    }
}
