//! Indexes that come and go beside unique constraints, and that say rarer things: orders, conditions, carried columns.

use backend_core::error::{ErrorKind, Integrity, Result};
use backend_core::flag::Flag;
use backend_core::model::{ColumnType, Constraint, Index, IndexPart, Table};

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{expect_eq, expect_error};
use crate::fixtures::{
    add_constraint, carry_out, create_index, drop_constraint, drop_index, identifier, identifiers,
    index, index_on, known_collation, now, rename_column, rename_index, rename_table, row, table,
    unique, untouched,
};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "schema.swap.index_to_unique",
        index_to_unique,
        "An index goes and a unique constraint on its column comes: from then on a number is there once."
    )
    .requires(&[Flag::can_add_constraints])
    .django("schema/tests.py"),
    case!(
        "schema.swap.unique_to_index",
        unique_to_index,
        "A unique constraint goes and an index on its column comes: from then on a number can be there twice."
    )
    .requires(&[Flag::can_add_constraints])
    .django("schema/tests.py"),
    case!(
        "schema.swap.unique_index_to_index",
        unique_index_to_index,
        "A unique index becomes one that is not, under the same name."
    )
    .django("schema/tests.py"),
    case!(
        "schema.swap.both_at_once",
        both_at_once,
        "An index and a unique constraint on one column are there together, and go one by one."
    )
    .requires(&[Flag::can_add_constraints])
    .django("schema/tests.py"),
    case!(
        "schema.swap.own_index_stays",
        own_index_stays,
        "An index stays when another one on the same column goes."
    )
    .django("schema/tests.py"),
    case!(
        "schema.swap.unique_over_doubles",
        unique_over_doubles,
        "A unique index over numbers that are there twice is not made, and nothing changes."
    ),
    case!(
        "schema.swap.order_kept",
        order_kept,
        "An index of three columns, some descending, is found with its columns and orders as they were made."
    )
    .requires(&[Flag::supports_index_column_ordering])
    .django("schema/tests.py"),
    case!(
        "schema.swap.columns_in_other_order",
        columns_in_other_order,
        "Two indexes of the same columns in another order are two indexes."
    )
    .django("indexes/tests.py"),
    case!(
        "schema.swap.unique_partial",
        unique_partial,
        "A unique index over some rows refuses equal keys among them and nowhere else, also after NULL."
    )
    .requires(&[Flag::supports_partial_indexes])
    .django("constraints/tests.py"),
    case!(
        "schema.swap.partial_and_covering",
        partial_and_covering,
        "An index that covers some rows and carries a column is found with both."
    )
    .requires(&[
        Flag::supports_partial_indexes,
        Flag::supports_covering_indexes,
    ])
    .django("constraints/tests.py"),
    case!(
        "schema.swap.unique_covering",
        unique_covering,
        "A unique index that carries a column refuses equal keys whatever it carries."
    )
    .requires(&[Flag::supports_covering_indexes])
    .django("constraints/tests.py"),
    case!(
        "schema.swap.unique_expression",
        unique_expression,
        "A unique index on an expression refuses rows for which it gives the same."
    )
    .requires(&[Flag::supports_expression_indexes])
    .django("constraints/tests.py"),
    case!(
        "schema.swap.expression_beside_column",
        expression_beside_column,
        "An index of an expression and a column is found with both in their order."
    )
    .requires(&[Flag::supports_expression_indexes])
    .django("schema/tests.py"),
    case!(
        "schema.swap.collated",
        collated,
        "An index that compares by a collation is found with it."
    )
    .requires(&[
        Flag::supports_index_collations,
        Flag::supports_column_collations,
    ])
    .django("schema/tests.py"),
    case!(
        "schema.swap.on_document",
        on_document,
        "An index on an expression over a document comes and goes."
    )
    .requires(&[Flag::supports_expression_indexes])
    .django("schema/tests.py"),
    case!(
        "schema.swap.follows_column",
        follows_column,
        "Indexes that carry or are limited by a column follow its new name."
    )
    .requires(&[Flag::can_alter_tables, Flag::supports_partial_indexes]),
    case!(
        "schema.swap.follows_table",
        follows_table,
        "Indexes and unique constraints keep their names when their table is renamed, and go by these."
    )
    .requires(&[Flag::can_alter_tables])
    .django("schema/tests.py"),
    case!(
        "schema.swap.renamed_index_in_use",
        renamed_index_in_use,
        "An index is not given the name of another of its table, and nothing changes."
    ),
    case!(
        "schema.swap.constraint_of_missing_column",
        constraint_of_missing_column,
        "A unique constraint on a column that is not there is not added, and nothing changes."
    )
    .requires(&[Flag::can_add_constraints]),
    case!(
        "schema.swap.nulls_not_distinct",
        nulls_not_distinct,
        "A unique constraint for which NULLs are equal takes the place of one for which they differ."
    )
    .requires(&[
        Flag::can_add_constraints,
        Flag::supports_nulls_not_distinct,
    ])
    .django("constraints/tests.py"),
];

