//! [`Clause`]: what the model can say that the statements of few vendors do. What was asked for is never left out in silence.

use super::SchemaEditor;
use crate::error::{Error, ErrorKind, Result};
use crate::features::Features;
use crate::flag::Flag;
use crate::model::{
    Deferrability, Enforcement, Index, IndexPart, Options, RowSecurity, Table, Trigger,
    TriggerActivity, View,
};
use crate::operations::Dialect;

/// What a table, key, index or view of the model can have that few vendors can make. Each is refused where the vendor does
/// not say that it [`writes`](SchemaEditor::writes) it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Clause {
    /// A table that is a partition of another (`complete_table` makes it one).
    PartitionOf,
    /// A table that has the columns of others (`INHERITS`).
    Inherits,
    /// A table of which policies decide whose rows a user may see (`complete_table` says so).
    RowSecurity,
    /// A trigger that is not enabled as usual (`complete_table` says so).
    TriggerActivity,
    /// A trigger with a comment (`complete_table` sets it).
    TriggerComment,
    /// A column with a sequence of its own that is no identity.
    OwnedSequence,
    /// An identity whose sequence has a name of its own.
    SequenceName,
    /// A primary key that can be checked at the end of the transaction.
    DeferrablePrimaryKey,
    /// A key whose index carries other columns (`INCLUDE`).
    KeyInclude,
    /// A key whose last column is a period (`WITHOUT OVERLAPS`, `PERIOD`).
    Period,
    /// A foreign key that sets some of its columns (`ON DELETE SET NULL (…)`).
    OnDeleteColumns,
    /// A constraint that is declared only (`NOT ENFORCED`).
    NotEnforced,
    /// A check that tables which inherit do not have (`NO INHERIT`).
    NoInherit,
    /// A place of NULLs in an index (`NULLS FIRST`).
    IndexNulls,
    /// A class of operators in an index.
    OperatorClass,
    /// A view that stores its rows and is not filled (`WITH NO DATA`).
    NoData,
    /// A view through which only some rows can be written (`WITH CHECK OPTION`).
    CheckOption,
    /// Indexes of a view.
    ViewIndexes,
    /// An index that cannot be used.
    InvalidIndex,
}

impl Clause {
    /// What it is, for people.
    const fn what(self) -> &'static str {
        match self {
            Self::PartitionOf => "partitions",
            Self::Inherits => "tables that inherit",
            Self::RowSecurity => "tables with row security",
            Self::TriggerActivity => "triggers that are not enabled as usual",
            Self::TriggerComment => "triggers with a comment",
            Self::OwnedSequence => "columns with a sequence of their own",
            Self::SequenceName => "identities with a sequence of their own name",
            Self::DeferrablePrimaryKey => "deferrable primary keys",
            Self::KeyInclude => "keys with columns beside the key",
            Self::Period => "keys of periods",
            Self::OnDeleteColumns => "foreign keys that set some of their columns",
            Self::NotEnforced => "constraints that are not enforced",
            Self::NoInherit => "checks that are not inherited",
            Self::IndexNulls => "keys with an order of NULLs",
            Self::OperatorClass => "keys with operators of their own",
            Self::NoData => "views that are not filled",
            Self::CheckOption => "views with a check option",
            Self::ViewIndexes => "views with indexes",
            Self::InvalidIndex => "indexes that cannot be used",
        }
    }
}

/// Refuses what a new table has and the vendor does not write.
pub(super) fn check_table(
    editor: &dyn SchemaEditor,
    features: &Features,
    table: &Table,
) -> Result<()> {
    let key = table.primary_key.as_ref();
    let includes = key
        .map(|key| &key.include)
        .into_iter()
        .chain(table.uniques.iter().map(|unique| &unique.include));
    let keys = table.foreign_keys.iter();
    let is_deferrable = |deferrability| deferrability != Deferrability::NotDeferrable;
    refuse(
        editor,
        [
            (table.partition_of.is_some(), Clause::PartitionOf),
            (!table.inherits.is_empty(), Clause::Inherits),
            (
                table.row_security != RowSecurity::Disabled,
                Clause::RowSecurity,
            ),
            (
                table.columns.iter().any(|column| column.sequence.is_some()),
                Clause::OwnedSequence,
            ),
            (
                table
                    .columns
                    .iter()
                    .filter_map(|column| column.identity.as_ref())
                    .any(|identity| identity.sequence.is_some()),
                Clause::SequenceName,
            ),
            (
                key.is_some_and(|key| is_deferrable(key.deferrability)),
                Clause::DeferrablePrimaryKey,
            ),
            (
                includes.into_iter().any(|include| !include.is_empty()),
                Clause::KeyInclude,
            ),
            (
                key.is_some_and(|key| key.without_overlaps)
                    || table.uniques.iter().any(|unique| unique.without_overlaps)
                    || keys.clone().any(|key| key.period),
                Clause::Period,
            ),
            (
                keys.clone().any(|key| !key.on_delete_columns.is_empty()),
                Clause::OnDeleteColumns,
            ),
            (
                table.checks.iter().any(|check| !check.inheritable),
                Clause::NoInherit,
            ),
        ],
    )?;
    keys.map(|key| key.enforcement)
        .chain(table.checks.iter().map(|check| check.enforcement))
        .try_for_each(|enforcement| check_enforcement(editor, features, enforcement))?;
    check_triggers(editor, features, &table.triggers)
}

