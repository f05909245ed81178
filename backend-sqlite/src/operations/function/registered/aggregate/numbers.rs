//! Sums and means: exact of integers and decimals, which are text here.

use backend_core::value::DecimalRef;
use rusqlite::functions::Context;
use rusqlite::types::Value;
use rusqlite::{Connection, Result};

use super::exact::ExactSum;
use super::{Number, Registered, State, real};

pub(super) fn register(connection: &Connection) -> Result<()> {
    Registered::new(Numbers::sum).register(connection, "backend_sum", 1)?;
    Registered::new(Numbers::average).register(connection, "backend_average", 1)?;
    Registered::new(Numbers::exact_average).register(connection, "backend_exact_average", 1)
}

#[derive(Debug, Clone, Default)]
struct Numbers {
    /// The finite integers and decimals.
    exact: ExactSum,
    /// The finite doubles, and what their sum has lost by rounding.
    reals: f64,
    lost: f64,
    count: u64,
    real_count: u64,
    nan_count: u64,
    infinity_count: u64,
    negative_infinity_count: u64,
}

impl State for Numbers {
    fn change(&mut self, row: &Context<'_>, times: i64) -> Result<()> {
        let Some(number) = Number::of(row.get_raw(0))? else {
            return Ok(());
        };
        let counted = |count: &mut u64| *count = count.saturating_add_signed(times);
        counted(&mut self.count);
        match number {
            Number::Integer(number) => self.exact.add_integer(number, times),
            Number::Decimal(number) if number.is_finite() => {
                self.exact.add_decimal(number, times);
            }
            Number::Decimal(number) => {
                counted(match () {
                    () if number.is_nan() => &mut self.nan_count,
                    () if number.is_negative() => &mut self.negative_infinity_count,
                    () => &mut self.infinity_count,
                });
            }
            Number::Real(number) => {
                counted(&mut self.real_count);
                match number {
                    f64::INFINITY => counted(&mut self.infinity_count),
                    f64::NEG_INFINITY => counted(&mut self.negative_infinity_count),
                    _ if times < 0 => self.add_real(-number),
                    _ => self.add_real(number),
                }
            }
        }
        Ok(())
    }
}

impl Numbers {
    /// Adds a double, and notes what the sum loses by it (Neumaier).
    fn add_real(&mut self, number: f64) {
        let sum = self.reals + number;
        self.lost += if self.reals.abs() >= number.abs() {
            (self.reals - sum) + number
        } else {
            (number - sum) + self.reals
        };
        self.reals = sum;
    }

    /// What is not finite: the sum of it.
    fn special(&self) -> Option<DecimalRef<'static>> {
        match (self.infinity_count > 0, self.negative_infinity_count > 0) {
            (true, true) => Some(DecimalRef::NAN),
            _ if self.nan_count > 0 => Some(DecimalRef::NAN),
            (true, false) => Some(DecimalRef::INFINITY),
            (false, true) => Some(DecimalRef::NEG_INFINITY),
            (false, false) => None,
        }
    }

    /// The sum as a double, where one of the numbers was one.
    fn real_sum(&self) -> Option<f64> {
        if self.real_count == 0 {
            return None;
        }
        Some(match self.special() {
            Some(special) => special.to_f64(),
            None => self.reals + self.lost + self.exact.text().parse().unwrap_or(0.0),
        })
    }

    fn sum(&self) -> Value {
        if self.count == 0 {
            return Value::Null;
        }
        if let Some(sum) = self.real_sum() {
            return real(Some(sum));
        }
        if let Some(special) = self.special() {
            return Value::Text(special.as_str().to_owned());
        }
        match self.exact.integer() {
            Some(integer) => Value::Integer(integer),
            None => Value::Text(self.exact.text()),
        }
    }

    #[allow(clippy::cast_precision_loss, reason = "no count is that great")]
    fn average(&self) -> Value {
        if self.count == 0 {
            return Value::Null;
        }
        let sum = self.real_sum();
        let mean = sum.map(|sum| sum / self.count as f64);
        let special = || self.special().map(DecimalRef::to_f64);
        real(
            mean.or_else(special)
                .or_else(|| self.divided().parse().ok()),
        )
    }

    fn exact_average(&self) -> Value {
        if self.count == 0 {
            return Value::Null;
        }
        if let Some(special) = self.special() {
            return Value::Text(special.as_str().to_owned());
        }
        let mut whole = self.clone();
        if self.real_count > 0 {
            let reals = backend_core::value::Decimal::from(self.reals + self.lost);
            whole.exact.add_decimal(reals.as_ref(), 1);
        }
        Value::Text(whole.divided())
    }

    fn divided(&self) -> String {
        self.exact.divided(self.count)
    }
}
