//! Functions of text.
//!
//! The server counts UTF-16 units, but characters in a collation with supplementary characters (`_SC`); and it takes texts for the
//! same that a language does, but in a binary collation. So each function is told a collation for what it does, and its result has
//! the database's again: two texts with collations of their own cannot be compared.
//!
//! Texts have no length, as eight thousand bytes are cut without a word. Blanks at the end do not count to `LEN` and `=`, so that
//! something is put behind them, or bytes are counted.

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::features::Features;
use backend_core::function::{Call, ExpressionWriter, Function, TextFunction};
use backend_core::sea_query::{Expr, Value};

use super::double;
use super::kind::Kind;
use super::lookup::has_utf8;
use super::template::{Piece, cast, fill_characters};

/// The longest text, in UTF-16 units: two gigabytes.
const LONGEST: &str = "1073741823";

#[allow(clippy::too_many_lines, reason = "an arm each")]
pub(super) fn write(
    function: TextFunction,
    features: &Features,
    call: &Call<'_>,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    let operands = Operands { call, features };
    let text: Piece<'_> = &|out| operands.text(0, out);
    let second: Piece<'_> = &|out| operands.text(1, out);
    let third: Piece<'_> = &|out| operands.text(2, out);
    let count: Piece<'_> = &|out| operands.integer(1, out);
    match function {
        TextFunction::ByteLength if !has_utf8(features) => Err(Error::new(
            ErrorKind::NotSupported(None),
            "a server without collations of UTF-8 does not count its bytes",
        )),
        TextFunction::ByteLength => operands.fill(
            "DATALENGTH(CAST({0} COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)))",
            &[text],
            out,
        ),
        TextFunction::Character => character(&operands, out),
        TextFunction::Concatenate => concatenate(&operands, out),
        TextFunction::Left => start_or_end("LEFT(", &operands, out),
        TextFunction::Right => start_or_end("RIGHT(", &operands, out),
        TextFunction::Length => operands.fill(LENGTH, &[text], out),
        TextFunction::Lower => operands.fill(
            "(LOWER({0} COLLATE Latin1_General_100_BIN2) COLLATE DATABASE_DEFAULT)",
            &[text],
            out,
        ),
        TextFunction::Upper => operands.fill(
            "(UPPER({0} COLLATE Latin1_General_100_BIN2) COLLATE DATABASE_DEFAULT)",
            &[text],
            out,
        ),
        TextFunction::Ordinal => operands.fill(
            "(CASE WHEN DATALENGTH({0}) = 0 THEN 0 ELSE UNICODE({0}{characters}) END)",
            &[text],
            out,
        ),
        TextFunction::PadLeft => pad(PAD_LEFT, &operands, out),
        TextFunction::PadRight => pad(PAD_RIGHT, &operands, out),
        TextFunction::Position => operands.fill(POSITION, &[text, second], out),
        TextFunction::Repeat => operands.fill(
            "((CASE WHEN {1} < 1 THEN LEFT({0}, 0) \
             WHEN DATALENGTH({0}) / 2 * CAST({1} AS bigint) > {2} THEN CAST(CAST(CONCAT(N'a text too long', NULLIF({1}, {1})) AS int) AS nvarchar(max)) \
             ELSE REPLICATE({0}, {1}) END) COLLATE DATABASE_DEFAULT)",
            &[text, count, &longest],
            out,
        ),
        TextFunction::Replace => operands.fill(
            "(REPLACE({0} COLLATE Latin1_General_100_BIN2, {1} COLLATE Latin1_General_100_BIN2, {2} COLLATE Latin1_General_100_BIN2) COLLATE DATABASE_DEFAULT)",
            &[text, second, third],
            out,
        ),
        TextFunction::Reverse => operands.fill(
            "(REVERSE({0}{characters}) COLLATE DATABASE_DEFAULT)",
            &[text],
            out,
        ),
        TextFunction::SplitPart => operands.fill(
            SPLIT_PART,
            &[text, second, &|out| operands.integer(2, out)],
            out,
        ),
        TextFunction::Substring => substring(&operands, out),
        TextFunction::Trim => trim("LTRIM(RTRIM(", "))", Ends::Both, &operands, out),
        TextFunction::TrimStart => trim("LTRIM(", ")", Ends::Start, &operands, out),
        TextFunction::TrimEnd => trim("RTRIM(", ")", Ends::End, &operands, out),
        other => Err(Error::not_supported(Function::Text(other).flag())),
    }
}

