//! [`Change::inverse`]: the change that makes a schema what it was.

use super::{Change, Identifier, QualifiedName, Schema, Table};

impl Change {
    /// The change after which `before` is there again, once this one was carried out; `None` where no single one is: what was
    /// validated stays so, and a column comes back at the end of its table only.
    ///
    /// The schema comes back, and not what was lost with it: the rows of a table, the values of a column, digits that a
    /// narrower type had no room for. [`Plan::loses_data`](crate::schema_editor::Plan::loses_data) says so of a change before it is
    /// carried out.
    ///
    /// # Example
    /// ```
    /// use backend_core::model::{Change, Column, ColumnType, QualifiedName, Schema, Table};
    ///
    /// let artist = Table::new(QualifiedName::new("artist")?).with_column(Column::new("name", ColumnType::Text)?);
    /// let mut schema = Schema::new();
    /// schema.apply(&Change::CreateTable(artist.clone()))?;
    /// let change = Change::AddColumn {
    ///     table: artist.name.clone(),
    ///     column: Column::new("born", ColumnType::Integer)?,
    /// };
    /// let back = change.inverse(&schema);
    /// assert!(matches!(back, Some(Change::DropColumn { .. })));
    /// // A table that goes can be made again; its rows are gone.
    /// assert_eq!(Change::DropTable(artist.name.clone()).inverse(&schema), Some(Change::CreateTable(artist)));
    /// # Ok::<(), backend_core::error::Error>(())
    /// ```
    #[must_use]
    pub fn inverse(&self, before: &Schema) -> Option<Self> {
        let back = self
            .of_table(before)
            .or_else(|| self.of_constraint(before))
            .or_else(|| self.of_object(before))?;
        let mut again = before.clone();
        again.apply(self).ok()?;
        again.apply(&back).ok()?;
        (in_order(again) == in_order(before.clone())).then_some(back)
    }

    /// What undoes a change of a table, its columns or its indexes, if anything does.
    fn of_table(&self, before: &Schema) -> Option<Self> {
        let of = |name| before.table(name);
        Some(match self {
            Self::CreateTable(table) => Self::DropTable(table.name.clone()),
            Self::DropTable(name) => Self::CreateTable(of(name)?.clone()),
            Self::RenameTable { table, to } => Self::RenameTable {
                table: table.renamed(to),
                to: table.name.clone(),
            },
            Self::SetTableComment { table, .. } => Self::SetTableComment {
                table: table.clone(),
                comment: of(table)?.comment.clone(),
            },
            Self::AddColumn { table, column } => Self::DropColumn {
                table: table.clone(),
                name: column.name.clone(),
            },
            Self::DropColumn { table, name } => Self::AddColumn {
                table: table.clone(),
                column: of(table)?.column(name.as_str())?.clone(),
            },
            Self::RenameColumn { table, from, to } => Self::RenameColumn {
                table: table.clone(),
                from: to.clone(),
                to: from.clone(),
            },
            Self::AlterColumn { table, column, .. } => Self::AlterColumn {
                table: table.clone(),
                column: of(table)?.column(column.name.as_str())?.clone(),
                using: None,
            },
            Self::CreateIndex { table, index } => Self::DropIndex {
                table: table.clone(),
                name: index.name.clone(),
            },
            Self::DropIndex { table, name } => Self::CreateIndex {
                table: table.clone(),
                index: of(table)?
                    .indexes
                    .iter()
                    .find(|it| it.name == *name)?
                    .clone(),
            },
            Self::RenameIndex { table, from, to } => Self::RenameIndex {
                table: table.clone(),
                from: to.clone(),
                to: from.clone(),
            },
            _ => return None,
        })
    }

