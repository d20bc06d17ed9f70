//! The calls for one shard, each carried out once.

use std::sync::Arc;
use std::time::SystemTime;

use batch_ext::Error;
use batch_ext::batch_client::ResponseValue;
use batch_ext::batch_client::types::{
    Batch, CreateBatchRequest, ExpirationAnchor, FileExpiration, Metadata,
};
use batch_ext::create::send_create;
use batch_ext::files::{Complete, FilesExt, Source};
use batch_ext::retry::Hint;
use batch_lines::Shard;

use super::context::Context;
use super::convert::{self, About, fault, snapshot};
use super::settle::{Raw, examine, settle};
use super::{lookup, names};
use crate::core::{Call, Cause, Fault, Fetched, Files, Fill, Load, Outcome, Part, Role, Snapshot};
use crate::error::FileError;
use crate::event::{RunEvent, ShardName};

impl Context {
    /// Carries out a call, and says how it ended.
    pub(super) async fn call(&self, load: &Load, shard: &Arc<Shard>, call: Call) -> Outcome {
        match call {
            Call::Upload { number } => Outcome::Uploaded(self.upload(load, shard, number).await),
            Call::FindFile { number } => Outcome::FileFound(self.find_file(load, number).await),
            Call::Create { file, attempt } => {
                Outcome::Created(self.create(load, shard, file, attempt).await)
            }
            Call::FindBatch { file, attempt } => {
                let key = names::key(&self.run_id, load, attempt);
                Outcome::BatchFound(self.find(|known| known == key, Some(&file)).await)
            }
            Call::FindAll { file } => {
                let prefix = names::key_prefix(&self.run_id, load);
                let is_ours = |known: &str| known.starts_with(&prefix);
                Outcome::AllFound(self.find(is_ours, Some(&file)).await)
            }
            Call::Poll { batch } => {
                let polled = self.client.retrieve_batch().batch_id(batch).send().await;
                Outcome::Polled(seen(polled))
            }
            Call::Cancel { batch } => {
                let cancelled = self.client.cancel_batch().batch_id(batch).send().await;
                Outcome::Cancelled(seen(cancelled))
            }
            Call::Fetch { file, role } => Outcome::Fetched(self.fetch(load, file, role).await),
            Call::Settle { files, fill } => {
                Outcome::Settled(self.settle(load, shard, files, fill).await)
            }
            Call::Delete { file } => Outcome::Deleted(self.delete(file).await),
        }
    }

    async fn upload(&self, load: &Load, shard: &Arc<Shard>, number: u32) -> Result<String, Fault> {
        self.stamp.check(&self.settings.input).map_err(convert::local)?;
        let name = names::file(&self.run_id, load, number);
        let source = Source::ranges(&self.settings.input, shard.bytes.iter()).named(name);
        let (emit, shard) = (Arc::clone(&self.settings.emit), ShardName::of(load));
        // Whatever went wrong, the core knows what to do next.
        let upload = self
            .plain
            .upload(source)
            .max_bytes(load.bytes)
            .on_progress(move |sent, total| emit(RunEvent::Uploading { shard, sent, total }));
        let uploaded = upload.send().await;
        uploaded.map(|file| file.into_inner().id).map_err(|error| fault(error, About::Other))
    }

    /// The file of an upload. No other has its name.
    async fn find_file(&self, load: &Load, number: u32) -> Result<Option<String>, Fault> {
        let name = names::file(&self.run_id, load, number);
        let found = lookup::files(&self.client, self.started_at, |file| file.filename == name);
        let found = found.await.map_err(|error| fault(error, About::Other))?;
        Ok(found.into_iter().next().map(|file| file.id))
    }

    async fn create(
        &self,
        load: &Load,
        shard: &Shard,
        file: String,
        attempt: u32,
    ) -> Result<Snapshot, Fault> {
        let key = names::key(&self.run_id, load, attempt);
        let request = self.request(load, shard, file, &key)?;
        let created = send_create(&self.plain, request, &key).await;
        created.map(|batch| snapshot(&batch)).map_err(|error| fault(error, About::Create))
    }

