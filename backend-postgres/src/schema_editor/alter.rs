//! Changing a table that is there: how a type becomes another, which locks are taken, what is named after what.

use backend_core::error::Result;
use backend_core::model::{
    Change, Column, ColumnType, Constraint, Identifier, QualifiedName, Table,
};
use backend_core::operations::Dialect;
use backend_core::schema_editor::{Alteration, Blocks, Lock, write_alteration};
use backend_core::sql::{Statement, Writer};

use super::{PostgresSchemaEditor, columns};
use crate::introspection::made_up_name;

const ACCESS_EXCLUSIVE: Lock = Lock::new("ACCESS EXCLUSIVE", Blocks::Everything);
const SHARE_ROW_EXCLUSIVE: Lock = Lock::new("SHARE ROW EXCLUSIVE", Blocks::Writes);
const SHARE: Lock = Lock::new("SHARE", Blocks::Writes);
pub(super) const ROW_EXCLUSIVE: Lock = Lock::new("ROW EXCLUSIVE", Blocks::Changes);
pub(super) const SHARE_UPDATE_EXCLUSIVE: Lock =
    Lock::new("SHARE UPDATE EXCLUSIVE", Blocks::Changes);

/// The strongest lock that a change takes on a table which others see.
pub(super) fn lock(change: &Change) -> Option<Lock> {
    match change {
        // The tables that keys refer to, and the one of which it becomes a part.
        Change::CreateTable(table) if !table.foreign_keys.is_empty() => Some(SHARE_ROW_EXCLUSIVE),
        Change::CreateTable(table) => table.partition_of.as_ref().map(|_| SHARE_UPDATE_EXCLUSIVE),
        Change::CreateIndex { .. } => Some(SHARE),
        Change::AddConstraint {
            constraint: Constraint::ForeignKey(_),
            ..
        }
        | Change::CreateTrigger { .. } => Some(SHARE_ROW_EXCLUSIVE),
        Change::DropTable(_)
        | Change::DropTrigger { .. }
        | Change::ReplaceView(_)
        | Change::DropIndex { .. }
        | Change::DropView(_)
        | Change::AddConstraint { .. }
        | Change::DropConstraint { .. }
        | Change::RenameConstraint { .. }
        | Change::RenameTable { .. }
        | Change::RenameColumn { .. }
        | Change::AddColumn { .. }
        | Change::DropColumn { .. }
        | Change::AlterColumn { .. }
        | Change::AttachPartition { .. }
        | Change::DetachPartition { .. } => Some(ACCESS_EXCLUSIVE),
        Change::RenameIndex { .. }
        | Change::SetTableComment { .. }
        | Change::ValidateConstraint { .. } => Some(SHARE_UPDATE_EXCLUSIVE),
        _ => None,
    }
}

/// The statement that renames what has a name beside a table, in the table's schema.
pub(super) fn rename(
    dialect: &Dialect,
    words: &'static str,
    table: &QualifiedName,
    (from, to): (&Identifier, &Identifier),
) -> Statement {
    let mut out = dialect.writer();
    out.push(words).name(&QualifiedName {
        schema: table.schema.clone(),
        name: from.clone(),
    });
    out.push(" RENAME TO ").identifier(to);
    out.finish()
}

/// The sequences of identities keep the name that the server made of the table's and the column's before: they are renamed to
/// what it would make of the names after.
pub(super) fn rename_sequences(
    dialect: &Dialect,
    before: &Table,
    after: &Table,
) -> Result<Vec<Statement>> {
    let mut statements = Vec::new();
    for (old, new) in before.columns.iter().zip(&after.columns) {
        let made_up = |identity: &backend_core::model::Identity| identity.sequence.is_none();
        if !old.identity.as_deref().is_some_and(made_up) {
            continue;
        }
        let name = |table: &Table, column: &Column| {
            let table = table.name.name.as_str();
            Identifier::new(made_up_name(table, column.name.as_str(), "seq"))
        };
        let (from, to) = (name(before, old)?, name(after, new)?);
        if from != to {
            let words = "ALTER SEQUENCE IF EXISTS ";
            statements.push(rename(dialect, words, &before.name, (&from, &to)));
        }
    }
    Ok(statements)
}

