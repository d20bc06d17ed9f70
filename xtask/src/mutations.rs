//! Proof that the simulator of batch-run can fail: faults put into the core, one at a time.
//!
//! Each entry of `crates/batch-run/mutations.toml` replaces a piece of the core's code with a faulty
//! one. The simulator has to find every fault within a number of histories. The working tree is
//! never changed: the workspace is copied to `target/mutations` and built there.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use serde::Deserialize;

use crate::output::print;

/// Most faults are found within so many histories.
const QUICK: u64 = 2_000;

/// Why the mutations could not be tried.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error("{path}: {source}")]
    Io { path: String, source: io::Error },
    #[error("{path}: {source}")]
    Toml { path: String, source: Box<toml::de::Error> },
    #[error("mutation {name:?}: its `find` occurs {times} times in {file} instead of once")]
    NotUnique { name: String, file: String, times: usize },
    #[error("the simulator fails without any mutation:\n{0}")]
    Unsound(String),
}

/// What to try.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Only the mutations whose names contain one of these texts.
    names: Vec<String>,
    /// How many histories to play for each mutation.
    #[arg(long, default_value_t = 100_000, value_name = "N")]
    seeds: u64,
    /// Only check that each mutation applies.
    #[arg(long)]
    check: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    mutation: Vec<Mutation>,
}

/// A fault.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Mutation {
    name: String,
    /// The file, relative to `src`.
    file: String,
    find: String,
    replace: String,
    /// The promise that is broken.
    breaks: String,
}

impl Mutation {
    fn apply(&self, text: &str) -> Result<String, Error> {
        let times = text.matches(&self.find).count();
        if times == 1 {
            return Ok(text.replace(&self.find, &self.replace));
        }
        let (name, file) = (self.name.clone(), self.file.clone());
        Err(Error::NotUnique { name, file, times })
    }
}

/// What the simulator made of a mutation.
enum Verdict {
    /// It was found in this history, by this broken promise.
    Found(u64, String),
    NotFound,
    /// The simulator did not run: the text is the end of what cargo said.
    DidNotRun(String),
}

/// Tries each mutation; says whether all were found.
pub(crate) fn run(root: &Path, args: &Args) -> Result<bool, Error> {
    let package = root.join("crates/batch-run");
    let list = package.join("mutations.toml");
    let List { mutation: mutations } = toml::from_str(&read(&list)?).map_err(|source| {
        Error::Toml { path: list.display().to_string(), source: Box::new(source) }
    })?;
    for mutation in &mutations {
        mutation.apply(&read(&package.join("src").join(&mutation.file))?)?;
    }
    let wanted = |mutation: &&Mutation| {
        args.names.is_empty() || args.names.iter().any(|name| mutation.name.contains(name))
    };
    let mutations: Vec<_> = mutations.iter().filter(wanted).collect();
    if args.check {
        print(&format!("{} mutations apply\n", mutations.len()));
        return Ok(true);
    }
    let copy = Copy::new(root)?;
    if let unsound @ (Verdict::Found(..) | Verdict::DidNotRun(_)) = copy.simulate(QUICK, 0)? {
        return Err(Error::Unsound(unsound.to_string()));
    }
    print(&format!("{:<40} found at history\n", "mutation"));
    let (mut missed, started) = (0, Instant::now());
    for mutation in &mutations {
        let file = copy.src.join(&mutation.file);
        let text = read(&file)?;
        write(&file, &mutation.apply(&text)?)?;
        let verdict = copy.search(args.seeds);
        write(&file, &text)?;
        let verdict = verdict?;
        print(&format!("{:<40} {verdict}\n", mutation.name));
        if !matches!(verdict, Verdict::Found(..)) {
            print(&format!("{:<40} although it breaks: {}\n", "", mutation.breaks));
            missed += 1;
        }
    }
    let (found, seconds) = (mutations.len() - missed, started.elapsed().as_secs());
    print(&format!("{found} of {} mutations found in {seconds} s\n", mutations.len()));
    Ok(missed == 0)
}

impl std::fmt::Display for Verdict {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Found(history, promise) => write!(f, "{history:>7}  {promise:.100}"),
            Self::NotFound => f.write_str("NOT FOUND"),
            Self::DidNotRun(why) => write!(f, "DID NOT RUN\n{why}"),
        }
    }
}

/// A copy of the workspace, with a target directory of its own.
struct Copy {
    root: PathBuf,
    src: PathBuf,
    target: PathBuf,
}

impl Copy {
    fn new(from: &Path) -> Result<Self, Error> {
        let base = from.join("target/mutations");
        let root = base.join("source");
        if root.exists() {
            fs::remove_dir_all(&root).map_err(io(&root))?;
        }
        copy(from, &root)?;
        let src = root.join("crates/batch-run/src");
        Ok(Self { root, src, target: base.join("build") })
    }

    /// Plays so many histories: the first few in a build that is ready at once.
    fn search(&self, seeds: u64) -> Result<Verdict, Error> {
        match self.simulate(seeds.min(QUICK), 0)? {
            Verdict::NotFound if seeds > QUICK => self.simulate(seeds, 2),
            verdict => Ok(verdict),
        }
    }

    /// Plays so many histories, or fewer if a promise is broken.
    fn simulate(&self, seeds: u64, opt_level: u8) -> Result<Verdict, Error> {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let output = Command::new(&cargo)
            .args(["test", "--package", "batch-run", "--lib", "--config"])
            .arg(format!("profile.dev.package.batch-run.opt-level={opt_level}"))
            .args(["sim::", "--", "--nocapture"])
            .current_dir(&self.root)
            .env("CARGO_TARGET_DIR", &self.target)
            .env("RUST_BACKTRACE", "0")
            .env("BATCH_RUN_SIM_SEEDS", seeds.to_string())
            .output()
            .map_err(io(Path::new(&cargo)))?;
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8_lossy(&said);
        let broken = said.split_once("broken in history ").and_then(|(_, rest)| {
            let (history, promise) = rest.lines().next()?.split_once(": ")?;
            Some(Verdict::Found(history.parse().ok()?, promise.to_owned()))
        });
        Ok(match broken {
            Some(found) => found,
            None if output.status.success() && said.contains(" histories: ") => Verdict::NotFound,
            None => {
                let lines: Vec<_> = said.lines().collect();
                Verdict::DidNotRun(lines[lines.len().saturating_sub(30)..].join("\n"))
            }
        })
    }
}

/// Copies a directory, but for what is built or hidden.
fn copy(from: &Path, to: &Path) -> Result<(), Error> {
    fs::create_dir_all(to).map_err(io(to))?;
    for entry in fs::read_dir(from).map_err(io(from))? {
        let entry = entry.map_err(io(from))?;
        let (name, path) = (entry.file_name(), entry.path());
        let is_hidden = name.as_encoded_bytes().starts_with(b".");
        if is_hidden || name == "target" {
            continue;
        }
        let to = to.join(&name);
        if fs::metadata(&path).map_err(io(&path))?.is_dir() {
            copy(&path, &to)?;
        } else {
            fs::copy(&path, &to).map_err(io(&path))?;
        }
    }
    Ok(())
}

fn read(path: &Path) -> Result<String, Error> {
    fs::read_to_string(path).map_err(io(path))
}

fn write(path: &Path, text: &str) -> Result<(), Error> {
    fs::write(path, text).map_err(io(path))
}

fn io(path: &Path) -> impl FnOnce(io::Error) -> Error {
    let path = path.display().to_string();
    |source| Error::Io { path, source }
}
