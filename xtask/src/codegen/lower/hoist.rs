//! Names for schemas that are written inline.
//!
//! Enums, objects with fields, and unions become types, which need names. One that is written where
//! it is used is named after that place: the field `status` of `Thing` has the type `ThingStatus`.

use serde_json::{Map, Value, json};

use crate::codegen::at::{At, Origins};
use crate::codegen::fault::{Checked, Fault};
use crate::codegen::grammar::METHODS;
use crate::codegen::names::type_name;
use crate::codegen::schema::{alternatives, has_fields, reference, referenced, strings, wrapped};

/// Keywords that stay where a schema is used.
const OF_THE_USE: [&str; 5] = ["nullable", "default", "deprecated", "example", "title"];

/// Names every schema that needs a name. `origins` are the places of those that have one.
pub(super) fn lower(mut document: Value, origins: Origins) -> Checked<(Value, Origins)> {
    let schemas = match document.pointer_mut("/components/schemas") {
        Some(Value::Object(schemas)) => std::mem::take(schemas),
        _ => Map::new(),
    };
    let mut hoist = Hoist { schemas: Map::new(), origins };
    for (name, schema) in schemas {
        let at = hoist.origins.get(&name).cloned().unwrap_or_else(|| At::schema(&name));
        let schema = hoist.parts(schema, &name, &at)?;
        hoist.schemas.insert(name, schema);
    }
    for (path, item) in document["paths"].as_object_mut().into_iter().flatten() {
        let at = At::root().key("paths").key(path);
        for method in METHODS {
            if let Some(operation) = item.get_mut(method) {
                hoist.operation(operation, &at.key(method))?;
            }
        }
    }
    document["components"]["schemas"] = hoist.schemas.into();
    Ok((document, hoist.origins))
}

/// Joins the name of a place and that of a part of it, as typify would write the result.
fn join(name: &str, part: &str) -> String {
    type_name(&format!("{name}{part}"))
}

struct Hoist {
    schemas: Map<String, Value>,
    origins: Origins,
}

impl Hoist {
    fn operation(&mut self, operation: &mut Value, at: &At) -> Checked<()> {
        let name = type_name(operation["operationId"].as_str().unwrap_or_default());
        let parameters = operation.get_mut("parameters").and_then(Value::as_array_mut);
        for (index, parameter) in parameters.into_iter().flatten().enumerate() {
            let own = type_name(parameter["name"].as_str().unwrap_or_default());
            let at = at.key("parameters").index(index).key("schema");
            if let Some(schema) = parameter.get_mut("schema") {
                *schema = self.place(schema.take(), &join(&name, &own), &at)?;
            }
        }
        if let Some(body) = operation.get_mut("requestBody") {
            self.content(body, &join(&name, "Request"), &at.key("requestBody"))?;
        }
        let responses = operation.get_mut("responses").and_then(Value::as_object_mut);
        for (status, response) in responses.into_iter().flatten() {
            let at = at.key("responses").key(status);
            self.content(response, &join(&name, "Response"), &at)?;
        }
        Ok(())
    }

    /// Names the schema of a JSON body, whatever it is.
    fn content(&mut self, body: &mut Value, name: &str, at: &At) -> Checked<()> {
        let content = body.get_mut("content").and_then(Value::as_object_mut);
        for (media, value) in content.into_iter().flatten() {
            let at = at.key("content").key(media).key("schema");
            if let Some(schema) = value.get_mut("schema")
                && media.starts_with("application/json")
            {
                let written = schema.take();
                *schema = match wrapped(&written) {
                    Some(inner) => inner.clone(),
                    None if referenced(&written).is_some() => written,
                    None => {
                        self.name(written, name, &at)?;
                        reference(name)
                    }
                };
            }
        }
        Ok(())
    }

    /// Names a schema if it needs a name, and what is inside it.
    fn place(&mut self, schema: Value, name: &str, at: &At) -> Checked<Value> {
        let needs_name =
            strings(&schema).is_some() || has_fields(&schema) || alternatives(&schema).is_some();
        if !needs_name {
            return self.parts(schema, name, at);
        }
        let mut wrapper = Map::new();
        for key in ["description"].into_iter().chain(OF_THE_USE) {
            if let Some(value) = schema.get(key) {
                wrapper.insert(key.to_owned(), value.clone());
            }
        }
        self.name(schema, name, at)?;
        wrapper.insert("allOf".into(), json!([reference(name)]));
        Ok(wrapper.into())
    }

