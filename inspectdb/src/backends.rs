//! The vendors of this tool: the only file of it that names any.

use backend_core::error::Result;
use backend_core::registry::Registry;

/// A registry of the vendors that come with this tool.
///
/// # Errors
/// Never, unless two of them claim one scheme.
pub fn registry() -> Result<Registry> {
    let mut registry = Registry::new();
    registry.register(&backend_sqlite::BACKEND)?;
    registry.register(&backend_postgres::BACKEND)?;
    registry.register(&backend_mssql::BACKEND)?;
    Ok(registry)
}
