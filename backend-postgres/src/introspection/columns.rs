//! Columns: types, defaults, generation, collations, and the names that the server makes up.

use std::collections::HashMap;

use backend_core::error::Result;
use backend_core::model::{
    Column, ColumnType, Generated, GeneratedStorage, Identifier, Identity, IdentityGeneration,
};
use backend_core::row::cell;
use backend_core::value::ValueRef;

use super::expression::bare;
use super::names::{Names, split_options};
use super::{defaults, names};
use crate::features::MAX_IDENTIFIER_BYTES;
use crate::value;

/// Where the collation of a column lives, where it is neither the session's schema nor the server's.
pub(super) const COLLATION_SCHEMA: &str = "COLLATION SCHEMA";

/// A column, and what rows about keys need to know of it.
#[derive(Debug)]
pub(super) struct Attribute {
    pub(super) number: i64,
    /// The number of its collation.
    pub(super) collation: i64,
    pub(super) column: Column,
}

/// Types by the numbers that the catalog has for them: each is read once.
#[derive(Debug, Default)]
pub(super) struct Types(HashMap<(i64, i64), ColumnType>);

impl Types {
    /// The type that five cells from `first` on describe: how it is declared, schema and name where a user made it (or its
    /// element), and whether it is an array.
    pub(super) fn read(
        &mut self,
        names: &Names,
        numbers: (i64, i64),
        cells: &[ValueRef<'_>],
        first: usize,
    ) -> Result<ColumnType> {
        if let Some(column_type) = self.0.get(&numbers) {
            return Ok(column_type.clone());
        }
        let declared: &str = cell(cells, first, "declared_type")?;
        let schema: Option<i64> = cell(cells, first + 1, "type_schema")?;
        let name: Option<&str> = cell(cells, first + 2, "type_name")?;
        let is_array: bool = cell(cells, first + 3, "is_array")?;
        let column_type = match (schema, name) {
            (Some(schema), Some(name)) => {
                let named = ColumnType::Named(names.qualified(schema, name)?);
                if is_array {
                    ColumnType::Array(Box::new(named))
                } else {
                    named
                }
            }
            _ => value::column_type(declared),
        };
        self.0.insert(numbers, column_type.clone());
        Ok(column_type)
    }
}

/// Reads a row of `columns.sql`.
pub(super) fn read(
    names: &Names,
    types: &mut Types,
    relation: i64,
    cells: &[ValueRef<'_>],
) -> Result<Attribute> {
    let number: i64 = cell(cells, 1, "attnum")?;
    let name = Identifier::new(cell::<&str>(cells, 2, "attname")?)?;
    let type_number = cell(cells, 3, "atttypid")?;
    let modifier = cell(cells, 4, "atttypmod")?;
    let column_type = types.read(names, (type_number, modifier), cells, 5)?;
    let mut column = Column::named(name, column_type);
    let declared: &str = cell(cells, 5, "declared_type")?;
    column.declared_type = Some(declared.to_owned());
    column.nullable = !cell::<bool>(cells, 9, "attnotnull")?;
    column.identity = identity(cell(cells, 10, "attidentity")?).map(Box::new);
    let generated: &str = cell(cells, 11, "attgenerated")?;
    column.inherited = !cell::<bool>(cells, 14, "attislocal")?;
    match cell::<Option<&str>>(cells, 15, "value")? {
        None => {}
        Some(text) if generated.is_empty() => {
            column.default = Some(defaults::read(text, &column.column_type));
        }
        Some(text) => {
            let storage = if generated == "v" {
                GeneratedStorage::Virtual
            } else {
                GeneratedStorage::Stored
            };
            column.generated = Some(Box::new(Generated {
                expression: bare(text).to_owned(),
                storage,
            }));
        }
    }
    set_collation(names, &mut column, cell(cells, 12, "collation")?)?;
    set_options(names, &mut column, relation, number, cells)?;
    column.comment = cell::<Option<&str>>(cells, 19, "description")?.map(str::to_owned);
    Ok(Attribute {
        number,
        collation: cell(cells, 13, "own_collation")?,
        column,
    })
}

fn identity(letter: &str) -> Option<Identity> {
    let generation = match letter {
        "a" => IdentityGeneration::Always,
        "d" => IdentityGeneration::ByDefault,
        _ => return None,
    };
    Some(Identity::new().generated(generation))
}

fn set_collation(names: &Names, column: &mut Column, number: i64) -> Result<()> {
    if let Some(collation) = names.collation(number)? {
        if let Some(schema) = collation.schema {
            let schema = Some(schema.as_str().to_owned());
            column.options.set(COLLATION_SCHEMA, schema);
        }
        column.collation = Some(collation.name);
    }
    Ok(())
}

fn set_options(
    names: &Names,
    column: &mut Column,
    relation: i64,
    number: i64,
    cells: &[ValueRef<'_>],
) -> Result<()> {
    let storage = match cell::<Option<&str>>(cells, 16, "storage")? {
        Some("p") => Some("PLAIN"),
        Some("e") => Some("EXTERNAL"),
        Some("m") => Some("MAIN"),
        Some("x") => Some("EXTENDED"),
        _ => None,
    };
    let compression = match cell::<Option<&str>>(cells, 17, "compression")? {
        Some("p") => Some("pglz"),
        Some("l") => Some("lz4"),
        _ => None,
    };
    for (name, value) in [("STORAGE", storage), ("COMPRESSION", compression)] {
        if let Some(value) = value {
            column.options.set(name, Some(value.to_owned()));
        }
    }
    for (name, value) in split_options(cell(cells, 18, "server_options")?) {
        let value = Some(value.to_owned());
        column.options.set(format!("OPTIONS {name}"), value);
    }
    names.set_options_of(&mut column.options, relation, number);
    Ok(())
}

/// The name that the server makes up of a table's, a column's and what it is for: cut where the longer of the two is.
pub(crate) fn made_up_name(table: &str, column: &str, label: &str) -> String {
    let most = usize::try_from(MAX_IDENTIFIER_BYTES).unwrap_or(usize::MAX);
    let available = most.saturating_sub(label.len() + 2);
    let (mut first, mut second) = (table.len(), column.len());
    while first + second > available {
        if first > second {
            first -= 1;
        } else {
            second -= 1;
        }
    }
    let table = names::cut(table, first);
    let column = names::cut(column, second);
    format!("{table}_{column}_{label}")
}

#[cfg(test)]
mod tests {
    use super::made_up_name;

    #[test]
    fn the_longer_name_is_cut_first() {
        assert_eq!(made_up_name("t", "c", "seq"), "t_c_seq");
        let long = "a".repeat(60);
        let name = made_up_name(&long, "column", "seq");
        assert_eq!(name, format!("{}_column_seq", "a".repeat(52)));
        assert_eq!(name.len(), 63);
        let wide = "é".repeat(30);
        let name = made_up_name(&wide, "c", "not_null");
        assert!(name.ends_with("é_c_not_null") && name.len() <= 63, "{name}");
    }
}