    /// Adds a schema under this name.
    fn name(&mut self, mut schema: Value, name: &str, at: &At) -> Checked<()> {
        if let Some(other) = self.origins.get(name) {
            let reason = format!("the schema here would be named {name}, like that at {other}");
            let remedy = "put it under `components/schemas` with a name of its own";
            return Err(Fault::new(at, reason, remedy));
        }
        self.origins.insert(name.to_owned(), at.clone());
        if let Some(schema) = schema.as_object_mut() {
            schema.retain(|key, _| !OF_THE_USE.contains(&key.as_str()));
        }
        let schema = self.parts(schema, name, at)?;
        self.schemas.insert(name.to_owned(), schema);
        Ok(())
    }

    /// Names what is inside a schema.
    fn parts(&mut self, mut schema: Value, name: &str, at: &At) -> Checked<Value> {
        if let Some(fields) = schema.get_mut("properties").and_then(Value::as_object_mut) {
            for (field, value) in fields {
                let name = join(name, &type_name(field));
                *value = self.place(value.take(), &name, &at.key("properties").key(field))?;
            }
        }
        for (key, suffix) in [("items", "Item"), ("additionalProperties", "Value")] {
            if let Some(value) = schema.get_mut(key)
                && value.is_object()
            {
                *value = self.place(value.take(), &join(name, suffix), &at.key(key))?;
            }
        }
        for keyword in ["oneOf", "anyOf"] {
            let members = schema.get_mut(keyword).and_then(Value::as_array_mut);
            for (index, member) in members.into_iter().flatten().enumerate() {
                let own = match (member["title"].as_str(), member["type"].as_str()) {
                    (Some(title), _) => type_name(title),
                    (None, Some(ty)) if ty != "object" => type_name(ty),
                    _ => format!("Variant{}", index + 1),
                };
                let at = at.key(keyword).index(index);
                *member = self.place(member.take(), &join(name, &own), &at)?;
            }
        }
        Ok(schema)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_inline_schema_is_named_after_its_place() {
        let document = json!({
            "paths": {"/things": {"get": {
                "operationId": "listThings",
                "parameters": [{"name": "sort_by", "schema": {"type": "string", "enum": ["a"]}}],
                "responses": {"2XX": {"content": {"application/json": {
                    "schema": {"type": "array", "items": {"type": "string"}},
                }}}},
            }}},
            "components": {"schemas": {"Thing": {"type": "object", "properties": {
                "id": {"type": "string"},
                "status": {"type": "string", "enum": ["a"], "nullable": true, "description": "d"},
                "parts": {"type": "array", "items": {"properties": {"kind": {"enum": ["b"]}}}},
            }}}},
        });
        let origins = Origins::from([("Thing".to_owned(), At::schema("Thing"))]);
        let (lowered, origins) = lower(document.clone(), origins).unwrap();
        let schemas = lowered["components"]["schemas"].as_object().unwrap();
        let mut names: Vec<_> = schemas.keys().map(String::as_str).collect();
        names.sort_unstable();
        assert_eq!(
            names,
            [
                "ListThingsResponse",
                "ListThingsSortBy",
                "Thing",
                "ThingPartsItem",
                "ThingPartsItemKind",
                "ThingStatus"
            ]
        );
        assert_eq!(
            schemas["Thing"]["properties"]["status"],
            json!({"description": "d", "nullable": true, "allOf": [reference("ThingStatus")]})
        );
        assert_eq!(
            schemas["ThingStatus"],
            json!({"type": "string", "enum": ["a"], "description": "d"})
        );
        assert_eq!(
            origins["ThingPartsItemKind"].to_string(),
            "#/components/schemas/Thing/properties/parts/items/properties/kind"
        );

        let taken = ["Thing", "ThingStatus"].map(|name| (name.to_owned(), At::schema(name)));
        let fault = lower(document, taken.into()).unwrap_err();
        assert_eq!(fault.at.to_string(), "#/components/schemas/Thing/properties/status");
        assert!(fault.reason.contains("#/components/schemas/ThingStatus"), "{}", fault.reason);
    }
}
