//! Deterministic answers in the shape of each endpoint.

use std::hash::{DefaultHasher, Hash, Hasher};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Map, Value, json};

use super::answer::Answer;
use super::request::Request;
use super::schema::example;
use crate::random::splitmix;

/// The mark in every answer.
const MADE_BY: &str = "batch-local";

/// The timestamp of every answer, so that equal lines have equal answers.
const CREATED: u64 = 1_700_000_000;

pub(super) fn answer(request: &Request) -> Answer {
    let body = match request.body() {
        Value::Object(body) => body,
        _ => {
            return Answer::error(
                400,
                None,
                "The body contains a value that cannot be represented.",
            );
        }
    };
    let seed = {
        let mut hasher = DefaultHasher::new();
        request.url().hash(&mut hasher);
        request.body_text().hash(&mut hasher);
        hasher.finish()
    };
    let answer = match request.url() {
        "/v1/chat/completions" => chat(&body, seed),
        "/v1/responses" => responses(&body, seed),
        "/v1/completions" => completion(&body, seed),
        "/v1/embeddings" => embeddings(&body),
        "/v1/moderations" => moderation(&body, seed),
        "/v1/images/generations" | "/v1/images/edits" => image(&body),
        "/v1/videos" => video(&body, seed),
        url => Err(Missing::Endpoint(url.to_owned())),
    };
    match answer {
        Ok(Value::Object(mut body)) => {
            body.insert("made_by".into(), MADE_BY.into());
            Answer::ok(Value::Object(body))
        }
        Ok(body) => Answer::ok(body),
        Err(missing) => missing.into(),
    }
}

