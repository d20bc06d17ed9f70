//! The facts that a graph of schemas states.

use std::rc::Rc;

use super::super::facts::{Facts, Origin, Place};
use super::super::kind::Kind;
use super::graph::{Graph, Node, NodeId};
use super::label::labels;
use super::shape::shapes;

/// The largest number of facts of a document. The operations of openapi.yaml state about 2,000.
pub(crate) const LIMIT: usize = 500_000;

/// More facts than [`LIMIT`].
pub(crate) struct Limit;

/// Adds the facts about schemas. Each root is a schema, and the place that contains it as `schema`.
pub(crate) fn add_facts(
    graph: &Graph<'_>,
    roots: &[(Place, NodeId)],
    facts: &mut Facts,
) -> Result<(), Limit> {
    let nodes = &graph.nodes;
    let mut walk = Walk { nodes, shapes: shapes(nodes), above: Vec::new(), facts };
    for (parent, node) in roots {
        walk.child(parent, "schema", None, *node)?;
    }
    Ok(())
}

struct Walk<'w> {
    nodes: &'w [Node],
    shapes: Vec<u64>,
    /// The shapes of the schemas that contain the current one, and where they are.
    above: Vec<(u64, Rc<str>)>,
    facts: &'w mut Facts,
}

impl Walk<'_> {
    fn child(
        &mut self,
        parent: &Place,
        part: &str,
        name: Option<&str>,
        id: NodeId,
    ) -> Result<(), Limit> {
        if self.facts.all.len() > LIMIT {
            return Err(Limit);
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
            return Ok(());
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
        Ok(())
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
