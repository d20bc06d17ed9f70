//! The lowered document → progenitor's syntax trees.

use std::panic::{AssertUnwindSafe, catch_unwind};

use progenitor::{GenerationSettings, Generator, HooksMode, InterfaceStyle, TypeImpl};
use quote::quote;

use super::Error;
use super::lower::Lowered;

/// What progenitor makes of the document, before any pass.
pub(super) struct Generated {
    pub(super) client: syn::File,
    pub(super) mock: syn::File,
}

/// The string schemas that stand in paths, for which the client has a checked type.
const PATH_IDS: [&str; 2] = ["BatchId", "FileId"];

pub(super) fn generate(lowered: &Lowered) -> Result<Generated, Error> {
    // Progenitor panics on much of what it does not support. `lower` refuses all of that which is
    // known, with a place; this is for the rest.
    quietly(|| {
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
        .with_inner_type(quote!(crate::transport::Inner))
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

/// Runs `work`, and turns a panic into an error instead of a backtrace.
fn quietly<T>(work: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let outcome = catch_unwind(AssertUnwindSafe(work));
    std::panic::set_hook(hook);
    outcome.unwrap_or_else(|panic| {
        let what = panic
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| panic.downcast_ref::<&str>().copied())
            .unwrap_or("it panicked");
        Err(Error::Generator(what.to_owned()))
    })
}
