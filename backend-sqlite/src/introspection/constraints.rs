//! Primary keys, unique constraints, checks and foreign keys.

use std::collections::HashMap;

use backend_core::error::Result;
use backend_core::introspection::Warning;
use backend_core::model::{
    Check, ForeignKey, Identifier, Identity, PrimaryKey, QualifiedName, ReferentialAction, Schema,
    Table, Unique,
};

use super::catalog::{ColumnRow, ForeignKeyRow, IndexRow};
use super::{columns, ddl, identifiers, indexes, same_name};

/// Sets the table's primary key, the identity of its row id's alias, and its unique constraints.
pub(super) fn keys(
    table: &mut Table,
    rows: &[ColumnRow],
    index_rows: &[IndexRow],
    statement: &ddl::CreateTable,
) -> Result<()> {
    let mut key_rows: Vec<_> = rows.iter().filter(|row| row.primary_key > 0).collect();
    key_rows.sort_by_key(|row| row.primary_key);
    if let Some(first) = key_rows.first() {
        let names: Vec<_> = key_rows.iter().map(|row| row.name.clone()).collect();
        let mut key = PrimaryKey::new(identifiers(&names)?);
        let autoincrement = describe_primary_key(&mut key, statement)?;
        let key_index = index_rows.iter().filter(|row| row.origin == "pk");
        let parts: Vec<_> = key_index.collect();
        let is_row_id = parts.is_empty()
            && key_rows.len() == 1
            && !statement.without_rowid
            && same_name(&first.declared_type, "INTEGER");
        key.parts = indexes::special_parts(table, &parts)?;
        if is_row_id
            && let Some(column) = table
                .columns
                .iter_mut()
                .find(|column| column.name == *first.name)
        {
            let identity = Identity::new();
            column.identity = Some(Box::new(if autoincrement {
                identity
            } else {
                identity.reusing_numbers()
            }));
            // A NULL in the row id's alias is replaced by a number.
            column.nullable = false;
        }
        table.primary_key = Some(key);
    }
    uniques(table, index_rows, statement)
}

/// Adds what only the statement says of the primary key; answers whether it has `AUTOINCREMENT`.
fn describe_primary_key(key: &mut PrimaryKey, statement: &ddl::CreateTable) -> Result<bool> {
    let of_columns = statement
        .columns
        .iter()
        .flat_map(|column| &column.constraints)
        .filter_map(|constraint| match &constraint.rule {
            ddl::ColumnRule::PrimaryKey {
                autoincrement,
                on_conflict,
                ..
            } => Some((&constraint.name, *autoincrement, *on_conflict)),
            _ => None,
        });
    let of_table = statement
        .constraints
        .iter()
        .filter_map(|constraint| match &constraint.rule {
            ddl::TableRule::PrimaryKey {
                autoincrement,
                on_conflict,
                ..
            } => Some((&constraint.name, *autoincrement, *on_conflict)),
            _ => None,
        });
    let Some((name, autoincrement, on_conflict)) = of_columns.chain(of_table).next() else {
        return Ok(false);
    };
    key.name = name.clone().map(Identifier::new).transpose()?;
    columns::set_on_conflict(&mut key.options, "ON CONFLICT", on_conflict);
    Ok(autoincrement)
}

/// Sets the unique constraints, in the order of the statement. What two of them, or one and the primary key, demand of the same
/// columns is one to SQLite, which makes one index for it: the others are there where they have names.
fn uniques(table: &mut Table, index_rows: &[IndexRow], statement: &ddl::CreateTable) -> Result<()> {
    let mut groups = indexes::by_name(index_rows.iter().filter(|row| row.origin == "u"));
    for (name, columns, on_conflict) in written_uniques(statement) {
        let found = groups.iter().position(|(_, rows)| {
            rows.len() == columns.len()
                && rows.iter().zip(&columns).all(|(row, column)| {
                    row.column
                        .as_deref()
                        .is_some_and(|name| same_name(name, column))
                })
        });
        if let Some(at) = found {
            let (_, rows) = groups.remove(at);
            let mut unique = unique(table, &rows)?;
            unique.name = name.cloned().map(Identifier::new).transpose()?;
            columns::set_on_conflict(&mut unique.options, "ON CONFLICT", on_conflict);
            table.uniques.push(unique);
        } else if let Some(name) = name {
            let columns = columns.into_iter().map(Identifier::new);
            let mut unique = Unique::new(columns.collect::<Result<_>>()?);
            unique.name = Some(Identifier::new(name)?);
            columns::set_on_conflict(&mut unique.options, "ON CONFLICT", on_conflict);
            table.uniques.push(unique);
        }
    }
    for (_, rows) in groups {
        let unique = unique(table, &rows)?;
        table.uniques.push(unique);
    }
    Ok(())
}

