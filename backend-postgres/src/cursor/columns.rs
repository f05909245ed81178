//! [`Columns`]: rows of parameters as one array a column, in the form in which they are sent.

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::value::Param;
use tokio_postgres::types::{Kind, Type};

use super::bulk::Way;
use crate::value::{Encoded, Encoding, encode};

/// The bytes of an array before its first value: dimensions, flags, type, length, lower bound.
const HEADER: usize = 20;

/// Rows of parameters, a column at a time.
pub(super) struct Columns {
    columns: Vec<Column>,
    rows: usize,
}

/// The values of one column, each with its length before it, behind room for the header.
struct Column {
    type_: Type,
    bytes: Vec<u8>,
    /// `None` while there are only NULLs.
    way: Option<Way>,
}

/// Whether a row was added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Added {
    /// It was.
    Row,
    /// It does not go together with the rows before it, or with the columns' types.
    Nothing,
}

impl Columns {
    /// Columns of these types, without rows.
    pub(super) fn new(types: &[Type]) -> Self {
        let column = |type_: &Type| Column {
            type_: type_.clone(),
            bytes: vec![0; HEADER],
            way: None,
        };
        Self {
            columns: types.iter().map(column).collect(),
            rows: 0,
        }
    }

    /// How many rows there are.
    pub(super) const fn rows(&self) -> usize {
        self.rows
    }

    /// How many bytes they take.
    pub(super) fn bytes(&self) -> usize {
        self.columns.iter().map(|column| column.bytes.len()).sum()
    }

    /// Takes the rows away, and keeps their memory.
    pub(super) fn clear(&mut self) {
        for column in &mut self.columns {
            column.bytes.truncate(HEADER);
            column.way = None;
        }
        self.rows = 0;
    }

    /// Adds a row, which has as many values as there are columns.
    ///
    /// # Errors
    /// As [`encode`]; nothing is added then.
    pub(super) fn push(&mut self, params: &[Param<'_>]) -> Result<Added> {
        for (index, (column, param)) in self.columns.iter_mut().zip(params).enumerate() {
            match column.push(*param) {
                Ok(true) => {}
                Ok(false) => {
                    self.take_back(index);
                    return Ok(Added::Nothing);
                }
                Err(error) => {
                    self.take_back(index);
                    return Err(error);
                }
            }
        }
        self.rows += 1;
        Ok(Added::Row)
    }

    /// Takes the values of an unfinished row away: those of the first so many columns.
    fn take_back(&mut self, columns: usize) {
        let rows = self.rows;
        for column in self.columns.iter_mut().take(columns) {
            let end = column.values().take(rows).map(Value::size).sum::<usize>();
            column.bytes.truncate(HEADER + end);
        }
    }

    /// How each column travels.
    pub(super) fn ways(&self) -> Vec<Way> {
        self.columns.iter().map(Column::way).collect()
    }

    /// The arrays, complete.
    ///
    /// # Errors
    /// [`Data`](ErrorKind::Data) for more rows than an array holds.
    pub(super) fn arrays(&mut self) -> Result<impl ExactSizeIterator<Item = Encoded<'_>>> {
        let rows = i32::try_from(self.rows).map_err(|_| too_long())?;
        for column in &mut self.columns {
            column.write_header(rows);
        }
        Ok(self.columns.iter().map(|column| Encoded {
            encoding: Encoding::Binary,
            bytes: &column.bytes,
        }))
    }

    /// The rows again, each as its values, for whoever sends them one by one.
    pub(super) fn each(&self) -> impl Iterator<Item = Vec<Encoded<'_>>> {
        let mut columns: Vec<_> = self.columns.iter().map(|c| (c.way(), c.values())).collect();
        (0..self.rows).map(move |_| {
            let values = columns.iter_mut().map(|(way, values)| {
                let encoding = match way {
                    Way::Binary => Encoding::Binary,
                    Way::Text => Encoding::Text,
                };
                match values.next().and_then(|value| value.0) {
                    Some(bytes) => Encoded { encoding, bytes },
                    None => Encoded {
                        encoding: Encoding::Null,
                        bytes: &[],
                    },
                }
            });
            values.collect()
        })
    }
}

impl Column {
    /// Adds a value; false where it does not go together with those before it.
    fn push(&mut self, param: Param<'_>) -> Result<bool> {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(&(-1_i32).to_be_bytes());
        let encoding = match encode(param, &self.type_, &mut self.bytes) {
            Ok(encoding) => encoding,
            Err(error) => {
                self.bytes.truncate(start);
                return Err(error);
            }
        };
        let way = match encoding {
            Encoding::Null => return Ok(true),
            Encoding::Binary if !self.nests() => Way::Binary,
            Encoding::Text => Way::Text,
            Encoding::Binary | Encoding::Unfit => {
                self.bytes.truncate(start);
                return Ok(false);
            }
        };
        if *self.way.get_or_insert(way) != way {
            self.bytes.truncate(start);
            return Ok(false);
        }
        let value = start + size_of::<i32>();
        let length = i32::try_from(self.bytes.len() - value).map_err(|_| too_long())?;
        if let Some(place) = self.bytes.get_mut(start..value) {
            place.copy_from_slice(&length.to_be_bytes());
        }
        Ok(true)
    }

