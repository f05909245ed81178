//! Conditions and values.

use backend_core::error::ErrorKind;
use backend_core::query::{Query, bind};
use sea_query::extension::postgres::PgExpr as _;
use sea_query::{
    BinOper, CaseStatement, Cond, Condition, Expr, ExprTrait as _, Func, LikeExpr, Value,
};

use super::{check, from_t, packed, refusal_of};

fn wherever(condition: Expr) -> Query {
    from_t().and_where(condition).into()
}

fn value(value: impl Into<Expr>) -> Query {
    Query::select().expr(value.into()).from("t").into()
}

#[test]
#[allow(clippy::too_many_lines, reason = "a table")]
fn a_value_becomes_a_condition() {
    let flag = || Expr::col("flag");
    check(vec![
        (wherever(flag()), "SELECT [a] FROM [t] WHERE [flag] = 1"),
        (
            wherever(flag().not()),
            "SELECT [a] FROM [t] WHERE NOT [flag] = 1",
        ),
        (
            wherever(flag().and(Expr::col("a").eq(1)).or(flag())),
            "SELECT [a] FROM [t] WHERE ([flag] = 1 AND [a] = @P1) OR [flag] = 1",
        ),
        (
            wherever(bind(true).into()),
            "SELECT [a] FROM [t] WHERE @P1 = 1",
        ),
        (
            wherever(Expr::Constant(Value::Bool(Some(true)))),
            "SELECT [a] FROM [t] WHERE 1 = 1",
        ),
        (
            wherever(Func::cust("dbo.is_it").arg(1).into()),
            "SELECT [a] FROM [t] WHERE dbo.is_it(@P1) = 1",
        ),
        (
            wherever(Expr::col("a").bit_and(1)),
            "SELECT [a] FROM [t] WHERE ([a] & @P1) = 1",
        ),
        (
            wherever(CaseStatement::new().case(flag(), 1).finally(0).into()),
            "SELECT [a] FROM [t] WHERE (CASE WHEN ([flag] = 1) THEN @P1 ELSE @P2 END) = 1",
        ),
        (
            from_t()
                .cond_where(Cond::any())
                .cond_where(Cond::all())
                .into(),
            "SELECT [a] FROM [t] WHERE 1 = 0 AND 1 = 1",
        ),
        (
            from_t()
                .cond_where(
                    Cond::all()
                        .not()
                        .add(flag())
                        .add(Cond::any().add(flag()).add(Expr::col("a").is_null())),
                )
                .and_having(flag())
                .into(),
            "SELECT [a] FROM [t] WHERE NOT ([flag] = 1 AND ([flag] = 1 OR [a] IS NULL)) HAVING [flag] = 1",
        ),
        (
            wherever(Expr::SubQuery(None, Box::new(from_t().into()))),
            "SELECT [a] FROM [t] WHERE (SELECT [a] FROM [t]) = 1",
        ),
        (
            wherever(Expr::cust("a = 1")),
            "SELECT [a] FROM [t] WHERE a = 1",
        ),
        (
            wherever(Func::cust("CONTAINS").arg(Expr::col("a")).arg("x").into()),
            "SELECT [a] FROM [t] WHERE CONTAINS([a], @P1)",
        ),
    ]);
}

