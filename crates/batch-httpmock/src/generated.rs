// Generated from openapi.yaml by `cargo xtask codegen`. Do not edit.
// generator: progenitor 0.15.1
// openapi.yaml sha256: cb43c48b95eb5c792f2a2313c64b0176710fbfe3173b71eebbfe7eaca048367b

pub mod operations {
    //! [`When`](::httpmock::When) and [`Then`](::httpmock::Then)
    //! wrappers for each operation. Each can be converted to
    //! its inner type with a call to `into_inner()`. This can
    //! be used to explicitly deviate from permitted values.
    use batch_client::*;
    /// The requests to `GET /batches` that a mock matches.
    pub struct ListBatchesWhen(::httpmock::When);
    impl ListBatchesWhen {
        /// Wraps the httpmock type.
        pub fn new(inner: ::httpmock::When) -> Self {
            Self(
                inner
                    .method(::httpmock::Method::GET)
                    .path_matches(crate::path_regex("^/batches$")),
            )
        }
        /// Returns the httpmock type, for anything that the API does not define.
        pub fn into_inner(self) -> ::httpmock::When {
            self.0
        }
        /// Matches requests with this `after`, or with `None`, requests without it. A cursor for pagination, the ID of the last object on the previous page.
        #[must_use]
        pub fn after<'a, T>(self, value: T) -> Self
        where
            T: Into<Option<&'a str>>,
        {
            if let Some(value) = value.into() {
                Self(self.0.query_param("after", value.to_string()))
            } else {
                Self(self.0.query_param_missing("after"))
            }
        }
        /// Matches requests with this `limit`, or with `None`, requests without it. The maximum number of batches on a page, from 1 to 100. Defaults to `20` on the server.
        #[must_use]
        pub fn limit<T>(self, value: T) -> Self
        where
            T: Into<Option<i64>>,
        {
            if let Some(value) = value.into() {
                Self(self.0.query_param("limit", value.to_string()))
            } else {
                Self(self.0.query_param_missing("limit"))
            }
        }
    }
    /// The response of a mock to `GET /batches`.
    pub struct ListBatchesThen(::httpmock::Then);
    impl ListBatchesThen {
        /// Wraps the httpmock type.
        pub fn new(inner: ::httpmock::Then) -> Self {
            Self(inner)
        }
        /// Returns the httpmock type, for anything that the API does not define.
        pub fn into_inner(self) -> ::httpmock::Then {
            self.0
        }
        /// Responds with a success.
        ///
        /// # Panics
        ///
        /// Panics if the status is not 2xx.
        #[must_use]
        pub fn success(self, status: u16, value: &types::ListBatchesResponse) -> Self {
            assert_eq!(status / 100u16, 2u16);
            Self(
                self
                    .0
                    .status(status)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }
        /// Responds with a client error.
        ///
        /// # Panics
        ///
        /// Panics if the status is not 4xx.
        #[must_use]
        pub fn client_error(self, status: u16, value: &types::ErrorResponse) -> Self {
            assert_eq!(status / 100u16, 4u16);
            Self(
                self
                    .0
                    .status(status)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }
        /// Responds with a server error.
        ///
        /// # Panics
        ///
        /// Panics if the status is not 5xx.
        #[must_use]
        pub fn server_error(self, status: u16, value: &types::ErrorResponse) -> Self {
            assert_eq!(status / 100u16, 5u16);
            Self(
                self
                    .0
                    .status(status)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }
    }
    /// The requests to `POST /batches` that a mock matches.
    pub struct CreateBatchWhen(::httpmock::When);
    impl CreateBatchWhen {
        /// Wraps the httpmock type.
        pub fn new(inner: ::httpmock::When) -> Self {
            Self(
                inner
                    .method(::httpmock::Method::POST)
                    .path_matches(crate::path_regex("^/batches$")),
            )
        }
        /// Returns the httpmock type, for anything that the API does not define.
        pub fn into_inner(self) -> ::httpmock::When {
            self.0
        }
        /// Matches requests with this body.
        #[must_use]
        pub fn body(self, value: &types::CreateBatchRequest) -> Self {
            Self(self.0.json_body_obj(value))
        }
    }
    /// The response of a mock to `POST /batches`.
    pub struct CreateBatchThen(::httpmock::Then);
    impl CreateBatchThen {
        /// Wraps the httpmock type.
        pub fn new(inner: ::httpmock::Then) -> Self {
            Self(inner)
        }
        /// Returns the httpmock type, for anything that the API does not define.
        pub fn into_inner(self) -> ::httpmock::Then {
            self.0
        }
        /// Responds with a success.
        ///
        /// # Panics
        ///
        /// Panics if the status is not 2xx.
        #[must_use]
        pub fn success(self, status: u16, value: &types::Batch) -> Self {
            assert_eq!(status / 100u16, 2u16);
            Self(
                self
                    .0
                    .status(status)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }
        /// Responds with a client error.
        ///
        /// # Panics
        ///
        /// Panics if the status is not 4xx.
        #[must_use]
        pub fn client_error(self, status: u16, value: &types::ErrorResponse) -> Self {
            assert_eq!(status / 100u16, 4u16);
            Self(
                self
                    .0
                    .status(status)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }
        /// Responds with a server error.
        ///
        /// # Panics
        ///
        /// Panics if the status is not 5xx.
        #[must_use]
        pub fn server_error(self, status: u16, value: &types::ErrorResponse) -> Self {
            assert_eq!(status / 100u16, 5u16);
            Self(
                self
                    .0
                    .status(status)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }
    }
    /// The requests to `GET /batches/{batch_id}` that a mock matches.
    pub struct RetrieveBatchWhen(::httpmock::When);
    impl RetrieveBatchWhen {
        /// Wraps the httpmock type.
        pub fn new(inner: ::httpmock::When) -> Self {
            Self(
                inner
                    .method(::httpmock::Method::GET)
                    .path_matches(crate::path_regex("^/batches/[^/]*$")),
            )
        }
        /// Returns the httpmock type, for anything that the API does not define.
        pub fn into_inner(self) -> ::httpmock::When {
            self.0
        }
        /// Matches requests with this `batch_id`. The ID of the batch. Required.
        #[must_use]
        pub fn batch_id(self, value: &batch_client::PathId) -> Self {
            let re = crate::path_regex(
                &format!("^/batches/{}$", crate ::path_segment(value)),
            );
            Self(self.0.path_matches(re))
        }
    }
    /// The response of a mock to `GET /batches/{batch_id}`.
    pub struct RetrieveBatchThen(::httpmock::Then);
    impl RetrieveBatchThen {
        /// Wraps the httpmock type.
        pub fn new(inner: ::httpmock::Then) -> Self {
            Self(inner)
        }
        /// Returns the httpmock type, for anything that the API does not define.
        pub fn into_inner(self) -> ::httpmock::Then {
            self.0
        }
        /// Responds with a success.
        ///
        /// # Panics
        ///
        /// Panics if the status is not 2xx.
        #[must_use]
        pub fn success(self, status: u16, value: &types::Batch) -> Self {
            assert_eq!(status / 100u16, 2u16);
            Self(
                self
                    .0
                    .status(status)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }
        /// Responds with a client error.
        ///
        /// # Panics
        ///
        /// Panics if the status is not 4xx.
        #[must_use]
        pub fn client_error(self, status: u16, value: &types::ErrorResponse) -> Self {
            assert_eq!(status / 100u16, 4u16);
            Self(
                self
                    .0
                    .status(status)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }
        /// Responds with a server error.
        ///
        /// # Panics
        ///
        /// Panics if the status is not 5xx.
        #[must_use]
        pub fn server_error(self, status: u16, value: &types::ErrorResponse) -> Self {
            assert_eq!(status / 100u16, 5u16);
            Self(
                self
                    .0
                    .status(status)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }
    }
    /// The requests to `POST /batches/{batch_id}/cancel` that a mock matches.
    pub struct CancelBatchWhen(::httpmock::When);
    impl CancelBatchWhen {
        /// Wraps the httpmock type.
        pub fn new(inner: ::httpmock::When) -> Self {
            Self(
                inner
                    .method(::httpmock::Method::POST)
                    .path_matches(crate::path_regex("^/batches/[^/]*/cancel$")),
            )
        }
        /// Returns the httpmock type, for anything that the API does not define.
        pub fn into_inner(self) -> ::httpmock::When {
            self.0
        }
        /// Matches requests with this `batch_id`. The ID of the batch. Required.
        #[must_use]
        pub fn batch_id(self, value: &batch_client::PathId) -> Self {
            let re = crate::path_regex(
                &format!("^/batches/{}/cancel$", crate ::path_segment(value)),
            );
            Self(self.0.path_matches(re))
        }
    }
    /// The response of a mock to `POST /batches/{batch_id}/cancel`.
    pub struct CancelBatchThen(::httpmock::Then);
    impl CancelBatchThen {
        /// Wraps the httpmock type.
        pub fn new(inner: ::httpmock::Then) -> Self {
            Self(inner)
        }
        /// Returns the httpmock type, for anything that the API does not define.
        pub fn into_inner(self) -> ::httpmock::Then {
            self.0
        }
        /// Responds with a success.
        ///
        /// # Panics
        ///
        /// Panics if the status is not 2xx.
        #[must_use]
        pub fn success(self, status: u16, value: &types::Batch) -> Self {
            assert_eq!(status / 100u16, 2u16);
            Self(
                self
                    .0
                    .status(status)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }
        /// Responds with a client error.
        ///
        /// # Panics
        ///
        /// Panics if the status is not 4xx.
        #[must_use]
        pub fn client_error(self, status: u16, value: &types::ErrorResponse) -> Self {
            assert_eq!(status / 100u16, 4u16);
            Self(
                self
                    .0
                    .status(status)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }
        /// Responds with a server error.
        ///
        /// # Panics
        ///
        /// Panics if the status is not 5xx.
        #[must_use]
        pub fn server_error(self, status: u16, value: &types::ErrorResponse) -> Self {
            assert_eq!(status / 100u16, 5u16);
            Self(
                self
                    .0
                    .status(status)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }
    }
    /// The requests to `GET /files` that a mock matches.
    pub struct ListFilesWhen(::httpmock::When);
    impl ListFilesWhen {
        /// Wraps the httpmock type.
        pub fn new(inner: ::httpmock::When) -> Self {
            Self(
                inner
                    .method(::httpmock::Method::GET)
                    .path_matches(crate::path_regex("^/files$")),
            )
        }
        /// Returns the httpmock type, for anything that the API does not define.
        pub fn into_inner(self) -> ::httpmock::When {
            self.0
        }
        /// Matches requests with this `after`, or with `None`, requests without it. A cursor for pagination, the ID of the last object on the previous page.
        #[must_use]
        pub fn after<'a, T>(self, value: T) -> Self
        where
            T: Into<Option<&'a str>>,
        {
            if let Some(value) = value.into() {
                Self(self.0.query_param("after", value.to_string()))
            } else {
                Self(self.0.query_param_missing("after"))
            }
        }
        /// Matches requests with this `limit`, or with `None`, requests without it. The maximum number of files on a page, from 1 to 10,000. Defaults to `10000` on the server.
        #[must_use]
        pub fn limit<T>(self, value: T) -> Self
        where
            T: Into<Option<i64>>,
        {
            if let Some(value) = value.into() {
                Self(self.0.query_param("limit", value.to_string()))
            } else {
                Self(self.0.query_param_missing("limit"))
            }
        }
        /// Matches requests with this `order`, or with `None`, requests without it. The sort order by creation time. Defaults to `desc` on the server.
        #[must_use]
        pub fn order<T>(self, value: T) -> Self
        where
            T: Into<Option<types::SortOrder>>,
        {
            if let Some(value) = value.into() {
                Self(self.0.query_param("order", value.to_string()))
            } else {
                Self(self.0.query_param_missing("order"))
            }
        }
        /// Matches requests with this `purpose`, or with `None`, requests without it. Return only files with this purpose.
        #[must_use]
        pub fn purpose<T>(self, value: T) -> Self
        where
            T: Into<Option<types::FilePurpose>>,
        {
            if let Some(value) = value.into() {
                Self(self.0.query_param("purpose", value.to_string()))
            } else {
                Self(self.0.query_param_missing("purpose"))
            }
        }
    }
    /// The response of a mock to `GET /files`.
    pub struct ListFilesThen(::httpmock::Then);
    impl ListFilesThen {
        /// Wraps the httpmock type.
        pub fn new(inner: ::httpmock::Then) -> Self {
            Self(inner)
        }
        /// Returns the httpmock type, for anything that the API does not define.
        pub fn into_inner(self) -> ::httpmock::Then {
            self.0
        }
        /// Responds with a success.
        ///
        /// # Panics
        ///
        /// Panics if the status is not 2xx.
        #[must_use]
        pub fn success(self, status: u16, value: &types::ListFilesResponse) -> Self {
            assert_eq!(status / 100u16, 2u16);
            Self(
                self
                    .0
                    .status(status)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }
        /// Responds with a client error.
        ///
        /// # Panics
        ///
        /// Panics if the status is not 4xx.
        #[must_use]
        pub fn client_error(self, status: u16, value: &types::ErrorResponse) -> Self {
            assert_eq!(status / 100u16, 4u16);
            Self(
                self
                    .0
                    .status(status)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }
        /// Responds with a server error.
        ///
        /// # Panics
        ///
        /// Panics if the status is not 5xx.
        #[must_use]
        pub fn server_error(self, status: u16, value: &types::ErrorResponse) -> Self {
            assert_eq!(status / 100u16, 5u16);
            Self(
                self
                    .0
                    .status(status)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }
    }
    /// The requests to `GET /files/{file_id}` that a mock matches.
    pub struct RetrieveFileWhen(::httpmock::When);
    impl RetrieveFileWhen {
        /// Wraps the httpmock type.
        pub fn new(inner: ::httpmock::When) -> Self {
            Self(
                inner
                    .method(::httpmock::Method::GET)
                    .path_matches(crate::path_regex("^/files/[^/]*$")),
            )
        }
        /// Returns the httpmock type, for anything that the API does not define.
        pub fn into_inner(self) -> ::httpmock::When {
            self.0
        }
        /// Matches requests with this `file_id`. The ID of the file. Required.
        #[must_use]
        pub fn file_id(self, value: &batch_client::PathId) -> Self {
            let re = crate::path_regex(
                &format!("^/files/{}$", crate ::path_segment(value)),
            );
            Self(self.0.path_matches(re))
        }
    }
    /// The response of a mock to `GET /files/{file_id}`.
    pub struct RetrieveFileThen(::httpmock::Then);
    impl RetrieveFileThen {
        /// Wraps the httpmock type.
        pub fn new(inner: ::httpmock::Then) -> Self {
            Self(inner)
        }
        /// Returns the httpmock type, for anything that the API does not define.
        pub fn into_inner(self) -> ::httpmock::Then {
            self.0
        }
        /// Responds with a success.
        ///
        /// # Panics
        ///
        /// Panics if the status is not 2xx.
        #[must_use]
        pub fn success(self, status: u16, value: &types::OpenAiFile) -> Self {
            assert_eq!(status / 100u16, 2u16);
            Self(
                self
                    .0
                    .status(status)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }
        /// Responds with a client error.
        ///
        /// # Panics
        ///
        /// Panics if the status is not 4xx.
        #[must_use]
        pub fn client_error(self, status: u16, value: &types::ErrorResponse) -> Self {
            assert_eq!(status / 100u16, 4u16);
            Self(
                self
                    .0
                    .status(status)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }
        /// Responds with a server error.
        ///
        /// # Panics
        ///
        /// Panics if the status is not 5xx.
        #[must_use]
        pub fn server_error(self, status: u16, value: &types::ErrorResponse) -> Self {
            assert_eq!(status / 100u16, 5u16);
            Self(
                self
                    .0
                    .status(status)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }
    }
    /// The requests to `DELETE /files/{file_id}` that a mock matches.
    pub struct DeleteFileWhen(::httpmock::When);
    impl DeleteFileWhen {
        /// Wraps the httpmock type.
        pub fn new(inner: ::httpmock::When) -> Self {
            Self(
                inner
                    .method(::httpmock::Method::DELETE)
                    .path_matches(crate::path_regex("^/files/[^/]*$")),
            )
        }
        /// Returns the httpmock type, for anything that the API does not define.
        pub fn into_inner(self) -> ::httpmock::When {
            self.0
        }
        /// Matches requests with this `file_id`. The ID of the file. Required.
        #[must_use]
        pub fn file_id(self, value: &batch_client::PathId) -> Self {
            let re = crate::path_regex(
                &format!("^/files/{}$", crate ::path_segment(value)),
            );
            Self(self.0.path_matches(re))
        }
    }
    /// The response of a mock to `DELETE /files/{file_id}`.
    pub struct DeleteFileThen(::httpmock::Then);
    impl DeleteFileThen {
        /// Wraps the httpmock type.
        pub fn new(inner: ::httpmock::Then) -> Self {
            Self(inner)
        }
        /// Returns the httpmock type, for anything that the API does not define.
        pub fn into_inner(self) -> ::httpmock::Then {
            self.0
        }
        /// Responds with a success.
        ///
        /// # Panics
        ///
        /// Panics if the status is not 2xx.
        #[must_use]
        pub fn success(self, status: u16, value: &types::DeleteFileResponse) -> Self {
            assert_eq!(status / 100u16, 2u16);
            Self(
                self
                    .0
                    .status(status)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }
        /// Responds with a client error.
        ///
        /// # Panics
        ///
        /// Panics if the status is not 4xx.
        #[must_use]
        pub fn client_error(self, status: u16, value: &types::ErrorResponse) -> Self {
            assert_eq!(status / 100u16, 4u16);
            Self(
                self
                    .0
                    .status(status)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }
        /// Responds with a server error.
        ///
        /// # Panics
        ///
        /// Panics if the status is not 5xx.
        #[must_use]
        pub fn server_error(self, status: u16, value: &types::ErrorResponse) -> Self {
            assert_eq!(status / 100u16, 5u16);
            Self(
                self
                    .0
                    .status(status)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }
    }
    /// The requests to `GET /files/{file_id}/content` that a mock matches.
    pub struct DownloadFileWhen(::httpmock::When);
    impl DownloadFileWhen {
        /// Wraps the httpmock type.
        pub fn new(inner: ::httpmock::When) -> Self {
            Self(
                inner
                    .method(::httpmock::Method::GET)
                    .path_matches(crate::path_regex("^/files/[^/]*/content$")),
            )
        }
        /// Returns the httpmock type, for anything that the API does not define.
        pub fn into_inner(self) -> ::httpmock::When {
            self.0
        }
        /// Matches requests with this `file_id`. The ID of the file. Required.
        #[must_use]
        pub fn file_id(self, value: &batch_client::PathId) -> Self {
            let re = crate::path_regex(
                &format!("^/files/{}/content$", crate ::path_segment(value)),
            );
            Self(self.0.path_matches(re))
        }
    }
    /// The response of a mock to `GET /files/{file_id}/content`.
    pub struct DownloadFileThen(::httpmock::Then);
    impl DownloadFileThen {
        /// Wraps the httpmock type.
        pub fn new(inner: ::httpmock::Then) -> Self {
            Self(inner)
        }
        /// Returns the httpmock type, for anything that the API does not define.
        pub fn into_inner(self) -> ::httpmock::Then {
            self.0
        }
        /// Responds with a success and these bytes.
        ///
        /// # Panics
        ///
        /// Panics if the status is not 2xx.
        #[must_use]
        pub fn success(self, status: u16, value: impl AsRef<[u8]>) -> Self {
            assert_eq!(status / 100u16, 2u16);
            Self(
                self
                    .0
                    .status(status)
                    .header("content-type", "application/octet-stream")
                    .body(value),
            )
        }
        /// Responds with a client error.
        ///
        /// # Panics
        ///
        /// Panics if the status is not 4xx.
        #[must_use]
        pub fn client_error(self, status: u16, value: &types::ErrorResponse) -> Self {
            assert_eq!(status / 100u16, 4u16);
            Self(
                self
                    .0
                    .status(status)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }
        /// Responds with a server error.
        ///
        /// # Panics
        ///
        /// Panics if the status is not 5xx.
        #[must_use]
        pub fn server_error(self, status: u16, value: &types::ErrorResponse) -> Self {
            assert_eq!(status / 100u16, 5u16);
            Self(
                self
                    .0
                    .status(status)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }
    }
}
/// An extension trait for [`MockServer`](::httpmock::MockServer) that
/// adds a method for each operation. These are the equivalent of
/// type-checked [`mock()`](::httpmock::MockServer::mock) calls.
pub trait MockServerExt {
    /// Creates a mock for `GET /batches`.
    fn list_batches<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::ListBatchesWhen, operations::ListBatchesThen);
    /// Creates a mock for `POST /batches`.
    fn create_batch<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::CreateBatchWhen, operations::CreateBatchThen);
    /// Creates a mock for `GET /batches/{batch_id}`.
    fn retrieve_batch<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::RetrieveBatchWhen, operations::RetrieveBatchThen);
    /// Creates a mock for `POST /batches/{batch_id}/cancel`.
    fn cancel_batch<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::CancelBatchWhen, operations::CancelBatchThen);
    /// Creates a mock for `GET /files`.
    fn list_files<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::ListFilesWhen, operations::ListFilesThen);
    /// Creates a mock for `GET /files/{file_id}`.
    fn retrieve_file<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::RetrieveFileWhen, operations::RetrieveFileThen);
    /// Creates a mock for `DELETE /files/{file_id}`.
    fn delete_file<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::DeleteFileWhen, operations::DeleteFileThen);
    /// Creates a mock for `GET /files/{file_id}/content`.
    fn download_file<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::DownloadFileWhen, operations::DownloadFileThen);
}
impl MockServerExt for ::httpmock::MockServer {
    fn list_batches<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::ListBatchesWhen, operations::ListBatchesThen),
    {
        self.mock(|when, then| {
            config_fn(
                operations::ListBatchesWhen::new(when),
                operations::ListBatchesThen::new(then),
            )
        })
    }
    fn create_batch<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::CreateBatchWhen, operations::CreateBatchThen),
    {
        self.mock(|when, then| {
            config_fn(
                operations::CreateBatchWhen::new(when),
                operations::CreateBatchThen::new(then),
            )
        })
    }
    fn retrieve_batch<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::RetrieveBatchWhen, operations::RetrieveBatchThen),
    {
        self.mock(|when, then| {
            config_fn(
                operations::RetrieveBatchWhen::new(when),
                operations::RetrieveBatchThen::new(then),
            )
        })
    }
    fn cancel_batch<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::CancelBatchWhen, operations::CancelBatchThen),
    {
        self.mock(|when, then| {
            config_fn(
                operations::CancelBatchWhen::new(when),
                operations::CancelBatchThen::new(then),
            )
        })
    }
    fn list_files<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::ListFilesWhen, operations::ListFilesThen),
    {
        self.mock(|when, then| {
            config_fn(
                operations::ListFilesWhen::new(when),
                operations::ListFilesThen::new(then),
            )
        })
    }
    fn retrieve_file<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::RetrieveFileWhen, operations::RetrieveFileThen),
    {
        self.mock(|when, then| {
            config_fn(
                operations::RetrieveFileWhen::new(when),
                operations::RetrieveFileThen::new(then),
            )
        })
    }
    fn delete_file<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::DeleteFileWhen, operations::DeleteFileThen),
    {
        self.mock(|when, then| {
            config_fn(
                operations::DeleteFileWhen::new(when),
                operations::DeleteFileThen::new(then),
            )
        })
    }
    fn download_file<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::DownloadFileWhen, operations::DownloadFileThen),
    {
        self.mock(|when, then| {
            config_fn(
                operations::DownloadFileWhen::new(when),
                operations::DownloadFileThen::new(then),
            )
        })
    }
}
