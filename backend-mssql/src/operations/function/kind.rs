//! What is known of the type of an expression while a query is built: of a value and of a function all, of a column nothing.
//!
//! T-SQL cannot ask for the type of an operand, and some functions mean another thing for doubles than the server's own do.

use backend_core::function::{
    AggregateFunction, Call, ComparisonFunction, DateFunction, Function, JsonFunction,
    MathFunction, TextFunction, WindowFunction,
};
use backend_core::model::ColumnType;
use backend_core::query::parameter;
use backend_core::sea_query::{Expr, FunctionCall, Value};
use backend_core::value::ColumnKind;

/// What a function has to know of a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Whole numbers.
    Integer,
    /// Exact numbers.
    Decimal,
    /// Numbers of 64 bits with a binary exponent.
    Double,
    /// Numbers of 32 bits with a binary exponent.
    Real,
    /// Text.
    Text,
    /// None of these.
    Other,
    /// A column's, a subquery's: any of these.
    Unknown,
}

impl Kind {
    /// What is known of an expression.
    pub(super) fn of(expression: &Expr) -> Self {
        match expression {
            Expr::Value(value) | Expr::Constant(value) => of_value(value),
            Expr::FunctionCall(call) => of_call(call),
            Expr::Tuple(one) => match one.as_slice() {
                [one] => Self::of(one),
                _ => Self::Other,
            },
            _ => Self::Unknown,
        }
    }

    /// What a type of columns is.
    pub(super) const fn of_type(column_type: &ColumnType) -> Self {
        match column_type {
            ColumnType::TinyInteger
            | ColumnType::SmallInteger
            | ColumnType::Integer
            | ColumnType::BigInteger => Self::Integer,
            ColumnType::Decimal { .. } => Self::Decimal,
            ColumnType::Double => Self::Double,
            ColumnType::Real => Self::Real,
            ColumnType::Char { .. }
            | ColumnType::VarChar { .. }
            | ColumnType::Text
            | ColumnType::Json
            | ColumnType::Interval => Self::Text,
            ColumnType::Named(_) | ColumnType::Native(_) => Self::Unknown,
            _ => Self::Other,
        }
    }

    const fn of_column_kind(kind: ColumnKind) -> Self {
        match kind {
            ColumnKind::I8
            | ColumnKind::I16
            | ColumnKind::I32
            | ColumnKind::I64
            | ColumnKind::U8
            | ColumnKind::U16
            | ColumnKind::U32
            | ColumnKind::U64 => Self::Integer,
            ColumnKind::Decimal => Self::Decimal,
            ColumnKind::F64 => Self::Double,
            ColumnKind::F32 => Self::Real,
            ColumnKind::Text | ColumnKind::Json | ColumnKind::Interval => Self::Text,
            ColumnKind::Unknown | ColumnKind::Native => Self::Unknown,
            _ => Self::Other,
        }
    }
}

fn of_value(value: &Value) -> Kind {
    match value {
        Value::String(_) | Value::Char(_) => Kind::Text,
        Value::Double(_) => Kind::Double,
        Value::Float(_) => Kind::Real,
        Value::Bytes(_) => Kind::Other,
        other => match parameter(other.clone()) {
            Ok(typed) => typed.kind.map_or(Kind::Unknown, Kind::of_column_kind),
            Err(_) => Kind::Unknown,
        },
    }
}

