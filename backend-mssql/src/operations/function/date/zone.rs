//! What clocks of a zone show, in SQL: a zone is a list of its changes, so that each place of the IANA database is exact, from the
//! time of its meridian to the last rule. The server itself knows other zones, by other names, and their rules of today.
//!
//! The list is jiff's, which is bundled in the program. A rule without an end is the same in every year that begins with the same
//! day of the week and is as long: years behind the list are looked up in one of those at its end.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::LazyLock;

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::function::{ExpressionWriter, TimeZone};
use jiff::civil::{Date, Weekday};
use jiff::tz::{Offset, TimeZoneDatabase};

use super::super::template::{Piece, fill};

/// The database of the program, so that an answer is the same on every machine. It keeps the zones that were asked for.
static ZONES: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

/// The last year that the database itself lists changes of; behind it there are rules alone.
const LAST_LISTED: i16 = 2_100;
/// Years in which every sort of year is.
const PERIOD: i16 = 40;
/// 1800-01-01: before the first change of any zone.
const EARLY: i64 = -5_364_662_400;

/// The offsets of a zone.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Offsets {
    /// Before all changes, in seconds east of UTC.
    first: i32,
    /// When the offset changes, in seconds since 1970, and by how much.
    changes: Vec<(i64, i32)>,
    /// Where the zone has a rule without an end.
    rule: Option<Rule>,
}

/// Years that stand for later ones.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Rule {
    /// The last year that is listed.
    last: i16,
    /// By the day of the week of January the 1st, from Monday, in years of 365 and of 366 days: the year that is listed, in years
    /// before the last.
    years: [u8; 14],
}

/// A change of a year: seconds since the year began, and the offset then.
type Signature = (i32, Vec<(i64, i32)>);

impl Offsets {
    fn of(name: &str) -> Result<Self> {
        let zone = ZONES
            .get(name)
            .ok()
            .filter(|zone| !zone.is_unknown())
            .ok_or_else(|| Error::new(ErrorKind::Data, "there is no time zone of that name"))?;
        Self::listed(&zone).ok_or_else(|| {
            Error::new(
                ErrorKind::Internal,
                "a time zone has changes beyond the calendar",
            )
        })
    }

    fn listed(zone: &jiff::tz::TimeZone) -> Option<Self> {
        let offset_at = |second: i64| {
            let at = jiff::Timestamp::from_second(second).ok()?;
            Some(zone.to_offset(at).seconds())
        };
        let first = offset_at(EARLY)?;
        let last = LAST_LISTED + PERIOD;
        let end = beginning(last + 1)?;
        let mut all = Vec::new();
        for change in zone.following(jiff::Timestamp::from_second(EARLY).ok()?) {
            let (at, offset) = (change.timestamp().as_second(), change.offset().seconds());
            if at >= end {
                break;
            }
            if all.last().map_or(first, |(_, before)| *before) != offset {
                all.push((at, offset));
            }
        }
        let signature = |year: i16| -> Option<Signature> {
            let (from, to) = (beginning(year)?, beginning(year + 1)?);
            let start = all.partition_point(|(at, _)| *at < from);
            let end = all.partition_point(|(at, _)| *at < to);
            let before = all
                .get(start.checked_sub(1).unwrap_or(usize::MAX))
                .map_or(first, |(_, offset)| *offset);
            let changes = all.get(start..end)?;
            let within = changes.iter().map(|(at, offset)| (*at - from, *offset));
            Some((before, within.collect()))
        };
        let mut by_sort: HashMap<usize, Signature> = HashMap::new();
        for year in LAST_LISTED + 1..=last {
            by_sort.entry(sort(year)?).or_insert(signature(year)?);
        }
        let has_rule = by_sort.values().any(|(_, changes)| !changes.is_empty());
        // The last year that is not as the rule has it.
        let mut listed = LAST_LISTED;
        while listed > 1_800 && by_sort.get(&sort(listed)?) == Some(&signature(listed)?) {
            listed -= 1;
        }
        let rule = if has_rule {
            Some(Rule::behind(listed)?)
        } else {
            None
        };
        let end = beginning(rule.as_ref().map_or(listed, |rule| rule.last) + 1)?;
        let mut before = first;
        let changes = all
            .into_iter()
            .filter(|(at, _)| *at < end)
            .map(|(at, offset)| {
                let by = offset - before;
                before = offset;
                (at, by)
            })
            .collect();
        Some(Self {
            first,
            changes,
            rule,
        })
    }
}

