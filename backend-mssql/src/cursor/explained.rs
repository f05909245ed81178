//! Statements that stand behind a setting under which the server tells their plans: the setting stands alone in its batch, and is
//! set back however the statement ends.

use backend_core::cursor::{Done, RowSink};
use backend_core::error::Result;
use backend_core::value::Param;

use crate::driver::{Failure, Request};
use crate::error::classify;
use crate::sql::{EXPLAINED, MEASURED, NO_SUCH_TRANSACTION, Switch, UNDO_PROGRAM};
use crate::wrapper::MssqlWrapper;

/// The setting that a text begins with, and what stands behind it.
pub(super) fn switched(sql: &str) -> Option<(&'static Switch, &str)> {
    [&EXPLAINED, &MEASURED]
        .into_iter()
        .find_map(|switch| Some((switch, sql.strip_prefix(switch.on)?)))
}

impl MssqlWrapper {
    /// Runs a statement under a setting.
    pub(super) async fn run_switched(
        &mut self,
        switch: &'static Switch,
        sql: &str,
        params: &[Param<'_>],
        sink: &mut dyn RowSink,
    ) -> Result<Done> {
        // Before the answer, so that a dropped future leaves nothing that is not set back.
        self.switched = Some(switch);
        let ran = self.run_under(switch, sql, params, sink).await;
        let back = self.switch_back().await;
        let done = ran?;
        back.map(|()| done)
    }

    async fn run_under(
        &mut self,
        switch: &'static Switch,
        sql: &str,
        params: &[Param<'_>],
        sink: &mut dyn RowSink,
    ) -> Result<Done> {
        let on = switch.on.trim_end().trim_end_matches(';');
        self.send_alone(on).await?;
        if switch.plans_only {
            return self.run_as_batch(sql, params, sink).await;
        }
        self.run(sql, params, sink).await
    }

    /// Undoes and sets back what a statement has left, because its future was dropped.
    pub(crate) async fn settle(&mut self) -> Result<()> {
        self.undo_program().await?;
        self.switch_back().await
    }

    /// Undoes what is left of a program that was broken off.
    pub(super) async fn undo_program(&mut self) -> Result<()> {
        if self.has_broken_program {
            let request = Request::Batch(UNDO_PROGRAM.to_owned());
            match self.session.own_call().run(request).await {
                Err(Failure::Server(said)) if said.number == NO_SUCH_TRANSACTION => {}
                other => {
                    other.map_err(|failure| classify(failure, UNDO_PROGRAM))?;
                }
            }
            self.has_broken_program = false;
        }
        Ok(())
    }

    async fn switch_back(&mut self) -> Result<()> {
        if let Some(switch) = self.switched {
            self.send_alone(switch.off).await?;
            self.switched = None;
        }
        Ok(())
    }

    async fn send_alone(&mut self, sql: &str) -> Result<()> {
        let request = Request::Batch(sql.to_owned());
        let ran = self.session.own_call().run(request).await;
        ran.map(drop).map_err(|failure| classify(failure, sql))
    }
}

#[cfg(test)]
mod tests {
    use super::switched;

    #[test]
    fn only_a_whole_setting_is_one() {
        for sql in [
            "SET SHOWPLAN_XML ON",
            "SELECT 1",
            " SET SHOWPLAN_XML ON;\nx",
        ] {
            assert!(switched(sql).is_none(), "{sql}");
        }
        let (switch, sql) = switched("SET SHOWPLAN_XML ON;\nSELECT 1").unwrap();
        assert_eq!((switch.off, sql), ("SET SHOWPLAN_XML OFF", "SELECT 1"));
        let (switch, sql) = switched("SET STATISTICS XML ON;\nSELECT 1").unwrap();
        assert_eq!((switch.off, sql), ("SET STATISTICS XML OFF", "SELECT 1"));
    }
}
