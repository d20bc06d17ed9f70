//! The configuration of a client.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::header::{AUTHORIZATION, HeaderName, HeaderValue};
use secrecy::{ExposeSecret, SecretString};

use crate::base_url;
use crate::call::Transport;
use crate::config_error::ConfigError;
use crate::credentials::Credentials;
use crate::generated::Client;
use crate::inner::Inner;
use crate::sender::Sender;

/// The base URL of the OpenAI API.
pub const OPENAI_BASE_URL: &str = "https://api.openai.com/v1";

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// Servers can take a minute or more to respond to a create.
const IDLE_TIMEOUT: Duration = Duration::from_secs(120);

/// The configuration of a [`Client`].
///
/// | Setting | Default | Environment variable |
/// |---|---|---|
/// | [`base_url`](Self::base_url) | `https://api.openai.com/v1` | `OPENAI_BASE_URL` |
/// | [`token`](Self::token) | none | `OPENAI_API_KEY` |
/// | [`organization`](Self::organization) | none | `OPENAI_ORG_ID` |
/// | [`project`](Self::project) | none | `OPENAI_PROJECT_ID` |
/// | [`header`](Self::header), [`query`](Self::query) | none | |
/// | [`connect_timeout`](Self::connect_timeout) | 10 s | |
/// | [`idle_timeout`](Self::idle_timeout) | 120 s | |
/// | [`http_client`](Self::http_client) | a new one | |
///
/// There is no total timeout, so a transfer may take as long as its size requires.
///
/// Tokens and the values of headers and query pairs are secrets: they do not occur in `Debug` output,
/// in errors, or in responses that repeat them. Values shorter than 6 bytes are not removed from
/// responses, because they are likely to occur by chance.
///
/// ```
/// use batch_client::Config;
///
/// // An Azure-style server expects the key in its own header and a version in the query.
/// let client = Config::new()
///     .base_url("https://example.com/openai/v1")
///     .header("api-key", "secret")
///     .query("api-version", "preview")
///     .build()?;
/// assert!(!format!("{client:?}").contains("secret"));
/// # Ok::<(), batch_client::ConfigError>(())
/// ```
#[derive(Clone)]
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

impl Default for Config {
    fn default() -> Self {
        Self::new()
    }
}

impl Config {
    /// Creates a configuration with the defaults, without reading the environment.
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

    /// Creates a configuration from the environment variables `OPENAI_BASE_URL`, `OPENAI_API_KEY`,
    /// `OPENAI_ORG_ID`, and `OPENAI_PROJECT_ID`. Empty variables are ignored.
    ///
    /// The API key is optional, because many compatible servers do not require one. Use
    /// [`has_token`](Self::has_token) to check for it.
    ///
    /// # Errors
    ///
    /// Returns [`ConfigError::Environment`] if the value of a variable is not valid Unicode.
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

    /// Sets the base URL, such as `http://127.0.0.1:8000/v1`. Trailing slashes are ignored.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = url.into();
        self
    }

    /// Sets the API key, which is sent as a bearer token. Surrounding whitespace is removed.
    pub fn token(mut self, token: impl Into<SecretString>) -> Self {
        self.token = Some(token.into());
        self
    }

    /// Returns whether there is an API key.
    #[must_use]
    pub fn has_token(&self) -> bool {
        self.token.is_some()
    }

    /// Sets the ID of the organization to bill, which is sent as `OpenAI-Organization`.
    pub fn organization(mut self, id: impl Into<String>) -> Self {
        self.organization = Some(id.into());
        self
    }

    /// Sets the ID of the project to bill, which is sent as `OpenAI-Project`.
    pub fn project(mut self, id: impl Into<String>) -> Self {
        self.project = Some(id.into());
        self
    }

    /// Adds a header to every request.
    ///
    /// It replaces a header of the same name, including those of [`token`](Self::token),
    /// [`organization`](Self::organization), and [`project`](Self::project). A header set on an
    /// individual request takes precedence.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<SecretString>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Adds a query pair to every request that does not have one of the same name.
    pub fn query(mut self, name: impl Into<String>, value: impl Into<SecretString>) -> Self {
        self.query.push((name.into(), value.into()));
        self
    }

    /// Sets how long connecting may take. `None` disables the timeout.
    ///
    /// It is ignored if [`http_client`](Self::http_client) is set.
    pub fn connect_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.connect_timeout = timeout.into();
        self
    }

    /// Sets how long a connection may be silent: while a request body is sent, until the response
    /// starts, and while the response body is received. `None` disables the timeout.
    ///
    /// The timeout restarts whenever bytes move, so it does not limit the duration of a transfer.
    pub fn idle_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.idle_timeout = timeout.into();
        self
    }

    /// Sets the HTTP client, to configure proxies or certificates, or to share a connection pool.
    ///
    /// Build it with [`redirect(Policy::none())`](reqwest::redirect::Policy::none), so that this
    /// crate follows redirects and withholds credentials from other hosts. The client's own policy
    /// would forward custom headers. Do not set a total timeout on it, which would abort large
    /// transfers.
    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        self.http_client = Some(client);
        self
    }

    /// Creates the client.
    ///
    /// # Errors
    ///
    /// Returns a [`ConfigError`] if
    /// - the base URL is not an `http` or `https` URL, or contains credentials, a query, or a
    ///   fragment,
    /// - a header contains invalid characters,
    /// - a timeout is zero, or
    /// - the HTTP client cannot be created.
    pub fn build(self) -> Result<Client, ConfigError> {
        let base_url = base_url::check(&self.base_url)?;
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
        let transport = Transport::new(Sender {
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
                // The IDs are not secret.
                credentials.header(HeaderName::from_static(name), value, "");
            }
        }
        for (name, value) in &self.headers {
            let header = HeaderName::from_bytes(name.as_bytes())
                .map_err(|_| invalid_header(name, "name"))?;
            let secret = value.expose_secret();
            credentials.header(header, header_value(name, secret)?, secret);
        }
        for (name, value) in &self.query {
            credentials.query(name.clone(), value.clone());
        }
        Ok(credentials)
    }
}

