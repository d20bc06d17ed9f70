//! Generation of syntax trees by progenitor.

use std::panic::{AssertUnwindSafe, catch_unwind};

use progenitor::{GenerationSettings, Generator, HooksMode, InterfaceStyle, TypeImpl};
use quote::quote;

use super::lower::Lowered;
use crate::error::Error;

/// The output of progenitor, before any pass.
pub(super) struct Generated {
    pub(super) client: syn::File,
    pub(super) mock: syn::File,
}

/// String schemas used in paths, which the client replaces with a checked type.
const PATH_IDS: [&str; 2] = ["BatchId", "FileId"];

pub(super) fn generate(lowered: &Lowered) -> Result<Generated, Error> {
    // Progenitor panics on many documents that it does not support. Lowering rejects the known ones
    // with a precise message; this handles the rest.
    catch_panics(|| {
        let mut generator = Generator::new(&settings());
        let client = generator
            .generate_tokens(&lowered.openapi)
            .map_err(|error| Error::Generator(error.to_string()))?;
        let mock = generator
            .httpmock(&lowered.openapi, "batch_client")
            .map_err(|error| Error::Generator(error.to_string()))?;
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
        .with_map_type("::std::collections::BTreeMap");
    for id in PATH_IDS {
        settings.with_replacement(id, "crate::PathId", [TypeImpl::Display].into_iter());
    }
    settings
}

fn parse(tokens: proc_macro2::TokenStream) -> Result<syn::File, Error> {
    syn::parse2(tokens).map_err(|error| Error::Generator(error.to_string()))
}

/// Runs a function, and turns a panic into an error without printing a backtrace.
fn catch_panics<T>(work: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let outcome = catch_unwind(AssertUnwindSafe(work));
    std::panic::set_hook(hook);
    outcome.unwrap_or_else(|panic| {
        let message = panic
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| panic.downcast_ref::<&str>().copied())
            .unwrap_or("it panicked");
        Err(Error::Generator(message.to_owned()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_an_error_with_its_message() {
        let number = 7;
        let fixed = catch_panics::<()>(|| panic!("not supported")).unwrap_err().to_string();
        assert!(fixed.ends_with("not supported"), "{fixed}");
        let formatted = catch_panics::<()>(|| panic!("not {number}")).unwrap_err().to_string();
        assert!(formatted.ends_with("not 7"), "{formatted}");
        let other = catch_panics::<()>(|| std::panic::panic_any(7)).unwrap_err().to_string();
        assert!(other.ends_with("it panicked"), "{other}");
    }

    #[test]
    fn an_error_passes_through() {
        let error = catch_panics::<()>(|| Err(Error::Generator("no".into()))).unwrap_err();
        assert!(error.to_string().ends_with("no"), "{error}");
    }
}
