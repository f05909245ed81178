//! Foreign keys that wait are looked at before the transaction ends: SQLite has no statement that would.

use rusqlite::ffi;
use rusqlite::{Connection, Error, Result};

use super::strict;

/// Refuses any number of broken keys but none, with SQLite's own code for them.
pub(crate) const REFUSE_BROKEN_KEYS: &str = "backend_refuse_broken_keys";

pub(super) fn register(connection: &Connection) -> Result<()> {
    strict(connection, REFUSE_BROKEN_KEYS, 1, |arguments| {
        if arguments
            .first()
            .is_some_and(|broken| broken.as_i64() != Ok(0))
        {
            // SQLite keeps the code of an error without words.
            let code = ffi::Error::new(ffi::SQLITE_CONSTRAINT_FOREIGNKEY);
            return Err(Error::SqliteFailure(code, None));
        }
        Ok(0)
    })
}
