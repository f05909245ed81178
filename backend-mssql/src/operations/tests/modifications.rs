//! Modifications: numbers that are given, and rows that are given back beside triggers.

use backend_core::flag::Flag;
use backend_core::query::{Modification, Query, Upsert, bind};
use sea_query::{Expr, ExprTrait as _, InsertStatement, Returning};

use super::{check, required_flag, statement};

fn insert() -> InsertStatement {
    Query::insert()
        .into_table(("s", "t"))
        .columns(["id", "a"])
        .values_panic([bind(7_i64).into(), bind("x").into()])
        .take()
}

#[test]
fn numbers_are_given_under_a_setting() {
    let given = || Modification::of(insert()).giving_numbers();
    check(vec![(
        given().into(),
        "SET IDENTITY_INSERT [s].[t] ON; INSERT INTO [s].[t] ([id], [a]) VALUES (@P1, @P2); SET IDENTITY_INSERT [s].[t] OFF",
    )]);
    required_flag(given(), Flag::can_override_identities);
}

#[test]
fn rows_are_put_aside_beside_triggers() {
    let update = Query::update()
        .table("t")
        .value("a", bind(1_i64))
        .and_where(Expr::col("id").eq(bind(2_i64)))
        .returning(Returning::new().exprs([Expr::col("a").add(bind(5_i64))]))
        .take();
    let delete = Query::delete()
        .from_table("t")
        .and_where(Expr::col("id").eq(bind(2_i64)))
        .returning_all()
        .take();
    check(vec![
        (
            Modification::of(insert().returning_col("id").take())
                .beside_triggers()
                .into(),
            "SET NOCOUNT ON; SELECT TOP (0) [id] INTO [#backend_output] FROM [s].[t] UNION ALL SELECT TOP (0) [id] FROM [s].[t]; \
             INSERT INTO [s].[t] ([id], [a]) OUTPUT INSERTED.[id] INTO [#backend_output] VALUES (@P1, @P2); SELECT * FROM [#backend_output]",
        ),
        (
            Modification::of(update).beside_triggers().into(),
            "SET NOCOUNT ON; SELECT TOP (0) [a] + @P1 AS [backend_1] INTO [#backend_output] FROM [t] UNION ALL \
             SELECT TOP (0) [a] + @P2 AS [backend_1] FROM [t]; UPDATE [t] SET [a] = @P3 OUTPUT INSERTED.[a] + @P4 INTO [#backend_output] \
             WHERE [id] = @P5; SELECT * FROM [#backend_output]",
        ),
        (
            Modification::of(delete).beside_triggers().into(),
            "SET NOCOUNT ON; SELECT TOP (0) * INTO [#backend_output] FROM [t] UNION ALL SELECT TOP (0) * FROM [t]; \
             DELETE FROM [t] OUTPUT DELETED.* INTO [#backend_output] WHERE [id] = @P1; SELECT * FROM [#backend_output]",
        ),
    ]);
}

#[test]
fn nothing_stands_around_what_gives_nothing_back() {
    let plain = statement(insert()).sql;
    assert_eq!(
        statement(Modification::of(insert()).beside_triggers()).sql,
        plain
    );
    let both = Modification::of(insert().returning_col("id").take())
        .giving_numbers()
        .beside_triggers();
    let both = statement(both).sql;
    assert!(
        both.ends_with(
            "; SET IDENTITY_INSERT [s].[t] ON; INSERT INTO [s].[t] ([id], [a]) OUTPUT INSERTED.[id] INTO [#backend_output] \
             VALUES (@P1, @P2); SET IDENTITY_INSERT [s].[t] OFF; SELECT * FROM [#backend_output]"
        ),
        "{both}"
    );
}

#[test]
fn an_upsert_puts_aside_inside_its_program() {
    let upsert = Upsert::into_table(("s", "t"))
        .columns(["id", "a"])
        .row([bind(7_i64).into(), bind("x").into()])
        .on_columns(["id"])
        .update_columns(["a"])
        .returning(Returning::new().exprs([Expr::col("id").add(bind(5_i64))]));
    let both = Modification::of(upsert).beside_triggers().giving_numbers();
    let found = statement(both).sql;
    let (_, work) = found.split_once("BEGIN TRY ").unwrap();
    let start = "SET NOCOUNT ON; SELECT TOP (0) [id] + @P1 AS [backend_1] INTO [#backend_output] FROM [s].[t] UNION ALL \
         SELECT TOP (0) [id] + @P2 AS [backend_1] FROM [s].[t]; SET NOCOUNT OFF; SET IDENTITY_INSERT [s].[t] ON; ";
    assert!(work.starts_with(start), "{work}");
    let (_, work) = work.split_once("unique key or index', 1; ").unwrap();
    assert!(
        work.starts_with(
            "UPDATE [s].[t] SET [a] = [excluded].[a] OUTPUT INSERTED.[id] + @P3 INTO [#backend_output] FROM \
             [s].[t] WITH (UPDLOCK, SERIALIZABLE), (VALUES (@P4, @P5)) AS [excluded] ([id], [a]) WHERE [t].[id] = [excluded].[id]; \
             IF @@ROWCOUNT = 0 INSERT INTO [s].[t] ([id], [a]) OUTPUT INSERTED.[id] + @P6 INTO [#backend_output] \
             SELECT [excluded].[id], [excluded].[a] FROM (VALUES (@P4, @P5)) AS [excluded] ([id], [a]) WHERE NOT EXISTS"
        ),
        "{work}"
    );
    assert!(
        str::contains(
            work,
            "); SET IDENTITY_INSERT [s].[t] OFF; IF @backend_depth = 0 COMMIT TRANSACTION; "
        ),
        "{work}"
    );
    assert!(
        work.ends_with("THROW; END CATCH; SET NOCOUNT ON; SELECT * FROM [#backend_output]"),
        "{work}"
    );
}
