//! What is said of what is found.

use backend_core::error::Result;
use backend_core::features::IdentifierCase;
use backend_core::flag::Flag;
use backend_core::model::{
    Change, Check, Column, ColumnType, Default, ForeignKey, QualifiedName, Table,
};
use backend_core::value::Value;

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, expect, expect_eq};
use crate::fixtures::{
    expect_table, foreign_key, identifier, identifiers, index, introspected, name, table, unique,
};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "introspection.facts.literal_defaults",
        literal_defaults,
        "Numbers and texts that are defaults are found as the same values, whatever the text looks like."
    )
    .django("introspection/tests.py"),
    case!(
        "introspection.facts.expression_defaults",
        expression_defaults,
        "A default that is an expression is found as an expression, never as a text that holds one."
    )
    .requires(&[Flag::supports_expression_defaults])
    .django("inspectdb/tests.py"),
    case!(
        "introspection.facts.unique_and_unique_index",
        unique_and_unique_index,
        "A unique constraint and a unique index on the same columns are told apart, and neither is found twice."
    )
    .django("introspection/tests.py"),
    case!(
        "introspection.facts.checks",
        checks,
        "A check is found with its condition, apart from NOT NULL and from other checks."
    )
    .requires(&[Flag::supports_check_constraints])
    .django("introspection/tests.py"),
    case!(
        "introspection.facts.foreign_key_spelling",
        foreign_key_spelling,
        "A foreign key names its table and columns as these are spelled, not as the key was written."
    )
    .requires(&[Flag::supports_foreign_keys]),
    case!(
        "introspection.facts.foreign_key_without_columns",
        foreign_key_without_columns,
        "A foreign key that names no columns is found with those of the primary key, in the key's order."
    )
    .requires(&[Flag::supports_foreign_keys])
    .django("introspection/tests.py"),
    case!(
        "introspection.facts.foreign_key_to_nothing",
        foreign_key_to_nothing,
        "A foreign key to a table that is not there is kept, and a warning names its table; the rest is found whole."
    )
    .requires(&[Flag::supports_forward_references]),
    case!(
        "introspection.facts.declared_type",
        declared_type,
        "Each column of a table says how the server spells its type."
    ),
    case!(
        "introspection.facts.no_primary_key",
        no_primary_key,
        "A table without primary key is found without one."
    )
    .django("introspection/tests.py"),
];

/// A table of one column for each default.
fn defaulted(defaults: &[(ColumnType, Default)]) -> Result<Table> {
    let mut made = table("thing", &[])?;
    for (n, (column_type, default)) in defaults.iter().enumerate() {
        let column = Column::new(format!("c{n}"), column_type.clone())?;
        made = made.with_column(column.with_default(default.clone()));
    }
    Ok(made)
}

async fn literal_defaults(context: &mut Context) -> Outcome {
    let texts = [
        "",
        "plain",
        "it's",
        "\"x\"",
        "007",
        "NULL",
        "TRUE",
        "(1)",
        "1 + 1",
        "CURRENT_DATE",
        "a\\b",
        "two\nlines",
        "ž 🦀",
        "x'ff'",
    ];
    let numbers = [0, 1, -1, 42, i64::MIN, i64::MAX];
    let text = |text: &str| Default::Literal(Value::Text(text.to_owned()));
    let mut defaults: Vec<_> = texts
        .iter()
        .map(|value| (ColumnType::VarChar { length: Some(20) }, text(value)))
        .collect();
    defaults.extend(
        numbers.map(|number| (ColumnType::BigInteger, Default::Literal(Value::I64(number)))),
    );
    let declared = defaulted(&defaults)?;
    context.create(&declared).await?;
    let found = introspected(context, &declared.name.name).await?;
    let of = |table: &Table| -> Vec<Option<Default>> {
        table
            .columns
            .iter()
            .map(|column| column.default.clone())
            .collect()
    };
    expect_eq("defaults", of(&found), of(&declared))
}

async fn expression_defaults(context: &mut Context) -> Outcome {
    let sum = context.expression(|out| {
        out.number(40).push(" + ").number(2);
    });
    let moment = context.expression(|out| {
        out.push("CURRENT_TIMESTAMP");
    });
    let timestamp = ColumnType::Timestamp { precision: None };
    let declared = defaulted(&[
        (ColumnType::Integer, Default::Expression(sum)),
        (timestamp, Default::Expression(moment)),
    ])?;
    context.create(&declared).await?;
    let found = introspected(context, &declared.name.name).await?;
    expect_table(&declared, &found, context.features())?;
    let text = |column: &str| match found.column(column).and_then(|it| it.default.clone()) {
        Some(Default::Expression(text)) => text,
        _ => String::new(),
    };
    let kept = text("c0").contains("40") && text("c0").contains("+");
    expect(kept, || format!("the sum is found as {:?}", text("c0")))
}

async fn unique_and_unique_index(context: &mut Context) -> Outcome {
    let columns = [("x", ColumnType::Integer), ("y", ColumnType::Integer)];
    let declared = table("thing", &columns)?
        .with_unique(unique(&["x", "y"])?.with_name(identifier("thing_unique")?))
        .with_index(index("thing_x_y", &["x", "y"])?.unique())
        .with_index(index("thing_plain", &["x", "y"])?);
    context.create(&declared).await?;
    let found = introspected(context, &declared.name.name).await?;
    expect_table(&declared, &found, context.features())
}

