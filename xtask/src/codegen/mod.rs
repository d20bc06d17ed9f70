//! `openapi.yaml` → generated files, in one pipeline.
//!
//! parse → lower → progenitor → passes over the syntax tree → format → artifacts, which are then
//! written or compared. Both ways share every step but the last, so they cannot disagree.

use std::path::Path;

mod artifact;
mod generate;
mod lower;
mod passes;
mod spec;

use artifact::Artifact;
use spec::Spec;
pub(crate) use spec::resolve;

/// Why nothing could be generated. Each names the place and what to do there.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error("{path}: {source}")]
    Io { path: String, source: std::io::Error },
    #[error("openapi.yaml: not valid YAML: {0}")]
    Yaml(yaml_serde::Error),
    #[error("openapi.yaml: not a valid OpenAPI 3.0 document: {0}")]
    Document(serde_json::Error),
    #[error("openapi.yaml: {place}: {what}")]
    Unsupported { place: String, what: String },
    #[error("openapi.yaml: progenitor cannot generate it: {0}")]
    Generator(String),
    #[error("{file}: what progenitor generated is not what the pass {pass:?} expects: {what}")]
    Pass { file: &'static str, pass: &'static str, what: String },
}

/// Makes every generated file, in memory.
fn artifacts(yaml: &str) -> Result<Vec<Artifact>, Error> {
    let spec = Spec::parse(yaml)?;
    let lowered = lower::lower(&spec)?;
    let generated = generate::generate(&lowered)?;
    Ok(vec![
        Artifact::new(
            "crates/batch-client/src/generated.rs",
            &spec,
            &passes::client(generated.client, &lowered)?,
        ),
        Artifact::new(
            "crates/batch-httpmock/src/generated.rs",
            &spec,
            &passes::mock(generated.mock, &lowered)?,
        ),
    ])
}

fn read_spec(root: &Path) -> Result<String, Error> {
    let path = root.join("openapi.yaml");
    std::fs::read_to_string(&path)
        .map_err(|source| Error::Io { path: "openapi.yaml".into(), source })
}

/// Writes the generated files. On an error none of them is touched.
pub(crate) fn write(root: &Path) -> Result<bool, Error> {
    for artifact in artifacts(&read_spec(root)?)? {
        if artifact.write(root)? {
            eprintln!("wrote {}", artifact.path);
        } else {
            eprintln!("{} is up to date", artifact.path);
        }
    }
    Ok(true)
}

/// Compares every generated file, and says what differs. True where nothing does.
pub(crate) fn check(root: &Path) -> Result<bool, Error> {
    let artifacts = artifacts(&read_spec(root)?)?;
    let mut current = true;
    for artifact in &artifacts {
        if let Some(diff) = artifact.diff(root)? {
            crate::print(&diff);
            current = false;
        }
    }
    if current {
        eprintln!("{} generated files are up to date", artifacts.len());
    } else {
        eprintln!("generated files differ from openapi.yaml; run: cargo xtask codegen");
    }
    Ok(current)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn yaml() -> String {
        read_spec(crate::workspace()).unwrap()
    }

    fn refused(edit: impl Fn(&str) -> String) -> String {
        let yaml = yaml();
        let edited = edit(&yaml);
        assert_ne!(yaml, edited, "the edit changed nothing");
        artifacts(&edited).expect_err("it was generated").to_string()
    }

    #[test]
    fn the_same_input_gives_the_same_bytes() {
        let yaml = yaml();
        let (first, second) = (artifacts(&yaml).unwrap(), artifacts(&yaml).unwrap());
        assert_eq!(first, second);
    }

    #[test]
    fn every_edit_of_a_generated_file_is_caught() {
        let root = tempfile::tempdir().unwrap();
        std::fs::write(root.path().join("openapi.yaml"), yaml()).unwrap();
        assert!(!check(root.path()).unwrap(), "missing files pass");
        assert!(write(root.path()).unwrap());
        assert!(check(root.path()).unwrap(), "fresh files fail");

        for artifact in artifacts(&yaml()).unwrap() {
            let path = root.path().join(artifact.path);
            let text = std::fs::read_to_string(&path).unwrap();
            std::fs::write(&path, text.replacen("async fn", "fn", 1) + "\n").unwrap();
            assert!(!check(root.path()).unwrap(), "an edit passes");
            std::fs::remove_file(&path).unwrap();
            assert!(!check(root.path()).unwrap(), "a deleted file passes");
            std::fs::write(&path, text).unwrap();
            assert!(check(root.path()).unwrap());
        }

        let stale = yaml().replace("List batches", "List all batches");
        std::fs::write(root.path().join("openapi.yaml"), stale).unwrap();
        assert!(!check(root.path()).unwrap(), "a stale file passes");
    }

    #[test]
    fn an_error_leaves_the_files_as_they_were() {
        let root = tempfile::tempdir().unwrap();
        std::fs::write(root.path().join("openapi.yaml"), yaml()).unwrap();
        write(root.path()).unwrap();
        let before = std::fs::read(root.path().join("crates/batch-client/src/generated.rs"));
        std::fs::write(root.path().join("openapi.yaml"), "openapi: [").unwrap();
        write(root.path()).unwrap_err();
        let after = std::fs::read(root.path().join("crates/batch-client/src/generated.rs"));
        assert_eq!(before.unwrap(), after.unwrap());
    }

    #[test]
    fn bad_input_names_the_place_and_the_reason() {
        const PAGE: &str = "$ref: '#/components/schemas/ListBatchesResponse'";
        const JSON_PAGE: &str = "application/json:\n              schema:\n                $ref: '#/components/schemas/ListBatchesResponse'";
        // what to replace, by what, what the error must name
        let table = [
            ("openapi: 3.0.3", "openapi: [", "line 3"),
            ("openapi: 3.0.3", "openapi: 3.1.0", "3.1.0"),
            ("      operationId: listBatches\n", "", "get /batches"),
            ("operationId: listFiles", "operationId: listBatches", "listBatches"),
            (
                JSON_PAGE,
                "multipart/form-data:
              schema:
                type: object",
                "listBatches",
            ),
            (PAGE, "$ref: '#/components/schemas/Nowhere'", "Nowhere"),
            (PAGE, "type: object", "listBatches"),
            ("          type: boolean\n", "          type: string\n          enum: [a]\n", "enum"),
            ("      name: after\n      in: query", "      name: after\n      in: header", "after"),
        ];
        for (old, new, named) in table {
            let error = refused(|yaml| yaml.replacen(old, new, 1));
            assert!(error.contains("openapi.yaml"), "{error}");
            assert!(error.contains(named), "{new:?}: {error}");
        }
    }

    #[test]
    fn a_missing_document_is_named() {
        let root = tempfile::tempdir().unwrap();
        let error = write(root.path()).unwrap_err().to_string();
        assert!(error.starts_with("openapi.yaml: "), "{error}");
    }
}
