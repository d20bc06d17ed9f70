//! The keywords of OpenAPI, and which of them code is generated for.
//!
//! The tables are closed: a keyword that none of them lists is an error, so nothing in a document is
//! dropped without a word.

use serde_json::{Map, Value};

use super::at::At;
use super::fault::{Checked, Fault};

/// The keys of a path item that are operations.
pub(super) const METHODS: [&str; 6] = ["get", "put", "post", "delete", "head", "patch"];

/// The kind of an object in a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Document,
    Components,
    PathItem,
    Operation,
    Parameter,
    Body,
    Media,
    Response,
    Header,
    Schema,
}

/// What a keyword means to the generator.
#[derive(Clone, Copy)]
enum Rule {
    /// It is read, or is documentation.
    Known,
    /// Its value is an object of this kind.
    One(Kind),
    /// Its value is an object whose values are of this kind.
    Map(Kind),
    /// Its value is an array of this kind.
    List(Kind),
    /// Its value is a boolean or a schema.
    BooleanOr(Kind),
    /// It is not supported: why, and what to do instead.
    Refused(&'static str, &'static str),
}

use Kind::{
    Body, Components, Document, Header, Media, Operation, Parameter, PathItem, Response, Schema,
};
use Rule::{BooleanOr, Known, List, Map as Each, One, Refused};

const BY_HAND: &str = "remove it, and implement it by hand if it is needed";
const ONE_SERVER: Rule = Refused(
    "a client has one base URL, so this one would not be used",
    "remove it; users set the base URL in `Config`",
);
const CONDITIONAL: Rule = Refused(
    "a schema that depends on values has no Rust type",
    "describe what all values have in common, or name the alternatives in `oneOf`",
);
const FIXED_NAMES: Rule = Refused(
    "names that match a pattern have no fields in Rust",
    "use `additionalProperties` with a schema for all names",
);
const OWN_BASE: Rule = Refused(
    "references are resolved within the document",
    "put the schema under `components/schemas` and use `$ref: '#/components/schemas/…'`",
);

