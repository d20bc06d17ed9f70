//! `cargo xtask drift FILE`

use crate::support::{OPENAPI, Workspace};

#[test]
fn a_document_does_not_differ_from_itself() {
    let workspace = Workspace::new(OPENAPI);
    let drift = workspace.run(&["drift", workspace.path("openapi.yaml").to_str().unwrap()]);
    assert_eq!((drift.status, drift.stdout.as_str()), (0, "0 deliberate, 0 new\n"));
}

#[test]
fn new_differences_fail_and_deliberate_ones_do_not() {
    let workspace = Workspace::new(OPENAPI);
    let upstream = workspace.path("upstream.yaml");
    let drift = |upstream_text: &str| {
        workspace.write("upstream.yaml", upstream_text);
        workspace.run(&["drift", upstream.to_str().unwrap()])
    };

    // The range of `limit` is marked as a deviation.
    let deliberate = drift(&OPENAPI.replacen("            maximum: 100\n", "", 1));
    assert_eq!(deliberate.status, 0, "{}", deliberate.stdout);
    assert_eq!(
        deliberate.stdout,
        "Deliberate deviations:\n  \
         parameter limit value: maximum: openapi.yaml has 100; upstream has none \
         (the published document states the range only in prose) [listBatches]\n\n\
         1 deliberate, 0 new\n"
    );

    let new = drift(&OPENAPI.replacen(
        "        - cancelled\n",
        "        - cancelled\n        - paused\n",
        1,
    ));
    assert_eq!(new.status, 1, "{}", new.stdout);
    assert!(new.stdout.starts_with("New differences:\n"), "{}", new.stdout);
    // Equal differences of several operations share a line.
    assert!(
        new.stdout.contains("paused, validating [cancelBatch, createBatch, retrieveBatch]\n"),
        "{}",
        new.stdout
    );
    assert!(new.stdout.ends_with("\n0 deliberate, 4 new\n"), "{}", new.stdout);
}

#[test]
fn a_document_that_cannot_be_read_is_named() {
    let workspace = Workspace::new(OPENAPI);
    workspace.write("broken.yaml", "a: [");
    for (file, part) in
        [("missing.yaml", "missing.yaml: "), ("broken.yaml", "broken.yaml: not valid YAML: ")]
    {
        let failed = workspace.run(&["drift", workspace.path(file).to_str().unwrap()]);
        assert_eq!(failed.status, 1);
        assert!(failed.stderr.contains(part), "{}", failed.stderr);
    }
}
