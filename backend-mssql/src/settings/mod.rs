//! The options of a URL.
