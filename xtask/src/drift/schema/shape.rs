//! Numbers that are equal for nodes that describe the same values.
//!
//! A recursive schema is an infinite tree. The number of a node is a hash of that tree down to a
//! depth that tells all trees of the document apart, so it depends neither on the names of schemas
//! nor on where references lead back.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::graph::Node;

/// The depth down to which trees are always compared, so that trees of two documents with the same
/// number are equal unless they are deeper.
const DEPTH: usize = 48;

/// Returns the number of each node.
pub(super) fn shapes(nodes: &[Node]) -> Vec<u64> {
    let own = |node: &Node| hash(&(&node.aspects, node.children.keys().collect::<Vec<_>>()));
    let own: Vec<u64> = nodes.iter().map(own).collect();
    let mut shapes = own.clone();
    let mut kinds = 0;
    for depth in 0.. {
        let next = nodes.iter().zip(&own).map(|(node, own)| shape(node, *own, &shapes));
        shapes = next.collect();
        if depth >= DEPTH {
            // Another level that tells no more nodes apart shows that no further one does.
            let before =
                std::mem::replace(&mut kinds, shapes.iter().collect::<BTreeSet<_>>().len());
            if kinds == before {
                break;
            }
        }
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
