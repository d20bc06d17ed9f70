//! The models of `library.yaml`.

pub mod types {
    /// `Audio`
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub struct Audio {
        #[serde(default, deserialize_with = "crate::lenient::null_as_default")]
        pub seconds: f64,
        #[serde(rename = "type")]
        #[serde(
            default = "crate::lenient::unknown::<AudioType>",
            deserialize_with = "crate::lenient::null_as_unknown"
        )]
        pub type_: AudioType,
    }
    impl Audio {
        /// Returns a builder for [`Audio`] with no fields set.
        pub fn builder() -> builder::Audio {
            Default::default()
        }
    }
    /// `AudioType`
    #[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
    #[non_exhaustive]
    pub enum AudioType {
        /// `audio`
        Audio,
        /// A value that this version does not know. Conversions never produce it for a known value.
        Unknown(::std::string::String),
    }
    impl AudioType {
        /// The values that this version knows, as they appear in JSON.
        pub const KNOWN: &'static [&'static str] = &["audio"];
        /// Returns the value as it appears in JSON.
        #[must_use]
        pub fn as_str(&self) -> &str {
            match self {
                Self::Audio => "audio",
                Self::Unknown(value) => value,
            }
        }
        fn known(value: &str) -> ::std::option::Option<Self> {
            ::std::option::Option::Some(
                match value {
                    "audio" => Self::Audio,
                    _ => return ::std::option::Option::None,
                },
            )
        }
    }
    impl ::std::fmt::Display for AudioType {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            f.pad(self.as_str())
        }
    }
    impl ::std::convert::AsRef<str> for AudioType {
        fn as_ref(&self) -> &str {
            self.as_str()
        }
    }
    impl ::std::convert::From<&str> for AudioType {
        fn from(value: &str) -> Self {
            Self::known(value).unwrap_or_else(|| Self::Unknown(value.to_owned()))
        }
    }
    impl ::std::convert::From<&::std::string::String> for AudioType {
        fn from(value: &::std::string::String) -> Self {
            Self::from(value.as_str())
        }
    }
    impl ::std::convert::From<::std::string::String> for AudioType {
        fn from(value: ::std::string::String) -> Self {
            Self::known(&value).unwrap_or(Self::Unknown(value))
        }
    }
    impl ::std::str::FromStr for AudioType {
        type Err = ::std::convert::Infallible;
        fn from_str(value: &str) -> ::std::result::Result<Self, Self::Err> {
            ::std::result::Result::Ok(Self::from(value))
        }
    }
    impl ::serde::Serialize for AudioType {
        fn serialize<S: ::serde::Serializer>(
            &self,
            serializer: S,
        ) -> ::std::result::Result<S::Ok, S::Error> {
            serializer.serialize_str(self.as_str())
        }
    }
    impl<'de> ::serde::Deserialize<'de> for AudioType {
        fn deserialize<D: ::serde::Deserializer<'de>>(
            deserializer: D,
        ) -> ::std::result::Result<Self, D::Error> {
            <::std::string::String as ::serde::Deserialize>::deserialize(deserializer)
                .map(Self::from)
        }
    }
    #[cfg(feature = "schemars")]
    impl ::schemars::JsonSchema for AudioType {
        fn schema_name() -> ::std::borrow::Cow<'static, str> {
            "AudioType".into()
        }
        fn json_schema(_: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
            ::schemars::json_schema!({ "type" : "string", "examples" : ["audio"] })
        }
    }
    /// `Book`
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub struct Book {
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub added_at: ::std::option::Option<::std::string::String>,
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub filter: ::std::option::Option<Filter>,
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub found_by: ::std::option::Option<BookFoundBy>,
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub genre: ::std::option::Option<BookGenre>,
        pub id: ::std::string::String,
        /// What kind of book it is.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub kind: ::std::option::Option<Genre>,
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub labels: ::std::option::Option<Labels>,
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub lent_as: ::std::option::Option<Medium>,
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub medium: ::std::option::Option<BookMedium>,
        #[serde(
            default = "crate::lenient::unknown::<BookObject>",
            deserialize_with = "crate::lenient::null_as_unknown"
        )]
        pub object: BookObject,
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub rating: ::std::option::Option<f64>,
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub returned_at: ::std::option::Option<i64>,
        #[serde(default, deserialize_with = "crate::lenient::null_as_default")]
        pub title: ::std::string::String,
    }
    impl Book {
        /// Returns a builder for [`Book`] with no fields set.
        pub fn builder() -> builder::Book {
            Default::default()
        }
    }
    /// A value of one of 5 types.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub enum BookFoundBy {
        /// A string.
        String(::std::string::String),
        /// An integer.
        Integer(i64),
        /// A list.
        ListString(::std::vec::Vec<::std::string::String>),
        /// An object with `from`, `to`.
        BookFoundBySpan(BookFoundBySpan),
        /// An object with `from`.
        BookFoundByRange(BookFoundByRange),
        /// A value that this version does not know.
        Unknown(::serde_json::Value),
    }
    impl ::std::convert::From<::std::string::String> for BookFoundBy {
        fn from(value: ::std::string::String) -> Self {
            Self::String(value)
        }
    }
    impl ::std::convert::From<&str> for BookFoundBy {
        fn from(value: &str) -> Self {
            Self::String(value.to_owned())
        }
    }
    impl ::std::convert::From<i64> for BookFoundBy {
        fn from(value: i64) -> Self {
            Self::Integer(value)
        }
    }
    impl ::std::convert::From<::std::vec::Vec<::std::string::String>> for BookFoundBy {
        fn from(value: ::std::vec::Vec<::std::string::String>) -> Self {
            Self::ListString(value)
        }
    }
    impl ::std::convert::From<BookFoundBySpan> for BookFoundBy {
        fn from(value: BookFoundBySpan) -> Self {
            Self::BookFoundBySpan(value)
        }
    }
    impl ::std::convert::From<BookFoundByRange> for BookFoundBy {
        fn from(value: BookFoundByRange) -> Self {
            Self::BookFoundByRange(value)
        }
    }
    impl ::serde::Serialize for BookFoundBy {
        fn serialize<S: ::serde::Serializer>(
            &self,
            serializer: S,
        ) -> ::std::result::Result<S::Ok, S::Error> {
            match self {
                Self::String(value) => ::serde::Serialize::serialize(value, serializer),
                Self::Integer(value) => ::serde::Serialize::serialize(value, serializer),
                Self::ListString(value) => {
                    ::serde::Serialize::serialize(value, serializer)
                }
                Self::BookFoundBySpan(value) => {
                    ::serde::Serialize::serialize(value, serializer)
                }
                Self::BookFoundByRange(value) => {
                    ::serde::Serialize::serialize(value, serializer)
                }
                Self::Unknown(value) => ::serde::Serialize::serialize(value, serializer),
            }
        }
    }
    impl<'de> ::serde::Deserialize<'de> for BookFoundBy {
        fn deserialize<D: ::serde::Deserializer<'de>>(
            deserializer: D,
        ) -> ::std::result::Result<Self, D::Error> {
            let value = <::serde_json::Value as ::serde::Deserialize>::deserialize(
                deserializer,
            )?;
            if value.is_string()
                && let ::std::result::Result::Ok(known) = <::std::string::String as ::serde::Deserialize>::deserialize(
                    &value,
                )
            {
                return ::std::result::Result::Ok(Self::String(known));
            }
            if value.is_number()
                && let ::std::result::Result::Ok(known) = <i64 as ::serde::Deserialize>::deserialize(
                    &value,
                )
            {
                return ::std::result::Result::Ok(Self::Integer(known));
            }
            if value.is_array()
                && let ::std::result::Result::Ok(known) = <::std::vec::Vec<
                    ::std::string::String,
                > as ::serde::Deserialize>::deserialize(&value)
            {
                return ::std::result::Result::Ok(Self::ListString(known));
            }
            if ["from", "to"].iter().all(|field| value.get(field).is_some())
                && let ::std::result::Result::Ok(known) = <BookFoundBySpan as ::serde::Deserialize>::deserialize(
                    &value,
                )
            {
                return ::std::result::Result::Ok(Self::BookFoundBySpan(known));
            }
            if ["from"].iter().all(|field| value.get(field).is_some())
                && let ::std::result::Result::Ok(known) = <BookFoundByRange as ::serde::Deserialize>::deserialize(
                    &value,
                )
            {
                return ::std::result::Result::Ok(Self::BookFoundByRange(known));
            }
            ::std::result::Result::Ok(Self::Unknown(value))
        }
    }
    #[cfg(feature = "schemars")]
    impl ::schemars::JsonSchema for BookFoundBy {
        fn schema_name() -> ::std::borrow::Cow<'static, str> {
            "BookFoundBy".into()
        }
        fn json_schema(
            generator: &mut ::schemars::SchemaGenerator,
        ) -> ::schemars::Schema {
            ::schemars::json_schema!(
                { "anyOf" : [generator.subschema_for:: < ::std::string::String > (),
                generator.subschema_for:: < i64 > (), generator.subschema_for:: <
                ::std::vec::Vec < ::std::string::String > > (), generator.subschema_for::
                < BookFoundBySpan > (), generator.subschema_for:: < BookFoundByRange >
                ()] }
            )
        }
    }
    /// `BookFoundByRange`
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub struct BookFoundByRange {
        #[serde(default, deserialize_with = "crate::lenient::null_as_default")]
        pub from: i64,
    }
    impl BookFoundByRange {
        /// Returns a builder for [`BookFoundByRange`] with no fields set.
        pub fn builder() -> builder::BookFoundByRange {
            Default::default()
        }
    }
    /// `BookFoundBySpan`
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub struct BookFoundBySpan {
        #[serde(default, deserialize_with = "crate::lenient::null_as_default")]
        pub from: i64,
        #[serde(default, deserialize_with = "crate::lenient::null_as_default")]
        pub to: i64,
    }
    impl BookFoundBySpan {
        /// Returns a builder for [`BookFoundBySpan`] with no fields set.
        pub fn builder() -> builder::BookFoundBySpan {
            Default::default()
        }
    }
    /// `BookGenre`
    #[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
    #[non_exhaustive]
    pub enum BookGenre {
        /// `novel`
        Novel,
        /// `essay`
        Essay,
        /// A value that this version does not know. Conversions never produce it for a known value.
        Unknown(::std::string::String),
    }
    impl BookGenre {
        /// The values that this version knows, as they appear in JSON.
        pub const KNOWN: &'static [&'static str] = &["novel", "essay"];
        /// Returns the value as it appears in JSON.
        #[must_use]
        pub fn as_str(&self) -> &str {
            match self {
                Self::Novel => "novel",
                Self::Essay => "essay",
                Self::Unknown(value) => value,
            }
        }
        fn known(value: &str) -> ::std::option::Option<Self> {
            ::std::option::Option::Some(
                match value {
                    "novel" => Self::Novel,
                    "essay" => Self::Essay,
                    _ => return ::std::option::Option::None,
                },
            )
        }
    }
    impl ::std::fmt::Display for BookGenre {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            f.pad(self.as_str())
        }
    }
    impl ::std::convert::AsRef<str> for BookGenre {
        fn as_ref(&self) -> &str {
            self.as_str()
        }
    }
    impl ::std::convert::From<&str> for BookGenre {
        fn from(value: &str) -> Self {
            Self::known(value).unwrap_or_else(|| Self::Unknown(value.to_owned()))
        }
    }
    impl ::std::convert::From<&::std::string::String> for BookGenre {
        fn from(value: &::std::string::String) -> Self {
            Self::from(value.as_str())
        }
    }
    impl ::std::convert::From<::std::string::String> for BookGenre {
        fn from(value: ::std::string::String) -> Self {
            Self::known(&value).unwrap_or(Self::Unknown(value))
        }
    }
    impl ::std::str::FromStr for BookGenre {
        type Err = ::std::convert::Infallible;
        fn from_str(value: &str) -> ::std::result::Result<Self, Self::Err> {
            ::std::result::Result::Ok(Self::from(value))
        }
    }
    impl ::serde::Serialize for BookGenre {
        fn serialize<S: ::serde::Serializer>(
            &self,
            serializer: S,
        ) -> ::std::result::Result<S::Ok, S::Error> {
            serializer.serialize_str(self.as_str())
        }
    }
    impl<'de> ::serde::Deserialize<'de> for BookGenre {
        fn deserialize<D: ::serde::Deserializer<'de>>(
            deserializer: D,
        ) -> ::std::result::Result<Self, D::Error> {
            <::std::string::String as ::serde::Deserialize>::deserialize(deserializer)
                .map(Self::from)
        }
    }
    #[cfg(feature = "schemars")]
    impl ::schemars::JsonSchema for BookGenre {
        fn schema_name() -> ::std::borrow::Cow<'static, str> {
            "BookGenre".into()
        }
        fn json_schema(_: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
            ::schemars::json_schema!(
                { "type" : "string", "examples" : ["novel", "essay"] }
            )
        }
    }
    /// A value of one of 2 types.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub enum BookMedium {
        /// An object whose `type` is `paper`.
        Paper(Paper),
        /// An object whose `type` is `audio`.
        Audio(Audio),
        /// A value that this version does not know.
        Unknown(::serde_json::Value),
    }
    impl ::std::convert::From<Paper> for BookMedium {
        fn from(value: Paper) -> Self {
            Self::Paper(value)
        }
    }
    impl ::std::convert::From<Audio> for BookMedium {
        fn from(value: Audio) -> Self {
            Self::Audio(value)
        }
    }
    impl ::serde::Serialize for BookMedium {
        fn serialize<S: ::serde::Serializer>(
            &self,
            serializer: S,
        ) -> ::std::result::Result<S::Ok, S::Error> {
            match self {
                Self::Paper(value) => ::serde::Serialize::serialize(value, serializer),
                Self::Audio(value) => ::serde::Serialize::serialize(value, serializer),
                Self::Unknown(value) => ::serde::Serialize::serialize(value, serializer),
            }
        }
    }
    impl<'de> ::serde::Deserialize<'de> for BookMedium {
        fn deserialize<D: ::serde::Deserializer<'de>>(
            deserializer: D,
        ) -> ::std::result::Result<Self, D::Error> {
            let value = <::serde_json::Value as ::serde::Deserialize>::deserialize(
                deserializer,
            )?;
            if matches!(value["type"].as_str(), ::std::option::Option::Some("paper"))
                && let ::std::result::Result::Ok(known) = <Paper as ::serde::Deserialize>::deserialize(
                    &value,
                )
            {
                return ::std::result::Result::Ok(Self::Paper(known));
            }
            if matches!(value["type"].as_str(), ::std::option::Option::Some("audio"))
                && let ::std::result::Result::Ok(known) = <Audio as ::serde::Deserialize>::deserialize(
                    &value,
                )
            {
                return ::std::result::Result::Ok(Self::Audio(known));
            }
            ::std::result::Result::Ok(Self::Unknown(value))
        }
    }
    #[cfg(feature = "schemars")]
    impl ::schemars::JsonSchema for BookMedium {
        fn schema_name() -> ::std::borrow::Cow<'static, str> {
            "BookMedium".into()
        }
        fn json_schema(
            generator: &mut ::schemars::SchemaGenerator,
        ) -> ::schemars::Schema {
            ::schemars::json_schema!(
                { "anyOf" : [generator.subschema_for:: < Paper > (), generator
                .subschema_for:: < Audio > ()] }
            )
        }
    }
    /// `BookObject`
    #[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
    #[non_exhaustive]
    pub enum BookObject {
        /// `book`
        Book,
        /// A value that this version does not know. Conversions never produce it for a known value.
        Unknown(::std::string::String),
    }
    impl BookObject {
        /// The values that this version knows, as they appear in JSON.
        pub const KNOWN: &'static [&'static str] = &["book"];
        /// Returns the value as it appears in JSON.
        #[must_use]
        pub fn as_str(&self) -> &str {
            match self {
                Self::Book => "book",
                Self::Unknown(value) => value,
            }
        }
        fn known(value: &str) -> ::std::option::Option<Self> {
            ::std::option::Option::Some(
                match value {
                    "book" => Self::Book,
                    _ => return ::std::option::Option::None,
                },
            )
        }
    }
    impl ::std::fmt::Display for BookObject {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            f.pad(self.as_str())
        }
    }
    impl ::std::convert::AsRef<str> for BookObject {
        fn as_ref(&self) -> &str {
            self.as_str()
        }
    }
    impl ::std::convert::From<&str> for BookObject {
        fn from(value: &str) -> Self {
            Self::known(value).unwrap_or_else(|| Self::Unknown(value.to_owned()))
        }
    }
    impl ::std::convert::From<&::std::string::String> for BookObject {
        fn from(value: &::std::string::String) -> Self {
            Self::from(value.as_str())
        }
    }
    impl ::std::convert::From<::std::string::String> for BookObject {
        fn from(value: ::std::string::String) -> Self {
            Self::known(&value).unwrap_or(Self::Unknown(value))
        }
    }
    impl ::std::str::FromStr for BookObject {
        type Err = ::std::convert::Infallible;
        fn from_str(value: &str) -> ::std::result::Result<Self, Self::Err> {
            ::std::result::Result::Ok(Self::from(value))
        }
    }
    impl ::serde::Serialize for BookObject {
        fn serialize<S: ::serde::Serializer>(
            &self,
            serializer: S,
        ) -> ::std::result::Result<S::Ok, S::Error> {
            serializer.serialize_str(self.as_str())
        }
    }
    impl<'de> ::serde::Deserialize<'de> for BookObject {
        fn deserialize<D: ::serde::Deserializer<'de>>(
            deserializer: D,
        ) -> ::std::result::Result<Self, D::Error> {
            <::std::string::String as ::serde::Deserialize>::deserialize(deserializer)
                .map(Self::from)
        }
    }
    #[cfg(feature = "schemars")]
    impl ::schemars::JsonSchema for BookObject {
        fn schema_name() -> ::std::borrow::Cow<'static, str> {
            "BookObject".into()
        }
        fn json_schema(_: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
            ::schemars::json_schema!({ "type" : "string", "examples" : ["book"] })
        }
    }
    /// A description of an error.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
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
    /// `Filter`
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub struct Filter {
        #[serde(default, deserialize_with = "crate::lenient::null_as_default")]
        pub any: ::std::vec::Vec<Filter>,
    }
    impl Filter {
        /// Returns a builder for [`Filter`] with no fields set.
        pub fn builder() -> builder::Filter {
            Default::default()
        }
    }
    /// `Genre`
    #[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
    #[non_exhaustive]
    pub enum Genre {
        /// `novel`
        Novel,
        /// `essay`
        Essay,
        /// A value that this version does not know. Conversions never produce it for a known value.
        Unknown(::std::string::String),
    }
    impl Genre {
        /// The values that this version knows, as they appear in JSON.
        pub const KNOWN: &'static [&'static str] = &["novel", "essay"];
        /// Returns the value as it appears in JSON.
        #[must_use]
        pub fn as_str(&self) -> &str {
            match self {
                Self::Novel => "novel",
                Self::Essay => "essay",
                Self::Unknown(value) => value,
            }
        }
        fn known(value: &str) -> ::std::option::Option<Self> {
            ::std::option::Option::Some(
                match value {
                    "novel" => Self::Novel,
                    "essay" => Self::Essay,
                    _ => return ::std::option::Option::None,
                },
            )
        }
    }
    impl ::std::fmt::Display for Genre {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            f.pad(self.as_str())
        }
    }
    impl ::std::convert::AsRef<str> for Genre {
        fn as_ref(&self) -> &str {
            self.as_str()
        }
    }
    impl ::std::convert::From<&str> for Genre {
        fn from(value: &str) -> Self {
            Self::known(value).unwrap_or_else(|| Self::Unknown(value.to_owned()))
        }
    }
    impl ::std::convert::From<&::std::string::String> for Genre {
        fn from(value: &::std::string::String) -> Self {
            Self::from(value.as_str())
        }
    }
    impl ::std::convert::From<::std::string::String> for Genre {
        fn from(value: ::std::string::String) -> Self {
            Self::known(&value).unwrap_or(Self::Unknown(value))
        }
    }
    impl ::std::str::FromStr for Genre {
        type Err = ::std::convert::Infallible;
        fn from_str(value: &str) -> ::std::result::Result<Self, Self::Err> {
            ::std::result::Result::Ok(Self::from(value))
        }
    }
    impl ::serde::Serialize for Genre {
        fn serialize<S: ::serde::Serializer>(
            &self,
            serializer: S,
        ) -> ::std::result::Result<S::Ok, S::Error> {
            serializer.serialize_str(self.as_str())
        }
    }
    impl<'de> ::serde::Deserialize<'de> for Genre {
        fn deserialize<D: ::serde::Deserializer<'de>>(
            deserializer: D,
        ) -> ::std::result::Result<Self, D::Error> {
            <::std::string::String as ::serde::Deserialize>::deserialize(deserializer)
                .map(Self::from)
        }
    }
    #[cfg(feature = "schemars")]
    impl ::schemars::JsonSchema for Genre {
        fn schema_name() -> ::std::borrow::Cow<'static, str> {
            "Genre".into()
        }
        fn json_schema(_: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
            ::schemars::json_schema!(
                { "type" : "string", "examples" : ["novel", "essay"] }
            )
        }
    }
    /// `Labels`
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[serde(transparent)]
    pub struct Labels(
        pub ::std::collections::BTreeMap<::std::string::String, ::std::string::String>,
    );
    impl ::std::ops::Deref for Labels {
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
    impl ::std::convert::From<Labels>
    for ::std::collections::BTreeMap<::std::string::String, ::std::string::String> {
        fn from(value: Labels) -> Self {
            value.0
        }
    }
    impl ::std::convert::From<
        ::std::collections::BTreeMap<::std::string::String, ::std::string::String>,
    > for Labels {
        fn from(
            value: ::std::collections::BTreeMap<
                ::std::string::String,
                ::std::string::String,
            >,
        ) -> Self {
            Self(value)
        }
    }
    /// `ListBooksIncludeItem`
    #[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
    #[non_exhaustive]
    pub enum ListBooksIncludeItem {
        /// `shelf`
        Shelf,
        /// `loans`
        Loans,
        /// A value that this version does not know. Conversions never produce it for a known value.
        Unknown(::std::string::String),
    }
    impl ListBooksIncludeItem {
        /// The values that this version knows, as they appear in JSON.
        pub const KNOWN: &'static [&'static str] = &["shelf", "loans"];
        /// Returns the value as it appears in JSON.
        #[must_use]
        pub fn as_str(&self) -> &str {
            match self {
                Self::Shelf => "shelf",
                Self::Loans => "loans",
                Self::Unknown(value) => value,
            }
        }
        fn known(value: &str) -> ::std::option::Option<Self> {
            ::std::option::Option::Some(
                match value {
                    "shelf" => Self::Shelf,
                    "loans" => Self::Loans,
                    _ => return ::std::option::Option::None,
                },
            )
        }
    }
    impl ::std::fmt::Display for ListBooksIncludeItem {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            f.pad(self.as_str())
        }
    }
    impl ::std::convert::AsRef<str> for ListBooksIncludeItem {
        fn as_ref(&self) -> &str {
            self.as_str()
        }
    }
    impl ::std::convert::From<&str> for ListBooksIncludeItem {
        fn from(value: &str) -> Self {
            Self::known(value).unwrap_or_else(|| Self::Unknown(value.to_owned()))
        }
    }
    impl ::std::convert::From<&::std::string::String> for ListBooksIncludeItem {
        fn from(value: &::std::string::String) -> Self {
            Self::from(value.as_str())
        }
    }
    impl ::std::convert::From<::std::string::String> for ListBooksIncludeItem {
        fn from(value: ::std::string::String) -> Self {
            Self::known(&value).unwrap_or(Self::Unknown(value))
        }
    }
    impl ::std::str::FromStr for ListBooksIncludeItem {
        type Err = ::std::convert::Infallible;
        fn from_str(value: &str) -> ::std::result::Result<Self, Self::Err> {
            ::std::result::Result::Ok(Self::from(value))
        }
    }
    impl ::serde::Serialize for ListBooksIncludeItem {
        fn serialize<S: ::serde::Serializer>(
            &self,
            serializer: S,
        ) -> ::std::result::Result<S::Ok, S::Error> {
            serializer.serialize_str(self.as_str())
        }
    }
    impl<'de> ::serde::Deserialize<'de> for ListBooksIncludeItem {
        fn deserialize<D: ::serde::Deserializer<'de>>(
            deserializer: D,
        ) -> ::std::result::Result<Self, D::Error> {
            <::std::string::String as ::serde::Deserialize>::deserialize(deserializer)
                .map(Self::from)
        }
    }
    #[cfg(feature = "schemars")]
    impl ::schemars::JsonSchema for ListBooksIncludeItem {
        fn schema_name() -> ::std::borrow::Cow<'static, str> {
            "ListBooksIncludeItem".into()
        }
        fn json_schema(_: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
            ::schemars::json_schema!(
                { "type" : "string", "examples" : ["shelf", "loans"] }
            )
        }
    }
    /// `ListBooksResponse`
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub struct ListBooksResponse {
        pub data: ::std::vec::Vec<Book>,
        #[serde(default, deserialize_with = "crate::lenient::null_as_default")]
        pub has_more: bool,
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub object: ::std::option::Option<ListBooksResponseObject>,
    }
    impl ListBooksResponse {
        /// Returns a builder for [`ListBooksResponse`] with no fields set.
        pub fn builder() -> builder::ListBooksResponse {
            Default::default()
        }
    }
    /// `ListBooksResponseObject`
    #[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
    #[non_exhaustive]
    pub enum ListBooksResponseObject {
        /// `list`
        List,
        /// A value that this version does not know. Conversions never produce it for a known value.
        Unknown(::std::string::String),
    }
    impl ListBooksResponseObject {
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
    impl ::std::fmt::Display for ListBooksResponseObject {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            f.pad(self.as_str())
        }
    }
    impl ::std::convert::AsRef<str> for ListBooksResponseObject {
        fn as_ref(&self) -> &str {
            self.as_str()
        }
    }
    impl ::std::convert::From<&str> for ListBooksResponseObject {
        fn from(value: &str) -> Self {
            Self::known(value).unwrap_or_else(|| Self::Unknown(value.to_owned()))
        }
    }
    impl ::std::convert::From<&::std::string::String> for ListBooksResponseObject {
        fn from(value: &::std::string::String) -> Self {
            Self::from(value.as_str())
        }
    }
    impl ::std::convert::From<::std::string::String> for ListBooksResponseObject {
        fn from(value: ::std::string::String) -> Self {
            Self::known(&value).unwrap_or(Self::Unknown(value))
        }
    }
    impl ::std::str::FromStr for ListBooksResponseObject {
        type Err = ::std::convert::Infallible;
        fn from_str(value: &str) -> ::std::result::Result<Self, Self::Err> {
            ::std::result::Result::Ok(Self::from(value))
        }
    }
    impl ::serde::Serialize for ListBooksResponseObject {
        fn serialize<S: ::serde::Serializer>(
            &self,
            serializer: S,
        ) -> ::std::result::Result<S::Ok, S::Error> {
            serializer.serialize_str(self.as_str())
        }
    }
    impl<'de> ::serde::Deserialize<'de> for ListBooksResponseObject {
        fn deserialize<D: ::serde::Deserializer<'de>>(
            deserializer: D,
        ) -> ::std::result::Result<Self, D::Error> {
            <::std::string::String as ::serde::Deserialize>::deserialize(deserializer)
                .map(Self::from)
        }
    }
    #[cfg(feature = "schemars")]
    impl ::schemars::JsonSchema for ListBooksResponseObject {
        fn schema_name() -> ::std::borrow::Cow<'static, str> {
            "ListBooksResponseObject".into()
        }
        fn json_schema(_: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
            ::schemars::json_schema!({ "type" : "string", "examples" : ["list"] })
        }
    }
    /// A value of one of 2 types.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub enum Medium {
        /// An object whose `type` is `paper`.
        Paper(Paper),
        /// An object whose `type` is `audio`.
        Audio(Audio),
        /// A value that this version does not know.
        Unknown(::serde_json::Value),
    }
    impl ::std::convert::From<Paper> for Medium {
        fn from(value: Paper) -> Self {
            Self::Paper(value)
        }
    }
    impl ::std::convert::From<Audio> for Medium {
        fn from(value: Audio) -> Self {
            Self::Audio(value)
        }
    }
    impl ::serde::Serialize for Medium {
        fn serialize<S: ::serde::Serializer>(
            &self,
            serializer: S,
        ) -> ::std::result::Result<S::Ok, S::Error> {
            match self {
                Self::Paper(value) => ::serde::Serialize::serialize(value, serializer),
                Self::Audio(value) => ::serde::Serialize::serialize(value, serializer),
                Self::Unknown(value) => ::serde::Serialize::serialize(value, serializer),
            }
        }
    }
    impl<'de> ::serde::Deserialize<'de> for Medium {
        fn deserialize<D: ::serde::Deserializer<'de>>(
            deserializer: D,
        ) -> ::std::result::Result<Self, D::Error> {
            let value = <::serde_json::Value as ::serde::Deserialize>::deserialize(
                deserializer,
            )?;
            if matches!(value["type"].as_str(), ::std::option::Option::Some("paper"))
                && let ::std::result::Result::Ok(known) = <Paper as ::serde::Deserialize>::deserialize(
                    &value,
                )
            {
                return ::std::result::Result::Ok(Self::Paper(known));
            }
            if matches!(value["type"].as_str(), ::std::option::Option::Some("audio"))
                && let ::std::result::Result::Ok(known) = <Audio as ::serde::Deserialize>::deserialize(
                    &value,
                )
            {
                return ::std::result::Result::Ok(Self::Audio(known));
            }
            ::std::result::Result::Ok(Self::Unknown(value))
        }
    }
    #[cfg(feature = "schemars")]
    impl ::schemars::JsonSchema for Medium {
        fn schema_name() -> ::std::borrow::Cow<'static, str> {
            "Medium".into()
        }
        fn json_schema(
            generator: &mut ::schemars::SchemaGenerator,
        ) -> ::schemars::Schema {
            ::schemars::json_schema!(
                { "anyOf" : [generator.subschema_for:: < Paper > (), generator
                .subschema_for:: < Audio > ()] }
            )
        }
    }
    /// `NewBook`
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub struct NewBook {
        /// What kind of book it is.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub kind: ::std::option::Option<Genre>,
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub labels: ::std::option::Option<Labels>,
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub lent_as: ::std::option::Option<Medium>,
        pub title: ::std::string::String,
    }
    impl NewBook {
        /// Returns a builder for [`NewBook`] with no fields set.
        pub fn builder() -> builder::NewBook {
            Default::default()
        }
    }
    /// `Paper`
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub struct Paper {
        #[serde(default, deserialize_with = "crate::lenient::null_as_default")]
        pub pages: i64,
        #[serde(rename = "type")]
        #[serde(
            default = "crate::lenient::unknown::<PaperType>",
            deserialize_with = "crate::lenient::null_as_unknown"
        )]
        pub type_: PaperType,
    }
    impl Paper {
        /// Returns a builder for [`Paper`] with no fields set.
        pub fn builder() -> builder::Paper {
            Default::default()
        }
    }
    /// `PaperType`
    #[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
    #[non_exhaustive]
    pub enum PaperType {
        /// `paper`
        Paper,
        /// A value that this version does not know. Conversions never produce it for a known value.
        Unknown(::std::string::String),
    }
    impl PaperType {
        /// The values that this version knows, as they appear in JSON.
        pub const KNOWN: &'static [&'static str] = &["paper"];
        /// Returns the value as it appears in JSON.
        #[must_use]
        pub fn as_str(&self) -> &str {
            match self {
                Self::Paper => "paper",
                Self::Unknown(value) => value,
            }
        }
        fn known(value: &str) -> ::std::option::Option<Self> {
            ::std::option::Option::Some(
                match value {
                    "paper" => Self::Paper,
                    _ => return ::std::option::Option::None,
                },
            )
        }
    }
    impl ::std::fmt::Display for PaperType {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            f.pad(self.as_str())
        }
    }
    impl ::std::convert::AsRef<str> for PaperType {
        fn as_ref(&self) -> &str {
            self.as_str()
        }
    }
    impl ::std::convert::From<&str> for PaperType {
        fn from(value: &str) -> Self {
            Self::known(value).unwrap_or_else(|| Self::Unknown(value.to_owned()))
        }
    }
    impl ::std::convert::From<&::std::string::String> for PaperType {
        fn from(value: &::std::string::String) -> Self {
            Self::from(value.as_str())
        }
    }
    impl ::std::convert::From<::std::string::String> for PaperType {
        fn from(value: ::std::string::String) -> Self {
            Self::known(&value).unwrap_or(Self::Unknown(value))
        }
    }
    impl ::std::str::FromStr for PaperType {
        type Err = ::std::convert::Infallible;
        fn from_str(value: &str) -> ::std::result::Result<Self, Self::Err> {
            ::std::result::Result::Ok(Self::from(value))
        }
    }
    impl ::serde::Serialize for PaperType {
        fn serialize<S: ::serde::Serializer>(
            &self,
            serializer: S,
        ) -> ::std::result::Result<S::Ok, S::Error> {
            serializer.serialize_str(self.as_str())
        }
    }
    impl<'de> ::serde::Deserialize<'de> for PaperType {
        fn deserialize<D: ::serde::Deserializer<'de>>(
            deserializer: D,
        ) -> ::std::result::Result<Self, D::Error> {
            <::std::string::String as ::serde::Deserialize>::deserialize(deserializer)
                .map(Self::from)
        }
    }
    #[cfg(feature = "schemars")]
    impl ::schemars::JsonSchema for PaperType {
        fn schema_name() -> ::std::borrow::Cow<'static, str> {
            "PaperType".into()
        }
        fn json_schema(_: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
            ::schemars::json_schema!({ "type" : "string", "examples" : ["paper"] })
        }
    }
    /// Builders for the models.
    pub mod builder {
        /// A builder for [`Audio`](super::Audio).
        ///
        /// Convert it with `try_into`, which fails if a required field is not set.
        #[derive(Clone, Debug)]
        pub struct Audio {
            seconds: ::std::result::Result<f64, ::std::string::String>,
            type_: ::std::result::Result<super::AudioType, ::std::string::String>,
        }
        impl ::std::default::Default for Audio {
            fn default() -> Self {
                Self {
                    seconds: Err("no value supplied for seconds".to_string()),
                    type_: Err("no value supplied for type_".to_string()),
                }
            }
        }
        impl Audio {
            /// Sets the field of the same name.
            pub fn seconds<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<f64>,
                T::Error: ::std::fmt::Display,
            {
                self.seconds = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for seconds: {e}")
                    });
                self
            }
            /// Sets the field of the same name.
            pub fn type_<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<super::AudioType>,
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
        impl ::std::convert::TryFrom<Audio> for super::Audio {
            type Error = super::error::ConversionError;
            fn try_from(
                value: Audio,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    seconds: value.seconds?,
                    type_: value.type_?,
                })
            }
        }
        impl ::std::convert::From<super::Audio> for Audio {
            fn from(value: super::Audio) -> Self {
                Self {
                    seconds: Ok(value.seconds),
                    type_: Ok(value.type_),
                }
            }
        }
        /// A builder for [`Book`](super::Book).
        ///
        /// Convert it with `try_into`, which fails if a required field is not set.
        #[derive(Clone, Debug)]
        pub struct Book {
            added_at: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            filter: ::std::result::Result<
                ::std::option::Option<super::Filter>,
                ::std::string::String,
            >,
            found_by: ::std::result::Result<
                ::std::option::Option<super::BookFoundBy>,
                ::std::string::String,
            >,
            genre: ::std::result::Result<
                ::std::option::Option<super::BookGenre>,
                ::std::string::String,
            >,
            id: ::std::result::Result<::std::string::String, ::std::string::String>,
            kind: ::std::result::Result<
                ::std::option::Option<super::Genre>,
                ::std::string::String,
            >,
            labels: ::std::result::Result<
                ::std::option::Option<super::Labels>,
                ::std::string::String,
            >,
            lent_as: ::std::result::Result<
                ::std::option::Option<super::Medium>,
                ::std::string::String,
            >,
            medium: ::std::result::Result<
                ::std::option::Option<super::BookMedium>,
                ::std::string::String,
            >,
            object: ::std::result::Result<super::BookObject, ::std::string::String>,
            rating: ::std::result::Result<
                ::std::option::Option<f64>,
                ::std::string::String,
            >,
            returned_at: ::std::result::Result<
                ::std::option::Option<i64>,
                ::std::string::String,
            >,
            title: ::std::result::Result<::std::string::String, ::std::string::String>,
        }
        impl ::std::default::Default for Book {
            fn default() -> Self {
                Self {
                    added_at: Ok(Default::default()),
                    filter: Ok(Default::default()),
                    found_by: Ok(Default::default()),
                    genre: Ok(Default::default()),
                    id: Err("no value supplied for id".to_string()),
                    kind: Ok(Default::default()),
                    labels: Ok(Default::default()),
                    lent_as: Ok(Default::default()),
                    medium: Ok(Default::default()),
                    object: Err("no value supplied for object".to_string()),
                    rating: Ok(Default::default()),
                    returned_at: Ok(Default::default()),
                    title: Err("no value supplied for title".to_string()),
                }
            }
        }
        impl Book {
            /// Sets the field of the same name.
            pub fn added_at<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.added_at = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for added_at: {e}")
                    });
                self
            }
            /// Sets the field of the same name.
            pub fn filter<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<super::Filter>>,
                T::Error: ::std::fmt::Display,
            {
                self.filter = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for filter: {e}")
                    });
                self
            }
            /// Sets the field of the same name.
            pub fn found_by<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<super::BookFoundBy>>,
                T::Error: ::std::fmt::Display,
            {
                self.found_by = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for found_by: {e}")
                    });
                self
            }
            /// Sets the field of the same name.
            pub fn genre<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<super::BookGenre>>,
                T::Error: ::std::fmt::Display,
            {
                self.genre = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for genre: {e}")
                    });
                self
            }
            /// Sets the field of the same name.
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
            /// What kind of book it is.
            pub fn kind<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<super::Genre>>,
                T::Error: ::std::fmt::Display,
            {
                self.kind = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for kind: {e}")
                    });
                self
            }
            /// Sets the field of the same name.
            pub fn labels<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<super::Labels>>,
                T::Error: ::std::fmt::Display,
            {
                self.labels = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for labels: {e}")
                    });
                self
            }
            /// Sets the field of the same name.
            pub fn lent_as<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<super::Medium>>,
                T::Error: ::std::fmt::Display,
            {
                self.lent_as = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for lent_as: {e}")
                    });
                self
            }
            /// Sets the field of the same name.
            pub fn medium<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<super::BookMedium>>,
                T::Error: ::std::fmt::Display,
            {
                self.medium = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for medium: {e}")
                    });
                self
            }
            /// Sets the field of the same name.
            pub fn object<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<super::BookObject>,
                T::Error: ::std::fmt::Display,
            {
                self.object = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for object: {e}")
                    });
                self
            }
            /// Sets the field of the same name.
            pub fn rating<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<f64>>,
                T::Error: ::std::fmt::Display,
            {
                self.rating = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for rating: {e}")
                    });
                self
            }
            /// Sets the field of the same name.
            pub fn returned_at<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<i64>>,
                T::Error: ::std::fmt::Display,
            {
                self.returned_at = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for returned_at: {e}")
                    });
                self
            }
            /// Sets the field of the same name.
            pub fn title<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.title = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for title: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<Book> for super::Book {
            type Error = super::error::ConversionError;
            fn try_from(
                value: Book,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    added_at: value.added_at?,
                    filter: value.filter?,
                    found_by: value.found_by?,
                    genre: value.genre?,
                    id: value.id?,
                    kind: value.kind?,
                    labels: value.labels?,
                    lent_as: value.lent_as?,
                    medium: value.medium?,
                    object: value.object?,
                    rating: value.rating?,
                    returned_at: value.returned_at?,
                    title: value.title?,
                })
            }
        }
        impl ::std::convert::From<super::Book> for Book {
            fn from(value: super::Book) -> Self {
                Self {
                    added_at: Ok(value.added_at),
                    filter: Ok(value.filter),
                    found_by: Ok(value.found_by),
                    genre: Ok(value.genre),
                    id: Ok(value.id),
                    kind: Ok(value.kind),
                    labels: Ok(value.labels),
                    lent_as: Ok(value.lent_as),
                    medium: Ok(value.medium),
                    object: Ok(value.object),
                    rating: Ok(value.rating),
                    returned_at: Ok(value.returned_at),
                    title: Ok(value.title),
                }
            }
        }
        /// A builder for [`BookFoundByRange`](super::BookFoundByRange).
        ///
        /// Convert it with `try_into`, which fails if a required field is not set.
        #[derive(Clone, Debug)]
        pub struct BookFoundByRange {
            from: ::std::result::Result<i64, ::std::string::String>,
        }
        impl ::std::default::Default for BookFoundByRange {
            fn default() -> Self {
                Self {
                    from: Err("no value supplied for from".to_string()),
                }
            }
        }
        impl BookFoundByRange {
            /// Sets the field of the same name.
            pub fn from<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<i64>,
                T::Error: ::std::fmt::Display,
            {
                self.from = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for from: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<BookFoundByRange> for super::BookFoundByRange {
            type Error = super::error::ConversionError;
            fn try_from(
                value: BookFoundByRange,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self { from: value.from? })
            }
        }
        impl ::std::convert::From<super::BookFoundByRange> for BookFoundByRange {
            fn from(value: super::BookFoundByRange) -> Self {
                Self { from: Ok(value.from) }
            }
        }
        /// A builder for [`BookFoundBySpan`](super::BookFoundBySpan).
        ///
        /// Convert it with `try_into`, which fails if a required field is not set.
        #[derive(Clone, Debug)]
        pub struct BookFoundBySpan {
            from: ::std::result::Result<i64, ::std::string::String>,
            to: ::std::result::Result<i64, ::std::string::String>,
        }
        impl ::std::default::Default for BookFoundBySpan {
            fn default() -> Self {
                Self {
                    from: Err("no value supplied for from".to_string()),
                    to: Err("no value supplied for to".to_string()),
                }
            }
        }
        impl BookFoundBySpan {
            /// Sets the field of the same name.
            pub fn from<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<i64>,
                T::Error: ::std::fmt::Display,
            {
                self.from = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for from: {e}")
                    });
                self
            }
            /// Sets the field of the same name.
            pub fn to<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<i64>,
                T::Error: ::std::fmt::Display,
            {
                self.to = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for to: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<BookFoundBySpan> for super::BookFoundBySpan {
            type Error = super::error::ConversionError;
            fn try_from(
                value: BookFoundBySpan,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    from: value.from?,
                    to: value.to?,
                })
            }
        }
        impl ::std::convert::From<super::BookFoundBySpan> for BookFoundBySpan {
            fn from(value: super::BookFoundBySpan) -> Self {
                Self {
                    from: Ok(value.from),
                    to: Ok(value.to),
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
        /// A builder for [`Filter`](super::Filter).
        ///
        /// Convert it with `try_into`, which fails if a required field is not set.
        #[derive(Clone, Debug)]
        pub struct Filter {
            any: ::std::result::Result<
                ::std::vec::Vec<super::Filter>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for Filter {
            fn default() -> Self {
                Self {
                    any: Err("no value supplied for any".to_string()),
                }
            }
        }
        impl Filter {
            /// Sets the field of the same name.
            pub fn any<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::vec::Vec<super::Filter>>,
                T::Error: ::std::fmt::Display,
            {
                self.any = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for any: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<Filter> for super::Filter {
            type Error = super::error::ConversionError;
            fn try_from(
                value: Filter,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self { any: value.any? })
            }
        }
        impl ::std::convert::From<super::Filter> for Filter {
            fn from(value: super::Filter) -> Self {
                Self { any: Ok(value.any) }
            }
        }
        /// A builder for [`ListBooksResponse`](super::ListBooksResponse).
        ///
        /// Convert it with `try_into`, which fails if a required field is not set.
        #[derive(Clone, Debug)]
        pub struct ListBooksResponse {
            data: ::std::result::Result<
                ::std::vec::Vec<super::Book>,
                ::std::string::String,
            >,
            has_more: ::std::result::Result<bool, ::std::string::String>,
            object: ::std::result::Result<
                ::std::option::Option<super::ListBooksResponseObject>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for ListBooksResponse {
            fn default() -> Self {
                Self {
                    data: Err("no value supplied for data".to_string()),
                    has_more: Err("no value supplied for has_more".to_string()),
                    object: Ok(Default::default()),
                }
            }
        }
        impl ListBooksResponse {
            /// Sets the field of the same name.
            pub fn data<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::vec::Vec<super::Book>>,
                T::Error: ::std::fmt::Display,
            {
                self.data = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for data: {e}")
                    });
                self
            }
            /// Sets the field of the same name.
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
            /// Sets the field of the same name.
            pub fn object<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::option::Option<super::ListBooksResponseObject>,
                >,
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
        impl ::std::convert::TryFrom<ListBooksResponse> for super::ListBooksResponse {
            type Error = super::error::ConversionError;
            fn try_from(
                value: ListBooksResponse,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    data: value.data?,
                    has_more: value.has_more?,
                    object: value.object?,
                })
            }
        }
        impl ::std::convert::From<super::ListBooksResponse> for ListBooksResponse {
            fn from(value: super::ListBooksResponse) -> Self {
                Self {
                    data: Ok(value.data),
                    has_more: Ok(value.has_more),
                    object: Ok(value.object),
                }
            }
        }
        /// A builder for [`NewBook`](super::NewBook).
        ///
        /// Convert it with `try_into`, which fails if a required field is not set.
        #[derive(Clone, Debug)]
        pub struct NewBook {
            kind: ::std::result::Result<
                ::std::option::Option<super::Genre>,
                ::std::string::String,
            >,
            labels: ::std::result::Result<
                ::std::option::Option<super::Labels>,
                ::std::string::String,
            >,
            lent_as: ::std::result::Result<
                ::std::option::Option<super::Medium>,
                ::std::string::String,
            >,
            title: ::std::result::Result<::std::string::String, ::std::string::String>,
        }
        impl ::std::default::Default for NewBook {
            fn default() -> Self {
                Self {
                    kind: Ok(Default::default()),
                    labels: Ok(Default::default()),
                    lent_as: Ok(Default::default()),
                    title: Err("no value supplied for title".to_string()),
                }
            }
        }
        impl NewBook {
            /// What kind of book it is.
            pub fn kind<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<super::Genre>>,
                T::Error: ::std::fmt::Display,
            {
                self.kind = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for kind: {e}")
                    });
                self
            }
            /// Sets the field of the same name.
            pub fn labels<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<super::Labels>>,
                T::Error: ::std::fmt::Display,
            {
                self.labels = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for labels: {e}")
                    });
                self
            }
            /// Sets the field of the same name.
            pub fn lent_as<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<super::Medium>>,
                T::Error: ::std::fmt::Display,
            {
                self.lent_as = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for lent_as: {e}")
                    });
                self
            }
            /// Sets the field of the same name.
            pub fn title<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.title = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for title: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<NewBook> for super::NewBook {
            type Error = super::error::ConversionError;
            fn try_from(
                value: NewBook,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    kind: value.kind?,
                    labels: value.labels?,
                    lent_as: value.lent_as?,
                    title: value.title?,
                })
            }
        }
        impl ::std::convert::From<super::NewBook> for NewBook {
            fn from(value: super::NewBook) -> Self {
                Self {
                    kind: Ok(value.kind),
                    labels: Ok(value.labels),
                    lent_as: Ok(value.lent_as),
                    title: Ok(value.title),
                }
            }
        }
        /// A builder for [`Paper`](super::Paper).
        ///
        /// Convert it with `try_into`, which fails if a required field is not set.
        #[derive(Clone, Debug)]
        pub struct Paper {
            pages: ::std::result::Result<i64, ::std::string::String>,
            type_: ::std::result::Result<super::PaperType, ::std::string::String>,
        }
        impl ::std::default::Default for Paper {
            fn default() -> Self {
                Self {
                    pages: Err("no value supplied for pages".to_string()),
                    type_: Err("no value supplied for type_".to_string()),
                }
            }
        }
        impl Paper {
            /// Sets the field of the same name.
            pub fn pages<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<i64>,
                T::Error: ::std::fmt::Display,
            {
                self.pages = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for pages: {e}")
                    });
                self
            }
            /// Sets the field of the same name.
            pub fn type_<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<super::PaperType>,
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
        impl ::std::convert::TryFrom<Paper> for super::Paper {
            type Error = super::error::ConversionError;
            fn try_from(
                value: Paper,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    pages: value.pages?,
                    type_: value.type_?,
                })
            }
        }
        impl ::std::convert::From<super::Paper> for Paper {
            fn from(value: super::Paper) -> Self {
                Self {
                    pages: Ok(value.pages),
                    type_: Ok(value.type_),
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