type WrittenUnique<'s> = (Option<&'s String>, Vec<&'s str>, Option<ddl::OnConflict>);

fn written_uniques(statement: &ddl::CreateTable) -> impl Iterator<Item = WrittenUnique<'_>> {
    let of_columns = statement.columns.iter().flat_map(|column| {
        column
            .constraints
            .iter()
            .filter_map(|constraint| match &constraint.rule {
                ddl::ColumnRule::Unique { on_conflict } => Some((
                    constraint.name.as_ref(),
                    vec![column.name.as_str()],
                    *on_conflict,
                )),
                _ => None,
            })
    });
    let of_table = statement
        .constraints
        .iter()
        .filter_map(|constraint| match &constraint.rule {
            ddl::TableRule::Unique { terms, on_conflict } => {
                let columns = terms
                    .iter()
                    .map(|term| term.column.as_deref())
                    .collect::<Option<_>>()?;
                Some((constraint.name.as_ref(), columns, *on_conflict))
            }
            _ => None,
        });
    of_columns.chain(of_table)
}

fn unique(table: &Table, rows: &[&IndexRow]) -> Result<Unique> {
    let names: Vec<_> = rows.iter().filter_map(|row| row.column.clone()).collect();
    let mut unique = Unique::new(identifiers(&names)?);
    unique.parts = indexes::special_parts(table, rows)?;
    Ok(unique)
}

/// Sets the checks of columns and of the table, in the order of the statement.
pub(super) fn checks(table: &mut Table, statement: &ddl::CreateTable) -> Result<()> {
    let of_columns = statement
        .columns
        .iter()
        .flat_map(|column| &column.constraints)
        .filter_map(|constraint| match &constraint.rule {
            ddl::ColumnRule::Check(expression) => Some((&constraint.name, expression)),
            _ => None,
        });
    let of_table = statement
        .constraints
        .iter()
        .filter_map(|constraint| match &constraint.rule {
            ddl::TableRule::Check(expression) => Some((&constraint.name, expression)),
            _ => None,
        });
    for (name, expression) in of_columns.chain(of_table) {
        let mut check = Check::new(expression.as_str());
        check.name = name.clone().map(Identifier::new).transpose()?;
        table.checks.push(check);
    }
    Ok(())
}

/// Sets the foreign keys, in the order of the statement. The names in them are as written until
/// [`resolve_references`] has seen all tables.
pub(super) fn foreign_keys(
    table: &mut Table,
    rows: &[ForeignKeyRow],
    statement: Option<&ddl::CreateTable>,
) -> Result<()> {
    // SQLite numbers the keys from the last one of the statement to the first.
    let mut groups: Vec<_> = rows.chunk_by(|one, other| one.id == other.id).collect();
    groups.sort_by_key(|rows| std::cmp::Reverse(rows.first().map(|row| row.id)));
    let written: Vec<_> = statement
        .map(written_foreign_keys)
        .into_iter()
        .flatten()
        .collect();
    for (n, rows) in groups.iter().enumerate() {
        let Some(first) = rows.first() else { continue };
        let columns: Vec<_> = rows.iter().map(|row| row.from.clone()).collect();
        let referenced: Vec<_> = rows.iter().filter_map(|row| row.to.clone()).collect();
        let references = QualifiedName::from(Identifier::new(first.references.as_str())?);
        let mut key = ForeignKey::new(
            identifiers(&columns)?,
            references,
            identifiers(&referenced)?,
        )
        .on_delete(action(&first.on_delete))
        .on_update(action(&first.on_update));
        // The list holds all keys or none.
        if written.len() == groups.len()
            && let Some((name, references)) = written.get(n)
        {
            key.name = name.cloned().map(Identifier::new).transpose()?;
            key.deferrability = references.deferrability;
        }
        table.foreign_keys.push(key);
    }
    Ok(())
}

