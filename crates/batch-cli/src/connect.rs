//! From options and environment to a client.

use crate::batch_client::{Client, Config};
use crate::batch_ext::retry::{RetryPolicy, WithRetry};
use clap::Args;

use crate::error::CliError;

/// Which server, and how to get in.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Server")]
pub(crate) struct Connection {
    /// Where the API is; mostly ends in /v1. OpenAI's own if not said.
    ///
    /// The key is read from OPENAI_API_KEY, never from the command line, where others could see it.
    /// OPENAI_ORG_ID and OPENAI_PROJECT_ID are sent along where they are set.
    #[arg(
        long,
        value_name = "URL",
        env = "OPENAI_BASE_URL",
        global = true,
        hide_env_values = true
    )]
    base_url: Option<String>,

    /// A header for every request, as NAME=VALUE; can be given several times.
    ///
    /// With VALUE as env:VAR it is read from the environment variable VAR, which keeps a secret off
    /// the command line: --header api-key=env:AZURE_OPENAI_KEY
    #[arg(long = "header", value_name = "NAME=VALUE", global = true)]
    headers: Vec<String>,

    /// A query pair for every request, as NAME=VALUE, such as api-version=preview; can be given
    /// several times.
    #[arg(long = "query", value_name = "NAME=VALUE", global = true)]
    queries: Vec<String>,

    /// How often a call is tried before it counts as failed.
    #[arg(long, value_name = "N", default_value_t = 5, global = true,
          value_parser = clap::value_parser!(u32).range(1..=1_000))]
    attempts: u32,
}

impl Connection {
    /// A client that retries.
    pub(crate) fn client(&self) -> Result<Client, CliError> {
        let mut config = Config::from_env().map_err(|error| CliError::usage(error.to_string()))?;
        let base_url = self.base_url.as_deref().map(str::trim).filter(|url| !url.is_empty());
        if let Some(url) = base_url {
            config = config.base_url(url);
        }
        let mut has_key = config.has_token();
        for text in &self.headers {
            let (name, value) = pair("--header", text)?;
            let lower = name.to_ascii_lowercase();
            has_key |= lower == "authorization" || lower.contains("key") || lower.contains("token");
            config = config.header(name, value);
        }
        for text in &self.queries {
            let (name, value) = pair("--query", text)?;
            config = config.query(name, value);
        }
        let client = config.build().map_err(|error| CliError::usage(error.to_string()))?;
        if !has_key && !is_loopback(client.base_url()) {
            return Err(CliError::usage(format!(
                "no API key: OPENAI_API_KEY is not set, and {} wants one",
                client.base_url()
            ))
            .hint("export OPENAI_API_KEY=…, or try without a key on this machine: `batch run --local`"));
        }
        Ok(with_retry(client, self.attempts))
    }

    /// A client of a server on this machine that wants nothing.
    pub(crate) fn local(base_url: &str) -> Result<Client, CliError> {
        let client = Config::new().base_url(base_url).build();
        Ok(with_retry(client.map_err(|error| CliError::usage(error.to_string()))?, 5))
    }
}

fn with_retry(client: Client, attempts: u32) -> Client {
    // The range is the option's, and it is within the policy's.
    let policy = RetryPolicy::builder().max_attempts(attempts).build();
    client.with_retry(policy.unwrap_or_default())
}

/// Servers on this machine mostly want no key.
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

/// NAME=VALUE, never repeated in an error: the value may be a secret.
pub(crate) fn pair(option: &str, text: &str) -> Result<(String, String), CliError> {
    let (name, value) = text
        .split_once('=')
        .filter(|(name, _)| !name.trim().is_empty())
        .ok_or_else(|| CliError::usage(format!("{option} wants NAME=VALUE")))?;
    let value = match value.strip_prefix("env:") {
        None => value.to_owned(),
        Some(variable) => std::env::var(variable).map_err(|_| {
            CliError::usage(format!(
                "{option} {name}: the environment variable {variable} is not set"
            ))
        })?,
    };
    Ok((name.trim().to_owned(), value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loopback_is_known_in_all_spellings() {
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

    #[test]
    fn a_bad_pair_is_not_repeated() {
        let error = pair("--header", "sk-secret").unwrap_err();
        assert!(!format!("{error:?}").contains("sk-secret"));
        assert_eq!(pair("--header", "a=b=c").unwrap(), ("a".into(), "b=c".into()));
    }
}
