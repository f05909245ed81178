//! Conversions of `chrono`'s types.
