//! Queries: exact text, SQLite's own opinion of it, and refusals.

use std::sync::Arc;

use backend_core::error::ErrorKind;
use backend_core::features::Features;
use backend_core::flag::Flag;
use backend_core::model::{QualifiedName, Schema, Table, Trigger, TriggerEvent, TriggerTiming};
use backend_core::operations::{Dialect, FlushOptions};
use backend_core::query::{Query, Selection, bind};
use backend_core::sql::Statement;
use backend_core::value::{ColumnKind, Decimal, Value};
use sea_query::extension::mysql::{IndexHintScope, MySqlSelectStatementExt as _};
use sea_query::extension::postgres::{
    PgBinOper, PgFunc, PostgresSelectStatementExt as _, SampleMethod,
};
use sea_query::extension::sqlite::SqliteExpr as _;
use sea_query::{
    CommonTableExpression, Cycle, Expr, ExprTrait as _, Frame, FrameType, Func, JoinType, Keyword,
    LockType, NullOrdering, OnConflict, Order, SelectStatement, TableRef, UnionType, Values,
    WindowStatement, WithClause,
};

use super::SqliteOperations;

fn dialect() -> Dialect {
    let features = Features {
        can_return_columns_from_insert: true,
        can_return_columns_from_update: true,
        can_return_columns_from_delete: true,
        supports_order_by_nulls_modifier: true,
        supports_index_hints: true,
        supports_common_table_expressions: true,
        supports_over_clause: true,
        supports_aggregates: true,
        supports_aggregate_filter_clause: true,
        supports_ignore_conflicts: true,
        supports_update_conflicts: true,
        supports_update_conflicts_with_target: true,
        ..Features::MINIMAL
    };
    Dialect {
        features: Arc::new(features),
        operations: &SqliteOperations,
    }
}

/// The statement, after SQLite has prepared it.
fn statement(query: impl Into<Query>) -> Statement {
    let statements = dialect().build(&query.into()).unwrap();
    let [statement] = <[Statement; 1]>::try_from(statements).unwrap();
    let connection = rusqlite::Connection::open_in_memory().unwrap();
    super::function::register(&connection).unwrap();
    connection
        .execute_batch(
            "CREATE TABLE t (id INTEGER PRIMARY KEY, a, b); CREATE TABLE u (id, a, c);
             CREATE INDEX i ON t (a); CREATE INDEX \"it's \"\"`\" ON t (a);",
        )
        .unwrap();
    let prepared = connection
        .prepare(&statement.sql)
        .unwrap_or_else(|error| panic!("{error}: {statement}"));
    assert_eq!(
        prepared.parameter_count(),
        statement.params.len(),
        "{statement}"
    );
    drop(prepared);
    statement
}

fn sql(query: impl Into<Query>) -> String {
    statement(query).sql
}

fn refusal(query: impl Into<Query>) -> ErrorKind {
    dialect().build(&query.into()).unwrap_err().kind()
}

fn refused_flag(query: impl Into<Query>) -> Flag {
    match refusal(query) {
        ErrorKind::NotSupported(Some(flag)) => flag,
        other => panic!("{other:?}"),
    }
}

fn from_t() -> SelectStatement {
    Query::select().column("a").from("t").take()
}

