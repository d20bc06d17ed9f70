//! Uploads, streamed as multipart forms.

use std::fmt;
use std::ops::RangeInclusive;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use batch_client::types::{BatchEndpoint, OpenAiFile, UploadPurpose};
use batch_client::{BoxError, Client, Operation, ResponseValue};
use futures_util::StreamExt;
use http::Method;
use reqwest::multipart::{Form, Part};

use super::source::Source;
use crate::error::{Error, Kind};
use crate::retry::Reopen;

/// The largest input file of a batch: 200 MB, counted as the API does.
pub const MAX_BATCH_BYTES: u64 = BatchEndpoint::LIMITS.bytes;

/// The largest file of any other purpose: 512 MB.
pub const MAX_FILE_BYTES: u64 = match Operation::CreateFile.max_bytes() {
    Some(bytes) => bytes,
    None => u64::MAX,
};

const OPERATION: &str = Operation::CreateFile.id();

/// The range of a file's lifetime, in seconds: an hour to 30 days.
const EXPIRY_SECONDS: RangeInclusive<u32> = 3_600..=2_592_000;

type Progress = Arc<dyn Fn(u64, u64) + Send + Sync>;

/// An upload that is being prepared. See [the module](crate::files).
#[must_use = "an upload does nothing until it is sent"]
#[derive(Clone)]
pub struct Upload<'c> {
    client: &'c Client,
    source: Source,
    purpose: UploadPurpose,
    expires_after: Option<u32>,
    max_bytes: Option<u64>,
    progress: Option<Progress>,
}

impl<'c> Upload<'c> {
    pub(super) fn new(client: &'c Client, source: Source) -> Self {
        Self {
            client,
            source,
            purpose: UploadPurpose::Batch,
            expires_after: None,
            max_bytes: None,
            progress: None,
        }
    }

    /// The purpose of the file. Defaults to `batch`.
    pub fn purpose(mut self, purpose: impl Into<UploadPurpose>) -> Self {
        self.purpose = purpose.into();
        self
    }

    /// The name of the file on the server. Defaults to the source's name. The name of a batch's input
    /// must end in `.jsonl`.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.source = self.source.named(name);
        self
    }

    /// Asks the server to delete the file this many seconds after its creation: 3,600 (an hour) to
    /// 2,592,000 (30 days).
    pub fn expires_after(mut self, seconds: u32) -> Self {
        self.expires_after = Some(seconds);
        self
    }

    /// The largest size that the server accepts, in bytes, if it differs from OpenAI's.
    pub fn max_bytes(mut self, bytes: u64) -> Self {
        self.max_bytes = Some(bytes);
        self
    }

    /// Calls `progress` with the number of bytes sent so far and the total. Each attempt starts over
    /// at zero.
    pub fn on_progress(mut self, progress: impl Fn(u64, u64) + Send + Sync + 'static) -> Self {
        self.progress = Some(Arc::new(progress));
        self
    }

    /// Sends the file.
    ///
    /// An attempt that failed after it was sent may leave a second file of the same name on the
    /// server, which does no harm.
    ///
    /// # Errors
    ///
    /// [`Kind::InvalidRequest`] before anything is sent, if the source is empty or too large, if the
    /// name of a batch's input does not end in `.jsonl`, or if the expiry is out of range. Otherwise
    /// those of the call.
    pub async fn send(self) -> Result<ResponseValue<OpenAiFile>, Error> {
        self.check()?;
        let form = FormParts {
            client: self.client.clone(),
            source: self.source,
            purpose: self.purpose,
            expires_after: self.expires_after,
            progress: self.progress,
        };
        let request = form.request().map_err(|source| {
            Error::new(Kind::InvalidRequest)
                .with_summary("the upload cannot be built")
                .with_source(source)
        })?;
        let reopen = Reopen::new(move || std::future::ready(form.request()));
        let client = self.client.clone().with_extension(reopen);
        let response = client.execute(OPERATION, request).await;
        let answer = match response {
            Ok(response) => ResponseValue::from_success(response).await,
            Err(error) => Err(error),
        };
        answer.map_err(|error| Error::from(error).in_operation(OPERATION))
    }

    fn check(&self) -> Result<(), Error> {
        let refuse = |what: String| {
            Err(Error::new(Kind::InvalidRequest).with_summary(what).in_operation(OPERATION))
        };
        let (name, len) = (self.source.name(), self.source.len());
        let for_batch = self.purpose == UploadPurpose::Batch;
        let limit =
            self.max_bytes.unwrap_or(if for_batch { MAX_BATCH_BYTES } else { MAX_FILE_BYTES });
        if len == 0 {
            return refuse(format!("the file {name:?} is empty, and the API refuses empty files"));
        }
        if len > limit {
            return refuse(format!(
                "the file {name:?} has {len} bytes, more than the limit of {limit}; split it"
            ));
        }
        if for_batch && !name.ends_with(".jsonl") {
            return refuse(format!(
                "the file {name:?} is the input of a batch, so its name must end in .jsonl"
            ));
        }
        match self.expires_after {
            Some(seconds) if !EXPIRY_SECONDS.contains(&seconds) => refuse(format!(
                "an expiry of {seconds} s is out of range: it must be from {} to {} s",
                EXPIRY_SECONDS.start(),
                EXPIRY_SECONDS.end()
            )),
            _ => Ok(()),
        }
    }
}

impl fmt::Debug for Upload<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upload")
            .field("source", &self.source)
            .field("purpose", &self.purpose)
            .field("expires_after", &self.expires_after)
            .finish_non_exhaustive()
    }
}

/// The parts of the form, which is built for each attempt.
struct FormParts {
    client: Client,
    source: Source,
    purpose: UploadPurpose,
    expires_after: Option<u32>,
    progress: Option<Progress>,
}

impl FormParts {
    fn request(&self) -> Result<reqwest::Request, BoxError> {
        // The file comes last, because servers that stream the form need the purpose before it.
        let mut form = Form::new().text("purpose", self.purpose.to_string());
        if let Some(seconds) = self.expires_after {
            form = form
                .text("expires_after[anchor]", "created_at")
                .text("expires_after[seconds]", seconds.to_string());
        }
        let file = Part::stream_with_length(self.body(), self.source.len())
            .file_name(self.source.name().to_owned())
            .mime_str("application/octet-stream")?;
        let request = self.client.request(Method::POST, "/files");
        Ok(request.multipart(form.part("file", file)).build()?)
    }

    fn body(&self) -> reqwest::Body {
        let chunks = self.source.open();
        let Some(progress) = self.progress.clone() else {
            return reqwest::Body::wrap_stream(chunks);
        };
        let (sent, total) = (AtomicU64::new(0), self.source.len());
        reqwest::Body::wrap_stream(chunks.inspect(move |chunk| {
            if let Ok(chunk) = chunk {
                let len = chunk.len() as u64;
                progress(sent.fetch_add(len, Ordering::Relaxed) + len, total);
            }
        }))
    }
}
