//! A file on the server.

use batch_run::batch_ext::batch_client::types::OpenAiFile;

use crate::error::CliError;
use crate::human::{bytes, timestamp};
use crate::printer::{Field, Printer};

/// Prints a file with all its fields.
pub(crate) fn show(printer: Printer, file: &OpenAiFile) -> Result<(), CliError> {
    if printer.is_json() {
        return printer.json(file);
    }
    printer.fields([
        ("id", Some(file.id.clone().into())),
        ("name", Some(file.filename.clone().into())),
        ("purpose", Some(purpose(file).into())),
        ("size", Some(size(file).into())),
        ("created", timestamp(file.created_at).map(Field::from)),
        ("expires", file.expires_at.and_then(timestamp).map(Field::from)),
    ])
}

/// The purpose. Empty if the server does not say.
pub(crate) fn purpose(file: &OpenAiFile) -> String {
    file.purpose.as_ref().map(ToString::to_string).unwrap_or_default()
}

pub(crate) fn size(file: &OpenAiFile) -> String {
    bytes(u64::try_from(file.bytes).unwrap_or(0))
}
