//! Tables are emptied: with those that refer to them or not at all.

use backend_core::error::{Error, ErrorKind};
use backend_core::flag::Flag;
use backend_core::model::{
    Change, Column, ColumnType, Constraint, Deferrability, Identity, QualifiedName,
    ReferentialAction, Schema, Table, TriggerEvent,
};
use backend_core::operations::FlushOptions;
use backend_core::sql::Statement;
use backend_core::transaction::Atomic;

use crate::case::{CaseDef, Outcome, case};
use crate::cases::schema::objects::triggers::{make, make_on};
use crate::context::Context;
use crate::failure::{Failure, expect, expect_eq, expect_error};
use crate::fixtures::{
    foreign_key, four_artists, identifier, name, no_circles, primary_key, row, table,
};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "operations.flush.one_table",
        one_table,
        "A table is emptied, and others stay as they are."
    )
    .smoke()
    .django("backends/base/test_operations.py"),
    case!(
        "operations.flush.nothing",
        nothing,
        "No tables are no work: nothing changes."
    )
    .django("backends/base/test_operations.py"),
    case!(
        "operations.flush.unknown",
        unknown,
        "A table that is not there is refused by its name, and the others keep their rows."
    ),
    case!(
        "operations.flush.in_any_order",
        in_any_order,
        "Parents, children and grandchildren are emptied in whatever order they are named."
    )
    .requires(&[Flag::supports_foreign_keys])
    .django("backends/base/test_operations.py"),
    case!(
        "operations.flush.referring_tables",
        referring_tables,
        "A table that others refer to is refused with their names, empty or not, and nothing changes."
    )
    .requires(&[Flag::supports_foreign_keys]),
    case!(
        "operations.flush.cascade",
        cascade,
        "Cascading, all that refer to a table are emptied with it, over several steps, and are named in the answer."
    )
    .requires(&[Flag::supports_foreign_keys])
    .django("backends/base/test_operations.py"),
    case!(
        "operations.flush.actions_of_keys",
        actions_of_keys,
        "Whatever keys do when a row goes, all rows go: CASCADE, SET NULL, SET DEFAULT, RESTRICT."
    )
    .requires(&[Flag::supports_foreign_keys]),
    case!(
        "operations.flush.circles",
        circles,
        "Tables that refer to each other in a circle, and to themselves, are emptied."
    )
    .requires(&[Flag::supports_foreign_keys]),
    case!(
        "operations.flush.circles_not_null",
        circles_not_null,
        "Tables that refer to each other by keys that cannot be NULL and can wait are emptied."
    )
    .requires(&[Flag::can_defer_constraint_checks]),
    case!(
        "operations.flush.rolled_back",
        rolled_back,
        "Emptied tables have their rows again when the block around it is undone."
    )
    .requires(&[Flag::supports_transactions]),
    case!(
        "operations.flush.all_or_none",
        all_or_none,
        "Where a table that nobody told of refers to one of those that are emptied, the server refuses and none is emptied."
    )
    .requires(&[Flag::supports_foreign_keys, Flag::supports_transactions]),
    case!(
        "operations.flush.triggers",
        triggers,
        "Triggers on inserts do not run while a table is emptied, and run for rows that come afterwards."
    )
    .requires(&[Flag::supports_triggers]),
    case!(
        "operations.flush.triggers_of_rows_that_go",
        triggers_of_rows_that_go,
        "Triggers on deletes do not run for rows that are emptied, and run for those that are deleted afterwards."
    )
    .requires(&[Flag::supports_triggers]),
    case!(
        "operations.flush.numbers_kept",
        numbers_kept,
        "The numbers of an emptied table go on where they were."
    )
    .requires(&[Flag::supports_identity_columns])
    .django("backends/base/test_operations.py"),
    case!(
        "operations.flush.numbers_restarted",
        numbers_restarted,
        "The numbers of an emptied table begin anew where that was asked for, and go on where it is undone."
    )
    .requires(&[Flag::supports_sequence_reset])
    .django("backends/base/test_operations.py"),
    case!(
        "operations.flush.restarting_refused",
        restarting_refused,
        "That numbers begin anew is refused by its flag where it cannot be had, and no row is gone."
    )
    .requires(&[Flag::supports_identity_columns])
    .refuses(Flag::supports_sequence_reset),
    case!(
        "operations.flush.everything",
        everything,
        "All tables of a database are emptied in one call, as the database has them."
    )
    .django("backends/base/test_creation.py"),
    case!(
        "operations.flush.strange_names",
        strange_names,
        "Tables whose names hold quotes, blanks and SQL are emptied, and no other."
    ),
    case!(
        "operations.flush.schemas",
        schemas,
        "Of two tables of one name in two schemas the one that was named is emptied."
    )
    .requires(&[Flag::supports_schemas]),
];