#[test]
#[allow(clippy::too_many_lines, reason = "a table")]
fn a_condition_becomes_a_value() {
    let lower = || Expr::col("a").lt(1);
    check(vec![
        (
            value(lower()),
            "SELECT CASE WHEN [a] < @P1 THEN CAST(1 AS bit) WHEN NOT ([a] < @P2) THEN CAST(0 AS bit) END FROM [t]",
        ),
        (
            value(lower().not()),
            "SELECT CASE WHEN NOT [a] < @P1 THEN CAST(1 AS bit) WHEN NOT (NOT [a] < @P2) THEN CAST(0 AS bit) END FROM [t]",
        ),
        (
            value(Expr::exists(from_t())),
            "SELECT CASE WHEN EXISTS(SELECT [a] FROM [t]) THEN CAST(1 AS bit) ELSE CAST(0 AS bit) END FROM [t]",
        ),
        (
            value(Expr::col("a").is_null().or(Expr::col("b").is_not_null())),
            "SELECT CASE WHEN [a] IS NULL OR [b] IS NOT NULL THEN CAST(1 AS bit) ELSE CAST(0 AS bit) END FROM [t]",
        ),
        (
            value(Expr::Constant(Value::Bool(Some(false)))),
            "SELECT CAST(0 AS bit) FROM [t]",
        ),
        (value(bind(true)), "SELECT @P1 FROM [t]"),
        (
            value(Expr::col("b").eq(lower())),
            "SELECT CASE WHEN [b] = (CASE WHEN [a] < @P1 THEN CAST(1 AS bit) WHEN NOT ([a] < @P2) THEN CAST(0 AS bit) END) THEN CAST(1 AS bit) WHEN NOT ([b] = (CASE WHEN [a] < @P3 THEN CAST(1 AS bit) WHEN NOT ([a] < @P4) THEN CAST(0 AS bit) END)) THEN CAST(0 AS bit) END FROM [t]",
        ),
        (
            value(lower().is_null()),
            "SELECT CASE WHEN (CASE WHEN [a] < @P1 THEN CAST(1 AS bit) WHEN NOT ([a] < @P2) THEN CAST(0 AS bit) END) IS NULL THEN CAST(1 AS bit) ELSE CAST(0 AS bit) END FROM [t]",
        ),
        (
            value(Func::coalesce([lower(), Expr::col("b")])),
            "SELECT COALESCE(CASE WHEN [a] < @P1 THEN CAST(1 AS bit) WHEN NOT ([a] < @P2) THEN CAST(0 AS bit) END, [b]) FROM [t]",
        ),
        (
            value(
                CaseStatement::new()
                    .case(lower(), lower())
                    .finally(Expr::col("flag")),
            ),
            "SELECT (CASE WHEN ([a] < @P1) THEN CASE WHEN [a] < @P2 THEN CAST(1 AS bit) WHEN NOT ([a] < @P3) THEN CAST(0 AS bit) END ELSE [flag] END) FROM [t]",
        ),
        (
            Query::update()
                .table("t")
                .value("a", Expr::col("b").eq(2))
                .into(),
            "UPDATE [t] SET [a] = CASE WHEN [b] = @P1 THEN CAST(1 AS bit) WHEN NOT ([b] = @P2) THEN CAST(0 AS bit) END",
        ),
        (
            from_t()
                .group_by_columns(["a"])
                .add_group_by([Expr::col("a").gt(3)])
                .order_by_expr(Expr::col("a").gt(3), sea_query::Order::Desc)
                .into(),
            "SELECT [a] FROM [t] GROUP BY [a], CASE WHEN [a] > @P1 THEN CAST(1 AS bit) WHEN NOT ([a] > @P2) THEN CAST(0 AS bit) END ORDER BY CASE WHEN [a] > @P3 THEN CAST(1 AS bit) WHEN NOT ([a] > @P4) THEN CAST(0 AS bit) END DESC",
        ),
        (
            value(Expr::col("a").between(1, 2)),
            "SELECT CASE WHEN [a] BETWEEN @P1 AND @P2 THEN CAST(1 AS bit) WHEN NOT ([a] BETWEEN @P3 AND @P4) THEN CAST(0 AS bit) END FROM [t]",
        ),
    ]);
}

