//! Names that a query gives: aliases, named queries, windows, tables that it makes.

use backend_core::error::Result;
use backend_core::model::{Change, QualifiedName};
use backend_core::query::Query;
use backend_core::sea_query::{
    Alias, CommonTableExpression, Expr, ExprTrait as _, Func, JoinType, SelectInto,
    SelectStatement, WindowStatement,
};

use super::can_be_name;
use crate::case::Outcome;
use crate::cases::injection::entry::Place;
use crate::context::Context;
use crate::failure::{expect, expect_eq};
use crate::fixtures::Columns;

pub(super) async fn attempt(context: &mut Context, place: Place, payload: &str) -> Outcome {
    let query = query(place, payload);
    if payload.contains('\0') {
        let built = context.build(&query);
        return expect(built.is_err(), || "U+0000 is in a query".to_owned());
    }
    if !can_be_name(context, payload) {
        // The server may refuse it, or cut it.
        let _ = context.execute_query(&query).await;
        return Ok(());
    }
    if place == Place::IntoTable {
        return into_table(context, &query, payload).await;
    }
    let mut columns = Columns::default();
    for statement in context.build(&query)? {
        context.query(&statement, &mut columns).await?;
    }
    let expected = if place == Place::Alias { payload } else { "id" };
    expect_eq("rows", columns.rows, 1)?;
    expect_eq("the column", columns.names(), [expected])
}

fn canary() -> SelectStatement {
    Query::select().column("id").from("canary").to_owned()
}

fn query(place: Place, payload: &str) -> Query {
    let name = || Alias::new(payload);
    match place {
        Place::Alias => Query::select()
            .expr_as(Expr::col("id"), name())
            .from("canary")
            .into(),
        Place::TableAlias => Query::select()
            .column((name(), "id"))
            .from_as("canary", name())
            .and_where(Expr::col((name(), "id")).gt(0))
            .into(),
        Place::QueryAlias => Query::select()
            .column((name(), "id"))
            .from_subquery(canary(), name())
            .into(),
        Place::JoinAlias => Query::select()
            .column((name(), "id"))
            .from("canary")
            .join_as(
                JoinType::InnerJoin,
                "canary",
                name(),
                Expr::col((name(), "id")).equals(("canary", "id")),
            )
            .into(),
        Place::NamedQuery => {
            let named = CommonTableExpression::new()
                .query(canary())
                .table_name(name())
                .to_owned();
            let select = Query::select().column("id").from(name()).to_owned();
            let with = Query::with().cte(named).to_owned();
            select.with(with).into()
        }
        Place::Window => Query::select()
            .expr_window_name_as(Func::max(Expr::col("id")), name(), "id")
            .from("canary")
            .window(name(), WindowStatement::partition_by("song"))
            .into(),
        _ => {
            let mut select = canary();
            select.into_table(into(payload));
            select.into()
        }
    }
}

fn into(payload: &str) -> SelectInto {
    SelectInto::table(Alias::new(payload))
}

async fn into_table(context: &mut Context, query: &Query, payload: &str) -> Outcome {
    context.execute_query(query).await?;
    let made = QualifiedName::new(payload)?;
    expect_eq("rows", context.count(&made).await?, 1)?;
    let drop: Result<()> = drop_table(context, made).await;
    drop?;
    Ok(())
}

/// Drops a table that no change of the case made.
async fn drop_table(context: &mut Context, name: QualifiedName) -> Result<()> {
    let table = backend_core::model::Table::new(name.clone());
    context.changed(&Change::CreateTable(table))?;
    context.change(&Change::DropTable(name)).await
}
