//! Answers of a model, parsed into the requested type.

use std::borrow::Cow;

use serde::Deserialize;
use serde::de::DeserializeOwned;

/// The reason why an answer does not have the requested type.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AnswerError {
    /// The model refused to answer.
    #[error("the model refused: {text}")]
    Refused {
        /// The refusal.
        text: String,
    },
    /// The answer was cut off: raise the token limit, or ask for a shorter answer.
    #[error("the answer was cut off ({reason}) after {} bytes", .partial.len())]
    Truncated {
        /// For example `length` or `max_output_tokens`.
        reason: String,
        /// The text up to the cut.
        partial: String,
    },
    /// A content filter withheld the answer.
    #[error("the answer was withheld by a content filter")]
    Filtered,
    /// The answer has no text, for example only tool calls.
    #[error("the answer has no text")]
    NoText,
    /// The text of the answer does not have the requested type.
    #[error("the answer does not have the requested type: {source}")]
    Mismatch {
        /// Where the text differs.
        source: serde_json::Error,
        /// The text of the answer.
        text: String,
    },
    /// The body is not a response of this endpoint.
    #[error("the body is not a response of this endpoint: {0}")]
    Body(#[source] serde_json::Error),
}

#[derive(Deserialize)]
struct Chat<'a> {
    #[serde(borrow)]
    choices: Vec<Choice<'a>>,
}

#[derive(Deserialize)]
struct Choice<'a> {
    #[serde(borrow, default)]
    finish_reason: Option<Cow<'a, str>>,
    #[serde(borrow)]
    message: Message<'a>,
}

#[derive(Deserialize)]
struct Message<'a> {
    #[serde(borrow, default)]
    content: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    refusal: Option<Cow<'a, str>>,
}

/// Parses the text of the first choice of a chat completion as `T`.
///
/// # Errors
///
/// [`AnswerError`], which distinguishes refusal, truncation and filtering from text that does
/// not parse.
pub fn chat_answer<T: DeserializeOwned>(body: &str) -> Result<T, AnswerError> {
    let chat: Chat<'_> = serde_json::from_str(body).map_err(AnswerError::Body)?;
    let choice = chat.choices.into_iter().next().ok_or(AnswerError::NoText)?;
    if let Some(text) = choice.message.refusal.filter(|text| !text.is_empty()) {
        return Err(AnswerError::Refused { text: text.into_owned() });
    }
    let text = choice.message.content.unwrap_or_default();
    match choice.finish_reason.as_deref() {
        Some("content_filter") => Err(AnswerError::Filtered),
        Some(reason @ ("length" | "max_tokens")) => Err(truncated(reason, text)),
        _ => parse(text),
    }
}

#[derive(Deserialize)]
struct Response<'a> {
    #[serde(borrow, default)]
    status: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    incomplete_details: Option<Incomplete<'a>>,
    #[serde(borrow)]
    output: Vec<Item<'a>>,
}

#[derive(Deserialize)]
struct Incomplete<'a> {
    #[serde(borrow, default)]
    reason: Option<Cow<'a, str>>,
}

#[derive(Deserialize)]
struct Item<'a> {
    #[serde(borrow, default, rename = "type")]
    kind: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    content: Option<Vec<Part<'a>>>,
}

#[derive(Deserialize)]
struct Part<'a> {
    #[serde(borrow, default, rename = "type")]
    kind: Cow<'a, str>,
    #[serde(borrow, default)]
    text: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    refusal: Option<Cow<'a, str>>,
}

/// Parses the text of the messages in a body of `/v1/responses` as `T`.
///
/// # Errors
///
/// As [`chat_answer`].
pub fn response_answer<T: DeserializeOwned>(body: &str) -> Result<T, AnswerError> {
    let response: Response<'_> = serde_json::from_str(body).map_err(AnswerError::Body)?;
    let messages = response
        .output
        .into_iter()
        .filter(|item| item.kind.as_deref().is_none_or(|kind| kind == "message"));
    let mut text = String::new();
    for part in messages.filter_map(|item| item.content).flatten() {
        if part.kind == "refusal" {
            return Err(AnswerError::Refused {
                text: part.refusal.unwrap_or_default().into_owned(),
            });
        }
        text.push_str(&part.text.unwrap_or_default());
    }
    if response.status.as_deref() == Some("incomplete") {
        let details = response.incomplete_details;
        let reason = details.and_then(|details| details.reason);
        return Err(match reason.as_deref() {
            Some("content_filter") => AnswerError::Filtered,
            reason => truncated(reason.unwrap_or("incomplete"), text.into()),
        });
    }
    parse(text.into())
}

fn truncated(reason: &str, text: Cow<'_, str>) -> AnswerError {
    AnswerError::Truncated { reason: reason.to_owned(), partial: text.into_owned() }
}

fn parse<T: DeserializeOwned>(text: Cow<'_, str>) -> Result<T, AnswerError> {
    if text.trim().is_empty() {
        return Err(AnswerError::NoText);
    }
    serde_json::from_str(&text)
        .map_err(|source| AnswerError::Mismatch { source, text: text.into_owned() })
}
