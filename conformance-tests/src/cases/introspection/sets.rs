//! What is found of a table is what was made, all of it and nothing beside it: each sort of constraint and index alone and together.

use backend_core::error::Result;
use backend_core::flag::Flag;
use backend_core::model::{
    Check, ColumnType, Default, Identifier, Index, IndexPart, ReferentialAction, Table,
};
use backend_core::value::Value;

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::expect_eq;
use crate::fixtures::{
    column, expect_schema, foreign_key, identifier, index, introspected, known_collation, name,
    primary_key, unique,
};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "introspection.set.nothing",
        nothing,
        "A table without constraints and indexes is found without any."
    )
    .django("introspection/tests.py"),
    case!(
        "introspection.set.primary_key",
        primary_key_alone,
        "A primary key is found as that, and as no unique constraint and no index beside it."
    )
    .django("introspection/tests.py"),
    case!(
        "introspection.set.key_order",
        key_order,
        "A primary key's columns are found in the order of the key, which is not that of the table."
    )
    .django("introspection/tests.py"),
    case!(
        "introspection.set.unique",
        unique_alone,
        "A unique constraint is found as that, and as no index beside it."
    )
    .django("introspection/tests.py"),
    case!(
        "introspection.set.unique_index",
        unique_index_alone,
        "A unique index is found as that, and as no constraint beside it."
    )
    .django("introspection/tests.py"),
    case!(
        "introspection.set.index",
        index_alone,
        "An index is found as that, with its columns in their order."
    )
    .django("introspection/tests.py"),
    case!(
        "introspection.set.foreign_key",
        foreign_key_alone,
        "A foreign key is found with its actions, and as no index beside it."
    )
    .requires(&[Flag::supports_foreign_keys])
    .django("introspection/tests.py"),
    case!(
        "introspection.set.check",
        check_alone,
        "A check is found as that and nothing else."
    )
    .requires(&[Flag::supports_check_constraints])
    .django("introspection/tests.py"),
    case!(
        "introspection.set.all_on_one_column",
        all_on_one_column,
        "Constraints and indexes of every sort on one column are found apart, each once."
    )
    .requires(&[
        Flag::supports_foreign_keys,
        Flag::supports_check_constraints,
    ])
    .django("introspection/tests.py"),
    case!(
        "introspection.set.two_keys_of_two_tables",
        of_two_tables,
        "What two tables have alike is found at each of them."
    ),
    case!(
        "introspection.set.orders",
        orders,
        "Each column of an index is found in its own order."
    )
    .requires(&[Flag::supports_index_column_ordering])
    .django("introspection/tests.py"),
    case!(
        "introspection.column.lengths",
        lengths,
        "Lengths and digits of columns are found as they were declared."
    )
    .django("introspection/tests.py"),
    case!(
        "introspection.column.nullability",
        nullability,
        "Each column is found to take NULL or not, by itself."
    )
    .django("introspection/tests.py"),
    case!(
        "introspection.column.collation",
        collation,
        "A collation is found at the column that has it, and at no other."
    )
    .requires(&[Flag::supports_column_collations])
    .django("introspection/tests.py"),
    case!(
        "introspection.column.literal_default_of_each_type",
        literal_defaults,
        "The default of each type is found as the constant that was declared."
    )
    .django("introspection/tests.py"),
];

/// Makes a table, and demands that it is found so.
async fn found_as(context: &mut Context, declared: Table) -> Outcome {
    context.create(&declared).await?;
    expect_schema(context).await
}

/// A table of three numbers without a key.
fn bare(text: &str) -> Result<Table> {
    let mut declared = Table::new(name(text)?);
    for column_name in ["x", "y", "z"] {
        declared = declared.with_column(column(column_name, ColumnType::Integer)?.not_null());
    }
    Ok(declared)
}

async fn nothing(context: &mut Context) -> Outcome {
    found_as(context, bare("point")?).await
}

async fn primary_key_alone(context: &mut Context) -> Outcome {
    let declared = bare("point")?.with_primary_key(primary_key(&["x"])?);
    found_as(context, declared).await
}

async fn key_order(context: &mut Context) -> Outcome {
    let declared = bare("point")?.with_primary_key(primary_key(&["z", "x", "y"])?);
    found_as(context, declared).await?;
    let found = introspected(context, &identifier("point")?).await?;
    let columns: Vec<_> = found
        .primary_key_columns()
        .iter()
        .map(Identifier::as_str)
        .collect();
    expect_eq("the key", columns, ["z", "x", "y"])
}

async fn unique_alone(context: &mut Context) -> Outcome {
    let only = unique(&["y", "x"])?.with_name(identifier("only")?);
    found_as(context, bare("point")?.with_unique(only)).await
}

async fn unique_index_alone(context: &mut Context) -> Outcome {
    let only = index("only", &["y", "x"])?.unique();
    found_as(context, bare("point")?.with_index(only)).await
}

