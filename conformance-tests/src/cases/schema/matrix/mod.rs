//! The alter matrix: a column of each kind becomes one of each kind, with and without all that can hold of a column, over rows.
//!
//! Its cases are made: `schema.matrix.FROM_to_TO` for each pair of [`Kind`]s, each with its cells of a covering array
//! ([`Cell`]). What the values become is said in [`Meaning`](meaning::Meaning).

mod carry_out;
mod cell;
mod kind;
mod meaning;

use std::sync::LazyLock;

use backend_core::flag::Flag;

use self::carry_out::{carry_out, tear_down};
use self::cell::{Cell, cells, cells_of};
use self::kind::Kind;
use crate::case::{CaseDef, CaseFuture, Outcome, Unit, case};
use crate::context::Context;
use crate::failure::Failure;
use crate::fixtures::Random;

pub(super) const CASES: &[CaseDef] = &[case!(
    "schema.matrix.every_cell_of_one_pair",
    every_cell_of_one_pair,
    "One pair of kinds, chosen by the seed, holds in every cell that it can have."
)
.requires(&[Flag::can_alter_tables])
.unit(Unit::Session)];

/// The cells, once for all cases.
static CELLS: LazyLock<Vec<Cell>> = LazyLock::new(cells);

/// The cases that are made: one a pair of kinds. Their texts live as long as the process.
pub(super) static PAIRS: LazyLock<Vec<CaseDef>> = LazyLock::new(|| {
    let all = Kind::ALL.iter();
    let pairs = all.flat_map(|from| Kind::ALL.iter().map(move |to| (*from, *to)));
    pairs.map(|(from, to)| pair(from, to)).collect()
});

fn pair(from: Kind, to: Kind) -> CaseDef {
    let doc = if from == to {
        format!(
            "A column of the kind {} stays one while what else holds of it changes.",
            from.name()
        )
    } else {
        format!(
            "A column of the kind {} becomes one of the kind {} with its values, or is refused and stays.",
            from.name(),
            to.name()
        )
    };
    CaseDef::new(id(from, to).leak(), "cells_of_a_pair", doc.leak(), run)
        .requires(&[Flag::can_alter_tables])
        .unit(Unit::Session)
        .generated()
}

fn id(from: Kind, to: Kind) -> String {
    if from == to {
        format!("schema.matrix.{}_kept", from.name())
    } else {
        format!("schema.matrix.{}_to_{}", from.name(), to.name())
    }
}

fn run(context: &mut Context) -> CaseFuture<'_> {
    Box::pin(async move {
        let wanted = context.id();
        let of_case = |cell: &&Cell| id(cell.from, cell.to) == wanted;
        let cells: Vec<_> = CELLS.iter().filter(of_case).copied().collect();
        carry_out_all(context, &cells).await
    })
}

async fn carry_out_all(context: &mut Context, cells: &[Cell]) -> Outcome {
    let (mut shown, mut beyond) = (0, None);
    for cell in cells {
        let name = cell.name();
        context.note(format!("-- {name}"));
        let result = carry_out(context, cell).await;
        if let Err(failure) = &result
            && failure.nothing_shown().is_some()
        {
            beyond = Some(result);
            continue;
        }
        shown += 1;
        if result.is_err() {
            // The failure is what is told: were the tables left, the case would fail for these as well.
            let _ = tear_down(context).await;
        }
        result.map_err(|failure| failure.within(format!("the cell `{name}`")))?;
    }
    match beyond {
        _ if shown > 0 => Ok(()),
        Some(beyond) => beyond,
        None => Err(Failure::new("a fault of the suite: the pair has no cells")),
    }
}

async fn every_cell_of_one_pair(context: &mut Context) -> Outcome {
    let seed = context.chance().seed;
    let mut random = Random::new(seed);
    let (Some(from), Some(to)) = (random.pick(&Kind::ALL), random.pick(&Kind::ALL)) else {
        return Err(Failure::new("a fault of the suite: there are no kinds"));
    };
    let cells = cells_of(*from, *to);
    let result = carry_out_all(context, &cells).await;
    result.map_err(|failure| failure.within(format!("the pair of `--seed {seed}`")))
}
