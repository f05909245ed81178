//! PostgreSQL's own options: storage parameters by their lower-case names, and a few words.

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::model::{Column, Identifier, Index, Options, QualifiedName, Table};
use backend_core::operations::Dialect;
use backend_core::sql::{Statement, Writer};

use super::{alter, not_supported, write_method};
use crate::value::is_type;

/// The option of a table whose changes are not logged; the table is empty after a crash.
pub(super) const UNLOGGED: &str = "UNLOGGED";
/// The option of a relation that is stored by another method than rows in a heap.
pub(super) const USING: &str = "USING";
/// The option of a relation that is stored elsewhere.
pub(super) const TABLESPACE: &str = "TABLESPACE";
/// The option of a column that is stored in another way than its type's.
pub(super) const STORAGE: &str = "STORAGE";
/// The option of a column that is compressed in another way than the server's.
pub(super) const COMPRESSION: &str = "COMPRESSION";
/// The option of a column of which more or fewer samples are taken.
pub(super) const STATISTICS: &str = "STATISTICS";

/// The option of a table whose columns are those of a type.
pub(super) const OF: &str = "OF";
/// The option of a table, or of its index, that says by what replication tells its rows.
pub(super) const REPLICA_IDENTITY: &str = "REPLICA IDENTITY";
/// The option of an index by which a table's rows are sorted when they are told to be.
pub(super) const CLUSTER: &str = "CLUSTER";
/// The option of a column that is not NULL from now on.
pub(super) const NOT_NULL: &str = "NOT NULL";
/// The option of a column that can be NULL in tables which inherit it.
pub(super) const NOT_NULL_NO_INHERIT: &str = "NOT NULL NO INHERIT";
/// How the options begin that a column has on another server.
const OPTIONS: &str = "OPTIONS ";
/// How the options begin that are rules and policies, with their names behind it.
const RULE: &str = "RULE ";
const POLICY: &str = "POLICY ";

/// The option of what has a collation that lives in another schema.
pub(super) const COLLATION_SCHEMA: &str = "COLLATION SCHEMA";

/// Writes what stands after a table's columns or a view's name: method, parameters, place.
pub(super) fn write_relation(options: &Options, out: &mut Writer<'_>) -> Result<()> {
    check_words(
        options,
        &[UNLOGGED, USING, TABLESPACE, OF, REPLICA_IDENTITY],
    )?;
    write_method(options.value(USING), out)?;
    write_parameters(options, " WITH (", out)?;
    write_tablespace(options, " TABLESPACE ", out)
}

/// Writes what stands after an index's columns.
pub(super) fn write_index(options: &Options, out: &mut Writer<'_>) -> Result<()> {
    check_words(options, &[TABLESPACE, CLUSTER, REPLICA_IDENTITY])?;
    write_parameters(options, " WITH (", out)?;
    write_tablespace(options, " TABLESPACE ", out)
}

/// Writes what stands after a key's columns: of its index.
pub(super) fn write_constraint(options: &Options, out: &mut Writer<'_>) -> Result<()> {
    check_words(options, &[TABLESPACE])?;
    write_parameters(options, " WITH (", out)?;
    write_tablespace(options, " USING INDEX TABLESPACE ", out)
}

/// Refuses options of a column that no statement sets.
pub(super) fn check_column(options: &Options) -> Result<()> {
    check_words(
        options,
        &[
            STORAGE,
            COMPRESSION,
            STATISTICS,
            COLLATION_SCHEMA,
            NOT_NULL,
            NOT_NULL_NO_INHERIT,
        ],
    )
}

/// The statements that set columns' options.
pub(super) fn column_statements(dialect: &Dialect, table: &Table) -> Result<Vec<Statement>> {
    let mut statements = Vec::new();
    for column in &table.columns {
        let of_column = || {
            let mut out = alter(dialect, &table.name);
            out.push(" ALTER COLUMN ").identifier(&column.name);
            out
        };
        for (name, value) in column
            .options
            .iter()
            .filter(|(name, _)| !is_parameter(name))
        {
            let value = value.unwrap_or_default();
            // What is not said here is said with the column.
            if !matches!(name, STORAGE | COMPRESSION | STATISTICS | NOT_NULL) {
                continue;
            }
            if name == NOT_NULL {
                statements.push(not_null_later(dialect, table, column));
                continue;
            }
            let mut out = of_column();
            match name {
                STORAGE => out.push(" SET STORAGE ").push(storage(value)?),
                COMPRESSION => out
                    .push(" SET COMPRESSION ")
                    .identifier(&Identifier::new(value)?),
                _ => out.push(" SET STATISTICS ").number(number(name, value)?),
            };
            statements.push(out.finish());
        }
        let mut out = of_column();
        out.push(" SET");
        let bare = out.as_str().len();
        write_parameters(&column.options, " (", &mut out)?;
        if out.as_str().len() > bare {
            statements.push(out.finish());
        }
    }
    Ok(statements)
}

/// The statement that makes a column NOT NULL without looking at the rows which are there.
fn not_null_later(dialect: &Dialect, table: &Table, column: &Column) -> Statement {
    let mut out = alter(dialect, &table.name);
    out.push(" ADD ");
    if let Some(name) = &column.not_null_name {
        out.push("CONSTRAINT ").identifier(name).push(" ");
    }
    out.push("NOT NULL ")
        .identifier(&column.name)
        .push(" NOT VALID");
    out.finish()
}

