//! Unions, as the enums that the pass `unions` generates.
//!
//! A value is decoded as the member that it belongs to: by a tag, by its JSON type, or by the fields
//! that it has. Members that cannot be told apart are an error.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::codegen::at::{At, Origins};
use crate::codegen::fault::{Checked, Fault};
use crate::codegen::names::type_name;
use crate::codegen::schema::{alternatives, has_fields, referenced, strings, unwrap, wrapped};

/// A union.
#[derive(Debug, PartialEq)]
pub(in crate::codegen) struct Union {
    pub(in crate::codegen) name: String,
    pub(in crate::codegen) description: String,
    /// In the order in which a value is compared with them.
    pub(in crate::codegen) variants: Vec<Variant>,
}

/// A member of a union.
#[derive(Debug, PartialEq)]
pub(in crate::codegen) struct Variant {
    pub(in crate::codegen) name: String,
    /// The type, as Rust source.
    pub(in crate::codegen) ty: String,
    /// Whether it contains the union, so that it must be on the heap.
    pub(in crate::codegen) boxed: bool,
    pub(in crate::codegen) matcher: Matcher,
}

/// Which values belong to a member.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::codegen) enum Matcher {
    /// Objects whose field `key` has one of these values.
    Tag {
        key: String,
        values: Vec<String>,
    },
    /// Objects that have all of these fields.
    Fields(Vec<String>),
    String,
    Integer,
    Number,
    Boolean,
    /// Arrays whose items decode.
    List,
    /// Whatever another union knows.
    Union,
}

/// Takes the unions out of the document, which then allows any value in their place.
pub(super) fn lower(mut document: Value, origins: &Origins) -> Checked<(Value, Vec<Union>)> {
    let mut unions = Vec::new();
    for (name, schema) in document["components"]["schemas"].as_object().into_iter().flatten() {
        if let Some((keyword, members)) = alternatives(schema) {
            let at = origins.get(name).cloned().unwrap_or_else(|| At::schema(name)).key(keyword);
            unions.push(union(&document, name, schema, members, &at)?);
        }
    }
    for union in &unions {
        document["components"]["schemas"][&union.name] = match union.description.as_str() {
            "" => json!({}),
            description => json!({ "description": description }),
        };
    }
    Ok((document, unions))
}

fn union(
    document: &Value,
    name: &str,
    schema: &Value,
    members: &[Value],
    at: &At,
) -> Checked<Union> {
    // A member that allows any value is what the unknown variant is for.
    let is_any = |member: &&Value| rust_type(document, member) != "::serde_json::Value";
    let members: Vec<_> = members.iter().filter(is_any).collect();
    let objects: Vec<_> = members.iter().copied().filter(|m| is_object(document, m)).collect();
    let tag = tag(document, schema, &objects, at)?;
    let mut variants = Vec::new();
    for member in members {
        let target = unwrap(document, member);
        let matcher = match target["type"].as_str() {
            _ if alternatives(target).is_some() => Matcher::Union,
            Some("string") => Matcher::String,
            Some("integer") => Matcher::Integer,
            Some("number") => Matcher::Number,
            Some("boolean") => Matcher::Boolean,
            Some("array") => Matcher::List,
            _ => match &tag {
                Some(tag) => tag.matcher(document, member, at)?,
                None => Matcher::Fields(fields(target)),
            },
        };
        variants.push(Variant {
            name: variant_name(member),
            ty: rust_type(document, member),
            boxed: contains(document, member, name, 0),
            matcher,
        });
    }
    // The more fields a member requires, the more it says that they are there.
    variants.sort_by_key(|variant| match &variant.matcher {
        Matcher::Fields(fields) => (1, usize::MAX - fields.len()),
        Matcher::Number => (2, 0),
        _ => (0, 0),
    });
    distinct(&variants, at)?;
    let description = schema["description"].as_str().unwrap_or_default().trim().to_owned();
    Ok(Union { name: name.to_owned(), description, variants })
}

/// Rejects members that cannot be told apart.
fn distinct(variants: &[Variant], at: &At) -> Checked<()> {
    for (index, variant) in variants.iter().enumerate() {
        if variant.name == "Unknown" {
            let reason = "a member would be named Unknown, like the variant for other values";
            return Err(Fault::new(at, reason, "rename its schema"));
        }
        for other in &variants[..index] {
            // Items of a named type decode leniently, so a list of them takes almost any list.
            let objects = |variant: &Variant| {
                let item = variant.ty.split_once('<').map(|(_, item)| item);
                item.is_some_and(|item| item.starts_with(char::is_uppercase))
            };
            let same = match (&variant.matcher, &other.matcher) {
                (Matcher::Tag { values, .. }, Matcher::Tag { values: others, .. }) => {
                    values.iter().any(|value| others.contains(value))
                }
                (Matcher::List, Matcher::List) => {
                    variant.ty == other.ty || (objects(variant) && objects(other))
                }
                (Matcher::Union, Matcher::Union) => variant.ty == other.ty,
                (matcher, other) => matcher == other,
            };
            if same || variant.name == other.name {
                let reason = format!(
                    "a value does not say whether it is a {} or a {}",
                    other.name, variant.name
                );
                let remedy = "add a `discriminator`, or give each member a required field of type \
                              string with an enum of its own";
                return Err(Fault::new(at, reason, remedy));
            }
        }
    }
    Ok(())
}

/// The field that says which member an object is.
struct Tag {
    key: String,
    /// From values to names of schemas.
    mapping: Vec<(String, String)>,
}

