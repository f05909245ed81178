//! Conversions of `uuid`'s types.
