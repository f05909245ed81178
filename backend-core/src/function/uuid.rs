//! UUIDs that the server makes, another one for each row.

use sea_query::{Expr, FunctionCall};

functions! {
    /// UUIDs that the server makes.
    UuidFunction = "uuid" {
        /// By chance: [`random_uuid`].
        Random(0) = "random", supports_random_uuids;
        /// By time and chance: [`time_ordered_uuid`].
        TimeOrdered(0) = "time_ordered", supports_time_ordered_uuids;
        /// By another time than now, and chance: [`shifted_time_ordered_uuid`].
        ShiftedTimeOrdered(1) = "shifted_time_ordered", supports_shifted_time_ordered_uuids;
    }
}

/// A UUID of version 4: 122 bits by chance.
pub fn random_uuid() -> FunctionCall {
    UuidFunction::Random.call()
}

/// A UUID of version 7: the time in milliseconds first, so that later ones are greater.
pub fn time_ordered_uuid() -> FunctionCall {
    UuidFunction::TimeOrdered.call()
}

/// A UUID of version 7 whose time is an interval later than now, with months and days as a clock of UTC shows them; NULL where the
/// interval is. So rows that are brought over can stand where their own time has them.
///
/// # Units
/// The time lies in the years 1970 to 9999.
pub fn shifted_time_ordered_uuid(interval: impl Into<Expr>) -> FunctionCall {
    UuidFunction::ShiftedTimeOrdered.call().arg(interval)
}
