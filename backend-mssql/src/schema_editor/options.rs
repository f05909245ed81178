//! SQL Server's own options, by their [`words`]. Nothing of a value reaches a statement but what was looked at token by token.

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::model::{Column, Options, Table};
use backend_core::operations::Dialect;
use backend_core::sql::tokenizer::{TokenKind, Tokenizer};
use backend_core::sql::{Statement, Writer};

use super::not_supported;
use super::spelling::alter_table;
use crate::introspection::words;
use crate::sql::LEXICON;

/// What a value of an option is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// A number.
    Number,
    /// One of these words.
    Word(&'static [&'static str]),
    /// What stands between parentheses.
    Group,
}

/// The options that stand in the parentheses of `WITH`, of keys and indexes.
const WITH_INDEX: [(&str, Shape); 11] = [
    (words::ONLINE, Shape::Word(&["ON", "OFF"])),
    (words::PAD_INDEX, Shape::Word(&["ON", "OFF"])),
    (words::FILLFACTOR, Shape::Number),
    (words::IGNORE_DUP_KEY, Shape::Word(&["ON", "OFF"])),
    (words::STATISTICS_NORECOMPUTE, Shape::Word(&["ON", "OFF"])),
    (words::ALLOW_ROW_LOCKS, Shape::Word(&["ON", "OFF"])),
    (words::ALLOW_PAGE_LOCKS, Shape::Word(&["ON", "OFF"])),
    (
        words::OPTIMIZE_FOR_SEQUENTIAL_KEY,
        Shape::Word(&["ON", "OFF"]),
    ),
    (words::COMPRESSION_DELAY, Shape::Number),
    (
        words::DATA_COMPRESSION,
        Shape::Word(&["NONE", "ROW", "PAGE", "COLUMNSTORE", "COLUMNSTORE_ARCHIVE"]),
    ),
    (words::WITH, Shape::Group),
];

/// Refuses options of a table that no statement here makes.
pub(super) fn check_table(options: &Options) -> Result<()> {
    check(
        options,
        &[
            words::ON,
            words::TEXTIMAGE_ON,
            words::FILESTREAM_ON,
            words::DATA_COMPRESSION,
            words::LOCK_ESCALATION,
            words::NODE,
            words::EDGE,
            words::CHANGE_TRACKING,
        ],
    )
}

/// Writes what stands after a table's columns.
///
/// Source: <https://learn.microsoft.com/sql/t-sql/statements/create-table-transact-sql>.
pub(super) fn write_table(options: &Options, out: &mut Writer<'_>) -> Result<()> {
    if options.contains(words::NODE) {
        out.push(" AS NODE");
    }
    if options.contains(words::EDGE) {
        out.push(" AS EDGE");
    }
    write_place(options, out)?;
    for (word, before) in [
        (words::TEXTIMAGE_ON, " TEXTIMAGE_ON "),
        (words::FILESTREAM_ON, " FILESTREAM_ON "),
    ] {
        if let Some(value) = options.value(word) {
            out.push(before).fragment(checked_names(word, value)?);
        }
    }
    write_with(options, out)
}

/// The statements that say of a new table what its own cannot.
pub(super) fn table_statements(dialect: &Dialect, table: &Table) -> Result<Vec<Statement>> {
    let mut statements = Vec::new();
    if let Some(value) = table.options.value(words::LOCK_ESCALATION) {
        let known = ["AUTO", "TABLE", "DISABLE"];
        let mut out = alter_table(dialect, &table.name);
        out.push(" SET (LOCK_ESCALATION = ")
            .push(word(words::LOCK_ESCALATION, value, &known)?);
        out.push(")");
        statements.push(out.finish());
    }
    if table.options.contains(words::CHANGE_TRACKING) {
        let mut out = alter_table(dialect, &table.name);
        out.push(" ENABLE CHANGE_TRACKING");
        if let Some(value) = table.options.value(words::CHANGE_TRACKING) {
            let known = ["TRACK_COLUMNS_UPDATED"];
            word(words::CHANGE_TRACKING, value, &known)?;
            out.push(" WITH (TRACK_COLUMNS_UPDATED = ON)");
        }
        statements.push(out.finish());
    }
    Ok(statements)
}

