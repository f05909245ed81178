//! Which values become which when a column gets another type: by the server itself, by an expression, or not at all.
//!
//! Source: <https://learn.microsoft.com/sql/t-sql/functions/cast-and-convert-transact-sql#implicit-conversions>.

use backend_core::model::{Column, ColumnType, QualifiedName};
use backend_core::operations::Dialect;
use backend_core::sql::{Statement, Writer};

/// How values of one type become values of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Conversion {
    /// The server converts them itself, and refuses one that does not fit.
    Implicit,
    /// By an expression, with `{}` for the column: the server would not, or would lose something.
    By(&'static str),
    /// None has its like.
    Refused,
}

/// The sorts of types that are converted alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    Boolean,
    /// Integers and exact decimals.
    Exact,
    /// Floating-point numbers.
    Approximate,
    Text,
    Bytes,
    Date,
    Time,
    Moment,
    Instant,
    Interval,
    Uuid,
    Json,
    /// Not known here: it is tried.
    Other,
}

const fn sort(column_type: &ColumnType) -> Sort {
    match column_type {
        ColumnType::Boolean => Sort::Boolean,
        ColumnType::TinyInteger
        | ColumnType::SmallInteger
        | ColumnType::Integer
        | ColumnType::BigInteger
        | ColumnType::Decimal { .. } => Sort::Exact,
        ColumnType::Real | ColumnType::Double => Sort::Approximate,
        ColumnType::Char { .. } | ColumnType::VarChar { .. } | ColumnType::Text => Sort::Text,
        ColumnType::Binary { .. } | ColumnType::VarBinary { .. } | ColumnType::Bytes => Sort::Bytes,
        ColumnType::Date => Sort::Date,
        ColumnType::Time { .. } => Sort::Time,
        ColumnType::Timestamp { .. } => Sort::Moment,
        ColumnType::TimestampTz { .. } => Sort::Instant,
        ColumnType::Interval => Sort::Interval,
        ColumnType::Uuid => Sort::Uuid,
        ColumnType::Json => Sort::Json,
        _ => Sort::Other,
    }
}

/// How values of one type become values of another. A document is a text here, as it is before SQL Server 2025.
pub(crate) fn conversion(from: &ColumnType, to: &ColumnType) -> Conversion {
    if from == to {
        return Conversion::Implicit;
    }
    match (sort(from), sort(to)) {
        // All digits, which the short form of the server's own conversion has not.
        (Sort::Approximate, Sort::Text) => Conversion::By("CONVERT(nvarchar(40), {}, 3)"),
        // As UTF-8, from SQL Server 2019 on.
        (Sort::Text, Sort::Bytes) => Conversion::By(
            "CONVERT(varbinary(max), CONVERT(varchar(max), {} COLLATE Latin1_General_100_BIN2_UTF8))",
        ),
        (Sort::Boolean, Sort::Json) => {
            Conversion::By("CASE {} WHEN 1 THEN N'true' WHEN 0 THEN N'false' END")
        }
        (Sort::Other, _)
        | (_, Sort::Other)
        | (
            Sort::Boolean | Sort::Exact | Sort::Approximate,
            Sort::Boolean | Sort::Exact | Sort::Approximate,
        )
        | (
            Sort::Text,
            Sort::Text
            | Sort::Boolean
            | Sort::Exact
            | Sort::Approximate
            | Sort::Date
            | Sort::Time
            | Sort::Moment
            | Sort::Instant
            | Sort::Interval
            | Sort::Uuid
            | Sort::Json,
        )
        | (
            Sort::Boolean
            | Sort::Exact
            | Sort::Date
            | Sort::Time
            | Sort::Moment
            | Sort::Instant
            | Sort::Interval
            | Sort::Uuid
            | Sort::Json,
            Sort::Text,
        )
        | (Sort::Exact, Sort::Json)
        | (Sort::Json, Sort::Boolean | Sort::Exact | Sort::Approximate)
        | (Sort::Date, Sort::Moment | Sort::Instant)
        | (Sort::Moment, Sort::Date | Sort::Time | Sort::Moment | Sort::Instant)
        | (Sort::Instant, Sort::Date | Sort::Time | Sort::Moment | Sort::Instant)
        | (Sort::Time, Sort::Time)
        | (Sort::Bytes, Sort::Bytes) => Conversion::Implicit,
        _ => Conversion::Refused,
    }
}

/// Whether a type is stored as the other and has room for more, so that no row is written anew and indexes can stay.
///
/// Source: <https://learn.microsoft.com/sql/t-sql/statements/alter-table-transact-sql#alter-column>.
pub(crate) fn is_widening(from: &ColumnType, to: &ColumnType) -> bool {
    match (from, to) {
        (
            ColumnType::VarChar {
                length: Some(length),
            },
            ColumnType::VarChar { length: Some(most) },
        )
        | (
            ColumnType::VarBinary {
                length: Some(length),
            },
            ColumnType::VarBinary { length: Some(most) },
        ) => length <= most,
        (from, to) => from == to,
    }
}

