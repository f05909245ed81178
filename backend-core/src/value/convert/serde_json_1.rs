//! Conversions of `serde_json`'s types.
