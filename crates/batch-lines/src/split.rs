//! An input of any size, as batches that each stay within the limits.

use std::io::{self, Read};

use serde::{Deserialize, Serialize};

use crate::frame::{Framer, RawLine, drive};
use crate::ids::IdIndex;
use crate::limits::Limits;
use crate::rules::{Endpoints, Rules};
use crate::spans::Spans;
use crate::spans_reader::SpansReader;
use crate::summary::{Group, Summary, Weight};
use crate::validate::{Report, Validator};

/// Splits an input into shards, each of which can be one batch.
///
/// In the same pass the input is validated; lines with a problem are in no shard. Requests
/// are divided by endpoint and model, then fill up shards in input order until one of the
/// [`Limits`] is reached. Shards are byte ranges of the input, never copies. Memory: one line,
/// the [`IdIndex`] and the ranges, which are few unless models alternate line by line.
///
/// ```
/// use std::io::{Cursor, Read as _};
/// use batch_lines::{Limits, Planner, RequestLine, RequestWriter, Rules};
/// use serde_json::json;
///
/// let mut input = RequestWriter::with_rules(Vec::new(), Rules::new().mixed(true));
/// for (n, model) in ["small", "large", "small", "small"].into_iter().enumerate() {
///     input.write(&RequestLine::embedding(n.to_string(), json!({"model": model, "input": "x"})))?;
/// }
/// let (input, _) = input.finish()?;
///
/// let mut limits = Limits::default();
/// limits.requests = 2;
/// let plan = Planner::new().limits(limits).plan(input.as_slice())?;
/// let shards: Vec<_> = plan.shards.iter()
///     .map(|shard| (shard.model.as_deref(), shard.lines.positions().collect::<Vec<_>>()))
///     .collect();
/// assert_eq!(shards, [(Some("small"), vec![0, 2]), (Some("large"), vec![1]), (Some("small"), vec![3])]);
///
/// let mut upload = String::new();
/// plan.shards[0].reader(Cursor::new(&input)).read_to_string(&mut upload)?;
/// assert_eq!(upload.lines().count(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
#[must_use]
pub struct Planner {
    rules: Rules,
    keep: usize,
}

/// An input, validated and split.
#[derive(Debug)]
#[non_exhaustive]
pub struct Plan {
    /// The shards, in order of their first line.
    pub shards: Vec<Shard>,
    /// What the input holds, and the problems of lines that are in no shard.
    pub report: Report,
    /// Which `custom_id` stands on which line; empty where a line has none of its own.
    pub ids: IdIndex,
    /// The lines that are in no shard because they have a problem, by position.
    pub refused: Spans,
}

impl Plan {
    /// What the shards hold in all.
    #[must_use]
    pub fn summary(&self) -> &Summary {
        &self.report.summary
    }
}

/// Part of an input that can be one batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Shard {
    /// The endpoint to create the batch with.
    pub endpoint: String,
    /// The model, if the bodies name one.
    pub model: Option<String>,
    /// Requests.
    pub requests: u64,
    /// Embedding inputs.
    pub embedding_inputs: u64,
    /// Estimated input tokens.
    pub tokens: u64,
    /// Which lines of the input: positions in the plan's [`IdIndex`], from 0, blank lines not
    /// counted.
    pub lines: Spans,
    /// Which bytes of the input.
    pub bytes: Spans,
}

impl Shard {
    /// Size in bytes of the file that this shard makes.
    #[must_use]
    pub fn byte_len(&self) -> u64 {
        self.bytes.total_len()
    }

    /// The shard's bytes, read from the input: sync or async, as the input is. Can be called
    /// again for each attempt at an upload.
    pub fn reader<R>(&self, input: R) -> SpansReader<R> {
        self.bytes.reader(input)
    }
}

impl Default for Planner {
    fn default() -> Self {
        Self::new()
    }
}

impl Planner {
    /// A planner with OpenAI's limits and endpoints.
    pub fn new() -> Self {
        Self { rules: Rules::new().mixed(true), keep: Validator::DEFAULT_KEPT }
    }

