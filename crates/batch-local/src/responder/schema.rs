//! Example values for JSON schemas, for requests that ask for structured output.

use std::cell::Cell;

use serde_json::{Map, Value, json};

/// The value of strings without constraints.
const TEXT: &str = "batch-local";

/// Below this depth, everything optional is left out, because schemas may be recursive.
const SHALLOW: usize = 6;

/// Maximum number of values in one example. A schema that contains itself twice would have too many.
const MOST_VALUES: u32 = 10_000;

/// Maximum depth of an example.
const DEEPEST: usize = 32;

/// Returns a small value that is valid for the schema. Ignores `pattern` and the keywords that strict
/// structured outputs do not support, such as `not` and `if`.
pub(super) fn example(schema: &Value) -> Value {
    let maker = Maker { root: schema, left: Cell::new(MOST_VALUES) };
    maker.value(schema, 0)
}

struct Maker<'a> {
    root: &'a Value,
    /// Values that may still be created.
    left: Cell<u32>,
}

impl Maker<'_> {
    fn value(&self, schema: &Value, depth: usize) -> Value {
        if depth > DEEPEST || self.left.get() == 0 {
            return Value::Null;
        }
        self.left.set(self.left.get() - 1);
        if let Some(value) = schema.get("const") {
            return value.clone();
        }
        if let Some(value) = items(schema, "enum").first() {
            return value.clone();
        }
        if let Some(target) = schema.get("$ref").and_then(Value::as_str) {
            let target = target.strip_prefix('#').unwrap_or(target);
            let target = self.root.pointer(target).unwrap_or(&Value::Null);
            return self.value(target, depth + 1);
        }
        for name in ["anyOf", "oneOf", "allOf"] {
            let variants = items(schema, name);
            let null = variants.iter().find(|variant| allows(variant, "null"));
            let chosen = match null {
                Some(null) if depth > SHALLOW => Some(null),
                _ => variants.iter().find(|variant| !allows(variant, "null")).or(null),
            };
            if let Some(chosen) = chosen {
                return self.value(chosen, depth + 1);
            }
        }
        if depth > SHALLOW && allows(schema, "null") {
            return Value::Null;
        }
        match kind(schema) {
            "object" => self.object(schema, depth),
            "array" => self.array(schema, depth),
            "string" => string(schema).into(),
            "integer" => integer(schema).into(),
            "number" => number(schema),
            "boolean" => false.into(),
            _ => Value::Null,
        }
    }

    fn object(&self, schema: &Value, depth: usize) -> Value {
        let required = items(schema, "required");
        let mut fields = Map::new();
        if let Some(Value::Object(properties)) = schema.get("properties") {
            for (name, property) in properties {
                if depth <= SHALLOW || required.iter().any(|r| r == name) {
                    fields.insert(name.clone(), self.value(property, depth + 1));
                }
            }
        }
        Value::Object(fields)
    }

    fn array(&self, schema: &Value, depth: usize) -> Value {
        let bound = |name: &str| schema.get(name).and_then(Value::as_u64);
        let wanted = if depth > SHALLOW { 0 } else { 1 };
        let count = wanted
            .max(bound("minItems").unwrap_or(0))
            .min(bound("maxItems").unwrap_or(u64::MAX))
            .min(1_000);
        let item = schema.get("items").unwrap_or(&Value::Null);
        (0..count).map(|_| self.value(item, depth + 1)).collect()
    }
}

