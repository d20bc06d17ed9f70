//! Documentation of the operations, each with an example that is compiled as a doctest.

use std::fmt::Write;

use serde_json::Value;
use syn::{ImplItem, Item};

use super::{docs, tree};
use crate::codegen::lower::Lowered;
use crate::codegen::operation::{Operation, Parameter};
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
            .ok_or_else(|| Error::Pass {
                file: "client",
                pass: "operation docs",
                what: format!("it has no method {}", operation.name),
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
    // Writing to a string cannot fail.
    let _ = write_parameters(&mut doc, operation);
    let returns = match &operation.success {
        Some(schema) => {
            let name = heck::ToUpperCamelCase::to_upper_camel_case(schema.as_str());
            format!("[`types::{name}`]")
        }
        None => "[`ByteStream`](crate::ByteStream)".to_owned(),
    };
    let _ = write!(
        doc,
        "# Returns\n\n{returns}, for any 2xx status.\n\n\
         # Errors\n\n{}\n\n\
         # Authorization\n\n{}\n\n\
         # Examples\n\n{}",
        docs::ERRORS,
        authorization(lowered),
        example(operation),
    );
    doc
}

fn write_parameters(doc: &mut String, operation: &Operation) -> std::fmt::Result {
    if operation.parameters.is_empty() && operation.body.is_none() {
        return Ok(());
    }
    writeln!(doc, "# Parameters\n\n| Name | Description |\n|---|---|")?;
    for parameter in &operation.parameters {
        writeln!(doc, "| `{}` | {} |", parameter.name, docs::parameter_doc(parameter))?;
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

fn example(operation: &Operation) -> String {
    let mut call = format!("client\n    .{}()\n", operation.name);
    for parameter in &operation.parameters {
        call.push_str(&format!("    .{}({})\n", parameter.name, argument(parameter)));
    }
    if let Some(body) = &operation.body {
        call.push_str(&format!(
            "    .body_map(|body| {{\n        body{}\n    }})\n",
            body_setters(&body.example)
        ));
    }
    format!(
        "```no_run\n\
         # async fn example(client: batch_client::Client) -> Result<(), batch_client::Error> {{\n\
         let response = {call}    .send()\n    .await?;\n\
         {}\n\
         # Ok(())\n# }}\n```",
        match operation.success {
            Some(_) => "println!(\"{response:?}\");",
            None => "let stream = response.into_inner();\n# drop(stream);",
        }
    )
}

/// Returns a plausible value of a parameter: its example, a known value, its default, or a made-up one.
fn argument(parameter: &Parameter) -> String {
    let schema = &parameter.schema;
    let value = [&schema["example"], &schema["enum"][0], &schema["default"]]
        .into_iter()
        .find(|value| !value.is_null());
    match value {
        Some(Value::String(text)) => format!("{text:?}"),
        Some(value) => value.to_string(),
        None if schema["type"] == "integer" => "1".to_owned(),
        None => "\"object_abc123\"".to_owned(),
    }
}

/// Returns calls that set the scalar fields of the example, which include all required fields.
fn body_setters(example: &Value) -> String {
    let fields = example.as_object().into_iter().flatten();
    fields
        .filter_map(|(name, value)| match value {
            Value::String(text) => Some(format!("\n            .{name}({text:?})")),
            Value::Number(_) | Value::Bool(_) => Some(format!("\n            .{name}({value})")),
            _ => None,
        })
        .collect()
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
            (json!({"type": "string"}), "\"object_abc123\""),
        ];
        for (schema, expected) in table {
            let (name, description) = (String::new(), String::new());
            let parameter = Parameter { name, required: false, description, schema };
            assert_eq!(argument(&parameter), expected);
        }
    }

    #[test]
    fn the_scalar_fields_of_an_example_are_set() {
        let example = json!({"a": "x\"y", "b": 1, "c": true, "d": {"e": 1}, "f": [1], "g": null});
        let setters = body_setters(&example);
        let setters: Vec<_> = setters.split_whitespace().collect();
        assert_eq!(setters, [".a(\"x\\\"y\")", ".b(1)", ".c(true)"]);
        assert_eq!(body_setters(&Value::Null), "");
    }
}
