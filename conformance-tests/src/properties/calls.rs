//! Names of functions, types of casts and keywords: `sea_query` writes them as they are.

use backend_core::backend::Backend;
use backend_core::query::Query;
use backend_core::sea_query::{Alias, Expr, Func, TypeRef};
use backend_core::sql::tokenizer::TokenKind;

use super::{closed, dialect, input, spoken};

pub(super) fn check(backend: &'static Backend, data: &[u8]) -> Result<(), String> {
    let text = input::text(data);
    let dialect = dialect(backend);
    let lexicon = dialect.operations.syntax().lexicon;
    let number = || Expr::val(1);
    let expressions = [
        Expr::from(Func::cust(Alias::new(&*text)).arg(number())),
        Func::cast_as(number(), Alias::new(&*text)).into(),
        Func::cast_as_quoted(number(), TypeRef::from(text.clone())).into(),
        number().one_of_enum(&text),
        Expr::custom_keyword(Alias::new(&*text)),
    ];
    for expression in expressions {
        let query: Query = Query::select()
            .expr_as(expression, Alias::new("x"))
            .from(Alias::new("t"))
            .into();
        let Ok(statements) = dialect.build(&query) else {
            continue;
        };
        let sql = statements.first().map_or("", |statement| &statement.sql);
        closed(sql, lexicon)?;
        let tokens = spoken(sql, lexicon);
        let strings = tokens.iter().any(|token| {
            matches!(
                token.kind,
                TokenKind::String | TokenKind::EscapeString | TokenKind::Blob
            )
        });
        let end: Vec<_> = tokens
            .iter()
            .rev()
            .take(4)
            .map(|token| token.text)
            .collect();
        if strings || !ends_well(&end) {
            return Err(format!("{text:?} became more than one thing: {sql}"));
        }
    }
    Ok(())
}

/// Whether these are `AS "x" FROM "t"`, from the end.
fn ends_well(end: &[&str]) -> bool {
    match end {
        [table, from, name, word] => {
            *word == "AS" && *from == "FROM" && name.contains('x') && table.contains('t')
        }
        _ => false,
    }
}

/// A value as one of a type of enums.
trait OneOfEnum {
    fn one_of_enum(self, name: &str) -> Expr;
}

impl OneOfEnum for Expr {
    fn one_of_enum(self, name: &str) -> Expr {
        use backend_core::sea_query::ExprTrait as _;
        self.as_enum(Alias::new(name))
    }
}
