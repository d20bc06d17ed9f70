//! The order of the passes.

use super::{
    catalog, conversions, derives, doc_lines, docs, lenient, mocks, open_enums, operation_docs,
    seam, unions,
};
use crate::codegen::lower::Lowered;
use crate::error::Error;

/// Turns the output of progenitor into the client.
pub(in crate::codegen) fn client(
    mut file: syn::File,
    lowered: &Lowered,
) -> Result<syn::File, Error> {
    seam::apply(&mut file, lowered)?;
    conversions::apply(&mut file, lowered)?;
    open_enums::apply(&mut file, lowered)?;
    unions::apply(&mut file, lowered)?;
    lenient::apply(&mut file, lowered)?;
    derives::apply(&mut file, lowered)?;
    docs::apply(&mut file, lowered)?;
    operation_docs::apply(&mut file, lowered)?;
    catalog::apply(&mut file, lowered);
    doc_lines::apply(&mut file);
    Ok(file)
}

/// Turns the output of progenitor into the mocks.
pub(in crate::codegen) fn mock(mut file: syn::File, lowered: &Lowered) -> Result<syn::File, Error> {
    mocks::apply(&mut file, lowered)?;
    doc_lines::apply(&mut file);
    Ok(file)
}

/// Generates the facts about endpoints, if the document has any.
pub(in crate::codegen) fn endpoints(lowered: &Lowered) -> Option<syn::File> {
    let mut file = super::endpoints::file(lowered.facts.batch_input.as_ref()?);
    doc_lines::apply(&mut file);
    Some(file)
}
