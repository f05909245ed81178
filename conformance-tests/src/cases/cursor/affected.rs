//! How many rows a statement changed.

use backend_core::model::Identifier;
use backend_core::value::IntoValue as _;

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::expect_eq;
use crate::fixtures::{artist, artists, four_artists, many_items};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "cursor.affected.insert_update_delete",
        insert_update_delete,
        "An insert, update or delete says how many rows it changed, none included."
    )
    .smoke()
    .django("backends/tests.py"),
    case!(
        "cursor.affected.matched_and_not_changed",
        matched_and_not_changed,
        "An update counts the rows that it matched, also where they held the value already."
    ),
    case!(
        "cursor.affected.none_for_a_query",
        none_for_a_query,
        "A query and a schema change say no number of changed rows, rather than a wrong one."
    ),
    case!(
        "cursor.affected.thousands",
        thousands,
        "A statement that changes thousands of rows counts each."
    ),
];

async fn insert_update_delete(context: &mut Context) -> Outcome {
    let artists = artists()?;
    context.create(&artists).await?;
    for (id, name) in [(1, "Bach"), (2, "Clara"), (3, "Robert")] {
        let insert = context.insert_statement(&artists, &artist(id, name, None));
        expect_eq(
            "inserted",
            context.execute(&insert).await?.affected,
            Some(1),
        )?;
    }
    let id = Identifier::new("id")?;
    let dialect = context.dialect();
    for (bound, count) in [(1_i64, 2), (3, 0)] {
        let mut out = dialect.writer();
        out.push("UPDATE ").name(&artists.name).push(" SET ");
        out.identifier(&Identifier::new("born")?)
            .push(" = ")
            .bind(1800_i32);
        out.push(" WHERE ").identifier(&id).push(" > ").bind(bound);
        let done = context.execute(&out.finish()).await?;
        expect_eq("updated", done.affected, Some(count))?;
    }
    for (bound, count) in [(2_i64, 1), (2, 0), (0, 2)] {
        let mut out = dialect.writer();
        out.push("DELETE FROM ").name(&artists.name);
        out.push(" WHERE ").identifier(&id).push(" > ").bind(bound);
        let done = context.execute(&out.finish()).await?;
        expect_eq("deleted", done.affected, Some(count))?;
    }
    Ok(())
}

async fn matched_and_not_changed(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    let dialect = context.dialect();
    let mut out = dialect.writer();
    out.push("UPDATE ").name(&artists.name).push(" SET ");
    out.identifier(&Identifier::new("name")?)
        .push(" = ")
        .bind("Bach");
    out.push(" WHERE ")
        .identifier(&Identifier::new("id")?)
        .push(" = ")
        .bind(1_i64);
    let done = context.execute(&out.finish()).await?;
    expect_eq("matched", done.affected, Some(1))
}

async fn none_for_a_query(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    let done = context.execute(&context.select_statement(&artists)).await?;
    expect_eq("after a query", done.affected, None)?;
    let insert = context.insert_statement(&artists, &artist(5, "Fanny", None));
    expect_eq(
        "after an insert",
        context.execute(&insert).await?.affected,
        Some(1),
    )?;
    // The number of the statement before must not stay.
    let mut out = context.dialect().writer();
    out.push("DROP TABLE ").name(&artists.name);
    let done = context.execute(&out.finish()).await?;
    expect_eq("after a schema change", done.affected, None)
}

async fn thousands(context: &mut Context) -> Outcome {
    let items = many_items(context, 3_000).await?;
    let mut out = context.dialect().writer();
    out.push("UPDATE ").name(&items.name).push(" SET ");
    out.identifier(&Identifier::new("n")?)
        .push(" = ")
        .bind(7_i64.into_value());
    let done = context.execute(&out.finish()).await?;
    expect_eq("updated", done.affected, Some(3_000))
}
