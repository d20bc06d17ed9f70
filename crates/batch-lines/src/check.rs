//! The checks of one request line, shared by validation, splitting and writing.

use std::borrow::Cow;

use crate::endpoint;
use crate::field::Field;
use crate::frame::RawLine;
use crate::ids::{IdIndex, IdIndexFull};
use crate::problem::{Code, Problem};
use crate::rules::Rules;
use crate::scan::{Body, BodyFields, Scan, count_inputs};
use crate::summary::{Tally, Weight};

/// A line that has been checked but not yet counted.
#[derive(Debug)]
pub(crate) struct Examined<'a> {
    id: Option<Id<'a>>,
    endpoint: Cow<'a, str>,
    model: Option<Cow<'a, str>>,
    weight: Weight,
    pub(crate) problems: Vec<Problem>,
}

impl Examined<'_> {
    pub(crate) fn weight(&self) -> Weight {
        self.weight
    }
}

#[derive(Debug)]
struct Id<'a> {
    text: Cow<'a, str>,
    hash: u64,
    /// Not used by an earlier line.
    new: bool,
}

/// The lines of one input so far, with which the next line is compared.
#[derive(Debug)]
pub(crate) struct Checker {
    pub(crate) rules: Rules,
    pub(crate) ids: IdIndex,
    pub(crate) tally: Tally,
    /// Endpoint and model of the first valid line, which all others must share.
    first: Option<(String, Option<String>)>,
}

impl Checker {
    pub(crate) fn new(rules: Rules) -> Self {
        Self { rules, ids: IdIndex::new(), tally: Tally::default(), first: None }
    }

