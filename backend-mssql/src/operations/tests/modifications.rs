//! Modifications: numbers that are given, and rows that are given back beside triggers.

use backend_core::flag::Flag;
use backend_core::query::{Modification, Query, bind};
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
