//! Rules of foreign keys: what they refer to, and what they do.

use super::describe::described;
use super::tables::{listed, missing};
use super::{Finding, FindingId, Findings, Object, Subject};
use crate::model::{
    Column, Deferrability, ForeignKey, Identifier, Index, QualifiedName, ReferentialAction, Table,
};

/// Looks at a table's foreign keys.
pub(super) fn check(subject: &Subject<'_>, table: &Table, findings: &mut Findings<'_>) {
    for key in &table.foreign_keys {
        let key = Key {
            subject,
            table,
            key,
        };
        if key.check_own_columns(findings) {
            key.check_target(findings);
            key.check_actions(findings);
            key.check_index(findings);
        }
    }
}

/// A foreign key of a table.
struct Key<'k, 's> {
    subject: &'k Subject<'s>,
    table: &'k Table,
    key: &'k ForeignKey,
}

impl Key<'_, '_> {
    fn object(&self) -> Object {
        Object::constraint(&self.table.name, self.key.name.as_ref(), &self.key.columns)
    }

    fn finding(&self, id: FindingId, message: impl Into<String>) -> Finding {
        Finding::new(id, self.object(), message)
    }

    /// Looks at the referring side alone; whether it is there.
    fn check_own_columns(&self, findings: &mut Findings<'_>) -> bool {
        let columns = &self.key.columns;
        if columns.is_empty() {
            findings.add(self.finding(FindingId::KeyWithoutColumns, "the key has no columns"));
            return false;
        }
        let mut are_there = true;
        for (n, column) in columns.iter().enumerate() {
            if self.subject.column(self.table, column.as_str()).is_none() {
                findings.add(missing(FindingId::KeyColumnMissing, self.object(), column));
                are_there = false;
            }
            let is_same = |other: &Identifier| self.same(other, column);
            if columns.iter().take(n).any(is_same) {
                let message = format!("the key names the column {} twice", column.shortened());
                findings.add(self.finding(FindingId::KeyColumnRepeated, message));
            }
        }
        are_there
    }

    fn same(&self, one: &Identifier, other: &Identifier) -> bool {
        self.subject.same_name(one.as_str(), other.as_str())
    }

    /// The table that the key refers to; the one it is in is there, whatever the schema says.
    fn target(&self) -> Option<&Table> {
        let folded = |name: &QualifiedName| self.subject.folded(name);
        if folded(&self.key.references) == folded(&self.table.name) {
            return Some(self.table);
        }
        self.subject.table(&self.key.references)
    }

    fn check_target(&self, findings: &mut Findings<'_>) {
        let key = self.key;
        let named = key.references.name.shortened();
        let Some(target) = self.target() else {
            let message = format!("there is no table {named} to refer to");
            findings.add(self.finding(FindingId::ForeignKeyTableMissing, message));
            return;
        };
        let referenced: &[Identifier] = if key.referenced_columns.is_empty() {
            target.primary_key_columns()
        } else {
            &key.referenced_columns
        };
        if referenced.is_empty() {
            let message = format!("{named} has no primary key to refer to");
            findings.add(self.finding(FindingId::ForeignKeyWithoutKey, message));
            return;
        }
        if referenced.len() != key.columns.len() {
            let message = format!(
                "{} columns refer to {} of {named}",
                key.columns.len(),
                referenced.len()
            );
            findings.add(self.finding(FindingId::ForeignKeyCountsDiffer, message));
            return;
        }
        let mut are_there = true;
        for column in referenced {
            if self.subject.column(target, column.as_str()).is_none() {
                let message = format!("{named} has no column {}", column.shortened());
                findings.add(self.finding(FindingId::ForeignKeyColumnMissing, message));
                are_there = false;
            }
        }
        if are_there {
            self.check_target_key(target, referenced, findings);
            self.check_types(target, referenced, findings);
        }
    }

    fn check_target_key(
        &self,
        target: &Table,
        referenced: &[Identifier],
        findings: &mut Findings<'_>,
    ) {
        let is_it = |columns: &[Identifier]| {
            columns.len() == referenced.len()
                && columns
                    .iter()
                    .all(|column| referenced.iter().any(|other| self.same(other, column)))
        };
        let at_once = |deferrability| deferrability == Deferrability::NotDeferrable;
        let by_primary = target.primary_key.iter();
        let by_unique = target.uniques.iter();
        let mut keys = by_primary
            .map(|key| (&key.columns, key.deferrability))
            .chain(by_unique.map(|unique| (&unique.columns, unique.deferrability)))
            .filter(|(columns, _)| is_it(columns))
            .peekable();
        let are_deferrable = keys.peek().is_some();
        let is_index = |index: &Index| {
            let columns = index.columns().unwrap_or_default();
            let columns: Vec<_> = columns.into_iter().cloned().collect();
            index.unique && index.predicate.is_none() && is_it(&columns)
        };
        if keys.any(|(_, deferrability)| at_once(deferrability))
            || target.indexes.iter().any(is_index)
        {
            return;
        }
        let named = target.name.name.shortened();
        let of = listed(referenced);
        let finding = if are_deferrable {
            let message = format!("the key {of} of {named} is checked at the end of a transaction");
            self.finding(FindingId::ForeignKeyWithoutKey, message)
                .with_hint("refer to a key that is checked at once")
        } else {
            let message = format!("{of} is no primary key and not unique in {named}");
            self.finding(FindingId::ForeignKeyWithoutKey, message)
                .with_hint("give it a unique constraint")
        };
        findings.add(finding);
    }

