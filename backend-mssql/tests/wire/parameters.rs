//! The bytes of a parameter of each kind and of its NULL, as they are stored in `parameters.txt`; `BLESS=1` writes those of now.

use std::fmt::Write as _;

use backend_core::sql::Statement;
use backend_core::value::{
    ColumnKind, Date, Decimal, Interval, IntoValue as _, Json, Native, NativeContent, Time,
    Timestamp, TimestampTz, TypedValue, Uuid, Value,
};

use crate::call::parameters;
use crate::connect;
use crate::fake::{Answer, Fake, Kind, Message};

fn parsed<T: std::str::FromStr>(text: &str) -> T
where
    T::Err: std::fmt::Debug,
{
    text.parse().unwrap()
}

/// The kinds of which there is a NULL.
const NULLS: [ColumnKind; 23] = [
    ColumnKind::Bool,
    ColumnKind::U8,
    ColumnKind::I8,
    ColumnKind::I16,
    ColumnKind::U16,
    ColumnKind::I32,
    ColumnKind::U32,
    ColumnKind::I64,
    ColumnKind::U64,
    ColumnKind::F32,
    ColumnKind::F64,
    ColumnKind::Decimal,
    ColumnKind::Text,
    ColumnKind::Bytes,
    ColumnKind::Date,
    ColumnKind::Time,
    ColumnKind::Timestamp,
    ColumnKind::TimestampTz,
    ColumnKind::Interval,
    ColumnKind::Uuid,
    ColumnKind::Json,
    ColumnKind::Native,
    ColumnKind::Unknown,
];

/// Values, each with what it is called in the file.
fn values() -> Vec<(String, TypedValue)> {
    let decimal = |text: &str| parsed::<Decimal>(text).into_value();
    let values = vec![
        ("true", true.into_value()),
        ("i16", 258_i16.into_value()),
        ("i32", (-2_i32).into_value()),
        ("i64", i64::MIN.into_value()),
        ("u8", 255_u8.into_value()),
        ("i8", (-128_i8).into_value()),
        ("u16", u16::MAX.into_value()),
        ("u32", u32::MAX.into_value()),
        ("u64", u64::MAX.into_value()),
        ("f32", 1.5_f32.into_value()),
        ("f64", (-0.1_f64).into_value()),
        ("decimal 12.50", decimal("12.50")),
        ("decimal -0.001", decimal("-0.001")),
        (
            "decimal of 38 digits",
            decimal("12345678901234567890123456789012345678"),
        ),
        ("text", "O'Hara €😀".into_value()),
        ("text without a letter", "".into_value()),
        ("bytes", vec![0_u8, 255, 7].into_value()),
        ("no bytes", Vec::<u8>::new().into_value()),
        ("date", parsed::<Date>("2024-02-29").into_value()),
        ("time", parsed::<Time>("23:59:59.999999").into_value()),
        (
            "timestamp",
            parsed::<Timestamp>("1753-01-01 00:00:00.000001").into_value(),
        ),
        (
            "instant",
            parsed::<TimestampTz>("2024-02-29 12:00:00+05:30").into_value(),
        ),
        (
            "uuid",
            parsed::<Uuid>("00112233-4455-6677-8899-aabbccddeeff").into_value(),
        ),
        ("json", Json("{\"a\": 1}".to_owned()).into_value()),
        ("interval", parsed::<Interval>("P1DT2H").into_value()),
    ];
    let values = values.into_iter().chain(long_and_native());
    let values = values.map(|(name, value)| (name.to_owned(), value));
    let null = |kind| (format!("NULL of {kind:?}"), TypedValue::null(kind));
    values.chain(NULLS.map(null)).collect()
}

