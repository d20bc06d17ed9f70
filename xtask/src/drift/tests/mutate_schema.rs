//! Random changes of the structure of schemas.

use fastrand::Rng;
use serde_json::{Map, Value, json};

use super::edit::{Edits, rename};
use super::random::{index, novel, novel_schema, toggle};
use super::sites::{Kind, Site, is_null};

type Members = Map<String, Value>;

/// Changes a schema that has no `$ref`, if that is possible.
type Change = fn(&mut Rng, &mut Members, &Site) -> Option<()>;

/// Changes the structure of a schema. Returns the name of the mutation, and the edits.
pub(super) fn mutate(rng: &mut Rng, document: &Value, site: &Site, index: usize) -> Option<Edits> {
    assert_eq!(site.kind, Kind::Schema);
    let (name, change) = MUTATIONS[index];
    let schema = document.pointer(&site.pointer)?;
    let reference = schema.get("$ref").is_some();
    match name {
        "reference" => reference.then(|| Edits::one(&site.pointer, novel_schema(rng))),
        "null beside a reference" => {
            let possible = reference && site.decides && !allows_null(document, schema)?;
            possible
                .then(|| Edits::one(&site.pointer, json!({"anyOf": [schema, {"type": "null"}]})))
        }
        _ if reference => None,
        _ => Edits::object(document, &site.pointer, |schema| change(rng, schema, site)),
    }
}

/// Returns whether a schema allows null. `None` if that is hard to tell.
fn allows_null(document: &Value, schema: &Value) -> Option<bool> {
    if let Some(reference) = schema["$ref"].as_str() {
        return allows_null(document, document.pointer(&reference[1..])?);
    }
    if schema.get("allOf").is_some() || schema.get("enum").is_some() {
        return None;
    }
    let types = schema["type"].as_array().is_some_and(|types| types.contains(&"null".into()));
    let mut unions = ["anyOf", "oneOf"].into_iter().filter_map(|union| schema[union].as_array());
    Some(types || schema["nullable"] == true || unions.any(|members| members.iter().any(is_null)))
}

const TYPES: [&str; 5] = ["string", "integer", "boolean", "array", "object"];

