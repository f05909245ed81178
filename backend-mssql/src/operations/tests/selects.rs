//! Selects.

use backend_core::error::ErrorKind;
use backend_core::flag::Flag;
use backend_core::function::{self, JsonPath, ascending, descending};
use backend_core::query::{Compound, Query, RowLock, Selection, SetOperator, bind};
use sea_query::extension::mysql::{IndexHintScope, MySqlSelectStatementExt as _};
use sea_query::extension::postgres::{PostgresSelectStatementExt as _, SampleMethod};
use sea_query::{
    CommonTableExpression, Cond, Expr, ExprTrait as _, Frame, FrameType, Func, JoinType,
    LockBehavior, LockType, NullOrdering, Order, SelectInto, SelectIntoTableModifier, UnionType,
    Values, WindowStatement, WithClause,
};

use super::{check, from_t, refusal_of, refused_flag, required_flag, sql, statement};

#[test]
fn names_and_joins() {
    check(vec![
        (
            Query::select()
                .columns(["a", "b]c", "d\"e"])
                .from(("s", "t"))
                .into(),
            r#"SELECT [a], [b]]c], [d"e] FROM [s].[t]"#,
        ),
        (
            Query::select()
                .column(("t", "a"))
                .from_as("t", "x")
                .left_join("u", Expr::col(("u", "id")).equals(("x", "id")))
                .cross_join("v")
                .into(),
            "SELECT [t].[a] FROM [t] AS [x] LEFT JOIN [u] ON [u].[id] = [x].[id] CROSS JOIN [v]",
        ),
        (from_t().distinct().into(), "SELECT DISTINCT [a] FROM [t]"),
        (
            Query::select()
                .expr_as(bind(1), "one")
                .expr(Expr::cust("GETDATE()"))
                .into(),
            "SELECT @P1 AS [one], GETDATE()",
        ),
        (
            Query::select()
                .column("x")
                .from_subquery(from_t().order_by("a", Order::Asc).take(), "s")
                .into(),
            "SELECT [x] FROM (SELECT [a] FROM [t] ORDER BY [a] ASC OFFSET 0 ROWS) AS [s]",
        ),
        (
            Query::select()
                .column(("v", "column1"))
                .from_values([(1, "x"), (2, "y")], "v")
                .into(),
            "SELECT [v].[column1] FROM (VALUES (@P1, @P2), (@P3, @P4)) AS [v] ([column1], [column2])",
        ),
        (
            Query::select()
                .expr(Expr::col("a").add(1).mul(2))
                .expr(Expr::col("a").modulo(2).bit_and(1))
                .expr(Expr::col("a").left_shift(2))
                .expr(Func::if_null(Expr::col("a"), 1))
                .expr(Expr::current_date())
                .expr(Expr::current_timestamp())
                .from("t")
                .into(),
            "SELECT ([a] + @P1) * @P2, ([a] % @P3) & @P4, ([a] * POWER(CAST(2 AS bigint), @P5)), COALESCE([a], @P6), CAST(SYSDATETIME() AS date), SYSDATETIMEOFFSET() FROM [t]",
        ),
    ]);
}

