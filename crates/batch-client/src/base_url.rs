//! Validation of the base URL.

use reqwest::Url;

use crate::config_error::ConfigError;

/// Returns the URL without trailing slashes.
///
/// An error does not contain the URL, which may include a password.
pub(crate) fn check(url: &str) -> Result<String, ConfigError> {
    let invalid = |what| Err(ConfigError::BaseUrl { what });
    let Ok(url) = Url::parse(url.trim()) else {
        return invalid("is not a valid URL");
    };
    if !matches!(url.scheme(), "http" | "https") {
        return invalid("must start with http:// or https://");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return invalid("must not contain credentials; set a token or a header instead");
    }
    if url.query().is_some() || url.fragment().is_some() {
        return invalid("must not contain a query or fragment; set query pairs separately");
    }
    Ok(url.as_str().trim_end_matches('/').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trailing_slashes_and_surrounding_spaces_are_dropped() {
        let table = [
            ("https://host", "https://host"),
            (" http://host:8000/v1//\n", "http://host:8000/v1"),
            ("HTTP://Host/openai/v1", "http://host/openai/v1"),
        ];
        for (url, expected) in table {
            assert_eq!(check(url).unwrap(), expected);
        }
    }

    #[test]
    fn an_invalid_url_is_rejected_and_not_repeated() {
        let table = [
            ("", "not a valid URL"),
            ("secret", "not a valid URL"),
            ("ftp://secret/v1", "http:// or https://"),
            ("http://secret@host", "credentials"),
            ("http://:secret@host", "credentials"),
            ("http://host/v1?secret", "query"),
            ("http://host/v1#secret", "fragment"),
        ];
        for (url, part) in table {
            let error = check(url).unwrap_err().to_string();
            assert!(error.contains(part), "{error}");
            assert!(!error.contains("secret"), "{error}");
        }
    }
}
