//! Constraints that come to a table of a [`Schema`], go from it, or get another name.

use super::schema::{exists, missing};
use super::{Change, Constraint, Identifier, QualifiedName, Schema, Table};
use crate::error::{Error, ErrorKind, Result};

impl Schema {
    /// Says whether a change of a constraint fits.
    pub(super) fn check_constraint(&self, change: &Change) -> Result<()> {
        let found = |name| self.table(name).ok_or_else(|| missing("table", name));
        match change {
            Change::AddConstraint { table, constraint } => {
                let table = found(table)?;
                if let Some(name) = constraint.name().filter(|name| table.has_constraint(name)) {
                    return Err(exists(&name.clone().into()));
                }
                match constraint {
                    Constraint::PrimaryKey(key) => table.check_new_key(&key.columns),
                    _ => Ok(()),
                }
            }
            Change::DropConstraint { table, name } => {
                let table = found(table)?;
                match table.constraint(name) {
                    Some(constraint) => self.check_dropped(table, &constraint),
                    None => Err(missing("constraint", &name.clone().into())),
                }
            }
            Change::DropUnnamedConstraint { table, constraint } => {
                let table = found(table)?;
                if constraint.name().is_some() || !table.constraints().contains(constraint) {
                    return Err(Error::new(
                        ErrorKind::DoesNotExist,
                        format!(
                            "{} has no such constraint without a name",
                            table.name.name.shortened()
                        ),
                    ));
                }
                self.check_dropped(table, constraint)
            }
            Change::RenameConstraint { table, from, to } => {
                let table = found(table)?;
                let Some(constraint) = table.constraint(from) else {
                    return Err(missing("constraint", &from.clone().into()));
                };
                if table.has_constraint(to) {
                    return Err(exists(&to.clone().into()));
                }
                refuse_inherited(&constraint)
            }
            _ => Ok(()),
        }
    }

    /// Carries a change of a constraint out that fits.
    pub(super) fn constrain(&mut self, change: &Change) {
        match change {
            Change::AddConstraint { table, constraint } => {
                if let Some(table) = self.table_mut(table) {
                    table.add_constraint(constraint.clone());
                }
            }
            Change::DropConstraint { table, name } => {
                let gone = self.table(table).and_then(|it| it.constraint(name));
                self.each_of_family(table, |found, is_child| match &gone {
                    Some(gone) if is_child => found.drop_inherited(gone),
                    _ => found.drop_constraint(name),
                });
            }
            Change::DropUnnamedConstraint { table, constraint } => {
                if let Some(table) = self.table_mut(table) {
                    table.drop_same(constraint);
                }
            }
            Change::RenameConstraint { table, from, to } => {
                if let Some(table) = self.table_mut(table) {
                    table.rename_constraint(from, to);
                }
            }
            _ => {}
        }
    }

    /// Refuses to drop what is a parent's, and the last key that a foreign key refers to.
    fn check_dropped(&self, table: &Table, constraint: &Constraint) -> Result<()> {
        refuse_inherited(constraint)?;
        let key = match constraint {
            Constraint::PrimaryKey(key) => &key.columns,
            Constraint::Unique(unique) => &unique.columns,
            _ => return Ok(()),
        };
        let is_key = |columns: &[Identifier]| same_columns(columns, key);
        let others = table.constraints().into_iter().filter(|other| match other {
            Constraint::PrimaryKey(other) => is_key(&other.columns),
            Constraint::Unique(other) => is_key(&other.columns),
            _ => false,
        });
        let by_index = table.indexes.iter().any(|index| index.is_key_of(key));
        if others.count() > 1 || by_index {
            return Ok(());
        }
        match self.referring(&table.name, key).next() {
            None => Ok(()),
            Some(other) => Err(Error::new(
                ErrorKind::Interface,
                format!(
                    "a foreign key of {} refers to the key: drop that first",
                    other.name.name.shortened()
                ),
            )
            .with_table(table.name.name.as_str())),
        }
    }

    /// The tables that have a foreign key to those columns of that table.
    fn referring<'s>(
        &'s self,
        name: &'s QualifiedName,
        key: &'s [Identifier],
    ) -> impl Iterator<Item = &'s Table> {
        self.tables.iter().filter(move |table| {
            table.foreign_keys.iter().any(|foreign| {
                foreign.references == *name && same_columns(&foreign.referenced_columns, key)
            })
        })
    }
}