const UNIQUE: ErrorKind = ErrorKind::Integrity(Integrity::Unique);

/// A table `point` with three numbers, and two rows.
async fn points(context: &mut Context) -> Result<Table> {
    let columns = ["x", "y", "z"].map(|name| (name, ColumnType::Integer));
    let point = table("point", &columns)?;
    context.create(&point).await?;
    let rows = [row![1_i64, 1, 2, 3], row![2_i64, -1, 2, 4]];
    context.insert(&point, &rows).await?;
    Ok(point)
}

/// Demands that a third point is refused for what is there.
async fn expect_refused(context: &mut Context, point: &Table, xyz: [i32; 3]) -> Outcome {
    let [x, y, z] = xyz;
    let third = context.insert(point, [&row![3_i64, x, y, z]]).await;
    expect_error("the same key", third, UNIQUE).map(drop)
}

async fn expect_taken(context: &mut Context, point: &Table, xyz: [i32; 3]) -> Result<()> {
    let [x, y, z] = xyz;
    context.insert(point, [&row![3_i64, x, y, z]]).await
}

fn only(column: &str) -> Result<Constraint> {
    let only = unique(&[column])?.with_name(identifier("only")?);
    Ok(Constraint::Unique(only))
}

async fn index_to_unique(context: &mut Context) -> Outcome {
    let point = points(context).await?;
    let changes = [
        create_index(&point, index("point_x", &["x"])?),
        drop_index(&point, "point_x")?,
        add_constraint(&point, only("x")?),
    ];
    carry_out(context, changes).await?;
    expect_refused(context, &point, [1, 0, 0]).await
}

async fn unique_to_index(context: &mut Context) -> Outcome {
    let point = points(context).await?;
    carry_out(context, [add_constraint(&point, only("x")?)]).await?;
    let changes = [
        drop_constraint(&point, "only")?,
        create_index(&point, index("point_x", &["x"])?),
    ];
    carry_out(context, changes).await?;
    Ok(expect_taken(context, &point, [1, 0, 0]).await?)
}

async fn unique_index_to_index(context: &mut Context) -> Outcome {
    let point = points(context).await?;
    let made = index("point_x", &["x"])?;
    carry_out(context, [create_index(&point, made.clone().unique())]).await?;
    expect_refused(context, &point, [1, 0, 0]).await?;
    let changes = [drop_index(&point, "point_x")?, create_index(&point, made)];
    carry_out(context, changes).await?;
    Ok(expect_taken(context, &point, [1, 0, 0]).await?)
}

async fn both_at_once(context: &mut Context) -> Outcome {
    let point = points(context).await?;
    let changes = [
        create_index(&point, index("point_x", &["x"])?),
        add_constraint(&point, only("x")?),
    ];
    carry_out(context, changes).await?;
    carry_out(context, [drop_index(&point, "point_x")?]).await?;
    expect_refused(context, &point, [1, 0, 0]).await?;
    carry_out(context, [drop_constraint(&point, "only")?]).await?;
    Ok(expect_taken(context, &point, [1, 0, 0]).await?)
}

