//! Foreign keys that come, go and point elsewhere, beside unique constraints and indexes on the same columns.

use backend_core::error::{ErrorKind, Integrity, Result};
use backend_core::flag::Flag;
use backend_core::model::{
    Change, ColumnType, Constraint, ForeignKey, ReferentialAction, Table, diff,
};
use backend_core::wrapper::TransactionOptions;

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{expect_eq, expect_error};
use crate::fixtures::{
    add_constraint, alter_column, carry_out, column, column_now, create_index, drop_constraint,
    drop_index, expect_numbers, foreign_key, identifier, index, row, table, unique, untouched,
};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "schema.reference.to_plain_column",
        to_plain_column,
        "A foreign key that goes leaves its column, values and index, and any number is taken then."
    )
    .requires(KEYS)
    .django("schema/tests.py"),
    case!(
        "schema.reference.of_plain_column",
        of_plain_column,
        "A plain column with values becomes a foreign key, and refuses what it would not have refused before."
    )
    .requires(KEYS)
    .django("schema/tests.py"),
    case!(
        "schema.reference.elsewhere",
        elsewhere,
        "A foreign key that is made to point at another table holds for that one and no longer for the first."
    )
    .requires(KEYS)
    .django("schema/tests.py"),
    case!(
        "schema.reference.one_to_one",
        one_to_one,
        "A foreign key becomes one to one by a unique constraint beside it, and many to one again."
    )
    .requires(KEYS)
    .django("schema/tests.py"),
    case!(
        "schema.reference.unique_goes_alone",
        unique_goes_alone,
        "A unique constraint that goes takes no foreign key and no other constraint of its table along."
    )
    .requires(KEYS)
    .django("schema/tests.py"),
    case!(
        "schema.reference.shared_column",
        shared_column,
        "A unique constraint that shares a column with a foreign key comes and goes, and the key holds throughout."
    )
    .requires(KEYS)
    .django("schema/tests.py"),
    case!(
        "schema.reference.and_data_at_once",
        and_data_at_once,
        "A foreign key is added in the transaction that mends the rows which would break it."
    )
    .requires(&[
        Flag::can_alter_tables,
        Flag::can_add_constraints,
        Flag::supports_foreign_keys,
        Flag::can_rollback_ddl,
    ])
    .django("schema/tests.py"),
    case!(
        "schema.reference.to_unique_column",
        to_unique_column,
        "A foreign key to a unique constraint is added, and the constraint does not go before it."
    )
    .requires(NULLABLE_KEYS),
    case!(
        "schema.reference.actions_changed",
        actions_changed,
        "A foreign key that is to cascade is another one: it is dropped and added, and cascades then."
    )
    .requires(KEYS)
    .django("schema/tests.py"),
    case!(
        "schema.reference.of_two_columns",
        of_two_columns,
        "A foreign key of two columns is added and refuses a pair that is not there."
    )
    .requires(KEYS),
    case!(
        "schema.reference.own_table",
        own_table,
        "A foreign key of a table to itself is added and dropped."
    )
    .requires(KEYS),
    case!(
        "schema.reference.name_taken",
        name_taken,
        "A constraint of a name that its table has is not added, and nothing is sent."
    )
    .requires(KEYS),
    case!(
        "schema.reference.table_of_nowhere",
        table_of_nowhere,
        "A foreign key to a table that is not there is not added, and nothing changes."
    )
    .requires(KEYS),
    case!(
        "schema.reference.column_with_index",
        column_with_index,
        "An index on a foreign key's column comes and goes, and the key holds."
    )
    .requires(&[Flag::supports_foreign_keys]),
    case!(
        "schema.reference.nullable_column",
        nullable_column,
        "The column of a foreign key becomes NOT NULL and nullable again; the key and its action hold."
    )
    .requires(&[
        Flag::can_alter_nullability_in_place,
        Flag::supports_foreign_keys,
    ]),
    case!(
        "schema.reference.referenced_table_goes_last",
        referenced_table_goes_last,
        "A table goes once the foreign key to it is dropped, and the rows that referred to it stay."
    )
    .requires(KEYS),
];