async fn checks(context: &mut Context) -> Outcome {
    let bound = |column: &str, most: i64, name: &str| {
        let column = identifier(column)?;
        let condition = context.expression(|out| {
            out.identifier(&column).push(" < ").number(most);
        });
        Ok::<_, backend_core::error::Error>(Check::new(condition).with_name(identifier(name)?))
    };
    let columns = [
        ("height", ColumnType::Integer),
        ("weight", ColumnType::Integer),
    ];
    let declared = table("thing", &columns)?
        .with_column(Column::new("must", ColumnType::Integer)?.not_null())
        .with_check(bound("weight", 77, "thing_weight")?)
        .with_check(bound("height", 99, "thing_height")?);
    context.create(&declared).await?;
    let found = introspected(context, &declared.name.name).await?;
    expect_table(&declared, &found, context.features())?;
    for (name, column, most) in [
        ("thing_weight", "weight", "77"),
        ("thing_height", "height", "99"),
    ] {
        let is_named = |check: &&Check| check.name.as_ref().is_some_and(|it| *it == name);
        let check = found.checks.iter().find(is_named);
        let text = check
            .map(|check| check.expression.as_str())
            .unwrap_or_default();
        expect(text.contains(column) && text.contains(most), || {
            format!("{name} is found as {text:?}")
        })?;
    }
    Ok(())
}

async fn foreign_key_spelling(context: &mut Context) -> Outcome {
    let code = Column::new("Code", ColumnType::Integer)?.not_null();
    let parent = table("Parent", &[])?
        .with_column(code)
        .with_unique(unique(&["Code"])?);
    let features = context.features();
    let other_case = features.identifier_case == IdentifierCase::Insensitive
        && features.supports_forward_references;
    let (table_name, column) = if other_case {
        ("pARENT", "cODE")
    } else {
        ("Parent", "Code")
    };
    let key = ForeignKey::new(
        identifiers(&["code"])?,
        name(table_name)?,
        identifiers(&[column])?,
    );
    let child = table("child", &[("code", ColumnType::Integer)])?.with_foreign_key(key);
    context.create(&parent).await?;
    context.create(&child).await?;
    let found = introspected(context, &child.name.name).await?;
    let spelled: Vec<_> = found
        .foreign_keys
        .iter()
        .map(|key| (key.references.name.clone(), key.referenced_columns.clone()))
        .collect();
    let expected = [(identifier("Parent")?, identifiers(&["Code"])?)];
    expect_eq("what it refers to", spelled, expected)
}

async fn foreign_key_without_columns(context: &mut Context) -> Outcome {
    let part = |name| Column::new(name, ColumnType::Integer).map(Column::not_null);
    let parent = Table::new(name("parent")?)
        .with_column(part("a")?)
        .with_column(part("b")?)
        .with_primary_key(crate::fixtures::primary_key(&["b", "a"])?);
    let key = foreign_key(&["x", "y"], &parent, &[])?;
    let columns = [("x", ColumnType::Integer), ("y", ColumnType::Integer)];
    let child = table("child", &columns)?.with_foreign_key(key);
    context.create(&parent).await?;
    context.create(&child).await?;
    let found = introspected(context, &child.name.name).await?;
    let referenced: Vec<_> = found
        .foreign_keys
        .into_iter()
        .map(|key| key.referenced_columns)
        .collect();
    expect_eq("columns", referenced, [identifiers(&["b", "a"])?])
}

async fn foreign_key_to_nothing(context: &mut Context) -> Outcome {
    let key = ForeignKey::new(
        identifiers(&["other_id"])?,
        QualifiedName::new("nobody")?,
        identifiers(&["id"])?,
    );
    let broken = table("broken", &[("other_id", ColumnType::BigInteger)])?.with_foreign_key(key);
    let whole = table("whole", &[("n", ColumnType::Integer)])?.with_unique(unique(&["n"])?);
    context.create(&broken).await?;
    context.create(&whole).await?;
    let snapshot = context.introspect().await?;
    let [found_broken, found_whole] = snapshot.schema.tables.as_slice() else {
        return Err(Failure::new("not both tables are found"));
    };
    expect_table(&broken, found_broken, context.features())?;
    expect_table(&whole, found_whole, context.features())?;
    let objects: Vec<_> = snapshot
        .warnings
        .iter()
        .map(|it| it.object.name.as_str())
        .collect();
    expect_eq("tables with warnings", objects, ["broken"])?;
    let message = snapshot
        .warnings
        .iter()
        .map(ToString::to_string)
        .collect::<String>();
    expect(message.contains("nobody"), || {
        format!("the warning does not name what is missing: {message}")
    })
}

async fn declared_type(context: &mut Context) -> Outcome {
    let columns = [
        ("n", ColumnType::Integer),
        ("label", ColumnType::VarChar { length: Some(10) }),
        ("day", ColumnType::Date),
    ];
    let declared = table("thing", &columns)?;
    context.create(&declared).await?;
    let found = introspected(context, &declared.name.name).await?;
    for column in &found.columns {
        let spelled = column.declared_type.as_deref().unwrap_or_default();
        expect(!spelled.trim().is_empty(), || {
            format!("{} does not say its type", column.name.shortened())
        })?;
    }
    // What the server spelled, it takes back: the type, its spelling and its meaning.
    context.change(&Change::DropTable(declared.name)).await?;
    context.create(&found).await?;
    let again = introspected(context, &found.name.name).await?;
    expect_eq("the table made of it", again, found)
}

async fn no_primary_key(context: &mut Context) -> Outcome {
    let declared = Table::new(name("thing")?)
        .with_column(Column::new("n", ColumnType::Integer)?)
        .with_column(Column::new("label", ColumnType::Text)?.not_null());
    context.create(&declared).await?;
    let found = introspected(context, &declared.name.name).await?;
    expect_eq("its key", &found.primary_key, &None)?;
    expect_table(&declared, &found, context.features())
}
