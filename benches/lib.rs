//! What the benches share: databases to measure on, and our own side of each comparison.

use backend_core::connection::Connection;
use backend_core::sql::Statement;
use futures_executor::block_on;

/// Rows of the table that queries are measured on.
pub const ROWS: i64 = 10_000;

/// The table and its rows, as SQL: five columns, a third of the texts NULL.
pub const SCHEMA: &str = "
CREATE TABLE item (id INTEGER PRIMARY KEY, price BIGINT NOT NULL, ratio REAL NOT NULL, name TEXT NOT NULL, note TEXT);
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
INSERT INTO item SELECT i, i * 17, i / 3.0, 'item number ' || i, CASE WHEN i % 3 THEN 'a note on item ' || i END FROM n;
";

/// A row of that table, as every side of a comparison makes it.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// The key.
    pub id: i64,
    /// A number.
    pub price: i64,
    /// A fraction.
    pub ratio: f64,
    /// A text.
    pub name: String,
    /// A text that can be missing.
    pub note: Option<String>,
}

/// A session of ours in that execution mode.
///
/// # Panics
/// Where the database cannot be opened.
#[must_use]
pub fn session(path: &str, execution: &str) -> Connection {
    let url = format!("sqlite:{path}?execution={execution}&mode=rwc");
    let settings = backend_sqlite::BACKEND
        .settings(&url)
        .expect("the URL is one");
    block_on(backend_sqlite::BACKEND.connect(&settings)).expect("the database opens")
}

/// A statement that reads one row.
#[must_use]
pub fn one() -> &'static str {
    "SELECT id, price, ratio, name, note FROM item WHERE id = ?1"
}

/// A statement that reads all rows.
#[must_use]
pub fn all() -> Statement {
    Statement::new("SELECT id, price, ratio, name, note FROM item")
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
