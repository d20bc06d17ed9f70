//! `cargo xtask codegen [--check]`

use std::fs;

use crate::support::{OPENAPI, Workspace, root, run};

const CLIENT: &str = "crates/batch-client/src/generated.rs";
const MOCK: &str = "crates/batch-httpmock/src/generated.rs";

#[test]
fn the_generated_files_of_this_workspace_are_up_to_date() {
    let check = run(root(), &["codegen", "--check"]);
    assert_eq!((check.status, check.stdout.as_str()), (0, ""), "{}", check.stdout);
    assert_eq!(check.stderr, "2 generated files are up to date\n");
}

#[test]
fn check_catches_every_difference_and_names_the_fix() {
    let workspace = Workspace::new(OPENAPI);
    let stale = |what: &str, diff: &str| {
        let check = workspace.run(&["codegen", "--check"]);
        assert_eq!(check.status, 1, "{what}");
        assert!(check.stdout.contains(diff), "{what}: {}", check.stdout);
        assert!(check.stderr.contains("cargo xtask codegen"), "{}", check.stderr);
    };
    stale("files that were never generated", &format!("{CLIENT} is missing\n{MOCK} is missing\n"));

    let write = workspace.run(&["codegen"]);
    assert_eq!((write.status, write.stderr), (0, format!("wrote {CLIENT}\nwrote {MOCK}\n")));
    assert_eq!(workspace.run(&["codegen", "--check"]).status, 0);

    for path in [CLIENT, MOCK] {
        let text = workspace.read(path);
        workspace.write(path, &format!("{text}// edited\n"));
        stale("an edited file", "-// edited\n");
        assert!(!workspace.read(path).is_empty());
        fs::write(workspace.path(path), b"\xff").unwrap();
        stale("a file that is not UTF-8", &format!("--- {path}\n"));
        fs::remove_file(workspace.path(path)).unwrap();
        stale("a deleted file", &format!("{path} is missing\n"));
        workspace.write(path, &text);
        assert_eq!(workspace.run(&["codegen", "--check"]).status, 0);
    }

    workspace.write("openapi.yaml", &OPENAPI.replacen("List batches", "List all batches", 1));
    stale("files generated from an older openapi.yaml", "+    /// List all batches: ");
}

#[test]
fn codegen_writes_only_the_files_that_are_out_of_date() {
    let workspace = Workspace::new(OPENAPI);
    workspace.run(&["codegen"]);
    let client = workspace.read(CLIENT);
    workspace.write(MOCK, "edited");
    let again = workspace.run(&["codegen"]);
    assert_eq!(again.stderr, format!("{CLIENT} is up to date\nwrote {MOCK}\n"));
    assert_eq!(workspace.read(CLIENT), client);
    assert_eq!(workspace.run(&["codegen", "--check"]).status, 0);
}

#[test]
fn every_generated_file_names_its_source_and_its_generator() {
    for path in [CLIENT, MOCK] {
        let text = fs::read_to_string(root().join(path)).unwrap();
        let header: Vec<_> = text.lines().take(3).collect();
        assert_eq!(
            header[0],
            "// Generated from openapi.yaml by `cargo xtask codegen`. Do not edit."
        );
        assert!(header[1].starts_with("// generator: progenitor "), "{}", header[1]);
        let hash = header[2].strip_prefix("// openapi.yaml sha256: ").unwrap();
        assert_eq!(hash.len(), 64);
    }
}

#[test]
fn an_error_changes_no_file() {
    let workspace = Workspace::new(OPENAPI);
    workspace.write(CLIENT, "old client");
    workspace.write(MOCK, "old mock");
    workspace.write("openapi.yaml", "openapi: [");
    let failed = workspace.run(&["codegen"]);
    assert_eq!(failed.status, 1);
    assert!(
        failed.stderr.starts_with("error: openapi.yaml: not valid YAML: "),
        "{}",
        failed.stderr
    );
    assert_eq!(
        (workspace.read(CLIENT).as_str(), workspace.read(MOCK).as_str()),
        ("old client", "old mock")
    );
}

#[test]
fn both_files_are_replaced_or_neither() {
    let workspace = Workspace::new(OPENAPI);
    workspace.write(CLIENT, "old client");
    // The second file cannot be written.
    workspace.write("crates/batch-httpmock/src", "not a directory");
    let failed = workspace.run(&["codegen"]);
    assert_eq!(failed.status, 1);
    assert!(failed.stderr.contains("batch-httpmock"), "{}", failed.stderr);
    assert_eq!(workspace.read(CLIENT), "old client");
    let client_dir = workspace.path("crates/batch-client/src");
    assert_eq!(fs::read_dir(client_dir).unwrap().count(), 1, "a temporary file is left");
}

#[test]
fn bad_input_is_rejected_with_the_place_and_the_reason() {
    const PAGE: &str = "$ref: '#/components/schemas/ListBatchesResponse'";
    // The text to replace, its replacement, and the parts of the message.
    let table = [
        ("openapi: 3.0.3", "openapi: 3.1.0", ["openapi.yaml: openapi: ", "3.1.0"]),
        ("  title: OpenAI Batch API\n", "", ["not a valid OpenAPI 3.0 document", "title"]),
        ("      operationId: listBatches\n", "", ["get /batches", "operationId"]),
        (PAGE, "$ref: '#/components/schemas/Nowhere'", ["#/components/schemas/Nowhere", "resolve"]),
        (PAGE, "type: object", ["get /batches (listBatches), response 2XX", "named schema"]),
    ];
    for (old, new, parts) in table {
        let yaml = OPENAPI.replacen(old, new, 1);
        assert_ne!(yaml, OPENAPI);
        let failed = Workspace::new(&yaml).run(&["codegen"]);
        assert_eq!(failed.status, 1, "{new:?} is accepted");
        for part in parts {
            assert!(failed.stderr.contains(part), "{new:?}: {}", failed.stderr);
        }
    }
}

#[test]
fn a_missing_document_is_named() {
    let failed = Workspace::empty().run(&["codegen", "--check"]);
    assert_eq!(failed.status, 1);
    assert!(failed.stderr.contains("openapi.yaml: "), "{}", failed.stderr);
}
