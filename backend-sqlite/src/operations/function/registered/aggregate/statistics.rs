//! Variances, correlations and regressions by the recurrence of Youngs and Cramer, as PostgreSQL computes them; percentiles.

use rusqlite::functions::Context;
use rusqlite::types::Value;
use rusqlite::{Connection, Result};

use super::{Registered, State, double, real, refused};

/// What a function is of what was gathered.
type OfMoments = fn(&Moments) -> Option<f64>;

/// What each function of one number is.
const OF_ONE: [(&str, OfMoments); 4] = [
    ("backend_variance", |it| it.per(it.xx, 0.0)),
    ("backend_sample_variance", |it| it.per(it.xx, 1.0)),
    ("backend_standard_deviation", |it| {
        it.per(it.xx, 0.0).map(f64::sqrt)
    }),
    ("backend_sample_standard_deviation", |it| {
        it.per(it.xx, 1.0).map(f64::sqrt)
    }),
];

/// What each function of points is, but the count.
const OF_POINTS: [(&str, OfMoments); 11] = [
    ("backend_covariance", |it| it.per(it.xy, 0.0)),
    ("backend_sample_covariance", |it| it.per(it.xy, 1.0)),
    ("backend_correlation", |it| {
        (it.any() && it.xx != 0.0 && it.yy != 0.0).then(|| it.xy / (it.xx * it.yy).sqrt())
    }),
    ("backend_regression_slope", Moments::slope),
    ("backend_regression_intercept", |it| {
        it.slope().map(|_| (it.y - it.x * it.xy / it.xx) / it.count)
    }),
    ("backend_regression_r2", |it| {
        it.slope()?;
        Some(match it.yy == 0.0 {
            true => 1.0,
            false => (it.xy * it.xy) / (it.xx * it.yy),
        })
    }),
    ("backend_regression_average_x", |it| it.per(it.x, 0.0)),
    ("backend_regression_average_y", |it| it.per(it.y, 0.0)),
    ("backend_regression_sxx", |it| it.any().then_some(it.xx)),
    ("backend_regression_syy", |it| it.any().then_some(it.yy)),
    ("backend_regression_sxy", |it| it.any().then_some(it.xy)),
];

pub(super) fn register(connection: &Connection) -> Result<()> {
    for (name, function) in OF_ONE {
        let of_moments = move |state: &Single| real(function(&state.0));
        Registered::new(of_moments).register(connection, name, 1)?;
    }
    for (name, function) in OF_POINTS {
        let of_moments = move |state: &Points| real(function(&state.0));
        Registered::new(of_moments).register(connection, name, 2)?;
    }
    Registered::new(Points::count).register(connection, "backend_regression_count", 2)?;
    Registered::new(Values::percentile).register_for_groups(connection, "backend_percentile", 2)
}

/// Sums of points, and sums of the products of their distances from the mean.
#[derive(Debug, Clone, Copy, Default)]
struct Moments {
    count: f64,
    x: f64,
    y: f64,
    xx: f64,
    yy: f64,
    xy: f64,
}

impl Moments {
    fn change(&mut self, x: f64, y: f64, times: i64) {
        if times > 0 {
            self.count += 1.0;
            self.x += x;
            self.y += y;
            self.spread(x, y, 1.0);
        } else {
            self.spread(x, y, -1.0);
            self.count -= 1.0;
            self.x -= x;
            self.y -= y;
            if self.count < 2.0 {
                // Nothing is left of what rounding has left.
                (self.xx, self.yy, self.xy) = (0.0, 0.0, 0.0);
            }
            (self.xx, self.yy) = (self.xx.max(0.0), self.yy.max(0.0));
        }
    }

    /// Adds the products of a point that the sums hold, or takes them away.
    fn spread(&mut self, x: f64, y: f64, sign: f64) {
        if self.count > 1.0 {
            let divisor = sign * self.count * (self.count - 1.0);
            let from_x = x * self.count - self.x;
            let from_y = y * self.count - self.y;
            self.xx += from_x * from_x / divisor;
            self.yy += from_y * from_y / divisor;
            self.xy += from_x * from_y / divisor;
        }
    }

    fn any(&self) -> bool {
        self.count > 0.0
    }

    /// A sum divided by the count less so many; `None` where that is nothing.
    fn per(&self, sum: f64, less: f64) -> Option<f64> {
        (self.count > less).then(|| sum / (self.count - less))
    }

    fn slope(&self) -> Option<f64> {
        (self.any() && self.xx != 0.0).then(|| self.xy / self.xx)
    }
}

/// The moments of the first argument.
#[derive(Debug, Clone, Copy, Default)]
struct Single(Moments);

impl State for Single {
    fn change(&mut self, row: &Context<'_>, times: i64) -> Result<()> {
        if let Some(number) = double(row.get_raw(0))? {
            self.0.change(number, 0.0, times);
        }
        Ok(())
    }
}

/// The moments of `y` and `x`.
#[derive(Debug, Clone, Copy, Default)]
struct Points(Moments);

impl State for Points {
    fn change(&mut self, row: &Context<'_>, times: i64) -> Result<()> {
        if let (Some(y), Some(x)) = (double(row.get_raw(0))?, double(row.get_raw(1))?) {
            self.0.change(x, y, times);
        }
        Ok(())
    }
}

impl Points {
    #[allow(clippy::cast_possible_truncation, reason = "a count is whole")]
    fn count(&self) -> Value {
        Value::Integer(self.0.count as i64)
    }
}

/// Numbers, and the part of them that is asked for.
#[derive(Debug, Clone, Default)]
struct Values {
    numbers: Vec<f64>,
    fraction: Option<f64>,
}

impl State for Values {
    fn change(&mut self, row: &Context<'_>, _: i64) -> Result<()> {
        self.fraction = double(row.get_raw(1))?;
        if self.fraction.is_some_and(|it| !(0.0..=1.0).contains(&it)) {
            return Err(refused("a part of the whole is not between 0 and 1"));
        }
        self.numbers.extend(double(row.get_raw(0))?);
        Ok(())
    }
}

impl Values {
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        clippy::cast_sign_loss,
        reason = "a place among the numbers, between 0 and their count"
    )]
    fn percentile(&self) -> Value {
        let mut numbers = self.numbers.clone();
        numbers.sort_by(f64::total_cmp);
        let (Some(fraction), Some(last)) = (self.fraction, numbers.len().checked_sub(1)) else {
            return Value::Null;
        };
        let place = fraction * last as f64;
        let at = |place: f64| numbers.get(place as usize).copied();
        let between = || {
            let (low, high) = (at(place.floor())?, at(place.ceil())?);
            Some(low + (high - low) * (place - place.floor()))
        };
        real(between())
    }
}
