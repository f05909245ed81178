//! A statement with its parameters in place, for people to read.

use super::Operations;
use crate::sql::tokenizer::{TokenKind, Tokenizer};
use crate::sql::{Statement, Writer};
use crate::value::{TypedValue, ValueRef};

/// The longest text or literal, in characters: this is for reading.
const WIDTH: usize = 200;

pub(super) fn last_executed_query<O: Operations + ?Sized>(
    operations: &O,
    statement: &Statement,
) -> String {
    let syntax = operations.syntax();
    let mut out = String::with_capacity(statement.sql.len());
    let mut next = 0;
    for token in Tokenizer::new(&statement.sql, syntax.lexicon) {
        let parameter = if token.kind == TokenKind::Placeholder {
            let position = syntax.placeholder.position(token.text, &mut next);
            position
                .and_then(|position| position.checked_sub(1))
                .and_then(|index| statement.params.get(index))
        } else {
            None
        };
        match parameter {
            Some(parameter) => push_literal(operations, parameter, &mut out),
            None => out.push_str(token.text),
        }
    }
    out
}

/// Writes a value as one literal, whatever it holds: a long text is cut before it is written, so that its quotes close.
fn push_literal<O: Operations + ?Sized>(operations: &O, parameter: &TypedValue, out: &mut String) {
    let value = parameter.value.as_ref();
    let cut;
    let value = match value {
        ValueRef::Text(text) | ValueRef::Json(text) if text.chars().nth(WIDTH).is_some() => {
            cut = text.chars().take(WIDTH).chain(['…']).collect::<String>();
            ValueRef::Text(&cut)
        }
        other => other,
    };
    let is_text = matches!(value, ValueRef::Text(_) | ValueRef::Json(_));
    let mut literal = Writer::new(operations.syntax());
    match operations.literal(value, &mut literal) {
        Ok(()) if is_text || literal.as_str().chars().nth(WIDTH).is_none() => {
            // Two minuses would begin a comment.
            if out.ends_with('-') && literal.as_str().starts_with('-') {
                out.push(' ');
            }
            out.push_str(literal.as_str());
        }
        // What no literal spells, or only a long one, is told by its size or kind.
        _ => out.push_str(&match value {
            ValueRef::Bytes(bytes) => format!("<{} bytes>", bytes.len()),
            other => format!("<{:?}>", other.kind()),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::last_executed_query;
    use crate::error::Result;
    use crate::operations::{Dialect, Operations};
    use crate::query::Query;
    use crate::sql::tokenizer::Lexicon;
    use crate::sql::{PlaceholderStyle, Statement, Syntax};

    struct Vendor(&'static Syntax);

    impl Operations for Vendor {
        fn syntax(&self) -> &'static Syntax {
            self.0
        }

        fn build(&self, _dialect: &Dialect, _query: &Query) -> Result<Vec<Statement>> {
            Ok(Vec::new())
        }
    }

    const NUMBERED: Syntax = Syntax {
        placeholder: PlaceholderStyle::Numbered("$"),
        lexicon: Lexicon {
            placeholder_marks: &['?', '$'],
            ..Lexicon::STANDARD
        },
        ..Syntax::STANDARD
    };

    fn executed(statement: &Statement) -> String {
        last_executed_query(&Vendor(&NUMBERED), statement)
    }

    fn executed_by_marks(statement: &Statement) -> String {
        last_executed_query(&Vendor(&Syntax::STANDARD), statement)
    }

    #[test]
    fn literals_stand_in_the_place_of_parameters_and_nowhere_else() {
        let statement = Statement::new("SELECT '$1', \"$1\", $2, $1 -- $1\nWHERE a = $2 /* $1 */")
            .bind("it's")
            .bind(7);
        assert_eq!(
            executed(&statement),
            "SELECT '$1', \"$1\", 7, 'it''s' -- $1\nWHERE a = 7 /* $1 */"
        );
    }

    #[test]
    fn what_only_begins_like_a_parameter_is_none() {
        let statement = Statement::new("SELECT $1, $x1, $1x, $01, $name").bind("a");
        assert_eq!(executed(&statement), "SELECT 'a', $x1, $1x, $01, $name");
    }

    #[test]
    fn marks_without_a_number_go_in_order_and_what_is_missing_stays() {
        let statement = Statement::new("SELECT ?, ?, ?")
            .bind(None::<i64>)
            .bind(true);
        assert_eq!(executed_by_marks(&statement), "SELECT NULL, TRUE, ?");
        assert_eq!(
            executed(&Statement::new("SELECT $0, $9").bind(1)),
            "SELECT $0, $9"
        );
    }

    #[test]
    fn what_has_no_literal_is_told_and_what_is_long_is_cut() {
        let statement = Statement::new("SELECT ?, ?")
            .bind(f64::NAN)
            .bind("é".repeat(300));
        let text = executed_by_marks(&statement);
        assert!(text.starts_with("SELECT <F64>, 'é"), "{text}");
        assert!(text.ends_with("é…'"), "{text}");
        assert_eq!(text.matches('é').count(), super::WIDTH);
        let bytes = Statement::new("SELECT ?, ?")
            .bind(vec![7_u8; 3])
            .bind(vec![7_u8; 300]);
        assert_eq!(executed_by_marks(&bytes), "SELECT X'070707', <300 bytes>");
    }
}
