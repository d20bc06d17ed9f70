//! Random edits that do not change the structure.

use fastrand::Rng;
use serde_json::{Map, Value, json};

use super::edit::Edits;
use super::random::{novel, novel_schema};
use super::sites::{Kind, Site, escape};

type Members = Map<String, Value>;

/// An edit of a document at a site, if it is possible there.
pub(super) type Edit = fn(&mut Rng, &Value, &Site) -> Option<Edits>;

pub(super) const EDITS: [(&str, Edit); 26] = [
    ("prose", |rng, document, site| {
        Edits::object(document, &site.pointer, |object| {
            let keyword = rng.choice([
                "description",
                "summary",
                "title",
                "example",
                "examples",
                "externalDocs",
                "x-oaiMeta",
            ])?;
            object.insert(keyword.into(), json!({novel(rng): {"type": novel(rng)}}));
            Some(())
        })
    }),
    ("prose removed", |_, document, site| {
        Edits::object(document, &site.pointer, |object| {
            let before = object.len();
            object.retain(|name, _| !name.starts_with("x-") && name != "description");
            (object.len() < before).then_some(())
        })
    }),
    ("tags", |rng, document, site| {
        (site.kind == Kind::Operation)
            .then(|| insert(document, site, "tags", json!([novel(rng)])))?
    }),
    ("order of members", |rng, document, site| {
        let mut value = document.pointer(&site.pointer)?.clone();
        // The whole document is large.
        let depth = if site.kind == Kind::Document { 2 } else { 20 };
        shuffle_members(rng, &mut value, depth);
        Some(Edits::one(&site.pointer, value))
    }),
    ("order of items", |rng, document, site| {
        Edits::object(document, &site.pointer, |object| {
            let lists =
                ["allOf", "anyOf", "enum", "oneOf", "parameters", "required", "security", "type"];
            let lists =
                lists.into_iter().filter(|list| object.get(*list).is_some_and(Value::is_array));
            let list = rng.choice(lists.collect::<Vec<_>>())?;
            rng.shuffle(object.get_mut(list)?.as_array_mut()?);
            Some(())
        })
    }),
    ("reference inlined", |_, document, site| {
        let schema = document.pointer(&site.pointer)?.as_object()?;
        let target = schema.get("$ref")?.as_str()?;
        let target = document.pointer(&target[1..])?.clone();
        (schema.len() == 1).then(|| Edits::one(&site.pointer, target))
    }),
    ("other reference inlined", |rng, document, site| {
        let object = document.pointer(&site.pointer)?;
        for list in ["parameters", "responses", "headers"] {
            let names: Vec<String> = match object.get(list) {
                Some(Value::Object(members)) => members.keys().cloned().collect(),
                Some(Value::Array(items)) => (0..items.len()).map(|i| i.to_string()).collect(),
                _ => continue,
            };
            let Some(name) = rng.choice(&names) else { continue };
            let pointer = format!("{}/{list}/{}", site.pointer, escape(name));
            let Some(target) = document.pointer(&pointer)?["$ref"].as_str() else { continue };
            return Some(Edits::one(&pointer, document.pointer(&target[1..])?.clone()));
        }
        None
    }),
    ("schema named", |rng, document, site| {
        let schema = of_kind(site, document, Kind::Schema)?;
        let name = novel(rng);
        let reference = json!({"$ref": format!("#/components/schemas/{name}")});
        // The name is added last, in case the schema is a component itself.
        let schemas = with_component(document, "schemas", &name, schema.clone());
        let edits = Edits::one(&site.pointer, reference.clone());
        match site.pointer.strip_prefix("/components/schemas/") {
            Some(_) => {
                let mut components = document["components"]["schemas"].clone();
                *components.pointer_mut(&site.pointer["/components/schemas".len()..])? = reference;
                components.as_object_mut()?.insert(name, schema.clone());
                Some(Edits::one("/components/schemas", components))
            }
            None => Some(edits.and("/components/schemas", schemas?)),
        }
    }),
    ("parameter or response named", |rng, document, site| {
        let section = match site.kind {
            Kind::Parameter => "parameters",
            Kind::Response => "responses",
            Kind::Header => "headers",
            Kind::Body => "requestBodies",
            _ => return None,
        };
        if site.pointer.starts_with("/components/") {
            return None;
        }
        let name = novel(rng);
        let reference = json!({"$ref": format!("#/components/{section}/{name}")});
        let mut components = document["components"].clone();
        let members = components.as_object_mut()?;
        let section = members.entry(section).or_insert_with(|| json!({})).as_object_mut()?;
        section.insert(name, document.pointer(&site.pointer)?.clone());
        Some(Edits::one(&site.pointer, reference).and("/components", components))
    }),
    ("component renamed", |rng, document, site| {
        let old = site.pointer.strip_prefix("/components/schemas/")?;
        if old.contains('/') {
            return None;
        }
        let (from, to) = (format!("#/components/schemas/{old}"), novel(rng));
        let mut whole = document.clone();
        replace_text(&mut whole, &from, &format!("#/components/schemas/{to}"));
        let schemas = whole["components"]["schemas"].as_object_mut()?;
        let schema = schemas.shift_remove(old)?;
        schemas.insert(to, schema);
        Some(Edits::one("", whole))
    }),
    ("split by allOf", |rng, document, site| {
        let schema = of_kind(site, document, Kind::Schema)?.as_object()?;
        if schema.contains_key("$ref") {
            return None;
        }
        let (mut one, mut other) = (Members::new(), Members::new());
        let sides = [rng.bool(), rng.bool(), rng.bool()];
        for (keyword, value) in schema {
            // What depends on each other stays together.
            let side = match keyword.as_str() {
                "if" | "then" | "else" => sides[0],
                "properties" | "patternProperties" | "additionalProperties" => sides[1],
                "prefixItems" | "items" | "contains" | "minContains" => sides[2],
                _ => rng.bool(),
            };
            let half = if side { &mut one } else { &mut other };
            half.insert(keyword.clone(), value.clone());
        }
        let mut parts = vec![Value::from(one), Value::from(other)];
        let whole = if rng.bool() {
            json!({"allOf": parts})
        } else {
            // A keyword can also stay beside `allOf`, unless it is one.
            let mut whole = parts.pop()?;
            if whole.get("allOf").is_some() {
                return None;
            }
            whole.as_object_mut()?.insert("allOf".into(), parts.into());
            whole
        };
        Some(Edits::one(&site.pointer, whole))
    }),
    ("properties split by allOf", |rng, document, site| {
        let schema = of_kind(site, document, Kind::Schema)?.as_object()?;
        if schema.contains_key("additionalProperties") || schema.contains_key("allOf") {
            return None;
        }
        let properties = schema.get("properties")?.as_object()?.clone();
        let (one, other): (Members, Members) = properties.into_iter().partition(|_| rng.bool());
        let mut whole = schema.clone();
        whole.insert("properties".into(), one.into());
        whole.insert("allOf".into(), json!([{"properties": other}]));
        Some(Edits::one(&site.pointer, whole.into()))
    }),
    ("only part of a whole", |rng, document, site| {
        let schema = of_kind(site, document, Kind::Schema)?;
        let keyword = rng.choice(["allOf", "anyOf", "oneOf"])?;
        Some(Edits::one(&site.pointer, json!({keyword: [schema]})))
    }),
    ("null as a union", |_, document, site| {
        let schema = of_kind(site, document, Kind::Schema)?;
        let mut without = schema.clone();
        let types = without.get_mut("type")?.as_array_mut()?;
        types.retain(|one| one != "null");
        let [one] = types.as_slice() else { return None };
        let one = one.clone();
        let changed = types.len() != schema["type"].as_array()?.len();
        without["type"] = one;
        changed.then(|| Edits::one(&site.pointer, json!({"anyOf": [without, {"type": "null"}]})))
    }),
    ("null as a flag", |_, document, site| {
        of_kind(site, document, Kind::Schema)?;
        Edits::object(document, &site.pointer, |schema| {
            let types = schema.get("type")?.as_array()?;
            let [one] = types.iter().filter(|one| *one != "null").collect::<Vec<_>>()[..] else {
                return None;
            };
            let (one, changed) = (one.clone(), types.len() == 2);
            schema.insert("type".into(), one);
            schema.insert("nullable".into(), true.into());
            changed.then_some(())
        })
    }),
    ("null as a type", |_, document, site| {
        let schema = of_kind(site, document, Kind::Schema)?.as_object()?;
        let members = schema.get("anyOf").or(schema.get("oneOf"))?.as_array()?;
        let [one] = members.iter().filter(|one| one["type"] != "null").collect::<Vec<_>>()[..]
        else {
            return None;
        };
        let mut one = one.clone();
        let name = one.get("type")?.as_str()?.to_owned();
        one["type"] = json!(["null", name]);
        let possible = members.len() == 2 && schema.len() == 1 && !has_parts(&one);
        possible.then(|| Edits::one(&site.pointer, one))
    }),
    ("constant as an enum", |_, document, site| {
        of_kind(site, document, Kind::Schema)?;
        Edits::object(document, &site.pointer, |schema| {
            let value = schema.shift_remove("const")?;
            schema.insert("enum".into(), json!([value]));
            Some(())
        })
    }),
    ("enum as a constant", |_, document, site| {
        of_kind(site, document, Kind::Schema)?;
        Edits::object(document, &site.pointer, |schema| {
            let [value] = schema.get("enum")?.as_array()?.as_slice() else { return None };
            let value = value.clone();
            schema.shift_remove("enum");
            schema.insert("const".into(), value);
            Some(())
        })
    }),
    ("defaults of a schema", |rng, document, site| {
        let schema = of_kind(site, document, Kind::Schema)?;
        if schema.get("$ref").is_some() {
            return None;
        }
        let flag =
            rng.choice(["deprecated", "nullable", "readOnly", "uniqueItems", "writeOnly"])?;
        let new = schema.get(flag).is_none();
        new.then(|| insert(document, site, flag, false.into()))?
    }),
    ("defaults of a parameter", |rng, document, site| {
        let parameter = of_kind(site, document, Kind::Parameter)?;
        let form = matches!(parameter["in"].as_str()?, "query" | "cookie");
        let style = parameter["style"].as_str().unwrap_or(if form { "form" } else { "simple" });
        let (name, value) = rng.choice([
            ("required", false.into()),
            ("deprecated", false.into()),
            ("allowReserved", false.into()),
            ("style", style.into()),
            ("explode", (style == "form").into()),
        ])?;
        let new = parameter.get(name).is_none() && parameter.get("content").is_none();
        new.then(|| insert(document, site, name, value))?
    }),
    ("number with a fraction of zero", |_, document, site| {
        of_kind(site, document, Kind::Schema)?;
        Edits::object(document, &site.pointer, |schema| {
            for keyword in ["minimum", "maximum", "multipleOf", "exclusiveMinimum", "default"] {
                if let Some(number) = schema.get(keyword).and_then(Value::as_i64) {
                    schema.insert(keyword.into(), (number as f64).into());
                    return Some(());
                }
            }
            None
        })
    }),
    ("parameters moved to the path", |_, document, site| {
        let item = of_kind(site, document, Kind::PathItem)?.as_object()?;
        let mut methods =
            super::sites::METHODS.into_iter().filter(|method| item.contains_key(*method));
        let (method, None) = (methods.next()?, methods.next()) else { return None };
        Edits::object(document, &site.pointer, |item| {
            let moved = item.get_mut(method)?.as_object_mut()?.shift_remove("parameters")?;
            let parameters =
                item.entry("parameters").or_insert_with(|| json!([])).as_array_mut()?;
            parameters.extend(moved.as_array()?.iter().cloned());
            Some(())
        })
    }),
    ("security of all operations repeated", |_, document, site| {
        let operation = of_kind(site, document, Kind::Operation)?;
        let all = document.get("security")?.clone();
        let new = operation.get("security").is_none();
        new.then(|| insert(document, site, "security", all))?
    }),
    ("unreachable schema", |rng, document, site| {
        of_kind(site, document, Kind::Document)?;
        let schema = novel_schema(rng);
        let schemas = with_component(document, "schemas", &novel(rng), schema)?;
        Some(Edits::one("/components/schemas", schemas))
    }),
    ("operation elsewhere", |rng, document, site| {
        of_kind(site, document, Kind::Document)?;
        Edits::object(document, "/paths", |paths| {
            let operation = json!({"operationId": novel(rng), "responses": {"200": {}}});
            paths.insert(format!("/{}", novel(rng)), json!({"get": operation}));
            Some(())
        })
    }),
    ("operation elsewhere changed", |rng, document, site| {
        of_kind(site, document, Kind::Document)?;
        Edits::object(document, "/paths", |paths| {
            // Groups of the documents that are not compared.
            let other =
                |path: &&String| path.starts_with("/elsewhere") || path.starts_with("/models");
            let elsewhere = paths.keys().filter(other);
            let path = rng.choice(elsewhere.cloned().collect::<Vec<_>>())?;
            paths.insert(path, json!({"post": {"requestBody": {"content": {novel(rng): {}}}}}));
            Some(())
        })
    }),
];

