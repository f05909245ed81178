//! [`attempt`]: puts a payload in its place.

mod functions;
mod names;
mod objects;
mod queries;
mod raw;
mod sessions;
mod texts;
mod values;

use backend_core::error::ErrorKind;
use backend_core::model::{Identifier, Table};

use super::entry::Place;
use crate::case::Outcome;
use crate::context::Context;
use crate::failure::{Failure, expect_eq};

/// Puts a payload in a place and takes away what that made.
#[allow(clippy::too_many_lines, reason = "a list of the places")]
pub(super) async fn attempt(
    context: &mut Context,
    canary: &Table,
    place: Place,
    payload: &str,
) -> Outcome {
    match place {
        Place::Table
        | Place::Column
        | Place::Unique
        | Place::CheckName
        | Place::ForeignKey
        | Place::Index
        | Place::View
        | Place::RenamedTable
        | Place::RenamedColumn => names::attempt(context, canary, place, payload).await,
        Place::Schema
        | Place::Sequence
        | Place::EnumLabel
        | Place::EnumName
        | Place::Comment
        | Place::Collation
        | Place::NativeType
        | Place::IndexMethod
        | Place::IndexOption
        | Place::DefaultText
        | Place::CheckText => objects::attempt(context, canary, place, payload).await,
        Place::Savepoint
        | Place::Database
        | Place::Channel
        | Place::Contents
        | Place::UrlOption
        | Place::Script => sessions::attempt(context, canary, place, payload).await,
        Place::Alias
        | Place::TableAlias
        | Place::QueryAlias
        | Place::JoinAlias
        | Place::NamedQuery
        | Place::Window
        | Place::IntoTable => queries::attempt(context, place, payload).await,
        Place::OrderBy
        | Place::GroupBy
        | Place::Selected
        | Place::Filtered
        | Place::UpdatedColumn
        | Place::InsertedColumn
        | Place::FromTable
        | Place::FromSchema
        | Place::ConflictColumn
        | Place::ConflictConstraint
        | Place::Function
        | Place::CastType
        | Place::QuotedType
        | Place::EnumType
        | Place::Keyword => raw::attempt(context, place, payload).await,
        Place::Lookup | Place::JsonKey | Place::QueryCollation => {
            functions::attempt(context, place, payload).await
        }
        Place::DatePart | Place::Zone => values::refused(context, place, payload),
        Place::Equal
        | Place::Compared
        | Place::Different
        | Place::Listed
        | Place::Pattern
        | Place::Constant
        | Place::Delimiter
        | Place::Ordered
        | Place::Template
        | Place::Negated
        | Place::Shown => values::attempt(context, canary, place, payload).await,
        Place::Stored
        | Place::StoredBytes
        | Place::StoredMany
        | Place::Element
        | Place::Numeric => texts::attempt(context, canary, place, payload).await,
    }
}

/// Whether a payload can be a name at this server.
fn can_be_name(context: &Context, payload: &str) -> bool {
    let most = context.features().max_identifier_bytes;
    let most = most.and_then(|most| usize::try_from(most).ok());
    !payload.contains('\0') && most.is_none_or(|most| payload.len() <= most)
}

/// What there is to show of a payload that cannot be a name here: that it is refused as one, or nothing where it is only too long.
fn is_no_name(payload: &str) -> Outcome {
    match Identifier::new(payload) {
        Err(error) => expect_eq("the refusal", error.kind(), ErrorKind::Data),
        Ok(_) => Err(Failure::not_shown(
            "what is put there is too long for a name here",
        )),
    }
}

/// Whether a payload can be a text at this server.
fn can_be_text(context: &Context, payload: &str) -> bool {
    !payload.contains('\0') || context.features().supports_nul_in_text
}
