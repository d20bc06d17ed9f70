//! The graph of all merged schemas that operations reach.
//!
//! A node is a set of schemas that all apply to one value, so there are finitely many, however
//! schemas refer to each other.

use std::collections::{BTreeMap, BTreeSet};

use super::super::document::Document;
use super::super::error::Error;
use super::super::text::is_prose;
use super::merge::{Union, merge};

/// The index of a node.
pub(crate) type NodeId = usize;

/// What applies to one value.
#[derive(Default)]
pub(super) struct Node {
    pub(super) aspects: BTreeMap<String, BTreeSet<String>>,
    /// By keyword and name.
    pub(super) children: BTreeMap<(String, Option<String>), NodeId>,
    pub(super) unions: Vec<(&'static str, Vec<NodeId>)>,
    pub(super) mapping: Vec<(String, NodeId)>,
    /// The JSON pointer of the first schema.
    pub(super) pointer: String,
    pub(super) deviations: Vec<String>,
}

/// The nodes reached so far.
pub(crate) struct Graph<'d> {
    document: &'d Document,
    pub(super) nodes: Vec<Node>,
    known: BTreeMap<BTreeSet<String>, NodeId>,
    /// The nodes whose schemas were not merged yet.
    pending: Vec<(NodeId, BTreeSet<String>)>,
}

impl<'d> Graph<'d> {
    pub(crate) fn new(document: &'d Document) -> Self {
        Self { document, nodes: Vec::new(), known: BTreeMap::new(), pending: Vec::new() }
    }

    /// Adds the schema at a pointer and everything that it reaches.
    pub(crate) fn add(&mut self, pointer: &str) -> Result<NodeId, Error> {
        let node = self.node([pointer.to_owned()].into())?;
        while let Some((node, pointers)) = self.pending.pop() {
            self.fill(node, &pointers)?;
        }
        Ok(node)
    }

    fn fill(&mut self, node: NodeId, pointers: &BTreeSet<String>) -> Result<(), Error> {
        let merged = merge(self.document, pointers)?;
        let mut children = BTreeMap::new();
        for (child, pointers) in merged.children {
            children.insert(child, self.node(pointers)?);
        }
        let mut unions = Vec::new();
        for Union { keyword, members } in merged.unions {
            let members = members.into_iter().map(|member| self.node([member].into()));
            unions.push((keyword, members.collect::<Result<_, _>>()?));
        }
        let mut mapping = Vec::new();
        for (value, pointer) in merged.mapping {
            mapping.push((value, self.node([pointer].into())?));
        }
        self.nodes[node] = Node {
            aspects: merged.aspects,
            children,
            unions,
            mapping,
            pointer: pointers.first().cloned().unwrap_or_default(),
            deviations: merged.deviations,
        };
        Ok(())
    }

    /// Returns the node of these schemas, which is merged later if it is new.
    fn node(&mut self, pointers: BTreeSet<String>) -> Result<NodeId, Error> {
        let targets = pointers.iter().map(|pointer| self.target(pointer));
        let pointers = targets.collect::<Result<BTreeSet<_>, _>>()?;
        if let Some(&node) = self.known.get(&pointers) {
            return Ok(node);
        }
        let node = self.nodes.len();
        self.nodes.push(Node::default());
        self.known.insert(pointers.clone(), node);
        self.pending.push((node, pointers));
        Ok(node)
    }

    /// Follows references that have nothing beside them.
    fn target(&self, pointer: &str) -> Result<String, Error> {
        let chain = self.document.resolve(self.document.at(pointer))?;
        let alone = |value: &serde_json::Value| {
            let mut keywords = value.as_object().into_iter().flatten();
            keywords.all(|(keyword, _)| {
                keyword == "$ref" || (is_prose(keyword) && keyword != "x-deviation")
            })
        };
        let last = chain.len() - 1;
        let end = chain[..last].iter().find(|at| !alone(at.value)).unwrap_or(&chain[last]);
        Ok(end.pointer.clone())
    }
}
