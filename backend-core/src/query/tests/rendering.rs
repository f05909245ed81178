//! Rendering: placeholders, custom expressions, refusals, and what statements hide.

use std::fmt::{self, Write};

use sea_query::{
    Alias, BinOper, CommonTableExpression, DynIden, EscapeBuilder, ExplainStatement, Expr,
    ExprTrait as _, LockType, Oper, OperLeftAssocDecider, Order, PrecedenceDecider, QueryBuilder,
    Quote, QuotedBuilder, SelectInto, SelectStatement, SqlWriter, SubQueryStatement,
    TableRefBuilder, UnionType, UpdateStatement, Value as Ast, WithClause,
};

use crate::error::ErrorKind;
use crate::features::Features;
use crate::flag::Flag;
use crate::operations::standard_literal;
use crate::query::{
    Builder, Defaults, Probe, Query, Refusal, bind, has_order_or_limit, limit_and_offset, render,
    write_custom, write_identifier, write_literal, write_query,
};
use crate::sql::{PlaceholderStyle, Statement, Syntax};
use crate::value::{Decimal, IntoValue as _, Value};

const NUMBERED: Syntax = Syntax {
    placeholder: PlaceholderStyle::Numbered("@P"),
    ..Syntax::STANDARD
};

/// A database that locks no rows and limits no updates.
struct Standard {
    syntax: Syntax,
    refusal: Refusal,
}

impl Builder for Standard {
    fn features(&self) -> &Features {
        &Features::MINIMAL
    }

    fn syntax(&self) -> &Syntax {
        &self.syntax
    }

    fn refusal(&self) -> &Refusal {
        &self.refusal
    }
}

impl QuotedBuilder for Standard {
    fn quote(&self) -> Quote {
        Quote::new(b'"')
    }

    fn prepare_iden(&self, name: &DynIden, sql: &mut impl SqlWriter) {
        write_identifier(self, name, sql);
    }
}

impl EscapeBuilder for Standard {}

impl TableRefBuilder for Standard {}

impl PrecedenceDecider for Standard {
    fn inner_expr_well_known_greater_precedence(&self, inner: &Expr, _outer: &Oper) -> bool {
        !matches!(inner, Expr::Binary(..))
    }
}

impl OperLeftAssocDecider for Standard {
    fn well_known_left_associative(&self, _operator: &BinOper) -> bool {
        false
    }
}

impl QueryBuilder for Standard {
    fn prepare_query_statement(&self, query: &SubQueryStatement, sql: &mut impl SqlWriter) {
        write_query(self, query, sql);
    }

    fn prepare_select_into(&self, _: &SelectInto, _: &mut impl SqlWriter) {
        self.refusal.note_flag(Flag::supports_select_into);
    }

    fn prepare_explain_statement(&self, _: &ExplainStatement, _: &mut impl SqlWriter) {}

    fn prepare_select_lock(&self, _: &sea_query::LockClause, _: &mut impl SqlWriter) {
        self.refusal
            .require(self.features(), Flag::has_select_for_update);
    }

    fn prepare_update_limit(&self, update: &UpdateStatement, _: &mut impl SqlWriter) {
        let mut written = Probe::default();
        Defaults(self).prepare_update_limit(update, &mut written);
        if !written.is_empty() {
            self.refusal.note_flag(Flag::supports_limited_updates);
        }
    }

    fn prepare_value(&self, value: Ast, sql: &mut impl SqlWriter) {
        sql.push_param(value, self);
    }

    fn prepare_expr(&self, expression: &Expr, sql: &mut impl SqlWriter) {
        match expression {
            Expr::CustomWithExpr(text, values) => write_custom(self, text, values, sql),
            other => self.prepare_expr_common(other, sql),
        }
    }

    fn write_value(&self, out: &mut impl Write, value: &Ast) -> fmt::Result {
        write_literal(self, value, out, standard_literal)
    }
}

fn rendered(query: impl Into<Query>, syntax: Syntax) -> crate::error::Result<Statement> {
    render(
        &query.into(),
        &Standard {
            syntax,
            refusal: Refusal::new(),
        },
    )
}

fn sql(query: impl Into<Query>) -> String {
    rendered(query, Syntax::STANDARD).unwrap().sql
}

fn refusal(query: impl Into<Query>) -> (ErrorKind, String) {
    let error = rendered(query, Syntax::STANDARD).unwrap_err();
    (error.kind(), error.to_string())
}

#[test]
fn placeholders_are_the_vendors_and_parameters_stand_in_their_order() {
    let price: Decimal = "1.50".parse().unwrap();
    let query = || {
        Query::select()
            .column("id")
            .from("album")
            .and_where(Expr::col("price").gt(bind(price.clone())))
            .limit(3)
            .take()
    };
    let statement = rendered(query(), NUMBERED).unwrap();
    assert_eq!(
        statement.sql,
        r#"SELECT "id" FROM "album" WHERE "price" > @P1 LIMIT @P2"#
    );
    assert_eq!(
        statement.params,
        [price.clone().into_value(), 3_u64.into_value()]
    );
    assert_eq!(
        sql(query()),
        r#"SELECT "id" FROM "album" WHERE "price" > ? LIMIT ?"#
    );
}

