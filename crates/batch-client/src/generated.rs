// Generated from openapi.yaml by `cargo xtask codegen`. Do not edit.
// generator: progenitor 0.15.1
// openapi.yaml sha256: cb43c48b95eb5c792f2a2313c64b0176710fbfe3173b71eebbfe7eaca048367b

use crate::{ByteStream, Error, ResponseValue};
use progenitor_client::{OperationInfo, encode_path};
/// Types used as operation parameters and responses.
#[allow(clippy::all)]
pub mod types {
    /// A batch, as of the time of the response.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[non_exhaustive]
    pub struct Batch {
        /// When the batch was cancelled, as a Unix timestamp in seconds.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub cancelled_at: ::std::option::Option<i64>,
        /// When cancellation started, as a Unix timestamp in seconds.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub cancelling_at: ::std::option::Option<i64>,
        /// When the batch completed, as a Unix timestamp in seconds.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub completed_at: ::std::option::Option<i64>,
        /// The requested completion window.
        #[serde(default, deserialize_with = "crate::lenient::null_as_default")]
        pub completion_window: ::std::string::String,
        /// When the batch was created, as a Unix timestamp in seconds.
        #[serde(default, deserialize_with = "crate::lenient::null_as_default")]
        pub created_at: i64,
        /// The endpoint that every request of the batch targets.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub endpoint: ::std::option::Option<BatchEndpoint>,
        /// The ID of the file with the results of failed requests. Absent, null, or empty if there
        /// is none.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub error_file_id: ::std::option::Option<::std::string::String>,
        /// The reasons why the batch failed, if it did.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub errors: ::std::option::Option<BatchErrors>,
        /// When the batch expired, as a Unix timestamp in seconds.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub expired_at: ::std::option::Option<i64>,
        /// When the completion window ends, as a Unix timestamp in seconds.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub expires_at: ::std::option::Option<i64>,
        /// When the batch failed, as a Unix timestamp in seconds.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub failed_at: ::std::option::Option<i64>,
        /// When the server started to write the output files, as a Unix timestamp in seconds.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub finalizing_at: ::std::option::Option<i64>,
        /// The ID of the batch.
        pub id: ::std::string::String,
        /// When processing started, as a Unix timestamp in seconds.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub in_progress_at: ::std::option::Option<i64>,
        /// The ID of the input file.
        #[serde(default, deserialize_with = "crate::lenient::null_as_default")]
        pub input_file_id: ::std::string::String,
        /// The key-value pairs set by the client.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub metadata: ::std::option::Option<Metadata>,
        /// The model that processes the batch.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub model: ::std::option::Option<::std::string::String>,
        /// Always `batch`, if present.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub object: ::std::option::Option<BatchObject>,
        /// The ID of the file with the results of successful requests. Absent, null, or empty until
        /// the file exists, which it never does if no request succeeded.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub output_file_id: ::std::option::Option<::std::string::String>,
        /// The number of requests in the batch, by outcome so far.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub request_counts: ::std::option::Option<BatchRequestCounts>,
        /// The status of the batch.
        #[serde(
            default = "crate::lenient::unknown::<BatchStatus>",
            deserialize_with = "crate::lenient::null_as_unknown"
        )]
        pub status: BatchStatus,
        /// The token usage of the batch. Available for batches created since September 2025.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub usage: ::std::option::Option<BatchUsage>,
    }
    impl Batch {
        /// Returns a builder for [`Batch`] with no fields set.
        pub fn builder() -> builder::Batch {
            Default::default()
        }
    }
    /// The endpoint that every request of a batch targets. A batch for `/v1/embeddings` may contain at
    /// most 50,000 embedding inputs across all of its requests.
    #[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
    #[non_exhaustive]
    pub enum BatchEndpoint {
        /// `/v1/responses`
        V1Responses,
        /// `/v1/chat/completions`
        V1ChatCompletions,
        /// `/v1/embeddings`
        V1Embeddings,
        /// `/v1/completions`
        V1Completions,
        /// `/v1/moderations`
        V1Moderations,
        /// `/v1/images/generations`
        V1ImagesGenerations,
        /// `/v1/images/edits`
        V1ImagesEdits,
        /// `/v1/videos`
        V1Videos,
        /// A value that this version does not know. Conversions never produce it for a known value.
        Unknown(::std::string::String),
    }
    impl BatchEndpoint {
        /// The values that this version knows, as they appear in JSON.
        pub const KNOWN: &'static [&'static str] = &[
            "/v1/responses",
            "/v1/chat/completions",
            "/v1/embeddings",
            "/v1/completions",
            "/v1/moderations",
            "/v1/images/generations",
            "/v1/images/edits",
            "/v1/videos",
        ];
        /// Returns the value as it appears in JSON.
        #[must_use]
        pub fn as_str(&self) -> &str {
            match self {
                Self::V1Responses => "/v1/responses",
                Self::V1ChatCompletions => "/v1/chat/completions",
                Self::V1Embeddings => "/v1/embeddings",
                Self::V1Completions => "/v1/completions",
                Self::V1Moderations => "/v1/moderations",
                Self::V1ImagesGenerations => "/v1/images/generations",
                Self::V1ImagesEdits => "/v1/images/edits",
                Self::V1Videos => "/v1/videos",
                Self::Unknown(value) => value,
            }
        }
        fn known(value: &str) -> ::std::option::Option<Self> {
            ::std::option::Option::Some(
                match value {
                    "/v1/responses" => Self::V1Responses,
                    "/v1/chat/completions" => Self::V1ChatCompletions,
                    "/v1/embeddings" => Self::V1Embeddings,
                    "/v1/completions" => Self::V1Completions,
                    "/v1/moderations" => Self::V1Moderations,
                    "/v1/images/generations" => Self::V1ImagesGenerations,
                    "/v1/images/edits" => Self::V1ImagesEdits,
                    "/v1/videos" => Self::V1Videos,
                    _ => return ::std::option::Option::None,
                },
            )
        }
    }
    impl ::std::fmt::Display for BatchEndpoint {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            f.pad(self.as_str())
        }
    }
    impl ::std::convert::AsRef<str> for BatchEndpoint {
        fn as_ref(&self) -> &str {
            self.as_str()
        }
    }
    impl ::std::convert::From<&str> for BatchEndpoint {
        fn from(value: &str) -> Self {
            Self::known(value).unwrap_or_else(|| Self::Unknown(value.to_owned()))
        }
    }
    impl ::std::convert::From<&::std::string::String> for BatchEndpoint {
        fn from(value: &::std::string::String) -> Self {
            Self::from(value.as_str())
        }
    }
    impl ::std::convert::From<::std::string::String> for BatchEndpoint {
        fn from(value: ::std::string::String) -> Self {
            Self::known(&value).unwrap_or(Self::Unknown(value))
        }
    }
    impl ::std::str::FromStr for BatchEndpoint {
        type Err = ::std::convert::Infallible;
        fn from_str(value: &str) -> ::std::result::Result<Self, Self::Err> {
            ::std::result::Result::Ok(Self::from(value))
        }
    }
    impl ::serde::Serialize for BatchEndpoint {
        fn serialize<S: ::serde::Serializer>(
            &self,
            serializer: S,
        ) -> ::std::result::Result<S::Ok, S::Error> {
            serializer.serialize_str(self.as_str())
        }
    }
    impl<'de> ::serde::Deserialize<'de> for BatchEndpoint {
        fn deserialize<D: ::serde::Deserializer<'de>>(
            deserializer: D,
        ) -> ::std::result::Result<Self, D::Error> {
            <::std::string::String as ::serde::Deserialize>::deserialize(deserializer)
                .map(Self::from)
        }
    }
    #[cfg(feature = "schemars")]
    impl ::schemars::JsonSchema for BatchEndpoint {
        fn schema_name() -> ::std::borrow::Cow<'static, str> {
            "BatchEndpoint".into()
        }
        fn json_schema(_: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
            ::schemars::json_schema!(
                { "type" : "string", "examples" : ["/v1/responses",
                "/v1/chat/completions", "/v1/embeddings", "/v1/completions",
                "/v1/moderations", "/v1/images/generations", "/v1/images/edits",
                "/v1/videos"] }
            )
        }
    }
    /// A problem that caused a batch to fail.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[non_exhaustive]
    pub struct BatchError {
        /// A machine-readable code for the problem.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub code: ::std::option::Option<::std::string::String>,
        /// The line number in the input file, starting at 1.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub line: ::std::option::Option<i64>,
        /// A human-readable description of the problem.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub message: ::std::option::Option<::std::string::String>,
        /// The name of the field that caused the problem.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub param: ::std::option::Option<::std::string::String>,
    }
    impl BatchError {
        /// Returns a builder for [`BatchError`] with no fields set.
        pub fn builder() -> builder::BatchError {
            Default::default()
        }
    }
    /// The reasons why a batch failed.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[non_exhaustive]
    pub struct BatchErrors {
        /// The problems found, by line where applicable.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub data: ::std::option::Option<::std::vec::Vec<BatchError>>,
        /// Always `list`, if present.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub object: ::std::option::Option<::std::string::String>,
    }
    impl BatchErrors {
        /// Returns a builder for [`BatchErrors`] with no fields set.
        pub fn builder() -> builder::BatchErrors {
            Default::default()
        }
    }
    /// The type of a batch object.
    #[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
    #[non_exhaustive]
    pub enum BatchObject {
        /// `batch`
        Batch,
        /// A value that this version does not know. Conversions never produce it for a known value.
        Unknown(::std::string::String),
    }
    impl BatchObject {
        /// The values that this version knows, as they appear in JSON.
        pub const KNOWN: &'static [&'static str] = &["batch"];
        /// Returns the value as it appears in JSON.
        #[must_use]
        pub fn as_str(&self) -> &str {
            match self {
                Self::Batch => "batch",
                Self::Unknown(value) => value,
            }
        }
        fn known(value: &str) -> ::std::option::Option<Self> {
            ::std::option::Option::Some(
                match value {
                    "batch" => Self::Batch,
                    _ => return ::std::option::Option::None,
                },
            )
        }
    }
    impl ::std::fmt::Display for BatchObject {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            f.pad(self.as_str())
        }
    }
    impl ::std::convert::AsRef<str> for BatchObject {
        fn as_ref(&self) -> &str {
            self.as_str()
        }
    }
    impl ::std::convert::From<&str> for BatchObject {
        fn from(value: &str) -> Self {
            Self::known(value).unwrap_or_else(|| Self::Unknown(value.to_owned()))
        }
    }
    impl ::std::convert::From<&::std::string::String> for BatchObject {
        fn from(value: &::std::string::String) -> Self {
            Self::from(value.as_str())
        }
    }
    impl ::std::convert::From<::std::string::String> for BatchObject {
        fn from(value: ::std::string::String) -> Self {
            Self::known(&value).unwrap_or(Self::Unknown(value))
        }
    }
    impl ::std::str::FromStr for BatchObject {
        type Err = ::std::convert::Infallible;
        fn from_str(value: &str) -> ::std::result::Result<Self, Self::Err> {
            ::std::result::Result::Ok(Self::from(value))
        }
    }
    impl ::serde::Serialize for BatchObject {
        fn serialize<S: ::serde::Serializer>(
            &self,
            serializer: S,
        ) -> ::std::result::Result<S::Ok, S::Error> {
            serializer.serialize_str(self.as_str())
        }
    }
    impl<'de> ::serde::Deserialize<'de> for BatchObject {
        fn deserialize<D: ::serde::Deserializer<'de>>(
            deserializer: D,
        ) -> ::std::result::Result<Self, D::Error> {
            <::std::string::String as ::serde::Deserialize>::deserialize(deserializer)
                .map(Self::from)
        }
    }
    #[cfg(feature = "schemars")]
    impl ::schemars::JsonSchema for BatchObject {
        fn schema_name() -> ::std::borrow::Cow<'static, str> {
            "BatchObject".into()
        }
        fn json_schema(_: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
            ::schemars::json_schema!({ "type" : "string", "examples" : ["batch"] })
        }
    }
    /// The number of requests in a batch, by outcome so far. If these counts disagree with the
    /// output and error files, the files are correct.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[non_exhaustive]
    pub struct BatchRequestCounts {
        /// The number of requests that succeeded.
        #[serde(default, deserialize_with = "crate::lenient::null_as_default")]
        pub completed: i64,
        /// The number of requests that failed.
        #[serde(default, deserialize_with = "crate::lenient::null_as_default")]
        pub failed: i64,
        /// The total number of requests.
        #[serde(default, deserialize_with = "crate::lenient::null_as_default")]
        pub total: i64,
    }
    impl BatchRequestCounts {
        /// Returns a builder for [`BatchRequestCounts`] with no fields set.
        pub fn builder() -> builder::BatchRequestCounts {
            Default::default()
        }
    }
    /// The status of a batch. `failed`, `completed`, `expired`, and `cancelled` are final.
    #[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
    #[non_exhaustive]
    pub enum BatchStatus {
        /// `validating`
        Validating,
        /// `failed`
        Failed,
        /// `in_progress`
        InProgress,
        /// `finalizing`
        Finalizing,
        /// `completed`
        Completed,
        /// `expired`
        Expired,
        /// `cancelling`
        Cancelling,
        /// `cancelled`
        Cancelled,
        /// A value that this version does not know. Conversions never produce it for a known value.
        Unknown(::std::string::String),
    }
    impl BatchStatus {
        /// The values that this version knows, as they appear in JSON.
        pub const KNOWN: &'static [&'static str] = &[
            "validating",
            "failed",
            "in_progress",
            "finalizing",
            "completed",
            "expired",
            "cancelling",
            "cancelled",
        ];
        /// Returns the value as it appears in JSON.
        #[must_use]
        pub fn as_str(&self) -> &str {
            match self {
                Self::Validating => "validating",
                Self::Failed => "failed",
                Self::InProgress => "in_progress",
                Self::Finalizing => "finalizing",
                Self::Completed => "completed",
                Self::Expired => "expired",
                Self::Cancelling => "cancelling",
                Self::Cancelled => "cancelled",
                Self::Unknown(value) => value,
            }
        }
        fn known(value: &str) -> ::std::option::Option<Self> {
            ::std::option::Option::Some(
                match value {
                    "validating" => Self::Validating,
                    "failed" => Self::Failed,
                    "in_progress" => Self::InProgress,
                    "finalizing" => Self::Finalizing,
                    "completed" => Self::Completed,
                    "expired" => Self::Expired,
                    "cancelling" => Self::Cancelling,
                    "cancelled" => Self::Cancelled,
                    _ => return ::std::option::Option::None,
                },
            )
        }
    }
    impl ::std::fmt::Display for BatchStatus {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            f.pad(self.as_str())
        }
    }
    impl ::std::convert::AsRef<str> for BatchStatus {
        fn as_ref(&self) -> &str {
            self.as_str()
        }
    }
    impl ::std::convert::From<&str> for BatchStatus {
        fn from(value: &str) -> Self {
            Self::known(value).unwrap_or_else(|| Self::Unknown(value.to_owned()))
        }
    }
    impl ::std::convert::From<&::std::string::String> for BatchStatus {
        fn from(value: &::std::string::String) -> Self {
            Self::from(value.as_str())
        }
    }
    impl ::std::convert::From<::std::string::String> for BatchStatus {
        fn from(value: ::std::string::String) -> Self {
            Self::known(&value).unwrap_or(Self::Unknown(value))
        }
    }
    impl ::std::str::FromStr for BatchStatus {
        type Err = ::std::convert::Infallible;
        fn from_str(value: &str) -> ::std::result::Result<Self, Self::Err> {
            ::std::result::Result::Ok(Self::from(value))
        }
    }
    impl ::serde::Serialize for BatchStatus {
        fn serialize<S: ::serde::Serializer>(
            &self,
            serializer: S,
        ) -> ::std::result::Result<S::Ok, S::Error> {
            serializer.serialize_str(self.as_str())
        }
    }
    impl<'de> ::serde::Deserialize<'de> for BatchStatus {
        fn deserialize<D: ::serde::Deserializer<'de>>(
            deserializer: D,
        ) -> ::std::result::Result<Self, D::Error> {
            <::std::string::String as ::serde::Deserialize>::deserialize(deserializer)
                .map(Self::from)
        }
    }
    #[cfg(feature = "schemars")]
    impl ::schemars::JsonSchema for BatchStatus {
        fn schema_name() -> ::std::borrow::Cow<'static, str> {
            "BatchStatus".into()
        }
        fn json_schema(_: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
            ::schemars::json_schema!(
                { "type" : "string", "examples" : ["validating", "failed", "in_progress",
                "finalizing", "completed", "expired", "cancelling", "cancelled"] }
            )
        }
    }
    /// The token usage of a batch.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[non_exhaustive]
    pub struct BatchUsage {
        /// The tokens in all requests.
        #[serde(default, deserialize_with = "crate::lenient::null_as_default")]
        pub input_tokens: i64,
        /// A breakdown of the input tokens.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub input_tokens_details: ::std::option::Option<InputTokensDetails>,
        /// The tokens in all responses.
        #[serde(default, deserialize_with = "crate::lenient::null_as_default")]
        pub output_tokens: i64,
        /// A breakdown of the output tokens.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub output_tokens_details: ::std::option::Option<OutputTokensDetails>,
        /// The sum of input and output tokens.
        #[serde(default, deserialize_with = "crate::lenient::null_as_default")]
        pub total_tokens: i64,
    }
    impl BatchUsage {
        /// Returns a builder for [`BatchUsage`] with no fields set.
        pub fn builder() -> builder::BatchUsage {
            Default::default()
        }
    }
    /// How long the server may take to process a batch. OpenAI supports only `24h`; other servers
    /// accept values from `1h` to 14 days.
    #[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
    #[non_exhaustive]
    pub enum CompletionWindow {
        /// `24h`
        X24h,
        /// A value that this version does not know. Conversions never produce it for a known value.
        Unknown(::std::string::String),
    }
    impl CompletionWindow {
        /// The values that this version knows, as they appear in JSON.
        pub const KNOWN: &'static [&'static str] = &["24h"];
        /// Returns the value as it appears in JSON.
        #[must_use]
        pub fn as_str(&self) -> &str {
            match self {
                Self::X24h => "24h",
                Self::Unknown(value) => value,
            }
        }
        fn known(value: &str) -> ::std::option::Option<Self> {
            ::std::option::Option::Some(
                match value {
                    "24h" => Self::X24h,
                    _ => return ::std::option::Option::None,
                },
            )
        }
    }
    impl ::std::fmt::Display for CompletionWindow {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            f.pad(self.as_str())
        }
    }
    impl ::std::convert::AsRef<str> for CompletionWindow {
        fn as_ref(&self) -> &str {
            self.as_str()
        }
    }
    impl ::std::convert::From<&str> for CompletionWindow {
        fn from(value: &str) -> Self {
            Self::known(value).unwrap_or_else(|| Self::Unknown(value.to_owned()))
        }
    }
    impl ::std::convert::From<&::std::string::String> for CompletionWindow {
        fn from(value: &::std::string::String) -> Self {
            Self::from(value.as_str())
        }
    }
    impl ::std::convert::From<::std::string::String> for CompletionWindow {
        fn from(value: ::std::string::String) -> Self {
            Self::known(&value).unwrap_or(Self::Unknown(value))
        }
    }
    impl ::std::str::FromStr for CompletionWindow {
        type Err = ::std::convert::Infallible;
        fn from_str(value: &str) -> ::std::result::Result<Self, Self::Err> {
            ::std::result::Result::Ok(Self::from(value))
        }
    }
    impl ::serde::Serialize for CompletionWindow {
        fn serialize<S: ::serde::Serializer>(
            &self,
            serializer: S,
        ) -> ::std::result::Result<S::Ok, S::Error> {
            serializer.serialize_str(self.as_str())
        }
    }
    impl<'de> ::serde::Deserialize<'de> for CompletionWindow {
        fn deserialize<D: ::serde::Deserializer<'de>>(
            deserializer: D,
        ) -> ::std::result::Result<Self, D::Error> {
            <::std::string::String as ::serde::Deserialize>::deserialize(deserializer)
                .map(Self::from)
        }
    }
    #[cfg(feature = "schemars")]
    impl ::schemars::JsonSchema for CompletionWindow {
        fn schema_name() -> ::std::borrow::Cow<'static, str> {
            "CompletionWindow".into()
        }
        fn json_schema(_: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
            ::schemars::json_schema!({ "type" : "string", "examples" : ["24h"] })
        }
    }
    /// The parameters of a new batch.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[non_exhaustive]
    pub struct CreateBatchRequest {
        /// How long the server may take to process the batch.
        pub completion_window: CompletionWindow,
        /// The endpoint that every request in the file targets.
        pub endpoint: BatchEndpoint,
        /// The ID of the input file, a JSONL file of at most 50,000 lines and 200 MB that was
        /// uploaded with purpose `batch`.
        pub input_file_id: ::std::string::String,
        /// Arbitrary key-value pairs, which the server returns with the batch.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub metadata: ::std::option::Option<Metadata>,
        /// When the output and error files of the batch expire.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub output_expires_after: ::std::option::Option<FileExpiration>,
    }
    impl CreateBatchRequest {
        /// Returns a builder for [`CreateBatchRequest`] with no fields set.
        pub fn builder() -> builder::CreateBatchRequest {
            Default::default()
        }
    }
    /// The result of deleting a file.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[non_exhaustive]
    pub struct DeleteFileResponse {
        /// Whether the file was deleted.
        #[serde(default, deserialize_with = "crate::lenient::null_as_default")]
        pub deleted: bool,
        /// The ID of the file.
        pub id: ::std::string::String,
        /// Always `file`, if present.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub object: ::std::option::Option<FileObject>,
    }
    impl DeleteFileResponse {
        /// Returns a builder for [`DeleteFileResponse`] with no fields set.
        pub fn builder() -> builder::DeleteFileResponse {
            Default::default()
        }
    }
    /// A description of an error.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[non_exhaustive]
    pub struct ErrorDetail {
        /// A machine-readable code for the error.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub code: ::std::option::Option<::std::string::String>,
        /// A human-readable message. Programs should match on `code` instead.
        pub message: ::std::string::String,
        /// The name of the parameter that caused the error.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub param: ::std::option::Option<::std::string::String>,
        /// The category of the error, such as `invalid_request_error`.
        #[serde(rename = "type", skip_serializing_if = "::std::option::Option::is_none")]
        pub type_: ::std::option::Option<::std::string::String>,
    }
    impl ErrorDetail {
        /// Returns a builder for [`ErrorDetail`] with no fields set.
        pub fn builder() -> builder::ErrorDetail {
            Default::default()
        }
    }
    /// The body of every error response.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[non_exhaustive]
    pub struct ErrorResponse {
        /// The error.
        pub error: ErrorDetail,
    }
    impl ErrorResponse {
        /// Returns a builder for [`ErrorResponse`] with no fields set.
        pub fn builder() -> builder::ErrorResponse {
            Default::default()
        }
    }
    /// The time from which the expiration period is counted, which is when the file was created.
    #[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
    #[non_exhaustive]
    pub enum ExpirationAnchor {
        /// `created_at`
        CreatedAt,
        /// A value that this version does not know. Conversions never produce it for a known value.
        Unknown(::std::string::String),
    }
    impl ExpirationAnchor {
        /// The values that this version knows, as they appear in JSON.
        pub const KNOWN: &'static [&'static str] = &["created_at"];
        /// Returns the value as it appears in JSON.
        #[must_use]
        pub fn as_str(&self) -> &str {
            match self {
                Self::CreatedAt => "created_at",
                Self::Unknown(value) => value,
            }
        }
        fn known(value: &str) -> ::std::option::Option<Self> {
            ::std::option::Option::Some(
                match value {
                    "created_at" => Self::CreatedAt,
                    _ => return ::std::option::Option::None,
                },
            )
        }
    }
    impl ::std::fmt::Display for ExpirationAnchor {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            f.pad(self.as_str())
        }
    }
    impl ::std::convert::AsRef<str> for ExpirationAnchor {
        fn as_ref(&self) -> &str {
            self.as_str()
        }
    }
    impl ::std::convert::From<&str> for ExpirationAnchor {
        fn from(value: &str) -> Self {
            Self::known(value).unwrap_or_else(|| Self::Unknown(value.to_owned()))
        }
    }
    impl ::std::convert::From<&::std::string::String> for ExpirationAnchor {
        fn from(value: &::std::string::String) -> Self {
            Self::from(value.as_str())
        }
    }
    impl ::std::convert::From<::std::string::String> for ExpirationAnchor {
        fn from(value: ::std::string::String) -> Self {
            Self::known(&value).unwrap_or(Self::Unknown(value))
        }
    }
    impl ::std::str::FromStr for ExpirationAnchor {
        type Err = ::std::convert::Infallible;
        fn from_str(value: &str) -> ::std::result::Result<Self, Self::Err> {
            ::std::result::Result::Ok(Self::from(value))
        }
    }
    impl ::serde::Serialize for ExpirationAnchor {
        fn serialize<S: ::serde::Serializer>(
            &self,
            serializer: S,
        ) -> ::std::result::Result<S::Ok, S::Error> {
            serializer.serialize_str(self.as_str())
        }
    }
    impl<'de> ::serde::Deserialize<'de> for ExpirationAnchor {
        fn deserialize<D: ::serde::Deserializer<'de>>(
            deserializer: D,
        ) -> ::std::result::Result<Self, D::Error> {
            <::std::string::String as ::serde::Deserialize>::deserialize(deserializer)
                .map(Self::from)
        }
    }
    #[cfg(feature = "schemars")]
    impl ::schemars::JsonSchema for ExpirationAnchor {
        fn schema_name() -> ::std::borrow::Cow<'static, str> {
            "ExpirationAnchor".into()
        }
        fn json_schema(_: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
            ::schemars::json_schema!({ "type" : "string", "examples" : ["created_at"] })
        }
    }
    /// The expiration policy of a file: the file is deleted a number of seconds after its creation.
    /// By default, the input and output files of batches expire after 30 days.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[non_exhaustive]
    pub struct FileExpiration {
        /// The time from which `seconds` is counted.
        pub anchor: ExpirationAnchor,
        /// The number of seconds, from 3,600 (one hour) to 2,592,000 (30 days).
        pub seconds: i64,
    }
    impl FileExpiration {
        /// Returns a builder for [`FileExpiration`] with no fields set.
        pub fn builder() -> builder::FileExpiration {
            Default::default()
        }
    }
    /// The type of a file object.
    #[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
    #[non_exhaustive]
    pub enum FileObject {
        /// `file`
        File,
        /// A value that this version does not know. Conversions never produce it for a known value.
        Unknown(::std::string::String),
    }
    impl FileObject {
        /// The values that this version knows, as they appear in JSON.
        pub const KNOWN: &'static [&'static str] = &["file"];
        /// Returns the value as it appears in JSON.
        #[must_use]
        pub fn as_str(&self) -> &str {
            match self {
                Self::File => "file",
                Self::Unknown(value) => value,
            }
        }
        fn known(value: &str) -> ::std::option::Option<Self> {
            ::std::option::Option::Some(
                match value {
                    "file" => Self::File,
                    _ => return ::std::option::Option::None,
                },
            )
        }
    }
    impl ::std::fmt::Display for FileObject {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            f.pad(self.as_str())
        }
    }
    impl ::std::convert::AsRef<str> for FileObject {
        fn as_ref(&self) -> &str {
            self.as_str()
        }
    }
    impl ::std::convert::From<&str> for FileObject {
        fn from(value: &str) -> Self {
            Self::known(value).unwrap_or_else(|| Self::Unknown(value.to_owned()))
        }
    }
    impl ::std::convert::From<&::std::string::String> for FileObject {
        fn from(value: &::std::string::String) -> Self {
            Self::from(value.as_str())
        }
    }
    impl ::std::convert::From<::std::string::String> for FileObject {
        fn from(value: ::std::string::String) -> Self {
            Self::known(&value).unwrap_or(Self::Unknown(value))
        }
    }
    impl ::std::str::FromStr for FileObject {
        type Err = ::std::convert::Infallible;
        fn from_str(value: &str) -> ::std::result::Result<Self, Self::Err> {
            ::std::result::Result::Ok(Self::from(value))
        }
    }
    impl ::serde::Serialize for FileObject {
        fn serialize<S: ::serde::Serializer>(
            &self,
            serializer: S,
        ) -> ::std::result::Result<S::Ok, S::Error> {
            serializer.serialize_str(self.as_str())
        }
    }
    impl<'de> ::serde::Deserialize<'de> for FileObject {
        fn deserialize<D: ::serde::Deserializer<'de>>(
            deserializer: D,
        ) -> ::std::result::Result<Self, D::Error> {
            <::std::string::String as ::serde::Deserialize>::deserialize(deserializer)
                .map(Self::from)
        }
    }
    #[cfg(feature = "schemars")]
    impl ::schemars::JsonSchema for FileObject {
        fn schema_name() -> ::std::borrow::Cow<'static, str> {
            "FileObject".into()
        }
        fn json_schema(_: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
            ::schemars::json_schema!({ "type" : "string", "examples" : ["file"] })
        }
    }
    /// The purpose of a file. `batch` marks the input of a batch, and `batch_output` the files that
    /// a batch produces.
    #[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
    #[non_exhaustive]
    pub enum FilePurpose {
        /// `assistants`
        Assistants,
        /// `assistants_output`
        AssistantsOutput,
        /// `batch`
        Batch,
        /// `batch_output`
        BatchOutput,
        /// `fine-tune`
        FineTune,
        /// `fine-tune-results`
        FineTuneResults,
        /// `vision`
        Vision,
        /// `user_data`
        UserData,
        /// `evals`
        Evals,
        /// A value that this version does not know. Conversions never produce it for a known value.
        Unknown(::std::string::String),
    }
    impl FilePurpose {
        /// The values that this version knows, as they appear in JSON.
        pub const KNOWN: &'static [&'static str] = &[
            "assistants",
            "assistants_output",
            "batch",
            "batch_output",
            "fine-tune",
            "fine-tune-results",
            "vision",
            "user_data",
            "evals",
        ];
        /// Returns the value as it appears in JSON.
        #[must_use]
        pub fn as_str(&self) -> &str {
            match self {
                Self::Assistants => "assistants",
                Self::AssistantsOutput => "assistants_output",
                Self::Batch => "batch",
                Self::BatchOutput => "batch_output",
                Self::FineTune => "fine-tune",
                Self::FineTuneResults => "fine-tune-results",
                Self::Vision => "vision",
                Self::UserData => "user_data",
                Self::Evals => "evals",
                Self::Unknown(value) => value,
            }
        }
        fn known(value: &str) -> ::std::option::Option<Self> {
            ::std::option::Option::Some(
                match value {
                    "assistants" => Self::Assistants,
                    "assistants_output" => Self::AssistantsOutput,
                    "batch" => Self::Batch,
                    "batch_output" => Self::BatchOutput,
                    "fine-tune" => Self::FineTune,
                    "fine-tune-results" => Self::FineTuneResults,
                    "vision" => Self::Vision,
                    "user_data" => Self::UserData,
                    "evals" => Self::Evals,
                    _ => return ::std::option::Option::None,
                },
            )
        }
    }
    impl ::std::fmt::Display for FilePurpose {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            f.pad(self.as_str())
        }
    }
    impl ::std::convert::AsRef<str> for FilePurpose {
        fn as_ref(&self) -> &str {
            self.as_str()
        }
    }
    impl ::std::convert::From<&str> for FilePurpose {
        fn from(value: &str) -> Self {
            Self::known(value).unwrap_or_else(|| Self::Unknown(value.to_owned()))
        }
    }
    impl ::std::convert::From<&::std::string::String> for FilePurpose {
        fn from(value: &::std::string::String) -> Self {
            Self::from(value.as_str())
        }
    }
    impl ::std::convert::From<::std::string::String> for FilePurpose {
        fn from(value: ::std::string::String) -> Self {
            Self::known(&value).unwrap_or(Self::Unknown(value))
        }
    }
    impl ::std::str::FromStr for FilePurpose {
        type Err = ::std::convert::Infallible;
        fn from_str(value: &str) -> ::std::result::Result<Self, Self::Err> {
            ::std::result::Result::Ok(Self::from(value))
        }
    }
    impl ::serde::Serialize for FilePurpose {
        fn serialize<S: ::serde::Serializer>(
            &self,
            serializer: S,
        ) -> ::std::result::Result<S::Ok, S::Error> {
            serializer.serialize_str(self.as_str())
        }
    }
    impl<'de> ::serde::Deserialize<'de> for FilePurpose {
        fn deserialize<D: ::serde::Deserializer<'de>>(
            deserializer: D,
        ) -> ::std::result::Result<Self, D::Error> {
            <::std::string::String as ::serde::Deserialize>::deserialize(deserializer)
                .map(Self::from)
        }
    }
    #[cfg(feature = "schemars")]
    impl ::schemars::JsonSchema for FilePurpose {
        fn schema_name() -> ::std::borrow::Cow<'static, str> {
            "FilePurpose".into()
        }
        fn json_schema(_: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
            ::schemars::json_schema!(
                { "type" : "string", "examples" : ["assistants", "assistants_output",
                "batch", "batch_output", "fine-tune", "fine-tune-results", "vision",
                "user_data", "evals"] }
            )
        }
    }
    /// The status of a file. Deprecated by the API and often absent.
    #[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
    #[non_exhaustive]
    pub enum FileStatus {
        /// `uploaded`
        Uploaded,
        /// `processed`
        Processed,
        /// `error`
        Error,
        /// A value that this version does not know. Conversions never produce it for a known value.
        Unknown(::std::string::String),
    }
    impl FileStatus {
        /// The values that this version knows, as they appear in JSON.
        pub const KNOWN: &'static [&'static str] = &["uploaded", "processed", "error"];
        /// Returns the value as it appears in JSON.
        #[must_use]
        pub fn as_str(&self) -> &str {
            match self {
                Self::Uploaded => "uploaded",
                Self::Processed => "processed",
                Self::Error => "error",
                Self::Unknown(value) => value,
            }
        }
        fn known(value: &str) -> ::std::option::Option<Self> {
            ::std::option::Option::Some(
                match value {
                    "uploaded" => Self::Uploaded,
                    "processed" => Self::Processed,
                    "error" => Self::Error,
                    _ => return ::std::option::Option::None,
                },
            )
        }
    }
    impl ::std::fmt::Display for FileStatus {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            f.pad(self.as_str())
        }
    }
    impl ::std::convert::AsRef<str> for FileStatus {
        fn as_ref(&self) -> &str {
            self.as_str()
        }
    }
    impl ::std::convert::From<&str> for FileStatus {
        fn from(value: &str) -> Self {
            Self::known(value).unwrap_or_else(|| Self::Unknown(value.to_owned()))
        }
    }
    impl ::std::convert::From<&::std::string::String> for FileStatus {
        fn from(value: &::std::string::String) -> Self {
            Self::from(value.as_str())
        }
    }
    impl ::std::convert::From<::std::string::String> for FileStatus {
        fn from(value: ::std::string::String) -> Self {
            Self::known(&value).unwrap_or(Self::Unknown(value))
        }
    }
    impl ::std::str::FromStr for FileStatus {
        type Err = ::std::convert::Infallible;
        fn from_str(value: &str) -> ::std::result::Result<Self, Self::Err> {
            ::std::result::Result::Ok(Self::from(value))
        }
    }
    impl ::serde::Serialize for FileStatus {
        fn serialize<S: ::serde::Serializer>(
            &self,
            serializer: S,
        ) -> ::std::result::Result<S::Ok, S::Error> {
            serializer.serialize_str(self.as_str())
        }
    }
    impl<'de> ::serde::Deserialize<'de> for FileStatus {
        fn deserialize<D: ::serde::Deserializer<'de>>(
            deserializer: D,
        ) -> ::std::result::Result<Self, D::Error> {
            <::std::string::String as ::serde::Deserialize>::deserialize(deserializer)
                .map(Self::from)
        }
    }
    #[cfg(feature = "schemars")]
    impl ::schemars::JsonSchema for FileStatus {
        fn schema_name() -> ::std::borrow::Cow<'static, str> {
            "FileStatus".into()
        }
        fn json_schema(_: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
            ::schemars::json_schema!(
                { "type" : "string", "examples" : ["uploaded", "processed", "error"] }
            )
        }
    }
    /// A breakdown of the input tokens.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[non_exhaustive]
    pub struct InputTokensDetails {
        /// The input tokens that were served from the prompt cache.
        #[serde(default, deserialize_with = "crate::lenient::null_as_default")]
        pub cached_tokens: i64,
    }
    impl InputTokensDetails {
        /// Returns a builder for [`InputTokensDetails`] with no fields set.
        pub fn builder() -> builder::InputTokensDetails {
            Default::default()
        }
    }
    /// A page of batches, newest first.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[non_exhaustive]
    pub struct ListBatchesResponse {
        /// The batches on this page.
        pub data: ::std::vec::Vec<Batch>,
        /// The ID of the first batch on this page, if any.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub first_id: ::std::option::Option<::std::string::String>,
        /// Whether there are more pages.
        #[serde(default, deserialize_with = "crate::lenient::null_as_default")]
        pub has_more: bool,
        /// The ID of the last batch on this page, if any.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub last_id: ::std::option::Option<::std::string::String>,
        /// Always `list`, if present.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub object: ::std::option::Option<ListObject>,
    }
    impl ListBatchesResponse {
        /// Returns a builder for [`ListBatchesResponse`] with no fields set.
        pub fn builder() -> builder::ListBatchesResponse {
            Default::default()
        }
    }
    /// A page of files.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[non_exhaustive]
    pub struct ListFilesResponse {
        /// The files on this page.
        pub data: ::std::vec::Vec<OpenAiFile>,
        /// The ID of the first file on this page, if any.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub first_id: ::std::option::Option<::std::string::String>,
        /// Whether there are more pages.
        #[serde(default, deserialize_with = "crate::lenient::null_as_default")]
        pub has_more: bool,
        /// The ID of the last file on this page, if any.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub last_id: ::std::option::Option<::std::string::String>,
        /// Always `list`, if present.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub object: ::std::option::Option<::std::string::String>,
    }
    impl ListFilesResponse {
        /// Returns a builder for [`ListFilesResponse`] with no fields set.
        pub fn builder() -> builder::ListFilesResponse {
            Default::default()
        }
    }
    /// The type of a list object.
    #[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
    #[non_exhaustive]
    pub enum ListObject {
        /// `list`
        List,
        /// A value that this version does not know. Conversions never produce it for a known value.
        Unknown(::std::string::String),
    }
    impl ListObject {
        /// The values that this version knows, as they appear in JSON.
        pub const KNOWN: &'static [&'static str] = &["list"];
        /// Returns the value as it appears in JSON.
        #[must_use]
        pub fn as_str(&self) -> &str {
            match self {
                Self::List => "list",
                Self::Unknown(value) => value,
            }
        }
        fn known(value: &str) -> ::std::option::Option<Self> {
            ::std::option::Option::Some(
                match value {
                    "list" => Self::List,
                    _ => return ::std::option::Option::None,
                },
            )
        }
    }
    impl ::std::fmt::Display for ListObject {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            f.pad(self.as_str())
        }
    }
    impl ::std::convert::AsRef<str> for ListObject {
        fn as_ref(&self) -> &str {
            self.as_str()
        }
    }
    impl ::std::convert::From<&str> for ListObject {
        fn from(value: &str) -> Self {
            Self::known(value).unwrap_or_else(|| Self::Unknown(value.to_owned()))
        }
    }
    impl ::std::convert::From<&::std::string::String> for ListObject {
        fn from(value: &::std::string::String) -> Self {
            Self::from(value.as_str())
        }
    }
    impl ::std::convert::From<::std::string::String> for ListObject {
        fn from(value: ::std::string::String) -> Self {
            Self::known(&value).unwrap_or(Self::Unknown(value))
        }
    }
    impl ::std::str::FromStr for ListObject {
        type Err = ::std::convert::Infallible;
        fn from_str(value: &str) -> ::std::result::Result<Self, Self::Err> {
            ::std::result::Result::Ok(Self::from(value))
        }
    }
    impl ::serde::Serialize for ListObject {
        fn serialize<S: ::serde::Serializer>(
            &self,
            serializer: S,
        ) -> ::std::result::Result<S::Ok, S::Error> {
            serializer.serialize_str(self.as_str())
        }
    }
    impl<'de> ::serde::Deserialize<'de> for ListObject {
        fn deserialize<D: ::serde::Deserializer<'de>>(
            deserializer: D,
        ) -> ::std::result::Result<Self, D::Error> {
            <::std::string::String as ::serde::Deserialize>::deserialize(deserializer)
                .map(Self::from)
        }
    }
    #[cfg(feature = "schemars")]
    impl ::schemars::JsonSchema for ListObject {
        fn schema_name() -> ::std::borrow::Cow<'static, str> {
            "ListObject".into()
        }
        fn json_schema(_: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
            ::schemars::json_schema!({ "type" : "string", "examples" : ["list"] })
        }
    }
    /// Up to 16 arbitrary key-value pairs. Keys are at most 64 characters long, and values at most
    /// 512 characters.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[serde(transparent)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    pub struct Metadata(
        pub ::std::collections::BTreeMap<::std::string::String, ::std::string::String>,
    );
    impl ::std::ops::Deref for Metadata {
        type Target = ::std::collections::BTreeMap<
            ::std::string::String,
            ::std::string::String,
        >;
        fn deref(
            &self,
        ) -> &::std::collections::BTreeMap<
            ::std::string::String,
            ::std::string::String,
        > {
            &self.0
        }
    }
    impl ::std::convert::From<Metadata>
    for ::std::collections::BTreeMap<::std::string::String, ::std::string::String> {
        fn from(value: Metadata) -> Self {
            value.0
        }
    }
    impl ::std::convert::From<
        ::std::collections::BTreeMap<::std::string::String, ::std::string::String>,
    > for Metadata {
        fn from(
            value: ::std::collections::BTreeMap<
                ::std::string::String,
                ::std::string::String,
            >,
        ) -> Self {
            Self(value)
        }
    }
    /// The metadata of a file. Use `downloadFile` to download its content.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[non_exhaustive]
    pub struct OpenAiFile {
        /// The size of the file, in bytes.
        #[serde(default, deserialize_with = "crate::lenient::null_as_default")]
        pub bytes: i64,
        /// When the file was created, as a Unix timestamp in seconds.
        #[serde(default, deserialize_with = "crate::lenient::null_as_default")]
        pub created_at: i64,
        /// When the file expires, as a Unix timestamp in seconds.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub expires_at: ::std::option::Option<i64>,
        /// The name of the file.
        #[serde(default, deserialize_with = "crate::lenient::null_as_default")]
        pub filename: ::std::string::String,
        /// The ID of the file.
        pub id: ::std::string::String,
        /// Always `file`, if present.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub object: ::std::option::Option<FileObject>,
        /// The purpose of the file.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub purpose: ::std::option::Option<FilePurpose>,
        /// The status of the file. Deprecated by the API.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub status: ::std::option::Option<FileStatus>,
        /// Details of the status of the file. Deprecated by the API.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub status_details: ::std::option::Option<::std::string::String>,
    }
    impl OpenAiFile {
        /// Returns a builder for [`OpenAiFile`] with no fields set.
        pub fn builder() -> builder::OpenAiFile {
            Default::default()
        }
    }
    /// A breakdown of the output tokens.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[non_exhaustive]
    pub struct OutputTokensDetails {
        /// The output tokens that the model spent on reasoning.
        #[serde(default, deserialize_with = "crate::lenient::null_as_default")]
        pub reasoning_tokens: i64,
    }
    impl OutputTokensDetails {
        /// Returns a builder for [`OutputTokensDetails`] with no fields set.
        pub fn builder() -> builder::OutputTokensDetails {
            Default::default()
        }
    }
    /// The sort order of a list, by creation time.
    #[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
    #[non_exhaustive]
    pub enum SortOrder {
        /// `asc`
        Asc,
        /// `desc`
        Desc,
        /// A value that this version does not know. Conversions never produce it for a known value.
        Unknown(::std::string::String),
    }
    impl SortOrder {
        /// The values that this version knows, as they appear in JSON.
        pub const KNOWN: &'static [&'static str] = &["asc", "desc"];
        /// Returns the value as it appears in JSON.
        #[must_use]
        pub fn as_str(&self) -> &str {
            match self {
                Self::Asc => "asc",
                Self::Desc => "desc",
                Self::Unknown(value) => value,
            }
        }
        fn known(value: &str) -> ::std::option::Option<Self> {
            ::std::option::Option::Some(
                match value {
                    "asc" => Self::Asc,
                    "desc" => Self::Desc,
                    _ => return ::std::option::Option::None,
                },
            )
        }
    }
    impl ::std::fmt::Display for SortOrder {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            f.pad(self.as_str())
        }
    }
    impl ::std::convert::AsRef<str> for SortOrder {
        fn as_ref(&self) -> &str {
            self.as_str()
        }
    }
    impl ::std::convert::From<&str> for SortOrder {
        fn from(value: &str) -> Self {
            Self::known(value).unwrap_or_else(|| Self::Unknown(value.to_owned()))
        }
    }
    impl ::std::convert::From<&::std::string::String> for SortOrder {
        fn from(value: &::std::string::String) -> Self {
            Self::from(value.as_str())
        }
    }
    impl ::std::convert::From<::std::string::String> for SortOrder {
        fn from(value: ::std::string::String) -> Self {
            Self::known(&value).unwrap_or(Self::Unknown(value))
        }
    }
    impl ::std::str::FromStr for SortOrder {
        type Err = ::std::convert::Infallible;
        fn from_str(value: &str) -> ::std::result::Result<Self, Self::Err> {
            ::std::result::Result::Ok(Self::from(value))
        }
    }
    impl ::serde::Serialize for SortOrder {
        fn serialize<S: ::serde::Serializer>(
            &self,
            serializer: S,
        ) -> ::std::result::Result<S::Ok, S::Error> {
            serializer.serialize_str(self.as_str())
        }
    }
    impl<'de> ::serde::Deserialize<'de> for SortOrder {
        fn deserialize<D: ::serde::Deserializer<'de>>(
            deserializer: D,
        ) -> ::std::result::Result<Self, D::Error> {
            <::std::string::String as ::serde::Deserialize>::deserialize(deserializer)
                .map(Self::from)
        }
    }
    #[cfg(feature = "schemars")]
    impl ::schemars::JsonSchema for SortOrder {
        fn schema_name() -> ::std::borrow::Cow<'static, str> {
            "SortOrder".into()
        }
        fn json_schema(_: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
            ::schemars::json_schema!({ "type" : "string", "examples" : ["asc", "desc"] })
        }
    }
    impl ::std::default::Default for SortOrder {
        fn default() -> Self {
            SortOrder::Desc
        }
    }
    /// The purpose of an uploaded file. Batch input files use `batch`.
    #[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
    #[non_exhaustive]
    pub enum UploadPurpose {
        /// `assistants`
        Assistants,
        /// `batch`
        Batch,
        /// `fine-tune`
        FineTune,
        /// `vision`
        Vision,
        /// `user_data`
        UserData,
        /// `evals`
        Evals,
        /// A value that this version does not know. Conversions never produce it for a known value.
        Unknown(::std::string::String),
    }
    impl UploadPurpose {
        /// The values that this version knows, as they appear in JSON.
        pub const KNOWN: &'static [&'static str] = &[
            "assistants",
            "batch",
            "fine-tune",
            "vision",
            "user_data",
            "evals",
        ];
        /// Returns the value as it appears in JSON.
        #[must_use]
        pub fn as_str(&self) -> &str {
            match self {
                Self::Assistants => "assistants",
                Self::Batch => "batch",
                Self::FineTune => "fine-tune",
                Self::Vision => "vision",
                Self::UserData => "user_data",
                Self::Evals => "evals",
                Self::Unknown(value) => value,
            }
        }
        fn known(value: &str) -> ::std::option::Option<Self> {
            ::std::option::Option::Some(
                match value {
                    "assistants" => Self::Assistants,
                    "batch" => Self::Batch,
                    "fine-tune" => Self::FineTune,
                    "vision" => Self::Vision,
                    "user_data" => Self::UserData,
                    "evals" => Self::Evals,
                    _ => return ::std::option::Option::None,
                },
            )
        }
    }
    impl ::std::fmt::Display for UploadPurpose {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            f.pad(self.as_str())
        }
    }
    impl ::std::convert::AsRef<str> for UploadPurpose {
        fn as_ref(&self) -> &str {
            self.as_str()
        }
    }
    impl ::std::convert::From<&str> for UploadPurpose {
        fn from(value: &str) -> Self {
            Self::known(value).unwrap_or_else(|| Self::Unknown(value.to_owned()))
        }
    }
    impl ::std::convert::From<&::std::string::String> for UploadPurpose {
        fn from(value: &::std::string::String) -> Self {
            Self::from(value.as_str())
        }
    }
    impl ::std::convert::From<::std::string::String> for UploadPurpose {
        fn from(value: ::std::string::String) -> Self {
            Self::known(&value).unwrap_or(Self::Unknown(value))
        }
    }
    impl ::std::str::FromStr for UploadPurpose {
        type Err = ::std::convert::Infallible;
        fn from_str(value: &str) -> ::std::result::Result<Self, Self::Err> {
            ::std::result::Result::Ok(Self::from(value))
        }
    }
    impl ::serde::Serialize for UploadPurpose {
        fn serialize<S: ::serde::Serializer>(
            &self,
            serializer: S,
        ) -> ::std::result::Result<S::Ok, S::Error> {
            serializer.serialize_str(self.as_str())
        }
    }
    impl<'de> ::serde::Deserialize<'de> for UploadPurpose {
        fn deserialize<D: ::serde::Deserializer<'de>>(
            deserializer: D,
        ) -> ::std::result::Result<Self, D::Error> {
            <::std::string::String as ::serde::Deserialize>::deserialize(deserializer)
                .map(Self::from)
        }
    }
    #[cfg(feature = "schemars")]
    impl ::schemars::JsonSchema for UploadPurpose {
        fn schema_name() -> ::std::borrow::Cow<'static, str> {
            "UploadPurpose".into()
        }
        fn json_schema(_: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
            ::schemars::json_schema!(
                { "type" : "string", "examples" : ["assistants", "batch", "fine-tune",
                "vision", "user_data", "evals"] }
            )
        }
    }
    /// Builders for the models.
    pub mod builder {
        /// A builder for [`Batch`](super::Batch).
        ///
        /// Convert it with `try_into`, which fails if a required field is not set.
        #[derive(Clone, Debug)]
        pub struct Batch {
            cancelled_at: ::std::result::Result<
                ::std::option::Option<i64>,
                ::std::string::String,
            >,
            cancelling_at: ::std::result::Result<
                ::std::option::Option<i64>,
                ::std::string::String,
            >,
            completed_at: ::std::result::Result<
                ::std::option::Option<i64>,
                ::std::string::String,
            >,
            completion_window: ::std::result::Result<
                ::std::string::String,
                ::std::string::String,
            >,
            created_at: ::std::result::Result<i64, ::std::string::String>,
            endpoint: ::std::result::Result<
                ::std::option::Option<super::BatchEndpoint>,
                ::std::string::String,
            >,
            error_file_id: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            errors: ::std::result::Result<
                ::std::option::Option<super::BatchErrors>,
                ::std::string::String,
            >,
            expired_at: ::std::result::Result<
                ::std::option::Option<i64>,
                ::std::string::String,
            >,
            expires_at: ::std::result::Result<
                ::std::option::Option<i64>,
                ::std::string::String,
            >,
            failed_at: ::std::result::Result<
                ::std::option::Option<i64>,
                ::std::string::String,
            >,
            finalizing_at: ::std::result::Result<
                ::std::option::Option<i64>,
                ::std::string::String,
            >,
            id: ::std::result::Result<::std::string::String, ::std::string::String>,
            in_progress_at: ::std::result::Result<
                ::std::option::Option<i64>,
                ::std::string::String,
            >,
            input_file_id: ::std::result::Result<
                ::std::string::String,
                ::std::string::String,
            >,
            metadata: ::std::result::Result<
                ::std::option::Option<super::Metadata>,
                ::std::string::String,
            >,
            model: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            object: ::std::result::Result<
                ::std::option::Option<super::BatchObject>,
                ::std::string::String,
            >,
            output_file_id: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            request_counts: ::std::result::Result<
                ::std::option::Option<super::BatchRequestCounts>,
                ::std::string::String,
            >,
            status: ::std::result::Result<super::BatchStatus, ::std::string::String>,
            usage: ::std::result::Result<
                ::std::option::Option<super::BatchUsage>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for Batch {
            fn default() -> Self {
                Self {
                    cancelled_at: Ok(Default::default()),
                    cancelling_at: Ok(Default::default()),
                    completed_at: Ok(Default::default()),
                    completion_window: Err(
                        "no value supplied for completion_window".to_string(),
                    ),
                    created_at: Err("no value supplied for created_at".to_string()),
                    endpoint: Ok(Default::default()),
                    error_file_id: Ok(Default::default()),
                    errors: Ok(Default::default()),
                    expired_at: Ok(Default::default()),
                    expires_at: Ok(Default::default()),
                    failed_at: Ok(Default::default()),
                    finalizing_at: Ok(Default::default()),
                    id: Err("no value supplied for id".to_string()),
                    in_progress_at: Ok(Default::default()),
                    input_file_id: Err(
                        "no value supplied for input_file_id".to_string(),
                    ),
                    metadata: Ok(Default::default()),
                    model: Ok(Default::default()),
                    object: Ok(Default::default()),
                    output_file_id: Ok(Default::default()),
                    request_counts: Ok(Default::default()),
                    status: Err("no value supplied for status".to_string()),
                    usage: Ok(Default::default()),
                }
            }
        }
        impl Batch {
            /// When the batch was cancelled, as a Unix timestamp in seconds.
            pub fn cancelled_at<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<i64>>,
                T::Error: ::std::fmt::Display,
            {
                self.cancelled_at = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for cancelled_at: {e}")
                    });
                self
            }
            /// When cancellation started, as a Unix timestamp in seconds.
            pub fn cancelling_at<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<i64>>,
                T::Error: ::std::fmt::Display,
            {
                self.cancelling_at = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for cancelling_at: {e}")
                    });
                self
            }
            /// When the batch completed, as a Unix timestamp in seconds.
            pub fn completed_at<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<i64>>,
                T::Error: ::std::fmt::Display,
            {
                self.completed_at = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for completed_at: {e}")
                    });
                self
            }
            /// The requested completion window.
            pub fn completion_window<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.completion_window = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for completion_window: {e}"
                        )
                    });
                self
            }
            /// When the batch was created, as a Unix timestamp in seconds.
            pub fn created_at<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<i64>,
                T::Error: ::std::fmt::Display,
            {
                self.created_at = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for created_at: {e}")
                    });
                self
            }
            /// The endpoint that every request of the batch targets.
            pub fn endpoint<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<super::BatchEndpoint>>,
                T::Error: ::std::fmt::Display,
            {
                self.endpoint = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for endpoint: {e}")
                    });
                self
            }
            /// The ID of the file with the results of failed requests. Absent, null, or empty if there
            /// is none.
            pub fn error_file_id<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.error_file_id = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for error_file_id: {e}")
                    });
                self
            }
            /// The reasons why the batch failed, if it did.
            pub fn errors<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<super::BatchErrors>>,
                T::Error: ::std::fmt::Display,
            {
                self.errors = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for errors: {e}")
                    });
                self
            }
            /// When the batch expired, as a Unix timestamp in seconds.
            pub fn expired_at<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<i64>>,
                T::Error: ::std::fmt::Display,
            {
                self.expired_at = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for expired_at: {e}")
                    });
                self
            }
            /// When the completion window ends, as a Unix timestamp in seconds.
            pub fn expires_at<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<i64>>,
                T::Error: ::std::fmt::Display,
            {
                self.expires_at = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for expires_at: {e}")
                    });
                self
            }
            /// When the batch failed, as a Unix timestamp in seconds.
            pub fn failed_at<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<i64>>,
                T::Error: ::std::fmt::Display,
            {
                self.failed_at = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for failed_at: {e}")
                    });
                self
            }
            /// When the server started to write the output files, as a Unix timestamp in seconds.
            pub fn finalizing_at<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<i64>>,
                T::Error: ::std::fmt::Display,
            {
                self.finalizing_at = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for finalizing_at: {e}")
                    });
                self
            }
            /// The ID of the batch.
            pub fn id<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.id = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for id: {e}"));
                self
            }
            /// When processing started, as a Unix timestamp in seconds.
            pub fn in_progress_at<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<i64>>,
                T::Error: ::std::fmt::Display,
            {
                self.in_progress_at = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for in_progress_at: {e}"
                        )
                    });
                self
            }
            /// The ID of the input file.
            pub fn input_file_id<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.input_file_id = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for input_file_id: {e}")
                    });
                self
            }
            /// The key-value pairs set by the client.
            pub fn metadata<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<super::Metadata>>,
                T::Error: ::std::fmt::Display,
            {
                self.metadata = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for metadata: {e}")
                    });
                self
            }
            /// The model that processes the batch.
            pub fn model<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.model = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for model: {e}")
                    });
                self
            }
            /// Always `batch`, if present.
            pub fn object<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<super::BatchObject>>,
                T::Error: ::std::fmt::Display,
            {
                self.object = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for object: {e}")
                    });
                self
            }
            /// The ID of the file with the results of successful requests. Absent, null, or empty until
            /// the file exists, which it never does if no request succeeded.
            pub fn output_file_id<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.output_file_id = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for output_file_id: {e}"
                        )
                    });
                self
            }
            /// The number of requests in the batch, by outcome so far.
            pub fn request_counts<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::option::Option<super::BatchRequestCounts>,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.request_counts = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for request_counts: {e}"
                        )
                    });
                self
            }
            /// The status of the batch.
            pub fn status<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<super::BatchStatus>,
                T::Error: ::std::fmt::Display,
            {
                self.status = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for status: {e}")
                    });
                self
            }
            /// The token usage of the batch. Available for batches created since September 2025.
            pub fn usage<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<super::BatchUsage>>,
                T::Error: ::std::fmt::Display,
            {
                self.usage = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for usage: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<Batch> for super::Batch {
            type Error = super::error::ConversionError;
            fn try_from(
                value: Batch,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    cancelled_at: value.cancelled_at?,
                    cancelling_at: value.cancelling_at?,
                    completed_at: value.completed_at?,
                    completion_window: value.completion_window?,
                    created_at: value.created_at?,
                    endpoint: value.endpoint?,
                    error_file_id: value.error_file_id?,
                    errors: value.errors?,
                    expired_at: value.expired_at?,
                    expires_at: value.expires_at?,
                    failed_at: value.failed_at?,
                    finalizing_at: value.finalizing_at?,
                    id: value.id?,
                    in_progress_at: value.in_progress_at?,
                    input_file_id: value.input_file_id?,
                    metadata: value.metadata?,
                    model: value.model?,
                    object: value.object?,
                    output_file_id: value.output_file_id?,
                    request_counts: value.request_counts?,
                    status: value.status?,
                    usage: value.usage?,
                })
            }
        }
        impl ::std::convert::From<super::Batch> for Batch {
            fn from(value: super::Batch) -> Self {
                Self {
                    cancelled_at: Ok(value.cancelled_at),
                    cancelling_at: Ok(value.cancelling_at),
                    completed_at: Ok(value.completed_at),
                    completion_window: Ok(value.completion_window),
                    created_at: Ok(value.created_at),
                    endpoint: Ok(value.endpoint),
                    error_file_id: Ok(value.error_file_id),
                    errors: Ok(value.errors),
                    expired_at: Ok(value.expired_at),
                    expires_at: Ok(value.expires_at),
                    failed_at: Ok(value.failed_at),
                    finalizing_at: Ok(value.finalizing_at),
                    id: Ok(value.id),
                    in_progress_at: Ok(value.in_progress_at),
                    input_file_id: Ok(value.input_file_id),
                    metadata: Ok(value.metadata),
                    model: Ok(value.model),
                    object: Ok(value.object),
                    output_file_id: Ok(value.output_file_id),
                    request_counts: Ok(value.request_counts),
                    status: Ok(value.status),
                    usage: Ok(value.usage),
                }
            }
        }
        /// A builder for [`BatchError`](super::BatchError).
        ///
        /// Convert it with `try_into`, which fails if a required field is not set.
        #[derive(Clone, Debug)]
        pub struct BatchError {
            code: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            line: ::std::result::Result<
                ::std::option::Option<i64>,
                ::std::string::String,
            >,
            message: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            param: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for BatchError {
            fn default() -> Self {
                Self {
                    code: Ok(Default::default()),
                    line: Ok(Default::default()),
                    message: Ok(Default::default()),
                    param: Ok(Default::default()),
                }
            }
        }
        impl BatchError {
            /// A machine-readable code for the problem.
            pub fn code<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.code = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for code: {e}")
                    });
                self
            }
            /// The line number in the input file, starting at 1.
            pub fn line<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<i64>>,
                T::Error: ::std::fmt::Display,
            {
                self.line = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for line: {e}")
                    });
                self
            }
            /// A human-readable description of the problem.
            pub fn message<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.message = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for message: {e}")
                    });
                self
            }
            /// The name of the field that caused the problem.
            pub fn param<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.param = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for param: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<BatchError> for super::BatchError {
            type Error = super::error::ConversionError;
            fn try_from(
                value: BatchError,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    code: value.code?,
                    line: value.line?,
                    message: value.message?,
                    param: value.param?,
                })
            }
        }
        impl ::std::convert::From<super::BatchError> for BatchError {
            fn from(value: super::BatchError) -> Self {
                Self {
                    code: Ok(value.code),
                    line: Ok(value.line),
                    message: Ok(value.message),
                    param: Ok(value.param),
                }
            }
        }
        /// A builder for [`BatchErrors`](super::BatchErrors).
        ///
        /// Convert it with `try_into`, which fails if a required field is not set.
        #[derive(Clone, Debug)]
        pub struct BatchErrors {
            data: ::std::result::Result<
                ::std::option::Option<::std::vec::Vec<super::BatchError>>,
                ::std::string::String,
            >,
            object: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for BatchErrors {
            fn default() -> Self {
                Self {
                    data: Ok(Default::default()),
                    object: Ok(Default::default()),
                }
            }
        }
        impl BatchErrors {
            /// The problems found, by line where applicable.
            pub fn data<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::option::Option<::std::vec::Vec<super::BatchError>>,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.data = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for data: {e}")
                    });
                self
            }
            /// Always `list`, if present.
            pub fn object<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.object = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for object: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<BatchErrors> for super::BatchErrors {
            type Error = super::error::ConversionError;
            fn try_from(
                value: BatchErrors,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    data: value.data?,
                    object: value.object?,
                })
            }
        }
        impl ::std::convert::From<super::BatchErrors> for BatchErrors {
            fn from(value: super::BatchErrors) -> Self {
                Self {
                    data: Ok(value.data),
                    object: Ok(value.object),
                }
            }
        }
        /// A builder for [`BatchRequestCounts`](super::BatchRequestCounts).
        ///
        /// Convert it with `try_into`, which fails if a required field is not set.
        #[derive(Clone, Debug)]
        pub struct BatchRequestCounts {
            completed: ::std::result::Result<i64, ::std::string::String>,
            failed: ::std::result::Result<i64, ::std::string::String>,
            total: ::std::result::Result<i64, ::std::string::String>,
        }
        impl ::std::default::Default for BatchRequestCounts {
            fn default() -> Self {
                Self {
                    completed: Err("no value supplied for completed".to_string()),
                    failed: Err("no value supplied for failed".to_string()),
                    total: Err("no value supplied for total".to_string()),
                }
            }
        }
        impl BatchRequestCounts {
            /// The number of requests that succeeded.
            pub fn completed<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<i64>,
                T::Error: ::std::fmt::Display,
            {
                self.completed = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for completed: {e}")
                    });
                self
            }
            /// The number of requests that failed.
            pub fn failed<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<i64>,
                T::Error: ::std::fmt::Display,
            {
                self.failed = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for failed: {e}")
                    });
                self
            }
            /// The total number of requests.
            pub fn total<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<i64>,
                T::Error: ::std::fmt::Display,
            {
                self.total = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for total: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<BatchRequestCounts> for super::BatchRequestCounts {
            type Error = super::error::ConversionError;
            fn try_from(
                value: BatchRequestCounts,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    completed: value.completed?,
                    failed: value.failed?,
                    total: value.total?,
                })
            }
        }
        impl ::std::convert::From<super::BatchRequestCounts> for BatchRequestCounts {
            fn from(value: super::BatchRequestCounts) -> Self {
                Self {
                    completed: Ok(value.completed),
                    failed: Ok(value.failed),
                    total: Ok(value.total),
                }
            }
        }
        /// A builder for [`BatchUsage`](super::BatchUsage).
        ///
        /// Convert it with `try_into`, which fails if a required field is not set.
        #[derive(Clone, Debug)]
        pub struct BatchUsage {
            input_tokens: ::std::result::Result<i64, ::std::string::String>,
            input_tokens_details: ::std::result::Result<
                ::std::option::Option<super::InputTokensDetails>,
                ::std::string::String,
            >,
            output_tokens: ::std::result::Result<i64, ::std::string::String>,
            output_tokens_details: ::std::result::Result<
                ::std::option::Option<super::OutputTokensDetails>,
                ::std::string::String,
            >,
            total_tokens: ::std::result::Result<i64, ::std::string::String>,
        }
        impl ::std::default::Default for BatchUsage {
            fn default() -> Self {
                Self {
                    input_tokens: Err("no value supplied for input_tokens".to_string()),
                    input_tokens_details: Ok(Default::default()),
                    output_tokens: Err(
                        "no value supplied for output_tokens".to_string(),
                    ),
                    output_tokens_details: Ok(Default::default()),
                    total_tokens: Err("no value supplied for total_tokens".to_string()),
                }
            }
        }
        impl BatchUsage {
            /// The tokens in all requests.
            pub fn input_tokens<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<i64>,
                T::Error: ::std::fmt::Display,
            {
                self.input_tokens = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for input_tokens: {e}")
                    });
                self
            }
            /// A breakdown of the input tokens.
            pub fn input_tokens_details<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::option::Option<super::InputTokensDetails>,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.input_tokens_details = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for input_tokens_details: {e}"
                        )
                    });
                self
            }
            /// The tokens in all responses.
            pub fn output_tokens<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<i64>,
                T::Error: ::std::fmt::Display,
            {
                self.output_tokens = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for output_tokens: {e}")
                    });
                self
            }
            /// A breakdown of the output tokens.
            pub fn output_tokens_details<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::option::Option<super::OutputTokensDetails>,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.output_tokens_details = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for output_tokens_details: {e}"
                        )
                    });
                self
            }
            /// The sum of input and output tokens.
            pub fn total_tokens<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<i64>,
                T::Error: ::std::fmt::Display,
            {
                self.total_tokens = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for total_tokens: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<BatchUsage> for super::BatchUsage {
            type Error = super::error::ConversionError;
            fn try_from(
                value: BatchUsage,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    input_tokens: value.input_tokens?,
                    input_tokens_details: value.input_tokens_details?,
                    output_tokens: value.output_tokens?,
                    output_tokens_details: value.output_tokens_details?,
                    total_tokens: value.total_tokens?,
                })
            }
        }
        impl ::std::convert::From<super::BatchUsage> for BatchUsage {
            fn from(value: super::BatchUsage) -> Self {
                Self {
                    input_tokens: Ok(value.input_tokens),
                    input_tokens_details: Ok(value.input_tokens_details),
                    output_tokens: Ok(value.output_tokens),
                    output_tokens_details: Ok(value.output_tokens_details),
                    total_tokens: Ok(value.total_tokens),
                }
            }
        }
        /// A builder for [`CreateBatchRequest`](super::CreateBatchRequest).
        ///
        /// Convert it with `try_into`, which fails if a required field is not set.
        #[derive(Clone, Debug)]
        pub struct CreateBatchRequest {
            completion_window: ::std::result::Result<
                super::CompletionWindow,
                ::std::string::String,
            >,
            endpoint: ::std::result::Result<super::BatchEndpoint, ::std::string::String>,
            input_file_id: ::std::result::Result<
                ::std::string::String,
                ::std::string::String,
            >,
            metadata: ::std::result::Result<
                ::std::option::Option<super::Metadata>,
                ::std::string::String,
            >,
            output_expires_after: ::std::result::Result<
                ::std::option::Option<super::FileExpiration>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for CreateBatchRequest {
            fn default() -> Self {
                Self {
                    completion_window: Err(
                        "no value supplied for completion_window".to_string(),
                    ),
                    endpoint: Err("no value supplied for endpoint".to_string()),
                    input_file_id: Err(
                        "no value supplied for input_file_id".to_string(),
                    ),
                    metadata: Ok(Default::default()),
                    output_expires_after: Ok(Default::default()),
                }
            }
        }
        impl CreateBatchRequest {
            /// How long the server may take to process the batch.
            pub fn completion_window<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<super::CompletionWindow>,
                T::Error: ::std::fmt::Display,
            {
                self.completion_window = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for completion_window: {e}"
                        )
                    });
                self
            }
            /// The endpoint that every request in the file targets.
            pub fn endpoint<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<super::BatchEndpoint>,
                T::Error: ::std::fmt::Display,
            {
                self.endpoint = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for endpoint: {e}")
                    });
                self
            }
            /// The ID of the input file, a JSONL file of at most 50,000 lines and 200 MB that was
            /// uploaded with purpose `batch`.
            pub fn input_file_id<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.input_file_id = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for input_file_id: {e}")
                    });
                self
            }
            /// Arbitrary key-value pairs, which the server returns with the batch.
            pub fn metadata<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<super::Metadata>>,
                T::Error: ::std::fmt::Display,
            {
                self.metadata = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for metadata: {e}")
                    });
                self
            }
            /// When the output and error files of the batch expire.
            pub fn output_expires_after<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<super::FileExpiration>>,
                T::Error: ::std::fmt::Display,
            {
                self.output_expires_after = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for output_expires_after: {e}"
                        )
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<CreateBatchRequest> for super::CreateBatchRequest {
            type Error = super::error::ConversionError;
            fn try_from(
                value: CreateBatchRequest,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    completion_window: value.completion_window?,
                    endpoint: value.endpoint?,
                    input_file_id: value.input_file_id?,
                    metadata: value.metadata?,
                    output_expires_after: value.output_expires_after?,
                })
            }
        }
        impl ::std::convert::From<super::CreateBatchRequest> for CreateBatchRequest {
            fn from(value: super::CreateBatchRequest) -> Self {
                Self {
                    completion_window: Ok(value.completion_window),
                    endpoint: Ok(value.endpoint),
                    input_file_id: Ok(value.input_file_id),
                    metadata: Ok(value.metadata),
                    output_expires_after: Ok(value.output_expires_after),
                }
            }
        }
        /// A builder for [`DeleteFileResponse`](super::DeleteFileResponse).
        ///
        /// Convert it with `try_into`, which fails if a required field is not set.
        #[derive(Clone, Debug)]
        pub struct DeleteFileResponse {
            deleted: ::std::result::Result<bool, ::std::string::String>,
            id: ::std::result::Result<::std::string::String, ::std::string::String>,
            object: ::std::result::Result<
                ::std::option::Option<super::FileObject>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for DeleteFileResponse {
            fn default() -> Self {
                Self {
                    deleted: Err("no value supplied for deleted".to_string()),
                    id: Err("no value supplied for id".to_string()),
                    object: Ok(Default::default()),
                }
            }
        }
        impl DeleteFileResponse {
            /// Whether the file was deleted.
            pub fn deleted<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<bool>,
                T::Error: ::std::fmt::Display,
            {
                self.deleted = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for deleted: {e}")
                    });
                self
            }
            /// The ID of the file.
            pub fn id<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.id = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for id: {e}"));
                self
            }
            /// Always `file`, if present.
            pub fn object<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<super::FileObject>>,
                T::Error: ::std::fmt::Display,
            {
                self.object = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for object: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<DeleteFileResponse> for super::DeleteFileResponse {
            type Error = super::error::ConversionError;
            fn try_from(
                value: DeleteFileResponse,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    deleted: value.deleted?,
                    id: value.id?,
                    object: value.object?,
                })
            }
        }
        impl ::std::convert::From<super::DeleteFileResponse> for DeleteFileResponse {
            fn from(value: super::DeleteFileResponse) -> Self {
                Self {
                    deleted: Ok(value.deleted),
                    id: Ok(value.id),
                    object: Ok(value.object),
                }
            }
        }
        /// A builder for [`ErrorDetail`](super::ErrorDetail).
        ///
        /// Convert it with `try_into`, which fails if a required field is not set.
        #[derive(Clone, Debug)]
        pub struct ErrorDetail {
            code: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            message: ::std::result::Result<::std::string::String, ::std::string::String>,
            param: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            type_: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for ErrorDetail {
            fn default() -> Self {
                Self {
                    code: Ok(Default::default()),
                    message: Err("no value supplied for message".to_string()),
                    param: Ok(Default::default()),
                    type_: Ok(Default::default()),
                }
            }
        }
        impl ErrorDetail {
            /// A machine-readable code for the error.
            pub fn code<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.code = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for code: {e}")
                    });
                self
            }
            /// A human-readable message. Programs should match on `code` instead.
            pub fn message<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.message = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for message: {e}")
                    });
                self
            }
            /// The name of the parameter that caused the error.
            pub fn param<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.param = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for param: {e}")
                    });
                self
            }
            /// The category of the error, such as `invalid_request_error`.
            pub fn type_<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.type_ = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for type_: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<ErrorDetail> for super::ErrorDetail {
            type Error = super::error::ConversionError;
            fn try_from(
                value: ErrorDetail,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    code: value.code?,
                    message: value.message?,
                    param: value.param?,
                    type_: value.type_?,
                })
            }
        }
        impl ::std::convert::From<super::ErrorDetail> for ErrorDetail {
            fn from(value: super::ErrorDetail) -> Self {
                Self {
                    code: Ok(value.code),
                    message: Ok(value.message),
                    param: Ok(value.param),
                    type_: Ok(value.type_),
                }
            }
        }
        /// A builder for [`ErrorResponse`](super::ErrorResponse).
        ///
        /// Convert it with `try_into`, which fails if a required field is not set.
        #[derive(Clone, Debug)]
        pub struct ErrorResponse {
            error: ::std::result::Result<super::ErrorDetail, ::std::string::String>,
        }
        impl ::std::default::Default for ErrorResponse {
            fn default() -> Self {
                Self {
                    error: Err("no value supplied for error".to_string()),
                }
            }
        }
        impl ErrorResponse {
            /// The error.
            pub fn error<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<super::ErrorDetail>,
                T::Error: ::std::fmt::Display,
            {
                self.error = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for error: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<ErrorResponse> for super::ErrorResponse {
            type Error = super::error::ConversionError;
            fn try_from(
                value: ErrorResponse,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self { error: value.error? })
            }
        }
        impl ::std::convert::From<super::ErrorResponse> for ErrorResponse {
            fn from(value: super::ErrorResponse) -> Self {
                Self { error: Ok(value.error) }
            }
        }
        /// A builder for [`FileExpiration`](super::FileExpiration).
        ///
        /// Convert it with `try_into`, which fails if a required field is not set.
        #[derive(Clone, Debug)]
        pub struct FileExpiration {
            anchor: ::std::result::Result<
                super::ExpirationAnchor,
                ::std::string::String,
            >,
            seconds: ::std::result::Result<i64, ::std::string::String>,
        }
        impl ::std::default::Default for FileExpiration {
            fn default() -> Self {
                Self {
                    anchor: Err("no value supplied for anchor".to_string()),
                    seconds: Err("no value supplied for seconds".to_string()),
                }
            }
        }
        impl FileExpiration {
            /// The time from which `seconds` is counted.
            pub fn anchor<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<super::ExpirationAnchor>,
                T::Error: ::std::fmt::Display,
            {
                self.anchor = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for anchor: {e}")
                    });
                self
            }
            /// The number of seconds, from 3,600 (one hour) to 2,592,000 (30 days).
            pub fn seconds<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<i64>,
                T::Error: ::std::fmt::Display,
            {
                self.seconds = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for seconds: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<FileExpiration> for super::FileExpiration {
            type Error = super::error::ConversionError;
            fn try_from(
                value: FileExpiration,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    anchor: value.anchor?,
                    seconds: value.seconds?,
                })
            }
        }
        impl ::std::convert::From<super::FileExpiration> for FileExpiration {
            fn from(value: super::FileExpiration) -> Self {
                Self {
                    anchor: Ok(value.anchor),
                    seconds: Ok(value.seconds),
                }
            }
        }
        /// A builder for [`InputTokensDetails`](super::InputTokensDetails).
        ///
        /// Convert it with `try_into`, which fails if a required field is not set.
        #[derive(Clone, Debug)]
        pub struct InputTokensDetails {
            cached_tokens: ::std::result::Result<i64, ::std::string::String>,
        }
        impl ::std::default::Default for InputTokensDetails {
            fn default() -> Self {
                Self {
                    cached_tokens: Err("no value supplied for cached_tokens".to_string()),
                }
            }
        }
        impl InputTokensDetails {
            /// The input tokens that were served from the prompt cache.
            pub fn cached_tokens<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<i64>,
                T::Error: ::std::fmt::Display,
            {
                self.cached_tokens = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for cached_tokens: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<InputTokensDetails> for super::InputTokensDetails {
            type Error = super::error::ConversionError;
            fn try_from(
                value: InputTokensDetails,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    cached_tokens: value.cached_tokens?,
                })
            }
        }
        impl ::std::convert::From<super::InputTokensDetails> for InputTokensDetails {
            fn from(value: super::InputTokensDetails) -> Self {
                Self {
                    cached_tokens: Ok(value.cached_tokens),
                }
            }
        }
        /// A builder for [`ListBatchesResponse`](super::ListBatchesResponse).
        ///
        /// Convert it with `try_into`, which fails if a required field is not set.
        #[derive(Clone, Debug)]
        pub struct ListBatchesResponse {
            data: ::std::result::Result<
                ::std::vec::Vec<super::Batch>,
                ::std::string::String,
            >,
            first_id: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            has_more: ::std::result::Result<bool, ::std::string::String>,
            last_id: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            object: ::std::result::Result<
                ::std::option::Option<super::ListObject>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for ListBatchesResponse {
            fn default() -> Self {
                Self {
                    data: Err("no value supplied for data".to_string()),
                    first_id: Ok(Default::default()),
                    has_more: Err("no value supplied for has_more".to_string()),
                    last_id: Ok(Default::default()),
                    object: Ok(Default::default()),
                }
            }
        }
        impl ListBatchesResponse {
            /// The batches on this page.
            pub fn data<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::vec::Vec<super::Batch>>,
                T::Error: ::std::fmt::Display,
            {
                self.data = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for data: {e}")
                    });
                self
            }
            /// The ID of the first batch on this page, if any.
            pub fn first_id<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.first_id = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for first_id: {e}")
                    });
                self
            }
            /// Whether there are more pages.
            pub fn has_more<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<bool>,
                T::Error: ::std::fmt::Display,
            {
                self.has_more = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for has_more: {e}")
                    });
                self
            }
            /// The ID of the last batch on this page, if any.
            pub fn last_id<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.last_id = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for last_id: {e}")
                    });
                self
            }
            /// Always `list`, if present.
            pub fn object<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<super::ListObject>>,
                T::Error: ::std::fmt::Display,
            {
                self.object = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for object: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<ListBatchesResponse>
        for super::ListBatchesResponse {
            type Error = super::error::ConversionError;
            fn try_from(
                value: ListBatchesResponse,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    data: value.data?,
                    first_id: value.first_id?,
                    has_more: value.has_more?,
                    last_id: value.last_id?,
                    object: value.object?,
                })
            }
        }
        impl ::std::convert::From<super::ListBatchesResponse> for ListBatchesResponse {
            fn from(value: super::ListBatchesResponse) -> Self {
                Self {
                    data: Ok(value.data),
                    first_id: Ok(value.first_id),
                    has_more: Ok(value.has_more),
                    last_id: Ok(value.last_id),
                    object: Ok(value.object),
                }
            }
        }
        /// A builder for [`ListFilesResponse`](super::ListFilesResponse).
        ///
        /// Convert it with `try_into`, which fails if a required field is not set.
        #[derive(Clone, Debug)]
        pub struct ListFilesResponse {
            data: ::std::result::Result<
                ::std::vec::Vec<super::OpenAiFile>,
                ::std::string::String,
            >,
            first_id: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            has_more: ::std::result::Result<bool, ::std::string::String>,
            last_id: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            object: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for ListFilesResponse {
            fn default() -> Self {
                Self {
                    data: Err("no value supplied for data".to_string()),
                    first_id: Ok(Default::default()),
                    has_more: Err("no value supplied for has_more".to_string()),
                    last_id: Ok(Default::default()),
                    object: Ok(Default::default()),
                }
            }
        }
        impl ListFilesResponse {
            /// The files on this page.
            pub fn data<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::vec::Vec<super::OpenAiFile>>,
                T::Error: ::std::fmt::Display,
            {
                self.data = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for data: {e}")
                    });
                self
            }
            /// The ID of the first file on this page, if any.
            pub fn first_id<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.first_id = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for first_id: {e}")
                    });
                self
            }
            /// Whether there are more pages.
            pub fn has_more<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<bool>,
                T::Error: ::std::fmt::Display,
            {
                self.has_more = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for has_more: {e}")
                    });
                self
            }
            /// The ID of the last file on this page, if any.
            pub fn last_id<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.last_id = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for last_id: {e}")
                    });
                self
            }
            /// Always `list`, if present.
            pub fn object<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.object = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for object: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<ListFilesResponse> for super::ListFilesResponse {
            type Error = super::error::ConversionError;
            fn try_from(
                value: ListFilesResponse,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    data: value.data?,
                    first_id: value.first_id?,
                    has_more: value.has_more?,
                    last_id: value.last_id?,
                    object: value.object?,
                })
            }
        }
        impl ::std::convert::From<super::ListFilesResponse> for ListFilesResponse {
            fn from(value: super::ListFilesResponse) -> Self {
                Self {
                    data: Ok(value.data),
                    first_id: Ok(value.first_id),
                    has_more: Ok(value.has_more),
                    last_id: Ok(value.last_id),
                    object: Ok(value.object),
                }
            }
        }
        /// A builder for [`OpenAiFile`](super::OpenAiFile).
        ///
        /// Convert it with `try_into`, which fails if a required field is not set.
        #[derive(Clone, Debug)]
        pub struct OpenAiFile {
            bytes: ::std::result::Result<i64, ::std::string::String>,
            created_at: ::std::result::Result<i64, ::std::string::String>,
            expires_at: ::std::result::Result<
                ::std::option::Option<i64>,
                ::std::string::String,
            >,
            filename: ::std::result::Result<
                ::std::string::String,
                ::std::string::String,
            >,
            id: ::std::result::Result<::std::string::String, ::std::string::String>,
            object: ::std::result::Result<
                ::std::option::Option<super::FileObject>,
                ::std::string::String,
            >,
            purpose: ::std::result::Result<
                ::std::option::Option<super::FilePurpose>,
                ::std::string::String,
            >,
            status: ::std::result::Result<
                ::std::option::Option<super::FileStatus>,
                ::std::string::String,
            >,
            status_details: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for OpenAiFile {
            fn default() -> Self {
                Self {
                    bytes: Err("no value supplied for bytes".to_string()),
                    created_at: Err("no value supplied for created_at".to_string()),
                    expires_at: Ok(Default::default()),
                    filename: Err("no value supplied for filename".to_string()),
                    id: Err("no value supplied for id".to_string()),
                    object: Ok(Default::default()),
                    purpose: Ok(Default::default()),
                    status: Ok(Default::default()),
                    status_details: Ok(Default::default()),
                }
            }
        }
        impl OpenAiFile {
            /// The size of the file, in bytes.
            pub fn bytes<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<i64>,
                T::Error: ::std::fmt::Display,
            {
                self.bytes = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for bytes: {e}")
                    });
                self
            }
            /// When the file was created, as a Unix timestamp in seconds.
            pub fn created_at<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<i64>,
                T::Error: ::std::fmt::Display,
            {
                self.created_at = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for created_at: {e}")
                    });
                self
            }
            /// When the file expires, as a Unix timestamp in seconds.
            pub fn expires_at<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<i64>>,
                T::Error: ::std::fmt::Display,
            {
                self.expires_at = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for expires_at: {e}")
                    });
                self
            }
            /// The name of the file.
            pub fn filename<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.filename = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for filename: {e}")
                    });
                self
            }
            /// The ID of the file.
            pub fn id<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.id = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for id: {e}"));
                self
            }
            /// Always `file`, if present.
            pub fn object<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<super::FileObject>>,
                T::Error: ::std::fmt::Display,
            {
                self.object = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for object: {e}")
                    });
                self
            }
            /// The purpose of the file.
            pub fn purpose<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<super::FilePurpose>>,
                T::Error: ::std::fmt::Display,
            {
                self.purpose = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for purpose: {e}")
                    });
                self
            }
            /// The status of the file. Deprecated by the API.
            pub fn status<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<super::FileStatus>>,
                T::Error: ::std::fmt::Display,
            {
                self.status = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for status: {e}")
                    });
                self
            }
            /// Details of the status of the file. Deprecated by the API.
            pub fn status_details<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.status_details = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for status_details: {e}"
                        )
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<OpenAiFile> for super::OpenAiFile {
            type Error = super::error::ConversionError;
            fn try_from(
                value: OpenAiFile,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    bytes: value.bytes?,
                    created_at: value.created_at?,
                    expires_at: value.expires_at?,
                    filename: value.filename?,
                    id: value.id?,
                    object: value.object?,
                    purpose: value.purpose?,
                    status: value.status?,
                    status_details: value.status_details?,
                })
            }
        }
        impl ::std::convert::From<super::OpenAiFile> for OpenAiFile {
            fn from(value: super::OpenAiFile) -> Self {
                Self {
                    bytes: Ok(value.bytes),
                    created_at: Ok(value.created_at),
                    expires_at: Ok(value.expires_at),
                    filename: Ok(value.filename),
                    id: Ok(value.id),
                    object: Ok(value.object),
                    purpose: Ok(value.purpose),
                    status: Ok(value.status),
                    status_details: Ok(value.status_details),
                }
            }
        }
        /// A builder for [`OutputTokensDetails`](super::OutputTokensDetails).
        ///
        /// Convert it with `try_into`, which fails if a required field is not set.
        #[derive(Clone, Debug)]
        pub struct OutputTokensDetails {
            reasoning_tokens: ::std::result::Result<i64, ::std::string::String>,
        }
        impl ::std::default::Default for OutputTokensDetails {
            fn default() -> Self {
                Self {
                    reasoning_tokens: Err(
                        "no value supplied for reasoning_tokens".to_string(),
                    ),
                }
            }
        }
        impl OutputTokensDetails {
            /// The output tokens that the model spent on reasoning.
            pub fn reasoning_tokens<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<i64>,
                T::Error: ::std::fmt::Display,
            {
                self.reasoning_tokens = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for reasoning_tokens: {e}"
                        )
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<OutputTokensDetails>
        for super::OutputTokensDetails {
            type Error = super::error::ConversionError;
            fn try_from(
                value: OutputTokensDetails,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    reasoning_tokens: value.reasoning_tokens?,
                })
            }
        }
        impl ::std::convert::From<super::OutputTokensDetails> for OutputTokensDetails {
            fn from(value: super::OutputTokensDetails) -> Self {
                Self {
                    reasoning_tokens: Ok(value.reasoning_tokens),
                }
            }
        }
    }
    /// Error types.
    pub mod error {
        /// Error from a `TryFrom` or `FromStr` implementation.
        pub struct ConversionError(::std::borrow::Cow<'static, str>);
        impl ::std::error::Error for ConversionError {}
        impl ::std::fmt::Display for ConversionError {
            fn fmt(
                &self,
                f: &mut ::std::fmt::Formatter<'_>,
            ) -> Result<(), ::std::fmt::Error> {
                ::std::fmt::Display::fmt(&self.0, f)
            }
        }
        impl ::std::fmt::Debug for ConversionError {
            fn fmt(
                &self,
                f: &mut ::std::fmt::Formatter<'_>,
            ) -> Result<(), ::std::fmt::Error> {
                ::std::fmt::Debug::fmt(&self.0, f)
            }
        }
        impl From<&'static str> for ConversionError {
            fn from(value: &'static str) -> Self {
                Self(value.into())
            }
        }
        impl From<String> for ConversionError {
            fn from(value: String) -> Self {
                Self(value.into())
            }
        }
    }
}
/// A client for the Batch and Files API, created from a [`Config`](crate::Config).
///
/// Each operation is a method that returns a builder: set its parameters, then call `send`. Cloning a
/// client is cheap, and all clones share one connection pool.
#[derive(Clone)]
pub struct Client {
    pub(crate) baseurl: String,
    pub(crate) client: reqwest::Client,
    pub(crate) inner: crate::inner::Inner,
}
impl Client {
    pub(crate) fn new_with_client(
        baseurl: &str,
        client: reqwest::Client,
        inner: crate::inner::Inner,
    ) -> Self {
        Self {
            baseurl: baseurl.to_string(),
            client,
            inner,
        }
    }
}
impl Client {
    /// List batches: `GET /batches`.
    ///
    /// Lists the batches of the API key's project, newest first, one page at a time. To request the
    /// next page, set `after` to the ID of the last batch on this page.
    ///
    /// # Parameters
    ///
    /// | Name | Description |
    /// |---|---|
    /// | `after` | A cursor for pagination, the ID of the last object on the previous page. |
    /// | `limit` | The maximum number of batches on a page, from 1 to 100. Defaults to `20` on the server. |
    ///
    /// # Returns
    ///
    /// [`types::ListBatchesResponse`], for any 2xx status.
    ///
    /// # Errors
    ///
    /// Returns [`Error::InvalidRequest`](crate::Error::InvalidRequest) if a parameter is missing or invalid,
    /// [`Error::ErrorResponse`](crate::Error::ErrorResponse) if the server responds with status 4xx or 5xx,
    /// and another variant of [`Error`](crate::Error) if there is no response or it cannot be decoded.
    ///
    /// # Authorization
    ///
    /// `ApiKeyAuth`: An API key, sent as a bearer token.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn example(client: batch_client::Client) -> Result<(), batch_client::Error> {
    /// let response = client
    ///     .list_batches()
    ///     .after("object_abc123")
    ///     .limit(20)
    ///     .send()
    ///     .await?;
    /// println!("{response:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub fn list_batches(&self) -> builder::ListBatches<'_> {
        builder::ListBatches::new(self)
    }
    /// Create a batch: `POST /batches`.
    ///
    /// Creates a batch from an input file that was uploaded with purpose `batch`, and starts
    /// processing it.
    ///
    /// The server responds immediately and validates the input file afterwards, so this operation
    /// succeeds even if the file is invalid. A batch whose input file is rejected ends with status
    /// `failed`, and its `errors` field lists the problems.
    ///
    /// The API has no idempotency key: sending the same request twice creates, and bills for, two
    /// batches. An organization may create up to 2,000 batches per hour.
    ///
    /// # Parameters
    ///
    /// | Name | Description |
    /// |---|---|
    /// | `body` | The request body, a [`types::CreateBatchRequest`]. Required. |
    ///
    /// # Returns
    ///
    /// [`types::Batch`], for any 2xx status.
    ///
    /// # Errors
    ///
    /// Returns [`Error::InvalidRequest`](crate::Error::InvalidRequest) if a parameter is missing or invalid,
    /// [`Error::ErrorResponse`](crate::Error::ErrorResponse) if the server responds with status 4xx or 5xx,
    /// and another variant of [`Error`](crate::Error) if there is no response or it cannot be decoded.
    ///
    /// # Authorization
    ///
    /// `ApiKeyAuth`: An API key, sent as a bearer token.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn example(client: batch_client::Client) -> Result<(), batch_client::Error> {
    /// let response = client
    ///     .create_batch()
    ///     .body_map(|body| {
    ///         body
    ///             .input_file_id("file-abc123")
    ///             .endpoint("/v1/chat/completions")
    ///             .completion_window("24h")
    ///     })
    ///     .send()
    ///     .await?;
    /// println!("{response:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub fn create_batch(&self) -> builder::CreateBatch<'_> {
        builder::CreateBatch::new(self)
    }
    /// Retrieve a batch: `GET /batches/{batch_id}`.
    ///
    /// Returns the current state of a batch, including its status, its request counts, and the IDs
    /// of its output files.
    ///
    /// # Parameters
    ///
    /// | Name | Description |
    /// |---|---|
    /// | `batch_id` | The ID of the batch. Required. |
    ///
    /// # Returns
    ///
    /// [`types::Batch`], for any 2xx status.
    ///
    /// # Errors
    ///
    /// Returns [`Error::InvalidRequest`](crate::Error::InvalidRequest) if a parameter is missing or invalid,
    /// [`Error::ErrorResponse`](crate::Error::ErrorResponse) if the server responds with status 4xx or 5xx,
    /// and another variant of [`Error`](crate::Error) if there is no response or it cannot be decoded.
    ///
    /// # Authorization
    ///
    /// `ApiKeyAuth`: An API key, sent as a bearer token.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn example(client: batch_client::Client) -> Result<(), batch_client::Error> {
    /// let response = client
    ///     .retrieve_batch()
    ///     .batch_id("batch_abc123")
    ///     .send()
    ///     .await?;
    /// println!("{response:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub fn retrieve_batch(&self) -> builder::RetrieveBatch<'_> {
        builder::RetrieveBatch::new(self)
    }
    /// Cancel a batch: `POST /batches/{batch_id}/cancel`.
    ///
    /// Requests the cancellation of a batch. The batch has status `cancelling` for up to ten minutes
    /// (up to 25 minutes have been observed) before it becomes `cancelled`. Results completed by
    /// then are available in the output file and are billed.
    ///
    /// If the batch has already reached a final status, the server returns 409 (some servers return
    /// 400).
    ///
    /// # Parameters
    ///
    /// | Name | Description |
    /// |---|---|
    /// | `batch_id` | The ID of the batch. Required. |
    ///
    /// # Returns
    ///
    /// [`types::Batch`], for any 2xx status.
    ///
    /// # Errors
    ///
    /// Returns [`Error::InvalidRequest`](crate::Error::InvalidRequest) if a parameter is missing or invalid,
    /// [`Error::ErrorResponse`](crate::Error::ErrorResponse) if the server responds with status 4xx or 5xx,
    /// and another variant of [`Error`](crate::Error) if there is no response or it cannot be decoded.
    ///
    /// # Authorization
    ///
    /// `ApiKeyAuth`: An API key, sent as a bearer token.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn example(client: batch_client::Client) -> Result<(), batch_client::Error> {
    /// let response = client
    ///     .cancel_batch()
    ///     .batch_id("batch_abc123")
    ///     .send()
    ///     .await?;
    /// println!("{response:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub fn cancel_batch(&self) -> builder::CancelBatch<'_> {
        builder::CancelBatch::new(self)
    }
    /// List files: `GET /files`.
    ///
    /// Lists the files of the API key's project, one page at a time and newest first by default. To
    /// request the next page, set `after` to the ID of the last file on this page.
    ///
    /// # Parameters
    ///
    /// | Name | Description |
    /// |---|---|
    /// | `purpose` | Return only files with this purpose. |
    /// | `limit` | The maximum number of files on a page, from 1 to 10,000. Defaults to `10000` on the server. |
    /// | `order` | The sort order by creation time. Defaults to `desc` on the server. |
    /// | `after` | A cursor for pagination, the ID of the last object on the previous page. |
    ///
    /// # Returns
    ///
    /// [`types::ListFilesResponse`], for any 2xx status.
    ///
    /// # Errors
    ///
    /// Returns [`Error::InvalidRequest`](crate::Error::InvalidRequest) if a parameter is missing or invalid,
    /// [`Error::ErrorResponse`](crate::Error::ErrorResponse) if the server responds with status 4xx or 5xx,
    /// and another variant of [`Error`](crate::Error) if there is no response or it cannot be decoded.
    ///
    /// # Authorization
    ///
    /// `ApiKeyAuth`: An API key, sent as a bearer token.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn example(client: batch_client::Client) -> Result<(), batch_client::Error> {
    /// let response = client
    ///     .list_files()
    ///     .purpose("assistants")
    ///     .limit(10000)
    ///     .order("asc")
    ///     .after("object_abc123")
    ///     .send()
    ///     .await?;
    /// println!("{response:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub fn list_files(&self) -> builder::ListFiles<'_> {
        builder::ListFiles::new(self)
    }
    /// Retrieve a file's metadata: `GET /files/{file_id}`.
    ///
    /// Returns the metadata of a file, such as its name, size, purpose, and expiration time. Use
    /// `downloadFile` to download the file's content.
    ///
    /// # Parameters
    ///
    /// | Name | Description |
    /// |---|---|
    /// | `file_id` | The ID of the file. Required. |
    ///
    /// # Returns
    ///
    /// [`types::OpenAiFile`], for any 2xx status.
    ///
    /// # Errors
    ///
    /// Returns [`Error::InvalidRequest`](crate::Error::InvalidRequest) if a parameter is missing or invalid,
    /// [`Error::ErrorResponse`](crate::Error::ErrorResponse) if the server responds with status 4xx or 5xx,
    /// and another variant of [`Error`](crate::Error) if there is no response or it cannot be decoded.
    ///
    /// # Authorization
    ///
    /// `ApiKeyAuth`: An API key, sent as a bearer token.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn example(client: batch_client::Client) -> Result<(), batch_client::Error> {
    /// let response = client
    ///     .retrieve_file()
    ///     .file_id("file-abc123")
    ///     .send()
    ///     .await?;
    /// println!("{response:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub fn retrieve_file(&self) -> builder::RetrieveFile<'_> {
        builder::RetrieveFile::new(self)
    }
    /// Delete a file: `DELETE /files/{file_id}`.
    ///
    /// Deletes a file and its content.
    ///
    /// # Parameters
    ///
    /// | Name | Description |
    /// |---|---|
    /// | `file_id` | The ID of the file. Required. |
    ///
    /// # Returns
    ///
    /// [`types::DeleteFileResponse`], for any 2xx status.
    ///
    /// # Errors
    ///
    /// Returns [`Error::InvalidRequest`](crate::Error::InvalidRequest) if a parameter is missing or invalid,
    /// [`Error::ErrorResponse`](crate::Error::ErrorResponse) if the server responds with status 4xx or 5xx,
    /// and another variant of [`Error`](crate::Error) if there is no response or it cannot be decoded.
    ///
    /// # Authorization
    ///
    /// `ApiKeyAuth`: An API key, sent as a bearer token.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn example(client: batch_client::Client) -> Result<(), batch_client::Error> {
    /// let response = client
    ///     .delete_file()
    ///     .file_id("file-abc123")
    ///     .send()
    ///     .await?;
    /// println!("{response:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub fn delete_file(&self) -> builder::DeleteFile<'_> {
        builder::DeleteFile::new(self)
    }
    /// Download a file: `GET /files/{file_id}/content`.
    ///
    /// Returns the content of a file.
    ///
    /// # Parameters
    ///
    /// | Name | Description |
    /// |---|---|
    /// | `file_id` | The ID of the file. Required. |
    ///
    /// # Returns
    ///
    /// [`ByteStream`](crate::ByteStream), for any 2xx status.
    ///
    /// # Errors
    ///
    /// Returns [`Error::InvalidRequest`](crate::Error::InvalidRequest) if a parameter is missing or invalid,
    /// [`Error::ErrorResponse`](crate::Error::ErrorResponse) if the server responds with status 4xx or 5xx,
    /// and another variant of [`Error`](crate::Error) if there is no response or it cannot be decoded.
    ///
    /// # Authorization
    ///
    /// `ApiKeyAuth`: An API key, sent as a bearer token.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn example(client: batch_client::Client) -> Result<(), batch_client::Error> {
    /// let response = client
    ///     .download_file()
    ///     .file_id("file-abc123")
    ///     .send()
    ///     .await?;
    /// let stream = response.into_inner();
    /// # drop(stream);
    /// # Ok(())
    /// # }
    /// ```
    pub fn download_file(&self) -> builder::DownloadFile<'_> {
        builder::DownloadFile::new(self)
    }
}
/// Types for composing operation parameters.
#[allow(clippy::all)]
pub mod builder {
    use super::types;
    #[allow(unused_imports)]
    use super::{encode_path, ByteStream, Error, OperationInfo, ResponseValue};
    /// Builder for [`Client::list_batches`]
    ///
    /// [`Client::list_batches`]: super::Client::list_batches
    #[derive(Debug, Clone)]
    #[must_use = "an operation does nothing until it is sent"]
    pub struct ListBatches<'a> {
        client: &'a super::Client,
        after: Result<Option<::std::string::String>, String>,
        limit: Result<Option<i64>, String>,
    }
    impl<'a> ListBatches<'a> {
        pub(crate) fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                after: Ok(None),
                limit: Ok(None),
            }
        }
        /// A cursor for pagination, the ID of the last object on the previous page.
        pub fn after<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
            <V as std::convert::TryInto<
                ::std::string::String,
            >>::Error: std::fmt::Display,
        {
            self.after = value
                .try_into()
                .map(Some)
                .map_err(|error| format!("`after`: {error}"));
            self
        }
        /// The maximum number of batches on a page, from 1 to 100. Defaults to `20` on the server.
        pub fn limit<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<i64>,
            <V as std::convert::TryInto<i64>>::Error: std::fmt::Display,
        {
            self.limit = value
                .try_into()
                .map(Some)
                .map_err(|error| format!("`limit`: {error}"));
            self
        }
        /// Sends `GET /batches` once, without retries.
        ///
        /// # Errors
        ///
        /// Returns [`Error::InvalidRequest`](crate::Error::InvalidRequest) if a parameter is missing or invalid,
        /// [`Error::ErrorResponse`](crate::Error::ErrorResponse) if the server responds with status 4xx or 5xx,
        /// and another variant of [`Error`](crate::Error) if there is no response or it cannot be decoded.
        pub async fn send(
            self,
        ) -> Result<
            ResponseValue<types::ListBatchesResponse>,
            Error<types::ErrorResponse>,
        > {
            let Self { client, after, limit } = self;
            let after = after.map_err(Error::InvalidRequest)?;
            let limit = limit.map_err(Error::InvalidRequest)?;
            let url = format!("{}/batches", client.baseurl,);
            let request = client
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .query(&progenitor_client::QueryParam::new("after", &after))
                .query(&progenitor_client::QueryParam::new("limit", &limit))
                .build()?;
            let info = OperationInfo {
                operation_id: "list_batches",
            };
            let result = client.exec(request, &info).await;
            let response = result?;
            match response.status().as_u16() {
                200..=299 => ResponseValue::from_response(response).await,
                400u16..=499u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16..=599u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /// Builder for [`Client::create_batch`]
    ///
    /// [`Client::create_batch`]: super::Client::create_batch
    #[derive(Debug, Clone)]
    #[must_use = "an operation does nothing until it is sent"]
    pub struct CreateBatch<'a> {
        client: &'a super::Client,
        body: Result<types::builder::CreateBatchRequest, String>,
    }
    impl<'a> CreateBatch<'a> {
        pub(crate) fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                body: Ok(::std::default::Default::default()),
            }
        }
        /// Sets the request body.
        pub fn body<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::CreateBatchRequest>,
            <V as std::convert::TryInto<
                types::CreateBatchRequest,
            >>::Error: std::fmt::Display,
        {
            self.body = value
                .try_into()
                .map(From::from)
                .map_err(|s| {
                    format!("conversion to `CreateBatchRequest` for body failed: {}", s)
                });
            self
        }
        /// Sets fields of the request body through its builder.
        pub fn body_map<F>(mut self, f: F) -> Self
        where
            F: std::ops::FnOnce(
                types::builder::CreateBatchRequest,
            ) -> types::builder::CreateBatchRequest,
        {
            self.body = self.body.map(f);
            self
        }
        /// Sends `POST /batches` once, without retries.
        ///
        /// # Errors
        ///
        /// Returns [`Error::InvalidRequest`](crate::Error::InvalidRequest) if a parameter is missing or invalid,
        /// [`Error::ErrorResponse`](crate::Error::ErrorResponse) if the server responds with status 4xx or 5xx,
        /// and another variant of [`Error`](crate::Error) if there is no response or it cannot be decoded.
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::Batch>, Error<types::ErrorResponse>> {
            let Self { client, body } = self;
            let body = body
                .and_then(|v| {
                    types::CreateBatchRequest::try_from(v).map_err(|e| e.to_string())
                })
                .map_err(Error::InvalidRequest)?;
            let url = format!("{}/batches", client.baseurl,);
            let request = client
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body)
                .build()?;
            let info = OperationInfo {
                operation_id: "create_batch",
            };
            let result = client.exec(request, &info).await;
            let response = result?;
            match response.status().as_u16() {
                200..=299 => ResponseValue::from_response(response).await,
                400u16..=499u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16..=599u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /// Builder for [`Client::retrieve_batch`]
    ///
    /// [`Client::retrieve_batch`]: super::Client::retrieve_batch
    #[derive(Debug, Clone)]
    #[must_use = "an operation does nothing until it is sent"]
    pub struct RetrieveBatch<'a> {
        client: &'a super::Client,
        batch_id: Result<crate::PathId, String>,
    }
    impl<'a> RetrieveBatch<'a> {
        pub(crate) fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                batch_id: Err("batch_id was not initialized".to_string()),
            }
        }
        /// The ID of the batch. Required.
        pub fn batch_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::PathId>,
            <V as std::convert::TryInto<crate::PathId>>::Error: std::fmt::Display,
        {
            self.batch_id = value
                .try_into()
                .map_err(|error| format!("`batch_id`: {error}"));
            self
        }
        /// Sends `GET /batches/{batch_id}` once, without retries.
        ///
        /// # Errors
        ///
        /// Returns [`Error::InvalidRequest`](crate::Error::InvalidRequest) if a parameter is missing or invalid,
        /// [`Error::ErrorResponse`](crate::Error::ErrorResponse) if the server responds with status 4xx or 5xx,
        /// and another variant of [`Error`](crate::Error) if there is no response or it cannot be decoded.
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::Batch>, Error<types::ErrorResponse>> {
            let Self { client, batch_id } = self;
            let batch_id = batch_id.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/batches/{}", client.baseurl, encode_path(& batch_id.to_string()),
            );
            let request = client
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .build()?;
            let info = OperationInfo {
                operation_id: "retrieve_batch",
            };
            let result = client.exec(request, &info).await;
            let response = result?;
            match response.status().as_u16() {
                200..=299 => ResponseValue::from_response(response).await,
                400u16..=499u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16..=599u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /// Builder for [`Client::cancel_batch`]
    ///
    /// [`Client::cancel_batch`]: super::Client::cancel_batch
    #[derive(Debug, Clone)]
    #[must_use = "an operation does nothing until it is sent"]
    pub struct CancelBatch<'a> {
        client: &'a super::Client,
        batch_id: Result<crate::PathId, String>,
    }
    impl<'a> CancelBatch<'a> {
        pub(crate) fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                batch_id: Err("batch_id was not initialized".to_string()),
            }
        }
        /// The ID of the batch. Required.
        pub fn batch_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::PathId>,
            <V as std::convert::TryInto<crate::PathId>>::Error: std::fmt::Display,
        {
            self.batch_id = value
                .try_into()
                .map_err(|error| format!("`batch_id`: {error}"));
            self
        }
        /// Sends `POST /batches/{batch_id}/cancel` once, without retries.
        ///
        /// # Errors
        ///
        /// Returns [`Error::InvalidRequest`](crate::Error::InvalidRequest) if a parameter is missing or invalid,
        /// [`Error::ErrorResponse`](crate::Error::ErrorResponse) if the server responds with status 4xx or 5xx,
        /// and another variant of [`Error`](crate::Error) if there is no response or it cannot be decoded.
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::Batch>, Error<types::ErrorResponse>> {
            let Self { client, batch_id } = self;
            let batch_id = batch_id.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/batches/{}/cancel", client.baseurl, encode_path(& batch_id
                .to_string()),
            );
            let request = client
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .build()?;
            let info = OperationInfo {
                operation_id: "cancel_batch",
            };
            let result = client.exec(request, &info).await;
            let response = result?;
            match response.status().as_u16() {
                200..=299 => ResponseValue::from_response(response).await,
                400u16..=499u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16..=599u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /// Builder for [`Client::list_files`]
    ///
    /// [`Client::list_files`]: super::Client::list_files
    #[derive(Debug, Clone)]
    #[must_use = "an operation does nothing until it is sent"]
    pub struct ListFiles<'a> {
        client: &'a super::Client,
        after: Result<Option<::std::string::String>, String>,
        limit: Result<Option<i64>, String>,
        order: Result<Option<types::SortOrder>, String>,
        purpose: Result<Option<types::FilePurpose>, String>,
    }
    impl<'a> ListFiles<'a> {
        pub(crate) fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                after: Ok(None),
                limit: Ok(None),
                order: Ok(None),
                purpose: Ok(None),
            }
        }
        /// A cursor for pagination, the ID of the last object on the previous page.
        pub fn after<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
            <V as std::convert::TryInto<
                ::std::string::String,
            >>::Error: std::fmt::Display,
        {
            self.after = value
                .try_into()
                .map(Some)
                .map_err(|error| format!("`after`: {error}"));
            self
        }
        /// The maximum number of files on a page, from 1 to 10,000. Defaults to `10000` on the server.
        pub fn limit<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<i64>,
            <V as std::convert::TryInto<i64>>::Error: std::fmt::Display,
        {
            self.limit = value
                .try_into()
                .map(Some)
                .map_err(|error| format!("`limit`: {error}"));
            self
        }
        /// The sort order by creation time. Defaults to `desc` on the server.
        pub fn order<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::SortOrder>,
            <V as std::convert::TryInto<types::SortOrder>>::Error: std::fmt::Display,
        {
            self.order = value
                .try_into()
                .map(Some)
                .map_err(|error| format!("`order`: {error}"));
            self
        }
        /// Return only files with this purpose.
        pub fn purpose<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::FilePurpose>,
            <V as std::convert::TryInto<types::FilePurpose>>::Error: std::fmt::Display,
        {
            self.purpose = value
                .try_into()
                .map(Some)
                .map_err(|error| format!("`purpose`: {error}"));
            self
        }
        /// Sends `GET /files` once, without retries.
        ///
        /// # Errors
        ///
        /// Returns [`Error::InvalidRequest`](crate::Error::InvalidRequest) if a parameter is missing or invalid,
        /// [`Error::ErrorResponse`](crate::Error::ErrorResponse) if the server responds with status 4xx or 5xx,
        /// and another variant of [`Error`](crate::Error) if there is no response or it cannot be decoded.
        pub async fn send(
            self,
        ) -> Result<
            ResponseValue<types::ListFilesResponse>,
            Error<types::ErrorResponse>,
        > {
            let Self { client, after, limit, order, purpose } = self;
            let after = after.map_err(Error::InvalidRequest)?;
            let limit = limit.map_err(Error::InvalidRequest)?;
            let order = order.map_err(Error::InvalidRequest)?;
            let purpose = purpose.map_err(Error::InvalidRequest)?;
            let url = format!("{}/files", client.baseurl,);
            let request = client
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .query(&progenitor_client::QueryParam::new("after", &after))
                .query(&progenitor_client::QueryParam::new("limit", &limit))
                .query(&progenitor_client::QueryParam::new("order", &order))
                .query(&progenitor_client::QueryParam::new("purpose", &purpose))
                .build()?;
            let info = OperationInfo {
                operation_id: "list_files",
            };
            let result = client.exec(request, &info).await;
            let response = result?;
            match response.status().as_u16() {
                200..=299 => ResponseValue::from_response(response).await,
                400u16..=499u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16..=599u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /// Builder for [`Client::retrieve_file`]
    ///
    /// [`Client::retrieve_file`]: super::Client::retrieve_file
    #[derive(Debug, Clone)]
    #[must_use = "an operation does nothing until it is sent"]
    pub struct RetrieveFile<'a> {
        client: &'a super::Client,
        file_id: Result<crate::PathId, String>,
    }
    impl<'a> RetrieveFile<'a> {
        pub(crate) fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                file_id: Err("file_id was not initialized".to_string()),
            }
        }
        /// The ID of the file. Required.
        pub fn file_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::PathId>,
            <V as std::convert::TryInto<crate::PathId>>::Error: std::fmt::Display,
        {
            self.file_id = value
                .try_into()
                .map_err(|error| format!("`file_id`: {error}"));
            self
        }
        /// Sends `GET /files/{file_id}` once, without retries.
        ///
        /// # Errors
        ///
        /// Returns [`Error::InvalidRequest`](crate::Error::InvalidRequest) if a parameter is missing or invalid,
        /// [`Error::ErrorResponse`](crate::Error::ErrorResponse) if the server responds with status 4xx or 5xx,
        /// and another variant of [`Error`](crate::Error) if there is no response or it cannot be decoded.
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::OpenAiFile>, Error<types::ErrorResponse>> {
            let Self { client, file_id } = self;
            let file_id = file_id.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/files/{}", client.baseurl, encode_path(& file_id.to_string()),
            );
            let request = client
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .build()?;
            let info = OperationInfo {
                operation_id: "retrieve_file",
            };
            let result = client.exec(request, &info).await;
            let response = result?;
            match response.status().as_u16() {
                200..=299 => ResponseValue::from_response(response).await,
                400u16..=499u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16..=599u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /// Builder for [`Client::delete_file`]
    ///
    /// [`Client::delete_file`]: super::Client::delete_file
    #[derive(Debug, Clone)]
    #[must_use = "an operation does nothing until it is sent"]
    pub struct DeleteFile<'a> {
        client: &'a super::Client,
        file_id: Result<crate::PathId, String>,
    }
    impl<'a> DeleteFile<'a> {
        pub(crate) fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                file_id: Err("file_id was not initialized".to_string()),
            }
        }
        /// The ID of the file. Required.
        pub fn file_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::PathId>,
            <V as std::convert::TryInto<crate::PathId>>::Error: std::fmt::Display,
        {
            self.file_id = value
                .try_into()
                .map_err(|error| format!("`file_id`: {error}"));
            self
        }
        /// Sends `DELETE /files/{file_id}` once, without retries.
        ///
        /// # Errors
        ///
        /// Returns [`Error::InvalidRequest`](crate::Error::InvalidRequest) if a parameter is missing or invalid,
        /// [`Error::ErrorResponse`](crate::Error::ErrorResponse) if the server responds with status 4xx or 5xx,
        /// and another variant of [`Error`](crate::Error) if there is no response or it cannot be decoded.
        pub async fn send(
            self,
        ) -> Result<
            ResponseValue<types::DeleteFileResponse>,
            Error<types::ErrorResponse>,
        > {
            let Self { client, file_id } = self;
            let file_id = file_id.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/files/{}", client.baseurl, encode_path(& file_id.to_string()),
            );
            let request = client
                .client
                .delete(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .build()?;
            let info = OperationInfo {
                operation_id: "delete_file",
            };
            let result = client.exec(request, &info).await;
            let response = result?;
            match response.status().as_u16() {
                200..=299 => ResponseValue::from_response(response).await,
                400u16..=499u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16..=599u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /// Builder for [`Client::download_file`]
    ///
    /// [`Client::download_file`]: super::Client::download_file
    #[derive(Debug, Clone)]
    #[must_use = "an operation does nothing until it is sent"]
    pub struct DownloadFile<'a> {
        client: &'a super::Client,
        file_id: Result<crate::PathId, String>,
    }
    impl<'a> DownloadFile<'a> {
        pub(crate) fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                file_id: Err("file_id was not initialized".to_string()),
            }
        }
        /// The ID of the file. Required.
        pub fn file_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::PathId>,
            <V as std::convert::TryInto<crate::PathId>>::Error: std::fmt::Display,
        {
            self.file_id = value
                .try_into()
                .map_err(|error| format!("`file_id`: {error}"));
            self
        }
        /// Sends `GET /files/{file_id}/content` once, without retries.
        ///
        /// # Errors
        ///
        /// Returns [`Error::InvalidRequest`](crate::Error::InvalidRequest) if a parameter is missing or invalid,
        /// [`Error::ErrorResponse`](crate::Error::ErrorResponse) if the server responds with status 4xx or 5xx,
        /// and another variant of [`Error`](crate::Error) if there is no response or it cannot be decoded.
        pub async fn send(
            self,
        ) -> Result<ResponseValue<ByteStream>, Error<types::ErrorResponse>> {
            let Self { client, file_id } = self;
            let file_id = file_id.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/files/{}/content", client.baseurl, encode_path(& file_id
                .to_string()),
            );
            let request = client.client.get(url).build()?;
            let info = OperationInfo {
                operation_id: "download_file",
            };
            let result = client.exec(request, &info).await;
            let response = result?;
            match response.status().as_u16() {
                200..=299 => Ok(ResponseValue::stream(response)),
                400u16..=499u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16..=599u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
}
impl types::BatchEndpoint {
    /// The limits of one batch that OpenAI documents.
    pub const LIMITS: crate::BatchLimits = crate::BatchLimits {
        requests: 50_000,
        bytes: 200_000_000,
    };
    /// Returns whether a request to this endpoint must name a model.
    #[must_use]
    pub fn needs_model(&self) -> bool {
        ["/v1/responses", "/v1/chat/completions", "/v1/embeddings", "/v1/completions"]
            .contains(&self.as_str())
    }
    /// Returns the maximum number of inputs over all requests of a batch, if a request to
    /// this endpoint can have several.
    #[must_use]
    pub fn max_inputs(&self) -> ::std::option::Option<u64> {
        match self.as_str() {
            "/v1/embeddings" => ::std::option::Option::Some(50_000),
            _ => ::std::option::Option::None,
        }
    }
}
/// An operation of the API.
///
/// Layers and policies read here what the API's document says about an operation, including
/// those that are not generated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Operation {
    /// List batches: `GET /batches`.
    ListBatches,
    /// Create a batch: `POST /batches`.
    CreateBatch,
    /// Retrieve a batch: `GET /batches/{batch_id}`.
    RetrieveBatch,
    /// Cancel a batch: `POST /batches/{batch_id}/cancel`.
    CancelBatch,
    /// List files: `GET /files`.
    ListFiles,
    /// Upload a file: `POST /files`.
    CreateFile,
    /// Retrieve a file's metadata: `GET /files/{file_id}`.
    RetrieveFile,
    /// Delete a file: `DELETE /files/{file_id}`.
    DeleteFile,
    /// Download a file: `GET /files/{file_id}/content`.
    DownloadFile,
}
impl Operation {
    /// All operations.
    pub const ALL: &'static [Self] = &[
        Self::ListBatches,
        Self::CreateBatch,
        Self::RetrieveBatch,
        Self::CancelBatch,
        Self::ListFiles,
        Self::CreateFile,
        Self::RetrieveFile,
        Self::DeleteFile,
        Self::DownloadFile,
    ];
    /// Returns the operation with this ID in snake case, as in
    /// [`Call::operation_id`](crate::Call::operation_id).
    #[must_use]
    pub fn from_id(id: &str) -> ::std::option::Option<Self> {
        ::std::option::Option::Some(
            match id {
                "list_batches" => Self::ListBatches,
                "create_batch" => Self::CreateBatch,
                "retrieve_batch" => Self::RetrieveBatch,
                "cancel_batch" => Self::CancelBatch,
                "list_files" => Self::ListFiles,
                "create_file" => Self::CreateFile,
                "retrieve_file" => Self::RetrieveFile,
                "delete_file" => Self::DeleteFile,
                "download_file" => Self::DownloadFile,
                _ => return ::std::option::Option::None,
            },
        )
    }
    /// Returns the ID in snake case, such as `list_batches`.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::ListBatches => "list_batches",
            Self::CreateBatch => "create_batch",
            Self::RetrieveBatch => "retrieve_batch",
            Self::CancelBatch => "cancel_batch",
            Self::ListFiles => "list_files",
            Self::CreateFile => "create_file",
            Self::RetrieveFile => "retrieve_file",
            Self::DeleteFile => "delete_file",
            Self::DownloadFile => "download_file",
        }
    }
    /// Returns the ID as the API's document writes it, such as `listBatches`.
    #[must_use]
    pub const fn document_id(self) -> &'static str {
        match self {
            Self::ListBatches => "listBatches",
            Self::CreateBatch => "createBatch",
            Self::RetrieveBatch => "retrieveBatch",
            Self::CancelBatch => "cancelBatch",
            Self::ListFiles => "listFiles",
            Self::CreateFile => "createFile",
            Self::RetrieveFile => "retrieveFile",
            Self::DeleteFile => "deleteFile",
            Self::DownloadFile => "downloadFile",
        }
    }
    /// Returns the HTTP method.
    #[must_use]
    pub const fn method(self) -> ::http::Method {
        match self {
            Self::ListBatches
            | Self::RetrieveBatch
            | Self::ListFiles
            | Self::RetrieveFile
            | Self::DownloadFile => ::http::Method::GET,
            Self::CreateBatch | Self::CancelBatch | Self::CreateFile => {
                ::http::Method::POST
            }
            Self::DeleteFile => ::http::Method::DELETE,
        }
    }
    /// Returns the path below the base URL, with the names of its parameters in braces.
    #[must_use]
    pub const fn path(self) -> &'static str {
        match self {
            Self::ListBatches | Self::CreateBatch => "/batches",
            Self::RetrieveBatch => "/batches/{batch_id}",
            Self::CancelBatch => "/batches/{batch_id}/cancel",
            Self::ListFiles | Self::CreateFile => "/files",
            Self::RetrieveFile | Self::DeleteFile => "/files/{file_id}",
            Self::DownloadFile => "/files/{file_id}/content",
        }
    }
    /// Returns what happens if the same request arrives twice.
    #[must_use]
    pub const fn effect(self) -> crate::Effect {
        match self {
            Self::ListBatches
            | Self::RetrieveBatch
            | Self::ListFiles
            | Self::RetrieveFile
            | Self::DownloadFile => crate::Effect::Safe,
            Self::CreateBatch => crate::Effect::Bills,
            Self::CancelBatch | Self::DeleteFile => crate::Effect::Idempotent,
            Self::CreateFile => crate::Effect::Creates,
        }
    }
    /// Returns how a list continues, or `None` if the response is not a list in pages.
    #[must_use]
    pub const fn pagination(self) -> ::std::option::Option<crate::Pagination> {
        match self {
            Self::ListBatches | Self::ListFiles => {
                ::std::option::Option::Some(crate::Pagination {
                    parameter: "after",
                    field: "last_id",
                })
            }
            Self::CreateBatch
            | Self::RetrieveBatch
            | Self::CancelBatch
            | Self::CreateFile
            | Self::RetrieveFile
            | Self::DeleteFile
            | Self::DownloadFile => ::std::option::Option::None,
        }
    }
    /// Returns how often OpenAI lets an organization or a user call it, if that is
    /// documented.
    #[must_use]
    pub const fn rate_limit(self) -> ::std::option::Option<crate::RateLimit> {
        match self {
            Self::ListBatches
            | Self::RetrieveBatch
            | Self::CancelBatch
            | Self::ListFiles
            | Self::RetrieveFile
            | Self::DeleteFile
            | Self::DownloadFile => ::std::option::Option::None,
            Self::CreateBatch => {
                ::std::option::Option::Some(crate::RateLimit {
                    calls: 2000,
                    period: ::std::time::Duration::from_secs(3600),
                })
            }
            Self::CreateFile => {
                ::std::option::Option::Some(crate::RateLimit {
                    calls: 1000,
                    period: ::std::time::Duration::from_secs(60),
                })
            }
        }
    }
    /// Returns the largest file that OpenAI accepts, in bytes, if the operation sends a file.
    #[must_use]
    pub const fn max_bytes(self) -> ::std::option::Option<u64> {
        match self {
            Self::ListBatches
            | Self::CreateBatch
            | Self::RetrieveBatch
            | Self::CancelBatch
            | Self::ListFiles
            | Self::RetrieveFile
            | Self::DeleteFile
            | Self::DownloadFile => ::std::option::Option::None,
            Self::CreateFile => ::std::option::Option::Some(512_000_000),
        }
    }
}
impl Operation {
    /// Returns whether a successful response is bytes of any length, rather than JSON.
    #[must_use]
    pub const fn is_streamed(self) -> bool {
        matches!(self, Self::DownloadFile)
    }
    /// Decodes the body of a successful response of a safe operation, and leaves the value in
    /// `body` for the client. Does nothing for other operations.
    ///
    /// # Errors
    ///
    /// Returns an error if the body is not JSON of the operation's type.
    pub fn decode(
        self,
        body: &mut crate::ResponseBody<'_>,
    ) -> ::std::result::Result<(), ::serde_json::Error> {
        match self {
            Self::ListBatches => body.decode::<types::ListBatchesResponse>(),
            Self::RetrieveBatch => body.decode::<types::Batch>(),
            Self::ListFiles => body.decode::<types::ListFilesResponse>(),
            Self::RetrieveFile => body.decode::<types::OpenAiFile>(),
            _ => ::std::result::Result::Ok(()),
        }
    }
}
impl ::std::fmt::Display for Operation {
    fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
        f.pad(self.id())
    }
}
