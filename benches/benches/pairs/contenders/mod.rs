//! Who is compared: each does each piece of work as its own users would write it for speed.

mod by_hand;
mod diesel;
mod ours;
mod sqlx;

use std::path::Path;

use backend_benches::measure;
use backend_benches::measure::Run;
use backend_benches::sqlite::SCHEMA;

/// Who does the work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Contender {
    ByHand,
    OursInline,
    OursThread,
    Diesel,
    Sqlx,
}

impl measure::Contender for Contender {
    const ALL: &'static [Self] = &[
        Self::ByHand,
        Self::OursInline,
        Self::OursThread,
        Self::Diesel,
        Self::Sqlx,
    ];

    const BASE: &'static str = "rusqlite";

    fn name(self) -> &'static str {
        match self {
            Self::ByHand => "rusqlite by hand",
            Self::OursInline => "ours inline",
            Self::OursThread => "ours on a thread",
            Self::Diesel => "diesel",
            Self::Sqlx => "sqlx",
        }
    }

    /// On a database of its own.
    fn make(self, workload: &str, folder: &Path) -> Option<Run> {
        let path = folder.join("items.sqlite3");
        let raw = rusqlite::Connection::open(&path).expect("the file opens");
        raw.execute_batch("PRAGMA journal_mode = WAL")
            .expect("WAL is on");
        raw.execute_batch(SCHEMA).expect("the rows are written");
        drop(raw);
        let path = path.to_str().expect("the path is text");
        match self {
            Self::ByHand => by_hand::make(workload, path),
            Self::OursInline => ours::make(workload, path, "inline"),
            Self::OursThread => ours::make(workload, path, "thread"),
            Self::Diesel => diesel::make(workload, path),
            Self::Sqlx => sqlx::make(workload, path),
        }
    }
}
