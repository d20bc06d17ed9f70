//! The nine operations of the API by name.

use http::Method;
use serde::{Deserialize, Serialize};

/// One of the nine operations, named as in the API's own document (`createBatch`, …).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Operation {
    /// `GET /batches`
    ListBatches,
    /// `POST /batches`
    CreateBatch,
    /// `GET /batches/{batch_id}`
    RetrieveBatch,
    /// `POST /batches/{batch_id}/cancel`
    CancelBatch,
    /// `POST /files`
    CreateFile,
    /// `GET /files`
    ListFiles,
    /// `GET /files/{file_id}`
    RetrieveFile,
    /// `DELETE /files/{file_id}`
    DeleteFile,
    /// `GET /files/{file_id}/content`
    DownloadFile,
}

impl Operation {
    /// Every operation, in declaration order.
    pub const ALL: [Self; 9] = [
        Self::ListBatches,
        Self::CreateBatch,
        Self::RetrieveBatch,
        Self::CancelBatch,
        Self::CreateFile,
        Self::ListFiles,
        Self::RetrieveFile,
        Self::DeleteFile,
        Self::DownloadFile,
    ];

    /// The four operations on batches.
    pub const BATCHES: [Self; 4] =
        [Self::ListBatches, Self::CreateBatch, Self::RetrieveBatch, Self::CancelBatch];

    /// The operation that a request asks for and the id in its path.
    pub(crate) fn of<'a>(method: &Method, path: &'a str) -> Option<(Self, Option<&'a str>)> {
        let mut parts = path.strip_prefix("/v1/")?.split('/');
        let route = (parts.next()?, parts.next(), parts.next(), parts.next());
        let (kind, id) = (route.0, route.1);
        let operation = match (method.as_str(), (kind, id.is_some(), route.2, route.3)) {
            ("GET", ("batches", false, None, None)) => Self::ListBatches,
            ("POST", ("batches", false, None, None)) => Self::CreateBatch,
            ("GET", ("batches", true, None, None)) => Self::RetrieveBatch,
            ("POST", ("batches", true, Some("cancel"), None)) => Self::CancelBatch,
            ("POST", ("files", false, None, None)) => Self::CreateFile,
            ("GET", ("files", false, None, None)) => Self::ListFiles,
            ("GET", ("files", true, None, None)) => Self::RetrieveFile,
            ("DELETE", ("files", true, None, None)) => Self::DeleteFile,
            ("GET", ("files", true, Some("content"), None)) => Self::DownloadFile,
            _ => return None,
        };
        Some((operation, id))
    }
}

#[cfg(test)]
mod tests {
    use super::Operation::*;
    use super::*;

    #[test]
    fn the_method_and_path_name_the_operation_and_its_object() {
        for (method, path, expected) in [
            ("GET", "/v1/batches", Some((ListBatches, None))),
            ("POST", "/v1/batches", Some((CreateBatch, None))),
            ("GET", "/v1/batches/b", Some((RetrieveBatch, Some("b")))),
            ("POST", "/v1/batches/b/cancel", Some((CancelBatch, Some("b")))),
            ("POST", "/v1/files", Some((CreateFile, None))),
            ("GET", "/v1/files", Some((ListFiles, None))),
            ("GET", "/v1/files/f", Some((RetrieveFile, Some("f")))),
            ("DELETE", "/v1/files/f", Some((DeleteFile, Some("f")))),
            ("GET", "/v1/files/f/content", Some((DownloadFile, Some("f")))),
            ("GET", "/v1/files/f/content/x", None),
            ("PUT", "/v1/files", None),
            ("GET", "/files", None),
        ] {
            assert_eq!(Operation::of(&method.parse().unwrap(), path), expected, "{path}");
        }
    }

    #[test]
    fn each_operation_is_at_its_own_index() {
        for (at, operation) in Operation::ALL.into_iter().enumerate() {
            assert_eq!(operation as usize, at);
        }
    }

    #[test]
    fn the_routes_are_those_of_the_document() {
        const HERE: &str = "crates/batch-local/src/operation.rs";
        for operation in batch_client::Operation::ALL {
            let (method, path) = (operation.method(), operation.path());
            let path = format!("/v1{path}").replace("{batch_id}", "x").replace("{file_id}", "x");
            let (found, _) = Operation::of(&method, &path).unwrap_or_else(|| {
                panic!("openapi.yaml has {method} {path}, which {HERE} has no route for")
            });
            let name = serde_json::to_value(found).unwrap();
            assert_eq!(name, operation.document_id(), "{method} {path} in openapi.yaml and {HERE}");
        }
        let count = batch_client::Operation::ALL.len();
        assert_eq!(Operation::ALL.len(), count, "operations in {HERE} and in openapi.yaml");
    }
}
