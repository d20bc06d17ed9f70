//! IDs in the path of a URL.

use std::fmt;

/// An ID that is safe to use as a segment of a URL's path.
///
/// With an empty ID, or one such as `..`, a request would go to a different URL: a retrieve would
/// become a list. Such IDs are rejected before anything is sent. All other IDs are accepted, whatever
/// their length. Special characters, including `/`, are percent-encoded.
///
/// ```
/// use batch_client::PathId;
///
/// assert!(PathId::try_from("batch_abc123").is_ok());
/// assert!(PathId::try_from("bGl0ZWxsbTp2ZXJ5L2xvbmc+aWQ=").is_ok());
/// for bad in ["", ".", "..", "a/../b", "a\\b", "a\nb"] {
///     assert!(PathId::try_from(bad).is_err());
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PathId(String);

/// The reason why an ID cannot be used in a path.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PathIdError {
    /// The ID is empty.
    #[error("the ID must not be empty")]
    Empty,
    /// A part of the ID, separated by slashes, is `.` or `..`.
    #[error("the ID {0:?} must not contain the path segment `.` or `..`")]
    DotSegment(String),
    /// The ID contains a control character, or a backslash, which URLs treat like a slash.
    #[error("the ID {0:?} must not contain the character {1:?}")]
    Character(String, char),
}

impl PathId {
    fn check(id: &str) -> Result<(), PathIdError> {
        if id.is_empty() {
            return Err(PathIdError::Empty);
        }
        if let Some(c) = id.chars().find(|&c| c == '\\' || c.is_control()) {
            return Err(PathIdError::Character(id.to_owned(), c));
        }
        // Servers and proxies may decode `%2F` before they resolve dots.
        if id.split('/').any(|part| part == "." || part == "..") {
            return Err(PathIdError::DotSegment(id.to_owned()));
        }
        Ok(())
    }

    /// Returns the ID as given, without encoding.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the percent-encoded ID.
    #[must_use]
    pub fn encoded(&self) -> String {
        progenitor_client::encode_path(&self.0)
    }
}

impl TryFrom<String> for PathId {
    type Error = PathIdError;
    fn try_from(id: String) -> Result<Self, PathIdError> {
        Self::check(&id)?;
        Ok(Self(id))
    }
}

impl TryFrom<&str> for PathId {
    type Error = PathIdError;
    fn try_from(id: &str) -> Result<Self, PathIdError> {
        Self::check(id)?;
        Ok(Self(id.to_owned()))
    }
}

impl TryFrom<&String> for PathId {
    type Error = PathIdError;
    fn try_from(id: &String) -> Result<Self, PathIdError> {
        Self::try_from(id.as_str())
    }
}

impl std::str::FromStr for PathId {
    type Err = PathIdError;
    fn from_str(id: &str) -> Result<Self, PathIdError> {
        Self::try_from(id)
    }
}

impl fmt::Display for PathId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn an_accepted_id_is_a_single_segment(id in r"[\x00-\x7f./\\%?#é]{0,12}") {
            if let Ok(id) = PathId::try_from(id) {
                let url = format!("http://host/v1/files/{}/content", id.encoded());
                let url = reqwest::Url::parse(&url).unwrap();
                let segments: Vec<_> = url.path_segments().unwrap().collect();
                prop_assert_eq!(segments.len(), 4);
                prop_assert_eq!((segments[0], segments[1], segments[3]), ("v1", "files", "content"));
                prop_assert!(url.query().is_none() && url.fragment().is_none());
            }
        }
    }

    #[test]
    fn an_id_is_kept_as_given() {
        for id in ["batch_1", "a/b", "é %2F"] {
            let ids = [
                PathId::try_from(id).unwrap(),
                PathId::try_from(id.to_owned()).unwrap(),
                PathId::try_from(&id.to_owned()).unwrap(),
                id.parse().unwrap(),
            ];
            for path_id in ids {
                assert_eq!((path_id.as_str(), path_id.to_string().as_str()), (id, id));
            }
        }
    }

    #[test]
    fn an_id_that_could_change_the_url_is_rejected() {
        let dots = |id: &str| PathIdError::DotSegment(id.to_owned());
        let character = |id: &str, c| PathIdError::Character(id.to_owned(), c);
        let table = [
            ("", PathIdError::Empty),
            (".", dots(".")),
            ("..", dots("..")),
            ("a/../b", dots("a/../b")),
            ("a/.", dots("a/.")),
            ("a\\b", character("a\\b", '\\')),
            ("a\n", character("a\n", '\n')),
            ("\u{7f}", character("\u{7f}", '\u{7f}')),
        ];
        for (id, error) in table {
            assert_eq!(PathId::try_from(id), Err(error));
        }
        for id in ["...", ".a", "a.", "a..b"] {
            assert!(PathId::try_from(id).is_ok(), "{id}");
        }
        let shown = PathId::try_from("\u{1b}[2J").unwrap_err().to_string();
        assert!(!shown.contains('\u{1b}'), "{shown}");
    }

    #[test]
    fn a_long_base64_id_is_accepted_and_encoded() {
        let id = "QUJD/+==".repeat(500);
        let id = PathId::try_from(&id).unwrap();
        assert!(id.encoded().starts_with("QUJD%2F+=="));
    }
}
