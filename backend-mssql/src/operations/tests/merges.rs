//! Upserts by `MERGE`.

use backend_core::error::ErrorKind;
use backend_core::flag::Flag;
use backend_core::query::{ConflictTarget, Modification, Query, Upsert, bind, excluded};
use sea_query::{Expr, ExprTrait as _, Keyword, TableRef};

use super::{check, refusal_of, required_flag, sql, statement};

fn stock() -> Upsert {
    Upsert::into_table("stock")
        .columns(["id", "n"])
        .row([bind(1_i64).into(), bind(10).into()])
        .on_columns(["id"])
        .by_merge()
}

#[test]
fn every_form() {
    check(vec![
        (
            stock()
                .set(
                    "n",
                    Expr::col(("stock", "n")).add(excluded("n")).add(bind(7)),
                )
                .where_condition(Expr::col(("stock", "n")).lt(bind(99)))
                .returning(Query::returning().columns(["id", "n"]))
                .into(),
            "MERGE INTO [stock] WITH (HOLDLOCK) AS [stock] USING (VALUES (@P1, @P2)) AS [excluded] ([id], [n]) \
             ON [stock].[id] = [excluded].[id] \
             WHEN MATCHED AND ([stock].[n] < @P3) THEN UPDATE SET [n] = [stock].[n] + [excluded].[n] + @P4 \
             WHEN NOT MATCHED THEN INSERT ([id], [n]) VALUES ([excluded].[id], [excluded].[n]) \
             OUTPUT INSERTED.[id], INSERTED.[n];",
        ),
        (
            stock().row([bind(2_i64).into(), bind(20).into()]).into(),
            "MERGE INTO [stock] WITH (HOLDLOCK) AS [stock] USING (VALUES (@P1, @P2), (@P3, @P4)) AS [excluded] ([id], [n]) \
             ON [stock].[id] = [excluded].[id] \
             WHEN NOT MATCHED THEN INSERT ([id], [n]) VALUES ([excluded].[id], [excluded].[n]);",
        ),
        (
            stock()
                .select(Query::select().columns(["a", "b"]).from("t").take())
                .update_columns(["n"])
                .into(),
            "MERGE INTO [stock] WITH (HOLDLOCK) AS [stock] USING (SELECT [a], [b] FROM [t]) AS [excluded] ([id], [n]) \
             ON [stock].[id] = [excluded].[id] WHEN MATCHED THEN UPDATE SET [n] = [excluded].[n] \
             WHEN NOT MATCHED THEN INSERT ([id], [n]) VALUES ([excluded].[id], [excluded].[n]);",
        ),
        (
            stock()
                .on_rows_where(Expr::cust("n > 0"))
                .set("n", Expr::col(("stock", "n")).add(excluded("n")))
                .returning(Query::returning().column(("stock", "n")))
                .into(),
            "WITH [backend_old] AS (SELECT * FROM [stock] WITH (HOLDLOCK) WHERE n > 0) MERGE INTO [backend_old] \
             USING (SELECT *, CASE WHEN n > 0 THEN 1 ELSE 0 END AS [backend_covered] \
             FROM (VALUES (@P1, @P2)) AS [excluded] ([id], [n])) AS [excluded] \
             ON [backend_old].[id] = [excluded].[id] AND [excluded].[backend_covered] = 1 \
             WHEN MATCHED THEN UPDATE SET [n] = [backend_old].[n] + [excluded].[n] \
             WHEN NOT MATCHED THEN INSERT ([id], [n]) VALUES ([excluded].[id], [excluded].[n]) OUTPUT INSERTED.[n];",
        ),
        (
            Upsert::into_table(TableRef::from(("s", "stock")).alias("x"))
                .columns(["id", "it's]"])
                .row([bind(1_i64).into(), bind(10).into()])
                .on_columns(["id", "it's]"])
                .by_merge()
                .into(),
            "MERGE INTO [s].[stock] WITH (HOLDLOCK) AS [x] USING (VALUES (@P1, @P2)) AS [excluded] ([id], [it's]]]) \
             ON [x].[id] = [excluded].[id] AND [x].[it's]]] = [excluded].[it's]]] \
             WHEN NOT MATCHED THEN INSERT ([id], [it's]]]) VALUES ([excluded].[id], [excluded].[it's]]]);",
        ),
    ]);
}

#[test]
fn what_is_said_of_its_table_stands_around_it() {
    let numbers = Modification::of(stock()).giving_numbers();
    let merge = "MERGE INTO [stock] WITH (HOLDLOCK) AS [stock] USING (VALUES (@P1, @P2)) AS [excluded] ([id], [n]) \
                 ON [stock].[id] = [excluded].[id] \
                 WHEN NOT MATCHED THEN INSERT ([id], [n]) VALUES ([excluded].[id], [excluded].[n])";
    assert_eq!(
        sql(numbers),
        format!("SET IDENTITY_INSERT [stock] ON; {merge}; SET IDENTITY_INSERT [stock] OFF")
    );
    assert_eq!(sql(Modification::of(stock())), format!("{merge};"));
    let returning = stock().returning(Query::returning().expr(Expr::col("n").mul(bind(3))));
    let beside = statement(Modification::of(returning).beside_triggers());
    assert_eq!(beside.params.len(), 5);
    assert!(
        beside.sql.ends_with(
            " VALUES ([excluded].[id], [excluded].[n]) OUTPUT INSERTED.[n] * @P5 INTO [#backend_output]; \
             SELECT * FROM [#backend_output]"
        ),
        "{beside}"
    );
}

#[test]
fn what_is_refused() {
    let mut of_any = stock();
    of_any.target = ConflictTarget::Any;
    assert_eq!(refusal_of(of_any), ErrorKind::Interface);
    assert_eq!(refusal_of(stock().on_constraint("k")), ErrorKind::Interface);
    assert_eq!(
        refusal_of(stock().on_expressions([Expr::cust("lower(a)")])),
        ErrorKind::Interface
    );
    let defaults = stock().row([bind(1_i64).into(), Expr::Keyword(Keyword::Default)]);
    assert_eq!(refusal_of(defaults), ErrorKind::NotSupported(None));
    required_flag(stock(), Flag::supports_merge_upserts);
    let returning = stock().returning(Query::returning().column("n"));
    required_flag(returning, Flag::can_return_columns_from_merge);
}
