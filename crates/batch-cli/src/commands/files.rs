//! `batch files …`

use std::path::PathBuf;
use std::time::Duration;

use crate::batch_client::types::{OpenAiFile, UploadPurpose};
use crate::batch_ext::Error;
use crate::batch_ext::files::{FilesExt, Source};
use crate::batch_ext::paginate::Paginate;
use clap::Subcommand;
use futures_util::{StreamExt, TryStreamExt};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::args::Global;
use crate::error::{CliError, Exit};
use crate::output::{self, age, bytes, is_quiet, moment, note};

/// Upload, list, fetch and delete files.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Upload a file, and show it.
    Upload {
        /// The file.
        #[arg(value_name = "FILE")]
        path: PathBuf,
        /// What it is for.
        #[arg(long, default_value = "batch")]
        purpose: String,
        /// The name that the server sees, instead of the file's own.
        #[arg(long)]
        name: Option<String>,
        /// Delete it on the server after this time: 1h to 30d.
        #[arg(long, value_name = "TIME", value_parser = humantime::parse_duration)]
        expires_after: Option<Duration>,
    },
    /// List files, newest first.
    List {
        /// How many to show at most.
        #[arg(short = 'n', long, value_name = "N", default_value_t = 20)]
        limit: usize,
        /// Show all there are.
        #[arg(long, conflicts_with = "limit")]
        all: bool,
        /// Only files for this purpose.
        #[arg(long)]
        purpose: Option<String>,
    },
    /// Show what the server knows of a file.
    Get {
        /// The file's id.
        #[arg(value_name = "FILE_ID")]
        id: String,
    },
    /// Fetch a file's content.
    Download {
        /// The file's id.
        #[arg(value_name = "FILE_ID")]
        id: String,
        /// Where it goes; to standard output if not said.
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// Delete files.
    Delete {
        /// The file's id; several can be given.
        #[arg(required = true, value_name = "FILE_ID")]
        ids: Vec<String>,
    },
}

pub(crate) async fn run(global: &Global, args: Args) -> Result<Exit, CliError> {
    let client = global.connection.client()?;
    match args.command {
        Command::Upload { path, purpose, name, expires_after } => {
            let source =
                Source::path(&path).await.map_err(|error| CliError::io("read", &path, error))?;
            let bar = bar(source.len());
            let drawn = bar.clone();
            let mut upload = client
                .upload(source)
                .purpose(UploadPurpose::from(purpose))
                .on_progress(move |sent, _| drawn.set_position(sent));
            if let Some(name) = name {
                upload = upload.name(name);
            }
            if let Some(time) = expires_after {
                upload = upload.expires_after(u32::try_from(time.as_secs()).unwrap_or(u32::MAX));
            }
            let file = upload.send().await;
            bar.finish_and_clear();
            show(global, &*file?)?;
        }
        Command::List { limit, all, purpose } => {
            let limit = if all { usize::MAX } else { limit };
            let mut list = client.list_files().limit(limit.clamp(1, 1_000) as i64);
            if let Some(purpose) = purpose {
                list = list.purpose(purpose);
            }
            let mut table = output::table(["ID", "NAME", "PURPOSE", "SIZE", "AGE"]);
            let mut files = list.items().take(limit);
            let mut any = false;
            while let Some(file) = files.try_next().await? {
                any = true;
                if global.json {
                    output::json(&file)?;
                    continue;
                }
                table.add_row([
                    file.id.clone(),
                    file.filename.clone(),
                    file.purpose.as_ref().map(ToString::to_string).unwrap_or_default(),
                    bytes(u64::try_from(file.bytes).unwrap_or(0)),
                    age(file.created_at),
                ]);
            }
            match (global.json, any) {
                (true, _) => {}
                (false, true) => output::print(&table)?,
                (false, false) => note("no files"),
            }
        }
        Command::Get { id } => {
            let file = client.retrieve_file().file_id(id).send().await.map_err(Error::from)?;
            show(global, &file)?;
        }
        Command::Download { id, output: Some(path) } => {
            let bar = bar(0);
            let drawn = bar.clone();
            let download = client.download(id).on_progress(move |received, total| {
                drawn.set_length(total.unwrap_or(received));
                drawn.set_position(received);
            });
            let done = download.to_file(&path).await;
            bar.finish_and_clear();
            note(format!("{} written to {}", bytes(done?.bytes), path.display()));
        }
        Command::Download { id, output: None } => {
            use std::io::Write;
            let mut content = client.download(id).bytes();
            let mut out = std::io::stdout().lock();
            while let Some(chunk) = content.try_next().await? {
                match out.write_all(&chunk) {
                    Ok(()) => {}
                    Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => break,
                    Err(error) => return Err(CliError::io("write", "standard output", error)),
                }
            }
        }
        Command::Delete { ids } => {
            for id in ids {
                let gone = client.delete_file().file_id(&id).send().await.map_err(Error::from)?;
                if global.json {
                    output::json(&*gone)?;
                } else {
                    note(format!("deleted {id}"));
                }
            }
        }
    }
    Ok(Exit::Ok)
}

fn show(global: &Global, file: &OpenAiFile) -> Result<(), CliError> {
    if global.json {
        return output::json(file);
    }
    output::pairs([
        ("id", Some(file.id.clone())),
        ("name", Some(file.filename.clone())),
        ("purpose", file.purpose.as_ref().map(ToString::to_string)),
        ("size", Some(bytes(u64::try_from(file.bytes).unwrap_or(0)))),
        ("created", moment(file.created_at)),
        ("expires", file.expires_at.and_then(moment)),
    ])
}

fn bar(length: u64) -> ProgressBar {
    let target =
        if is_quiet() { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
    let bar = ProgressBar::with_draw_target(Some(length), target);
    let template =
        "{spinner} {wide_bar} {decimal_bytes}/{decimal_total_bytes} {decimal_bytes_per_sec}";
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar
}
