//! The conversion of a JSON schema to its strict form.

use serde_json::{Map, Value, json};

/// The reason why a type has no strict schema.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SchemaError {
    /// The schema uses something that strict schemas do not support.
    #[error("{at}: {what} cannot be expressed in a strict schema; {help}")]
    Unsupported {
        /// The place in the schema, as a JSON pointer from `#`.
        at: String,
        /// What is used there.
        what: String,
        /// What to use instead.
        help: &'static str,
    },
    /// The schema exceeds a limit of the API.
    #[error("the schema has {found} {what}; the limit is {limit}; use a smaller type")]
    TooLarge {
        /// What is limited.
        what: &'static str,
        /// How many the schema has.
        found: usize,
        /// OpenAI's limit.
        limit: usize,
    },
}

/// Object properties over the whole schema.
const MAX_PROPERTIES: usize = 5_000;
/// Nesting depth of objects and arrays.
const MAX_DEPTH: usize = 10;
/// Enum values over the whole schema.
const MAX_ENUM_VALUES: usize = 1_000;
/// Characters of all property names, definition names and enum values.
const MAX_NAME_CHARS: usize = 120_000;

/// Keywords that are kept unchanged.
const KEPT: [&str; 13] = [
    "type",
    "description",
    "enum",
    "const",
    "pattern",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minItems",
    "maxItems",
    "$ref",
];
/// Keywords without influence on which values are valid.
const DROPPED: [&str; 9] = [
    "$schema",
    "$id",
    "$comment",
    "title",
    "default",
    "examples",
    "deprecated",
    "readOnly",
    "writeOnly",
];
/// Formats of strings that the API supports. Others, and those of numbers, are dropped, because
/// they are only hints.
const FORMATS: [&str; 9] =
    ["date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid"];

pub(crate) fn make_strict(schema: Value) -> Result<Value, SchemaError> {
    let mut walk = Walk::default();
    let strict = walk.schema(schema, "#", 0)?;
    if strict.get("type").and_then(Value::as_str) != Some("object") {
        return Err(unsupported(
            "#",
            "a root that is not an object",
            "put the type in a field of a struct",
        ));
    }
    for (what, found, limit) in [
        ("properties", walk.properties, MAX_PROPERTIES),
        ("enum values", walk.enum_values, MAX_ENUM_VALUES),
        ("characters of names and enum values", walk.name_chars, MAX_NAME_CHARS),
        ("levels", walk.depth, MAX_DEPTH),
    ] {
        if found > limit {
            return Err(SchemaError::TooLarge { what, found, limit });
        }
    }
    Ok(strict)
}

fn unsupported(at: &str, what: impl Into<String>, help: &'static str) -> SchemaError {
    SchemaError::Unsupported { at: at.to_owned(), what: what.into(), help }
}

/// A walk over a schema, with the counts that are limited.
#[derive(Default)]
struct Walk {
    properties: usize,
    enum_values: usize,
    name_chars: usize,
    depth: usize,
}

impl Walk {
    fn schema(&mut self, schema: Value, at: &str, depth: usize) -> Result<Value, SchemaError> {
        let Value::Object(schema) = schema else {
            return Err(unsupported(
                at,
                "a value of any type",
                "use a type with known fields, or a String that holds JSON",
            ));
        };
        let is_object = schema.contains_key("properties")
            || schema.get("type").and_then(Value::as_str) == Some("object");
        let depth = depth + usize::from(is_object || schema.contains_key("items"));
        self.depth = self.depth.max(depth);
        let mut strict = Map::new();
        for (keyword, value) in schema {
            self.keyword(&mut strict, keyword, value, at, depth)?;
        }
        if is_object {
            self.close_object(&mut strict, at)?;
        }
        if strict.contains_key("$ref") {
            // The API accepts no other keyword beside a reference.
            strict.retain(|keyword, _| keyword == "$ref" || keyword == "$defs");
        } else if !["type", "anyOf", "enum", "const"]
            .iter()
            .any(|keyword| strict.contains_key(*keyword))
        {
            return Err(unsupported(
                at,
                "a value of any type",
                "use a type with known fields, or a String that holds JSON",
            ));
        }
        Ok(Value::Object(strict))
    }

