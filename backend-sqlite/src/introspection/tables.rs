//! Tables: everything under one name.

use backend_core::error::Result;
use backend_core::introspection::Warning;
use backend_core::model::{Identifier, Options, QualifiedName, Table, TableKind};

use super::catalog::{Catalog, Readings, Relation, Rows};
use super::{columns, constraints, ddl, derived, indexes, views};

/// A table, and what could not be read of it.
pub(super) type Parsed = (Table, Vec<Warning>);

/// Makes the model of a table from its statements alone; `None` where SQLite has to be asked.
pub(super) fn derive(catalog: &Catalog, relation: &Relation) -> Result<Option<Parsed>> {
    if relation.kind != "table" {
        return Ok(None);
    }
    let readings = catalog.readings(relation);
    derived::rows(catalog, relation, &readings)
        .map(|rows| model(catalog, relation, &readings, &rows))
        .transpose()
}

/// Makes the model of a table about which SQLite was asked.
pub(super) fn parse(catalog: &Catalog, relation: &Relation) -> Result<Parsed> {
    let rows = catalog.answers(&relation.name);
    model(catalog, relation, &catalog.readings(relation), &rows)
}

fn model(
    catalog: &Catalog,
    relation: &Relation,
    readings: &Readings<'_>,
    rows: &Rows<'_>,
) -> Result<Parsed> {
    let name = QualifiedName::from(Identifier::new(relation.name.as_str())?);
    let mut warnings = Vec::new();
    for problem in &readings.table.problems {
        let message = format!("its stored statement cannot be followed: {problem}");
        warnings.push(Warning::new(name.clone(), message));
    }
    let mut table = Table::new(name);
    let statement = match &readings.table.statement {
        Some(ddl::Statement::Table(statement)) => Some(statement),
        Some(ddl::Statement::VirtualTable(statement)) => {
            table.kind = TableKind::Virtual {
                module: statement.module.clone(),
                arguments: statement.arguments.clone(),
            };
            None
        }
        _ => None,
    };
    table.columns = columns::parse(&rows.columns, statement)?;
    if let Some(statement) = statement {
        table.comment.clone_from(&statement.comment);
        table.options = options(statement);
        constraints::keys(&mut table, &rows.columns, &rows.indexes, statement)?;
        constraints::checks(&mut table, statement)?;
    }
    constraints::foreign_keys(&mut table, &rows.foreign_keys, statement)?;
    table.indexes = indexes::parse(&readings.created, &table, &rows.indexes, &mut warnings)?;
    table.triggers = views::triggers(catalog, &relation.name, &table.name, &mut warnings)?;
    // Of most there is one, or none, where a vector has room for four.
    table.uniques.shrink_to_fit();
    table.foreign_keys.shrink_to_fit();
    table.checks.shrink_to_fit();
    table.indexes.shrink_to_fit();
    Ok((table, warnings))
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
