//! SQLite's side: files to measure on, and our sessions with them.

use backend_core::connection::Connection;
use backend_core::settings::Settings;
use futures_executor::block_on;

/// The table and its rows, as SQL: ten columns of mixed types, a third of some of them NULL.
pub const SCHEMA: &str = "
CREATE TABLE item (
    id INTEGER PRIMARY KEY, price BIGINT NOT NULL, ratio DOUBLE NOT NULL, name TEXT NOT NULL, note TEXT,
    code VARCHAR(20) NOT NULL, quantity BIGINT, active BOOLEAN NOT NULL, data BLOB NOT NULL, place TEXT NOT NULL
);
CREATE TABLE copy (id INTEGER PRIMARY KEY, price BIGINT NOT NULL, ratio DOUBLE NOT NULL, name TEXT NOT NULL, note TEXT);
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
INSERT INTO item SELECT i, i * 17, i / 3.0, 'item number ' || i, CASE WHEN i % 3 THEN 'a note on item ' || i END,
    'C-' || i, CASE WHEN i % 3 THEN i % 100 END, i % 2, CAST('bytes ' || i AS BLOB), 'shelf ' || (i % 40) FROM n;
";

/// Reads one row.
pub const ONE: &str = "SELECT id, price, ratio, name, note, code, quantity, active, data, place FROM item WHERE id = ?1";

/// Reads all rows.
pub const ALL: &str =
    "SELECT id, price, ratio, name, note, code, quantity, active, data, place FROM item";

/// Writes one row.
pub const INSERT: &str =
    "INSERT INTO copy (id, price, ratio, name, note) VALUES (?1, ?2, ?3, ?4, ?5)";

/// A session of ours in that execution mode.
///
/// # Panics
/// Where the database cannot be opened.
#[must_use]
pub fn session(path: &str, execution: &str) -> Connection {
    let settings = settings(path, execution);
    block_on(backend_sqlite::BACKEND.connect(&settings)).expect("the database opens")
}

/// Settings of ours in that execution mode.
///
/// # Panics
/// Where they are none.
#[must_use]
pub fn settings(path: &str, execution: &str) -> Settings {
    let settings = backend_sqlite::BACKEND
        .settings_for_path(path)
        .expect("a path");
    settings
        .with_option("execution", execution)
        .expect("a mode")
}

/// Makes a database file of that many tables: eight columns, a key, a unique constraint, an index, a foreign key and a check
/// each.
///
/// # Panics
/// Where the file cannot be written.
pub fn make_tables(path: &std::path::Path, tables: usize) {
    let connection = rusqlite::Connection::open(path).expect("the file opens");
    connection
        .execute_batch("PRAGMA synchronous = OFF; BEGIN")
        .expect("a transaction begins");
    for n in 0..tables {
        let other = n / 2;
        let sql = format!(
            "CREATE TABLE item_{n} (
                id INTEGER PRIMARY KEY, -- The number.
                code VARCHAR(40) NOT NULL UNIQUE,
                price DECIMAL(10,2) NOT NULL DEFAULT 0 CHECK (price >= 0),
                quantity INT NOT NULL,
                made_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
                note TEXT COLLATE NOCASE,
                active BOOLEAN NOT NULL DEFAULT TRUE,
                other_id INT REFERENCES item_{other} (id) ON DELETE CASCADE
            );
            CREATE INDEX item_{n}_made ON item_{n} (made_at DESC, code) WHERE active;"
        );
        connection.execute_batch(&sql).expect("the table is made");
    }
    connection
        .execute_batch("COMMIT")
        .expect("the transaction commits");
}