    fn request(
        &self,
        load: &Load,
        shard: &Shard,
        file: String,
        key: &str,
    ) -> Result<CreateBatchRequest, Fault> {
        let settings = &self.settings;
        let mut metadata = settings.metadata.clone();
        metadata.insert(names::KEY.into(), key.into());
        metadata.insert(names::RUN_ID.into(), self.run_id.clone());
        metadata.insert(names::SHARD.into(), ShardName::of(load).to_string());
        let mut request = CreateBatchRequest::builder()
            .completion_window(settings.window.clone())
            .endpoint(shard.endpoint.clone())
            .input_file_id(file)
            .metadata(Metadata(metadata));
        if let Some(seconds) = settings.output_expires_after {
            let expiry =
                FileExpiration::builder().anchor(ExpirationAnchor::CreatedAt).seconds(seconds);
            // Both fields are set, so the conversion succeeds.
            request = request.output_expires_after(FileExpiration::try_from(expiry).ok());
        }
        CreateBatchRequest::try_from(request).map_err(|error| Fault {
            forbids_retry: true,
            ..Fault::new(Cause::Refused, error.to_string())
        })
    }

    /// The batches with a key that matches or, where the server keeps no metadata, of an input file,
    /// the oldest first.
    async fn find(
        &self,
        is_ours: impl Fn(&str) -> bool,
        file: Option<&str>,
    ) -> Result<Vec<Snapshot>, Fault> {
        let matches = |batch: &Batch| {
            let pairs = batch.metadata.as_ref().filter(|pairs| !pairs.is_empty());
            match pairs {
                Some(pairs) => pairs.get(names::KEY).is_some_and(|key| is_ours(key)),
                None => file == Some(batch.input_file_id.as_str()),
            }
        };
        let found = lookup::batches(&self.client, self.started_at, matches).await;
        let found = found.map_err(|error| fault(error, About::Other))?;
        Ok(found.iter().map(snapshot).collect())
    }

    async fn fetch(&self, load: &Load, file: String, role: Role) -> Result<Fetched, Fault> {
        let path = self.store.fetched(load, role);
        let fetched = self.client.download(file).to_file(&path).await;
        let framed = match fetched.map_err(|error| fault(error, About::Other))?.complete {
            Complete::Framed => true,
            Complete::Unknown => false,
        };
        let interrupted = self.interrupted.clone();
        self.blocking(move || {
            let examined = examine(&path, framed, &interrupted);
            examined.map_err(|error| convert::local(FileError::of("read", path)(error)))
        })
        .await
    }

    async fn settle(
        &self,
        load: &Load,
        shard: &Arc<Shard>,
        files: Files,
        fill: Fill,
    ) -> Result<Option<Part>, Fault> {
        let raw = [(Role::Output, files.output), (Role::Error, files.error)];
        let raw: Vec<_> = raw
            .into_iter()
            .filter_map(|(role, fetched)| {
                Some(Raw { path: self.store.fetched(load, role), fetched: fetched? })
            })
            .collect();
        let (ctx, shard, output) = (self.clone(), Arc::clone(shard), self.store.part(load));
        self.blocking(move || {
            ctx.stamp.check(&ctx.settings.input).map_err(convert::local)?;
            let settled = settle(&ctx, &shard, &raw, &fill, &output);
            settled.map_err(|error| convert::local(FileError::of("write", output)(error)))
        })
        .await
    }

    pub(super) async fn delete(&self, file: String) -> Result<(), Fault> {
        let deleted = self.client.delete_file().file_id(file).send().await;
        deleted.map(drop).map_err(|error| fault(error.into(), About::Other))
    }
}

/// A batch as a poll or a cancel has shown it.
fn seen<E: Into<Error>>(answer: Result<ResponseValue<Batch>, E>) -> Result<Snapshot, Fault> {
    let batch = answer.map_err(|error| fault(error.into(), About::Other))?;
    let retry_after = Hint::from_headers(batch.headers(), SystemTime::now()).retry_after;
    Ok(Snapshot { retry_after, ..snapshot(&batch) })
}