impl Rule {
    /// The shortest list behind a year in which every sort of year is.
    fn behind(listed: i16) -> Option<Self> {
        let mut found: [Option<i16>; 14] = [None; 14];
        let mut last = listed;
        while found.iter().any(Option::is_none) {
            last += 1;
            let place = found.get_mut(sort(last)?)?;
            // The latest would do as well.
            *place = place.or(Some(last));
        }
        let mut years = [0; 14];
        for (place, year) in years.iter_mut().zip(found) {
            *place = u8::try_from(last - year?).ok()?;
        }
        Some(Self { last, years })
    }
}

/// When a year begins, in seconds since 1970.
fn beginning(year: i16) -> Option<i64> {
    let midnight = Date::new(year, 1, 1).ok()?.at(0, 0, 0, 0);
    Offset::UTC
        .to_timestamp(midnight)
        .ok()
        .map(jiff::Timestamp::as_second)
}

/// Which of the fourteen calendars a year has: by its first day of the week, and whether it has a leap day.
fn sort(year: i16) -> Option<usize> {
    let first = Date::new(year, 1, 1).ok()?;
    let day = usize::try_from(days_from_monday(first.weekday())).ok()?;
    Some(day + if first.in_leap_year() { 7 } else { 0 })
}

fn days_from_monday(day: Weekday) -> i8 {
    day.to_monday_zero_offset()
}

/// Demands that there is such a zone.
///
/// # Errors
/// [`Data`](ErrorKind::Data) where there is not.
pub(super) fn check(zone: &TimeZone) -> Result<()> {
    zone.name()
        .map_or(Ok(()), |name| Offsets::of(name).map(drop))
}

/// Writes the offset of a zone in seconds, at a timestamp that is a column: one of UTC, or one that clocks show.
///
/// A local time in a gap has the offset before it, and one that comes twice the offset after it: both are those of the changes up
/// to the time that clocks show when they were changed.
pub(super) fn write_offset(
    zone: &TimeZone,
    at: &'static str,
    clock: Clock,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    let Some(name) = zone.name() else {
        write_fixed(zone.offset_seconds().unwrap_or_default(), out);
        return Ok(());
    };
    let offsets = Offsets::of(name)?;
    if offsets.changes.is_empty() {
        write_fixed(offsets.first, out);
        return Ok(());
    }
    let changes: Piece<'_> = &|out| {
        let mut offset = offsets.first;
        for (n, (at, by)) in offsets.changes.iter().enumerate() {
            offset += by;
            let at = match clock {
                Clock::Utc => *at,
                Clock::Local => *at + i64::from(offset),
            };
            out.push(if n > 0 { ", (" } else { "(" });
            out.number(at.into());
            out.push(", ");
            out.number((*by).into());
            out.push(")");
        }
        Ok(())
    };
    fill(
        "({0} + COALESCE((SELECT SUM(backend_change.d) FROM (VALUES {1}) AS backend_change(a, d) \
         WHERE backend_change.a <= DATEDIFF_BIG(second, '1970-01-01', {2})), 0))",
        &[
            &|out| {
                out.number(offsets.first.into());
                Ok(())
            },
            changes,
            &|out| write_moment(offsets.rule.as_ref(), at, out),
        ],
        out,
    )
}

/// Writes an offset that never changes. One of the west is in parentheses: two signs would begin a comment.
fn write_fixed(seconds: i32, out: &mut dyn ExpressionWriter) {
    let (open, close) = if seconds < 0 { ("(", ")") } else { ("", "") };
    out.push(open);
    out.number(seconds.into());
    out.push(close);
}

