//! Cells of types that the server has alone: `sql_variant`, `rowversion`, and types of its runtime as `hierarchyid` and `geometry`.
//!
//! Source of the bytes: <https://learn.microsoft.com/openspecs/windows_protocols/ms-tds/>, 2.2.5.5.

use std::borrow::Cow;

use backend_core::sql::Statement;
use backend_core::value::{ColumnKind, Native, NativeContent, Value};

use crate::connect;
use crate::fake::{Answer, Fake, Kind, Tokens};

const VARIANT: &[u8] = &[0x62, 0x49, 0x1F, 0, 0];
/// What a `rowversion` is on the wire: eight bytes.
const ROW_VERSION: &[u8] = &[0xAD, 8, 0];
const COLLATION: [u8; 5] = [0x09, 0x04, 0xD0, 0x00, 0x34];

/// A text with the number of its units before it, in so many bytes.
fn text(text: &str, length_bytes: usize) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut bytes = units.len().to_le_bytes()[..length_bytes].to_vec();
    bytes.extend(units.iter().flat_map(|unit| unit.to_le_bytes()));
    bytes
}

/// A type of the server's runtime, of that name.
fn runtime_type(name: &str) -> Vec<u8> {
    let mut bytes = vec![0xF0, 0xFF, 0xFF];
    for each in ["db", "sys", name] {
        bytes.extend(text(each, 1));
    }
    bytes.extend(text("Microsoft.SqlServer.Types", 2));
    bytes
}

/// A cell of a `sql_variant`: the type of its value, what is said of that type, the value.
fn variant(of: u8, properties: &[u8], value: &[u8]) -> Vec<u8> {
    let length = u32::try_from(2 + properties.len() + value.len()).unwrap();
    let mut bytes = length.to_le_bytes().to_vec();
    bytes.extend([of, u8::try_from(properties.len()).unwrap()]);
    bytes.extend(properties);
    bytes.extend(value);
    bytes
}

/// A cell whose bytes come in pieces.
fn in_pieces(pieces: &[&[u8]]) -> Vec<u8> {
    let mut bytes = 0xFFFF_FFFF_FFFF_FFFE_u64.to_le_bytes().to_vec();
    for piece in pieces {
        bytes.extend(u32::try_from(piece.len()).unwrap().to_le_bytes());
        bytes.extend(*piece);
    }
    bytes.extend([0; 4]);
    bytes
}

/// The kinds, types and values of a row of these columns, each with its type and its cell.
async fn read(columns: &[(&[u8], Vec<u8>)]) -> Vec<(ColumnKind, Option<String>, Value)> {
    let mut metadata = vec![0x81];
    metadata.extend(u16::try_from(columns.len()).unwrap().to_le_bytes());
    let mut row = vec![0xD1];
    for (of, cell) in columns {
        metadata.extend([0, 0, 0, 0, 0x09, 0]);
        metadata.extend(*of);
        metadata.extend(text("c", 1));
        row.extend(cell);
    }
    let tokens = Tokens::new().raw(&metadata).raw(&row);
    let tokens = tokens.done_in_procedure(Some(1)).done_with_procedure();
    let server = Fake::new(move |message| match message.kind {
        Kind::Call => Answer::Whole(tokens.clone()),
        _ => Answer::Whole(Tokens::new().done(None)),
    })
    .await;
    let mut connection = connect(&server).await.unwrap();
    let question = Statement::new("SELECT @P1").bind(1_i64);
    let mut sets = connection.fetch_result_sets(&question).await.unwrap();
    let mut set = sets.remove(0);
    let row = set.rows.remove(0);
    let columns = set.columns.into_iter().zip(row);
    columns
        .map(|(column, value)| (column.kind, column.type_name, value))
        .collect()
}

#[tokio::test]
async fn a_variant_is_what_is_in_it_but_for_money() {
    let mut text_properties = COLLATION.to_vec();
    text_properties.extend(40_u16.to_le_bytes());
    // The high half of an amount comes first, of which a part is the ten-thousandth of a unit. This many are no double.
    let most = 9_007_199_254_740_993_i64;
    let halves = |amount: i64| {
        let bytes = amount.to_le_bytes();
        [&bytes[4..], &bytes[..4]].concat()
    };
    let cells = [
        (variant(0x38, &[], &7_i32.to_le_bytes()), Value::I64(7)),
        (
            variant(0xE7, &text_properties, &text("né", 0)),
            Value::Text("né".into()),
        ),
        (
            variant(0x6A, &[10, 2], &[1, 150, 0, 0, 0]),
            Value::Decimal("1.50".parse().unwrap()),
        ),
        (variant(0xA5, &[8, 0], &[1, 2]), Value::Bytes(vec![1, 2])),
        (variant(0x3C, &[], &halves(125_000)), Value::F64(12.5)),
        (
            variant(0x3C, &[], &halves(most)),
            Value::F64(900_719_925_474.099_2),
        ),
        (0_u32.to_le_bytes().to_vec(), Value::Null),
    ];
    let columns = cells.iter().map(|(cell, _)| (VARIANT, cell.clone()));
    let columns: Vec<_> = columns.collect();
    let found = read(&columns).await;
    for ((_, expected), (kind, type_name, value)) in cells.into_iter().zip(found) {
        assert_eq!(value, expected);
        let of = (kind, type_name.as_deref());
        assert_eq!(of, (ColumnKind::Unknown, Some("sql_variant")));
    }
}

#[tokio::test]
async fn a_row_version_is_bytes_and_what_the_runtime_has_is_native() {
    let native = |bytes: &[u8]| {
        Value::Native(Box::new(Native {
            type_name: Cow::Borrowed("udt"),
            content: NativeContent::Bytes(Cow::Owned(bytes.to_vec())),
        }))
    };
    let [path, shape] = ["hierarchyid", "geometry"].map(runtime_type);
    let version = [8, 0, 0, 0, 0, 0, 0, 0, 7, 0xD1].to_vec();
    let found = read(&[
        (ROW_VERSION, version),
        (&path, in_pieces(&[&[0x5A, 0xC0]])),
        (&shape, in_pieces(&[&[1, 2], &[3]])),
        (&shape, vec![0xFF; 8]),
    ])
    .await;
    let expected = [
        (
            ColumnKind::Bytes,
            "binary",
            Value::Bytes(vec![0, 0, 0, 0, 0, 0, 7, 0xD1]),
        ),
        (ColumnKind::Native, "udt", native(&[0x5A, 0xC0])),
        (ColumnKind::Native, "udt", native(&[1, 2, 3])),
        (ColumnKind::Native, "udt", Value::Null),
    ];
    let expected = expected.map(|(kind, name, value)| (kind, Some(name.to_owned()), value));
    assert_eq!(found, expected);
}
