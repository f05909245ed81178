//! Upserts.

use backend_core::error::ErrorKind;
use backend_core::flag::Flag;
use backend_core::query::{Query, Upsert, bind, excluded};
use sea_query::{Expr, ExprTrait as _, Keyword, OnConflict};

use super::{from_t, refusal_of, refused_flag, required_flag, sql, statement};

fn stock() -> Upsert {
    Upsert::into_table("stock")
        .columns(["id", "n"])
        .row([bind(1_i64).into(), bind(10).into()])
}

fn two() -> Upsert {
    stock().row([bind(2_i64).into(), bind(20).into()])
}

/// What stands around the work of an upsert, and the check of its key.
#[test]
fn the_work_takes_effect_as_a_whole() {
    let updates = sql(stock().on_columns(["id", "it's"]).update_columns(["n"]));
    let start = "DECLARE @backend_depth int = @@TRANCOUNT; IF @backend_depth = 0 SET XACT_ABORT ON; \
         IF @backend_depth = 0 BEGIN TRANSACTION [backend_upsert]; IF @backend_depth > 0 SAVE TRANSACTION [backend_upsert]; BEGIN TRY \
         IF NOT EXISTS (SELECT 1 FROM sys.indexes AS i WHERE i.object_id = OBJECT_ID(N'[stock]') AND i.is_unique = 1 \
         AND (SELECT COUNT(*) FROM sys.index_columns AS c WHERE c.object_id = i.object_id AND c.index_id = i.index_id \
         AND c.is_included_column = 0) = 2 \
         AND (SELECT COUNT(*) FROM sys.index_columns AS c WHERE c.object_id = i.object_id AND c.index_id = i.index_id \
         AND c.is_included_column = 0 AND COL_NAME(c.object_id, c.column_id) IN (N'id', N'it''s')) = 2) \
         THROW 50000, N'the target of an upsert has to be the columns of a unique key or index', 1; UPDATE ";
    assert!(updates.starts_with(start), "{updates}");
    let end = "IF @backend_depth = 0 COMMIT TRANSACTION; IF @backend_depth = 0 SET XACT_ABORT OFF; END TRY BEGIN CATCH \
         IF @backend_depth = 0 AND XACT_STATE() <> 0 ROLLBACK TRANSACTION; \
         IF @backend_depth > 0 AND XACT_STATE() = 1 ROLLBACK TRANSACTION [backend_upsert]; \
         IF @backend_depth = 0 SET XACT_ABORT OFF; THROW; END CATCH";
    assert!(updates.ends_with(end), "{updates}");
    // An error that is passed over may not end the transaction.
    assert!(!str::contains(&sql(stock()), "XACT_ABORT"));
}

/// Compares what stands between the check of the key and the end of the transaction.
fn check_work(cases: Vec<(Query, &str)>) {
    for (query, expected) in cases {
        let found = sql(query);
        let (_, work) = found.split_once("BEGIN TRY ").unwrap();
        let work = work
            .split_once("unique key or index', 1; ")
            .map_or(work, |(_, work)| work);
        let (work, _) = work.rsplit_once("IF @backend_depth = 0 COMMIT").unwrap();
        assert_eq!(work, expected);
    }
}

