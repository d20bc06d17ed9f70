//! `cargo xtask codegen [--check]`

use std::fs;

use crate::support::{OPENAPI, Workspace, root, run};

const CLIENT: &str = "crates/batch-client/src/generated.rs";
const MOCK: &str = "crates/batch-httpmock/src/generated.rs";
const LINES: &str = "crates/batch-lines/src/generated.rs";

/// The arguments that write files in a workspace that has nothing to compile.
const WRITE: &[&str] = &["codegen", "--no-check"];

#[test]
fn the_generated_files_of_this_workspace_are_up_to_date() {
    let check = run(root(), &["codegen", "--check"]);
    assert_eq!((check.status, check.stdout.as_str()), (0, ""), "{}", check.stdout);
    assert_eq!(check.stderr, "3 generated files are up to date\n");
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
    let missing = format!("{CLIENT} is missing\n{MOCK} is missing\n{LINES} is missing\n");
    stale("files that were never generated", &missing);

    let write = workspace.run(WRITE);
    let wrote = format!("wrote {CLIENT}\nwrote {MOCK}\nwrote {LINES}\n");
    assert_eq!((write.status, write.stderr), (0, wrote));
    assert_eq!(workspace.run(&["codegen", "--check"]).status, 0);

    for path in [CLIENT, MOCK, LINES] {
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
    workspace.run(WRITE);
    let client = workspace.read(CLIENT);
    workspace.write(MOCK, "edited");
    let again = workspace.run(WRITE);
    let expected = format!("{CLIENT} is up to date\n{LINES} is up to date\nwrote {MOCK}\n");
    assert_eq!(again.stderr, expected);
    assert_eq!(workspace.read(CLIENT), client);
    assert_eq!(workspace.run(&["codegen", "--check"]).status, 0);
}

#[test]
fn every_generated_file_names_its_source_and_its_generator() {
    for path in [CLIENT, MOCK, LINES] {
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
    let failed = workspace.run(WRITE);
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
    let failed = workspace.run(WRITE);
    assert_eq!(failed.status, 1);
    assert!(failed.stderr.contains("batch-httpmock"), "{}", failed.stderr);
    assert_eq!(workspace.read(CLIENT), "old client");
    let client_dir = workspace.path("crates/batch-client/src");
    assert_eq!(fs::read_dir(client_dir).unwrap().count(), 1, "a temporary file is left");
}

#[test]
fn bad_input_is_rejected_with_the_place_and_the_reason() {
    const PAGE: &str = "$ref: '#/components/schemas/ListBatchesResponse'";
    const SCHEMA: &str = "#/paths/~1batches/get/responses/2XX/content/application~1json/schema";
    // The text to replace, its replacement, and the parts of the message.
    let table = [
        ("openapi: 3.0.3", "openapi: 2.0.0", ["openapi.yaml:1: #/openapi: ", "2.0.0", "3.0.3"]),
        ("  title: OpenAI Batch API\n", "", ["openapi.yaml:2: #/info: ", "title", "help: "]),
        (
            "      operationId: listBatches\n",
            "",
            [": #/paths/~1batches/get: ", "operationId", "camel case"],
        ),
        (PAGE, "$ref: '#/components/schemas/Nowhere'", [SCHEMA, "does not resolve", "help: "]),
        (
            "      type: string\n      minLength: 1\n",
            "      type: strnig\n",
            [": #/components/schemas/BatchId/type: ", "is not a type", "help: use one of "],
        ),
    ];
    for (old, new, parts) in table {
        let yaml = OPENAPI.replacen(old, new, 1);
        assert_ne!(yaml, OPENAPI);
        let failed = Workspace::new(&yaml).run(WRITE);
        assert_eq!(failed.status, 1, "{new:?} is accepted");
        for part in parts {
            assert!(failed.stderr.contains(part), "{new:?}: {}", failed.stderr);
        }
    }
}

#[test]
fn all_that_the_grammar_forbids_is_reported_at_once_by_line() {
    let yaml = OPENAPI
        .replacen(
            "      operationId: listBatches\n",
            "      operationId: listBatches\n      callbacks: {}\n",
            1,
        )
        .replacen("    BatchStatus:\n      type:", "    BatchStatus:\n      tpye:", 1);
    let failed = Workspace::new(&yaml).run(WRITE);
    let errors: Vec<_> = failed.stderr.lines().filter(|line| line.starts_with("error: ")).collect();
    assert_eq!(errors.len(), 2, "{}", failed.stderr);
    assert!(errors[0].contains("#/paths/~1batches/get/callbacks: "), "{}", errors[0]);
    assert!(errors[1].contains("#/components/schemas/BatchStatus/tpye: "), "{}", errors[1]);
    for error in errors {
        let line: usize = error.split(':').nth(2).unwrap().parse().unwrap();
        let text = yaml.lines().nth(line - 1).unwrap();
        assert!(text.contains("callbacks:") || text.contains("tpye:"), "{error}: {text}");
    }
}

#[test]
fn a_file_that_is_no_longer_generated_is_found() {
    let workspace = Workspace::new(OPENAPI);
    workspace.run(WRITE);
    let old = "crates/batch-old/src/generated.rs";
    workspace.write(old, &workspace.read(MOCK));
    workspace.write("crates/batch-old/src/lib.rs", "// Written by hand.\n");
    for args in [&["codegen", "--check"], WRITE] {
        let run = workspace.run(args);
        assert_eq!(run.status, 1, "{args:?}");
        assert!(run.stderr.contains(&format!("{old} is no longer generated")), "{}", run.stderr);
        assert!(!run.stderr.contains("lib.rs"), "{}", run.stderr);
    }
}

#[test]
fn code_that_does_not_compile_is_not_kept() {
    let workspace = Workspace::new(OPENAPI);
    // Crates of the right names, in which the generated code does not compile.
    workspace.write("Cargo.toml", "[workspace]\nmembers = [\"crates/*\"]\nresolver = \"3\"\n");
    for (path, name) in [(CLIENT, "batch-client"), (MOCK, "batch-httpmock"), (LINES, "batch-lines")]
    {
        let manifest = format!(
            "[package]\nname = {name:?}\nedition = \"2024\"\n\n[features]\nschemars = []\n"
        );
        workspace.write(&format!("crates/{name}/Cargo.toml"), &manifest);
        workspace.write(&format!("crates/{name}/src/lib.rs"), "mod generated;\n");
        workspace.write(path, "// old\n");
    }
    let failed = workspace.run(&["codegen"]);
    assert_eq!(failed.status, 1);
    assert!(failed.stderr.contains("error[E0"), "{}", failed.stderr);
    assert!(failed.stderr.contains("does not compile; no file was changed"), "{}", failed.stderr);
    assert!(failed.stderr.contains("--no-check"), "{}", failed.stderr);
    for path in [CLIENT, MOCK, LINES] {
        assert_eq!(workspace.read(path), "// old\n");
    }
}

#[test]
fn an_endpoint_of_the_document_is_in_the_client_and_in_the_validator() {
    const LAST: &str = "        - /v1/videos\n";
    const FACTS: &str = "          /v1/videos: {summary: Videos, model: optional}\n";
    let listed = OPENAPI.replacen(LAST, &format!("{LAST}        - /v1/songs\n"), 1);
    // Without the facts about it, the error names both places.
    let failed = Workspace::new(&listed).run(WRITE);
    assert_eq!(failed.status, 1);
    for place in ["BatchEndpoint/enum/8: /v1/songs", "BatchEndpoint/x-batch-input/endpoints"] {
        assert!(failed.stderr.contains(place), "{}", failed.stderr);
    }

    let facts =
        format!("{FACTS}          /v1/songs: {{summary: Songs, model: required, inputs: 9}}\n");
    let workspace = Workspace::new(&listed.replacen(FACTS, &facts, 1));
    let run = workspace.run(WRITE);
    assert_eq!(run.status, 0, "{}", run.stderr);
    let (client, lines) = (workspace.read(CLIENT), workspace.read(LINES));
    assert!(client.contains("V1Songs"));
    assert!(client.contains("\"/v1/songs\" => ::std::option::Option::Some(9)"));
    assert!(lines.contains("pub const SONGS: &str = \"/v1/songs\";"), "{lines}");
    for list in ["ALL: [&str; 9]", "NEED_MODEL", "INPUTS"] {
        let list = &lines[lines.find(list).unwrap()..];
        assert!(list[..list.find("];").unwrap()].contains("SONGS"), "{list}");
    }
}

#[test]
fn a_missing_document_is_named() {
    let failed = Workspace::empty().run(&["codegen", "--check"]);
    assert_eq!(failed.status, 1);
    assert!(failed.stderr.contains("openapi.yaml: "), "{}", failed.stderr);
}
