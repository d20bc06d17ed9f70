//! What an input is held to.

use crate::endpoint;
use crate::limits::Limits;

/// What an input is held to.
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

/// Which endpoints a line may name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Endpoints {
    /// Those that OpenAI documents for batches: [`endpoint::ALL`].
    #[default]
    Documented,
    /// Any path that begins with `/`: for servers with endpoints of their own.
    Any,
    /// These.
    Only(Vec<String>),
}

impl Rules {
    /// The rules that one batch input file must meet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Other limits than OpenAI's.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// The endpoint that the batch will be created with. Without it, that of the first good
    /// line is taken.
    #[must_use]
    pub fn endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.endpoint = Some(endpoint.into());
        self
    }

    /// Which endpoints a line may name.
    #[must_use]
    pub fn endpoints(mut self, endpoints: Endpoints) -> Self {
        self.endpoints = endpoints;
        self
    }

    /// Whether the input will be split: then it may hold several models and endpoints and be
    /// of any size, and limits apply only to a line that alone is over them.
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
