//! Cells: what a row's columns are read as, given how each is read.

use std::borrow::Cow;
use std::ops::Range;

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::row::ResultColumn;
use backend_core::value::{ColumnKind, DecimalRef, Native, NativeContent, Uuid, ValueRef};
use smallvec::SmallVec;
use tiberius::{Column, ColumnData, ColumnType};

use super::{decimal, temporal};
use crate::driver::{Columns, Datum, Row};

/// What a value's form on the wire does not say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reading {
    /// Nothing more.
    Plain,
    /// It is an amount of money, which the driver gives as a float.
    Money,
    /// It is of a type of the server's runtime: `geometry`, `geography`, `hierarchyid`.
    RuntimeType,
}

/// How the cells of a result are read: resolved once a result, never a cell at a time.
#[derive(Debug)]
pub(crate) struct Readings {
    columns: Vec<ResultColumn>,
    readings: Vec<Reading>,
    /// Whether a cell may have to be spelled out.
    spells: bool,
}

/// The texts of a row's decimals; its memory is kept from row to row.
#[derive(Debug, Default)]
pub(crate) struct Digits {
    text: String,
    places: Vec<Range<usize>>,
}

/// A row's cells.
type Cells<'r> = SmallVec<[ValueRef<'r>; 16]>;

impl Readings {
    /// How the columns of a result are read.
    pub(crate) fn of(columns: &Columns) -> Self {
        Self::new(columns.columns())
    }

    fn new(columns: &[Column]) -> Self {
        Self {
            columns: columns.iter().map(result_column).collect(),
            readings: columns.iter().map(reading).collect(),
            spells: columns.iter().any(may_be_spelled),
        }
    }

    /// The columns, for a sink's start.
    pub(crate) fn columns(&self) -> &[ResultColumn] {
        &self.columns
    }

    /// Reads a row and hands its cells over.
    pub(crate) fn read<T>(
        &self,
        row: &Row,
        digits: &mut Digits,
        take: impl FnOnce(&[ValueRef<'_>]) -> Result<T>,
    ) -> Result<T> {
        digits.clear();
        let mut natives = Vec::new();
        if self.spells {
            for (index, (datum, reading)) in self.data(row).enumerate() {
                if let Err(error) = spell(datum, reading, digits, &mut natives) {
                    return Err(self.at(index, error));
                }
            }
        }
        let mut spelled = Spelled {
            text: &digits.text,
            places: digits.places.iter(),
            natives: natives.iter(),
        };
        let mut cells = Cells::new();
        cells.reserve(self.readings.len());
        for (index, (datum, reading)) in self.data(row).enumerate() {
            match cell(datum, reading, &mut spelled) {
                Ok(cell) => cells.push(cell),
                Err(error) => return Err(self.at(index, error)),
            }
        }
        take(&cells)
    }

    fn data<'r>(&self, row: &'r Row) -> impl Iterator<Item = (&'r Datum, Reading)> {
        let data = row.cells().map(|(_, datum)| datum);
        data.zip(self.readings.iter().copied())
    }

    /// The error with its column.
    #[cold]
    fn at(&self, index: usize, error: Error) -> Error {
        match self.columns.get(index) {
            Some(column) => error
                .context(format!("column `{}`", column.name))
                .with_column(&column.name),
            None => error,
        }
    }
}

impl Digits {
    fn clear(&mut self) {
        self.text.clear();
        self.places.clear();
    }

    /// Keeps one more text.
    fn push(&mut self, print: impl FnOnce(&mut String) -> Result<()>) -> Result<()> {
        let start = self.text.len();
        print(&mut self.text)?;
        self.places.push(start..self.text.len());
        Ok(())
    }
}

/// What was spelled out for a row, in the order of its columns.
struct Spelled<'r> {
    text: &'r str,
    places: std::slice::Iter<'r, Range<usize>>,
    natives: std::slice::Iter<'r, Native<'r>>,
}

impl<'r> Spelled<'r> {
    fn decimal(&mut self) -> Result<ValueRef<'r>> {
        self.places
            .next()
            .and_then(|place| self.text.get(place.clone()))
            .and_then(DecimalRef::from_canonical)
            .map(ValueRef::Decimal)
            .ok_or_else(not_spelled)
    }

    fn native(&mut self) -> Result<ValueRef<'r>> {
        self.natives
            .next()
            .map(ValueRef::Native)
            .ok_or_else(not_spelled)
    }
}

#[cold]
fn not_spelled() -> Error {
    Error::new(ErrorKind::Internal, "a cell was not spelled out")
}

