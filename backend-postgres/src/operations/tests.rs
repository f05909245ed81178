//! Queries: exact text, and refusals.

use std::sync::Arc;

use backend_core::error::ErrorKind;
use backend_core::features::Features;
use backend_core::flag::Flag;
use backend_core::operations::Dialect;
use backend_core::query::{Modification, Query, Upsert, bind, excluded};
use backend_core::sql::Statement;
use backend_core::value::{ColumnKind, Decimal, Value};
use backend_core::wrapper::{ServerInfo, Version};
use sea_query::extension::mysql::{IndexHintScope, MySqlSelectStatementExt as _};
use sea_query::extension::postgres::{
    PgBinOper, PgExpr, PgFunc, PostgresSelectStatementExt as _, SampleMethod,
};
use sea_query::extension::sqlite::SqliteExpr;
use sea_query::{
    CommonTableExpression, Cycle, Expr, ExprTrait as _, Frame, FrameType, Func, JoinType, Keyword,
    LockBehavior, LockType, NullOrdering, OnConflict, Order, ReturningClause, Search, SearchOrder,
    SelectExpr, SelectInto, SelectIntoTableModifier, SelectStatement, TableRef, UnionType, Values,
    WindowStatement, WithClause,
};

use crate::BACKEND;

fn dialect(major: u32) -> Dialect {
    BACKEND.dialect(&ServerInfo::new("PostgreSQL", Version::new(major, 0, 0)))
}

fn statement(query: impl Into<Query>) -> Statement {
    let statements = dialect(18).build(&query.into()).unwrap();
    let [statement] = <[Statement; 1]>::try_from(statements).unwrap();
    statement
}

fn sql(query: impl Into<Query>) -> String {
    statement(query).sql
}

fn refusal_of(major: u32, query: impl Into<Query>) -> ErrorKind {
    dialect(major).build(&query.into()).unwrap_err().kind()
}

fn refused_flag(query: impl Into<Query>) -> Flag {
    match refusal_of(18, query) {
        ErrorKind::NotSupported(Some(flag)) => flag,
        other => panic!("{other:?}"),
    }
}