#[test]
fn comparisons_that_are_written_otherwise() {
    let none: [i64; 0] = [];
    check(vec![
        (
            wherever(Expr::col("a").is_in(none)),
            "SELECT [a] FROM [t] WHERE 1 = 0",
        ),
        (
            wherever(Expr::col("a").is_not_in(none)),
            "SELECT [a] FROM [t] WHERE 1 = 1",
        ),
        (
            wherever(Expr::col("a").is_in([1, 2])),
            "SELECT [a] FROM [t] WHERE [a] IN (@P1, @P2)",
        ),
        (
            wherever(Expr::col("a").not_between(1, Expr::col("b").add(2))),
            "SELECT [a] FROM [t] WHERE [a] NOT BETWEEN @P1 AND [b] + @P2",
        ),
        (
            wherever(Expr::col("a").is(1)),
            "SELECT [a] FROM [t] WHERE EXISTS (SELECT [a] INTERSECT SELECT @P1)",
        ),
        (
            wherever(Expr::col("a").is_not(Expr::col("b"))),
            "SELECT [a] FROM [t] WHERE NOT EXISTS (SELECT [a] INTERSECT SELECT [b])",
        ),
        (
            wherever(Expr::col("c").like("50%[x]_")),
            r#"SELECT [a] FROM [t] WHERE [c] LIKE @P1 ESCAPE N'\'"#,
        ),
        (
            wherever(Expr::col("c").not_like(LikeExpr::new("100!%").escape('!'))),
            "SELECT [a] FROM [t] WHERE [c] NOT LIKE @P1 ESCAPE N'!'",
        ),
        (
            wherever(Expr::col("c").binary(BinOper::Like, Expr::col("d"))),
            r#"SELECT [a] FROM [t] WHERE [c] LIKE REPLACE(REPLACE([d], N'\[', N'['), N'[', N'\[') ESCAPE N'\'"#,
        ),
        (
            wherever(Expr::col("c").ilike("x%")),
            r#"SELECT [a] FROM [t] WHERE [c] COLLATE Latin1_General_100_CI_AS LIKE @P1 ESCAPE N'\'"#,
        ),
        (
            value(Expr::col("c").concat(Expr::col("d"))),
            "SELECT (CAST([c] AS nvarchar(max)) + CAST([d] AS nvarchar(max))) FROM [t]",
        ),
    ]);
}

fn pair(first: &'static str, second: &'static str) -> Expr {
    Expr::tuple([Expr::col(first), Expr::col(second)])
}

#[test]
fn rows_are_compared_value_by_value() {
    let rows = || Query::select().columns(["x", "y"]).from("u").take();
    check(vec![
        (
            wherever(pair("a", "b").eq(pair("c", "d"))),
            "SELECT [a] FROM [t] WHERE ([a] = [c] AND [b] = [d])",
        ),
        (
            wherever(pair("a", "b").ne(pair("c", "d"))),
            "SELECT [a] FROM [t] WHERE ([a] <> [c] OR [b] <> [d])",
        ),
        (
            wherever(
                Expr::tuple([Expr::col("a"), Expr::col("b"), Expr::col("c")]).lte(Expr::tuple([
                    1.into(),
                    2.into(),
                    3.into(),
                ])),
            ),
            "SELECT [a] FROM [t] WHERE ([a] < @P1 OR ([a] = @P2 AND ([b] < @P3 OR ([b] = @P4 AND [c] <= @P5))))",
        ),
        (
            wherever(pair("a", "b").in_tuples([(1, 2), (3, 4)])),
            "SELECT [a] FROM [t] WHERE EXISTS (SELECT 1 FROM (VALUES (@P1, @P2), (@P3, @P4)) AS [backend_rows] ([column1], [column2]) WHERE [backend_rows].[column1] = [a] AND [backend_rows].[column2] = [b])",
        ),
        (
            wherever(pair("a", "b").binary(BinOper::NotIn, Expr::tuple([pair("c", "d")]))),
            "SELECT [a] FROM [t] WHERE NOT EXISTS (SELECT 1 FROM (VALUES ([c], [d])) AS [backend_rows] ([column1], [column2]) WHERE ([backend_rows].[column1] = [a] OR [backend_rows].[column1] IS NULL OR [a] IS NULL) AND ([backend_rows].[column2] = [b] OR [backend_rows].[column2] IS NULL OR [b] IS NULL))",
        ),
        (
            wherever(pair("a", "b").in_subquery(rows())),
            "SELECT [a] FROM [t] WHERE EXISTS (SELECT 1 FROM (SELECT [x], [y] FROM [u]) AS [backend_rows] ([column1], [column2]) WHERE [backend_rows].[column1] = [a] AND [backend_rows].[column2] = [b])",
        ),
        (
            value(pair("a", "b").in_tuples([(1, 2)])),
            "SELECT CASE WHEN CASE WHEN EXISTS (SELECT 1 FROM (VALUES (@P1, @P2)) AS [backend_rows] ([column1], [column2]) WHERE [backend_rows].[column1] = [a] AND [backend_rows].[column2] = [b]) THEN 1 WHEN EXISTS (SELECT 1 FROM (VALUES (@P3, @P4)) AS [backend_rows] ([column1], [column2]) WHERE ([backend_rows].[column1] = [a] OR [backend_rows].[column1] IS NULL OR [a] IS NULL) AND ([backend_rows].[column2] = [b] OR [backend_rows].[column2] IS NULL OR [b] IS NULL)) THEN NULL ELSE 0 END = 1 THEN CAST(1 AS bit) WHEN NOT (CASE WHEN EXISTS (SELECT 1 FROM (VALUES (@P5, @P6)) AS [backend_rows] ([column1], [column2]) WHERE [backend_rows].[column1] = [a] AND [backend_rows].[column2] = [b]) THEN 1 WHEN EXISTS (SELECT 1 FROM (VALUES (@P7, @P8)) AS [backend_rows] ([column1], [column2]) WHERE ([backend_rows].[column1] = [a] OR [backend_rows].[column1] IS NULL OR [a] IS NULL) AND ([backend_rows].[column2] = [b] OR [backend_rows].[column2] IS NULL OR [b] IS NULL)) THEN NULL ELSE 0 END = 1) THEN CAST(0 AS bit) END FROM [t]",
        ),
    ]);
    let odd = pair("a", "b").eq(Expr::tuple([1.into(), 2.into(), 3.into()]));
    assert_eq!(refusal_of(wherever(odd)), ErrorKind::NotSupported(None));
}