/// What is needed to add and drop a foreign key.
const KEYS: &[Flag] = &[Flag::can_add_constraints, Flag::supports_foreign_keys];
const NULLABLE_KEYS: &[Flag] = &[
    Flag::can_add_constraints,
    Flag::supports_foreign_keys,
    Flag::supports_references_to_nullable_keys,
];
const UNIQUE: ErrorKind = ErrorKind::Integrity(Integrity::Unique);
const FOREIGN_KEY: ErrorKind = ErrorKind::Integrity(Integrity::ForeignKey);

/// Two parents with the key 1 or 2, and a child without a foreign key whose row refers to 1.
struct Family {
    parent: Table,
    step_parent: Table,
    child: Table,
}

async fn family(context: &mut Context) -> Result<Family> {
    let parent = table("parent", &[("code", ColumnType::Integer)])?;
    let parent = parent.with_unique(unique(&["code"])?.with_name(identifier("one_code")?));
    let step_parent = table("step_parent", &[])?;
    let columns = [
        ("parent_id", ColumnType::BigInteger),
        ("n", ColumnType::Integer),
    ];
    let child = table("child", &columns)?;
    for made in [&parent, &step_parent, &child] {
        context.create(made).await?;
    }
    context.insert(&parent, [&row![1_i64, 10]]).await?;
    context.insert(&step_parent, [&row![2_i64]]).await?;
    context.insert(&child, [&row![1_i64, 1_i64, 10]]).await?;
    Ok(Family {
        parent,
        step_parent,
        child,
    })
}

fn to(table: &Table) -> Result<ForeignKey> {
    Ok(foreign_key(&["parent_id"], table, &["id"])?.with_name(identifier("of_parent")?))
}

fn add(child: &Table, key: ForeignKey) -> Change {
    add_constraint(child, Constraint::ForeignKey(key))
}

/// Demands that a child of a parent that is not there is refused.
async fn expect_holds(context: &mut Context, child: &Table) -> Outcome {
    let orphan = context.insert(child, [&row![8_i64, 9_i64, 10]]).await;
    expect_error("an orphan", orphan, FOREIGN_KEY).map(drop)
}

async fn to_plain_column(context: &mut Context) -> Outcome {
    let Family { parent, child, .. } = family(context).await?;
    let made = index("child_parent", &["parent_id"])?;
    let changes = [
        create_index(&child, made),
        add(&child, to(&parent)?),
        drop_constraint(&child, "of_parent")?,
    ];
    carry_out(context, changes).await?;
    context.insert(&child, [&row![2_i64, 9_i64, 1]]).await?;
    expect_numbers(context, (&child, "parent_id"), &[Some(1), Some(9)]).await
}

async fn of_plain_column(context: &mut Context) -> Outcome {
    let Family { parent, child, .. } = family(context).await?;
    carry_out(context, [add(&child, to(&parent)?)]).await?;
    expect_holds(context, &child).await?;
    expect_numbers(context, (&child, "parent_id"), &[Some(1)]).await
}

async fn elsewhere(context: &mut Context) -> Outcome {
    let Family {
        parent,
        step_parent,
        child,
    } = family(context).await?;
    carry_out(context, [add(&child, to(&parent)?)]).await?;
    let mut wanted = context.introspect().await?.schema;
    for table in wanted.tables.iter_mut().filter(|it| it.name == child.name) {
        table.foreign_keys = vec![to(&step_parent)?];
    }
    let second = context.update_statement(&child, ("parent_id", None::<i64>), ("id", 1_i64))?;
    context.execute(&second).await?;
    let changes = diff(&context.introspect().await?.schema, &wanted, &[])?;
    expect_eq("changes", changes.len(), 2)?;
    carry_out(context, changes).await?;
    let first = context.insert(&child, [&row![2_i64, 1_i64, 1]]).await;
    expect_error("a child of the first parent", first, FOREIGN_KEY)?;
    context.insert(&child, [&row![2_i64, 2_i64, 1]]).await?;
    Ok(())
}

