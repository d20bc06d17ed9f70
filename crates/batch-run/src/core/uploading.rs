//! The upload of a shard's input.

use super::fault::{Cause, Effect, Fault};
use super::record::{Fill, ShardNo, Stage};
use super::trouble::Verdict;
use super::{Core, Impossible};
use crate::event::RunEvent;

const UPLOAD: &str = "upload input";

impl Core {
    pub(super) fn uploaded(
        &mut self,
        no: ShardNo,
        result: Result<String, Fault>,
    ) -> Result<(), Impossible> {
        self.expect_uploading(no)?;
        let fault = match result {
            Ok(file) => {
                self.arrived(no, file);
                return Ok(());
            }
            Err(fault) => fault,
        };
        if fault.effect != Effect::None {
            self.lose_upload(no);
        }
        match fault.cause {
            Cause::Transient | Cause::Denied | Cause::QueueFull | Cause::Local => {
                let limit = self.policy.outage_limit;
                if self.trouble(no, UPLOAD, &fault, limit) == Verdict::GiveUp {
                    self.close_unsent(no, None, &fault.message);
                }
            }
            // A proxy that does not know its way may say so too.
            Cause::NotFound | Cause::FileNotFound => {
                let limit = self.policy.limit(fault.cause);
                if self.trouble(no, UPLOAD, &fault, limit) == Verdict::GiveUp {
                    self.close(no, Fill::refused(&fault), None);
                }
            }
            Cause::Unsupported | Cause::Refused => {
                self.last_contact = self.now;
                self.close(no, Fill::refused(&fault), None);
            }
        }
        Ok(())
    }

    pub(super) fn file_found(
        &mut self,
        no: ShardNo,
        result: Result<Option<String>, Fault>,
    ) -> Result<(), Impossible> {
        self.expect_uploading(no)?;
        match result {
            Ok(Some(file)) => self.arrived(no, file),
            Ok(None) => self.upload_again(no),
            Err(fault) => match fault.cause {
                Cause::Transient | Cause::Denied | Cause::QueueFull | Cause::Local => {
                    let limit = self.policy.outage_limit;
                    if self.trouble(no, "find uploaded input", &fault, limit) == Verdict::GiveUp {
                        self.upload_again(no);
                    }
                }
                // Some servers have no list of files. Not finding a file costs one more upload.
                _ => self.upload_again(no),
            },
        }
        Ok(())
    }

    /// An upload of unknown outcome may have left a file on the server.
    pub(super) fn lose_upload(&mut self, no: ShardNo) {
        self.live[no].lost = true;
        self.leave_orphan();
    }

    /// A file that no record names may be on the server, so it is looked for at the end of the run.
    pub(super) fn leave_orphan(&mut self) {
        self.working.swept = false;
        if !self.head.orphans {
            self.head.orphans = true;
            self.out.head = true;
        }
    }

    /// The file was not found, so it is uploaded again.
    fn upload_again(&mut self, no: ShardNo) {
        self.last_contact = self.now;
        self.live[no].lost = false;
        self.due(no, self.now);
    }

    fn arrived(&mut self, no: ShardNo, file: String) {
        self.recovered(no);
        self.live[no].lost = false;
        let (shard, file_id) = (self.name(no), file.clone());
        self.emit(RunEvent::Uploaded { shard, file_id });
        self.update(no, |record| record.stage = Stage::Creating { file });
        self.due(no, self.now);
    }

    fn expect_uploading(&self, no: ShardNo) -> Result<(), Impossible> {
        match &self.records[no].stage {
            Stage::Uploading => Ok(()),
            other => Err(Impossible(format!("an upload ended while shard {no} was {other:?}"))),
        }
    }
}
