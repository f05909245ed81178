//! [`cast()`]: a value of one type as a value of another, with the same meaning on every server.

use sea_query::{Expr, FunctionCall};

use super::Call;
use super::call::constant;
use super::type_constant::TypeConstant;
use super::type_family::TypeFamily;
use crate::error::{Error, ErrorKind, Result};
use crate::model::ColumnType;

functions! {
    /// The conversion of values to another type.
    CastFunction = "cast" {
        /// A value as one of another type: [`cast()`].
        Cast(3) = "cast", supports_casts;
    }
}

/// A value of the type `from` as a value of the type `to`. NULL stays NULL.
///
/// Both types have to be said: databases without booleans store them as numbers, and those without decimals, days and documents as
/// text. A parameter is sent as what it is, and has to be of the type `from`.
///
/// | from | to | what it becomes |
/// |---|---|---|
/// | a boolean | a number | 1 or 0 |
/// | a number | a boolean | whether it is another number than 0 |
/// | a double or real | an integer | the nearest; of two the even one |
/// | a decimal | an integer, a decimal | rounded to so many digits, halves away from 0 |
/// | a double or real | a decimal | the shortest digits that mean it, then rounded so |
/// | a number | a double or real | the nearest |
/// | a boolean | a text | `true` or `false` |
/// | a number | a text | its digits: an integer's, a decimal's with its scale, a double's fewest, with an exponent below 0.0001 and from 10¹⁵ on (10⁶ of a real) |
/// | a day, time, timestamp, interval, UUID | a text | as ISO 8601 and the types of this crate have it: `2024-02-29 12:30:00.5` |
/// | an instant | a text | the same in UTC: `2024-02-29 12:30:00+00:00` |
/// | bytes | a text | what they spell as UTF-8, and back |
/// | a text | any type | what it says in these forms, with blanks around it or without; for a boolean also `t`, `yes`, `on`, `1` and their opposites |
/// | anything | a text of limited length | its text, cut; one of fixed length is filled up with blanks |
/// | a day | a timestamp | its midnight |
/// | a timestamp or instant | a day, a time | its own |
/// | a day or timestamp | an instant, and back | the same in UTC |
/// | a time | an interval, and back | the time since midnight, without the days |
/// | a document | a text | as functions of documents write it |
/// | a document | a boolean, a number | its boolean or number; JSON's null is NULL |
/// | a boolean, a number | a document | the document that is nothing but it |
///
/// A type of a user's own, an array and a type that only this vendor has are cast as the server casts them.
///
/// # Errors
/// The server answers with [`Data`](ErrorKind::Data) where the value means nothing in the type or is out of its range. Every pair
/// that the table does not list is [`NotSupported`](ErrorKind::NotSupported) when the query is built.
///
/// # Example
/// ```
/// use backend_core::function::cast;
/// use backend_core::model::ColumnType;
/// use backend_core::query::Query;
/// use backend_core::sea_query::Expr;
///
/// let price = ColumnType::Decimal { precision: Some(9), scale: Some(2) };
/// let query: Query = Query::select()
///     .expr(cast(Expr::col("price"), &price, &ColumnType::Integer))
///     .from("album")
///     .into();
/// # let _ = query;
/// ```
pub fn cast(value: impl Into<Expr>, from: &ColumnType, to: &ColumnType) -> FunctionCall {
    CastFunction::Cast
        .call()
        .arg(value)
        .arg(constant(&TypeConstant::of(from)))
        .arg(constant(&TypeConstant::of(to)))
}

impl<'a> Call<'a> {
    /// The value of a [`cast()`], and the types from which and to which it goes.
    ///
    /// # Errors
    /// [`NotSupported`](ErrorKind::NotSupported) for types between which there is no cast.
    pub fn cast(&self) -> Result<(&'a Expr, ColumnType, ColumnType)> {
        let (from, to) = (self.column_type(1)?, self.column_type(2)?);
        if is_castable(TypeFamily::of(&from), TypeFamily::of(&to)) {
            return Ok((self.argument(0)?, from, to));
        }
        Err(Error::new(
            ErrorKind::NotSupported(None),
            format!(
                "there is no cast from {} to {}",
                TypeConstant::of(&from),
                TypeConstant::of(&to)
            ),
        ))
    }
}

fn is_castable(from: TypeFamily, to: TypeFamily) -> bool {
    use TypeFamily::{Boolean, Date, Instant, Interval, Json, Other, Text, Time, Timestamp};
    from == to
        || from.is_numeric() && (to.is_numeric() || matches!(to, Boolean | Json))
        || to.is_numeric() && matches!(from, Boolean | Json)
        || matches!(
            (from, to),
            (Other | Text, _)
                | (_, Other | Text)
                | (Boolean, Json)
                | (Json, Boolean)
                | (Date, Timestamp | Instant)
                | (Timestamp, Date | Time | Instant)
                | (Instant, Date | Time | Timestamp)
                | (Time, Interval)
                | (Interval, Time)
        )
}

#[cfg(test)]
mod tests {
    use super::cast;
    use crate::error::ErrorKind;
    use crate::function::Call;
    use crate::model::ColumnType;
    use crate::query::bind;

    #[test]
    fn a_pair_without_a_meaning_is_refused() {
        let timestamp = ColumnType::Timestamp { precision: None };
        for (from, to, is_castable) in [
            (ColumnType::Boolean, ColumnType::Double, true),
            (ColumnType::Boolean, ColumnType::Date, false),
            (ColumnType::Date, timestamp.clone(), true),
            (timestamp, ColumnType::Uuid, false),
            (ColumnType::Uuid, ColumnType::Text, true),
            (ColumnType::Uuid, ColumnType::Bytes, false),
            (ColumnType::Text, ColumnType::Json, true),
            (ColumnType::Date, ColumnType::Json, false),
            (ColumnType::Date, ColumnType::Native("x".into()), true),
        ] {
            let made = cast(bind(1), &from, &to);
            let call = Call::of(&made).unwrap().unwrap();
            let found = call.cast();
            assert_eq!(found.is_ok(), is_castable, "{from:?} to {to:?}");
            if let Err(error) = found {
                assert_eq!(error.kind(), ErrorKind::NotSupported(None));
            }
        }
    }
}
