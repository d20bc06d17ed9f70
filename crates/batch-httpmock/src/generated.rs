// Generated from openapi.yaml by `cargo xtask codegen`. Do not edit.
// generator: progenitor 0.15.1
// openapi.yaml sha256: 83380d137d0b450aecfe54d4ae6ca767492190f528ad419deb5a98e2957c8968

pub mod operations {
    //! [`When`](::httpmock::When) and [`Then`](::httpmock::Then)
    //! wrappers for each operation. Each can be converted to
    //! its inner type with a call to `into_inner()`. This can
    //! be used to explicitly deviate from permitted values.
    use batch_client::*;
    /// Which requests to `GET /batches` are answered.
    pub struct ListBatchesWhen(::httpmock::When);
    impl ListBatchesWhen {
        /// Wraps httpmock's own type.
        pub fn new(inner: ::httpmock::When) -> Self {
            Self(
                inner
                    .method(::httpmock::Method::GET)
                    .path_matches(crate::path_regex("^/batches$")),
            )
        }
        /// Httpmock's own type, for what the document does not allow.
        pub fn into_inner(self) -> ::httpmock::When {
            self.0
        }
        /// Only requests with this, or with `None` only those without. The cursor, which is the id of the last object of the page before.
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
        /// Only requests with this, or with `None` only those without. How many batches a page may hold, from 1 to 100. The server's default is `20`.
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
    /// What `GET /batches` answers.
    pub struct ListBatchesThen(::httpmock::Then);
    impl ListBatchesThen {
        /// Wraps httpmock's own type.
        pub fn new(inner: ::httpmock::Then) -> Self {
            Self(inner)
        }
        /// Httpmock's own type, for what the document does not allow.
        pub fn into_inner(self) -> ::httpmock::Then {
            self.0
        }
        /// A success, with a status of 2xx.
        ///
        /// # Panics
        /// Where the status is another.
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
        /// An error of the client's, with a status of 4xx.
        ///
        /// # Panics
        /// Where the status is another.
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
        /// An error of the server's, with a status of 5xx.
        ///
        /// # Panics
        /// Where the status is another.
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
    /// Which requests to `POST /batches` are answered.
    pub struct CreateBatchWhen(::httpmock::When);
    impl CreateBatchWhen {
        /// Wraps httpmock's own type.
        pub fn new(inner: ::httpmock::When) -> Self {
            Self(
                inner
                    .method(::httpmock::Method::POST)
                    .path_matches(crate::path_regex("^/batches$")),
            )
        }
        /// Httpmock's own type, for what the document does not allow.
        pub fn into_inner(self) -> ::httpmock::When {
            self.0
        }
        /// Only requests with this body.
        #[must_use]
        pub fn body(self, value: &types::CreateBatchRequest) -> Self {
            Self(self.0.json_body_obj(value))
        }
    }
    /// What `POST /batches` answers.
    pub struct CreateBatchThen(::httpmock::Then);
    impl CreateBatchThen {
        /// Wraps httpmock's own type.
        pub fn new(inner: ::httpmock::Then) -> Self {
            Self(inner)
        }
        /// Httpmock's own type, for what the document does not allow.
        pub fn into_inner(self) -> ::httpmock::Then {
            self.0
        }
        /// A success, with a status of 2xx.
        ///
        /// # Panics
        /// Where the status is another.
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
        /// An error of the client's, with a status of 4xx.
        ///
        /// # Panics
        /// Where the status is another.
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
        /// An error of the server's, with a status of 5xx.
        ///
        /// # Panics
        /// Where the status is another.
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
    /// Which requests to `GET /batches/{batch_id}` are answered.
    pub struct RetrieveBatchWhen(::httpmock::When);
    impl RetrieveBatchWhen {
        /// Wraps httpmock's own type.
        pub fn new(inner: ::httpmock::When) -> Self {
            Self(
                inner
                    .method(::httpmock::Method::GET)
                    .path_matches(crate::path_regex("^/batches/[^/]*$")),
            )
        }
        /// Httpmock's own type, for what the document does not allow.
        pub fn into_inner(self) -> ::httpmock::When {
            self.0
        }
        /// Only requests with this. The batch's id. Required.
        #[must_use]
        pub fn batch_id(self, value: &batch_client::PathId) -> Self {
            let re = crate::path_regex(
                &format!("^/batches/{}$", crate ::path_segment(value)),
            );
            Self(self.0.path_matches(re))
        }
    }
    /// What `GET /batches/{batch_id}` answers.
    pub struct RetrieveBatchThen(::httpmock::Then);
    impl RetrieveBatchThen {
        /// Wraps httpmock's own type.
        pub fn new(inner: ::httpmock::Then) -> Self {
            Self(inner)
        }
        /// Httpmock's own type, for what the document does not allow.
        pub fn into_inner(self) -> ::httpmock::Then {
            self.0
        }
        /// A success, with a status of 2xx.
        ///
        /// # Panics
        /// Where the status is another.
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
        /// An error of the client's, with a status of 4xx.
        ///
        /// # Panics
        /// Where the status is another.
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
        /// An error of the server's, with a status of 5xx.
        ///
        /// # Panics
        /// Where the status is another.
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
    /// Which requests to `POST /batches/{batch_id}/cancel` are answered.
    pub struct CancelBatchWhen(::httpmock::When);
    impl CancelBatchWhen {
        /// Wraps httpmock's own type.
        pub fn new(inner: ::httpmock::When) -> Self {
            Self(
                inner
                    .method(::httpmock::Method::POST)
                    .path_matches(crate::path_regex("^/batches/[^/]*/cancel$")),
            )
        }
        /// Httpmock's own type, for what the document does not allow.
        pub fn into_inner(self) -> ::httpmock::When {
            self.0
        }
        /// Only requests with this. The batch's id. Required.
        #[must_use]
        pub fn batch_id(self, value: &batch_client::PathId) -> Self {
            let re = crate::path_regex(
                &format!("^/batches/{}/cancel$", crate ::path_segment(value)),
            );
            Self(self.0.path_matches(re))
        }
    }
    /// What `POST /batches/{batch_id}/cancel` answers.
    pub struct CancelBatchThen(::httpmock::Then);
    impl CancelBatchThen {
        /// Wraps httpmock's own type.
        pub fn new(inner: ::httpmock::Then) -> Self {
            Self(inner)
        }
        /// Httpmock's own type, for what the document does not allow.
        pub fn into_inner(self) -> ::httpmock::Then {
            self.0
        }
        /// A success, with a status of 2xx.
        ///
        /// # Panics
        /// Where the status is another.
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
        /// An error of the client's, with a status of 4xx.
        ///
        /// # Panics
        /// Where the status is another.
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
        /// An error of the server's, with a status of 5xx.
        ///
        /// # Panics
        /// Where the status is another.
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
    /// Which requests to `GET /files` are answered.
    pub struct ListFilesWhen(::httpmock::When);
    impl ListFilesWhen {
        /// Wraps httpmock's own type.
        pub fn new(inner: ::httpmock::When) -> Self {
            Self(
                inner
                    .method(::httpmock::Method::GET)
                    .path_matches(crate::path_regex("^/files$")),
            )
        }
        /// Httpmock's own type, for what the document does not allow.
        pub fn into_inner(self) -> ::httpmock::When {
            self.0
        }
        /// Only requests with this, or with `None` only those without. The cursor, which is the id of the last object of the page before.
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
        /// Only requests with this, or with `None` only those without. How many files a page may hold, from 1 to 10,000. The server's default is `10000`.
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
        /// Only requests with this, or with `None` only those without. By creation time, ascending or descending. The server's default is `desc`.
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
        /// Only requests with this, or with `None` only those without. Only files of this purpose.
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
    /// What `GET /files` answers.
    pub struct ListFilesThen(::httpmock::Then);
    impl ListFilesThen {
        /// Wraps httpmock's own type.
        pub fn new(inner: ::httpmock::Then) -> Self {
            Self(inner)
        }
        /// Httpmock's own type, for what the document does not allow.
        pub fn into_inner(self) -> ::httpmock::Then {
            self.0
        }
        /// A success, with a status of 2xx.
        ///
        /// # Panics
        /// Where the status is another.
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
        /// An error of the client's, with a status of 4xx.
        ///
        /// # Panics
        /// Where the status is another.
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
        /// An error of the server's, with a status of 5xx.
        ///
        /// # Panics
        /// Where the status is another.
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
    /// Which requests to `GET /files/{file_id}` are answered.
    pub struct RetrieveFileWhen(::httpmock::When);
    impl RetrieveFileWhen {
        /// Wraps httpmock's own type.
        pub fn new(inner: ::httpmock::When) -> Self {
            Self(
                inner
                    .method(::httpmock::Method::GET)
                    .path_matches(crate::path_regex("^/files/[^/]*$")),
            )
        }
        /// Httpmock's own type, for what the document does not allow.
        pub fn into_inner(self) -> ::httpmock::When {
            self.0
        }
        /// Only requests with this. The file's id. Required.
        #[must_use]
        pub fn file_id(self, value: &batch_client::PathId) -> Self {
            let re = crate::path_regex(
                &format!("^/files/{}$", crate ::path_segment(value)),
            );
            Self(self.0.path_matches(re))
        }
    }
    /// What `GET /files/{file_id}` answers.
    pub struct RetrieveFileThen(::httpmock::Then);
    impl RetrieveFileThen {
        /// Wraps httpmock's own type.
        pub fn new(inner: ::httpmock::Then) -> Self {
            Self(inner)
        }
        /// Httpmock's own type, for what the document does not allow.
        pub fn into_inner(self) -> ::httpmock::Then {
            self.0
        }
        /// A success, with a status of 2xx.
        ///
        /// # Panics
        /// Where the status is another.
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
        /// An error of the client's, with a status of 4xx.
        ///
        /// # Panics
        /// Where the status is another.
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
        /// An error of the server's, with a status of 5xx.
        ///
        /// # Panics
        /// Where the status is another.
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
    /// Which requests to `DELETE /files/{file_id}` are answered.
    pub struct DeleteFileWhen(::httpmock::When);
    impl DeleteFileWhen {
        /// Wraps httpmock's own type.
        pub fn new(inner: ::httpmock::When) -> Self {
            Self(
                inner
                    .method(::httpmock::Method::DELETE)
                    .path_matches(crate::path_regex("^/files/[^/]*$")),
            )
        }
        /// Httpmock's own type, for what the document does not allow.
        pub fn into_inner(self) -> ::httpmock::When {
            self.0
        }
        /// Only requests with this. The file's id. Required.
        #[must_use]
        pub fn file_id(self, value: &batch_client::PathId) -> Self {
            let re = crate::path_regex(
                &format!("^/files/{}$", crate ::path_segment(value)),
            );
            Self(self.0.path_matches(re))
        }
    }
    /// What `DELETE /files/{file_id}` answers.
    pub struct DeleteFileThen(::httpmock::Then);
    impl DeleteFileThen {
        /// Wraps httpmock's own type.
        pub fn new(inner: ::httpmock::Then) -> Self {
            Self(inner)
        }
        /// Httpmock's own type, for what the document does not allow.
        pub fn into_inner(self) -> ::httpmock::Then {
            self.0
        }
        /// A success, with a status of 2xx.
        ///
        /// # Panics
        /// Where the status is another.
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
        /// An error of the client's, with a status of 4xx.
        ///
        /// # Panics
        /// Where the status is another.
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
        /// An error of the server's, with a status of 5xx.
        ///
        /// # Panics
        /// Where the status is another.
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
    /// Which requests to `GET /files/{file_id}/content` are answered.
    pub struct DownloadFileWhen(::httpmock::When);
    impl DownloadFileWhen {
        /// Wraps httpmock's own type.
        pub fn new(inner: ::httpmock::When) -> Self {
            Self(
                inner
                    .method(::httpmock::Method::GET)
                    .path_matches(crate::path_regex("^/files/[^/]*/content$")),
            )
        }
        /// Httpmock's own type, for what the document does not allow.
        pub fn into_inner(self) -> ::httpmock::When {
            self.0
        }
        /// Only requests with this. The file's id. Required.
        #[must_use]
        pub fn file_id(self, value: &batch_client::PathId) -> Self {
            let re = crate::path_regex(
                &format!("^/files/{}/content$", crate ::path_segment(value)),
            );
            Self(self.0.path_matches(re))
        }
    }
    /// What `GET /files/{file_id}/content` answers.
    pub struct DownloadFileThen(::httpmock::Then);
    impl DownloadFileThen {
        /// Wraps httpmock's own type.
        pub fn new(inner: ::httpmock::Then) -> Self {
            Self(inner)
        }
        /// Httpmock's own type, for what the document does not allow.
        pub fn into_inner(self) -> ::httpmock::Then {
            self.0
        }
        /// A success, with a status of 2xx and these bytes.
        ///
        /// # Panics
        /// Where the status is another.
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
        /// An error of the client's, with a status of 4xx.
        ///
        /// # Panics
        /// Where the status is another.
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
        /// An error of the server's, with a status of 5xx.
        ///
        /// # Panics
        /// Where the status is another.
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
    /// Mocks `GET /batches`.
    fn list_batches<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::ListBatchesWhen, operations::ListBatchesThen);
    /// Mocks `POST /batches`.
    fn create_batch<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::CreateBatchWhen, operations::CreateBatchThen);
    /// Mocks `GET /batches/{batch_id}`.
    fn retrieve_batch<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::RetrieveBatchWhen, operations::RetrieveBatchThen);
    /// Mocks `POST /batches/{batch_id}/cancel`.
    fn cancel_batch<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::CancelBatchWhen, operations::CancelBatchThen);
    /// Mocks `GET /files`.
    fn list_files<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::ListFilesWhen, operations::ListFilesThen);
    /// Mocks `GET /files/{file_id}`.
    fn retrieve_file<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::RetrieveFileWhen, operations::RetrieveFileThen);
    /// Mocks `DELETE /files/{file_id}`.
    fn delete_file<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::DeleteFileWhen, operations::DeleteFileThen);
    /// Mocks `GET /files/{file_id}/content`.
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
