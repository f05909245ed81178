//! Properties of transactions: programs by chance of blocks in blocks, savepoints, failures and changes, each step compared with what
//! the suite keeps by itself.

mod model;
mod walk;

use backend_core::flag::Flag;

use self::walk::Walk;
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::fixtures::for_all;

pub(super) const CASES: &[CaseDef] = &[case!(
    "transactions.property.against_the_model",
    against_the_model,
    "Programs of transactions, blocks in them, savepoints, failures, rows and tables leave what the suite computes, after each step."
)
.requires(&[Flag::supports_transactions])];

/// The most choices of a list.
const MOST: usize = 24;

async fn against_the_model(context: &mut Context) -> Outcome {
    for_all(context, (1, MOST), async |context, choices| {
        let mut walk = Walk::begin(context, choices).await?;
        walk.transactions().await?;
        let made = walk.end().await?;
        let schema = context.introspect().await?.schema;
        walk::expect_tables(&schema, &made)
    })
    .await
}
