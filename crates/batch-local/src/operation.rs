//! The operations by name.

use http::Method;
use serde::{Deserialize, Serialize};

/// One of the nine operations, named as in the API's own document (`createBatch`, …).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Operation {
    /// GET /batches
    ListBatches,
    /// POST /batches
    CreateBatch,
    /// GET /batches/{batch_id}
    RetrieveBatch,
    /// POST /batches/{batch_id}/cancel
    CancelBatch,
    /// POST /files
    CreateFile,
    /// GET /files
    ListFiles,
    /// GET /files/{file_id}
    RetrieveFile,
    /// DELETE /files/{file_id}
    DeleteFile,
    /// GET /files/{file_id}/content
    DownloadFile,
}

impl Operation {
    /// How many there are.
    pub(crate) const COUNT: usize = 9;

    /// The operation that a request asks for, if it is one.
    pub(crate) fn of(method: &Method, path: &str) -> Option<Self> {
        let mut parts = path.strip_prefix("/v1/")?.split('/');
        let route = (parts.next()?, parts.next(), parts.next(), parts.next());
        Some(match (method.as_str(), route) {
            ("GET", ("batches", None, None, None)) => Self::ListBatches,
            ("POST", ("batches", None, None, None)) => Self::CreateBatch,
            ("GET", ("batches", Some(_), None, None)) => Self::RetrieveBatch,
            ("POST", ("batches", Some(_), Some("cancel"), None)) => Self::CancelBatch,
            ("POST", ("files", None, None, None)) => Self::CreateFile,
            ("GET", ("files", None, None, None)) => Self::ListFiles,
            ("GET", ("files", Some(_), None, None)) => Self::RetrieveFile,
            ("DELETE", ("files", Some(_), None, None)) => Self::DeleteFile,
            ("GET", ("files", Some(_), Some("content"), None)) => Self::DownloadFile,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Operation::*;
    use super::*;

    #[test]
    fn requests_have_their_operation() {
        for (method, path, expected) in [
            ("GET", "/v1/batches", Some(ListBatches)),
            ("POST", "/v1/batches", Some(CreateBatch)),
            ("GET", "/v1/batches/b", Some(RetrieveBatch)),
            ("POST", "/v1/batches/b/cancel", Some(CancelBatch)),
            ("POST", "/v1/files", Some(CreateFile)),
            ("GET", "/v1/files", Some(ListFiles)),
            ("GET", "/v1/files/f", Some(RetrieveFile)),
            ("DELETE", "/v1/files/f", Some(DeleteFile)),
            ("GET", "/v1/files/f/content", Some(DownloadFile)),
            ("GET", "/v1/files/f/content/x", None),
            ("PUT", "/v1/files", None),
            ("GET", "/files", None),
        ] {
            assert_eq!(Operation::of(&method.parse().unwrap(), path), expected, "{path}");
        }
    }
}