/// Spells out what a cell cannot borrow from its row.
fn spell<'r>(
    datum: &'r Datum,
    reading: Reading,
    digits: &mut Digits,
    natives: &mut Vec<Native<'r>>,
) -> Result<()> {
    match datum {
        ColumnData::Numeric(Some(number)) => digits.push(|out| {
            decimal::print(*number, out);
            Ok(())
        })?,
        ColumnData::F64(Some(amount)) if reading == Reading::Money => {
            digits.push(|out| decimal::print_money(*amount, out))?;
        }
        ColumnData::Xml(Some(document)) => {
            let text: &str = document.as_ref().as_ref();
            natives.push(Native {
                type_name: Cow::Borrowed("xml"),
                content: NativeContent::Text(Cow::Borrowed(text)),
            });
        }
        ColumnData::Binary(Some(bytes)) if reading == Reading::RuntimeType => {
            natives.push(Native {
                type_name: Cow::Borrowed(RUNTIME_TYPE),
                content: NativeContent::Bytes(Cow::Borrowed(bytes)),
            });
        }
        _ => {}
    }
    Ok(())
}

/// A cell: the value on the wire, or what was spelled out for it.
#[inline]
fn cell<'r>(datum: &'r Datum, reading: Reading, spelled: &mut Spelled<'r>) -> Result<ValueRef<'r>> {
    Ok(match datum {
        ColumnData::I32(Some(number)) => ValueRef::I64((*number).into()),
        ColumnData::I64(Some(number)) => ValueRef::I64(*number),
        ColumnData::String(Some(text)) => ValueRef::Text(text),
        ColumnData::Bit(Some(value)) => ValueRef::Bool(*value),
        ColumnData::U8(Some(number)) => ValueRef::I64((*number).into()),
        ColumnData::I16(Some(number)) => ValueRef::I64((*number).into()),
        ColumnData::F32(Some(number)) => ValueRef::F32(*number),
        ColumnData::F64(Some(_)) if reading == Reading::Money => spelled.decimal()?,
        ColumnData::F64(Some(number)) => ValueRef::F64(*number),
        ColumnData::Numeric(Some(_)) => spelled.decimal()?,
        ColumnData::Guid(Some(uuid)) => ValueRef::Uuid(Uuid::from_bytes(*uuid.as_bytes())),
        ColumnData::Binary(Some(_)) if reading == Reading::RuntimeType => spelled.native()?,
        ColumnData::Binary(Some(bytes)) => ValueRef::Bytes(bytes),
        ColumnData::Xml(Some(_)) => spelled.native()?,
        ColumnData::Date(Some(date)) => ValueRef::Date(temporal::date(*date)?),
        ColumnData::Time(Some(time)) => ValueRef::Time(temporal::time(*time)?),
        ColumnData::DateTime2(Some(timestamp)) => {
            ValueRef::Timestamp(temporal::timestamp(*timestamp)?)
        }
        ColumnData::DateTimeOffset(Some(instant)) => {
            ValueRef::TimestampTz(temporal::instant(*instant)?)
        }
        ColumnData::DateTime(Some(datetime)) => ValueRef::Timestamp(temporal::datetime(*datetime)?),
        ColumnData::SmallDateTime(Some(datetime)) => {
            ValueRef::Timestamp(temporal::smalldatetime(*datetime)?)
        }
        ColumnData::U8(None)
        | ColumnData::I16(None)
        | ColumnData::I32(None)
        | ColumnData::I64(None)
        | ColumnData::F32(None)
        | ColumnData::F64(None)
        | ColumnData::Bit(None)
        | ColumnData::String(None)
        | ColumnData::Guid(None)
        | ColumnData::Binary(None)
        | ColumnData::Numeric(None)
        | ColumnData::Xml(None)
        | ColumnData::DateTime(None)
        | ColumnData::SmallDateTime(None)
        | ColumnData::Time(None)
        | ColumnData::Date(None)
        | ColumnData::DateTime2(None)
        | ColumnData::DateTimeOffset(None) => ValueRef::Null,
    })
}

/// What a type of the server's runtime is called here: the driver does not tell its name.
const RUNTIME_TYPE: &str = "udt";

fn reading(column: &Column) -> Reading {
    match column.column_type() {
        ColumnType::Money | ColumnType::Money4 => Reading::Money,
        ColumnType::Udt => Reading::RuntimeType,
        _ => Reading::Plain,
    }
}

fn may_be_spelled(column: &Column) -> bool {
    matches!(
        column.column_type(),
        ColumnType::Money
            | ColumnType::Money4
            | ColumnType::Decimaln
            | ColumnType::Numericn
            | ColumnType::Xml
            | ColumnType::Udt
            | ColumnType::SSVariant
    )
}

