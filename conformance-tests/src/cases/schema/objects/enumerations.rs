//! Types that are lists of words.

use backend_core::error::{ErrorKind, Result};
use backend_core::flag::Flag;
use backend_core::model::{Change, Column, ColumnType, Table, UserType};

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{expect, expect_eq, expect_error};
use crate::fixtures::{identifiers, name, row, table};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "schema.enum.create_and_use",
        create_and_use,
        "A column of an enumeration keeps its words and no others; the enumeration is found with its words in their order."
    )
    .requires(&[Flag::supports_enum_types]),
    case!(
        "schema.enum.odd_words",
        odd_words,
        "A word may hold quotes, backslashes, blanks and any letters, and is given back as it is."
    )
    .requires(&[Flag::supports_enum_types]),
    case!(
        "schema.enum.add_value",
        add_value,
        "A word that is added stands where it was said to, sorts there, and can be stored."
    )
    .requires(&[Flag::supports_enum_types]),
    case!(
        "schema.enum.grow",
        grow,
        "An enumeration becomes one with more words before, between and after those that it had."
    )
    .requires(&[Flag::supports_enum_types]),
    case!(
        "schema.enum.rename_value",
        rename_value,
        "A word that is spelled otherwise is so in all rows, and the old spelling is none any more."
    )
    .requires(&[Flag::supports_enum_types]),
    case!(
        "schema.enum.take_away",
        take_away,
        "A word cannot be taken away, nor change its place: that is refused, and nothing is changed."
    )
    .requires(&[Flag::supports_enum_types]),
    case!(
        "schema.enum.in_use",
        in_use,
        "An enumeration that a column has cannot be dropped; when the table is gone it can."
    )
    .requires(&[Flag::supports_enum_types]),
    case!(
        "schema.enum.refused",
        refused,
        "An enumeration is refused by its flag where the server has none."
    )
    .refuses(Flag::supports_enum_types),
];

fn mood(labels: &[&str]) -> Result<UserType> {
    let labels = labels.iter().map(|label| (*label).to_owned());
    Ok(UserType::enumeration(name("mood")?, labels.collect()))
}

fn feelings() -> Result<Table> {
    table("feeling", &[("mood", ColumnType::Named(name("mood")?))])
}

async fn make(context: &mut Context, labels: &[&str]) -> Result<Table> {
    context.change(&Change::CreateType(mood(labels)?)).await?;
    let feelings = feelings()?;
    context.create(&feelings).await?;
    Ok(feelings)
}

async fn create_and_use(context: &mut Context) -> Outcome {
    let feelings = make(context, &["sad", "ok", "happy"]).await?;
    let rows = [row![1_i64, "happy"], row![2_i64, "sad"]];
    context.insert(&feelings, &rows).await?;
    let wrong = context.insert(&feelings, [&row![3_i64, "furious"]]).await;
    expect(wrong.is_err(), || {
        "a word that is none is stored".to_owned()
    })?;
    expect_eq("rows", context.count(&feelings.name).await?, 2)?;
    let schema = context.introspect().await?.schema;
    expect_eq("types", schema.types, [mood(&["sad", "ok", "happy"])?])?;
    let found = schema.tables.iter().flat_map(|table| table.column("mood"));
    let found: Vec<_> = found.map(|column| column.column_type.clone()).collect();
    let declared: Vec<Column> = feelings.columns.into_iter().skip(1).collect();
    let declared: Vec<_> = declared.into_iter().map(|it| it.column_type).collect();
    expect_eq("type of the column", found, declared)
}

async fn odd_words(context: &mut Context) -> Outcome {
    let words = ["it's \"odd\"", "back\\slash", "", "  ", "né 🦀", "{a,b}"];
    let feelings = make(context, &words).await?;
    for (n, word) in (1_i64..).zip(words) {
        context.insert(&feelings, [&row![n, word]]).await?;
    }
    let schema = context.introspect().await?.schema;
    expect_eq("types", schema.types, [mood(&words)?])
}

