//! Changing what is in a [`Schema`]: columns, comments, whether constraints hold for old rows. Renaming is in `rename.rs`.

use super::rename::refuse_inherited;
use super::schema::{exists, missing};
use super::{
    Change, Column, ColumnType, Enforcement, Identifier, IndexKey, IndexPart, QualifiedName,
    Schema, Sequence, SequenceOwner, Table,
};
use crate::error::{Error, ErrorKind, Result};

impl Schema {
    /// Says whether an alteration fits.
    pub(super) fn check_alteration(&self, change: &Change) -> Result<()> {
        let found = |name| self.table(name).ok_or_else(|| missing("table", name));
        match change {
            Change::SetTableComment { table, .. } => found(table).map(|_| ()),
            Change::AddColumn { table, column } => {
                refuse_inherited(column)?;
                match found(table)?.column(column.name.as_str()) {
                    None => Ok(()),
                    Some(there) => {
                        Err(exists(&there.name.clone().into()).with_column(there.name.as_str()))
                    }
                }
            }
            Change::DropColumn { table, name } => {
                let found = found(table)?;
                refuse_inherited(column_of(found, name)?)?;
                self.refuse_used(found, name)
            }
            Change::AlterColumn { table, column, .. } => {
                let from = column_of(found(table)?, &column.name)?;
                refuse_inherited(from)?;
                match column.sequence.as_ref().filter(|_| from.sequence.is_none()) {
                    Some(name) if self.sequence(name).is_some() => Err(exists(name)),
                    _ => Ok(()),
                }
            }
            Change::ValidateConstraint { table, name } => {
                match enforcement_of(found(table)?, name) {
                    None => Err(missing("foreign key or check", &name.clone().into())),
                    Some(Enforcement::NotEnforced) => Err(Error::new(
                        ErrorKind::Interface,
                        format!("{} is not enforced, so no row breaks it", name.shortened()),
                    )),
                    Some(Enforcement::Enforced | Enforcement::NotValidated) => Ok(()),
                }
            }
            _ => Ok(()),
        }
    }

    /// Carries an alteration out that fits.
    pub(super) fn alter(&mut self, change: &Change) {
        match change {
            Change::SetTableComment { table, comment } => {
                if let Some(table) = self.table_mut(table) {
                    table.comment.clone_from(comment);
                }
            }
            Change::AddColumn { table, column } => self.each_of_family(table, |found, is_child| {
                if found.column(column.name.as_str()).is_none() {
                    let mut column = column.clone();
                    if is_child {
                        column.inherited = true;
                        column.identity = None;
                        column.comment = None;
                    }
                    found.columns.push(column);
                }
            }),
            Change::DropColumn { table, name } => self.each_of_family(table, |found, is_child| {
                found
                    .columns
                    .retain(|column| column.name != *name || (is_child && !column.inherited));
            }),
            Change::AlterColumn { table, column, .. } => {
                self.alter_sequence(table, column);
                self.each_of_family(table, |found, is_child| {
                    let mut columns = found.columns.iter_mut();
                    if let Some(there) = columns.find(|there| there.name == column.name) {
                        there.become_like(column, is_child);
                    }
                });
            }
            Change::ValidateConstraint { table, name } => {
                self.each_of_family(table, |found, _| found.validate(name));
            }
            _ => {}
        }
        if let Change::DropColumn { table, name } = change {
            self.sequences.retain(|sequence| {
                let owner = sequence.owned_by.as_ref();
                !owner.is_some_and(|owner| owner.table == *table && owner.column == *name)
            });
        }
    }

