//! Documents of OpenAPI 3.1 that others publish: operations of them are sliced out, and code is
//! generated from them as they are.

use std::fs;
use std::path::Path;

use crate::constructs::Project;
use crate::support::{Workspace, root, run};

/// Slices operations out of a document, and generates code from them.
fn generate(document: &Path, wanted: &[&str], project: &mut Project) -> String {
    let mut args = vec!["slice", document.to_str().unwrap()];
    args.extend(wanted);
    let slice = run(root(), &args);
    assert_eq!((slice.status, slice.stderr.as_str()), (0, ""), "{wanted:?}");
    let workspace = Workspace::new(&slice.stdout);
    let codegen = workspace.run(&["codegen", "--no-check"]);
    assert_eq!(codegen.status, 0, "{wanted:?}: {}", codegen.stderr);
    let client = workspace.read("crates/batch-client/src/generated.rs");
    let mock = workspace.read("crates/batch-httpmock/src/generated.rs");
    project.add(&wanted.join(", "), &client, Some(&mock));
    client
}

#[test]
fn operations_of_a_document_of_version_3_1_become_code() {
    let file = root().join("xtask/tests/it/documents/library.yaml");
    let mut project = Project::new();
    let client = generate(&file, &["Books", "deleteShelf"], &mut project);
    for part in [
        "pub fn list_books",
        "pub fn add_book",
        "pub fn delete_shelf",
        // Open enums, nullable unions, constants, and unions by a tag.
        "pub enum BookGenre",
        "pub returned_at: ::std::option::Option<i64>,",
        "pub enum BookObject",
        "pub enum BookMedium",
        "crate::Effect::Bills",
    ] {
        assert!(client.contains(part), "{part}");
    }
    // An operation whose body is a form is known, but not generated.
    assert!(client.contains("UploadCover") && !client.contains("pub fn upload_cover"));
    // What the operations do not use is left out.
    for part in ["list_shelves", "Unused"] {
        assert!(!client.contains(part), "{part}");
    }
    project.check();
}

/// Set `OPENAI_OPENAPI` to the path of the document that OpenAI publishes.
#[test]
fn operations_that_openai_publishes_become_code() {
    let Some(file) = std::env::var_os("OPENAI_OPENAPI") else {
        return;
    };
    let mut project = Project::new();
    let nine = generate(Path::new(&file), &["Batch", "Files"], &mut project);
    for operation in
        ["list_batches", "create_batch", "retrieve_batch", "cancel_batch", "list_files"]
    {
        assert!(nine.contains(&format!("pub fn {operation}(")), "{operation}");
    }
    for operation in ["retrieve_file", "delete_file", "download_file"] {
        assert!(nine.contains(&format!("pub fn {operation}(")), "{operation}");
    }
    assert!(nine.contains("\"create_file\" => Self::CreateFile"), "by hand");
    generate(Path::new(&file), &["Models"], &mut project);
    generate(Path::new(&file), &["Vector stores"], &mut project);
    project.check();
}

#[test]
fn a_slice_names_what_it_does_not_find() {
    let file = root().join("xtask/tests/it/documents/library.yaml");
    let slice = run(root(), &["slice", file.to_str().unwrap(), "Books", "Nothing"]);
    assert_eq!((slice.status, slice.stdout.as_str()), (1, ""));
    assert!(slice.stderr.contains("no operation and no tag \"Nothing\""), "{}", slice.stderr);
    assert!(fs::exists(&file).unwrap());
}
