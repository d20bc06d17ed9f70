//! Facts about the structure of a document.
//!
//! Constructs of OpenAPI 3.0 and 3.1 that mean the same become the same fact: `nullable` and a union
//! with null, `const` and an enum with one value, single success codes and ranges. References are
//! followed, so the names of schemas do not matter.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::error::Error;
use crate::openapi::resolve;

/// The facts of a document, by place.
pub(super) struct Facts(pub(super) BTreeMap<String, Fact>);

/// What a document states at one place.
#[derive(Default)]
pub(super) struct Fact {
    pub(super) aspects: BTreeMap<&'static str, String>,
    /// The reasons given by `x-deviation`.
    pub(super) deviation: Option<String>,
}

const METHODS: [&str; 5] = ["get", "put", "post", "delete", "patch"];

/// The limits that are compared.
const LIMITS: [&str; 7] =
    ["minimum", "maximum", "minLength", "maxLength", "maxItems", "maxProperties", "pattern"];

/// Returns the IDs of all operations of a document.
pub(super) fn operation_ids(document: &Value) -> BTreeSet<String> {
    operations(document).map(|(_, _, _, id)| id.to_owned()).collect()
}

/// Returns the path, path item, method, and ID of each operation.
fn operations(document: &Value) -> impl Iterator<Item = (&str, &Value, &'static str, &str)> {
    let paths = document["paths"].as_object().into_iter().flatten();
    paths.flat_map(|(path, item)| {
        METHODS.into_iter().filter_map(move |method| {
            Some((path.as_str(), item, method, item[method]["operationId"].as_str()?))
        })
    })
}

impl Facts {
    pub(super) fn of(document: &Value, covered: &BTreeSet<String>) -> Result<Self, Error> {
        let mut facts = Self(BTreeMap::new());
        for (path, item, method, id) in operations(document) {
            if covered.contains(id) {
                facts.operation(document, path, item, method, id)?;
            }
        }
        Ok(facts)
    }

    fn operation(
        &mut self,
        document: &Value,
        path: &str,
        item: &Value,
        method: &str,
        id: &str,
    ) -> Result<(), Error> {
        let operation = &item[method];
        self.note(id, "path", format!("{} {path}", method.to_uppercase()));
        self.deviation(id, operation);
        let parameters = [&item["parameters"], &operation["parameters"]];
        for parameter in parameters.into_iter().filter_map(Value::as_array).flatten() {
            let parameter = resolve(document, parameter)?;
            let place =
                format!("{id} parameter {}", parameter["name"].as_str().unwrap_or_default());
            self.note(&place, "in", text(&parameter["in"]));
            self.note(&place, "mandatory", yes_no(parameter["required"] == true));
            self.deviation(&place, parameter);
            self.schema(document, &parameter["schema"], &format!("{place} value"), &[])?;
        }
        if !operation["requestBody"].is_null() {
            let body = resolve(document, &operation["requestBody"])?;
            self.content(document, body, &format!("{id} request"))?;
        }
        for (status, response) in operation["responses"].as_object().into_iter().flatten() {
            let place = match status.chars().next() {
                Some('2') => format!("{id} success"),
                _ => format!("{id} response {status}"),
            };
            self.content(document, resolve(document, response)?, &place)?;
        }
        Ok(())
    }

    /// Adds the facts about the body of a request or response.
    fn content(&mut self, document: &Value, body: &Value, place: &str) -> Result<(), Error> {
        self.deviation(place, body);
        let content = body["content"].as_object();
        let types: Vec<_> = content.into_iter().flatten().collect();
        let names: Vec<_> = types.iter().map(|(name, _)| name.as_str()).collect();
        self.note(place, "content", names.join(", "));
        for (_, content) in types {
            self.deviation(place, content);
            self.schema(document, &content["schema"], &format!("{place} body"), &[])?;
        }
        Ok(())
    }

    /// Adds the facts about a schema, except within itself. `within` are the references that led to
    /// it.
    fn schema(
        &mut self,
        document: &Value,
        schema: &Value,
        place: &str,
        within: &[&str],
    ) -> Result<(), Error> {
        let reference = schema["$ref"].as_str();
        if schema.is_null() {
            return Ok(());
        }
        if reference.is_some_and(|reference| within.contains(&reference)) {
            self.note(place, "type", "recursive".to_owned());
            return Ok(());
        }
        let within: Vec<_> = within.iter().copied().chain(reference).collect();
        self.deviation(place, schema);
        let schema = resolve(document, schema)?;
        self.deviation(place, schema);
        self.fact(place).aspects.entry("nullable").or_insert_with(|| yes_no(false));
        if schema["nullable"] == true {
            self.note(place, "nullable", yes_no(true));
        }
        match &schema["type"] {
            Value::String(one) => self.type_name(place, one),
            Value::Array(many) => {
                many.iter().filter_map(Value::as_str).for_each(|one| self.type_name(place, one))
            }
            _ => {}
        }
        for union in ["allOf", "anyOf", "oneOf"] {
            for part in schema[union].as_array().into_iter().flatten() {
                self.schema(document, part, place, &within)?;
            }
        }
        self.values(schema, place);
        for limit in LIMITS {
            match &schema[limit] {
                Value::Null => {}
                value => self.note(place, limit, text(value)),
            }
        }
        for (name, property) in schema["properties"].as_object().into_iter().flatten() {
            self.schema(document, property, &format!("{place}.{name}"), &within)?;
        }
        for (keyword, suffix) in [("items", "[]"), ("additionalProperties", ".*")] {
            if schema[keyword].is_object() {
                self.schema(document, &schema[keyword], &format!("{place}{suffix}"), &within)?;
            }
        }
        Ok(())
    }

    fn type_name(&mut self, place: &str, name: &str) {
        match name {
            "null" => self.note(place, "nullable", yes_no(true)),
            name => self.note(place, "type", name.to_owned()),
        }
    }

    /// Adds enum values and required properties, sorted because their order has no meaning.
    fn values(&mut self, schema: &Value, place: &str) {
        let constant = schema.get("const").map(std::slice::from_ref);
        let values = schema["enum"].as_array().map(Vec::as_slice).or(constant);
        if let Some(values) = values {
            self.note(place, "enum", sorted(values));
        }
        if let Some(required) = schema["required"].as_array() {
            self.note(place, "required", sorted(required));
        }
    }

    fn fact(&mut self, place: &str) -> &mut Fact {
        self.0.entry(place.to_owned()).or_default()
    }

    fn note(&mut self, place: &str, aspect: &'static str, value: String) {
        self.fact(place).aspects.insert(aspect, value);
    }

    fn deviation(&mut self, place: &str, value: &Value) {
        let Some(reason) = value["x-deviation"].as_str() else {
            return;
        };
        let deviation = &mut self.fact(place).deviation;
        match deviation {
            Some(known) if known.contains(reason) => {}
            Some(known) => known.push_str(&format!("; {reason}")),
            None => *deviation = Some(reason.to_owned()),
        }
    }
}

fn sorted(values: &[Value]) -> String {
    values.iter().map(text).collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join(", ")
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn yes_no(yes: bool) -> String {
    if yes { "yes" } else { "no" }.to_owned()
}
