//! Dates, times of day and timestamps, in the proleptic Gregorian calendar, to the nanosecond.
//!
//! All of them are plain numbers: 4 to 16 bytes, `Copy`, ordered, and their text is ISO 8601. Two dates stand for "later
//! than every day" and "earlier than every day", and with them two timestamps, because servers exist that store them.
//! A day that exceeds 24 hours by a leap second is not here: no database stores one.

mod date;
#[cfg(test)]
mod tests;
mod time;
mod timestamp;
mod timestamp_tz;

pub use self::date::Date;
pub use self::time::Time;
pub use self::timestamp::Timestamp;
pub use self::timestamp_tz::TimestampTz;
