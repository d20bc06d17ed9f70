//! Why two documents could not be compared.

/// Why two documents could not be compared.
///
/// Each message names the file, and the place in it if there is one.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error("{path}: {source}")]
    Io { path: String, source: std::io::Error },
    #[error("{path}: larger than {limit} MiB, the limit for a document")]
    Size { path: String, limit: u64 },
    #[error("{path}: neither valid YAML nor valid JSON: {source}")]
    Syntax { path: String, source: yaml_serde::Error },
    #[error("{path}: not an OpenAPI document: {reason}")]
    NotOpenApi { path: String, reason: String },
    #[error("{path}: #{pointer}: {reason}")]
    Place { path: String, pointer: String, reason: String },
    #[error("{path}: its operations state more than {limit} facts, the limit for a comparison")]
    Facts { path: String, limit: usize },
    #[error("{path}: its schemas are more than {limit} deep, the limit for a comparison")]
    Depth { path: String, limit: usize },
}
