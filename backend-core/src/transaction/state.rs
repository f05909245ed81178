//! [`TransactionState`]: which blocks are open, and what stands in the way of the next statement. It talks to nobody.

use super::on_commit::Hooks;
use crate::error::{Error, ErrorKind, Result};

/// What a session knows of its transaction.
#[derive(Default)]
pub(crate) struct TransactionState {
    /// From the outermost.
    blocks: Vec<Block>,
    mark: Option<Mark>,
    /// Why the session takes nothing any more.
    unusable: Option<Error>,
    /// Whether the next call must look at all this before it is sent.
    attention: bool,
    begun: u64,
    savepoints: u64,
    pub(super) hooks: Hooks,
}

/// One block.
struct Block {
    id: u64,
    undo: Undo,
    stage: Stage,
    /// Its guard was dropped before it ended.
    abandoned: bool,
}

/// How a block is undone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Undo {
    /// By rolling the transaction back, which was begun by hand and is no block to Django.
    Manual,
    /// By rolling the transaction back.
    Transaction,
    /// By rolling back to the savepoint of that number.
    Savepoint(u64),
    /// By undoing the block around it.
    Merged,
}

/// Where a block is between its beginning and its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Its beginning was sent, and not answered yet.
    Beginning,
    /// It is open.
    Open,
    /// Its end was sent, and not answered yet.
    Ending,
}

/// A block must be rolled back, and takes no statement before.
struct Mark {
    /// The place of the block that is undone as a whole.
    target: usize,
    cause: Cause,
}

/// Why a block must be rolled back.
#[derive(Debug, Clone)]
pub(super) enum Cause {
    /// The caller said so, in the block at this place.
    Asked(usize),
    /// This went wrong first; the caller may say that it has been mended.
    Failed(Error),
    /// This went wrong, and nothing that the caller does mends it.
    Final(Error),
}

impl TransactionState {
    /// How many blocks are open; one that was dropped, and those inside it, are not counted.
    pub(crate) fn depth(&self) -> usize {
        self.abandoned().unwrap_or(self.blocks.len())
    }

    /// Whether an atomic block is open.
    pub(crate) fn in_atomic(&self) -> bool {
        let live = self.blocks.iter().take(self.depth());
        live.filter(|block| block.undo != Undo::Manual).count() > 0
    }

    /// Whether a transaction is open that was begun by hand, and no atomic block in it.
    pub(crate) fn by_hand(&self) -> bool {
        self.depth() > 0 && !self.in_atomic()
    }

    pub(crate) const fn needs_attention(&self) -> bool {
        self.attention
    }

    pub(super) const fn unusable(&self) -> Option<&Error> {
        self.unusable.as_ref()
    }

    /// The place of the outermost block that was dropped, or whose beginning or end was.
    pub(super) fn abandoned(&self) -> Option<usize> {
        self.blocks
            .iter()
            .position(|block| block.abandoned || block.stage != Stage::Open)
    }

    /// Adds a block, whose beginning is about to be sent.
    pub(crate) fn push(&mut self, undo: Undo) -> u64 {
        if self.blocks.is_empty() {
            self.savepoints = 0;
        }
        self.begun += 1;
        self.blocks.push(Block {
            id: self.begun,
            undo,
            stage: Stage::Beginning,
            abandoned: false,
        });
        self.refresh();
        self.begun
    }

    /// The number of the next savepoint: no two of a transaction share one.
    pub(super) const fn next_savepoint(&mut self) -> u64 {
        self.savepoints += 1;
        self.savepoints
    }

    /// The id of the transaction that was begun by hand, where no block is inside it.
    pub(crate) fn manual(&self) -> Option<u64> {
        match self.blocks.as_slice() {
            [only] if only.undo == Undo::Manual => Some(only.id),
            _ => None,
        }
    }

    /// The place of a block.
    pub(super) fn place(&self, id: u64) -> Option<usize> {
        self.blocks.iter().position(|block| block.id == id)
    }

    pub(super) fn last(&self) -> Option<usize> {
        self.blocks.len().checked_sub(1)
    }

    pub(super) fn undo(&self, place: usize) -> Option<Undo> {
        self.blocks.get(place).map(|block| block.undo)
    }

