//! Who is compared: each does each piece of work as its own users would write it for speed.

mod by_hand;
mod ours;

use std::path::Path;
use std::sync::Once;
use std::sync::atomic::{AtomicI64, Ordering};

use backend_benches::measure::{self, Run};
use backend_benches::mssql::{make_items, url};

/// Who does the work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Contender {
    ByHand,
    Ours,
}

impl measure::Contender for Contender {
    const ALL: &'static [Self] = &[Self::ByHand, Self::Ours];

    const BASE: &'static str = "tiberius";

    fn name(self) -> &'static str {
        match self {
            Self::ByHand => "tiberius by hand",
            Self::Ours => "ours",
        }
    }

    /// On the same tables as everybody, which are made when the first asks for them.
    fn make(self, workload: &str, _folder: &Path) -> Option<Run> {
        static MADE: Once = Once::new();
        let url = url()?;
        MADE.call_once(|| make_items(&url));
        match self {
            Self::ByHand => by_hand::make(workload, &url),
            Self::Ours => ours::make(workload, &url),
        }
    }
}

/// A row of `copy`, as it is written.
pub(crate) type Copy = (i64, i64, f64, &'static str, Option<&'static str>);

/// A thousand rows with keys that nobody has used.
pub(crate) fn thousand() -> impl Iterator<Item = Copy> {
    static NEXT: AtomicI64 = AtomicI64::new(0);
    let first = NEXT.fetch_add(1_000, Ordering::Relaxed);
    (first..first + 1_000).map(|id| {
        (
            id,
            id * 17,
            0.5,
            "an item",
            (id % 3 > 0).then_some("a note"),
        )
    })
}
