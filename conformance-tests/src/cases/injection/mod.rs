//! Injection: what was meant as a name, a text or a number, and was SQL in another library's hands.
//!
//! Each entry of the [`corpus`] is a case of its own: a payload, from where it is known, and the [`Place`] that it is put in. The
//! case puts it there against the live server; what it may mean there is all that it may do. A canary, a table beside it, has to
//! survive with its rows, and nothing may be there that was not before.

mod canary;
mod corpus;
mod entry;
mod places;
mod properties;
mod scripts;

use std::sync::LazyLock;

use self::entry::Entry;
use crate::case::{CaseDef, CaseFuture};
use crate::failure::Failure;

/// The part's tables.
pub(super) const TABLES: &[&[CaseDef]] = &[properties::CASES, scripts::CASES];

/// The cases that are made: one an entry. Their texts live as long as the process.
static ENTRIES: LazyLock<Vec<CaseDef>> = LazyLock::new(|| corpus::all().map(case).collect());

/// The cases that are made rather than written.
pub(super) fn generated() -> &'static [CaseDef] {
    &ENTRIES
}

fn case(entry: &'static Entry) -> CaseDef {
    let doc = format!("{}: {}.", entry.source, entry.place.claim());
    let case = CaseDef::new(entry.id, "entry_of_the_corpus", doc.leak(), run)
        .requires(entry.place.requires())
        .generated();
    let case = if entry.smoke { case.smoke() } else { case };
    match entry.django {
        Some(path) => case.django(path),
        None => case,
    }
}

fn run(context: &mut crate::context::Context) -> CaseFuture<'_> {
    Box::pin(async move {
        let wanted = context.id();
        let entry = corpus::all().find(|entry| entry.id == wanted);
        let entry = entry.ok_or_else(|| Failure::new("a fault of the suite: no such entry"))?;
        let payload = entry.payload();
        let canary = canary::release(context).await?;
        places::attempt(context, &canary, entry.place, &payload).await?;
        canary::expect_alive(context, &canary).await
    })
}
