//! [`Walk`]: a program that is carried out, and compared with the model after each step.

use std::collections::BTreeSet;
use std::pin::Pin;

use backend_core::connection::Connection;
use backend_core::error::{ErrorKind, Integrity, Result};
use backend_core::model::{Change, ColumnType, Deferrability, Identifier, Schema, Table};
use backend_core::schema_editor::{NoProgress, plan, run};
use backend_core::sql::Statement;
use backend_core::transaction::AtomicOptions;
use backend_core::value::TypedValue;
use backend_core::wrapper::TransactionOptions;

use super::model::Model;
use crate::case::Outcome;
use crate::context::Context;
use crate::failure::{Failure, expect_eq, expect_error};
use crate::fixtures::{Choice, foreign_key, items, row, table};

/// How deep blocks stand in blocks at most.
const DEEPEST: usize = 4;
/// How many tables can be made.
const TABLES: u16 = 3;

/// A program and what it works on.
pub(super) struct Walk<'c> {
    /// Its session watches what is committed.
    context: &'c mut Context,
    choices: std::slice::Iter<'c, Choice>,
    session: Option<Connection>,
    items: Table,
    /// Where the checks of foreign keys can wait.
    children: Option<Table>,
    model: Model,
    next: i64,
    /// Whether the transaction that is open has its checks at its end.
    is_deferred: bool,
}

/// What stands around a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Around {
    /// A transaction by hand.
    Hand,
    /// So many blocks.
    Blocks(usize),
}

/// How the steps of a block end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// It is to be kept.
    Kept,
    /// It is to be undone.
    Undone,
    /// It is dropped.
    Dropped,
    /// Something in it failed, and nothing mends it.
    Broken,
}

type Steps<'w> = Pin<Box<dyn Future<Output = Result<End, Failure>> + 'w>>;

impl<'c> Walk<'c> {
    /// Makes the tables, and opens the sessions.
    pub(super) async fn begin(
        context: &'c mut Context,
        choices: &'c [Choice],
    ) -> Result<Self, Failure> {
        let items = items()?;
        context.create(&items).await?;
        let children = if context.features().can_defer_constraint_checks {
            let children = table("child", &[("item_id", ColumnType::BigInteger)])?;
            let key = foreign_key(&["item_id"], &items, &["id"])?;
            let key = key.deferrability(Deferrability::InitiallyImmediate);
            let children = children.with_foreign_key(key);
            context.create(&children).await?;
            Some(children)
        } else {
            None
        };
        Ok(Self {
            session: Some(context.connect().await?),
            context,
            choices: choices.iter(),
            items,
            children,
            model: Model::default(),
            next: 1,
            is_deferred: false,
        })
    }

    /// Closes the sessions, and answers with the tables that were made.
    pub(super) async fn end(self) -> Result<BTreeSet<u16>> {
        if let Some(session) = self.session {
            session.close().await?;
        }
        Ok(self.model.made)
    }

    /// Carries the program out: one transaction after the other, and statements between them.
    pub(super) async fn transactions(&mut self) -> Outcome {
        let Some(mut session) = self.session.take() else {
            return Ok(());
        };
        while let Some(choice) = self.choices.next() {
            self.context.note(format!("-- {choice:?}"));
            match choice[0] % 5 {
                0 | 1 => self.in_a_block(&mut session, choice).await?,
                2 => self.by_hand(&mut session, choice).await?,
                3 => self.failure(&mut session, choice[1]).await.map(drop)?,
                _ => self.statement(&mut session, choice).await?,
            }
            self.expect_rows(&mut session).await?;
            self.expect_kept().await?;
        }
        self.session = Some(session);
        Ok(())
    }

    async fn in_a_block(&mut self, session: &mut Connection, choice: &Choice) -> Outcome {
        let before = self.model.clone();
        let mut options = AtomicOptions::new();
        self.is_deferred = self.children.is_some() && choice[1].is_multiple_of(2);
        if self.is_deferred {
            options = options.defer_constraints();
        }
        let mut block = session.begin_atomic(options).await?;
        let end = self.steps(&mut block, Around::Blocks(1)).await?;
        self.is_deferred = false;
        match end {
            End::Kept if self.model.has_orphans() => {
                let kind = ErrorKind::Integrity(Integrity::ForeignKey);
                expect_error("a commit with orphans", block.commit().await, kind)?;
                self.model = before;
            }
            End::Kept => block.commit().await?,
            End::Undone => {
                block.rollback().await?;
                self.model = before;
            }
            End::Dropped => {
                drop(block);
                self.model = before;
            }
            End::Broken => {
                let kind = ErrorKind::TransactionBroken;
                expect_error("a commit of what is broken", block.commit().await, kind)?;
                self.model = before;
            }
        }
        Ok(())
    }

    async fn by_hand(&mut self, session: &mut Connection, choice: &Choice) -> Outcome {
        let before = self.model.clone();
        session.begin(&TransactionOptions::default()).await?;
        match self.steps(session, Around::Hand).await? {
            End::Kept => session.commit().await?,
            End::Broken if choice[1].is_multiple_of(2) => {
                let kind = ErrorKind::TransactionBroken;
                expect_error("a commit of what is broken", session.commit().await, kind)?;
                self.model = before;
            }
            _ => {
                session.rollback().await?;
                self.model = before;
            }
        }
        Ok(())
    }

