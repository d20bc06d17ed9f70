//! Numbers that are equal for nodes that describe the same values.
//!
//! A recursive schema is an infinite tree. The number of a node is a hash of that tree down to a
//! depth, so it depends neither on the names of schemas nor on where references lead back.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::graph::Node;

/// The depth down to which trees are compared.
const DEPTH: usize = 48;

/// Returns the number of each node.
pub(super) fn shapes(nodes: &[Node]) -> Vec<u64> {
    let own: Vec<u64> = nodes
        .iter()
        .map(|node| hash(&(&node.aspects, node.children.keys().collect::<Vec<_>>())))
        .collect();
    let mut shapes = own.clone();
    for _ in 0..DEPTH {
        let next = nodes.iter().zip(&own).map(|(node, own)| shape(node, *own, &shapes));
        shapes = next.collect();
    }
    shapes
}

fn shape(node: &Node, own: u64, shapes: &[u64]) -> u64 {
    let mut hasher = DefaultHasher::new();
    own.hash(&mut hasher);
    node.children.values().for_each(|child| shapes[*child].hash(&mut hasher));
    if node.unions.is_empty() && node.mapping.is_empty() {
        return hasher.finish();
    }
    // The order of members, unions and mappings does not matter.
    let mut unions: Vec<_> = node
        .unions
        .iter()
        .map(|(keyword, members)| {
            let mut members: Vec<_> = members.iter().map(|member| shapes[*member]).collect();
            members.sort_unstable();
            (keyword, members)
        })
        .collect();
    unions.sort_unstable();
    let mut mapping: Vec<_> = node.mapping.iter().map(|(value, to)| (value, shapes[*to])).collect();
    mapping.sort_unstable();
    (unions, mapping).hash(&mut hasher);
    hasher.finish()
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
