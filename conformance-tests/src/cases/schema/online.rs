//! Changes while others use the tables: indexes that are made beside writers, constraints that come in stages.

use std::pin::pin;

use backend_core::connection::Connection;
use backend_core::error::{Error, ErrorKind, Integrity, Result};
use backend_core::flag::Flag;
use backend_core::model::{self, Change, Check, ColumnType, Constraint, PrimaryKey, Table, View};
use backend_core::query::{Query, bind};
use backend_core::schema_editor::{Interrupted, NoProgress, Plan, PlanOptions, plan_with, run};
use backend_core::sea_query::{Expr, ExprTrait as _};
use backend_core::value::Value;
use backend_core::wrapper::TransactionOptions;

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, expect, expect_eq, expect_error};
use crate::fixtures::{
    create_index, expect_table, fault, foreign_key, four_artists, identifier, identifiers, index,
    introspected, many_items, name, row, selection, table, unique,
};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "schema.online.index",
        index_made_and_dropped,
        "An index that is made beside writers is found like any other, and dropped beside them."
    )
    .requires(&[Flag::can_index_concurrently])
    .django("schema/tests.py"),
    case!(
        "schema.online.index_beside_writers",
        index_beside_writers,
        "While an index is made beside writers, another session writes, and the index has what it wrote."
    )
    .requires(&[Flag::can_index_concurrently]),
    case!(
        "schema.online.index_in_transaction",
        index_in_transaction,
        "An index is not made beside writers while a transaction is open: it is refused before anything is sent."
    )
    .requires(&[Flag::can_index_concurrently])
    .django("schema/tests.py"),
    case!(
        "schema.online.index_failed",
        index_failed,
        "Where making a unique index beside writers fails, what is left is said, found, and dropped; or nothing is left."
    )
    .requires(&[Flag::can_index_concurrently]),
    case!(
        "schema.online.keys",
        keys,
        "A unique constraint and a primary key stand on indexes that were made beside writers."
    )
    .requires(&[Flag::can_index_concurrently, Flag::can_alter_primary_keys]),
    case!(
        "schema.online.index_refused",
        index_refused,
        "Where no index can be made beside writers, making and dropping one so is refused with the flag."
    )
    .refuses(Flag::can_index_concurrently),
    case!(
        "schema.online.constraints",
        constraints,
        "A foreign key and a check that come in stages hold for all rows in the end."
    )
    .requires(&[
        Flag::supports_unvalidated_constraints,
        Flag::supports_foreign_keys,
        Flag::supports_check_constraints,
    ])
    .django("schema/tests.py"),
    case!(
        "schema.online.constraint_failed",
        constraint_failed,
        "Where rows break a check that comes in stages, it stays for rows that are written, and that is said."
    )
    .requires(&[
        Flag::supports_unvalidated_constraints,
        Flag::supports_check_constraints,
    ]),
    case!(
        "schema.online.not_null",
        not_null,
        "A column becomes NOT NULL in stages, with its default in the place of NULL, and no other constraint is left."
    )
    .requires(&[
        Flag::supports_unvalidated_constraints,
        Flag::can_alter_nullability_in_place,
    ]),
    case!(
        "schema.online.constraints_refused",
        constraints_refused,
        "Where constraints do not come in stages, adding one so is refused with the flag."
    )
    .requires(&[Flag::can_add_constraints, Flag::supports_check_constraints])
    .refuses(Flag::supports_unvalidated_constraints),
    case!(
        "schema.online.views_made_again",
        views_made_again,
        "Views that read a column are there again after it got another type, one on the other."
    )
    .requires(&[Flag::can_alter_tables, Flag::supports_views]),
];

const CONCURRENT: PlanOptions = PlanOptions {
    concurrent_indexes: true,
    staged_constraints: false,
    recreate_views: false,
};
const STAGED: PlanOptions = PlanOptions {
    staged_constraints: true,
    ..PLAIN
};
const PLAIN: PlanOptions = PlanOptions {
    concurrent_indexes: false,
    staged_constraints: false,
    recreate_views: false,
};

