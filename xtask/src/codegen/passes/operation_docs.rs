//! Documentation of the operations, each with an example that is compiled as a doctest.

use std::fmt::Write;

use serde_json::Value;
use syn::{ImplItem, Item};

use super::{docs, tree};
use crate::codegen::lower::Lowered;
use crate::codegen::names::field_name;
use crate::codegen::operation::{Operation, Success};
use crate::codegen::schema::{has_fields, unwrap};
use crate::error::Error;

pub(super) fn apply(file: &mut syn::File, lowered: &Lowered) -> Result<(), Error> {
    for operation in &lowered.operations {
        let method = file
            .items
            .iter_mut()
            .filter_map(|item| match item {
                Item::Impl(item) if tree::type_name(&item.self_ty).as_deref() == Some("Client") => {
                    Some(&mut item.items)
                }
                _ => None,
            })
            .flatten()
            .find_map(|item| match item {
                ImplItem::Fn(f) if f.sig.ident == operation.name => Some(f),
                _ => None,
            })
            .ok_or_else(|| {
                tree::missing("operation docs", format!("it has no method {}", operation.name))
            })?;
        tree::set_doc(&mut method.attrs, &doc(operation, lowered));
    }
    Ok(())
}

fn doc(operation: &Operation, lowered: &Lowered) -> String {
    let mut doc = format!(
        "{}: `{} {}`.\n\n{}\n\n",
        operation.summary, operation.method, operation.path, operation.description
    );
    if operation.deprecated {
        doc.push_str("**Deprecated** by the API.\n\n");
    }
    // Writing to a string cannot fail.
    let _ = write_parameters(&mut doc, operation);
    let returns = match &operation.success {
        Success::Json(schema) => format!("[`types::{schema}`]"),
        Success::Bytes => "[`ByteStream`](crate::ByteStream)".to_owned(),
        Success::Nothing => "Nothing".to_owned(),
    };
    let _ = write!(
        doc,
        "# Returns\n\n{returns}, for any 2xx status.\n\n\
         # Errors\n\n{}\n\n\
         # Authorization\n\n{}\n\n\
         # Examples\n\n{}",
        docs::ERRORS,
        authorization(lowered),
        example(operation, lowered),
    );
    doc
}

fn write_parameters(doc: &mut String, operation: &Operation) -> std::fmt::Result {
    if operation.parameters.is_empty() && operation.body.is_none() {
        return Ok(());
    }
    writeln!(doc, "# Parameters\n\n| Name | Description |\n|---|---|")?;
    for parameter in &operation.parameters {
        // A line break would end the row.
        let description = docs::parameter_doc(parameter).replace('\n', " ").replace('|', "\\|");
        writeln!(doc, "| `{}` | {} |", parameter.setter, description)?;
    }
    if let Some(body) = &operation.body {
        writeln!(doc, "| `body` | The request body, a [`types::{}`]. Required. |", body.schema)?;
    }
    writeln!(doc)
}

fn authorization(lowered: &Lowered) -> String {
    let schemes = lowered.document["components"]["securitySchemes"].as_object();
    schemes
        .into_iter()
        .flatten()
        .map(|(name, scheme)| {
            let description = scheme["description"].as_str().unwrap_or_default();
            format!("`{name}`: {}", description.trim())
        })
        .collect::<Vec<_>>()
        .join(" ")
}

fn example(operation: &Operation, lowered: &Lowered) -> String {
    let mut call = format!("client\n    .{}()\n", operation.name);
    for parameter in &operation.parameters {
        call.push_str(&format!("    .{}({})\n", parameter.setter, argument(&parameter.schema)));
    }
    let mut before = String::new();
    if let Some(body) = &operation.body {
        let schema = &lowered.document["components"]["schemas"][&body.schema];
        if !has_fields(schema) {
            // Only structs have builders.
            before = format!(
                "let body: batch_client::types::{} =\n    \
                 batch_client::serde_json::from_str({:?}).expect(\"an example\");\n",
                body.schema,
                body.example.to_string()
            );
            call.push_str("    .body(body)\n");
        } else {
            call.push_str(&match body_setters(&lowered.document, schema, &body.example) {
                setters if setters.is_empty() => "    .body_map(|body| body)\n".to_owned(),
                setters => format!("    .body_map(|body| {{\n        body{setters}\n    }})\n"),
            });
        }
    }
    let (response, shown) = match operation.success {
        Success::Json(_) => ("let response = ", "\nprintln!(\"{response:?}\");"),
        Success::Bytes => {
            ("let response = ", "\nlet stream = response.into_inner();\n# drop(stream);")
        }
        Success::Nothing => ("", ""),
    };
    format!(
        "```no_run\n\
         # async fn example(client: batch_client::Client) -> Result<(), batch_client::Error> {{\n\
         {before}{response}{call}    .send()\n    .await?;{shown}\n\
         # Ok(())\n# }}\n```"
    )
}

