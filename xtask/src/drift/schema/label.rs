//! Names for the members of unions, which have none in the document.
//!
//! A name says what distinguishes a member: the value of the property that tells members apart,
//! such as `type=text`, or else its type, or else its type and properties.

use std::collections::{BTreeMap, BTreeSet};

use super::graph::{Node, NodeId};

/// Properties that often tell the members of a union apart.
const TAGS: [&str; 3] = ["type", "object", "role"];

/// Returns the members of a union with their names. Neither depends on their order.
pub(super) fn labels(
    nodes: &[Node],
    shapes: &[u64],
    tag: Option<&str>,
    members: &[NodeId],
) -> Vec<(String, NodeId)> {
    let mut members = members.to_vec();
    members.sort_by_key(|member| shapes[*member]);
    let short: Vec<String> = members.iter().map(|member| short(nodes, tag, *member)).collect();
    let mut named = Vec::new();
    let mut used: BTreeMap<String, usize> = BTreeMap::new();
    for (member, name) in members.iter().zip(&short) {
        let unique = short.iter().filter(|other| *other == name).count() == 1;
        let name = if unique { name.clone() } else { long(nodes, *member, name) };
        let count = used.entry(name.clone()).or_default();
        *count += 1;
        let name = if *count == 1 { name } else { format!("{name} {count}") };
        named.push((name, *member));
    }
    named
}

fn short(nodes: &[Node], tag: Option<&str>, member: NodeId) -> String {
    let node = &nodes[member];
    let tagged = tag.into_iter().chain(TAGS).find_map(|tag| {
        let property = node.children.get(&("properties".into(), Some(tag.into())))?;
        let values = nodes[*property].aspects.get("enum")?;
        let value = values.first().filter(|_| values.len() == 1)?;
        Some(format!("{tag}={value}"))
    });
    if let Some(tagged) = tagged {
        return tagged;
    }
    let types = node.aspects.get("type").map(joined).unwrap_or_else(|| "any".to_owned());
    match node.children.get(&("items".into(), None)) {
        Some(items) => match nodes[*items].aspects.get("type") {
            Some(of) => format!("{types} of {}", joined(of)),
            None => types,
        },
        None => types,
    }
}

/// Returns the name with the names of all properties, or all values of an enum.
fn long(nodes: &[Node], member: NodeId, short: &str) -> String {
    let node = &nodes[member];
    let properties = node.children.keys().filter(|(keyword, _)| keyword == "properties");
    let mut names: BTreeSet<String> = properties.filter_map(|(_, name)| name.clone()).collect();
    names.extend(node.aspects.get("enum").into_iter().flatten().cloned());
    format!("{short} ({})", joined(&names))
}

fn joined(names: &BTreeSet<String>) -> String {
    names.iter().map(String::as_str).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::super::document::Document;
    use super::super::graph::Graph;
    use super::super::shape::shapes;
    use super::*;

    #[test]
    fn a_member_is_named_by_what_distinguishes_it() {
        let of = |value: &str| json!({"properties": {"kind": {"const": value}, "a": {}}});
        let members = json!([
            of("x"),
            of("y"),
            {"properties": {"type": {"enum": ["text"]}}},
            {"type": "string"},
            {"type": "array", "items": {"type": ["integer", "string"]}},
            {"type": "object", "properties": {"a": {}}},
            {"type": "object", "properties": {"a": {}, "b": {}}},
            {"minLength": 1},
            {"minLength": 2},
        ]);
        let value = json!({"openapi": "3.1.0", "paths": {}, "members": members});
        let document = Document::new("api.yaml".into(), value).unwrap();
        let mut graph = Graph::new(&document);
        let nodes = |index: usize| graph.add(&format!("/members/{index}")).unwrap();
        let members: Vec<_> = (0..9).map(nodes).collect();
        let shapes = shapes(&graph.nodes);
        let labels = labels(&graph.nodes, &shapes, Some("kind"), &members);
        let names: BTreeSet<_> = labels.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(
            names.into_iter().collect::<Vec<_>>(),
            [
                "any ()",
                "any () 2",
                "array of integer, string",
                "kind=x",
                "kind=y",
                "object (a)",
                "object (a, b)",
                "string",
                "type=text",
            ]
        );
    }
}
