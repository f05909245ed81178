//! [`ConstantList`]: what stands on the right of `IN`, where it is nothing but constants.

use sea_query::Expr;

use super::parameter;
use crate::value::{Array, ColumnKind, TypedValue, Value};

/// The constants on the right of `IN`, or rows of them, column by column.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ConstantList {
    /// The values of each place of a row, all of the same number; one place where they are no rows.
    pub columns: Vec<Vec<TypedValue>>,
    /// Whether they are rows, with parentheses around each.
    pub is_rows: bool,
}

impl ConstantList {
    /// Reads what stands on the right of `IN`; `None` where it is anything but constants, or none.
    #[must_use]
    pub fn of(right: &Expr) -> Option<Self> {
        let Expr::Tuple(elements) = right else {
            return None;
        };
        let mut columns: Vec<Vec<TypedValue>> = Vec::new();
        let mut is_rows = None;
        for element in elements {
            let (row, values) = match element {
                Expr::Value(value) => (false, vec![parameter(value.clone()).ok()?]),
                Expr::Values(values) => {
                    let values = values.iter().cloned().map(parameter);
                    (true, values.collect::<Result<_, _>>().ok()?)
                }
                Expr::Tuple(values) => (true, values.iter().map(constant).collect::<Option<_>>()?),
                _ => return None,
            };
            if is_rows.is_none() {
                columns.resize_with(values.len(), Vec::new);
            }
            if *is_rows.get_or_insert(row) != row || values.len() != columns.len() {
                return None;
            }
            for (column, value) in columns.iter_mut().zip(values) {
                column.push(value);
            }
        }
        Some(Self {
            columns,
            is_rows: is_rows?,
        })
    }

    /// How many elements or rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.columns.first().map_or(0, Vec::len)
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

fn constant(expression: &Expr) -> Option<TypedValue> {
    match expression {
        Expr::Value(value) => parameter(value.clone()).ok(),
        _ => None,
    }
}

/// The values as one array, NULLs among them; `None` where they are of several kinds, which no array holds.
#[must_use]
pub fn array_of(values: Vec<TypedValue>) -> Option<Array> {
    let mut kind = None;
    for value in &values {
        kind = match (kind, value.kind.unwrap_or(ColumnKind::Unknown)) {
            (None, found) => Some(found),
            (Some(known), found) if known == found => Some(known),
            (Some(known), _) if value.value == Value::Null => Some(known),
            (Some(known), found) if is_integer(known) && is_integer(found) => Some(ColumnKind::I64),
            // Only NULLs have been before.
            (Some(_), found) if values.iter().all(|other| is_null_or(other, found)) => Some(found),
            _ => return None,
        };
    }
    let kind = kind?;
    if matches!(
        kind,
        ColumnKind::Array(_) | ColumnKind::Native | ColumnKind::Unknown
    ) {
        return None;
    }
    let values = values.into_iter().map(|value| value.value).collect();
    Some(Array::new(kind, values))
}

fn is_null_or(value: &TypedValue, kind: ColumnKind) -> bool {
    value.value == Value::Null || value.kind == Some(kind)
}

/// Whether [`ColumnKind::I64`] holds every value of the kind.
const fn is_integer(kind: ColumnKind) -> bool {
    matches!(
        kind,
        ColumnKind::I8
            | ColumnKind::I16
            | ColumnKind::I32
            | ColumnKind::I64
            | ColumnKind::U8
            | ColumnKind::U16
            | ColumnKind::U32
    )
}
