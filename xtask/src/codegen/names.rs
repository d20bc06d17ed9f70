//! Names of schemas, fields, and operations, as typify and progenitor write them in Rust.

use std::collections::BTreeMap;

use heck::{ToPascalCase, ToSnakeCase};
use serde_json::{Map, Value};

use super::at::{At, Origins};
use super::fault::{Checked, Fault};
use super::grammar::{Kind, METHODS, transform};
use super::schema::{reference, referenced, strings};

/// Methods of `batch_client::Client` that are written by hand.
pub(super) const CLIENT_METHODS: [&str; 9] = [
    "base_url",
    "clone",
    "exec",
    "execute",
    "extension",
    "from_env",
    "layer",
    "request",
    "with_extension",
];

/// Names that schemas cannot have, because the generated code uses the traits of that name.
const TYPES: [&str; 1] = ["Default"];

/// Names that operations cannot have, because the builders module uses the types of that name.
const BUILDERS: [&str; 13] = [
    "ByteStream",
    "Default",
    "Err",
    "Error",
    "None",
    "Ok",
    "OperationInfo",
    "Option",
    "ResponseValue",
    "Result",
    "Self",
    "Some",
    "String",
];

/// Names that a parameter cannot have, because builders and mocks have methods or fields so named.
const PARAMETERS: [&str; 8] =
    ["body", "body_map", "client", "clone", "into_inner", "new", "send", "value"];

/// Returns the name of a type, as typify derives it.
pub(super) fn type_name(name: &str) -> String {
    identifier(name, str::to_pascal_case, "X")
}

/// Returns the name of a field, as typify derives it.
pub(super) fn field_name(name: &str) -> String {
    identifier(name, str::to_snake_case, "x")
}

/// Returns the name of a method or of its parameter, as progenitor derives it.
pub(super) fn method_name(name: &str) -> String {
    identifier(name, str::to_snake_case, "_")
}

fn identifier(name: &str, case: fn(&str) -> String, prefix: &str) -> String {
    let out = match name {
        "+1" => "plus1".to_owned(),
        "-1" => "minus1".to_owned(),
        _ => {
            let allowed = |c: char| c == '_' || c.is_alphanumeric();
            case(&name.replace('\'', "").replace(|c| !allowed(c), "-"))
        }
    };
    let out = match out.chars().next() {
        None => case("x"),
        Some(c) if c.is_alphabetic() => out,
        Some(_) => format!("{prefix}{out}"),
    };
    let is_keyword = syn::parse_str::<syn::Ident>(&out).is_err() || out == "gen";
    if is_keyword { format!("{out}_") } else { out }
}

/// Renames every schema to the name of its type.
pub(super) fn canonical(mut document: Value) -> Checked<(Value, Origins)> {
    let mut origins = Origins::new();
    let Some(Value::Object(schemas)) = document.pointer_mut("/components/schemas").map(Value::take)
    else {
        return Ok((document, origins));
    };
    let mut renamed = Map::new();
    let mut names = Names::default();
    for (name, schema) in schemas {
        let ty = type_name(&name);
        names.add(&ty, &name, &At::schema(&name), "the type")?;
        if TYPES.contains(&ty.as_str()) {
            let reason = format!("the name {ty:?} is taken in the generated code");
            return Err(Fault::new(&At::schema(&name), reason, "rename the schema"));
        }
        origins.insert(ty.clone(), At::schema(&name));
        renamed.insert(ty, schema);
    }
    document["components"]["schemas"] = renamed.into();
    let document = transform(document, &mut |kind, _, value| {
        if kind != Kind::Schema {
            return Ok(value);
        }
        Ok(match referenced(&value).map(|name| reference(&type_name(name))) {
            Some(renamed) => renamed,
            None => value,
        })
    })?;
    Ok((document, origins))
}

/// Checks that no two things have the same name in Rust.
pub(super) fn check(document: &Value, origins: &Origins) -> Checked<()> {
    for (name, schema) in document["components"]["schemas"].as_object().into_iter().flatten() {
        let at = origins.get(name).cloned().unwrap_or_else(|| At::schema(name));
        let mut fields = Names::default();
        let properties = schema["properties"].as_object();
        for (field, _) in properties.into_iter().flatten() {
            fields.add(&field_name(field), field, &at.key("properties").key(field), "the field")?;
        }
        let others = schema["additionalProperties"].is_object();
        if others
            && properties.is_some_and(|fields| fields.keys().any(|f| field_name(f) == "extra"))
        {
            let reason = "the field `extra` holds the fields that are not described";
            return Err(Fault::new(&at, reason, "remove `additionalProperties`"));
        }
        let mut variants = Names::default();
        for (index, value) in strings(schema).into_iter().flatten().enumerate() {
            let at = at.key("enum").index(index);
            variants.add(&variant_name(value), value, &at, "the variant")?;
        }
    }
    let mut operations = Names::default();
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        for method in METHODS {
            if let Some(operation) = item.get(method) {
                let at = At::root().key("paths").key(path).key(method);
                self::operation(operation, &at, &mut operations)?;
            }
        }
    }
    Ok(())
}

