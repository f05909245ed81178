//! The loop closes: what is found, made again elsewhere, is found the same.

use backend_core::error::Result;
use backend_core::flag::Flag;
use backend_core::model::{
    Change, Check, Column, ColumnType, Default, Deferrability, Generated, GeneratedStorage,
    Identity, Index, IndexPart, ReferentialAction, Schema, Table, View,
};
use backend_core::schema_editor::{creation, destruction};
use backend_core::value::Value;
use backend_core::wrapper::TransactionOptions;

use super::generator::generate;
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, expect_empty, expect_eq};
use crate::fixtures::{
    Random, expect_table, for_all, foreign_key, identifier, identifiers, index, name, selection,
    some_collation, table, unique,
};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "introspection.round_trip.types",
        types,
        "A table of every type that the server has, made again from what was found, is found the same."
    )
    .django("inspectdb/tests.py"),
    case!(
        "introspection.round_trip.columns",
        columns,
        "Defaults, numbers, generated columns and comments, made again from what was found, are found the same."
    )
    .smoke()
    .django("inspectdb/tests.py"),
    case!(
        "introspection.round_trip.constraints",
        constraints,
        "Keys, checks and references, made again from what was found, are found the same."
    )
    .django("inspectdb/tests.py"),
    case!(
        "introspection.round_trip.indexes",
        indexes,
        "Indexes of every sort, made again from what was found, are found the same."
    )
    .django("introspection/tests.py"),
    case!(
        "introspection.round_trip.views",
        views,
        "Views over tables and views, made again from what was found, are found the same."
    )
    .requires(&[Flag::supports_views]),
    case!(
        "introspection.round_trip.random",
        random,
        "Dozens of random schemas are each found as declared, made again elsewhere, found the same, and emptied."
    )
    .slow(4),
];

/// Makes what is found here again in another database, and demands that the same is found there.
async fn expect_same_elsewhere(context: &mut Context) -> Result<(), Failure> {
    let here = context.introspect().await?;
    expect_eq("warnings", &here.warnings, &vec![])?;
    let there = context
        .elsewhere(async |other| {
            let made = creation(&here.schema, other.features());
            together(other, made).await?;
            let there = other.introspect().await?;
            let gone = destruction(&here.schema, other.features());
            together(other, gone).await?;
            let left = other.introspect().await?.schema;
            expect_empty("what is left elsewhere", &left)?;
            Ok(there)
        })
        .await?;
    expect_eq("warnings elsewhere", there.warnings, here.warnings)?;
    for (here, there) in here.schema.tables.iter().zip(&there.schema.tables) {
        expect_eq("a table elsewhere", there, here)?;
    }
    for (here, there) in here.schema.views.iter().zip(&there.schema.views) {
        expect_eq("a view elsewhere", there, here)?;
    }
    expect_eq("the schema elsewhere", there.schema, here.schema)
}

async fn types(context: &mut Context) -> Outcome {
    let types = [
        ColumnType::Boolean,
        ColumnType::TinyInteger,
        ColumnType::SmallInteger,
        ColumnType::Integer,
        ColumnType::BigInteger,
        ColumnType::Real,
        ColumnType::Double,
        ColumnType::Decimal {
            precision: Some(12),
            scale: Some(3),
        },
        ColumnType::VarChar { length: Some(33) },
        ColumnType::Text,
        ColumnType::Bytes,
        ColumnType::Date,
        ColumnType::Time { precision: None },
        ColumnType::Timestamp { precision: None },
        ColumnType::TimestampTz { precision: None },
        ColumnType::Interval,
        ColumnType::Uuid,
        ColumnType::Json,
    ];
    let mut declared = table("typed", &[])?;
    for (n, column_type) in types.into_iter().enumerate() {
        let column = Column::new(format!("c{n}"), column_type)?;
        declared = declared.with_column(if n % 2 == 0 {
            column
        } else {
            column.not_null()
        });
    }
    if context.features().supports_arrays {
        let list = ColumnType::Array(Box::new(ColumnType::Integer));
        declared = declared.with_column(Column::new("list", list)?);
    }
    context.create(&declared).await?;
    expect_same_elsewhere(context).await
}

