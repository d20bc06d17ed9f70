// Generated from openapi.yaml by `cargo xtask codegen`. Do not edit.
// generator: progenitor 0.15.1
// openapi.yaml sha256: 83380d137d0b450aecfe54d4ae6ca767492190f528ad419deb5a98e2957c8968

use crate::{ByteStream, Error, ResponseValue};
use progenitor_client::{OperationInfo, encode_path};
/// Types used as operation parameters and responses.
#[allow(clippy::all)]
pub mod types {
    ///A batch, as it was when the server answered.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[non_exhaustive]
    pub struct Batch {
        ///When the batch was cancelled, in seconds since 1970.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub cancelled_at: ::std::option::Option<i64>,
        ///When cancelling began, in seconds since 1970.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub cancelling_at: ::std::option::Option<i64>,
        ///When the batch was completed, in seconds since 1970.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub completed_at: ::std::option::Option<i64>,
        ///The window that was asked for.
        #[serde(default, deserialize_with = "crate::lenient::null_as_default")]
        pub completion_window: ::std::string::String,
        ///When the batch was created, in seconds since 1970.
        #[serde(default, deserialize_with = "crate::lenient::null_as_default")]
        pub created_at: i64,
        ///The endpoint of all its requests.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub endpoint: ::std::option::Option<BatchEndpoint>,
        /**The id of the file with the requests that failed. Absent, null or empty while there is
none.
*/
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub error_file_id: ::std::option::Option<::std::string::String>,
        ///Why it failed, where it did.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub errors: ::std::option::Option<BatchErrors>,
        ///When the batch expired, in seconds since 1970.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub expired_at: ::std::option::Option<i64>,
        ///When the window ends, in seconds since 1970.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub expires_at: ::std::option::Option<i64>,
        ///When the batch failed, in seconds since 1970.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub failed_at: ::std::option::Option<i64>,
        ///When the output began to be written, in seconds since 1970.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub finalizing_at: ::std::option::Option<i64>,
        ///The batch's id.
        pub id: ::std::string::String,
        ///When processing began, in seconds since 1970.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub in_progress_at: ::std::option::Option<i64>,
        ///The id of the input file.
        #[serde(default, deserialize_with = "crate::lenient::null_as_default")]
        pub input_file_id: ::std::string::String,
        ///The pairs of the caller's own.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub metadata: ::std::option::Option<Metadata>,
        ///The model that processes the batch.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub model: ::std::option::Option<::std::string::String>,
        ///Always `batch`, where it is there.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub object: ::std::option::Option<BatchObject>,
        /**The id of the file with the answers. Absent, null or empty while there is none, and for
good where no request succeeded.
*/
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub output_file_id: ::std::option::Option<::std::string::String>,
        ///How many requests it has, and what became of them so far.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub request_counts: ::std::option::Option<BatchRequestCounts>,
        ///Where the batch stands.
        #[serde(
            default = "crate::lenient::unknown::<BatchStatus>",
            deserialize_with = "crate::lenient::null_as_unknown"
        )]
        pub status: BatchStatus,
        ///The tokens it used, on batches since September 2025.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub usage: ::std::option::Option<BatchUsage>,
    }
    impl Batch {
        /// Starts a [`Batch`]; what is required must be set.
        pub fn builder() -> builder::Batch {
            Default::default()
        }
    }
    /**The endpoint that all requests of a batch are for. A batch for `/v1/embeddings` may hold
50,000 inputs over all its requests.
*/
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
        /// A value that this version does not know, as it came. Conversions never make it of a known one.
        Unknown(::std::string::String),
    }
    impl BatchEndpoint {
        /// The value as it is sent.
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
    ///One problem of a batch.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[non_exhaustive]
    pub struct BatchError {
        ///The kind of problem, for programs.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub code: ::std::option::Option<::std::string::String>,
        ///The line of the input file, counted from 1.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub line: ::std::option::Option<i64>,
        ///The problem, for people.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub message: ::std::option::Option<::std::string::String>,
        ///The field that has the problem.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub param: ::std::option::Option<::std::string::String>,
    }
    impl BatchError {
        /// Starts a [`BatchError`]; what is required must be set.
        pub fn builder() -> builder::BatchError {
            Default::default()
        }
    }
    ///Why a batch failed.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[non_exhaustive]
    pub struct BatchErrors {
        ///The problems, by line where they have one.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub data: ::std::option::Option<::std::vec::Vec<BatchError>>,
        ///Always `list`, where it is there.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub object: ::std::option::Option<::std::string::String>,
    }
    impl BatchErrors {
        /// Starts a [`BatchErrors`]; what is required must be set.
        pub fn builder() -> builder::BatchErrors {
            Default::default()
        }
    }
    ///The type of a batch object.
    #[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
    #[non_exhaustive]
    pub enum BatchObject {
        /// `batch`
        Batch,
        /// A value that this version does not know, as it came. Conversions never make it of a known one.
        Unknown(::std::string::String),
    }
    impl BatchObject {
        /// The value as it is sent.
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
    /**How many requests a batch has, and what became of them so far. The files are the truth where
they disagree with these counts.
*/
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[non_exhaustive]
    pub struct BatchRequestCounts {
        ///Requests that were answered with success.
        #[serde(default, deserialize_with = "crate::lenient::null_as_default")]
        pub completed: i64,
        ///Requests that failed.
        #[serde(default, deserialize_with = "crate::lenient::null_as_default")]
        pub failed: i64,
        ///All requests.
        #[serde(default, deserialize_with = "crate::lenient::null_as_default")]
        pub total: i64,
    }
    impl BatchRequestCounts {
        /// Starts a [`BatchRequestCounts`]; what is required must be set.
        pub fn builder() -> builder::BatchRequestCounts {
            Default::default()
        }
    }
    /**Where a batch stands. `failed`, `completed`, `expired` and `cancelled` are final.
*/
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
        /// A value that this version does not know, as it came. Conversions never make it of a known one.
        Unknown(::std::string::String),
    }
    impl BatchStatus {
        /// The value as it is sent.
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
    ///The tokens that a batch used.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[non_exhaustive]
    pub struct BatchUsage {
        ///Tokens of the requests.
        #[serde(default, deserialize_with = "crate::lenient::null_as_default")]
        pub input_tokens: i64,
        ///What the input tokens are made of.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub input_tokens_details: ::std::option::Option<InputTokensDetails>,
        ///Tokens of the answers.
        #[serde(default, deserialize_with = "crate::lenient::null_as_default")]
        pub output_tokens: i64,
        ///What the output tokens are made of.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub output_tokens_details: ::std::option::Option<OutputTokensDetails>,
        ///Tokens of both.
        #[serde(default, deserialize_with = "crate::lenient::null_as_default")]
        pub total_tokens: i64,
    }
    impl BatchUsage {
        /// Starts a [`BatchUsage`]; what is required must be set.
        pub fn builder() -> builder::BatchUsage {
            Default::default()
        }
    }
    /**The time within which a batch is to be processed. OpenAI knows `24h`; other servers take
from `1h` to fourteen days.
*/
    #[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
    #[non_exhaustive]
    pub enum CompletionWindow {
        /// `24h`
        X24h,
        /// A value that this version does not know, as it came. Conversions never make it of a known one.
        Unknown(::std::string::String),
    }
    impl CompletionWindow {
        /// The value as it is sent.
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
    ///What a batch is made from.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[non_exhaustive]
    pub struct CreateBatchRequest {
        ///The time within which the batch is to be processed.
        pub completion_window: CompletionWindow,
        ///The endpoint of all requests in the file.
        pub endpoint: BatchEndpoint,
        /**The id of the input file, uploaded with the purpose `batch`: JSON lines, at most 50,000
of them and 200 MB.
*/
        pub input_file_id: ::std::string::String,
        ///Pairs of the caller's own, which come back with the batch.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub metadata: ::std::option::Option<Metadata>,
        ///When the files that the batch writes are deleted by themselves.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub output_expires_after: ::std::option::Option<FileExpiration>,
    }
    impl CreateBatchRequest {
        /// Starts a [`CreateBatchRequest`]; what is required must be set.
        pub fn builder() -> builder::CreateBatchRequest {
            Default::default()
        }
    }
    ///What was deleted.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[non_exhaustive]
    pub struct DeleteFileResponse {
        ///Whether the file is gone.
        #[serde(default, deserialize_with = "crate::lenient::null_as_default")]
        pub deleted: bool,
        ///The file's id.
        pub id: ::std::string::String,
        ///Always `file`, where it is there.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub object: ::std::option::Option<FileObject>,
    }
    impl DeleteFileResponse {
        /// Starts a [`DeleteFileResponse`]; what is required must be set.
        pub fn builder() -> builder::DeleteFileResponse {
            Default::default()
        }
    }
    ///What went wrong.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[non_exhaustive]
    pub struct ErrorDetail {
        ///The kind of error, for programs.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub code: ::std::option::Option<::std::string::String>,
        ///The problem, for people. Programs match on `code`.
        pub message: ::std::string::String,
        ///The parameter that has the problem.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub param: ::std::option::Option<::std::string::String>,
        ///The family of the error, such as `invalid_request_error`.
        #[serde(rename = "type", skip_serializing_if = "::std::option::Option::is_none")]
        pub type_: ::std::option::Option<::std::string::String>,
    }
    impl ErrorDetail {
        /// Starts a [`ErrorDetail`]; what is required must be set.
        pub fn builder() -> builder::ErrorDetail {
            Default::default()
        }
    }
    ///The envelope of every error.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[non_exhaustive]
    pub struct ErrorResponse {
        ///What went wrong.
        pub error: ErrorDetail,
    }
    impl ErrorResponse {
        /// Starts a [`ErrorResponse`]; what is required must be set.
        pub fn builder() -> builder::ErrorResponse {
            Default::default()
        }
    }
    ///The moment from which an expiry counts, which is the creation of the file.
    #[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
    #[non_exhaustive]
    pub enum ExpirationAnchor {
        /// `created_at`
        CreatedAt,
        /// A value that this version does not know, as it came. Conversions never make it of a known one.
        Unknown(::std::string::String),
    }
    impl ExpirationAnchor {
        /// The value as it is sent.
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
    /**When a file is deleted by itself: so many seconds after it was created. Without it, the
input and output files of batches live 30 days.
*/
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[non_exhaustive]
    pub struct FileExpiration {
        ///The moment from which the seconds count.
        pub anchor: ExpirationAnchor,
        ///From 3,600 (an hour) to 2,592,000 (30 days).
        pub seconds: i64,
    }
    impl FileExpiration {
        /// Starts a [`FileExpiration`]; what is required must be set.
        pub fn builder() -> builder::FileExpiration {
            Default::default()
        }
    }
    ///The type of a file object.
    #[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
    #[non_exhaustive]
    pub enum FileObject {
        /// `file`
        File,
        /// A value that this version does not know, as it came. Conversions never make it of a known one.
        Unknown(::std::string::String),
    }
    impl FileObject {
        /// The value as it is sent.
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
    /**What a file is for. `batch` is a batch's input, `batch_output` what a batch has written.
*/
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
        /// A value that this version does not know, as it came. Conversions never make it of a known one.
        Unknown(::std::string::String),
    }
    impl FilePurpose {
        /// The value as it is sent.
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
    ///The state of a file. Deprecated by the API, and often absent.
    #[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
    #[non_exhaustive]
    pub enum FileStatus {
        /// `uploaded`
        Uploaded,
        /// `processed`
        Processed,
        /// `error`
        Error,
        /// A value that this version does not know, as it came. Conversions never make it of a known one.
        Unknown(::std::string::String),
    }
    impl FileStatus {
        /// The value as it is sent.
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
    ///What the input tokens are made of.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[non_exhaustive]
    pub struct InputTokensDetails {
        ///Tokens that came from the prompt cache.
        #[serde(default, deserialize_with = "crate::lenient::null_as_default")]
        pub cached_tokens: i64,
    }
    impl InputTokensDetails {
        /// Starts a [`InputTokensDetails`]; what is required must be set.
        pub fn builder() -> builder::InputTokensDetails {
            Default::default()
        }
    }
    ///One page of batches, newest first.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[non_exhaustive]
    pub struct ListBatchesResponse {
        ///The batches of this page.
        pub data: ::std::vec::Vec<Batch>,
        ///The id of the first batch of this page, where there is one.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub first_id: ::std::option::Option<::std::string::String>,
        ///Whether a page follows.
        #[serde(default, deserialize_with = "crate::lenient::null_as_default")]
        pub has_more: bool,
        ///The id of the last batch of this page, where there is one.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub last_id: ::std::option::Option<::std::string::String>,
        ///Always `list`, where it is there.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub object: ::std::option::Option<ListObject>,
    }
    impl ListBatchesResponse {
        /// Starts a [`ListBatchesResponse`]; what is required must be set.
        pub fn builder() -> builder::ListBatchesResponse {
            Default::default()
        }
    }
    ///One page of files.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[non_exhaustive]
    pub struct ListFilesResponse {
        ///The files of this page.
        pub data: ::std::vec::Vec<OpenAiFile>,
        ///The id of the first file of this page, where there is one.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub first_id: ::std::option::Option<::std::string::String>,
        ///Whether a page follows.
        #[serde(default, deserialize_with = "crate::lenient::null_as_default")]
        pub has_more: bool,
        ///The id of the last file of this page, where there is one.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub last_id: ::std::option::Option<::std::string::String>,
        ///Always `list`, where it is there.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub object: ::std::option::Option<::std::string::String>,
    }
    impl ListFilesResponse {
        /// Starts a [`ListFilesResponse`]; what is required must be set.
        pub fn builder() -> builder::ListFilesResponse {
            Default::default()
        }
    }
    ///The type of a list object.
    #[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
    #[non_exhaustive]
    pub enum ListObject {
        /// `list`
        List,
        /// A value that this version does not know, as it came. Conversions never make it of a known one.
        Unknown(::std::string::String),
    }
    impl ListObject {
        /// The value as it is sent.
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
    /**Up to 16 pairs of the caller's own. A key has at most 64 characters, a value at most 512.
*/
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
    ///What is known of a file. Its bytes are fetched with `downloadFile`.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[non_exhaustive]
    pub struct OpenAiFile {
        ///The size in bytes.
        #[serde(default, deserialize_with = "crate::lenient::null_as_default")]
        pub bytes: i64,
        ///When the file was created, in seconds since 1970.
        #[serde(default, deserialize_with = "crate::lenient::null_as_default")]
        pub created_at: i64,
        ///When the file expires, in seconds since 1970.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub expires_at: ::std::option::Option<i64>,
        ///The name it was uploaded under.
        #[serde(default, deserialize_with = "crate::lenient::null_as_default")]
        pub filename: ::std::string::String,
        ///The file's id.
        pub id: ::std::string::String,
        ///Always `file`, where it is there.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub object: ::std::option::Option<FileObject>,
        ///What the file is for.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub purpose: ::std::option::Option<FilePurpose>,
        ///The state of the file. Deprecated by the API.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub status: ::std::option::Option<FileStatus>,
        ///Why a file is in the state it is in. Deprecated by the API.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub status_details: ::std::option::Option<::std::string::String>,
    }
    impl OpenAiFile {
        /// Starts a [`OpenAiFile`]; what is required must be set.
        pub fn builder() -> builder::OpenAiFile {
            Default::default()
        }
    }
    ///What the output tokens are made of.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[non_exhaustive]
    pub struct OutputTokensDetails {
        ///Tokens spent on reasoning.
        #[serde(default, deserialize_with = "crate::lenient::null_as_default")]
        pub reasoning_tokens: i64,
    }
    impl OutputTokensDetails {
        /// Starts a [`OutputTokensDetails`]; what is required must be set.
        pub fn builder() -> builder::OutputTokensDetails {
            Default::default()
        }
    }
    ///The order of a list, by creation time.
    #[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
    #[non_exhaustive]
    pub enum SortOrder {
        /// `asc`
        Asc,
        /// `desc`
        Desc,
        /// A value that this version does not know, as it came. Conversions never make it of a known one.
        Unknown(::std::string::String),
    }
    impl SortOrder {
        /// The value as it is sent.
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
    ///What an uploaded file is for. The input of a batch is `batch`.
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
        /// A value that this version does not know, as it came. Conversions never make it of a known one.
        Unknown(::std::string::String),
    }
    impl UploadPurpose {
        /// The value as it is sent.
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
    /// Builders of the models.
    pub mod builder {
        /// Builds a [`Batch`](super::Batch), by `try_into`, which fails where a required field is not set.
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
            /// When the batch was cancelled, in seconds since 1970.
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
            /// When cancelling began, in seconds since 1970.
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
            /// When the batch was completed, in seconds since 1970.
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
            /// The window that was asked for.
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
            /// When the batch was created, in seconds since 1970.
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
            /// The endpoint of all its requests.
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
            /// The id of the file with the requests that failed. Absent, null or empty while there is
            /// none.
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
            /// Why it failed, where it did.
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
            /// When the batch expired, in seconds since 1970.
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
            /// When the window ends, in seconds since 1970.
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
            /// When the batch failed, in seconds since 1970.
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
            /// When the output began to be written, in seconds since 1970.
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
            /// The batch's id.
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
            /// When processing began, in seconds since 1970.
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
            /// The id of the input file.
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
            /// The pairs of the caller's own.
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
            /// Always `batch`, where it is there.
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
            /// The id of the file with the answers. Absent, null or empty while there is none, and for
            /// good where no request succeeded.
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
            /// How many requests it has, and what became of them so far.
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
            /// Where the batch stands.
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
            /// The tokens it used, on batches since September 2025.
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
        /// Builds a [`BatchError`](super::BatchError), by `try_into`, which fails where a required field is not set.
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
            /// The kind of problem, for programs.
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
            /// The line of the input file, counted from 1.
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
            /// The problem, for people.
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
            /// The field that has the problem.
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
        /// Builds a [`BatchErrors`](super::BatchErrors), by `try_into`, which fails where a required field is not set.
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
            /// The problems, by line where they have one.
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
            /// Always `list`, where it is there.
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
        /// Builds a [`BatchRequestCounts`](super::BatchRequestCounts), by `try_into`, which fails where a required field is not set.
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
            /// Requests that were answered with success.
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
            /// Requests that failed.
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
            /// All requests.
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
        /// Builds a [`BatchUsage`](super::BatchUsage), by `try_into`, which fails where a required field is not set.
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
            /// Tokens of the requests.
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
            /// What the input tokens are made of.
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
            /// Tokens of the answers.
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
            /// What the output tokens are made of.
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
            /// Tokens of both.
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
        /// Builds a [`CreateBatchRequest`](super::CreateBatchRequest), by `try_into`, which fails where a required field is not set.
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
            /// The time within which the batch is to be processed.
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
            /// The endpoint of all requests in the file.
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
            /// The id of the input file, uploaded with the purpose `batch`: JSON lines, at most 50,000
            /// of them and 200 MB.
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
            /// Pairs of the caller's own, which come back with the batch.
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
            /// When the files that the batch writes are deleted by themselves.
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
        /// Builds a [`DeleteFileResponse`](super::DeleteFileResponse), by `try_into`, which fails where a required field is not set.
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
            /// Whether the file is gone.
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
            /// The file's id.
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
            /// Always `file`, where it is there.
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
        /// Builds a [`ErrorDetail`](super::ErrorDetail), by `try_into`, which fails where a required field is not set.
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
            /// The kind of error, for programs.
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
            /// The problem, for people. Programs match on `code`.
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
            /// The parameter that has the problem.
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
            /// The family of the error, such as `invalid_request_error`.
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
        /// Builds a [`ErrorResponse`](super::ErrorResponse), by `try_into`, which fails where a required field is not set.
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
            /// What went wrong.
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
        /// Builds a [`FileExpiration`](super::FileExpiration), by `try_into`, which fails where a required field is not set.
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
            /// The moment from which the seconds count.
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
            /// From 3,600 (an hour) to 2,592,000 (30 days).
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
        /// Builds a [`InputTokensDetails`](super::InputTokensDetails), by `try_into`, which fails where a required field is not set.
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
            /// Tokens that came from the prompt cache.
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
        /// Builds a [`ListBatchesResponse`](super::ListBatchesResponse), by `try_into`, which fails where a required field is not set.
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
            /// The batches of this page.
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
            /// The id of the first batch of this page, where there is one.
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
            /// Whether a page follows.
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
            /// The id of the last batch of this page, where there is one.
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
            /// Always `list`, where it is there.
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
        /// Builds a [`ListFilesResponse`](super::ListFilesResponse), by `try_into`, which fails where a required field is not set.
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
            /// The files of this page.
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
            /// The id of the first file of this page, where there is one.
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
            /// Whether a page follows.
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
            /// The id of the last file of this page, where there is one.
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
            /// Always `list`, where it is there.
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
        /// Builds a [`OpenAiFile`](super::OpenAiFile), by `try_into`, which fails where a required field is not set.
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
            /// The size in bytes.
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
            /// When the file was created, in seconds since 1970.
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
            /// When the file expires, in seconds since 1970.
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
            /// The name it was uploaded under.
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
            /// The file's id.
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
            /// Always `file`, where it is there.
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
            /// What the file is for.
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
            /// The state of the file. Deprecated by the API.
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
            /// Why a file is in the state it is in. Deprecated by the API.
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
        /// Builds a [`OutputTokensDetails`](super::OutputTokensDetails), by `try_into`, which fails where a required field is not set.
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
            /// Tokens spent on reasoning.
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
/// A client of one server, made by [`Config`](crate::Config).
///
/// It is cheap to clone, and all clones share one pool of connections. Each operation is a method that
/// returns a builder: set its parameters, then `send` it.
#[derive(Clone)]
pub struct Client {
    pub(crate) baseurl: String,
    pub(crate) client: reqwest::Client,
    pub(crate) inner: crate::transport::Inner,
}
impl Client {
    pub(crate) fn new_with_client(
        baseurl: &str,
        client: reqwest::Client,
        inner: crate::transport::Inner,
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
    /// Lists the batches of the project that the key belongs to, newest first, one page at a time.
    /// The next page is asked for with the id of the last batch of this one.
    ///
    /// # Parameters
    /// | name | what |
    /// |---|---|
    /// | `after` | The cursor, which is the id of the last object of the page before. |
    /// | `limit` | How many batches a page may hold, from 1 to 100. The server's default is `20`. |
    ///
    /// # Returns
    /// [`types::ListBatchesResponse`], for any 2xx.
    ///
    /// # Errors
    /// [`Error::InvalidRequest`](crate::Error::InvalidRequest) where a parameter cannot be sent,
    /// [`Error::ErrorResponse`](crate::Error::ErrorResponse) where the server answers 4xx or 5xx,
    /// and the other variants of [`Error`](crate::Error) where there is no answer, or none that can be read.
    ///
    /// # Authorization
    /// `ApiKeyAuth`: An API key as a bearer token.
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(client: batch_client::Client) -> Result<(), batch_client::Error> {
    /// let answer = client
    ///     .list_batches()
    ///     .after("object_abc123")
    ///     .limit(20)
    ///     .send()
    ///     .await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub fn list_batches(&self) -> builder::ListBatches<'_> {
        builder::ListBatches::new(self)
    }
    /// Create a batch: `POST /batches`.
    ///
    /// Starts a batch from an input file that was uploaded with the purpose `batch`.
    ///
    /// The answer comes at once, even when lines of the file are wrong: the file is validated
    /// afterwards, and a batch whose file is refused ends as `failed` with the problems in `errors`.
    /// The API has no idempotency key: a request that is sent twice makes, and bills, two batches.
    /// An organisation may create 2,000 batches an hour.
    ///
    /// # Parameters
    /// | name | what |
    /// |---|---|
    /// | `body` | A [`types::CreateBatchRequest`]. Required. |
    ///
    /// # Returns
    /// [`types::Batch`], for any 2xx.
    ///
    /// # Errors
    /// [`Error::InvalidRequest`](crate::Error::InvalidRequest) where a parameter cannot be sent,
    /// [`Error::ErrorResponse`](crate::Error::ErrorResponse) where the server answers 4xx or 5xx,
    /// and the other variants of [`Error`](crate::Error) where there is no answer, or none that can be read.
    ///
    /// # Authorization
    /// `ApiKeyAuth`: An API key as a bearer token.
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(client: batch_client::Client) -> Result<(), batch_client::Error> {
    /// let answer = client
    ///     .create_batch()
    ///     .body_map(|body| {
    ///         body
    ///             .input_file_id("file-abc123")
    ///             .endpoint("/v1/chat/completions")
    ///             .completion_window("24h")
    ///     })
    ///     .send()
    ///     .await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub fn create_batch(&self) -> builder::CreateBatch<'_> {
        builder::CreateBatch::new(self)
    }
    /// Retrieve a batch: `GET /batches/{batch_id}`.
    ///
    /// Gets one batch as it is now: its status, its counts, and the ids of the files it has written.
    ///
    /// # Parameters
    /// | name | what |
    /// |---|---|
    /// | `batch_id` | The batch's id. Required. |
    ///
    /// # Returns
    /// [`types::Batch`], for any 2xx.
    ///
    /// # Errors
    /// [`Error::InvalidRequest`](crate::Error::InvalidRequest) where a parameter cannot be sent,
    /// [`Error::ErrorResponse`](crate::Error::ErrorResponse) where the server answers 4xx or 5xx,
    /// and the other variants of [`Error`](crate::Error) where there is no answer, or none that can be read.
    ///
    /// # Authorization
    /// `ApiKeyAuth`: An API key as a bearer token.
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(client: batch_client::Client) -> Result<(), batch_client::Error> {
    /// let answer = client
    ///     .retrieve_batch()
    ///     .batch_id("batch_abc123")
    ///     .send()
    ///     .await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub fn retrieve_batch(&self) -> builder::RetrieveBatch<'_> {
        builder::RetrieveBatch::new(self)
    }
    /// Cancel a batch: `POST /batches/{batch_id}/cancel`.
    ///
    /// Asks for a batch to be stopped. It is `cancelling` for up to ten minutes (longer was seen)
    /// and then `cancelled`. What was answered until then is kept in the output file, and billed.
    /// A batch that is final already is refused with 409 (by some servers with 400).
    ///
    /// # Parameters
    /// | name | what |
    /// |---|---|
    /// | `batch_id` | The batch's id. Required. |
    ///
    /// # Returns
    /// [`types::Batch`], for any 2xx.
    ///
    /// # Errors
    /// [`Error::InvalidRequest`](crate::Error::InvalidRequest) where a parameter cannot be sent,
    /// [`Error::ErrorResponse`](crate::Error::ErrorResponse) where the server answers 4xx or 5xx,
    /// and the other variants of [`Error`](crate::Error) where there is no answer, or none that can be read.
    ///
    /// # Authorization
    /// `ApiKeyAuth`: An API key as a bearer token.
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(client: batch_client::Client) -> Result<(), batch_client::Error> {
    /// let answer = client
    ///     .cancel_batch()
    ///     .batch_id("batch_abc123")
    ///     .send()
    ///     .await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub fn cancel_batch(&self) -> builder::CancelBatch<'_> {
        builder::CancelBatch::new(self)
    }
    /// List files: `GET /files`.
    ///
    /// Lists the files of the project that the key belongs to, newest first unless asked otherwise,
    /// one page at a time. The next page is asked for with the id of the last file of this one.
    ///
    /// # Parameters
    /// | name | what |
    /// |---|---|
    /// | `purpose` | Only files of this purpose. |
    /// | `limit` | How many files a page may hold, from 1 to 10,000. The server's default is `10000`. |
    /// | `order` | By creation time, ascending or descending. The server's default is `desc`. |
    /// | `after` | The cursor, which is the id of the last object of the page before. |
    ///
    /// # Returns
    /// [`types::ListFilesResponse`], for any 2xx.
    ///
    /// # Errors
    /// [`Error::InvalidRequest`](crate::Error::InvalidRequest) where a parameter cannot be sent,
    /// [`Error::ErrorResponse`](crate::Error::ErrorResponse) where the server answers 4xx or 5xx,
    /// and the other variants of [`Error`](crate::Error) where there is no answer, or none that can be read.
    ///
    /// # Authorization
    /// `ApiKeyAuth`: An API key as a bearer token.
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(client: batch_client::Client) -> Result<(), batch_client::Error> {
    /// let answer = client
    ///     .list_files()
    ///     .purpose("assistants")
    ///     .limit(10000)
    ///     .order("asc")
    ///     .after("object_abc123")
    ///     .send()
    ///     .await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub fn list_files(&self) -> builder::ListFiles<'_> {
        builder::ListFiles::new(self)
    }
    /// Retrieve a file's description: `GET /files/{file_id}`.
    ///
    /// Gets what is known of one file: its name, size, purpose and expiry. Its bytes are fetched
    /// with `downloadFile`.
    ///
    /// # Parameters
    /// | name | what |
    /// |---|---|
    /// | `file_id` | The file's id. Required. |
    ///
    /// # Returns
    /// [`types::OpenAiFile`], for any 2xx.
    ///
    /// # Errors
    /// [`Error::InvalidRequest`](crate::Error::InvalidRequest) where a parameter cannot be sent,
    /// [`Error::ErrorResponse`](crate::Error::ErrorResponse) where the server answers 4xx or 5xx,
    /// and the other variants of [`Error`](crate::Error) where there is no answer, or none that can be read.
    ///
    /// # Authorization
    /// `ApiKeyAuth`: An API key as a bearer token.
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(client: batch_client::Client) -> Result<(), batch_client::Error> {
    /// let answer = client
    ///     .retrieve_file()
    ///     .file_id("file-abc123")
    ///     .send()
    ///     .await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub fn retrieve_file(&self) -> builder::RetrieveFile<'_> {
        builder::RetrieveFile::new(self)
    }
    /// Delete a file: `DELETE /files/{file_id}`.
    ///
    /// Deletes one file, its bytes included.
    ///
    /// # Parameters
    /// | name | what |
    /// |---|---|
    /// | `file_id` | The file's id. Required. |
    ///
    /// # Returns
    /// [`types::DeleteFileResponse`], for any 2xx.
    ///
    /// # Errors
    /// [`Error::InvalidRequest`](crate::Error::InvalidRequest) where a parameter cannot be sent,
    /// [`Error::ErrorResponse`](crate::Error::ErrorResponse) where the server answers 4xx or 5xx,
    /// and the other variants of [`Error`](crate::Error) where there is no answer, or none that can be read.
    ///
    /// # Authorization
    /// `ApiKeyAuth`: An API key as a bearer token.
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(client: batch_client::Client) -> Result<(), batch_client::Error> {
    /// let answer = client
    ///     .delete_file()
    ///     .file_id("file-abc123")
    ///     .send()
    ///     .await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub fn delete_file(&self) -> builder::DeleteFile<'_> {
        builder::DeleteFile::new(self)
    }
    /// Download a file's bytes: `GET /files/{file_id}/content`.
    ///
    /// Gets the bytes of one file as a stream.
    ///
    /// # Parameters
    /// | name | what |
    /// |---|---|
    /// | `file_id` | The file's id. Required. |
    ///
    /// # Returns
    /// the bytes as a [`ByteStream`](crate::ByteStream), for any 2xx.
    ///
    /// # Errors
    /// [`Error::InvalidRequest`](crate::Error::InvalidRequest) where a parameter cannot be sent,
    /// [`Error::ErrorResponse`](crate::Error::ErrorResponse) where the server answers 4xx or 5xx,
    /// and the other variants of [`Error`](crate::Error) where there is no answer, or none that can be read.
    ///
    /// # Authorization
    /// `ApiKeyAuth`: An API key as a bearer token.
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(client: batch_client::Client) -> Result<(), batch_client::Error> {
    /// let answer = client
    ///     .download_file()
    ///     .file_id("file-abc123")
    ///     .send()
    ///     .await?;
    /// let bytes = answer.into_inner();
    /// # drop(bytes);
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
    /**Builder for [`Client::list_batches`]

[`Client::list_batches`]: super::Client::list_batches*/
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
        /// The cursor, which is the id of the last object of the page before.
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
        /// How many batches a page may hold, from 1 to 100. The server's default is `20`.
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
        /// Sends `GET /batches`, once.
        ///
        /// # Errors
        /// [`Error::InvalidRequest`](crate::Error::InvalidRequest) where a parameter cannot be sent,
        /// [`Error::ErrorResponse`](crate::Error::ErrorResponse) where the server answers 4xx or 5xx,
        /// and the other variants of [`Error`](crate::Error) where there is no answer, or none that can be read.
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
    /**Builder for [`Client::create_batch`]

[`Client::create_batch`]: super::Client::create_batch*/
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
        /// Sets the body.
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
        /// Changes the body through its builder.
        pub fn body_map<F>(mut self, f: F) -> Self
        where
            F: std::ops::FnOnce(
                types::builder::CreateBatchRequest,
            ) -> types::builder::CreateBatchRequest,
        {
            self.body = self.body.map(f);
            self
        }
        /// Sends `POST /batches`, once.
        ///
        /// # Errors
        /// [`Error::InvalidRequest`](crate::Error::InvalidRequest) where a parameter cannot be sent,
        /// [`Error::ErrorResponse`](crate::Error::ErrorResponse) where the server answers 4xx or 5xx,
        /// and the other variants of [`Error`](crate::Error) where there is no answer, or none that can be read.
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
    /**Builder for [`Client::retrieve_batch`]

[`Client::retrieve_batch`]: super::Client::retrieve_batch*/
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
        /// The batch's id. Required.
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
        /// Sends `GET /batches/{batch_id}`, once.
        ///
        /// # Errors
        /// [`Error::InvalidRequest`](crate::Error::InvalidRequest) where a parameter cannot be sent,
        /// [`Error::ErrorResponse`](crate::Error::ErrorResponse) where the server answers 4xx or 5xx,
        /// and the other variants of [`Error`](crate::Error) where there is no answer, or none that can be read.
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
    /**Builder for [`Client::cancel_batch`]

[`Client::cancel_batch`]: super::Client::cancel_batch*/
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
        /// The batch's id. Required.
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
        /// Sends `POST /batches/{batch_id}/cancel`, once.
        ///
        /// # Errors
        /// [`Error::InvalidRequest`](crate::Error::InvalidRequest) where a parameter cannot be sent,
        /// [`Error::ErrorResponse`](crate::Error::ErrorResponse) where the server answers 4xx or 5xx,
        /// and the other variants of [`Error`](crate::Error) where there is no answer, or none that can be read.
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
    /**Builder for [`Client::list_files`]

[`Client::list_files`]: super::Client::list_files*/
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
        /// The cursor, which is the id of the last object of the page before.
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
        /// How many files a page may hold, from 1 to 10,000. The server's default is `10000`.
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
        /// By creation time, ascending or descending. The server's default is `desc`.
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
        /// Only files of this purpose.
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
        /// Sends `GET /files`, once.
        ///
        /// # Errors
        /// [`Error::InvalidRequest`](crate::Error::InvalidRequest) where a parameter cannot be sent,
        /// [`Error::ErrorResponse`](crate::Error::ErrorResponse) where the server answers 4xx or 5xx,
        /// and the other variants of [`Error`](crate::Error) where there is no answer, or none that can be read.
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
    /**Builder for [`Client::retrieve_file`]

[`Client::retrieve_file`]: super::Client::retrieve_file*/
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
        /// The file's id. Required.
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
        /// Sends `GET /files/{file_id}`, once.
        ///
        /// # Errors
        /// [`Error::InvalidRequest`](crate::Error::InvalidRequest) where a parameter cannot be sent,
        /// [`Error::ErrorResponse`](crate::Error::ErrorResponse) where the server answers 4xx or 5xx,
        /// and the other variants of [`Error`](crate::Error) where there is no answer, or none that can be read.
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
    /**Builder for [`Client::delete_file`]

[`Client::delete_file`]: super::Client::delete_file*/
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
        /// The file's id. Required.
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
        /// Sends `DELETE /files/{file_id}`, once.
        ///
        /// # Errors
        /// [`Error::InvalidRequest`](crate::Error::InvalidRequest) where a parameter cannot be sent,
        /// [`Error::ErrorResponse`](crate::Error::ErrorResponse) where the server answers 4xx or 5xx,
        /// and the other variants of [`Error`](crate::Error) where there is no answer, or none that can be read.
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
    /**Builder for [`Client::download_file`]

[`Client::download_file`]: super::Client::download_file*/
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
        /// The file's id. Required.
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
        /// Sends `GET /files/{file_id}/content`, once.
        ///
        /// # Errors
        /// [`Error::InvalidRequest`](crate::Error::InvalidRequest) where a parameter cannot be sent,
        /// [`Error::ErrorResponse`](crate::Error::ErrorResponse) where the server answers 4xx or 5xx,
        /// and the other variants of [`Error`](crate::Error) where there is no answer, or none that can be read.
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
