//! Tests of plans: exact SQL for each clause, refusals by flag, limits. The editor is of no vendor.

mod alterations;
mod objects;
mod refusals;
mod statements;

use std::sync::Arc;

use super::{Plan, SchemaEditor, plan};
use crate::error::Result;
use crate::features::Features;
use crate::flag::Flag;
use crate::model::{
    Change, Column, ColumnType, Identifier, Options, PrimaryKey, QualifiedName, Schema, Table,
};
use crate::operations::{Dialect, Operations};
use crate::query::Query;
use crate::sql::{Statement, Syntax, Writer};

/// Types by their Rust names, comments as `-- text`, options as they are.
pub(super) struct Editor {
    key_with_column: bool,
}

pub(super) const EDITOR: Editor = Editor {
    key_with_column: false,
};

impl SchemaEditor for Editor {
    fn column_type(
        &self,
        _dialect: &Dialect,
        _table: &Table,
        column: &Column,
        out: &mut Writer<'_>,
    ) -> Result<()> {
        out.push(" ").fragment(&format!("{:?}", column.column_type));
        Ok(())
    }

    fn writes_primary_key_with_column(&self, _table: &Table, _key: &PrimaryKey) -> bool {
        self.key_with_column
    }

    fn column_options(&self, _: &Table, column: &Column, out: &mut Writer<'_>) -> Result<()> {
        self.constraint_options(&column.options, out)
    }

    fn constraint_options(&self, options: &Options, out: &mut Writer<'_>) -> Result<()> {
        for (name, _) in options.iter() {
            out.push(" ").fragment(name);
        }
        Ok(())
    }

    fn inline_comment(&self, comment: &str, out: &mut Writer<'_>) -> Result<()> {
        out.push(" -- ").fragment(comment).push("\n");
        Ok(())
    }
}

/// The defaults of the trait, and nothing else.
struct Standard;

impl SchemaEditor for Standard {
    fn column_type(
        &self,
        dialect: &Dialect,
        table: &Table,
        column: &Column,
        out: &mut Writer<'_>,
    ) -> Result<()> {
        EDITOR.column_type(dialect, table, column, out)
    }
}

struct NoOperations;

impl Operations for NoOperations {
    fn syntax(&self) -> &'static Syntax {
        &Syntax::STANDARD
    }

    fn build(&self, _dialect: &Dialect, _query: &Query) -> Result<Vec<Statement>> {
        Ok(Vec::new())
    }
}

/// Everything on, and no limit.
fn everything() -> Features {
    let mut features = Features {
        fractional_second_digits: 9,
        ..Features::MINIMAL
    };
    for info in Flag::ALL {
        features.set(info.flag, true);
    }
    features
}

fn plan_with(
    editor: &dyn SchemaEditor,
    features: Features,
    before: &Schema,
    change: &Change,
) -> Result<Plan> {
    let dialect = Dialect {
        features: Arc::new(features),
        operations: &NoOperations,
    };
    plan(editor, &dialect, before, change)
}

fn create(table: Table) -> Result<Plan> {
    plan_with(
        &EDITOR,
        everything(),
        &Schema::new(),
        &Change::CreateTable(table),
    )
}

fn id(name: &str) -> Identifier {
    Identifier::new(name).unwrap()
}

fn name(name: &str) -> QualifiedName {
    QualifiedName::new(name).unwrap()
}

fn column(name: &str) -> Column {
    Column::new(name, ColumnType::Integer).unwrap()
}

/// A table of these columns.
fn table(columns: &[&str]) -> Table {
    columns.iter().fold(Table::new(name("t")), |table, each| {
        table.with_column(column(each))
    })
}
