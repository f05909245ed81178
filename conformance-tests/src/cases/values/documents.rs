//! UUIDs and JSON.

use backend_core::model::ColumnType;
use backend_core::value::{Json, Uuid};

use super::paths::{equality, literal, literal_by, round_trip, round_trip_by};
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "values.uuid.round_trip",
        uuid_round_trip,
        "UUIDs come back, from the lowest to the highest."
    )
    .django("model_fields/test_uuid.py"),
    case!(
        "values.uuid.equality",
        uuid_equality,
        "UUIDs are found by a parameter."
    )
    .django("model_fields/test_uuid.py"),
    case!(
        "values.uuid.literal",
        uuid_literal,
        "UUIDs can be literals and defaults."
    ),
    case!(
        "values.json.round_trip",
        json_round_trip,
        "JSON of every kind comes back, deep, in any script, and its null is no NULL."
    )
    .django("model_fields/test_jsonfield.py"),
    case!(
        "values.json.number_precision",
        json_number_precision,
        "Numbers inside JSON keep more digits than a float has."
    )
    .django("model_fields/test_jsonfield.py"),
    case!(
        "values.json.equality",
        json_equality,
        "JSON is found by a parameter."
    ),
    case!(
        "values.json.literal",
        json_literal,
        "JSON can be a literal and a default."
    ),
];

pub(super) fn uuids() -> [Uuid; 5] {
    [
        Uuid::NIL,
        Uuid::MAX,
        Uuid::from_u128(0x0011_2233_4455_6677_8899_AABB_CCDD_EEFF),
        Uuid::from_u128(0xFFEE_DDCC_BBAA_4988_B766_5544_3322_1100),
        Uuid::from_u128(1),
    ]
}

async fn uuid_round_trip(context: &mut Context) -> Outcome {
    round_trip(context, ColumnType::Uuid, &uuids()).await
}

async fn uuid_equality(context: &mut Context) -> Outcome {
    equality(context, ColumnType::Uuid, &uuids()).await
}

async fn uuid_literal(context: &mut Context) -> Outcome {
    literal(context, ColumnType::Uuid, &uuids()).await
}

/// Documents whose keys stand in the order in which servers that sort them keep them.
pub(super) fn documents() -> Vec<Json> {
    let deep = format!("{}1{}", "[".repeat(40), "]".repeat(40));
    let texts = [
        "null",
        "true",
        "false",
        "0",
        "-1.5",
        "\"\"",
        "\"text\"",
        "[]",
        "{}",
        "[1,[2,[3]],{}]",
        r#"{"a":1,"b":[true,null],"c":{"d":"e"}}"#,
        r#"{"":0," ":1,"née":"日本語 🦀"}"#,
        r#"["it's \"quoted\" \\ / 100% ? :x $1"]"#,
        r#""line\nbreak""#,
        &deep,
    ];
    texts.iter().map(|text| Json((*text).to_owned())).collect()
}

/// Whether two texts are the same JSON but for blanks outside of strings.
fn same_json(one: &Json, other: &Json) -> bool {
    without_blanks(&one.0) == without_blanks(&other.0)
}

pub(super) fn without_blanks(text: &str) -> String {
    let (mut in_string, mut escaped) = (false, false);
    let keep = |character: &char| {
        let blank = !in_string && character.is_ascii_whitespace();
        match (*character, escaped) {
            ('"', false) => in_string = !in_string,
            ('\\', false) if in_string => {
                escaped = true;
                return true;
            }
            _ => {}
        }
        escaped = false;
        !blank
    };
    text.chars().filter(keep).collect()
}

async fn json_round_trip(context: &mut Context) -> Outcome {
    round_trip_by(context, ColumnType::Json, &documents(), same_json).await
}

async fn json_number_precision(context: &mut Context) -> Outcome {
    let numbers = [
        "12345678901234567890",
        "0.12345678901234567890123",
        "-9007199254740993",
    ];
    let numbers = numbers.map(|text| Json(text.to_owned()));
    round_trip_by(context, ColumnType::Json, &numbers, same_json).await
}

async fn json_equality(context: &mut Context) -> Outcome {
    equality(context, ColumnType::Json, &documents()).await
}

async fn json_literal(context: &mut Context) -> Outcome {
    literal_by(context, ColumnType::Json, &documents(), same_json).await
}

#[cfg(test)]
mod tests {
    use super::without_blanks;

    #[test]
    fn only_blanks_between_tokens_are_left_out() {
        assert_eq!(without_blanks("{ \"a b\" : [ 1,\n2 ] }"), "{\"a b\":[1,2]}");
        assert_eq!(without_blanks(r#"["\" \\" , " "]"#), r#"["\" \\"," "]"#);
    }
}
