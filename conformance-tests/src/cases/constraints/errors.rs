//! What is left after a refusal: the session, the transaction, and what the error says.

use backend_core::error::{Error, ErrorKind, Integrity, Result};
use backend_core::flag::Flag;
use backend_core::model::{Change, Check, Column, ColumnType, Identifier, QualifiedName, Table};
use backend_core::query::{Query, bind};
use backend_core::value::TypedValue;
use backend_core::wrapper::TransactionOptions;

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, expect, expect_eq, expect_error};
use crate::fixtures::{foreign_key, name, primary_key, row, table, unique};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "constraints.error.session_usable",
        session_usable,
        "After each sort of refusal the session works, and only what was refused is missing."
    )
    .django("backends/tests.py"),
    case!(
        "constraints.error.no_values",
        no_values,
        "No refusal shows a value of the refused row, neither in its message nor in its statement."
    ),
    case!(
        "constraints.error.not_retryable",
        not_retryable,
        "A refused row is nothing that a second try would mend."
    ),
    case!(
        "constraints.error.key_left_out",
        key_left_out,
        "A row without its key is refused where the server numbers none: a key of whole numbers is not numbered by itself."
    ),
    case!(
        "constraints.error.not_null_column",
        not_null_column,
        "A refused NULL is said with its table and its column, by insert and by update."
    )
    .django("backends/tests.py"),
    case!(
        "constraints.error.misleading_names",
        misleading_names,
        "Names with points and commas are said whole or not at all, never in part."
    ),
    case!(
        "constraints.error.rolled_back",
        rolled_back,
        "A transaction in which a row was refused can be rolled back, and leaves nothing."
    )
    .requires(&[Flag::supports_transactions])
    .django("transactions/tests.py"),
];

const SECRET: &str = "s3cret-4711";

/// A table that refuses a row in as many ways as the server has, and the rows that it refuses.
struct Strict {
    table: Table,
    refused: Vec<(Integrity, Vec<TypedValue>)>,
}

impl Strict {
    async fn make(context: &mut Context) -> Result<Self> {
        let label = ColumnType::VarChar { length: Some(40) };
        let must = Column::new("must", ColumnType::Integer)?.not_null();
        let columns = [
            ("label", label),
            ("parent_id", ColumnType::BigInteger),
            ("n", ColumnType::Integer),
        ];
        let mut table = table("strict", &columns)?.with_column(must);
        table = table.with_unique(unique(&["label"])?);
        let mut refused = vec![
            (Integrity::Unique, row![1_i64, "other", 1_i64, 1, 1]),
            (Integrity::Unique, row![2_i64, SECRET, 1_i64, 1, 1]),
            (
                Integrity::NotNull,
                row![2_i64, "secret", 1_i64, 1, None::<i32>],
            ),
        ];
        let features = context.features();
        if features.supports_foreign_keys {
            let key = foreign_key(&["parent_id"], &table, &["id"])?;
            table = table.with_foreign_key(key);
            let row = row![2_i64, "secret", 471_100_i64, 1, 1];
            refused.push((Integrity::ForeignKey, row));
        }
        if features.supports_check_constraints {
            let n = Identifier::new("n")?;
            let condition = context.expression(|out| {
                out.identifier(&n).push(" > ").number(0);
            });
            table = table.with_check(Check::new(condition));
            let row = row![2_i64, "secret", 1_i64, -471_100, 1];
            refused.push((Integrity::Check, row));
        }
        context.create(&table).await?;
        let first = row![1_i64, SECRET, 1_i64, 1, 1];
        context.insert(&table, [&first]).await?;
        Ok(Self { table, refused })
    }

    /// The errors of all rows that must be refused.
    async fn errors(&self, context: &mut Context) -> Result<Vec<Error>, Failure> {
        let mut errors = Vec::new();
        for (integrity, row) in &self.refused {
            let Err(error) = context.insert(&self.table, [row]).await else {
                return Err(Failure::new(format!("{integrity:?} does not refuse")));
            };
            let kind = ErrorKind::Integrity(*integrity);
            expect_eq("the kind", error.kind(), kind)?;
            errors.push(error);
        }
        Ok(errors)
    }
}

async fn session_usable(context: &mut Context) -> Outcome {
    let strict = Strict::make(context).await?;
    strict.errors(context).await?;
    let usable = context.connection().is_usable().await;
    expect(usable, || "the session is not usable".to_owned())?;
    context
        .insert(&strict.table, [&row![2_i64, "fine", 1_i64, 1, 1]])
        .await?;
    expect_eq("rows", context.count(&strict.table.name).await?, 2)
}