#[test]
fn long_lists_are_one_parameter() {
    use backend_core::value::{Date, Decimal};

    let day: Date = "2024-02-29".parse().unwrap();
    let price = |text: &str| text.parse::<Decimal>().unwrap();
    for (condition, expected, json) in [
        (
            Expr::col("a").is_in([1_i64, 2]),
            "SELECT [a] FROM [t] WHERE [a] IN (SELECT [column1] FROM OPENJSON(@P1) WITH ([column1] bigint '$'))",
            "[1,2]",
        ),
        (
            Expr::col("a").is_not_in([bind(1_i16), bind(None::<i64>)]),
            "SELECT [a] FROM [t] WHERE [a] NOT IN (SELECT [column1] FROM OPENJSON(@P1) WITH ([column1] bigint '$'))",
            "[1,null]",
        ),
        (
            Expr::col("a").is_in([bind("it's"), bind("\"\\")]),
            "SELECT [a] FROM [t] WHERE [a] IN (SELECT [column1] FROM OPENJSON(@P1) WITH ([column1] nvarchar(4000) '$'))",
            r#"["it's","\"\\"]"#,
        ),
        (
            Expr::col("a").is_in([bind(price("1.50")), bind(price("-200"))]),
            "SELECT [a] FROM [t] WHERE [a] IN (SELECT [column1] FROM OPENJSON(@P1) WITH ([column1] numeric(5,2) '$'))",
            r#"["1.50","-200"]"#,
        ),
        (
            Expr::col("a").is_in([bind(vec![0_u8, 255])]),
            "SELECT [a] FROM [t] WHERE [a] IN (SELECT CONVERT(varbinary(max), [column1], 2) FROM OPENJSON(@P1) WITH ([column1] varchar(max) '$'))",
            r#"["00FF"]"#,
        ),
        (
            Expr::col("a").is_in([bind(day)]),
            "SELECT [a] FROM [t] WHERE [a] IN (SELECT [column1] FROM OPENJSON(@P1) WITH ([column1] date '$'))",
            r#"["2024-02-29"]"#,
        ),
        (
            pair("a", "b").in_tuples([(1_i64, "x"), (2, "y")]),
            "SELECT [a] FROM [t] WHERE EXISTS (SELECT 1 FROM OPENJSON(@P1) WITH ([column1] bigint '$[0]', [column2] nvarchar(4000) '$[1]') AS [backend_rows] WHERE [backend_rows].[column1] = [a] AND [backend_rows].[column2] = [b])",
            r#"[[1,"x"],[2,"y"]]"#,
        ),
    ] {
        let statement = packed(wherever(condition));
        assert_eq!(statement.sql, expected);
        assert_eq!(statement.params.len(), 1);
        let found = &statement.params[0].value;
        assert_eq!(*found, backend_core::value::Value::Text(json.to_owned()));
    }
    let mixed = packed(wherever(Expr::col("a").is_in([bind(1_i64), bind("x")])));
    assert_eq!(mixed.params.len(), 2);
    let condition = Condition::all().add(Expr::col("a").is_in([1]).not());
    assert!(str::contains(
        &packed(from_t().cond_where(condition)).sql,
        "NOT "
    ));
}
