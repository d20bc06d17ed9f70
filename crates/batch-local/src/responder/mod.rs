//! Who answers the lines of a batch.

mod builtin;
#[cfg(feature = "forward")]
mod forward;
mod schema;

use std::future::Future;
use std::sync::Arc;

use futures_util::future::BoxFuture;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::json::{Fields, present, text};

#[cfg(feature = "forward")]
pub use forward::{Forward, InvalidForward};

/// One line of a batch, to be answered.
#[derive(Clone, Debug)]
pub struct Request {
    custom_id: String,
    url: String,
    body: Box<RawValue>,
}

impl Request {
    /// Reads a line that has been validated; `None` when it was not, after all.
    pub(crate) fn parse(line: &[u8]) -> Option<Self> {
        let fields: Fields<'_> = serde_json::from_slice(line).ok()?;
        Some(Self {
            custom_id: text(present(&fields, "custom_id")?)?.into_owned(),
            url: text(present(&fields, "url")?)?.into_owned(),
            body: present(&fields, "body")?.to_owned(),
        })
    }

    /// The line's own name, unique in its batch.
    #[must_use]
    pub fn custom_id(&self) -> &str {
        &self.custom_id
    }

    /// The endpoint, such as `/v1/chat/completions`.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The body as it stands in the file.
    #[must_use]
    pub fn body_text(&self) -> &str {
        self.body.get()
    }

    /// The body as a JSON value; null where it holds what a [`Value`] cannot, such as `1e999`.
    #[must_use]
    pub fn body(&self) -> Value {
        serde_json::from_str(self.body.get()).unwrap_or_default()
    }
}

/// The answer to one line.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Answer {
    /// What an HTTP request with this line would have brought. A 2xx goes to the output file,
    /// anything else to the error file; status 0 is a response that never came, as OpenAI
    /// records some.
    #[non_exhaustive]
    Response {
        /// HTTP status, or 0.
        status: u16,
        /// The body.
        body: Box<RawValue>,
    },
    /// The line was not answered at all: it goes to the error file with `response` null.
    #[non_exhaustive]
    Lost {
        /// Such as `batch_expired` or `request_timeout`.
        code: String,
        /// For people.
        message: String,
    },
}

impl Answer {
    /// A body with status 200.
    #[must_use]
    pub fn ok(body: Value) -> Self {
        Self::status(200, body)
    }

    /// A body with any status.
    #[must_use]
    pub fn status(status: u16, body: Value) -> Self {
        let body =
            serde_json::value::to_raw_value(&body).unwrap_or_else(|_| RawValue::NULL.to_owned());
        Self::Response { status, body }
    }

    /// A failure in the API's error envelope. The `type` follows from the status.
    #[must_use]
    pub fn error(status: u16, code: Option<&str>, message: &str) -> Self {
        let kind = match status {
            429 => "rate_limit_error",
            500.. => "server_error",
            _ => "invalid_request_error",
        };
        Self::status(
            status,
            serde_json::json!({"error": {"message": message, "type": kind, "param": null, "code": code}}),
        )
    }

    /// Status 0, no request id, an empty body: a response that never came.
    #[must_use]
    pub fn no_response() -> Self {
        Self::status(0, Value::Object(serde_json::Map::new()))
    }

    /// No response, but an error with a code.
    #[must_use]
    pub fn lost(code: impl Into<String>, message: impl Into<String>) -> Self {
        Self::Lost { code: code.into(), message: message.into() }
    }

    pub(crate) fn is_success(&self) -> bool {
        matches!(self, Self::Response { status, .. } if (200..300).contains(status))
    }
}

/// Who answers the lines of a batch.
///
/// Cheap to clone. The default is [`Responder::builtin`].
#[derive(Clone)]
pub struct Responder(Kind);

type Function = dyn Fn(Request) -> BoxFuture<'static, Answer> + Send + Sync;

#[derive(Clone)]
enum Kind {
    Builtin,
    Function(Arc<Function>),
    #[cfg(feature = "forward")]
    Forward(Forward),
}

impl Responder {
    /// Valid answers without a model behind them, always the same for the same line, for every
    /// endpoint a batch may call. Each carries `"made_by": "batch-local"`, and its text says so.
    #[must_use]
    pub fn builtin() -> Self {
        Self(Kind::Builtin)
    }

    /// Answers given by a function.
    ///
    /// A panic inside it becomes an answer with status 500.
    pub fn from_fn<F, A>(function: F) -> Self
    where
        F: Fn(Request) -> A + Send + Sync + 'static,
        A: Future<Output = Answer> + Send + 'static,
    {
        Self(Kind::Function(Arc::new(move |request| Box::pin(function(request)))))
    }

    /// Answers of an inference server.
    #[cfg(feature = "forward")]
    #[must_use]
    pub fn forward(to: Forward) -> Self {
        Self(Kind::Forward(to))
    }

    /// The answer to a line.
    pub(crate) fn answer(&self, request: Request) -> BoxFuture<'static, Answer> {
        match &self.0 {
            Kind::Builtin => Box::pin(std::future::ready(builtin::answer(&request))),
            Kind::Function(function) => function(request),
            #[cfg(feature = "forward")]
            Kind::Forward(forward) => Box::pin(forward.clone().answer(request)),
        }
    }
}

impl Default for Responder {
    fn default() -> Self {
        Self::builtin()
    }
}

impl std::fmt::Debug for Responder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self.0 {
            Kind::Builtin => "Responder::builtin",
            Kind::Function(_) => "Responder::from_fn",
            #[cfg(feature = "forward")]
            Kind::Forward(_) => "Responder::forward",
        })
    }
}
