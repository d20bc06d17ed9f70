//! Query strings of the lists.

use http::Uri;

use super::error::ApiError;

/// The parameters of a query string; of a name that stands twice, the last counts. What no
/// operation knows is ignored.
pub(super) struct Query(Vec<(String, String)>);

impl Query {
    pub(super) fn of(uri: &Uri) -> Self {
        let text = uri.query().unwrap_or_default();
        Self(serde_urlencoded::from_str(text).unwrap_or_default())
    }

    /// A parameter.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.0.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The cursor; an empty one is none.
    pub(super) fn after(&self) -> Option<String> {
        let cursor = self.text("after").filter(|cursor| !cursor.is_empty());
        cursor.map(Into::into)
    }

    /// `limit`, in 1..=`most`.
    pub(super) fn limit(&self, default: u16, most: u16) -> Result<usize, ApiError> {
        let Some(text) = self.text("limit") else {
            return Ok(default.into());
        };
        match text.parse::<i64>() {
            Err(_) => Err(ApiError::invalid_type("limit", "an integer")),
            Ok(limit) if limit < 1 => Err(ApiError::out_of_range("limit", limit, true, 1)),
            Ok(limit) if limit > i64::from(most) => {
                Err(ApiError::out_of_range("limit", limit, false, most.into()))
            }
            Ok(limit) => Ok(usize::try_from(limit).unwrap_or(usize::from(most))),
        }
    }
}