/// Refuses a constraint that holds less than the vendor can say.
fn check_enforcement(
    editor: &dyn SchemaEditor,
    features: &Features,
    enforcement: Enforcement,
) -> Result<()> {
    if enforcement == Enforcement::NotValidated {
        features.require(Flag::supports_unvalidated_constraints)?;
    }
    refuse(
        editor,
        [(enforcement == Enforcement::NotEnforced, Clause::NotEnforced)],
    )
}

/// Refuses what triggers have and the vendor does not write.
pub(super) fn check_triggers(
    editor: &dyn SchemaEditor,
    features: &Features,
    triggers: &[Trigger],
) -> Result<()> {
    if !triggers.is_empty() {
        features.require(Flag::supports_triggers)?;
    }
    refuse(
        editor,
        [
            (
                triggers
                    .iter()
                    .any(|trigger| trigger.activity != TriggerActivity::Enabled),
                Clause::TriggerActivity,
            ),
            (
                triggers.iter().any(|trigger| trigger.comment.is_some()),
                Clause::TriggerComment,
            ),
        ],
    )
}

/// Refuses an index that cannot be used, where none is made so.
pub(super) fn refuse_invalid(index: &Index) -> Result<()> {
    if index.valid {
        return Ok(());
    }
    Err(Error::new(
        ErrorKind::NotSupported(None),
        format!("this database cannot make {}", Clause::InvalidIndex.what()),
    ))
}

/// Refuses what a new index has and the vendor does not write.
pub(super) fn check_index(editor: &dyn SchemaEditor, index: &Index) -> Result<()> {
    refuse(editor, [(!index.valid, Clause::InvalidIndex)])
}

/// Refuses what a part of a key has and the vendor does not write.
pub(super) fn check_part(editor: &dyn SchemaEditor, part: &IndexPart) -> Result<()> {
    refuse(
        editor,
        [
            (part.nulls.is_some(), Clause::IndexNulls),
            (part.operator_class.is_some(), Clause::OperatorClass),
        ],
    )
}

/// Refuses what a new view has and the vendor does not write.
pub(super) fn check_view(
    editor: &dyn SchemaEditor,
    features: &Features,
    view: &View,
) -> Result<()> {
    refuse(
        editor,
        [
            (!view.populated, Clause::NoData),
            (view.check_option.is_some(), Clause::CheckOption),
            (!view.indexes.is_empty(), Clause::ViewIndexes),
        ],
    )?;
    check_triggers(editor, features, &view.triggers)
}

fn refuse(
    editor: &dyn SchemaEditor,
    asked: impl IntoIterator<Item = (bool, Clause)>,
) -> Result<()> {
    let unwritten = asked
        .into_iter()
        .find(|(is_there, clause)| *is_there && !editor.writes(*clause));
    match unwritten {
        None => Ok(()),
        Some((_, clause)) => Err(Error::new(
            ErrorKind::NotSupported(None),
            format!("this database cannot make {}", clause.what()),
        )),
    }
}

/// Refuses whatever options there are: the answer of a vendor that has none.
///
/// # Errors
/// [`NotSupported`](ErrorKind::NotSupported) with the first option's name.
pub fn refuse_options(options: &Options) -> Result<()> {
    match options.iter().next() {
        None => Ok(()),
        Some((name, _)) => Err(Error::new(
            ErrorKind::NotSupported(None),
            format!("this database has no option `{name}` here"),
        )),
    }
}

/// Refuses a comment where comments are not kept.
pub(super) fn check_comment(dialect: &Dialect, comment: Option<&str>) -> Result<()> {
    match comment {
        Some(_) => dialect.features.require(Flag::supports_comments),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::EDITOR;
    use super::{check_index, check_table, check_view};
    use crate::error::ErrorKind;
    use crate::features::Features;
    use crate::model::{
        CheckOption, Identifier, Index, IndexPart, QualifiedName, RowSecurity, Table, View,
    };

    #[test]
    fn what_no_statement_says_is_refused() {
        let name = QualifiedName::new("t").unwrap();
        let mut table = Table::new(name.clone());
        assert!(check_table(&EDITOR, &Features::MINIMAL, &table).is_ok());
        table.row_security = RowSecurity::Forced;
        let refused =
            |error: crate::error::Error| assert_eq!(error.kind(), ErrorKind::NotSupported(None));
        refused(check_table(&EDITOR, &Features::MINIMAL, &table).unwrap_err());
        let part = IndexPart::column(Identifier::new("c").unwrap());
        let mut index = Index::new(Identifier::new("i").unwrap(), vec![part]);
        assert!(check_index(&EDITOR, &index).is_ok());
        index.valid = false;
        refused(check_index(&EDITOR, &index).unwrap_err());
        let mut view = View::new(name, "SELECT 1");
        assert!(check_view(&EDITOR, &Features::MINIMAL, &view).is_ok());
        view.check_option = Some(CheckOption::Local);
        refused(check_view(&EDITOR, &Features::MINIMAL, &view).unwrap_err());
    }
}
