//! Text: empty, long, of any script, with and without U+0000.

use backend_core::error::ErrorKind;
use backend_core::features::TextUnit;
use backend_core::flag::Flag;
use backend_core::model::{ColumnType, Identifier};
use backend_core::value::IntoValue as _;

use super::paths::{equality, literal, round_trip};
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{expect_eq, expect_error};
use crate::fixtures::table;

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "values.text.round_trip",
        text_round_trip,
        "Texts come back with every character: blanks at both ends, line breaks, any script."
    )
    .smoke()
    .django("model_fields/test_charfield.py"),
    case!(
        "values.text.equality",
        text_equality,
        "Texts are found by a parameter."
    ),
    case!(
        "values.text.literal",
        text_literal,
        "Texts can be literals and defaults, with every character."
    )
    .django("schema/tests.py"),
    case!(
        "values.text.empty_is_not_null",
        empty_is_not_null,
        "The empty text is a text, and no NULL."
    )
    .django("expressions/tests.py"),
    case!(
        "values.text.var_char_of_full_length",
        var_char_of_full_length,
        "A text of exactly the declared number of characters fits, whatever its number of bytes."
    ),
    case!(
        "values.text.length_of_wide_characters",
        length_of_wide_characters,
        "A declared length counts characters, or units of UTF-16, of which a character beyond the basic plane has two."
    )
    .requires(&[Flag::enforces_text_length]),
    case!(
        "values.text.longer_than_declared",
        longer_than_declared,
        "A text longer than declared is refused where lengths are enforced, otherwise kept whole: never cut."
    )
    .probe(),
    case!(
        "values.text.nul",
        text_nul,
        "The character U+0000 comes back, with what stands after it."
    )
    .requires(&[Flag::supports_nul_in_text]),
    case!(
        "values.text.nul_is_refused",
        text_nul_is_refused,
        "Where text keeps no U+0000, one is refused with the flag, never cut there."
    )
    .refuses(Flag::supports_nul_in_text),
];

pub(super) fn texts() -> Vec<String> {
    let texts = [
        "a",
        " ",
        "  two blanks  ",
        "tab\tand\nline\r\nbreaks",
        "it's \"quoted\" `so` [too]",
        "\\",
        "100% ? :x $1",
        "Ænglisc",
        "Ελληνικά",
        "עברית mixed العربية",
        "日本語",
        "e\u{301}",
        "🦀🇪🇺",
        "\u{FEFF}bom",
        "\u{1}\u{7F}",
        "\u{FFFD}\u{10FFFF}",
        "12",
        "1.50",
        "NULL",
        "true",
    ];
    texts.map(str::to_owned).to_vec()
}

async fn text_round_trip(context: &mut Context) -> Outcome {
    let mut texts = texts();
    texts.push(String::new());
    round_trip(context, ColumnType::Text, &texts).await
}

async fn text_equality(context: &mut Context) -> Outcome {
    // Texts that no collation takes for one another.
    let texts = [
        "a",
        "b",
        "it's",
        "100%",
        "\\",
        "Ελληνικά",
        "日本語",
        "12",
        "12.0",
        "NULL",
    ];
    equality(
        context,
        ColumnType::VarChar { length: Some(50) },
        &texts.map(str::to_owned),
    )
    .await
}

async fn text_literal(context: &mut Context) -> Outcome {
    literal(context, ColumnType::VarChar { length: Some(100) }, &texts()).await
}

async fn empty_is_not_null(context: &mut Context) -> Outcome {
    let table = table(
        "stored",
        &[("value", ColumnType::VarChar { length: Some(10) })],
    )?;
    context.create(&table).await?;
    let rows = [
        vec![1_i64.into_value(), "".into_value()],
        vec![2_i64.into_value(), None::<String>.into_value()],
    ];
    context.insert(&table, &rows).await?;
    let found: Vec<(i64, Option<String>)> =
        context.fetch(&context.select_statement(&table)).await?;
    expect_eq("rows", found, [(1, Some(String::new())), (2, None)])?;
    let mut out = context.dialect().writer();
    out.push("SELECT ")
        .identifier(&Identifier::new("id")?)
        .push(" FROM ")
        .name(&table.name);
    out.push(" WHERE ")
        .identifier(&Identifier::new("value")?)
        .push(" IS NULL");
    let found: Vec<(i64,)> = context.fetch(&out.finish()).await?;
    expect_eq("NULLs", found, [(2,)])
}

async fn var_char_of_full_length(context: &mut Context) -> Outcome {
    let texts = ["aaaaa", "ééééé", "日本語日本"].map(str::to_owned);
    round_trip(context, ColumnType::VarChar { length: Some(5) }, &texts).await
}

async fn length_of_wide_characters(context: &mut Context) -> Outcome {
    let table = table(
        "stored",
        &[("value", ColumnType::VarChar { length: Some(2) })],
    )?;
    context.create(&table).await?;
    let insert = |context: &Context, id: i64, text: &str| {
        context.insert_statement(&table, &[id.into_value(), text.into_value()])
    };
    let (one, two) = (insert(context, 1, "🦀"), insert(context, 2, "🦀🦀"));
    context.execute(&one).await?;
    let result = context.execute(&two).await;
    match context.features().text_unit {
        TextUnit::Characters => drop(result?),
        _ => drop(expect_error("four units in two", result, ErrorKind::Data)?),
    }
    Ok(())
}

async fn longer_than_declared(context: &mut Context) -> Outcome {
    let table = table(
        "stored",
        &[("value", ColumnType::VarChar { length: Some(3) })],
    )?;
    context.create(&table).await?;
    let insert = context.insert_statement(&table, &[1_i64.into_value(), "four".into_value()]);
    let result = context.execute(&insert).await;
    if context.features().enforces_text_length {
        expect_error("four characters in three", result, ErrorKind::Data)?;
        return expect_eq("rows", context.count(&table.name).await?, 0);
    }
    result?;
    let found: Vec<(i64, String)> = context.fetch(&context.select_statement(&table)).await?;
    expect_eq("the text", found, [(1, "four".to_owned())])
}

async fn text_nul(context: &mut Context) -> Outcome {
    let texts = ["\0", "a\0b", "\0\0", "end\0"].map(str::to_owned);
    round_trip(context, ColumnType::Text, &texts).await
}

async fn text_nul_is_refused(context: &mut Context) -> Outcome {
    let table = table("stored", &[("value", ColumnType::Text)])?;
    context.create(&table).await?;
    for text in ["\0", "a\0b", "end\0"] {
        let insert = context.insert_statement(&table, &[1_i64.into_value(), text.into_value()]);
        let flag = Flag::supports_nul_in_text;
        context
            .refused(flag, async |context| context.execute(&insert).await)
            .await?;
    }
    Ok(())
}
