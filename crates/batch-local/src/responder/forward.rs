//! Forwarding of lines to an inference server.

use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBuilder};
use futures_util::StreamExt;
use http::{HeaderMap, StatusCode, header};
use reqwest::Url;
use serde_json::value::RawValue;

use super::answer::Answer;
use super::request::Request;

/// An OpenAI-compatible inference server that answers the lines of batches.
///
/// The body of each line is sent unchanged to the line's `url`, with the base URL in place of
/// `/v1`. Connection failures, timeouts, and the statuses 408, 429, 500, 502, 503 and 504 are
/// retried with exponential backoff, or after the time in `retry-after`. An exhausted quota is not
/// retried. [`concurrency`](crate::Builder::concurrency) limits the lines in flight. Redirects are
/// not followed.
///
/// ```
/// use batch_local::{Forward, Responder, Server};
///
/// # fn main() -> Result<(), batch_local::InvalidForward> {
/// let inference = Forward::to("http://127.0.0.1:8000/v1")?.attempts(5);
/// let builder = Server::builder()
///     .responder(Responder::forward(inference))
///     .concurrency(16);
/// # let _ = builder;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
#[must_use]
pub struct Forward {
    base: String,
    client: reqwest::Client,
    key: Option<header::HeaderValue>,
    attempts: usize,
    timeout: Duration,
    first_pause: Duration,
}

/// An invalid setting of [`Forward`].
#[derive(Debug, thiserror::Error)]
#[error("cannot forward to {base:?}: {problem}")]
pub struct InvalidForward {
    base: String,
    problem: String,
}

/// Maximum length of an answer in bytes.
const MOST_BYTES: usize = 64 * 1024 * 1024;

/// Maximum pause between two attempts, even if `retry-after` asks for more.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

impl Forward {
    /// Forwards to the server with this base URL, such as `http://127.0.0.1:8000/v1`.
    ///
    /// # Errors
    /// If it is not an http or https URL, or has a user, password, query or fragment.
    pub fn to(base_url: &str) -> Result<Self, InvalidForward> {
        let invalid = |problem: String| InvalidForward {
            base: base_url.chars().take(200).collect(),
            problem,
        };
        let url = Url::parse(base_url)
            .map_err(|error| InvalidForward { base: String::new(), problem: error.to_string() })?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(invalid("the URL must start with http:// or https://".into()));
        }
        if !url.username().is_empty() || url.password().is_some() {
            // The URL contains a secret, so it is not repeated.
            return Err(InvalidForward {
                base: url.host_str().unwrap_or_default().into(),
                problem: "pass a key to api_key(), not in the URL".into(),
            });
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(invalid("a base URL cannot have a query or fragment".into()));
        }
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(Duration::from_secs(10))
            .build()
            .map_err(|error| invalid(error.to_string()))?;
        Ok(Self {
            base: url.as_str().trim_end_matches('/').to_owned(),
            client,
            key: None,
            attempts: 4,
            timeout: Duration::from_secs(600),
            first_pause: Duration::from_millis(500),
        })
    }

    /// Sends this key as bearer token. It never appears in output.
    ///
    /// # Errors
    /// If it contains characters that are invalid in a header.
    pub fn api_key(mut self, key: &str) -> Result<Self, InvalidForward> {
        let mut value =
            header::HeaderValue::try_from(format!("Bearer {key}")).map_err(|_| InvalidForward {
                base: self.base.clone(),
                problem: "the key contains characters that are invalid in a header".into(),
            })?;
        value.set_sensitive(true);
        self.key = Some(value);
        Ok(self)
    }

    /// Sets how often a line is sent at most. Defaults to 4, and is at least 1.
    pub fn attempts(mut self, attempts: usize) -> Self {
        self.attempts = attempts.max(1);
        self
    }

    /// Sets how long one attempt may take in total. Defaults to 10 minutes.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Sets the first pause between attempts, which doubles each time up to a minute. Defaults to
    /// half a second.
    pub fn first_pause(mut self, pause: Duration) -> Self {
        self.first_pause = pause;
        self
    }

    pub(super) async fn answer(self, request: Request) -> Answer {
        let mut pauses = ExponentialBuilder::default()
            .with_jitter()
            .with_min_delay(self.first_pause.min(LONGEST_PAUSE))
            .with_max_delay(LONGEST_PAUSE)
            .with_max_times(self.attempts - 1)
            .build();
        loop {
            let (answer, hint) = match self.attempt(&request).await {
                Attempt::Final(answer) => return answer,
                Attempt::Again { answer, hint } => (answer, hint),
            };
            let Some(pause) = pauses.next() else {
                return answer;
            };
            let pause = hint.unwrap_or(pause).min(LONGEST_PAUSE);
            tokio::time::sleep(pause).await;
        }
    }

    async fn attempt(&self, request: &Request) -> Attempt {
        let path = request.url();
        let path = path.strip_prefix("/v1").unwrap_or(path);
        let mut http = self
            .client
            .post(format!("{}{path}", self.base))
            .timeout(self.timeout)
            .header(header::CONTENT_TYPE, "application/json")
            .body(request.body_text().to_owned());
        if let Some(key) = &self.key {
            http = http.header(header::AUTHORIZATION, key.clone());
        }
        let response = match http.send().await {
            Ok(response) => response,
            Err(error) => return Attempt::failed(&error),
        };
        let status = response.status();
        let hint = retry_hint(response.headers());
        let body = match read(response).await {
            Ok(body) => body,
            Err(ReadError::Cut(error)) => return Attempt::failed(&error),
            Err(ReadError::TooLong) => {
                let message = format!("The response has more than {MOST_BYTES} bytes.");
                return Attempt::Final(Answer::lost("response_too_large", message));
            }
        };
        let quota_spent =
            status == StatusCode::TOO_MANY_REQUESTS && contains(&body, b"insufficient_quota");
        let answer = as_answer(status, body);
        if is_transient(status) && !quota_spent {
            Attempt::Again { answer, hint }
        } else {
            Attempt::Final(answer)
        }
    }
}

