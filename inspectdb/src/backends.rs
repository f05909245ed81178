//! The vendors of this tool: the only file of it that names any.

use backend_core::error::Result;
use backend_core::registry::Registry;

/// A registry of the vendors that come with this tool: those of its features `sqlite`, `postgres` and `mssql`, all on by default.
///
/// # Errors
/// Never, unless two of them claim one scheme.
pub fn registry() -> Result<Registry> {
    #[allow(unused_mut, reason = "every vendor is a feature")]
    let mut registry = Registry::new();
    #[cfg(feature = "sqlite")]
    registry.register(&backend_sqlite::BACKEND)?;
    #[cfg(feature = "postgres")]
    registry.register(&backend_postgres::BACKEND)?;
    #[cfg(feature = "mssql")]
    registry.register(&backend_mssql::BACKEND)?;
    Ok(registry)
}
