use super::*;

/// The circles of a crate with these files.
fn circles(files: &[(&str, &str)]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    of_crate(folder.path(), &folder.path().join(files[0].0)).unwrap()
}

const A_B: &str = "import circle of 2 files: a.rs, b.rs";

/// The circles of a crate whose modules `a` and `b` have these texts.
fn of_two(a: &str, b: &str) -> Vec<String> {
    circles(&[("lib.rs", "mod a; mod b;"), ("a.rs", a), ("b.rs", b)])
}

#[track_caller]
fn assert_circle(a: &str, b: &str) {
    let found = of_two(a, b);
    assert!(found.len() == 1 && found[0].starts_with(A_B), "{a} | {b}: {found:?}");
}

#[track_caller]
fn assert_none(a: &str, b: &str) {
    assert_eq!(of_two(a, b), [""; 0], "{a} | {b}");
}

#[test]
fn a_circle_is_shown_with_the_lines_that_close_it() {
    assert_eq!(
        of_two(
            "use crate::b::B;\npub struct A(B);\n",
            "pub struct B;\nimpl B {\n    fn a(_: crate::a::A) {}\n}\n",
        ),
        ["import circle of 2 files: a.rs, b.rs\n  \
          a.rs:1: uses crate::b::B, defined in b.rs\n  \
          b.rs:3: uses crate::a::A, defined in a.rs"]
    );
}

#[test]
fn every_way_to_name_an_item_counts() {
    let b = "use crate::a::A; pub struct B; pub trait T {} pub fn f() {} pub mod inner { pub fn g() {} }";
    for a in [
        "use crate::b::B; pub struct A;",
        "use super::b::B; pub struct A;",
        "use super::b::{self, B as Other}; pub struct A;",
        "use super::b; pub struct A(b::B);",
        "use super::b as other; pub struct A(other::B);",
        "pub struct A(crate::b::B);",
        "pub struct A; impl super::b::T for A {}",
        "pub struct A; fn here() { use super::b::f; f() }",
        "pub struct A; fn here() { use super::b; b::f() }",
        "pub struct A; fn here() { super::b::inner::g() }",
        "use super::b::*; pub struct A(B);",
        "use super::b::*; pub struct A; // For the methods of a trait.",
        "pub struct A; fn here() { println!(\"{:?}\", crate::b::f()) }",
        "pub struct A; macro_rules! m { () => { $crate::b::f() } }",
        "#[serde(with = \"crate::b::inner\", default = \"crate::b::f\")] pub struct A;",
        "pub struct A; mod inner { fn here() { super::super::b::f() } }",
        "pub struct A; mod inner { use super::up::f; } use super::b as up;",
    ] {
        assert_circle(a, b);
    }
}

#[test]
fn what_is_only_for_tests_does_not_count() {
    let b = "use crate::a::A; pub struct B;";
    for a in [
        "pub struct A; #[cfg(test)] mod tests { use crate::b::B; }",
        "pub struct A; #[cfg(test)] use crate::b::B;",
        "pub struct A; #[cfg(all(test, unix))] fn here() { crate::b::f() }",
        "pub struct A; #[cfg(any(test, doctest))] fn here() { crate::b::f() }",
        "pub struct A; #[test] fn here() { crate::b::f() }",
    ] {
        assert_none(a, b);
    }
    for a in [
        "pub struct A; #[cfg(not(test))] use crate::b::B;",
        "pub struct A; #[cfg(any(test, unix))] use crate::b::B;",
        "pub struct A; #[cfg(unix)] use crate::b::B;",
    ] {
        assert_circle(a, b);
    }
}

#[test]
fn names_that_are_not_of_the_crate_do_not_count() {
    let b = "use crate::a::A; pub struct B; pub fn f() {}";
    for a in [
        "use ::b::B; pub struct A;",
        "use other::b::B; pub struct A; fn here() { std::fmt::b() }",
        "pub struct A; // use crate::b::B;",
        "pub struct A; pub(in crate::b) struct X;",
        "/// [`B`](crate::b::B)\npub struct A;",
        "use tokio; use serde::b; pub struct A; fn here() { tokio::b(); b::f() }",
    ] {
        assert_none(a, b);
    }
}

#[test]
fn a_facade_is_on_no_circle() {
    let facade = circles(&[
        ("lib.rs", "mod files; mod error; pub use files::*; pub use error::Error;"),
        ("error.rs", "pub struct Error;"),
        (
            "files/mod.rs",
            "mod upload; mod source; pub use source::Source; pub(crate) use upload::Upload;",
        ),
        ("files/upload.rs", "use super::Source; use crate::Error; pub struct Upload(Source);"),
        ("files/source.rs", "use super::super::error::Error; pub struct Source;"),
    ]);
    assert_eq!(facade, [""; 0]);
}

#[test]
fn an_item_belongs_to_the_file_that_defines_it() {
    let found = circles(&[
        ("lib.rs", "mod a; mod b; pub use a::A; pub use b::*;"),
        ("a.rs", "use crate::B; pub struct A;"),
        ("b.rs", "use crate::A; pub struct B;"),
    ]);
    assert_eq!(
        found,
        ["import circle of 2 files: a.rs, b.rs\n  \
          a.rs:1: uses crate::B, defined in b.rs\n  \
          b.rs:1: uses crate::A, defined in a.rs"]
    );
}

#[test]
fn a_parent_that_uses_what_it_reexports_may_be_used_by_no_child() {
    let parent = |text: &str| {
        circles(&[
            ("lib.rs", "mod files;"),
            ("files.rs", text),
            ("files/disk.rs", "use super::Mode; pub struct Disk(Mode);"),
        ])
    };
    assert_eq!(parent("mod disk; pub use disk::Disk; pub struct Mode;"), [""; 0]);
    let found = parent("mod disk; pub use disk::Disk; pub struct Mode; fn f(_: Disk) {}");
    assert!(found[0].starts_with("import circle of 2 files: files.rs, files/disk.rs"), "{found:?}");
}

#[test]
fn a_circle_through_several_files_is_one() {
    let found = circles(&[
        ("main.rs", "mod a; mod b; mod c; mod d; use a::A; fn main() { d::run() }"),
        ("a.rs", "use crate::b::B; pub struct A;"),
        ("b.rs", "use crate::c::C; pub struct B;"),
        ("c.rs", "use crate::a::A; pub struct C;"),
        ("d.rs", "use crate::a::A; pub fn run() {}"),
    ]);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("import circle of 3 files: a.rs, b.rs, c.rs\n"), "{found:?}");
}

#[test]
fn a_generated_file_is_on_no_circle() {
    let b = "pub mod types { pub struct B(crate::a::A); }";
    let a = "use crate::b::types::B; pub struct A(B);";
    assert_circle(a, b);
    assert_none(a, &format!("// Generated from openapi.yaml.\n{b}"));
}

#[test]
fn reexports_in_a_circle_end() {
    assert_none(
        "pub use super::b::*; pub use super::b::X;",
        "pub use super::a::*; pub use super::a::X;",
    );
}

#[test]
fn a_file_that_cannot_be_read_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("lib.rs");
    std::fs::write(&root, "mod gone;").unwrap();
    let error = of_crate(folder.path(), &root).unwrap_err().to_string();
    assert!(error.starts_with("gone/mod.rs: "), "{error}");
    std::fs::write(&root, "\nmod {").unwrap();
    let error = of_crate(folder.path(), &root).unwrap_err().to_string();
    assert!(error.starts_with("lib.rs: line 2: "), "{error}");
}