/// Contains the names of headers and query pairs, but no values. A base URL that is invalid is not
/// shown, because it may contain a password.
impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = |pairs: &[(String, SecretString)]| {
            pairs.iter().map(|(name, _)| until_value(name).to_owned()).collect::<Vec<_>>()
        };
        f.debug_struct("Config")
            .field("base_url", &base_url::check(&self.base_url).as_deref().unwrap_or("[invalid]"))
            .field("token", &self.token)
            .field("organization", &self.organization)
            .field("project", &self.project)
            .field("headers", &names(&self.headers))
            .field("query", &names(&self.query))
            .field("connect_timeout", &self.connect_timeout)
            .field("idle_timeout", &self.idle_timeout)
            .finish_non_exhaustive()
    }
}

impl Client {
    /// Creates a client from the environment. See [`Config::from_env`].
    ///
    /// # Errors
    ///
    /// Returns a [`ConfigError`] if the value of a variable is invalid.
    pub fn from_env() -> Result<Self, ConfigError> {
        Config::from_env()?.build()
    }
}

fn header_value(name: &str, value: &str) -> Result<HeaderValue, ConfigError> {
    HeaderValue::from_str(value).map_err(|_| invalid_header(name, "value"))
}

fn invalid_header(name: &str, part: &'static str) -> ConfigError {
    ConfigError::Header { name: until_value(name).to_owned(), part }
}

/// Cuts off a value that was passed as part of a name by mistake, as in `api-key: secret`.
fn until_value(name: &str) -> &str {
    name.split([':', '=']).next().unwrap_or_default()
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

    fn from_pairs(pairs: &[(&str, &str)]) -> Config {
        Config::from_lookup(|name| {
            let pair = pairs.iter().find(|(known, _)| *known == name);
            Ok(pair.map(|(_, value)| (*value).to_owned()))
        })
        .unwrap()
    }

    #[test]
    fn the_environment_is_read_and_empty_variables_are_ignored() {
        let config = from_pairs(&[
            ("OPENAI_BASE_URL", "http://localhost:1/v1/"),
            ("OPENAI_API_KEY", "sk-1"),
            ("OPENAI_ORG_ID", "org-1"),
            ("OPENAI_PROJECT_ID", "proj-1"),
        ]);
        assert!(config.has_token());
        assert_eq!(config.token.as_ref().unwrap().expose_secret(), "sk-1");
        assert_eq!(config.organization.as_deref(), Some("org-1"));
        assert_eq!(config.project.as_deref(), Some("proj-1"));
        assert_eq!(config.build().unwrap().base_url(), "http://localhost:1/v1");

        let config =
            from_pairs(&[("OPENAI_BASE_URL", ""), ("OPENAI_API_KEY", " "), ("OPENAI_ORG_ID", "")]);
        assert!(!config.has_token());
        assert_eq!((&config.organization, &config.project), (&None, &None));
        assert_eq!(config.build().unwrap().base_url(), OPENAI_BASE_URL);
    }

    #[test]
    fn an_invalid_configuration_is_rejected_without_its_secrets() {
        let table = [
            (Config::new().base_url("http://me:secret@host"), "credentials"),
            (Config::new().token("sk-\nsecret"), "the value of the header \"authorization\""),
            (Config::new().organization("\n"), "\"openai-organization\""),
            (Config::new().header("a b", "secret"), "the name of the header \"a b\""),
            (Config::new().header("api-key: secret", ""), "the name of the header \"api-key\""),
            (Config::new().header("api-key", "secret\n"), "the value of the header \"api-key\""),
            (Config::new().idle_timeout(Duration::ZERO), "the idle timeout"),
            (Config::new().connect_timeout(Duration::ZERO), "the connect timeout"),
        ];
        for (config, part) in table {
            assert!(!format!("{config:?}").contains("secret"), "{config:?}");
            let error = config.build().unwrap_err();
            assert!(error.to_string().contains(part), "{error}");
            assert!(!format!("{error} {error:?}").contains("secret"), "{error:?}");
        }
    }

    #[test]
    fn debug_output_has_settings_but_no_secrets() {
        let config = Config::new()
            .token("secret-1")
            .organization("org-1")
            .header("api-key", "secret-2")
            .query("api-version", "secret-3");
        let debug = format!("{config:?}");
        for part in [OPENAI_BASE_URL, "org-1", "api-key", "api-version", "10s", "120s"] {
            assert!(debug.contains(part), "{part}: {debug}");
        }
        assert!(!debug.contains("secret"), "{debug}");
    }

    #[test]
    fn a_later_header_replaces_an_earlier_one_of_the_same_name() {
        let config = Config::new()
            .header("Authorization", "Basic first")
            .token("sk-1")
            .header("authorization", "Basic second");
        let mut request = reqwest::Request::new(http::Method::GET, "http://host".parse().unwrap());
        config.credentials().unwrap().apply(&mut request);
        let values: Vec<_> = request.headers().get_all(AUTHORIZATION).iter().collect();
        assert_eq!(values, ["Basic second"]);
        assert!(values[0].is_sensitive());
    }
}
