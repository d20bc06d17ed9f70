//! Generation of syntax trees by progenitor.

use std::panic::{AssertUnwindSafe, catch_unwind};

use openapiv3::OpenAPI;
use progenitor::{GenerationSettings, Generator, HooksMode, InterfaceStyle, TypeImpl};
use quote::quote;
use serde_json::Value;

use super::blame::{parts, smallest};
use super::fault::{Checked, Fault};
use super::lower::{Lowered, PATH_ID};

/// The output of progenitor, before any pass.
pub(super) struct Generated {
    pub(super) client: syn::File,
    pub(super) mock: syn::File,
}

const REMEDY: &str = "write it in another way, or implement it by hand and mark it with \
                      `x-hand-written: reason`";

/// Generates code. Of an error of progenitor, finds the part of the document that causes it.
pub(super) fn generate(lowered: &Lowered) -> Checked<Generated> {
    attempt(&lowered.document).map_err(|reason| {
        let failing = |document: &Value| attempt(document).err();
        match smallest(parts(&lowered.document, &lowered.origins), &failing) {
            Some((at, reason)) => Fault::new(&at, reason, REMEDY),
            None => Fault::new(&super::at::At::root(), reason, REMEDY),
        }
    })
}

fn attempt(document: &Value) -> Result<Generated, String> {
    let openapi: OpenAPI =
        serde_json::from_value(document.clone()).map_err(|error| error.to_string())?;
    // Progenitor panics on many documents that it does not support. Lowering rejects the known ones.
    catch_panics(|| {
        let mut generator = Generator::new(&settings());
        let client = generator.generate_tokens(&openapi).map_err(|error| error.to_string())?;
        let mock =
            generator.httpmock(&openapi, "batch_client").map_err(|error| error.to_string())?;
        Ok(Generated { client: parse(client)?, mock: parse(mock)? })
    })
}

fn settings() -> GenerationSettings {
    let mut settings = GenerationSettings::new();
    settings
        .with_interface(InterfaceStyle::Builder)
        .with_hooks(HooksMode::Expected)
        .with_inner_type(quote!(crate::inner::Inner))
        .with_derive("PartialEq")
        .with_map_type("::std::collections::BTreeMap")
        .with_replacement(PATH_ID, "crate::PathId", [TypeImpl::Display].into_iter());
    settings
}

fn parse(tokens: proc_macro2::TokenStream) -> Result<syn::File, String> {
    syn::parse2(tokens).map_err(|error| error.to_string())
}

/// Runs a function, and turns a panic into an error without printing a backtrace.
fn catch_panics<T>(work: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let outcome = catch_unwind(AssertUnwindSafe(work));
    std::panic::set_hook(hook);
    outcome.unwrap_or_else(|panic| {
        let message = panic
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| panic.downcast_ref::<&str>().copied())
            .unwrap_or("progenitor panicked");
        Err(message.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_an_error_with_its_message() {
        let number = 7;
        let fixed = catch_panics::<()>(|| panic!("not supported")).unwrap_err();
        assert_eq!(fixed, "not supported");
        let formatted = catch_panics::<()>(|| panic!("not {number}")).unwrap_err();
        assert_eq!(formatted, "not 7");
        let other = catch_panics::<()>(|| std::panic::panic_any(7)).unwrap_err();
        assert_eq!(other, "progenitor panicked");
    }

    #[test]
    fn an_error_passes_through() {
        assert_eq!(catch_panics::<()>(|| Err("no".into())), Err("no".into()));
    }
}
