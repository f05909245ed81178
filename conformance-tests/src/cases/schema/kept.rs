//! What stays of a column when something else of it changes: NULL, defaults, keys, indexes, checks, comments, collations.

use backend_core::error::{ErrorKind, Integrity, Result};
use backend_core::flag::Flag;
use backend_core::model::{Change, ColumnType, Identity, Table, View};

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, expect, expect_eq, expect_error};
use crate::fixtures::{
    alter_column, carry_out, column, column_now, create_index, doubled, expect_numbers,
    four_artists, index, known_collation, name, now, number, of_number, of_text, planned,
    primary_key, rename_column, rename_table, retype, row, selection, table, thing,
};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "schema.kept.null_by_type",
        null_by_type,
        "A column that can be NULL stays so when its type changes, and NULL stays NULL."
    )
    .requires(&[Flag::can_alter_tables])
    .django("schema/tests.py"),
    case!(
        "schema.kept.not_null_by_type",
        not_null_by_type,
        "A column that cannot be NULL stays so when its type changes."
    )
    .requires(&[Flag::can_alter_tables])
    .django("schema/tests.py"),
    case!(
        "schema.kept.default_by_nullability",
        default_by_nullability,
        "A default outlives that its column becomes NOT NULL and nullable again, and fills no row that is there."
    )
    .requires(&[Flag::can_alter_nullability_in_place])
    .django("schema/tests.py"),
    case!(
        "schema.kept.default_by_comment",
        default_by_comment,
        "A new comment leaves type, default, NOT NULL and index of its column as they are."
    )
    .requires(&[Flag::can_alter_tables, Flag::supports_comments])
    .django("schema/tests.py"),
    case!(
        "schema.kept.comment_by_type",
        comment_by_type,
        "A comment stays with its column when the column's type changes."
    )
    .requires(&[Flag::can_alter_tables, Flag::supports_comments])
    .django("schema/tests.py"),
    case!(
        "schema.kept.comment_by_rename",
        comment_by_rename,
        "Comments stay with a table and a column that are renamed."
    )
    .requires(&[Flag::can_alter_tables, Flag::supports_comments])
    .django("schema/tests.py"),
    case!(
        "schema.kept.collation_by_type",
        collation_by_type,
        "A collation stays with its column when the column's length changes."
    )
    .requires(&[Flag::can_alter_tables, Flag::supports_column_collations])
    .django("schema/tests.py"),
    case!(
        "schema.kept.collation_by_rename",
        collation_by_rename,
        "A collation stays with its column when the column is renamed."
    )
    .requires(&[Flag::can_alter_tables, Flag::supports_column_collations]),
    case!(
        "schema.kept.identity_by_type",
        identity_by_type,
        "An identity whose column becomes of a wider type goes on numbering where it was."
    )
    .requires(&[Flag::can_alter_tables, Flag::supports_identity_columns])
    .django("schema/tests.py"),
    case!(
        "schema.kept.generated_by_rename",
        generated_by_rename,
        "A generated column goes on being computed when the column that it is computed from is renamed."
    )
    .requires(&[
        Flag::can_alter_tables,
        Flag::supports_stored_generated_columns,
    ])
    .django("schema/tests.py"),
    case!(
        "schema.kept.source_of_generated",
        source_of_generated,
        "A column that another one is computed from becomes of a wider type with it, or nothing changes."
    )
    .requires(&[
        Flag::can_alter_tables,
        Flag::supports_stored_generated_columns,
    ]),
    case!(
        "schema.kept.column_of_view",
        column_of_view,
        "A column that a view shows becomes of a wider type with the view in place, or nothing changes."
    )
    .requires(&[Flag::can_alter_tables, Flag::supports_views]),
    case!(
        "schema.kept.view_by_column_rename",
        view_by_column_rename,
        "A view goes on showing a column that is renamed."
    )
    .requires(&[Flag::can_alter_tables, Flag::supports_views]),
    case!(
        "schema.kept.order_of_columns",
        order_of_columns,
        "A column that becomes another one stays where it stands among the table's columns."
    )
    .requires(&[Flag::can_alter_tables]),
    case!(
        "schema.kept.by_comment_only",
        by_comment_only,
        "A column of which only the comment differs gets the comment, and no other statement."
    )
    .requires(&[Flag::can_alter_tables, Flag::supports_comments])
    .django("schema/tests.py"),
    case!(
        "schema.kept.same_default",
        same_default,
        "A default that is written once more as it is makes no statement."
    )
    .requires(&[Flag::can_alter_tables])
    .django("schema/tests.py"),
];

