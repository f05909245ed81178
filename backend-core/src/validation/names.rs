//! Rules of names: too long, the same as another, words of the language.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::{Finding, FindingId, Findings, Object, Subject};
use crate::error::ErrorKind;
use crate::model::{Identifier, QualifiedName, Table, Trigger};

/// What has a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Named {
    /// A table.
    Table,
    /// A view.
    View,
    /// A sequence.
    Sequence,
    /// A type of a user.
    Type,
    /// An index.
    Index,
    /// A primary key, unique or exclusion constraint.
    Key,
    /// A foreign key.
    ForeignKey,
    /// A check.
    Check,
    /// A trigger.
    Trigger,
}

/// Names of which no two may be the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Namespace {
    /// Those of tables and views of a schema, and of what a vendor counts among them.
    Relations,
    /// Those of types of a schema.
    Types,
    /// Those of indexes of a schema.
    Indexes,
    /// Those of indexes of a table.
    TableIndexes,
    /// Those of constraints of a schema.
    Constraints,
    /// Those of constraints of a table.
    TableConstraints,
    /// Those of triggers of a schema.
    Triggers,
    /// Those of triggers of a table.
    TableTriggers,
    /// Those of columns of a table.
    Columns,
    /// Those of schemas of a database.
    Schemas,
}

impl Namespace {
    /// Whether each table has its own.
    const fn is_of_table(self) -> bool {
        matches!(
            self,
            Self::TableIndexes | Self::TableConstraints | Self::TableTriggers | Self::Columns
        )
    }
}

impl Named {
    /// What it is, for people.
    const fn what(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::View => "view",
            Self::Sequence => "sequence",
            Self::Type => "type",
            Self::Index => "index",
            Self::Key => "key",
            Self::ForeignKey => "foreign key",
            Self::Check => "check",
            Self::Trigger => "trigger",
        }
    }
}

/// Looks at all names of a schema.
pub(super) fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let schema = subject.schema();
    let mut names = Names {
        subject,
        findings,
        taken: BTreeMap::new(),
    };
    for each in &schema.namespaces {
        let object = Object::Namespace(each.name.clone());
        names.spelled(&each.name, &object);
        let schemas = QualifiedName::from(each.name.clone());
        names.claim(Namespace::Schemas, "schema", &schemas, &each.name, &object);
    }
    for each in &schema.types {
        names.whole(Named::Type, &each.name, Object::Type);
    }
    for each in &schema.sequences {
        names.whole(Named::Sequence, &each.name, Object::Sequence);
    }
    for (n, table) in schema.tables.iter().enumerate() {
        names.whole(Named::Table, &table.name, Object::Table);
        // Of two tables with one name, what the second has is not compared with what the first has.
        if schema
            .tables
            .get(n.wrapping_sub(1))
            .is_some_and(|before| before.name == table.name)
        {
            continue;
        }
        names.columns(&table.name, table.columns.iter().map(|column| &column.name));
        names.constraints(table);
        names.indexes(&table.name, table.indexes.iter().map(|index| &index.name));
        names.triggers(&table.name, &table.triggers);
    }
    for view in &schema.views {
        names.whole(Named::View, &view.name, Object::View);
        names.columns(&view.name, &view.column_names);
        names.indexes(&view.name, view.indexes.iter().map(|index| &index.name));
        names.triggers(&view.name, &view.triggers);
    }
}

/// Where a name is taken: the names it is among, whose they are, and the name as the server compares it.
type Place = (Namespace, Option<QualifiedName>, String);

/// The names seen so far.
struct Names<'n, 's, 'v> {
    subject: &'n Subject<'s>,
    findings: &'n mut Findings<'v>,
    taken: BTreeMap<Place, (&'static str, Identifier)>,
}