    /// The sequence of a column that is altered comes, goes with its numbers into an identity, or counts as far as its type.
    fn alter_sequence(&mut self, table: &QualifiedName, to: &Column) {
        let from = self.table(table).and_then(|it| it.column(to.name.as_str()));
        let Some(from) = from.cloned() else {
            return;
        };
        match (from.sequence.as_deref(), to.sequence.as_deref()) {
            (Some(name), None) if to.identity.is_some() => {
                self.sequences.retain(|sequence| sequence.name != *name);
            }
            (Some(name), _) if from.column_type != to.column_type && to.is_integer() => {
                let mut sequences = self.sequences.iter_mut();
                if let Some(sequence) = sequences.find(|sequence| sequence.name == *name) {
                    sequence.number_type.clone_from(&to.column_type);
                }
            }
            (None, Some(name)) => {
                let mut sequence = Sequence::new(name.clone());
                if to.is_integer() {
                    sequence.number_type.clone_from(&to.column_type);
                }
                sequence.owned_by = Some(SequenceOwner {
                    table: table.clone(),
                    column: to.name.clone(),
                });
                let at = self.sequences.partition_point(|it| it.name < *name);
                self.sequences.insert(at, sequence);
            }
            _ => {}
        }
    }

    /// Changes a table and those that have its columns, which are told that they are these.
    pub(super) fn each_of_family(
        &mut self,
        name: &QualifiedName,
        mut change: impl FnMut(&mut Table, bool),
    ) {
        let family = self.with_descendants(name);
        for table in &mut self.tables {
            if family.contains(&table.name) {
                let is_child = table.name != *name;
                change(table, is_child);
            }
        }
    }

    /// Refuses to drop a column that keys or indexes stand on.
    fn refuse_used(&self, table: &Table, name: &Identifier) -> Result<()> {
        let of_others = self.tables.iter().any(|other| {
            other
                .foreign_keys
                .iter()
                .any(|key| key.references == table.name && key.referenced_columns.contains(name))
        });
        let user = if of_others {
            Some("a foreign key refers to")
        } else {
            let family = self.with_descendants(&table.name);
            let mut tables = family.iter().filter_map(|name| self.table(name));
            tables.find_map(|table| table.user_of(name))
        };
        match user {
            None => Ok(()),
            Some(user) => Err(Error::new(
                ErrorKind::Interface,
                format!("{user} the column {}: drop that first", name.shortened()),
            )
            .with_column(name.as_str())),
        }
    }
}

impl Table {
    /// What of this table stands on a column, for people; nothing where nothing does.
    fn user_of(&self, name: &Identifier) -> Option<&'static str> {
        let in_parts = |parts: &[IndexPart]| {
            let key = IndexKey::Column(name.clone());
            parts.iter().any(|part| part.key == key)
        };
        let is_in = |names: &[Identifier]| names.contains(name);
        let in_key = self
            .primary_key
            .as_ref()
            .is_some_and(|key| is_in(&key.columns) || is_in(&key.include));
        let in_unique = self
            .uniques
            .iter()
            .any(|unique| is_in(&unique.columns) || is_in(&unique.include));
        let in_index = self
            .indexes
            .iter()
            .any(|index| in_parts(&index.parts) || is_in(&index.include));
        let in_exclusion = self.exclusions.iter().any(|exclusion| {
            let mut parts = exclusion.parts.iter().map(|part| &part.part);
            is_in(&exclusion.include) || parts.any(|part| in_parts(std::slice::from_ref(part)))
        });
        let in_partitioning = self
            .partitioning
            .as_ref()
            .is_some_and(|partitioning| in_parts(&partitioning.parts));
        [
            (in_key, "the primary key has"),
            (in_unique, "a unique constraint has"),
            (
                self.foreign_keys.iter().any(|key| is_in(&key.columns)),
                "a foreign key has",
            ),
            (in_exclusion, "an exclusion constraint has"),
            (in_index, "an index has"),
            (in_partitioning, "the table is partitioned by"),
        ]
        .into_iter()
        .find_map(|(uses, user)| uses.then_some(user))
    }

    fn validate(&mut self, name: &Identifier) {
        let keys = self
            .foreign_keys
            .iter_mut()
            .map(|key| (&key.name, &mut key.enforcement));
        let checks = self
            .checks
            .iter_mut()
            .map(|check| (&check.name, &mut check.enforcement));
        for (named, enforcement) in keys.chain(checks) {
            if named.as_ref() == Some(name) && *enforcement == Enforcement::NotValidated {
                *enforcement = Enforcement::Enforced;
            }
        }
    }
}

