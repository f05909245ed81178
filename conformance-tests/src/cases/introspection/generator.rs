//! Schemas that nobody would write by hand, from a seed: of everything that the server's flags allow.

use backend_core::error::Result;
use backend_core::model::{
    Change, Check, Column, ColumnType, Default, Deferrability, Generated, GeneratedStorage,
    Identifier, Identity, Index, IndexPart, ReferentialAction, Schema, Table, View,
};
use backend_core::value::Value;

use crate::context::Context;
use crate::fixtures::{
    Random, foreign_key, identifier, index, name, primary_key, selection, unique,
};

/// A schema that follows from the generator's state alone. A collation is one that the server knows, where it knows one.
pub(super) fn generate(
    context: &Context,
    random: &mut Random,
    collation: Option<&Identifier>,
) -> Result<Schema> {
    let mut schema = Schema::new();
    for n in 0..=random.below(4) {
        let name_of_table = odd(random, &format!("t{n}"));
        let mut table = columns(context, random, &name_of_table)?;
        uniques(&mut table, random)?;
        checks(context, &mut table, random)?;
        references(context, &mut table, &schema, random)?;
        indexes(context, &mut table, random)?;
        collate(context, &mut table, random, collation)?;
        if context.features().supports_comments && random.chance(1, 3) {
            table = table.with_comment(comment(random));
        }
        schema.apply(&Change::CreateTable(table))?;
    }
    circles(context, &mut schema, random)?;
    if context.features().supports_views {
        for n in 0..random.below(3) {
            if let Some(table) = random.pick(&schema.tables) {
                let columns: Vec<_> = table.columns.iter().map(|it| it.name.as_str()).collect();
                let shown = columns
                    .get(..random.below(columns.len()) + 1)
                    .unwrap_or(&columns);
                let definition = selection(context, &table.name, shown)?;
                let view = View::new(name(&odd(random, &format!("v{n}")))?, definition);
                schema.apply(&Change::CreateView(view))?;
            }
        }
    }
    Ok(schema)
}

/// The text, half of the time with something strange at its end.
fn odd(random: &mut Random, text: &str) -> String {
    const ENDS: &[&str] = &[
        " ",
        "'s",
        "\"q\"",
        "[x]",
        "`",
        ".dot",
        "é漢🦀",
        "--",
        ";",
        "%",
        "\\",
        "\n",
    ];
    match random.pick(ENDS) {
        Some(end) if random.chance(1, 2) => format!("{text}{end}"),
        _ => text.to_owned(),
    }
}

/// A comment: some servers keep none with blanks at its ends.
fn comment(random: &mut Random) -> String {
    odd(random, "comment").trim().to_owned()
}

/// A table with a primary key of one column, of several, of numbers, or with none, and columns beside it.
fn columns(context: &Context, random: &mut Random, name_of_table: &str) -> Result<Table> {
    let features = context.features();
    let id = Column::new("id", ColumnType::BigInteger)?.not_null();
    let mut table = Table::new(name(name_of_table)?);
    match random.below(4) {
        0 => table = table.with_column(id),
        1 if features.supports_identity_columns => {
            table = table.with_column(id.with_identity(Identity::new()));
            table = table.with_primary_key(primary_key(&["id"])?);
        }
        2 => {
            let part = Column::new("part", ColumnType::Integer)?.not_null();
            table = table.with_column(id).with_column(part);
            table = table.with_primary_key(primary_key(&["part", "id"])?);
        }
        _ => {
            table = table.with_column(id);
            let key = primary_key(&["id"])?;
            let named = identifier(&odd(random, &format!("{name_of_table}_key")))?;
            table = table.with_primary_key(if random.chance(1, 2) {
                key.with_name(named)
            } else {
                key
            });
        }
    }
    for n in 0..random.below(8) {
        table = table.with_column(column(context, random, n)?);
    }
    Ok(table)
}

/// A column of any type, with whatever can stand beside one.
fn column(context: &Context, random: &mut Random, n: usize) -> Result<Column> {
    let types = [
        ColumnType::Boolean,
        ColumnType::SmallInteger,
        ColumnType::Integer,
        ColumnType::BigInteger,
        ColumnType::Double,
        ColumnType::Decimal {
            precision: Some(9),
            scale: Some(2),
        },
        ColumnType::VarChar { length: Some(40) },
        ColumnType::Text,
        ColumnType::Bytes,
        ColumnType::Date,
        ColumnType::Timestamp { precision: None },
        ColumnType::Uuid,
    ];
    let column_type = random.pick(&types).cloned().unwrap_or(ColumnType::Text);
    let mut column = Column::new(odd(random, &format!("c{n}")), column_type)?;
    if random.chance(1, 3) {
        column = column.not_null();
    }
    fill(context, random, &mut column)?;
    if context.features().supports_comments && random.chance(1, 4) {
        column = column.with_comment(comment(random));
    }
    Ok(column)
}

