//! The order of the passes.

use super::{
    conversions, derives, doc_lines, docs, lenient, mocks, open_enums, operation_docs, seam,
};
use crate::codegen::lower::Lowered;
use crate::error::Error;

/// Turns the output of progenitor into the client.
pub(in crate::codegen) fn client(
    mut file: syn::File,
    lowered: &Lowered,
) -> Result<syn::File, Error> {
    seam::apply(&mut file)?;
    conversions::apply(&mut file);
    open_enums::apply(&mut file, lowered)?;
    lenient::apply(&mut file, lowered);
    derives::apply(&mut file);
    docs::apply(&mut file, lowered);
    operation_docs::apply(&mut file, lowered)?;
    doc_lines::apply(&mut file);
    Ok(file)
}

/// Turns the output of progenitor into the mocks.
pub(in crate::codegen) fn mock(mut file: syn::File, lowered: &Lowered) -> Result<syn::File, Error> {
    mocks::apply(&mut file, lowered)?;
    doc_lines::apply(&mut file);
    Ok(file)
}