/// The reason a line cannot be answered.
enum Missing {
    Parameter(&'static str),
    Endpoint(String),
}

impl From<Missing> for Answer {
    fn from(missing: Missing) -> Self {
        match missing {
            Missing::Parameter(name) => Self::status(
                400,
                json!({"error": {
                    "message": format!("Missing required parameter: '{name}'."),
                    "type": "invalid_request_error",
                    "param": name,
                    "code": "missing_required_parameter",
                }}),
            ),
            Missing::Endpoint(url) => Self::error(404, None, &format!("Invalid URL (POST {url})")),
        }
    }
}

type Body = Map<String, Value>;

fn required<'a>(body: &'a Body, name: &'static str) -> Result<&'a Value, Missing> {
    body.get(name).filter(|value| !value.is_null()).ok_or(Missing::Parameter(name))
}

fn model(body: &Body) -> &str {
    body.get("model").and_then(Value::as_str).unwrap_or("local")
}

/// An estimate: four bytes per token.
fn tokens(text: &str) -> u64 {
    (text.len() as u64).div_ceil(4)
}

/// Collects the text of messages, prompts or inputs in any of their forms.
fn collect_text(value: &Value, into: &mut String) {
    match value {
        Value::String(text) => {
            if !into.is_empty() {
                into.push(' ');
            }
            into.push_str(text);
        }
        Value::Array(items) => items.iter().for_each(|item| collect_text(item, into)),
        Value::Object(fields) => ["content", "text", "input_text"]
            .iter()
            .filter_map(|name| fields.get(*name))
            .for_each(|value| collect_text(value, into)),
        _ => {}
    }
}

fn text_of(value: &Value) -> String {
    let mut text = String::new();
    collect_text(value, &mut text);
    text
}

/// The text of an answer: who made it, and the beginning of the question.
fn reply(question: &str) -> String {
    let mut start: String = question.chars().take(120).collect();
    if start.len() < question.len() {
        start.push('…');
    }
    format!("[batch-local] This answer does not come from a model. The request was: {start}")
}

/// Text, or JSON if the request asks for it.
fn content(format: Option<&Value>, schema: &str, question: impl Fn() -> String) -> String {
    let kind = format.and_then(|format| format.get("type")).and_then(Value::as_str);
    match (kind, format.and_then(|format| format.pointer(schema))) {
        (Some("json_schema"), Some(schema)) => example(schema).to_string(),
        (Some("json_object"), _) => json!({"made_by": MADE_BY}).to_string(),
        _ => reply(&question()),
    }
}

fn chat(body: &Body, seed: u64) -> Result<Value, Missing> {
    let messages = required(body, "messages")?;
    let last = messages.as_array().and_then(|list| list.last());
    let content = content(body.get("response_format"), "/json_schema/schema", || {
        text_of(last.unwrap_or(messages))
    });
    let prompt_tokens = tokens(&text_of(messages));
    let completion_tokens = tokens(&content);
    let choices = body.get("n").and_then(Value::as_u64).unwrap_or(1).clamp(1, 128);
    let choices: Vec<Value> = (0..choices)
        .map(|index| {
            json!({
                "index": index,
                "message": {
                    "role": "assistant",
                    "content": content,
                    "refusal": null,
                    "annotations": [],
                },
                "logprobs": null,
                "finish_reason": "stop",
            })
        })
        .collect();
    let completion_tokens = completion_tokens * choices.len() as u64;
    Ok(json!({
        "id": format!("chatcmpl-local{seed:016x}"),
        "object": "chat.completion",
        "created": CREATED,
        "model": model(body),
        "choices": choices,
        "usage": {
            "prompt_tokens": prompt_tokens,
            "completion_tokens": completion_tokens,
            "total_tokens": prompt_tokens + completion_tokens,
            "prompt_tokens_details": {"cached_tokens": 0, "audio_tokens": 0},
            "completion_tokens_details": {
                "reasoning_tokens": 0,
                "audio_tokens": 0,
                "accepted_prediction_tokens": 0,
                "rejected_prediction_tokens": 0,
            },
        },
        "service_tier": "default",
        "system_fingerprint": "fp_batch_local",
    }))
}

fn responses(body: &Body, seed: u64) -> Result<Value, Missing> {
    let input = required(body, "input")?;
    let last = input.as_array().and_then(|list| list.last());
    let format = body.get("text").and_then(|text| text.get("format"));
    let text = content(format, "/schema", || text_of(last.unwrap_or(input)));
    let input_tokens = tokens(&text_of(input));
    let output_tokens = tokens(&text);
    Ok(json!({
        "id": format!("resp_local{seed:016x}"),
        "object": "response",
        "created_at": CREATED,
        "status": "completed",
        "background": false,
        "error": null,
        "incomplete_details": null,
        "instructions": body.get("instructions").cloned().unwrap_or_default(),
        "max_output_tokens": body.get("max_output_tokens").cloned().unwrap_or_default(),
        "model": model(body),
        "output": [{
            "id": format!("msg_local{seed:016x}"),
            "type": "message",
            "role": "assistant",
            "status": "completed",
            "content": [{
                "type": "output_text",
                "text": text,
                "annotations": [],
                "logprobs": [],
            }],
        }],
        "parallel_tool_calls": true,
        "previous_response_id": null,
        "reasoning": {"effort": null, "summary": null},
        "store": true,
        "temperature": 1.0,
        "text": body.get("text").cloned().unwrap_or_else(|| json!({"format": {"type": "text"}})),
        "tool_choice": "auto",
        "tools": [],
        "top_p": 1.0,
        "truncation": "disabled",
        "usage": {
            "input_tokens": input_tokens,
            "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
            "output_tokens": output_tokens,
            "output_tokens_details": {"reasoning_tokens": 0},
            "total_tokens": input_tokens + output_tokens,
        },
        "user": null,
        "metadata": body.get("metadata").cloned().unwrap_or_else(|| json!({})),
    }))
}

fn completion(body: &Body, seed: u64) -> Result<Value, Missing> {
    let prompt = text_of(required(body, "prompt")?);
    let text = reply(&prompt);
    Ok(json!({
        "id": format!("cmpl-local{seed:016x}"),
        "object": "text_completion",
        "created": CREATED,
        "model": model(body),
        "choices": [{"text": text, "index": 0, "logprobs": null, "finish_reason": "stop"}],
        "usage": {
            "prompt_tokens": tokens(&prompt),
            "completion_tokens": tokens(&text),
            "total_tokens": tokens(&prompt) + tokens(&text),
        },
        "system_fingerprint": "fp_batch_local",
    }))
}

fn embeddings(body: &Body) -> Result<Value, Missing> {
    let input = required(body, "input")?;
    // An array of numbers is a single input, given as tokens.
    let inputs: Vec<&Value> = match input.as_array() {
        Some(items) if !items.iter().all(Value::is_number) => items.iter().collect(),
        _ => vec![input],
    };
    let size = match body.get("dimensions").and_then(Value::as_u64) {
        Some(size) => usize::try_from(size.clamp(1, 4_096)).unwrap_or(4_096),
        None if model(body).ends_with("-3-large") => 3_072,
        None => 1_536,
    };
    let base64 = body.get("encoding_format").and_then(Value::as_str) == Some("base64");
    let mut prompt_tokens = 0;
    let data: Vec<Value> = inputs
        .iter()
        .enumerate()
        .map(|(index, input)| {
            let text = input.to_string();
            prompt_tokens += input.as_array().map_or_else(|| tokens(&text), |ids| ids.len() as u64);
            let vector = unit_vector(&text, seed_of(model(body)), size);
            let embedding = if base64 {
                let bytes: Vec<u8> = vector.iter().flat_map(|x| x.to_le_bytes()).collect();
                BASE64.encode(bytes).into()
            } else {
                json!(vector)
            };
            json!({"object": "embedding", "index": index, "embedding": embedding})
        })
        .collect();
    Ok(json!({
        "object": "list",
        "data": data,
        "model": model(body),
        "usage": {"prompt_tokens": prompt_tokens, "total_tokens": prompt_tokens},
    }))
}

fn seed_of(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

/// A vector of length one, the same for equal texts.
fn unit_vector(text: &str, model: u64, size: usize) -> Vec<f32> {
    let mut state = seed_of(text) ^ model;
    let raw: Vec<f32> = (0..size)
        .map(|_| {
            state = splitmix(state);
            // The upper 24 bits fit the mantissa of a float.
            (state >> 40) as f32 / 8_388_608.0 - 1.0
        })
        .collect();
    let length = raw.iter().map(|x| x * x).sum::<f32>().sqrt().max(f32::EPSILON);
    raw.into_iter().map(|x| x / length).collect()
}

fn moderation(body: &Body, seed: u64) -> Result<Value, Missing> {
    const CATEGORIES: [&str; 13] = [
        "harassment",
        "harassment/threatening",
        "hate",
        "hate/threatening",
        "illicit",
        "illicit/violent",
        "self-harm",
        "self-harm/instructions",
        "self-harm/intent",
        "sexual",
        "sexual/minors",
        "violence",
        "violence/graphic",
    ];
    let each = |value: Value| -> Map<String, Value> {
        CATEGORIES.iter().map(|name| ((*name).to_owned(), value.clone())).collect()
    };
    let input = required(body, "input")?;
    let inputs = match input.as_array() {
        Some(items) if items.iter().all(Value::is_string) => items.len().max(1),
        _ => 1,
    };
    let result = json!({
        "flagged": false,
        "categories": each(false.into()),
        "category_scores": each(0.0.into()),
        "category_applied_input_types": each(json!(["text"])),
    });
    Ok(json!({
        "id": format!("modr-local{seed:016x}"),
        "model": body.get("model").and_then(Value::as_str).unwrap_or("omni-moderation-latest"),
        "results": vec![result; inputs],
    }))
}

/// A PNG of one gray pixel.
const PIXEL: &str =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==";

fn image(body: &Body) -> Result<Value, Missing> {
    required(body, "prompt")?;
    let count = body.get("n").and_then(Value::as_u64).unwrap_or(1).clamp(1, 10);
    let images: Vec<Value> = (0..count).map(|_| json!({"b64_json": PIXEL})).collect();
    Ok(json!({"created": CREATED, "data": images, "output_format": "png"}))
}

fn video(body: &Body, seed: u64) -> Result<Value, Missing> {
    let prompt = required(body, "prompt")?;
    Ok(json!({
        "id": format!("video_local{seed:016x}"),
        "object": "video",
        "created_at": CREATED,
        "model": body.get("model").and_then(Value::as_str).unwrap_or("sora-2"),
        "prompt": prompt,
        "status": "completed",
        "progress": 100,
        "seconds": body.get("seconds").cloned().unwrap_or_else(|| "4".into()),
        "size": body.get("size").cloned().unwrap_or_else(|| "720x1280".into()),
        "error": null,
    }))
}
