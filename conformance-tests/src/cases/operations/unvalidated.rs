//! Keys that old rows need not meet, while the rows of their tables go.

use backend_core::error::{ErrorKind, Integrity};
use backend_core::flag::Flag;
use backend_core::model::{Change, ColumnType, Constraint, Enforcement, Table};
use backend_core::operations::FlushOptions;

use super::flush::{expect_counts, flush};
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, expect_eq, expect_error};
use crate::fixtures::{foreign_key, identifier, row, table};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "operations.flush.unvalidated_keys",
        unvalidated_keys,
        "A key that old rows need not meet is still such a one after its tables in a circle were emptied, and holds for new ones."
    )
    .requires(&[
        Flag::supports_foreign_keys,
        Flag::can_add_constraints,
        Flag::supports_unvalidated_constraints,
    ]),
];

/// Two tables that refer to each other by keys that old rows need not meet.
pub(crate) async fn unvalidated_circle(context: &mut Context) -> Result<[Table; 2], Failure> {
    let column = [("across", ColumnType::BigInteger)];
    let [one, two] = [table("one", &column)?, table("two", &column)?];
    context.create(&one).await?;
    context.create(&two).await?;
    for (from, to, named) in [(&one, &two, "to_two"), (&two, &one, "to_one")] {
        let key = foreign_key(&["across"], to, &["id"])?;
        let mut key = key.with_name(identifier(named)?);
        key.enforcement = Enforcement::NotValidated;
        let change = Change::AddConstraint {
            table: from.name.clone(),
            constraint: Constraint::ForeignKey(key),
        };
        context.change(&change).await?;
    }
    Ok([one, two])
}

/// Demands that the keys of tables are as they were made, and that a row which refers to none is refused.
pub(crate) async fn expect_unvalidated(context: &mut Context, tables: &[Table; 2]) -> Outcome {
    let found = context.introspect().await?.schema;
    for table in tables {
        let keys = found.table(&table.name).map(|it| it.foreign_keys.iter());
        let keys: Vec<_> = keys
            .into_iter()
            .flatten()
            .map(|it| it.enforcement)
            .collect();
        let what = format!("keys of {}", table.name);
        expect_eq(&what, keys, [Enforcement::NotValidated])?;
        let orphan = context.insert(table, [&row![9_i64, 99_i64]]).await;
        let kind = ErrorKind::Integrity(Integrity::ForeignKey);
        expect_error("an orphan", orphan, kind)?;
    }
    Ok(())
}

async fn unvalidated_keys(context: &mut Context) -> Outcome {
    let [one, two] = unvalidated_circle(context).await?;
    let none: Option<i64> = None;
    context.insert(&one, [&row![1_i64, none]]).await?;
    context.insert(&two, [&row![1_i64, 1_i64]]).await?;
    context.insert(&one, [&row![2_i64, 1_i64]]).await?;
    flush(context, &[&one, &two], FlushOptions::new()).await?;
    expect_counts(context, &[(&one, 0), (&two, 0)]).await?;
    expect_unvalidated(context, &[one, two]).await
}
