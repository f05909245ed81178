//! Tables of every sort, and views as far as a row about relations tells of them.

use backend_core::error::Result;
use backend_core::introspection::Warning;
use backend_core::model::{
    Identifier, Options, PartitionOf, PartitionStrategy, Partitioning, QualifiedName, RowSecurity,
    Table, TableKind,
};
use backend_core::row::cell;
use backend_core::value::ValueRef;

use super::catalog::{Catalog, Relation, Relations, Shape};
use super::names::{Names, set_options};
use super::{indexes, key, numbers, views};

/// A partition key as the catalog keeps it.
#[derive(Debug)]
pub(super) struct PartitionKey {
    columns: Vec<i64>,
    classes: Vec<i64>,
    collations: Vec<i64>,
    definition: String,
}

/// Takes a row of `relations.sql`.
pub(super) fn add(catalog: &mut Catalog, cells: &[ValueRef<'_>]) -> Result<()> {
    let schema = cell(cells, 1, "relnamespace")?;
    let name = catalog
        .names
        .qualified(schema, cell(cells, 2, "relname")?)?;
    let kind: &str = cell(cells, 3, "relkind")?;
    let is_view = matches!(kind, "v" | "m");
    let shape = if is_view {
        let definition: Option<&str> = cell(cells, 13, "definition")?;
        if definition.is_none() && catalog.is_spelled {
            let message = "its definition cannot be read: it is being dropped";
            let warning = Warning::new(name.clone(), message);
            catalog.warnings.push(warning);
        }
        Shape::View(views::read(name.clone(), kind, definition, cells)?)
    } else {
        Shape::Table(table(name.clone(), kind, cells)?)
    };
    catalog.relations.push(Relation {
        number: cell(cells, 0, "oid")?,
        name,
        attributes: Vec::new(),
        foreign_keys: Vec::new(),
        bound: cell(cells, 8, "bound")?,
        is_partition: cell(cells, 17, "relispartition")?,
        partition_key: partition_key(cells)?,
        shape,
    });
    Ok(())
}

fn table(name: QualifiedName, kind: &str, cells: &[ValueRef<'_>]) -> Result<Table> {
    let mut table = Table::new(name);
    if kind == "f" {
        let server: Option<&str> = cell(cells, 20, "server")?;
        let mut options = Options::new();
        set_options(&mut options, cell(cells, 21, "server_options")?);
        table.kind = TableKind::Foreign {
            server: Identifier::new(server.unwrap_or_default())?,
            options,
        };
    }
    table.row_security = match (
        cell(cells, 5, "relrowsecurity")?,
        cell(cells, 6, "relforcerowsecurity")?,
    ) {
        (true, true) => RowSecurity::Forced,
        (true, false) => RowSecurity::Enabled,
        _ => RowSecurity::Disabled,
    };
    if cell::<&str>(cells, 4, "relpersistence")? == "u" {
        table.options.set("UNLOGGED", None);
    }
    set_storage(&mut table.options, cells)?;
    let of_type: Option<String> = cell(cells, 18, "of_type")?;
    if of_type.is_some() {
        table.options.set("OF", of_type);
    }
    match cell(cells, 19, "relreplident")? {
        "f" => table.options.set("REPLICA IDENTITY", Some("FULL".into())),
        "n" if kind != "f" => table
            .options
            .set("REPLICA IDENTITY", Some("NOTHING".into())),
        _ => {}
    }
    table.comment = cell(cells, 22, "description")?;
    Ok(table)
}

/// Sets how and where rows are stored.
pub(super) fn set_storage(options: &mut Options, cells: &[ValueRef<'_>]) -> Result<()> {
    set_options(options, cell(cells, 14, "options")?);
    for (place, name) in [(15, "TABLESPACE"), (16, "USING")] {
        let value: Option<String> = cell(cells, place, name)?;
        if value.is_some() {
            options.set(name, value);
        }
    }
    Ok(())
}

fn partition_key(cells: &[ValueRef<'_>]) -> Result<Option<PartitionKey>> {
    let Some(columns) = cell::<Option<&str>>(cells, 9, "partattrs")? else {
        return Ok(None);
    };
    let definition: Option<String> = cell(cells, 12, "partition_key")?;
    Ok(Some(PartitionKey {
        columns: numbers::list(Some(columns)),
        classes: numbers::list(cell(cells, 10, "partclass")?),
        collations: numbers::list(cell(cells, 11, "partcollation")?),
        definition: definition.unwrap_or_default(),
    }))
}

/// How a partitioned table's rows are distributed.
pub(super) fn partitioning(names: &Names, relation: &Relation) -> Result<Option<Partitioning>> {
    let Some(row) = &relation.partition_key else {
        return Ok(None);
    };
    let strategy = match row.definition.split_whitespace().next() {
        Some("LIST") => PartitionStrategy::List,
        Some("HASH") => PartitionStrategy::Hash,
        _ => PartitionStrategy::Range,
    };
    let written = key::of_partitioning(&row.definition);
    let source = indexes::KeyRow {
        columns: &row.columns,
        options: &[],
        classes: &row.classes,
        collations: &row.collations,
        written: written.as_deref(),
    };
    let parts = (0..row.columns.len())
        .map(|place| source.part(names, relation, place))
        .collect::<Result<_>>()?;
    Ok(Some(Partitioning { strategy, parts }))
}

/// Notes that a table has a parent: by being a partition of it, or by inheriting from it.
pub(super) fn add_parent(relations: &mut Relations, number: i64, parent: QualifiedName) {
    let Some(relation) = relations.get_mut(number) else {
        return;
    };
    let Shape::Table(table) = &mut relation.shape else {
        return;
    };
    if relation.is_partition {
        let bound = relation.bound.take().unwrap_or_default();
        table.partition_of = Some(PartitionOf { parent, bound });
    } else {
        table.inherits.push(parent);
    }
}

/// Takes a row of `rules.sql`.
pub(super) fn add_rule(catalog: &mut Catalog, cells: &[ValueRef<'_>]) -> Result<()> {
    let kind: &str = cell(cells, 0, "kind")?;
    let Some(relation) = catalog.relations.get_mut(cell(cells, 1, "relation")?) else {
        return Ok(());
    };
    let options = match &mut relation.shape {
        Shape::Table(table) => &mut table.options,
        Shape::View(view) => &mut view.options,
    };
    let name: &str = cell(cells, 2, "name")?;
    let definition = cell(cells, 3, "definition")?;
    let word = if kind == "rule" { "RULE" } else { "POLICY" };
    options.set(format!("{word} {name}"), definition);
    Ok(())
}
