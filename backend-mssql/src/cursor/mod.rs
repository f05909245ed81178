//! Sends statements.

use async_trait::async_trait;
use backend_core::cursor::{Cursor, Done, RowSink, RowSource};
use backend_core::error::{Error, ErrorKind, Result};
use backend_core::value::Param;

use crate::driver::Request;
use crate::error::classify;
use crate::wrapper::MssqlWrapper;

#[async_trait]
impl Cursor for MssqlWrapper {
    async fn query(
        &mut self,
        sql: &str,
        _params: &[Param<'_>],
        _sink: &mut dyn RowSink,
    ) -> Result<Done> {
        self.session
            .call()
            .run(Request::Batch(sql.to_owned()))
            .await
            .map_err(|failure| classify(failure, sql))?;
        Ok(Done::default())
    }

    async fn execute_many(&mut self, _sql: &str, _rows: &mut dyn RowSource) -> Result<Done> {
        Err(Error::new(ErrorKind::NotSupported(None), "not yet"))
    }

    async fn batch(&mut self, script: &str) -> Result<()> {
        let run = self
            .session
            .call()
            .run(Request::Batch(script.to_owned()))
            .await
            .map(|_| ());
        run.map_err(|failure| classify(failure, script))
    }
}