async fn own_index_stays(context: &mut Context) -> Outcome {
    let point = points(context).await?;
    let changes = [
        create_index(&point, index("point_x", &["x"])?.unique()),
        create_index(&point, index("point_own", &["x"])?),
        drop_index(&point, "point_x")?,
    ];
    carry_out(context, changes).await
}

async fn unique_over_doubles(context: &mut Context) -> Outcome {
    let point = points(context).await?;
    let change = create_index(&point, index("point_y", &["y"])?.unique());
    untouched(context, &change, &[UNIQUE]).await?;
    Ok(())
}

async fn order_kept(context: &mut Context) -> Outcome {
    let point = points(context).await?;
    let parts = vec![
        IndexPart::column(identifier("z")?).descending(),
        IndexPart::column(identifier("x")?),
        IndexPart::column(identifier("y")?).descending(),
    ];
    let change = create_index(&point, index_on("point_zxy", parts)?);
    carry_out(context, [change]).await
}

async fn columns_in_other_order(context: &mut Context) -> Outcome {
    let point = points(context).await?;
    let changes = [
        create_index(&point, index("point_xy", &["x", "y"])?),
        create_index(&point, index("point_yx", &["y", "x"])?),
    ];
    carry_out(context, changes).await
}

/// The condition that `x` is above 0.
fn positive(context: &Context) -> Result<String> {
    let x = identifier("x")?;
    Ok(context.expression(|out| {
        out.identifier(&x).push(" > ").number(0);
    }))
}

async fn unique_partial(context: &mut Context) -> Outcome {
    let point = points(context).await?;
    let made = index("point_y", &["y"])?.unique();
    let made = made.with_predicate(positive(context)?);
    carry_out(context, [create_index(&point, made)]).await?;
    expect_refused(context, &point, [5, 2, 0]).await?;
    expect_taken(context, &point, [-5, 2, 0]).await?;
    let none = row![4_i64, None::<i32>, 2, 0];
    context.insert(&point, [&none]).await?;
    expect_eq("points", context.count(&point.name).await?, 4)
}

async fn partial_and_covering(context: &mut Context) -> Outcome {
    let point = points(context).await?;
    let made = index("point_y", &["y"])?
        .with_predicate(positive(context)?)
        .with_include(identifiers(&["z"])?);
    carry_out(context, [create_index(&point, made.unique())]).await?;
    expect_refused(context, &point, [5, 2, 0]).await
}

async fn unique_covering(context: &mut Context) -> Outcome {
    let point = points(context).await?;
    let made = index("point_x", &["x"])?.unique();
    let made = made.with_include(identifiers(&["z"])?);
    carry_out(context, [create_index(&point, made)]).await?;
    expect_refused(context, &point, [1, 0, 0]).await
}

/// The expression `x * x`.
fn square(context: &Context) -> Result<String> {
    let x = identifier("x")?;
    Ok(context.expression(|out| {
        out.identifier(&x).push(" * ").identifier(&x);
    }))
}

async fn unique_expression(context: &mut Context) -> Outcome {
    let point = points(context).await?;
    let parts = vec![IndexPart::expression(square(context)?)];
    let change = create_index(&point, index_on("point_square", parts)?.unique());
    // The squares of 1 and -1 are one number.
    untouched(context, &change, &[UNIQUE]).await?;
    let apart = context.update_statement(&point, ("x", 2), ("id", 2_i64))?;
    context.execute(&apart).await?;
    carry_out(context, [change]).await?;
    expect_refused(context, &point, [-2, 0, 0]).await
}

