//! Deterministic random numbers.

/// The next state of a splitmix64 generator.
pub(crate) fn splitmix(state: u64) -> u64 {
    let mut z = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// A number from 0 (included) to 1 (excluded) that depends only on the parts.
pub(crate) fn fraction(parts: &[u64]) -> f64 {
    let mixed = parts.iter().fold(0, |state, part| splitmix(state ^ part));
    // The upper 53 bits fit the mantissa of a double.
    (mixed >> 11) as f64 / (1_u64 << 53) as f64
}
