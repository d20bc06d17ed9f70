//! The kinds of places, and the aspects of each that are compared.

/// What kind of object a place is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Kind {
    Paths,
    Operation,
    /// A parameter or a header.
    Parameter,
    RequestBody,
    Response,
    MediaType,
    Encoding,
    Schema,
}

impl Kind {
    /// Returns the aspects that an `x-deviation` at such a place can name.
    pub(super) fn aspects(self) -> &'static [&'static str] {
        match self {
            Self::Paths => &["operations"],
            Self::Operation => &[
                "callbacks",
                "deprecated",
                "method",
                "operationId",
                "parameters",
                "path",
                "presence",
                "requestBody",
                "responses",
                "security",
                "servers",
            ],
            Self::Parameter => &[
                "allowEmptyValue",
                "allowReserved",
                "content",
                "deprecated",
                "explode",
                "presence",
                "required",
                "schema",
                "style",
            ],
            Self::RequestBody => &["content", "presence", "required"],
            Self::Response => &["content", "headers", "links", "presence", "status"],
            Self::MediaType => &["encoding", "mediaType", "presence", "schema"],
            Self::Encoding => {
                &["allowReserved", "contentType", "explode", "headers", "presence", "style"]
            }
            Self::Schema => &[
                "additionalProperties",
                "anyOf",
                "contains",
                "contentEncoding",
                "contentMediaType",
                "default",
                "dependentRequired",
                "deprecated",
                "discriminator",
                "else",
                "enum",
                "exclusiveMaximum",
                "exclusiveMinimum",
                "format",
                "if",
                "items",
                "mapping",
                "maxContains",
                "maxItems",
                "maxLength",
                "maxProperties",
                "maximum",
                "minContains",
                "minItems",
                "minLength",
                "minProperties",
                "minimum",
                "multipleOf",
                "not",
                "nullable",
                "oneOf",
                "open",
                "pattern",
                "patternProperties",
                "prefixItems",
                "presence",
                "properties",
                "propertyNames",
                "readOnly",
                "recursion",
                "required",
                "then",
                "type",
                "unevaluatedItems",
                "unevaluatedProperties",
                "uniqueItems",
                "writeOnly",
            ],
        }
    }
}
