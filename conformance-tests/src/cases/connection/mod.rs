//! The connection: sessions, transactions, errors, cancelling, messages.

mod cancel;
mod errors;
mod messages;
mod sessions;
mod transactions;

use crate::case::CaseDef;

/// The part's tables.
pub(super) const TABLES: &[&[CaseDef]] = &[
    sessions::CASES,
    transactions::CASES,
    errors::CASES,
    cancel::CASES,
    messages::CASES,
];
