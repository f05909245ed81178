//! Conversions of `time`'s types.