impl Table {
    /// The constraint of that name.
    pub(crate) fn constraint(&self, name: &Identifier) -> Option<Constraint> {
        let mut constraints = self.constraints().into_iter();
        constraints.find(|it| it.name() == Some(name))
    }

    /// Refuses a second primary key, and one whose columns are not there.
    fn check_new_key(&self, columns: &[Identifier]) -> Result<()> {
        if self.primary_key.is_some() {
            return Err(Error::new(
                ErrorKind::AlreadyExists,
                format!("{} has a primary key already", self.name.name.shortened()),
            ));
        }
        match columns
            .iter()
            .find(|name| self.column(name.as_str()).is_none())
        {
            None => Ok(()),
            Some(name) => Err(missing("column", &name.clone().into()).with_column(name.as_str())),
        }
    }

    /// Removes the first constraint that says the same.
    fn drop_same(&mut self, constraint: &Constraint) {
        fn remove<T: PartialEq>(all: &mut Vec<T>, one: &T) {
            if let Some(at) = all.iter().position(|it| it == one) {
                all.remove(at);
            }
        }
        match constraint {
            Constraint::PrimaryKey(_) => self.primary_key = None,
            Constraint::Unique(unique) => remove(&mut self.uniques, unique),
            Constraint::ForeignKey(key) => remove(&mut self.foreign_keys, key),
            Constraint::Check(check) => remove(&mut self.checks, check),
            Constraint::Exclusion(exclusion) => remove(&mut self.exclusions, exclusion),
        }
    }

    /// Removes what is there only because a parent had it.
    fn drop_inherited(&mut self, gone: &Constraint) {
        match gone {
            Constraint::PrimaryKey(_) => {
                self.primary_key = self.primary_key.take().filter(|key| !key.inherited);
            }
            Constraint::Unique(gone) => self
                .uniques
                .retain(|it| !it.inherited || it.columns != gone.columns),
            Constraint::Check(gone) => self
                .checks
                .retain(|it| !it.inherited || it.name != gone.name),
            Constraint::Exclusion(gone) => self
                .exclusions
                .retain(|it| !it.inherited || it.parts != gone.parts),
            Constraint::ForeignKey(_) => {}
        }
    }

    fn rename_constraint(&mut self, from: &Identifier, to: &Identifier) {
        let key = self.primary_key.iter_mut().map(|key| &mut key.name);
        let names = key
            .chain(self.uniques.iter_mut().map(|it| &mut it.name))
            .chain(self.foreign_keys.iter_mut().map(|it| &mut it.name))
            .chain(self.checks.iter_mut().map(|it| &mut it.name))
            .chain(self.exclusions.iter_mut().map(|it| &mut it.name));
        for name in names.flatten() {
            if name == from {
                name.clone_from(to);
            }
        }
    }
}

/// Whether two lists hold the same columns, in whichever order.
pub(super) fn same_columns(one: &[Identifier], other: &[Identifier]) -> bool {
    one.len() == other.len() && one.iter().all(|name| other.contains(name))
}

/// Refuses to change what is a parent's.
fn refuse_inherited(constraint: &Constraint) -> Result<()> {
    if !constraint.is_inherited() {
        return Ok(());
    }
    Err(Error::new(
        ErrorKind::Interface,
        "the constraint is inherited: change it in the table that it comes from",
    ))
}

#[cfg(test)]
mod tests {
    use super::super::{
        Check, Column, ColumnType, ForeignKey, Index, IndexPart, PrimaryKey, Unique,
    };
    use super::*;

    fn id(text: &str) -> Identifier {
        Identifier::new(text).unwrap()
    }

    fn name(text: &str) -> QualifiedName {
        QualifiedName::new(text).unwrap()
    }

    /// `t` with a unique constraint that `u` refers to, and a check without a name.
    fn schema() -> Schema {
        let column = |text: &str| Column::new(text, ColumnType::Integer).unwrap();
        let table = Table::new(name("t"))
            .with_column(column("a"))
            .with_column(column("b"))
            .with_unique(Unique::new(vec![id("b")]).with_name(id("one_b")))
            .with_check(Check::new("a > 0"));
        let refers = Table::new(name("u"))
            .with_column(column("x"))
            .with_foreign_key(ForeignKey::new(vec![id("x")], name("t"), vec![id("b")]));
        let mut schema = Schema::new();
        schema.tables = vec![table, refers];
        schema
    }

