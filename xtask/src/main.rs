//! Maintenance commands for this workspace, run as `cargo xtask COMMAND`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod codegen;
mod doc_line;
mod drift;
mod error;
mod loose;
mod mutations;
mod output;
mod replace;
mod requests;
mod structure;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Maintenance commands for this workspace")]
struct Args {
    /// The root directory of the workspace.
    #[arg(long, global = true, hide = true)]
    root: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Generate code from openapi.yaml.
    Codegen {
        /// Compare the generated files with openapi.yaml instead of writing them.
        ///
        /// Prints a diff and exits with status 1 if a file is out of date.
        #[arg(long)]
        check: bool,
        /// Do not check that the written code compiles.
        ///
        /// Otherwise, code that does not compile is not kept.
        #[arg(long, conflicts_with = "check")]
        no_check: bool,
    },
    /// Print operations of another OpenAPI document, prepared for openapi.yaml.
    ///
    /// Prints a document with these operations and everything that they use. It is what code can be
    /// generated from, not what should be committed: check each fact in it.
    Slice {
        /// The document, in YAML or JSON.
        file: PathBuf,
        /// The IDs of operations, or tags.
        #[arg(required = true)]
        operations: Vec<String>,
    },
    /// Compare openapi.yaml with a document published by OpenAI.
    ///
    /// Compares the structure of the operations that openapi.yaml covers: paths, parameters, bodies,
    /// responses, schemas and security, but no descriptions or examples. Operations that OpenAI adds
    /// beside them, such as another one under /files, are differences too. It does not matter how
    /// the same structure is written: references, allOf, null, constants, order, and the version of
    /// OpenAPI make no difference.
    ///
    /// openapi.yaml explains a deliberate difference with `x-deviation`, which names the aspect that
    /// differs: `x-deviation: {nullable: REASON}` for what only openapi.yaml states, and
    /// `x-deviation: {format: {unixtime: REASON}}` where the published document states something
    /// else, here the format `unixtime`.
    ///
    /// Exits with status 1 if there is a difference that is not explained, or an explanation that is
    /// no longer true.
    Drift {
        /// The published document, OpenAPI 3.x in YAML or JSON, of at most 64 MiB.
        file: PathBuf,
    },
    /// Write examples/requests.jsonl from the documentation of the workspace.
    ///
    /// The file contains one request per documented public item of each crate under crates/. The
    /// same sources always produce the same file.
    ExampleRequests {
        /// Where to write the requests [default: examples/requests.jsonl in the workspace].
        #[arg(long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// Put faults into the core of batch-run, and check that its simulator finds each of them.
    ///
    /// Prints the history in which each fault of crates/batch-run/mutations.toml was found, and exits
    /// with status 1 if one was not.
    Mutations(mutations::Args),
    /// Check the dependencies between crates and the imports between modules.
    ///
    /// Prints each violation and exits with status 1 if there are any.
    Structure,
}

fn main() -> ExitCode {
    let args = Args::parse();
    let root = &args.root.unwrap_or_else(workspace);
    let outcome = match args.command {
        Command::Codegen { check: true, .. } => codegen::check(root),
        Command::Codegen { no_check, .. } => codegen::write(root, !no_check),
        Command::Slice { file, operations } => codegen::slice(root, &file, &operations),
        Command::Drift { file } => drift::drift(root, &file).map_err(Into::into),
        Command::ExampleRequests { output } => requests::write(root, output.as_deref()),
        Command::Mutations(args) => mutations::run(root, &args).map_err(Into::into),
        Command::Structure => structure::check(root),
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

/// Returns the root directory of the workspace: the one that cargo runs this binary in, or else the
/// one that it was built in. They differ where checkouts share a target directory.
fn workspace() -> PathBuf {
    let built_in = || env!("CARGO_MANIFEST_DIR").into();
    let xtask: PathBuf = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(built_in).into();
    xtask.parent().unwrap_or(&xtask).to_owned()
}