const LENGTH: &str = "(LEN({0}{characters} + N'x') - 1)";

/// The place is one of units, before which characters are counted.
const POSITION: &str = "(CASE WHEN DATALENGTH({1}) = 0 THEN LEN(LEFT({0}, 0) + N'x') \
     WHEN CHARINDEX({1} COLLATE Latin1_General_100_BIN2, {0} COLLATE Latin1_General_100_BIN2) > 0 \
     THEN LEN(LEFT({0} COLLATE Latin1_General_100_BIN2, \
     CHARINDEX({1} COLLATE Latin1_General_100_BIN2, {0} COLLATE Latin1_General_100_BIN2) - 1){characters} + N'x') \
     WHEN {0} IS NOT NULL AND {1} IS NOT NULL THEN 0 END)";

/// The text in the form of an array of JSON, whose elements are the parts. What stands for the separator until its text was
/// escaped is no character, and none that a text may hold.
const SPLIT_PART: &str = "(CASE WHEN {2} < 1 THEN CAST(CAST(CONCAT(N'no place among parts', NULLIF({2}, {2})) AS int) AS nvarchar(max)) \
     WHEN {0} IS NOT NULL AND {1} IS NOT NULL AND {2} IS NOT NULL THEN COALESCE((SELECT backend_part.[value] \
     FROM OPENJSON(CONCAT(N'[\"', REPLACE(STRING_ESCAPE(\
     REPLACE({0} COLLATE Latin1_General_100_BIN2, {1} COLLATE Latin1_General_100_BIN2, NCHAR(65535)), 'json') \
     COLLATE Latin1_General_100_BIN2, NCHAR(65535), N'\",\"'), N'\"]')) AS backend_part \
     WHERE backend_part.[key] = CAST({2} - 1 AS nvarchar(12))), N'') END COLLATE DATABASE_DEFAULT)";

const PAD_LEFT: &str =
    "LEFT(REPLICATE({2}, ({1} - {3}) / {4} + 1){characters}, {1} - {3}) + {0}{characters}";
const PAD_RIGHT: &str =
    "{0}{characters} + LEFT(REPLICATE({2}, ({1} - {3}) / {4} + 1){characters}, {1} - {3})";

fn longest(out: &mut dyn ExpressionWriter) -> Result<()> {
    out.push(LONGEST);
    Ok(())
}

/// Writes the text of an argument, as every vendor prints it. Of a column it is what the server makes of it: its type is not
/// known here, and all but doubles have the same text.
pub(super) fn write_text(value: &Expr, out: &mut dyn ExpressionWriter) -> Result<()> {
    match Kind::of(value) {
        kind @ (Kind::Double | Kind::Real) => double::text(
            &|out| {
                out.expression(value);
                Ok(())
            },
            kind,
            out,
        ),
        _ => {
            cast(value, "nvarchar(max)", out);
            Ok(())
        }
    }
}

/// The arguments of a function.
struct Operands<'a> {
    call: &'a Call<'a>,
    features: &'a Features,
}

impl Operands<'_> {
    fn fill(
        &self,
        text: &'static str,
        pieces: &[Piece<'_>],
        out: &mut dyn ExpressionWriter,
    ) -> Result<()> {
        fill_characters(text, self.features, pieces, out)
    }

    fn text(&self, position: usize, out: &mut dyn ExpressionWriter) -> Result<()> {
        write_text(self.call.argument(position)?, out)
    }

    /// A number of 32 bits: another one is an error.
    fn integer(&self, position: usize, out: &mut dyn ExpressionWriter) -> Result<()> {
        cast(self.call.argument(position)?, "int", out);
        Ok(())
    }

    /// The number that an argument is, where it is a value.
    fn number(&self, position: usize) -> Option<i64> {
        match self.call.arguments.get(position)? {
            Expr::Value(Value::TinyInt(number)) => (*number).map(i64::from),
            Expr::Value(Value::SmallInt(number)) => (*number).map(i64::from),
            Expr::Value(Value::Int(number)) => (*number).map(i64::from),
            Expr::Value(Value::BigInt(number)) => *number,
            _ => None,
        }
    }
}

