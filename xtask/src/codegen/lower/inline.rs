//! Parameters, bodies, responses, and headers, written where they are used.

use serde_json::{Map, Value};

use crate::codegen::at::At;
use crate::codegen::fault::{Checked, Fault};
use crate::codegen::grammar::{Kind, METHODS, transform};
use crate::codegen::schema::resolve;

/// Replaces references to anything but schemas, and gives each operation the parameters of its path.
pub(super) fn lower(document: Value) -> Checked<Value> {
    let source = document.clone();
    let mut document = transform(document, &mut |kind, at, value| {
        let inlined = matches!(kind, Kind::Parameter | Kind::Body | Kind::Response | Kind::Header);
        if !inlined || value.get("$ref").is_none() {
            return Ok(value);
        }
        let target = resolve(&source, &value);
        if target.get("$ref").is_some() {
            let reason = "the reference leads back to itself";
            return Err(Fault::new(at, reason, "write the component out"));
        }
        Ok(target.clone())
    })?;
    if let Some(components) = document.get_mut("components").and_then(Value::as_object_mut) {
        components.retain(|key, _| key == "schemas" || key == "securitySchemes");
    }
    for (path, item) in document["paths"].as_object_mut().into_iter().flatten() {
        let at = At::root().key("paths").key(path);
        if let Some(item) = item.as_object_mut() {
            share_parameters(item, &at)?;
        }
    }
    Ok(document)
}

/// Moves the parameters of a path to its operations. An operation's own parameter takes precedence.
fn share_parameters(item: &mut Map<String, Value>, at: &At) -> Checked<()> {
    let shared = match item.shift_remove("parameters") {
        Some(Value::Array(shared)) => shared,
        _ => Vec::new(),
    };
    let identity = |parameter: &Value| (parameter["name"].clone(), parameter["in"].clone());
    for method in METHODS {
        let Some(operation) = item.get_mut(method).and_then(Value::as_object_mut) else {
            continue;
        };
        let own = match operation.shift_remove("parameters") {
            Some(Value::Array(own)) => own,
            _ => Vec::new(),
        };
        let inherited = shared
            .iter()
            .filter(|shared| !own.iter().any(|own| identity(own) == identity(shared)))
            .cloned();
        let all: Vec<_> = inherited.chain(own.iter().cloned()).collect();
        for (index, parameter) in own.iter().enumerate() {
            if own[..index].iter().any(|earlier| identity(earlier) == identity(parameter)) {
                let at = at.key(method).key("parameters").index(index);
                let reason = format!("the parameter {} is given twice", parameter["name"]);
                return Err(Fault::new(&at, reason, "remove one of them"));
            }
        }
        if !all.is_empty() {
            operation.insert("parameters".into(), all.into());
        }
    }
    Ok(())
}
