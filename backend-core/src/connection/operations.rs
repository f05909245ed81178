//! Operations that are whole statements, written and sent: explain, flush, numbers, when constraints are checked.

use super::Connection;
use crate::error::{Error, ErrorKind, Result};
use crate::model::{QualifiedName, Schema, Table};
use crate::operations::{
    ConstraintTime, Constraints, ExplainExecution, ExplainOptions, Explanation, Flush, FlushOptions,
};
use crate::query::Query;
use crate::sql::Statement;
use crate::transaction::AtomicOptions;
use crate::value::{Value, ValueRef};

impl Connection {
    /// Asks the server how it would carry a statement out, with its parameters. Nothing is carried out unless the options say
    /// so: see [`ExplainExecution`].
    ///
    /// # Errors
    /// As [`Dialect::explain`](crate::operations::Dialect::explain) before anything is sent; the server's refusal.
    ///
    /// # Example
    /// ```
    /// use backend_core::error::{Error, ErrorKind};
    /// use backend_core::flag::Flag;
    /// use backend_core::operations::ExplainOptions;
    /// use backend_core::sql::Statement;
    ///
    /// # futures_executor::block_on(async {
    /// # let settings = toy_backend::BACKEND.settings("toy:")?;
    /// # let mut connection = toy_backend::BACKEND.connect(&settings).await?;
    /// let select = Statement::new("SELECT name FROM artist WHERE id = ?").bind(7);
    /// // The toy makes no plans.
    /// let refusal = connection.explain(&select, &ExplainOptions::new()).await.unwrap_err();
    /// assert_eq!(refusal.kind(), ErrorKind::NotSupported(Some(Flag::supports_explain)));
    /// # Ok::<(), Error>(())
    /// # }).unwrap();
    /// ```
    pub async fn explain(
        &mut self,
        statement: &Statement,
        options: &ExplainOptions,
    ) -> Result<Explanation> {
        let explained = self.dialect().explain(statement, options)?;
        let rows = if options.wanted_execution() == ExplainExecution::Undone {
            let mut block = self.begin_atomic(AtomicOptions::new()).await?;
            let rows = block.fetch_rows(&explained).await;
            block.rollback().await?;
            rows?
        } else {
            self.fetch_rows(&explained).await?
        };
        self.dialect().operations.explanation(options, &rows)
    }

    /// Renders a query in this vendor's SQL and asks the server how it would carry out what comes of it, each statement.
    ///
    /// # Errors
    /// As [`Operations::build`](crate::operations::Operations::build) and [`explain`](Self::explain).
    pub async fn explain_query(
        &mut self,
        query: &Query,
        options: &ExplainOptions,
    ) -> Result<Vec<Explanation>> {
        let mut explanations = Vec::new();
        for statement in self.dialect().build(query)? {
            explanations.push(self.explain(&statement, options).await?);
        }
        Ok(explanations)
    }

    /// Empties tables, with their partitions and what inherits from them, all or none; answers with the names of those that it
    /// emptied. Triggers that `schema` knows do not run for deleted rows, where the vendor can keep them from it; a trigger on
    /// emptying at once runs. Views that store rows keep them.
    ///
    /// # Errors
    /// As [`Dialect::flush`](crate::operations::Dialect::flush) before anything is sent; the server's refusal, as of a table that
    /// refers to one of these and that `schema` does not know.
    ///
    /// # Example
    /// ```
    /// use backend_core::model::{QualifiedName, Schema, Table};
    /// use backend_core::operations::FlushOptions;
    /// use backend_core::sql::Statement;
    ///
    /// # futures_executor::block_on(async {
    /// # let settings = toy_backend::BACKEND.settings("toy:")?;
    /// # let mut connection = toy_backend::BACKEND.connect(&settings).await?;
    /// connection.batch("CREATE TABLE artist (id bigint); INSERT INTO artist (id) VALUES (1)").await?;
    /// let artist = QualifiedName::new("artist")?;
    /// let mut schema = Schema::new();
    /// schema.tables.push(Table::new(artist.clone()));
    /// let emptied = connection.flush(&schema, &[artist.clone()], FlushOptions::new()).await?;
    /// assert_eq!(emptied, [artist]);
    /// let count: (i64,) = connection.fetch_one(&Statement::new("SELECT COUNT(*) FROM artist")).await?;
    /// assert_eq!(count, (0,));
    /// # Ok::<(), backend_core::error::Error>(())
    /// # }).unwrap();
    /// ```
    #[doc(alias = "sql_flush")]
    pub async fn flush(
        &mut self,
        schema: &Schema,
        names: &[QualifiedName],
        options: FlushOptions,
    ) -> Result<Vec<QualifiedName>> {
        let flush = Flush::new(schema, names, options)?;
        let statements = self.dialect().flush_tables(&flush)?;
        self.execute_together(&statements).await?;
        Ok(flush.tables.iter().map(|it| it.name.clone()).collect())
    }

    /// Lets the next number of each column that the server numbers follow those that are there: after rows were loaded with
    /// numbers of their own.
    ///
    /// # Errors
    /// As [`Dialect::reset_sequences`](crate::operations::Dialect::reset_sequences) before anything is sent; the server's refusal.
    #[doc(alias = "sequence_reset_sql")]
    pub async fn reset_sequences(&mut self, tables: &[&Table]) -> Result<()> {
        let mut statements = Vec::new();
        for table in tables {
            statements.append(&mut self.dialect().reset_sequences(table)?);
        }
        self.execute_together(&statements).await
    }

    /// Says when constraints are checked from now on, until the transaction ends. Those that are to be checked at once are
    /// checked now, with what the transaction has done so far. It outlasts the end of an inner block; what an inner block that
    /// is undone has set may go with it.
    ///
    /// # Errors
    /// [`Interface`](ErrorKind::Interface) outside a transaction, where nothing waits; as
    /// [`Dialect::set_constraints`](crate::operations::Dialect::set_constraints); [`Integrity`](ErrorKind::Integrity) for what is
    /// checked now and does not hold.
    #[doc(alias = "SET CONSTRAINTS")]
    pub async fn set_constraints(
        &mut self,
        constraints: &Constraints<'_>,
        time: ConstraintTime,
    ) -> Result<()> {
        let statements = self.dialect().set_constraints(constraints, time)?;
        if !self.in_transaction() {
            let message = "constraints can only be told to wait inside a transaction";
            return Err(Error::new(ErrorKind::Interface, message));
        }
        for statement in &statements {
            self.execute(statement).await?;
        }
        Ok(())
    }

    /// Runs statements, all or none where there are transactions.
    async fn execute_together(&mut self, statements: &[Statement]) -> Result<()> {
        let features = self.features();
        if statements.is_empty() {
            return Ok(());
        }
        if !features.supports_transactions {
            for statement in statements {
                self.execute(statement).await?;
            }
            return Ok(());
        }
        let options = if self.in_transaction() && !features.uses_savepoints {
            AtomicOptions::new().merged()
        } else {
            AtomicOptions::new()
        };
        let mut block = self.begin_atomic(options).await?;
        let mut result = Ok(());
        for statement in statements {
            result = block.execute(statement).await.map(|_| ());
            if result.is_err() {
                break;
            }
        }
        block.end_with(result).await
    }

    /// All rows as values.
    async fn fetch_rows(&mut self, statement: &Statement) -> Result<Vec<Vec<Value>>> {
        let keep = |cells: &[ValueRef<'_>]| Ok(cells.iter().map(|cell| cell.to_value()).collect());
        self.fetch(statement, keep).await
    }
}