fn items<'a>(schema: &'a Value, name: &str) -> &'a [Value] {
    schema.get(name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// The type, or the first of several types that is not null.
fn kind(schema: &Value) -> &str {
    let named = match schema.get("type") {
        Some(Value::String(name)) => Some(name.as_str()),
        Some(Value::Array(names)) => {
            names.iter().filter_map(Value::as_str).find(|name| *name != "null")
        }
        _ => None,
    };
    named.unwrap_or(match schema {
        Value::Object(fields) if fields.contains_key("properties") => "object",
        Value::Object(fields) if fields.contains_key("items") => "array",
        _ => "null",
    })
}

fn allows(schema: &Value, name: &str) -> bool {
    match schema.get("type") {
        Some(Value::String(kind)) => kind == name,
        Some(Value::Array(kinds)) => kinds.iter().any(|kind| kind == name),
        _ => false,
    }
}

fn string(schema: &Value) -> String {
    let text = match schema.get("format").and_then(Value::as_str) {
        Some("date-time") => "2023-11-14T22:13:20Z",
        Some("date") => "2023-11-14",
        Some("time") => "22:13:20Z",
        Some("duration") => "PT1S",
        Some("email") => "batch-local@example.com",
        Some("hostname") => "example.com",
        Some("ipv4") => "127.0.0.1",
        Some("ipv6") => "::1",
        Some("uuid") => "00000000-0000-4000-8000-000000000000",
        Some("uri") => "https://example.com/",
        _ => TEXT,
    };
    let bound = |name: &str| {
        let bound = schema.get(name).and_then(Value::as_u64)?;
        usize::try_from(bound).ok()
    };
    let least = bound("minLength").unwrap_or(0).min(100_000);
    let most = bound("maxLength").unwrap_or(usize::MAX);
    let mut text: String = text.chars().take(most).collect();
    while text.chars().count() < least {
        text.push('.');
    }
    text
}

fn integer(schema: &Value) -> i64 {
    let bound = |name: &str| schema.get(name).and_then(Value::as_i64);
    let step = bound("multipleOf").filter(|step| *step > 0).unwrap_or(1);
    let least = bound("minimum").or(bound("exclusiveMinimum").map(|bound| bound.saturating_add(1)));
    let most = bound("maximum").or(bound("exclusiveMaximum").map(|bound| bound.saturating_sub(1)));
    // The smallest multiple that is large enough, or the largest that is small enough.
    match (least, most) {
        (Some(least), _) if least > 0 => {
            let steps = least.saturating_add(step - 1).div_euclid(step);
            steps.saturating_mul(step)
        }
        (_, Some(most)) if most < 0 => most.div_euclid(step).saturating_mul(step),
        _ => 0,
    }
}

fn number(schema: &Value) -> Value {
    let bound = |name: &str| schema.get(name).and_then(Value::as_f64);
    let low = bound("minimum").or(bound("exclusiveMinimum"));
    let high = bound("maximum").or(bound("exclusiveMaximum"));
    if schema.get("multipleOf").is_some() {
        return json!(integer(schema));
    }
    json!(match (low, high) {
        (Some(low), Some(high)) if !(low < 0.0 && high > 0.0) => low + (high - low) / 2.0,
        (Some(low), None) if low >= 0.0 => low + 1.0,
        (None, Some(high)) if high <= 0.0 => high - 1.0,
        _ => 0.0,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_are_valid_for_their_schema() {
        for (schema, expected) in [
            (json!({"type": "string"}), json!("batch-local")),
            (json!({"type": "string", "maxLength": 3}), json!("bat")),
            (json!({"type": "string", "minLength": 13}), json!("batch-local..")),
            (json!({"type": "string", "format": "date"}), json!("2023-11-14")),
            (json!({"enum": ["b", "a"]}), json!("b")),
            (json!({"const": 5}), json!(5)),
            (json!({"type": ["null", "boolean"]}), json!(false)),
            (json!({"type": "integer", "minimum": 7, "multipleOf": 5}), json!(10)),
            (json!({"type": "integer", "exclusiveMaximum": -3}), json!(-4)),
            (json!({"type": "number", "minimum": 1, "maximum": 2}), json!(1.5)),
            (
                json!({"type": "array", "minItems": 2, "items": {"type": "null"}}),
                json!([null, null]),
            ),
            (json!({"anyOf": [{"type": "null"}, {"type": "boolean"}]}), json!(false)),
            (
                json!({"type": "object", "properties": {"a": {"$ref": "#/$defs/x"}}, "required": ["a"],
                       "$defs": {"x": {"type": "integer"}}}),
                json!({"a": 0}),
            ),
            (json!({}), json!(null)),
        ] {
            assert_eq!(example(&schema), expected, "{schema}");
        }
    }

    #[test]
    fn examples_of_recursive_schemas_end() {
        let list = json!({
            "type": "object",
            "properties": {"next": {"anyOf": [{"$ref": "#"}, {"type": "null"}]}},
            "required": ["next"],
        });
        let text = example(&list).to_string();
        assert!(text.starts_with(r#"{"next":{"next":"#) && text.contains(r#""next":null"#));
        let endless =
            json!({"type": "object", "properties": {"a": {"$ref": "#"}}, "required": ["a"]});
        assert!(example(&endless).is_object());
        assert_eq!(example(&json!({"$ref": "#"})), Value::Null);
        let fork = json!({"type": "object", "properties": {"a": {"$ref": "#"}, "b": {"$ref": "#"}},
                          "required": ["a", "b"]});
        assert!(example(&fork).to_string().len() < 1_000_000);
    }
}
