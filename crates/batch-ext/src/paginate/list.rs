//! The lists of the API, as pagination sees them.

use std::future::Future;
use std::pin::Pin;

use batch_client::Operation;
use batch_client::builder::{ListBatches, ListFiles};
use batch_client::types::{Batch, OpenAiFile};

use crate::error::Error;

/// A page as the server sent it.
pub struct RawPage<T> {
    pub data: Vec<T>,
    pub last_id: Option<String>,
    pub has_more: bool,
}

pub(super) type Fetched<'a, T> =
    Pin<Box<dyn Future<Output = Result<RawPage<T>, Error>> + Send + Sync + 'a>>;

/// An item with an id.
pub trait Listed {
    fn id(&self) -> &str;
}

/// A builder of a list request.
pub trait List<'a>: Clone + Send + Sync + Sized + 'a {
    type Item: Listed + Send + 'a;
    fn starting_after(self, cursor: String) -> Self;
    fn fetch(self) -> Fetched<'a, Self::Item>;
}

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
            let page =
                sent.map_err(|error| Error::from(error).in_operation(Operation::ListBatches.id()))?;
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
            let page =
                sent.map_err(|error| Error::from(error).in_operation(Operation::ListFiles.id()))?;
            let page = page.into_inner();
            Ok(RawPage { data: page.data, last_id: page.last_id, has_more: page.has_more })
        })
    }
}