/// Returns the keywords of a kind.
fn rules(kind: Kind) -> &'static [(&'static str, Rule)] {
    match kind {
        Document => &[
            ("openapi", Known),
            ("info", Known),
            ("jsonSchemaDialect", OWN_BASE),
            ("servers", Known),
            ("security", Known),
            ("tags", Known),
            ("externalDocs", Known),
            ("paths", Each(PathItem)),
            ("components", One(Components)),
            ("webhooks", Refused("webhooks are not requests of a client", BY_HAND)),
        ],
        Components => &[
            ("schemas", Each(Schema)),
            ("parameters", Each(Parameter)),
            ("requestBodies", Each(Body)),
            ("responses", Each(Response)),
            ("headers", Each(Header)),
            ("securitySchemes", Known),
            ("examples", Known),
            ("links", Refused("links do not become code", BY_HAND)),
            ("callbacks", Refused("callbacks are not requests of a client", BY_HAND)),
            ("pathItems", Refused("operations must be under `paths`", "move them to `paths`")),
        ],
        PathItem => &[
            ("summary", Known),
            ("description", Known),
            ("parameters", List(Parameter)),
            ("get", One(Operation)),
            ("put", One(Operation)),
            ("post", One(Operation)),
            ("delete", One(Operation)),
            ("head", One(Operation)),
            ("patch", One(Operation)),
            ("options", Refused("the HTTP client has no method for OPTIONS", BY_HAND)),
            ("trace", Refused("the HTTP client has no method for TRACE", BY_HAND)),
            ("servers", ONE_SERVER),
            ("$ref", Refused("a path must be written where it is", "copy its operations here")),
        ],
        Operation => &[
            ("operationId", Known),
            ("tags", Known),
            ("summary", Known),
            ("description", Known),
            ("externalDocs", Known),
            ("deprecated", Known),
            ("parameters", List(Parameter)),
            ("requestBody", One(Body)),
            ("responses", Each(Response)),
            ("callbacks", Refused("callbacks are not requests of a client", BY_HAND)),
            // Whether it is that of the document is checked where operations are read.
            ("security", Known),
            ("servers", ONE_SERVER),
        ],
        Parameter => &[
            ("name", Known),
            ("in", Known),
            ("description", Known),
            ("required", Known),
            ("deprecated", Known),
            ("style", Known),
            ("explode", Known),
            ("schema", One(Schema)),
            ("example", Known),
            ("examples", Known),
            ("allowReserved", Refused("reserved characters are always encoded", "remove it")),
            ("allowEmptyValue", Refused("a parameter without a value cannot be sent", "remove it")),
            (
                "content",
                Refused(
                    "a parameter that is a document of its own has no Rust type",
                    "use `schema`; a string can carry the document",
                ),
            ),
        ],
        Body => &[("description", Known), ("required", Known), ("content", Each(Media))],
        Media => {
            &[("schema", One(Schema)), ("example", Known), ("examples", Known), ("encoding", Known)]
        }
        Response => &[
            ("description", Known),
            ("headers", Each(Header)),
            ("content", Each(Media)),
            ("links", Refused("links do not become code", BY_HAND)),
        ],
        Header => &[
            ("description", Known),
            ("required", Known),
            ("deprecated", Known),
            ("style", Known),
            ("explode", Known),
            ("schema", One(Schema)),
            ("content", Known),
            ("example", Known),
            ("examples", Known),
        ],
        Schema => &[
            ("type", Known),
            ("format", Known),
            ("enum", Known),
            ("const", Known),
            ("properties", Each(Schema)),
            ("required", Known),
            ("additionalProperties", BooleanOr(Schema)),
            ("items", One(Schema)),
            ("allOf", List(Schema)),
            ("oneOf", List(Schema)),
            ("anyOf", List(Schema)),
            ("discriminator", Known),
            ("nullable", Known),
            ("title", Known),
            ("description", Known),
            ("default", Known),
            ("example", Known),
            ("examples", Known),
            ("deprecated", Known),
            ("externalDocs", Known),
            ("$comment", Known),
            // Limits, which the server checks.
            ("minimum", Known),
            ("maximum", Known),
            ("exclusiveMinimum", Known),
            ("exclusiveMaximum", Known),
            ("multipleOf", Known),
            ("minLength", Known),
            ("maxLength", Known),
            ("pattern", Known),
            ("minItems", Known),
            ("maxItems", Known),
            ("uniqueItems", Known),
            ("minProperties", Known),
            ("maxProperties", Known),
            ("propertyNames", Known),
            ("contentMediaType", Known),
            ("contentEncoding", Known),
            ("readOnly", Known),
            ("writeOnly", Known),
            ("not", CONDITIONAL),
            ("if", CONDITIONAL),
            ("then", CONDITIONAL),
            ("else", CONDITIONAL),
            ("dependentSchemas", CONDITIONAL),
            ("dependentRequired", CONDITIONAL),
            ("contains", CONDITIONAL),
            ("minContains", CONDITIONAL),
            ("maxContains", CONDITIONAL),
            ("unevaluatedItems", CONDITIONAL),
            ("unevaluatedProperties", CONDITIONAL),
            ("patternProperties", FIXED_NAMES),
            (
                "prefixItems",
                Refused(
                    "an array whose items have different types has no Rust type here",
                    "use `items` with one schema, or an object",
                ),
            ),
            (
                "contentSchema",
                Refused("a string is not decoded further", "remove it; describe it in prose"),
            ),
            ("xml", Refused("bodies are JSON", "remove it")),
            ("$id", OWN_BASE),
            ("$schema", OWN_BASE),
            ("$defs", OWN_BASE),
            ("definitions", OWN_BASE),
            ("$anchor", OWN_BASE),
            // A reference to the named schema around it, which version 3.1 lowers.
            ("$recursiveRef", Known),
            ("$recursiveAnchor", Known),
            ("$dynamicRef", OWN_BASE),
            ("$dynamicAnchor", OWN_BASE),
        ],
    }
}

/// Keywords that may stand beside a `$ref` and change nothing.
const BESIDE_REFERENCE: [&str; 3] = ["description", "summary", "$comment"];

/// Finds everything in a document that the tables do not allow. `siblings` says whether keywords
/// beside a `$ref` count, as they do from OpenAPI 3.1 on.
pub(super) fn check(document: &Value, siblings: bool) -> Vec<Fault> {
    let mut check = Check { document, siblings, faults: Vec::new() };
    check.object(document, Document, &At::root());
    check.faults
}

struct Check<'d> {
    document: &'d Value,
    siblings: bool,
    faults: Vec<Fault>,
}

