//! What the benches share: databases to measure on, the row that everybody makes, and the measuring itself.

pub mod measure;
pub mod mssql;
pub mod postgres;
pub mod sqlite;

/// Rows of the table that queries are measured on.
pub const ROWS: i64 = 10_000;

/// The keys that point selects ask for, one after the other.
pub fn next(id: &mut i64) -> i64 {
    *id = *id % ROWS + 1;
    *id
}

backend_core::from_row! {
    /// A row of `item`, as every side of a comparison makes it.
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
        /// A short text.
        pub code: String,
        /// A number that can be missing.
        pub quantity: Option<i64>,
        /// True or false.
        pub active: bool,
        /// Bytes.
        pub data: Vec<u8>,
        /// Another text.
        pub place: String,
    }
}
