//! What a choice comes to: changes that fit what is there at that moment.

use backend_core::error::{ErrorKind, Result};
use backend_core::model::{
    Change, Column, ColumnType, Constraint, Identifier, IndexPart, Schema, Table,
};

use crate::context::Context;
use crate::fixtures::{
    Choice, add_column, add_constraint, alter_column, column, drop_column, foreign_key, identifier,
    index_on, of_number, of_text, planned, rename_column, rename_index, rename_table, table,
    unique,
};

/// The changes of a choice, as the case's model stands; none where it comes to nothing.
pub(super) fn changes_of(context: &Context, choice: &Choice) -> Result<Vec<Change>> {
    let changes = chosen(context, context.schema(), choice)?;
    Ok(fitting(context.schema(), changes))
}

/// The changes that fit one after the other.
fn fitting(schema: &Schema, changes: Vec<Change>) -> Vec<Change> {
    let mut after = schema.clone();
    let fits = |change: &Change| after.apply(change).is_ok();
    changes.into_iter().take_while(fits).collect()
}

/// What a schema comes to by these choices, by the model alone.
pub(super) fn schema_after(
    context: &Context,
    before: &Schema,
    choices: &[Choice],
) -> Result<Schema> {
    let mut schema = before.clone();
    for choice in choices {
        for change in fitting(&schema, chosen(context, &schema, choice)?) {
            // To the difference another name is another table or column.
            let is_renaming = matches!(
                change,
                Change::RenameTable { .. } | Change::RenameColumn { .. }
            );
            let is_refused = matches!(
                planned_of(context, &schema, &change),
                Err(error) if matches!(error.kind(), ErrorKind::NotSupported(_))
            );
            if is_renaming || is_refused {
                break;
            }
            schema.apply(&change)?;
        }
    }
    Ok(schema)
}

fn planned_of(context: &Context, schema: &Schema, change: &Change) -> Result<()> {
    let editor = context.backend().schema_editor;
    backend_core::schema_editor::plan(editor, &context.dialect(), schema, change).map(drop)
}

/// Whether the server cannot do it, by the word of its plan.
pub(super) fn is_refused(context: &Context, change: &Change) -> Result<bool> {
    match planned(context, change) {
        Ok(_) => Ok(false),
        Err(error) if matches!(error.kind(), ErrorKind::NotSupported(_)) => Ok(true),
        Err(error) => Err(error),
    }
}

/// The types of columns that come, each with a wider one.
const TYPES: [(ColumnType, ColumnType); 4] = [
    (ColumnType::Integer, ColumnType::BigInteger),
    (ColumnType::SmallInteger, ColumnType::Integer),
    (
        ColumnType::VarChar { length: Some(20) },
        ColumnType::VarChar { length: Some(30) },
    ),
    (ColumnType::VarChar { length: Some(30) }, ColumnType::Text),
];

fn chosen(context: &Context, schema: &Schema, choice: &Choice) -> Result<Vec<Change>> {
    let [what, which, of, how] = *choice;
    let taken = Taken([schema, context.schema()]);
    let Some(found) = pick(&schema.tables, which) else {
        return Ok(vec![Change::CreateTable(new_table(taken, how)?)]);
    };
    let other = found.columns.get(1..).and_then(|columns| pick(columns, of));
    Ok(match (what % 16, other) {
        (0, _) => vec![Change::CreateTable(new_table(taken, how)?)],
        (1, _) => vec![Change::DropTable(found.name.clone())],
        (2, _) => vec![rename_table(found, &taken.free_table("r"))?],
        (3 | 4, _) => vec![add_column(found, new_column(taken, found, how)?)],
        (5, Some(column)) => vec![drop_column(found, column.name.as_str())?],
        (6, Some(column)) => {
            let to = taken.free_column(found, "m");
            vec![rename_column(found, column.name.as_str(), &to)?]
        }
        (7, Some(column)) => widened(found, column),
        (8, Some(column)) => vec![alter_column(found, with_other_default(column, how))],
        (9, Some(column)) => {
            let mut nullable = column.clone();
            nullable.nullable = true;
            vec![alter_column(found, nullable)]
        }
        (10, Some(column)) => vec![new_index(context, (taken, found), column, how)?],
        (11, _) => match pick(&found.indexes, of) {
            Some(index) => vec![Change::DropIndex {
                table: found.name.clone(),
                name: index.name.clone(),
            }],
            None => Vec::new(),
        },
        (12, _) => match pick(&found.indexes, of) {
            Some(index) => {
                let to = taken.free_index("j");
                vec![rename_index(found, index.name.as_str(), &to)?]
            }
            None => Vec::new(),
        },
        (13, Some(column)) => vec![new_unique(taken, found, column)?],
        (14, _) => new_reference(schema, (taken, found), how)?,
        (15, _) if how % 2 == 0 => dropped_constraint(found, of),
        (15, _) => vec![Change::SetTableComment {
            table: found.name.clone(),
            comment: (how % 3 > 0).then(|| format!("it's {how}")),
        }],
        _ => Vec::new(),
    })
}

fn pick<T>(from: &[T], choice: u16) -> Option<&T> {
    let at = usize::from(choice).checked_rem(from.len())?;
    from.get(at)
}

/// Where names are taken: in the schema that is thought of, and in the one that is there.
#[derive(Clone, Copy)]
struct Taken<'s>([&'s Schema; 2]);