    /// Checks a line without counting it.
    pub(crate) fn examine<'a>(&self, raw: &RawLine<'a>) -> Examined<'a> {
        let mut look = Look { raw: *raw, problems: Vec::new() };
        let mut examined = Examined {
            id: None,
            endpoint: Cow::Borrowed(""),
            model: None,
            weight: Weight { bytes: raw.span, embedding_inputs: 0, tokens: 0 },
            problems: Vec::new(),
        };
        if let Some(scan) = look.scan(self.rules.limits.line_bytes) {
            self.check(scan, &mut look, &mut examined);
        }
        examined.problems = look.problems;
        examined
    }

    /// Counts a line and returns the group of the summary to which it was added; none if the
    /// line has problems.
    pub(crate) fn commit(&mut self, examined: &Examined<'_>) -> Result<Option<usize>, IdIndexFull> {
        match &examined.id {
            Some(id) if id.new => self.ids.insert_new(id.hash, &id.text)?,
            _ => self.ids.skip()?,
        };
        if !examined.problems.is_empty() {
            return Ok(None);
        }
        if self.first.is_none() {
            self.first = Some((
                examined.endpoint.clone().into_owned(),
                examined.model.as_deref().map(str::to_owned),
            ));
        }
        let group = self.tally.add(&examined.endpoint, examined.model.as_deref(), examined.weight);
        Ok(Some(group))
    }

    fn check<'a>(&self, scan: Scan<'a>, look: &mut Look<'a>, examined: &mut Examined<'a>) {
        self.check_id(scan.custom_id, look, examined);
        look.check_method(&scan.method);
        let endpoint = self.check_url(scan.url, look);
        match scan.body {
            Body::Absent | Body::Other(Field::Null) => look.missing("body"),
            Body::Other(other) => look.wrong_type("body", "an object", other.kind()),
            Body::Object(body) => self.check_body(body, endpoint.as_deref(), look, examined),
        }
        examined.endpoint = endpoint.unwrap_or_default();
    }

    fn check_id<'a>(&self, field: Field<'a>, look: &mut Look<'a>, examined: &mut Examined<'a>) {
        let text = match field {
            Field::Text(text) if !text.is_empty() => text,
            Field::Absent | Field::Null | Field::Text(_) => return look.missing("custom_id"),
            other => return look.wrong_type("custom_id", "a string", other.kind()),
        };
        let hash = self.ids.hash(&text);
        let first = self.ids.find(hash, &text);
        if let Some(first) = first {
            look.report(
                Code::DuplicateCustomId,
                Some("custom_id"),
                format!(
                    "custom_id {} is already used by request {}",
                    Quoted(&text),
                    u64::from(first) + 1
                ),
                "give each request in the file a unique custom_id",
            );
        }
        examined.id = Some(Id { text, hash, new: first.is_none() });
    }

    fn check_url<'a>(&self, field: Field<'a>, look: &mut Look<'a>) -> Option<Cow<'a, str>> {
        let url = match field {
            Field::Text(url) if !url.is_empty() => url,
            Field::Absent | Field::Null | Field::Text(_) => {
                look.missing("url");
                return None;
            }
            other => {
                look.wrong_type("url", "a string", other.kind());
                return None;
            }
        };
        if !self.rules.allows(&url) {
            look.report(
                Code::InvalidUrl,
                Some("url"),
                format!("{} is not a batch endpoint", Quoted(&url)),
                "use the path of a batch endpoint, such as /v1/chat/completions",
            );
            return Some(url);
        }
        let expected = self.rules.endpoint.as_deref().or_else(|| {
            let first = self.first.as_ref().filter(|_| !self.rules.mixed);
            first.map(|(endpoint, _)| endpoint.as_str())
        });
        if let Some(expected) = expected.filter(|&expected| expected != url) {
            look.report(
                Code::UrlMismatch,
                Some("url"),
                format!("{} differs from the batch's endpoint {}", Quoted(&url), Quoted(expected)),
                "put requests to other endpoints in a separate file, or split the input",
            );
        }
        Some(url)
    }

    fn check_body<'a>(
        &self,
        body: BodyFields<'a>,
        endpoint: Option<&str>,
        look: &mut Look<'a>,
        examined: &mut Examined<'a>,
    ) {
        let stored_prompt = body.has_stored_prompt();
        examined.weight.tokens = body.tokens;
        match body.stream {
            Field::Absent | Field::Null | Field::False => {}
            Field::True => look.report(
                Code::StreamingUnsupported,
                Some("body.stream"),
                "batches do not support streaming".to_owned(),
                "remove `stream` or set it to false",
            ),
            other => look.wrong_type("body.stream", "a boolean", other.kind()),
        }
        match body.model {
            Field::Text(model) if !model.is_empty() => {
                self.check_model(&model, look);
                examined.model = Some(model);
            }
            Field::Absent | Field::Null | Field::Text(_) => {
                if endpoint.is_some_and(endpoint::needs_model) && !stored_prompt {
                    look.missing("body.model");
                }
            }
            other => look.wrong_type("body.model", "a string", other.kind()),
        }
        if endpoint.is_some_and(endpoint::is_embeddings) {
            match body.input.map(count_inputs) {
                None | Some(0) => look.missing("body.input"),
                Some(inputs) => examined.weight.embedding_inputs = inputs,
            }
        }
        self.check_weight(examined.weight, look);
    }

    fn check_model(&self, model: &str, look: &mut Look<'_>) {
        let first = self.first.as_ref().filter(|_| !self.rules.mixed);
        if let Some((_, Some(first))) = first
            && first != model
        {
            look.report(
                Code::MismatchedModel,
                Some("body.model"),
                format!("model {} differs from {} on earlier lines", Quoted(model), Quoted(first)),
                "put requests to other models in a separate file, or split the input",
            );
        }
    }

    /// Reports a line that is too large for any file.
    fn check_weight(&self, weight: Weight, look: &mut Look<'_>) {
        let limits = &self.rules.limits;
        if weight.bytes > limits.bytes {
            look.report(
                Code::FileTooLarge,
                None,
                format!(
                    "this line has {} bytes; the limit for a file is {}",
                    weight.bytes, limits.bytes
                ),
                "make the request smaller",
            );
        }
        if weight.embedding_inputs > limits.embedding_inputs {
            look.report(
                Code::TooManyTasks,
                Some("body.input"),
                format!(
                    "this line has {} embedding inputs; the limit for a batch is {}",
                    weight.embedding_inputs, limits.embedding_inputs
                ),
                "split the inputs over several requests",
            );
        }
        if let Some(tokens) = limits.tokens.filter(|&tokens| weight.tokens > tokens) {
            look.report(
                Code::TokenLimitExceeded,
                Some("body"),
                format!("this line has about {} tokens; the limit is {tokens}", weight.tokens),
                "make the request smaller or raise the token limit",
            );
        }
    }
}

