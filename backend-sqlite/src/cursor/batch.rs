//! [`Batch`]: rows that own their cells, in few allocations, to travel between threads.

use backend_core::value::{DecimalRef, Value, ValueRef};

/// Rows of cells. Clearing keeps the memory.
#[derive(Debug, Default)]
pub(super) struct Batch {
    cells: Vec<Cell>,
    /// The number of cells of each row.
    widths: Vec<usize>,
    /// The text of all cells, one after the other.
    text: String,
    /// The bytes of all cells, one after the other.
    bytes: Vec<u8>,
    /// The rare values that fit nowhere else, in the order of their cells.
    others: Vec<Value>,
}

/// A cell: a value that borrows nothing, or how much of the common memory is its own.
#[derive(Debug, Clone, Copy)]
enum Cell {
    Value(ValueRef<'static>),
    Text(usize),
    Json(usize),
    Decimal(usize),
    Bytes(usize),
    Other,
}

impl Batch {
    pub(super) fn len(&self) -> usize {
        self.widths.len()
    }

    /// The size of what the cells share, in bytes.
    pub(super) fn shared_bytes(&self) -> usize {
        self.text.len() + self.bytes.len()
    }

    pub(super) fn clear(&mut self) {
        self.cells.clear();
        self.widths.clear();
        self.text.clear();
        self.bytes.clear();
        self.others.clear();
    }

    /// Adds a row.
    pub(super) fn push<'v>(&mut self, row: impl ExactSizeIterator<Item = ValueRef<'v>>) {
        self.widths.push(row.len());
        self.cells.reserve(row.len());
        for value in row {
            self.push_cell(value);
        }
    }

    // In each arm, for the reason that `Reading::read` has.
    fn push_cell(&mut self, value: ValueRef<'_>) {
        match value {
            ValueRef::I64(value) => self.cells.push(Cell::Value(ValueRef::I64(value))),
            ValueRef::F64(value) => self.cells.push(Cell::Value(ValueRef::F64(value))),
            ValueRef::Null => self.cells.push(Cell::Value(ValueRef::Null)),
            ValueRef::Text(text) => {
                self.text.push_str(text);
                self.cells.push(Cell::Text(text.len()));
            }
            ValueRef::Json(text) => {
                self.text.push_str(text);
                self.cells.push(Cell::Json(text.len()));
            }
            ValueRef::Decimal(decimal) => {
                self.text.push_str(decimal.as_str());
                self.cells.push(Cell::Decimal(decimal.as_str().len()));
            }
            ValueRef::Bytes(bytes) => {
                self.bytes.extend_from_slice(bytes);
                self.cells.push(Cell::Bytes(bytes.len()));
            }
            other => self.push_rare(other),
        }
    }

    fn push_rare(&mut self, value: ValueRef<'_>) {
        let fixed = match value {
            ValueRef::Bool(value) => ValueRef::Bool(value),
            ValueRef::U64(value) => ValueRef::U64(value),
            ValueRef::F32(value) => ValueRef::F32(value),
            ValueRef::Date(value) => ValueRef::Date(value),
            ValueRef::Time(value) => ValueRef::Time(value),
            ValueRef::Timestamp(value) => ValueRef::Timestamp(value),
            ValueRef::TimestampTz(value) => ValueRef::TimestampTz(value),
            ValueRef::Interval(value) => ValueRef::Interval(value),
            ValueRef::Uuid(value) => ValueRef::Uuid(value),
            other => {
                self.others.push(other.to_value());
                self.cells.push(Cell::Other);
                return;
            }
        };
        self.cells.push(Cell::Value(fixed));
    }

    /// The rows, in order.
    pub(super) fn rows(&self) -> Rows<'_> {
        Rows {
            cells: &self.cells,
            widths: self.widths.iter(),
            text: &self.text,
            bytes: &self.bytes,
            others: self.others.iter(),
        }
    }
}

/// Reads a batch, a row after the other.
#[derive(Debug)]
pub(super) struct Rows<'b> {
    cells: &'b [Cell],
    widths: std::slice::Iter<'b, usize>,
    text: &'b str,
    bytes: &'b [u8],
    others: std::slice::Iter<'b, Value>,
}

impl<'b> Rows<'b> {
    /// Gives each cell of the next row; `None` after the last.
    pub(super) fn next(&mut self, mut each: impl FnMut(ValueRef<'b>)) -> Option<()> {
        let width = *self.widths.next()?;
        let (row, rest) = self.cells.split_at_checked(width)?;
        self.cells = rest;
        for cell in row {
            match *cell {
                Cell::Value(value) => each(value),
                Cell::Text(length) => each(ValueRef::Text(self.take_text(length)?)),
                Cell::Json(length) => each(ValueRef::Json(self.take_text(length)?)),
                Cell::Decimal(length) => {
                    let decimal = DecimalRef::from_canonical(self.take_text(length)?)?;
                    each(ValueRef::Decimal(decimal));
                }
                Cell::Bytes(length) => {
                    let (bytes, rest) = self.bytes.split_at_checked(length)?;
                    self.bytes = rest;
                    each(ValueRef::Bytes(bytes));
                }
                Cell::Other => each(self.others.next()?.as_ref()),
            }
        }
        Some(())
    }

    fn take_text(&mut self, length: usize) -> Option<&'b str> {
        let (text, rest) = self.text.split_at_checked(length)?;
        self.text = rest;
        Some(text)
    }
}

#[cfg(test)]
mod tests {
    use backend_core::value::{Array, ColumnKind, DecimalRef, Uuid, Value, ValueRef};

    use super::Batch;

    fn read(batch: &Batch) -> Vec<Vec<Value>> {
        let mut rows = batch.rows();
        let mut read = Vec::new();
        loop {
            let mut row = Vec::new();
            if rows.next(|cell| row.push(cell.to_value())).is_none() {
                return read;
            }
            read.push(row);
        }
    }

    #[test]
    fn rows_come_back_as_they_went_in() {
        let array = Array::new(ColumnKind::I64, vec![Value::I64(1)]);
        let cells = [
            ValueRef::Null,
            ValueRef::Bool(true),
            ValueRef::I64(-1),
            ValueRef::U64(u64::MAX),
            ValueRef::F32(0.5),
            ValueRef::F64(f64::INFINITY),
            ValueRef::Decimal(DecimalRef::from_canonical("1.50").unwrap()),
            ValueRef::Text("né"),
            ValueRef::Text(""),
            ValueRef::Bytes(&[0, 255]),
            ValueRef::Uuid(Uuid::MAX),
            ValueRef::Json("{}"),
            ValueRef::Array(&array),
            ValueRef::Text("end"),
        ];
        let expected: Vec<Value> = cells.iter().map(|cell| cell.to_value()).collect();
        let mut batch = Batch::default();
        for _ in 0..2 {
            batch.clear();
            batch.push(cells.iter().copied());
            batch.push(std::iter::empty());
            batch.push(cells.iter().copied());
            assert_eq!(batch.len(), 3);
            assert_eq!(
                read(&batch),
                [expected.clone(), Vec::new(), expected.clone()]
            );
        }
    }
}
