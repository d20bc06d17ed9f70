//! A small client for the tests: reqwest and JSON values, nothing of ours.
#![allow(unreachable_pub)]

use std::time::Duration;

use batch_local::{Builder, Server};
use reqwest::{Method, RequestBuilder, Response};
use serde_json::{Value, json};

/// A server and a client of it.
pub struct Api {
    pub server: Server,
    pub http: reqwest::Client,
}

/// An answer that has been read.
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

pub async fn read(response: Response) -> Read {
    Read {
        status: response.status().as_u16(),
        headers: response.headers().clone(),
        json: response.json().await.unwrap(),
    }
}

/// Lines for chat completions, with ids r1, r2, …
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

impl Api {
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}{path}", self.server.base_url()))
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

    /// Uploads a batch file; its id.
    pub async fn upload(&self, content: impl Into<Vec<u8>>) -> String {
        let file = self.upload_form("input.jsonl", content, &[("purpose", "batch")]).await.ok();
        file["id"].as_str().unwrap().to_owned()
    }

    pub fn order(&self, file: &str) -> Value {
        json!({"input_file_id": file, "endpoint": "/v1/chat/completions", "completion_window": "24h"})
    }

    /// Creates a batch; its id.
    pub async fn create(&self, file: &str) -> String {
        let batch = self.post("/batches", self.order(file)).await.ok();
        batch["id"].as_str().unwrap().to_owned()
    }

    /// Uploads lines and creates a batch of them; its id.
    pub async fn submit(&self, lines: impl Into<Vec<u8>>) -> String {
        let file = self.upload(lines).await;
        self.create(&file).await
    }

    /// The batch once it has this status.
    pub async fn until(&self, id: &str, status: &str) -> Value {
        self.until_true(id, |batch| batch["status"] == status).await
    }

    /// The batch once this is true of it. Each look yields to the server; nothing is timed but
    /// the test's own end.
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
            panic!("it never came to that: {last}");
        }
        last
    }

    pub async fn content(&self, file: &str) -> Vec<u8> {
        let path = format!("/files/{file}/content");
        let response = self.request(Method::GET, &path).send().await.unwrap();
        assert_eq!(response.status(), 200);
        response.bytes().await.unwrap().to_vec()
    }

    /// The lines of a file named by a batch's field; none when there is no file.
    pub async fn lines(&self, batch: &Value, field: &str) -> Vec<Value> {
        let Some(file) = batch[field].as_str() else {
            return Vec::new();
        };
        let content = self.content(file).await;
        let text = String::from_utf8(content).unwrap();
        assert!(text.ends_with('\n'));
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

/// The custom_ids of lines, sorted.
pub fn ids(lines: &[Value]) -> Vec<&str> {
    let mut ids: Vec<&str> = lines.iter().map(|line| line["custom_id"].as_str().unwrap()).collect();
    ids.sort_unstable();
    ids
}

/// Follows a list to its end; the ids seen, page by page.
pub async fn pages(api: &Api, path: &str) -> Vec<Vec<String>> {
    let mut pages = Vec::new();
    let mut after = String::new();
    loop {
        let page = api.get(&format!("{path}{after}")).await.ok();
        assert_eq!(page["object"], "list");
        let ids: Vec<String> = page["data"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| item["id"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(page["first_id"].as_str(), ids.first().map(String::as_str));
        assert_eq!(page["last_id"].as_str(), ids.last().map(String::as_str));
        after = format!("&after={}", page["last_id"].as_str().unwrap_or_default());
        pages.push(ids);
        if page["has_more"] == false {
            return pages;
        }
    }
}
