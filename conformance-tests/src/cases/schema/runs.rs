//! Runs of plans: what stays when a step fails, and whole schemas made and unmade.

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::flag::Flag;
use backend_core::model::{Change, ColumnType, Schema, Table, View};
use backend_core::schema_editor::{Interrupted, NoProgress, creation, destruction, plan, run};
use backend_core::wrapper::TransactionOptions;

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, describe, expect, expect_empty, expect_eq};
use crate::fixtures::{expect_table, foreign_key, index, name, row, selection, table};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "schema.run.failure_rolls_back",
        failure_rolls_back,
        "A run that fails in the middle undoes what it did, says so, and leaves no transaction open."
    )
    .requires(&[Flag::can_rollback_ddl])
    .django("schema/tests.py"),
    case!(
        "schema.run.failure_stays",
        failure_stays,
        "Where schema changes do not roll back, a run that fails in the middle says what stays applied, and it does."
    )
    .refuses(Flag::can_rollback_ddl),
    case!(
        "schema.run.inside_transaction",
        inside_transaction,
        "Inside a transaction a run stays inside: the caller's rollback undoes it, rows and all."
    )
    .requires(&[Flag::can_rollback_ddl])
    .django("transactions/tests.py"),
    case!(
        "schema.run.failure_inside_transaction",
        failure_inside_transaction,
        "A run that fails inside the caller's transaction leaves its end to the caller."
    )
    .requires(&[Flag::can_rollback_ddl]),
    case!(
        "schema.run.creation_order",
        creation_order,
        "A schema's creation makes each table after those that it refers to, views last, and its destruction empties it."
    )
    .smoke(),
    case!(
        "schema.run.circles",
        circles,
        "Tables that refer to each other in a circle are created and destroyed like any others."
    )
    .requires(&[Flag::supports_forward_references]),
    case!(
        "schema.run.destruction_with_rows",
        destruction_with_rows,
        "Destruction empties a schema whose tables hold rows that refer to each other."
    ),
];

/// A table whose third step fails, because two of its indexes have one name; the first two steps do not.
fn failing() -> Result<Table> {
    Ok(table("half", &[("x", ColumnType::Integer)])?
        .with_index(index("half_i", &["x"])?)
        .with_index(index("half_i", &["id"])?))
}

async fn interrupted(context: &mut Context) -> Result<Interrupted, Failure> {
    let editor = context.backend().schema_editor;
    let change = Change::CreateTable(failing()?);
    let plan = plan(editor, &context.dialect(), &Schema::new(), &change)?;
    match run(context.connection(), &plan, &mut NoProgress).await {
        Ok(()) => Err(Failure::new("two indexes of one name are made")),
        Err(interrupted) => {
            let kind = interrupted.error.kind();
            expect_eq("the kind", kind, ErrorKind::AlreadyExists)?;
            let last = plan.steps.len().saturating_sub(1);
            expect_eq("the step that failed", interrupted.failed, last)?;
            Ok(interrupted)
        }
    }
}

async fn failure_rolls_back(context: &mut Context) -> Outcome {
    let interrupted = interrupted(context).await?;
    expect_eq("steps applied", interrupted.applied, 0)?;
    let text = interrupted.to_string();
    expect(text.contains("nothing was changed"), || text)?;
    let open = context.connection().in_transaction();
    expect(!open, || "a transaction is open".to_owned())?;
    let left = context.introspect().await?.schema;
    expect_empty("what is there", &left)
}

async fn failure_stays(context: &mut Context) -> Outcome {
    let interrupted = interrupted(context).await?;
    let failed = interrupted.failed;
    expect_eq("steps applied", interrupted.applied, failed)?;
    let tables = context.introspect().await?.schema.tables;
    let indexes: Vec<_> = tables.iter().map(|table| table.indexes.len()).collect();
    expect_eq("indexes of the table", indexes, [1])?;
    context.absent(Flag::can_rollback_ddl);
    let error = Error::from(interrupted);
    expect(error.message().contains("stay applied"), || {
        describe(&error)
    })
}

async fn inside_transaction(context: &mut Context) -> Outcome {
    let before = table("before", &[])?;
    context.create(&before).await?;
    let table = table("inside", &[("x", ColumnType::Integer)])?;
    let options = TransactionOptions::default();
    context.connection().begin(&options).await?;
    context.create(&table).await?;
    context
        .change(&Change::DropTable(before.name.clone()))
        .await?;
    let open = context.connection().in_transaction();
    expect(open, || "the run ended the transaction".to_owned())?;
    context.insert(&table, [&row![1_i64, 2]]).await?;
    expect_eq("rows inside", context.count(&table.name).await?, 1)?;
    context.connection().rollback().await?;
    let found = context.introspect().await?.schema.tables;
    let names: Vec<_> = found.iter().map(|it| it.name.name.as_str()).collect();
    expect_eq("tables afterwards", names, ["before"])
}

