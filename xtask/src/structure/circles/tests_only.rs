//! What is compiled for tests alone.

use syn::punctuated::Punctuated;
use syn::{Attribute, Meta, Token};

/// Whether what has these attributes is compiled for tests alone.
pub(super) fn tests_only(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let path = attribute.path();
        path.is_ident("test")
            || path.is_ident("cfg")
                && attribute.parse_args::<Meta>().is_ok_and(|predicate| implies_tests(&predicate))
    })
}

/// Whether a `cfg` predicate holds for tests alone.
fn implies_tests(predicate: &Meta) -> bool {
    let name = |name: &str| predicate.path().is_ident(name);
    let Meta::List(list) = predicate else { return name("test") || name("doctest") };
    let parsed = list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated);
    let Ok(parts) = parsed else { return false };
    match () {
        () if name("all") => parts.iter().any(implies_tests),
        () if name("any") => !parts.is_empty() && parts.iter().all(implies_tests),
        () => false,
    }
}
