//! What plans refuse, as findings: the same answer, found for every piece of a table and not for the first alone.

use super::{Finding, FindingId, Findings, Object, Subject};
use crate::error::{Error, ErrorKind, Result};
use crate::model::{Change, Column, ColumnType, Constraint, Identifier, Schema, Table};
use crate::operations::Dialect;
use crate::schema_editor::{Plan, SchemaEditor, creation, plan};

/// Plans the schema in an empty database.
pub(super) fn check_creation(
    editor: &dyn SchemaEditor,
    subject: &Subject<'_>,
    findings: &mut Findings<'_>,
) {
    let mut before = Schema::new();
    before
        .default_schema
        .clone_from(&subject.schema().default_schema);
    for change in creation(subject.schema(), subject.features()) {
        // What is refused is taken for made: what refers to it is not at fault.
        check_change(editor, subject.dialect(), &before, &change, findings);
        let _ = before.apply(&change);
    }
}

/// Plans a change, and answers with its plan where it has one.
pub(super) fn check_change(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    before: &Schema,
    change: &Change,
    findings: &mut Findings<'_>,
) -> Option<Plan> {
    match (plan(editor, dialect, before, change), change) {
        (Ok(plan), _) => Some(plan),
        (Err(error), Change::CreateTable(table)) => {
            let pieces = Pieces {
                editor,
                dialect,
                before,
                table,
            };
            pieces.check(findings, &error);
            None
        }
        (Err(error), change) => {
            refuse(findings, object_of(change), &error);
            None
        }
    }
}

/// Adds what an error says, unless something else is wrong there: it would say the same again.
fn refuse(findings: &mut Findings<'_>, object: Object, error: &Error) {
    if findings.has_error_at(&object) {
        return;
    }
    let id = match error.kind() {
        ErrorKind::NotSupported(_) => FindingId::Unsupported,
        ErrorKind::Data => FindingId::LimitExceeded,
        _ => FindingId::Refused,
    };
    let mut finding = Finding::new(id, object, error.message());
    if let ErrorKind::NotSupported(flag) = error.kind() {
        finding.flag = flag;
    }
    findings.add(finding);
}

/// What a change is about.
pub(super) fn object_of(change: &Change) -> Object {
    match change {
        Change::CreateTable(table) => Object::Table(table.name.clone()),
        Change::CreateView(view) => Object::View(view.name.clone()),
        Change::DropView(name) => Object::View(name.clone()),
        Change::DropTable(table)
        | Change::RenameTable { table, .. }
        | Change::SetTableComment { table, .. }
        | Change::AttachPartition { table, .. }
        | Change::DetachPartition { table } => Object::Table(table.clone()),
        Change::AddColumn { table, column } | Change::AlterColumn { table, column, .. } => {
            Object::column(table, &column.name)
        }
        Change::DropColumn { table, name }
        | Change::RenameColumn {
            table, from: name, ..
        } => Object::column(table, name),
        Change::CreateIndex { table, index } => Object::index(table, &index.name),
        Change::DropIndex { table, name }
        | Change::RenameIndex {
            table, from: name, ..
        } => Object::index(table, name),
        Change::AddConstraint { table, constraint } => constraint_object(table, constraint),
        Change::DropUnnamedConstraint { table, constraint } => constraint_object(table, constraint),
        Change::DropConstraint { table, name }
        | Change::RenameConstraint {
            table, from: name, ..
        }
        | Change::ValidateConstraint { table, name } => Object::constraint(table, Some(name), &[]),
        _ => whole_object_of(change),
    }
}

