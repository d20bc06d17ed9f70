//! One crate with all generated code, which is compiled once.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::support::root;

/// A crate with a module per construct.
pub(crate) struct Project {
    dir: TempDir,
    lib: String,
    modules: usize,
}

impl Project {
    pub(crate) fn new() -> Self {
        Self {
            dir: tempfile::tempdir().unwrap(),
            lib: include_str!("support.txt").to_owned(),
            modules: 0,
        }
    }

    /// Adds the generated code of a construct, or of a document. The examples in the documentation are
    /// added with the mocks.
    pub(crate) fn add(&mut self, name: &str, client: &str, mock: Option<&str>) {
        let module = format!("c{:03}", self.modules);
        self.modules += 1;
        let client = client.replace("crate::", "crate::support::");
        let dir = self.dir.path().join("src").join(&module);
        fs::create_dir_all(&dir).unwrap();
        let Some(mock) = mock else {
            fs::write(dir.join("client.rs"), client).unwrap();
            writeln!(self.lib, "/// {name}\npub mod {module} {{ pub mod client; seam!(); }}")
                .unwrap();
            return;
        };
        let mock = mock
            .replace("crate::", "crate::support::")
            .replace("crate ::", "crate::support::")
            .replace("batch_client::PathId", "crate::support::PathId")
            .replace("batch_client::", &format!("crate::{module}::client::"));
        fs::write(dir.join("examples.rs"), examples(&client)).unwrap();
        fs::write(dir.join("client.rs"), client).unwrap();
        fs::write(dir.join("mock.rs"), mock).unwrap();
        writeln!(self.lib, "/// {name}\npub mod {module} {{ pub mod client; pub mod mock; mod examples; seam!(); }}")
            .unwrap();
    }

    /// Compiles everything, with all features.
    pub(crate) fn check(self) {
        let lib = self.dir.path().join("src/lib.rs");
        fs::write(&lib, &self.lib).unwrap();
        fs::write(self.dir.path().join("Cargo.toml"), manifest()).unwrap();
        // The versions of this workspace, which are there already.
        fs::copy(root().join("Cargo.lock"), self.dir.path().join("Cargo.lock")).unwrap();
        let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
            .current_dir(self.dir.path())
            .args(["check", "--quiet", "--offline", "--target-dir"])
            .arg(target())
            .output()
            .unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        let names: String = self.lib.lines().filter(|line| line.contains("pub mod c")).collect();
        assert!(
            output.status.success(),
            "{stderr}\n{}",
            if stderr.len() > 2_000 { "" } else { &names }
        );
    }
}

/// Returns the examples in the documentation, as functions.
fn examples(client: &str) -> String {
    let mut examples = String::from(
        "use batch_client::*;\nmod batch_client {\n    pub use super::super::client::{Client, types};\n    \
         pub use serde_json;\n    \
         pub type Error = crate::support::Error<types::ErrorResponse>;\n}\n",
    );
    let mut lines = client.lines().map(str::trim).enumerate();
    while let Some((number, line)) = lines.next() {
        if line != "/// ```no_run" {
            continue;
        }
        let example = lines.by_ref().map(|(_, line)| line).take_while(|line| *line != "/// ```");
        for line in example {
            let line = line.trim_start_matches("///").trim_start();
            let line = line.strip_prefix("# ").unwrap_or(line);
            let name = format!("async fn example{number}(");
            examples.push_str(&line.replace("async fn example(", &name));
            examples.push('\n');
        }
    }
    examples
}

fn manifest() -> String {
    let client = path("crates/batch-client");
    let cargo = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let dependency = |name: &str| {
        let line = cargo.lines().find(|line| line.starts_with(&format!("{name} = "))).unwrap();
        line.to_owned()
    };
    let names = [
        "http",
        "httpmock",
        "progenitor-client",
        "regex",
        "reqwest",
        "schemars",
        "serde",
        "serde_json",
    ];
    let dependencies: Vec<_> = names.into_iter().map(dependency).collect();
    format!(
        "[package]\nname = \"constructs\"\nedition = \"2024\"\npublish = false\n\n\
         [features]\ndefault = [\"schemars\"]\nschemars = [\"dep:schemars\"]\n\n\
         [dependencies]\nbatch-client = {{ path = {client:?}, default-features = false }}\n{}\n\n[workspace]\n",
        dependencies
            .join("\n")
            .replace("schemars = \"1.2\"", "schemars = { version = \"1.2\", optional = true }"),
    )
}

fn path(path: &str) -> PathBuf {
    root().join(path)
}

/// Returns the target directory of this workspace, in which the dependencies are compiled already.
fn target() -> &'static Path {
    Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap()
}
