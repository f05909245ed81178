//! Casts from text, and to text of a limited length.

use backend_core::error::Result;
use backend_core::features::Features;
use backend_core::function::ExpressionWriter;
use backend_core::model::ColumnType;

use super::super::date::{interval_parts, interval_text};
use super::super::double;
use super::super::kind::Kind;
use super::super::template::{Piece, fill, fill_characters};
use super::{TypeFamily, typed};

/// The text that bytes spell in UTF-8: those of a document of XML, whose parser is the only one that reads UTF-8 whatever the
/// database's collation. What means something to it is escaped byte by byte.
pub(super) const OF_BYTES: &str = "CONVERT(xml, CAST('<?xml version=\"1.0\" encoding=\"UTF-8\"?><t>' AS varbinary(max)) \
     + CAST(REPLACE(REPLACE(REPLACE(CAST(CAST({0} AS varbinary(max)) AS varchar(max)) COLLATE Latin1_General_100_BIN2, '&', '&amp;'), \
     '<', '&lt;'), CHAR(13), '&#13;') AS varbinary(max)) + CAST('</t>' AS varbinary(max)), 1).value('(/t)[1]', 'nvarchar(max)')";

/// Writes a text that is no longer than the type, and filled up with blanks where the type has a fixed length.
pub(super) fn write_limited(
    to: &ColumnType,
    features: &Features,
    text: Piece<'_>,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    let (length, is_filled) = match to {
        ColumnType::Char { length } => (*length, true),
        ColumnType::VarChar { length } => (*length, false),
        _ => (None, false),
    };
    let Some(length) = length else {
        return fill(
            "(CAST({0} AS nvarchar(max)) COLLATE DATABASE_DEFAULT)",
            &[text],
            out,
        );
    };
    let length: Piece<'_> = &|out| {
        out.number(length.into());
        Ok(())
    };
    fill_characters(
        if is_filled {
            "(LEFT((CAST({0} AS nvarchar(max)) + SPACE({1})){characters}, {1}) COLLATE DATABASE_DEFAULT)"
        } else {
            "(LEFT(CAST({0} AS nvarchar(max)){characters}, {1}) COLLATE DATABASE_DEFAULT)"
        },
        features,
        &[text, length],
        out,
    )
}

/// A text of a number, or one that is none.
const NUMBER: &str = "CASE WHEN {0} COLLATE Latin1_General_100_BIN2 LIKE N'%[0-9]%' \
     AND LTRIM({0}) COLLATE Latin1_General_100_BIN2 LIKE N'[-+.0-9]%' \
     AND {0} COLLATE Latin1_General_100_BIN2 NOT LIKE N'%[^-+.0-9eE ]%' THEN {0} \
     WHEN {0} IS NOT NULL THEN N'no number' END";

/// A text that begins with a day, in the order of ISO 8601, and holds nothing of a language.
const MOMENT: &str = "CASE WHEN LTRIM({0}) COLLATE Latin1_General_100_BIN2 LIKE N'[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]%' \
     AND {0} COLLATE Latin1_General_100_BIN2 NOT LIKE N'%[^-+.:0-9TZ ]%' THEN LTRIM(RTRIM({0})) \
     WHEN {0} IS NOT NULL THEN N'no moment' END";

/// Writes a text as a value of a type.
pub(super) fn from_text(
    text: Piece<'_>,
    family: TypeFamily,
    to: &ColumnType,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    let text: Piece<'_> = &|out| fill("CAST({0} AS nvarchar(max))", &[text], out);
    let moment: Piece<'_> = &|out| fill(MOMENT, &[text], out);
    match family {
        TypeFamily::Boolean => fill(
            "CAST(CASE WHEN LTRIM(RTRIM(LOWER({0} COLLATE Latin1_General_100_BIN2))) IN (N'true', N't', N'yes', N'y', N'on', N'1') THEN 1 \
             WHEN LTRIM(RTRIM(LOWER({0} COLLATE Latin1_General_100_BIN2))) IN (N'false', N'f', N'no', N'n', N'off', N'0') THEN 0 \
             WHEN {0} IS NOT NULL THEN CAST(N'no boolean' + LEFT({0}, 0) AS int) END AS bit)",
            &[text],
            out,
        ),
        TypeFamily::Integer | TypeFamily::Float => typed(to, NUMBER, &[text], out),
        // With an exponent it is no decimal to the server.
        TypeFamily::Decimal => typed(
            to,
            "CASE WHEN {0} COLLATE Latin1_General_100_BIN2 LIKE N'%[eE]%' THEN {2} ELSE {1} END",
            &[text, &|out| fill(NUMBER, &[text], out), &|out| {
                double::plain(&|out| fill(NUMBER, &[text], out), Kind::Double, out)
            }],
            out,
        ),
        TypeFamily::Bytes => typed(
            to,
            "CAST({0} COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max))",
            &[text],
            out,
        ),
        TypeFamily::Date | TypeFamily::Timestamp => typed(to, "{0}", &[moment], out),
        TypeFamily::Time => typed(
            to,
            "CASE WHEN {0} COLLATE Latin1_General_100_BIN2 LIKE N'%[0-9]:[0-9]%' \
             AND {0} COLLATE Latin1_General_100_BIN2 NOT LIKE N'%[^.:0-9 ]%' THEN LTRIM(RTRIM({0})) \
             WHEN {0} IS NOT NULL THEN N'no time' END",
            &[text],
            out,
        ),
        TypeFamily::Instant => typed(
            to,
            "REPLACE(REPLACE({0}, N'T', N' '), N'Z', N'+00:00')",
            &[moment],
            out,
        ),
        TypeFamily::Interval => interval_text(
            &|out| interval_parts(&|out| fill("LTRIM(RTRIM({0}))", &[text], out), out),
            out,
        ),
        TypeFamily::Uuid => fill(
            "(SELECT CAST(CASE WHEN LEN(h) = 32 AND h NOT LIKE N'%[^0-9a-fA-F]%' \
             THEN STUFF(STUFF(STUFF(STUFF(h, 21, 0, N'-'), 17, 0, N'-'), 13, 0, N'-'), 9, 0, N'-') \
             WHEN h IS NOT NULL THEN N'no UUID' END AS uniqueidentifier) \
             FROM (SELECT REPLACE(REPLACE(REPLACE(LTRIM(RTRIM({0})), N'-', N''), NCHAR(123), N''), NCHAR(125), N'') \
             COLLATE Latin1_General_100_BIN2 AS h) AS backend_digits)",
            &[text],
            out,
        ),
        _ => typed(to, "{0}", &[text], out),
    }
}
