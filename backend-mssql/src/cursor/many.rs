//! One statement for many rows of parameters: several executions in one call, or a [bulk load](super::load) where that means the
//! same.

use std::sync::Arc;

use backend_core::cursor::{Done, RowSource};
use backend_core::error::Result;

use super::bulk::Bulk;
use super::load::{FEWEST_ROWS, load};
use super::query::Counts;
use super::render::{Chunk, Draft};
use super::statement::{Statement, Verb};
use super::{Memory, last_number};
use crate::driver::{Call, Failure, Item, Request};
use crate::error::classify;
use crate::features::MAX_PARAMETERS;
use crate::sql::PROGRAM;
use crate::value::Encoded;
use crate::wrapper::MssqlWrapper;

/// The most rows that are kept to be sent together.
const MOST_ROWS: usize = 4_096;
/// The most bytes of these.
const MOST_BYTES: usize = 4 << 20;
/// The most executions of one call, a power of two.
const MOST_EXECUTIONS: usize = 256;

/// What stands before several executions: what each of them counts is summed up instead of told. The setting ends with the call.
const BEFORE: &str = "SET NOCOUNT ON; DECLARE @backend_rows bigint = 0, @backend_error int = 0; ";
/// What stands after each, as the server would go on after one that fails. On a line of its own, since the statement may end with a
/// comment.
const AFTER_EACH: &str = "\n; SELECT @backend_error = @@ERROR, @backend_rows = @backend_rows + @@ROWCOUNT; \
                          IF @backend_error <> 0 RETURN; ";
/// What stands after all.
const AFTER: &str = "SELECT @backend_rows";

/// How the source of rows goes on.
enum Source {
    /// There may be more.
    More,
    /// There are no more, or the next one cannot be sent.
    Ended(Result<()>),
}

impl MssqlWrapper {
    /// Runs one statement once for each row of parameters.
    pub(super) async fn run_many(&mut self, sql: &str, rows: &mut dyn RowSource) -> Result<Done> {
        // Before the answer, so that a dropped future leaves nothing that is not undone.
        self.has_broken_program = sql.starts_with(PROGRAM);
        let ran = self.run_each(sql, rows).await;
        if ran.is_err() {
            // Where it cannot be undone the session is lost, which the next call says.
            let _ = self.undo_program().await;
        } else {
            self.has_broken_program = false;
        }
        ran
    }

    async fn run_each(&mut self, sql: &str, rows: &mut dyn RowSource) -> Result<Done> {
        let Self {
            session, cursor, ..
        } = self;
        let mut call = session.call();
        let mut many = Many {
            sql,
            statement: None,
            bulk: Bulk::read(sql),
        };
        let mut sum = None;
        loop {
            let mut chunk = Chunk::default();
            let source = many.fill(&mut chunk, rows, cursor);
            if let (Some(statement), 1..) = (many.statement.clone(), chunk.rows()) {
                let counted = many.run(&mut call, &statement, chunk, cursor).await;
                let counted = counted.map_err(|failure| classify(failure, sql))?;
                sum = match statement.verb {
                    Verb::Changes | Verb::Upserts => Some(sum.unwrap_or(0) + counted),
                    _ => None,
                };
            }
            if let Source::Ended(ended) = source {
                return ended.map(|()| sum.map_or_else(Done::default, Done::affected));
            }
        }
    }
}

/// A statement that is executed many times.
struct Many<'q> {
    sql: &'q str,
    /// Read with the first row: without one, not even its syntax matters.
    statement: Option<Arc<Statement>>,
    bulk: Option<Bulk>,
}

