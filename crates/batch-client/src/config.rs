//! What a client is made from.

use std::sync::Arc;
use std::time::Duration;

use http::header::{AUTHORIZATION, HeaderName, HeaderValue};
use secrecy::{ExposeSecret, SecretString};

use crate::credentials::Credentials;
use crate::generated::Client;
use crate::transport::{Http, Inner, Transport};

/// The base URL of OpenAI's own API.
pub const OPENAI_BASE_URL: &str = "https://api.openai.com/v1";

/// Time to connect, unless set otherwise.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// Silence that is tolerated, unless set otherwise. Servers take their time over a create.
const IDLE_TIMEOUT: Duration = Duration::from_secs(120);

/// What a [`Client`] is made from.
///
/// | setting | default | from the environment |
/// |---|---|---|
/// | [`base_url`](Self::base_url) | `https://api.openai.com/v1` | `OPENAI_BASE_URL` |
/// | [`token`](Self::token) | none | `OPENAI_API_KEY` |
/// | [`organization`](Self::organization) | none | `OPENAI_ORG_ID` |
/// | [`project`](Self::project) | none | `OPENAI_PROJECT_ID` |
/// | [`header`](Self::header), [`query`](Self::query) | none | |
/// | [`connect_timeout`](Self::connect_timeout) | 10 s | |
/// | [`idle_timeout`](Self::idle_timeout) | 120 s | |
/// | [`http_client`](Self::http_client) | one of its own | |
///
/// There is no total timeout: a transfer takes as long as its file is large.
///
/// ```
/// use batch_client::Config;
///
/// // An Azure-style server: a key in a header of its own, and a version in the query.
/// let client = Config::new()
///     .base_url("https://example.com/openai/v1")
///     .header("api-key", "secret")
///     .query("api-version", "preview")
///     .build()?;
/// assert!(!format!("{client:?}").contains("secret"));
/// # Ok::<(), batch_client::ConfigError>(())
/// ```
#[derive(Clone, Debug)]
#[must_use = "a configuration does nothing until it is built"]
pub struct Config {
    base_url: String,
    token: Option<SecretString>,
    organization: Option<String>,
    project: Option<String>,
    headers: Vec<(String, SecretString)>,
    query: Vec<(String, SecretString)>,
    connect_timeout: Option<Duration>,
    idle_timeout: Option<Duration>,
    http_client: Option<reqwest::Client>,
}

/// Why a configuration cannot be used. It never holds a value that may be secret.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// The base URL cannot be used as one.
    #[error("the base URL {what}")]
    BaseUrl {
        /// What is wrong with it.
        what: String,
    },
    /// A header cannot be sent.
    #[error(
        "the header {name:?} cannot be sent: its {part} has characters that no header may have"
    )]
    Header {
        /// The header's name.
        name: String,
        /// `name` or `value`.
        part: &'static str,
    },
    /// A timeout of zero would fail every request.
    #[error("the {which} timeout must be longer than zero; use None for no timeout")]
    Timeout {
        /// `connect` or `idle`.
        which: &'static str,
    },
    /// An environment variable is not Unicode.
    #[error("the environment variable {name} is not valid Unicode")]
    Environment {
        /// The variable's name.
        name: &'static str,
    },
    /// The HTTP client could not be set up.
    #[error("the HTTP client could not be set up")]
    HttpClient(#[source] reqwest::Error),
}

impl Default for Config {
    fn default() -> Self {
        Self::new()
    }
}

impl Config {
    /// OpenAI's base URL and no token. The environment is not looked at.
    pub fn new() -> Self {
        Self {
            base_url: OPENAI_BASE_URL.to_owned(),
            token: None,
            organization: None,
            project: None,
            headers: Vec::new(),
            query: Vec::new(),
            connect_timeout: Some(CONNECT_TIMEOUT),
            idle_timeout: Some(IDLE_TIMEOUT),
            http_client: None,
        }
    }

