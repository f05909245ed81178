//! Numbers of a column that is there: an identity or a sequence of its own comes, and one becomes the other without giving a
//! number twice.

use backend_core::error::Result;
use backend_core::model::{Column, ColumnType, Identifier, QualifiedName, Table};
use backend_core::operations::Dialect;
use backend_core::sql::{Statement, Writer};

use super::alter::rename;
use super::columns;
use crate::introspection::made_up_name;

/// What numbers a column before and after.
enum Passage<'c> {
    /// The same as before, or nothing.
    None,
    /// The sequence counts as far as the column's type.
    Retyped(&'c QualifiedName),
    /// An identity, after the rows.
    Identity { start: i64, increment: i64 },
    /// A sequence, after the rows.
    Sequence(&'c QualifiedName),
    /// An identity, after the numbers of the sequence.
    SequenceToIdentity(&'c QualifiedName),
    /// A sequence, after the numbers of the identity's.
    IdentityToSequence {
        from: QualifiedName,
        to: &'c QualifiedName,
    },
}

impl<'c> Passage<'c> {
    fn of(table: &Table, from: &'c Column, to: &'c Column) -> Result<Self> {
        Ok(match (&from.sequence, &to.sequence) {
            (Some(sequence), _) if to.identity.is_some() => Self::SequenceToIdentity(sequence),
            (Some(sequence), _) if from.column_type != to.column_type && counts(to) => {
                Self::Retyped(sequence)
            }
            (None, Some(to)) => match &from.identity {
                None => Self::Sequence(to),
                Some(identity) => Self::IdentityToSequence {
                    from: match &identity.sequence {
                        Some(name) => name.clone(),
                        None => own_sequence(table, from)?,
                    },
                    to,
                },
            },
            _ => match (&from.identity, &to.identity) {
                (None, Some(identity)) => Self::Identity {
                    start: identity.start,
                    increment: identity.increment,
                },
                _ => Self::None,
            },
        })
    }
}

/// Whether a sequence can have a column's type.
const fn counts(column: &Column) -> bool {
    matches!(
        column.column_type,
        ColumnType::SmallInteger | ColumnType::Integer | ColumnType::BigInteger
    )
}

/// The name that the server makes up for the sequence of an identity.
fn own_sequence(table: &Table, column: &Column) -> Result<QualifiedName> {
    let name = made_up_name(table.name.name.as_str(), column.name.as_str(), "seq");
    Ok(QualifiedName {
        schema: table.name.schema.clone(),
        name: Identifier::new(name)?,
    })
}

/// The name under which a sequence waits for its numbers to be taken over.
fn waiting(sequence: &QualifiedName) -> Result<QualifiedName> {
    let name = made_up_name(sequence.name.as_str(), "", "before");
    Ok(QualifiedName {
        schema: sequence.schema.clone(),
        name: Identifier::new(name)?,
    })
}

/// What comes before the column is altered.
pub(super) fn prepare(
    dialect: &Dialect,
    table: &Table,
    from: &Column,
    to: &Column,
) -> Result<Vec<Statement>> {
    Ok(match Passage::of(table, from, to)? {
        Passage::None | Passage::Identity { .. } | Passage::Retyped(_) => Vec::new(),
        Passage::Sequence(sequence) => vec![create(dialect, sequence, to)?],
        Passage::SequenceToIdentity(sequence) => {
            // Of two that go with the column, the server would find either.
            let mut disown = dialect.writer();
            disown.push("ALTER SEQUENCE ").name(sequence);
            disown.push(" OWNED BY NONE");
            vec![disown.finish(), step_aside(dialect, sequence)?]
        }
        Passage::IdentityToSequence { from, to: sequence } => {
            let mut target = dialect.writer();
            write_literal(sequence, &mut target);
            vec![
                step_aside(dialect, &from)?,
                create(dialect, sequence, to)?,
                take_over(dialect, &target.finish().sql, &waiting(&from)?),
            ]
        }
    })
}

/// What comes after the column was altered.
pub(super) fn complete(
    dialect: &Dialect,
    table: &Table,
    from: &Column,
    to: &Column,
) -> Result<Vec<Statement>> {
    let target = serial_sequence(dialect, table, to);
    Ok(match Passage::of(table, from, to)? {
        Passage::None => Vec::new(),
        Passage::Retyped(sequence) => {
            let mut out = dialect.writer();
            out.push("ALTER SEQUENCE ").name(sequence).push(" AS ");
            out.fragment(&columns::spelling(to)?);
            vec![out.finish()]
        }
        Passage::Identity { start, increment } => {
            vec![after_rows(dialect, table, to, (&target, start, increment))]
        }
        Passage::Sequence(sequence) => vec![
            own(dialect, sequence, table, to),
            after_rows(dialect, table, to, (&target, 1, 1)),
        ],
        Passage::SequenceToIdentity(sequence) => {
            let waiting = waiting(sequence)?;
            let mut drop = dialect.writer();
            drop.push("DROP SEQUENCE ").name(&waiting);
            vec![take_over(dialect, &target, &waiting), drop.finish()]
        }
        Passage::IdentityToSequence { to: sequence, .. } => {
            vec![own(dialect, sequence, table, to)]
        }
    })
}

fn create(dialect: &Dialect, sequence: &QualifiedName, column: &Column) -> Result<Statement> {
    let mut out = dialect.writer();
    out.push("CREATE SEQUENCE ").name(sequence);
    if counts(column) {
        out.push(" AS ").fragment(&columns::spelling(column)?);
    }
    Ok(out.finish())
}

/// Makes way for another sequence of the same name.
fn step_aside(dialect: &Dialect, sequence: &QualifiedName) -> Result<Statement> {
    let to = waiting(sequence)?.name;
    // A sequence has its schema in its name as a table has.
    let names = (&sequence.name, &to);
    Ok(rename(dialect, "ALTER SEQUENCE ", sequence, names))
}

fn own(dialect: &Dialect, sequence: &QualifiedName, table: &Table, column: &Column) -> Statement {
    let mut out = dialect.writer();
    out.push("ALTER SEQUENCE ").name(sequence);
    out.push(" OWNED BY ").name(&table.name);
    out.push(".").identifier(&column.name);
    out.finish()
}

/// Lets one sequence go on where the other is.
fn take_over(dialect: &Dialect, target: &str, other: &QualifiedName) -> Statement {
    let mut out = dialect.writer();
    out.push("SELECT pg_catalog.setval(").fragment(target);
    out.push(", last_value, is_called) FROM ").name(other);
    out.finish()
}

/// A new sequence begins with its first number: where rows have that and more, it goes on after them.
fn after_rows(
    dialect: &Dialect,
    table: &Table,
    column: &Column,
    (target, start, increment): (&str, i64, i64),
) -> Statement {
    let (furthest, beyond) = if increment < 0 {
        ("min(", ") <= ")
    } else {
        ("max(", ") >= ")
    };
    let mut out = dialect.writer();
    out.push("SELECT pg_catalog.setval(").fragment(target);
    out.push(", ").push(furthest).identifier(&column.name);
    out.push(")) FROM ").name(&table.name);
    out.push(" HAVING ").push(furthest).identifier(&column.name);
    out.push(beyond).number(start);
    out.finish()
}

/// The expression that finds the sequence of a column.
fn serial_sequence(dialect: &Dialect, table: &Table, column: &Column) -> String {
    let mut out = dialect.writer();
    out.push("pg_catalog.pg_get_serial_sequence(");
    write_literal(&table.name, &mut out);
    out.push(", ");
    out.string(column.name.as_str());
    out.push(")");
    out.finish().sql
}

/// Writes a name as a text.
fn write_literal(name: &QualifiedName, out: &mut Writer<'_>) {
    let mut quoted = Writer::new(&crate::sql::SYNTAX);
    quoted.name(name);
    out.string(quoted.as_str());
}