/// Writes a moment within the list: of a year behind it, the same one of the year that stands for it.
fn write_moment(
    rule: Option<&Rule>,
    at: &'static str,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    let Some(rule) = rule else {
        out.push(at);
        return Ok(());
    };
    let mut digits = String::new();
    for years in rule.years {
        // Writing to a string cannot fail.
        let _ = write!(digits, "{years:02}");
    }
    fill(
        "CASE WHEN DATEPART(year, {0}) > {1} THEN DATEADD(year, {1} - DATEPART(year, {0}) \
         - CAST(SUBSTRING({2}, 1 + 2 * (DATEDIFF(day, DATEFROMPARTS(1, 1, 1), DATEFROMPARTS(DATEPART(year, {0}), 1, 1)) % 7 \
         + CASE WHEN DATEPART(dayofyear, DATEFROMPARTS(DATEPART(year, {0}), 12, 31)) = 366 THEN 7 ELSE 0 END), 2) AS int), {0}) \
         ELSE {0} END",
        &[
            &|out| {
                out.push(at);
                Ok(())
            },
            &|out| {
                out.number(rule.last.into());
                Ok(())
            },
            &|out| {
                out.string(&digits);
                Ok(())
            },
        ],
        out,
    )
}

/// Which clock a timestamp is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Clock {
    Utc,
    Local,
}

#[cfg(test)]
mod tests {
    use backend_core::error::ErrorKind;
    use jiff::tz::{AmbiguousOffset, Offset};

    use super::{Clock, LAST_LISTED, Offsets, ZONES, beginning, sort};

    impl Offsets {
        /// What the SQL computes.
        fn at(&self, second: i64, clock: Clock) -> i32 {
            let at = jiff::Timestamp::from_second(second).unwrap();
            let civil = Offset::UTC.to_datetime(at);
            let mut second = second;
            if let Some(rule) = &self.rule
                && civil.year() > rule.last
            {
                let before = rule.years[sort(civil.year()).unwrap()];
                let year = rule.last - i16::from(before);
                second = second - beginning(civil.year()).unwrap() + beginning(year).unwrap();
            }
            let mut offset = self.first;
            let mut sum = self.first;
            for (at, by) in &self.changes {
                offset += by;
                let at = if clock == Clock::Utc {
                    *at
                } else {
                    *at + i64::from(offset)
                };
                sum += if at <= second { *by } else { 0 };
            }
            sum
        }
    }

    /// Around every change of every zone, and on some days of late years.
    #[test]
    fn the_list_of_every_zone_is_the_database() {
        let mut seen = 0;
        for name in ZONES.available() {
            let zone = ZONES.get(name.as_str()).unwrap();
            let offsets = Offsets::listed(&zone).unwrap();
            assert!(offsets.changes.len() < 600, "{name}");
            let changes = offsets.changes.iter().map(|(at, _)| *at);
            let late = [2_150, 2_399, 2_400, 3_000, 7_999, 9_998]
                .iter()
                .flat_map(|year| (0..73).map(move |n| beginning(*year).unwrap() + n * 5 * 86_400));
            let moments: Vec<i64> = changes
                .flat_map(|at| [-90_000, -3_601, -1, 0, 1, 3_599, 90_000].map(|by| at + by))
                .chain(late)
                .chain([beginning(1).unwrap() + 86_400, beginning(1_900).unwrap()])
                .collect();
            for second in moments {
                seen += 1;
                let at = jiff::Timestamp::from_second(second).unwrap();
                let expected = zone.to_offset(at).seconds();
                assert_eq!(offsets.at(second, Clock::Utc), expected, "{name} at {at}");
                let local = Offset::UTC.to_datetime(at);
                let expected = match zone.to_ambiguous_timestamp(local).offset() {
                    AmbiguousOffset::Unambiguous { offset } => offset,
                    AmbiguousOffset::Gap { before, .. } => before,
                    AmbiguousOffset::Fold { after, .. } => after,
                };
                assert_eq!(
                    offsets.at(second, Clock::Local),
                    expected.seconds(),
                    "{local} in {name}"
                );
            }
        }
        assert!(seen > 100_000);
    }

    #[test]
    fn a_rule_needs_few_years_behind_the_last_that_differs() {
        let berlin = Offsets::of("Europe/Berlin").unwrap();
        let rule = berlin.rule.unwrap();
        assert!(rule.last < 2_030, "{}", rule.last);
        assert!(berlin.changes.len() < 180, "{}", berlin.changes.len());
        let kathmandu = Offsets::of("Asia/Kathmandu").unwrap();
        assert_eq!(kathmandu.rule, None);
        const { assert!(LAST_LISTED > 2_087) };
    }

    #[test]
    fn a_zone_that_there_is_not_is_a_fault_of_the_data() {
        let error = Offsets::of("Nowhere/Place").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Data);
    }
}
