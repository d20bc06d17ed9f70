//! The mark of a response whose connection is to be reset.

/// A response with this extension is not sent; its connection is reset instead.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reset;