#[test]
fn every_form() {
    check_work(vec![
        (
            stock()
                .on_columns(["id"])
                .set(
                    "n",
                    Expr::col(("stock", "n")).add(excluded("n")).add(bind(7)),
                )
                .where_condition(Expr::col(("stock", "n")).lt(bind(99)))
                .returning(Query::returning().columns(["id", "n"]))
                .into(),
            "UPDATE [stock] SET [n] = [stock].[n] + [excluded].[n] + @P1 OUTPUT INSERTED.[id], INSERTED.[n] FROM [stock] WITH (UPDLOCK, SERIALIZABLE), (VALUES (@P2, @P3)) AS [excluded] ([id], [n]) WHERE [stock].[id] = [excluded].[id] AND ([stock].[n] < @P4); IF @@ROWCOUNT = 0 INSERT INTO [stock] ([id], [n]) OUTPUT INSERTED.[id], INSERTED.[n] SELECT [excluded].[id], [excluded].[n] FROM (VALUES (@P2, @P3)) AS [excluded] ([id], [n]) WHERE NOT EXISTS (SELECT 1 FROM [stock] WITH (UPDLOCK, SERIALIZABLE) WHERE [stock].[id] = [excluded].[id]); ",
        ),
        (
            two().on_columns(["id"]).update_columns(["n"]).into(),
            "DECLARE @backend_row bigint = 1; WHILE @backend_row <= 2 BEGIN UPDATE [stock] SET [n] = [excluded].[n] FROM [stock] WITH (UPDLOCK, SERIALIZABLE), (VALUES (1, @P1, @P2), (2, @P3, @P4)) AS [excluded] ([backend_row], [id], [n]) WHERE [stock].[id] = [excluded].[id] AND [excluded].[backend_row] = @backend_row; IF @@ROWCOUNT = 0 INSERT INTO [stock] ([id], [n]) SELECT [excluded].[id], [excluded].[n] FROM (VALUES (1, @P1, @P2), (2, @P3, @P4)) AS [excluded] ([backend_row], [id], [n]) WHERE [excluded].[backend_row] = @backend_row AND NOT EXISTS (SELECT 1 FROM [stock] WITH (UPDLOCK, SERIALIZABLE) WHERE [stock].[id] = [excluded].[id]); SET @backend_row = @backend_row + 1; END; ",
        ),
        (
            two().on_columns(["id"]).into(),
            "DECLARE @backend_row bigint = 1; WHILE @backend_row <= 2 BEGIN INSERT INTO [stock] ([id], [n]) SELECT [excluded].[id], [excluded].[n] FROM (VALUES (1, @P1, @P2), (2, @P3, @P4)) AS [excluded] ([backend_row], [id], [n]) WHERE [excluded].[backend_row] = @backend_row AND NOT EXISTS (SELECT 1 FROM [stock] WITH (UPDLOCK, SERIALIZABLE) WHERE [stock].[id] = [excluded].[id]); SET @backend_row = @backend_row + 1; END; ",
        ),
        (
            two().returning(Query::returning().column("id")).into(),
            "DECLARE @backend_row bigint = 1; WHILE @backend_row <= 2 BEGIN BEGIN TRY INSERT INTO [stock] ([id], [n]) OUTPUT INSERTED.[id] SELECT [excluded].[id], [excluded].[n] FROM (VALUES (1, @P1, @P2), (2, @P3, @P4)) AS [excluded] ([backend_row], [id], [n]) WHERE [excluded].[backend_row] = @backend_row; END TRY BEGIN CATCH IF ERROR_NUMBER() NOT IN (2601, 2627) THROW; END CATCH; SET @backend_row = @backend_row + 1; END; ",
        ),
        (
            Upsert::into_table("stock")
                .columns(["id", "n"])
                .select(Query::select().columns(["a", "b"]).from("t").take())
                .on_columns(["id"])
                .update_columns(["n"])
                .into(),
            "SET NOCOUNT ON; SELECT ROW_NUMBER() OVER (ORDER BY (SELECT NULL)) AS [backend_row], [excluded].* INTO [#backend_excluded] FROM (SELECT [a], [b] FROM [t]) AS [excluded] ([id], [n]); DECLARE @backend_rows bigint = @@ROWCOUNT; SET NOCOUNT OFF; DECLARE @backend_row bigint = 1; WHILE @backend_row <= @backend_rows BEGIN UPDATE [stock] SET [n] = [excluded].[n] FROM [stock] WITH (UPDLOCK, SERIALIZABLE), [#backend_excluded] AS [excluded] WHERE [stock].[id] = [excluded].[id] AND [excluded].[backend_row] = @backend_row; IF @@ROWCOUNT = 0 INSERT INTO [stock] ([id], [n]) SELECT [excluded].[id], [excluded].[n] FROM [#backend_excluded] AS [excluded] WHERE [excluded].[backend_row] = @backend_row AND NOT EXISTS (SELECT 1 FROM [stock] WITH (UPDLOCK, SERIALIZABLE) WHERE [stock].[id] = [excluded].[id]); SET @backend_row = @backend_row + 1; END; DROP TABLE [#backend_excluded]; ",
        ),
        (
            stock()
                .on_columns(["id"])
                .on_rows_where(Expr::cust("n > 0"))
                .update_columns(["n"])
                .into(),
            "UPDATE [backend_old] SET [n] = [excluded].[n] FROM (SELECT * FROM [stock] WITH (UPDLOCK, SERIALIZABLE) WHERE n > 0) AS [backend_old], (SELECT * FROM (VALUES (@P1, @P2)) AS [excluded] ([id], [n]) WHERE n > 0) AS [excluded] WHERE [backend_old].[id] = [excluded].[id]; IF @@ROWCOUNT = 0 INSERT INTO [stock] ([id], [n]) SELECT [excluded].[id], [excluded].[n] FROM (VALUES (@P1, @P2)) AS [excluded] ([id], [n]) WHERE NOT EXISTS (SELECT 1 FROM (SELECT * FROM [stock] WITH (UPDLOCK, SERIALIZABLE) WHERE n > 0) AS [backend_old] WHERE [backend_old].[id] = [excluded].[id] AND EXISTS (SELECT 1 FROM (SELECT [excluded].[id], [excluded].[n]) AS [backend_rows] WHERE n > 0)); ",
        ),
        (
            Upsert::into_table(sea_query::TableRef::from(("s", "stock")).alias("x"))
                .columns(["id", "it's]"])
                .row([bind(1_i64).into(), bind(10).into()])
                .on_columns(["id", "it's]"])
                .into(),
            "INSERT INTO [s].[stock] ([id], [it's]]]) SELECT [excluded].[id], [excluded].[it's]]] FROM (VALUES (@P1, @P2)) AS [excluded] ([id], [it's]]]) WHERE NOT EXISTS (SELECT 1 FROM [s].[stock] AS [x] WITH (UPDLOCK, SERIALIZABLE) WHERE [x].[id] = [excluded].[id] AND [x].[it's]]] = [excluded].[it's]]]); ",
        ),
    ]);
}