fn operation(operation: &Value, at: &At, operations: &mut Names) -> Checked<()> {
    let Some(id) = operation["operationId"].as_str() else {
        let remedy = "add one in camel case, such as `listBatches`";
        return Err(Fault::new(at, "the operation has no operationId", remedy));
    };
    let at_id = at.key("operationId");
    let (method, builder) = (method_name(id), type_name(id));
    operations.add(&builder, id, &at_id, "the operation")?;
    if CLIENT_METHODS.contains(&method.as_str()) {
        let reason = format!("the client has a method `{method}` of its own");
        return Err(Fault::new(&at_id, reason, "choose another operationId"));
    }
    if !id.starts_with(char::is_alphabetic) {
        let reason = "the operationId does not begin with a letter";
        return Err(Fault::new(&at_id, reason, "use camel case, such as `listBatches`"));
    }
    if BUILDERS.contains(&builder.as_str()) {
        let reason = format!("the name {builder:?} is taken in the generated code");
        return Err(Fault::new(&at_id, reason, "choose another operationId"));
    }
    let mut parameters = Names::default();
    for (index, parameter) in operation["parameters"].as_array().into_iter().flatten().enumerate() {
        let name = parameter["name"].as_str().unwrap_or_default();
        let at = at.key("parameters").index(index).key("name");
        let rust = method_name(name);
        if PARAMETERS.contains(&rust.as_str()) {
            let reason = format!("the generated code has a `{rust}` of its own");
            let remedy =
                "implement the operation by hand, and mark it with `x-hand-written: reason`";
            return Err(Fault::new(&at, reason, remedy));
        }
        parameters.add(&rust, name, &at, "the parameter")?;
    }
    Ok(())
}

/// Returns the name of the variant of a value of an enum.
pub(super) fn variant_name(value: &str) -> String {
    type_name(value)
}

/// Names that must differ.
#[derive(Default)]
struct Names(BTreeMap<String, (String, At)>);

impl Names {
    fn add(&mut self, rust: &str, written: &str, at: &At, what: &str) -> Checked<()> {
        if let Some((other, place)) = self.0.get(rust) {
            let reason = format!("{written:?} and {other:?} ({place}) both become {what} `{rust}`");
            return Err(Fault::new(at, reason, "rename one of them"));
        }
        self.0.insert(rust.to_owned(), (written.to_owned(), at.clone()));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_typify_and_progenitor() {
        for (name, ty, field, method) in [
            ("OpenAIFile", "OpenAiFile", "open_ai_file", "open_ai_file"),
            ("type", "Type", "type_", "type_"),
            ("self", "Self_", "self_", "self_"),
            ("gen", "Gen", "gen_", "gen_"),
            ("include[]", "Include", "include", "include"),
            ("24h", "X24h", "x24h", "_24h"),
            ("/v1/a-b", "V1AB", "v1_a_b", "v1_a_b"),
            ("", "X", "x", "x"),
            ("+1", "plus1", "plus1", "plus1"),
        ] {
            assert_eq!(type_name(name), ty, "{name}");
            assert_eq!(field_name(name), field, "{name}");
            assert_eq!(method_name(name), method, "{name}");
        }
    }

    #[test]
    fn the_methods_that_the_client_has_by_hand_are_known() {
        let client = include_str!("../../../crates/batch-client/src/client.rs");
        let config = include_str!("../../../crates/batch-client/src/config.rs");
        let file = syn::parse_file(&format!("{}\n{}", strip(client), strip(config))).unwrap();
        let mut methods: Vec<String> = Vec::new();
        for item in file.items {
            let syn::Item::Impl(item) = item else { continue };
            let is_client =
                matches!(&*item.self_ty, syn::Type::Path(path) if path.path.is_ident("Client"));
            if is_client && item.trait_.is_none() {
                methods.extend(item.items.iter().filter_map(|item| match item {
                    syn::ImplItem::Fn(f) => Some(f.sig.ident.to_string()),
                    _ => None,
                }));
            }
        }
        methods.push("clone".into());
        methods.sort();
        assert_eq!(methods, CLIENT_METHODS);
    }

    /// Removes the documentation of a module, which can only be at the start of a file.
    fn strip(source: &str) -> String {
        source.lines().filter(|line| !line.starts_with("//!")).collect::<Vec<_>>().join("\n")
    }
}