/// Writes whether a column can be NULL where the core does not, and its options.
pub(super) fn write_column(table: &Table, column: &Column, out: &mut Writer<'_>) -> Result<()> {
    check(
        &column.options,
        &[
            words::SPARSE,
            words::COLUMN_SET,
            words::ROWGUIDCOL,
            words::FILESTREAM,
            words::MASKED,
            words::NOT_FOR_REPLICATION,
        ],
    )?;
    if column.hidden {
        return Err(not_supported("SQL Server hides columns of periods only"));
    }
    if column.not_null_name.is_some() {
        return Err(not_supported(
            "in SQL Server the NOT NULL of a column has no name",
        ));
    }
    if column.generated.is_some() {
        if !column.nullable {
            out.push(" NOT NULL");
        }
        return check(&column.options, &[]);
    }
    for (name, sql) in [
        (words::FILESTREAM, " FILESTREAM"),
        (words::SPARSE, " SPARSE"),
        (words::COLUMN_SET, " COLUMN_SET FOR ALL_SPARSE_COLUMNS"),
        (words::ROWGUIDCOL, " ROWGUIDCOL"),
    ] {
        if column.options.contains(name) {
            out.push(sql);
        }
    }
    if let Some(function) = column.options.value(words::MASKED) {
        out.push(" MASKED WITH (FUNCTION = ")
            .string(function)
            .push(")");
    }
    let in_key = table.primary_key_columns().contains(&column.name);
    let is_said = !column.nullable || in_key || column.options.contains(words::COLUMN_SET);
    if !is_said {
        // Otherwise it hangs on a setting of the session.
        out.push(" NULL");
    }
    if column.options.contains(words::NOT_FOR_REPLICATION) && column.identity.is_none() {
        return Err(not_supported(
            "only an identity of SQL Server is NOT FOR REPLICATION",
        ));
    }
    Ok(())
}

/// Writes what stands after a key's columns.
pub(super) fn write_key(options: &Options, out: &mut Writer<'_>) -> Result<()> {
    check_index_words(options, &[words::CLUSTERED, words::NONCLUSTERED, words::ON])?;
    write_with(options, out)?;
    write_place(options, out)
}

/// Refuses options of an index that there are not.
pub(super) fn check_index(options: &Options) -> Result<()> {
    check_index_words(
        options,
        &[
            words::CLUSTERED,
            words::ON,
            words::ORDER,
            words::PRIMARY,
            words::USING_XML_INDEX,
            words::FOR,
            words::USING,
            words::UNIQUE_CONSTRAINT,
        ],
    )
}

/// Writes what stands after an index's columns and condition.
pub(super) fn write_index(options: &Options, out: &mut Writer<'_>) -> Result<()> {
    write_with(options, out)?;
    write_place(options, out)
}

/// Writes how statistics are gathered.
///
/// Source: <https://learn.microsoft.com/sql/t-sql/statements/create-statistics-transact-sql>.
pub(super) fn write_statistics(options: &Options, out: &mut Writer<'_>) -> Result<()> {
    let known = [words::NORECOMPUTE, words::INCREMENTAL, words::AUTO_DROP];
    check(options, &known)?;
    let mut before = " WITH ";
    for name in known.into_iter().filter(|name| options.contains(name)) {
        out.push(before).push(name);
        before = ", ";
        match options.value(name) {
            None if name == words::NORECOMPUTE => {}
            Some(value) if name != words::NORECOMPUTE => {
                out.push(" = ").push(word(name, value, &["ON", "OFF"])?);
            }
            _ => return Err(unknown(name)),
        }
    }
    Ok(())
}

/// Writes by which columns an index of columns is sorted.
pub(super) fn write_order(options: &Options, out: &mut Writer<'_>) -> Result<()> {
    if let Some(columns) = options.value(words::ORDER) {
        out.push(" ORDER (")
            .fragment(checked_names(words::ORDER, columns)?)
            .push(")");
    }
    Ok(())
}

/// Writes what stands before a view's query.
///
/// Source: <https://learn.microsoft.com/sql/t-sql/statements/create-view-transact-sql>.
pub(super) fn write_view(options: &Options, out: &mut Writer<'_>) -> Result<()> {
    let known = [words::SCHEMABINDING, words::VIEW_METADATA];
    check(options, &known)?;
    let asked = known.into_iter().filter(|word| options.contains(word));
    for (n, word) in asked.enumerate() {
        out.push(if n > 0 { ", " } else { " WITH " }).push(word);
    }
    Ok(())
}

