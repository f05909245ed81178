//! Schema changes: a change in, the exact T-SQL out.
