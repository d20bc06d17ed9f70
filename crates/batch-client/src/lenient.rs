//! Reading what servers send instead of what they should.

use serde::{Deserialize, Deserializer};

/// Takes `null` for the type's empty value, so that one null does not fail a whole list.
pub(crate) fn null_as_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + Default,
{
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

/// Takes `null` for a value that no version knows, which is the empty one.
pub(crate) fn null_as_unknown<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + From<String>,
{
    Ok(Option::deserialize(deserializer)?.unwrap_or_else(unknown))
}

/// The value that no version knows.
pub(crate) fn unknown<T: From<String>>() -> T {
    T::from(String::new())
}
