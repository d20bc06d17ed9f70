//! Streams of pages.

use std::collections::HashSet;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::{FusedStream, Stream};

use super::list::{Fetched, Listed, RawPage};
use super::problem::PageProblem;
use crate::error::{Error, Kind};

type Fetch<'a, T> = Box<dyn Fn(Option<String>) -> Fetched<'a, T> + Send + Sync + 'a>;

/// One page of a list.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Page<T> {
    /// The items of the page.
    pub items: Vec<T>,
    /// Where the next page begins; `None` on the last one.
    pub next: Option<String>,
    /// Where the list continues after this page. The last page has a cursor too, for a list that
    /// grows. `None` if no page had an id.
    pub cursor: Option<String>,
    /// Whether the server's cursors are ids of items, so that any item's id is one.
    pub(crate) by_id: bool,
}

/// A stream of pages. Returned by [`Paginate::pages`](crate::paginate::Paginate::pages).
#[must_use = "a stream does nothing unless it is polled"]
pub struct Pages<'a, T> {
    fetch: Fetch<'a, T>,
    state: State<'a, T>,
    /// The end of each page so far.
    ends: HashSet<String>,
    cursor: Option<String>,
    prefetch: bool,
}

enum State<'a, T> {
    /// The next page has not been requested.
    Idle(Option<String>),
    Fetching(Fetched<'a, T>),
    /// The next page was prefetched.
    Fetched(Result<RawPage<T>, Error>),
    Done,
}

impl<'a, T: Listed> Pages<'a, T> {
    pub(super) fn new(fetch: Fetch<'a, T>) -> Self {
        Self {
            fetch,
            state: State::Idle(None),
            ends: HashSet::new(),
            cursor: None,
            prefetch: false,
        }
    }

    /// Begins after `cursor`, overriding the list builder. An empty cursor means the start.
    pub fn after(mut self, cursor: impl Into<String>) -> Self {
        let cursor = Some(cursor.into()).filter(|cursor| !cursor.is_empty());
        self.ends.extend(cursor.clone());
        self.cursor.clone_from(&cursor);
        self.state = State::Idle(cursor);
        self
    }

    /// Requests the next page while the present one is in use. The request is sent when a page is
    /// returned; it is retried only when the stream is polled again.
    pub fn prefetch(mut self, on: bool) -> Self {
        self.prefetch = on;
        self
    }

    /// Where the list continues after the last page that was returned; `None` before the first one,
    /// unless the stream began at a cursor.
    #[must_use]
    pub fn cursor(&self) -> Option<&str> {
        self.cursor.as_deref()
    }

    /// Lets a request in flight make progress.
    pub(super) fn drive(&mut self, cx: &mut Context<'_>) {
        if let State::Idle(after) = &mut self.state {
            self.state = State::Fetching((self.fetch)(after.take()));
        }
        if let State::Fetching(page) = &mut self.state
            && let Poll::Ready(result) = page.as_mut().poll(cx)
        {
            self.state = State::Fetched(result);
        }
    }

    /// Ends the stream and drops a request in flight.
    pub(super) fn close(&mut self) {
        self.state = State::Done;
    }

    /// Checks that a page leads to the next one, and finds the cursor.
    fn accept(&mut self, page: RawPage<T>) -> Result<Page<T>, PageProblem> {
        let RawPage { data, last_id, has_more } = page;
        if data.is_empty() && has_more {
            return Err(PageProblem::EmptyPage);
        }
        let present = |id: &&str| !id.is_empty();
        let last_item = data.last().map(Listed::id).filter(present);
        let named = last_id.as_deref().filter(present);
        let by_id = named.is_none() || named == last_item;
        let end = match named.or(last_item) {
            // The last page may be empty and repeat the cursor of the request.
            Some(_) if data.is_empty() => None,
            end => end.map(str::to_owned),
        };
        if let Some(end) = &end {
            if !self.ends.insert(end.clone()) {
                return Err(PageProblem::RepeatedCursor);
            }
            self.cursor = Some(end.clone());
        } else if has_more {
            return Err(PageProblem::MissingId);
        }
        Ok(Page { items: data, next: end.filter(|_| has_more), cursor: self.cursor.clone(), by_id })
    }
}

// No field is pinned in place: a request in flight is boxed.
impl<T> Unpin for Pages<'_, T> {}

impl<T: Listed> Stream for Pages<'_, T> {
    type Item = Result<Page<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        let result = loop {
            match std::mem::replace(&mut this.state, State::Done) {
                State::Done => return Poll::Ready(None),
                State::Idle(after) => this.state = State::Fetching((this.fetch)(after)),
                State::Fetched(result) => break result,
                State::Fetching(mut page) => match page.as_mut().poll(cx) {
                    Poll::Ready(result) => break result,
                    Poll::Pending => {
                        this.state = State::Fetching(page);
                        return Poll::Pending;
                    }
                },
            }
        };
        let cursor = this.cursor.clone();
        let result = result
            .map_err(|error| (error, None))
            .and_then(|page| {
                this.accept(page).map_err(|problem| {
                    let error = Error::new(Kind::Pagination).with_summary(problem.to_string());
                    (error, Some(problem))
                })
            })
            .map_err(|(error, problem)| error.at_cursor(cursor, problem));
        if let Ok(Page { next: Some(next), .. }) = &result {
            this.state = State::Idle(Some(next.clone()));
            if this.prefetch {
                this.drive(cx);
            }
        }
        Poll::Ready(Some(result))
    }
}

impl<T: Listed> FusedStream for Pages<'_, T> {
    fn is_terminated(&self) -> bool {
        matches!(self.state, State::Done)
    }
}

impl<T> fmt::Debug for Pages<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("pages", &self.ends.len())
            .field("prefetch", &self.prefetch)
            .finish_non_exhaustive()
    }
}