fn planned(context: &Context, change: &Change, options: &PlanOptions) -> Result<Plan> {
    context.plans(context.schema(), std::slice::from_ref(change), *options);
    plan_with(
        context.backend().schema_editor,
        &context.dialect(),
        context.schema(),
        change,
        options,
    )
}

/// Carries a change out in that way.
async fn change(context: &mut Context, change: &Change, options: &PlanOptions) -> Result<()> {
    let plan = planned(context, change, options)?;
    run(context.connection(), &plan, &mut NoProgress)
        .await
        .map_err(Error::from)?;
    context.changed(change)
}

fn by_year(table: &Table) -> Result<Change> {
    Ok(create_index(table, index("by_year", &["born"])?))
}

fn dropping(table: &Table) -> Result<Change> {
    Ok(Change::DropIndex {
        table: table.name.clone(),
        name: identifier("by_year")?,
    })
}

async fn index_made_and_dropped(context: &mut Context) -> Outcome {
    let artist = four_artists(context).await?;
    change(context, &by_year(&artist)?, &CONCURRENT).await?;
    let found = introspected(context, &artist.name.name).await?;
    let declared = artist.clone().with_index(index("by_year", &["born"])?);
    expect_table(&declared, &found, context.features())?;
    change(context, &dropping(&artist)?, &CONCURRENT).await?;
    let found = introspected(context, &artist.name.name).await?;
    expect_table(&artist, &found, context.features())
}

/// So many rows, doubled so often, that making an index takes longer than some writes.
const FIRST: i64 = 500;
const DOUBLED: u32 = 9;

/// More writes than can slip in before an index that nobody may write beside.
const SOME: u32 = 5;

/// Inserts the rows that are there again, under numbers that are free.
async fn double(context: &mut Context, count: i64) -> Result<()> {
    let further = |column| Expr::col(column).add(bind(count));
    let mut rows = Query::select();
    rows.expr(further("id")).expr(further("n")).from("item");
    let mut insert = Query::insert();
    insert
        .into_table("item")
        .columns(["id", "n"])
        .select_from(rows)
        .map_err(fault)?;
    context.execute_query(&insert.into()).await?;
    Ok(())
}

/// How often another session writes until the work is done.
async fn writes_beside(
    work: impl Future<Output = Result<(), Interrupted>>,
    other: &mut Connection,
    write: &Query,
) -> Result<u32> {
    let mut work = pin!(work);
    let mut writes = 0;
    loop {
        tokio::select! {
            biased;
            done = &mut work => {
                done?;
                return Ok(writes);
            }
            written = other.execute_query(write) => {
                written?;
                writes += 1;
            }
        }
    }
}

async fn index_beside_writers(context: &mut Context) -> Outcome {
    let item = many_items(context, FIRST).await?;
    for doubled in 0..DOUBLED {
        double(context, FIRST << doubled).await?;
    }
    let create = create_index(&item, index("by_number", &["n"])?);
    let plan = planned(context, &create, &CONCURRENT)?;
    let mut other = context.connect().await?;
    let mut update = Query::update();
    let next = Expr::col("n").add(bind(1_i64));
    update
        .table("item")
        .value("n", next)
        .and_where(Expr::col("id").eq(bind(1_i64)));
    let update = update.into();
    let mut progress = NoProgress;
    let making = run(context.connection(), &plan, &mut progress);
    let written = writes_beside(making, &mut other, &update).await?;
    expect(written >= SOME, || {
        format!("{written} writes while the index was made")
    })?;
    drop(other);
    let found = introspected(context, &item.name.name).await?;
    let declared = item.clone().with_index(index("by_number", &["n"])?);
    expect_table(&declared, &found, context.features())
}

async fn index_in_transaction(context: &mut Context) -> Outcome {
    let artist = four_artists(context).await?;
    let plan = planned(context, &by_year(&artist)?, &CONCURRENT)?;
    let connection = context.connection();
    connection.begin(&TransactionOptions::default()).await?;
    let refused = run(connection, &plan, &mut NoProgress).await;
    connection.rollback().await?;
    let refused = refused.map_err(Error::from);
    expect_error("making it", refused, ErrorKind::Interface)?;
    let found = introspected(context, &artist.name.name).await?;
    expect_table(&artist, &found, context.features())
}