/// What a change of a whole object is about.
fn whole_object_of(change: &Change) -> Object {
    let other = |what, name: &crate::model::QualifiedName| Object::Other {
        what,
        name: name.clone(),
    };
    match change {
        Change::ReplaceView(view) => Object::View(view.name.clone()),
        Change::CreateTrigger { relation, trigger } => Object::Trigger {
            table: relation.clone(),
            name: trigger.name.clone(),
        },
        Change::DropTrigger { relation, name } => Object::Trigger {
            table: relation.clone(),
            name: name.clone(),
        },
        Change::CreateFunction(function) | Change::ReplaceFunction(function) => {
            other("function", &function.name)
        }
        Change::DropFunction(signature) => other("function", &signature.name),
        Change::CreateSequence(sequence) | Change::AlterSequence(sequence) => {
            Object::Sequence(sequence.name.clone())
        }
        Change::DropSequence(name) => Object::Sequence(name.clone()),
        Change::CreateType(user_type) | Change::AlterType(user_type) => {
            Object::Type(user_type.name.clone())
        }
        Change::DropType(name)
        | Change::AddEnumValue { name, .. }
        | Change::RenameEnumValue { name, .. } => Object::Type(name.clone()),
        Change::CreateSchema(namespace) | Change::AlterSchema(namespace) => {
            Object::Namespace(namespace.name.clone())
        }
        Change::DropSchema(name) => Object::Namespace(name.clone()),
        Change::CreateExtension(extension) | Change::AlterExtension(extension) => {
            other("extension", &extension.name.clone().into())
        }
        Change::DropExtension(name) => other("extension", &name.clone().into()),
        Change::CreateObject(object) => other("object", &object.name),
        Change::DropObject { name, .. } => other("object", name),
        _ => Object::Database,
    }
}

fn constraint_object(table: &crate::model::QualifiedName, constraint: &Constraint) -> Object {
    let columns = match constraint {
        Constraint::PrimaryKey(key) => key.columns.as_slice(),
        Constraint::Unique(unique) => unique.columns.as_slice(),
        Constraint::ForeignKey(key) => key.columns.as_slice(),
        Constraint::Check(_) | Constraint::Exclusion(_) => &[],
    };
    Object::constraint(table, constraint.name(), columns)
}

/// The pieces of a table that is refused.
struct Pieces<'p> {
    editor: &'p dyn SchemaEditor,
    dialect: &'p Dialect,
    before: &'p Schema,
    table: &'p Table,
}

