//! What is wrong with an input, in the API's own terms.

use std::fmt;

use serde::{Serialize, Serializer};

/// One thing wrong with an input file: where, what, and what to do.
///
/// Displays as `LINE:COLUMN: code: message; help`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Problem {
    /// Line number from 1; none if the file as a whole is meant.
    pub line: Option<u64>,
    /// Byte within the line from 1, where one byte is to blame.
    pub column: Option<u64>,
    /// Byte within the file from 0: that byte, or else the start of the line.
    pub offset: Option<u64>,
    /// The code that the API would answer with.
    pub code: Code,
    /// The field meant, such as `body.model`.
    pub param: Option<&'static str>,
    /// What was found.
    pub message: String,
    /// What to do about it.
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
        /// The API's code for a [`Problem`], as it stands in `errors.data[].code` of a batch
        /// whose input did not pass.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $($(#[$doc])* $name,)*
        }

        impl Code {
            /// The code as the API spells it.
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
    /// Not UTF-8, not JSON, not an object, or longer than is read.
    InvalidJsonLine = "invalid_json_line",
    /// `custom_id`, `method`, `url`, `body` or `body.model` is missing or empty.
    MissingRequiredParameter = "missing_required_parameter",
    /// A field has a value of another type than it must have.
    InvalidType = "invalid_type",
    /// `url` is no endpoint that batches can call.
    InvalidUrl = "invalid_url",
    /// `url` is not the batch's endpoint.
    UrlMismatch = "url_mismatch",
    /// `method` is not POST.
    InvalidMethod = "invalid_method",
    /// `body.model` is not the model of the lines before.
    MismatchedModel = "mismatched_model",
    /// `custom_id` was used by a line before.
    DuplicateCustomId = "duplicate_custom_id",
    /// `body.stream` is true.
    StreamingUnsupported = "streaming_unsupported",
    /// No requests at all.
    EmptyFile = "empty_file",
    /// More requests, or more embedding inputs, than a batch may hold.
    TooManyTasks = "too_many_tasks",
    /// More bytes than a file may hold.
    FileTooLarge = "file_too_large",
    /// More estimated tokens than were allowed.
    TokenLimitExceeded = "token_limit_exceeded",
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// As the API spells it.
impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
