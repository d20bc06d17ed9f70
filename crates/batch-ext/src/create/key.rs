//! The key of a create.

use batch_client::types::CreateBatchRequest;
use http::HeaderValue;

use super::send::{header_value, refuse};
use crate::error::Error;

/// The API's limit on pairs of metadata.
const MAX_PAIRS: usize = 16;
/// The API's limit on the value of a pair, in characters.
const MAX_KEY: usize = 512;

/// The key that the caller asks for.
pub(super) enum KeyChoice {
    Fresh,
    Callers(String),
    None,
}

/// The key of a create.
pub(super) struct Key {
    pub(super) value: String,
    pub(super) header: HeaderValue,
    /// Whether an earlier call may have used it.
    pub(super) is_callers: bool,
}

impl Key {
    fn new(value: String, is_callers: bool) -> Result<Self, Error> {
        if value.chars().count() > MAX_KEY {
            return Err(refuse("the key must not be longer than 512 characters"));
        }
        Ok(Self { header: header_value(&value)?, value, is_callers })
    }
}

impl KeyChoice {
    /// Decides on the key and puts it into the metadata of the request under `name`.
    pub(super) fn settle(
        &self,
        request: &mut CreateBatchRequest,
        name: &str,
    ) -> Result<Option<Key>, Error> {
        let in_request = request.metadata.as_ref().and_then(|pairs| pairs.get(name)).cloned();
        let key = match (self, in_request) {
            (Self::None, _) => return Ok(None),
            (Self::Callers(key), Some(other)) if *key != other => {
                return Err(refuse("the key differs from the one in the metadata"));
            }
            (Self::Callers(key), _) => Key::new(key.clone(), true)?,
            (Self::Fresh, Some(key)) => Key::new(key, true)?,
            (Self::Fresh, None) => Key::new(uuid::Uuid::new_v4().to_string(), false)?,
        };
        let pairs = request.metadata.take();
        let mut pairs = pairs.map(|pairs| pairs.0).unwrap_or_default();
        pairs.insert(name.to_owned(), key.value.clone());
        if pairs.len() > MAX_PAIRS {
            return Err(refuse(
                "the metadata already has 16 pairs, so there is no room for the key: remove a pair, \
                 or create without a key",
            ));
        }
        request.metadata = Some(pairs.into());
        Ok(Some(key))
    }
}
