//! `cargo xtask drift FILE`

use crate::support::{OPENAPI, Run, Workspace};

const OURS: &str = "\
openapi: 3.0.3
paths:
  /things:
    get:
      operationId: listThings
      parameters:
        - name: limit
          in: query
          x-deviation:
            minimum: stated only in prose
          schema:
            type: integer
            minimum: 1
      responses:
        2XX:
          description: A page of things.
          x-deviation:
            status:
              '200': any success is one
          content:
            application/json:
              schema:
                $ref: '#/components/schemas/Things'
components:
  schemas:
    Things:
      type: array
      items:
        $ref: '#/components/schemas/Thing'
    Thing:
      type: object
      required: [id]
      properties:
        id:
          type: string
        kind:
          type: string
          nullable: true
          enum: [a, b]
";

const UPSTREAM: &str = "\
openapi: 3.1.0
paths:
  /things:
    get:
      operationId: listThings
      summary: Lists things.
      parameters:
        - {in: query, name: limit, required: false, schema: {type: integer}}
      responses:
        '200':
          content:
            application/json:
              schema:
                type: array
                items:
                  allOf:
                    - {type: object, properties: {id: {type: string}}}
                    - required: [id]
                      properties:
                        kind: {anyOf: [{type: 'null'}, {type: string, enum: [b, a]}]}
  /others:
    post: {}
";

/// Runs `drift` on these documents.
fn drift(ours: &str, upstream: &str) -> Run {
    let workspace = Workspace::new(ours);
    workspace.write("upstream.yaml", upstream);
    workspace.run(&["drift", workspace.path("upstream.yaml").to_str().unwrap()])
}

#[test]
fn deliberate_deviations_are_listed_and_succeed() {
    let run = drift(OURS, UPSTREAM);
    assert_eq!(
        run.stdout,
        "\
Deliberate deviations:
  openapi.yaml:11: #/paths/~1things/get/parameters/0/schema
    minimum: 1 in openapi.yaml, none upstream (stated only in prose)
      at GET /things#/parameters/query limit/schema
  openapi.yaml:15: #/paths/~1things/get/responses/2XX
    status: 2XX in openapi.yaml, 200 upstream (any success is one)
      at GET /things#/responses/2XX

2 deliberate deviations, 0 no longer true, 0 new differences
"
    );
    assert_eq!(run.status, 0);
}

#[test]
fn new_differences_are_listed_with_their_places_and_fail() {
    let upstream = UPSTREAM
        .replace("[b, a]", "[b, c]")
        .replace("id: {type: string}", "id: {type: string}, size: {type: integer}")
        .replace("  /others:", "  /things/{id}:\n    get: {}\n  /others:");
    let run = drift(OURS, &upstream);
    let news = run.stdout.split_once("New differences:\n").unwrap().1;
    assert_eq!(
        news,
        "  openapi.yaml:2: #/paths
    operations GET /things/{id}: presence: only upstream
      at GET /things/{id}#
  openapi.yaml:30: #/components/schemas/Thing
    properties size: presence: only upstream
      at GET /things#/responses/2XX/content/*/schema/items/properties/size
  openapi.yaml:36: #/components/schemas/Thing/properties/kind
    enum: only in openapi.yaml: a; only upstream: c
      at GET /things#/responses/2XX/content/*/schema/items/properties/kind

2 deliberate deviations, 0 no longer true, 3 new differences
"
    );
    assert_eq!(run.status, 1);
}

#[test]
fn a_deviation_that_is_no_longer_true_fails() {
    let run = drift(OURS, &UPSTREAM.replace("{type: integer}", "{type: integer, minimum: 1}"));
    let stale = run.stdout.split_once("Deviations that are no longer true:\n").unwrap().1;
    assert_eq!(
        stale,
        "  openapi.yaml:7: #/paths/~1things/get/parameters/0
    minimum (stated only in prose)
      at GET /things#/parameters/query limit/schema

1 deliberate deviation, 1 no longer true, 0 new differences
"
    );
    assert_eq!(run.status, 1);
}