pub(super) async fn flush(
    context: &mut Context,
    tables: &[&Table],
    options: FlushOptions,
) -> Result<Vec<QualifiedName>, Error> {
    let names: Vec<_> = tables.iter().map(|table| table.name.clone()).collect();
    context.note(format!("-- flush {names:?}, {options:?}"));
    let schema = context.schema().clone();
    context.connection().flush(&schema, &names, options).await
}

pub(super) async fn expect_counts(context: &mut Context, expected: &[(&Table, i64)]) -> Outcome {
    for (table, count) in expected {
        let what = format!("rows of {}", table.name);
        expect_eq(&what, context.count(&table.name).await?, *count)?;
    }
    Ok(())
}

async fn one_table(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    let other = table("other", &[])?;
    context.create(&other).await?;
    context.insert(&other, [&row![1_i64]]).await?;
    let emptied = flush(context, &[&artists], FlushOptions::new()).await?;
    expect_eq("emptied", emptied, [artists.name.clone()])?;
    expect_counts(context, &[(&artists, 0), (&other, 1)]).await?;
    flush(context, &[&artists], FlushOptions::new()).await?;
    expect_counts(context, &[(&artists, 0)]).await
}

async fn nothing(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    let options = FlushOptions::new().cascading().restarting_numbers();
    let emptied = flush(context, &[], options).await?;
    expect_eq("emptied", emptied.len(), 0)?;
    expect_counts(context, &[(&artists, 4)]).await
}

async fn unknown(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    let other = table("nowhere", &[])?;
    let refused = flush(context, &[&artists, &other], FlushOptions::new()).await;
    let error = expect_error("a table", refused, ErrorKind::DoesNotExist)?;
    expect_eq(
        "its table",
        error.detail().table.as_deref(),
        Some("nowhere"),
    )?;
    expect_counts(context, &[(&artists, 4)]).await
}

/// A parent, a child, a grandchild, and a table of nobody's; each with rows.
async fn family(context: &mut Context) -> Result<[Table; 4], Failure> {
    let parent = table("parent", &[])?;
    let child = table("a_child", &[("up", ColumnType::BigInteger)])?;
    let child = child.with_foreign_key(foreign_key(&["up"], &parent, &["id"])?);
    let grandchild = table("grandchild", &[("up", ColumnType::BigInteger)])?;
    let grandchild = grandchild.with_foreign_key(foreign_key(&["up"], &child, &["id"])?);
    let other = table("other", &[])?;
    for each in [&parent, &child, &grandchild, &other] {
        context.create(each).await?;
    }
    context
        .insert(&parent, [&row![1_i64], &row![2_i64]])
        .await?;
    for each in [&child, &grandchild] {
        let rows = [row![1_i64, 2_i64], row![2_i64, 1_i64]];
        context.insert(each, &rows).await?;
    }
    context.insert(&other, [&row![1_i64]]).await?;
    Ok([parent, child, grandchild, other])
}

async fn in_any_order(context: &mut Context) -> Outcome {
    let [parent, child, grandchild, other] = family(context).await?;
    let orders = [
        [&parent, &child, &grandchild],
        [&grandchild, &parent, &child],
    ];
    for order in orders {
        let emptied = flush(context, &order, FlushOptions::new()).await?;
        expect_eq("emptied", emptied.len(), 3)?;
        for each in [&parent, &child, &grandchild] {
            expect_counts(context, &[(each, 0)]).await?;
        }
        context.insert(&parent, [&row![1_i64]]).await?;
        context.insert(&child, [&row![1_i64, 1_i64]]).await?;
    }
    expect_counts(context, &[(&other, 1)]).await
}

async fn referring_tables(context: &mut Context) -> Outcome {
    let [parent, child, grandchild, other] = family(context).await?;
    for (named, referring) in [
        (vec![&parent, &other], "a_child"),
        (vec![&parent, &child], "grandchild"),
    ] {
        let refused = flush(context, &named, FlushOptions::new()).await;
        let error = expect_error("it", refused, ErrorKind::Interface)?;
        expect(error.to_string().contains(referring), || error.to_string())?;
        expect_counts(context, &[(&parent, 2), (&child, 2), (&grandchild, 2)]).await?;
    }
    flush(context, &[&grandchild], FlushOptions::new()).await?;
    let refused = flush(context, &[&child], FlushOptions::new()).await;
    expect_error("one of an empty table", refused, ErrorKind::Interface).map(|_| ())
}