impl Pieces<'_> {
    /// Finds the pieces that are refused by themselves; the whole, where it is none of them.
    fn check(&self, findings: &mut Findings<'_>, whole: &Error) {
        let at_table = || Object::Table(self.table.name.clone());
        let mut bare = self.bare();
        if let Err(error) = self.plan(&bare) {
            refuse(findings, at_table(), &error);
            bare = self.plain();
        }
        for with in self.with_facts(&bare) {
            if let Err(error) = self.plan(&with) {
                refuse(findings, at_table(), &error);
            }
        }
        bare.columns.clear();
        for column in &self.table.columns {
            let kept = self.check_column(&bare, column, findings);
            bare.columns.push(kept);
        }
        // One for all columns, where they were refused: the count is.
        if !bare.columns.is_empty()
            && let Err(error) = self.plan(&bare)
        {
            refuse(findings, at_table(), &error);
        }
        self.check_constraints(&bare, findings);
        self.check_indexes(&bare, findings);
        if !findings.has_error_in(&self.table.name) {
            refuse(findings, at_table(), whole);
        }
    }

    fn plan(&self, table: &Table) -> Result<Plan> {
        let change = Change::CreateTable(table.clone());
        plan(self.editor, self.dialect, self.before, &change)
    }

    /// The table's name, with its first column as plain as can be; another name, where that one is refused.
    fn plain(&self) -> Table {
        let mut plain = Table::new(self.table.name.clone());
        plain.columns = self.table.columns.iter().take(1).map(stand_in).collect();
        if self.plan(&plain).is_err()
            && let Ok(name) = Identifier::new("t")
        {
            plain.name = name.into();
            for column in &mut plain.columns {
                column.name = plain.name.name.clone();
            }
        }
        plain
    }

    /// The same, of the table's sort.
    fn bare(&self) -> Table {
        let mut bare = self.plain();
        bare.kind = self.table.kind.clone();
        bare.options = self.table.options.clone();
        bare
    }

    /// The bare table with each fact of the table that is no column, key or index.
    fn with_facts(&self, bare: &Table) -> Vec<Table> {
        let mut all = Vec::new();
        let mut with = |fact: &dyn Fn(&mut Table, &Table)| {
            let mut table = bare.clone();
            fact(&mut table, self.table);
            if table != *bare {
                all.push(table);
            }
        };
        with(&|to, from| to.comment.clone_from(&from.comment));
        with(&|to, from| to.partition_of.clone_from(&from.partition_of));
        with(&|to, from| to.inherits.clone_from(&from.inherits));
        with(&|to, from| to.row_security = from.row_security);
        with(&|to, from| {
            to.partitioning.clone_from(&from.partitioning);
            to.columns = from.columns.iter().map(stand_in).collect();
        });
        all
    }

    /// Plans a column alone, and answers with what stands for it beside other pieces.
    fn check_column(&self, bare: &Table, column: &Column, findings: &mut Findings<'_>) -> Column {
        let mut alone = bare.clone();
        alone.columns = vec![column.clone()];
        if *self.table.primary_key_columns() == [column.name.clone()] {
            alone.primary_key.clone_from(&self.table.primary_key);
        }
        match self.plan(&alone) {
            Ok(_) => column.clone(),
            Err(error) => {
                let object = Object::column(&self.table.name, &column.name);
                refuse(findings, object, &error);
                stand_in(column)
            }
        }
    }

    fn check_constraints(&self, bare: &Table, findings: &mut Findings<'_>) {
        let table = self.table;
        let mut check = |with: Table, object: Object| {
            if let Err(error) = self.plan(&with) {
                refuse(findings, object, &error);
            }
        };
        // A stand-in of the name of a long column is refused for its name, and that was said.
        if self.plan(bare).is_err() {
            return;
        }
        let primary = table
            .primary_key
            .iter()
            .cloned()
            .map(Constraint::PrimaryKey);
        let uniques = table.uniques.iter().cloned().map(Constraint::Unique);
        let keys = table
            .foreign_keys
            .iter()
            .cloned()
            .map(Constraint::ForeignKey);
        let checks = table.checks.iter().cloned().map(Constraint::Check);
        let exclusions = table.exclusions.iter().cloned().map(Constraint::Exclusion);
        for constraint in primary
            .chain(uniques)
            .chain(keys)
            .chain(checks)
            .chain(exclusions)
        {
            let object = constraint_object(&table.name, &constraint);
            let with = match constraint {
                Constraint::PrimaryKey(key) => bare.clone().with_primary_key(key),
                Constraint::Unique(unique) => bare.clone().with_unique(unique),
                Constraint::ForeignKey(key) => bare.clone().with_foreign_key(key),
                Constraint::Check(check) => bare.clone().with_check(check),
                Constraint::Exclusion(exclusion) => bare.clone().with_exclusion(exclusion),
            };
            check(with, object);
        }
        for trigger in &table.triggers {
            let mut with = bare.clone();
            with.triggers.push(trigger.clone());
            let object = Object::Trigger {
                table: table.name.clone(),
                name: trigger.name.clone(),
            };
            check(with, object);
        }
    }

    fn check_indexes(&self, bare: &Table, findings: &mut Findings<'_>) {
        for index in &self.table.indexes {
            let change = Change::CreateIndex {
                table: bare.name.clone(),
                index: index.clone(),
            };
            let mut before = Schema::new();
            let is_made = before.apply(&Change::CreateTable(bare.clone())).is_ok();
            if is_made && let Err(error) = plan(self.editor, self.dialect, &before, &change) {
                let object = Object::index(&self.table.name, &index.name);
                refuse(findings, object, &error);
            }
        }
    }
}

/// A column as plain as can be, of the name of another one.
fn stand_in(column: &Column) -> Column {
    Column::named(column.name.clone(), ColumnType::Integer)
}
