//! Ids of new objects.

use uuid::Uuid;

/// A new id, such as `file-6f1c…`.
pub(crate) fn new(prefix: &str) -> String {
    format!("{prefix}{}", Uuid::new_v4().simple())
}
