//! The credentials of a client.

use std::fmt;

use http::header::{AUTHORIZATION, COOKIE, PROXY_AUTHORIZATION};
use http::{HeaderMap, HeaderName, HeaderValue};
use secrecy::{ExposeSecret, SecretString};

use crate::redact::Redactor;

/// The headers and query pairs of every request to the base URL, and of no other.
#[derive(Clone, Default)]
pub(crate) struct Credentials {
    headers: HeaderMap,
    query: Vec<(String, SecretString)>,
    redactor: Redactor,
}

impl Credentials {
    /// Adds a header. `secret` is the part of the value that must not occur in any text.
    pub(crate) fn header(&mut self, name: HeaderName, mut value: HeaderValue, secret: &str) {
        value.set_sensitive(true);
        self.headers.insert(name, value);
        self.redactor.add(secret);
        // In `Bearer KEY`, the key is a secret by itself.
        if let Some((_, key)) = secret.split_once(' ') {
            self.redactor.add(key.trim());
        }
    }

    /// Adds a query pair.
    pub(crate) fn query(&mut self, name: String, value: SecretString) {
        self.redactor.add(value.expose_secret());
        self.query.push((name, value));
    }

    /// Adds the credentials to a request. Headers and query pairs that the request already has take
    /// precedence over those of the same name.
    pub(crate) fn apply(&self, request: &mut reqwest::Request) {
        for (name, value) in &self.headers {
            request.headers_mut().entry(name).or_insert_with(|| value.clone());
        }
        let url = request.url_mut();
        let present: Vec<_> = url.query_pairs().map(|(name, _)| name.into_owned()).collect();
        for (name, value) in self.query.iter().filter(|(name, _)| !present.contains(name)) {
            url.query_pairs_mut().append_pair(name, value.expose_secret());
        }
    }

    /// Removes everything from a request that may authorize it: the headers of these credentials,
    /// the standard ones, those marked as sensitive, and the query pairs of these credentials.
    pub(crate) fn remove(&self, request: &mut reqwest::Request) {
        let headers = request.headers_mut();
        let sensitive = headers.iter().filter(|(_, value)| value.is_sensitive());
        let mut names: Vec<_> = sensitive.map(|(name, _)| name.clone()).collect();
        names.extend([AUTHORIZATION, COOKIE, PROXY_AUTHORIZATION]);
        names.extend(self.headers.keys().cloned());
        for name in names {
            headers.remove(name);
        }
        self.remove_query(request.url_mut());
    }

    /// Removes the query pairs that a server copied into the location of a redirect.
    fn remove_query(&self, url: &mut reqwest::Url) {
        let ours = |name: &str, value: &str| {
            self.query.iter().any(|(n, v)| n == name && v.expose_secret() == value)
        };
        let pairs: Vec<_> = url.query_pairs().into_owned().collect();
        if !pairs.iter().any(|(name, value)| ours(name, value)) {
            return;
        }
        url.set_query(None);
        for (name, value) in pairs.iter().filter(|(name, value)| !ours(name, value)) {
            url.query_pairs_mut().append_pair(name, value);
        }
    }

    pub(crate) fn redactor(&self) -> &Redactor {
        &self.redactor
    }
}

/// Contains names, but no values.
impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials")
            .field("headers", &self.headers.keys().collect::<Vec<_>>())
            .field("query", &self.query.iter().map(|(name, _)| name).collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::Method;

    fn credentials() -> Credentials {
        let mut credentials = Credentials::default();
        credentials.header(
            AUTHORIZATION,
            HeaderValue::from_static("Bearer planted-key"),
            "planted-key",
        );
        let name = HeaderName::from_static("x-key");
        credentials.header(
            name,
            HeaderValue::from_static("Key planted-other"),
            "Key planted-other",
        );
        credentials.query("api-version".into(), "planted version".into());
        credentials
    }

    fn request(url: &str) -> reqwest::Request {
        reqwest::Request::new(Method::GET, url.parse().unwrap())
    }

    #[test]
    fn headers_are_added_as_sensitive_values() {
        let mut request = request("http://host/");
        credentials().apply(&mut request);
        assert_eq!(request.headers().len(), 2);
        assert!(request.headers().values().all(HeaderValue::is_sensitive));
        assert!(!format!("{:?}", request.headers()).contains("planted"));
    }

    #[test]
    fn headers_and_query_pairs_of_the_request_are_kept() {
        let mut request = request("http://host/?limit=1&api-version=mine");
        request.headers_mut().insert("x-key", HeaderValue::from_static("mine"));
        credentials().apply(&mut request);
        assert_eq!(request.headers().get_all("x-key").iter().collect::<Vec<_>>(), ["mine"]);
        assert_eq!(request.headers()[AUTHORIZATION], "Bearer planted-key");
        assert_eq!(request.url().query(), Some("limit=1&api-version=mine"));
    }

    #[test]
    fn query_pairs_are_encoded_and_added_once() {
        let mut request = request("http://host/?limit=1");
        credentials().apply(&mut request);
        credentials().apply(&mut request);
        assert_eq!(request.url().query(), Some("limit=1&api-version=planted+version"));
    }

    #[test]
    fn everything_that_authorizes_is_removed_and_nothing_else() {
        let mut request = request("http://host/");
        let headers = request.headers_mut();
        for name in [COOKIE, PROXY_AUTHORIZATION] {
            headers.insert(name, HeaderValue::from_static("planted"));
        }
        let mut own = HeaderValue::from_static("planted");
        own.set_sensitive(true);
        headers.insert("x-own", own);
        headers.insert("accept", HeaderValue::from_static("application/json"));
        credentials().apply(&mut request);
        assert_eq!(request.headers().len(), 6);
        request
            .url_mut()
            .query_pairs_mut()
            .append_pair("api-version", "another")
            .append_pair("a", "b");
        credentials().remove(&mut request);
        assert_eq!(request.headers().keys().collect::<Vec<_>>(), ["accept"]);
        assert_eq!(request.url().query(), Some("api-version=another&a=b"));
    }

    #[test]
    fn a_header_of_the_request_itself_is_removed_if_it_has_the_name_of_a_credential() {
        let mut request = request("http://host/");
        request.headers_mut().insert("x-key", HeaderValue::from_static("mine"));
        credentials().remove(&mut request);
        assert!(request.headers().is_empty());
    }

    #[test]
    fn the_url_of_a_request_without_our_pairs_is_not_rewritten() {
        let mut request = request("http://host/?a=%7e&b");
        credentials().remove(&mut request);
        assert_eq!(request.url().query(), Some("a=%7e&b"));
    }

    #[test]
    fn secrets_are_redacted_with_and_without_their_scheme() {
        let credentials = credentials();
        let text = "planted-key, Key planted-other, planted-other, planted%20version";
        assert_eq!(
            credentials.redactor().redact(text),
            "[redacted], [redacted], [redacted], [redacted]"
        );
        let debug = format!("{credentials:?}");
        assert!(debug.contains("x-key") && debug.contains("api-version"), "{debug}");
        assert!(!debug.contains("planted"), "{debug}");
    }
}
