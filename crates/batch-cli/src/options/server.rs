//! The server to use, and the credentials for it.

use batch_run::batch_ext::batch_client::{Client, Config, ConfigError};
use batch_run::batch_ext::retry::{RetryPolicy, WithRetry};
use clap::Args;

use super::pair;
use crate::error::CliError;

const DEFAULT_ATTEMPTS: u32 = 5;

#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Server options")]
pub(crate) struct ServerArgs {
    /// Base URL of the API, such as http://127.0.0.1:8000/v1 [default: OpenAI]
    ///
    /// The API key is read from OPENAI_API_KEY and cannot be given on the command line, where other
    /// users could see it. OPENAI_ORG_ID and OPENAI_PROJECT_ID are sent if they are set.
    #[arg(
        long,
        value_name = "URL",
        env = "OPENAI_BASE_URL",
        global = true,
        hide_env_values = true
    )]
    base_url: Option<String>,

    /// Add a header to each call; can be repeated
    ///
    /// The value env:VAR is replaced by the environment variable VAR, which keeps a secret off the
    /// command line: --header api-key=env:AZURE_OPENAI_KEY
    #[arg(long = "header", value_name = "NAME=VALUE", global = true)]
    headers: Vec<String>,

    /// Add a query parameter to each call, such as api-version=preview; can be repeated
    #[arg(long = "query", value_name = "NAME=VALUE", global = true)]
    queries: Vec<String>,

    /// Maximum number of attempts for each call
    #[arg(long, value_name = "N", default_value_t = DEFAULT_ATTEMPTS, global = true,
          value_parser = clap::value_parser!(u32).range(1..=1_000))]
    attempts: u32,
}

impl ServerArgs {
    /// A client that retries.
    pub(crate) fn client(&self) -> Result<Client, CliError> {
        let mut config = Config::from_env().map_err(invalid)?;
        let base_url = self.base_url.as_deref().map(str::trim).filter(|url| !url.is_empty());
        if let Some(url) = base_url {
            config = config.base_url(url);
        }
        let mut has_key = config.has_token();
        for text in &self.headers {
            let (name, value) = pair::parse("--header", text)?;
            let lower = name.to_ascii_lowercase();
            has_key |= lower == "authorization" || lower.contains("key") || lower.contains("token");
            config = config.header(name, value);
        }
        for text in &self.queries {
            let (name, value) = pair::parse("--query", text)?;
            config = config.query(name, value);
        }
        let client = config.build().map_err(invalid)?;
        if !has_key && !is_loopback(client.base_url()) {
            let message = format!(
                "no API key: OPENAI_API_KEY is not set, and {} requires a key",
                client.base_url()
            );
            return Err(CliError::usage(message)
                .hint("set OPENAI_API_KEY, or try `batch run --local`, which needs no key"));
        }
        Ok(with_retry(client, self.attempts))
    }
}

/// A client of a server in this process, which needs no key.
pub(crate) fn local_client(base_url: &str) -> Result<Client, CliError> {
    let client = Config::new().base_url(base_url).build().map_err(invalid)?;
    Ok(with_retry(client, DEFAULT_ATTEMPTS))
}

fn invalid(error: ConfigError) -> CliError {
    CliError::usage(error.to_string())
}

fn with_retry(client: Client, attempts: u32) -> Client {
    // The option's range lies within the policy's, so this cannot fail.
    let policy = RetryPolicy::builder().max_attempts(attempts).build();
    client.with_retry(policy.unwrap_or_default())
}

/// Whether a URL names this machine, whose servers seldom need a key.
fn is_loopback(url: &str) -> bool {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split('/').next().unwrap_or_default();
    let host = match host.strip_prefix('[') {
        Some(v6) => v6.split(']').next().unwrap_or_default(),
        None => host.rsplit_once(':').map_or(host, |(host, _)| host),
    };
    host == "localhost"
        || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loopback_addresses_are_recognized() {
        for url in [
            "http://127.0.0.1:80/v1",
            "http://localhost/v1",
            "http://[::1]:8/v1",
            "http://127.8.8.8",
        ] {
            assert!(is_loopback(url), "{url}");
        }
        for url in
            ["https://api.openai.com/v1", "http://localhost.example.com", "http://10.0.0.1:1/v1"]
        {
            assert!(!is_loopback(url), "{url}");
        }
    }
}