async fn columns(context: &mut Context) -> Outcome {
    let features = context.features().clone();
    let label = || ColumnType::VarChar { length: Some(20) };
    let literal = |value| Default::Literal(value);
    let mut declared = table("thing", &[("n", ColumnType::Integer)])?;
    if features.supports_identity_columns {
        for column in declared.columns.iter_mut().take(1) {
            column.identity = Some(Box::new(Identity::new()));
        }
    }
    let of_text = Column::new("text", label())?.with_default(literal(Value::Text("it's".into())));
    let of_number = Column::new("number", ColumnType::Integer)?;
    declared = declared
        .with_column(of_text.not_null())
        .with_column(of_number.with_default(literal(Value::I64(-7))));
    if features.supports_expression_defaults {
        let sum = context.expression(|out| {
            out.number(1).push(" + ").number(2);
        });
        let column = Column::new("sum", ColumnType::Integer)?;
        declared = declared.with_column(column.with_default(Default::Expression(sum)));
    }
    let n = identifier("n")?;
    let sorts = [
        (
            features.supports_stored_generated_columns,
            GeneratedStorage::Stored,
        ),
        (
            features.supports_virtual_generated_columns,
            GeneratedStorage::Virtual,
        ),
    ];
    for (_, storage) in sorts.into_iter().filter(|(has, _)| *has) {
        let expression = context.expression(|out| {
            out.identifier(&n).push(" * ").number(2);
        });
        let column = Column::new(format!("{storage:?}"), ColumnType::BigInteger)?;
        declared = declared.with_column(column.with_generated(Generated {
            expression,
            storage,
        }));
    }
    if features.supports_comments {
        let column = Column::new("noted", ColumnType::Integer)?.with_comment("What's */ noted.");
        declared = declared.with_column(column).with_comment("A\nthing.");
    }
    context.create(&declared).await?;
    expect_same_elsewhere(context).await
}

async fn constraints(context: &mut Context) -> Outcome {
    let features = context.features().clone();
    let part = |name| Column::new(name, ColumnType::Integer).map(Column::not_null);
    let number = || ColumnType::BigInteger;
    let mut code = Column::new("code", number())?;
    if !features.supports_references_to_nullable_keys {
        code = code.not_null();
    }
    let seats = Table::new(name("seat")?)
        .with_column(part("number")?)
        .with_column(part("line")?)
        .with_column(code)
        .with_primary_key(
            crate::fixtures::primary_key(&["line", "number"])?.with_name(identifier("seat key")?),
        )
        .with_unique(unique(&["code"])?)
        .with_unique(unique(&["code", "line"])?.with_name(identifier("seat's \"code\"")?));
    context.create(&seats).await?;
    let columns = [
        ("n", ColumnType::Integer),
        ("l", ColumnType::Integer),
        ("c", number()),
    ];
    let mut tickets = table("ticket", &columns)?;
    if features.supports_foreign_keys {
        let pair = foreign_key(&["l", "n"], &seats, &["line", "number"])?;
        let pair = pair.on_delete(ReferentialAction::SetNull);
        let code = foreign_key(&["c"], &seats, &["code"])?.with_name(identifier("ticket code")?);
        let deferrability = if features.can_defer_constraint_checks {
            Deferrability::InitiallyDeferred
        } else {
            Deferrability::NotDeferrable
        };
        let mut code = code.deferrability(deferrability);
        if features.supports_multiple_cascade_paths {
            code = code.on_update(ReferentialAction::Cascade);
        }
        tickets = tickets.with_foreign_key(pair).with_foreign_key(code);
    }
    if features.supports_check_constraints {
        let (n, l) = (identifier("n")?, identifier("l")?);
        let positive = context.expression(|out| {
            out.identifier(&n).push(" > ").number(0);
        });
        let ordered = context.expression(|out| {
            out.identifier(&n).push(" <= ").identifier(&l);
            out.push(" OR ").identifier(&l).push(" IS NULL");
        });
        tickets = tickets
            .with_check(Check::new(positive))
            .with_check(Check::new(ordered).with_name(identifier("ticket (ordered)")?));
    }
    context.create(&tickets).await?;
    expect_same_elsewhere(context).await
}