#[test]
fn selects_with_joins_groups_windows_and_functions() {
    let joined = Query::select()
        .column(("t", "a"))
        .expr_as(Func::count(Expr::col(("u", "c"))), "n")
        .from("t")
        .left_join("u", Expr::col(("u", "id")).equals(("t", "id")))
        .and_where(Expr::col(("t", "a")).is_in([1, 2]))
        .group_by_col(("t", "a"))
        .and_having(Expr::col("n").gt(1))
        .take();
    assert_eq!(
        sql(joined),
        r#"SELECT "t"."a", COUNT("u"."c") AS "n" FROM "t" LEFT JOIN "u" ON "u"."id" = "t"."id" WHERE "t"."a" IN (?, ?) GROUP BY "t"."a" HAVING "n" > ?"#
    );
    let window = WindowStatement::partition_by("b")
        .order_by("a", Order::Asc)
        .frame_between(FrameType::Rows, Frame::Preceding(2), Frame::CurrentRow)
        .take();
    assert_eq!(
        sql(Query::select()
            .expr_window(Func::sum(Expr::col("a")), window)
            .from("t")),
        r#"SELECT backend_sum("a") OVER ( PARTITION BY "b" ORDER BY "a" ASC ROWS BETWEEN ? PRECEDING AND CURRENT ROW ) FROM "t""#
    );
    let functions = Query::select()
        .expr(Func::greatest([Expr::col("a"), Expr::col("b")]))
        .expr(Func::least([Expr::col("a")]))
        .expr(Func::char_length(Expr::col("a")))
        .expr(Expr::col("a").glob("x*"))
        .from("t")
        .take();
    assert_eq!(
        sql(functions),
        r#"SELECT MAX("a", "b"), ("a"), LENGTH("a"), "a" GLOB ? FROM "t""#
    );
    assert_eq!(sql(from_t().distinct()), r#"SELECT DISTINCT "a" FROM "t""#);
}

#[test]
fn the_arms_of_a_union_keep_what_is_their_own() {
    let last = || from_t().order_by("a", Order::Desc).limit(1).take();
    assert_eq!(
        sql(from_t()
            .union(UnionType::All, from_t())
            .order_by("a", Order::Asc)),
        r#"SELECT "a" FROM "t" UNION ALL SELECT "a" FROM "t" ORDER BY "a" ASC"#
    );
    assert_eq!(
        sql(from_t().union(UnionType::Distinct, last())),
        r#"SELECT "a" FROM "t" UNION SELECT * FROM (SELECT "a" FROM "t" ORDER BY "a" DESC LIMIT ?)"#
    );
    let nested = from_t().union(UnionType::Except, last()).take();
    assert_eq!(
        sql(from_t().union(UnionType::Intersect, nested)),
        r#"SELECT "a" FROM "t" INTERSECT SELECT * FROM (SELECT "a" FROM "t" EXCEPT SELECT * FROM (SELECT "a" FROM "t" ORDER BY "a" DESC LIMIT ?))"#
    );
}

#[test]
fn named_queries_can_refer_to_themselves() {
    let step = Query::select()
        .expr(Expr::col("x").add(1))
        .from("n")
        .and_where(Expr::col("x").lt(9))
        .take();
    let named = CommonTableExpression::new()
        .query(
            Query::select()
                .expr(Expr::val(1))
                .take()
                .union(UnionType::All, step)
                .take(),
        )
        .column("x")
        .table_name("n")
        .to_owned();
    let with = WithClause::new()
        .recursive(true)
        .cte(named.clone())
        .to_owned();
    let select = Query::select().column("x").from("n").take();
    assert_eq!(
        sql(select.clone().with(with)),
        r#"WITH RECURSIVE "n" ("x") AS (SELECT ? UNION ALL SELECT "x" + ? FROM "n" WHERE "x" < ?) SELECT "x" FROM "n""#
    );
    let cycle = Cycle::new_from_expr_set_using(Expr::col("x"), "seen", "path");
    let with = WithClause::new()
        .recursive(true)
        .cte(named)
        .cycle(cycle)
        .to_owned();
    assert_eq!(
        refused_flag(select.with(with)),
        Flag::supports_search_and_cycle
    );
}

#[test]
fn limits_offsets_and_orders() {
    assert_eq!(
        sql(from_t().limit(1).offset(2)),
        r#"SELECT "a" FROM "t" LIMIT ? OFFSET ?"#
    );
    assert_eq!(
        sql(from_t().offset(2)),
        r#"SELECT "a" FROM "t" LIMIT -1 OFFSET ?"#
    );
    let ordered = from_t()
        .order_by_with_nulls("a", Order::Desc, NullOrdering::Last)
        .order_by_with_nulls("b", Order::Asc, NullOrdering::First)
        .order_by_expr(Expr::cust("a || ' NULLS LAST'"), Order::Asc)
        .order_by_expr(Expr::col("b").eq('é'), Order::Asc)
        .take();
    assert_eq!(
        sql(ordered),
        r#"SELECT "a" FROM "t" ORDER BY "a" DESC NULLS LAST, "b" ASC NULLS FIRST, a || ' NULLS LAST' ASC, "b" = ? ASC"#
    );
    let field = Order::Field(Values(vec![bind("x"), bind("it's"), bind(true)]));
    assert_eq!(
        sql(from_t().order_by("a", field)),
        r#"SELECT "a" FROM "t" ORDER BY CASE WHEN "a"='x' THEN 0 WHEN "a"='it''s' THEN 1 WHEN "a"=1 THEN 2 ELSE 3 END"#
    );
    let features = Features {
        supports_order_by_nulls_modifier: false,
        ..Features::MINIMAL
    };
    let old = Dialect {
        features: Arc::new(features),
        operations: &SqliteOperations,
    };
    let nulls = from_t()
        .order_by_with_nulls("a", Order::Asc, NullOrdering::Last)
        .take();
    assert_eq!(
        old.build(&nulls.into()).unwrap_err().kind(),
        ErrorKind::NotSupported(Some(Flag::supports_order_by_nulls_modifier))
    );
}

#[test]
fn rows_are_compared_with_rows() {
    let columns = Expr::tuple([Expr::col("a"), Expr::col("b")]);
    assert_eq!(
        sql(from_t().and_where(columns.clone().in_tuples([(1, 2), (3, 4)]))),
        r#"SELECT "a" FROM "t" WHERE ("a", "b") IN (VALUES (?, ?), (?, ?))"#
    );
    let none: [(i32, i32); 0] = [];
    let empty = statement(from_t().and_where(columns.in_tuples(none)));
    assert_eq!(empty.sql, r#"SELECT "a" FROM "t" WHERE ? = ?"#);
}

#[test]
fn inserts_updates_and_deletes_give_back_rows() {
    let insert = Query::insert()
        .into_table("t")
        .columns(["a", "b"])
        .values_panic([1.into(), 2.into()])
        .values_panic([3.into(), 4.into()])
        .on_conflict(OnConflict::column("id").update_columns(["a"]).to_owned())
        .returning(Query::returning().columns(["id", "a"]))
        .take();
    assert_eq!(
        sql(insert),
        r#"INSERT INTO "t" ("a", "b") VALUES (?, ?), (?, ?) ON CONFLICT ("id") DO UPDATE SET "a" = "excluded"."a" RETURNING "id", "a""#
    );
    let update = Query::update()
        .table("t")
        .value("a", Expr::col(("u", "c")))
        .from("u")
        .and_where(Expr::col(("u", "id")).equals(("t", "id")))
        .returning_all()
        .take();
    assert_eq!(
        sql(update),
        r#"UPDATE "t" SET "a" = "u"."c" FROM "u" WHERE "u"."id" = "t"."id" RETURNING *"#
    );
    let delete = Query::delete().from_table("t").returning_col("id").take();
    assert_eq!(sql(delete.clone()), r#"DELETE FROM "t" RETURNING "id""#);
    let minimal = Dialect {
        features: Arc::new(Features::MINIMAL),
        operations: &SqliteOperations,
    };
    assert_eq!(
        minimal.build(&delete.into()).unwrap_err().kind(),
        ErrorKind::NotSupported(Some(Flag::can_return_columns_from_delete))
    );
    let defaults = |rows| {
        Query::insert()
            .into_table("t")
            .or_default_values_many(rows)
            .take()
    };
    assert_eq!(sql(defaults(1)), r#"INSERT INTO "t" DEFAULT VALUES"#);
    assert_eq!(
        refused_flag(defaults(2)),
        Flag::supports_bulk_default_values
    );
}

#[test]
fn what_a_select_cannot_do_is_refused_by_its_flag() {
    let compared = |subquery| from_t().and_where(Expr::col("a").eq(subquery)).take();
    let lateral = from_t()
        .join_lateral(JoinType::InnerJoin, from_t(), "l", Expr::cust("1"))
        .take();
    for (select, flag) in [
        (
            from_t().lock(LockType::Update).take(),
            Flag::has_select_for_update,
        ),
        (
            from_t().lock(LockType::Share).take(),
            Flag::has_select_for_update,
        ),
        (
            from_t().distinct_on(["a"]).take(),
            Flag::can_distinct_on_fields,
        ),
        (
            compared(Expr::any(from_t())),
            Flag::supports_quantified_comparisons,
        ),
        (
            compared(Expr::some(from_t())),
            Flag::supports_quantified_comparisons,
        ),
        (
            compared(Expr::all(from_t())),
            Flag::supports_quantified_comparisons,
        ),
        (lateral, Flag::supports_lateral_joins),
        (
            from_t()
                .table_sample(SampleMethod::SYSTEM, 1.0, None)
                .take(),
            Flag::supports_table_samples,
        ),
    ] {
        assert_eq!(refused_flag(select), flag);
    }
}

#[test]
fn a_table_is_read_by_an_index() {
    let table = TableRef::from("t").alias("x");
    let select = || Query::select().column("a").from(table.clone()).take();
    assert_eq!(
        sql(Selection::new(select()).by_index("it's \"`")),
        r#"SELECT "a" FROM "t" AS "x" INDEXED BY "it's ""`""#
    );
    assert_eq!(
        sql(from_t().force_index("i", IndexHintScope::All).take()),
        r#"SELECT "a" FROM "t" INDEXED BY "i""#
    );
    let ignored = from_t().ignore_index("i", IndexHintScope::All).take();
    assert_eq!(refusal(ignored), ErrorKind::NotSupported(None));
}

#[test]
fn what_a_change_of_rows_cannot_do_is_refused_by_its_flag() {
    let update = || Query::update().table("t").value("a", 1).take();
    let delete = || Query::delete().from_table("t").take();
    assert_eq!(
        refused_flag(update().limit(1)),
        Flag::supports_limited_updates
    );
    assert_eq!(
        refused_flag(update().order_by("a", Order::Asc)),
        Flag::supports_limited_updates
    );
    assert_eq!(
        refused_flag(delete().limit(1)),
        Flag::supports_limited_updates
    );
    assert_eq!(
        refused_flag(delete().order_by("a", Order::Asc)),
        Flag::supports_limited_updates
    );
    let default = Query::update()
        .table("t")
        .value("a", Expr::Keyword(Keyword::Default))
        .take();
    assert_eq!(refused_flag(default), Flag::supports_default_keyword);
    let conflict = OnConflict::constraint("x\" ; --").do_nothing().to_owned();
    let insert = Query::insert()
        .into_table("t")
        .columns(["a"])
        .values_panic([1.into()])
        .on_conflict(conflict)
        .take();
    assert_eq!(
        refused_flag(insert),
        Flag::supports_conflict_constraint_names
    );
}

#[test]
fn what_no_flag_stands_for_is_refused_too() {
    let cases: [Query; 3] = [
        from_t()
            .and_where(Expr::col("a").binary(PgBinOper::Contains, Expr::col("b")))
            .into(),
        Query::select()
            .expr(PgFunc::any(Expr::col("a")))
            .from("t")
            .into(),
        from_t()
            .join(JoinType::StraightJoin, "u", Expr::cust("1"))
            .into(),
    ];
    for query in cases {
        assert_eq!(refusal(query), ErrorKind::NotSupported(None));
    }
}

#[test]
fn a_refusal_inside_a_subquery_refuses_the_whole() {
    let inner = from_t().lock(LockType::Update).take();
    let query = Query::select().column("a").from_subquery(inner, "s").take();
    assert_eq!(refused_flag(query), Flag::has_select_for_update);
}

#[test]
fn a_select_is_told_from_what_resolves_its_conflicts() {
    let insert = |select: SelectStatement| {
        Query::insert()
            .into_table("t")
            .columns(["a"])
            .select_from(select)
            .unwrap()
            .on_conflict(OnConflict::column("id").do_nothing().to_owned())
            .take()
    };
    assert_eq!(
        sql(insert(from_t())),
        r#"INSERT INTO "t" ("a") SELECT "a" FROM "t" WHERE 1 ON CONFLICT ("id") DO NOTHING"#
    );
    let inner = from_t().limit(1).take();
    let joined = Query::select()
        .column(("t", "a"))
        .from("t")
        .join_subquery(JoinType::LeftJoin, inner, "s", Expr::cust("1"))
        .take();
    assert_eq!(
        sql(insert(joined)),
        r#"INSERT INTO "t" ("a") SELECT "t"."a" FROM "t" LEFT JOIN (SELECT "a" FROM "t" LIMIT ?) AS "s" ON 1 WHERE 1 ON CONFLICT ("id") DO NOTHING"#
    );
    for (select, end) in [
        (
            from_t().and_where(Expr::col("a").is_null()).take(),
            "IS NULL",
        ),
        (from_t().group_by_col("a").take(), r#"GROUP BY "a""#),
        (from_t().order_by("a", Order::Asc).take(), "ASC"),
    ] {
        assert!(sql(insert(select)).contains(&format!("{end} ON CONFLICT")));
    }
}

#[test]
fn functions_that_it_lacks_are_refused() {
    let bits = Some(Flag::supports_bit_aggregates);
    for (function, flag) in [
        (Func::md5(Expr::col("a")), None),
        (Func::bit_and(Expr::col("a")), bits),
        (Func::bit_or(Expr::col("a")), bits),
    ] {
        let query = Query::select().expr(function).from("t").take();
        assert_eq!(refusal(query), ErrorKind::NotSupported(flag));
    }
}

#[test]
fn parameters_keep_their_types() {
    let price: Decimal = "1.50".parse().unwrap();
    let query = Query::insert()
        .into_table("t")
        .columns(["a", "b"])
        .values_panic([bind(price.clone()).into(), bind(None::<Decimal>).into()])
        .take();
    let params = statement(query).params;
    assert_eq!(params[0].value, Value::Decimal(price));
    assert_eq!(
        (&params[1].value, params[1].kind),
        (&Value::Null, Some(ColumnKind::Decimal))
    );
}

#[test]
fn tables_are_emptied_without_their_triggers_which_are_there_afterwards() {
    let definition =
        "CREATE TRIGGER \"on delete\" AFTER DELETE ON t BEGIN INSERT INTO log VALUES (OLD.id); END";
    let name = |text: &str| QualifiedName::new(text).unwrap();
    let mut table = Table::new(name("t"));
    table.triggers.push(Trigger::new(
        "on delete".parse().unwrap(),
        TriggerTiming::After,
        vec![TriggerEvent::Delete],
        definition,
    ));
    let mut schema = Schema::new();
    schema.tables.push(table);
    let statements = dialect()
        .flush(&schema, &[name("t")], FlushOptions::new())
        .unwrap();
    let connection = rusqlite::Connection::open_in_memory().unwrap();
    connection
        .execute_batch("CREATE TABLE t (id); CREATE TABLE log (id); INSERT INTO t VALUES (1), (2)")
        .unwrap();
    connection.execute_batch(definition).unwrap();
    for statement in statements {
        connection.execute_batch(&statement.sql).unwrap();
    }
    let count = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, i64>(0));
    assert_eq!(count("SELECT COUNT(*) FROM t").unwrap(), 0);
    assert_eq!(count("SELECT COUNT(*) FROM log").unwrap(), 0);
    let triggers = "SELECT COUNT(*) FROM sqlite_schema WHERE type = 'trigger'";
    assert_eq!(count(triggers).unwrap(), 1);
}
