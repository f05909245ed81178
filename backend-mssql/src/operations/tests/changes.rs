//! Inserts, updates and deletes.

use backend_core::flag::Flag;
use backend_core::query::{Query, bind};
use sea_query::{CommonTableExpression, Expr, ExprTrait as _, Keyword, Order, Returning};

use super::{check, dialect, from_t, refused_flag, required_flag, sql, statement};

#[test]
fn inserts() {
    let returning = Query::insert()
        .into_table("t")
        .columns(["a", "b"])
        .values_panic([1.into(), Expr::Keyword(Keyword::Default)])
        .values_panic([2.into(), Expr::col("a").is_null()])
        .returning(Returning::new().columns(["id", "a"]))
        .take();
    check(vec![
        (
            returning.clone().into(),
            "INSERT INTO [t] ([a], [b]) OUTPUT INSERTED.[id], INSERTED.[a] VALUES (@P1, DEFAULT), (@P2, CASE WHEN [a] IS NULL THEN CAST(1 AS bit) ELSE CAST(0 AS bit) END)",
        ),
        (
            Query::insert()
                .into_table(("s", "t"))
                .columns(["a"])
                .select_from(from_t().order_by("a", Order::Asc).limit(1).take())
                .unwrap()
                .returning_all()
                .into(),
            "INSERT INTO [s].[t] ([a]) OUTPUT INSERTED.* SELECT TOP (@P1) [a] FROM [t] ORDER BY [a] ASC",
        ),
        (
            Query::insert()
                .into_table("t")
                .columns(["a"])
                .values_panic([bind("x").into()])
                .returning(
                    Returning::new().exprs([Expr::col(("t", "a")).add(1), Expr::col("b").eq(2)]),
                )
                .into(),
            "INSERT INTO [t] ([a]) OUTPUT INSERTED.[a] + @P1, CASE WHEN INSERTED.[b] = @P2 THEN CAST(1 AS bit) WHEN NOT (INSERTED.[b] = @P3) THEN CAST(0 AS bit) END VALUES (@P4)",
        ),
        (
            Query::insert()
                .into_table("t")
                .or_default_values()
                .returning_col("id")
                .into(),
            "INSERT INTO [t] OUTPUT INSERTED.[id] DEFAULT VALUES",
        ),
    ]);
    required_flag(returning.clone(), Flag::supports_default_keyword);
    required_flag(returning, Flag::can_return_columns_from_insert);
}

#[test]
fn more_rows_than_an_insert_takes_are_a_table() {
    let mut insert = Query::insert();
    insert
        .into_table("t")
        .columns(["a", "b"])
        .returning_col("a");
    for n in 0..1_001 {
        insert.values_panic([Expr::Constant(n.into()), Expr::Constant("x".into())]);
    }
    let text = sql(insert);
    assert!(text.starts_with(
        "INSERT INTO [t] ([a], [b]) OUTPUT INSERTED.[a] SELECT * FROM ( VALUES (0, N'x'), (1, N'x')"
    ), "{text}");
    assert!(
        text.ends_with("(1000, N'x')) AS [backend_rows] ([column1], [column2])"),
        "{text}"
    );
}

#[test]
fn rows_of_nothing_but_defaults_are_made_one_by_one() {
    let defaults = |rows| {
        Query::insert()
            .into_table("t")
            .or_default_values_many(rows)
            .take()
    };
    assert_eq!(sql(defaults(1)), "INSERT INTO [t] DEFAULT VALUES");
    let three = dialect().build(&defaults(3).into()).unwrap();
    assert_eq!(three, vec![statement(defaults(1)); 3]);
    required_flag(defaults(2), Flag::supports_bulk_default_values);
}

