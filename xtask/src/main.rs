//! Maintainers' commands: `cargo xtask codegen [--check]` and `cargo xtask drift FILE`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod codegen;
mod drift;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Maintainers' commands for this workspace")]
struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Write the generated files from openapi.yaml.
    Codegen {
        /// Write nothing: compare, print a diff, and exit 1 on any difference.
        #[arg(long)]
        check: bool,
        /// The workspace's folder.
        #[arg(long, hide = true)]
        root: Option<PathBuf>,
    },
    /// Compare the structure of openapi.yaml with a document that OpenAI published, and exit 1 on
    /// news.
    Drift {
        /// The published document, YAML or JSON.
        file: PathBuf,
    },
}

fn main() -> ExitCode {
    let outcome = match Args::parse().command {
        Command::Codegen { check, root } => {
            let root = root.as_deref().unwrap_or_else(|| workspace());
            if check { codegen::check(root) } else { codegen::write(root) }
        }
        Command::Drift { file } => drift::drift(workspace(), &file),
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Prints to a reader who may have left early, such as `head`.
fn print(text: &str) {
    use std::io::Write;
    let _ = std::io::stdout().write_all(text.as_bytes());
}

/// The workspace that this command was built in.
fn workspace() -> &'static Path {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask)
}