    /// What undoes a change of a constraint, if anything does.
    fn of_constraint(&self, before: &Schema) -> Option<Self> {
        let named = |table: &QualifiedName, name: &Identifier| {
            let constraints = before.table(table)?.constraints();
            let mut found = constraints.into_iter();
            found.find(|it| it.name() == Some(name))
        };
        Some(match self {
            Self::AddConstraint { table, constraint } => match constraint.name() {
                Some(name) => Self::DropConstraint {
                    table: table.clone(),
                    name: name.clone(),
                },
                None => Self::DropUnnamedConstraint {
                    table: table.clone(),
                    constraint: constraint.clone(),
                },
            },
            Self::DropConstraint { table, name } => Self::AddConstraint {
                table: table.clone(),
                constraint: named(table, name)?,
            },
            Self::DropUnnamedConstraint { table, constraint } => Self::AddConstraint {
                table: table.clone(),
                constraint: constraint.clone(),
            },
            Self::RenameConstraint { table, from, to } => Self::RenameConstraint {
                table: table.clone(),
                from: to.clone(),
                to: from.clone(),
            },
            _ => return None,
        })
    }

    /// What undoes a change of an object beside tables, if anything does.
    fn of_object(&self, before: &Schema) -> Option<Self> {
        Some(match self {
            Self::CreateView(view) => Self::DropView(view.name.clone()),
            Self::DropView(name) => Self::CreateView(before.view(name)?.clone()),
            Self::ReplaceView(view) => Self::ReplaceView(before.view(&view.name)?.clone()),
            Self::CreateFunction(function) => Self::DropFunction(function.signature()),
            Self::ReplaceFunction(function) => {
                Self::ReplaceFunction(before.function(&function.signature())?.clone())
            }
            Self::DropFunction(signature) => {
                Self::CreateFunction(before.function(signature)?.clone())
            }
            Self::CreateSequence(sequence) => Self::DropSequence(sequence.name.clone()),
            Self::AlterSequence(sequence) => {
                Self::AlterSequence(before.sequence(&sequence.name)?.clone())
            }
            Self::DropSequence(name) => Self::CreateSequence(before.sequence(name)?.clone()),
            Self::CreateType(user_type) => Self::DropType(user_type.name.clone()),
            Self::DropType(name) => Self::CreateType(before.user_type(name)?.clone()),
            Self::RenameEnumValue { name, from, to } => Self::RenameEnumValue {
                name: name.clone(),
                from: to.clone(),
                to: from.clone(),
            },
            Self::CreateTrigger { relation, trigger } => Self::DropTrigger {
                relation: relation.clone(),
                name: trigger.name.clone(),
            },
            Self::DropTrigger { relation, name } => {
                let of_table = before.table(relation).map(|table| &table.triggers);
                let of_view = || before.view(relation).map(|view| &view.triggers);
                let mut triggers = of_table.or_else(of_view)?.iter();
                Self::CreateTrigger {
                    relation: relation.clone(),
                    trigger: triggers.find(|it| it.name == *name)?.clone(),
                }
            }
            _ => return None,
        })
    }
}

/// The same schema with the constraints of its tables in an order that does not say when they came.
fn in_order(mut schema: Schema) -> Schema {
    for table in &mut schema.tables {
        let Table {
            uniques,
            checks,
            foreign_keys,
            exclusions,
            ..
        } = table;
        uniques.sort_by(|a, b| (&a.name, &a.columns).cmp(&(&b.name, &b.columns)));
        checks.sort_by(|a, b| (&a.name, &a.expression).cmp(&(&b.name, &b.expression)));
        foreign_keys.sort_by(|a, b| (&a.name, &a.columns).cmp(&(&b.name, &b.columns)));
        exclusions.sort_by(|a, b| a.name.cmp(&b.name));
    }
    schema
}

#[cfg(test)]
mod tests {
    use super::{Change, Schema, Table};
    use crate::model::{
        Check, Column, ColumnType, Constraint, Enforcement, Identifier, Index, IndexPart,
        PrimaryKey, QualifiedName, Unique, View,
    };

    fn id(text: &str) -> Identifier {
        Identifier::new(text).unwrap()
    }

    fn table() -> Table {
        let number = |name: &str| Column::new(name, ColumnType::Integer).unwrap();
        let unique = |name: &str| Unique::new(vec![id("b")]).with_name(id(name));
        let mut check = Check::new("b > 0").with_name(id("positive"));
        check.enforcement = Enforcement::NotValidated;
        Table::new(QualifiedName::new("t").unwrap())
            .with_column(number("a").not_null())
            .with_column(number("b"))
            .with_column(number("c"))
            .with_primary_key(PrimaryKey::new(vec![id("a")]).with_name(id("key")))
            .with_unique(unique("u"))
            .with_unique(unique("v"))
            .with_check(check)
            .with_index(Index::new(id("i"), vec![IndexPart::column(id("b"))]))
            .with_comment("noted")
    }