/// Gives a column a default or computes it from the key, or does neither.
fn fill(context: &Context, random: &mut Random, column: &mut Column) -> Result<()> {
    let features = context.features();
    let plus = i64::try_from(random.below(100)).unwrap_or_default();
    let storage = match random.below(4) {
        0 if features.supports_stored_generated_columns => Some(GeneratedStorage::Stored),
        1 if features.supports_virtual_generated_columns => Some(GeneratedStorage::Virtual),
        _ => None,
    };
    let id = identifier("id")?;
    let is_whole = matches!(
        column.column_type,
        ColumnType::Integer | ColumnType::BigInteger
    );
    match (&column.column_type, storage) {
        (ColumnType::BigInteger, Some(storage)) => {
            let expression = context.expression(|out| {
                out.identifier(&id).push(" + ").number(plus);
            });
            column.nullable = true;
            column.generated = Some(Box::new(Generated {
                expression,
                storage,
            }));
        }
        (ColumnType::VarChar { .. } | ColumnType::Text, _) if random.chance(1, 2) => {
            column.default = Some(Default::Literal(Value::Text(odd(random, "x"))));
        }
        _ if is_whole && features.supports_expression_defaults && random.chance(1, 4) => {
            let product = context.expression(|out| {
                out.number(plus).push(" * ").number(3);
            });
            column.default = Some(Default::Expression(product));
        }
        _ if is_whole && random.chance(1, 2) => {
            column.default = Some(Default::Literal(Value::I64(plus - 50)));
        }
        _ => {}
    }
    Ok(())
}

/// The names of the columns that can be part of keys, indexes and checks.
fn numbers(table: &Table) -> Vec<Identifier> {
    let is_number = |column: &&Column| {
        let whole = matches!(
            column.column_type,
            ColumnType::SmallInteger | ColumnType::Integer | ColumnType::BigInteger
        );
        whole && column.generated.is_none()
    };
    let columns = table.columns.iter().filter(is_number);
    columns.map(|column| column.name.clone()).collect()
}

/// Unique constraints, no two on the same columns: to some servers these would be one.
fn uniques(table: &mut Table, random: &mut Random) -> Result<()> {
    let candidates = numbers(table);
    let name = table.name.name.to_string();
    for (n, pair) in candidates.windows(2).enumerate() {
        if random.chance(1, 3) {
            let columns: Vec<_> = pair.iter().map(Identifier::as_str).collect();
            let constraint = unique(&columns)?;
            let named = identifier(&odd(random, &format!("{name}_u{n}")))?;
            table.uniques.push(if random.chance(1, 2) {
                constraint.with_name(named)
            } else {
                constraint
            });
        }
    }
    Ok(())
}

fn checks(context: &Context, table: &mut Table, random: &mut Random) -> Result<()> {
    if !context.features().supports_check_constraints {
        return Ok(());
    }
    let name = table.name.name.to_string();
    for (n, column) in numbers(table).iter().enumerate() {
        if random.chance(1, 4) {
            let condition = context.expression(|out| {
                out.identifier(column).push(" <> ").number(-1);
            });
            let check = Check::new(condition);
            let named = identifier(&odd(random, &format!("{name}_c{n}")))?;
            table.checks.push(if random.chance(1, 2) {
                check.with_name(named)
            } else {
                check
            });
        }
    }
    Ok(())
}

