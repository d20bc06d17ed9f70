//! Documents, read from files.

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use serde_json::Value;

use super::document::Document;
use super::error::Error;
use super::loose::Loose;

/// The largest file that is read, in MiB. The document published in 2026 has 3 MiB.
const LIMIT: u64 = 64;

/// A document and its text.
pub(super) struct Source {
    pub(super) document: Document,
    pub(super) text: String,
}

/// Reads a document, in YAML or JSON.
pub(super) fn read(path: &Path) -> Result<Source, Error> {
    let name = path.display().to_string();
    let text = read_text(path, &name, LIMIT)?;
    let document = Document::new(name.clone(), parse(&text, name)?)?;
    Ok(Source { document, text })
}

fn read_text(path: &Path, name: &str, limit: u64) -> Result<String, Error> {
    let error = |source| Error::Io { path: name.to_owned(), source };
    let bytes = limit * 1024 * 1024;
    let mut text = Vec::new();
    // One byte more than allowed shows that there is more, also if the file has no size.
    File::open(path).map_err(error)?.take(bytes + 1).read_to_end(&mut text).map_err(error)?;
    if text.len() as u64 > bytes {
        return Err(Error::Size { path: name.to_owned(), limit });
    }
    String::from_utf8(text)
        .map_err(|invalid| error(io::Error::new(ErrorKind::InvalidData, invalid)))
}

fn parse(text: &str, path: String) -> Result<Value, Error> {
    // YAML forbids tabs that JSON allows.
    if text.trim_start().starts_with('{')
        && let Ok(value) = serde_json::from_str(text)
    {
        return Ok(value);
    }
    yaml_serde::from_str(text)
        .map(|Loose(document)| document)
        .map_err(|source| Error::Syntax { path, source })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_of(text: &str) -> Result<Source, Error> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("api.yaml");
        std::fs::write(&path, text).unwrap();
        read(&path)
    }

    #[test]
    fn yaml_and_json_are_read() {
        let yaml = read_of("openapi: 3.1.0\npaths: {}\n").unwrap();
        let json = read_of("{\n\t\"openapi\": \"3.1.0\",\n\t\"paths\": {}\n}").unwrap();
        assert_eq!(yaml.document.value, json.document.value);
    }

    #[test]
    fn what_is_not_openapi_says_why() {
        let table = [
            ("a: [", "neither valid YAML nor valid JSON"),
            ("{\"a\": ", "neither valid YAML nor valid JSON"),
            ("", "the root is not a mapping"),
            ("<html></html>", "the root is not a mapping"),
            ("- openapi: 3.1.0", "the root is not a mapping"),
            ("swagger: '2.0'\npaths: {}", "Swagger"),
            ("paths: {}", "`openapi`, the version, is missing"),
            ("openapi: 4.0.0\npaths: {}", "version 4.0.0 is not supported"),
            ("openapi: 3.1.0", "`paths` is missing"),
            ("openapi: 3.1.0\npaths: []", "`paths` is missing or not a mapping"),
        ];
        for (text, part) in table {
            let error = read_of(text).err().unwrap().to_string();
            assert!(error.contains("api.yaml: ") && error.contains(part), "{text}: {error}");
        }
    }

    #[test]
    fn a_huge_file_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("api.yaml");
        std::fs::write(&path, " ".repeat(1024 * 1024 + 1)).unwrap();
        let error = read_text(&path, "api.yaml", 1).unwrap_err().to_string();
        assert_eq!(error, "api.yaml: larger than 1 MiB, the limit for a document");
        assert!(read_text(&path, "api.yaml", 2).is_ok());
    }
}
