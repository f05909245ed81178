//! The server's words: what of them can be shown.

use backend_core::error::ErrorKind;

use crate::driver::ServerMessage;

/// Sentences that show values of rows, from these words to the end of the sentence.
const TELLTALES: [&str; 2] = ["The duplicate key value is ", "Truncated value: "];

/// Messages about values that quote nothing but names.
const QUOTES_NAMES: [u32; 7] = [2628, 544, 545, 8101, 1946, 8672, 11728];

/// Other messages that quote a piece of a statement, which may be one that a procedure made of its parameters.
const QUOTES_TEXTS: [u32; 5] = [102, 103, 105, 156, 33_557_097];

/// The server's message without the values that it quotes, which may have been parameters: one is shown only where the statement
/// shows it as well.
pub(super) fn shown(said: &ServerMessage, kind: ErrorKind, sql: &str) -> String {
    let mut text = said.message.trim_end();
    for words in TELLTALES {
        // It is the last sentence, and a value may hold any other.
        if let Some((before, _)) = text.split_once(words) {
            text = before.trim_end();
        }
    }
    let quotes_values = kind == ErrorKind::Data && !QUOTES_NAMES.contains(&said.number)
        || QUOTES_TEXTS.contains(&said.number);
    if quotes_values {
        without_number(&without_values(text, sql), sql)
    } else {
        text.to_owned()
    }
}

/// The message, with `…` for a quoted text that the statement does not contain.
fn without_values(message: &str, sql: &str) -> String {
    let Some((start, mark)) = first_mark(message) else {
        return message.to_owned();
    };
    // A value may contain the mark itself: the last one closes it.
    let end = message.rfind(mark).filter(|end| *end > start);
    let (Some(before), Some(value), Some(after)) = (
        message.get(..start + mark.len_utf8()),
        end.and_then(|end| message.get(start + mark.len_utf8()..end)),
        end.and_then(|end| message.get(end..)),
    ) else {
        return message.to_owned();
    };
    if !value.is_empty() && sql.contains(value) {
        return message.to_owned();
    }
    format!("{before}…{after}")
}

fn first_mark(text: &str) -> Option<(usize, char)> {
    text.char_indices()
        .find(|(_, character)| matches!(character, '\'' | '"'))
}

/// The message of an overflow, which says the number without quotation marks.
fn without_number(message: &str, sql: &str) -> String {
    let Some((before, number)) = message.split_once("value = ") else {
        return message.to_owned();
    };
    let number = number.trim_end_matches('.');
    if sql.contains(number) {
        return message.to_owned();
    }
    format!("{before}value = ….")
}

#[cfg(test)]
mod tests {
    use backend_core::error::{ErrorKind, Integrity};

    use super::shown;
    use crate::error::tests::said;

    #[test]
    fn values_are_shown_only_where_the_statement_shows_them() {
        for (number, message, sql, expected) in [
            (
                245,
                "Conversion failed when converting the nvarchar value 'hid' den' to data type int.",
                "SELECT CAST(@P1 AS int)",
                "Conversion failed when converting the nvarchar value '…' to data type int.",
            ),
            (
                245,
                "Conversion failed when converting the varchar value 'abc' to data type int.",
                "SELECT CAST('abc' AS int)",
                "Conversion failed when converting the varchar value 'abc' to data type int.",
            ),
            (
                220,
                "Arithmetic overflow error for data type tinyint, value = 300.",
                "SELECT @P1",
                "Arithmetic overflow error for data type tinyint, value = ….",
            ),
            (
                2628,
                "String or binary data would be truncated in table 'shop.dbo.artist', column 'name'. Truncated value: 'hid. den'.",
                "INSERT INTO [artist] ([name]) VALUES (@P1)",
                "String or binary data would be truncated in table 'shop.dbo.artist', column 'name'.",
            ),
            (
                33_557_097,
                "invalid input syntax for type integer: \"hidden\"",
                "",
                "invalid input syntax for type integer: \"…\"",
            ),
        ] {
            let message = shown(&said(number, message), ErrorKind::Data, sql);
            assert_eq!(message, expected);
        }
        let message = "Invalid object name 'dbo.x'.";
        let kept = shown(&said(208, message), ErrorKind::DoesNotExist, "");
        assert_eq!(kept, message);
    }

    #[test]
    fn keys_are_never_shown() {
        let message = "Violation of UNIQUE KEY constraint 'uq'. Cannot insert duplicate key in object 'dbo.t'. The duplicate \
                       key value is (hid. den).";
        let kind = ErrorKind::Integrity(Integrity::Unique);
        assert_eq!(
            shown(&said(2627, message), kind, ""),
            "Violation of UNIQUE KEY constraint 'uq'. Cannot insert duplicate key in object 'dbo.t'."
        );
    }
}
