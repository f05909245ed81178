//! Being written.
use backend_core::model::ColumnType;
use backend_core::value::{ColumnKind, ValueRef};

pub(crate) fn column_type(declared: &str) -> ColumnType {
    ColumnType::Native(declared.to_owned())
}
pub(crate) fn kind(column_type: &ColumnType) -> ColumnKind {
    column_type.standard_kind()
}
pub(crate) fn text(text: &str, _kind: ColumnKind) -> ValueRef<'_> {
    ValueRef::Text(text)
}