    /// What the environment says: `OPENAI_BASE_URL`, `OPENAI_API_KEY`, `OPENAI_ORG_ID` and
    /// `OPENAI_PROJECT_ID`. A variable that is empty counts as absent.
    ///
    /// # Errors
    /// [`ConfigError::Environment`] where one is not Unicode. That there is no token is no error:
    /// servers of one's own often want none. [`has_token`](Self::has_token) tells.
    pub fn from_env() -> Result<Self, ConfigError> {
        Self::from_lookup(|name| match std::env::var(name) {
            Ok(value) => Ok(Some(value)),
            Err(std::env::VarError::NotPresent) => Ok(None),
            Err(std::env::VarError::NotUnicode(_)) => Err(ConfigError::Environment { name }),
        })
    }

    fn from_lookup(
        lookup: impl Fn(&'static str) -> Result<Option<String>, ConfigError>,
    ) -> Result<Self, ConfigError> {
        let lookup = |name| Ok(lookup(name)?.filter(|value| !value.trim().is_empty()));
        let mut config = Self::new();
        if let Some(url) = lookup("OPENAI_BASE_URL")? {
            config.base_url = url;
        }
        config.token = lookup("OPENAI_API_KEY")?.map(SecretString::from);
        config.organization = lookup("OPENAI_ORG_ID")?;
        config.project = lookup("OPENAI_PROJECT_ID")?;
        Ok(config)
    }

    /// Where the API is, as in `http://127.0.0.1:8000/v1`. A slash at its end makes no difference.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = url.into();
        self
    }

    /// The API key, sent as a bearer token. White space around it is dropped.
    pub fn token(mut self, token: impl Into<SecretString>) -> Self {
        self.token = Some(token.into());
        self
    }

    /// Whether there is a token.
    #[must_use]
    pub fn has_token(&self) -> bool {
        self.token.is_some()
    }

    /// The organisation that is billed, sent as `OpenAI-Organization`.
    pub fn organization(mut self, id: impl Into<String>) -> Self {
        self.organization = Some(id.into());
        self
    }

    /// The project that is billed, sent as `OpenAI-Project`.
    pub fn project(mut self, id: impl Into<String>) -> Self {
        self.project = Some(id.into());
        self
    }

    /// A header for every request. It takes the place of one of the same name, the token's too.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<SecretString>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// A query pair for every request.
    pub fn query(mut self, name: impl Into<String>, value: impl Into<SecretString>) -> Self {
        self.query.push((name.into(), value.into()));
        self
    }

    /// How long connecting may take. It has no effect on a client given to
    /// [`http_client`](Self::http_client).
    pub fn connect_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.connect_timeout = timeout.into();
        self
    }

    /// How long nothing may move on a connection, while a body is sent, an answer is waited for, or
    /// a body is received. `None` waits for ever.
    pub fn idle_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.idle_timeout = timeout.into();
        self
    }

    /// An HTTP client of the caller's own, for proxies, certificates or a shared pool.
    ///
    /// Build it with `redirect(Policy::none())`: redirects are then followed here, where they carry
    /// no credentials to another host. Its own policy would send extra headers along. Set no total
    /// timeout on it, which would cut large transfers.
    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        self.http_client = Some(client);
        self
    }

    /// Makes the client.
    ///
    /// # Errors
    /// [`ConfigError`] where the base URL is no http(s) URL or holds credentials, a query or a
    /// fragment; where a header has characters that cannot be sent; where a timeout is zero.
    pub fn build(self) -> Result<Client, ConfigError> {
        let base_url = check_base_url(&self.base_url)?;
        for (which, timeout) in [("connect", self.connect_timeout), ("idle", self.idle_timeout)] {
            if timeout == Some(Duration::ZERO) {
                return Err(ConfigError::Timeout { which });
            }
        }
        let credentials = Arc::new(self.credentials()?);
        let client = match self.http_client {
            Some(client) => client,
            None => http_client(self.connect_timeout)?,
        };
        let transport = Transport::new(Http {
            client: client.clone(),
            credentials: Arc::clone(&credentials),
            idle_timeout: self.idle_timeout,
        });
        let inner = Inner { transport, extensions: http::Extensions::new(), credentials };
        Ok(Client::new_with_client(&base_url, client, inner))
    }

    fn credentials(&self) -> Result<Credentials, ConfigError> {
        let mut credentials = Credentials::default();
        if let Some(token) = &self.token {
            let token = token.expose_secret().trim();
            let value = header_value(AUTHORIZATION.as_str(), &format!("Bearer {token}"))?;
            credentials.header(AUTHORIZATION, value, token);
        }
        let ids = [("openai-organization", &self.organization), ("openai-project", &self.project)];
        for (name, id) in ids {
            if let Some(id) = id {
                let value = header_value(name, id)?;
                credentials.header(HeaderName::from_static(name), value, "");
            }
        }
        for (name, value) in &self.headers {
            let header = HeaderName::from_bytes(name.as_bytes()).map_err(|_| {
                let name = name.clone();
                ConfigError::Header { name, part: "name" }
            })?;
            let secret = value.expose_secret();
            credentials.header(header, header_value(name, secret)?, secret);
        }
        for (name, value) in &self.query {
            credentials.query(name.clone(), value.clone());
        }
        Ok(credentials)
    }
}

