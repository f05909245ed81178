//! Who is compared: each does each piece of work as its own users would write it for speed.

mod by_hand;
mod diesel;
mod ours;
mod sqlx;

use std::path::Path;

use backend_benches::SCHEMA;

/// One piece of work, ready to be repeated; it answers something so that no compiler leaves it out.
pub(crate) type Run = Box<dyn FnMut() -> usize>;

/// Who does the work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Contender {
    ByHand,
    OursInline,
    OursThread,
    Diesel,
    Sqlx,
}

impl Contender {
    pub(crate) const ALL: &[Self] = &[
        Self::ByHand,
        Self::OursInline,
        Self::OursThread,
        Self::Diesel,
        Self::Sqlx,
    ];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::ByHand => "rusqlite by hand",
            Self::OursInline => "ours inline",
            Self::OursThread => "ours on a thread",
            Self::Diesel => "diesel",
            Self::Sqlx => "sqlx",
        }
    }
}

/// The work of a contender on a database of its own in `folder`; `None` where it has nothing of the kind.
pub(crate) fn make(contender: Contender, workload: &str, folder: &Path) -> Option<Run> {
    let path = folder.join("items.sqlite3");
    let raw = rusqlite::Connection::open(&path).expect("the file opens");
    raw.execute_batch("PRAGMA journal_mode = WAL")
        .expect("WAL is on");
    raw.execute_batch(SCHEMA).expect("the rows are written");
    drop(raw);
    let path = path.to_str().expect("the path is text");
    match contender {
        Contender::ByHand => by_hand::make(workload, path),
        Contender::OursInline => ours::make(workload, path, "inline"),
        Contender::OursThread => ours::make(workload, path, "thread"),
        Contender::Diesel => diesel::make(workload, path),
        Contender::Sqlx => sqlx::make(workload, path),
    }
}

/// The keys that point selects ask for, one after the other.
pub(crate) fn next(id: &mut i64) -> i64 {
    *id = *id % backend_benches::ROWS + 1;
    *id
}
