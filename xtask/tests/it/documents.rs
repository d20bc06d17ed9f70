//! Documents of OpenAPI 3.1 that others publish: operations of them are sliced out, and code is
//! generated from them as they are.

use std::fs;
use std::path::Path;

use crate::constructs::Project;
use crate::support::{Workspace, root, run};

/// The models of the library, as generated code: the golden file of a test below.
#[rustfmt::skip]
#[allow(dead_code, unreachable_pub, unexpected_cfgs, clippy::all)]
mod library_types;

use library_types::types::{Book, BookFoundBy, BookGenre, BookMedium, NewBook};
use serde_json::{Value, json};

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
    let golden = root().join("xtask/tests/it/documents/library_types.rs");
    let types = types(&client);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&golden, &types).unwrap();
    }
    let message = "run the test again with UPDATE_GOLDEN=1, and review the difference";
    assert!(types == fs::read_to_string(&golden).unwrap(), "{}: {message}", golden.display());
    project.check();
}

/// Returns the module of the models.
fn types(client: &str) -> String {
    let start = client.find("pub mod types {").unwrap();
    let end = start + client[start..].find("\n}\n").unwrap() + 3;
    // The tests have no feature `schemars`.
    let lines = client[start..end].lines().filter(|line| !line.contains("#[cfg_attr(feature"));
    let types = lines.collect::<Vec<_>>().join("\n");
    format!("//! The models of `library.yaml`.\n\n{types}\n")
}

fn book(fields: Value) -> Book {
    let mut book = json!({"id": "b", "object": "book", "title": "T"});
    for (key, value) in fields.as_object().unwrap() {
        book[key] = value.clone();
    }
    let decoded: Book = serde_json::from_value(book.clone()).unwrap();
    assert_eq!(serde_json::to_value(&decoded).unwrap(), book, "it is written as it was read");
    decoded
}

#[test]
fn an_open_enum_keeps_values_that_it_does_not_know() {
    assert_eq!(book(json!({"genre": "novel"})).genre, Some(BookGenre::Novel));
    assert_eq!(book(json!({"genre": "haiku"})).genre, Some(BookGenre::Unknown("haiku".into())));
    assert_eq!(BookGenre::from("essay"), BookGenre::Essay);
    assert_eq!(BookGenre::KNOWN, ["novel", "essay"]);
}

#[test]
fn a_union_is_decoded_by_its_tag_and_keeps_members_that_it_does_not_know() {
    let medium = |medium: Value| book(json!({ "medium": medium })).medium.unwrap();
    let paper = medium(json!({"type": "paper", "pages": 3}));
    assert!(matches!(&paper, BookMedium::Paper(paper) if paper.pages == 3), "{paper:?}");
    let audio = medium(json!({"type": "audio", "seconds": 1.5}));
    assert!(matches!(&audio, BookMedium::Audio(audio) if audio.seconds == 1.5), "{audio:?}");
    for unknown in [json!({"type": "film", "pages": 3}), json!({"pages": 3}), json!("paper")] {
        assert_eq!(medium(unknown.clone()), BookMedium::Unknown(unknown));
    }
}

#[test]
fn a_union_without_a_tag_is_decoded_by_type_and_fields() {
    let found_by = |by: Value| book(json!({ "found_by": by })).found_by.unwrap();
    assert_eq!(found_by(json!("a")), BookFoundBy::from("a"));
    assert_eq!(found_by(json!(7)), BookFoundBy::Integer(7));
    assert_eq!(found_by(json!(["a", "b"])), BookFoundBy::ListString(vec!["a".into(), "b".into()]));
    let range = found_by(json!({"from": 1}));
    assert!(matches!(&range, BookFoundBy::BookFoundByRange(range) if range.from == 1), "{range:?}");
    let span = found_by(json!({"from": 1, "to": 2}));
    assert!(matches!(&span, BookFoundBy::BookFoundBySpan(span) if span.to == 2), "{span:?}");
    for unknown in [json!(1.5), json!({"to": 2}), json!([1]), json!(true)] {
        assert_eq!(found_by(unknown.clone()), BookFoundBy::Unknown(unknown));
    }
}

#[test]
fn reading_is_tolerant() {
    // A longer title than the document allows, a field that it forbids, and null.
    let title = "x".repeat(300);
    let read = json!({"id": "b", "object": null, "title": title, "more": 1, "rating": null});
    let read: Book = serde_json::from_value(read).unwrap();
    assert_eq!((read.title.len(), read.rating), (300, None));
    assert_eq!(read.object.as_str(), "");
    let empty: Book = serde_json::from_value(json!({"id": "b"})).unwrap();
    assert_eq!(empty.title, "");
    assert!(serde_json::from_value::<Book>(json!({})).is_err(), "an ID is required");
    // What is only sent stays strict.
    assert!(serde_json::from_value::<NewBook>(json!({})).is_err());
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
