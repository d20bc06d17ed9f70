//! Deserialization that tolerates null.

use serde::{Deserialize, Deserializer};

/// Deserializes null as the default value.
pub(crate) fn null_as_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + Default,
{
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

/// Deserializes null as the [unknown] value of an enum.
pub(crate) fn null_as_unknown<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + From<String>,
{
    Ok(Option::deserialize(deserializer)?.unwrap_or_else(unknown))
}

/// Returns the value of an enum that stands for a missing one, which is the empty unknown value.
pub(crate) fn unknown<T: From<String>>() -> T {
    T::from(String::new())
}
