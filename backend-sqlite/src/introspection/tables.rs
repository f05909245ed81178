//! Tables: everything under one name.

use backend_core::error::Result;
use backend_core::introspection::Warning;
use backend_core::model::{Identifier, Options, QualifiedName, Table, TableKind};

use super::catalog::{Catalog, Relation};
use super::{columns, constraints, ddl, indexes, views};

/// Makes the model of one table.
pub(super) fn parse(
    catalog: &Catalog,
    relation: &Relation,
    warnings: &mut Vec<Warning>,
) -> Result<Table> {
    let name = QualifiedName::from(Identifier::new(relation.name.as_str())?);
    let reading = catalog
        .statements
        .get(&relation.name)
        .map(|stored| &stored.reading);
    for problem in reading.iter().flat_map(|reading| &reading.problems) {
        let message = format!("its stored statement cannot be followed: {problem}");
        warnings.push(Warning::new(name.clone(), message));
    }
    let statement = reading.and_then(|reading| reading.statement.as_ref());
    let mut table = Table::new(name);
    let rows = catalog
        .columns
        .get(&relation.name)
        .map_or(&[][..], Vec::as_slice);
    match statement {
        Some(ddl::Statement::VirtualTable(statement)) => {
            table.kind = TableKind::Virtual {
                module: statement.module.clone(),
                arguments: statement.arguments.clone(),
            };
            table.columns = columns::parse(rows, None)?;
        }
        Some(ddl::Statement::Table(statement)) => {
            table.columns = columns::parse(rows, Some(statement))?;
            table.comment.clone_from(&statement.comment);
            table.options = options(statement);
            let index_rows = catalog
                .indexes
                .get(&relation.name)
                .map_or(&[][..], Vec::as_slice);
            constraints::keys(&mut table, rows, index_rows, statement)?;
            constraints::checks(&mut table, statement)?;
        }
        _ => table.columns = columns::parse(rows, None)?,
    }
    if let Some(rows) = catalog.foreign_keys.get(&relation.name) {
        let statement = match statement {
            Some(ddl::Statement::Table(statement)) => Some(statement),
            _ => None,
        };
        constraints::foreign_keys(&mut table, rows, statement)?;
    }
    if let Some(rows) = catalog.indexes.get(&relation.name) {
        table.indexes = indexes::parse(catalog, &table, rows, warnings)?;
    }
    table.triggers = views::triggers(catalog, &relation.name, &table.name, warnings)?;
    Ok(table)
}

fn options(statement: &ddl::CreateTable) -> Options {
    let mut options = Options::new();
    if statement.strict {
        options.set("STRICT", None);
    }
    if statement.without_rowid {
        options.set("WITHOUT ROWID", None);
    }
    options
}