/// Values of servers' own types, which go as the text or the bytes that they are, and those beyond the length of a type that has one.
fn long_and_native() -> Vec<(&'static str, TypedValue)> {
    let native = |type_name: &'static str, content| {
        let native = Native {
            type_name: type_name.into(),
            content,
        };
        TypedValue::from(Value::Native(Box::new(native)))
    };
    let text = |length| "x".repeat(length).into_value();
    vec![
        (
            "native text",
            native("xml", NativeContent::Text("<a/>".into())),
        ),
        (
            "native bytes",
            native("hierarchyid", NativeContent::Bytes(vec![0x5A, 0xC0].into())),
        ),
        ("the longest text that is not long", text(4_000)),
        ("long text", text(4_001)),
        ("long bytes", vec![1_u8; 8_001].into_value()),
    ]
}

/// A message as it is sent, behind the header of its packet, line by line.
async fn whole(statement: &Statement) -> String {
    let server = Fake::new(|_| Answer::done()).await;
    let mut connection = connect(&server).await.unwrap();
    connection.execute(statement).await.unwrap();
    let mut out = String::new();
    for message in server.messages() {
        writeln!(out, "  {:?}", message.kind).unwrap();
        for line in message.body.chunks(32) {
            writeln!(out, "    {}", hex(line)).unwrap();
        }
    }
    out
}

/// What is sent for a value: the statement, the declaration, and each parameter's type and value.
async fn sent(value: TypedValue) -> String {
    let server = Fake::new(|_| Answer::done()).await;
    let mut connection = connect(&server).await.unwrap();
    let mut statement = Statement::new("INSERT INTO [t] ([a]) VALUES (@P1)");
    statement.params.push(value);
    connection.execute(&statement).await.unwrap();
    let messages = server.messages();
    let mut out = String::new();
    for message in &messages {
        describe(message, &mut out);
    }
    out
}

fn describe(message: &Message, out: &mut String) {
    if message.kind == Kind::Batch {
        writeln!(out, "  batch {}", message.batch().unwrap()).unwrap();
        return;
    }
    for parameter in parameters(message) {
        if parameter.name.starts_with("@P") {
            let (of, value) = (hex(&parameter.of), hex(&parameter.value));
            writeln!(out, "  {} {of} : {value}", parameter.name).unwrap();
        } else {
            // `@stmt` and `@params`, however they are called.
            writeln!(out, "  {}", parameter.text()).unwrap();
        }
    }
}

/// Bytes as digits; of many the first ones, and how many they are.
fn hex(bytes: &[u8]) -> String {
    let mut out = String::new();
    for byte in bytes.iter().take(32) {
        write!(out, "{byte:02x} ").unwrap();
    }
    if bytes.len() > 32 {
        write!(out, "… {} bytes", bytes.len()).unwrap();
    }
    out.trim_end().to_owned()
}

#[tokio::test]
async fn parameters_are_those_that_are_stored() {
    let mut text = String::from(
        "# The parameters of calls: the statement, the types that the server is told, then each parameter's type and value; at the end whole \
         messages.\n",
    );
    for (name, value) in values() {
        write!(text, "\n{name}\n{}", sent(value).await).unwrap();
    }
    let call = Statement::new("UPDATE [t] SET [a] = @P1, [b] = @P2, [c] = @P3");
    for (title, statement) in [
        (
            "a whole call, of a number, a text and a NULL",
            call.bind(7_i32).bind("é").bind(None::<f64>),
        ),
        (
            "a whole batch",
            Statement::new("CREATE TABLE [t] ([a] int)"),
        ),
    ] {
        write!(text, "\n{title}\n{}", whole(&statement).await).unwrap();
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/wire/parameters.txt");
    if std::env::var_os("BLESS").is_some_and(|value| value == "1") {
        std::fs::write(path, &text).unwrap();
    }
    let stored = std::fs::read_to_string(path).unwrap_or_default();
    let diff = similar::TextDiff::from_lines(stored.as_str(), text.as_str());
    let diff = diff.unified_diff().context_radius(3).to_string();
    assert!(
        stored == text,
        "parameters.txt is another now (cargo xtask bless accepts it):\n{diff}"
    );
}

#[tokio::test]
async fn a_null_is_of_a_type() {
    for (name, value) in values() {
        let sent = sent(value).await;
        // The type of NULL without one, which servers compare with nothing.
        assert!(!sent.contains("@P1 1f"), "{name}: {sent}");
    }
}
