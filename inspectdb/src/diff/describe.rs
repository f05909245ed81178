//! A change in a line, for people.

use backend_core::model::{
    Change, Column, Constraint, Default, Identifier, Index, IndexKey, QualifiedName, Schema, Table,
    ViewKind,
};

use super::side::Side;
use crate::text::{count, one_line};

/// Says changes in the words of one vendor: types and values as it spells them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Describer<'s> {
    pub(super) side: &'s Side,
}

impl Describer<'_> {
    /// The change in a line; `before` is what it is made to.
    pub(super) fn line(self, change: &Change, before: &Schema) -> String {
        one_line(&self.text(change, before))
    }

    fn text(self, change: &Change, before: &Schema) -> String {
        match change {
            Change::CreateTable(table) => created(table),
            Change::DropTable(name) => format!("drop table {name}"),
            Change::RenameTable { table, to } => format!("rename table {table} to {to}"),
            Change::SetTableComment { table, comment } => {
                format!("comment table {table}: {}", commented(comment.as_deref()))
            }
            Change::AddColumn { table, column } => {
                let of = Table::new(table.clone());
                format!(
                    "add column {table}.{}{}",
                    column.name,
                    self.column(&of, column)
                )
            }
            Change::DropColumn { table, name } => format!("drop column {table}.{name}"),
            Change::RenameColumn { table, from, to } => {
                format!("rename column {table}.{from} to {to}")
            }
            Change::AlterColumn {
                table,
                column,
                using,
            } => self.altered(before, table, column, using.as_deref()),
            Change::CreateIndex { table, index } => format!("create {}", indexed(table, index)),
            Change::DropIndex { table, name } => format!("drop index {name} of {table}"),
            Change::RenameIndex { table, from, to } => {
                format!("rename index {from} of {table} to {to}")
            }
            Change::AddConstraint { table, constraint } => {
                format!("add {} to {table}", constrained(constraint))
            }
            Change::DropConstraint { table, name } => format!("drop constraint {name} of {table}"),
            Change::DropUnnamedConstraint { table, constraint } => {
                format!("drop {} of {table}", constrained(constraint))
            }
            Change::RenameConstraint { table, from, to } => {
                format!("rename constraint {from} of {table} to {to}")
            }
            Change::ValidateConstraint { table, name } => {
                format!("validate constraint {name} of {table}")
            }
            Change::CreateView(view) => {
                let kind = match view.kind {
                    ViewKind::Materialized => "materialized view",
                    _ => "view",
                };
                format!("create {kind} {}", view.name)
            }
            Change::DropView(name) => format!("drop view {name}"),
            Change::AttachPartition { table, of } => {
                format!("attach {table} to {} as a partition", of.parent)
            }
            Change::DetachPartition { table } => format!("detach the partition {table}"),
            Change::ReplaceView(view) => format!("replace view {}", view.name),
            other => object(other),
        }
    }

    /// What is said of a column behind its name.
    fn column(self, table: &Table, column: &Column) -> String {
        let mut said = self.column_type(table, column);
        if !said.is_empty() {
            said.insert(0, ' ');
        }
        if !column.nullable {
            said.push_str(" not null");
        }
        if let Some(default) = &column.default {
            said.push_str(&format!(" default {}", self.default(default)));
        }
        if column.identity.is_some() {
            said.push_str(" identity");
        }
        if let Some(generated) = &column.generated {
            said.push_str(&format!(" computed as {}", generated.expression));
        }
        said
    }

    fn column_type(self, table: &Table, column: &Column) -> String {
        let mut out = self.side.dialect.writer();
        let editor = self.side.backend.schema_editor;
        match editor.column_type(&self.side.dialect, table, column, &mut out) {
            Ok(()) => out.as_str().trim().to_owned(),
            Err(_) => format!("{:?}", column.column_type),
        }
    }

    fn default(self, default: &Default) -> String {
        match default {
            Default::Literal(value) => {
                let mut out = self.side.dialect.writer();
                match self
                    .side
                    .dialect
                    .operations
                    .literal(value.as_ref(), &mut out)
                {
                    Ok(()) => out.as_str().to_owned(),
                    Err(_) => format!("{value:?}"),
                }
            }
            Default::Expression(text) => text.clone(),
            _ => String::new(),
        }
    }

    fn altered(
        self,
        before: &Schema,
        name: &QualifiedName,
        to: &Column,
        using: Option<&str>,
    ) -> String {
        let head = format!("alter column {name}.{}", to.name);
        let found = before
            .table(name)
            .and_then(|table| Some((table, table.column(to.name.as_str())?)));
        let Some((table, from)) = found else {
            return head;
        };
        let mut said = Vec::new();
        if from.column_type != to.column_type || from.declared_type != to.declared_type {
            let (old, new) = (self.column_type(table, from), self.column_type(table, to));
            said.push(format!("type {old} to {new}"));
        }
        match (from.nullable, to.nullable) {
            (true, false) => said.push("not null".to_owned()),
            (false, true) => said.push("null allowed".to_owned()),
            _ => {}
        }
        if from.default != to.default {
            let shown = |default: &Option<Default>| match default {
                Some(default) => self.default(default),
                None => "none".to_owned(),
            };
            said.push(format!(
                "default {} to {}",
                shown(&from.default),
                shown(&to.default)
            ));
        }
        for (what, differs) in [
            ("collation", from.collation != to.collation),
            ("identity", from.identity != to.identity),
            ("sequence", from.sequence != to.sequence),
            ("how it is computed", from.generated != to.generated),
            ("options", from.options != to.options),
            (
                "name of NOT NULL",
                from.not_null_name != to.not_null_name && !to.nullable && !from.nullable,
            ),
            (
                "name of the default",
                from.default_name != to.default_name && from.default == to.default,
            ),
        ] {
            if differs {
                said.push(what.to_owned());
            }
        }
        if from.comment != to.comment {
            said.push(format!("comment {}", commented(to.comment.as_deref())));
        }
        if let Some(using) = using {
            said.push(format!("converted by {using}"));
        }
        format!("{head}: {}", said.join(", "))
    }
}

