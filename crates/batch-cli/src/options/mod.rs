//! Groups of options that several commands share.

pub(crate) mod expiry;
pub(crate) mod pair;
pub(crate) mod price;
pub(crate) mod server;
pub(crate) mod split;