    pub(super) fn stage(&self, place: usize) -> Option<Stage> {
        self.blocks.get(place).map(|block| block.stage)
    }

    /// Sets where the innermost block is.
    pub(crate) fn set_stage(&mut self, stage: Stage) {
        if let Some(block) = self.blocks.last_mut() {
            block.stage = stage;
        }
        self.refresh();
    }

    /// Notes that the block at `place` is about to end, and those inside it with it.
    pub(super) fn set_ending(&mut self, place: usize) {
        self.blocks.truncate(place + 1);
        self.set_stage(Stage::Ending);
    }

    /// Notes that the guard of a block, or of the one around it, was dropped.
    pub(super) fn abandon(&mut self, place: usize) {
        for block in self.blocks.iter_mut().skip(place) {
            block.abandoned = true;
        }
        self.refresh();
    }

    /// Ends the block at `place` and those inside it, which kept what they did.
    pub(super) fn keep(&mut self, place: usize) {
        self.blocks.truncate(place);
        self.hooks.keep(place);
        self.refresh();
    }

    /// Ends the block at `place` and those inside it, which were undone.
    pub(super) fn undone(&mut self, place: usize) {
        self.blocks.truncate(place);
        self.hooks.undo(place);
        if self.mark.as_ref().is_some_and(|mark| mark.target >= place) {
            self.mark = None;
        }
        self.refresh();
    }

    /// The place of the block that is undone where the one at `place` must be.
    fn target(&self, place: usize) -> usize {
        let own = |block: &Block| block.undo != Undo::Merged;
        let mut around = self.blocks.iter().take(place + 1);
        around.rposition(own).unwrap_or(0)
    }

    /// Marks the innermost block for rollback, as its caller wishes.
    pub(super) fn mark_asked(&mut self) {
        if let Some(place) = self.last() {
            self.mark(place, Cause::Asked(place));
        }
    }

    /// Marks the block at `place` for rollback. The first cause is kept: it says more than what followed from it.
    pub(super) fn mark(&mut self, place: usize, cause: Cause) {
        let target = self.target(place);
        match &mut self.mark {
            Some(mark) => {
                mark.target = mark.target.min(target);
                match (&mark.cause, &cause) {
                    (Cause::Failed(first), Cause::Final(_)) => {
                        mark.cause = Cause::Final(first.clone());
                    }
                    (Cause::Asked(_), Cause::Failed(_) | Cause::Final(_)) => mark.cause = cause,
                    _ => {}
                }
            }
            none => *none = Some(Mark { target, cause }),
        }
        self.refresh();
    }

    /// Why the innermost block must be rolled back, and the place of the block that is undone for it.
    pub(super) fn marked(&self) -> Option<(usize, &Cause)> {
        self.mark.as_ref().map(|mark| (mark.target, &mark.cause))
    }

    pub(super) fn unmark(&mut self) {
        self.mark = None;
        self.refresh();
    }

    /// Gives the session up: it is not known what is open, or nothing can be.
    pub(crate) fn give_up(&mut self, error: &Error) {
        self.unusable.get_or_insert_with(|| error.clone());
        self.blocks.clear();
        self.mark = None;
        self.hooks.clear();
        self.refresh();
    }

    /// Refuses a session that was given up, and a block that is marked for rollback.
    pub(super) fn check(&self) -> Result<()> {
        if let Some(first) = &self.unusable {
            return Err(Error::new(
                ErrorKind::ConnectionLost,
                "the session was lost, or its transaction, and takes nothing any more: close it and open another",
            )
            .with_source(first.clone()));
        }
        match &self.mark {
            Some(mark) => Err(mark
                .cause
                .broken("the block is marked for rollback and takes no statement before that")),
            None => Ok(()),
        }
    }

    fn refresh(&mut self) {
        self.attention =
            self.unusable.is_some() || self.mark.is_some() || self.abandoned().is_some();
    }
}

impl Cause {
    /// The refusal of a block that must be rolled back, with the first error as its source.
    pub(super) fn broken(&self, message: &str) -> Error {
        let error = Error::new(ErrorKind::TransactionBroken, message);
        match self {
            Self::Asked(_) => error,
            Self::Failed(first) | Self::Final(first) => error.with_source(first.clone()),
        }
    }
}