/// The halves of a character beyond the basic plane are characters of their own to a database that knows none beyond it.
fn character(operands: &Operands<'_>, out: &mut dyn ExpressionWriter) -> Result<()> {
    operands.fill(
        "((CASE WHEN {0} BETWEEN 1 AND 55295 OR {0} BETWEEN 57344 AND 65535 THEN NCHAR({0}) \
         WHEN {0} BETWEEN 65536 AND 1114111 THEN NCHAR(55296 + ({0} - 65536) / 1024) + NCHAR(56320 + ({0} - 65536) % 1024) \
         WHEN {0} IS NOT NULL THEN CAST(CAST(CONCAT(N'no character', NULLIF({0}, {0})) AS int) AS nvarchar(2)) END) \
         COLLATE DATABASE_DEFAULT)",
        &[&|out| operands.integer(0, out)],
        out,
    )
}

/// The server takes two texts at least, and 254 at most.
fn concatenate(operands: &Operands<'_>, out: &mut dyn ExpressionWriter) -> Result<()> {
    out.push("(");
    for (n, chunk) in operands.call.arguments.chunks(250).enumerate() {
        out.push(if n > 0 { " + CONCAT(" } else { "CONCAT(" });
        for text in chunk {
            write_text(text, out)?;
            out.push(" COLLATE DATABASE_DEFAULT, ");
        }
        out.push("N'')");
    }
    out.push(" COLLATE DATABASE_DEFAULT)");
    Ok(())
}

fn start_or_end(
    name: &'static str,
    operands: &Operands<'_>,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    let text: Piece<'_> = &|out| operands.text(0, out);
    let count: Piece<'_> = &|out| operands.integer(1, out);
    let length: Piece<'_> = &|out| operands.fill(LENGTH, &[text], out);
    out.push("(");
    out.push(name);
    if operands.number(1).is_some_and(|count| count >= 0) {
        operands.fill("{0}{characters}, {1}", &[text, count], out)?;
    } else {
        operands.fill(
            "{0}{characters}, \
             CASE WHEN {1} >= 0 THEN {1} WHEN {2} + {1} > 0 THEN {2} + {1} WHEN {1} < 0 THEN 0 END",
            &[text, count, length],
            out,
        )?;
    }
    out.push(") COLLATE DATABASE_DEFAULT)");
    Ok(())
}

fn substring(operands: &Operands<'_>, out: &mut dyn ExpressionWriter) -> Result<()> {
    let length: Piece<'_> = &|out| {
        if operands.call.arguments.len() > 2 {
            return operands.integer(2, out);
        }
        out.push("2147483647");
        Ok(())
    };
    operands.fill(
        "(SUBSTRING({0}{characters}, {1}, {2}) COLLATE DATABASE_DEFAULT)",
        &[
            &|out| operands.text(0, out),
            &|out| operands.integer(1, out),
            length,
        ],
        out,
    )
}

fn pad(
    padded: &'static str,
    operands: &Operands<'_>,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    let text: Piece<'_> = &|out| operands.text(0, out);
    let length: Piece<'_> = &|out| operands.integer(1, out);
    let filling: Piece<'_> = &|out| operands.text(2, out);
    let length_of_text: Piece<'_> = &|out| operands.fill(LENGTH, &[text], out);
    let length_of_filling: Piece<'_> = &|out| operands.fill(LENGTH, &[filling], out);
    let pieces = [text, length, filling, length_of_text, length_of_filling];
    operands.fill(
        "((CASE WHEN {0} IS NULL OR {1} IS NULL OR {2} IS NULL THEN NULL WHEN {1} < 1 THEN N'' \
         WHEN {3} >= {1} OR DATALENGTH({2}) = 0 THEN LEFT({0}{characters}, {1}) \
         WHEN {1} > {5} THEN CAST(CAST(CONCAT(N'a text too long', NULLIF({1}, {1})) AS int) AS nvarchar(max)) ELSE ",
        &[
            text,
            length,
            filling,
            length_of_text,
            length_of_filling,
            &longest,
        ],
        out,
    )?;
    operands.fill(padded, &pieces, out)?;
    out.push(" END) COLLATE DATABASE_DEFAULT)");
    Ok(())
}

