//! Query strings of lists.

use http::Uri;

use super::extract::Meets;
use crate::app::App;
use crate::error::ApiError;
use crate::store::PageQuery;

/// The parameters of a query string. Of a repeated name the last one counts. Unknown names are
/// ignored.
pub(super) struct Query(Vec<(String, String)>);

impl Query {
    pub(super) fn of(uri: &Uri) -> Self {
        let text = uri.query().unwrap_or_default();
        Self(serde_urlencoded::from_str(text).unwrap_or_default())
    }

    /// The value of a parameter.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.0.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The cursor. An empty one is none.
    fn after(&self) -> Option<String> {
        let cursor = self.text("after").filter(|cursor| !cursor.is_empty());
        cursor.map(Into::into)
    }

    /// The page that is asked for, with a `limit` from 1 to `most`.
    pub(super) fn page(
        &self,
        app: &App,
        meets: &Meets,
        oldest_first: bool,
        default: u16,
        most: u16,
    ) -> Result<PageQuery, ApiError> {
        let most = meets.max_limit().unwrap_or(most).min(most);
        Ok(PageQuery {
            after: self.after().filter(|_| !meets.repeats_page()),
            limit: self.limit(default.min(most), most)?,
            oldest_first,
            hidden: meets.hidden(),
            created_by: app.clock.now().saturating_sub(meets.list_lag()),
            overlap: meets.overlaps_pages(),
        })
    }

    /// `limit`, from 1 to `most`.
    fn limit(&self, default: u16, most: u16) -> Result<usize, ApiError> {
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
