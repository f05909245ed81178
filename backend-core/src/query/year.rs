//! A year as a range: what an index of the column can answer, where `extract(year) = 2024` makes it look at every row.

use sea_query::{Expr, ExprTrait as _};

use super::bind;
use crate::error::{Error, ErrorKind, Result};
use crate::function::{TimeZone, instant};
use crate::value::{Date, Timestamp};

/// Whether a date is in a year, as a range that an index can answer.
///
/// # Errors
/// [`Data`](ErrorKind::Data) for a year that is not from 1 to 9999.
///
/// # Example
/// ```
/// use backend_core::query::{Query, date_in_year};
/// use backend_core::sea_query::Expr;
///
/// let born: Query = Query::select()
///     .column("name")
///     .from("artist")
///     .and_where(date_in_year(Expr::col("born"), 1685)?)
///     .into();
/// # let _ = born;
/// # Ok::<(), backend_core::error::Error>(())
/// ```
#[doc(alias = "year_lookup_bounds_for_date_field")]
pub fn date_in_year(date: impl Into<Expr>, year: i32) -> Result<Expr> {
    let (first, last) = bounds(year)?;
    let date = date.into();
    Ok(date.clone().gte(bind(first)).and(date.lte(bind(last))))
}

/// Whether a timestamp is in a year, as a range that an index can answer.
///
/// # Errors
/// [`Data`](ErrorKind::Data) for a year that is not from 1 to 9999.
#[doc(alias = "year_lookup_bounds_for_datetime_field")]
pub fn timestamp_in_year(timestamp: impl Into<Expr>, year: i32) -> Result<Expr> {
    let (begin, end) = timestamps(year)?;
    let timestamp = timestamp.into();
    Ok(range(
        timestamp,
        bind(begin).into(),
        end.map(|end| bind(end).into()),
    ))
}

/// Whether an instant is in a year of a zone, as a range that an index can answer.
///
/// # Errors
/// [`Data`](ErrorKind::Data) for a year that is not from 1 to 9999.
pub fn instant_in_year(at: impl Into<Expr>, zone: &TimeZone, year: i32) -> Result<Expr> {
    let (begin, end) = timestamps(year)?;
    let bound = |timestamp| Expr::from(instant(zone, bind(timestamp)));
    Ok(range(at.into(), bound(begin), end.map(bound)))
}

fn range(value: Expr, begin: Expr, end: Option<Expr>) -> Expr {
    let from = value.clone().gte(begin);
    match end {
        Some(end) => from.and(value.lt(end)),
        None => from,
    }
}

/// The first and the last day of a year.
fn bounds(year: i32) -> Result<(Date, Date)> {
    if !(1..=9999).contains(&year) {
        return Err(Error::new(ErrorKind::Data, "a year is from 1 to 9999"));
    }
    Ok((Date::from_ymd(year, 1, 1)?, Date::from_ymd(year, 12, 31)?))
}

/// When a year begins and when the next one does; no end of the last year, since the text of a fifth digit sorts before four of them.
fn timestamps(year: i32) -> Result<(Timestamp, Option<Timestamp>)> {
    let (first, _) = bounds(year)?;
    let next = bounds(year + 1).ok().map(|(first, _)| first.into());
    Ok((first.into(), next))
}

#[cfg(test)]
mod tests {
    use sea_query::Expr;

    use super::{date_in_year, timestamp_in_year};

    #[test]
    fn a_year_is_one_to_9999() {
        for year in [1, 2024, 9999] {
            assert!(date_in_year(Expr::col("a"), year).is_ok());
            assert!(timestamp_in_year(Expr::col("a"), year).is_ok());
        }
        for year in [i32::MIN, 0, 10_000, i32::MAX] {
            assert!(date_in_year(Expr::col("a"), year).is_err());
            assert!(timestamp_in_year(Expr::col("a"), year).is_err());
        }
    }
}
