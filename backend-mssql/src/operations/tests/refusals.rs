//! What T-SQL lacks.

use backend_core::error::ErrorKind;
use backend_core::flag::Flag;
use backend_core::query::{Query, Selection};
use sea_query::extension::postgres::{PgBinOper, PgExpr};
use sea_query::extension::sqlite::SqliteExpr;
use sea_query::{Expr, ExprTrait as _, Func};

use super::{from_t, refusal_of, refused_flag};

#[test]
fn what_it_lacks_is_refused_by_its_flag() {
    let distinct = from_t().distinct_on([("t", "a")]).take();
    assert_eq!(refused_flag(distinct), Flag::can_distinct_on_fields);
    let selection = Selection::new(from_t()).distinct_on([Expr::col("a")]);
    assert_eq!(refused_flag(selection), Flag::can_distinct_on_fields);
}

#[test]
fn what_no_flag_stands_for_is_refused_too() {
    let json = Expr::col("j").binary(PgBinOper::Contains, Expr::cust("'[]'"));
    let cases: [Query; 7] = [
        from_t()
            .and_where(SqliteExpr::glob(Expr::col("c"), "x*"))
            .into(),
        from_t().and_where(json).into(),
        Query::select()
            .expr(PgExpr::get_json_field(Expr::col("j"), "x"))
            .into(),
        Query::insert()
            .replace()
            .into_table("t")
            .columns(["a"])
            .values_panic([1.into()])
            .into(),
        Query::update()
            .table("t")
            .value("a", 1)
            .from("u")
            .limit(1)
            .into(),
        Query::select().expr(Expr::col("a").right_shift(1)).into(),
        Query::select()
            .expr_window_name(Func::cust("RANK"), "w")
            .from("t")
            .into(),
    ];
    for query in cases {
        assert_eq!(refusal_of(query), ErrorKind::NotSupported(None));
    }
}
