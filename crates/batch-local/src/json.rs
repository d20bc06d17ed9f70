//! JSON objects parsed no deeper than needed.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::value::RawValue;

/// The fields of a JSON object. Of a repeated name the last one counts, as in most parsers.
pub(crate) type Fields<'a> = BTreeMap<Cow<'a, str>, &'a RawValue>;

/// A field that is present and not null.
pub(crate) fn present<'a>(fields: &Fields<'a>, name: &str) -> Option<&'a RawValue> {
    fields.get(name).copied().filter(|raw| raw.get() != "null")
}

/// The text of a JSON string.
pub(crate) fn text(raw: &RawValue) -> Option<Cow<'_, str>> {
    // Borrowed if there are no escapes.
    #[derive(serde::Deserialize)]
    struct Text<'a>(#[serde(borrow)] Cow<'a, str>);
    serde_json::from_str::<Text<'_>>(raw.get()).ok().map(|Text(text)| text)
}
