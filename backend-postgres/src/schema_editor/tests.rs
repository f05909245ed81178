//! Schema changes: exact text.
