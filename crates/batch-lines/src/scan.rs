//! The members of a request line that are checked; the rest is only parsed.

use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::field::Field;
use crate::json::Reader;
use crate::tokens::estimate_tokens;

/// The members of a request line that a checker needs, borrowed from the line.
///
/// If a member occurs more than once the last one counts, as in most JSON parsers.
#[derive(Debug, Default)]
pub(crate) struct Scan<'a> {
    pub(crate) custom_id: Field<'a>,
    pub(crate) method: Field<'a>,
    pub(crate) url: Field<'a>,
    pub(crate) body: Body<'a>,
}

#[derive(Debug, Default)]
pub(crate) enum Body<'a> {
    #[default]
    Absent,
    /// A value other than an object.
    Other(Field<'a>),
    Object(BodyFields<'a>),
}

#[derive(Debug, Default)]
pub(crate) struct BodyFields<'a> {
    pub(crate) model: Field<'a>,
    pub(crate) stream: Field<'a>,
    /// Raw JSON, as is `prompt`.
    pub(crate) input: Option<&'a str>,
    pub(crate) prompt: Option<&'a str>,
    /// Estimated tokens of all members that are input to the model.
    pub(crate) tokens: u64,
}

impl<'a> BodyFields<'a> {
    fn quick(reader: &mut Reader<'a>) -> Option<Self> {
        let mut body = Self::default();
        reader.object(|reader, key| {
            match key {
                "model" => body.model = reader.field()?,
                "stream" => body.stream = reader.field()?,
                "input" => {
                    body.input = reader.non_null()?;
                    body.tokens += tokens(body.input);
                }
                "prompt" => {
                    body.prompt = reader.non_null()?;
                    body.tokens += tokens(body.prompt);
                }
                "messages" | "instructions" | "tools" | "functions" | "response_format"
                | "text" => body.tokens += tokens(reader.non_null()?),
                _ => drop(reader.value()?),
            }
            Some(())
        })?;
        Some(body)
    }

    /// Whether the body refers to a stored prompt, which brings its own model.
    pub(crate) fn has_stored_prompt(&self) -> bool {
        self.prompt.is_some_and(|prompt| prompt.starts_with('{'))
    }
}

impl<'a> Scan<'a> {
    pub(crate) fn of(line: &'a str) -> serde_json::Result<Self> {
        match Self::quick(line) {
            Some(scan) => Ok(scan),
            None => serde_json::from_str(line),
        }
    }

    /// The fast path for lines that [`Reader`] can read.
    fn quick(line: &'a str) -> Option<Self> {
        let mut scan = Self::default();
        let mut reader = Reader::new(line)?;
        reader.object(|reader, key| {
            match key {
                "custom_id" => scan.custom_id = reader.field()?,
                "method" => scan.method = reader.field()?,
                "url" => scan.url = reader.field()?,
                "body" => scan.body = Body::Object(BodyFields::quick(reader)?),
                _ => drop(reader.value()?),
            }
            Some(())
        })?;
        reader.end()?;
        Some(scan)
    }
}

#[derive(serde::Deserialize)]
#[serde(field_identifier, rename_all = "snake_case")]
enum LineKey {
    CustomId,
    Method,
    Url,
    Body,
    #[serde(other)]
    Other,
}

impl<'de: 'a, 'a> Deserialize<'de> for Scan<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ScanVisitor)
    }
}

struct ScanVisitor;

impl<'de> Visitor<'de> for ScanVisitor {
    type Value = Scan<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object with custom_id, method, url and body")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut scan = Scan::default();
        while let Some(key) = map.next_key()? {
            match key {
                LineKey::CustomId => scan.custom_id = map.next_value()?,
                LineKey::Method => scan.method = map.next_value()?,
                LineKey::Url => scan.url = map.next_value()?,
                LineKey::Body => scan.body = map.next_value()?,
                LineKey::Other => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(scan)
    }
}

#[derive(serde::Deserialize)]
#[serde(field_identifier, rename_all = "snake_case")]
enum BodyKey {
    Model,
    Stream,
    Input,
    Prompt,
    /// Other members that are input to the model.
    #[serde(
        alias = "instructions",
        alias = "tools",
        alias = "functions",
        alias = "response_format",
        alias = "text"
    )]
    Messages,
    #[serde(other)]
    Other,
}

impl<'de: 'a, 'a> Deserialize<'de> for Body<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(BodyVisitor)
    }
}

struct BodyVisitor;

impl<'de> Visitor<'de> for BodyVisitor {
    type Value = Body<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut body = BodyFields::default();
        while let Some(key) = map.next_key()? {
            match key {
                BodyKey::Model => body.model = map.next_value()?,
                BodyKey::Stream => body.stream = map.next_value()?,
                BodyKey::Input => {
                    body.input = map.next_value::<Option<&RawValue>>()?.map(RawValue::get);
                    body.tokens += tokens(body.input);
                }
                BodyKey::Prompt => {
                    body.prompt = map.next_value::<Option<&RawValue>>()?.map(RawValue::get);
                    body.tokens += tokens(body.prompt);
                }
                BodyKey::Messages => {
                    body.tokens += tokens(map.next_value::<Option<&RawValue>>()?.map(RawValue::get))
                }
                BodyKey::Other => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(Body::Object(body))
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Body::Other(Field::Null))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(Body::Other(Field::True))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Self::Value, E> {
        Ok(Body::Other(Field::Number(value.to_string())))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Self::Value, E> {
        Ok(Body::Other(Field::Number(value.to_string())))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Self::Value, E> {
        Ok(Body::Other(Field::Number(value.to_string())))
    }

    fn visit_str<E>(self, _: &str) -> Result<Self::Value, E> {
        Ok(Body::Other(Field::Text("".into())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Body::Other(Field::Array))
    }
}

fn tokens(json: Option<&str>) -> u64 {
    json.map_or(0, estimate_tokens)
}

/// The number of inputs in the `input` of an embeddings request: one for text or an array of
/// token numbers, the number of elements for any other array.
pub(crate) fn count_inputs(text: &str) -> u64 {
    let Some(inner) = text.strip_prefix('[') else {
        return u64::from(text != "null");
    };
    if inner.trim_start().starts_with(|c: char| c == '-' || c.is_ascii_digit()) {
        return 1;
    }
    // The value is well-formed: it was parsed before.
    serde_json::from_str::<Count>(text).map_or(1, |count| count.0)
}

struct Count(u64);

impl<'de> Deserialize<'de> for Count {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Elements;
        impl<'de> Visitor<'de> for Elements {
            type Value = Count;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an array")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Count, A::Error> {
                let mut count = 0;
                while seq.next_element::<IgnoredAny>()?.is_some() {
                    count += 1;
                }
                Ok(Count(count))
            }
        }
        deserializer.deserialize_seq(Elements)
    }
}