#[allow(clippy::too_many_lines, reason = "an arm each")]
fn of_call(call: &FunctionCall) -> Kind {
    let Ok(Some(call)) = Call::of(call) else {
        return Kind::Unknown;
    };
    let of_argument = || call.arguments.first().map_or(Kind::Unknown, Kind::of);
    match call.function {
        Function::Math(function) => match function {
            MathFunction::Absolute
            | MathFunction::Ceiling
            | MathFunction::Floor
            | MathFunction::Round => of_argument(),
            MathFunction::Modulo => of_all(call.arguments),
            MathFunction::Sign | MathFunction::ExclusiveOr => Kind::Integer,
            _ => Kind::Double,
        },
        Function::Text(function) => match function {
            TextFunction::ByteLength
            | TextFunction::Length
            | TextFunction::Ordinal
            | TextFunction::Position => Kind::Integer,
            _ => Kind::Text,
        },
        Function::Date(function) => match function {
            DateFunction::Extract
            | DateFunction::ExtractFromTime
            | DateFunction::ExtractInZone
            | DateFunction::DaysBetween
            | DateFunction::IntervalMicroseconds => Kind::Integer,
            _ => Kind::Other,
        },
        Function::Aggregate(function) => match function {
            AggregateFunction::Count
            | AggregateFunction::RegressionCount
            | AggregateFunction::BitAnd
            | AggregateFunction::BitOr
            | AggregateFunction::BitXor => Kind::Integer,
            AggregateFunction::ExactAverage => Kind::Decimal,
            AggregateFunction::StringAggregate
            | AggregateFunction::JsonArrayAggregate
            | AggregateFunction::JsonObjectAggregate => Kind::Text,
            AggregateFunction::Sum => match of_argument() {
                Kind::Integer => Kind::Decimal,
                other => other,
            },
            AggregateFunction::Minimum
            | AggregateFunction::Maximum
            | AggregateFunction::AnyValue => of_argument(),
            AggregateFunction::BoolAnd | AggregateFunction::BoolOr => Kind::Other,
            _ => Kind::Double,
        },
        Function::Window(function) => match function {
            WindowFunction::PercentRank | WindowFunction::CumulativeDistribution => Kind::Double,
            WindowFunction::Lag
            | WindowFunction::Lead
            | WindowFunction::FirstValue
            | WindowFunction::LastValue
            | WindowFunction::NthValue => of_argument(),
            _ => Kind::Integer,
        },
        Function::Json(function) => match function {
            JsonFunction::IntegerAt | JsonFunction::LengthAt => Kind::Integer,
            JsonFunction::DoubleAt => Kind::Double,
            JsonFunction::DecimalAt => Kind::Decimal,
            JsonFunction::BooleanAt => Kind::Other,
            _ => Kind::Text,
        },
        Function::Cast(_) => match call.column_type(2) {
            Ok(to) => Kind::of_type(&to),
            Err(_) => Kind::Unknown,
        },
        Function::Hash(_) => Kind::Text,
        Function::Comparison(function) => match function {
            ComparisonFunction::Collate => Kind::Text,
            ComparisonFunction::NullIf => of_argument(),
            _ => of_all(call.arguments),
        },
        Function::Uuid(_) => Kind::Other,
        _ => Kind::Unknown,
    }
}

/// What several expressions become beside each other: one double among them makes doubles of all.
fn of_all(expressions: &[Expr]) -> Kind {
    let kinds = || expressions.iter().map(Kind::of);
    if kinds().any(|kind| kind == Kind::Unknown) {
        return Kind::Unknown;
    }
    [Kind::Double, Kind::Real, Kind::Decimal, Kind::Integer]
        .into_iter()
        .find(|kind| kinds().any(|it| it == *kind))
        .unwrap_or_else(|| expressions.first().map_or(Kind::Unknown, Kind::of))
}

#[cfg(test)]
mod tests {
    use backend_core::function::{cast, left, modulo, sqrt, sum};
    use backend_core::model::ColumnType;
    use backend_core::query::bind;
    use backend_core::sea_query::Expr;
    use backend_core::value::Decimal;

    use super::Kind;

    #[test]
    fn values_and_functions_are_known_and_columns_are_not() {
        let tenth: Decimal = "0.1".parse().unwrap();
        let column = || Expr::col("x");
        for (expression, expected) in [
            (Expr::from(bind(1_i32)), Kind::Integer),
            (bind(0.5_f64).into(), Kind::Double),
            (bind(0.5_f32).into(), Kind::Real),
            (bind(tenth).into(), Kind::Decimal),
            (bind("a").into(), Kind::Text),
            (bind(true).into(), Kind::Other),
            (bind(None::<i64>).into(), Kind::Integer),
            (column(), Kind::Unknown),
            (sqrt(column()).into(), Kind::Double),
            (left(column(), 1).into(), Kind::Text),
            (modulo(bind(1_i64), bind(0.5)).into(), Kind::Double),
            (modulo(bind(1_i64), column()).into(), Kind::Unknown),
            (sum(bind(1_i64)).into(), Kind::Decimal),
            (
                cast(column(), &ColumnType::Text, &ColumnType::Real).into(),
                Kind::Real,
            ),
        ] {
            assert_eq!(Kind::of(&expression), expected, "{expression:?}");
        }
    }
}
