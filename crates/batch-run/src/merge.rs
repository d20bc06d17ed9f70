//! All results of a run, joined and written as one file.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::error::RunError;
use crate::settings::Order;
use crate::sources::sources;
use crate::usage::Usage;
use batch_ext::files::AtomicFile;
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

    /// Writes the result file, whole or not at all, with the permissions of `input`.
    pub(crate) fn write(&self, output: &Path, input: &Path, order: Order) -> Result<(), RunError> {
        self.replace(output, input, order).map_err(RunError::io("write", output))
    }

    fn replace(&self, output: &Path, input: &Path, order: Order) -> io::Result<()> {
        let mut file = AtomicFile::create(output)?.with_mode_of(input)?;
        let mut out = BufWriter::with_capacity(1 << 20, &mut file);
        match order {
            Order::Input => self.join.write_in_order(&mut sources(self.files.clone()), &mut out)?,
            Order::Arrival => {
                self.join.write_as_arrived(self.files.iter().map(File::open), &mut out)?
            }
        }
        out.flush()?;
        drop(out);
        file.commit()
    }
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
            results.write(&output, &one, order).unwrap();
            let text = std::fs::read_to_string(&output).unwrap();
            assert_eq!(text.lines().count(), 3);
            assert_eq!(text.lines().next(), Some(first));
            assert!(text.lines().nth(2).unwrap().contains("missing_result"));
            assert!(!dir.path().join("out.jsonl.part").exists());
        }
    }
}
