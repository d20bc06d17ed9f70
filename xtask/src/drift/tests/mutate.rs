//! Random changes of the structure outside schemas.

use fastrand::Rng;
use serde_json::{Map, Value, json};

use super::edit::{Edits, rename};
use super::random::{index, member, novel, novel_schema, toggle};
use super::sites::{Kind, METHODS, Site, escape};

/// Changes the structure at a site, if that is possible there.
pub(super) type Mutator = fn(&mut Rng, &Value, &Site) -> Option<Edits>;

type Members = Map<String, Value>;

/// The mutations, each with its name and the kind of site.
pub(super) const MUTATIONS: [(&str, Kind, Mutator); 57] = [
    ("security of all operations", Kind::Document, |rng, document, _| {
        let security = &document["security"];
        let other = if rng.bool() { json!([]) } else { json!([{novel(rng): []}]) };
        (security.is_array() && document.get("security") != Some(&other))
            .then(|| Edits::one("/security", other))
    }),
    ("security scheme", Kind::Document, |rng, document, _| {
        let used = document["security"][0].as_object()?.keys().next()?;
        let pointer = format!("/components/securitySchemes/{}", escape(used));
        Edits::object(document, &pointer, |scheme| {
            scheme.insert("scheme".into(), novel(rng).into());
            Some(())
        })
    }),
    ("security scheme renamed", Kind::Document, |rng, document, _| {
        let used = document["security"][0].as_object()?.keys().next()?;
        let mut whole = document.clone();
        let schemes = whole["components"]["securitySchemes"].as_object_mut()?;
        let (old, new) = (used.clone(), novel(rng));
        let scheme = schemes.shift_remove(&old)?;
        schemes.insert(new.clone(), scheme);
        rename_scheme(&mut whole, &old, &new);
        Some(Edits::one("", whole))
    }),
    ("servers of all operations", Kind::Document, |rng, document, _| {
        document["servers"].is_array().then(|| {
            Edits::one("/servers", json!([{"url": format!("https://{}.example", novel(rng))}]))
        })
    }),
    ("path renamed", Kind::PathItem, |rng, document, site| {
        let path = path(site);
        let new = format!("{path}/{}", novel(rng));
        paths(document, |paths| rename(paths, &path, &new))
    }),
    ("path parameter renamed", Kind::PathItem, |rng, document, site| {
        let path = path(site);
        let (start, end) = (path.find('{')?, path.find('}')?);
        let new = format!("{}{{{}}}{}", &path[..start], novel(rng), &path[end + 1..]);
        paths(document, |paths| rename(paths, &path, &new))
    }),
    ("path removed", Kind::PathItem, |_, document, site| {
        paths(document, |paths| _ = paths.shift_remove(&path(site)))
    }),
    ("path added", Kind::PathItem, |rng, document, site| {
        let path = format!("{}/{}", path(site), novel(rng));
        paths(document, |paths| _ = paths.insert(path, json!({"get": operation()})))
    }),
    ("operation added", Kind::PathItem, |rng, document, site| {
        Edits::object(document, &site.pointer, |item| {
            let method = rng.choice(METHODS)?;
            let new = !item.contains_key(method);
            new.then(|| _ = item.insert(method.into(), operation()))
        })
    }),
    ("operation removed", Kind::PathItem, |rng, document, site| {
        Edits::object(document, &site.pointer, |item| {
            item.shift_remove(rng.choice(METHODS)?).map(|_| ())
        })
    }),
    ("method changed", Kind::PathItem, |rng, document, site| {
        Edits::object(document, &site.pointer, |item| {
            let (from, to) = (rng.choice(METHODS)?, rng.choice(METHODS)?);
            let possible = item.contains_key(from) && !item.contains_key(to);
            possible.then(|| rename(item, from, to))
        })
    }),
    ("parameter of path added", Kind::PathItem, add_parameter),
    ("parameter of path removed", Kind::PathItem, remove_parameter),
    ("parameter added", Kind::Operation, add_parameter),
    ("parameter removed", Kind::Operation, remove_parameter),
    ("operation deprecated", Kind::Operation, |_, document, site| {
        flag(document, site, "deprecated")
    }),
    ("operation ID", Kind::Operation, |rng, document, site| {
        set(document, site, "operationId", novel(rng).into())
    }),
    ("security of operation", Kind::Operation, |rng, document, site| {
        let now = document.pointer(&site.pointer)?.get("security").or(document.get("security"));
        let other = if rng.bool() { json!([]) } else { json!([{novel(rng): []}]) };
        (now != Some(&other)).then(|| set(document, site, "security", other))?
    }),
    ("security alternative added", Kind::Operation, |rng, document, site| {
        let now = document.pointer(&site.pointer)?.get("security").or(document.get("security"))?;
        let mut other = now.as_array()?.clone();
        other.push(json!({novel(rng): []}));
        set(document, site, "security", other.into())
    }),
    ("servers of operation", Kind::Operation, |rng, document, site| {
        set(document, site, "servers", json!([{"url": format!("/{}", novel(rng))}]))
    }),
    ("callbacks", Kind::Operation, |rng, document, site| {
        set(
            document,
            site,
            "callbacks",
            json!({novel(rng): {"{$request.body#/url}": {"post": {}}}}),
        )
    }),
    ("body added or removed", Kind::Operation, |rng, document, site| {
        Edits::object(document, &site.pointer, |operation| {
            if operation.shift_remove("requestBody").is_none() {
                let body = json!({"content": {"application/json": {"schema": novel_schema(rng)}}});
                operation.insert("requestBody".into(), body);
            }
            Some(())
        })
    }),
    ("response added", Kind::Operation, |rng, document, site| {
        within(document, site, "responses", |responses| {
            let status = rng.choice(["201", "204", "302", "404", "418", "503", "default"])?;
            let new = !responses.contains_key(status);
            new.then(|| _ = responses.insert(status.into(), json!({"description": "New."})))
        })
    }),
    ("response removed", Kind::Operation, |rng, document, site| {
        within(document, site, "responses", |responses| {
            let status = rng.choice(responses.keys())?.clone();
            responses.shift_remove(&status).map(|_| ())
        })
    }),
    ("status changed", Kind::Operation, |rng, document, site| {
        within(document, site, "responses", |responses| {
            let from = rng.choice(responses.keys())?.clone();
            let to = rng.choice(["200", "2XX", "202", "410", "5XX", "default"])?;
            (!responses.contains_key(to)).then(|| rename(responses, &from, to))
        })
    }),
    ("parameter required", Kind::Parameter, |_, document, site| flag(document, site, "required")),
    ("parameter deprecated", Kind::Parameter, |_, document, site| {
        flag(document, site, "deprecated")
    }),
    ("parameter allows reserved", Kind::Parameter, |_, document, site| {
        flag(document, site, "allowReserved")
    }),
    ("parameter allows empty", Kind::Parameter, |_, document, site| {
        flag(document, site, "allowEmptyValue")
    }),
    ("parameter style", Kind::Parameter, |rng, document, site| {
        Edits::object(document, &site.pointer, |parameter| {
            let style = rng.choice(["spaceDelimited", "pipeDelimited", "deepObject", "label"])?;
            let change = parameter.get("style") != Some(&style.into());
            let change = change && !parameter.contains_key("content");
            change.then(|| _ = parameter.insert("style".into(), style.into()))
        })
    }),
    ("parameter explode", Kind::Parameter, |_, document, site| explode(document, site)),
    ("parameter renamed", Kind::Parameter, |rng, document, site| {
        set(document, site, "name", novel(rng).into())
    }),
    ("parameter elsewhere", Kind::Parameter, |rng, document, site| {
        let to = rng.choice(["query", "header", "cookie"])?;
        let now = &document.pointer(&site.pointer)?["in"];
        (now != to).then(|| set(document, site, "in", to.into()))?
    }),
    ("parameter schema", Kind::Parameter, replace_schema),
    ("parameter content", Kind::Parameter, |_, document, site| {
        Edits::object(document, &site.pointer, |parameter| {
            let schema = parameter.shift_remove("schema")?;
            parameter.insert("content".into(), json!({"application/json": {"schema": schema}}));
            Some(())
        })
    }),
    ("body required", Kind::Body, |_, document, site| flag(document, site, "required")),
    ("content of body added", Kind::Body, add_content),
    ("content of body removed", Kind::Body, remove_content),
    ("content of body renamed", Kind::Body, rename_content),
    ("content of response added", Kind::Response, add_content),
    ("content of response removed", Kind::Response, remove_content),
    ("content of response renamed", Kind::Response, rename_content),
    ("header added", Kind::Response, |rng, document, site| {
        Edits::object(document, &site.pointer, |response| {
            let headers = response.entry("headers").or_insert_with(|| json!({})).as_object_mut()?;
            headers.insert(novel(rng), json!({"schema": {"type": "string"}}));
            Some(())
        })
    }),
    ("header removed", Kind::Response, |rng, document, site| {
        within(document, site, "headers", |headers| {
            let name = rng.choice(headers.keys())?.clone();
            headers.shift_remove(&name).map(|_| ())
        })
    }),
    ("header renamed", Kind::Response, |rng, document, site| {
        within(document, site, "headers", |headers| {
            let name = rng.choice(headers.keys())?.clone();
            rename(headers, &name, &novel(rng));
            Some(())
        })
    }),
    ("links", Kind::Response, |rng, document, site| {
        set(document, site, "links", json!({novel(rng): {"operationId": "other"}}))
    }),
    ("header required", Kind::Header, |_, document, site| flag(document, site, "required")),
    ("header deprecated", Kind::Header, |_, document, site| flag(document, site, "deprecated")),
    ("header explode", Kind::Header, |_, document, site| explode(document, site)),
    ("header schema", Kind::Header, replace_schema),
    ("media type schema", Kind::Media, replace_schema),
    ("media type schema removed", Kind::Media, |_, document, site| {
        Edits::object(document, &site.pointer, |media| media.shift_remove("schema").map(|_| ()))
    }),
    ("encoding added", Kind::Media, |rng, document, site| {
        Edits::object(document, &site.pointer, |media| {
            let encoding = media.entry("encoding").or_insert_with(|| json!({})).as_object_mut()?;
            encoding.insert(novel(rng), json!({"contentType": "text/csv"}));
            Some(())
        })
    }),
    ("encoding removed", Kind::Media, |rng, document, site| {
        within(document, site, "encoding", |encoding| {
            let name = rng.choice(encoding.keys())?.clone();
            encoding.shift_remove(&name).map(|_| ())
        })
    }),
    ("encoding content type", Kind::Media, |rng, document, site| {
        of_encoding(rng, document, site, "contentType", novel)
    }),
    ("encoding style", Kind::Media, |rng, document, site| {
        of_encoding(rng, document, site, "style", novel)
    }),
    ("encoding headers", Kind::Media, |rng, document, site| {
        let encodings = &document.pointer(&site.pointer)?["encoding"];
        let name = member(rng, encodings)?;
        let pointer = format!("{}/encoding/{}", site.pointer, escape(&name));
        Edits::object(document, &pointer, |encoding| {
            let header = json!({novel(rng): {"schema": {"type": "string"}}});
            encoding.insert("headers".into(), header);
            Some(())
        })
    }),
];