impl Tag {
    fn matcher(&self, document: &Value, member: &Value, at: &At) -> Checked<Matcher> {
        let name = referenced(wrapped(member).unwrap_or(member)).unwrap_or_default();
        let mapped = self.mapping.iter().filter(|(_, target)| target == name);
        let mut values: Vec<_> = mapped.map(|(value, _)| value.clone()).collect();
        if values.is_empty() {
            values = tag_values(document, member, &self.key);
        }
        if values.is_empty() {
            let reason = format!("{name} does not say which value of {:?} it has", self.key);
            let remedy = "add it to the `mapping` of the discriminator, or give the field an enum \
                          of one value";
            return Err(Fault::new(at, reason, remedy));
        }
        Ok(Matcher::Tag { key: self.key.clone(), values })
    }
}

/// Finds the field that tells objects apart: the discriminator, or a field with different values.
fn tag(document: &Value, schema: &Value, objects: &[&Value], at: &At) -> Checked<Option<Tag>> {
    if let Some(discriminator) = schema.get("discriminator") {
        let at = at.parent().unwrap_or_default().key("discriminator");
        let Some(key) = discriminator["propertyName"].as_str() else {
            let reason = "the discriminator names no field";
            return Err(Fault::new(&at, reason, "add `propertyName`"));
        };
        if let Some(member) =
            objects.iter().find(|member| unwrap(document, member)["properties"].get(key).is_none())
        {
            let reason = format!("{} has no field {key:?}", variant_name(member));
            return Err(Fault::new(&at, reason, "add the field to every member"));
        }
        let mut mapping = Vec::new();
        for (value, target) in discriminator["mapping"].as_object().into_iter().flatten() {
            let target = target.as_str().unwrap_or_default();
            let name = target.rsplit('/').next().unwrap_or_default();
            mapping.push((value.clone(), type_name(name)));
        }
        return Ok(Some(Tag { key: key.to_owned(), mapping }));
    }
    let Some((first, rest)) = objects.split_first().filter(|(_, rest)| !rest.is_empty()) else {
        return Ok(None);
    };
    let keys = unwrap(document, first)["properties"].as_object().into_iter().flatten();
    let key = keys.map(|(key, _)| key).find(|key| {
        let mut seen = BTreeSet::new();
        [first].into_iter().chain(rest).all(|member| {
            let values = tag_values(document, member, key);
            !values.is_empty() && values.into_iter().all(|value| seen.insert(value))
        })
    });
    Ok(key.map(|key| Tag { key: key.clone(), mapping: Vec::new() }))
}

/// Returns the values that a field of a member may have, if they are listed.
fn tag_values(document: &Value, member: &Value, key: &str) -> Vec<String> {
    let field = &unwrap(document, member)["properties"][key];
    let values = strings(unwrap(document, field)).unwrap_or_default();
    values.into_iter().map(str::to_owned).collect()
}

fn is_object(document: &Value, member: &Value) -> bool {
    let target = unwrap(document, member);
    target["type"] == "object" && alternatives(target).is_none()
}

fn fields(schema: &Value) -> Vec<String> {
    let required = schema["required"].as_array().into_iter().flatten();
    let mut fields: Vec<_> = required.filter_map(Value::as_str).map(str::to_owned).collect();
    fields.sort();
    fields
}

fn variant_name(member: &Value) -> String {
    if let Some(name) = referenced(wrapped(member).unwrap_or(member)) {
        return name.to_owned();
    }
    match member["type"].as_str() {
        Some("array") => format!("List{}", variant_name(&member["items"])),
        Some("object") => "Map".to_owned(),
        Some(ty) => type_name(ty),
        None => "Any".to_owned(),
    }
}

/// Returns the type of a schema, as typify chooses it.
fn rust_type(document: &Value, schema: &Value) -> String {
    if let Some(name) = referenced(wrapped(schema).unwrap_or(schema)) {
        let schema = &document["components"]["schemas"][name];
        let any = schema.as_object().is_some_and(|object| {
            object.keys().all(|key| crate::codegen::schema::is_annotation(key))
        });
        return if any { "::serde_json::Value".to_owned() } else { name.to_owned() };
    }
    match (schema["type"].as_str(), schema["format"].as_str()) {
        (Some("string"), _) => "::std::string::String".to_owned(),
        (Some("integer"), Some("int32")) => "i32".to_owned(),
        (Some("integer"), Some("uint32")) => "u32".to_owned(),
        (Some("integer"), Some("uint64")) => "u64".to_owned(),
        (Some("integer"), _) => "i64".to_owned(),
        (Some("number"), Some("float")) => "f32".to_owned(),
        (Some("number"), _) => "f64".to_owned(),
        (Some("boolean"), _) => "bool".to_owned(),
        (Some("array"), _) => {
            format!("::std::vec::Vec<{}>", rust_type(document, &schema["items"]))
        }
        (Some("object"), _) if !has_fields(schema) => {
            let value = match schema.get("additionalProperties") {
                Some(value) if value.is_object() => rust_type(document, value),
                _ => "::serde_json::Value".to_owned(),
            };
            format!("::std::collections::BTreeMap<::std::string::String, {value}>")
        }
        _ => "::serde_json::Value".to_owned(),
    }
}

/// Returns whether a value of `schema` contains one of the union `name` other than on the heap.
fn contains(document: &Value, schema: &Value, name: &str, depth: usize) -> bool {
    if depth > 16 {
        return true;
    }
    if let Some(reference) = referenced(wrapped(schema).unwrap_or(schema)) {
        let target = &document["components"]["schemas"][reference];
        return reference == name || contains(document, target, name, depth + 1);
    }
    let fields = schema["properties"].as_object().into_iter().flatten().map(|(_, field)| field);
    let members = alternatives(schema).into_iter().flat_map(|(_, members)| members);
    fields.chain(members).any(|inner| contains(document, inner, name, depth + 1))
}