async fn indexes(context: &mut Context) -> Outcome {
    let features = context.features().clone();
    let integer = || ColumnType::Integer;
    let x = identifier("x")?;
    let mut declared = table(
        "point",
        &[("x", integer()), ("y", integer()), ("z", integer())],
    )?
    .with_index(index("plain", &["y", "x"])?)
    .with_index(index("only one", &["z"])?.unique());
    if features.supports_index_column_ordering {
        let parts = vec![IndexPart::column(x.clone()).descending()];
        declared = declared.with_index(Index::new(identifier("down")?, parts));
    }
    if features.supports_partial_indexes {
        let condition = context.expression(|out| {
            out.identifier(&x).push(" IS NOT NULL");
        });
        let partial = index("some", &["y"])?.unique().with_predicate(condition);
        declared = declared.with_index(partial);
    }
    if features.supports_expression_indexes {
        let product = context.expression(|out| {
            out.identifier(&x).push(" * ").number(2);
        });
        let parts = vec![IndexPart::expression(product)];
        declared = declared.with_index(Index::new(identifier("made of x")?, parts));
    }
    if features.supports_covering_indexes {
        let mut carrying = index("carrying", &["x"])?;
        carrying.include = identifiers(&["z"])?;
        declared = declared.with_index(carrying);
    }
    context.create(&declared).await?;
    expect_same_elsewhere(context).await
}

async fn views(context: &mut Context) -> Outcome {
    let source = table(
        "source",
        &[("n", ColumnType::Integer), ("m", ColumnType::Text)],
    )?;
    context.create(&source).await?;
    let (mut from, mut columns) = (source.name, ["id", "n"]);
    // By their names they come in the reverse of the order in which they can be made.
    for (view, renamed) in [("z", ["key", "m"]), ("y", ["n", "id"]), ("x", ["a b", "c"])] {
        let definition = selection(context, &from, &columns)?;
        let mut view = View::new(name(view)?, definition);
        view.column_names = identifiers(&renamed)?;
        (from, columns) = (view.name.clone(), renamed);
        context.change(&Change::CreateView(view)).await?;
    }
    expect_same_elsewhere(context).await
}

async fn random(context: &mut Context) -> Outcome {
    // Four numbers a choice: a large schema is made of some three hundred.
    for_all(context, (2, 90), async |context, choices| {
        let collation = some_collation(context).await?;
        let random = &mut Random::chosen(choices);
        let declared = generate(context, random, collation.as_ref())?;
        make_and_compare(context, &declared).await
    })
    .await
}

async fn make_and_compare(context: &mut Context, declared: &Schema) -> Outcome {
    let made = creation(declared, context.features());
    together(context, made).await?;
    let found = context.introspect().await?.schema;
    let counts = |schema: &Schema| (schema.tables.len(), schema.views.len());
    expect_eq("tables and views", counts(&found), counts(declared))?;
    for (declared, found) in declared.tables.iter().zip(&found.tables) {
        expect_table(declared, found, context.features())?;
    }
    expect_same_elsewhere(context).await?;
    let gone = destruction(declared, context.features());
    together(context, gone).await?;
    let left = context.introspect().await?.schema;
    expect_empty("what is left", &left)
}

/// Carries changes out, in one transaction where these roll back: otherwise a file is written once a change.
async fn together(context: &mut Context, changes: Vec<Change>) -> Result<()> {
    let transaction = context.features().can_rollback_ddl;
    if transaction {
        let options = TransactionOptions::default();
        context.connection().begin(&options).await?;
    }
    for change in changes {
        context.change(&change).await?;
    }
    if transaction {
        context.connection().commit().await?;
    }
    Ok(())
}