#[test]
fn parameters_of_rows_are_sent_once() {
    let upsert = two()
        .on_columns(["id"])
        .set("n", excluded("n").add(bind(5)))
        .returning(Query::returning().expr(Expr::col("n").mul(bind(3))));
    let statement = statement(upsert);
    // One that is set, two that are given back of changed and of inserted rows, four of rows.
    assert_eq!(statement.params.len(), 7);
    assert_eq!(
        statement
            .sql
            .matches("(1, @P3, @P4), (2, @P5, @P6)")
            .count(),
        2
    );
}

#[test]
fn an_insert_of_the_query_builders_own() {
    let insert = |conflict: OnConflict| {
        Query::insert()
            .into_table("stock")
            .columns(["id", "n"])
            .values_panic([1.into(), 2.into()])
            .on_conflict(conflict)
            .take()
    };
    let updating = || OnConflict::column("id").update_columns(["n"]).to_owned();
    assert_eq!(
        sql(insert(updating())),
        sql(Upsert::into_table("stock")
            .columns(["id", "n"])
            .row([1.into(), 2.into()])
            .on_columns(["id"])
            .update_columns(["n"]))
    );
    required_flag(insert(updating()), Flag::supports_update_conflicts);
    assert_eq!(
        refusal_of(insert(OnConflict::column("id"))),
        ErrorKind::Interface
    );
    let named = OnConflict::constraint("k").do_nothing().to_owned();
    assert_eq!(
        refused_flag(insert(named)),
        Flag::supports_conflict_constraint_names
    );
}

#[test]
fn what_is_refused() {
    assert_eq!(
        refused_flag(stock().update_columns(["n"])),
        Flag::supports_update_conflicts_without_target
    );
    assert_eq!(
        refused_flag(stock().on_expressions([Expr::cust("lower(a)")])),
        Flag::supports_expression_indexes
    );
    assert_eq!(
        refused_flag(stock().on_constraint("k")),
        Flag::supports_conflict_constraint_names
    );
    let defaults = stock().row([bind(1_i64).into(), Expr::Keyword(Keyword::Default)]);
    assert_eq!(refusal_of(defaults), ErrorKind::NotSupported(None));
    required_flag(two(), Flag::supports_ignore_conflicts);
    required_flag(
        stock().on_columns(["id"]).update_columns(["n"]),
        Flag::supports_update_conflicts_with_target,
    );
    let of_other = Upsert::into_table("stock").columns(["id"]).select(
        from_t()
            .with_cte({
                let mut named = sea_query::CommonTableExpression::new();
                named.table_name("n").query(from_t());
                Query::with().cte(named).to_owned()
            })
            .take(),
    );
    assert_eq!(refusal_of(of_other), ErrorKind::NotSupported(None));
}
