//! All results of a run, joined and written as one file.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};

use crate::error::RunError;
use crate::journal::sync_parent;
use crate::settings::Order;
use crate::sources::sources;
use crate::usage::Usage;
use batch_lines::outcome::{Join, Observed};
use batch_lines::{Limits, TokenUsage, for_each_line};

/// The results that came in so far.
pub(crate) struct Results {
    pub(crate) join: Join,
    pub(crate) usage: BTreeMap<String, Usage>,
    files: Vec<PathBuf>,
}

impl Results {
    pub(crate) fn new(join: Join) -> Self {
        Self { join, usage: BTreeMap::new(), files: Vec::new() }
    }

    /// Takes a file of result lines of requests for one model.
    pub(crate) fn read(&mut self, path: &Path, model: Option<&str>) -> Result<(), RunError> {
        let source = u32::try_from(self.files.len()).unwrap_or(u32::MAX);
        self.files.push(path.into());
        let file = File::open(path).map_err(RunError::io("read", path))?;
        let mut sum = Usage::default();
        let join = &mut self.join;
        for_each_line(file, Limits::DEFAULT_LINE_BYTES, |raw| {
            if let Some((line, Observed::First(_) | Observed::Better(_))) =
                join.observe_raw(source, &raw)
                && line.is_success()
            {
                sum.add(usage_of(line.body().and_then(|body| body.usage()).unwrap_or_default()));
            }
        })
        .map_err(RunError::io("read", path))?;
        if sum != Usage::default() {
            self.usage.entry(model.unwrap_or_default().to_owned()).or_default().add(sum);
        }
        Ok(())
    }

    /// Writes the result file: whole, or not at all.
    pub(crate) fn write(&self, output: &Path, order: Order) -> Result<(), RunError> {
        let part = part_of(output);
        let written = (|| {
            let mut file = BufWriter::with_capacity(1 << 20, File::create(&part)?);
            match order {
                Order::Input => {
                    self.join.write_in_order(&mut sources(self.files.clone()), &mut file)?
                }
                Order::Arrival => {
                    self.join.write_as_arrived(self.files.iter().map(File::open), &mut file)?
                }
            }
            file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
            fs::rename(&part, output)?;
            sync_parent(output)
        })();
        written.map_err(|error| {
            // The error that counts is the one at hand.
            let _ = fs::remove_file(&part);
            RunError::io("write", output)(error)
        })
    }
}

/// Where a result file is until it is whole.
pub(crate) fn part_of(output: &Path) -> PathBuf {
    let mut name = OsString::from(output);
    name.push(".part");
    name.into()
}

/// What one answer adds.
fn usage_of(tokens: TokenUsage) -> Usage {
    Usage {
        succeeded: 1,
        input_tokens: tokens.input_tokens,
        cached_tokens: tokens.cached_tokens,
        output_tokens: tokens.output_tokens,
        reasoning_tokens: tokens.reasoning_tokens,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHAT: &str = r#"{"custom_id":"a","response":{"status_code":200,"body":{"usage":{"prompt_tokens":10,"completion_tokens":5,"prompt_tokens_details":{"cached_tokens":4}}}}}"#;
    const RESPONSES: &str = r#"{"custom_id":"b","response":{"status_code":200,"body":{"usage":{"input_tokens":1,"output_tokens":2,"output_tokens_details":{"reasoning_tokens":1}}}}}"#;

    #[test]
    fn every_request_stands_in_the_output_once_in_either_order() {
        let dir = tempfile::tempdir().unwrap();
        let (one, two) = (dir.path().join("1"), dir.path().join("2"));
        std::fs::write(&one, format!("{RESPONSES}\n{CHAT}\n{CHAT}\n")).unwrap();
        std::fs::write(&two, "").unwrap();
        let mut results = Results::new(Join::new(["a", "b", "c"].into_iter().collect()));
        results.read(&one, Some("m")).unwrap();
        results.read(&two, Some("m")).unwrap();
        let usage = results.usage["m"];
        assert_eq!((usage.input_tokens, usage.output_tokens), (11, 7));
        assert_eq!((usage.cached_tokens, usage.reasoning_tokens, usage.succeeded), (4, 1, 2));

        let output = dir.path().join("out.jsonl");
        for (order, first) in [(Order::Input, CHAT), (Order::Arrival, RESPONSES)] {
            results.write(&output, order).unwrap();
            let text = std::fs::read_to_string(&output).unwrap();
            assert_eq!(text.lines().count(), 3);
            assert_eq!(text.lines().next(), Some(first));
            assert!(text.lines().nth(2).unwrap().contains("missing_result"));
            assert!(!part_of(&output).exists());
        }
    }
}
