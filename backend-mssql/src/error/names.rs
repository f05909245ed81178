//! Names in the server's messages: the constraint, the table and the column that they are about.
//!
//! SQL Server says them in the text alone; it is English, as the session is set to that. Babelfish has the same numbers and
//! PostgreSQL's texts.

use super::kind::BABELFISH;
use crate::driver::ServerMessage;
use crate::introspection::variant::index_name;

/// The names in one message.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Names {
    pub(super) constraint: Option<String>,
    pub(super) table: Option<String>,
    pub(super) column: Option<String>,
}

/// How a table's name is qualified in a text.
#[derive(Debug, Clone, Copy)]
enum Qualified {
    /// As it was written, or not at all.
    Perhaps,
    /// By its schema.
    BySchema,
    /// By its database and schema.
    ByDatabase,
}

/// The names that a message is about.
pub(super) fn names_of(said: &ServerMessage) -> Names {
    let text = said.message.as_str();
    if is_of_postgres(said) {
        return of_postgres(text);
    }
    let after = |words| quoted_after(text, words);
    let table = |words, qualified| after(words).map(|name| unqualified(name, qualified));
    let (constraint, table, column) = match said.number {
        2627 => (
            after("constraint ").or_else(|| after("index ")),
            table("in object ", Qualified::BySchema),
            None,
        ),
        2601 => (
            after("unique index "),
            table("in object ", Qualified::BySchema),
            None,
        ),
        1505 => (
            after("index name "),
            table("object name ", Qualified::BySchema),
            None,
        ),
        547 => (
            after("constraint "),
            table("table ", Qualified::BySchema),
            after("column "),
        ),
        515 | 2628 => (
            None,
            table("table ", Qualified::ByDatabase),
            after("column "),
        ),
        544 | 545 | 8101 | 4901 => (None, table("table ", Qualified::Perhaps), after("Column ")),
        207 => (None, None, after("column name ")),
        208 => (None, table("object name ", Qualified::Perhaps), None),
        4924 => (None, table("table ", Qualified::Perhaps), after("column ")),
        1785 => (
            after("constraint "),
            table("table ", Qualified::Perhaps),
            None,
        ),
        3728 => (after(""), None, None),
        _ => (None, None, None),
    };
    Names {
        constraint: constraint.map(str::to_owned),
        table: table.map(str::to_owned),
        column: column.map(str::to_owned),
    }
}

/// Whether a message has PostgreSQL's words.
fn is_of_postgres(said: &ServerMessage) -> bool {
    said.number == BABELFISH || said.message.contains("violates ")
}

/// The names in a text of PostgreSQL's: `… constraint "c" of relation "t"`. A foreign key that is violated from the other side
/// names two tables, of which the last is the constraint's.
fn of_postgres(text: &str) -> Names {
    let own = |words: &str| quoted_after(text, words).map(str::to_owned);
    let last = text
        .rfind(" on table ")
        .and_then(|at| quoted_after(text.get(at..)?, " on table "));
    Names {
        constraint: constraint_of_postgres(text).map(|name| index_name(name, None).to_owned()),
        table: last.map(str::to_owned).or_else(|| own("relation ")),
        column: own("column "),
    }
}

/// The name of the constraint, which may hold quotation marks as well: what may follow it is known.
fn constraint_of_postgres(text: &str) -> Option<&str> {
    let (_, rest) = text.split_once("constraint \"")?;
    let ends = ["\" of ", "\" on ", "\" for "];
    let end = ends.iter().filter_map(|end| rest.find(end)).min();
    rest.get(..end.or_else(|| rest.rfind('"'))?)
}

/// What stands between quotation marks right after these words.
fn quoted_after<'t>(text: &'t str, words: &str) -> Option<&'t str> {
    text.match_indices(words).find_map(|(at, _)| {
        let rest = text.get(at + words.len()..)?;
        let mark = rest
            .chars()
            .next()
            .filter(|mark| matches!(mark, '\'' | '"'))?;
        let rest = rest.get(mark.len_utf8()..)?;
        // A name may hold the mark: the one that ends it is followed by no letter.
        let end = rest.match_indices(mark).map(|(end, _)| end).find(|end| {
            let after = rest
                .get(end + mark.len_utf8()..)
                .and_then(|after| after.chars().next());
            after.is_none_or(|c| !c.is_alphanumeric() && c != mark && c != '_')
        })?;
        rest.get(..end)
    })
}

/// The table's own name; it may hold a dot as well.
fn unqualified(name: &str, qualified: Qualified) -> &str {
    let parts = match qualified {
        Qualified::BySchema => 2,
        Qualified::ByDatabase => 3,
        Qualified::Perhaps => {
            let own = name.rsplit_once('.').map_or(name, |(_, own)| own);
            return own.trim_matches(['[', ']']);
        }
    };
    name.splitn(parts, '.').last().unwrap_or(name)
}
