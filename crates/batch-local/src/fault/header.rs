//! Faults that a request asks for in a header.

use http::HeaderMap;
use serde::Deserialize;
use serde_json::Value;

use super::effect::FaultEffect;
use crate::error::ApiError;

/// The request header that adds faults to the request it is sent with: one
/// [`FaultEffect`] as JSON, or an array of them.
pub const FAULT_HEADER: &str = "x-batch-local-fault";

/// The effects that a request asks for in its header.
pub(crate) fn read_header(headers: &HeaderMap) -> Result<Vec<FaultEffect>, ApiError> {
    let Some(value) = headers.get(FAULT_HEADER) else {
        return Ok(Vec::new());
    };
    parse(value.as_bytes()).map_err(|problem| {
        ApiError::bad_request(format!("Invalid header {FAULT_HEADER}: {problem}"))
            .param(FAULT_HEADER)
    })
}

fn parse(text: &[u8]) -> Result<Vec<FaultEffect>, String> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum OneOrMore {
        More(Vec<Value>),
        One(Value),
    }
    let values = match serde_json::from_slice(text) {
        Ok(OneOrMore::More(values)) => values,
        Ok(OneOrMore::One(value)) => vec![value],
        Err(error) => return Err(error.to_string()),
    };
    let effect = |value| -> Result<FaultEffect, String> {
        let effect: FaultEffect = serde_json::from_value(value).map_err(|e| e.to_string())?;
        effect.check().map_err(|e| e.to_string())?;
        Ok(effect)
    };
    values.into_iter().map(effect).collect()
}
