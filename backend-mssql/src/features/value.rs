//! Values, and how they travel.

use backend_core::features::Features;

use super::{MAX_DECIMAL_DIGITS, MAX_FRACTION_DIGITS};

/// What every version can do with values.
pub(super) fn declare(features: &mut Features) {
    features.can_pause_rows = true;
    features.supports_batches = true;
    features.has_native_boolean = true;
    features.has_native_decimal = true;
    features.has_native_uuid = true;
    features.has_native_temporal_types = true;
    features.supports_nul_in_text = true;
    features.keeps_time_zone_offset = true;
    features.enforces_column_types = true;
    features.enforces_text_length = true;
    features.max_decimal_digits = Some(MAX_DECIMAL_DIGITS);
    features.fractional_second_digits = MAX_FRACTION_DIGITS;
}