fn path(site: &Site) -> String {
    site.pointer["/paths/".len()..].replace("~1", "/").replace("~0", "~")
}

fn paths(document: &Value, change: impl FnOnce(&mut Members)) -> Option<Edits> {
    Edits::object(document, "/paths", |paths| {
        change(paths);
        Some(())
    })
}

fn operation() -> Value {
    json!({"responses": {"200": {"description": "New."}}})
}

fn flag(document: &Value, site: &Site, name: &str) -> Option<Edits> {
    Edits::object(document, &site.pointer, |object| {
        toggle(object, name);
        Some(())
    })
}

fn set(document: &Value, site: &Site, name: &str, value: Value) -> Option<Edits> {
    Edits::object(document, &site.pointer, |object| {
        object.insert(name.to_owned(), value);
        Some(())
    })
}

/// Changes the object that is a member of a site.
fn within(
    document: &Value,
    site: &Site,
    name: &str,
    change: impl FnOnce(&mut Members) -> Option<()>,
) -> Option<Edits> {
    Edits::object(document, &format!("{}/{name}", site.pointer), change)
}

fn add_parameter(rng: &mut Rng, document: &Value, site: &Site) -> Option<Edits> {
    Edits::object(document, &site.pointer, |object| {
        let parameters = object.entry("parameters").or_insert_with(|| json!([])).as_array_mut()?;
        let location = rng.choice(["query", "header", "cookie"])?;
        let parameter = json!({"name": novel(rng), "in": location, "schema": {"type": "string"}});
        parameters.insert(rng.usize(..=parameters.len()), parameter);
        Some(())
    })
}

