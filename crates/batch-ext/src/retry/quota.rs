//! Error codes of an exhausted quota.

use batch_client::types::ErrorDetail;

/// The error codes with which a server says that a quota is exhausted. Only a person can change
/// that, so nothing that fails with one of them is retried.
pub const QUOTA_CODES: [&str; 4] =
    ["insufficient_quota", "billing_hard_limit_reached", "billing_not_active", "quota_exceeded"];

pub(crate) fn is_quota_code(code: &str) -> bool {
    QUOTA_CODES.contains(&code)
}

/// The quota code of an error, which some servers put into the type.
pub(crate) fn quota_code(detail: &ErrorDetail) -> Option<&str> {
    [&detail.code, &detail.type_]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .find(|code| is_quota_code(code))
}