    fn keyword(
        &mut self,
        strict: &mut Map<String, Value>,
        keyword: String,
        value: Value,
        at: &str,
        depth: usize,
    ) -> Result<(), SchemaError> {
        let below = format!("{at}/{}", keyword.replace('~', "~0").replace('/', "~1"));
        match (keyword.as_str(), value) {
            ("properties" | "$defs" | "definitions", Value::Object(members)) => {
                if keyword == "properties" {
                    self.properties += members.len();
                }
                let mut inner = Map::new();
                let depth = if keyword == "properties" { depth } else { 0 };
                for (name, member) in members {
                    self.name_chars += name.chars().count();
                    let member = self.schema(member, &format!("{below}/{name}"), depth)?;
                    inner.insert(name, member);
                }
                strict.insert(keyword, Value::Object(inner));
            }
            ("items", items) if items != Value::Bool(false) => {
                let items = self.schema(items, &below, depth)?;
                strict.insert(keyword, items);
            }
            // Exactly one variant of a Rust enum matches, so `anyOf` has the same meaning.
            ("anyOf" | "oneOf", Value::Array(variants)) => {
                let variants = variants.into_iter().enumerate();
                let variants = variants
                    .map(|(n, variant)| self.schema(variant, &format!("{below}/{n}"), depth))
                    .collect::<Result<Vec<_>, _>>()?;
                strict.insert("anyOf".to_owned(), Value::Array(variants));
            }
            // A single schema wrapped to attach a description to it.
            ("allOf", Value::Array(parts)) if parts.len() == 1 => {
                for part in parts {
                    if let Value::Object(part) = self.schema(part, &below, depth)? {
                        strict.extend(part);
                    }
                }
            }
            ("additionalProperties" | "unevaluatedProperties", Value::Bool(false)) => {}
            ("additionalProperties" | "unevaluatedProperties" | "patternProperties", _) => {
                return Err(unsupported(
                    at,
                    "a map with arbitrary keys",
                    "use a Vec of structs with a key and a value",
                ));
            }
            // It accompanies `prefixItems`, which is reported.
            ("items", _) => {}
            ("prefixItems", _) => {
                return Err(unsupported(at, "a tuple", "use a struct with named fields"));
            }
            ("uniqueItems", _) => {
                return Err(unsupported(at, "a set", "use a Vec and remove duplicates"));
            }
            ("minLength" | "maxLength", _) => {
                return Err(unsupported(
                    at,
                    format!("`{keyword}`"),
                    "use a String without a length limit and check it after parsing",
                ));
            }
            ("format", Value::String(format)) => {
                if FORMATS.contains(&format.as_str()) {
                    strict.insert(keyword, Value::String(format));
                }
            }
            ("required", _) => {}
            (word, value) if KEPT.contains(&word) => {
                self.count_values(word, &value);
                strict.insert(keyword, value);
            }
            (word, _) if DROPPED.contains(&word) || word.starts_with("x-") => {}
            _ => {
                return Err(unsupported(
                    at,
                    format!("`{keyword}`"),
                    "use a plain struct, enum, Vec or Option",
                ));
            }
        }
        Ok(())
    }

    fn count_values(&mut self, word: &str, value: &Value) {
        let values = match (word, value) {
            ("enum", Value::Array(values)) => values.as_slice(),
            ("const", value) => std::slice::from_ref(value),
            _ => return,
        };
        self.enum_values += values.len();
        let texts = values.iter().filter_map(Value::as_str);
        self.name_chars += texts.map(|text| text.chars().count()).sum::<usize>();
    }

    /// Requires all properties and forbids others.
    fn close_object(
        &mut self,
        strict: &mut Map<String, Value>,
        at: &str,
    ) -> Result<(), SchemaError> {
        if strict.contains_key("anyOf") {
            return Err(unsupported(
                at,
                "a struct with an enum flattened into it",
                "make the enum a field of its own",
            ));
        }
        let properties = strict.entry("properties").or_insert_with(|| json!({}));
        let names: Vec<_> = properties
            .as_object()
            .map(|members| members.keys().cloned().collect())
            .unwrap_or_default();
        strict.insert("required".to_owned(), json!(names));
        strict.insert("additionalProperties".to_owned(), json!(false));
        Ok(())
    }
}
