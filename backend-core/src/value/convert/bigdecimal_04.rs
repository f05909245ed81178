//! Conversions of `bigdecimal`'s types.
