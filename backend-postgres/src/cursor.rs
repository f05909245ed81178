//! PostgreSQL's cursor.

use async_trait::async_trait;
use backend_core::cursor::{Cursor, Done, RowSink, RowSource};
use backend_core::error::{Error, ErrorKind, Result};
use backend_core::value::Param;

use crate::wrapper::PostgresWrapper;

#[async_trait]
impl Cursor for PostgresWrapper {
    async fn query(
        &mut self,
        _sql: &str,
        _params: &[Param<'_>],
        _sink: &mut dyn RowSink,
    ) -> Result<Done> {
        Err(Error::new(ErrorKind::Internal, "not written yet"))
    }

    async fn execute_many(&mut self, _sql: &str, _rows: &mut dyn RowSource) -> Result<Done> {
        Err(Error::new(ErrorKind::Internal, "not written yet"))
    }

    async fn batch(&mut self, _script: &str) -> Result<()> {
        Err(Error::new(ErrorKind::Internal, "not written yet"))
    }
}