    /// What each shard may hold.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.rules = self.rules.limits(limits);
        self
    }

    /// Which endpoints lines may name.
    pub fn endpoints(mut self, endpoints: Endpoints) -> Self {
        self.rules = self.rules.endpoints(endpoints);
        self
    }

    /// The one endpoint that all lines must name. Without it, each endpoint gets shards of its
    /// own.
    pub fn endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.rules = self.rules.endpoint(endpoint);
        self
    }

    /// How many problems to keep; all are counted.
    pub fn keep(mut self, problems: usize) -> Self {
        self.keep = problems;
        self
    }

    /// Reads an input to its end and plans all of it.
    ///
    /// # Errors
    ///
    /// If reading fails, or the input has more lines than an [`IdIndex`] holds; problems of
    /// the input are in the plan's report.
    pub fn plan<R: Read>(&self, input: R) -> io::Result<Plan> {
        self.plan_lines(input, |_| true)
    }

    /// Plans only the lines at the positions selected, such as those to be resubmitted.
    /// Positions, also those in the plan, are those of the whole input; lines that are not
    /// selected have an empty id in the plan and are not looked at.
    ///
    /// # Errors
    ///
    /// As [`plan`](Self::plan).
    pub fn plan_lines<R: Read>(
        &self,
        input: R,
        mut select: impl FnMut(u32) -> bool,
    ) -> io::Result<Plan> {
        let validator = Validator::with_rules(self.rules.clone()).keep(self.keep);
        let mut inspection = validator.inspection();
        let mut packer = Packer::new(&self.rules.limits);
        let mut refused = Spans::new();
        let mut framer = Framer::new(self.rules.limits.line_bytes);
        let mut each = |line: RawLine<'_>| {
            if !u32::try_from(line.ordinal).is_ok_and(&mut select) {
                inspection.skip();
            } else if let Some((group, weight)) = inspection.line(&line) {
                let groups = &inspection.checker.tally.summary().groups;
                packer.add(group, &groups[group], &line, weight);
            } else {
                refused.push(line.ordinal, 1);
            }
        };
        drive(&mut framer, input, &mut each)?;
        let bytes = framer.position();
        framer.finish(each);
        let (report, ids) = inspection.finish(bytes)?;
        Ok(Plan { shards: packer.finish(), report, ids, refused })
    }
}

/// Fills shards, one open for each endpoint and model.
struct Packer<'a> {
    limits: &'a Limits,
    open: Vec<Option<Shard>>,
    full: Vec<Shard>,
}

impl<'a> Packer<'a> {
    fn new(limits: &'a Limits) -> Self {
        Self { limits, open: Vec::new(), full: Vec::new() }
    }

    fn add(&mut self, at: usize, group: &Group, line: &RawLine<'_>, weight: Weight) {
        if self.open.len() <= at {
            self.open.resize_with(at + 1, || None);
        }
        let open = &mut self.open[at];
        if let Some(full) = open.take_if(|shard| !fits(self.limits, shard, weight)) {
            self.full.push(full);
        }
        let shard = open.get_or_insert_with(|| Shard {
            endpoint: group.endpoint.clone(),
            model: group.model.clone(),
            requests: 0,
            embedding_inputs: 0,
            tokens: 0,
            lines: Spans::new(),
            bytes: Spans::new(),
        });
        shard.requests += 1;
        shard.embedding_inputs += weight.embedding_inputs;
        shard.tokens += weight.tokens;
        shard.lines.push(line.ordinal, 1);
        shard.bytes.push(line.offset, line.span);
    }

    fn finish(self) -> Vec<Shard> {
        let mut shards = self.full;
        shards.extend(self.open.into_iter().flatten());
        shards.sort_by_key(|shard| shard.lines.start());
        shards
    }
}

fn fits(limits: &Limits, shard: &Shard, weight: Weight) -> bool {
    shard.requests < limits.requests
        && shard.bytes.total_len() + weight.bytes <= limits.bytes
        && shard.embedding_inputs + weight.embedding_inputs <= limits.embedding_inputs
        && limits.tokens.is_none_or(|tokens| shard.tokens + weight.tokens <= tokens)
}
