//! A planner that splits an input of any size into batches within the limits.

use std::io::{self, Read};

use serde::{Deserialize, Serialize};

use crate::frame::{Framer, RawLine, drive};
use crate::ids::IdIndex;
use crate::limits::Limits;
use crate::rules::{Endpoints, Rules};
use crate::spans::Spans;
use crate::spans_reader::SpansReader;
use crate::summary::{Group, Summary, Weight};
use crate::validate::{ValidationReport, Validator};

/// Splits an input into shards, each of which can be one batch.
///
/// The input is validated in the same pass; lines with a problem are left out of all shards.
/// Requests are grouped by endpoint and model and fill up shards in input order until one of the
/// [`Limits`] is reached. Shards are byte ranges of the input, never copies. Memory is one line,
/// the [`IdIndex`] and the ranges, which are few unless models alternate from line to line.
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

/// The result of planning: an input, validated and split.
#[derive(Debug)]
#[non_exhaustive]
pub struct Plan {
    /// The shards, in order of their first line.
    pub shards: Vec<Shard>,
    /// The totals of the input, and the problems of the lines that are in no shard.
    pub report: ValidationReport,
    /// The `custom_id` of each line; empty if a line has none of its own.
    pub ids: IdIndex,
    /// The positions of the lines that are in no shard because they have a problem.
    pub refused: Spans,
}

impl Plan {
    /// The totals over all shards.
    #[must_use]
    pub fn summary(&self) -> &Summary {
        &self.report.summary
    }
}

/// A part of an input that can be one batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Shard {
    /// The endpoint to create the batch with.
    pub endpoint: String,
    /// The model, if the bodies have one.
    pub model: Option<String>,
    /// The number of requests.
    pub requests: u64,
    /// The number of embedding inputs.
    pub embedding_inputs: u64,
    /// The estimated number of input tokens.
    pub tokens: u64,
    /// The lines of the input, as positions in the plan's [`IdIndex`]: from 0, without blank
    /// lines.
    pub lines: Spans,
    /// The bytes of the input.
    pub bytes: Spans,
}

impl Shard {
    /// The size of the file that this shard becomes, in bytes.
    #[must_use]
    pub fn byte_len(&self) -> u64 {
        self.bytes.total_len()
    }

    /// Returns a reader of the shard's bytes in the input. Can be called again, for example for
    /// each attempt at an upload.
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
    /// Creates a planner with OpenAI's limits and endpoints.
    pub fn new() -> Self {
        Self { rules: Rules::new().mixed(true), keep: Validator::DEFAULT_KEPT }
    }

    /// Sets the limits of each shard.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.rules = self.rules.limits(limits);
        self
    }

    /// Sets the endpoints that lines may name. Defaults to [`Endpoints::Documented`].
    pub fn endpoints(mut self, endpoints: Endpoints) -> Self {
        self.rules = self.rules.endpoints(endpoints);
        self
    }

    /// Sets the one endpoint that all lines must name. By default each endpoint gets shards of
    /// its own.
    pub fn endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.rules = self.rules.endpoint(endpoint);
        self
    }

    /// Sets how many problems to keep; all are counted. Defaults to
    /// [`Validator::DEFAULT_KEPT`].
    pub fn keep(mut self, problems: usize) -> Self {
        self.keep = problems;
        self
    }

    /// Reads an input to its end and plans all of its requests.
    ///
    /// # Errors
    ///
    /// If reading fails, or the input has more lines than an [`IdIndex`] holds. Problems of the
    /// input are no errors; they are in the plan's report.
    pub fn plan<R: Read>(&self, input: R) -> io::Result<Plan> {
        self.plan_lines(input, |_| true)
    }

    /// Plans only the lines at the selected positions, for example those to be resubmitted.
    /// Positions, including those in the plan, are those of the whole input. Lines that are not
    /// selected are not checked and have an empty id in the plan.
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

/// Fills shards; one is open for each endpoint and model.
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
