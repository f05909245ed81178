//! Names: in statements of the writer and in queries.

use backend_core::backend::Backend;
use backend_core::model::{Identifier, QualifiedName};
use backend_core::query::Query;
use backend_core::sea_query::{Alias, Expr, ExprTrait as _};
use backend_core::sql::tokenizer::{Lexicon, TokenKind};

use super::{dialect, input, spoken};

pub(super) fn check(backend: &'static Backend, data: &[u8]) -> Result<(), String> {
    let (first, second) = input::two(data);
    let dialect = dialect(backend);
    let lexicon = dialect.operations.syntax().lexicon;
    queried(&first, &second, &dialect, lexicon)?;
    let (Ok(schema), Ok(name)) = (Identifier::new(&*first), Identifier::new(&*second)) else {
        let has_nul = first.contains('\0') || second.contains('\0');
        return expect(has_nul, || "a name without U+0000 is none".to_owned());
    };
    expect(!first.contains('\0') && !second.contains('\0'), || {
        "U+0000 is in a name".to_owned()
    })?;
    let mut out = dialect.writer();
    let qualified = QualifiedName {
        schema: Some(schema),
        name: name.clone(),
    };
    out.push("a.").name(&qualified).push(",").identifier(&name);
    out.push("b");
    expect_names(
        out.as_str(),
        lexicon,
        &[&first, &second, &second],
        &["a", "b"],
    )?;
    for write in [
        dialect.savepoint_statement(&name),
        dialect.channel_statement(&name),
    ] {
        let words = ["SAVEPOINT", "SAVE", "TRANSACTION", "LISTEN"];
        let short = shortened(&write, lexicon, &second);
        let meant = short.as_ref().map_or(&*second, Identifier::as_str);
        expect_names(&write, lexicon, &[meant], &words)?;
    }
    Ok(())
}

/// The name, as short as the one that stands in a statement: a server may have less room for those of savepoints.
fn shortened(sql: &str, lexicon: Lexicon, name: &str) -> Option<Identifier> {
    let tokens = spoken(sql, lexicon);
    let mut quoted = tokens
        .iter()
        .filter(|token| token.kind == TokenKind::QuotedIdentifier);
    let length = quoted.next()?.identifier()?.len();
    Identifier::of_at_most(name, u32::try_from(length).ok()?).ok()
}

/// The statements of a savepoint and a channel.
trait Statements {
    fn savepoint_statement(&self, name: &Identifier) -> String;
    fn channel_statement(&self, name: &Identifier) -> String;
}

impl Statements for backend_core::operations::Dialect {
    fn savepoint_statement(&self, name: &Identifier) -> String {
        let mut out = self.writer();
        self.operations.savepoint(name, &mut out);
        out.finish().sql
    }

    fn channel_statement(&self, name: &Identifier) -> String {
        let mut out = self.writer();
        self.operations.listen(name, &mut out);
        out.finish().sql
    }
}

fn queried(
    first: &str,
    second: &str,
    dialect: &backend_core::operations::Dialect,
    lexicon: Lexicon,
) -> Result<(), String> {
    let query: Query = Query::select()
        .expr_as(Expr::col(Alias::new(first)), Alias::new(second))
        .from(Alias::new(second))
        .and_where(Expr::col(Alias::new(first)).is_not_null())
        .into();
    let has_nul = first.contains('\0') || second.contains('\0');
    match dialect.build(&query) {
        Ok(statements) => {
            expect(!has_nul, || "U+0000 is in a query".to_owned())?;
            let sql = statements.first().map_or("", |statement| &statement.sql);
            let words = ["SELECT", "AS", "FROM", "WHERE", "IS", "NOT", "NULL"];
            expect_names(sql, lexicon, &[first, second, second, first], &words)
        }
        Err(error) => expect(has_nul, || format!("a name is refused: {error}")),
    }
}

/// Demands that these are the quoted names of a statement, in order, and that it has no words but these, and no texts.
fn expect_names(sql: &str, lexicon: Lexicon, names: &[&str], words: &[&str]) -> Result<(), String> {
    let mut expected = names.iter();
    for token in spoken(sql, lexicon) {
        match token.kind {
            TokenKind::QuotedIdentifier => {
                let found = token.identifier();
                let wanted = expected.next().copied();
                expect(found.as_deref() == wanted, || {
                    format!("the name {found:?} and not {wanted:?} in {sql:?}")
                })?;
            }
            TokenKind::Symbol if token.is_symbol(".") || token.is_symbol(",") => {}
            TokenKind::Word if words.contains(&token.text) => {}
            _ => return Err(format!("{token:?} in {sql:?}")),
        }
    }
    expect(expected.next().is_none(), || {
        format!("a name is missing in {sql:?}")
    })
}

fn expect(holds: bool, message: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(message()) }
}
