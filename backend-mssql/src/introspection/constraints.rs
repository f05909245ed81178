//! Foreign keys and checks; keys of the table itself are in `keys.rs`.

use backend_core::error::Result;
use backend_core::introspection::Warning;
use backend_core::model::{Check, Enforcement, ForeignKey, Identifier, ReferentialAction};
use backend_core::value::ValueRef;

use super::catalog::{Catalog, Shape};
use super::expression::bare;
use super::query::Cells;
use super::words::NOT_FOR_REPLICATION;

/// Takes a row of `foreign_keys.sql`: a key, or one more pair of columns of the key before.
pub(super) fn add_foreign_key(catalog: &mut Catalog, cells: &[ValueRef<'_>]) -> Result<()> {
    let mut cells = Cells::new(cells);
    let table: i64 = cells.next("parent_object_id")?;
    let number: i64 = cells.next("object_id")?;
    let name = Identifier::new(cells.next::<&str>("name")?)?;
    let references: i64 = cells.next("referenced_object_id")?;
    let schema: i64 = cells.next("references_schema")?;
    let other: &str = cells.next("references_name")?;
    // The table that is read has its name as it was written.
    let (references, referenced) = match catalog.relations.get(references) {
        Some(relation) => (relation.name.clone(), Some(relation)),
        None => (catalog.names.qualified(schema, other)?, None),
    };
    let on_delete = action(cells.next("on_delete")?);
    let on_update = action(cells.next("on_update")?);
    let is_disabled = cells.flag("is_disabled")?;
    let is_trusted = !cells.flag("is_not_trusted")?;
    let not_for_replication = cells.flag("is_not_for_replication")?;
    let column: i64 = cells.next("parent_column_id")?;
    let references_column: i64 = cells.next("referenced_column_id")?;
    let references_name: &str = cells.next("references_column")?;
    let attribute = referenced.and_then(|relation| relation.attribute(references_column));
    let references_column = match attribute {
        Some(attribute) => attribute.column.name.clone(),
        None => Identifier::new(references_name)?,
    };
    let Some(relation) = catalog.relations.get_mut(table) else {
        return Ok(());
    };
    let own = relation.attribute(column).map(|it| it.column.name.clone());
    let is_next = matches!(relation.foreign_keys.last(), Some((last, _, _)) if *last == number);
    if !is_next {
        let mut key = ForeignKey::new(Vec::new(), references, Vec::new())
            .with_name(name)
            .on_delete(on_delete)
            .on_update(on_update);
        key.enforcement = enforcement(is_disabled, is_trusted);
        if not_for_replication {
            let name = key
                .name
                .as_ref()
                .map_or_else(String::new, Identifier::shortened);
            let message =
                format!("its foreign key {name} is left out by replication, which is not kept");
            let warning = Warning::new(relation.name.clone(), message);
            catalog.warnings.push(warning);
        }
        relation.foreign_keys.push((number, column, key));
    }
    if let (Some((_, _, key)), Some(own)) = (relation.foreign_keys.last_mut(), own) {
        key.columns.push(own);
        key.referenced_columns.push(references_column);
    }
    Ok(())
}

/// Takes a row of `checks.sql`.
pub(super) fn add_check(catalog: &mut Catalog, cells: &[ValueRef<'_>]) -> Result<()> {
    let mut cells = Cells::new(cells);
    let table: i64 = cells.next("parent_object_id")?;
    let name = Identifier::new(cells.next::<&str>("name")?)?;
    let definition: Option<&str> = cells.next("definition")?;
    let is_disabled = cells.flag("is_disabled")?;
    let is_trusted = !cells.flag("is_not_trusted")?;
    let not_for_replication = cells.flag("is_not_for_replication")?;
    let Some(relation) = catalog.relations.get_mut(table) else {
        return Ok(());
    };
    if definition.is_none() {
        let message = format!("its check {} cannot be read", name.shortened());
        let warning = Warning::new(relation.name.clone(), message);
        catalog.warnings.push(warning);
    }
    let mut check = Check::new(bare(definition.unwrap_or_default())).with_name(name);
    check.enforcement = enforcement(is_disabled, is_trusted);
    if not_for_replication {
        check.options.set(NOT_FOR_REPLICATION, None);
    }
    if let Shape::Table(table) = &mut relation.shape {
        table.checks.push(check);
    }
    Ok(())
}

const fn enforcement(is_disabled: bool, is_trusted: bool) -> Enforcement {
    match (is_disabled, is_trusted) {
        (true, _) => Enforcement::NotEnforced,
        (false, false) => Enforcement::NotValidated,
        (false, true) => Enforcement::Enforced,
    }
}

const fn action(number: i64) -> ReferentialAction {
    match number {
        1 => ReferentialAction::Cascade,
        2 => ReferentialAction::SetNull,
        3 => ReferentialAction::SetDefault,
        _ => ReferentialAction::NoAction,
    }
}