    fn check_types(&self, target: &Table, referenced: &[Identifier], findings: &mut Findings<'_>) {
        for (own, other) in self.key.columns.iter().zip(referenced) {
            let own = self.subject.column(self.table, own.as_str());
            let other = self.subject.column(target, other.as_str());
            let (Some(own), Some(other)) = (own, other) else {
                continue;
            };
            let validation = self.subject.validation();
            let Some(severity) = validation.key_types(self.subject, own, other) else {
                continue;
            };
            let message = format!(
                "{} is {}, and {} of {} is {}",
                own.name.shortened(),
                described(&own.column_type),
                other.name.shortened(),
                target.name.name.shortened(),
                described(&other.column_type)
            );
            let finding = self.finding(FindingId::ForeignKeyTypesDiffer, message);
            let hint = "give both the same type";
            findings.add(finding.with_severity(severity).with_hint(hint));
        }
    }

    fn check_actions(&self, findings: &mut Findings<'_>) {
        let key = self.key;
        let columns = || key.columns.iter().filter_map(|name| self.own(name));
        let chosen = |name: &Identifier| {
            key.on_delete_columns.is_empty() || key.on_delete_columns.contains(name)
        };
        let deleted = columns().filter(|column| chosen(&column.name));
        for column in deleted {
            self.check_action(key.on_delete, column, "deleted", findings);
        }
        for column in columns() {
            self.check_action(key.on_update, column, "changed", findings);
        }
        for column in columns().filter(|column| column.generated.is_some()) {
            let writes = |action| {
                let idle = matches!(
                    action,
                    ReferentialAction::NoAction | ReferentialAction::Restrict
                );
                !idle
            };
            let deletes = key.on_delete == ReferentialAction::Cascade;
            if writes(key.on_update) || writes(key.on_delete) && !deletes {
                let message = format!(
                    "it would set {}, which is generated",
                    column.name.shortened()
                );
                findings.add(self.finding(FindingId::ForeignKeySetsGenerated, message));
            }
        }
    }

    fn own(&self, name: &Identifier) -> Option<&Column> {
        self.subject.column(self.table, name.as_str())
    }

    fn check_action(
        &self,
        action: ReferentialAction,
        column: &Column,
        when: &str,
        findings: &mut Findings<'_>,
    ) {
        let (id, what) = match action {
            ReferentialAction::SetNull if !column.nullable => {
                (FindingId::ForeignKeySetsNotNull, "NULL")
            }
            ReferentialAction::SetDefault if !column.nullable && column.default.is_none() => (
                FindingId::ForeignKeySetsNoDefault,
                "a default that it has not",
            ),
            _ => return,
        };
        let message = format!(
            "when the row it refers to is {when}, {} would become {what}, and it cannot be NULL",
            column.name.shortened()
        );
        findings.add(self.finding(id, message));
    }

    /// Looks for an index that finds the referring rows.
    fn check_index(&self, findings: &mut Findings<'_>) {
        let wanted = &self.key.columns;
        let begins = |columns: &[&Identifier]| {
            let first = columns.get(..wanted.len());
            first.is_some_and(|first| {
                wanted
                    .iter()
                    .all(|column| first.iter().any(|other| self.same(other, column)))
            })
        };
        let primary = self.table.primary_key.iter().map(|key| &key.columns);
        let uniques = self.table.uniques.iter().map(|unique| &unique.columns);
        let of_keys = primary
            .chain(uniques)
            .any(|columns| begins(&columns.iter().collect::<Vec<_>>()));
        let leading = |index: &Index| {
            let parts = index.parts.iter().map_while(|part| match &part.key {
                crate::model::IndexKey::Column(column) => Some(column),
                crate::model::IndexKey::Expression(_) => None,
            });
            index.valid && index.predicate.is_none() && begins(&parts.collect::<Vec<_>>())
        };
        if of_keys || self.table.indexes.iter().any(leading) {
            return;
        }
        let message = format!("no index begins with {}", listed(wanted));
        let finding = self.finding(FindingId::ForeignKeyNotIndexed, message);
        let hint = format!(
            "deleting from {} would read all of {}",
            self.key.references.name.shortened(),
            self.table.name.name.shortened()
        );
        findings.add(finding.with_hint(hint));
    }
}