/// Returns a plausible value for a schema: its example, a known value, its default, or a made-up one.
fn argument(schema: &Value) -> String {
    let value = [&schema["example"], &schema["enum"][0], &schema["default"]]
        .into_iter()
        .find(|value| !value.is_null() && fits(schema, value));
    match (schema["type"].as_str(), value) {
        (Some("array"), value) => {
            let inner = value.map(|value| &value[0]).filter(|value| !value.is_null());
            let mut item = schema["items"].clone();
            if let Some(inner) = inner {
                item["example"] = inner.clone();
            }
            let item = argument(&item);
            let item = if item.starts_with('"') { format!("{item}.into()") } else { item };
            format!("vec![{item}]")
        }
        (_, Some(Value::String(text))) => format!("{text:?}"),
        (Some("number"), Some(number)) => float(number),
        (_, Some(value)) => value.to_string(),
        (Some("integer"), None) => "1".to_owned(),
        (Some("number"), None) => "1.0".to_owned(),
        (Some("boolean"), None) => "true".to_owned(),
        _ => "\"object_abc123\"".to_owned(),
    }
}

/// Returns whether an example has the type that its schema states.
fn fits(schema: &Value, value: &Value) -> bool {
    match schema["type"].as_str() {
        Some("string") => value.is_string(),
        Some("integer") => value.is_i64(),
        Some("number") => value.is_number(),
        Some("boolean") => value.is_boolean(),
        Some("array") => value.is_array(),
        _ => false,
    }
}

fn float(number: &Value) -> String {
    let text = number.to_string();
    if text.contains(['.', 'e', 'E']) { text } else { format!("{text}.0") }
}

/// Returns calls that set the required scalar fields of the example. A setter of an optional field takes
/// an option, which would make the example harder to read.
fn body_setters(document: &Value, schema: &Value, example: &Value) -> String {
    let required = schema["required"].as_array().into_iter().flatten();
    let required: Vec<_> = required
        .filter_map(Value::as_str)
        .filter(|name| schema["properties"][name]["nullable"] != true)
        .collect();
    let fields = example.as_object().into_iter().flatten();
    let setter = |(name, value): (&String, &Value)| {
        let schema = unwrap(document, schema["properties"].get(name)?);
        if !required.contains(&name.as_str()) || schema["type"] == "array" || !fits(schema, value) {
            return None;
        }
        let value = match value {
            Value::String(text) => format!("{text:?}"),
            number if schema["type"] == "number" => float(number),
            value => value.to_string(),
        };
        Some(format!("\n            .{}({value})", field_name(name)))
    };
    fields.filter_map(setter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_argument_is_the_most_plausible_value_of_its_schema() {
        let table = [
            (json!({"type": "string", "example": "batch_1", "enum": ["a"]}), "\"batch_1\""),
            (json!({"type": "string", "enum": ["a", "b"], "default": "b"}), "\"a\""),
            (json!({"type": "integer", "default": 20}), "20"),
            (json!({"type": "integer"}), "1"),
            (json!({"type": "number", "example": 2}), "2.0"),
            (json!({"type": "number"}), "1.0"),
            (json!({"type": "boolean"}), "true"),
            (json!({"type": "string"}), "\"object_abc123\""),
            // An example of another type would not compile.
            (json!({"type": "integer", "example": "one"}), "1"),
            (json!({"type": "array", "items": {"type": "integer"}, "example": [7]}), "vec![7]"),
            (
                json!({"type": "array", "items": {"type": "string", "enum": ["a"]}}),
                "vec![\"a\".into()]",
            ),
        ];
        for (schema, expected) in table {
            assert_eq!(argument(&schema), expected);
        }
    }

    #[test]
    fn the_scalar_fields_of_an_example_are_set_by_the_names_of_the_builder() {
        let schema = json!({"properties": {
            "type": {"type": "string"}, "b": {"type": "integer"}, "isC": {"type": "boolean"},
            "d": {"type": "object"}, "f": {"type": "array"}, "g": {"type": "number"}, "h": {},
            "i": {"type": "integer"}, "optional": {"type": "string"},
            "null": {"type": "string", "nullable": true},
        }, "required": ["type", "b", "isC", "d", "f", "g", "h", "i", "null"]});
        let example = json!({"type": "x\"y", "b": 1, "isC": true, "d": {"e": 1}, "f": [1], "g": 1,
                             "h": "any", "i": "text", "optional": "o", "null": "n", "not described": 1});
        let setters = body_setters(&Value::Null, &schema, &example);
        let setters: Vec<_> = setters.split_whitespace().collect();
        assert_eq!(setters, [".type_(\"x\\\"y\")", ".b(1)", ".is_c(true)", ".g(1.0)"]);
        assert_eq!(body_setters(&Value::Null, &schema, &Value::Null), "");
    }
}