const NOT_NULL: ErrorKind = ErrorKind::Integrity(Integrity::NotNull);
async fn null_by_type(context: &mut Context) -> Outcome {
    let thing = thing(context, number()?).await?;
    context.insert(&thing, [&row![3_i64, None::<i32>]]).await?;
    retype(context, &thing, ColumnType::BigInteger).await?;
    context.insert(&thing, [&row![4_i64, None::<i64>]]).await?;
    expect_numbers(context, (&thing, "n"), &[Some(5), Some(7), None, None]).await
}

async fn not_null_by_type(context: &mut Context) -> Outcome {
    let thing = thing(context, number()?.not_null()).await?;
    retype(context, &thing, ColumnType::BigInteger).await?;
    let refused = context.insert(&thing, [&row![4_i64, None::<i64>]]).await;
    expect_error("NULL", refused, NOT_NULL)?;
    expect_numbers(context, (&thing, "n"), &[Some(5), Some(7)]).await
}

async fn default_by_nullability(context: &mut Context) -> Outcome {
    let thing = thing(context, number()?.with_default(of_number(9))).await?;
    for (key, nullable) in [(3_i64, false), (4, true)] {
        let mut n = column_now(context, &thing, "n")?;
        n.nullable = nullable;
        carry_out(context, [alter_column(&thing, n)]).await?;
        context.insert(&thing, [&row![key]]).await?;
    }
    expect_numbers(
        context,
        (&thing, "n"),
        &[Some(5), Some(7), Some(9), Some(9)],
    )
    .await
}

async fn default_by_comment(context: &mut Context) -> Outcome {
    let n = number()?.with_default(of_number(9)).not_null();
    let thing = thing(context, n).await?;
    let change = create_index(&thing, index("thing_n", &["n"])?);
    context.change(&change).await?;
    let n = column_now(context, &thing, "n")?.with_comment("noted");
    carry_out(context, [alter_column(&thing, n)]).await?;
    context.insert(&thing, [&row![3_i64]]).await?;
    expect_numbers(context, (&thing, "n"), &[Some(5), Some(7), Some(9)]).await
}

async fn comment_by_type(context: &mut Context) -> Outcome {
    let thing = thing(context, number()?.with_comment("it's noted")).await?;
    retype(context, &thing, ColumnType::BigInteger).await
}

async fn comment_by_rename(context: &mut Context) -> Outcome {
    let declared = table("thing", &[])?
        .with_column(number()?.with_comment("of n"))
        .with_comment("of thing");
    context.create(&declared).await?;
    let to_m = rename_column(&declared, "n", "m")?;
    let to_other = rename_table(&declared, "other")?;
    carry_out(context, [to_m, to_other]).await
}

/// A table `thing` with a text `n` of such a collation.
async fn collated(context: &mut Context) -> Result<Table, Failure> {
    let collation = known_collation(context).await?;
    let n = column("n", ColumnType::VarChar { length: Some(20) })?.with_collation(collation);
    let declared = table("thing", &[])?.with_column(n);
    context.create(&declared).await?;
    context.insert(&declared, [&row![1_i64, "a"]]).await?;
    Ok(declared)
}

async fn collation_by_type(context: &mut Context) -> Outcome {
    let thing = collated(context).await?;
    let longer = ColumnType::VarChar { length: Some(40) };
    retype(context, &thing, longer).await
}

async fn collation_by_rename(context: &mut Context) -> Outcome {
    let thing = collated(context).await?;
    carry_out(context, [rename_column(&thing, "n", "m")?]).await
}

async fn identity_by_type(context: &mut Context) -> Outcome {
    let id = column("id", ColumnType::Integer)?.with_identity(Identity::new());
    let declared = Table::new(name("thing")?)
        .with_column(column("label", ColumnType::Text)?)
        .with_column(id)
        .with_primary_key(primary_key(&["id"])?);
    context.create(&declared).await?;
    context.insert(&declared, [&row!["a"]]).await?;
    let mut id = column_now(context, &declared, "id")?;
    id.column_type = ColumnType::BigInteger;
    carry_out(context, [alter_column(&declared, id)]).await?;
    context.insert(&declared, [&row!["b"]]).await?;
    expect_numbers(context, (&declared, "id"), &[Some(1), Some(2)]).await
}