async fn no_values(context: &mut Context) -> Outcome {
    let strict = Strict::make(context).await?;
    for error in strict.errors(context).await? {
        let sql = error.sql().unwrap_or_default();
        expect(sql.contains("INSERT"), || {
            format!("the error does not bear its statement, but {sql:?}")
        })?;
        for value in [SECRET, "secret", "471"] {
            let shown = error.message().contains(value) || sql.contains(value);
            expect(!shown, || format!("{value} is shown: {error} in {sql}"))?;
        }
    }
    Ok(())
}

async fn not_retryable(context: &mut Context) -> Outcome {
    let strict = Strict::make(context).await?;
    for error in strict.errors(context).await? {
        expect(!error.is_retryable(), || {
            format!("to be tried again: {error}")
        })?;
    }
    Ok(())
}

async fn key_left_out(context: &mut Context) -> Outcome {
    for column_type in [ColumnType::BigInteger, ColumnType::Integer] {
        let key = Column::new("key", column_type)?.not_null();
        let thing = Table::new(name("thing")?)
            .with_column(key)
            .with_column(Column::new("n", ColumnType::Integer)?)
            .with_primary_key(primary_key(&["key"])?);
        context.create(&thing).await?;
        let mut insert = Query::insert();
        insert.into_table("thing").columns(["n"]);
        insert.values_panic([bind(1).into()]);
        let refused = context.execute_query(&insert.into()).await;
        let kind = ErrorKind::Integrity(Integrity::NotNull);
        expect_error("a row without a key", refused, kind)?;
        expect_eq("rows", context.count(&thing.name).await?, 0)?;
        context.change(&Change::DropTable(thing.name)).await?;
    }
    Ok(())
}

async fn not_null_column(context: &mut Context) -> Outcome {
    let must = Column::new("must", ColumnType::Integer)?.not_null();
    let table = table("strict", &[])?.with_column(must);
    context.create(&table).await?;
    context.insert(&table, [&row![1_i64, 1]]).await?;
    let update = context.update_statement(&table, ("must", None::<i32>), ("id", 1_i64))?;
    let attempts = [
        context.insert(&table, [&row![2_i64, None::<i32>]]).await,
        context.insert(&table, [&row![2_i64]]).await,
        context.execute(&update).await.map(|_| ()),
    ];
    for attempt in attempts {
        let kind = ErrorKind::Integrity(Integrity::NotNull);
        let error = expect_error("NULL", attempt, kind)?;
        let detail = error.detail();
        let place = (detail.table.as_deref(), detail.column.as_deref());
        expect_eq("table and column", place, (Some("strict"), Some("must")))?;
    }
    expect_eq("rows", context.count(&table.name).await?, 1)
}

async fn misleading_names(context: &mut Context) -> Outcome {
    for (n, column) in ["a.b", "x, y", "a.b, c.d", ".", "it's", "b)"]
        .iter()
        .enumerate()
    {
        let name = format!("odd.t{n}, z");
        let odd = Column::new(*column, ColumnType::Integer)?.not_null();
        let mut odd_table = table("odd", &[])?.with_column(odd);
        odd_table.name = QualifiedName::new(name.as_str())?;
        let odd_table = odd_table.with_unique(unique(&[*column])?);
        context.create(&odd_table).await?;
        context.insert(&odd_table, [&row![1_i64, 1]]).await?;
        for row in [row![2_i64, 1], row![2_i64, None::<i32>]] {
            let Err(error) = context.insert(&odd_table, [&row]).await else {
                return Err(Failure::new("it is not refused"));
            };
            let detail = error.detail();
            let table_said = detail.table.as_deref().unwrap_or(&name);
            expect_eq("the table", table_said, name.as_str())?;
            let column_said = detail.column.as_deref().unwrap_or(column);
            expect_eq("the column", column_said, *column)?;
        }
    }
    Ok(())
}

async fn rolled_back(context: &mut Context) -> Outcome {
    let strict = Strict::make(context).await?;
    for (_, row) in &strict.refused {
        let options = TransactionOptions::default();
        context.connection().begin(&options).await?;
        context
            .insert(&strict.table, [&row![9_i64, "fine", 1_i64, 1, 1]])
            .await?;
        let refused = context.insert(&strict.table, [row]).await;
        expect(refused.is_err(), || "it is not refused".to_owned())?;
        context.connection().rollback().await?;
        expect_eq("rows", context.count(&strict.table.name).await?, 1)?;
    }
    Ok(())
}