async fn index_alone(context: &mut Context) -> Outcome {
    found_as(
        context,
        bare("point")?.with_index(index("zx", &["z", "x"])?),
    )
    .await
}

async fn foreign_key_alone(context: &mut Context) -> Outcome {
    let parent = bare("parent")?.with_primary_key(primary_key(&["x"])?);
    context.create(&parent).await?;
    let key = foreign_key(&["y"], &parent, &["x"])?
        .with_name(identifier("of_parent")?)
        .on_delete(ReferentialAction::Cascade);
    found_as(context, bare("child")?.with_foreign_key(key)).await
}

/// The check that `x` is above 0.
fn positive(context: &Context) -> Result<Check> {
    let x = identifier("x")?;
    let text = context.expression(|out| {
        out.identifier(&x).push(" > ").number(0);
    });
    Ok(Check::new(text).with_name(identifier("positive")?))
}

async fn check_alone(context: &mut Context) -> Outcome {
    let declared = bare("point")?.with_check(positive(context)?);
    found_as(context, declared).await
}

async fn all_on_one_column(context: &mut Context) -> Outcome {
    let parent = bare("parent")?.with_primary_key(primary_key(&["x"])?);
    context.create(&parent).await?;
    let key = foreign_key(&["x"], &parent, &["x"])?.with_name(identifier("of_parent")?);
    let declared = bare("point")?
        .with_primary_key(primary_key(&["x", "y"])?)
        .with_unique(unique(&["x"])?.with_name(identifier("only_x")?))
        .with_foreign_key(key)
        .with_check(positive(context)?)
        .with_index(index("i_plain", &["x"])?)
        .with_index(index("i_unique", &["x", "z"])?.unique());
    found_as(context, declared).await
}

async fn of_two_tables(context: &mut Context) -> Outcome {
    for (table, index_name) in [("one", "one_i"), ("two", "two_i")] {
        let declared = bare(table)?
            .with_primary_key(primary_key(&["x"])?)
            .with_unique(unique(&["y"])?)
            .with_index(index(index_name, &["z"])?);
        context.create(&declared).await?;
    }
    expect_schema(context).await
}

async fn orders(context: &mut Context) -> Outcome {
    let part = |name| identifier(name).map(IndexPart::column);
    let parts = vec![part("x")?.descending(), part("y")?, part("z")?.descending()];
    let made = Index::new(identifier("mixed")?, parts);
    found_as(context, bare("point")?.with_index(made)).await
}

async fn lengths(context: &mut Context) -> Outcome {
    let mut declared = bare("thing")?;
    for length in [1, 20, 255] {
        let made = column(
            &format!("v{length}"),
            ColumnType::VarChar {
                length: Some(length),
            },
        )?;
        declared = declared.with_column(made);
    }
    for (precision, scale) in [(5, 0), (9, 4), (18, 18)] {
        let decimal = ColumnType::Decimal {
            precision: Some(precision),
            scale: Some(scale),
        };
        declared = declared.with_column(column(&format!("d{precision}"), decimal)?);
    }
    found_as(context, declared).await
}

async fn nullability(context: &mut Context) -> Outcome {
    let mut declared = bare("thing")?;
    for n in 0..6 {
        let made = column(&format!("c{n}"), ColumnType::Text)?;
        declared = declared.with_column(if n % 2 == 0 { made.not_null() } else { made });
    }
    found_as(context, declared).await
}

async fn collation(context: &mut Context) -> Outcome {
    let collation = known_collation(context).await?;
    let declared = bare("thing")?
        .with_column(column("plain", ColumnType::Text)?)
        .with_column(column("collated", ColumnType::Text)?.with_collation(collation));
    found_as(context, declared).await
}

async fn literal_defaults(context: &mut Context) -> Outcome {
    let defaults = [
        (ColumnType::Boolean, Value::Bool(true)),
        (ColumnType::Integer, Value::I64(-7)),
        (ColumnType::BigInteger, Value::I64(i64::MAX)),
        (ColumnType::Text, Value::Text("it's \"x\"".into())),
        (
            ColumnType::VarChar { length: Some(9) },
            Value::Text(String::new()),
        ),
        (ColumnType::Date, Value::Date("2024-02-29".parse()?)),
    ];
    let mut declared = bare("thing")?;
    for (n, (column_type, value)) in defaults.into_iter().enumerate() {
        let made = column(&format!("c{n}"), column_type)?;
        declared = declared.with_column(made.with_default(Default::Literal(value)));
    }
    found_as(context, declared.clone()).await?;
    let found = introspected(context, &identifier("thing")?).await?;
    for (declared, found) in declared.columns.iter().zip(&found.columns) {
        expect_eq(declared.name.as_str(), &found.default, &declared.default)?;
    }
    Ok(())
}