impl Check<'_> {
    fn fault(&mut self, at: &At, reason: impl Into<String>, remedy: impl Into<String>) {
        self.faults.push(Fault::new(at, reason, remedy));
    }

    fn object(&mut self, value: &Value, kind: Kind, at: &At) {
        if kind == Schema && value.is_boolean() && self.siblings {
            return;
        }
        let Some(object) = value.as_object() else {
            return self.fault(at, "it must be an object", "write it as an object");
        };
        let is_reference = kind != PathItem && object.contains_key("$ref");
        if is_reference {
            self.reference(object, kind, at);
        }
        for (key, value) in object {
            if key.starts_with("x-") || (is_reference && key == "$ref") {
                continue;
            }
            let at = at.key(key);
            match rules(kind).iter().find(|(name, _)| name == key) {
                Some((_, rule)) => self.member(value, *rule, &at),
                None => self.fault(
                    &at,
                    format!("{key:?} is not a keyword of OpenAPI here"),
                    "correct the spelling, or begin its name with `x-`",
                ),
            }
        }
    }

    fn member(&mut self, value: &Value, rule: Rule, at: &At) {
        match rule {
            Known => {}
            Refused(reason, remedy) => self.fault(at, reason, remedy),
            BooleanOr(_) if value.is_boolean() => {}
            One(kind) | BooleanOr(kind) => self.object(value, kind, at),
            Each(kind) => match value.as_object() {
                Some(members) => {
                    for (key, value) in members {
                        // Paths and responses may have extensions, and properties any name.
                        if !(key.starts_with("x-") && matches!(kind, PathItem | Response)) {
                            self.object(value, kind, &at.key(key));
                        }
                    }
                }
                None => self.fault(at, "it must be an object", "write it as an object"),
            },
            List(kind) => match value.as_array() {
                Some(items) => {
                    for (index, item) in items.iter().enumerate() {
                        self.object(item, kind, &at.index(index));
                    }
                }
                None => self.fault(at, "it must be an array", "write it as an array"),
            },
        }
    }

    fn reference(&mut self, object: &Map<String, Value>, kind: Kind, at: &At) {
        let target = match object["$ref"].as_str() {
            Some(reference) => At::of_reference(reference),
            None => None,
        };
        let resolves =
            target.is_some_and(|target| self.document.pointer(target.pointer()).is_some());
        if !resolves {
            let reason = match object["$ref"].as_str() {
                Some(text) if text.starts_with('#') => {
                    format!("the reference {text} does not resolve")
                }
                Some(text) => format!("the reference {text} is not within the document"),
                None => "a reference must be a string".to_owned(),
            };
            self.fault(at, reason, "use `#/components/…` with the name of a component");
        }
        let beside = object.keys().find(|key| {
            *key != "$ref" && !key.starts_with("x-") && !BESIDE_REFERENCE.contains(&key.as_str())
        });
        if let Some(key) = beside
            && !(kind == Schema && self.siblings)
        {
            self.fault(
                &at.key(key),
                "OpenAPI ignores what stands beside a `$ref`",
                "wrap the reference: `allOf: [{$ref: …}]`",
            );
        }
    }
}

/// Rebuilds a document: `change` gets every object of it, each after those inside it.
pub(super) fn transform(
    document: Value,
    change: &mut dyn FnMut(Kind, &At, Value) -> Checked<Value>,
) -> Checked<Value> {
    transform_as(document, Document, &At::root(), change)
}

/// Rebuilds an object of this kind, as [`transform`] does for a document.
pub(super) fn transform_as(
    value: Value,
    kind: Kind,
    at: &At,
    change: &mut dyn FnMut(Kind, &At, Value) -> Checked<Value>,
) -> Checked<Value> {
    let Value::Object(object) = value else {
        return change(kind, at, value);
    };
    let mut rebuilt = Map::new();
    for (key, value) in object {
        let rule = rules(kind).iter().find(|(name, _)| *name == key).map(|(_, rule)| *rule);
        let at = at.key(&key);
        let value = match (rule, value) {
            (Some(One(kind)), value) => transform_as(value, kind, &at, change)?,
            (Some(BooleanOr(kind)), value) if !value.is_boolean() => {
                transform_as(value, kind, &at, change)?
            }
            (Some(Each(kind)), Value::Object(members)) => {
                let members = members.into_iter().map(|(key, value)| {
                    if key.starts_with("x-") && matches!(kind, PathItem | Response) {
                        return Ok((key, value));
                    }
                    let value = transform_as(value, kind, &at.key(&key), change)?;
                    Ok((key, value))
                });
                Value::Object(members.collect::<Checked<_>>()?)
            }
            (Some(List(kind)), Value::Array(items)) => {
                let items = items.into_iter().enumerate();
                let items =
                    items.map(|(index, item)| transform_as(item, kind, &at.index(index), change));
                Value::Array(items.collect::<Checked<_>>()?)
            }
            (_, value) => value,
        };
        rebuilt.insert(key, value);
    }
    change(kind, at, Value::Object(rebuilt))
}

/// Returns the names of all schemas that a document refers to, and where.
pub(super) fn references(document: &Value) -> Vec<(String, At)> {
    let mut found = Vec::new();
    let collected = transform(document.clone(), &mut |kind, at, value| {
        if kind == Schema
            && let Some(name) = super::schema::referenced(&value)
        {
            found.push((name.to_owned(), at.clone()));
        }
        Ok(value)
    });
    // Nothing is changed, so nothing fails.
    drop(collected);
    found
}
