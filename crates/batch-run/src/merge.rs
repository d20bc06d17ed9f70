//! All results of a run, joined and written as one file.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::error::RunError;
use crate::journal::sync_parent;
use crate::settings::Order;
use crate::sources::sources;
use crate::usage::Usage;
use batch_lines::outcome::{Join, MISSING_CODE, Observed, Place};
use batch_lines::{Limits, ResultBody, for_each_line};

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
                sum.add(line.body().map(usage_of).unwrap_or_default());
                sum.succeeded += 1;
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
                Order::Arrival => self.write_as_arrived(&mut file)?,
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

    /// File after file, without a seek; then what is missing.
    fn write_as_arrived(&self, out: &mut impl Write) -> io::Result<()> {
        for (source, path) in (0..).zip(&self.files) {
            let mut result = Ok(());
            for_each_line(File::open(path)?, Limits::DEFAULT_LINE_BYTES, |raw| {
                let place = Place {
                    source,
                    offset: raw.offset,
                    len: u32::try_from(raw.bytes.len()).unwrap_or(u32::MAX),
                };
                let counts = batch_lines::ResultLine::parse(raw.bytes)
                    .ok()
                    .and_then(|line| self.join.ids().position(&line.custom_id))
                    .and_then(|position| self.join.place(position))
                    .is_some_and(|counts| counts == place);
                if counts && result.is_ok() {
                    result = out.write_all(raw.bytes).and_then(|()| out.write_all(b"\n"));
                }
            })?;
            result?;
        }
        for custom_id in self.join.missing() {
            let line = serde_json::json!({
                "id": null,
                "custom_id": custom_id,
                "response": null,
                "error": {"code": MISSING_CODE, "message": "the batch returned no line for this request"},
            });
            writeln!(out, "{line}")?;
        }
        Ok(())
    }
}

/// Where a result file is until it is whole.
pub(crate) fn part_of(output: &Path) -> PathBuf {
    let mut name = OsString::from(output);
    name.push(".part");
    name.into()
}

/// The tokens that an answer says it used, in the words of any endpoint.
fn usage_of(body: ResultBody<'_>) -> Usage {
    #[derive(Deserialize)]
    struct Body {
        #[serde(default)]
        usage: Option<Words>,
    }
    #[derive(Deserialize, Default)]
    struct Words {
        #[serde(default, alias = "prompt_tokens")]
        input_tokens: Option<u64>,
        #[serde(default, alias = "completion_tokens")]
        output_tokens: Option<u64>,
        #[serde(default, alias = "prompt_tokens_details")]
        input_tokens_details: Option<Details>,
        #[serde(default, alias = "completion_tokens_details")]
        output_tokens_details: Option<Details>,
    }
    #[derive(Deserialize, Default)]
    struct Details {
        #[serde(default)]
        cached_tokens: Option<u64>,
        #[serde(default)]
        reasoning_tokens: Option<u64>,
    }
    let words = body.parse::<Body>().ok().and_then(|body| body.usage).unwrap_or_default();
    let (inputs, outputs) = (
        words.input_tokens_details.unwrap_or_default(),
        words.output_tokens_details.unwrap_or_default(),
    );
    Usage {
        succeeded: 0,
        input_tokens: words.input_tokens.unwrap_or_default(),
        cached_tokens: inputs.cached_tokens.unwrap_or_default(),
        output_tokens: words.output_tokens.unwrap_or_default(),
        reasoning_tokens: outputs.reasoning_tokens.unwrap_or_default(),
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
            assert!(text.lines().nth(2).unwrap().contains(MISSING_CODE));
            assert!(!part_of(&output).exists());
        }
    }
}