fn remove_parameter(rng: &mut Rng, document: &Value, site: &Site) -> Option<Edits> {
    Edits::object(document, &site.pointer, |object| {
        let parameters = object.get_mut("parameters")?;
        let index = index(rng, parameters)?;
        parameters.as_array_mut()?.remove(index);
        Some(())
    })
}

fn explode(document: &Value, site: &Site) -> Option<Edits> {
    Edits::object(document, &site.pointer, |parameter| {
        if parameter.contains_key("content") {
            return None;
        }
        let location = parameter.get("in").and_then(Value::as_str).unwrap_or("header");
        let default = if matches!(location, "query" | "cookie") { "form" } else { "simple" };
        let style = parameter.get("style").and_then(Value::as_str).unwrap_or(default);
        let now = parameter.get("explode").map_or(style == "form", |explode| explode == true);
        parameter.insert("explode".into(), (!now).into());
        Some(())
    })
}

fn replace_schema(rng: &mut Rng, document: &Value, site: &Site) -> Option<Edits> {
    document.pointer(&site.pointer)?.get("schema")?;
    set(document, site, "schema", novel_schema(rng))
}

fn add_content(rng: &mut Rng, document: &Value, site: &Site) -> Option<Edits> {
    Edits::object(document, &site.pointer, |object| {
        let content = object.entry("content").or_insert_with(|| json!({})).as_object_mut()?;
        content.insert(format!("text/{}", novel(rng)), json!({"schema": {"type": "string"}}));
        Some(())
    })
}

