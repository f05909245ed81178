//! Names of what is not there, and text that the query language writes as it is: functions, types, keywords.

use backend_core::error::{ErrorKind, Result};
use backend_core::query::{Query, bind};
use backend_core::sea_query::{Alias, Expr, ExprTrait as _, Func, OnConflict, Order, TypeRef};

use crate::case::Outcome;
use crate::cases::injection::entry::Place;
use crate::context::Context;
use crate::failure::{Failure, describe, expect_error};

pub(super) async fn attempt(context: &mut Context, place: Place, payload: &str) -> Outcome {
    let query = query(place, payload)?;
    if matches!(place, Place::Function | Place::CastType | Place::Keyword) {
        // Before anything is sent.
        let refused = context.build(&query);
        expect_error("what is no name", refused, ErrorKind::Interface)?;
        return Ok(());
    }
    match context.execute_query(&query).await {
        // Some servers take a name that is none for a text, and know any type.
        Ok(_) if may_be_taken(place) => Ok(()),
        Ok(_) => Err(Failure::new("the name of nothing is the name of something")),
        Err(error) if error.kind() == ErrorKind::ConnectionLost => Err(Failure::new(format!(
            "the session is lost: {}",
            describe(&error)
        ))),
        Err(_) => Ok(()),
    }
}

/// Whether an answer is no proof of an injection: the canary is.
fn may_be_taken(place: Place) -> bool {
    matches!(
        place,
        Place::OrderBy
            | Place::GroupBy
            | Place::Selected
            | Place::Filtered
            | Place::QuotedType
            | Place::EnumType
    )
}

fn query(place: Place, payload: &str) -> Result<Query> {
    let name = || Alias::new(payload);
    let expression = |expression: Expr| -> Query {
        Query::select()
            .expr_as(expression, "x")
            .from("canary")
            .into()
    };
    let column = || Expr::col("id");
    Ok(match place {
        Place::OrderBy => Query::select()
            .column("id")
            .from("canary")
            .order_by(name(), Order::Desc)
            .into(),
        Place::GroupBy => Query::select()
            .expr(Func::count(column()))
            .from("canary")
            .group_by_col(name())
            .into(),
        Place::Selected => Query::select().column(name()).from("canary").into(),
        Place::Filtered => Query::select()
            .column("id")
            .from("canary")
            .and_where(Expr::col(name()).eq(bind("x")))
            .into(),
        Place::UpdatedColumn => Query::update()
            .table("canary")
            .value(name(), bind(8))
            .and_where(column().eq(bind(1_i64)))
            .into(),
        Place::InsertedColumn => insert(&["id", payload])?.into(),
        Place::FromTable => Query::select().column("id").from(name()).into(),
        Place::FromSchema => Query::select().column("id").from((name(), "canary")).into(),
        Place::ConflictColumn => {
            let conflict = OnConflict::column(name()).do_nothing().to_owned();
            insert(&["id", "notes"])?.on_conflict(conflict).into()
        }
        Place::ConflictConstraint => {
            let conflict = OnConflict::constraint(payload).do_nothing().to_owned();
            insert(&["id", "notes"])?.on_conflict(conflict).into()
        }
        Place::Function => expression(Func::cust(name()).arg(column()).into()),
        Place::CastType => expression(column().cast_as(name())),
        Place::QuotedType => {
            let type_name = TypeRef::from(payload.to_owned());
            expression(Func::cast_as_quoted(column(), type_name).into())
        }
        Place::EnumType => expression(Expr::val("a").as_enum(name())),
        _ => expression(Expr::custom_keyword(name())),
    })
}

fn insert(columns: &[&str]) -> Result<backend_core::sea_query::InsertStatement> {
    let columns = columns.iter().map(|column| Alias::new(*column));
    let mut insert = Query::insert();
    insert
        .into_table("canary")
        .columns(columns)
        .values_panic([bind(2_i64).into(), bind(2).into()]);
    Ok(insert)
}
