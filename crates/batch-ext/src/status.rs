//! The meaning of a batch's status.

/// The phase of a batch's life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Phase {
    /// It is being validated, queued or processed, or its status is not known to this version.
    Running,
    /// It is being cancelled.
    Cancelling,
    /// All of its requests were processed.
    Completed,
    /// Its input was refused.
    Failed,
    /// Its completion window ended before all requests were processed.
    Expired,
    /// It was cancelled.
    Cancelled,
}

impl Phase {
    /// The phase that a status stands for, in any case and in both spellings of "cancelled". A
    /// status that is not known to this version is not final.
    #[must_use]
    pub fn of(status: &str) -> Self {
        let is = |word: &str| status.eq_ignore_ascii_case(word);
        match () {
            () if is("completed") => Self::Completed,
            () if is("failed") => Self::Failed,
            () if is("expired") => Self::Expired,
            () if is("cancelled") || is("canceled") => Self::Cancelled,
            () if is("cancelling") || is("canceling") => Self::Cancelling,
            () => Self::Running,
        }
    }

    /// Whether a batch in this phase never changes again.
    #[must_use]
    pub fn is_final(self) -> bool {
        !matches!(self, Self::Running | Self::Cancelling)
    }
}
