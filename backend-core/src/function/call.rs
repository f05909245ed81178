//! [`Call`]: a function with its arguments, as a vendor is given it. [`ExpressionWriter`]: where the vendor writes it.

use std::borrow::Cow;
use std::str::FromStr;

use sea_query::{Condition, Expr, Func, FunctionCall, Iden, Value as Ast};

use super::Function;
use crate::error::{Error, ErrorKind, Result};
use crate::model::Identifier;
use crate::value::TypedValue;

/// A function with its arguments.
///
/// Arguments are expressions, or constants that a typed value was made into: a part of a date, a path. The number of
/// arguments was checked.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Call<'a> {
    /// The function.
    pub function: Function,
    /// Its arguments.
    pub arguments: &'a [Expr],
    /// Whether an aggregate takes each value once (`DISTINCT`).
    pub distinct: bool,
    /// The rows that an aggregate takes (`FILTER (WHERE …)`); `None` for all.
    pub filter: Option<&'a Condition>,
}

impl<'a> Call<'a> {
    /// The function of this crate that `sea_query`'s call stands for; `None` for one of the vendor's own.
    ///
    /// # Errors
    /// [`Interface`](ErrorKind::Interface) for a name of this crate's that no function has, or a number of arguments that it
    /// does not take: the call was made by hand.
    pub fn of(call: &'a FunctionCall) -> Result<Option<Self>> {
        let Func::Custom(name) = call.get_func() else {
            return Ok(None);
        };
        let name = name.inner();
        if !name.starts_with(super::PREFIX) {
            return Ok(None);
        }
        let arguments = call.get_args();
        match Function::of(&name) {
            Some(function) if function.takes(arguments.len()) => Ok(Some(Self {
                function,
                arguments,
                distinct: call.get_mods().iter().any(|modifier| modifier.distinct),
                filter: call.get_filter(),
            })),
            _ => Err(Error::new(
                ErrorKind::Interface,
                format!(
                    "functions `{}…` are made by this crate alone",
                    super::PREFIX
                ),
            )),
        }
    }

    /// The argument at a position from 0.
    ///
    /// # Errors
    /// [`Interface`](ErrorKind::Interface) where there is none.
    pub fn argument(&self, position: usize) -> Result<&'a Expr> {
        self.arguments
            .get(position)
            .ok_or_else(|| self.malformed(position))
    }

    /// The typed constant at a position from 0.
    ///
    /// # Errors
    /// [`Interface`](ErrorKind::Interface) where there is none, or what stands there is not one.
    pub fn constant<T: FromStr>(&self, position: usize) -> Result<T> {
        match self.arguments.get(position) {
            Some(Expr::Constant(Ast::String(Some(text)))) => text.parse().ok(),
            _ => None,
        }
        .ok_or_else(|| self.malformed(position))
    }

    fn malformed(&self, position: usize) -> Error {
        Error::new(
            ErrorKind::Interface,
            format!(
                "the function {} has no such argument {}",
                self.function.name(),
                position + 1
            ),
        )
    }
}

/// Makes the argument that [`Call::constant`] reads.
#[allow(dead_code, reason = "families with constants come next")]
pub(super) fn constant(value: &impl ToString) -> Expr {
    Expr::Constant(Ast::String(Some(value.to_string())))
}

/// A name of this crate's, for `sea_query` to keep as it is.
pub(crate) struct Reserved(pub(crate) &'static str);

impl Iden for Reserved {
    fn quoted(&self) -> Cow<'static, str> {
        Cow::Borrowed(self.0)
    }

    fn unquoted(&self) -> &str {
        self.0
    }
}

/// Where a vendor writes a function: SQL of the program, and expressions in its places.
///
/// Like [`Writer`](crate::sql::Writer), but inside a query: expressions are written by the vendor's own builder.
pub trait ExpressionWriter {
    /// Writes SQL of the program.
    fn push(&mut self, sql: &'static str);

    /// Writes an expression as it is: for places between commas or parentheses.
    fn expression(&mut self, expression: &Expr);

    /// Writes a condition.
    fn condition(&mut self, condition: &Condition);

    /// Writes a placeholder and keeps its parameter.
    fn bind(&mut self, value: TypedValue);

    /// Writes a number.
    fn number(&mut self, number: i128);

    /// Writes a text literal.
    fn string(&mut self, text: &str);

    /// Writes a name in quotes.
    fn identifier(&mut self, name: &Identifier);

    /// Writes an expression as an operand: in parentheses unless it is one word.
    fn operand(&mut self, expression: &Expr) {
        if matches!(
            expression,
            Expr::Column(_) | Expr::Value(_) | Expr::Constant(_)
        ) {
            return self.expression(expression);
        }
        self.push("(");
        self.expression(expression);
        self.push(")");
    }

    /// Writes expressions with `, ` between two.
    fn expressions(&mut self, expressions: &[Expr]) {
        for (n, expression) in expressions.iter().enumerate() {
            self.push(if n > 0 { ", " } else { "" });
            self.expression(expression);
        }
    }

    /// Writes a call of a function of the server: `name(argument, …)`.
    fn call(&mut self, name: &'static str, arguments: &[Expr]) {
        self.push(name);
        self.push("(");
        self.expressions(arguments);
        self.push(")");
    }
}
