//! Values in queries about the canary.

use backend_core::error::{Error, ErrorKind};
use backend_core::function::{self, DatePart, DateUnit, TimeZone};
use backend_core::model::Table;
use backend_core::query::{Query, bind};
use backend_core::sea_query::{Expr, ExprTrait as _, Func, Order, Value as Ast, Values};
use backend_core::sql::Statement;

use super::can_be_text;
use crate::case::Outcome;
use crate::cases::injection::canary::SONG;
use crate::cases::injection::entry::Place;
use crate::context::Context;
use crate::failure::{Failure, expect, expect_eq};

pub(super) async fn attempt(
    context: &mut Context,
    canary: &Table,
    place: Place,
    payload: &str,
) -> Outcome {
    match place {
        Place::Negated => return negated(context, payload).await,
        Place::Compared => return compared(context, payload).await,
        Place::Shown => return shown(context, canary, payload).await,
        _ => {}
    }
    let query = query(place, payload);
    if place == Place::Constant && payload.contains('\0') {
        let built = context.build(&query);
        return expect(built.is_err(), || "U+0000 is in a literal".to_owned());
    }
    let rows: Result<Vec<(String,)>, Error> = context.fetch_query(&query).await;
    if !can_be_text(context, payload) {
        return expect(rows.is_err(), || "U+0000 is in a text".to_owned());
    }
    let expected = match place {
        Place::Equal | Place::Pattern => Vec::new(),
        Place::Constant | Place::Template => vec![(payload.to_owned(),)],
        _ => vec![(SONG.to_owned(),)],
    };
    expect_eq("rows", rows?, expected)
}

fn query(place: Place, payload: &str) -> Query {
    let song = || Expr::col("song");
    let text = || bind(payload.to_owned());
    let mut select = Query::select();
    match place {
        Place::Equal => select.and_where(song().eq(text())),
        Place::Different => {
            select.and_where(song().ne(text()).and(song().eq(text()).or(song().eq(SONG))))
        }
        Place::Listed => {
            let many = (0..20).map(|n| bind(format!("{payload}{n}")));
            select.and_where(song().is_in(many.chain([bind(SONG)])))
        }
        Place::Pattern => select.and_where(song().like(payload.to_owned())),
        Place::Delimiter => {
            let joined = function::string_aggregate(song(), payload);
            return select.expr_as(joined, "x").from("canary").into();
        }
        Place::Ordered => {
            let order = Order::Field(Values(vec![text(), bind(SONG)]));
            select.order_by_expr(song(), order)
        }
        Place::Constant => {
            let constant = Expr::Constant(Ast::String(Some(payload.to_owned())));
            return select.expr_as(constant, "x").into();
        }
        _ => {
            // A `?` in a text of the expression is none, and one in the value neither.
            let template = "CASE WHEN '?' = ? THEN '' ELSE ? END";
            let values = [text(), text()];
            let template = Expr::cust_with_values(template, values);
            return select.expr_as(template, "x").from("canary").into();
        }
    };
    select.column("song").from("canary").into()
}

/// What is made of a word is a value that can be nothing else, and a call that says otherwise is none.
pub(super) fn refused(context: &Context, place: Place, payload: &str) -> Outcome {
    let is_read = match place {
        Place::Zone => payload.parse::<TimeZone>().is_ok(),
        _ => payload.parse::<DatePart>().is_ok() || payload.parse::<DateUnit>().is_ok(),
    };
    expect(!is_read, || format!("{payload:?} is read"))?;
    for name in ["extract", "truncate", "at time zone"] {
        let word = Expr::Constant(Ast::String(Some(payload.to_owned())));
        let forged = Func::cust(format!("backend_core::date::{name}"))
            .arg(Expr::col("song"))
            .arg(word);
        let query: Query = Query::select().expr(forged).from("canary").into();
        expect(context.build(&query).is_err(), || {
            format!("a forged call of {name} is written")
        })?;
    }
    Ok(())
}

/// A server refuses to compare a text with a number, or finds none that equals it.
async fn compared(context: &mut Context, payload: &str) -> Outcome {
    let query: Query = Query::select()
        .column("song")
        .from("canary")
        .and_where(Expr::col("song").eq(bind(number(payload)?)))
        .into();
    match context.fetch_query::<(String,)>(&query).await {
        Ok(rows) => expect_eq("rows", rows, Vec::<(String,)>::new()),
        Err(_) => Ok(()),
    }
}

fn number(payload: &str) -> Result<i32, Failure> {
    payload
        .parse()
        .map_err(|_| Failure::new("a fault of the suite: the payload is no number"))
}

/// A number right behind a minus: two of them begin a comment.
async fn negated(context: &mut Context, payload: &str) -> Outcome {
    let number = number(payload)?;
    let values = [
        Expr::Constant(Ast::Int(Some(number))),
        Expr::val(number),
        Expr::Constant(bind(f64::from(number))),
    ];
    for value in values {
        let template = Expr::cust_with_exprs("notes -?", [value]);
        let query: Query = Query::select()
            .column("song")
            .from("canary")
            .and_where(template.gt(7))
            .into();
        let rows: Vec<(String,)> = context.fetch_query(&query).await?;
        expect_eq("rows", rows, [(SONG.to_owned(),)])?;
    }
    Ok(())
}

/// What is shown is never sent by anybody else: here it is, to see that it means the same.
async fn shown(context: &mut Context, canary: &Table, payload: &str) -> Outcome {
    let Some(song) = canary.column("song").map(|column| &column.name) else {
        return Err(Failure::new(
            "a fault of the suite: a canary without a song",
        ));
    };
    let statement = context.statement(|out| {
        out.push("SELECT ")
            .identifier(song)
            .push(" FROM ")
            .name(&canary.name);
        out.push(" WHERE ")
            .identifier(song)
            .push(" = ")
            .bind(payload.to_owned());
    });
    let shown = context.dialect().operations.last_executed_query(&statement);
    if payload.contains('\0') {
        return Ok(());
    }
    let rows = context.fetch::<(String,)>(&Statement::new(shown)).await;
    match rows {
        Ok(rows) => expect_eq("rows", rows, Vec::<(String,)>::new()),
        Err(error) if error.kind() == ErrorKind::Programming => Err(Failure::new(format!(
            "what is shown is another statement: {error}"
        ))),
        Err(error) => Err(error.into()),
    }
}
