//! Conversions of `jiff`'s types.