fn remove_content(rng: &mut Rng, document: &Value, site: &Site) -> Option<Edits> {
    within(document, site, "content", |content| {
        let name = rng.choice(content.keys())?.clone();
        content.shift_remove(&name).map(|_| ())
    })
}

fn rename_content(rng: &mut Rng, document: &Value, site: &Site) -> Option<Edits> {
    within(document, site, "content", |content| {
        let name = rng.choice(content.keys())?.clone();
        rename(content, &name, &format!("text/{}", novel(rng)));
        Some(())
    })
}

fn of_encoding(
    rng: &mut Rng,
    document: &Value,
    site: &Site,
    keyword: &str,
    value: fn(&mut Rng) -> String,
) -> Option<Edits> {
    let name = member(rng, &document.pointer(&site.pointer)?["encoding"])?;
    let pointer = format!("{}/encoding/{}", site.pointer, escape(&name));
    Edits::object(document, &pointer, |encoding| {
        encoding.insert(keyword.into(), value(rng).into());
        Some(())
    })
}

/// Renames a security scheme in all requirements.
fn rename_scheme(value: &mut Value, from: &str, to: &str) {
    if let Some(requirements) = value.get_mut("security").and_then(Value::as_array_mut) {
        for requirement in requirements.iter_mut().filter_map(Value::as_object_mut) {
            rename(requirement, from, to);
        }
    }
    match value {
        Value::Object(members) => members.values_mut().for_each(|one| rename_scheme(one, from, to)),
        Value::Array(items) => items.iter_mut().for_each(|one| rename_scheme(one, from, to)),
        _ => {}
    }
}