#[test]
fn every_sort_of_statement_is_rendered() {
    let insert = Query::insert()
        .into_table("t")
        .columns(["a"])
        .values_panic([1.into()])
        .take();
    assert_eq!(sql(insert), r#"INSERT INTO "t" ("a") VALUES (?)"#);
    let update = Query::update()
        .table("t")
        .value("a", 1)
        .and_where(Expr::col("b").is_null())
        .take();
    assert_eq!(sql(update), r#"UPDATE "t" SET "a" = ? WHERE "b" IS NULL"#);
    let delete = Query::delete().from_table("t").take();
    assert_eq!(sql(delete), r#"DELETE FROM "t""#);
    let named = CommonTableExpression::new()
        .query(Query::select().expr(Expr::val(1)).take())
        .table_name("n")
        .to_owned();
    let with = Query::select()
        .column("x")
        .from("n")
        .take()
        .with(WithClause::from(named));
    assert_eq!(sql(with), r#"WITH "n" AS (SELECT ?) SELECT "x" FROM "n""#);
}

#[test]
fn names_are_escaped_even_where_they_are_constants_of_the_program() {
    assert_eq!(
        sql(Query::select().column("a\"b").from("t")),
        r#"SELECT "a""b" FROM "t""#
    );
    assert_eq!(
        sql(Query::select().column(Alias::new("a\"b")).from("t")),
        r#"SELECT "a""b" FROM "t""#
    );
    let (kind, _) = refusal(Query::select().column("a\0b").from("t"));
    assert_eq!(kind, ErrorKind::Data);
}

#[test]
fn constants_are_written_by_the_vendor() {
    let query = Query::select()
        .expr(Expr::Constant(Ast::Char(Some('é'))))
        .expr(Expr::Constant(bind("it's")))
        .take();
    assert_eq!(sql(query), "SELECT 'é', 'it''s'");
    let (kind, _) = refusal(Query::select().expr(Expr::Constant(bind(f64::NAN))));
    assert_eq!(kind, ErrorKind::Data);
}

#[test]
fn a_custom_expression_binds_by_question_mark_with_every_vendor() {
    let custom = |text: &'static str, values: Vec<i32>| {
        Query::select()
            .expr(Expr::cust_with_values(text, values))
            .take()
    };
    let statement = rendered(custom("a = ? OR '?' = b OR c = ?", vec![1, 2]), NUMBERED).unwrap();
    assert_eq!(statement.sql, "SELECT a = @P1 OR '?' = b OR c = @P2");
    let statement = rendered(custom("? + $2 + ?1 -- ?", vec![1, 2]), NUMBERED).unwrap();
    assert_eq!(statement.sql, "SELECT @P1 + @P2 + @P3 -- ?");
    let values: Vec<Value> = statement
        .params
        .into_iter()
        .map(|param| param.value)
        .collect();
    assert_eq!(values, [Value::I64(1), Value::I64(2), Value::I64(1)]);
    assert_eq!(sql(custom("a ?? b = ?", vec![1])), "SELECT a ? b = ?");
    let nested = Expr::cust_with_exprs("f(?)", [Expr::cust_with_values("g(?)", [1])]);
    assert_eq!(sql(Query::select().expr(nested)), "SELECT f(g(?))");
}

#[test]
fn a_custom_expression_with_too_few_or_too_many_values_is_refused() {
    for (text, values, message) in [
        ("? = ?", vec![1], "no value for its place 2"),
        ("$2", vec![1], "no value for its place 2"),
        ("a", vec![1], "no place for its value 1"),
        ("$2", vec![1, 2], "no place for its value 1"),
    ] {
        let (kind, text) = refusal(Query::select().expr(Expr::cust_with_values(text, values)));
        assert_eq!(kind, ErrorKind::Interface);
        assert!(text.contains(message), "{text}");
    }
}

#[test]
fn a_noted_flag_refuses_the_query_and_the_first_one_counts() {
    let flag = |query: Query| refusal(query).0;
    let lock = Query::select()
        .column("a")
        .from("t")
        .lock(LockType::Update)
        .take();
    assert_eq!(
        flag(lock.into()),
        ErrorKind::NotSupported(Some(Flag::has_select_for_update))
    );
    let limited = Query::update().table("t").value("a", 1).limit(1).take();
    assert_eq!(
        flag(limited.into()),
        ErrorKind::NotSupported(Some(Flag::supports_limited_updates))
    );
    let update = Query::update().table("t").value("a", 1).take();
    assert_eq!(sql(update), r#"UPDATE "t" SET "a" = ?"#);
}

#[test]
fn a_query_that_was_never_finished_is_an_error_and_no_panic() {
    let (kind, message) = refusal(Query::with().query(Query::select().column("a").take()));
    assert_eq!(kind, ErrorKind::Programming);
    assert!(message.contains("no common table expression"), "{message}");
}

#[test]
fn what_a_select_hides_is_found_at_its_own_level_only() {
    let plain = || Query::select().column("a").from("t").take();
    let ordered = || plain().order_by("a", Order::Asc).take();
    assert!(!has_order_or_limit(&plain()));
    assert!(has_order_or_limit(&ordered()));
    assert!(has_order_or_limit(&plain().limit(1).take()));
    assert!(has_order_or_limit(&plain().offset(1).take()));
    assert!(has_order_or_limit(
        &plain().union(UnionType::All, plain()).take()
    ));
    let inside = |select: SelectStatement| {
        Query::select()
            .column("a")
            .from_subquery(select.clone(), "s")
            .and_where(Expr::col("a").in_subquery(select))
            .group_by_col("a")
            .take()
    };
    assert!(!has_order_or_limit(&inside(ordered().limit(1).take())));
    assert_eq!(
        limit_and_offset(&inside(ordered().limit(1).take())),
        (None, None)
    );
    let one = Some(Ast::from(1_u64));
    let two = Some(Ast::from(2_u64));
    assert_eq!(
        limit_and_offset(&plain().limit(1).take()),
        (one.clone(), None)
    );
    assert_eq!(
        limit_and_offset(&plain().offset(2).take()),
        (None, two.clone())
    );
    assert_eq!(
        limit_and_offset(&plain().limit(1).offset(2).take()),
        (one, two)
    );
}