    /// What is done inside one block, or a transaction by hand.
    fn steps<'w>(&'w mut self, session: &'w mut Connection, around: Around) -> Steps<'w> {
        Box::pin(async move {
            let mut savepoints = Vec::new();
            while let Some(choice) = self.choices.next() {
                self.context.note(format!("-- in {around:?}: {choice:?}"));
                let is_broken = match choice[0] % 16 {
                    0 => return Ok(End::Kept),
                    1 if choice[1] % 3 == 0 && around != Around::Hand => return Ok(End::Dropped),
                    1 => return Ok(End::Undone),
                    2..=4 => self.inside(session, around, choice).await?,
                    5 if self.fails_well(around) => self.failure(session, choice[1]).await?,
                    6 | 7 if around == Around::Hand => {
                        self.savepoint(session, choice, &mut savepoints).await?;
                        false
                    }
                    _ => {
                        self.statement(session, choice).await?;
                        false
                    }
                };
                if is_broken {
                    let next = self.pairs(session, &self.items).await;
                    expect_error("what comes next", next, ErrorKind::TransactionBroken)?;
                    return Ok(End::Broken);
                }
                self.expect_rows(session).await?;
            }
            Ok(End::Kept)
        })
    }

    /// A block in a block; whether that one is broken by it.
    async fn inside(
        &mut self,
        session: &mut Connection,
        around: Around,
        choice: &Choice,
    ) -> Result<bool, Failure> {
        let depth = match around {
            Around::Hand => 1,
            Around::Blocks(depth) => depth,
        };
        if depth >= DEEPEST {
            return Ok(false);
        }
        let mut options = AtomicOptions::new();
        let is_merged = !self.context.features().uses_savepoints || choice[1].is_multiple_of(3);
        if is_merged {
            options = options.merged();
        }
        let before = self.model.clone();
        let mut block = session.begin_atomic(options).await?;
        let end = self.steps(&mut block, Around::Blocks(depth + 1)).await?;
        match end {
            End::Kept => {
                block.commit().await?;
                return Ok(false);
            }
            End::Undone => block.rollback().await?,
            End::Dropped => drop(block),
            End::Broken => {
                let kind = ErrorKind::TransactionBroken;
                expect_error("a commit of what is broken", block.commit().await, kind)?;
            }
        }
        if !is_merged {
            self.model = before;
        }
        Ok(is_merged)
    }

    /// Whether it is known what a failure leaves: outside of blocks a server that does not survive it refuses what follows in its
    /// own way.
    fn fails_well(&self, around: Around) -> bool {
        around != Around::Hand || self.context.features().transactions_survive_errors
    }

    /// A row whose key is there already; whether what is around is broken by it.
    async fn failure(&self, session: &mut Connection, choice: u16) -> Result<bool, Failure> {
        let Some(id) = self.model.item(choice) else {
            return Ok(false);
        };
        let insert = self.insert(&self.items, &row![id, 0_i64]);
        let kind = ErrorKind::Integrity(Integrity::Unique);
        expect_error("a key that is there", session.execute(&insert).await, kind)?;
        let survives = self.context.features().transactions_survive_errors;
        Ok(session.in_atomic() && !survives)
    }

    /// A savepoint by hand: set, gone back to, or given up.
    async fn savepoint(
        &mut self,
        session: &mut Connection,
        choice: &Choice,
        open: &mut Vec<(Identifier, Model)>,
    ) -> Outcome {
        let features = self.context.features();
        if !features.uses_savepoints {
            return Ok(());
        }
        let (can_release, operations) = (
            features.can_release_savepoints,
            self.context.dialect().operations,
        );
        let at = usize::from(choice[2]).checked_rem(open.len());
        let statement = match (choice[1] % 3, at) {
            (1, Some(at)) => {
                open.truncate(at + 1);
                let Some((name, then)) = open.last() else {
                    return Ok(());
                };
                self.model = then.clone();
                self.context
                    .statement(|out| operations.rollback_to_savepoint(name, out))
            }
            (2, Some(at)) if can_release => {
                let Some((name, _)) = open.drain(at..).next() else {
                    return Ok(());
                };
                self.context
                    .statement(|out| operations.release_savepoint(&name, out))
            }
            _ => {
                let name = Identifier::new(format!("by_hand_{}", self.fresh()))?;
                open.push((name.clone(), self.model.clone()));
                self.context
                    .statement(|out| operations.savepoint(&name, out))
            }
        };
        self.send(session, &statement).await
    }

