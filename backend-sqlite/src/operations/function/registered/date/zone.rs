//! [`Zone`]: what clocks show, by the database of time zones in the program.

use std::sync::LazyLock;

use backend_core::function::TimeZone;
use backend_core::value::{Timestamp, TimestampTz};
use jiff::tz::{AmbiguousOffset, Offset, TimeZoneDatabase};
use rusqlite::Result;

use super::super::refused;
use super::out_of_range;

/// A zone that there is.
pub(super) enum Zone {
    Fixed(i32),
    Named(jiff::tz::TimeZone),
}

/// The database of the program, so that an answer is the same on every machine. It keeps the zones that were asked for.
static ZONES: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

/// Seconds of 400 years, after which the calendar and every rule for the future repeat.
const ERA: i64 = 146_097 * 86_400;
/// 8000-01-01: after the last change by name, and far from where the database's library ends, in 9999.
const LATE: i64 = 190_288_396_800;
/// -8000-01-01: before any zone there was.
const EARLY: i64 = -314_622_835_200;

const NANOSECONDS: i128 = 1_000_000_000;

impl Zone {
    /// The zone of a text that [`TimeZone`] wrote.
    pub(super) fn of(text: &str) -> Result<Self> {
        let zone: TimeZone = text
            .parse()
            .map_err(|_| refused("an argument is no time zone"))?;
        let Some(name) = zone.name() else {
            return Ok(Self::Fixed(zone.offset_seconds().unwrap_or_default()));
        };
        ZONES
            .get(name)
            .ok()
            .filter(|zone| !zone.is_unknown())
            .map(Self::Named)
            .ok_or_else(|| refused("there is no time zone of that name"))
    }

    /// The offset in force at an instant, in seconds east of UTC.
    fn offset_at(&self, utc: i64) -> i32 {
        match self {
            Self::Fixed(offset) => *offset,
            Self::Named(zone) => {
                let at = jiff::Timestamp::from_second(within(utc));
                at.map_or(0, |at| zone.to_offset(at).seconds())
            }
        }
    }

    /// The offset of what clocks show; of one that they never show, or twice, that of the later instant.
    fn offset_of(&self, local: i64) -> i32 {
        let zone = match self {
            Self::Fixed(offset) => return *offset,
            Self::Named(zone) => zone,
        };
        let Ok(local) = jiff::Timestamp::from_second(within(local)) else {
            return 0;
        };
        let offset = match zone
            .to_ambiguous_timestamp(Offset::UTC.to_datetime(local))
            .offset()
        {
            AmbiguousOffset::Unambiguous { offset } => offset,
            AmbiguousOffset::Gap { before, .. } => before,
            AmbiguousOffset::Fold { after, .. } => after,
        };
        offset.seconds()
    }

    /// What clocks show at an instant.
    pub(super) fn local(&self, instant: TimestampTz) -> Result<Timestamp> {
        let utc = instant.utc();
        moved(utc, seconds(utc).map(|utc| self.offset_at(utc)))
    }

    /// The instant at which clocks show that.
    pub(super) fn instant(&self, local: Timestamp) -> Result<TimestampTz> {
        let offset = seconds(local).map(|local| -self.offset_of(local));
        moved(local, offset).map(TimestampTz::from_utc)
    }
}

/// Moves by seconds; infinity, which has none, stays.
pub(super) fn moved(timestamp: Timestamp, offset: Option<i32>) -> Result<Timestamp> {
    match (timestamp.unix_nanos(), offset) {
        (Some(nanoseconds), Some(offset)) => {
            Timestamp::from_unix_nanos(nanoseconds + i128::from(offset) * NANOSECONDS)
                .map_err(|_| out_of_range())
        }
        _ => Ok(timestamp),
    }
}

/// Whole seconds since 1970, rounded down.
fn seconds(timestamp: Timestamp) -> Option<i64> {
    let nanoseconds = timestamp.unix_nanos()?;
    i64::try_from(nanoseconds.div_euclid(NANOSECONDS)).ok()
}

/// A second with the same offset, within what the library knows.
fn within(second: i64) -> i64 {
    if second >= LATE {
        LATE - ERA + (second - LATE).rem_euclid(ERA)
    } else {
        second.max(EARLY)
    }
}
