//! The `custom_id` of a line that ends too early to be read.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};

use crate::field::Field;

/// The `custom_id` of a line of which only the beginning is known, because a transfer was cut off
/// or the line is over the limit.
///
/// Returns none if the line is bad in another way: it may then consist of parts of several lines,
/// and its first id says nothing about the rest.
pub(super) fn custom_id(bytes: &[u8]) -> Option<String> {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        // The cut may run through a character.
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(&bytes[..error.valid_up_to()]).ok()?
        }
        Err(_) => return None,
    };
    let mut found = None;
    let seed = Beginning { custom_id: &mut found };
    let error = seed.deserialize(&mut serde_json::Deserializer::from_str(text)).err()?;
    found.filter(|_| error.is_eof())
}

/// A visitor of a JSON object that keeps the id it has seen when the text ends.
struct Beginning<'f> {
    custom_id: &'f mut Option<String>,
}

impl<'de> DeserializeSeed<'de> for Beginning<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Beginning<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a result line")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            if key == "custom_id" {
                let id = map.next_value::<Field<'de>>()?.into_text();
                *self.custom_id = id.filter(|id| !id.is_empty()).map(String::from);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}