    /// A statement that succeeds.
    async fn statement(&mut self, session: &mut Connection, choice: &Choice) -> Outcome {
        let [_, which, what, how] = *choice;
        let number = i64::from(how % 7);
        match (what % 8, self.model.item(which)) {
            (1, Some(id)) => {
                self.model.items.insert(id, number);
                let update =
                    self.context
                        .update_statement(&self.items, ("n", number), ("id", id))?;
                self.send(session, &update).await
            }
            (2, Some(_)) => self.delete(session, which).await,
            (3 | 4, _) if self.context.features().can_rollback_ddl => {
                self.change(session, which % TABLES).await
            }
            (5 | 6, _) if self.children.is_some() => self.child(session, choice).await,
            _ => {
                let id = self.fresh();
                self.model.items.insert(id, number);
                let insert = self.insert(&self.items, &row![id, number]);
                self.send(session, &insert).await
            }
        }
    }

    async fn delete(&mut self, session: &mut Connection, which: u16) -> Outcome {
        let id = if self.is_deferred {
            self.model.item(which)
        } else {
            self.model.item_without_children(which)
        };
        let Some(id) = id else {
            return Ok(());
        };
        self.model.items.remove(&id);
        let delete = self.context.delete_statement(&self.items, "id", id)?;
        self.send(session, &delete).await
    }

    /// A child that comes, of somebody who may come later where nobody looks before, or goes.
    async fn child(&mut self, session: &mut Connection, choice: &Choice) -> Outcome {
        let Some(children) = self.children.clone() else {
            return Ok(());
        };
        let [_, which, what, how] = *choice;
        if let (0, Some(id)) = (how % 3, self.model.child(which)) {
            self.model.children.remove(&id);
            let delete = self.context.delete_statement(&children, "id", id)?;
            return self.send(session, &delete).await;
        }
        let parent = if self.is_deferred && what % 16 > 8 {
            Some(self.next + i64::from(how % 3))
        } else {
            self.model.item(which)
        };
        let Some(parent) = parent else {
            return Ok(());
        };
        let id = self.fresh();
        self.model.children.insert(id, parent);
        let insert = self.insert(&children, &row![id, parent]);
        self.send(session, &insert).await
    }

    /// A table that comes, with a row, or goes.
    async fn change(&mut self, session: &mut Connection, number: u16) -> Outcome {
        let made = made(number)?;
        let mut before = Schema::new();
        let change = if self.model.made.remove(&number) {
            before.apply(&Change::CreateTable(made.clone()))?;
            Change::DropTable(made.name.clone())
        } else {
            self.model.made.insert(number);
            Change::CreateTable(made.clone())
        };
        let editor = self.context.backend().schema_editor;
        let steps = plan(editor, &self.context.dialect(), &before, &change)?;
        self.context.note(format!("-- {change:?}"));
        run(session, &steps, &mut NoProgress).await?;
        if self.model.made.contains(&number) {
            let insert = self.insert(&made, &row![i64::from(number)]);
            self.send(session, &insert).await?;
        }
        Ok(())
    }

    const fn fresh(&mut self) -> i64 {
        self.next += 1;
        self.next
    }

    fn insert(&self, table: &Table, row: &[TypedValue]) -> Statement {
        self.context.insert_statement(table, row)
    }

    async fn send(&self, session: &mut Connection, statement: &Statement) -> Outcome {
        self.context.note(statement.sql.as_str());
        session.execute(statement).await?;
        Ok(())
    }

    /// Demands of a session that it finds what the model has.
    async fn expect_rows(&self, session: &mut Connection) -> Outcome {
        let found = self.pairs(session, &self.items).await?;
        expect_eq("items", found, pairs_of(&self.model.items))?;
        if let Some(children) = &self.children {
            let found = self.pairs(session, children).await?;
            expect_eq("children", found, pairs_of(&self.model.children))?;
        }
        for number in &self.model.made {
            let select = self.context.select_statement(&made(*number)?);
            let found: Vec<(i64,)> = session.fetch_as(&select).await?;
            expect_eq(
                "the row of a table that was made",
                found,
                [(i64::from(*number),)],
            )?;
        }
        Ok(())
    }

    async fn pairs(&self, session: &mut Connection, table: &Table) -> Result<Vec<(i64, i64)>> {
        session
            .fetch_as(&self.context.select_statement(table))
            .await
    }

    /// Demands that another session finds what the model has.
    async fn expect_kept(&mut self) -> Outcome {
        let select = self.context.select_statement(&self.items);
        let found: Vec<(i64, i64)> = self.context.connection().fetch_as(&select).await?;
        expect_eq(
            "items that were committed",
            found,
            pairs_of(&self.model.items),
        )
    }
}

/// A table that comes and goes.
fn made(number: u16) -> Result<Table> {
    table(&format!("made_{number}"), &[])
}

fn pairs_of(pairs: &std::collections::BTreeMap<i64, i64>) -> Vec<(i64, i64)> {
    pairs.iter().map(|(key, value)| (*key, *value)).collect()
}

/// Demands that of the tables that come and go these are there, and no others.
pub(super) fn expect_tables(schema: &Schema, expected: &BTreeSet<u16>) -> Outcome {
    for number in 0..TABLES {
        let is_there = schema.table(&made(number)?.name).is_some();
        expect_eq(
            &format!("the table {number} is there"),
            is_there,
            expected.contains(&number),
        )?;
    }
    Ok(())
}
