//! UUIDs that the server makes, another one for each row.

use sea_query::FunctionCall;

functions! {
    /// UUIDs that the server makes.
    UuidFunction = "uuid" {
        /// By chance: [`random_uuid`].
        Random(0) = "random", supports_random_uuids;
        /// By time and chance: [`time_ordered_uuid`].
        TimeOrdered(0) = "time_ordered", supports_time_ordered_uuids;
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
