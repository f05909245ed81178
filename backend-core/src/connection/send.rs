//! [`Connection::send`]: the one way by which statements reach the server.

use super::Connection;
use crate::cursor::{Done, RowSink, RowSource};
use crate::error::{Error, ErrorKind, Result};
use crate::features::Features;
use crate::value::Param;

/// What is sent to the server in one call.
pub(super) enum Call<'a> {
    /// One statement, whose rows go into the sink.
    Query {
        sql: &'a str,
        params: &'a [Param<'a>],
        sink: &'a mut dyn RowSink,
    },
    /// One statement, once for each row of parameters.
    Many {
        sql: &'a str,
        rows: &'a mut dyn RowSource,
    },
    /// Several statements without parameters.
    Batch { script: &'a str },
}

impl Connection {
    /// Sends one call to the vendor's cursor: nothing else in core does.
    pub(super) async fn send(&mut self, call: Call<'_>) -> Result<Done> {
        let (sql, result) = match call {
            Call::Query { sql, params, sink } => {
                check_parameters(&self.dialect.features, params.len())?;
                (sql, self.wrapper.cursor().query(sql, params, sink).await)
            }
            Call::Many { sql, rows } => {
                let mut rows = Checked {
                    features: &self.dialect.features,
                    rows,
                };
                let cursor = self.wrapper.cursor();
                (sql, cursor.execute_many(sql, &mut rows).await)
            }
            Call::Batch { script } => {
                let cursor = self.wrapper.cursor();
                (script, cursor.batch(script).await.map(|()| Done::default()))
            }
        };
        result.map_err(|error| error.with_sql(sql))
    }
}

fn check_parameters(features: &Features, count: usize) -> Result<()> {
    match features.max_query_parameters.map(usize::try_from) {
        Some(Ok(most)) if count > most => Err(Error::new(
            ErrorKind::Interface,
            format!("a statement takes at most {most} parameters here, not {count}"),
        )),
        _ => Ok(()),
    }
}

/// Refuses a row of too many parameters before the cursor sees it.
struct Checked<'a> {
    features: &'a Features,
    rows: &'a mut dyn RowSource,
}

impl RowSource for Checked<'_> {
    fn next(&mut self) -> Result<Option<&[Param<'_>]>> {
        let row = self.rows.next()?;
        check_parameters(self.features, row.map_or(0, <[_]>::len))?;
        Ok(row)
    }
}
