//! Standard output.

use std::io::Write;

/// Prints to standard output. A closed pipe, such as that of `head`, is not an error.
pub(crate) fn print(text: &str) {
    let _ = std::io::stdout().write_all(text.as_bytes());
}