impl Column {
    /// Whether a sequence can count as far as its values go.
    const fn is_integer(&self) -> bool {
        matches!(
            self.column_type,
            ColumnType::SmallInteger | ColumnType::Integer | ColumnType::BigInteger
        )
    }

    /// Takes over what a column is to be. One that a parent's change reaches keeps what is its own.
    fn become_like(&mut self, after: &Self, is_child: bool) {
        let mut after = after.clone();
        if after.column_type != self.column_type && after.declared_type == self.declared_type {
            // It was read with the type before, and says that one.
            after.declared_type = None;
        }
        if after.nullable {
            after.not_null_name = None;
        }
        if after.default.is_none() {
            after.default_name = None;
        }
        if after.identity.is_none() && after.sequence.is_none() {
            after.sequence = self.sequence.take();
        }
        if is_child {
            after.inherited = self.inherited;
            after.identity = self.identity.take();
            after.comment = self.comment.take();
            after.options = std::mem::take(&mut self.options);
        }
        *self = after;
    }
}

fn column_of<'t>(table: &'t Table, name: &Identifier) -> Result<&'t Column> {
    table
        .column(name.as_str())
        .ok_or_else(|| missing("column", &name.clone().into()).with_column(name.as_str()))
}

fn enforcement_of(table: &Table, name: &Identifier) -> Option<Enforcement> {
    let keys = table
        .foreign_keys
        .iter()
        .map(|key| (&key.name, key.enforcement));
    let checks = table
        .checks
        .iter()
        .map(|check| (&check.name, check.enforcement));
    keys.chain(checks)
        .find(|(named, _)| named.as_ref() == Some(name))
        .map(|(_, enforcement)| enforcement)
}

#[cfg(test)]
mod tests {
    use super::super::{Check, ForeignKey, Index, PrimaryKey, Unique};
    use super::*;

    fn id(text: &str) -> Identifier {
        Identifier::new(text).unwrap()
    }

    fn name(text: &str) -> QualifiedName {
        QualifiedName::new(text).unwrap()
    }

    fn column(text: &str) -> Column {
        Column::new(text, ColumnType::Integer).unwrap()
    }

    /// `t` with a key, an index, a unique constraint and a free column; `u` refers to it, and `v` inherits from it.
    fn schema() -> Schema {
        let mut check = Check::new("free > 0").with_name(id("positive"));
        check.enforcement = Enforcement::NotValidated;
        let table = ["a", "b", "c", "r", "free"]
            .into_iter()
            .fold(Table::new(name("t")), |table, each| {
                table.with_column(column(each))
            })
            .with_primary_key(PrimaryKey::new(vec![id("a")]))
            .with_unique(Unique::new(vec![id("b")]))
            .with_index(Index::new(id("i"), vec![IndexPart::column(id("c"))]))
            .with_check(check);
        let refers = Table::new(name("u"))
            .with_column(column("x"))
            .with_foreign_key(ForeignKey::new(vec![id("x")], name("t"), vec![id("r")]));
        let mut child = Table::new(name("v"));
        child.columns.clone_from(&table.columns);
        for each in &mut child.columns {
            each.inherited = true;
        }
        child.inherits = vec![name("t")];
        let mut sequence = Sequence::new(name("s"));
        sequence.owned_by = Some(SequenceOwner {
            table: name("t"),
            column: id("free"),
        });
        let mut schema = Schema::new();
        schema.tables = vec![table, refers, child];
        schema.sequences = vec![sequence];
        schema
    }

