//! Refuses the facts of the model that no statement of this schema editor says: what was asked for is never left out in silence.

use crate::error::{Error, ErrorKind, Result};
use crate::model::{
    Deferrability, Enforcement, Index, IndexPart, RowSecurity, Table, TriggerActivity, View,
};

/// Refuses what a new table has and no statement makes.
pub(super) fn check_table(table: &Table) -> Result<()> {
    let key = table.primary_key.as_ref();
    let unwritten = [
        (!table.exclusions.is_empty(), "exclusion constraints"),
        (table.partitioning.is_some(), "partitioned tables"),
        (table.partition_of.is_some(), "partitions"),
        (!table.inherits.is_empty(), "tables that inherit"),
        (
            table.row_security != RowSecurity::Disabled,
            "tables with row security",
        ),
        (
            table
                .triggers
                .iter()
                .any(|trigger| trigger.activity != TriggerActivity::Enabled),
            "triggers that are not enabled as usual",
        ),
        (
            key.is_some_and(|key| key.deferrability != Deferrability::NotDeferrable),
            "deferrable primary keys",
        ),
        (
            key.is_some_and(|key| !key.include.is_empty())
                || table
                    .uniques
                    .iter()
                    .any(|unique| !unique.include.is_empty()),
            "keys with columns beside the key",
        ),
        (
            key.is_some_and(|key| key.without_overlaps)
                || table.uniques.iter().any(|unique| unique.without_overlaps)
                || table.foreign_keys.iter().any(|key| key.period),
            "keys of periods",
        ),
        (
            table
                .foreign_keys
                .iter()
                .any(|key| !key.on_delete_columns.is_empty()),
            "foreign keys that set some of their columns",
        ),
        (
            table
                .foreign_keys
                .iter()
                .map(|key| key.enforcement)
                .chain(table.checks.iter().map(|check| check.enforcement))
                .any(|enforcement| enforcement != Enforcement::Enforced),
            "constraints that are not enforced",
        ),
        (
            table.checks.iter().any(|check| !check.inheritable),
            "checks that are not inherited",
        ),
    ];
    refuse(&unwritten)
}

/// Refuses what a new index has and no statement makes.
pub(super) fn check_index(index: &Index) -> Result<()> {
    refuse(&[
        (!index.nulls_distinct, "indexes to which NULLs are equal"),
        (!index.valid, "indexes that cannot be used"),
    ])
}

/// Refuses what a part of a key has and no statement says.
pub(super) fn check_part(part: &IndexPart) -> Result<()> {
    refuse(&[
        (part.nulls.is_some(), "keys with an order of NULLs"),
        (
            part.operator_class.is_some(),
            "keys with operators of their own",
        ),
    ])
}

/// Refuses what a new view has and no statement makes.
pub(super) fn check_view(view: &View) -> Result<()> {
    refuse(&[
        (!view.populated, "views that are not filled"),
        (view.check_option.is_some(), "views with a check option"),
        (!view.indexes.is_empty(), "views with indexes"),
        (!view.options.is_empty(), "views with options"),
    ])
}

fn refuse(unwritten: &[(bool, &str)]) -> Result<()> {
    match unwritten.iter().find(|(is_there, _)| *is_there) {
        None => Ok(()),
        Some((_, what)) => Err(Error::new(
            ErrorKind::NotSupported(None),
            format!("the schema editor cannot make {what}"),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::{check_index, check_table, check_view};
    use crate::error::ErrorKind;
    use crate::model::{
        CheckOption, Identifier, Index, IndexPart, QualifiedName, RowSecurity, Table, View,
    };

    #[test]
    fn what_no_statement_says_is_refused() {
        let name = QualifiedName::new("t").unwrap();
        let mut table = Table::new(name.clone());
        assert!(check_table(&table).is_ok());
        table.row_security = RowSecurity::Forced;
        let refused =
            |error: crate::error::Error| assert_eq!(error.kind(), ErrorKind::NotSupported(None));
        refused(check_table(&table).unwrap_err());
        let part = IndexPart::column(Identifier::new("c").unwrap());
        let mut index = Index::new(Identifier::new("i").unwrap(), vec![part]);
        assert!(check_index(&index).is_ok());
        index.valid = false;
        refused(check_index(&index).unwrap_err());
        let mut view = View::new(name, "SELECT 1");
        assert!(check_view(&view).is_ok());
        view.check_option = Some(CheckOption::Local);
        refused(check_view(&view).unwrap_err());
    }
}
