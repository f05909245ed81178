//! The one place where the engine's faults become the contract's errors.

use backend_core::error::{Error, ErrorKind, Integrity};

use crate::engine::Fault;

/// Classifies a fault: the kind is what callers branch on, the details are what they show.
///
/// The statement is not added here: core knows it, and adds it to whatever a cursor returns.
pub(crate) fn classify(fault: Fault) -> Error {
    match fault {
        Fault::Syntax { message, position } => {
            Error::new(ErrorKind::Programming, message).with_position(position)
        }
        Fault::Meaning(message) => Error::new(ErrorKind::Programming, message),
        Fault::Parameters { expected, given } => Error::new(
            ErrorKind::Interface,
            format!("the statement has {expected} parameters, {given} were given"),
        ),
        Fault::LongName { bytes, position } => {
            Error::new(ErrorKind::Data, format!("a name of {bytes} bytes is too long"))
                .with_position(position)
        }
        Fault::NoTable(table) => {
            Error::new(ErrorKind::DoesNotExist, format!("no such table: {table}")).with_table(table)
        }
        Fault::NoColumn { table, column } => {
            Error::new(ErrorKind::DoesNotExist, format!("no such column: {column}"))
                .with_table(table)
                .with_column(column)
        }
        Fault::NoIndex(name) => {
            Error::new(ErrorKind::DoesNotExist, format!("no such index: {name}"))
        }
        Fault::Exists(name) => {
            Error::new(ErrorKind::AlreadyExists, format!("{name} exists already"))
        }
        Fault::Unique { table, columns, constraint } => {
            let error = Error::new(
                ErrorKind::Integrity(Integrity::Unique),
                format!("{table} has a row with this {columns} already"),
            );
            let error = error.with_table(table).with_column(columns);
            match constraint {
                Some(constraint) => error.with_constraint(constraint),
                None => error,
            }
        }
        Fault::NotNull { table, column } => Error::new(
            ErrorKind::Integrity(Integrity::NotNull),
            format!("{column} of {table} cannot be NULL"),
        )
        .with_table(table)
        .with_column(column),
        Fault::Value { table, column, error } => error
            .context(format_args!("column {column}"))
            .with_table(table)
            .with_column(column),
        Fault::Locked => Error::new(ErrorKind::Locked, "another session is writing"),
        Fault::ReadOnly => Error::new(ErrorKind::ReadOnly, "the transaction may only read"),
        Fault::InTransaction => Error::new(ErrorKind::Interface, "a transaction is open already"),
        Fault::NoTransaction => Error::new(ErrorKind::Interface, "no transaction is open"),
    }
}
