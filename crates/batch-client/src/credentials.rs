//! What authorises a request, and how it is kept out of everything else.

use std::borrow::Cow;
use std::fmt;

use http::{HeaderMap, HeaderName, HeaderValue};
use secrecy::{ExposeSecret, SecretString};

/// Headers and query pairs that go with every request to the base URL, and nowhere else.
#[derive(Clone, Default)]
pub(crate) struct Credentials {
    headers: HeaderMap,
    query: Vec<(String, SecretString)>,
    /// Every value that must not be seen, for [`Credentials::redact`].
    secrets: Vec<SecretString>,
}

/// Shorter values are words, not secrets: redacting `v1` would only garble messages.
const SHORTEST_SECRET: usize = 6;

impl Credentials {
    /// Adds a header whose value is never shown.
    pub(crate) fn header(&mut self, name: HeaderName, mut value: HeaderValue, secret: &str) {
        value.set_sensitive(true);
        self.headers.insert(name, value);
        self.keep_secret(secret);
    }

    /// Adds a query pair whose value is never shown.
    pub(crate) fn query(&mut self, name: String, value: SecretString) {
        self.keep_secret(value.expose_secret());
        self.query.push((name, value));
    }

    fn keep_secret(&mut self, secret: &str) {
        if secret.len() >= SHORTEST_SECRET {
            self.secrets.push(secret.into());
        }
    }

    /// Puts the headers and query pairs on a request. A header that the request has already stays.
    pub(crate) fn apply(&self, request: &mut reqwest::Request) {
        for (name, value) in &self.headers {
            request.headers_mut().entry(name).or_insert_with(|| value.clone());
        }
        if !self.query.is_empty() {
            let mut pairs = request.url_mut().query_pairs_mut();
            for (name, value) in &self.query {
                pairs.append_pair(name, value.expose_secret());
            }
        }
    }

    /// The names of the headers, to take them off a request to another host.
    pub(crate) fn header_names(&self) -> impl Iterator<Item = &HeaderName> {
        self.headers.keys()
    }

    /// A text in which no secret stands any more: servers like to repeat a key they refuse.
    pub(crate) fn redact<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let mut text = Cow::Borrowed(text);
        for secret in &self.secrets {
            if text.contains(secret.expose_secret()) {
                text = Cow::Owned(text.replace(secret.expose_secret(), "[redacted]"));
            }
        }
        text
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials")
            .field("headers", &self.headers.keys().collect::<Vec<_>>())
            .field("query", &self.query.iter().map(|(name, _)| name).collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}
