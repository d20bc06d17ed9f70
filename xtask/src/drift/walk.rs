//! The facts that a document states about operations.
//!
//! Defaults are filled in, references are followed, and what is stated once for many operations is
//! stated for each. A keyword that is not known here is compared as a whole, so nothing is missed
//! but prose.

use std::collections::BTreeMap;

use super::document::{At, Document};
use super::error::Error;
use super::facts::{Facts, Origin, Place};
use super::kind::Kind;
use super::operations::Operation;
use super::schema::{FACTS, Graph, Limit, Root, add_facts};
use super::security::security;
use super::text::{is_prose, text, without_prose};

/// Returns the facts about operations, each with the name that places have.
pub(super) fn facts<'o, 'd: 'o>(
    document: &'d Document,
    operations: impl Iterator<Item = (&'o str, &'o Operation<'d>)>,
) -> Result<Facts, Error> {
    let mut walk =
        Walk { document, graph: Graph::new(document), roots: Vec::new(), facts: Facts::default() };
    let paths = document.root().get("paths").map(|paths| paths.pointer).unwrap_or_default();
    let whole = Place::document();
    let deviations = match document.value["paths"].get("x-deviation") {
        Some(_) => vec![paths.clone()],
        None => Vec::new(),
    };
    walk.facts
        .add_place(&whole, Origin { kind: Kind::Paths, parent: None, pointer: paths, deviations });
    for (name, operation) in operations {
        walk.operation(&whole, name, operation)?;
    }
    let Walk { graph, roots, mut facts, .. } = walk;
    let path = document.path.clone();
    match add_facts(&graph, &roots, &mut facts, FACTS) {
        Ok(()) => Ok(facts),
        Err(Limit::Facts(limit)) => Err(Error::Facts { path, limit }),
        Err(Limit::Depth(limit)) => Err(Error::Depth { path, limit }),
    }
}

struct Walk<'d> {
    document: &'d Document,
    graph: Graph<'d>,
    roots: Vec<Root>,
    facts: Facts,
}

impl<'d> Walk<'d> {
    fn operation(
        &mut self,
        whole: &Place,
        name: &str,
        operation: &Operation<'d>,
    ) -> Result<(), Error> {
        let Operation { method, path, item, at } = operation;
        let place = Place::operation(name);
        let parent = Some((whole.clone(), "operations".to_owned(), Some(name.to_owned())));
        self.place(&place, Kind::Operation, parent, std::slice::from_ref(at));
        self.facts.add(&place, "method", method.to_uppercase());
        self.facts.add(&place, "path", path);
        if let Some(id) = operation.id() {
            self.facts.add(&place, "operationId", id);
        }
        self.flag(&place, at, "deprecated");
        for alternative in security(self.document, at) {
            self.facts.add(&place, "security", alternative);
        }
        let servers = [at].into_iter().chain(item).find_map(|at| at.get("servers"));
        for server in
            servers.or_else(|| self.document.root().get("servers")).iter().flat_map(At::items)
        {
            self.facts.add(&place, "servers", server_text(&server));
        }
        for (name, chain) in self.parameters(operation)? {
            let place = self.part(&place, Kind::Parameter, "parameters", Some(&name), &chain);
            self.parameter(&place, &chain, None)?;
        }
        if let Some(body) = at.get("requestBody") {
            let chain = self.document.resolve(body)?;
            let place = self.part(&place, Kind::RequestBody, "requestBody", None, &chain);
            let body = last(&chain);
            self.flag(&place, body, "required");
            self.content(&place, body)?;
            self.others(&place, body, &["content", "required"]);
        }
        for (name, status, response) in responses(at) {
            let chain = self.document.resolve(response)?;
            let place = self.part(&place, Kind::Response, "responses", Some(&name), &chain);
            self.facts.add(&place, "status", status);
            let response = last(&chain);
            self.headers(&place, response)?;
            self.content(&place, response)?;
            self.others(&place, response, &["content", "headers"]);
        }
        let known = [
            "deprecated",
            "operationId",
            "parameters",
            "requestBody",
            "responses",
            "security",
            "servers",
        ];
        self.others(&place, at, &known);
        Ok(())
    }