/// The statements that make of a relation what options say beside storage: its type, its rules, who may see which rows.
pub(super) fn relation_statements(
    dialect: &Dialect,
    name: &QualifiedName,
    options: &Options,
) -> Result<Vec<Statement>> {
    let mut statements = Vec::new();
    for (option, value) in options.iter() {
        let value = value.unwrap_or_default();
        let mut out = alter(dialect, name);
        if option == OF {
            if !is_type(value) {
                return Err(unknown(OF));
            }
            out.push(" OF ").fragment(value);
        } else if option == REPLICA_IDENTITY {
            out.push(match value {
                "FULL" => " REPLICA IDENTITY FULL",
                "NOTHING" => " REPLICA IDENTITY NOTHING",
                _ => return Err(unknown(REPLICA_IDENTITY)),
            });
        } else if option.starts_with(RULE) {
            statements.push(Statement::new(value.trim_end_matches(';')));
            continue;
        } else if let Some(policy) = option.strip_prefix(POLICY) {
            out = dialect.writer();
            out.push("CREATE POLICY ")
                .identifier(&Identifier::new(policy)?);
            out.push(" ON ").name(name).push(" ").fragment(value);
        } else {
            continue;
        }
        statements.push(out.finish());
    }
    Ok(statements)
}

/// The statements that say what an index is used for beside finding rows.
pub(super) fn index_statements(
    dialect: &Dialect,
    table: &QualifiedName,
    index: &Index,
) -> Vec<Statement> {
    let mut statements = Vec::new();
    for (option, words) in [
        (CLUSTER, " CLUSTER ON "),
        (REPLICA_IDENTITY, " REPLICA IDENTITY USING INDEX "),
    ] {
        if index.options.contains(option) {
            let mut out = alter(dialect, table);
            out.push(words).identifier(&index.name);
            statements.push(out.finish());
        }
    }
    statements
}

/// Writes the options that a column has on another server, after its type.
pub(super) fn write_foreign_column(options: &Options, out: &mut Writer<'_>) -> Result<()> {
    let own = options.iter().filter_map(|(name, value)| {
        let name = name.strip_prefix(OPTIONS)?;
        Some((name, value))
    });
    write_foreign(own, out)
}

/// Writes options of another server.
pub(super) fn write_foreign<'o>(
    options: impl Iterator<Item = (&'o str, Option<&'o str>)>,
    out: &mut Writer<'_>,
) -> Result<()> {
    let mut between = " OPTIONS (";
    for (name, value) in options {
        out.push(between).identifier(&Identifier::new(name)?);
        out.push(" ");
        out.string(value.unwrap_or_default());
        between = ", ";
    }
    if between == ", " {
        out.push(")");
    }
    Ok(())
}

fn storage(value: &str) -> Result<&'static str> {
    ["PLAIN", "EXTERNAL", "EXTENDED", "MAIN"]
        .into_iter()
        .find(|known| known.eq_ignore_ascii_case(value))
        .ok_or_else(|| unknown(STORAGE))
}

fn number(name: &str, value: &str) -> Result<i32> {
    value.parse().map_err(|_| unknown(name))
}

/// Whether an option is a parameter of storage: these are written in small letters.
fn is_parameter(name: &str) -> bool {
    !name.is_empty()
        && name
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '.'))
}

/// Whether an option is one of several, each with a name of its own.
fn is_named(option: &str) -> bool {
    [RULE, POLICY, OPTIONS]
        .iter()
        .any(|beginning| option.starts_with(beginning))
}

/// Refuses options that are neither parameters nor these words.
fn check_words(options: &Options, words: &[&str]) -> Result<()> {
    match options
        .iter()
        .find(|(name, _)| !is_parameter(name) && !words.contains(name) && !is_named(name))
    {
        None => Ok(()),
        Some((name, _)) => Err(unknown(name)),
    }
}

fn unknown(name: &str) -> Error {
    not_supported(format!(
        "PostgreSQL has no option `{name}` with this value here"
    ))
}

/// Writes the parameters, `opening` before the first; nothing where there is none. The server knows which there are.
fn write_parameters(options: &Options, opening: &'static str, out: &mut Writer<'_>) -> Result<()> {
    let mut between = opening;
    for (name, value) in options.iter().filter(|(name, _)| is_parameter(name)) {
        // Parameters of what is stored aside have their owner's name before a point.
        let (owner, own) = name.split_once('.').unwrap_or(("", name));
        out.push(between);
        between = ", ";
        if !owner.is_empty() {
            out.identifier(&Identifier::new(owner)?).push(".");
        }
        out.identifier(&Identifier::new(own)?);
        if let Some(value) = value {
            if value.contains('\0') {
                return Err(Error::new(
                    ErrorKind::Data,
                    format!("the value of the option `{name}` holds U+0000"),
                ));
            }
            out.push(" = ");
            out.string(value);
        }
    }
    if between != opening {
        out.push(")");
    }
    Ok(())
}

fn write_tablespace(options: &Options, words: &'static str, out: &mut Writer<'_>) -> Result<()> {
    if let Some(place) = options.value(TABLESPACE) {
        out.push(words).identifier(&Identifier::new(place)?);
    }
    Ok(())
}
