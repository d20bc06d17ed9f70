//! `cargo xtask mutations`

use crate::support::{Workspace, root, run};

const LIB: &str = r#"
pub fn batches() -> u32 { 2 }
pub fn polls() -> u32 { 3 }

#[cfg(test)]
mod sim {
    #[test]
    fn promises() {
        let seeds = std::env::var("BATCH_RUN_SIM_SEEDS").unwrap();
        assert!(super::batches() == 2, "broken in history 7: two batches at once");
        println!("{seeds} histories: all well");
    }
}
"#;

fn workspace(mutations: &[(&str, &str, &str)]) -> Workspace {
    let workspace = Workspace::empty();
    workspace.write("Cargo.toml", "[workspace]\nmembers = [\"crates/*\"]\nresolver = \"3\"\n");
    let package = "[package]\nname = \"batch-run\"\nedition = \"2024\"\n";
    workspace.write("crates/batch-run/Cargo.toml", package);
    workspace.write("crates/batch-run/src/lib.rs", LIB);
    let entry = |(name, find, replace): &(&str, &str, &str)| {
        format!(
            "[[mutation]]\nname = {name:?}\nfile = \"lib.rs\"\nfind = {find:?}\n\
             replace = {replace:?}\nbreaks = \"the promise about {name}\"\n"
        )
    };
    let list: String = mutations.iter().map(entry).collect();
    workspace.write("crates/batch-run/mutations.toml", &list);
    workspace
}

#[test]
fn every_mutation_of_this_workspace_applies() {
    let checked = run(root(), &["mutations", "--check"]);
    assert_eq!(checked.status, 0, "{}", checked.stderr);
}

#[test]
fn a_mutation_that_does_not_apply_is_named() {
    let workspace = workspace(&[("vague", "pub fn", "fn")]);
    let checked = workspace.run(&["mutations", "--check"]);
    assert_eq!(checked.status, 1);
    let expected = "mutation \"vague\": its `find` occurs 2 times in lib.rs instead of once";
    assert!(checked.stderr.contains(expected), "{}", checked.stderr);
}

#[test]
fn a_fault_that_the_simulator_does_not_find_fails_the_command() {
    let found = ("batches", "{ 2 }", "{ 1 }");
    let workspace = workspace(&[found, ("polls", "{ 3 }", "{ 1 }")]);
    let tried = workspace.run(&["mutations"]);
    assert_eq!(tried.status, 1, "{}", tried.stderr);
    let table: Vec<_> = tried.stdout.lines().collect();
    let words: Vec<_> = table[1].split_whitespace().collect();
    assert_eq!(words.join(" "), "batches 7 two batches at once");
    let words: Vec<_> = table[2].split_whitespace().collect();
    assert_eq!(words.join(" "), "polls NOT FOUND");
    assert!(table[3].ends_with("although it breaks: the promise about polls"), "{table:?}");
    assert_eq!(workspace.read("crates/batch-run/src/lib.rs"), LIB, "the sources stay as they were");

    let tried = workspace.run(&["mutations", "batches"]);
    assert_eq!(tried.status, 0, "{}", tried.stdout);
}

#[test]
fn a_mutation_that_does_not_compile_counts_as_not_found() {
    let workspace = workspace(&[("garbled", "{ 2 }", "{ two }")]);
    let tried = workspace.run(&["mutations"]);
    assert_eq!(tried.status, 1);
    assert!(tried.stdout.contains("DID NOT RUN"), "{}", tried.stdout);
    assert!(tried.stdout.contains("0 of 1 mutations found"), "{}", tried.stdout);
}