/// A change of a whole object that is no table and no view.
fn object(change: &Change) -> String {
    match change {
        Change::CreateTrigger { relation, trigger } => {
            format!("create trigger {} on {relation}", trigger.name)
        }
        Change::DropTrigger { relation, name } => format!("drop trigger {name} on {relation}"),
        Change::CreateFunction(each) => {
            format!("create function {}({})", each.name, each.arguments)
        }
        Change::ReplaceFunction(each) => {
            format!("replace function {}({})", each.name, each.arguments)
        }
        Change::DropFunction(each) => format!("drop function {}({})", each.name, each.arguments),
        Change::CreateSequence(each) => format!("create sequence {}", each.name),
        Change::AlterSequence(each) => format!("alter sequence {}", each.name),
        Change::DropSequence(name) => format!("drop sequence {name}"),
        Change::CreateType(each) => format!("create type {}", each.name),
        Change::AlterType(each) => format!("alter type {}", each.name),
        Change::DropType(name) => format!("drop type {name}"),
        Change::AddEnumValue {
            name,
            label,
            before,
        } => {
            let place = before.as_ref().map(|before| format!(" before {before:?}"));
            format!("add {label:?} to type {name}{}", place.unwrap_or_default())
        }
        Change::RenameEnumValue { name, from, to } => {
            format!("rename {from:?} of type {name} to {to:?}")
        }
        Change::CreateSchema(each) => format!("create schema {}", each.name),
        Change::AlterSchema(each) => format!("alter schema {}", each.name),
        Change::DropSchema(name) => format!("drop schema {name}"),
        Change::CreateExtension(each) => format!("create extension {}", each.name),
        Change::AlterExtension(each) => format!("alter extension {}", each.name),
        Change::DropExtension(name) => format!("drop extension {name}"),
        Change::CreateObject(each) => format!("create {} {}", each.kind, each.name),
        Change::DropObject { kind, name } => format!("drop {kind} {name}"),
        other => variant(&format!("{other:?}")),
    }
}

fn created(table: &Table) -> String {
    let mut said = vec![count(table.columns.len(), "column", "columns")];
    if !table.foreign_keys.is_empty() {
        said.push(count(
            table.foreign_keys.len(),
            "foreign key",
            "foreign keys",
        ));
    }
    if !table.indexes.is_empty() {
        said.push(count(table.indexes.len(), "index", "indexes"));
    }
    format!("create table {} ({})", table.name, said.join(", "))
}

fn commented(comment: Option<&str>) -> String {
    comment.map_or_else(|| "none".to_owned(), |comment| format!("{comment:?}"))
}

fn indexed(table: &QualifiedName, index: &Index) -> String {
    let unique = if index.unique {
        "unique index"
    } else {
        "index"
    };
    let parts: Vec<_> = index
        .parts
        .iter()
        .map(|part| match &part.key {
            IndexKey::Column(name) => name.to_string(),
            IndexKey::Expression(text) => text.clone(),
        })
        .collect();
    let condition = match &index.predicate {
        Some(predicate) => format!(" where {predicate}"),
        None => String::new(),
    };
    format!(
        "{unique} {} of {table} ({}){condition}",
        index.name,
        parts.join(", ")
    )
}

fn constrained(constraint: &Constraint) -> String {
    let (kind, said) = match constraint {
        Constraint::PrimaryKey(key) => ("primary key", listed(&key.columns)),
        Constraint::Unique(unique) => ("unique constraint", listed(&unique.columns)),
        Constraint::Check(check) => ("check", format!("({})", check.expression)),
        Constraint::Exclusion(_) => ("exclusion constraint", String::new()),
        Constraint::ForeignKey(key) => (
            "foreign key",
            format!("{} to {}", listed(&key.columns), key.references),
        ),
        _ => ("constraint", String::new()),
    };
    let mut words = vec![kind.to_owned()];
    words.extend(constraint.name().map(ToString::to_string));
    words.push(said);
    words.retain(|word| !word.is_empty());
    words.join(" ")
}

fn listed(columns: &[Identifier]) -> String {
    let names: Vec<_> = columns.iter().map(Identifier::as_str).collect();
    format!("({})", names.join(", "))
}

/// A change that nothing more is known of: the words of its name.
fn variant(debug: &str) -> String {
    let mut words = String::new();
    for character in debug.chars().take_while(char::is_ascii_alphanumeric) {
        if character.is_ascii_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.push(character.to_ascii_lowercase());
    }
    words
}
