//! The endpoints that a batch may call, as they appear in the `url` of a line.
//!
//! Servers add endpoints without notice, so these are strings rather than an enum.
//! [`Endpoints`](crate::Endpoints) decides which ones validation accepts.

/// Responses.
pub const RESPONSES: &str = "/v1/responses";
/// Chat completions.
pub const CHAT_COMPLETIONS: &str = "/v1/chat/completions";
/// Embeddings.
pub const EMBEDDINGS: &str = "/v1/embeddings";
/// Legacy completions.
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

/// Whether requests to this endpoint carry embedding inputs, which have their own
/// [limit](crate::Limits::embedding_inputs). Accepts Azure's spelling without `/v1` too.
#[must_use]
pub fn is_embeddings(endpoint: &str) -> bool {
    endpoint.ends_with("/embeddings")
}

/// Whether the endpoint requires `model` in the body.
pub(crate) fn needs_model(endpoint: &str) -> bool {
    endpoint.ends_with("/chat/completions")
        || endpoint.ends_with("/completions")
        || endpoint.ends_with("/responses")
        || is_embeddings(endpoint)
}
