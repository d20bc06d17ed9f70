//! Ids that stand in a path.

use std::fmt;

/// An id that is safe to put into a URL's path as one segment.
///
/// An id from elsewhere (a file, an argument, a server) may be empty, or `..`, and would then name
/// another address than the one meant: a retrieve would become a list. Such ids are refused here,
/// before anything is sent. Everything else passes, of any length: what needs encoding, `/`
/// included, is percent-encoded.
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

/// Why an id cannot stand in a path.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PathIdError {
    /// There is nothing in it, so that the URL would be that of the list.
    #[error("an id must not be empty")]
    Empty,
    /// A part of it is `.` or `..`, which would lead to another address.
    #[error("the id {0:?} has a part that is `.` or `..`, which names another address")]
    DotSegment(String),
    /// It holds a backslash, which URLs take for a slash, or a control character.
    #[error("the id {0:?} holds the character {1:?}, which cannot stand in a path")]
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
        // Servers and proxies may decode `%2F` before they resolve dots, so each part counts.
        if id.split('/').any(|part| part == "." || part == "..") {
            return Err(PathIdError::DotSegment(id.to_owned()));
        }
        Ok(())
    }

    /// The id as it was given, not encoded.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The id as it stands in a URL's path.
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
        /// Whatever passes stays one segment below the base URL.
        #[test]
        fn an_accepted_id_stays_one_segment(id in r"[\x00-\x7f./\\%?#é]{0,12}") {
            if let Ok(id) = PathId::try_from(id) {
                let url = format!("http://host/v1/files/{}/content",
                    id.encoded());
                let url = reqwest::Url::parse(&url).unwrap();
                let segments: Vec<_> = url.path_segments().unwrap().collect();
                prop_assert_eq!(segments.len(), 4);
                prop_assert_eq!((segments[0], segments[1], segments[3]), ("v1", "files", "content"));
                prop_assert!(url.query().is_none() && url.fragment().is_none());
            }
        }
    }

    #[test]
    fn a_very_long_base64_id_passes_encoded() {
        let id = "QUJD/+==".repeat(500);
        let id = PathId::try_from(&id).unwrap();
        assert!(id.encoded().starts_with("QUJD%2F+=="));
    }
}