    /// Whether the values are arrays: an array of those would be one array of more dimensions.
    fn nests(&self) -> bool {
        matches!(self.type_.kind(), Kind::Array(_))
    }

    fn way(&self) -> Way {
        match self.way {
            Some(way) => way,
            None if self.nests() => Way::Text,
            None => Way::Binary,
        }
    }

    fn values(&self) -> Values<'_> {
        Values(self.bytes.get(HEADER..).unwrap_or_default())
    }

    fn write_header(&mut self, rows: i32) {
        let element = match self.way() {
            Way::Binary => self.type_.oid(),
            Way::Text => Type::TEXT.oid(),
        };
        let fields = [1, 1, element, rows.unsigned_abs(), 1].map(u32::to_be_bytes);
        if let Some(header) = self.bytes.get_mut(..HEADER) {
            header.copy_from_slice(fields.as_flattened());
        }
    }
}

/// A value of a column; `None` is NULL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Value<'b>(Option<&'b [u8]>);

impl Value<'_> {
    /// The bytes that it takes, its length included.
    fn size(self) -> usize {
        size_of::<i32>() + self.0.map_or(0, <[u8]>::len)
    }
}

/// The values of a column, in order.
struct Values<'b>(&'b [u8]);

impl<'b> Iterator for Values<'b> {
    type Item = Value<'b>;

    fn next(&mut self) -> Option<Value<'b>> {
        let (length, rest) = self.0.split_first_chunk()?;
        match usize::try_from(i32::from_be_bytes(*length)) {
            Ok(length) => {
                let (bytes, rest) = rest.split_at_checked(length)?;
                self.0 = rest;
                Some(Value(Some(bytes)))
            }
            Err(_) => {
                self.0 = rest;
                Some(Value(None))
            }
        }
    }
}

fn too_long() -> Error {
    Error::new(
        ErrorKind::Data,
        "a value, or a list of them, is longer than the server takes",
    )
}

#[cfg(test)]
mod tests {
    use backend_core::value::{Array, ColumnKind, Param, Value, ValueRef};
    use tokio_postgres::types::Type;

    use super::{Added, Columns};
    use crate::cursor::bulk::Way;
    use crate::value::{Encoded, Encoding};

    fn row<'v>(values: &[ValueRef<'v>]) -> Vec<Param<'v>> {
        values.iter().copied().map(Param::new).collect()
    }

    fn seen(values: &[Encoded<'_>]) -> Vec<(Encoding, Vec<u8>)> {
        values
            .iter()
            .map(|value| (value.encoding, value.bytes.to_vec()))
            .collect()
    }

    #[test]
    fn rows_become_arrays_and_can_be_had_again() {
        let mut columns = Columns::new(&[Type::INT2, Type::DATE]);
        let first = row(&[ValueRef::I64(7), ValueRef::Text("2024-02-29")]);
        let second = row(&[ValueRef::Null, ValueRef::Null]);
        assert_eq!(columns.push(&first).unwrap(), Added::Row);
        assert_eq!(columns.push(&second).unwrap(), Added::Row);
        assert_eq!(columns.ways(), [Way::Binary, Way::Text]);
        let rows: Vec<_> = columns.each().map(|row| seen(&row)).collect();
        let none = (Encoding::Null, vec![]);
        assert_eq!(
            rows,
            [
                vec![
                    (Encoding::Binary, vec![0, 7]),
                    (Encoding::Text, b"2024-02-29".to_vec())
                ],
                vec![none.clone(), none],
            ]
        );
        let arrays: Vec<_> = columns.arrays().unwrap().collect();
        let expected = [
            0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 21, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 0, 7, 255,
            255, 255, 255,
        ];
        assert_eq!(arrays[0].bytes, expected);
    }

    #[test]
    fn a_row_that_does_not_go_together_leaves_nothing() {
        let mut columns = Columns::new(&[Type::INT4, Type::INT2]);
        let fits = row(&[ValueRef::I64(1), ValueRef::I64(2)]);
        assert_eq!(columns.push(&fits).unwrap(), Added::Row);
        let before = columns.bytes();
        let great = row(&[ValueRef::Null, ValueRef::I64(1 << 20)]);
        assert_eq!(columns.push(&great).unwrap(), Added::Nothing);
        assert_eq!((columns.bytes(), columns.rows()), (before, 1));
        let broken = row(&[ValueRef::I64(1), ValueRef::Text("a\0b")]);
        assert!(columns.push(&broken).is_err());
        assert_eq!((columns.bytes(), columns.rows()), (before, 1));
    }

    #[test]
    fn arrays_go_only_as_texts() {
        let mut columns = Columns::new(&[Type::INT4_ARRAY]);
        assert_eq!(columns.push(&row(&[ValueRef::Null])).unwrap(), Added::Row);
        assert_eq!(columns.ways(), [Way::Text]);
        let array = Array::new(ColumnKind::I32, vec![Value::I64(1)]);
        let list = row(&[ValueRef::Array(&array)]);
        // Whatever the form in which an array is sent otherwise.
        assert_eq!(
            columns.push(&list).unwrap() == Added::Row,
            columns.rows() == 2
        );
        assert_eq!(columns.ways(), [Way::Text]);
        let text = row(&[ValueRef::Text("{1,2}")]);
        assert_eq!(columns.push(&text).unwrap(), Added::Row);
    }
}
