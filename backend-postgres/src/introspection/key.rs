//! The parts of a key as the statement of an index or a partitioned table lists them: only it says what an expression is, and by
//! which collation it is compared.

use backend_core::sql::tokenizer::Token;

use super::expression::{bare, tokens};

/// One part of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct WrittenPart<'d> {
    /// The expression, or the column.
    pub(super) expression: &'d str,
    /// The collation that is written behind it: schema, where there is one, and name.
    pub(super) collation: Option<(Option<String>, String)>,
}

/// The parts of an index's statement: what stands in the parentheses behind `USING` and the method.
pub(super) fn of_index(definition: &str) -> Option<Vec<WrittenPart<'_>>> {
    let mut tokens = tokens(definition);
    tokens.find(|token| token.is_keyword("USING"))?;
    let open = tokens.find(|token| token.is_symbol("("))?;
    parts(definition, open.end())
}

/// The parts of a partition key: `RANGE (a, lower(b))`.
pub(super) fn of_partitioning(definition: &str) -> Option<Vec<WrittenPart<'_>>> {
    let open = tokens(definition).find(|token| token.is_symbol("("))?;
    parts(definition, open.end())
}

/// Reads from behind the opening parenthesis to its end.
fn parts(definition: &str, from: usize) -> Option<Vec<WrittenPart<'_>>> {
    let list = definition.get(from..)?;
    let mut parts = Vec::new();
    let mut part = Vec::new();
    let mut depth = 0_u32;
    for token in tokens(list) {
        let is_end = depth == 0 && token.is_symbol(")");
        if is_end || depth == 0 && token.is_symbol(",") {
            parts.push(read(list, &part)?);
            part.clear();
            if is_end {
                return Some(parts);
            }
            continue;
        }
        match token.text {
            "(" | "[" => depth += 1,
            ")" | "]" => depth = depth.checked_sub(1)?,
            _ => {}
        }
        part.push(token);
    }
    None
}

/// An expression is a call or stands in parentheses: it ends where the first group does.
fn read<'d>(list: &'d str, tokens: &[Token<'d>]) -> Option<WrittenPart<'d>> {
    let first = tokens.first()?;
    let mut depth = 0_u32;
    let mut end = None;
    for (n, token) in tokens.iter().enumerate() {
        match token.text {
            "(" => depth += 1,
            ")" => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    end = Some(n);
                    break;
                }
            }
            _ if depth == 0 && token.is_keyword("COLLATE") => break,
            _ => {}
        }
    }
    // A column has no parentheses, or only those of an operator class's parameters, which follow a word.
    let last = end.unwrap_or(0);
    let text = list.get(first.offset..tokens.get(last)?.end())?;
    let rest = tokens.get(last + 1..).unwrap_or_default();
    Some(WrittenPart {
        expression: bare(text),
        collation: collation(rest),
    })
}

fn collation(rest: &[Token<'_>]) -> Option<(Option<String>, String)> {
    let name = |token: &Token<'_>| token.identifier().map(std::borrow::Cow::into_owned);
    match rest {
        [collate, schema, dot, collation, ..]
            if collate.is_keyword("COLLATE") && dot.is_symbol(".") =>
        {
            Some((name(schema), name(collation)?))
        }
        [collate, collation, ..] if collate.is_keyword("COLLATE") => Some((None, name(collation)?)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{of_index, of_partitioning};

    #[test]
    fn expressions_end_with_their_parentheses() {
        let definition = "CREATE UNIQUE INDEX \"USING (\" ON ONLY s.\"t(\" USING btree \
                          (lower((a)::text) COLLATE \"C\" text_pattern_ops DESC NULLS LAST, ((b || ', '::text)), c, \
                          COALESCE(d, e) COLLATE s.\"x \"\"y\") INCLUDE (f) WHERE (a > 0)";
        let parts = of_index(definition).unwrap();
        let found: Vec<_> = parts
            .iter()
            .map(|part| (part.expression, part.collation.clone()))
            .collect();
        assert_eq!(
            found,
            [
                ("lower((a)::text)", Some((None, "C".to_owned()))),
                ("b || ', '::text", None),
                ("c", None),
                (
                    "COALESCE(d, e)",
                    Some((Some("s".to_owned()), "x \"y".to_owned()))
                ),
            ]
        );
    }

    #[test]
    fn keys_of_partitions_are_lists_too() {
        let parts = of_partitioning("RANGE (a, date_trunc('day'::text, b), ((c + 1)))").unwrap();
        let found: Vec<_> = parts.iter().map(|part| part.expression).collect();
        assert_eq!(found, ["a", "date_trunc('day'::text, b)", "c + 1"]);
    }
}