impl Client {
    /// A client from the environment, as [`Config::from_env`] reads it.
    ///
    /// # Errors
    /// [`ConfigError`] where what the environment says cannot be used.
    pub fn from_env() -> Result<Self, ConfigError> {
        Config::from_env()?.build()
    }
}

fn header_value(name: &str, value: &str) -> Result<HeaderValue, ConfigError> {
    HeaderValue::from_str(value)
        .map_err(|_| ConfigError::Header { name: name.to_owned(), part: "value" })
}

fn check_base_url(url: &str) -> Result<String, ConfigError> {
    let wrong = |what: String| ConfigError::BaseUrl { what };
    // The text itself is not repeated: it may hold a password.
    let parsed = reqwest::Url::parse(url.trim())
        .map_err(|error| wrong(format!("cannot be parsed: {error}")))?;
    if !matches!(parsed.scheme(), "http" | "https") {
        let scheme = parsed.scheme();
        return Err(wrong(format!("begins with {scheme}:, not http: or https:")));
    }
    if !parsed.username().is_empty() || parsed.password().is_some() {
        return Err(wrong("holds credentials; give them as a token or header".into()));
    }
    if parsed.query().is_some() || parsed.fragment().is_some() {
        return Err(wrong("has a query or fragment; give query pairs apart".into()));
    }
    Ok(parsed.as_str().trim_end_matches('/').to_owned())
}

fn http_client(connect_timeout: Option<Duration>) -> Result<reqwest::Client, ConfigError> {
    let mut builder = reqwest::Client::builder()
        .user_agent(concat!("batch-client/", env!("CARGO_PKG_VERSION")))
        .redirect(reqwest::redirect::Policy::none());
    if let Some(timeout) = connect_timeout {
        builder = builder.connect_timeout(timeout);
    }
    builder.build().map_err(ConfigError::HttpClient)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environment_is_read_and_empty_variables_are_absent() {
        let config = Config::from_lookup(|name| {
            Ok(match name {
                "OPENAI_BASE_URL" => Some("http://localhost:1/v1/".into()),
                "OPENAI_API_KEY" => Some(" ".into()),
                "OPENAI_ORG_ID" => Some("org-1".into()),
                _ => None,
            })
        })
        .unwrap();
        assert!(!config.has_token());
        assert_eq!(config.organization.as_deref(), Some("org-1"));
        assert_eq!(config.build().unwrap().base_url(), "http://localhost:1/v1");
    }

    #[test]
    fn what_cannot_work_is_refused_when_built() {
        let table = [
            (Config::new().base_url("nonsense"), "cannot be parsed"),
            (Config::new().base_url("ftp://host/v1"), "ftp:"),
            (Config::new().base_url("http://me:secret@host"), "credentials"),
            (Config::new().base_url("http://host/v1?a=b"), "query"),
            (Config::new().token("sk-\nsecret"), "\"authorization\""),
            (Config::new().header("a b", "secret"), "\"a b\""),
            (Config::new().idle_timeout(Duration::ZERO), "idle timeout"),
        ];
        for (config, part) in table {
            let error = config.build().unwrap_err().to_string();
            assert!(error.contains(part), "{error}");
            assert!(!error.contains("secret"), "{error}");
        }
    }
}
