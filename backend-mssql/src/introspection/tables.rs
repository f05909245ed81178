//! Tables of every sort, and views as far as a row about relations tells of them.

use backend_core::error::Result;
use backend_core::introspection::Warning;
use backend_core::model::{Identifier, Options, QualifiedName, Table, TableKind};
use backend_core::value::ValueRef;

use super::catalog::{Catalog, Relation, Shape};
use super::expression::quoted_name;
use super::query::Cells;
use super::words::{
    CHANGE_TRACKING, DURABILITY, EDGE, FILESTREAM_ON, FILETABLE, HISTORY_OF,
    HISTORY_RETENTION_PERIOD, LEDGER, LOCK_ESCALATION, MEMORY_OPTIMIZED, NODE, SYSTEM_VERSIONING,
    TEXTIMAGE_ON,
};
use super::{variant, views};

/// The numbers of the columns that say from when to when a row holds.
pub(super) type Period = (i64, i64);

/// Takes a row of `relations.sql`.
pub(super) fn add(catalog: &mut Catalog, cells: &[ValueRef<'_>]) -> Result<()> {
    let mut cells = Cells::new(cells);
    let number: i64 = cells.next("object_id")?;
    let schema: i64 = cells.next("schema_id")?;
    let name: &str = cells.next("name")?;
    let written: Option<&str> = cells.next("written")?;
    let name = catalog
        .names
        .qualified(schema, variant::relation_name(name, written))?;
    let kind: &str = cells.next("kind")?;
    let comment: Option<String> = cells.next("description")?;
    let definition: Option<&str> = cells.next("definition")?;
    let has_check_option = cells.flag("with_check_option")?;
    if kind == "view" {
        let mut view = views::read(name.clone(), definition, has_check_option)?;
        view.comment = comment;
        if definition.is_none() {
            let message =
                "its definition cannot be read: it is encrypted, or the session may not see it";
            let warning = Warning::new(name.clone(), message);
            catalog.warnings.push(warning);
        }
        catalog.relations.push(Relation {
            shape: Shape::View(view),
            ..Relation::table(number, name)
        });
        return Ok(());
    }
    let mut relation = Relation::table(number, name);
    if let Shape::Table(table) = &mut relation.shape {
        table.comment = comment;
        if let Some(period) = read(catalog, table, &mut cells)? {
            catalog.indexes.periods.push((number, period));
        }
        if kind == "foreign" {
            table.kind = foreign(&mut cells)?;
        }
    }
    catalog.relations.push(relation);
    Ok(())
}

/// Reads what is said of tables alone.
fn read(catalog: &Catalog, table: &mut Table, cells: &mut Cells<'_, '_>) -> Result<Option<Period>> {
    let options = &mut table.options;
    let in_memory = cells.flag("is_memory_optimized")?;
    let durability: Option<i64> = cells.next("durability")?;
    if in_memory {
        options.set(MEMORY_OPTIMIZED, None);
        if durability == Some(1) {
            options.set(DURABILITY, Some("SCHEMA_ONLY".to_owned()));
        }
    }
    let escalation: Option<i64> = cells.next("lock_escalation")?;
    match escalation {
        Some(1) => options.set(LOCK_ESCALATION, Some("DISABLE".to_owned())),
        Some(2) => options.set(LOCK_ESCALATION, Some("AUTO".to_owned())),
        _ => {}
    }
    if cells.flag("is_filetable")? {
        options.set(FILETABLE, None);
    }
    for option in [TEXTIMAGE_ON, FILESTREAM_ON] {
        let number: Option<i64> = cells.next(option)?;
        if let Some(space) = number.and_then(|number| catalog.names.space(number)) {
            options.set(option, Some(super::expression::quoted(space)));
        }
    }
    for option in [SYSTEM_VERSIONING, HISTORY_OF] {
        let other = catalog
            .names
            .optional(cells.next(option)?, cells.next(option)?)?;
        if let Some(other) = other {
            options.set(option, Some(quoted_name(&other)));
        }
    }
    let start: Option<i64> = cells.next("period_start")?;
    let end: Option<i64> = cells.next("period_end")?;
    let retention: Option<i64> = cells.next("history_retention_period")?;
    let unit: Option<i64> = cells.next("history_retention_period_unit")?;
    if let Some(retention) = retained(retention, unit) {
        options.set(HISTORY_RETENTION_PERIOD, Some(retention));
    }
    for option in [NODE, EDGE] {
        if cells.flag(option)? {
            options.set(option, None);
        }
    }
    match cells.next::<Option<i64>>("ledger_type")? {
        Some(2) => options.set(LEDGER, None),
        Some(3) => options.set(LEDGER, Some("APPEND_ONLY".to_owned())),
        _ => {}
    }
    match cells.next::<Option<bool>>("is_track_columns_updated_on")? {
        Some(true) => options.set(CHANGE_TRACKING, Some("TRACK_COLUMNS_UPDATED".to_owned())),
        Some(false) => options.set(CHANGE_TRACKING, None),
        None => {}
    }
    Ok(start.zip(end))
}

/// How long rows of earlier times are kept, where that is not for ever.
fn retained(number: Option<i64>, unit: Option<i64>) -> Option<String> {
    let unit = match unit? {
        3 => "DAYS",
        4 => "WEEKS",
        5 => "MONTHS",
        6 => "YEARS",
        _ => return None,
    };
    Some(format!("{} {unit}", number?))
}

fn foreign(cells: &mut Cells<'_, '_>) -> Result<TableKind> {
    let server: Option<&str> = cells.next("data_source")?;
    let mut options = Options::new();
    for option in ["FILE_FORMAT", "LOCATION", "SCHEMA_NAME", "OBJECT_NAME"] {
        let value: Option<String> = cells.next(option)?;
        if value.is_some() {
            options.set(option, value);
        }
    }
    Ok(TableKind::Foreign {
        server: Identifier::new(server.unwrap_or_default())?,
        options,
    })
}

/// Puts what a table has into the order of its names.
pub(super) fn sort(table: &mut Table) {
    table
        .uniques
        .sort_by(|one, other| one.name.cmp(&other.name));
    table.checks.sort_by(|one, other| one.name.cmp(&other.name));
    table
        .indexes
        .sort_by(|one, other| one.name.cmp(&other.name));
    table
        .triggers
        .sort_by(|one, other| one.name.cmp(&other.name));
}

/// The name of an object that belongs to a relation, in the same schema.
pub(super) fn beside(relation: &QualifiedName, name: Identifier) -> QualifiedName {
    QualifiedName {
        schema: relation.schema.clone(),
        name,
    }
}

#[cfg(test)]
mod tests {
    use super::retained;

    #[test]
    fn a_retention_is_said_unless_it_is_for_ever() {
        assert_eq!(retained(Some(-1), Some(-1)), None);
        assert_eq!(retained(Some(6), Some(5)).as_deref(), Some("6 MONTHS"));
        assert_eq!(retained(None, None), None);
    }
}
