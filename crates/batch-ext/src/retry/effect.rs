//! The effect of an operation on the server.

/// What happens on the server when the same request arrives twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Effect {
    /// Nothing: the request only reads.
    Read,
    /// The same as when it arrives once: cancel, delete.
    Idempotent,
    /// A second file, which costs nothing and can be deleted.
    Upload,
    /// A second batch, which costs money. Operations that this version does not know have this
    /// effect too.
    Create,
}

impl Effect {
    /// The effect of an operation, by its id in snake case.
    #[must_use]
    pub fn of(operation_id: &str) -> Self {
        match operation_id {
            "list_batches" | "retrieve_batch" | "list_files" | "retrieve_file"
            | "download_file" => Self::Read,
            "cancel_batch" | "delete_file" => Self::Idempotent,
            "create_file" => Self::Upload,
            _ => Self::Create,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_has_its_effect() {
        for (operation, effect) in [
            ("list_batches", Effect::Read),
            ("retrieve_batch", Effect::Read),
            ("list_files", Effect::Read),
            ("retrieve_file", Effect::Read),
            ("download_file", Effect::Read),
            ("cancel_batch", Effect::Idempotent),
            ("delete_file", Effect::Idempotent),
            ("create_file", Effect::Upload),
            ("create_batch", Effect::Create),
            ("something_new", Effect::Create),
        ] {
            assert_eq!(Effect::of(operation), effect, "{operation}");
        }
    }
}