pub(super) const MUTATIONS: [(&str, Change); 80] = [
    ("reference", |_, _, _| None),
    ("null beside a reference", |_, _, _| None),
    ("type changed", |rng, schema, _| {
        let now = schema.get("type")?.as_str()?;
        let to = rng.choice(TYPES)?;
        (now != to).then(|| _ = schema.insert("type".into(), to.into()))
    }),
    ("type removed", |_, schema, site| {
        let possible = site.decides && says_type_once(schema);
        possible.then(|| schema.shift_remove("type").map(|_| ()))?
    }),
    ("type added", |rng, schema, site| {
        let possible = site.decides && !schema.contains_key("type") && !has_parts(schema);
        possible.then(|| _ = schema.insert("type".into(), rng.choice(TYPES).unwrap().into()))
    }),
    ("type widened", |rng, schema, site| {
        let now = schema.get("type")?.as_str()?.to_owned();
        let to = rng.choice(TYPES)?;
        let possible = site.decides && says_type_once(schema) && now != to;
        possible.then(|| _ = schema.insert("type".into(), json!([now, to])))
    }),
    ("null allowed", |_, schema, site| {
        let possible = site.decides && says_type_once(schema) && !has_null_value(schema);
        let now = schema.get("type")?.as_str()?.to_owned();
        possible.then(|| _ = schema.insert("type".into(), json!([now, "null"])))
    }),
    ("null allowed by a union", |_, schema, site| {
        let possible = site.decides && says_type_once(schema) && !has_null_value(schema);
        schema.get("type")?.as_str()?;
        possible.then(|| {
            let whole = std::mem::take(schema);
            schema.insert("anyOf".into(), json!([{"type": "null"}, whole]));
        })
    }),
    ("null forbidden", |_, schema, site| {
        let possible = site.decides && says_type_once(schema) && !has_null_value(schema);
        let types = schema.get_mut("type")?.as_array_mut()?;
        let index = types.iter().position(|one| one == "null")?;
        possible.then(|| _ = types.remove(index))
    }),
    ("null removed from a union", |rng, schema, _| {
        let possible = schema.get("type").is_none();
        let members = schema.get_mut(union(rng, schema)?)?.as_array_mut()?;
        let index = members.iter().position(is_null)?;
        (possible && members.len() > 1).then(|| _ = members.remove(index))
    }),
    ("required added", |rng, schema, _| {
        let required = schema.entry("required").or_insert_with(|| json!([])).as_array_mut()?;
        required.insert(rng.usize(..=required.len()), novel(rng).into());
        Some(())
    }),
    ("property required", |rng, schema, _| {
        let name = rng.choice(schema.get("properties")?.as_object()?.keys())?.clone();
        let possible = !has_parts(schema);
        let required = schema.entry("required").or_insert_with(|| json!([])).as_array_mut()?;
        let new = !required.contains(&name.as_str().into());
        (possible && new).then(|| required.push(name.into()))
    }),
    ("required removed", |rng, schema, _| {
        let required = schema.get_mut("required")?;
        let index = index(rng, required)?;
        required.as_array_mut()?.remove(index);
        Some(())
    }),
    ("property added", |rng, schema, _| {
        let properties = schema.entry("properties").or_insert_with(|| json!({}));
        properties.as_object_mut()?.insert(novel(rng), json!({"type": "string"}));
        Some(())
    }),
    ("property removed", |rng, schema, _| {
        let properties = schema.get_mut("properties")?.as_object_mut()?;
        let name = rng.choice(properties.keys())?.clone();
        properties.shift_remove(&name).map(|_| ())
    }),
    ("property renamed", |rng, schema, _| {
        let properties = schema.get_mut("properties")?.as_object_mut()?;
        let name = rng.choice(properties.keys())?.clone();
        rename(properties, &name, &novel(rng));
        Some(())
    }),
    ("property schema", |rng, schema, _| {
        let properties = schema.get_mut("properties")?.as_object_mut()?;
        let name = rng.choice(properties.keys())?.clone();
        properties.insert(name, novel_schema(rng));
        Some(())
    }),
    ("enum value added", |rng, schema, _| {
        let values = schema.get_mut("enum")?.as_array_mut()?;
        values.insert(rng.usize(..=values.len()), novel(rng).into());
        Some(())
    }),
    ("enum value removed", |rng, schema, _| {
        let values = schema.get_mut("enum")?;
        let index = index(rng, values)?;
        let value = values.as_array_mut()?.remove(index);
        (!value.is_null()).then_some(())
    }),
    ("enum value changed", |rng, schema, _| {
        let values = schema.get_mut("enum")?;
        let index = index(rng, values)?;
        (!values[index].is_null()).then(|| values[index] = novel(rng).into())
    }),
    ("enum added", |rng, schema, _| {
        let new = !schema.contains_key("enum") && !schema.contains_key("const");
        new.then(|| _ = schema.insert("enum".into(), json!([novel(rng), novel(rng)])))
    }),
    ("enum removed", |_, schema, _| schema.shift_remove("enum").map(|_| ())),
    ("const changed", |rng, schema, _| {
        schema.get("const")?;
        schema.insert("const".into(), novel(rng).into());
        Some(())
    }),
    ("const removed", |_, schema, _| schema.shift_remove("const").map(|_| ())),
    ("format changed", |rng, schema, _| change_text(rng, schema, "format")),
    ("format removed", |_, schema, _| schema.shift_remove("format").map(|_| ())),
    ("default changed", |rng, schema, _| change_text(rng, schema, "default")),
    ("default null", |_, schema, _| {
        let new = schema.get("default") != Some(&Value::Null);
        new.then(|| _ = schema.insert("default".into(), Value::Null))
    }),
    ("default removed", |_, schema, _| schema.shift_remove("default").map(|_| ())),
    ("pattern changed", |rng, schema, _| change_text(rng, schema, "pattern")),
    ("pattern removed", |_, schema, _| schema.shift_remove("pattern").map(|_| ())),
    ("content encoding", |rng, schema, _| change_text(rng, schema, "contentEncoding")),
    ("content media type", |rng, schema, _| change_text(rng, schema, "contentMediaType")),
    ("minimum changed", |rng, schema, _| change_number(rng, schema, "minimum")),
    ("minimum removed", |_, schema, _| schema.shift_remove("minimum").map(|_| ())),
    ("maximum changed", |rng, schema, _| change_number(rng, schema, "maximum")),
    ("maximum removed", |_, schema, _| schema.shift_remove("maximum").map(|_| ())),
    ("exclusive minimum", |rng, schema, _| change_number(rng, schema, "exclusiveMinimum")),
    ("exclusive maximum", |rng, schema, _| change_number(rng, schema, "exclusiveMaximum")),
    ("minimum made exclusive", |_, schema, _| {
        let minimum = schema.shift_remove("minimum")?;
        schema.insert("exclusiveMinimum".into(), minimum);
        Some(())
    }),
    ("multiple of", |rng, schema, _| change_number(rng, schema, "multipleOf")),
    ("minimum length", |rng, schema, _| change_number(rng, schema, "minLength")),
    ("maximum length", |rng, schema, _| change_number(rng, schema, "maxLength")),
    ("maximum length removed", |_, schema, _| schema.shift_remove("maxLength").map(|_| ())),
    ("minimum of items", |rng, schema, _| change_number(rng, schema, "minItems")),
    ("maximum of items", |rng, schema, _| change_number(rng, schema, "maxItems")),
    ("maximum of items removed", |_, schema, _| schema.shift_remove("maxItems").map(|_| ())),
    ("minimum of properties", |rng, schema, _| change_number(rng, schema, "minProperties")),
    ("maximum of properties", |rng, schema, _| change_number(rng, schema, "maxProperties")),
    ("unique items", |_, schema, site| change_flag(schema, site, "uniqueItems")),
    ("deprecated", |_, schema, site| change_flag(schema, site, "deprecated")),
    ("read only", |_, schema, site| change_flag(schema, site, "readOnly")),
    ("write only", |_, schema, site| change_flag(schema, site, "writeOnly")),
    ("additional properties forbidden", |_, schema, _| {
        let new = schema.get("additionalProperties") != Some(&false.into());
        new.then(|| _ = schema.insert("additionalProperties".into(), false.into()))
    }),
    ("additional properties allowed", |_, schema, _| {
        let now = schema.get("additionalProperties");
        let new = now != Some(&true.into()) && now != Some(&json!({}));
        new.then(|| _ = schema.insert("additionalProperties".into(), true.into()))
    }),
    ("additional properties schema", |rng, schema, _| {
        schema.insert("additionalProperties".into(), novel_schema(rng));
        Some(())
    }),
    ("additional properties unsaid", |_, schema, _| {
        schema.shift_remove("additionalProperties").map(|_| ())
    }),
    ("items changed", |rng, schema, _| {
        schema.insert("items".into(), novel_schema(rng));
        Some(())
    }),
    ("items removed", |_, schema, _| schema.shift_remove("items").map(|_| ())),
    ("union member added", |rng, schema, _| {
        let members = schema.get_mut(union(rng, schema)?)?.as_array_mut()?;
        members.insert(rng.usize(..=members.len()), novel_schema(rng));
        Some(())
    }),
    ("union member removed", |rng, schema, _| {
        let members = schema.get_mut(union(rng, schema)?)?;
        let index = index(rng, members)?;
        let member = members.as_array_mut()?.remove(index);
        (!is_null(&member)).then_some(())
    }),
    ("union member changed", |rng, schema, _| {
        let members = schema.get_mut(union(rng, schema)?)?;
        let index = index(rng, members)?;
        (!is_null(&members[index])).then(|| members[index] = novel_schema(rng))
    }),
    ("kind of union", |rng, schema, _| {
        let from = union(rng, schema)?;
        let to = if from == "anyOf" { "oneOf" } else { "anyOf" };
        let members = schema.get(from)?.as_array()?;
        let many = members.iter().filter(|member| !is_null(member)).count() > 1;
        (many && !schema.contains_key(to)).then(|| rename(schema, from, to))
    }),
    ("union added", |rng, schema, _| {
        let new = !schema.contains_key("oneOf");
        let members = json!([novel_schema(rng), novel_schema(rng)]);
        new.then(|| _ = schema.insert("oneOf".into(), members))
    }),
    ("discriminator changed", |rng, schema, _| {
        schema.insert("discriminator".into(), json!({"propertyName": novel(rng)}));
        Some(())
    }),
    ("discriminator removed", |_, schema, _| schema.shift_remove("discriminator").map(|_| ())),
    ("mapping value", |rng, schema, _| {
        let mapping = schema.get_mut("discriminator")?.get_mut("mapping")?.as_object_mut()?;
        let name = rng.choice(mapping.keys())?.clone();
        rename(mapping, &name, &novel(rng));
        Some(())
    }),
    ("mapping target", |rng, schema, _| {
        let mapping = schema.get_mut("discriminator")?.get_mut("mapping")?.as_object_mut()?;
        let values: Vec<String> = mapping.keys().cloned().collect();
        let (one, other) = (rng.choice(&values)?, rng.choice(&values)?);
        let (target, other_target) = (mapping[one].clone(), mapping[other].clone());
        (target != other_target).then(|| _ = mapping.insert(one.clone(), other_target))
    }),
    ("part of the whole added", |rng, schema, _| {
        let parts = schema.entry("allOf").or_insert_with(|| json!([])).as_array_mut()?;
        parts.push(json!({"required": [novel(rng)]}));
        Some(())
    }),
    ("not", |rng, schema, _| add(schema, "not", novel_schema(rng))),
    ("if", |rng, schema, _| add(schema, "if", novel_schema(rng))),
    ("property names", |rng, schema, _| add(schema, "propertyNames", novel_schema(rng))),
    ("contains", |rng, schema, _| add(schema, "contains", novel_schema(rng))),
    ("pattern of properties", |rng, schema, _| {
        add(schema, "patternProperties", json!({novel(rng): {"type": "string"}}))
    }),
    ("prefix of items", |rng, schema, _| add(schema, "prefixItems", json!([novel_schema(rng)]))),
    ("dependent required", |rng, schema, _| {
        add(schema, "dependentRequired", json!({novel(rng): ["a"]}))
    }),
    ("unevaluated properties", |_, schema, _| add(schema, "unevaluatedProperties", false.into())),
    ("xml", |rng, schema, _| add(schema, "xml", json!({"name": novel(rng)}))),
    ("keyword of tomorrow", |rng, schema, _| {
        add(schema, "keywordOfTomorrow", json!({"a": [novel(rng)]}))
    }),
    ("other keyword removed", |rng, schema, _| {
        let keyword = rng.choice([
            "not",
            "if",
            "then",
            "propertyNames",
            "contains",
            "patternProperties",
            "prefixItems",
            "dependentRequired",
        ])?;
        schema.shift_remove(keyword).map(|_| ())
    }),
];