async fn cascade(context: &mut Context) -> Outcome {
    let [parent, child, grandchild, other] = family(context).await?;
    let options = FlushOptions::new().cascading();
    let mut emptied = flush(context, &[&child], options).await?;
    emptied.sort();
    expect_eq(
        "emptied",
        emptied,
        [child.name.clone(), grandchild.name.clone()],
    )?;
    expect_counts(context, &[(&parent, 2), (&child, 0), (&grandchild, 0)]).await?;
    context.insert(&child, [&row![1_i64, 1_i64]]).await?;
    let emptied = flush(context, &[&parent], options).await?;
    expect_eq("emptied", emptied.len(), 3)?;
    expect_counts(context, &[(&parent, 0), (&child, 0), (&other, 1)]).await
}

async fn actions_of_keys(context: &mut Context) -> Outcome {
    let parent = table("parent", &[("up", ColumnType::BigInteger)])?;
    let to_itself = foreign_key(&["up"], &parent, &["id"])?.on_delete(ReferentialAction::Restrict);
    let parent = parent.clone().with_foreign_key(to_itself);
    context.create(&parent).await?;
    let mut tables = vec![parent.clone()];
    for (n, action) in [
        ReferentialAction::Cascade,
        ReferentialAction::SetNull,
        ReferentialAction::SetDefault,
        ReferentialAction::Restrict,
    ]
    .into_iter()
    .enumerate()
    {
        let child = table(&format!("child_{n}"), &[("up", ColumnType::BigInteger)])?;
        let key = foreign_key(&["up"], &parent, &["id"])?.on_delete(action);
        let child = child.with_foreign_key(key);
        context.create(&child).await?;
        tables.push(child);
    }
    let none: Option<i64> = None;
    context.insert(&parent, [&row![1_i64, none]]).await?;
    context.insert(&parent, [&row![2_i64, 1_i64]]).await?;
    context.insert(&parent, [&row![3_i64, 3_i64]]).await?;
    for child in tables.iter().skip(1) {
        context.insert(child, [&row![1_i64, 1_i64]]).await?;
    }
    let options = FlushOptions::new().cascading();
    let emptied = flush(context, &[&parent], options).await?;
    expect_eq("emptied", emptied.len(), 5)?;
    for each in &tables {
        expect_counts(context, &[(each, 0)]).await?;
    }
    Ok(())
}

/// Two tables that refer to each other by `across`.
async fn circle(
    context: &mut Context,
    across: &Column,
    deferrability: Deferrability,
) -> Result<[Table; 2], Failure> {
    let late = context.features().can_add_constraints;
    if !late && !context.features().supports_forward_references {
        return Err(no_circles());
    }
    let made = |name: &str| -> Result<Table, Error> {
        let columns = [("up", ColumnType::BigInteger)];
        let made = table(name, &columns)?.with_column(across.clone());
        let to_itself = foreign_key(&["up"], &made, &["id"])?;
        Ok(made.with_foreign_key(to_itself))
    };
    let key = |to: &Table, name: &str| -> Result<_, Error> {
        let key = foreign_key(&["across"], to, &["id"])?.with_name(identifier(name)?);
        Ok(key.deferrability(deferrability))
    };
    let (mut one, two) = (made("one")?, made("two")?);
    let two = two.with_foreign_key(key(&one, "to_one")?);
    let to_two = key(&two, "to_two")?;
    if late {
        context.create(&one).await?;
        context.create(&two).await?;
        let change = Change::AddConstraint {
            table: one.name.clone(),
            constraint: Constraint::ForeignKey(to_two),
        };
        context.change(&change).await?;
    } else {
        one = one.with_foreign_key(to_two);
        context.create(&one).await?;
        context.create(&two).await?;
    }
    Ok([one, two])
}

async fn circles(context: &mut Context) -> Outcome {
    let across = Column::new("across", ColumnType::BigInteger)?;
    let [one, two] = circle(context, &across, Deferrability::NotDeferrable).await?;
    let none: Option<i64> = None;
    for round in 0..2 {
        context.insert(&one, [&row![1_i64, none, none]]).await?;
        context.insert(&two, [&row![1_i64, none, 1_i64]]).await?;
        context.insert(&two, [&row![2_i64, 1_i64, 1_i64]]).await?;
        context.insert(&one, [&row![2_i64, 1_i64, 2_i64]]).await?;
        let refused = flush(context, &[&one], FlushOptions::new()).await;
        expect_error("one of the two", refused, ErrorKind::Interface)?;
        if round == 0 {
            flush(context, &[&one, &two], FlushOptions::new()).await?;
        } else {
            flush(context, &[&one], FlushOptions::new().cascading()).await?;
        }
        expect_counts(context, &[(&one, 0), (&two, 0)]).await?;
    }
    Ok(())
}

