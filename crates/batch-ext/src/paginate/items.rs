//! Streams of items.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec;

use futures_core::{FusedStream, Stream};

use super::list::Listed;
use super::pages::{Page, Pages};
use crate::error::Error;

/// A stream of items. Returned by [`Paginate::items`](crate::paginate::Paginate::items).
#[must_use = "a stream does nothing unless it is polled"]
pub struct Items<'a, T> {
    pages: Pages<'a, T>,
    present: vec::IntoIter<T>,
    /// Where the list continues after the present page.
    page_end: Option<String>,
    by_id: bool,
    cursor: Option<String>,
    left: Option<usize>,
    prefetch: bool,
}

impl<'a, T: Listed> Items<'a, T> {
    pub(super) fn new(pages: Pages<'a, T>) -> Self {
        Self {
            pages,
            present: Vec::new().into_iter(),
            page_end: None,
            by_id: true,
            cursor: None,
            left: None,
            prefetch: false,
        }
    }

    /// Begins after `cursor`, overriding the list builder. An empty cursor means the start.
    pub fn after(mut self, cursor: impl Into<String>) -> Self {
        self.pages = self.pages.after(cursor);
        self.cursor = self.pages.cursor().map(str::to_owned);
        self
    }

    /// Ends after `items` items. No page beyond them is requested. The page size does not change, so
    /// the last page may contain more items than the stream returns.
    pub fn total(mut self, items: usize) -> Self {
        self.left = Some(items);
        self
    }

    /// Requests the next page while the items of the present one are in use. The request makes
    /// progress whenever the stream is polled.
    pub fn prefetch(mut self, on: bool) -> Self {
        self.prefetch = on;
        self
    }

    /// Where another stream has to begin to return everything that this one has not yet returned;
    /// `None` at the start.
    ///
    /// This is the id of the last item returned. If the server's cursors are not ids, it is the end
    /// of the previous page until the present page is exhausted; another stream then returns some
    /// items again but skips none.
    #[must_use]
    pub fn cursor(&self) -> Option<&str> {
        self.cursor.as_deref()
    }

    fn is_over(&self) -> bool {
        self.left == Some(0) || (self.present.len() == 0 && self.pages.is_terminated())
    }

    /// Whether the present page has fewer items than are still wanted.
    fn wants_more(&self) -> bool {
        self.left.is_none_or(|left| left > self.present.len())
    }

    /// Requests the next page, and replaces the present one with it.
    fn turn_page(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<(), Error>>> {
        let page = ready!(Pin::new(&mut self.pages).poll_next(cx));
        Poll::Ready(page.map(|page| {
            let page: Page<T> = page?;
            self.present = page.items.into_iter();
            self.page_end = page.cursor;
            self.by_id = page.by_id;
            Ok(())
        }))
    }

    /// Records that `item` is returned.
    fn note(&mut self, item: &T, cx: &mut Context<'_>) {
        if let Some(left) = &mut self.left {
            *left -= 1;
        }
        if self.present.len() == 0 {
            self.cursor = self.page_end.take();
        } else if self.by_id && !item.id().is_empty() {
            // In place, because this is done for every item of a long list.
            let cursor = self.cursor.get_or_insert_default();
            cursor.clear();
            cursor.push_str(item.id());
        }
        if self.prefetch && self.wants_more() {
            self.pages.drive(cx);
        }
    }
}

impl<T> Unpin for Items<'_, T> {}

impl<T: Listed> Stream for Items<'_, T> {
    type Item = Result<T, Error>;

    // Items are large and pass through here by value; inlined, they are moved less often.
    #[inline]
    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        while this.left != Some(0) {
            if let Some(item) = this.present.next() {
                this.note(&item, cx);
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(this.turn_page(cx)) {
                Some(Ok(())) => {}
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
        this.pages.close();
        Poll::Ready(None)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let at_hand = self.present.len();
        let most = match self.pages.is_terminated() {
            true => Some(at_hand),
            false => None,
        };
        match self.left {
            Some(left) => (at_hand.min(left), Some(most.unwrap_or(left).min(left))),
            None => (at_hand, most),
        }
    }
}

impl<T: Listed> FusedStream for Items<'_, T> {
    fn is_terminated(&self) -> bool {
        self.is_over()
    }
}

impl<T> fmt::Debug for Items<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("pages", &self.pages)
            .field("at_hand", &self.present.len())
            .field("left", &self.left)
            .finish_non_exhaustive()
    }
}