impl Many<'_> {
    /// Takes rows from the source.
    fn fill(&mut self, chunk: &mut Chunk, rows: &mut dyn RowSource, memory: &mut Memory) -> Source {
        let mut bytes = 0;
        while chunk.rows() < MOST_ROWS && bytes < MOST_BYTES {
            let params = match rows.next() {
                Ok(Some(params)) => params,
                Ok(None) => return Source::Ended(Ok(())),
                Err(error) => return Source::Ended(Err(error)),
            };
            let pushed = self
                .statement(memory)
                .and_then(|statement| chunk.push(statement, params, memory.limits));
            match pushed {
                Ok(more) => bytes += more,
                Err(error) => return Source::Ended(Err(error)),
            }
        }
        Source::More
    }

    fn statement(&mut self, memory: &mut Memory) -> Result<&Statement> {
        match &mut self.statement {
            Some(statement) => Ok(statement),
            none => Ok(none.insert(memory.statements.get(self.sql)?)),
        }
    }

    /// Runs the statement for each row; gives how many rows were changed.
    async fn run(
        &self,
        call: &mut Call<'_>,
        statement: &Statement,
        chunk: Chunk,
        memory: &mut Memory,
    ) -> Result<u64, Failure> {
        let chunk = Arc::new(chunk);
        if let Some(bulk) = &self.bulk
            && chunk.rows() >= FEWEST_ROWS
            && let Some(count) = load(call, bulk, &chunk, memory).await?
        {
            return Ok(count);
        }
        // What a program declares would be declared twice.
        let declares = matches!(statement.verb, Verb::Other | Verb::Upserts);
        let goes_alone = declares || !memory.limits.keeps_parameters() && may_lose(&chunk);
        let mut sum = 0;
        let mut done = 0;
        while done < chunk.rows() {
            let together = if goes_alone {
                1
            } else {
                executions(statement, chunk.rows() - done)
            };
            sum += if together == 1 {
                let row = chunk.row(done).to_vec();
                let request = statement.request(self.sql, row, memory.limits);
                self.execute(call, statement, request).await?
            } else {
                let rows = (done..done + together).map(|index| chunk.row(index));
                self.execute_together(call, statement, rows).await?
            };
            done += together;
        }
        Ok(sum)
    }

    async fn execute(
        &self,
        call: &mut Call<'_>,
        statement: &Statement,
        request: Request,
    ) -> Result<u64, Failure> {
        let mut answer = call.send(request).await?;
        let mut counts = Counts::default();
        while let Some(item) = answer.next().await? {
            if let Item::Counted(count) = item {
                counts.count(count, statement.verb);
            }
        }
        Ok(counts.changed().unwrap_or(0))
    }

    async fn execute_together(
        &self,
        call: &mut Call<'_>,
        statement: &Statement,
        rows: impl Iterator<Item = &[Encoded]> + Send,
    ) -> Result<u64, Failure> {
        let mut draft = Draft::new();
        draft.push(BEFORE);
        for row in rows {
            draft.statement(self.sql, statement, row.to_vec());
            draft.push(AFTER_EACH);
        }
        draft.push(AFTER);
        let (sql, parameters) = draft.finish();
        let request = Request::Call {
            sql,
            parameters,
            only_reads: false,
        };
        let counted = last_number(call, request).await?;
        Ok(counted
            .and_then(|counted| u64::try_from(counted).ok())
            .unwrap_or(0))
    }
}

fn may_lose(rows: &Chunk) -> bool {
    rows.encoded().iter().any(Encoded::may_be_lost)
}

/// How many executions go together, a power of two, so that the server sees few texts and keeps their plans.
fn executions(statement: &Statement, rows: usize) -> usize {
    let places = usize::try_from(MAX_PARAMETERS).unwrap_or(1) / statement.parameters.max(1);
    let most = places.min(rows).clamp(1, MOST_EXECUTIONS);
    1 << most.ilog2()
}

#[cfg(test)]
mod tests {
    use super::{Statement, executions};

    #[test]
    fn executions_go_together_in_powers_of_two() {
        for (sql, rows, expected) in [
            ("INSERT INTO t (a) VALUES (@P1)", 1, 1),
            ("INSERT INTO t (a) VALUES (@P1)", 3, 2),
            ("INSERT INTO t (a) VALUES (@P1)", 4_000, 256),
            ("UPDATE t SET a = @P2 WHERE b = @P20", 4_000, 64),
            ("UPDATE t SET a = @P1099", 9, 1),
            ("DELETE FROM t", 300, 256),
        ] {
            let statement = Statement::read(sql).unwrap();
            assert_eq!(executions(&statement, rows), expected, "{sql}");
        }
    }
}
