//! UUIDs out of bytes that SQLite makes by chance.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use backend_core::value::Uuid;
use rusqlite::functions::FunctionFlags;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Result};

use super::date::later;
use super::text::argument;
use super::{refused, strict};

pub(super) fn register(connection: &Connection) -> Result<()> {
    strict(connection, "backend_random_uuid", 1, |values| {
        Ok(random_uuid(random(argument(values, 0))?))
    })?;
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_INNOCUOUS;
    connection.create_scalar_function("backend_time_ordered_uuid", 1, flags, |context| {
        Ok(time_ordered_uuid(
            since_1970()?,
            random(context.get_raw(0))?,
        ))
    })?;
    connection.create_scalar_function("backend_time_ordered_uuid", 2, flags, |context| {
        let interval = context.get_raw(1);
        if interval == ValueRef::Null {
            return Ok(None);
        }
        let since = later(since_1970()?, interval)?;
        Ok(Some(time_ordered_uuid(since, random(context.get_raw(0))?)))
    })
}

fn since_1970() -> Result<Duration> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_err(|_| refused("the clock is before 1970"))
}

/// The variant of all UUIDs of today, and the bits of a version.
const fn marks(version: u128) -> u128 {
    version << 76 | 0b10 << 62
}

/// The bits of a version's fields that are not marks: 48 and 12 before, 62 behind.
const LAST: u128 = (1 << 62) - 1;
const FIRST: u128 = !(0xffff << 64 | 0b11 << 62 | LAST);

fn random_uuid(random: u128) -> String {
    let fields = random & (FIRST | 0xfff << 64 | LAST);
    Uuid::from_u128(fields | marks(4)).to_string()
}

/// Milliseconds in 48 bits, then 12 bits of what is left of one.
fn time_ordered_uuid(since: Duration, random: u128) -> String {
    let milliseconds = since.as_millis() << 80 & FIRST;
    let rest = u128::from(since.subsec_nanos() % 1_000_000) * 4_096 / 1_000_000;
    Uuid::from_u128(milliseconds | rest << 64 | random & LAST | marks(7)).to_string()
}

fn random(value: ValueRef<'_>) -> Result<u128> {
    match value {
        ValueRef::Blob(bytes) => bytes.try_into().ok().map(u128::from_be_bytes),
        _ => None,
    }
    .ok_or_else(|| refused("an argument is not 16 bytes"))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{random_uuid, time_ordered_uuid};

    #[test]
    fn uuids_have_their_version_and_variant() {
        assert_eq!(random_uuid(0), "00000000-0000-4000-8000-000000000000");
        assert_eq!(
            random_uuid(u128::MAX),
            "ffffffff-ffff-4fff-bfff-ffffffffffff"
        );
        let of = |nanoseconds, random| time_ordered_uuid(Duration::from_nanos(nanoseconds), random);
        assert_eq!(of(0, 0), "00000000-0000-7000-8000-000000000000");
        assert_eq!(
            of(1_999_999, u128::MAX),
            "00000000-0001-7fff-bfff-ffffffffffff"
        );
    }
}
