// Generated from openapi.yaml by `cargo xtask codegen`. Do not edit.
// generator: progenitor 0.15.1
// openapi.yaml sha256: cb43c48b95eb5c792f2a2313c64b0176710fbfe3173b71eebbfe7eaca048367b

/// The endpoints that OpenAI documents for batches.
pub(crate) mod endpoint {
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
}
/// The endpoints whose requests must name a model.
pub(crate) const NEED_MODEL: &[&str] = &[
    endpoint::RESPONSES,
    endpoint::CHAT_COMPLETIONS,
    endpoint::EMBEDDINGS,
    endpoint::COMPLETIONS,
];
/// The endpoints whose requests carry several inputs, and how many a batch may contain.
pub(crate) const INPUTS: &[(&str, u64)] = &[(endpoint::EMBEDDINGS, 50_000)];
/// The maximum number of requests in a batch.
pub(crate) const REQUESTS: u64 = 50_000;
/// The maximum size of the input file of a batch, in bytes.
pub(crate) const BYTES: u64 = 200_000_000;