/// The keys of the rows in the order of their words.
async fn sorted(context: &mut Context, feelings: &Table) -> Result<Vec<(i64,)>> {
    let columns = identifiers(&["id", "mood"])?;
    let statement = context.statement(|out| {
        out.push("SELECT ").identifiers(columns.iter().take(1));
        out.push(" FROM ").name(&feelings.name);
        out.push(" ORDER BY ").identifiers(columns.iter().skip(1));
    });
    context.fetch(&statement).await
}

async fn add_value(context: &mut Context) -> Outcome {
    let feelings = make(context, &["sad", "happy"]).await?;
    let rows = [row![1_i64, "happy"], row![2_i64, "sad"]];
    context.insert(&feelings, &rows).await?;
    for (label, before) in [("ok", Some("happy")), ("mad", None)] {
        let change = Change::AddEnumValue {
            name: name("mood")?,
            label: label.to_owned(),
            before: before.map(str::to_owned),
        };
        context.change(&change).await?;
        let again = context.change(&change).await;
        expect_error("adding it again", again, ErrorKind::AlreadyExists)?;
    }
    let rows = [row![3_i64, "mad"], row![4_i64, "ok"]];
    context.insert(&feelings, &rows).await?;
    let order = sorted(context, &feelings).await?;
    expect_eq("order", order, [(2,), (4,), (1,), (3,)])?;
    let types = context.introspect().await?.schema.types;
    expect_eq("types", types, [mood(&["sad", "ok", "happy", "mad"])?])
}

async fn grow(context: &mut Context) -> Outcome {
    make(context, &["b", "d"]).await?;
    let after = mood(&["a0", "a1", "b", "c0", "c1", "d", "e0", "e1"])?;
    context.change(&Change::AlterType(after.clone())).await?;
    expect_eq("types", context.introspect().await?.schema.types, [after])
}

async fn rename_value(context: &mut Context) -> Outcome {
    let feelings = make(context, &["sad", "happy"]).await?;
    context.insert(&feelings, [&row![1_i64, "sad"]]).await?;
    let change = Change::RenameEnumValue {
        name: name("mood")?,
        from: "sad".to_owned(),
        to: "blue".to_owned(),
    };
    context.change(&change).await?;
    context.insert(&feelings, [&row![2_i64, "blue"]]).await?;
    let old = context.insert(&feelings, [&row![3_i64, "sad"]]).await;
    expect(old.is_err(), || "the old spelling is stored".to_owned())?;
    let order = sorted(context, &feelings).await?;
    expect_eq("rows", order.len(), 2)?;
    let types = context.introspect().await?.schema.types;
    expect_eq("types", types, [mood(&["blue", "happy"])?])?;
    let again = context.change(&change).await;
    expect_error("renaming it again", again, ErrorKind::DoesNotExist).map(|_| ())
}

async fn take_away(context: &mut Context) -> Outcome {
    let labels = ["sad", "ok", "happy"];
    make(context, &labels).await?;
    for after in [&["sad", "happy"][..], &["ok", "sad", "happy"], &[]] {
        let refused = context.change(&Change::AlterType(mood(after)?)).await;
        let kind = ErrorKind::NotSupported(None);
        expect_error("fewer words or others", refused, kind)?;
    }
    let types = context.introspect().await?.schema.types;
    expect_eq("types", types, [mood(&labels)?])
}

async fn in_use(context: &mut Context) -> Outcome {
    let feelings = make(context, &["sad"]).await?;
    let drop = Change::DropType(name("mood")?);
    let used = context.change(&drop).await;
    expect(used.is_err(), || "a type in use is dropped".to_owned())?;
    expect_eq("rows", context.count(&feelings.name).await?, 0)?;
    context.change(&Change::DropTable(feelings.name)).await?;
    context.change(&drop).await?;
    expect_eq("types", context.introspect().await?.schema.types, [])
}

async fn refused(context: &mut Context) -> Outcome {
    let change = Change::CreateType(mood(&["sad"])?);
    context
        .refused(Flag::supports_enum_types, async |context| {
            context.change(&change).await
        })
        .await
}