async fn generated_by_rename(context: &mut Context) -> Outcome {
    let doubled = doubled(context).await?;
    carry_out(context, [rename_column(&doubled, "n", "m")?]).await?;
    let renamed = now(context, "doubled")?;
    context.insert(&renamed, [&row![3_i64, 6]]).await?;
    expect_numbers(context, (&renamed, "twice"), &[Some(8), Some(10), Some(12)]).await
}

/// What a server may say where it lets nothing stand on a column whose type changes.
const IN_USE: [ErrorKind; 3] = [
    ErrorKind::NotSupported(None),
    ErrorKind::Programming,
    ErrorKind::Interface,
];

/// Carries a change out, or sees it refused with nothing changed. Answers whether it was carried out.
async fn either(context: &mut Context, change: &Change) -> Result<bool, Failure> {
    let before = context.contents().await?;
    match context.change(change).await {
        Ok(()) => Ok(true),
        Err(error) if IN_USE.contains(&error.kind()) => {
            expect_eq("what is there", context.contents().await?, before)?;
            Ok(false)
        }
        Err(error) => Err(error.into()),
    }
}

async fn source_of_generated(context: &mut Context) -> Outcome {
    let doubled = doubled(context).await?;
    let mut n = column_now(context, &doubled, "n")?;
    n.column_type = ColumnType::BigInteger;
    either(context, &alter_column(&doubled, n)).await?;
    context.insert(&doubled, [&row![3_i64, 6]]).await?;
    expect_numbers(context, (&doubled, "twice"), &[Some(8), Some(10), Some(12)]).await
}

/// A view of the artists' names and years.
async fn view_of_artists(context: &mut Context, artist: &Table) -> Result<View> {
    let definition = selection(context, &artist.name, &["name", "born"])?;
    let view = View::new(name("shown")?, definition);
    context.change(&Change::CreateView(view.clone())).await?;
    Ok(view)
}

async fn column_of_view(context: &mut Context) -> Outcome {
    let artist = four_artists(context).await?;
    let view = view_of_artists(context, &artist).await?;
    let mut born = column_now(context, &artist, "born")?;
    born.column_type = ColumnType::BigInteger;
    either(context, &alter_column(&artist, born)).await?;
    expect_eq("rows of the view", context.count(&view.name).await?, 4)
}

async fn view_by_column_rename(context: &mut Context) -> Outcome {
    let artist = four_artists(context).await?;
    let view = view_of_artists(context, &artist).await?;
    context
        .change(&rename_column(&artist, "born", "year")?)
        .await?;
    expect_eq("rows of the view", context.count(&view.name).await?, 4)
}

async fn order_of_columns(context: &mut Context) -> Outcome {
    let artist = four_artists(context).await?;
    let mut name = column_now(context, &artist, "name")?;
    name.column_type = ColumnType::Text;
    carry_out(context, [alter_column(&artist, name)]).await?;
    let found = context.introspect().await?.schema;
    let columns = found.table(&artist.name).map(crate::fixtures::column_names);
    expect_eq("columns", columns, Some(vec!["id", "name", "born"]))
}

async fn by_comment_only(context: &mut Context) -> Outcome {
    let thing = thing(context, number()?.with_default(of_number(9))).await?;
    let n = column_now(context, &thing, "n")?.with_comment("noted");
    let change = alter_column(&thing, n);
    let plan = planned(context, &change)?;
    expect(!plan.loses_data(), || "a comment loses nothing".to_owned())?;
    if !plan.rewrites_table() {
        expect_eq("statements", plan.statements().count(), 1)?;
    }
    carry_out(context, [change]).await
}

async fn same_default(context: &mut Context) -> Outcome {
    let declared = table("thing", &[])?
        .with_column(number()?.with_default(of_number(9)))
        .with_column(column("label", ColumnType::Text)?.with_default(of_text("it's")));
    context.create(&declared).await?;
    for name in ["n", "label"] {
        let column = column_now(context, &declared, name)?;
        let plan = planned(context, &alter_column(&declared, column))?;
        expect_eq("statements", plan.statements().count(), 0)?;
    }
    Ok(())
}
