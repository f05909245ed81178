//! The one place where the engine's faults become the contract's errors.

use backend_core::error::{Error, ErrorKind, Integrity};

use crate::engine::{Fault, MAX_NAME_BYTES};

/// Classifies a fault: the kind is what callers branch on, the details are what they show.
///
/// The statement is not added here: core knows it, and adds it to whatever a cursor returns.
pub(crate) fn classify(fault: Fault) -> Error {
    match fault {
        Fault::Syntax { message, position } => {
            Error::new(ErrorKind::Programming, message).with_position(position)
        }
        Fault::Meaning(message) => Error::new(ErrorKind::Programming, message),
        Fault::Parameters { expected, given } => {
            let message = format!("the statement has {expected} parameters, {given} were given");
            Error::new(ErrorKind::Interface, message)
        }
        Fault::LongName { bytes, position } => {
            let message = format!("the name has {bytes} bytes, the limit is {MAX_NAME_BYTES}");
            Error::new(ErrorKind::Data, message).with_position(position)
        }
        Fault::NoDatabase(name) => missing("database", &name),
        Fault::NoTable(table) => missing("table", &table).with_table(table),
        Fault::NoColumn { table, column } => missing("column", &column)
            .with_table(table)
            .with_column(column),
        Fault::NoIndex(name) => missing("index", &name),
        Fault::Exists(name) => {
            Error::new(ErrorKind::AlreadyExists, format!("{name} exists already"))
        }
        Fault::Unique {
            table,
            columns,
            constraint,
        } => {
            let message = format!("{table} has a row with this {columns} already");
            let error = Error::new(ErrorKind::Integrity(Integrity::Unique), message)
                .with_table(table)
                .with_column(columns);
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
        Fault::Value {
            table,
            column,
            type_name,
        } => Error::new(
            ErrorKind::Data,
            format!("the value does not fit {column} of {table}, which is {type_name}"),
        )
        .with_table(table)
        .with_column(column),
        Fault::Locked => Error::new(ErrorKind::Locked, "another session is writing"),
        Fault::ReadOnly => Error::new(ErrorKind::ReadOnly, "the transaction may only read"),
        Fault::InTransaction => Error::new(ErrorKind::Interface, "a transaction is open already"),
        Fault::NoTransaction => Error::new(ErrorKind::Interface, "no transaction is open"),
    }
}

fn missing(what: &str, name: &str) -> Error {
    Error::new(ErrorKind::DoesNotExist, format!("no such {what}: {name}"))
}