/// The question for values that the server would take for one of the new type, and that are none: an empty text would become 0,
/// or the first of January of 1900.
pub(super) fn misread(
    dialect: &Dialect,
    table: &QualifiedName,
    from: &Column,
    to: &Column,
) -> Option<Statement> {
    let mut out = dialect.writer();
    out.push("SELECT 1 FROM ").name(table).push(" WHERE ");
    write_misread(from, to, &mut out).then(|| out.finish())
}

/// Writes the condition of such values; answers whether there is one.
pub(super) fn write_misread(from: &Column, to: &Column, out: &mut Writer<'_>) -> bool {
    let (before, after) = (sort(&from.column_type), sort(&to.column_type));
    let from_text = before == Sort::Text;
    let condition = match after {
        // Alone, only an object or an array is JSON to the server: in an array anything is, and has to be one.
        Sort::Json if from_text || before == Sort::Interval => {
            "{} IS NOT NULL AND CASE WHEN ISJSON(N'[' + {} + N']') = 1 \
             THEN (SELECT COUNT(*) FROM OPENJSON(N'[' + {} + N']')) ELSE 0 END <> 1"
        }
        Sort::Interval if from_text || before == Sort::Json => {
            "{} NOT LIKE N'P%' AND {} NOT LIKE N'-P%'"
        }
        // They are stored as texts, which a server would make of anything.
        Sort::Interval | Sort::Json
            if conversion(&from.column_type, &to.column_type) == Conversion::Refused =>
        {
            "{} IS NOT NULL"
        }
        Sort::Uuid if from_text => "LEN({}) <> 36",
        Sort::Boolean
        | Sort::Exact
        | Sort::Approximate
        | Sort::Date
        | Sort::Time
        | Sort::Moment
        | Sort::Instant
            if from_text =>
        {
            "LTRIM({}) = N''"
        }
        _ => return false,
    };
    write_of(from, condition, out);
    true
}

/// Writes what the value of a column becomes in a column of another type.
pub(super) fn write(from: &Column, to: &Column, out: &mut Writer<'_>) {
    let text = match conversion(&from.column_type, &to.column_type) {
        Conversion::By(text) => text,
        Conversion::Implicit | Conversion::Refused => "{}",
    };
    write_of(from, text, out);
}

/// Writes a text with the column in each place of `{}`.
fn write_of(column: &Column, text: &'static str, out: &mut Writer<'_>) {
    for (n, piece) in text.split("{}").enumerate() {
        if n > 0 {
            out.identifier(&column.name);
        }
        out.fragment(piece);
    }
}

#[cfg(test)]
mod tests {
    use backend_core::model::ColumnType;

    use super::{Conversion, conversion, is_widening};

    #[test]
    fn an_expression_is_said_only_where_the_server_would_lose_something() {
        let text = |length| ColumnType::VarChar { length };
        let moment = ColumnType::Timestamp { precision: None };
        for (from, to, is_implicit) in [
            (ColumnType::Integer, ColumnType::BigInteger, Some(true)),
            (ColumnType::Boolean, ColumnType::SmallInteger, Some(true)),
            (ColumnType::Double, ColumnType::Integer, Some(true)),
            (ColumnType::Double, ColumnType::Text, Some(false)),
            (ColumnType::Integer, text(Some(9)), Some(true)),
            (text(Some(9)), ColumnType::Integer, Some(true)),
            (ColumnType::Text, ColumnType::Bytes, Some(false)),
            (ColumnType::Bytes, ColumnType::Text, None),
            (ColumnType::Date, moment.clone(), Some(true)),
            (moment, ColumnType::Integer, None),
            (ColumnType::Integer, ColumnType::Date, None),
            (
                ColumnType::Interval,
                ColumnType::Time { precision: None },
                None,
            ),
            (
                ColumnType::Native("money".into()),
                ColumnType::Integer,
                Some(true),
            ),
        ] {
            let found = match conversion(&from, &to) {
                Conversion::Implicit => Some(true),
                Conversion::By(_) => Some(false),
                Conversion::Refused => None,
            };
            assert_eq!(found, is_implicit, "{from:?} to {to:?}");
        }
    }

    #[test]
    fn only_more_room_for_what_varies_in_length_rewrites_nothing() {
        let text = |length| ColumnType::VarChar { length };
        assert!(is_widening(&text(Some(3)), &text(Some(4))));
        assert!(!is_widening(&text(Some(4)), &text(Some(3))));
        assert!(!is_widening(&text(Some(4)), &text(None)));
        assert!(!is_widening(&ColumnType::Integer, &ColumnType::BigInteger));
    }
}
