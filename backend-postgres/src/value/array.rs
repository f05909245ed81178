//! Arrays, of any number of dimensions.

use backend_core::error::Result;
use backend_core::value::{Array, ColumnKind, Value};

use super::reading::Reading;
use super::wire::{Bytes, malformed};

/// How the elements of an array are read.
#[derive(Debug)]
pub(super) struct ArrayReading {
    element: Reading,
    kind: ColumnKind,
}

impl ArrayReading {
    pub(super) fn new(element: Reading) -> Self {
        let kind = element.kind();
        Self { element, kind }
    }

    /// The kind of the elements.
    pub(super) const fn kind(&self) -> ColumnKind {
        self.kind
    }
}

/// Reads an array. Every element is kept; at which number its counting begins is not, since no other database has that.
pub(super) fn read(reading: &ArrayReading, bytes: &[u8]) -> Result<Array> {
    let mut bytes = Bytes::new(bytes);
    let dimensions = header(&mut bytes).ok_or_else(|| malformed("array"))?;
    let mut values = Vec::new();
    while !bytes.rest().is_empty() {
        values.push(
            match element(&mut bytes).ok_or_else(|| malformed("array"))? {
                Some(element) => reading.element.owned(element)?,
                None => Value::Null,
            },
        );
    }
    Array::with_dimensions(reading.kind, dimensions, values)
}

/// Reads the dimensions' lengths.
fn header(bytes: &mut Bytes<'_>) -> Option<Vec<usize>> {
    let dimensions = bytes.i32()?;
    let (_has_nulls, _element_type) = (bytes.i32()?, bytes.u32()?);
    (0..dimensions)
        .map(|_| {
            let (length, _lower_bound) = (bytes.i32()?, bytes.i32()?);
            usize::try_from(length).ok()
        })
        .collect()
}

/// Reads an element; `Some(None)` for a NULL.
#[allow(
    clippy::option_option,
    reason = "a NULL and bytes that are no element differ"
)]
fn element<'a>(bytes: &mut Bytes<'a>) -> Option<Option<&'a [u8]>> {
    match bytes.i32()? {
        -1 => Some(None),
        length => bytes.take_slice(usize::try_from(length).ok()?).map(Some),
    }
}

#[cfg(test)]
mod tests {
    use backend_core::value::{Array, ColumnKind, Value};
    use tokio_postgres::types::Type;

    use super::{ArrayReading, read};
    use crate::value::reading::Reading;

    fn integers(parts: &[i32]) -> backend_core::error::Result<Array> {
        let bytes: Vec<u8> = parts.iter().flat_map(|part| part.to_be_bytes()).collect();
        read(
            &ArrayReading::new(Reading::of(&Type::INT4).unwrap()),
            &bytes,
        )
    }

    #[test]
    fn elements_and_nulls_keep_their_places() {
        let array = integers(&[1, 1, 23, 3, 1, 4, 7, -1, 4, 9]).unwrap();
        let values = vec![Value::I64(7), Value::Null, Value::I64(9)];
        assert_eq!(array, Array::new(ColumnKind::I32, values));
        assert_eq!(
            integers(&[0, 0, 23]).unwrap(),
            Array::new(ColumnKind::I32, vec![])
        );
    }

    #[test]
    fn dimensions_are_kept_and_the_first_number_is_not() {
        let array = integers(&[2, 0, 23, 2, 0, 1, -5, 4, 1, 4, 2]).unwrap();
        assert_eq!(array.dimensions(), [2, 1]);
        assert_eq!(array.values(), [Value::I64(1), Value::I64(2)]);
    }

    #[test]
    fn what_is_no_array_is_an_error() {
        for parts in [
            [].as_slice(),
            &[1, 0, 23],
            &[1, 0, 23, 2, 1, 4, 1],
            &[1, 0, 23, 1, 1, 4],
            &[1, 0, 23, -1, 1],
            &[0, 0, 23, 4, 1],
        ] {
            assert!(integers(parts).is_err(), "{parts:?}");
        }
    }
}