    fn applied(change: &Change) -> Schema {
        let mut schema = schema();
        schema.apply(change).unwrap();
        schema
    }

    #[test]
    fn a_column_comes_and_goes_with_those_that_have_it() {
        let mut schema = applied(&Change::AddColumn {
            table: name("t"),
            column: column("new").with_comment("own"),
        });
        assert_eq!(schema.table(&name("t")).unwrap().columns[5].name, id("new"));
        let child = schema.table(&name("v")).unwrap();
        assert!(child.columns[5].inherited && child.columns[5].comment.is_none());
        let drop = |name: &str| Change::DropColumn {
            table: QualifiedName::new("t").unwrap(),
            name: id(name),
        };
        schema.apply(&drop("new")).unwrap();
        assert_eq!(schema, self::schema());
        schema.apply(&drop("free")).unwrap();
        assert_eq!(schema.sequences, []);
    }

    #[test]
    fn a_column_becomes_what_is_said() {
        let mut after = column("free").not_null();
        after.column_type = ColumnType::Text;
        let mut schema = schema();
        for table in &mut schema.tables {
            for each in &mut table.columns {
                each.declared_type = Some("int4".into());
                after.declared_type.clone_from(&each.declared_type);
            }
        }
        schema
            .apply(&Change::AlterColumn {
                table: name("t"),
                column: after.clone(),
                using: None,
            })
            .unwrap();
        after.declared_type = None;
        assert_eq!(
            schema.table(&name("t")).unwrap().column("free"),
            Some(&after)
        );
        after.inherited = true;
        assert_eq!(
            schema.table(&name("v")).unwrap().column("free"),
            Some(&after)
        );
    }

    #[test]
    fn a_comment_is_set_and_a_constraint_validated() {
        let schema = applied(&Change::SetTableComment {
            table: name("t"),
            comment: Some("x".into()),
        });
        let table = schema.table(&name("t")).unwrap();
        assert_eq!(table.comment.as_deref(), Some("x"));
        let schema = applied(&Change::ValidateConstraint {
            table: name("t"),
            name: id("positive"),
        });
        let check = &schema.table(&name("t")).unwrap().checks[0];
        assert_eq!(check.enforcement, Enforcement::Enforced);
    }

    #[test]
    fn what_does_not_fit_changes_nothing() {
        let table = name("t");
        let add = |text: &str| Change::AddColumn {
            table: table.clone(),
            column: column(text),
        };
        let drop = |of: &str, text: &str| Change::DropColumn {
            table: name(of),
            name: id(text),
        };
        let alter = |of: &str, text: &str| Change::AlterColumn {
            table: name(of),
            column: column(text),
            using: None,
        };
        let validate = |text: &str| Change::ValidateConstraint {
            table: table.clone(),
            name: id(text),
        };
        let comment = Change::SetTableComment {
            table: name("nowhere"),
            comment: None,
        };
        let cases = [
            (add("a"), ErrorKind::AlreadyExists),
            (drop("t", "nowhere"), ErrorKind::DoesNotExist),
            (drop("t", "a"), ErrorKind::Interface),
            (drop("t", "b"), ErrorKind::Interface),
            (drop("t", "c"), ErrorKind::Interface),
            (drop("t", "r"), ErrorKind::Interface),
            (drop("u", "x"), ErrorKind::Interface),
            (drop("v", "free"), ErrorKind::Interface),
            (alter("t", "nowhere"), ErrorKind::DoesNotExist),
            (alter("v", "free"), ErrorKind::Interface),
            (validate("i"), ErrorKind::DoesNotExist),
            (comment, ErrorKind::DoesNotExist),
        ];
        for (change, kind) in cases {
            let mut schema = schema();
            assert_eq!(
                schema.apply(&change).unwrap_err().kind(),
                kind,
                "{change:?}"
            );
            assert_eq!(schema, self::schema());
        }
    }
}
