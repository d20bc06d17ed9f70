//! Problems of an input, with the API's own codes.

use std::fmt;

use serde::{Serialize, Serializer};

/// A problem of an input file: where it is, what is wrong, and how to fix it.
///
/// Displays as `LINE:COLUMN: code: message; help`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Problem {
    /// Line number, from 1; none if the problem concerns the whole file.
    pub line: Option<u64>,
    /// Byte within the line, from 1, if one byte is at fault.
    pub column: Option<u64>,
    /// Byte within the file, from 0: the byte at fault, or else the start of the line.
    pub offset: Option<u64>,
    /// The code that the API would report.
    pub code: Code,
    /// The field at fault, for example `body.model`.
    pub param: Option<&'static str>,
    /// What is wrong.
    pub message: String,
    /// How to fix it.
    pub help: &'static str,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(f, "{line}:")?;
            if let Some(column) = self.column {
                write!(f, "{column}:")?;
            }
            f.write_str(" ")?;
        }
        write!(f, "{}: {}; {}", self.code, self.message, self.help)
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        /// The API's code for a [`Problem`], as found in `errors.data[].code` of a batch that
        /// failed validation.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $($(#[$doc])* $name,)*
        }

        impl Code {
            /// The code in the API's spelling.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)*
                }
            }
        }
    };
}

codes! {
    /// The line is not UTF-8, not JSON, not an object, or over the limit on line length.
    InvalidJsonLine = "invalid_json_line",
    /// `custom_id`, `method`, `url`, `body` or `body.model` is missing or empty.
    MissingRequiredParameter = "missing_required_parameter",
    /// A field has a value of the wrong type.
    InvalidType = "invalid_type",
    /// `url` is not a batch endpoint.
    InvalidUrl = "invalid_url",
    /// `url` differs from the batch's endpoint.
    UrlMismatch = "url_mismatch",
    /// `method` is not POST.
    InvalidMethod = "invalid_method",
    /// `body.model` differs from the model of earlier lines.
    MismatchedModel = "mismatched_model",
    /// `custom_id` is already used by an earlier line.
    DuplicateCustomId = "duplicate_custom_id",
    /// `body.stream` is true.
    StreamingUnsupported = "streaming_unsupported",
    /// The input has no requests.
    EmptyFile = "empty_file",
    /// The input has more requests or embedding inputs than a batch may have.
    TooManyTasks = "too_many_tasks",
    /// The input has more bytes than a file may have.
    FileTooLarge = "file_too_large",
    /// The input has more estimated tokens than [`Limits::tokens`](crate::Limits::tokens).
    TokenLimitExceeded = "token_limit_exceeded",
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Serializes as [`Code::as_str`].
impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