async fn one_to_one(context: &mut Context) -> Outcome {
    let Family { parent, child, .. } = family(context).await?;
    let only = unique(&["parent_id"])?.with_name(identifier("one_child")?);
    let changes = [
        add(&child, to(&parent)?),
        add_constraint(&child, Constraint::Unique(only)),
    ];
    carry_out(context, changes).await?;
    let second = context.insert(&child, [&row![2_i64, 1_i64, 1]]).await;
    expect_error("a second child", second, UNIQUE)?;
    expect_holds(context, &child).await?;
    carry_out(context, [drop_constraint(&child, "one_child")?]).await?;
    context.insert(&child, [&row![2_i64, 1_i64, 1]]).await?;
    expect_holds(context, &child).await
}

async fn unique_goes_alone(context: &mut Context) -> Outcome {
    let Family { parent, child, .. } = family(context).await?;
    let mut changes = vec![add(&child, to(&parent)?)];
    for (name, columns) in [
        ("one_n", ["n"].as_slice()),
        ("one_pair", &["parent_id", "n"]),
    ] {
        let only = unique(columns)?.with_name(identifier(name)?);
        changes.push(add_constraint(&child, Constraint::Unique(only)));
    }
    changes.push(drop_constraint(&child, "one_n")?);
    carry_out(context, changes).await?;
    expect_holds(context, &child).await?;
    let pair = context.insert(&child, [&row![2_i64, 1_i64, 10]]).await;
    expect_error("the same pair", pair, UNIQUE)?;
    Ok(())
}

async fn shared_column(context: &mut Context) -> Outcome {
    let Family { parent, child, .. } = family(context).await?;
    let pair = unique(&["parent_id", "n"])?.with_name(identifier("one_pair")?);
    let with = add_constraint(&child, Constraint::Unique(pair));
    carry_out(context, [add(&child, to(&parent)?), with.clone()]).await?;
    expect_holds(context, &child).await?;
    carry_out(context, [drop_constraint(&child, "one_pair")?]).await?;
    context.insert(&child, [&row![2_i64, 1_i64, 10]]).await?;
    expect_holds(context, &child).await?;
    untouched(context, &with, &[UNIQUE]).await?;
    Ok(())
}

async fn and_data_at_once(context: &mut Context) -> Outcome {
    let Family { parent, child, .. } = family(context).await?;
    context.insert(&child, [&row![2_i64, 9_i64, 1]]).await?;
    let mend = context.update_statement(&child, ("parent_id", 1_i64), ("id", 2_i64))?;
    let options = TransactionOptions::default();
    context.connection().begin(&options).await?;
    context.execute(&mend).await?;
    context.change(&add(&child, to(&parent)?)).await?;
    context.connection().commit().await?;
    carry_out(context, []).await?;
    expect_holds(context, &child).await
}

async fn to_unique_column(context: &mut Context) -> Outcome {
    let Family { parent, child, .. } = family(context).await?;
    let key = foreign_key(&["n"], &parent, &["code"])?.with_name(identifier("of_code")?);
    carry_out(context, [add(&child, key)]).await?;
    let other = context.insert(&child, [&row![2_i64, 1_i64, 11]]).await;
    expect_error("a code that is not there", other, FOREIGN_KEY)?;
    let drop_first = drop_constraint(&parent, "one_code")?;
    let kinds = [
        ErrorKind::Interface,
        ErrorKind::Programming,
        ErrorKind::Integrity(Integrity::Other),
    ];
    untouched(context, &drop_first, &kinds).await?;
    let changes = [drop_constraint(&child, "of_code")?, drop_first];
    carry_out(context, changes).await
}

async fn actions_changed(context: &mut Context) -> Outcome {
    let Family { parent, child, .. } = family(context).await?;
    let cascading = to(&parent)?.on_delete(ReferentialAction::Cascade);
    let changes = [
        add(&child, to(&parent)?),
        drop_constraint(&child, "of_parent")?,
        add(&child, cascading),
    ];
    carry_out(context, changes).await?;
    let gone = context.delete_statement(&parent, "id", 1_i64)?;
    context.execute(&gone).await?;
    expect_eq("children", context.count(&child.name).await?, 0)
}

