//! The error type of the configuration.

/// The reason why a configuration is invalid. It never contains a configured value.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// The base URL is invalid.
    #[error("the base URL {what}")]
    BaseUrl {
        /// What is wrong with it.
        what: &'static str,
    },
    /// The name or value of a header contains characters that are not allowed.
    #[error("the {part} of the header {name:?} contains invalid characters")]
    Header {
        /// The name of the header, up to a `:` or `=`, because a value may follow by mistake.
        name: String,
        /// Either `name` or `value`.
        part: &'static str,
    },
    /// A timeout is zero, so every request would fail.
    #[error("the {which} timeout must not be zero; use None to disable it")]
    Timeout {
        /// Either `connect` or `idle`.
        which: &'static str,
    },
    /// The value of an environment variable is not valid Unicode.
    #[error("the environment variable {name} is not valid Unicode")]
    Environment {
        /// The name of the variable.
        name: &'static str,
    },
    /// The HTTP client could not be created.
    #[error("the HTTP client could not be created")]
    HttpClient(#[source] reqwest::Error),
}