#[test]
fn a_deviation_excuses_no_other_value() {
    let run = drift(OURS, &UPSTREAM.replace("'200'", "'204'"));
    assert!(
        run.stdout.contains("    status: 2XX in openapi.yaml, 204 upstream\n"),
        "{}",
        run.stdout
    );
    assert!(run.stdout.ends_with("1 deliberate deviation, 1 no longer true, 1 new difference\n"));
    assert_eq!(run.status, 1);
}

#[test]
fn a_deviation_that_names_nothing_is_an_error_with_its_place() {
    for (old, new, message) in [
        (
            "minimum: stated only in prose",
            "minimun: stated only in prose",
            "error: openapi.yaml: #/paths/~1things/get/parameters/0/x-deviation: \
             unknown aspect `minimun`; the aspects here are ",
        ),
        (
            "minimum: stated only in prose",
            "minimum: ''",
            "error: openapi.yaml: #/paths/~1things/get/parameters/0/x-deviation: \
             the reason for `minimum` is missing",
        ),
    ] {
        let run = drift(&OURS.replace(old, new), UPSTREAM);
        assert!(run.stderr.starts_with(message), "{}", run.stderr);
        assert_eq!((run.status, run.stdout.as_str()), (1, ""));
    }
}

#[test]
fn all_deviations_of_this_workspace_are_well_formed() {
    let run = drift(OPENAPI, OPENAPI);
    assert_eq!(run.stderr, "");
    // Compared with itself, none of them is true.
    assert!(run.stdout.starts_with("Deviations that are no longer true:\n"), "{}", run.stdout);
    assert!(run.stdout.ends_with(" no longer true, 0 new differences\n"), "{}", run.stdout);
    assert!(run.stdout.contains("\n0 deliberate deviations, "), "{}", run.stdout);
}

#[test]
fn a_document_that_cannot_be_compared_is_named() {
    let workspace = Workspace::new(OURS);
    workspace.write("broken.yaml", "a: [");
    workspace.write("page.yaml", "<html></html>");
    workspace.write("old.json", "{\"swagger\": \"2.0\", \"paths\": {}}");
    workspace.write("dangling.yaml", &UPSTREAM.replace("{type: integer}", "{$ref: '#/no'}"));
    let own = "{$ref: '#/components/schemas/Own'}";
    let own = format!(
        "{}components: {{schemas: {{Own: {own}}}}}\n",
        UPSTREAM.replace("{type: integer}", own)
    );
    workspace.write("own.yaml", &own);
    workspace.write("huge.yaml", &"#".repeat(64 * 1024 * 1024 + 1));
    for (file, part) in [
        ("missing.yaml", "No such file"),
        ("broken.yaml", "neither valid YAML nor valid JSON"),
        ("page.yaml", "not an OpenAPI document: the root is not a mapping"),
        ("old.json", "not an OpenAPI document: it is a Swagger document"),
        (
            "dangling.yaml",
            "#/paths/~1things/get/parameters/0/schema: the reference \"#/no\" does not resolve",
        ),
        ("own.yaml", "#/components/schemas/Own: the reference leads back to itself"),
        ("huge.yaml", "larger than 64 MiB"),
    ] {
        let run = workspace.run(&["drift", workspace.path(file).to_str().unwrap()]);
        assert!(run.stderr.starts_with("error: "), "{}", run.stderr);
        assert!(run.stderr.contains(&format!("{file}: {part}")), "{}", run.stderr);
        assert_eq!((run.status, run.stdout.as_str()), (1, ""));
    }
}

#[test]
fn what_upstream_writes_does_not_control_the_terminal() {
    let upstream = UPSTREAM.replace("[b, a]", "[b, \"\\e[2J\"]");
    let run = drift(OURS, &upstream);
    assert!(run.stdout.contains("only upstream: \u{fffd}[2J"), "{}", run.stdout);
}
