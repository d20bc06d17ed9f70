//! That batch-lines stays free of any network.

use std::path::Path;

use super::cargo::cargo;
use super::error::Error;

/// The crate that knows no network.
const OFFLINE: &str = "batch-lines";

/// What it must not depend on, not even through another crate. Each stands for its family too:
/// `tokio` for `tokio-util`.
const NETWORK: &[&str] = &["reqwest", "hyper", "tokio", "tower", "rustls", "native-tls"];

/// A violation for each package of the network in the crate's dependency tree.
pub(super) fn violations(root: &Path) -> Result<Vec<String>, Error> {
    let tree = cargo(
        root,
        &["tree", "-p", OFFLINE, "-e", "normal", "--all-features", "--prefix", "none", "--locked"],
    )?;
    Ok(in_tree(&tree))
}

/// A line of the tree begins with the package's name.
fn in_tree(tree: &str) -> Vec<String> {
    let mut found: Vec<&str> = tree
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| NETWORK.iter().any(|family| is_of(name, family)))
        .collect();
    found.sort_unstable();
    found.dedup();
    found
        .into_iter()
        .map(|name| format!("{OFFLINE} must not depend on {name}, directly or indirectly"))
        .collect()
}

fn is_of(name: &str, family: &str) -> bool {
    name.strip_prefix(family).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_of_the_network_is_found_at_any_depth() {
        let tree = "batch-lines v0.1.0 (/w/crates/batch-lines)\nbytes v1.11.0\nhyper-util v0.1.0\n\
                    tokio v1.54.0\ntokio v1.54.0 (*)\ntokio-util v0.7.0\n";
        assert_eq!(
            in_tree(tree),
            [
                "batch-lines must not depend on hyper-util, directly or indirectly",
                "batch-lines must not depend on tokio, directly or indirectly",
                "batch-lines must not depend on tokio-util, directly or indirectly",
            ]
        );
    }

    #[test]
    fn a_name_that_only_begins_alike_is_accepted() {
        assert_eq!(in_tree("batch-lines v0.1.0\ntokiozero v1.0.0\nfutures-util v0.3.0\n"), [""; 0]);
    }
}
