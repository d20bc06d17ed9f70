//! The rules that an input is checked against.

use crate::endpoint;
use crate::limits::Limits;

/// The rules that an input is checked against.
///
/// ```
/// use batch_lines::{Endpoints, Rules, endpoint};
///
/// let rules = Rules::default().endpoint(endpoint::EMBEDDINGS);
/// let azure = Rules::default().endpoints(Endpoints::Any);
/// # drop((rules, azure));
/// ```
#[derive(Debug, Clone, Default)]
pub struct Rules {
    pub(crate) limits: Limits,
    pub(crate) endpoint: Option<String>,
    pub(crate) endpoints: Endpoints,
    pub(crate) mixed: bool,
}

/// The endpoints that a line may name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Endpoints {
    /// The endpoints that OpenAI documents for batches: [`endpoint::ALL`].
    #[default]
    Documented,
    /// Any path that begins with `/`, for servers with endpoints of their own.
    Any,
    /// Only these endpoints.
    Only(Vec<String>),
}

impl Rules {
    /// The rules for one batch input file, with OpenAI's limits and endpoints.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the limits. Defaults to OpenAI's.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Sets the endpoint that the batch will be created with. Defaults to the endpoint of the
    /// first valid line.
    #[must_use]
    pub fn endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.endpoint = Some(endpoint.into());
        self
    }

    /// Sets the endpoints that a line may name. Defaults to [`Endpoints::Documented`].
    #[must_use]
    pub fn endpoints(mut self, endpoints: Endpoints) -> Self {
        self.endpoints = endpoints;
        self
    }

    /// Sets whether the input will be split. If so, it may have any size and several models and
    /// endpoints, and the limits apply to each line on its own. Defaults to `false`.
    #[must_use]
    pub fn mixed(mut self, mixed: bool) -> Self {
        self.mixed = mixed;
        self
    }

    pub(crate) fn allows(&self, url: &str) -> bool {
        if self.endpoint.as_deref() == Some(url) {
            return true;
        }
        match &self.endpoints {
            Endpoints::Documented => endpoint::ALL.contains(&url),
            Endpoints::Any => url.starts_with('/'),
            Endpoints::Only(list) => list.iter().any(|allowed| allowed == url),
        }
    }
}
