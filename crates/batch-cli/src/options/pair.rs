//! Values of the form `NAME=VALUE`.

use crate::error::CliError;

/// Splits `NAME=VALUE`, and reads the value from the environment where it is `env:VAR`.
///
/// The text is never repeated in an error: the value may be a secret.
pub(crate) fn parse(option: &str, text: &str) -> Result<(String, String), CliError> {
    let (name, value) = text
        .split_once('=')
        .map(|(name, value)| (name.trim(), value))
        .filter(|(name, _)| !name.is_empty())
        .ok_or_else(|| CliError::usage(format!("{option} requires NAME=VALUE")))?;
    let value = match value.strip_prefix("env:") {
        None => value.to_owned(),
        Some(variable) => std::env::var(variable).map_err(|_| {
            CliError::usage(format!(
                "{option} {name}: the environment variable {variable} is not set"
            ))
        })?,
    };
    Ok((name.to_owned(), value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_equals_sign_ends_the_name() {
        assert_eq!(parse("--header", "a=b=c").unwrap(), ("a".into(), "b=c".into()));
        assert_eq!(parse("--header", " a =").unwrap(), ("a".into(), String::new()));
    }

    #[test]
    fn an_invalid_pair_is_not_repeated() {
        for text in ["sk-secret", "=sk-secret", " =sk-secret"] {
            let error = parse("--header", text).unwrap_err();
            assert!(!format!("{error:?}").contains("sk-secret"));
        }
    }

    #[test]
    fn a_value_can_come_from_the_environment() {
        let path = std::env::var("PATH").unwrap();
        assert_eq!(parse("--header", "a=env:PATH").unwrap(), ("a".into(), path));
        let error = parse("--header", "a=env:NO_SUCH_VARIABLE").unwrap_err();
        assert!(error.message().contains("NO_SUCH_VARIABLE is not set"));
    }
}
