//! [`Array`]: a value made of values, of any number of dimensions.

use super::{ColumnKind, Value};
use crate::error::{Error, ErrorKind, Result};

/// An array: its elements in row-major order, and its dimensions.
///
/// # Shape
/// `dimensions` holds one length a dimension, outermost first; their product is the number of elements. An empty array has
/// no dimension. NULL elements are [`Value::Null`] and take the array's element kind. At which number a database begins to count
/// the elements is not kept.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Deserialize, serde::Serialize),
    serde(try_from = "Parts")
)]
pub struct Array {
    element: ColumnKind,
    dimensions: Vec<usize>,
    values: Vec<Value>,
}

/// An array that was read and not yet looked at.
#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
struct Parts {
    element: ColumnKind,
    dimensions: Vec<usize>,
    values: Vec<Value>,
}

#[cfg(feature = "serde")]
impl TryFrom<Parts> for Array {
    type Error = Error;

    fn try_from(parts: Parts) -> Result<Self> {
        Self::with_dimensions(parts.element, parts.dimensions, parts.values)
    }
}

impl Array {
    /// An array of one dimension.
    #[must_use]
    pub fn new(element: ColumnKind, values: Vec<Value>) -> Self {
        let dimensions = if values.is_empty() {
            Vec::new()
        } else {
            vec![values.len()]
        };
        Self {
            element,
            dimensions,
            values,
        }
    }

    /// An array of several dimensions.
    ///
    /// # Errors
    /// [`Data`](ErrorKind::Data) where the dimensions do not multiply to the number of values.
    pub fn with_dimensions(
        element: ColumnKind,
        dimensions: Vec<usize>,
        values: Vec<Value>,
    ) -> Result<Self> {
        let product = dimensions
            .iter()
            .try_fold(1_usize, |product, n| product.checked_mul(*n));
        let expected = if dimensions.is_empty() {
            Some(0)
        } else {
            product
        };
        if expected != Some(values.len()) {
            return Err(Error::new(
                ErrorKind::Data,
                format!(
                    "an array of dimensions {dimensions:?} cannot hold {} values",
                    values.len()
                ),
            ));
        }
        Ok(Self {
            element,
            dimensions,
            values,
        })
    }

    /// The kind of the elements.
    #[must_use]
    pub const fn element(&self) -> ColumnKind {
        self.element
    }

    /// One length a dimension, outermost first.
    #[must_use]
    pub fn dimensions(&self) -> &[usize] {
        &self.dimensions
    }

    /// The elements in row-major order.
    #[must_use]
    pub fn values(&self) -> &[Value] {
        &self.values
    }
}

#[cfg(test)]
mod tests {
    use super::{Array, ColumnKind, Value};

    #[test]
    fn dimensions_multiply_to_the_number_of_values() {
        let six = || (0..6).map(Value::I64).collect::<Vec<_>>();
        assert!(Array::with_dimensions(ColumnKind::I64, vec![2, 3], six()).is_ok());
        assert!(Array::with_dimensions(ColumnKind::I64, vec![2, 2], six()).is_err());
        assert!(Array::with_dimensions(ColumnKind::I64, vec![], six()).is_err());
        assert!(Array::with_dimensions(ColumnKind::I64, vec![usize::MAX, 2], six()).is_err());
        assert_eq!(
            Array::with_dimensions(ColumnKind::I64, vec![], vec![]).unwrap(),
            Array::new(ColumnKind::I64, vec![])
        );
    }
}
