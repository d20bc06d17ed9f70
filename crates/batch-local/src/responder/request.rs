//! One line of a batch, as a responder sees it.

use serde_json::Value;
use serde_json::value::RawValue;

use crate::json::{Fields, present, text};

/// One line of a batch.
#[derive(Clone, Debug)]
pub struct Request {
    custom_id: String,
    url: String,
    body: Box<RawValue>,
}

impl Request {
    /// Parses a line that has been validated. `None` if it is not a request after all.
    pub(crate) fn parse(line: &[u8]) -> Option<Self> {
        let fields: Fields<'_> = serde_json::from_slice(line).ok()?;
        Some(Self {
            custom_id: text(present(&fields, "custom_id")?)?.into_owned(),
            url: text(present(&fields, "url")?)?.into_owned(),
            body: present(&fields, "body")?.to_owned(),
        })
    }

    /// The `custom_id`, unique in its batch.
    #[must_use]
    pub fn custom_id(&self) -> &str {
        &self.custom_id
    }

    /// The endpoint, such as `/v1/chat/completions`.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The body as it is in the file.
    #[must_use]
    pub fn body_text(&self) -> &str {
        self.body.get()
    }

    /// The body as a JSON value. Null if it contains what a [`Value`] cannot hold, such as `1e999`.
    #[must_use]
    pub fn body(&self) -> Value {
        serde_json::from_str(self.body.get()).unwrap_or_default()
    }
}