impl Names<'_, '_, '_> {
    fn whole(&mut self, named: Named, name: &QualifiedName, object: fn(QualifiedName) -> Object) {
        if let Some(schema) = &name.schema {
            self.spelled(schema, &object(name.clone()));
        }
        self.named(named, name, &name.name, &object(name.clone()));
    }

    fn columns<'i>(
        &mut self,
        relation: &QualifiedName,
        columns: impl IntoIterator<Item = &'i Identifier>,
    ) {
        for column in columns {
            let object = Object::column(relation, column);
            self.spelled(column, &object);
            self.claim(Namespace::Columns, "column", relation, column, &object);
        }
    }

    fn constraints(&mut self, table: &Table) {
        let key = table.primary_key.iter();
        let keys = key
            .map(|key| (Named::Key, &key.name))
            .chain(table.uniques.iter().map(|each| (Named::Key, &each.name)))
            .chain(table.exclusions.iter().map(|each| (Named::Key, &each.name)));
        let others = table
            .foreign_keys
            .iter()
            .map(|key| (Named::ForeignKey, &key.name))
            .chain(table.checks.iter().map(|each| (Named::Check, &each.name)));
        for (named, name) in keys.chain(others) {
            if let Some(name) = name {
                let object = Object::constraint(&table.name, Some(name), &[]);
                self.named(named, &table.name, name, &object);
            }
        }
        for column in &table.columns {
            for name in [&column.not_null_name, &column.default_name]
                .into_iter()
                .flatten()
            {
                self.spelled(name, &Object::column(&table.name, &column.name));
            }
        }
    }

    fn indexes<'i>(
        &mut self,
        relation: &QualifiedName,
        names: impl IntoIterator<Item = &'i Identifier>,
    ) {
        for name in names {
            let object = Object::index(relation, name);
            self.named(Named::Index, relation, name, &object);
        }
    }

    fn triggers(&mut self, relation: &QualifiedName, triggers: &[Trigger]) {
        for trigger in triggers {
            let object = Object::Trigger {
                table: relation.clone(),
                name: trigger.name.clone(),
            };
            self.named(Named::Trigger, relation, &trigger.name, &object);
        }
    }

    fn named(
        &mut self,
        named: Named,
        relation: &QualifiedName,
        name: &Identifier,
        object: &Object,
    ) {
        self.spelled(name, object);
        for namespace in self.subject.validation().namespaces(named) {
            self.claim(*namespace, named.what(), relation, name, object);
        }
    }

    /// Looks at a name by itself.
    fn spelled(&mut self, name: &Identifier, object: &Object) {
        let subject = self.subject;
        if let Err(error) = subject.features().check_identifier(name) {
            let id = match error.kind() {
                ErrorKind::NotSupported(_) => FindingId::Unsupported,
                _ => FindingId::NameTooLong,
            };
            let mut finding = Finding::new(id, object.clone(), error.message());
            if let ErrorKind::NotSupported(flag) = error.kind() {
                finding.flag = flag;
            }
            self.findings.add(finding);
        }
        if subject
            .validation()
            .is_reserved(subject.dialect(), name.as_str())
        {
            let message = format!("{} is a word of the language", name.shortened());
            let finding = Finding::new(FindingId::NameReserved, object.clone(), message);
            self.findings
                .add(finding.with_hint("statements that are written by hand have to quote it"));
        }
    }

    /// Takes a name, or finds that it is taken.
    fn claim(
        &mut self,
        namespace: Namespace,
        what: &'static str,
        relation: &QualifiedName,
        name: &Identifier,
        object: &Object,
    ) {
        let whose = if namespace.is_of_table() {
            Some(relation.clone())
        } else {
            // Only the schema tells names of this sort apart.
            self.subject
                .folded(relation)
                .schema
                .map(QualifiedName::from)
        };
        let folded = self.subject.fold(name.as_str()).into_owned();
        match self.taken.entry((namespace, whose, folded)) {
            Entry::Vacant(free) => {
                free.insert((what, name.clone()));
            }
            Entry::Occupied(taken) => {
                let (of, other) = taken.get();
                let message = if other == name && *of == what {
                    format!("there is another {of} {}", other.shortened())
                } else if other == name {
                    format!("there is a {of} {}, too", other.shortened())
                } else {
                    format!(
                        "there is the {of} {}, which is the same name to this database",
                        other.shortened()
                    )
                };
                self.findings
                    .add(Finding::new(FindingId::NameClash, object.clone(), message));
            }
        }
    }
}