    /// Returns the parameters of an operation, those of its path included, by location and name.
    fn parameters(
        &self,
        operation: &Operation<'d>,
    ) -> Result<BTreeMap<String, Vec<At<'d>>>, Error> {
        let mut parameters = BTreeMap::new();
        for at in operation.item.iter().rev().chain([&operation.at]) {
            for parameter in at.get("parameters").iter().flat_map(At::items) {
                let chain = self.document.resolve(parameter)?;
                let value = last(&chain).value;
                let name = format!("{} {}", text(&value["in"]), text(&value["name"]));
                parameters.insert(name, chain);
            }
        }
        Ok(parameters)
    }

    /// Adds a parameter, or a header if it has no location of its own.
    fn parameter(
        &mut self,
        place: &Place,
        chain: &[At<'d>],
        location: Option<&str>,
    ) -> Result<(), Error> {
        let at = last(chain);
        let location = location.or_else(|| at.value["in"].as_str()).unwrap_or_default();
        for flag in ["allowEmptyValue", "allowReserved", "deprecated", "required"] {
            self.flag(place, at, flag);
        }
        if at.get("content").is_none() {
            let default = if matches!(location, "query" | "cookie") { "form" } else { "simple" };
            let style = at.get("style").map_or_else(|| default.to_owned(), |at| text(at.value));
            let explode = at.get("explode").map_or(style == "form", |at| at.value == true);
            self.facts.add(place, "style", style);
            self.facts.add(place, "explode", if explode { "yes" } else { "no" });
        }
        self.schema(place, at, chain)?;
        self.content(place, at)?;
        let known = [
            "allowEmptyValue",
            "allowReserved",
            "content",
            "deprecated",
            "explode",
            "in",
            "name",
            "required",
            "schema",
            "style",
        ];
        self.others(place, at, &known);
        Ok(())
    }

    fn headers(&mut self, place: &Place, at: &At<'d>) -> Result<(), Error> {
        for (name, header) in at.get("headers").iter().flat_map(At::members) {
            let chain = self.document.resolve(header)?;
            let name = name.to_ascii_lowercase();
            let place = self.part(place, Kind::Parameter, "headers", Some(&name), &chain);
            self.parameter(&place, &chain, Some("header"))?;
        }
        Ok(())
    }

    fn content(&mut self, place: &Place, at: &At<'d>) -> Result<(), Error> {
        for (name, media_type, media) in contents(at) {
            let chain = self.document.resolve(media)?;
            let place = self.part(place, Kind::MediaType, "content", Some(&name), &chain);
            self.facts.add(&place, "mediaType", media_type);
            let media = last(&chain);
            self.schema(&place, media, &[])?;
            for (name, encoding) in media.get("encoding").iter().flat_map(At::members) {
                let chain = [encoding.clone()];
                let place = self.part(&place, Kind::Encoding, "encoding", Some(name), &chain);
                self.headers(&place, &encoding)?;
                self.others(&place, &encoding, &["headers"]);
            }
            self.others(&place, media, &["encoding", "schema"]);
        }
        Ok(())
    }

    /// Adds the schema of a value. `around` are values whose `x-deviation` can be about it.
    fn schema(&mut self, place: &Place, at: &At<'d>, around: &[At<'d>]) -> Result<(), Error> {
        if let Some(schema) = at.get("schema") {
            let node = self.graph.add(&schema.pointer)?;
            let deviations = with_deviation(around);
            self.roots.push(Root { place: place.clone(), node, deviations });
        }
        Ok(())
    }

    /// Adds every keyword that is not known as a whole.
    fn others(&mut self, place: &Place, at: &At<'_>, known: &[&str]) {
        for (keyword, at) in at.members() {
            if keyword != "$ref" && !is_prose(keyword) && !known.contains(&keyword) {
                self.facts.add(place, keyword, text(&without_prose(at.value)));
            }
        }
    }

    /// Adds a keyword that is absent if it is false.
    fn flag(&mut self, place: &Place, at: &At<'_>, keyword: &str) {
        if at.get(keyword).is_some_and(|at| at.value == true) {
            self.facts.add(place, keyword, "yes");
        }
    }

    /// Adds the place of a part, and returns it.
    fn part(
        &mut self,
        parent: &Place,
        kind: Kind,
        part: &str,
        name: Option<&str>,
        chain: &[At<'_>],
    ) -> Place {
        let place = parent.part(part, name);
        let parent = (parent.clone(), part.to_owned(), name.map(str::to_owned));
        self.place(&place, kind, Some(parent), chain);
        place
    }

    fn place(
        &mut self,
        place: &Place,
        kind: Kind,
        parent: Option<(Place, String, Option<String>)>,
        chain: &[At<'_>],
    ) {
        let deviations = with_deviation(chain);
        let pointer = last(chain).pointer.clone();
        self.facts.add_place(place, Origin { kind, parent, pointer, deviations });
    }
}

/// Returns the pointers of the values that have an `x-deviation`.
fn with_deviation(values: &[At<'_>]) -> Vec<String> {
    let deviating = values.iter().filter(|at| at.value.get("x-deviation").is_some());
    deviating.map(|at| at.pointer.clone()).collect()
}

/// Returns the end of a chain of references.
fn last<'c, 'd>(chain: &'c [At<'d>]) -> &'c At<'d> {
    &chain[chain.len() - 1]
}

/// Returns each media type with its name in places and its own name.
///
/// JSON, or else the first one, has the name `*`, so that another media type for the same content is
/// at the same place and differs in the aspect `mediaType`.
fn contents<'d>(at: &At<'d>) -> Vec<(String, String, At<'d>)> {
    let content = at.get("content");
    let media: BTreeMap<String, At<'d>> = content
        .iter()
        .flat_map(At::members)
        .filter(|(name, _)| !is_prose(name))
        .map(|(name, at)| (name.to_ascii_lowercase(), at))
        .collect();
    let json = "application/json".to_owned();
    let main = if media.contains_key(&json) { Some(json) } else { media.keys().next().cloned() };
    let place = |name: &String| if Some(name) == main.as_ref() { "*".into() } else { name.clone() };
    media.into_iter().map(|(name, at)| (place(&name), name, at)).collect()
}

