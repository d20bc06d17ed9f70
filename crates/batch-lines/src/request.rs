//! A line of an input file.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::endpoint;

/// One line of a batch input file: one request to one endpoint.
///
/// The body is any type that serializes to what the endpoint expects: a type of your own, a
/// [`serde_json::Value`], or a `Box<RawValue>` to pass JSON through unchanged.
///
/// ```
/// use batch_lines::RequestLine;
/// use serde_json::json;
///
/// let line = RequestLine::chat_completion("q-1", json!({
///     "model": "gpt-4.1-mini",
///     "messages": [{"role": "user", "content": "Hello"}],
/// }));
/// assert!(serde_json::to_string(&line)?.starts_with(
///     r#"{"custom_id":"q-1","method":"POST","url":"/v1/chat/completions","body":{"#
/// ));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestLine<B> {
    /// Identifies the request; unique within a batch. Results arrive in any order and can be
    /// matched only by this id.
    pub custom_id: String,
    /// Always POST.
    pub method: Method,
    /// Path of the endpoint, for example [`endpoint::CHAT_COMPLETIONS`]; the same on all lines
    /// of a batch.
    pub url: Cow<'static, str>,
    /// The body of the request.
    pub body: B,
}

/// The HTTP method of a request line; the API accepts only POST.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Method {
    /// POST.
    #[default]
    #[serde(rename = "POST")]
    Post,
}

impl<B> RequestLine<B> {
    /// Creates a request to any endpoint.
    pub fn new(
        endpoint: impl Into<Cow<'static, str>>,
        custom_id: impl Into<String>,
        body: B,
    ) -> Self {
        Self { custom_id: custom_id.into(), method: Method::Post, url: endpoint.into(), body }
    }

    /// Creates a request to [`endpoint::CHAT_COMPLETIONS`].
    pub fn chat_completion(custom_id: impl Into<String>, body: B) -> Self {
        Self::new(endpoint::CHAT_COMPLETIONS, custom_id, body)
    }

    /// Creates a request to [`endpoint::RESPONSES`].
    pub fn response(custom_id: impl Into<String>, body: B) -> Self {
        Self::new(endpoint::RESPONSES, custom_id, body)
    }

    /// Creates a request to [`endpoint::EMBEDDINGS`].
    pub fn embedding(custom_id: impl Into<String>, body: B) -> Self {
        Self::new(endpoint::EMBEDDINGS, custom_id, body)
    }

    /// Creates a request to [`endpoint::COMPLETIONS`].
    pub fn completion(custom_id: impl Into<String>, body: B) -> Self {
        Self::new(endpoint::COMPLETIONS, custom_id, body)
    }

    /// Creates a request to [`endpoint::MODERATIONS`].
    pub fn moderation(custom_id: impl Into<String>, body: B) -> Self {
        Self::new(endpoint::MODERATIONS, custom_id, body)
    }

    /// Creates a request to [`endpoint::IMAGES_GENERATIONS`].
    pub fn image_generation(custom_id: impl Into<String>, body: B) -> Self {
        Self::new(endpoint::IMAGES_GENERATIONS, custom_id, body)
    }

    /// Creates a request to [`endpoint::IMAGES_EDITS`].
    pub fn image_edit(custom_id: impl Into<String>, body: B) -> Self {
        Self::new(endpoint::IMAGES_EDITS, custom_id, body)
    }

    /// Creates a request to [`endpoint::VIDEOS`].
    pub fn video(custom_id: impl Into<String>, body: B) -> Self {
        Self::new(endpoint::VIDEOS, custom_id, body)
    }
}
