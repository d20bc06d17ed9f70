//! All places of a document that the compared operations reach.
//!
//! This walk shares nothing with the walk that is tested, so that both cannot miss the same place.

use std::collections::BTreeMap;

use serde_json::Value;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Kind {
    Document,
    PathItem,
    Operation,
    Parameter,
    Body,
    Response,
    Header,
    Media,
    Schema,
}

#[derive(Clone, Debug)]
pub(super) struct Site {
    pub(super) kind: Kind,
    pub(super) pointer: String,
    /// Whether a change of the type shows: nothing else says at the same place what the type is.
    pub(super) decides: bool,
}

/// Returns the sites of the operations in these groups of paths.
pub(super) fn sites(document: &Value, groups: &[&str]) -> Vec<Site> {
    let mut walk = Walk { document, sites: BTreeMap::new() };
    walk.add(Kind::Document, "", true);
    for (path, item) in document["paths"].as_object().unwrap() {
        if !groups.contains(&path.split('/').nth(1).unwrap_or_default()) {
            continue;
        }
        let pointer = format!("/paths/{}", escape(path));
        walk.add(Kind::PathItem, &pointer, true);
        walk.each(&format!("{pointer}/parameters"), Walk::parameter);
        for method in METHODS {
            if item.get(method).is_some() {
                walk.operation(&format!("{pointer}/{method}"));
            }
        }
    }
    let sites = walk.sites.into_iter();
    sites.map(|((kind, pointer), decides)| Site { kind, pointer, decides }).collect()
}

pub(super) const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

pub(super) fn escape(segment: &str) -> String {
    segment.replace('~', "~0").replace('/', "~1")
}

/// Returns whether a schema is null and nothing else.
pub(super) fn is_null(schema: &Value) -> bool {
    schema["type"] == "null"
}

struct Walk<'d> {
    document: &'d Value,
    sites: BTreeMap<(Kind, String), bool>,
}

impl<'d> Walk<'d> {
    fn get(&self, pointer: &str) -> &'d Value {
        self.document.pointer(pointer).unwrap_or(&Value::Null)
    }

    /// Adds a site. Returns whether anything is new.
    fn add(&mut self, kind: Kind, pointer: &str, decides: bool) -> bool {
        let known = self.sites.insert((kind, pointer.to_owned()), decides);
        if known == Some(true) {
            self.sites.insert((kind, pointer.to_owned()), true);
        }
        known.is_none() || (known == Some(false) && decides)
    }

    /// Visits the members or items of a value.
    fn each(&mut self, pointer: &str, visit: impl Fn(&mut Self, &str)) {
        let document: &'d Value = self.document;
        match document.pointer(pointer) {
            Some(Value::Object(members)) => {
                members.keys().for_each(|name| visit(self, &format!("{pointer}/{}", escape(name))));
            }
            Some(Value::Array(items)) => {
                (0..items.len()).for_each(|index| visit(self, &format!("{pointer}/{index}")));
            }
            _ => {}
        }
    }

    fn resolve(&self, pointer: &str) -> String {
        let mut pointer = pointer.to_owned();
        while let Some(reference) = self.get(&pointer)["$ref"].as_str() {
            pointer = reference[1..].to_owned();
        }
        pointer
    }

    fn operation(&mut self, pointer: &str) {
        self.add(Kind::Operation, pointer, true);
        self.each(&format!("{pointer}/parameters"), Walk::parameter);
        if self.get(&format!("{pointer}/requestBody")).is_object() {
            let body = self.resolve(&format!("{pointer}/requestBody"));
            self.add(Kind::Body, &body, true);
            self.each(&format!("{body}/content"), Walk::media);
        }
        self.each(&format!("{pointer}/responses"), |walk, response| {
            let response = walk.resolve(response);
            walk.add(Kind::Response, &response, true);
            walk.each(&format!("{response}/headers"), Walk::header);
            walk.each(&format!("{response}/content"), Walk::media);
        });
    }

    fn parameter(&mut self, pointer: &str) {
        let pointer = self.resolve(pointer);
        self.add(Kind::Parameter, &pointer, true);
        self.schema(&format!("{pointer}/schema"), true);
        self.each(&format!("{pointer}/content"), Walk::media);
    }

    fn header(&mut self, pointer: &str) {
        let pointer = self.resolve(pointer);
        self.add(Kind::Header, &pointer, true);
        self.schema(&format!("{pointer}/schema"), true);
    }

    fn media(&mut self, pointer: &str) {
        self.add(Kind::Media, pointer, true);
        self.schema(&format!("{pointer}/schema"), true);
    }

    fn schema(&mut self, pointer: &str, decides: bool) {
        let schema = self.get(pointer);
        if !schema.is_object() || is_null(schema) || !self.add(Kind::Schema, pointer, decides) {
            return;
        }
        if let Some(reference) = schema["$ref"].as_str() {
            self.schema(&reference[1..], decides && schema.as_object().unwrap().len() == 1);
        }
        for keyword in ["properties", "patternProperties", "prefixItems"] {
            self.each(&format!("{pointer}/{keyword}"), |walk, child| walk.schema(child, true));
        }
        for keyword in [
            "items",
            "additionalProperties",
            "propertyNames",
            "contains",
            "not",
            "if",
            "then",
            "else",
        ] {
            self.schema(&format!("{pointer}/{keyword}"), true);
        }
        self.each(&format!("{pointer}/allOf"), |walk, part| walk.schema(part, false));
        for keyword in ["anyOf", "oneOf"] {
            let members = schema[keyword].as_array().into_iter().flatten();
            let null = members.clone().any(is_null);
            let one = members.filter(|member| !is_null(member)).count() == 1;
            self.each(&format!("{pointer}/{keyword}"), |walk, member| {
                walk.schema(member, !null && !one);
            });
        }
    }
}