#[test]
#[allow(clippy::too_many_lines, reason = "a table")]
fn limits_stand_at_the_beginning_or_behind_an_order() {
    check(vec![
        (from_t().limit(1).into(), "SELECT TOP (@P1) [a] FROM [t]"),
        (
            from_t()
                .distinct()
                .limit(1)
                .order_by("a", Order::Desc)
                .into(),
            "SELECT DISTINCT TOP (@P1) [a] FROM [t] ORDER BY [a] DESC",
        ),
        (
            from_t().offset(2).into(),
            "SELECT [a] FROM [t] ORDER BY (SELECT NULL) OFFSET @P1 ROWS",
        ),
        (
            from_t().limit(1).offset(2).order_by("a", Order::Asc).into(),
            "SELECT [a] FROM [t] ORDER BY [a] ASC OFFSET @P1 ROWS FETCH NEXT @P2 ROWS ONLY",
        ),
        (
            from_t().distinct().limit(1).offset(2).into(),
            "SELECT DISTINCT [a] FROM [t] ORDER BY 1 OFFSET @P1 ROWS FETCH NEXT @P2 ROWS ONLY",
        ),
        (
            from_t().limit(0).offset(2).into(),
            "SELECT TOP (@P1) [a] FROM [t]",
        ),
        (
            from_t().union(UnionType::All, from_t()).limit(3).into(),
            "SELECT [a] FROM [t] UNION ALL SELECT [a] FROM [t] ORDER BY 1 OFFSET 0 ROWS FETCH NEXT @P1 ROWS ONLY",
        ),
        (
            from_t()
                .union(UnionType::All, from_t())
                .order_by("a", Order::Asc)
                .limit(0)
                .into(),
            "SELECT [a] FROM [t] UNION ALL SELECT [a] FROM [t] ORDER BY [a] ASC OFFSET 9223372036854775807 ROWS",
        ),
        (
            Selection::new(from_t()).limit(1).offset(2).into(),
            "SELECT [a] FROM [t] ORDER BY (SELECT NULL) OFFSET @P1 ROWS FETCH NEXT @P2 ROWS ONLY",
        ),
        (
            Selection::new(from_t().distinct().order_by("a", Order::Asc).take())
                .limit_with_ties(3)
                .into(),
            "SELECT DISTINCT TOP (@P1) WITH TIES [a] FROM [t] ORDER BY [a] ASC",
        ),
        (
            Selection::new(
                from_t()
                    .expr_as(Expr::col("b").add(1), "c")
                    .expr(Expr::col("b").mul(2))
                    .order_by("b", Order::Desc)
                    .take(),
            )
            .limit_with_ties(3)
            .offset(4)
            .into(),
            "SELECT [a], [c], [column3] FROM (SELECT [a] AS [a], [b] + @P1 AS [c], [b] * @P2 AS [column3], ROW_NUMBER() OVER ( ORDER BY [b] DESC) AS [backend_number], RANK() OVER ( ORDER BY [b] DESC) AS [backend_rank] FROM [t]) AS [backend_rows] WHERE [backend_number] > @P3 AND [backend_rank] <= @P4 ORDER BY [backend_number] ASC",
        ),
    ]);
    let most = statement(from_t().limit(u64::MAX));
    assert_eq!(most.params[0].value, bind_value(i64::MAX));
    let ties = Selection::new(from_t().order_by("a", Order::Asc).take()).limit_with_ties(1);
    required_flag(ties, Flag::supports_fetch_with_ties);
}

fn bind_value(number: i64) -> backend_core::value::Value {
    backend_core::value::Value::I64(number)
}

#[test]
fn nulls_stand_where_they_are_asked_for() {
    let by = |order, nulls| from_t().order_by_with_nulls("b", order, nulls).take();
    check(vec![
        (
            by(Order::Asc, NullOrdering::First).into(),
            "SELECT [a] FROM [t] ORDER BY [b] ASC",
        ),
        (
            by(Order::Asc, NullOrdering::Last).into(),
            "SELECT [a] FROM [t] ORDER BY CASE WHEN [b] IS NULL THEN 1 ELSE 0 END, [b] ASC",
        ),
        (
            by(Order::Desc, NullOrdering::First).into(),
            "SELECT [a] FROM [t] ORDER BY CASE WHEN [b] IS NULL THEN 0 ELSE 1 END, [b] DESC",
        ),
        (
            by(Order::Desc, NullOrdering::Last).into(),
            "SELECT [a] FROM [t] ORDER BY [b] DESC",
        ),
        (
            Query::select()
                .expr_as(Expr::col("a").add(1), "x")
                .from("t")
                .order_by_with_nulls("x", Order::Asc, NullOrdering::Last)
                .order_by_expr(bind(1).into(), Order::Asc)
                .into(),
            "SELECT [a] + @P1 AS [x] FROM [t] ORDER BY CASE WHEN [a] + @P2 IS NULL THEN 1 ELSE 0 END, [x] ASC, (SELECT @P3) ASC",
        ),
        (
            from_t()
                .order_by("c", Order::Field(Values(vec![bind("x"), bind("it's")])))
                .into(),
            "SELECT [a] FROM [t] ORDER BY CASE WHEN [c]=N'x' THEN 0 WHEN [c]=N'it''s' THEN 1 ELSE 2 END",
        ),
        (
            Compound::new(from_t())
                .union(from_t())
                .order_by(ascending(Expr::col("a")).nulls_last())
                .limit(2)
                .into(),
            "SELECT * FROM (SELECT [a] FROM [t] UNION SELECT [a] FROM [t]) AS [arm] ORDER BY CASE WHEN [a] IS NULL THEN 1 ELSE 0 END, [a] ASC OFFSET 0 ROWS FETCH NEXT @P1 ROWS ONLY",
        ),
    ]);
    required_flag(
        by(Order::Asc, NullOrdering::First),
        Flag::supports_order_by_nulls_modifier,
    );
    let distinct = by(Order::Asc, NullOrdering::Last).distinct().take();
    assert_eq!(
        refused_flag(distinct),
        Flag::supports_order_by_nulls_modifier
    );
}