/// Returns the value at a site of a kind.
fn of_kind<'d>(site: &Site, document: &'d Value, kind: Kind) -> Option<&'d Value> {
    (site.kind == kind).then(|| document.pointer(&site.pointer))?
}

fn has_parts(schema: &Value) -> bool {
    ["allOf", "anyOf", "oneOf", "$ref"].iter().any(|keyword| schema.get(*keyword).is_some())
}

fn insert(document: &Value, site: &Site, name: &str, value: Value) -> Option<Edits> {
    Edits::object(document, &site.pointer, |object| {
        object.insert(name.to_owned(), value);
        Some(())
    })
}

fn with_component(document: &Value, section: &str, name: &str, value: Value) -> Option<Value> {
    let mut components = document["components"][section].clone();
    components.as_object_mut()?.insert(name.to_owned(), value);
    Some(components)
}

fn shuffle_members(rng: &mut Rng, value: &mut Value, depth: usize) {
    match value {
        Value::Object(members) if depth > 0 => {
            let mut shuffled: Vec<_> = std::mem::take(members).into_iter().collect();
            rng.shuffle(&mut shuffled);
            shuffled.iter_mut().for_each(|(_, value)| shuffle_members(rng, value, depth - 1));
            members.extend(shuffled);
        }
        Value::Array(items) if depth > 0 => {
            items.iter_mut().for_each(|item| shuffle_members(rng, item, depth - 1));
        }
        _ => {}
    }
}

fn replace_text(value: &mut Value, from: &str, to: &str) {
    match value {
        Value::String(text) if text == from => *text = to.to_owned(),
        Value::Object(members) => members.values_mut().for_each(|one| replace_text(one, from, to)),
        Value::Array(items) => items.iter_mut().for_each(|one| replace_text(one, from, to)),
        _ => {}
    }
}
