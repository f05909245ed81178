//! Operations that are whole statements, written and sent: explain.

use super::Connection;
use crate::error::Result;
use crate::operations::{ExplainExecution, ExplainOptions, Explanation};
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

    /// All rows as values.
    async fn fetch_rows(&mut self, statement: &Statement) -> Result<Vec<Vec<Value>>> {
        let keep = |cells: &[ValueRef<'_>]| Ok(cells.iter().map(|cell| cell.to_value()).collect());
        self.fetch(statement, keep).await
    }
}