/// The outcome of sending a line once.
enum Attempt {
    Final(Answer),
    /// Worth a retry. This is the answer if there is none.
    Again {
        answer: Answer,
        hint: Option<Duration>,
    },
}

impl Attempt {
    fn failed(error: &reqwest::Error) -> Self {
        let answer = if error.is_timeout() {
            Answer::lost("request_timeout", "The inference server did not respond in time.")
        } else if error.is_connect() {
            Answer::lost("server_unreachable", "The inference server is unreachable.")
        } else {
            Answer::lost("connection_lost", "The connection to the inference server was lost.")
        };
        Self::Again { answer, hint: None }
    }
}

enum ReadError {
    Cut(reqwest::Error),
    TooLong,
}

async fn read(response: reqwest::Response) -> Result<Vec<u8>, ReadError> {
    let mut body = Vec::new();
    let mut chunks = response.bytes_stream();
    while let Some(chunk) = chunks.next().await {
        body.extend_from_slice(&chunk.map_err(ReadError::Cut)?);
        if body.len() > MOST_BYTES {
            return Err(ReadError::TooLong);
        }
    }
    Ok(body)
}

/// Turns a body that is not JSON into an error in the API's envelope.
fn as_answer(status: StatusCode, body: Vec<u8>) -> Answer {
    let text = String::from_utf8_lossy(&body);
    match serde_json::from_str::<Box<RawValue>>(&text) {
        Ok(body) => Answer::Response { status: status.as_u16(), body },
        Err(_) => {
            let start: String = text.chars().take(500).collect();
            // A success without a readable body is a failure.
            let status = if status.is_success() { StatusCode::BAD_GATEWAY } else { status };
            let message =
                format!("The inference server responded with something other than JSON: {start}");
            Answer::error(status.as_u16(), None, &message)
        }
    }
}

fn is_transient(status: StatusCode) -> bool {
    matches!(status.as_u16(), 408 | 429 | 500 | 502 | 503 | 504)
}

fn retry_hint(headers: &HeaderMap) -> Option<Duration> {
    let number = |name: &str| -> Option<f64> { headers.get(name)?.to_str().ok()?.parse().ok() };
    let seconds =
        number("retry-after-ms").map(|ms| ms / 1_000.0).or_else(|| number("retry-after"))?;
    Duration::try_from_secs_f64(seconds).ok()
}

fn contains(body: &[u8], word: &[u8]) -> bool {
    body.windows(word.len()).any(|window| window == word)
}

impl std::fmt::Debug for Forward {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Forward")
            .field("base", &self.base)
            .field("attempts", &self.attempts)
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}
