//! What is changed in progenitor's output, each in a pass of its own.

use super::Error;
use super::lower::Lowered;

mod conversions;
mod derives;
mod docs;
mod lenient;
mod mocks;
mod open_enums;
mod operation_docs;
mod seam;
mod tree;

/// The client, ready to be formatted.
pub(super) fn client(mut file: syn::File, lowered: &Lowered) -> Result<syn::File, Error> {
    seam::apply(&mut file)?;
    conversions::apply(&mut file);
    open_enums::apply(&mut file, lowered)?;
    lenient::apply(&mut file, lowered);
    derives::apply(&mut file);
    docs::apply(&mut file, lowered);
    operation_docs::apply(&mut file, lowered)?;
    Ok(file)
}

/// The mocks, ready to be formatted.
pub(super) fn mock(mut file: syn::File, lowered: &Lowered) -> Result<syn::File, Error> {
    mocks::apply(&mut file, lowered)?;
    Ok(file)
}
