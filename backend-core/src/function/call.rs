//! [`Call`]: a function with its arguments, as a vendor is given it. [`ExpressionWriter`]: where the vendor writes it.

use std::borrow::Cow;
use std::str::FromStr;

use sea_query::{Condition, Expr, Func, FunctionCall, Iden, NullOrdering, Value as Ast};

use super::clause::{self, Over};
use super::{
    AggregateFunction, ComparisonFunction, Function, HashFunction, MathFunction, TextFunction,
};
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
    /// The order in which an aggregate takes its rows; empty for any.
    pub order: &'a [Expr],
    /// The window that it is over.
    pub over: Option<Over<'a>>,
}

impl<'a> Call<'a> {
    /// The function of this crate that `sea_query`'s call stands for; `None` for one of the vendor's own. `sea_query`'s own
    /// aggregates are among this crate's.
    ///
    /// Some of `sea_query`'s own functions stand for one of this crate's, so that they mean the same to every vendor: `ABS`, `ROUND`,
    /// `RANDOM`, `LOWER`, `UPPER`, `CHAR_LENGTH`, `MD5`, `GREATEST` and `LEAST`.
    ///
    /// # Errors
    /// [`Interface`](ErrorKind::Interface) for a name of this crate's that no function has, or a number of arguments that it
    /// does not take: the call was made by hand.
    pub fn of(call: &'a FunctionCall) -> Result<Option<Self>> {
        let function = match call.get_func() {
            Func::Custom(name) => {
                let name = name.inner();
                if !name.starts_with(super::PREFIX) {
                    return Ok(None);
                }
                Function::of(&name)
            }
            own => match Function::of_sea_query(own) {
                Some(function) => Some(function),
                None => return Ok(None),
            },
        };
        let found = function.and_then(|function| {
            let distinct = call.get_mods().iter().any(|modifier| modifier.distinct);
            let whole = Self {
                function,
                arguments: call.get_args(),
                distinct,
                filter: call.get_filter(),
                order: &[],
                over: None,
            };
            let call = whole.with_clauses()?;
            function.takes(call.arguments.len()).then_some(call)
        });
        match found {
            Some(call) => Ok(Some(call)),
            None => Err(Error::new(
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
        self.arguments
            .get(position)
            .and_then(read_constant)
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

/// Reads what [`constant`] made.
pub(super) fn read_constant<T: FromStr>(argument: &Expr) -> Option<T> {
    match argument {
        Expr::Constant(Ast::String(Some(text))) => text.parse().ok(),
        _ => None,
    }
}

/// Makes the argument that [`Call::constant`] reads.
pub(super) fn constant(value: &impl ToString) -> Expr {
    Expr::Constant(Ast::String(Some(value.to_string())))
}

impl Function {
    /// The function that one of `sea_query`'s own stands for; `None` where vendors mean the same by it, or have no other.
    fn of_sea_query(function: &Func) -> Option<Self> {
        Some(match function {
            Func::Abs => Self::Math(MathFunction::Absolute),
            Func::Round => Self::Math(MathFunction::Round),
            Func::Random => Self::Math(MathFunction::Random),
            Func::Lower => Self::Text(TextFunction::Lower),
            Func::Upper => Self::Text(TextFunction::Upper),
            Func::CharLength => Self::Text(TextFunction::Length),
            Func::Md5 => Self::Hash(HashFunction::Md5),
            Func::Greatest => Self::Comparison(ComparisonFunction::Greatest),
            Func::Least => Self::Comparison(ComparisonFunction::Least),
            other => return AggregateFunction::of_func(other).map(Self::Aggregate),
        })
    }
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

    /// Writes SQL that the vendor has made of typed values, such as the spelling of a type.
    fn fragment(&mut self, sql: &str);

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

    /// Writes a member of an order: an operand, the direction, and where NULLs stand if that is said.
    fn order(&mut self, expression: &Expr, direction: &'static str, nulls: Option<NullOrdering>) {
        self.operand(expression);
        self.push(direction);
        self.push(match nulls {
            Some(NullOrdering::First) => " NULLS FIRST",
            Some(NullOrdering::Last) => " NULLS LAST",
            None => "",
        });
    }

    /// Writes a window that the select names, behind `OVER`.
    fn window(&mut self, name: &Identifier) {
        self.identifier(name);
    }

    /// Writes a window that the select names as the beginning of another, inside its parentheses.
    fn window_start(&mut self, name: &Identifier) {
        self.identifier(name);
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

    /// Writes an aggregate of the server, or a function over a window, with everything around its arguments:
    /// `name(DISTINCT argument, … ORDER BY …) FILTER (WHERE …) OVER (…)`.
    fn aggregate(&mut self, name: &'static str, call: &Call<'_>) {
        self.aggregate_start(name, call);
        self.expressions(call.arguments);
        self.aggregate_end(call);
    }

    /// Writes what stands before the arguments of an aggregate: `name(DISTINCT `.
    fn aggregate_start(&mut self, name: &'static str, call: &Call<'_>) {
        self.push(name);
        self.push(if call.distinct { "(DISTINCT " } else { "(" });
    }

    /// Writes what stands behind the arguments of an aggregate: ` ORDER BY …) FILTER (WHERE …) OVER (…)`.
    fn aggregate_end(&mut self, call: &Call<'_>) {
        clause::write_end(call, self);
    }

    /// Writes what stands behind an aggregate's parentheses: ` FILTER (WHERE …) OVER (…)`.
    fn filter_and_over(&mut self, call: &Call<'_>) {
        clause::write_filter_and_over(call, self);
    }

    /// Writes the order in which an aggregate takes its rows: `ORDER BY …`; nothing where it has none.
    fn order_by(&mut self, call: &Call<'_>) {
        clause::write_order(call.order, self);
    }

    /// Writes the window alone: ` OVER (…)`; nothing where there is none. A window that says no order, and has no name from
    /// which it could have one, is ordered by `otherwise`, for servers that demand an order; by nothing where that is empty.
    fn over(&mut self, call: &Call<'_>, otherwise: &'static str) {
        clause::write_over(call, otherwise, self);
    }
}