async fn index_failed(context: &mut Context) -> Outcome {
    let artist = four_artists(context).await?;
    context
        .insert(&artist, [&row![9_i64, "twin", 1685]])
        .await?;
    let create = create_index(&artist, index("by_year", &["born"])?.unique());
    let plan = planned(context, &create, &CONCURRENT)?;
    let ran = run(context.connection(), &plan, &mut NoProgress).await;
    let Err(interrupted) = ran else {
        return Err(Failure::new("two rows of one year are kept apart"));
    };
    let kind = interrupted.error.kind();
    expect_eq("the kind", kind, ErrorKind::Integrity(Integrity::Unique))?;
    let found = context.introspect().await?.schema;
    let left = found.tables.iter().flat_map(|table| &table.indexes).next();
    if interrupted.left.is_none() {
        return expect_eq("what is left", left, None);
    }
    expect_eq("what is left", left.map(|index| index.valid), Some(false))?;
    let editor = context.backend().schema_editor;
    let drop = dropping(&artist)?;
    let plan = plan_with(editor, &context.dialect(), &found, &drop, &CONCURRENT)?;
    run(context.connection(), &plan, &mut NoProgress)
        .await
        .map_err(Error::from)?;
    let found = introspected(context, &artist.name.name).await?;
    expect_table(&artist, &found, context.features())
}

async fn keys(context: &mut Context) -> Outcome {
    let mut artist = four_artists(context).await?;
    artist.primary_key = None;
    artist.name = name("keyless")?;
    context.create(&artist).await?;
    context
        .insert(&artist, [&row![1_i64, "Bach", 1685]])
        .await?;
    let add = |constraint| Change::AddConstraint {
        table: artist.name.clone(),
        constraint,
    };
    let key = PrimaryKey::new(identifiers(&["id"])?).with_name(identifier("one_id")?);
    let named = unique(&["name", "born"])?.with_name(identifier("one_name")?);
    let key = add(Constraint::PrimaryKey(key));
    change(context, &key, &CONCURRENT).await?;
    let named = add(Constraint::Unique(named));
    change(context, &named, &CONCURRENT).await?;
    let found = introspected(context, &artist.name.name).await?;
    let declared = context.schema().table(&artist.name).cloned();
    if let Some(declared) = declared {
        expect_table(&declared, &found, context.features())?;
    }
    let double = context.insert(&artist, [&row![1_i64, "x", 1]]).await;
    let kind = ErrorKind::Integrity(Integrity::Unique);
    expect_error("a second of its number", double, kind)?;
    let double = context.insert(&artist, [&row![2_i64, "Bach", 1685]]).await;
    expect_error("a second of its name", double, kind)?;
    Ok(())
}

async fn index_refused(context: &mut Context) -> Outcome {
    let artist = four_artists(context).await?;
    let flag = Flag::can_index_concurrently;
    context
        .refused(flag, async |context| {
            change(context, &by_year(&artist)?, &CONCURRENT).await
        })
        .await?;
    context.change(&by_year(&artist)?).await?;
    context
        .refused(flag, async |context| {
            change(context, &dropping(&artist)?, &CONCURRENT).await
        })
        .await
}

/// The check that somebody was born after the year 1000.
fn late(context: &Context) -> Result<Constraint> {
    let born = identifier("born")?;
    let expression = context.expression(|out| {
        out.identifier(&born).push(" > 1000");
    });
    let check = Check::new(expression).with_name(identifier("late")?);
    Ok(Constraint::Check(check))
}

fn adding(table: &Table, constraint: Constraint) -> Change {
    Change::AddConstraint {
        table: table.name.clone(),
        constraint,
    }
}