#[test]
fn unions_and_compounds() {
    let last = || from_t().order_by("a", Order::Desc).limit(1).take();
    check(vec![
        (
            from_t()
                .union(UnionType::All, last())
                .union(UnionType::Distinct, from_t())
                .order_by("a", Order::Asc)
                .into(),
            "SELECT [a] FROM [t] UNION ALL SELECT * FROM (SELECT TOP (@P1) [a] FROM [t] ORDER BY [a] DESC) AS [arm] UNION SELECT [a] FROM [t] ORDER BY [a] ASC",
        ),
        (
            Compound::new(last())
                .union_all(Compound::new(from_t()).except(from_t()).limit(1))
                .with(SetOperator::Intersect, from_t())
                .order_by(descending(Expr::col("a")))
                .into(),
            "SELECT * FROM (SELECT * FROM (SELECT TOP (@P1) [a] FROM [t] ORDER BY [a] DESC) AS [arm] UNION ALL SELECT * FROM (SELECT [a] FROM [t] EXCEPT SELECT [a] FROM [t] ORDER BY 1 OFFSET 0 ROWS FETCH NEXT @P2 ROWS ONLY) AS [arm]) AS [arm] INTERSECT SELECT [a] FROM [t] ORDER BY [a] DESC",
        ),
        (
            Compound::new(from_t())
                .union(from_t())
                .limit(3)
                .offset(1)
                .into(),
            "SELECT [a] FROM [t] UNION SELECT [a] FROM [t] ORDER BY 1 OFFSET @P1 ROWS FETCH NEXT @P2 ROWS ONLY",
        ),
    ]);
    let all = Compound::new(from_t()).with(SetOperator::IntersectAll, from_t());
    assert_eq!(refused_flag(all), Flag::supports_intersect_all);
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
fn named_queries() {
    let select = || Query::select().column("x").from("n").take();
    let mut named = CommonTableExpression::new();
    named.table_name("n").column("x").query(from_t());
    named.materialized(true);
    let mut with = Query::with();
    with.cte(named);
    check(vec![
        (
            select().with(numbers()).into(),
            "WITH [n] ([x]) AS (SELECT 1 UNION ALL SELECT [x] + @P1 FROM [n] WHERE [x] < @P2) SELECT [x] FROM [n] OPTION (MAXRECURSION 0)",
        ),
        (
            with.clone().query(select()).into(),
            "WITH [n] ([x]) AS (SELECT [a] FROM [t]) SELECT [x] FROM [n]",
        ),
        (
            Selection::new(select()).with(with.clone()).limit(1).into(),
            "WITH [n] ([x]) AS (SELECT [a] FROM [t]) SELECT TOP (@P1) [x] FROM [n]",
        ),
        (
            with.clone()
                .query(
                    Query::delete()
                        .from_table("t")
                        .and_where(Expr::col("a").in_subquery(select()))
                        .take(),
                )
                .into(),
            "WITH [n] ([x]) AS (SELECT [a] FROM [t]) DELETE FROM [t] WHERE [a] IN (SELECT [x] FROM [n])",
        ),
    ]);
    let inner = Query::select()
        .column("x")
        .from_subquery(select().with_cte(with).take(), "s")
        .take();
    assert_eq!(refusal_of(inner), ErrorKind::NotSupported(None));
}

#[test]
fn windows() {
    let window = || {
        WindowStatement::partition_by("b")
            .order_by_with_nulls("a", Order::Asc, NullOrdering::Last)
            .frame_between(FrameType::Rows, Frame::Preceding(2), Frame::CurrentRow)
            .take()
    };
    let named = Query::select()
        .expr_window_name_as(Func::cust("RANK"), "w", "n")
        .from("t")
        .window(
            "w",
            WindowStatement::partition_by("b")
                .order_by("a", Order::Asc)
                .take(),
        )
        .take();
    check(vec![
        (
            Query::select()
                .expr_window_as(Func::cust("LAST_VALUE").arg(Expr::col("a")), window(), "n")
                .from("t")
                .into(),
            "SELECT LAST_VALUE([a]) OVER (PARTITION BY [b] ORDER BY CASE WHEN [a] IS NULL THEN 1 ELSE 0 END, [a] ASC ROWS BETWEEN 2 PRECEDING AND CURRENT ROW) AS [n] FROM [t]",
        ),
        (
            Query::select()
                .expr_window(Func::cust("ROW_NUMBER"), WindowStatement::partition_by("b"))
                .from("t")
                .into(),
            "SELECT ROW_NUMBER() OVER (PARTITION BY [b] ORDER BY (SELECT NULL)) FROM [t]",
        ),
        (
            named.clone().into(),
            "SELECT RANK() OVER (PARTITION BY [b] ORDER BY [a] ASC) AS [n] FROM [t]",
        ),
    ]);
    let range = WindowStatement::partition_by("b")
        .order_by("a", Order::Asc)
        .frame_start(FrameType::Range, Frame::Preceding(2))
        .take();
    let ranged = Query::select()
        .expr_window(Func::cust("COUNT").arg(Expr::col("a")), range)
        .from("t")
        .take();
    assert_eq!(
        refused_flag(ranged),
        Flag::supports_frame_range_fixed_distance
    );
    let beside = named.clone().order_by("n", Order::Asc).take();
    assert_eq!(refusal_of(beside), ErrorKind::NotSupported(None));
    required_flag(named, Flag::supports_over_clause);
}

#[test]
fn locks_are_hints() {
    let joined = || {
        Query::select()
            .column(("t", "a"))
            .from("t")
            .inner_join("u", Expr::col(("u", "id")).equals(("t", "id")))
            .take()
    };
    let of = |tables: &[&'static str]| {
        Selection::new(joined()).lock(RowLock::new(LockType::Update).of(tables.iter().copied()))
    };
    check(vec![
        (
            from_t().lock(LockType::Update).into(),
            "SELECT [a] FROM [t] WITH (UPDLOCK, ROWLOCK)",
        ),
        (
            from_t()
                .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
                .limit(1)
                .into(),
            "SELECT TOP (@P1) [a] FROM [t] WITH (UPDLOCK, ROWLOCK, READPAST)",
        ),
        (
            Selection::new(joined())
                .lock(RowLock::new(LockType::Update).behavior(LockBehavior::Nowait))
                .into(),
            "SELECT [t].[a] FROM [t] WITH (UPDLOCK, ROWLOCK, NOWAIT) INNER JOIN [u] WITH (UPDLOCK, ROWLOCK, NOWAIT) ON [u].[id] = [t].[id]",
        ),
        (
            of(&["u"]).into(),
            "SELECT [t].[a] FROM [t] INNER JOIN [u] WITH (UPDLOCK, ROWLOCK) ON [u].[id] = [t].[id]",
        ),
        (
            Query::select()
                .column("a")
                .from_subquery(from_t(), "s")
                .lock(LockType::Update)
                .into(),
            "SELECT [a] FROM (SELECT [a] FROM [t] WITH (UPDLOCK, ROWLOCK)) AS [s]",
        ),
        (
            from_t()
                .and_where(Expr::col("a").in_subquery(from_t()))
                .lock(LockType::Update)
                .into(),
            "SELECT [a] FROM [t] WITH (UPDLOCK, ROWLOCK) WHERE [a] IN (SELECT [a] FROM [t])",
        ),
    ]);
    required_flag(of(&["u"]), Flag::has_select_for_update_of);
    for (lock, flag) in [
        (LockType::Share, Flag::has_select_for_share),
        (LockType::KeyShare, Flag::has_select_for_key_share),
        (LockType::NoKeyUpdate, Flag::has_select_for_no_key_update),
    ] {
        assert_eq!(refused_flag(from_t().lock(lock)), flag);
    }
}

#[test]
#[allow(clippy::too_many_lines, reason = "a table")]
fn what_few_servers_have() {
    let lateral = |join, on: Expr| {
        Query::select()
            .column(("t", "a"))
            .from("t")
            .join_lateral(join, from_t(), "l", on)
            .take()
    };
    let same = || Expr::col(("l", "a")).equals(("t", "a"));
    check(vec![
        (
            lateral(JoinType::InnerJoin, same()).into(),
            "SELECT [t].[a] FROM [t] CROSS APPLY (SELECT * FROM (SELECT [a] FROM [t]) AS [l] WHERE [l].[a] = [t].[a]) AS [l]",
        ),
        (
            lateral(JoinType::LeftJoin, same()).into(),
            "SELECT [t].[a] FROM [t] OUTER APPLY (SELECT * FROM (SELECT [a] FROM [t]) AS [l] WHERE [l].[a] = [t].[a]) AS [l]",
        ),
        (
            from_t().into_table(SelectInto::table("c")).into(),
            "SELECT [a] INTO [c] FROM [t]",
        ),
        (
            from_t()
                .into_table(SelectInto::table("#c").modifier(SelectIntoTableModifier::Temporary))
                .into(),
            "SELECT [a] INTO [#c] FROM [t]",
        ),
        (
            from_t()
                .table_sample(SampleMethod::SYSTEM, 12.5, Some(3.0))
                .lock(LockType::Update)
                .into(),
            "SELECT [a] FROM [t] TABLESAMPLE SYSTEM (12.5 PERCENT) REPEATABLE (3) WITH (UPDLOCK, ROWLOCK)",
        ),
        (
            from_t().use_index("i]x", IndexHintScope::All).into(),
            "SELECT [a] FROM [t] WITH (INDEX([i]]x]))",
        ),
        (
            from_t()
                .force_index("i", IndexHintScope::All)
                .lock(LockType::Update)
                .into(),
            "SELECT [a] FROM [t] WITH (INDEX([i]), UPDLOCK, ROWLOCK)",
        ),
        (
            from_t()
                .and_where(Expr::col("a").gte(Expr::all(from_t())))
                .into(),
            "SELECT [a] FROM [t] WHERE [a] >= ALL(SELECT [a] FROM [t])",
        ),
    ]);
    required_flag(
        lateral(JoinType::InnerJoin, same()),
        Flag::supports_lateral_joins,
    );
    assert!(!sql(lateral(JoinType::LeftJoin, same())).is_empty());
    let refused: [Query; 6] = [
        from_t()
            .table_sample(SampleMethod::BERNOULLI, 1.0, None)
            .into(),
        from_t().use_index("i", IndexHintScope::Join).into(),
        from_t().ignore_index("i", IndexHintScope::All).into(),
        from_t()
            .into_table(SelectInto::table("c").modifier(SelectIntoTableModifier::Temporary))
            .into(),
        from_t()
            .join(JoinType::StraightJoin, "u", Expr::cust("1 = 1"))
            .into(),
        lateral(JoinType::FullOuterJoin, same()).into(),
    ];
    for query in refused {
        assert_eq!(refusal_of(query), ErrorKind::NotSupported(None));
    }
}

/// T-SQL takes subqueries neither in groups nor in aggregates.
#[test]
fn subqueries_of_groups_and_aggregates_stand_beside_the_tables() {
    let kind = || {
        let path = JsonPath::ROOT.key("kind");
        Expr::from(function::json_type_at(Expr::col("d"), &path))
    };
    let has = function::json_has_path(Expr::col("d"), &JsonPath::ROOT);
    let select = Query::select()
        .expr(kind())
        .expr(Func::max(kind()))
        .expr(function::count_rows().filter(Cond::all().add(Expr::from(has))))
        .from("t")
        .and_where(kind().is_not_null())
        .add_group_by([kind()])
        .order_by_expr(kind(), Order::Asc)
        .take();
    let found = sql(select);
    let (before, rest) = found.split_once(" CROSS APPLY (SELECT ").unwrap();
    assert_eq!(
        before,
        "SELECT [backend_lifted].[v0], MAX([backend_lifted].[v0]), COUNT_BIG(CASE WHEN [backend_lifted].[v1] = 1 THEN 1 END) FROM [t]"
    );
    let (lifted, after) = rest.split_once(") AS [backend_lifted]").unwrap();
    assert!(
        lifted.contains(" AS [v0], ") && lifted.ends_with(" AS [v1]"),
        "{lifted}"
    );
    assert_eq!(
        after,
        " WHERE [backend_lifted].[v0] IS NOT NULL GROUP BY [backend_lifted].[v0] ORDER BY [backend_lifted].[v0] ASC"
    );
}