/// Foreign keys to tables that are there already, and to the table itself.
fn references(
    context: &Context,
    table: &mut Table,
    before: &Schema,
    random: &mut Random,
) -> Result<()> {
    let features = context.features();
    if !features.supports_foreign_keys {
        return Ok(());
    }
    let own = table.clone();
    let targets: Vec<&Table> = before
        .tables
        .iter()
        .chain([&own])
        .filter(|target| target.primary_key_columns().len() == 1)
        .collect();
    for n in 0..random.below(3) {
        let Some(target) = random.pick(&targets) else {
            return Ok(());
        };
        let column = Column::new(odd(random, &format!("r{n}")), ColumnType::BigInteger)?;
        let mut key = foreign_key(&[column.name.as_str()], target, &["id"])?;
        // Some servers allow one path only along which a cascade can reach a row.
        let actions = [
            ReferentialAction::NoAction,
            ReferentialAction::NoAction,
            ReferentialAction::Cascade,
            ReferentialAction::SetNull,
        ];
        if n == 0 && target.name != own.name {
            key.on_delete = *random
                .pick(&actions)
                .unwrap_or(&ReferentialAction::NoAction);
            key.on_update = *random
                .pick(&actions)
                .unwrap_or(&ReferentialAction::NoAction);
        }
        if features.can_defer_constraint_checks && random.chance(1, 3) {
            key.deferrability = Deferrability::InitiallyDeferred;
        }
        if random.chance(1, 2) {
            let name = format!("{}_f{n}", table.name.name);
            key.name = Some(identifier(&odd(random, &name))?);
        }
        table.columns.push(column);
        table.foreign_keys.push(key);
    }
    Ok(())
}

fn indexes(context: &Context, table: &mut Table, random: &mut Random) -> Result<()> {
    let features = context.features();
    let candidates = numbers(table);
    for n in 0..random.below(3) {
        let (Some(first), Some(second)) = (random.pick(&candidates), random.pick(&candidates))
        else {
            return Ok(());
        };
        let name = odd(random, &format!("{}_i{n}", table.name.name));
        let mut made: Index = index(&name, &[first.as_str()])?;
        if second != first {
            made.parts.push(IndexPart::column(second.clone()));
        }
        if features.supports_index_column_ordering && random.chance(1, 3) {
            made.parts = made.parts.into_iter().map(IndexPart::descending).collect();
        }
        if features.supports_expression_indexes && random.chance(1, 3) {
            let expression = context.expression(|out| {
                out.identifier(first).push(" + ").number(1);
            });
            made.parts.push(IndexPart::expression(expression));
        }
        if features.supports_partial_indexes && random.chance(1, 3) {
            let condition = context.expression(|out| {
                out.identifier(first).push(" > ").number(0);
            });
            made = made.with_predicate(condition);
        }
        if random.chance(1, 3) {
            made = made.unique();
        }
        let carried = random.pick(&candidates);
        let carried = carried.filter(|name| *name != first && *name != second);
        match carried {
            Some(carried) if features.supports_covering_indexes && random.chance(1, 2) => {
                made.include.push(carried.clone());
            }
            _ => {}
        }
        if features.supports_index_comments && random.chance(1, 4) {
            made = made.with_comment(comment(random));
        }
        table.indexes.push(made);
    }
    Ok(())
}

/// Gives texts, and indexes of them, a collation.
fn collate(
    context: &Context,
    table: &mut Table,
    random: &mut Random,
    collation: Option<&Identifier>,
) -> Result<()> {
    let (features, Some(collation)) = (context.features(), collation) else {
        return Ok(());
    };
    let name = table.name.name.to_string();
    let mut made = Vec::new();
    for (n, column) in table.columns.iter_mut().enumerate() {
        let is_short = matches!(column.column_type, ColumnType::VarChar { .. });
        if !is_short && column.column_type != ColumnType::Text {
            continue;
        }
        let is_collated = features.supports_column_collations && random.chance(1, 3);
        if is_collated {
            column.collation = Some(collation.clone());
        }
        // The same one again would say nothing.
        if is_short && !is_collated && features.supports_index_collations && random.chance(1, 2) {
            let part = IndexPart::column(column.name.clone()).with_collation(collation.clone());
            let name = odd(random, &format!("{name}_x{n}"));
            made.push(Index::new(identifier(&name)?, vec![part]));
        }
    }
    table.indexes.append(&mut made);
    Ok(())
}

/// Foreign keys of tables to those that came later, by which they form circles.
fn circles(context: &Context, schema: &mut Schema, random: &mut Random) -> Result<()> {
    let features = context.features();
    let can_come_late = features.can_add_constraints || features.supports_forward_references;
    if !features.supports_foreign_keys || !can_come_late {
        return Ok(());
    }
    let targets = schema.tables.clone();
    for (at, table) in schema.tables.iter_mut().enumerate() {
        let later = targets.get(at + 1..).unwrap_or_default();
        let Some(target) = random.pick(later) else {
            continue;
        };
        if target.primary_key_columns().len() == 1 && random.chance(1, 2) {
            let column = Column::new("later", ColumnType::BigInteger)?;
            let key = foreign_key(&["later"], target, &["id"])?;
            table.columns.push(column);
            table.foreign_keys.push(key);
        }
    }
    Ok(())
}