fn result_column(column: &Column) -> ResultColumn {
    let (kind, type_name) = kind_and_name(column.column_type());
    let result = ResultColumn::new(column.name(), kind);
    match type_name {
        Some(name) => result.with_type_name(name),
        None => result,
    }
}

/// The kind of a column's values, and its type's name as far as the driver tells it: neither lengths nor scales.
fn kind_and_name(column_type: ColumnType) -> (ColumnKind, Option<&'static str>) {
    let (kind, name) = match column_type {
        ColumnType::Null => return (ColumnKind::Unknown, None),
        // An integer or a number of a width that is not said.
        ColumnType::Intn => return (ColumnKind::I64, None),
        ColumnType::Floatn => return (ColumnKind::F64, None),
        // `datetime` or `smalldatetime`.
        ColumnType::Datetimen => return (ColumnKind::Timestamp, None),
        ColumnType::Bit | ColumnType::Bitn => (ColumnKind::Bool, "bit"),
        ColumnType::Int1 => (ColumnKind::U8, "tinyint"),
        ColumnType::Int2 => (ColumnKind::I16, "smallint"),
        ColumnType::Int4 => (ColumnKind::I32, "int"),
        ColumnType::Int8 => (ColumnKind::I64, "bigint"),
        ColumnType::Float4 => (ColumnKind::F32, "real"),
        ColumnType::Float8 => (ColumnKind::F64, "float"),
        ColumnType::Money => (ColumnKind::Decimal, "money"),
        ColumnType::Money4 => (ColumnKind::Decimal, "smallmoney"),
        ColumnType::Decimaln => (ColumnKind::Decimal, "decimal"),
        ColumnType::Numericn => (ColumnKind::Decimal, "numeric"),
        ColumnType::Datetime4 => (ColumnKind::Timestamp, "smalldatetime"),
        ColumnType::Datetime => (ColumnKind::Timestamp, "datetime"),
        ColumnType::Datetime2 => (ColumnKind::Timestamp, "datetime2"),
        ColumnType::DatetimeOffsetn => (ColumnKind::TimestampTz, "datetimeoffset"),
        ColumnType::Daten => (ColumnKind::Date, "date"),
        ColumnType::Timen => (ColumnKind::Time, "time"),
        ColumnType::Guid => (ColumnKind::Uuid, "uniqueidentifier"),
        ColumnType::BigVarBin => (ColumnKind::Bytes, "varbinary"),
        ColumnType::BigBinary => (ColumnKind::Bytes, "binary"),
        ColumnType::Image => (ColumnKind::Bytes, "image"),
        ColumnType::BigVarChar => (ColumnKind::Text, "varchar"),
        ColumnType::BigChar => (ColumnKind::Text, "char"),
        ColumnType::NVarchar => (ColumnKind::Text, "nvarchar"),
        ColumnType::NChar => (ColumnKind::Text, "nchar"),
        ColumnType::Text => (ColumnKind::Text, "text"),
        ColumnType::NText => (ColumnKind::Text, "ntext"),
        ColumnType::Xml => (ColumnKind::Native, "xml"),
        ColumnType::Udt => (ColumnKind::Native, RUNTIME_TYPE),
        ColumnType::SSVariant => (ColumnKind::Unknown, "sql_variant"),
    };
    (kind, Some(name))
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use backend_core::error::ErrorKind;
    use backend_core::value::{ColumnKind, Native, NativeContent, Value};
    use tiberius::numeric::Numeric;
    use tiberius::xml::XmlData;
    use tiberius::{ColumnData, ColumnType, Row, time};

    use super::{Digits, Readings};

    fn row(cells: Vec<(ColumnType, ColumnData<'static>)>) -> Row {
        let empty = Row::builder();
        let row = cells.into_iter().enumerate();
        row.fold(empty, |row, (n, (column_type, datum))| {
            row.column(format!("c{n}"), column_type, datum)
        })
        .build()
    }

    fn read(row: &Row) -> backend_core::error::Result<Vec<Value>> {
        let readings = Readings::new(row.columns());
        readings.read(row, &mut Digits::default(), |cells| {
            Ok(cells.iter().map(|cell| cell.to_value()).collect())
        })
    }

    fn decimal(text: &str) -> Value {
        Value::Decimal(text.parse().unwrap())
    }

    fn native(type_name: &'static str, content: NativeContent<'static>) -> Value {
        Value::Native(Box::new(Native {
            type_name: Cow::Borrowed(type_name),
            content,
        }))
    }

    /// A column's type, a value on the wire, and what it is read as.
    type Case = (ColumnType, ColumnData<'static>, Value);

    fn expect_read(cells: Vec<Case>) {
        let expected: Vec<Value> = cells.iter().map(|(_, _, value)| value.clone()).collect();
        let row = row(cells
            .into_iter()
            .map(|(ty, datum, _)| (ty, datum))
            .collect());
        assert_eq!(read(&row).unwrap(), expected);
    }

    #[test]
    fn numbers_are_what_their_columns_hold() {
        use ColumnType as Type;

        let numeric = |value, scale| {
            let number = Numeric::new_with_scale(value, scale);
            ColumnData::Numeric(Some(number))
        };
        expect_read(vec![
            (Type::Bitn, ColumnData::Bit(Some(true)), Value::Bool(true)),
            (Type::Int1, ColumnData::U8(Some(255)), Value::I64(255)),
            (Type::Int2, ColumnData::I16(Some(-1)), Value::I64(-1)),
            (Type::Int4, ColumnData::I32(Some(7)), Value::I64(7)),
            (Type::Int8, ColumnData::I64(Some(-8)), Value::I64(-8)),
            (Type::Float4, ColumnData::F32(Some(1.5)), Value::F32(1.5)),
            (Type::Float8, ColumnData::F64(Some(0.1)), Value::F64(0.1)),
            (
                Type::Money,
                ColumnData::F64(Some(-12.5)),
                decimal("-12.5000"),
            ),
            (Type::Numericn, numeric(-5, 3), decimal("-0.005")),
            (Type::Money4, ColumnData::F64(None), Value::Null),
            (Type::Decimaln, numeric(1_000, 0), decimal("1000")),
            (Type::SSVariant, numeric(150, 2), decimal("1.50")),
        ]);
    }

    #[test]
    fn texts_and_bytes_are_what_their_columns_hold() {
        use ColumnType as Type;

        let bytes = || ColumnData::Binary(Some(Cow::Borrowed(b"\x01\x02")));
        let text = ColumnData::String(Some("né".into()));
        let document = ColumnData::Xml(Some(Cow::Owned(XmlData::new("<a/>"))));
        let point = NativeContent::Bytes(vec![1, 2].into());
        expect_read(vec![
            (Type::NVarchar, text, Value::Text("né".into())),
            (Type::BigVarBin, bytes(), Value::Bytes(vec![1, 2])),
            (Type::Udt, bytes(), native("udt", point)),
            (
                Type::Xml,
                document,
                native("xml", NativeContent::Text("<a/>".into())),
            ),
            (Type::Udt, ColumnData::Binary(None), Value::Null),
            (Type::SSVariant, ColumnData::String(None), Value::Null),
        ]);
    }

    #[test]
    fn moments_are_what_their_columns_hold() {
        use ColumnType as Type;

        let date = time::Date::new(738_944);
        let midnight = time::DateTime2::new(date, time::Time::new(0, 7));
        let instant = time::DateTimeOffset::new(midnight, -90);
        expect_read(vec![
            (
                Type::Daten,
                ColumnData::Date(Some(date)),
                Value::Date("2024-02-29".parse().unwrap()),
            ),
            (
                Type::DatetimeOffsetn,
                ColumnData::DateTimeOffset(Some(instant)),
                Value::TimestampTz("2024-02-28 22:30:00-01:30".parse().unwrap()),
            ),
        ]);
    }

    #[test]
    fn a_cell_that_cannot_be_read_names_its_column() {
        let row = row(vec![
            (ColumnType::Int4, ColumnData::I32(Some(1))),
            (
                ColumnType::Money,
                ColumnData::F64(Some(922_337_203_685_477.6)),
            ),
        ]);
        let error = read(&row).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Data);
        assert_eq!(error.detail().column.as_deref(), Some("c1"));
    }

    #[test]
    fn a_column_has_the_kind_of_its_cells() {
        let row = row(vec![
            (ColumnType::Int1, ColumnData::U8(None)),
            (ColumnType::Money4, ColumnData::F64(None)),
            (ColumnType::Datetimen, ColumnData::DateTime(None)),
            (ColumnType::SSVariant, ColumnData::String(None)),
        ]);
        let readings = Readings::new(row.columns());
        let found: Vec<_> = readings
            .columns()
            .iter()
            .map(|column| {
                (
                    column.name.as_str(),
                    column.kind,
                    column.type_name.as_deref(),
                )
            })
            .collect();
        assert_eq!(
            found,
            [
                ("c0", ColumnKind::U8, Some("tinyint")),
                ("c1", ColumnKind::Decimal, Some("smallmoney")),
                ("c2", ColumnKind::Timestamp, None),
                ("c3", ColumnKind::Unknown, Some("sql_variant")),
            ]
        );
    }
}
