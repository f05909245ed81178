//! What SQLite says only in words: which table, column or constraint, and what kind of mistake in a statement.

use backend_core::error::{Error, ErrorKind};

/// What messages of registered functions begin with.
pub(super) const REFUSED: &str = "backend: ";

/// Beginnings of messages about something that is missing, and what comes after the colon.
const MISSING: [(&str, Thing); 7] = [
    ("no such table: ", Thing::Table),
    ("no such view: ", Thing::Table),
    ("no such column: ", Thing::Column),
    ("no such index: ", Thing::Other),
    ("no such trigger: ", Thing::Other),
    ("no such collation sequence: ", Thing::Other),
    ("unknown database ", Thing::Other),
];

#[derive(Clone, Copy)]
enum Thing {
    Table,
    Column,
    Other,
}

/// The error of a statement that SQLite refuses as it is, from its message.
pub(super) fn programming(text: &str) -> Error {
    let error = |kind| Error::new(kind, text);
    if let Some(message) = text.strip_prefix(REFUSED) {
        return Error::new(ErrorKind::Data, message);
    }
    for (beginning, thing) in MISSING {
        if let Some(name) = text.strip_prefix(beginning) {
            let error = error(ErrorKind::DoesNotExist);
            return match thing {
                Thing::Table => error.with_table(unqualified(name)),
                Thing::Column => column(error, name),
                Thing::Other => error,
            };
        }
    }
    if let Some((table, column)) = text
        .strip_prefix("table ")
        .and_then(|rest| rest.split_once(" has no column named "))
    {
        return error(ErrorKind::DoesNotExist)
            .with_table(table)
            .with_column(column);
    }
    if let Some(name) = text.strip_prefix("duplicate column name: ") {
        return error(ErrorKind::AlreadyExists).with_column(name);
    }
    if let Some(name) = text
        .strip_prefix("table ")
        .and_then(|rest| rest.strip_suffix(" already exists"))
    {
        return error(ErrorKind::AlreadyExists).with_table(name.trim_matches('"'));
    }
    if text.ends_with(" already exists")
        || text.starts_with("there is already ")
        || (text.starts_with("database ") && text.ends_with(" is already in use"))
    {
        return error(ErrorKind::AlreadyExists);
    }
    if text.ends_with("no transaction is active")
        || text.ends_with("within a transaction")
        || text.starts_with("no such savepoint: ")
    {
        return error(ErrorKind::Interface);
    }
    error(ErrorKind::Programming)
}

/// Adds the table, columns and constraint that the message of a refused row names.
pub(super) fn with_names(error: Error, text: &str) -> Error {
    if let Some(name) = text.strip_prefix("CHECK constraint failed: ") {
        return error.with_constraint(name);
    }
    if let Some(name) = text.strip_prefix("UNIQUE constraint failed: index '") {
        return error.with_constraint(name.strip_suffix('\'').unwrap_or(name));
    }
    let names = text
        .strip_prefix("UNIQUE constraint failed: ")
        .or_else(|| text.strip_prefix("NOT NULL constraint failed: "))
        .or_else(|| {
            Some(
                text.strip_prefix("cannot store ")?
                    .split_once(" column ")?
                    .1,
            )
        });
    match names.and_then(pairs).as_deref() {
        Some(pairs @ [(table, _), ..]) => {
            let columns: Vec<&str> = pairs.iter().map(|(_, column)| *column).collect();
            error.with_table(*table).with_column(columns.join(", "))
        }
        _ => error,
    }
}

/// Tables and columns out of `table.column, table.column`; `None` where a name has a point or comma of its own, so that
/// nobody can tell which is which.
fn pairs(names: &str) -> Option<Vec<(&str, &str)>> {
    let pairs: Vec<_> = names
        .split(", ")
        .map(|name| {
            name.split_once('.')
                .filter(|(_, column)| !column.contains('.'))
        })
        .collect::<Option<_>>()?;
    let (table, _) = pairs.first()?;
    let of_one_table = pairs.iter().all(|(other, _)| other == table);
    of_one_table.then_some(pairs)
}

/// A column's name, with or without its table's before it.
fn column(error: Error, name: &str) -> Error {
    // SQLite ≥ 3.44 adds advice for names in double quotes.
    let name = name
        .split_once(" - should this be ")
        .map_or(name, |(name, _)| name);
    let name = name.trim_matches('"');
    match name.rsplit_once('.') {
        Some((table, column)) => error.with_table(unqualified(table)).with_column(column),
        None => error.with_column(name),
    }
}

/// A table's name without the `main.` of its database.
fn unqualified(name: &str) -> &str {
    name.strip_prefix("main.")
        .or_else(|| name.strip_prefix("temp."))
        .unwrap_or(name)
}
