//! Conversions of `rust_decimal`'s types.