/// Writes the parentheses of `WITH`.
fn write_with(options: &Options, out: &mut Writer<'_>) -> Result<()> {
    let mut n = 0;
    for (name, shape) in WITH_INDEX {
        let Some(value) = options.value(name) else {
            if options.contains(name) {
                return Err(unknown(name));
            }
            continue;
        };
        out.push(if n > 0 { ", " } else { " WITH (" });
        n += 1;
        if shape == Shape::Group {
            out.fragment(checked_group(name, value)?);
            continue;
        }
        out.push(name).push(" = ");
        match shape {
            Shape::Word(known) => {
                out.push(word(name, value, known)?);
            }
            _ => {
                let number: u32 = value.parse().map_err(|_| unknown(name))?;
                out.number(number);
            }
        }
    }
    if n > 0 {
        out.push(")");
    }
    Ok(())
}

/// Writes where something is stored.
fn write_place(options: &Options, out: &mut Writer<'_>) -> Result<()> {
    if let Some(value) = options.value(words::ON) {
        out.push(" ON ").fragment(checked_names(words::ON, value)?);
    }
    Ok(())
}

fn word(name: &str, value: &str, known: &[&'static str]) -> Result<&'static str> {
    let mut known = known.iter().copied();
    known
        .find(|known| *known == value)
        .ok_or_else(|| unknown(name))
}

/// A value that is names in brackets, with commas, dots and parentheses between.
pub(super) fn checked_names<'v>(name: &str, value: &'v str) -> Result<&'v str> {
    let are_names = Tokenizer::new(value, LEXICON).all(|token| {
        matches!(
            token.kind,
            TokenKind::QuotedIdentifier | TokenKind::Whitespace
        ) || [",", ".", "(", ")"].contains(&token.text)
    });
    if are_names && !value.is_empty() && is_whole(value) {
        return Ok(value);
    }
    Err(unknown(name))
}

/// A value that can stand in parentheses and does not end them.
pub(super) fn checked_group<'v>(name: &str, value: &'v str) -> Result<&'v str> {
    let is_plain = Tokenizer::new(value, LEXICON).all(|token| {
        matches!(
            token.kind,
            TokenKind::Word
                | TokenKind::Number
                | TokenKind::String
                | TokenKind::QuotedIdentifier
                | TokenKind::Whitespace
        ) || [",", "=", "(", ")", "-"].contains(&token.text)
    });
    if is_plain && is_whole(value) {
        return Ok(value);
    }
    Err(unknown(name))
}

/// Whether all parentheses are closed, and none is closed that was not opened.
fn is_whole(value: &str) -> bool {
    let mut depth = 0_i32;
    let never_below = Tokenizer::new(value, LEXICON).all(|token| {
        depth += i32::from(token.is_symbol("(")) - i32::from(token.is_symbol(")"));
        depth >= 0
    });
    never_below && depth == 0
}

fn check_index_words(options: &Options, known: &[&str]) -> Result<()> {
    let with = WITH_INDEX.map(|(name, _)| name);
    match options
        .iter()
        .find(|(name, _)| !known.contains(name) && !with.contains(name))
    {
        None => Ok(()),
        Some((name, _)) => Err(unknown(name)),
    }
}

fn check(options: &Options, known: &[&str]) -> Result<()> {
    match options.iter().find(|(name, _)| !known.contains(name)) {
        None => Ok(()),
        Some((name, _)) => Err(unknown(name)),
    }
}

fn unknown(name: &str) -> Error {
    let name: String = name.chars().take(40).collect();
    Error::new(
        ErrorKind::NotSupported(None),
        format!(
            "SQL Server has no option {name:?} with this value here that the schema editor makes"
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::{checked_group, checked_names};

    #[test]
    fn values_are_names_or_plain_and_nothing_beside_them() {
        for text in ["[PRIMARY]", "[scheme]([a b])", "[a], [b]", "[a]].b]"] {
            assert!(checked_names("ON", text).is_ok(), "{text}");
        }
        for text in [
            "",
            "[a]; DROP TABLE t",
            "[a] b",
            "[a]) (",
            "[a",
            "'x'",
            "[a] -- b",
        ] {
            assert!(checked_names("ON", text).is_err(), "{text}");
        }
        for text in [
            "BOUNDING_BOX = (0, 0, -1, 1), GRIDS = (LOW)",
            "'$.a', '$.b'",
        ] {
            assert!(checked_group("WITH", text).is_ok(), "{text}");
        }
        for text in [
            "A = 1) ; DROP TABLE t",
            "A = 1 -- b",
            "A = (1",
            "A; B",
            "'a",
        ] {
            assert!(checked_group("WITH", text).is_err(), "{text}");
        }
    }
}