/// Writes an alteration, and how values become those of another type where the server does not know by itself.
pub(super) fn write(
    editor: &PostgresSchemaEditor,
    dialect: &Dialect,
    table: &Table,
    (from, to): (&Column, &Column),
    alteration: Alteration,
    out: &mut Writer<'_>,
) -> Result<()> {
    write_alteration(editor, dialect, table, (from, to), alteration, out)?;
    if alteration != Alteration::SetType {
        return Ok(());
    }
    match conversion(&from.column_type, &to.column_type) {
        Conversion::Assignment => {}
        Conversion::Cast => {
            out.push(" USING ").identifier(&to.name).push("::");
            out.fragment(&columns::spelling(to)?);
        }
        Conversion::BooleanToNumber => {
            out.push(" USING ").identifier(&to.name).push("::integer::");
            out.fragment(&columns::spelling(to)?);
        }
        Conversion::NumberToBoolean => {
            out.push(" USING ").identifier(&to.name).push(" <> 0");
        }
    }
    Ok(())
}

/// How values of one type become values of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Conversion {
    /// As when they are assigned: what does not fit is an error.
    Assignment,
    /// By a cast that says so. It would cut a text that is too long, so it is never used for one.
    Cast,
    /// A boolean is an `integer` by a cast, and no other number.
    BooleanToNumber,
    /// Only `integer` can be cast.
    NumberToBoolean,
}

fn conversion(from: &ColumnType, to: &ColumnType) -> Conversion {
    let is_number = |column_type: &ColumnType| {
        matches!(
            column_type,
            ColumnType::TinyInteger
                | ColumnType::SmallInteger
                | ColumnType::Integer
                | ColumnType::BigInteger
                | ColumnType::Real
                | ColumnType::Double
                | ColumnType::Decimal { .. }
        )
    };
    let is_time = |column_type: &ColumnType| {
        matches!(
            column_type,
            ColumnType::Date
                | ColumnType::Time { .. }
                | ColumnType::Timestamp { .. }
                | ColumnType::TimestampTz { .. }
                | ColumnType::Interval
        )
    };
    match (from, to) {
        (_, ColumnType::Text | ColumnType::VarChar { .. } | ColumnType::Char { .. }) => {
            Conversion::Assignment
        }
        (ColumnType::Array(from), ColumnType::Array(to)) => match conversion(from, to) {
            Conversion::Assignment => Conversion::Assignment,
            _ => Conversion::Cast,
        },
        (ColumnType::Boolean, to) if is_number(to) => Conversion::BooleanToNumber,
        (from, ColumnType::Boolean) if is_number(from) => Conversion::NumberToBoolean,
        (from, to)
            if from == to || is_number(from) && is_number(to) || is_time(from) && is_time(to) =>
        {
            Conversion::Assignment
        }
        (ColumnType::Native(from), ColumnType::Native(to)) if name_of(from) == name_of(to) => {
            Conversion::Assignment
        }
        _ => Conversion::Cast,
    }
}

/// A type without its arguments.
fn name_of(native: &str) -> &str {
    native.split('(').next().unwrap_or_default().trim()
}

