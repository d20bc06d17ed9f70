//! What a batch's status means.

/// Where in its life a batch is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Phase {
    /// It is validated, queued, processed, or in a state that is not known here.
    Running,
    /// It is being cancelled.
    Cancelling,
    /// It has answered its requests.
    Completed,
    /// Its input was refused.
    Failed,
    /// Its window has ended before its requests.
    Expired,
    /// It was cancelled.
    Cancelled,
}

impl Phase {
    /// The phase of a status in any case and spelling. A status that is not known is not final.
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
}
