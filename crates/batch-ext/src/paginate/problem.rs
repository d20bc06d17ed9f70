//! Problems that end a list early, and where to resume it.

use std::fmt;

use crate::error::Error;

/// Why a list cannot be read any further.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PageProblem {
    /// A page ends where an earlier one ended, so the server would repeat itself forever.
    RepeatedCursor,
    /// A page is empty although it says that more follow.
    EmptyPage,
    /// A page says that more follow, but neither it nor its last item has an id to continue from.
    MissingId,
}

impl fmt::Display for PageProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::RepeatedCursor => "a page ends where an earlier one ended",
            Self::EmptyPage => "a page is empty although it says that more follow",
            Self::MissingId => "a page says that more follow but has no id to continue from",
        })
    }
}

/// The place in the list at which an error happened.
#[derive(Clone)]
struct PageContext {
    cursor: Option<String>,
    problem: Option<PageProblem>,
}

impl Error {
    /// The cursor to resume from, if this is an error of [`paginate`](crate::paginate) and items
    /// came before it.
    #[must_use]
    pub fn cursor(&self) -> Option<&str> {
        self.context::<PageContext>()?.cursor.as_deref()
    }

    /// Why a list cannot be read any further, if this is an error of kind
    /// [`Pagination`](crate::error::Kind::Pagination).
    #[must_use]
    pub fn page_problem(&self) -> Option<PageProblem> {
        self.context::<PageContext>()?.problem
    }

    pub(super) fn at_cursor(self, cursor: Option<String>, problem: Option<PageProblem>) -> Self {
        self.with_context(PageContext { cursor, problem })
    }
}