/// Where characters are taken away.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ends {
    Both,
    Start,
    End,
}

fn trim(
    open: &'static str,
    close: &'static str,
    ends: Ends,
    operands: &Operands<'_>,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    if operands.call.arguments.len() > 1 {
        return trim_characters(ends, operands, out);
    }
    out.push("(");
    out.push(open);
    operands.text(0, out)?;
    out.push(close);
    out.push(" COLLATE DATABASE_DEFAULT)");
    Ok(())
}

/// `TRIM` takes from both ends: what is no character keeps it from one.
///
/// It takes UTF-16 units, of which a character beyond the basic plane has two, and would leave half of another one: where such
/// characters are known, each has what is no character in its place meanwhile.
fn trim_characters(
    ends: Ends,
    operands: &Operands<'_>,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    let pairs = wide_characters(operands.call.argument(1)?);
    let replaced = |position: usize, out: &mut dyn ExpressionWriter| {
        for _ in &pairs {
            out.push("REPLACE(");
        }
        operands.text(position, out)?;
        out.push(" COLLATE Latin1_General_100_BIN2");
        for (pair, standin) in pairs.iter().zip(STANDINS) {
            out.push(", ");
            out.string(pair.encode_utf8(&mut [0; 4]));
            out.push(", ");
            out.push(standin);
            out.push(")");
        }
        Ok(())
    };
    let is_one_end = ends != Ends::Both;
    out.push("(");
    for _ in &pairs {
        out.push("REPLACE(");
    }
    out.push(if is_one_end { "REPLACE(" } else { "" });
    operands.fill(
        "CASE WHEN DATALENGTH({0}) = 0 THEN ",
        &[&|out| operands.text(1, out)],
        out,
    )?;
    let text: Piece<'_> = &|out| {
        out.push(if ends == Ends::End {
            "NCHAR(65535) + "
        } else {
            ""
        });
        replaced(0, out)?;
        out.push(if ends == Ends::Start {
            " + NCHAR(65535)"
        } else {
            ""
        });
        Ok(())
    };
    operands.fill(
        "{0} ELSE TRIM(CAST({1} AS nvarchar(4000)) COLLATE Latin1_General_100_BIN2 FROM {0}) END",
        &[text, &|out| replaced(1, out)],
        out,
    )?;
    if is_one_end {
        out.push(" COLLATE Latin1_General_100_BIN2, NCHAR(65535), N'')");
    }
    for (pair, standin) in pairs.iter().zip(STANDINS) {
        out.push(" COLLATE Latin1_General_100_BIN2, ");
        out.push(standin);
        out.push(", ");
        out.string(pair.encode_utf8(&mut [0; 4]));
        out.push(")");
    }
    out.push(" COLLATE DATABASE_DEFAULT)");
    Ok(())
}

/// The characters of two units that a value holds, each once, and no more than there are places for.
fn wide_characters(characters: &Expr) -> Vec<char> {
    let Expr::Value(Value::String(Some(characters))) = characters else {
        return Vec::new();
    };
    let mut wide: Vec<char> = characters
        .chars()
        .filter(|character| u32::from(*character) > 0xffff)
        .collect();
    wide.sort_unstable();
    wide.dedup();
    wide.truncate(STANDINS.len());
    wide
}

/// What is no character: Unicode keeps these for programs.
const STANDINS: [&str; 16] = [
    "NCHAR(64976)",
    "NCHAR(64977)",
    "NCHAR(64978)",
    "NCHAR(64979)",
    "NCHAR(64980)",
    "NCHAR(64981)",
    "NCHAR(64982)",
    "NCHAR(64983)",
    "NCHAR(64984)",
    "NCHAR(64985)",
    "NCHAR(64986)",
    "NCHAR(64987)",
    "NCHAR(64988)",
    "NCHAR(64989)",
    "NCHAR(64990)",
    "NCHAR(64991)",
];