impl Taken<'_> {
    fn tables(&self) -> impl Iterator<Item = &Table> {
        self.0.iter().flat_map(|schema| &schema.tables)
    }

    /// A name that no table has.
    fn free_table(&self, beginning: &str) -> String {
        numbered(beginning, |text| {
            let has = |table: &Table| table.name.name == *text.as_str();
            !self.tables().any(has)
        })
    }

    /// A name that no column of a table has.
    fn free_column(&self, of: &Table, beginning: &str) -> String {
        numbered(beginning, |text| {
            let mut same = self.tables().filter(|table| table.name == of.name);
            of.column(text).is_none() && same.all(|table| table.column(text).is_none())
        })
    }

    /// A name that no index and no constraint has.
    fn free_index(&self, beginning: &str) -> String {
        numbered(beginning, |text| {
            let Ok(name) = Identifier::new(text.as_str()) else {
                return false;
            };
            let has = |table: &Table| {
                table.has_constraint(&name) || table.indexes.iter().any(|it| it.name == name)
            };
            !self.tables().any(has)
        })
    }
}

fn numbered(beginning: &str, is_free: impl Fn(&String) -> bool) -> String {
    let names = (0_u32..).map(|n| format!("{beginning}{n}"));
    names.into_iter().find(is_free).unwrap_or_default()
}

fn new_table(taken: Taken<'_>, how: u16) -> Result<Table> {
    let mut made = table(&taken.free_table("t"), &[])?;
    if let Some(key) = &mut made.primary_key {
        // One that the server makes up would go on saying what the table was called before.
        key.name = Some(identifier(&taken.free_index("p"))?);
    }
    for n in 0..how % 4 {
        let added = new_column(taken, &made, how.wrapping_add(n))?;
        made = made.with_column(added);
    }
    Ok(made)
}

fn new_column(taken: Taken<'_>, of: &Table, how: u16) -> Result<Column> {
    let (column_type, _) = pick(&TYPES, how)
        .cloned()
        .unwrap_or((ColumnType::Text, ColumnType::Text));
    let made = column(&taken.free_column(of, "c"), column_type)?;
    Ok(match how / 4 % 3 {
        0 => made,
        1 => with_other_default(&made, how),
        _ => with_other_default(&made, 1).not_null(),
    })
}

/// The column with another default, or with none where it can be NULL: otherwise it could not come back to rows.
fn with_other_default(column: &Column, how: u16) -> Column {
    let mut after = column.clone();
    let is_text = matches!(
        column.column_type,
        ColumnType::VarChar { .. } | ColumnType::Text
    );
    after.default = match (how % 3, is_text) {
        (0, _) if column.nullable => None,
        (_, true) => Some(of_text("it's")),
        (n, false) => Some(of_number(i64::from(n))),
    };
    after
}

/// The changes that make a column one of a wider type, where there is one and nothing refers to it.
fn widened(found: &Table, column: &Column) -> Vec<Change> {
    let wider = TYPES.iter().find(|(from, _)| *from == column.column_type);
    let is_referring = |key: &backend_core::model::ForeignKey| key.columns.contains(&column.name);
    match wider {
        Some((_, to)) if !found.foreign_keys.iter().any(is_referring) => {
            let mut after = column.clone();
            after.column_type = to.clone();
            vec![alter_column(found, after)]
        }
        _ => Vec::new(),
    }
}

fn new_index(
    context: &Context,
    (taken, found): (Taken<'_>, &Table),
    column: &Column,
    how: u16,
) -> Result<Change> {
    let mut part = IndexPart::column(column.name.clone());
    if how % 3 == 1 && context.features().supports_index_column_ordering {
        part = part.descending();
    }
    let mut parts = vec![part];
    if how % 2 == 1 {
        parts.push(IndexPart::column(identifier("id")?));
    }
    let name = taken.free_index("i");
    Ok(crate::fixtures::create_index(
        found,
        index_on(&name, parts)?,
    ))
}

/// A unique constraint that no row breaks, as it has the key.
fn new_unique(taken: Taken<'_>, found: &Table, column: &Column) -> Result<Change> {
    let named = identifier(&taken.free_index("u"))?;
    let pair = unique(&[column.name.as_str(), "id"])?.with_name(named);
    Ok(add_constraint(found, Constraint::Unique(pair)))
}

/// A column of NULLs, and a foreign key of it to a table.
fn new_reference(
    schema: &Schema,
    (taken, found): (Taken<'_>, &Table),
    how: u16,
) -> Result<Vec<Change>> {
    let Some(target) = pick(&schema.tables, how) else {
        return Ok(Vec::new());
    };
    let refers = column(&taken.free_column(found, "f"), ColumnType::BigInteger)?;
    let named = identifier(&taken.free_index("k"))?;
    let key = foreign_key(&[refers.name.as_str()], target, &["id"])?.with_name(named);
    Ok(vec![
        add_column(found, refers),
        add_constraint(found, Constraint::ForeignKey(key)),
    ])
}

fn dropped_constraint(found: &Table, of: u16) -> Vec<Change> {
    let named = |constraint: &Constraint| constraint.name().cloned();
    let is_key = |constraint: &&Constraint| matches!(constraint, Constraint::PrimaryKey(_));
    let constraints = found.constraints();
    let others: Vec<_> = constraints.iter().filter(|it| !is_key(it)).collect();
    let Some(name) = pick(&others, of).and_then(|it| named(it)) else {
        return Vec::new();
    };
    vec![Change::DropConstraint {
        table: found.name.clone(),
        name,
    }]
}
