//! The facts that a graph of schemas states.

use std::rc::Rc;

use super::super::facts::{Facts, Origin, Place};
use super::super::kind::Kind;
use super::graph::{Graph, Node, NodeId};
use super::label::labels;
use super::shape::shapes;

/// The largest number of facts of a document. The operations of openapi.yaml state about 2,000.
pub(crate) const FACTS: usize = 500_000;

/// How deep schemas may be within each other.
const DEPTH: usize = 256;

/// More than is compared.
#[derive(Debug, PartialEq)]
pub(crate) enum Limit {
    Facts(usize),
    Depth(usize),
}

/// A schema, the place that contains it as `schema`, and the pointers of values around it whose
/// `x-deviation` can be about it.
pub(crate) struct Root {
    pub(crate) place: Place,
    pub(crate) node: NodeId,
    pub(crate) deviations: Vec<String>,
}

/// Adds the facts about schemas.
pub(crate) fn add_facts(
    graph: &Graph<'_>,
    roots: &[Root],
    facts: &mut Facts,
    limit: usize,
) -> Result<(), Limit> {
    let nodes = &graph.nodes;
    let mut walk = Walk { nodes, shapes: shapes(nodes), above: Vec::new(), facts, limit };
    for Root { place, node, deviations } in roots {
        let place = walk.child(place, "schema", None, *node)?;
        if let Some(origin) = walk.facts.origins.get_mut(&place) {
            origin.deviations.extend_from_slice(deviations);
        }
    }
    Ok(())
}

struct Walk<'w> {
    nodes: &'w [Node],
    shapes: Vec<u64>,
    /// The shapes of the schemas that contain the current one, and where they are.
    above: Vec<(u64, Rc<str>)>,
    facts: &'w mut Facts,
    limit: usize,
}

impl Walk<'_> {
    fn child(
        &mut self,
        parent: &Place,
        part: &str,
        name: Option<&str>,
        id: NodeId,
    ) -> Result<Place, Limit> {
        if self.facts.all.len() > self.limit {
            return Err(Limit::Facts(self.limit));
        }
        if self.above.len() >= DEPTH {
            return Err(Limit::Depth(DEPTH));
        }
        let node = &self.nodes[id];
        let place = parent.part(part, name);
        let origin = Origin {
            kind: Kind::Schema,
            parent: Some((parent.clone(), part.to_owned(), name.map(str::to_owned))),
            pointer: node.pointer.clone(),
            deviations: node.deviations.clone(),
        };
        self.facts.add_place(&place, origin);
        let shape = self.shapes[id];
        if let Some((_, above)) = self.above.iter().find(|(above, _)| *above == shape) {
            self.facts.add(&place, "recursion", &**above);
            return Ok(place);
        }
        self.above.push((shape, place.pointer.clone()));
        for (aspect, values) in &node.aspects {
            values.iter().for_each(|value| self.facts.add(&place, aspect, value));
        }
        for ((keyword, name), child) in &node.children {
            self.child(&place, keyword, name.as_deref(), *child)?;
        }
        self.unions(&place, node)?;
        self.above.pop();
        Ok(place)
    }

    fn unions(&mut self, place: &Place, node: &Node) -> Result<(), Limit> {
        let tag = node.aspects.get("discriminator").and_then(|names| names.first());
        let mut all = Vec::new();
        for (keyword, members) in &node.unions {
            let members = labels(self.nodes, &self.shapes, tag.map(String::as_str), members);
            let mut shapes: Vec<_> = members.iter().map(|(_, id)| self.shapes[*id]).collect();
            shapes.sort_unstable();
            all.push((*keyword, shapes, members));
        }
        all.sort();
        let mut before = "";
        let mut count = 0;
        for (keyword, _, members) in &all {
            count = if before == *keyword { count + 1 } else { 1 };
            before = keyword;
            let part =
                if count == 1 { (*keyword).to_owned() } else { format!("{keyword} {count}") };
            for (name, member) in members {
                self.child(place, &part, Some(name), *member)?;
            }
        }
        for (value, target) in &node.mapping {
            let shape = self.shapes[*target];
            let mut members = all.iter().flat_map(|(_, _, members)| members);
            let name = members.find(|(_, id)| self.shapes[*id] == shape);
            let name = name.map_or_else(|| format!("{shape:x}"), |(name, _)| name.clone());
            self.facts.add(place, "mapping", format!("{value}: {name}"));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, Value, json};

    use super::super::super::document::Document;
    use super::*;

    /// Adds the facts about the first of 300 schemas, each of which refers to the next one.
    fn limited(schema: impl Fn(Value) -> Value, limit: usize) -> Result<(), Limit> {
        let reference = |to: usize| json!({"$ref": format!("#/schemas/{to}")});
        let schemas = (0..300).map(|index| (index.to_string(), schema(reference(index + 1))));
        let mut schemas: Map<String, Value> = schemas.collect();
        schemas.insert("300".into(), json!({}));
        let value = json!({"openapi": "3.1.0", "paths": {}, "schemas": schemas});
        let document = Document::new("api.yaml".into(), value).unwrap();
        let mut graph = Graph::new(&document);
        let root = graph.add("/schemas/0").unwrap();
        let mut facts = Facts::default();
        let place = Place::operation("GET /a");
        let root = Root { place, node: root, deviations: Vec::new() };
        add_facts(&graph, &[root], &mut facts, limit)
    }

    #[test]
    fn a_document_that_unfolds_without_end_is_refused() {
        // Two properties of each schema are 2^300 places in all.
        let twice =
            |next: Value| json!({"properties": {"a": next, "b": next, "c": {"title": "C"}}});
        assert_eq!(limited(twice, 10_000), Err(Limit::Depth(DEPTH)));
        let later = |next: Value| json!({"properties": {"a": {"properties": {}}, "b": next}});
        assert_eq!(limited(later, 100), Err(Limit::Facts(100)));
        assert_eq!(limited(|_| json!({"type": "string"}), 100), Ok(()));
    }
}
