//! Primary keys, unique, exclusion and check constraints, foreign keys, and named NOT NULLs.

use backend_core::error::Result;
use backend_core::model::{
    Check, Deferrability, Enforcement, Exclusion, ExclusionPart, ForeignKey, Identifier, Index,
    IndexPart, MatchType, PrimaryKey, QualifiedName, ReferentialAction, SortOrder, Unique,
};
use backend_core::row::cell;
use backend_core::value::ValueRef;

use super::catalog::{Catalog, Relation, Shape};
use super::columns::made_up_name;
use super::expression::bare;
use super::names::Names;
use super::numbers;
use super::query::SEPARATOR;

/// A row of `constraints.sql` as far as all sorts have it.
struct Row<'r> {
    cells: &'r [ValueRef<'r>],
    name: Identifier,
    columns: Vec<i64>,
    deferrability: Deferrability,
    enforcement: Enforcement,
    is_inherited: bool,
}

/// Takes a row of `constraints.sql`.
pub(super) fn add(catalog: &mut Catalog, cells: &[ValueRef<'_>]) -> Result<()> {
    let row = row(cells)?;
    let kind: &str = cell(cells, 3, "contype")?;
    let domain: i64 = cell(cells, 1, "contypid")?;
    if domain != 0 {
        match kind {
            "c" => catalog.user_types.add_check(domain, check(row)?),
            _ => catalog.user_types.set_not_null_name(domain, row.name),
        }
        return Ok(());
    }
    let number: i64 = cell(cells, 0, "conrelid")?;
    if kind == "f" {
        return add_foreign_key(catalog, number, row);
    }
    let index = match kind {
        "p" | "u" | "x" => catalog.indexes.take(cell(cells, 12, "conindid")?),
        _ => None,
    };
    let Some(relation) = catalog.relations.get_mut(number) else {
        return Ok(());
    };
    if kind == "n" {
        return set_not_null(relation, &row);
    }
    let columns = relation.column_names(&row.columns);
    let Shape::Table(table) = &mut relation.shape else {
        return Ok(());
    };
    match (kind, index) {
        ("c", _) => table.checks.push(check(row)?),
        ("p", Some(index)) => table.primary_key = Some(primary_key(row, columns, index)?),
        ("u", Some(index)) => table.uniques.push(unique(row, columns, index)?),
        ("x", Some(index)) => {
            let exclusion = exclusion(&catalog.names, row, index)?;
            table.exclusions.push(exclusion);
        }
        _ => {}
    }
    Ok(())
}

fn row<'r>(cells: &'r [ValueRef<'r>]) -> Result<Row<'r>> {
    let deferrability = match (
        cell(cells, 4, "condeferrable")?,
        cell(cells, 5, "condeferred")?,
    ) {
        (false, _) => Deferrability::NotDeferrable,
        (true, false) => Deferrability::InitiallyImmediate,
        (true, true) => Deferrability::InitiallyDeferred,
    };
    let enforcement = match (
        cell(cells, 7, "is_enforced")?,
        cell(cells, 6, "convalidated")?,
    ) {
        (false, _) => Enforcement::NotEnforced,
        (true, false) => Enforcement::NotValidated,
        (true, true) => Enforcement::Enforced,
    };
    Ok(Row {
        cells,
        name: Identifier::new(cell::<&str>(cells, 2, "conname")?)?,
        columns: numbers::list(cell(cells, 11, "columns")?),
        deferrability,
        enforcement,
        is_inherited: !cell::<bool>(cells, 9, "conislocal")?,
    })
}

fn check(row: Row<'_>) -> Result<Check> {
    let expression: Option<&str> = cell(row.cells, 23, "expression")?;
    let mut check = Check::new(bare(expression.unwrap_or_default())).with_name(row.name);
    check.enforcement = row.enforcement;
    check.inheritable = !cell::<bool>(row.cells, 10, "connoinherit")?;
    check.inherited = row.is_inherited;
    Ok(check)
}

/// Whether a constraint belongs to a partition because its table's parent has it.
fn is_clone(row: &Row<'_>) -> Result<bool> {
    cell(row.cells, 8, "is_clone")
}

fn primary_key(row: Row<'_>, columns: Vec<Identifier>, index: Index) -> Result<PrimaryKey> {
    let inherited = is_clone(&row)?;
    let mut key = PrimaryKey::new(columns).with_name(row.name);
    key.without_overlaps = cell(row.cells, 22, "is_period")?;
    key.deferrability = row.deferrability;
    key.inherited = inherited;
    key.parts = special(index.parts, key.without_overlaps);
    key.include = index.include;
    key.options = index.options;
    Ok(key)
}

fn unique(row: Row<'_>, columns: Vec<Identifier>, index: Index) -> Result<Unique> {
    let inherited = is_clone(&row)?;
    let mut unique = Unique::new(columns).with_name(row.name);
    unique.without_overlaps = cell(row.cells, 22, "is_period")?;
    unique.nulls_distinct = index.nulls_distinct;
    unique.deferrability = row.deferrability;
    unique.inherited = inherited;
    unique.parts = special(index.parts, unique.without_overlaps);
    unique.include = index.include;
    unique.options = index.options;
    Ok(unique)
}

/// The parts of a key, where one of them is not as its column has it by itself.
fn special(parts: Vec<IndexPart>, without_overlaps: bool) -> Vec<IndexPart> {
    let is_special = |part: &IndexPart| {
        part.order == SortOrder::Descending
            || part.nulls.is_some()
            || part.collation.is_some()
            || part.operator_class.is_some()
    };
    // The operators of periods are chosen by the server.
    if without_overlaps || !parts.iter().any(is_special) {
        Vec::new()
    } else {
        parts
    }
}

fn exclusion(names: &Names, row: Row<'_>, index: Index) -> Result<Exclusion> {
    let inherited = is_clone(&row)?;
    let operators: Option<&str> = cell(row.cells, 24, "operators")?;
    let mut words = operators.unwrap_or_default().split(' ');
    let mut parts = Vec::with_capacity(index.parts.len());
    for part in index.parts {
        let schema = words.next().and_then(|schema| schema.parse().ok());
        let (Some(schema), Some(operator)) = (schema, words.next()) else {
            break;
        };
        let operator = names.qualified(schema, operator)?;
        parts.push(ExclusionPart { part, operator });
    }
    let mut exclusion = Exclusion::new(parts).with_name(row.name);
    exclusion.predicate = index.predicate;
    exclusion.include = index.include;
    exclusion.method = index.method;
    exclusion.deferrability = row.deferrability;
    exclusion.inherited = inherited;
    exclusion.options = index.options;
    Ok(exclusion)
}

/// A NOT NULL that is a constraint: its name, unless the server made it up, and whether it holds for rows there were before.
fn set_not_null(relation: &mut Relation, row: &Row<'_>) -> Result<()> {
    let table = relation.name.name.clone();
    let is_partition = relation.is_partition;
    let is_inheritable = !cell::<bool>(row.cells, 10, "connoinherit")?;
    let Some(attribute) = row
        .columns
        .first()
        .and_then(|number| relation.attribute_mut(*number))
    else {
        return Ok(());
    };
    let column = &mut attribute.column;
    let made_up = made_up_name(table.as_str(), column.name.as_str(), "not_null");
    // A partition is made by itself, and then has to have the name that its table's is inherited by.
    if row.name != *made_up && (!row.is_inherited || is_partition) {
        column.not_null_name = Some(row.name.clone());
    }
    if row.enforcement != Enforcement::Enforced {
        // There can be rows with NULL.
        column.nullable = true;
        column.options.set("NOT NULL", Some("NOT VALID".to_owned()));
    }
    if !is_inheritable {
        column.options.set("NOT NULL NO INHERIT", None);
    }
    Ok(())
}

fn add_foreign_key(catalog: &mut Catalog, number: i64, row: Row<'_>) -> Result<()> {
    // Partitions have their table's key, and a key to a partitioned table has one of its own a partition.
    if is_clone(&row)? {
        return Ok(());
    }
    let cells = row.cells;
    let (references, referenced) = target(catalog, cells)?;
    let Some(relation) = catalog.relations.get_mut(number) else {
        return Ok(());
    };
    let columns = relation.column_names(&row.columns);
    let mut key = ForeignKey::new(columns, references, referenced)
        .with_name(row.name)
        .on_update(action(cell(cells, 18, "confupdtype")?))
        .on_delete(action(cell(cells, 19, "confdeltype")?))
        .deferrability(row.deferrability);
    key.match_type = match cell(cells, 20, "confmatchtype")? {
        "f" => MatchType::Full,
        _ => MatchType::Simple,
    };
    let set = numbers::list(cell(cells, 21, "delete_columns")?);
    key.on_delete_columns = relation.column_names(&set);
    key.enforcement = row.enforcement;
    key.period = cell(cells, 22, "is_period")?;
    let first = row.columns.first().copied().unwrap_or_default();
    relation.foreign_keys.push((first, key));
    Ok(())
}

/// The table and columns that a foreign key refers to.
fn target(catalog: &Catalog, cells: &[ValueRef<'_>]) -> Result<(QualifiedName, Vec<Identifier>)> {
    let columns = numbers::list(cell(cells, 16, "references_columns")?);
    if let Some(relation) = catalog.relations.get(cell(cells, 13, "confrelid")?) {
        return Ok((relation.name.clone(), relation.column_names(&columns)));
    }
    let schema = cell(cells, 14, "references_schema")?;
    let name = catalog
        .names
        .qualified(schema, cell(cells, 15, "references_name")?)?;
    let columns: Option<&str> = cell(cells, 17, "references_column_names")?;
    let columns = columns
        .into_iter()
        .flat_map(|names| names.split(SEPARATOR))
        .map(Identifier::new)
        .collect::<Result<_>>()?;
    Ok((name, columns))
}

fn action(letter: &str) -> ReferentialAction {
    match letter {
        "r" => ReferentialAction::Restrict,
        "c" => ReferentialAction::Cascade,
        "n" => ReferentialAction::SetNull,
        "d" => ReferentialAction::SetDefault,
        _ => ReferentialAction::NoAction,
    }
}