async fn constraints(context: &mut Context) -> Outcome {
    let artist = four_artists(context).await?;
    let work = table("work", &[("artist_id", ColumnType::BigInteger)])?;
    context.create(&work).await?;
    let of_artist = foreign_key(&["artist_id"], &artist, &["id"])?;
    let of_artist = of_artist.with_name(identifier("of_artist")?);
    let changes = [
        adding(&artist, late(context)?),
        adding(&work, Constraint::ForeignKey(of_artist)),
    ];
    for each in &changes {
        let plan = planned(context, each, &STAGED)?;
        expect_eq("steps", plan.steps.len(), 2)?;
        change(context, each, &STAGED).await?;
    }
    let found = context.introspect().await?.schema;
    for declared in context.schema().tables.clone() {
        let Some(found) = found.table(&declared.name) else {
            return Err(Failure::new("a table is gone"));
        };
        expect_table(&declared, found, context.features())?;
    }
    let early = context.insert(&artist, [&row![9_i64, "x", 900]]).await;
    let kind = ErrorKind::Integrity(Integrity::Check);
    expect_error("an early year", early, kind)?;
    let orphan = context.insert(&work, [&row![1_i64, 77_i64]]).await;
    let kind = ErrorKind::Integrity(Integrity::ForeignKey);
    expect_error("an orphan", orphan, kind)?;
    Ok(())
}

async fn constraint_failed(context: &mut Context) -> Outcome {
    let artist = four_artists(context).await?;
    context.insert(&artist, [&row![9_i64, "x", 900]]).await?;
    let plan = planned(context, &adding(&artist, late(context)?), &STAGED)?;
    let ran = run(context.connection(), &plan, &mut NoProgress).await;
    let Err(interrupted) = ran else {
        return Err(Failure::new("a row that breaks the check was not seen"));
    };
    expect_eq("steps applied", interrupted.applied, 1)?;
    expect(interrupted.left.is_some(), || {
        format!("it is not said what is left: {interrupted}")
    })?;
    let again = context.insert(&artist, [&row![10_i64, "y", 901]]).await;
    let kind = ErrorKind::Integrity(Integrity::Check);
    expect_error("another early year", again, kind)?;
    Ok(())
}

async fn not_null(context: &mut Context) -> Outcome {
    let artist = four_artists(context).await?;
    let born = artist.column("born").cloned();
    let Some(mut born) = born else {
        return Err(Failure::new("there is no year"));
    };
    born.nullable = false;
    born.default = Some(model::Default::Literal(Value::I64(1900)));
    let alter = Change::AlterColumn {
        table: artist.name.clone(),
        column: born,
        using: None,
    };
    change(context, &alter, &STAGED).await?;
    let found = introspected(context, &artist.name.name).await?;
    let declared = context.schema().table(&artist.name).cloned();
    if let Some(declared) = declared {
        expect_table(&declared, &found, context.features())?;
    }
    let read = context.select_columns(&artist, &["born"]);
    let years: Vec<(i32,)> = context.fetch(&read).await?;
    expect_eq("years", years, [1685, 1819, 1810, 1900].map(|year| (year,)))
}

async fn constraints_refused(context: &mut Context) -> Outcome {
    let artist = four_artists(context).await?;
    context
        .refused(Flag::supports_unvalidated_constraints, async |context| {
            let add = adding(&artist, late(context)?);
            change(context, &add, &STAGED).await
        })
        .await
}

async fn views_made_again(context: &mut Context) -> Outcome {
    let artist = four_artists(context).await?;
    let years = View::new(
        name("years")?,
        selection(context, &artist.name, &["id", "born"])?,
    );
    let numbers = View::new(
        name("numbers")?,
        selection(context, &years.name, &["born"])?,
    );
    for view in [&years, &numbers] {
        context.change(&Change::CreateView(view.clone())).await?;
    }
    let Some(mut born) = artist.column("born").cloned() else {
        return Err(Failure::new("there is no year"));
    };
    born.column_type = ColumnType::BigInteger;
    let alter = Change::AlterColumn {
        table: artist.name.clone(),
        column: born,
        using: None,
    };
    let options = PlanOptions {
        recreate_views: true,
        ..PLAIN
    };
    change(context, &alter, &options).await?;
    let found = context.introspect().await?.schema;
    let names: Vec<_> = found.views.iter().map(|view| &view.name).collect();
    expect_eq("views", names, [&years.name, &numbers.name])?;
    expect_eq("rows", context.count(&numbers.name).await?, 4)
}
