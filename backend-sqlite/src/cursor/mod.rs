//! Sends statements: at once, on the caller's thread, or to the session's own.

mod batch;
mod call;
mod deadline;
mod inline;
mod portion;
mod session;
mod shape;
mod step;
mod worker;

use async_trait::async_trait;
use backend_core::cursor::{Cursor, Done, RowSink, RowSource};
use backend_core::error::Result;
use backend_core::value::Param;

use crate::wrapper::{Execution, SqliteWrapper};

use self::inline::Inline;

pub(crate) use self::call::Canceller;
pub(crate) use self::session::Session;
pub(crate) use self::worker::Worker;

#[async_trait]
impl Cursor for SqliteWrapper {
    async fn query(
        &mut self,
        sql: &str,
        params: &[Param<'_>],
        sink: &mut dyn RowSink,
    ) -> Result<Done> {
        match &mut self.execution {
            Execution::Inline(session) => {
                let values = params.iter().map(|param| param.value);
                session.query(sql, values, &mut Inline(sink))
            }
            Execution::Thread(worker) => {
                let call = self.canceller.begin();
                // Boxed so that the future of both ways is not as large as this one's.
                Box::pin(worker.query(&call, sql, params, sink)).await
            }
        }
    }

    async fn execute_many(&mut self, sql: &str, rows: &mut dyn RowSource) -> Result<Done> {
        let call = self.canceller.begin();
        match &mut self.execution {
            Execution::Inline(session) => session.execute_many(sql, rows, || call.proceed()),
            Execution::Thread(worker) => worker.execute_many(&call, sql, rows).await,
        }
    }

    async fn batch(&mut self, script: &str) -> Result<()> {
        let call = self.canceller.begin();
        match &mut self.execution {
            Execution::Inline(session) => session.batch(script, || call.proceed()),
            Execution::Thread(worker) => worker.batch(&call, script).await,
        }
    }
}
