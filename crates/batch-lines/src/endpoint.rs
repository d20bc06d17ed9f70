//! The endpoints that a batch may call, as the `url` of a line spells them.
//!
//! Servers add endpoints without notice, so these are plain strings, not an enum; what a
//! checker accepts is decided by [`Endpoints`](crate::Endpoints).

/// Responses.
pub const RESPONSES: &str = "/v1/responses";
/// Chat completions.
pub const CHAT_COMPLETIONS: &str = "/v1/chat/completions";
/// Embeddings.
pub const EMBEDDINGS: &str = "/v1/embeddings";
/// Completions, the legacy kind.
pub const COMPLETIONS: &str = "/v1/completions";
/// Moderations.
pub const MODERATIONS: &str = "/v1/moderations";
/// Image generations.
pub const IMAGES_GENERATIONS: &str = "/v1/images/generations";
/// Image edits.
pub const IMAGES_EDITS: &str = "/v1/images/edits";
/// Videos.
pub const VIDEOS: &str = "/v1/videos";

/// All endpoints that OpenAI documents for batches.
pub const ALL: [&str; 8] = [
    RESPONSES,
    CHAT_COMPLETIONS,
    EMBEDDINGS,
    COMPLETIONS,
    MODERATIONS,
    IMAGES_GENERATIONS,
    IMAGES_EDITS,
    VIDEOS,
];

/// Whether lines for this endpoint carry embedding inputs, which have a limit of their own.
/// Azure's spelling without `/v1` counts too.
#[must_use]
pub fn is_embeddings(endpoint: &str) -> bool {
    endpoint.ends_with("/embeddings")
}

/// Whether the endpoint refuses a body without `model`.
pub(crate) fn needs_model(endpoint: &str) -> bool {
    endpoint.ends_with("/chat/completions")
        || endpoint.ends_with("/completions")
        || endpoint.ends_with("/responses")
        || is_embeddings(endpoint)
}
