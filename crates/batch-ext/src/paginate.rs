//! Lists as streams.
//!
//! [`Paginate`] gives the list builders of `batch-client` two ends: [`items`](Paginate::items), a
//! stream of what is listed, and [`pages`](Paginate::pages), a stream of whole pages. Both are lazy
//! (a page is asked for when it is needed), fused, and `Send`.
//!
//! ```no_run
//! use batch_ext::paginate::Paginate;
//! use futures_util::TryStreamExt;
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let client = batch_client::Client::from_env()?;
//! let mut batches = client.list_batches().limit(100).items().total(1_000);
//! while let Some(batch) = batches.try_next().await? {
//!     println!("{} {}", batch.id, batch.status);
//! }
//! let cursor = batches.cursor().map(str::to_owned); // where to go on, another day
//! let rest = client.list_batches().items().after(cursor.unwrap_or_default());
//! # Ok(())
//! # }
//! ```
//!
//! | setting | default | where |
//! |---|---|---|
//! | page size | the server's: 20 batches, 10,000 files | `limit` of the list builder |
//! | total | no limit | [`Items::total`] |
//! | start | the newest | [`Items::after`], [`Pages::after`] |
//! | prefetch | off | [`Items::prefetch`], [`Pages::prefetch`] |
//!
//! # Where it goes on
//!
//! The next page begins after the page's `last_id`, or where a server leaves that out, after the id
//! of its last item. What would make a stream loop or end early is an error instead, of kind
//! [`Pagination`](crate::error::Kind::Pagination): see [`PageProblem`]. An error ends the stream;
//! [`cursor`](Items::cursor), of the stream or of the [error](crate::Error::cursor), says where to
//! begin the next one, such that no item is left out.
//!
//! # Turning it off
//!
//! `send()` of the list builder gets one page, as ever.

mod items;
mod pages;

pub use items::Items;
pub use pages::{Page, Pages};

use std::fmt;
use std::future::Future;
use std::pin::Pin;

use batch_client::builder::{ListBatches, ListFiles};
use batch_client::types::{Batch, OpenAiFile};

use crate::Error;

/// A list that can be read as a stream.
pub trait Paginate<'a>: sealed::List<'a> {
    /// What is listed, one by one. Nothing is sent until the stream is polled.
    fn items(self) -> Items<'a, Self::Item> {
        Items::new(self.pages())
    }

    /// What is listed, page by page. Nothing is sent until the stream is polled.
    fn pages(self) -> Pages<'a, Self::Item> {
        Pages::new(Box::new(move |after| {
            let list = self.clone();
            match after {
                Some(after) => list.starting_after(after).fetch(),
                None => list.fetch(),
            }
        }))
    }
}

impl<'a, L: sealed::List<'a>> Paginate<'a> for L {}

/// Why a list can't be read on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PageProblem {
    /// A page ends where an earlier one ended: the server repeats itself, and would for ever.
    RepeatedCursor,
    /// A page is empty, although it says that more follow.
    EmptyPage,
    /// A page says that more follow, but neither it nor its last item has an id to go on from.
    MissingId,
}

impl fmt::Display for PageProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::RepeatedCursor => "a page ends where an earlier one ended",
            Self::EmptyPage => "a page is empty, although it says that more follow",
            Self::MissingId => "a page has no id to go on from, although it says that more follow",
        })
    }
}

type Fetched<'a, T> =
    Pin<Box<dyn Future<Output = Result<sealed::RawPage<T>, Error>> + Send + Sync + 'a>>;

mod sealed {
    use super::Fetched;

    /// A page as a server sent it.
    pub struct RawPage<T> {
        pub data: Vec<T>,
        pub last_id: Option<String>,
        pub has_more: bool,
    }

    /// What has an id in a list.
    pub trait Listed {
        fn id(&self) -> &str;
    }

    pub trait List<'a>: Clone + Send + Sync + Sized + 'a {
        type Item: Listed + Send + 'a;
        fn starting_after(self, cursor: String) -> Self;
        fn fetch(self) -> Fetched<'a, Self::Item>;
    }
}

use sealed::{List, Listed, RawPage};

impl Listed for Batch {
    fn id(&self) -> &str {
        &self.id
    }
}

impl Listed for OpenAiFile {
    fn id(&self) -> &str {
        &self.id
    }
}

impl<'a> List<'a> for ListBatches<'a> {
    type Item = Batch;

    fn starting_after(self, cursor: String) -> Self {
        self.after(cursor)
    }

    fn fetch(self) -> Fetched<'a, Batch> {
        Box::pin(async move {
            let sent = self.send().await;
            let page = sent.map_err(|e| Error::from(e).in_operation("list_batches"))?;
            let page = page.into_inner();
            Ok(RawPage { data: page.data, last_id: page.last_id, has_more: page.has_more })
        })
    }
}

impl<'a> List<'a> for ListFiles<'a> {
    type Item = OpenAiFile;

    fn starting_after(self, cursor: String) -> Self {
        self.after(cursor)
    }

    fn fetch(self) -> Fetched<'a, OpenAiFile> {
        Box::pin(async move {
            let sent = self.send().await;
            let page = sent.map_err(|e| Error::from(e).in_operation("list_files"))?;
            let page = page.into_inner();
            Ok(RawPage { data: page.data, last_id: page.last_id, has_more: page.has_more })
        })
    }
}
