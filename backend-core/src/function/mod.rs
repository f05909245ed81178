//! Functions that every vendor spells in its own way, as parts of a query: [`sea_query`] has no words for them.
//!
//! A function is made here as an expression of [`sea_query`] and stands wherever one does. The vendor's
//! [`Operations::function`](crate::operations::Operations::function) writes it when the query is built, and refuses with the flag
//! what its server lacks. So one query is every vendor's.
//!
//! # Example
//! ```
//! use backend_core::function;
//! use backend_core::query::Query;
//! use backend_core::sea_query::{Expr, ExprTrait};
//!
//! let far: Query = Query::select()
//!     .column("id")
//!     .from("place")
//!     .and_where(Expr::from(function::power(Expr::col("x"), 2)).gt(100))
//!     .into();
//! # let _ = far;
//! ```

#[macro_use]
mod table;

mod aggregate;
mod call;
mod cast;
mod clause;
mod comparison;
mod date;
mod grouping;
mod hash;
mod json;
mod lookup;
mod math;
mod order;
mod text;
mod type_constant;
mod type_family;
mod uuid;
mod window;

pub use self::aggregate::{
    AggregateFunction, any_value, average, bit_and, bit_or, bit_xor, bool_and, bool_or,
    correlation, count_rows, covariance, exact_average, json_array_aggregate,
    json_object_aggregate, median, percentile, regression_average_x, regression_average_y,
    regression_count, regression_intercept, regression_r2, regression_slope, regression_sxx,
    regression_sxy, regression_syy, sample_covariance, sample_standard_deviation, sample_variance,
    standard_deviation, string_aggregate, sum, variance,
};
pub use self::call::{Call, ExpressionWriter};
pub use self::cast::{CastFunction, cast};
pub use self::clause::Over;
pub use self::comparison::{ComparisonFunction, collate, greatest, least, null_if};
pub use self::date::{
    DateFunction, DatePart, DateUnit, TimeZone, add_days, add_interval, add_interval_in_zone,
    add_interval_to_time, add_intervals, current_date, current_time, days_between, difference,
    extract, extract_from_time, extract_in_zone, instant, interval_microseconds, local_timestamp,
    make_date, make_timestamp, multiply_interval, negate_interval, now, to_date, to_time,
    to_timestamp, truncate_date, truncate_in_zone, truncate_time, truncate_timestamp,
};
pub use self::grouping::{GroupingFunction, cube, grouping, grouping_sets, rollup};
pub use self::hash::{BYTES, HashFunction, hash, hash_bytes};
pub use self::json::{
    JsonFunction, JsonPath, JsonStep, json_append, json_array, json_at, json_boolean_at,
    json_concatenate, json_contained_by, json_contains, json_decimal_at, json_double_at,
    json_equals, json_has_all_keys, json_has_any_key, json_has_path, json_insert, json_integer_at,
    json_is_null_at, json_is_valid, json_keys_at, json_length_at, json_object, json_remove,
    json_replace, json_set, json_text_at, json_type_at, to_json,
};
pub use self::lookup::{
    LookupFunction, contains, contains_any_case, ends_with, ends_with_any_case, equals_any_case,
    like, like_any_case, matches, matches_any_case, starts_with, starts_with_any_case,
};
pub use self::math::{
    MathFunction, absolute, acos, asin, atan, atan2, ceiling, cos, cot, degrees, exclusive_or, exp,
    floor, ln, log, modulo, pi, power, radians, random, round, sign, sin, sqrt, tan,
};
pub use self::order::{OrderBy, ascending, descending, distinct, ordered};
pub use self::text::{
    TextFunction, byte_length, character, concatenate, left, length, lower, ordinal, pad_left,
    pad_right, position, repeat, replace, reverse, right, split_part, substring, substring_from,
    trim, trim_characters, trim_end, trim_end_characters, trim_start, trim_start_characters, upper,
};
pub use self::type_family::TypeFamily;
pub use self::uuid::{UuidFunction, random_uuid, shifted_time_ordered_uuid, time_ordered_uuid};
pub use self::window::{
    Bound, Exclusion, Frame, FrameUnit, NoFrame, Window, WindowFunction, cumulative_distribution,
    dense_rank, first_value, lag, lag_or, last_value, lead, lead_or, nth_value, ntile, over,
    percent_rank, rank, row_number,
};
use crate::flag::Flag;

/// What the names of functions begin with inside a statement of [`sea_query`].
const PREFIX: &str = "backend_core::";

families! {
    /// One of the functions that vendors spell, by its family.
    Function {
        /// Dates, times, timestamps and intervals.
        Date(DateFunction) = "date";
        /// Numbers.
        Math(MathFunction) = "math";
        /// Many rows.
        Aggregate(AggregateFunction) = "aggregate";
        /// Several ways to group.
        Grouping(GroupingFunction) = "grouping";
        /// Windows.
        Window(WindowFunction) = "window";
        /// Documents.
        Json(JsonFunction) = "json";
        /// Conversions to other types.
        Cast(CastFunction) = "cast";
        /// Text.
        Text(TextFunction) = "text";
        /// One text in another.
        Lookup(LookupFunction) = "lookup";
        /// Hashes.
        Hash(HashFunction) = "hash";
        /// Values beside each other.
        Comparison(ComparisonFunction) = "comparison";
        /// UUIDs that the server makes.
        Uuid(UuidFunction) = "uuid";
    }
}
