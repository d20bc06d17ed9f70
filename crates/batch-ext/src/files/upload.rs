//! Sending a file.

use std::fmt;
use std::ops::RangeInclusive;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use batch_client::types::{OpenAiFile, UploadPurpose};
use batch_client::{BoxError, Client, ResponseValue};
use futures_util::StreamExt;
use http::Method;
use reqwest::multipart::{Form, Part};

use super::source::Source;
use crate::error::{Error, Kind};
use crate::retry::Reopen;

/// The largest input file of a batch: 200 MB, counted as the API does.
pub const MAX_BATCH_BYTES: u64 = 200_000_000;

/// The largest file of any other purpose: 512 MB.
pub const MAX_FILE_BYTES: u64 = 512_000_000;

/// How long a file may live, in seconds: an hour to 30 days.
const EXPIRY_SECONDS: RangeInclusive<u32> = 3_600..=2_592_000;

type Progress = Arc<dyn Fn(u64, u64) + Send + Sync>;

/// An upload that is being prepared. See [the module](super).
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

    /// What the file is for. The default is `batch`.
    pub fn purpose(mut self, purpose: impl Into<UploadPurpose>) -> Self {
        self.purpose = purpose.into();
        self
    }

    /// The name the server sees, instead of the source's. That of a batch's input ends in `.jsonl`.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.source = self.source.named(name);
        self
    }

    /// Deletes the file by itself so many seconds after its creation, from 3,600 (an hour) to
    /// 2,592,000 (30 days).
    pub fn expires_after(mut self, seconds: u32) -> Self {
        self.expires_after = Some(seconds);
        self
    }

    /// The largest size that the server takes, where it is not OpenAI's.
    pub fn max_bytes(mut self, bytes: u64) -> Self {
        self.max_bytes = Some(bytes);
        self
    }

    /// Is called with the bytes sent so far and in all, as they go out. An attempt after the first
    /// begins at zero again.
    pub fn on_progress(mut self, progress: impl Fn(u64, u64) + Send + Sync + 'static) -> Self {
        self.progress = Some(Arc::new(progress));
        self
    }

    /// Sends the file.
    ///
    /// An attempt that failed after it was sent may leave a file behind; that is harmless, and it
    /// is found by its name.
    ///
    /// # Errors
    /// [`Kind::InvalidRequest`], before a byte is sent, where the source is empty or too large, its
    /// name does not end in `.jsonl` although it is for a batch, or the expiry is out of range.
    /// Else those of every call.
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
        let response = client.execute("create_file", request).await;
        let answer = match response {
            Ok(response) => ResponseValue::from_success(response).await,
            Err(error) => Err(error),
        };
        answer.map_err(|error| Error::from(error).in_operation("create_file"))
    }

    fn check(&self) -> Result<(), Error> {
        let refuse = |what: String| {
            Err(Error::new(Kind::InvalidRequest).with_summary(what).in_operation("create_file"))
        };
        let (name, len) = (self.source.name(), self.source.len());
        let for_batch = self.purpose == UploadPurpose::Batch;
        let limit =
            self.max_bytes.unwrap_or(if for_batch { MAX_BATCH_BYTES } else { MAX_FILE_BYTES });
        if len == 0 {
            return refuse(format!("the file {name:?} is empty, which the API refuses"));
        }
        if len > limit {
            return refuse(format!(
                "the file {name:?} has {len} bytes, and at most {limit} are taken; split it"
            ));
        }
        if for_batch && !name.ends_with(".jsonl") {
            return refuse(format!(
                "the file {name:?} is for a batch, so its name must end in .jsonl; give it another name"
            ));
        }
        match self.expires_after {
            Some(seconds) if !EXPIRY_SECONDS.contains(&seconds) => refuse(format!(
                "an expiry of {seconds} s is out of range: it must be from {} to {}",
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

/// What the form is made of, as often as it is sent.
struct FormParts {
    client: Client,
    source: Source,
    purpose: UploadPurpose,
    expires_after: Option<u32>,
    progress: Option<Progress>,
}

impl FormParts {
    fn request(&self) -> Result<reqwest::Request, BoxError> {
        // Servers that stream the form want to know what the file is before they read it.
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