async fn of_two_columns(context: &mut Context) -> Outcome {
    let Family { child, .. } = family(context).await?;
    let code = column("code", ColumnType::Integer)?.not_null();
    let parent = table("coded", &[])?.with_column(code);
    context.create(&parent).await?;
    context.insert(&parent, [&row![1_i64, 10]]).await?;
    let pair = unique(&["id", "code"])?.with_name(identifier("pair")?);
    let key = foreign_key(&["parent_id", "n"], &parent, &["id", "code"])?;
    let key = key.with_name(identifier("of_pair")?);
    let changes = [
        add_constraint(&parent, Constraint::Unique(pair)),
        add(&child, key),
    ];
    carry_out(context, changes).await?;
    let half = context.insert(&child, [&row![2_i64, 1_i64, 11]]).await;
    expect_error("half a pair", half, FOREIGN_KEY)?;
    context.insert(&child, [&row![2_i64, 1_i64, 10]]).await?;
    Ok(())
}

async fn own_table(context: &mut Context) -> Outcome {
    let Family { child, .. } = family(context).await?;
    carry_out(context, [add(&child, to(&child)?)]).await?;
    expect_holds(context, &child).await?;
    carry_out(context, [drop_constraint(&child, "of_parent")?]).await?;
    context.insert(&child, [&row![9_i64, 9_i64, 10]]).await?;
    Ok(())
}

async fn name_taken(context: &mut Context) -> Outcome {
    let Family { parent, child, .. } = family(context).await?;
    carry_out(context, [add(&child, to(&parent)?)]).await?;
    let only = unique(&["n"])?.with_name(identifier("of_parent")?);
    let change = add_constraint(&child, Constraint::Unique(only));
    untouched(context, &change, &[ErrorKind::AlreadyExists]).await?;
    Ok(())
}

async fn table_of_nowhere(context: &mut Context) -> Outcome {
    let Family { child, .. } = family(context).await?;
    let key = to(&table("nowhere", &[])?)?;
    let kinds = [
        ErrorKind::DoesNotExist,
        ErrorKind::Programming,
        ErrorKind::NotSupported(Some(Flag::supports_forward_references)),
        FOREIGN_KEY,
    ];
    untouched(context, &add(&child, key), &kinds).await?;
    Ok(())
}

async fn column_with_index(context: &mut Context) -> Outcome {
    let parent = table("parent", &[])?;
    context.create(&parent).await?;
    let child = table(
        "child",
        &[
            ("parent_id", ColumnType::BigInteger),
            ("n", ColumnType::Integer),
        ],
    )?;
    let child = child.with_foreign_key(to(&parent)?);
    context.create(&child).await?;
    let made = create_index(&child, index("child_parent", &["parent_id"])?);
    carry_out(context, [made]).await?;
    expect_holds(context, &child).await?;
    carry_out(context, [drop_index(&child, "child_parent")?]).await?;
    expect_holds(context, &child).await
}

async fn nullable_column(context: &mut Context) -> Outcome {
    let parent = table("parent", &[])?;
    context.create(&parent).await?;
    context.insert(&parent, [&row![1_i64]]).await?;
    let child = table(
        "child",
        &[
            ("parent_id", ColumnType::BigInteger),
            ("n", ColumnType::Integer),
        ],
    )?;
    let child = child.with_foreign_key(to(&parent)?.on_delete(ReferentialAction::Cascade));
    context.create(&child).await?;
    context.insert(&child, [&row![1_i64, 1_i64, 1]]).await?;
    for nullable in [false, true] {
        let mut column = column_now(context, &child, "parent_id")?;
        column.nullable = nullable;
        carry_out(context, [alter_column(&child, column)]).await?;
        expect_holds(context, &child).await?;
    }
    let gone = context.delete_statement(&parent, "id", 1_i64)?;
    context.execute(&gone).await?;
    expect_eq("children", context.count(&child.name).await?, 0)
}

async fn referenced_table_goes_last(context: &mut Context) -> Outcome {
    let Family { parent, child, .. } = family(context).await?;
    let changes = [
        add(&child, to(&parent)?),
        drop_constraint(&child, "of_parent")?,
        Change::DropTable(parent.name),
    ];
    carry_out(context, changes).await?;
    expect_numbers(context, (&child, "parent_id"), &[Some(1)]).await
}
