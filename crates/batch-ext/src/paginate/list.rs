//! The list builders of the client behind one trait.

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
    /// The operation, which continues at `after` and `last_id`.
    const OPERATION: Operation;
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
    const OPERATION: Operation = Operation::ListBatches;

    fn starting_after(self, cursor: String) -> Self {
        self.after(cursor)
    }

    fn fetch(self) -> Fetched<'a, Batch> {
        Box::pin(async move {
            let sent = self.send().await;
            let page =
                sent.map_err(|error| Error::from(error).in_operation(Self::OPERATION.id()))?;
            let page = page.into_inner();
            Ok(RawPage { data: page.data, last_id: page.last_id, has_more: page.has_more })
        })
    }
}

impl<'a> List<'a> for ListFiles<'a> {
    type Item = OpenAiFile;
    const OPERATION: Operation = Operation::ListFiles;

    fn starting_after(self, cursor: String) -> Self {
        self.after(cursor)
    }

    fn fetch(self) -> Fetched<'a, OpenAiFile> {
        Box::pin(async move {
            let sent = self.send().await;
            let page =
                sent.map_err(|error| Error::from(error).in_operation(Self::OPERATION.id()))?;
            let page = page.into_inner();
            Ok(RawPage { data: page.data, last_id: page.last_id, has_more: page.has_more })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_of_the_document_can_be_paginated() {
        let here = [ListBatches::OPERATION, ListFiles::OPERATION];
        for operation in Operation::ALL {
            let both = format!("{operation} in openapi.yaml and in batch-ext/src/paginate/list.rs");
            assert_eq!(operation.pagination().is_some(), here.contains(operation), "{both}");
            if let Some(pagination) = operation.pagination() {
                assert_eq!(
                    (pagination.parameter, pagination.field),
                    ("after", "last_id"),
                    "{both}"
                );
            }
        }
    }
}