    fn schema() -> Schema {
        let mut schema = Schema::new();
        schema.apply(&Change::CreateTable(table())).unwrap();
        let view = View::new(QualifiedName::new("w").unwrap(), "SELECT 1");
        schema.apply(&Change::CreateView(view)).unwrap();
        schema
    }

    fn column(name: &str) -> Column {
        Column::new(name, ColumnType::Text).unwrap()
    }

    /// Changes of tables, columns and indexes.
    fn of_tables() -> Vec<Change> {
        let table = table().name;
        let t = || table.clone();
        let index = |name: &str| Index::new(id(name), vec![IndexPart::column(id("c"))]);
        let (from, to) = (|| id("b"), || id("z"));
        vec![
            Change::CreateTable(Table::new(QualifiedName::new("other").unwrap())),
            Change::DropTable(t()),
            Change::RenameTable {
                table: t(),
                to: to(),
            },
            Change::SetTableComment {
                table: t(),
                comment: None,
            },
            Change::AddColumn {
                table: t(),
                column: column("d"),
            },
            Change::DropColumn {
                table: t(),
                name: id("c"),
            },
            Change::RenameColumn {
                table: t(),
                from: from(),
                to: to(),
            },
            Change::AlterColumn {
                table: t(),
                column: column("b"),
                using: Some("1".into()),
            },
            Change::CreateIndex {
                table: t(),
                index: index("j"),
            },
            Change::DropIndex {
                table: t(),
                name: id("i"),
            },
            Change::RenameIndex {
                table: t(),
                from: id("i"),
                to: to(),
            },
        ]
    }

    /// Changes of constraints and of a view.
    fn of_others() -> Vec<Change> {
        let table = table().name;
        let t = || table.clone();
        let unique = || Unique::new(vec![id("c")]);
        let add = |unique| Change::AddConstraint {
            table: t(),
            constraint: Constraint::Unique(unique),
        };
        vec![
            add(unique()),
            add(unique().with_name(id("x"))),
            Change::DropConstraint {
                table: t(),
                name: id("u"),
            },
            Change::DropConstraint {
                table: t(),
                name: id("key"),
            },
            Change::RenameConstraint {
                table: t(),
                from: id("u"),
                to: id("z"),
            },
            Change::DropView(QualifiedName::new("w").unwrap()),
        ]
    }

    #[test]
    fn what_undoes_a_change_makes_the_schema_what_it_was() {
        for change in of_tables().into_iter().chain(of_others()) {
            let before = schema();
            let mut after = before.clone();
            let inverse = change.inverse(&before).unwrap();
            after.apply(&change).unwrap();
            after.apply(&inverse).unwrap();
            assert_eq!(
                super::in_order(after),
                super::in_order(before),
                "{change:?}"
            );
        }
    }

    #[test]
    fn what_was_validated_stays_so_and_what_does_not_fit_is_undone_by_nothing() {
        let validate = Change::ValidateConstraint {
            table: table().name,
            name: id("positive"),
        };
        let nowhere = Change::DropTable(QualifiedName::new("nowhere").unwrap());
        for change in [validate, nowhere] {
            assert_eq!(change.inverse(&schema()), None, "{change:?}");
        }
    }

    #[test]
    fn a_column_between_others_does_not_come_back_to_its_place() {
        let mut schema = schema();
        let free = column("d");
        let add = |column: &Column| Change::AddColumn {
            table: table().name,
            column: column.clone(),
        };
        schema.apply(&add(&free)).unwrap();
        let drop = |name: &str| Change::DropColumn {
            table: table().name,
            name: id(name),
        };
        assert_eq!(drop("c").inverse(&schema), None);
        assert_eq!(drop("d").inverse(&schema), Some(add(&free)));
    }
}
