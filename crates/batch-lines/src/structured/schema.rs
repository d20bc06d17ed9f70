//! A strict schema and the two places in a request where one goes.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Value, json};

use super::strict::{self, SchemaError};

/// The JSON schema of a Rust type in the strict form that structured outputs require: every
/// property required, no others allowed, and nothing beyond the supported keywords.
///
/// Field documentation becomes descriptions, which the model reads. An `Option` field is
/// required too, and may be null.
#[derive(Debug, Clone, PartialEq)]
pub struct StrictSchema {
    name: String,
    schema: Value,
}

impl StrictSchema {
    /// The schema of a type, under the type's own name.
    ///
    /// # Errors
    ///
    /// [`SchemaError`] says at which place the type is one that strict schemas cannot express,
    /// and what to use instead.
    pub fn of<T: JsonSchema>() -> Result<Self, SchemaError> {
        let schema = SchemaSettings::draft2020_12()
            .for_deserialize()
            .into_generator()
            .into_root_schema_for::<T>();
        Self::from_schema(&T::schema_name(), schema.to_value())
    }

    /// A schema from elsewhere, made strict.
    ///
    /// Characters that a name may not have become `_`, and it is cut at 64.
    ///
    /// # Errors
    ///
    /// As [`of`](Self::of).
    pub fn from_schema(name: &str, schema: Value) -> Result<Self, SchemaError> {
        let name: String = name
            .chars()
            .take(64)
            .map(|char| match char {
                'a'..='z' | 'A'..='Z' | '0'..='9' | '_' | '-' => char,
                _ => '_',
            })
            .collect();
        Ok(Self {
            name: if name.is_empty() { "answer".to_owned() } else { name },
            schema: strict::make_strict(schema)?,
        })
    }

    /// The name that the model sees.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The schema itself.
    #[must_use]
    pub fn schema(&self) -> &Value {
        &self.schema
    }

    /// The `response_format` of a chat completion.
    #[must_use]
    pub fn response_format(&self) -> Value {
        json!({
            "type": "json_schema",
            "json_schema": {"name": self.name, "strict": true, "schema": self.schema},
        })
    }

    /// The `text` of a request to responses, with `format` in it.
    #[must_use]
    pub fn text(&self) -> Value {
        json!({"format": self.text_format()})
    }

    /// The `text.format` of a request to responses.
    #[must_use]
    pub fn text_format(&self) -> Value {
        json!({"type": "json_schema", "name": self.name, "strict": true, "schema": self.schema})
    }
}
