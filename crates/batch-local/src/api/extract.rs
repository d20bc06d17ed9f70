//! Extractors of the handlers.

use std::ops::Deref;
use std::sync::Arc;

use axum::extract::{FromRequestParts, Path};
use http::request::Parts;

use crate::error::ApiError;
use crate::fault::Drawn;

/// The id in a path.
pub(super) struct Id(pub(super) String);

impl<S: Send + Sync> FromRequestParts<S> for Id {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        match Path::<String>::from_request_parts(parts, state).await {
            Ok(Path(id)) => Ok(Self(id)),
            Err(_) => Err(ApiError::bad_request("The id in the path is not UTF-8.").param("id")),
        }
    }
}

/// The faults that a request meets, for the operations that must know them.
pub(super) struct Meets(Arc<Drawn>);

impl Meets {
    /// Refuses a file that a fault denies.
    pub(super) fn deny_file(&self, id: &str) -> Result<(), ApiError> {
        if self.denies_file() { Err(ApiError::no_file(id)) } else { Ok(()) }
    }
}

impl Deref for Meets {
    type Target = Drawn;

    fn deref(&self) -> &Drawn {
        &self.0
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Meets {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self(parts.extensions.get().cloned().unwrap_or_default()))
    }
}