fn written_foreign_keys(
    statement: &ddl::CreateTable,
) -> impl Iterator<Item = (Option<&String>, &ddl::References)> {
    let of_columns = statement
        .columns
        .iter()
        .flat_map(|column| &column.constraints)
        .filter_map(|constraint| match &constraint.rule {
            ddl::ColumnRule::References(references) => Some((constraint.name.as_ref(), references)),
            _ => None,
        });
    let of_table = statement
        .constraints
        .iter()
        .filter_map(|constraint| match &constraint.rule {
            ddl::TableRule::ForeignKey { references, .. } => {
                Some((constraint.name.as_ref(), references))
            }
            _ => None,
        });
    of_columns.chain(of_table)
}

fn action(text: &str) -> ReferentialAction {
    match text {
        "CASCADE" => ReferentialAction::Cascade,
        "SET NULL" => ReferentialAction::SetNull,
        "SET DEFAULT" => ReferentialAction::SetDefault,
        "RESTRICT" => ReferentialAction::Restrict,
        _ => ReferentialAction::NoAction,
    }
}

/// Spells the tables and columns that foreign keys refer to as those are spelled themselves, and fills in the columns of
/// keys that name none: they refer to the primary key.
pub(super) fn resolve_references(schema: &mut Schema, warnings: &mut Vec<Warning>) {
    let lower_case = |name: &Identifier| name.as_str().to_ascii_lowercase();
    let named = schema.tables.iter().enumerate();
    let places: HashMap<String, usize> = named
        .map(|(place, table)| (lower_case(&table.name.name), place))
        .collect();
    for place in 0..schema.tables.len() {
        let Some(table) = schema.tables.get_mut(place) else {
            continue;
        };
        let name = table.name.clone();
        // A key may refer to its own table, which stays whole but for them.
        let mut keys = std::mem::take(&mut table.foreign_keys);
        for key in &mut keys {
            let target = places.get(&lower_case(&key.references.name));
            let target = target.and_then(|place| schema.tables.get(*place));
            if let Err(problem) = resolve(key, target) {
                let columns: Vec<_> = key.columns.iter().map(Identifier::shortened).collect();
                let message = format!("its foreign key on {} {problem}", columns.join(", "));
                warnings.push(Warning::new(name.clone(), message));
            }
        }
        if let Some(table) = schema.tables.get_mut(place) {
            table.foreign_keys = keys;
        }
    }
}

fn resolve(key: &mut ForeignKey, target: Option<&Table>) -> Result<(), String> {
    let Some(target) = target else {
        let name = key.references.name.shortened();
        return Err(format!("refers to the table {name}, which does not exist"));
    };
    key.references = target.name.clone();
    if key.referenced_columns.is_empty() {
        let primary_key = target.primary_key_columns();
        if primary_key.len() != key.columns.len() {
            return Err(format!(
                "refers to the primary key of {}, which has {} columns",
                target.name.name.shortened(),
                primary_key.len()
            ));
        }
        key.referenced_columns = primary_key.to_vec();
        return Ok(());
    }
    for column in &mut key.referenced_columns {
        let found = target
            .columns
            .iter()
            .find(|other| same_name(other.name.as_str(), column.as_str()));
        match found {
            Some(found) => column.clone_from(&found.name),
            None => {
                return Err(format!(
                    "refers to the column {} of {}, which does not exist",
                    column.shortened(),
                    target.name.name.shortened()
                ));
            }
        }
    }
    Ok(())
}
