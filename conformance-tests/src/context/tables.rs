//! Tables and rows through the model and the writer: SQL that every vendor takes.

use backend_core::cursor::Done;
use backend_core::error::{Error, ErrorKind, Result};
use backend_core::model::{Change, Identifier, QualifiedName, Schema, Table};
use backend_core::query::Query;
use backend_core::schema_editor::{NoProgress, PlanOptions, plan, run};
use backend_core::sql::Statement;
use backend_core::value::{TypedValue, Value};

use super::Context;

impl Context {
    /// Makes a table.
    ///
    /// # Errors
    /// As [`change`](Self::change).
    pub async fn create(&mut self, table: &Table) -> Result<()> {
        self.change(&Change::CreateTable(table.clone())).await
    }

    /// Carries a schema change out. The plan starts from the changes that the case made before.
    ///
    /// # Errors
    /// As [`plan()`] and [`run`].
    pub async fn change(&mut self, change: &Change) -> Result<()> {
        let changes = std::slice::from_ref(change);
        self.plans(&self.schema, changes, PlanOptions::default());
        let steps = plan(
            self.backend.schema_editor,
            &self.dialect(),
            &self.schema,
            change,
        )?;
        for statement in steps.statements() {
            self.transcript.statement(statement);
        }
        run(&mut self.connection, &steps, &mut NoProgress).await?;
        self.schema.apply(change)
    }

    /// Says of a change that the case has carried out by itself.
    ///
    /// # Errors
    /// As [`Schema::apply`].
    pub(crate) fn changed(&mut self, change: &Change) -> Result<()> {
        self.schema.apply(change)
    }

    /// What the changes of the case add up to.
    #[must_use]
    pub fn schema(&self) -> &Schema {
        &self.schema
    }

    /// The statement that inserts one row with a value for each of the first columns of `table`.
    #[must_use]
    pub fn insert_statement(&self, table: &Table, row: &[TypedValue]) -> Statement {
        let dialect = self.dialect();
        let mut out = dialect.writer();
        out.push("INSERT INTO ").name(&table.name).push(" (");
        out.identifiers(
            table
                .columns
                .iter()
                .take(row.len())
                .map(|column| &column.name),
        );
        out.push(") VALUES (").list(row, |out, value| {
            out.bind(value.clone());
        });
        out.push(")");
        out.finish()
    }

    /// Inserts rows, one statement each, with a value for each of the first columns.
    ///
    /// # Errors
    /// As [`execute`](Self::execute).
    pub async fn insert<'r>(
        &mut self,
        table: &Table,
        rows: impl IntoIterator<Item = &'r Vec<TypedValue>>,
    ) -> Result<()> {
        for row in rows {
            let statement = self.insert_statement(table, row);
            let done = self.execute(&statement).await?;
            expect_one(done, &statement)?;
        }
        Ok(())
    }

    /// The statement that reads all columns of all rows, ordered by the first column.
    #[must_use]
    pub fn select_statement(&self, table: &Table) -> Statement {
        let columns: Vec<_> = table
            .columns
            .iter()
            .map(|column| column.name.as_str())
            .collect();
        self.select_columns(table, &columns)
    }

    /// The statement that reads these columns of all rows, ordered by the table's first column.
    #[must_use]
    pub fn select_columns(&self, table: &Table, columns: &[&str]) -> Statement {
        let dialect = self.dialect();
        let mut out = dialect.writer();
        let names: Vec<&Identifier> = columns
            .iter()
            .filter_map(|name| table.column(name).map(|column| &column.name))
            .collect();
        out.push("SELECT ")
            .identifiers(names)
            .push(" FROM ")
            .name(&table.name);
        if let Some(first) = table.columns.first() {
            out.push(" ORDER BY ").identifier(&first.name);
        }
        out.finish()
    }

    /// All rows, ordered by the first column.
    ///
    /// # Errors
    /// As [`fetch_values`](Self::fetch_values).
    pub async fn select(&mut self, table: &Table) -> Result<Vec<Vec<Value>>> {
        let statement = self.select_statement(table);
        self.fetch_values(&statement).await
    }

    /// How many rows the table has.
    ///
    /// # Errors
    /// As [`fetch`](Self::fetch).
    pub async fn count(&mut self, table: &QualifiedName) -> Result<i64> {
        let dialect = self.dialect();
        let mut out = dialect.writer();
        out.push("SELECT COUNT(*) FROM ").name(table);
        let counts: Vec<(i64,)> = self.fetch(&out.finish()).await?;
        match counts.as_slice() {
            [(count,)] => Ok(*count),
            _ => Err(Error::new(ErrorKind::Internal, "COUNT(*) gave not one row")),
        }
    }

    /// Everything in every table: what a refusal must leave as it was.
    pub(crate) async fn contents(&mut self) -> Result<(Schema, Vec<Vec<Vec<Value>>>)> {
        let schema = self.introspect().await?.schema;
        let mut rows = Vec::new();
        for table in &schema.tables {
            rows.push(self.select(table).await?);
        }
        Ok((schema, rows))
    }

    /// The statements of a query, in the vendor's SQL.
    ///
    /// # Errors
    /// As [`Dialect::build`](backend_core::operations::Dialect::build).
    pub fn build(&self, query: &Query) -> Result<Vec<Statement>> {
        self.dialect().build(query)
    }
}

fn expect_one(done: Done, statement: &Statement) -> Result<()> {
    match done.affected {
        Some(1) | None => Ok(()),
        Some(n) => Err(Error::new(
            ErrorKind::Internal,
            format!("one inserted row counts as {n}"),
        )
        .with_sql(&statement.sql)),
    }
}
