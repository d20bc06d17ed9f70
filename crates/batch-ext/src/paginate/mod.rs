//! Lists as streams.
//!
//! [`Paginate`] adds two methods to the list builders of `batch-client`: [`items`](Paginate::items)
//! returns a stream of the listed items, [`pages`](Paginate::pages) a stream of whole pages. Both are
//! lazy (a page is requested when it is needed), fused, and `Send`.
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
//! let cursor = batches.cursor().map(str::to_owned); // where to resume later
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
//! Some servers refuse a page size above 100, for files too.
//!
//! # The next page
//!
//! The next page begins after the page's `last_id` or, if the server leaves that out, after the id of
//! its last item. A page that would make a stream loop or end early is an error of kind
//! [`Pagination`](crate::error::Kind::Pagination): see [`PageProblem`]. An error ends the stream.
//! Begin the next stream at the [`cursor`](Items::cursor) of the stream, or of the
//! [error](crate::Error::cursor), to skip no item.
//!
//! # Disabling
//!
//! `send()` of the list builder requests a single page.

mod items;
mod list;
mod pages;
mod problem;

pub use items::Items;
pub use pages::{Page, Pages};
pub use problem::PageProblem;

/// A list that can be read as a stream.
pub trait Paginate<'a>: list::List<'a> {
    /// The listed items, one by one. Nothing is sent until the stream is polled.
    fn items(self) -> Items<'a, Self::Item> {
        Items::new(self.pages())
    }

    /// The list, page by page. Nothing is sent until the stream is polled.
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

impl<'a, L: list::List<'a>> Paginate<'a> for L {}
