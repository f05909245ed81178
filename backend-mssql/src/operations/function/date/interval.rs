//! Intervals: texts of ISO 8601 to the server, taken apart into months, days and nanoseconds, and put together again.

use backend_core::error::Result;
use backend_core::function::ExpressionWriter;

use super::super::template::{Piece, fill};

/// The parts of an interval, as columns `months`, `days` and `nanos` of one row; NULL of NULL.
///
/// Numbers stand before their unit: where one is, the one before it ends. A text that holds anything else is an error. Of no number
/// a decimal is made, of no digits neither.
const PARTS: &str = "(SELECT CAST(y * 12 + m AS int) AS months, CAST(d AS int) AS days, \
     CAST(h * 3600000000000 + n * 60000000000 + s * 1000000000 AS bigint) AS nanos \
     FROM (SELECT CASE WHEN t LIKE N'P%[YMDHS]' THEN t WHEN t IS NOT NULL THEN CAST(CAST(N'no interval' + LEFT(t, 0) AS int) AS nvarchar(64)) END AS t \
     FROM (SELECT CAST({0} AS nvarchar(64)) COLLATE Latin1_General_100_BIN2 AS t) AS backend_given) AS backend_whole \
     CROSS APPLY (SELECT CHARINDEX(N'T', t + N'T') AS t_at) AS backend_middle \
     CROSS APPLY (SELECT SUBSTRING(t, 2, t_at - 2) AS date, SUBSTRING(t, t_at + 1, 64) AS time) AS backend_halves \
     CROSS APPLY (SELECT CHARINDEX(N'Y', date) AS y_at, CHARINDEX(N'M', date) AS m_at, CHARINDEX(N'D', date) AS d_at, \
     CHARINDEX(N'H', time) AS h_at, CHARINDEX(N'M', time) AS n_at, CHARINDEX(N'S', time) AS s_at) AS backend_units \
     CROSS APPLY (SELECT CASE WHEN m_at > 0 THEN m_at ELSE y_at END AS before_d, CASE WHEN n_at > 0 THEN n_at ELSE h_at END AS before_s) AS backend_ends \
     CROSS APPLY (SELECT CASE WHEN d_at > 0 THEN d_at ELSE before_d END AS date_end, CASE WHEN s_at > 0 THEN s_at ELSE before_s END AS time_end) AS backend_last \
     CROSS APPLY (SELECT \
     CASE WHEN date_end <> LEN(date) OR time_end <> LEN(time) THEN CAST(N'no interval' + LEFT(t, 0) AS decimal(19,0)) \
     WHEN y_at > 0 THEN CAST(LEFT(date, y_at - 1) AS decimal(19,0)) ELSE t_zero END AS y, \
     CASE WHEN m_at > 0 THEN CAST(SUBSTRING(date, y_at + 1, m_at - y_at - 1) AS decimal(19,0)) ELSE t_zero END AS m, \
     CASE WHEN d_at > 0 THEN CAST(SUBSTRING(date, before_d + 1, d_at - before_d - 1) AS decimal(19,0)) ELSE t_zero END AS d, \
     CASE WHEN h_at > 0 THEN CAST(LEFT(time, h_at - 1) AS decimal(19,0)) ELSE t_zero END AS h, \
     CASE WHEN n_at > 0 THEN CAST(SUBSTRING(time, h_at + 1, n_at - h_at - 1) AS decimal(19,0)) ELSE t_zero END AS n, \
     CASE WHEN s_at > 0 THEN CAST(SUBSTRING(time, before_s + 1, s_at - before_s - 1) AS decimal(28,9)) ELSE t_zero END AS s \
     FROM (SELECT CASE WHEN t IS NOT NULL THEN 0 END AS t_zero) AS backend_zero) AS backend_numbers)";

/// Writes a table of one row with the parts of an interval.
pub(in super::super) fn parts(interval: Piece<'_>, out: &mut dyn ExpressionWriter) -> Result<()> {
    fill(PARTS, &[interval], out)
}

/// The text of an interval of months, days and nanoseconds, as every vendor writes it.
const TEXT: &str = "(SELECT CASE WHEN months = 0 AND days = 0 AND nanos = 0 THEN N'PT0S' \
     WHEN months IS NOT NULL AND days IS NOT NULL AND nanos IS NOT NULL THEN CONCAT(N'P', \
     CASE WHEN months / 12 <> 0 THEN CONCAT(months / 12, N'Y') END, CASE WHEN months % 12 <> 0 THEN CONCAT(months % 12, N'M') END, \
     CASE WHEN days <> 0 THEN CONCAT(days, N'D') END, CASE WHEN nanos <> 0 THEN CONCAT(N'T', \
     CASE WHEN nanos / 3600000000000 <> 0 THEN CONCAT(nanos / 3600000000000, N'H') END, \
     CASE WHEN nanos / 60000000000 % 60 <> 0 THEN CONCAT(nanos / 60000000000 % 60, N'M') END, \
     CASE WHEN nanos % 60000000000 <> 0 THEN CONCAT(CASE WHEN nanos < 0 THEN N'-' END, ABS(nanos / 1000000000 % 60), \
     CASE WHEN nanos % 1000000000 <> 0 THEN CONCAT(N'.', REPLACE(RTRIM(REPLACE(\
     RIGHT(CONCAT(N'00000000', ABS(nanos % 1000000000)), 9), N'0', N' ')), N' ', N'0')) END, N'S') END) END) END \
     FROM {0} AS backend_interval)";

/// Writes the text of an interval that is a table of one row.
pub(in super::super) fn text(row: Piece<'_>, out: &mut dyn ExpressionWriter) -> Result<()> {
    fill(TEXT, &[row], out)
}

/// A timestamp `{0}` later by the parts of an interval: months, then days, then time, no step of which is beyond 32 bits.
pub(super) const LATER: &str = "DATEADD(nanosecond, CAST(nanos % 1000000000 AS int), \
     DATEADD(second, CAST(nanos / 1000000000 % 86400 AS int), \
     DATEADD(day, CAST(nanos / 86400000000000 AS int), DATEADD(day, days, DATEADD(month, months, {0})))))";
