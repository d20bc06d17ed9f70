//! A strict schema, and its form in requests to each endpoint.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Value, json};

use super::strict::{self, SchemaError};

/// The JSON schema of a Rust type in the strict form that structured outputs require: every
/// property is required, no others are allowed, and only supported keywords are used.
///
/// The documentation of a field becomes its description, which the model reads. An `Option`
/// field is required too, but may be null.
#[derive(Debug, Clone, PartialEq)]
pub struct StrictSchema {
    name: String,
    schema: Value,
}

impl StrictSchema {
    /// Creates the schema of a type, named after the type.
    ///
    /// # Errors
    ///
    /// [`SchemaError`] names the place that a strict schema cannot express, and an alternative.
    pub fn of<T: JsonSchema>() -> Result<Self, SchemaError> {
        let schema = SchemaSettings::draft2020_12()
            .for_deserialize()
            .into_generator()
            .into_root_schema_for::<T>();
        Self::from_schema(&T::schema_name(), schema.to_value())
    }

    /// Makes an existing schema strict.
    ///
    /// Characters that are not allowed in a name become `_`, and the name is cut to 64
    /// characters.
    ///
    /// # Errors
    ///
    /// See [`of`](Self::of).
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

    /// The name of the schema, which the model sees.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The JSON schema.
    #[must_use]
    pub fn schema(&self) -> &Value {
        &self.schema
    }

    /// The value of `response_format` in a chat completion.
    #[must_use]
    pub fn response_format(&self) -> Value {
        json!({
            "type": "json_schema",
            "json_schema": {"name": self.name, "strict": true, "schema": self.schema},
        })
    }

    /// The value of `text` in a request to `/v1/responses`, with only `format` set.
    #[must_use]
    pub fn text(&self) -> Value {
        json!({"format": self.text_format()})
    }

    /// The value of `text.format` in a request to `/v1/responses`.
    #[must_use]
    pub fn text_format(&self) -> Value {
        json!({"type": "json_schema", "name": self.name, "strict": true, "schema": self.schema})
    }
}