async fn expression_beside_column(context: &mut Context) -> Outcome {
    let point = points(context).await?;
    let parts = vec![
        IndexPart::column(identifier("y")?),
        IndexPart::expression(square(context)?),
        IndexPart::column(identifier("z")?),
    ];
    let change = create_index(&point, index_on("point_mixed", parts)?);
    carry_out(context, [change]).await
}

async fn collated(context: &mut Context) -> Outcome {
    let collation = known_collation(context).await?;
    let declared = table("thing", &[("label", ColumnType::Text)])?;
    context.create(&declared).await?;
    let part = IndexPart::column(identifier("label")?).with_collation(collation);
    let change = create_index(&declared, index_on("thing_label", vec![part])?);
    carry_out(context, [change]).await
}

async fn on_document(context: &mut Context) -> Outcome {
    let declared = table("thing", &[("doc", ColumnType::Json)])?;
    context.create(&declared).await?;
    let doc = identifier("doc")?;
    let is_there = context.expression(|out| {
        out.identifier(&doc).push(" IS NOT NULL");
    });
    let parts = vec![IndexPart::expression(is_there)];
    let change = create_index(&declared, index_on("thing_doc", parts)?);
    carry_out(context, [change]).await?;
    carry_out(context, [drop_index(&declared, "thing_doc")?]).await
}

async fn follows_column(context: &mut Context) -> Outcome {
    let point = points(context).await?;
    let mut made: Index = index("point_y", &["y"])?.with_predicate(positive(context)?);
    if context.features().supports_covering_indexes {
        made.include = identifiers(&["z"])?;
    }
    carry_out(context, [create_index(&point, made)]).await?;
    let mut changes = Vec::new();
    for (from, to) in [("x", "a"), ("y", "b"), ("z", "c")] {
        changes.push(rename_column(&point, from, to)?);
    }
    carry_out(context, changes).await
}

async fn follows_table(context: &mut Context) -> Outcome {
    let only = unique(&["x"])?.with_name(identifier("only")?);
    let declared = table("point", &[("x", ColumnType::Integer)])?
        .with_unique(only)
        .with_index(index("point_x", &["x", "id"])?);
    context.create(&declared).await?;
    carry_out(context, [rename_table(&declared, "spot")?]).await?;
    let spot = now(context, "spot")?;
    let mut changes = vec![drop_index(&spot, "point_x")?];
    if context.features().can_add_constraints {
        changes.push(drop_constraint(&spot, "only")?);
    }
    carry_out(context, changes).await
}

async fn renamed_index_in_use(context: &mut Context) -> Outcome {
    let point = points(context).await?;
    let changes = [
        create_index(&point, index("point_x", &["x"])?),
        create_index(&point, index("point_y", &["y"])?),
    ];
    carry_out(context, changes).await?;
    let change = rename_index(&point, "point_x", "point_y")?;
    untouched(context, &change, &[ErrorKind::AlreadyExists]).await?;
    Ok(())
}

async fn constraint_of_missing_column(context: &mut Context) -> Outcome {
    let point = points(context).await?;
    let change = add_constraint(&point, only("nowhere")?);
    let kinds = [ErrorKind::DoesNotExist, ErrorKind::Programming];
    untouched(context, &change, &kinds).await?;
    Ok(())
}

async fn nulls_not_distinct(context: &mut Context) -> Outcome {
    let declared = table("thing", &[("n", ColumnType::Integer)])?;
    context.create(&declared).await?;
    let only = unique(&["n"])?.with_name(identifier("only")?);
    let stricter = Constraint::Unique(only.clone().nulls_not_distinct());
    carry_out(
        context,
        [add_constraint(&declared, Constraint::Unique(only))],
    )
    .await?;
    context
        .insert(&declared, [&row![1_i64, None::<i32>]])
        .await?;
    let changes = [
        drop_constraint(&declared, "only")?,
        add_constraint(&declared, stricter),
    ];
    carry_out(context, changes).await?;
    let second = context.insert(&declared, [&row![2_i64, None::<i32>]]).await;
    expect_error("a second NULL", second, UNIQUE).map(drop)
}
