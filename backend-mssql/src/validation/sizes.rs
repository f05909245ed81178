//! How many bytes values take, for the limits of rows and keys.
//!
//! Source: <https://learn.microsoft.com/sql/sql-server/maximum-capacity-specifications-for-sql-server>.

use backend_core::model::{Column, ColumnType};
use backend_core::sql::Declaration;
use backend_core::sql::tokenizer::{Token, Tokenizer};

use crate::sql::LEXICON;

/// The most bytes of a row that stay in its page.
pub(super) const ROW: u32 = 8_060;
/// The most bytes of a key by which a table is sorted.
pub(super) const CLUSTERED_KEY: u32 = 900;
/// The most bytes of any other key.
pub(super) const KEY: u32 = 1_700;
/// What a row keeps of a value that is stored elsewhere.
const POINTER: u32 = 24;

/// What a value takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Size {
    /// Always as many bytes.
    Fixed(u32),
    /// Up to as many.
    UpTo(u32),
    /// Any number; it is stored elsewhere.
    Unlimited,
}

impl Size {
    /// The fewest and the most bytes of a row.
    pub(super) const fn in_row(self) -> (u32, u32) {
        match self {
            Self::Fixed(bytes) => (bytes, bytes),
            Self::UpTo(bytes) => (0, bytes),
            Self::Unlimited => (0, POINTER),
        }
    }
}

/// What a column's values take.
pub(super) fn of(column: &Column) -> Size {
    let characters = |length: u32| length.saturating_mul(2);
    match &column.column_type {
        ColumnType::Boolean => Size::Fixed(1),
        ColumnType::TinyInteger | ColumnType::SmallInteger => Size::Fixed(2),
        ColumnType::Integer | ColumnType::Real => Size::Fixed(4),
        ColumnType::BigInteger | ColumnType::Double => Size::Fixed(8),
        ColumnType::Decimal { precision, .. } => Size::Fixed(decimal(precision.unwrap_or(38))),
        ColumnType::Char {
            length: Some(length),
        } => Size::Fixed(characters(*length)),
        ColumnType::VarChar {
            length: Some(length),
        } => Size::UpTo(characters(*length)),
        ColumnType::Binary {
            length: Some(length),
        } => Size::Fixed(*length),
        ColumnType::VarBinary {
            length: Some(length),
        } => Size::UpTo(*length),
        ColumnType::Interval => Size::UpTo(128),
        ColumnType::Date => Size::Fixed(3),
        ColumnType::Time { precision } => Size::Fixed(fraction(*precision)),
        ColumnType::Timestamp { precision } => Size::Fixed(fraction(*precision) + 3),
        ColumnType::TimestampTz { precision } => Size::Fixed(fraction(*precision) + 5),
        ColumnType::Uuid => Size::Fixed(16),
        ColumnType::Native(text) => native(text),
        // What it is made of is not known here.
        ColumnType::Named(_) => Size::UpTo(0),
        _ => Size::Unlimited,
    }
}

const fn decimal(precision: u32) -> u32 {
    match precision {
        0..=9 => 5,
        10..=19 => 9,
        20..=28 => 13,
        _ => 17,
    }
}

const fn fraction(precision: Option<u8>) -> u32 {
    match precision {
        Some(0..=2) => 3,
        Some(3..=4) => 4,
        _ => 5,
    }
}

fn native(text: &str) -> Size {
    let tokens: Vec<Token<'_>> = Tokenizer::new(text, LEXICON)
        .filter(|token| !token.is_trivia())
        .collect();
    let Some(declaration) = Declaration::read(&tokens) else {
        return Size::Unlimited;
    };
    let length = || {
        let length = declaration.one_argument::<u32>();
        length.flatten().unwrap_or(1)
    };
    match declaration.name.as_str() {
        "tinyint" => Size::Fixed(1),
        "smallmoney" | "smalldatetime" => Size::Fixed(4),
        "money" | "datetime" | "rowversion" | "timestamp" => Size::Fixed(8),
        "char" | "character" => Size::Fixed(length()),
        "varchar" | "char varying" | "character varying" => Size::UpTo(length()),
        "sysname" => Size::UpTo(256),
        "hierarchyid" => Size::UpTo(892),
        "sql_variant" => Size::UpTo(0),
        _ => Size::Unlimited,
    }
}

#[cfg(test)]
mod tests {
    use backend_core::model::{Column, ColumnType};

    use super::{Size, of};

    #[test]
    fn each_type_takes_its_bytes() {
        let decimal = |precision| ColumnType::Decimal {
            precision,
            scale: Some(0),
        };
        for (column_type, expected) in [
            (ColumnType::Integer, Size::Fixed(4)),
            (decimal(Some(9)), Size::Fixed(5)),
            (decimal(None), Size::Fixed(17)),
            (ColumnType::VarChar { length: Some(20) }, Size::UpTo(40)),
            (ColumnType::Char { length: Some(20) }, Size::Fixed(40)),
            (ColumnType::Text, Size::Unlimited),
            (ColumnType::Timestamp { precision: None }, Size::Fixed(8)),
            (
                ColumnType::TimestampTz { precision: Some(0) },
                Size::Fixed(8),
            ),
            (ColumnType::Native("varchar(30)".into()), Size::UpTo(30)),
            (ColumnType::Native("varchar(max)".into()), Size::Unlimited),
            (ColumnType::Native("xml".into()), Size::Unlimited),
            (ColumnType::Native("money".into()), Size::Fixed(8)),
        ] {
            let column = Column::new("c", column_type.clone()).unwrap();
            assert_eq!(of(&column), expected, "{column_type:?}");
        }
    }
}