/// Returns each response with its name in places and its status.
///
/// The first status of a class has the name of the class, so that 200 and 2XX are at the same place
/// and differ in the aspect `status`.
fn responses<'d>(operation: &At<'d>) -> Vec<(String, String, At<'d>)> {
    let responses = operation.get("responses");
    let mut responses: Vec<(String, At<'d>)> = responses
        .iter()
        .flat_map(At::members)
        .filter(|(status, _)| !is_prose(status))
        .map(|(status, at)| (status.to_owned(), at))
        .collect();
    // A range comes before the single statuses of its class.
    responses.sort_by_key(|(status, _)| (class(status), !is_range(status), status.clone()));
    let mut named: Vec<(String, String, At<'d>)> = Vec::new();
    for (status, at) in responses {
        let class = class(&status);
        let first = !named.iter().any(|(name, _, _)| *name == class);
        named.push((if first { class } else { status.clone() }, status, at));
    }
    named
}

/// Returns the class of a status, such as `2XX`, and of another key the key itself.
fn class(status: &str) -> String {
    match status.as_bytes() {
        [digit @ b'1'..=b'5', _, _] => format!("{}XX", char::from(*digit)),
        _ => status.to_owned(),
    }
}

fn is_range(status: &str) -> bool {
    status.to_ascii_uppercase().ends_with("XX")
}

fn server_text(server: &At<'_>) -> String {
    let url = server.get("url").map(|url| text(url.value)).unwrap_or_default();
    match server.get("variables") {
        Some(variables) => format!("{url} {}", text(&without_prose(variables.value))),
        None => url,
    }
}