/// Whether a type is another one to what is stored: where it is not, no row is written anew.
pub(super) fn rewrites(from: &Column, to: &Column) -> bool {
    let grows = |length: Option<u32>, most: Option<u32>| {
        most.is_none() || (length.is_some() && length <= most)
    };
    match (&from.column_type, &to.column_type) {
        (ColumnType::VarChar { length }, ColumnType::VarChar { length: most }) => {
            !grows(*length, *most)
        }
        (ColumnType::VarChar { .. } | ColumnType::Text, ColumnType::Text)
        | (ColumnType::Text, ColumnType::VarChar { length: None }) => false,
        (
            ColumnType::Decimal { precision, scale },
            ColumnType::Decimal {
                precision: most,
                scale: to_scale,
            },
        ) => {
            let same_scale = most.is_none() || scale.unwrap_or(0) == to_scale.unwrap_or(0);
            !(same_scale && grows(*precision, *most))
        }
        (ColumnType::Time { precision }, ColumnType::Time { precision: most })
        | (ColumnType::Timestamp { precision }, ColumnType::Timestamp { precision: most })
        | (ColumnType::TimestampTz { precision }, ColumnType::TimestampTz { precision: most }) => {
            !grows(precision.map(u32::from), most.map(u32::from))
        }
        // The same type, so it is the collation that differs, or a spelling.
        (from_type, to_type) => from_type != to_type || from.declared_type != to.declared_type,
    }
}

#[cfg(test)]
mod tests {
    use backend_core::model::{Column, ColumnType};

    use super::{Conversion, conversion, rewrites};

    fn decimal(precision: u32, scale: i32) -> ColumnType {
        ColumnType::Decimal {
            precision: Some(precision),
            scale: Some(scale),
        }
    }

    #[test]
    fn a_cast_is_said_only_where_an_assignment_is_none() {
        let texts = |length| ColumnType::VarChar { length };
        let array = |of: ColumnType| ColumnType::Array(Box::new(of));
        let native = |text: &str| ColumnType::Native(text.to_owned());
        for (from, to, expected) in [
            (ColumnType::Text, texts(Some(3)), Conversion::Assignment),
            (
                ColumnType::Integer,
                ColumnType::Text,
                Conversion::Assignment,
            ),
            (ColumnType::Text, ColumnType::Integer, Conversion::Cast),
            (
                ColumnType::BigInteger,
                decimal(3, 1),
                Conversion::Assignment,
            ),
            (
                ColumnType::Boolean,
                ColumnType::SmallInteger,
                Conversion::BooleanToNumber,
            ),
            (
                ColumnType::BigInteger,
                ColumnType::Boolean,
                Conversion::NumberToBoolean,
            ),
            (
                ColumnType::Timestamp { precision: None },
                ColumnType::Date,
                Conversion::Assignment,
            ),
            (ColumnType::Text, ColumnType::Json, Conversion::Cast),
            (
                array(ColumnType::Text),
                array(texts(Some(3))),
                Conversion::Assignment,
            ),
            (
                array(ColumnType::Text),
                array(ColumnType::Uuid),
                Conversion::Cast,
            ),
            (native("bit(3)"), native("bit(4)"), Conversion::Assignment),
            (native("inet"), native("cidr"), Conversion::Cast),
        ] {
            assert_eq!(conversion(&from, &to), expected, "{from:?} to {to:?}");
        }
    }

    #[test]
    fn rows_are_written_anew_where_they_are_stored_otherwise() {
        let texts = |length| ColumnType::VarChar { length };
        let at = |precision| ColumnType::TimestampTz { precision };
        for (from, to, expected) in [
            (texts(Some(3)), texts(Some(4)), false),
            (texts(Some(3)), texts(None), false),
            (texts(Some(3)), ColumnType::Text, false),
            (texts(Some(4)), texts(Some(3)), true),
            (ColumnType::Text, texts(None), false),
            (ColumnType::Text, texts(Some(3)), true),
            (decimal(4, 2), decimal(5, 2), false),
            (decimal(4, 2), decimal(5, 3), true),
            (at(Some(3)), at(None), false),
            (at(None), at(Some(3)), true),
            (ColumnType::Integer, ColumnType::BigInteger, true),
            (ColumnType::Integer, ColumnType::Integer, false),
        ] {
            let column = |column_type: &ColumnType| Column::new("c", column_type.clone()).unwrap();
            let found = rewrites(&column(&from), &column(&to));
            assert_eq!(found, expected, "{from:?} to {to:?}");
        }
    }
}