/// The flag without which a query is refused that is written with it.
fn required_flag(query: impl Into<Query>, flag: Flag) {
    let query = query.into();
    assert!(dialect(18).build(&query).is_ok());
    let mut features = Features::clone(&dialect(18).features);
    features.turn(flag, false);
    let without = Dialect {
        features: Arc::new(features),
        operations: BACKEND.operations,
    };
    assert_eq!(
        without.build(&query).unwrap_err().kind(),
        ErrorKind::NotSupported(Some(flag))
    );
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
        .and_having(Func::count(Expr::col(("u", "c"))).gt(1))
        .take();
    assert_eq!(
        sql(joined),
        r#"SELECT "t"."a", COUNT("u"."c") AS "n" FROM "t" LEFT JOIN "u" ON "u"."id" = "t"."id" WHERE "t"."a" IN ($1, $2) GROUP BY "t"."a" HAVING COUNT("u"."c") > $3"#
    );
    let window = WindowStatement::partition_by("b")
        .order_by("a", Order::Asc)
        .frame_between(FrameType::Rows, Frame::Preceding(2), Frame::CurrentRow)
        .take();
    let windowed = Query::select()
        .expr_window(Func::sum(Expr::col("a")), window)
        .from("t")
        .take();
    assert_eq!(
        sql(windowed.clone()),
        r#"SELECT SUM("a") OVER ( PARTITION BY "b" ORDER BY "a" ASC ROWS BETWEEN $1 PRECEDING AND CURRENT ROW ) FROM "t""#
    );
    required_flag(windowed, Flag::supports_over_clause);
    let functions = Query::select()
        .expr(Func::greatest([Expr::col("a"), Expr::col("b")]))
        .expr(Func::if_null(Expr::col("a"), 1))
        .expr(Func::char_length("x"))
        .expr(Expr::col("a").eq(PgFunc::any(Expr::cust("ARRAY[1]"))))
        .expr(Expr::col("c").as_enum("mood"))
        .from("t")
        .take();
    assert_eq!(
        sql(functions),
        r#"SELECT GREATEST("a", "b"), COALESCE("a", $1), LENGTH(CAST($2 AS text)), "a" = ANY(ARRAY[1]), CAST("c" AS "mood") FROM "t""#
    );
    assert_eq!(sql(from_t().distinct()), r#"SELECT DISTINCT "a" FROM "t""#);
}

#[test]
fn the_arms_of_a_union_keep_what_is_their_own() {
    let last = from_t().order_by("a", Order::Desc).limit(1).take();
    assert_eq!(
        sql(from_t()
            .union(UnionType::All, last)
            .order_by("a", Order::Asc)),
        r#"SELECT "a" FROM "t" UNION ALL (SELECT "a" FROM "t" ORDER BY "a" DESC LIMIT $1) ORDER BY "a" ASC"#
    );
}

/// A recursive query of numbers, and the clause that names it.
fn numbers() -> WithClause {
    let step = Query::select()
        .expr(Expr::col("x").add(1))
        .from("n")
        .and_where(Expr::col("x").lt(9))
        .take();
    let mut first = Query::select().expr(Expr::cust("1")).take();
    let named = CommonTableExpression::new()
        .query(first.union(UnionType::All, step).take())
        .column("x")
        .table_name("n")
        .to_owned();
    WithClause::new().recursive(true).cte(named).to_owned()
}

#[test]
fn named_queries_can_refer_to_themselves() {
    let select = || Query::select().column("x").from("n").take();
    let plain = select().with(numbers());
    assert_eq!(
        sql(plain.clone()),
        r#"WITH RECURSIVE "n" ("x") AS (SELECT 1 UNION ALL (SELECT "x" + $1 FROM "n" WHERE "x" < $2)) SELECT "x" FROM "n""#
    );
    required_flag(plain, Flag::supports_common_table_expressions);
    let cycle = Cycle::new_from_expr_set_using(Expr::col("x"), "seen", "path");
    let search = Search::new_from_order_and_expr(
        SearchOrder::BREADTH,
        SelectExpr {
            expr: Expr::col("x"),
            alias: Some("place".into()),
            window: None,
        },
    );
    let watched = select().with(numbers().search(search).cycle(cycle).to_owned());
    assert_eq!(
        sql(watched.clone()),
        r#"WITH RECURSIVE "n" ("x") AS (SELECT 1 UNION ALL (SELECT "x" + $1 FROM "n" WHERE "x" < $2)) SEARCH BREADTH FIRST BY "x" SET "place" CYCLE "x" SET "seen" USING "path" SELECT "x" FROM "n""#
    );
    assert_eq!(
        refusal_of(13, watched),
        ErrorKind::NotSupported(Some(Flag::supports_search_and_cycle))
    );
}

#[test]
fn limits_offsets_and_orders() {
    assert_eq!(
        sql(from_t().limit(1).offset(2)),
        r#"SELECT "a" FROM "t" LIMIT $1 OFFSET $2"#
    );
    assert_eq!(sql(from_t().offset(2)), r#"SELECT "a" FROM "t" OFFSET $1"#);
    let ordered = from_t()
        .order_by_with_nulls("a", Order::Desc, NullOrdering::Last)
        .order_by_with_nulls("b", Order::Asc, NullOrdering::First)
        .order_by_expr(Expr::cust("c || ' NULLS LAST'"), Order::Asc)
        .take();
    assert_eq!(
        sql(ordered.clone()),
        r#"SELECT "a" FROM "t" ORDER BY "a" DESC NULLS LAST, "b" ASC NULLS FIRST, c || ' NULLS LAST' ASC"#
    );
    required_flag(ordered, Flag::supports_order_by_nulls_modifier);
    let field = Order::Field(Values(vec![bind("x"), bind(r"it's \")]));
    assert_eq!(
        sql(from_t().order_by("c", field)),
        r#"SELECT "a" FROM "t" ORDER BY CASE WHEN "c"='x' THEN 0 WHEN "c"=E'it''s \\' THEN 1 ELSE 2 END"#
    );
}

#[test]
fn values_are_compared_whatever_is_null() {
    let columns = Expr::tuple([Expr::col("a"), Expr::col("b")]);
    assert_eq!(
        sql(from_t().and_where(columns.in_tuples([(1, 2), (3, 4)]))),
        r#"SELECT "a" FROM "t" WHERE ("a", "b") IN (($1, $2), ($3, $4))"#
    );
    let same = from_t()
        .and_where(Expr::col("a").is(1))
        .and_where(Expr::col("a").is_not(Expr::col("b")))
        .and_where(Expr::col("b").is_not_null())
        .take();
    assert_eq!(
        sql(same),
        r#"SELECT "a" FROM "t" WHERE "a" IS NOT DISTINCT FROM $1 AND "a" IS DISTINCT FROM "b" AND "b" IS NOT NULL"#
    );
    let like = Expr::col("c").like(sea_query::LikeExpr::new("100!%").escape('!'));
    assert_eq!(
        sql(from_t()
            .and_where(like)
            .and_where(Expr::col("c").ilike("x%"))),
        r#"SELECT "a" FROM "t" WHERE "c" LIKE $1 ESCAPE '!' AND ("c" ILIKE $2)"#
    );
}

#[test]
fn a_select_has_what_few_servers_have() {
    let distinct = from_t().distinct_on([("t", "a")]).take();
    assert_eq!(
        sql(distinct.clone()),
        r#"SELECT DISTINCT ON ("t"."a") "a" FROM "t""#
    );
    required_flag(distinct, Flag::can_distinct_on_fields);
    let into = from_t()
        .into_table(SelectInto::table("c\"d").modifier(SelectIntoTableModifier::Temporary))
        .take();
    assert_eq!(
        sql(into.clone()),
        r#"SELECT "a" INTO TEMPORARY TABLE "c""d" FROM "t""#
    );
    required_flag(into, Flag::supports_select_into);
    let sampled = from_t()
        .table_sample(SampleMethod::BERNOULLI, 12.5, Some(3.0))
        .take();
    assert_eq!(
        sql(sampled.clone()),
        r#"SELECT "a" FROM "t" TABLESAMPLE BERNOULLI (12.5) REPEATABLE (3)"#
    );
    required_flag(sampled, Flag::supports_table_samples);
    let lateral = Query::select()
        .column(("t", "a"))
        .from("t")
        .join_lateral(JoinType::InnerJoin, from_t(), "l", Expr::cust("true"))
        .take();
    assert_eq!(
        sql(lateral.clone()),
        r#"SELECT "t"."a" FROM "t" INNER JOIN LATERAL (SELECT "a" FROM "t") AS "l" ON true"#
    );
    required_flag(lateral, Flag::supports_lateral_joins);
    let any = from_t()
        .and_where(Expr::col("a").eq(Expr::any(from_t())))
        .take();
    assert_eq!(
        sql(any.clone()),
        r#"SELECT "a" FROM "t" WHERE "a" = ANY(SELECT "a" FROM "t")"#
    );
    required_flag(any, Flag::supports_quantified_comparisons);
}

#[test]
fn rows_are_locked_in_every_way() {
    let mut locked = from_t();
    locked.lock_with_tables_behavior(LockType::NoKeyUpdate, ["t"], LockBehavior::SkipLocked);
    assert_eq!(
        sql(locked.clone()),
        r#"SELECT "a" FROM "t" FOR NO KEY UPDATE OF "t" SKIP LOCKED"#
    );
    required_flag(locked, Flag::has_select_for_update);
    for (lock, words) in [
        (LockType::Update, "FOR UPDATE"),
        (LockType::Share, "FOR SHARE"),
        (LockType::KeyShare, "FOR KEY SHARE"),
    ] {
        assert_eq!(
            sql(from_t().lock(lock)),
            format!(r#"SELECT "a" FROM "t" {words}"#)
        );
    }
}

#[test]
fn inserts_updates_and_deletes_give_back_rows() {
    let insert = Query::insert()
        .into_table("t")
        .columns(["a", "b"])
        .values_panic([1.into(), Expr::Keyword(Keyword::Default)])
        .on_conflict(OnConflict::column("id").update_columns(["a"]).to_owned())
        .returning(Query::returning().columns(["id", "a"]))
        .take();
    assert_eq!(
        sql(insert.clone()),
        r#"INSERT INTO "t" ("a", "b") VALUES ($1, DEFAULT) ON CONFLICT ("id") DO UPDATE SET "a" = "excluded"."a" RETURNING "id", "a""#
    );
    required_flag(insert.clone(), Flag::supports_default_keyword);
    required_flag(insert, Flag::can_return_columns_from_insert);
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
    assert_eq!(sql(delete), r#"DELETE FROM "t" RETURNING "id""#);
    let named = Query::insert()
        .into_table("t")
        .columns(["a"])
        .values_panic([1.into()])
        .on_conflict(OnConflict::constraint("x\" ; --").do_nothing().to_owned())
        .take();
    assert_eq!(
        sql(named.clone()),
        r#"INSERT INTO "t" ("a") VALUES ($1) ON CONFLICT ON CONSTRAINT "x"" ; --" DO NOTHING"#
    );
    required_flag(named, Flag::supports_conflict_constraint_names);
}

fn stock() -> Upsert {
    Upsert::into_table("stock")
        .columns(["id", "n"])
        .row([bind(1_i64).into(), bind(10).into()])
        .on_columns(["id"])
        .by_merge()
}

#[test]
fn an_upsert_is_one_merge_where_that_is_asked() {
    let merge = stock()
        .row([bind(2_i64).into(), bind(20).into()])
        .set(
            "n",
            Expr::col(("stock", "n")).add(excluded("n")).add(bind(7)),
        )
        .where_condition(Expr::col(("stock", "n")).lt(bind(99)));
    let written = r#"MERGE INTO "stock" USING (VALUES (COALESCE($1, (SELECT "id" FROM "stock" LIMIT 0)), COALESCE($2, (SELECT "n" FROM "stock" LIMIT 0))), ($3, $4)) AS "excluded" ("id", "n") ON "stock"."id" = "excluded"."id" WHEN MATCHED AND ("stock"."n" < $5) THEN UPDATE SET "n" = "stock"."n" + "excluded"."n" + $6 WHEN NOT MATCHED THEN INSERT ("id", "n") VALUES ("excluded"."id", "excluded"."n")"#;
    assert_eq!(sql(merge.clone()), written);
    let returning = merge.returning(Query::returning().exprs([Expr::col("n").add(bind(1))]));
    assert_eq!(
        sql(returning.clone()),
        format!(
            r#"WITH "backend_merged" AS ({written} RETURNING "stock".*) SELECT "n" + $7 FROM "backend_merged" AS "stock""#
        )
    );
    required_flag(returning.clone(), Flag::can_return_columns_from_merge);
    required_flag(returning, Flag::supports_merge_upserts);
    let numbers = Modification::of(stock()).giving_numbers();
    let numbers = sql(numbers);
    let end =
        r#"INSERT ("id", "n") OVERRIDING SYSTEM VALUE VALUES ("excluded"."id", "excluded"."n")"#;
    assert!(numbers.ends_with(end), "{numbers}");
}

#[test]
fn a_merge_of_some_rows_of_a_table_by_another_name() {
    let table = TableRef::from(("s", "stock")).alias("x");
    let merge = Upsert::into_table(table)
        .columns(["id", "it's\""])
        .select(Query::select().columns(["a", "b"]).from("t").take())
        .on_columns(["id", "it's\""])
        .on_rows_where(Expr::cust("n > 0"))
        .returning(ReturningClause::All)
        .by_merge();
    assert_eq!(
        sql(merge),
        r#"WITH "backend_merged" AS (MERGE INTO "s"."stock" AS "x" USING (SELECT *, (n > 0) AS "backend_covered" FROM (SELECT "a", "b" FROM "t") AS "x" ("id", "it's""")) AS "excluded" ON "x"."id" = "excluded"."id" AND "x"."it's""" = "excluded"."it's""" AND "excluded"."backend_covered" AND EXISTS (SELECT 1 FROM (SELECT "x".*) AS "backend_old" WHERE n > 0) WHEN NOT MATCHED THEN INSERT ("id", "it's""") VALUES ("excluded"."id", "excluded"."it's""") RETURNING "x".*) SELECT * FROM "backend_merged" AS "x""#
    );
}

#[test]
fn what_no_merge_is() {
    let defaults = stock().row([bind(1_i64).into(), Expr::Keyword(Keyword::Default)]);
    assert_eq!(refusal_of(18, defaults), ErrorKind::NotSupported(None));
    assert_eq!(
        refusal_of(14, stock()),
        ErrorKind::NotSupported(Some(Flag::supports_merge_upserts))
    );
    assert_eq!(
        refusal_of(16, stock().returning(ReturningClause::All)),
        ErrorKind::NotSupported(Some(Flag::can_return_columns_from_merge))
    );
}

#[test]
fn rows_of_nothing_but_defaults() {
    let defaults = |rows| {
        Query::insert()
            .into_table("t")
            .or_default_values_many(rows)
            .take()
    };
    assert_eq!(sql(defaults(1)), r#"INSERT INTO "t" DEFAULT VALUES"#);
    assert_eq!(
        sql(defaults(2)),
        r#"INSERT INTO "t" VALUES (DEFAULT), (DEFAULT)"#
    );
    required_flag(defaults(2), Flag::supports_bulk_default_values);
}

#[test]
fn what_it_lacks_is_refused_by_its_flag() {
    let update = || Query::update().table("t").value("a", 1).take();
    let delete = || Query::delete().from_table("t").take();
    let limited: [Query; 4] = [
        update().limit(1).into(),
        update().order_by("a", Order::Asc).into(),
        delete().limit(1).into(),
        delete().order_by("a", Order::Asc).into(),
    ];
    for query in limited {
        assert_eq!(refused_flag(query), Flag::supports_limited_updates);
    }
    assert_eq!(
        refused_flag(from_t().use_index("i", IndexHintScope::All)),
        Flag::supports_index_hints
    );
    let inner = from_t().use_index("i", IndexHintScope::All).take();
    assert_eq!(
        refused_flag(Query::select().column("a").from_subquery(inner, "s")),
        Flag::supports_index_hints
    );
}

#[test]
fn what_no_flag_stands_for_is_refused_too() {
    let cases: [Query; 4] = [
        from_t()
            .and_where(SqliteExpr::glob(Expr::col("c"), "x*"))
            .into(),
        from_t()
            .and_where(SqliteExpr::matches(Expr::col("c"), "x"))
            .into(),
        from_t()
            .join(JoinType::StraightJoin, "u", Expr::cust("true"))
            .into(),
        Query::insert()
            .replace()
            .into_table("t")
            .columns(["a"])
            .values_panic([1.into()])
            .into(),
    ];
    for query in cases {
        assert_eq!(refusal_of(18, query), ErrorKind::NotSupported(None));
    }
}

#[test]
fn operators_of_its_own() {
    let json = Query::select()
        .expr(PgExpr::get_json_field(Expr::col("j"), "x"))
        .expr(Expr::col("j").binary(PgBinOper::Contains, Expr::cust("'[]'")))
        .expr(SqliteExpr::cast_json_field(Expr::col("j"), "x"))
        .from("v")
        .take();
    assert_eq!(
        sql(json),
        r#"SELECT "j" -> $1, "j" @> ('[]'), "j" ->> $2 FROM "v""#
    );
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
    let custom = Query::select()
        .expr(Expr::cust_with_values("? + $1 || '?' || '$1' -- ?", [1]))
        .take();
    assert_eq!(sql(custom), "SELECT $1 + $2 || '?' || '$1' -- ?");
}

#[test]
fn keys_with_backslashes_are_written_as_no_setting_changes_them() {
    use backend_core::function::{self, JsonPath};

    let path = JsonPath::ROOT.key("a\\'b");
    let key = from_t()
        .expr(function::json_at(Expr::col("d"), &path))
        .take();
    let index = from_t()
        .expr(function::json_at(Expr::col("d"), &path.index(-1)))
        .take();
    for (select, expected) in [
        (key, r#"(("d")::jsonb -> E'a\\''b')"#),
        (index, r#"E'strict $."a\\\\''b"[last]'"#),
    ] {
        let text = sql(select);
        assert!(str::contains(&text, expected), "{text}");
    }
}