#[test]
fn updates_and_deletes() {
    let update = |table: &'static str| Query::update().table(table).value("a", 1).take();
    check(vec![
        (
            update("t").returning_all().into(),
            "UPDATE [t] SET [a] = @P1 OUTPUT INSERTED.*",
        ),
        (
            Query::update()
                .table("t")
                .value("a", Expr::col(("u", "c")))
                .value("b", Expr::Keyword(Keyword::Default))
                .from("u")
                .and_where(Expr::col(("u", "id")).equals(("t", "id")))
                .returning(Returning::new().columns([("t", "a"), ("u", "c")]))
                .into(),
            "UPDATE [t] SET [a] = [u].[c], [b] = DEFAULT OUTPUT INSERTED.[a], [u].[c] FROM [t], [u] WHERE [u].[id] = [t].[id]",
        ),
        (
            Query::update()
                .table(sea_query::TableRef::from(("s", "t")).alias("x"))
                .value("a", Expr::col(("x", "b")))
                .and_where(Expr::col(("x", "id")).eq(1))
                .returning(Returning::new().column(("x", "a")))
                .into(),
            "UPDATE [x] SET [a] = [x].[b] OUTPUT INSERTED.[a] FROM [s].[t] AS [x] WHERE [x].[id] = @P1",
        ),
        (
            Query::delete()
                .from_table("t")
                .and_where(Expr::col("a").eq(1))
                .returning_col("id")
                .into(),
            "DELETE FROM [t] OUTPUT DELETED.[id] WHERE [a] = @P1",
        ),
        (
            Query::delete()
                .from_table(sea_query::TableRef::from("t").alias("x"))
                .and_where(Expr::col(("x", "a")).eq(1))
                .into(),
            "DELETE FROM [x] FROM [t] AS [x] WHERE [x].[a] = @P1",
        ),
    ]);
    required_flag(
        update("t").returning_all().take(),
        Flag::can_return_columns_from_update,
    );
}

#[test]
fn the_first_rows_of_an_order_are_a_named_query() {
    let limited = Query::update()
        .table("t")
        .value("a", Expr::col(("t", "b")).add(Expr::col("c")))
        .and_where(Expr::col(("t", "d")).is_null())
        .order_by("id", Order::Desc)
        .limit(2)
        .returning_col("id")
        .take();
    let mut named = CommonTableExpression::new();
    named.table_name("n").column("a").query(from_t());
    let mut with = Query::with();
    with.cte(named);
    let first = || Query::delete().from_table("t").limit(1).take();
    let inner = Query::select().column(("t", "a")).from("t").take();
    check(vec![
        (
            limited.clone().into(),
            "WITH [backend_rows] AS (SELECT TOP (@P1) * FROM [t] WHERE [t].[d] IS NULL ORDER BY [id] DESC) UPDATE [backend_rows] SET [a] = [backend_rows].[b] + [c] OUTPUT INSERTED.[id]",
        ),
        (
            first().into(),
            "WITH [backend_rows] AS (SELECT TOP (@P1) * FROM [t]) DELETE FROM [backend_rows]",
        ),
        (
            first().order_by("a", Order::Asc).returning_all().into(),
            "WITH [backend_rows] AS (SELECT TOP (@P1) * FROM [t] ORDER BY [a] ASC) DELETE FROM [backend_rows] OUTPUT DELETED.*",
        ),
        (
            with.query(first()).into(),
            "WITH [n] ([a]) AS (SELECT [a] FROM [t]) , [backend_rows] AS (SELECT TOP (@P1) * FROM [t]) DELETE FROM [backend_rows]",
        ),
        (
            Query::update()
                .table("t")
                .value("a", Expr::SubQuery(None, Box::new(inner.into())))
                .limit(1)
                .into(),
            "WITH [backend_rows] AS (SELECT TOP (@P1) * FROM [t]) UPDATE [backend_rows] SET [a] = (SELECT [t].[a] FROM [t])",
        ),
    ]);
    required_flag(limited, Flag::supports_limited_updates);
}

#[test]
fn named_queries_only_read() {
    let mut named = CommonTableExpression::new();
    named
        .table_name("gone")
        .column("id")
        .query(Query::delete().from_table("t").returning_col("id").take());
    let mut with = Query::with();
    with.cte(named);
    assert_eq!(
        refused_flag(with.query(from_t())),
        Flag::can_modify_in_named_queries
    );
}
