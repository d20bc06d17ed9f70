//! Uploads and downloads of any size, and atomic replacement of local files.
//!
//! An [`Upload`] streams a [`Source`] of known length and reopens it for each attempt. A
//! [`Download`] is a stream of bytes that resumes where it was cut, or a file that appears once it
//! was received. Both go through the client's own transport, so retries, credentials, errors and
//! tracing are those of every other call. Neither has a total timeout: only the time without any
//! progress is limited.
//!
//! ```no_run
//! use batch_ext::files::{FilesExt, Source};
//!
//! # async fn example(client: batch_client::Client) -> Result<(), batch_ext::Error> {
//! let file = client
//!     .upload(Source::path("requests.jsonl").await?)
//!     .on_progress(|sent, total| eprintln!("{sent} of {total} bytes"))
//!     .send()
//!     .await?;
//! println!("uploaded as {}", file.id);
//!
//! // Later, with the id of a batch's output file:
//! client.download("file-abc123").to_file("results.jsonl").await?;
//! # Ok(())
//! # }
//! ```
//!
//! | setting | default | set by |
//! |---|---|---|
//! | purpose | `batch` | [`Upload::purpose`] |
//! | largest file | 200,000,000 bytes for `batch`, 512,000,000 for others | [`Upload::max_bytes`] |
//! | expiry | the server's, 30 days for `batch` | [`Upload::expires_after`] |
//! | attempts | the client's [retry policy](crate::retry), or one without a policy | |
//! | idle timeout | 120 s | [`Config::idle_timeout`](batch_client::Config::idle_timeout) |

mod atomic;
mod blocking;
mod complete;
mod disk;
mod download;
mod named;
mod pool;
mod ranges;
mod resume;
mod source;
mod transfer;
mod upload;

pub use atomic::AtomicFile;
pub use complete::{Complete, Downloaded};
pub use download::{Download, DownloadStream};
pub use source::Source;
pub use upload::{MAX_BATCH_BYTES, MAX_FILE_BYTES, Upload};

use batch_client::Client;

/// File transfer for a [`Client`].
pub trait FilesExt {
    /// Starts an upload; [`Upload::send`] runs it.
    fn upload(&self, source: Source) -> Upload<'_>;

    /// Starts a download; [`Download::bytes`], [`Download::to_bytes`] or [`Download::to_file`] run it.
    fn download(&self, file_id: impl Into<String>) -> Download<'_>;
}

impl FilesExt for Client {
    fn upload(&self, source: Source) -> Upload<'_> {
        Upload::new(self, source)
    }

    fn download(&self, file_id: impl Into<String>) -> Download<'_> {
        Download::new(self, file_id.into())
    }
}