/// Returns whether only `type` says what the type of a schema is.
fn says_type_once(schema: &Members) -> bool {
    schema.contains_key("type") && !has_parts(schema)
}

fn has_parts(schema: &Members) -> bool {
    ["allOf", "anyOf", "oneOf"].iter().any(|keyword| schema.contains_key(*keyword))
}

fn has_null_value(schema: &Members) -> bool {
    let values = schema.get("enum").and_then(Value::as_array);
    values.is_some_and(|values| values.contains(&Value::Null))
}

fn union(rng: &mut Rng, schema: &Members) -> Option<&'static str> {
    let unions = ["anyOf", "oneOf"].into_iter().filter(|union| schema.contains_key(*union));
    rng.choice(unions.collect::<Vec<_>>())
}

fn change_text(rng: &mut Rng, schema: &mut Members, keyword: &str) -> Option<()> {
    schema.insert(keyword.into(), novel(rng).into());
    Some(())
}

fn change_number(rng: &mut Rng, schema: &mut Members, keyword: &str) -> Option<()> {
    let number = rng.u32(1_000..1_000_000);
    let new = schema.get(keyword) != Some(&number.into());
    new.then(|| _ = schema.insert(keyword.into(), number.into()))
}

fn change_flag(schema: &mut Members, site: &Site, keyword: &str) -> Option<()> {
    // Another part of the whole may have the same flag.
    let possible = site.decides && !has_parts(schema);
    toggle(schema, keyword);
    possible.then_some(())
}

/// Adds a keyword that the schema does not have.
fn add(schema: &mut Members, keyword: &str, value: Value) -> Option<()> {
    schema.insert(keyword.into(), value).is_none().then_some(())
}