async fn circles_not_null(context: &mut Context) -> Outcome {
    let across = Column::new("across", ColumnType::BigInteger)?.not_null();
    let deferrability = Deferrability::InitiallyImmediate;
    let [one, two] = circle(context, &across, deferrability).await?;
    let none: Option<i64> = None;
    let inserts = [
        context.insert_statement(&one, &row![1_i64, none, 1_i64]),
        context.insert_statement(&two, &row![1_i64, none, 1_i64]),
    ];
    let options = backend_core::transaction::AtomicOptions::new().defer_constraints();
    context
        .connection()
        .atomic_with(options, async |block| insert_all(block, &inserts).await)
        .await?;
    expect_counts(context, &[(&one, 1), (&two, 1)]).await?;
    flush(context, &[&one, &two], FlushOptions::new()).await?;
    expect_counts(context, &[(&one, 0), (&two, 0)]).await
}

async fn insert_all(block: &mut Atomic<'_>, inserts: &[Statement]) -> Result<(), Error> {
    for insert in inserts {
        block.execute(insert).await?;
    }
    Ok(())
}

async fn rolled_back(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    let schema = context.schema().clone();
    let names = [artists.name.clone()];
    let options = backend_core::transaction::AtomicOptions::new();
    let mut block = context.connection().begin_atomic(options).await?;
    block.flush(&schema, &names, FlushOptions::new()).await?;
    let count = Statement::new(r#"SELECT COUNT(*) FROM "artist""#);
    let inside: (i64,) = block.fetch_one(&count).await?;
    block.rollback().await?;
    expect_eq("rows inside", inside, (0,))?;
    expect_counts(context, &[(&artists, 4)]).await
}

async fn all_or_none(context: &mut Context) -> Outcome {
    let [parent, child, _, other] = family(context).await?;
    let mut known = Schema::new();
    known.tables = vec![other.clone(), parent.clone()];
    let names = [other.name.clone(), parent.name.clone()];
    let connection = context.connection();
    let refused = connection.flush(&known, &names, FlushOptions::new()).await;
    expect(refused.is_err(), || "it was emptied".to_owned())?;
    expect_counts(context, &[(&parent, 2), (&child, 2), (&other, 1)]).await
}

/// Empties a table that stands in a schema as it was found, triggers and all.
async fn flush_by(context: &mut Context, schema: &Schema, table: &Table) -> Outcome {
    let names = [table.name.clone()];
    context.note(format!("-- flush {names:?}"));
    let connection = context.connection();
    connection
        .flush(schema, &names, FlushOptions::new())
        .await?;
    Ok(())
}

async fn triggers(context: &mut Context) -> Outcome {
    let (rows, log) = make(context, "Note it").await?;
    context.insert(&rows, [&row![1_i64], &row![2_i64]]).await?;
    let schema = context.introspect().await?.schema;
    flush_by(context, &schema, &rows).await?;
    expect_counts(context, &[(&rows, 0), (&log, 2)]).await?;
    let found = context.introspect().await?.schema;
    expect_eq("the schema", found, schema)?;
    context.insert(&rows, [&row![3_i64]]).await?;
    expect_counts(context, &[(&rows, 1), (&log, 3)]).await
}

async fn triggers_of_rows_that_go(context: &mut Context) -> Outcome {
    let event = TriggerEvent::Delete;
    let (rows, log) = make_on(context, event, "Note it").await?;
    let ids = [row![1_i64], row![2_i64], row![3_i64]];
    context.insert(&rows, &ids).await?;
    let schema = context.introspect().await?.schema;
    flush_by(context, &schema, &rows).await?;
    expect_counts(context, &[(&rows, 0), (&log, 0)]).await?;
    let found = context.introspect().await?.schema;
    expect_eq("the schema", found, schema)?;
    context.insert(&rows, &ids).await?;
    let delete = context.delete_statement(&rows, "id", 2_i64)?;
    context.execute(&delete).await?;
    expect_counts(context, &[(&rows, 2), (&log, 1)]).await
}

/// A table whose key the server numbers.
pub(super) fn numbered(name_of_it: &str, identity: Identity) -> Result<Table, Error> {
    Ok(Table::new(name(name_of_it)?)
        .with_column(Column::new(
            "label",
            ColumnType::VarChar { length: Some(20) },
        )?)
        .with_column(Column::new("id", ColumnType::BigInteger)?.with_identity(identity))
        .with_primary_key(primary_key(&["id"])?))
}

/// The number that the server gives a new row.
pub(super) async fn next_number(context: &mut Context, table: &Table) -> Result<i64, Failure> {
    let insert = context.insert_statement(table, &row!["next"]);
    context.execute(&insert).await?;
    let (id, label) = ("id".parse()?, "label".parse()?);
    let read = context.statement(|out| {
        out.push("SELECT ").identifier(&id).push(" FROM ");
        out.name(&table.name).push(" WHERE ").identifier(&label);
        out.push(" = ").bind("next");
    });
    let rows: Vec<(i64,)> = context.fetch(&read).await?;
    let update = context.update_statement(table, ("label", "was"), ("label", "next"))?;
    context.execute(&update).await?;
    let [(number,)] = rows.as_slice() else {
        return Err(Failure::new(format!("{} new rows", rows.len())));
    };
    Ok(*number)
}

async fn numbers_kept(context: &mut Context) -> Outcome {
    let numbered = numbered("numbered", Identity::new())?;
    context.create(&numbered).await?;
    context
        .insert(&numbered, [row!["a"], row!["b"]].iter())
        .await?;
    flush(context, &[&numbered], FlushOptions::new()).await?;
    expect_counts(context, &[(&numbered, 0)]).await?;
    expect_eq("the next", next_number(context, &numbered).await?, 3)
}

async fn numbers_restarted(context: &mut Context) -> Outcome {
    let (one, other) = (
        numbered("numbered", Identity::new())?,
        numbered("other", Identity::new())?,
    );
    for each in [&one, &other] {
        context.create(each).await?;
        context.insert(each, [row!["a"], row!["b"]].iter()).await?;
    }
    let options = FlushOptions::new().restarting_numbers();
    flush(context, &[&one], options).await?;
    expect_eq("the next", next_number(context, &one).await?, 1)?;
    expect_eq("another's next", next_number(context, &other).await?, 3)?;
    if context.features().supports_transactions {
        let schema = context.schema().clone();
        let names = [other.name.clone()];
        let begin = backend_core::transaction::AtomicOptions::new();
        let mut block = context.connection().begin_atomic(begin).await?;
        block.flush(&schema, &names, options).await?;
        block.rollback().await?;
        expect_eq("undone", next_number(context, &other).await?, 4)?;
    }
    Ok(())
}

async fn restarting_refused(context: &mut Context) -> Outcome {
    let numbered = numbered("numbered", Identity::new())?;
    context.create(&numbered).await?;
    context.insert(&numbered, [&row!["a"]]).await?;
    context
        .refused(Flag::supports_sequence_reset, async |context| {
            let options = FlushOptions::new().restarting_numbers();
            flush(context, &[&numbered], options).await
        })
        .await
}

async fn everything(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    let mut tables = vec![artists];
    if context.features().supports_foreign_keys {
        tables.extend(family(context).await?);
    }
    let backend = context.backend();
    let options = FlushOptions::new();
    let emptied = backend.flush(context.connection(), None, options).await?;
    expect_eq("emptied", emptied.len(), tables.len())?;
    for each in &tables {
        expect_counts(context, &[(each, 0)]).await?;
    }
    Ok(())
}

async fn strange_names(context: &mut Context) -> Outcome {
    let canary = four_artists(context).await?;
    for text in [
        "order by",
        "a\"b",
        "it's",
        "x; DELETE FROM artist; --",
        "artist\" CASCADE; --",
        "né 🦀",
    ] {
        let strange = table(text, &[])?;
        context.create(&strange).await?;
        context.insert(&strange, [&row![1_i64]]).await?;
        flush(context, &[&strange], FlushOptions::new()).await?;
        expect_counts(context, &[(&strange, 0), (&canary, 4)]).await?;
    }
    Ok(())
}

async fn schemas(context: &mut Context) -> Outcome {
    let here = table("thing", &[])?;
    let mut there = here.clone();
    there.name = QualifiedName::with_schema("else where", "thing")?;
    let make = Change::CreateSchema(backend_core::model::Namespace::new(identifier(
        "else where",
    )?));
    context.change(&make).await?;
    for each in [&here, &there] {
        context.create(each).await?;
        context.insert(each, [&row![1_i64]]).await?;
    }
    flush(context, &[&there], FlushOptions::new()).await?;
    expect_counts(context, &[(&here, 1), (&there, 0)]).await
}