/// A line being checked, and the problems found so far.
struct Look<'a> {
    raw: RawLine<'a>,
    problems: Vec<Problem>,
}

impl<'a> Look<'a> {
    fn report(
        &mut self,
        code: Code,
        param: Option<&'static str>,
        message: String,
        help: &'static str,
    ) {
        self.problems.push(Problem {
            line: Some(self.raw.number),
            column: None,
            offset: Some(self.raw.offset),
            code,
            param,
            message,
            help,
        });
    }

    fn missing(&mut self, param: &'static str) {
        self.report(
            Code::MissingRequiredParameter,
            Some(param),
            format!("{param} is missing or empty"),
            "each line needs custom_id, method, url and the body that its endpoint requires",
        );
    }

    fn wrong_type(&mut self, param: &'static str, wanted: &str, found: &str) {
        self.report(
            Code::InvalidType,
            Some(param),
            format!("{param} must be {wanted}, not {found}"),
            "change the type of the value",
        );
    }

    /// Parses the line, or reports why that is impossible.
    fn scan(&mut self, line_bytes: usize) -> Option<Scan<'a>> {
        if self.raw.overlong {
            self.report(
                Code::InvalidJsonLine,
                None,
                format!("the line is longer than {line_bytes} bytes"),
                "end each request with a line break, or raise the limit on line length",
            );
            return None;
        }
        let text = match simdutf8::basic::from_utf8(self.raw.bytes) {
            Ok(text) => text,
            Err(_) => {
                let good = std::str::from_utf8(self.raw.bytes)
                    .err()
                    .map_or(0, |error| error.valid_up_to());
                let help = "save the file as UTF-8 without a byte order mark";
                self.invalid_json(good as u64 + 1, "invalid UTF-8".to_owned(), help);
                return None;
            }
        };
        match Scan::of(text) {
            Ok(scan) => Some(scan),
            Err(error) => {
                let help = if text.starts_with('\u{feff}') {
                    "remove the byte order mark at the start of the file"
                } else {
                    "put one complete JSON object on each line"
                };
                // serde_json sees a single line and always calls it line 1; its column counts
                // bytes.
                let message = error.to_string();
                let message = match message
                    .rsplit_once(" at line ")
                    .map_or(message.as_str(), |(what, _)| what)
                {
                    // A word other than `null`, `true` and `false`.
                    "expected ident" => "expected a JSON value",
                    message => message,
                };
                self.invalid_json(error.column().max(1) as u64, message.to_owned(), help);
                None
            }
        }
    }

    fn invalid_json(&mut self, column: u64, message: String, help: &'static str) {
        self.problems.push(Problem {
            line: Some(self.raw.number),
            column: Some(column),
            offset: Some(self.raw.offset + column - 1),
            code: Code::InvalidJsonLine,
            param: None,
            message,
            help,
        });
    }

    fn check_method(&mut self, method: &Field<'_>) {
        match method {
            Field::Text(method) if method == "POST" => {}
            Field::Absent | Field::Null => self.missing("method"),
            Field::Text(method) if method.is_empty() => self.missing("method"),
            Field::Text(method) => self.report(
                Code::InvalidMethod,
                Some("method"),
                format!("{} is not POST", Quoted(method)),
                "set method to POST",
            ),
            other => self.wrong_type("method", "a string", other.kind()),
        }
    }
}

/// Text of the input for a message: quoted, with control characters escaped, and shortened.
struct Quoted<'a>(&'a str);

impl std::fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        const SHOWN: usize = 80;
        match self.0.char_indices().nth(SHOWN) {
            Some((cut, _)) => write!(f, "{:?}…", &self.0[..cut]),
            None => write!(f, "{:?}", self.0),
        }
    }
}
