//! What one batch may hold.

/// What one batch input file may hold; a shard of a split input stays within it too.
///
/// The default is what OpenAI documents for the Batch API. Servers with other limits get
/// their own values, field by field:
///
/// ```
/// use batch_lines::Limits;
///
/// let mut limits = Limits::default();
/// limits.requests = 1_000;
/// assert_eq!(limits.bytes, 200_000_000);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Requests in one file. OpenAI: 50,000.
    pub requests: u64,
    /// Bytes of one file, line breaks included. OpenAI: 200 MB, read as 200,000,000, the
    /// smaller of the two meanings.
    pub bytes: u64,
    /// Embedding inputs over all lines of one file; an array of inputs counts each of its
    /// elements. OpenAI: 50,000.
    pub embedding_inputs: u64,
    /// Estimated input tokens of one file. The server's limit is on what an organisation has
    /// enqueued for a model and depends on its tier, so there is no default.
    pub tokens: Option<u64>,
    /// The longest line that is read, in bytes. Not a limit of the API's: it bounds memory on
    /// input that has no line breaks. A longer line is reported and skipped. Default 64 MiB.
    pub line_bytes: usize,
}

impl Limits {
    /// Default of [`Limits::line_bytes`]: 64 MiB, room for a line with several images in
    /// base64.
    pub const DEFAULT_LINE_BYTES: usize = 64 << 20;

    /// No limit on requests, bytes, inputs or tokens: for input that will be split anyway.
    #[must_use]
    pub fn unbounded() -> Self {
        Self {
            requests: u64::MAX,
            bytes: u64::MAX,
            embedding_inputs: u64::MAX,
            tokens: None,
            line_bytes: Self::DEFAULT_LINE_BYTES,
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            requests: 50_000,
            bytes: 200_000_000,
            embedding_inputs: 50_000,
            tokens: None,
            line_bytes: Self::DEFAULT_LINE_BYTES,
        }
    }
}