    fn key(columns: &[&str]) -> Change {
        let columns = columns.iter().map(|column| id(column)).collect();
        Change::AddConstraint {
            table: name("t"),
            constraint: Constraint::PrimaryKey(PrimaryKey::new(columns).with_name(id("key"))),
        }
    }

    fn drop(text: &str) -> Change {
        Change::DropConstraint {
            table: name("t"),
            name: id(text),
        }
    }

    fn rename(from: &str, to: &str) -> Change {
        Change::RenameConstraint {
            table: name("t"),
            from: id(from),
            to: id(to),
        }
    }

    fn unnamed(expression: &str) -> Change {
        Change::DropUnnamedConstraint {
            table: name("t"),
            constraint: Constraint::Check(Check::new(expression)),
        }
    }

    #[test]
    fn the_columns_of_a_key_stay_not_null_after_it() {
        let mut schema = schema();
        schema.apply(&key(&["a"])).unwrap();
        let second = schema.apply(&key(&["b"])).unwrap_err();
        assert_eq!(second.kind(), ErrorKind::AlreadyExists);
        let table = &schema.tables[0];
        assert_eq!(table.primary_key_columns(), [id("a")]);
        assert!(!table.columns[0].nullable && table.columns[1].nullable);
        schema.apply(&rename("key", "other")).unwrap();
        schema.apply(&drop("other")).unwrap();
        let table = &schema.tables[0];
        assert!(table.primary_key.is_none() && !table.columns[0].nullable);
    }

    #[test]
    fn what_a_child_has_of_its_parent_goes_with_it() {
        let mut schema = schema();
        let mut child = schema.tables[0].clone();
        child.name = name("child");
        child.inherits = vec![name("t")];
        child.uniques[0].inherited = true;
        child.uniques[0].name = Some(id("another"));
        schema.tables.remove(1);
        schema.tables.insert(0, child);
        schema.apply(&drop("one_b")).unwrap();
        assert!(schema.tables.iter().all(|table| table.uniques.is_empty()));
        assert_eq!(schema.tables[0].checks.len(), 1);
    }

    #[test]
    fn what_has_no_name_goes_by_what_it_says() {
        let mut schema = schema();
        schema.apply(&unnamed("a > 0")).unwrap();
        assert!(schema.tables[0].checks.is_empty());
        let again = schema.apply(&unnamed("a > 0")).unwrap_err();
        assert_eq!(again.kind(), ErrorKind::DoesNotExist);
    }

    #[test]
    fn the_last_key_that_others_refer_to_stays() {
        let mut one = schema();
        let refused = one.apply(&drop("one_b")).unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::Interface);
        assert_eq!(one, schema());
        let index = Index::new(id("i"), vec![IndexPart::column(id("b"))]).unique();
        one.tables[0].indexes.push(index);
        one.apply(&drop("one_b")).unwrap();
        let mut two = schema();
        two.apply(&key(&["b"])).unwrap();
        two.apply(&drop("one_b")).unwrap();
        assert!(two.apply(&drop("key")).is_err());
    }

    #[test]
    fn what_does_not_fit_changes_nothing() {
        let mut inherited = schema();
        inherited.tables[0].uniques[0].inherited = true;
        let cases = [
            (schema(), key(&["nowhere"]), ErrorKind::DoesNotExist),
            (schema(), drop("nowhere"), ErrorKind::DoesNotExist),
            (schema(), unnamed("a > 1"), ErrorKind::DoesNotExist),
            (schema(), rename("nowhere", "x"), ErrorKind::DoesNotExist),
            (schema(), rename("one_b", "one_b"), ErrorKind::AlreadyExists),
            (
                inherited.clone(),
                rename("one_b", "x"),
                ErrorKind::Interface,
            ),
            (inherited, drop("one_b"), ErrorKind::Interface),
        ];
        for (before, change, kind) in cases {
            let mut schema = before.clone();
            let refused = schema.apply(&change).unwrap_err();
            assert_eq!(refused.kind(), kind, "{change:?}");
            assert_eq!(schema, before);
        }
    }
}