async fn failure_inside_transaction(context: &mut Context) -> Outcome {
    let options = TransactionOptions::default();
    context.connection().begin(&options).await?;
    let interrupted = interrupted(context).await?;
    // With savepoints the plan is undone alone; otherwise it is for whoever began the transaction to do.
    let savepoints = context.features().uses_savepoints;
    let applied = if savepoints { 0 } else { interrupted.failed };
    expect_eq("steps applied", interrupted.applied, applied)?;
    let open = context.connection().in_transaction();
    expect(open, || "the run ended the caller's transaction".to_owned())?;
    context.connection().rollback().await?;
    let left = context.introspect().await?.schema;
    expect_empty("what is left", &left)
}

/// A small shop whose tables, by their names, come in the wrong order.
fn shop(context: &Context) -> Result<Schema> {
    let number = ColumnType::BigInteger;
    let keys = context.features().supports_foreign_keys;
    let refer = |from: Table, column: &str, to: &Table| {
        if keys {
            foreign_key(&[column], to, &["id"]).map(|key| from.with_foreign_key(key))
        } else {
            Ok(from)
        }
    };
    let person = table("person", &[("boss_id", number.clone())])?;
    let person = refer(person.clone(), "boss_id", &person)?;
    let bill = table("bill", &[("person_id", number.clone())])?;
    let bill = refer(bill, "person_id", &person)?;
    let line = table("a_line", &[("bill_id", number.clone()), ("n", number)])?;
    let line = refer(line, "bill_id", &bill)?.with_index(index("a_line_n", &["n"])?);
    let mut schema = Schema::new();
    for table in [person, bill.clone(), line] {
        schema.apply(&Change::CreateTable(table))?;
    }
    if context.features().supports_views {
        let definition = selection(context, &bill.name, &["id"])?;
        let view = View::new(name("a_bill")?, definition);
        schema.apply(&Change::CreateView(view))?;
    }
    Ok(schema)
}

/// Creates the schema, compares it, and gives it as the case's account of the database.
async fn create_all(context: &mut Context, schema: &Schema) -> Outcome {
    for change in creation(schema, context.features()) {
        context.change(&change).await?;
    }
    let found = context.introspect().await?.schema;
    for (declared, found) in schema.tables.iter().zip(&found.tables) {
        expect_table(declared, found, context.features())?;
    }
    let counts = (found.tables.len(), found.views.len());
    let expected = (schema.tables.len(), schema.views.len());
    expect_eq("tables and views", counts, expected)
}

async fn destroy_all(context: &mut Context, schema: &Schema) -> Outcome {
    for change in destruction(schema, context.features()) {
        context.change(&change).await?;
    }
    let left = context.introspect().await?.schema;
    expect_empty("what is left", &left)
}

async fn creation_order(context: &mut Context) -> Outcome {
    let schema = shop(context)?;
    create_all(context, &schema).await?;
    destroy_all(context, &schema).await
}

async fn circles(context: &mut Context) -> Outcome {
    let number = || ColumnType::BigInteger;
    let egg = table("egg", &[("hen_id", number())])?;
    let hen = table("hen", &[("egg_id", number()), ("hen_id", number())])?;
    let hen = hen
        .clone()
        .with_foreign_key(foreign_key(&["egg_id"], &egg, &["id"])?)
        .with_foreign_key(foreign_key(&["hen_id"], &hen, &["id"])?);
    let egg = egg.with_foreign_key(foreign_key(&["hen_id"], &hen, &["id"])?);
    let mut schema = Schema::new();
    schema.apply(&Change::CreateTable(hen.clone()))?;
    schema.apply(&Change::CreateTable(egg.clone()))?;
    create_all(context, &schema).await?;
    context.insert(&egg, [&row![1_i64]]).await?;
    context.insert(&hen, [&row![1_i64, 1_i64, 1_i64]]).await?;
    let lay = context.update_statement(&egg, ("hen_id", 1_i64), ("id", 1_i64))?;
    context.execute(&lay).await?;
    let unlay = context.update_statement(&egg, ("hen_id", None::<i64>), ("id", 1_i64))?;
    context.execute(&unlay).await?;
    let clear = context.delete_statement(&hen, "id", 1_i64)?;
    context.execute(&clear).await?;
    destroy_all(context, &schema).await
}

async fn destruction_with_rows(context: &mut Context) -> Outcome {
    let schema = shop(context)?;
    create_all(context, &schema).await?;
    let tables: Vec<_> = ["person", "bill", "a_line"]
        .iter()
        .filter_map(|wanted| schema.tables.iter().find(|it| it.name.name == **wanted))
        .collect();
    expect_eq("tables to fill", tables.len(), 3)?;
    for table in tables {
        context.insert(table, [&row![1_i64, 1_i64]]).await?;
    }
    destroy_all(context, &schema).await
}
