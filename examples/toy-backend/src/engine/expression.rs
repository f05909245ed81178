//! Expressions: read, resolved against a table, evaluated on a row.

use std::cmp::Ordering;

use backend_core::sql::tokenizer::TokenKind;
use backend_core::value::{Decimal, Value};

use super::Fault;
use super::compare::compare;
use super::database::Table;
use super::reader::Reader;
use super::statement::ColumnDefinition;
use super::types::as_kind_of;

/// An expression. Chains of `AND` and `OR` are lists, so that long ones are not deep.
#[derive(Debug, Clone)]
pub(crate) enum Expression {
    Literal(Value),
    /// A parameter, from 0.
    Parameter(usize),
    Column {
        qualifier: Option<String>,
        name: String,
        /// Where it stands in a row, once it is resolved.
        index: usize,
    },
    Compare(Comparison, Box<Self>, Box<Self>),
    IsNull(Box<Self>),
    In(Box<Self>, Vec<Self>),
    Not(Box<Self>),
    And(Vec<Self>),
    Or(Vec<Self>),
}

/// A comparison: for which orders it holds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Comparison(fn(Ordering) -> bool);

const COMPARISONS: [(&str, Comparison); 7] = [
    ("=", Comparison(Ordering::is_eq)),
    ("<>", Comparison(Ordering::is_ne)),
    ("!=", Comparison(Ordering::is_ne)),
    ("<", Comparison(Ordering::is_lt)),
    ("<=", Comparison(Ordering::is_le)),
    (">", Comparison(Ordering::is_gt)),
    (">=", Comparison(Ordering::is_ge)),
];

impl Expression {
    /// A column under its own name.
    pub(super) fn column(column: &ColumnDefinition) -> (Self, String) {
        let name = column.name.clone();
        let (qualifier, index) = (None, usize::MAX);
        (
            Self::Column {
                qualifier,
                name: name.clone(),
                index,
            },
            name,
        )
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, Fault> {
        reader.nested(|reader| {
            chain(reader, "OR", Self::Or, |reader| {
                chain(reader, "AND", Self::And, Self::negation)
            })
        })
    }

    fn negation(reader: &mut Reader<'_>) -> Result<Self, Fault> {
        if reader.eat(&["NOT"]) {
            let inner = reader.nested(Self::negation)?;
            return Ok(Self::Not(Box::new(inner)));
        }
        let left = Self::operand(reader)?;
        for (symbol, comparison) in COMPARISONS {
            if reader.eat(&[symbol]) {
                let right = Self::operand(reader)?;
                return Ok(Self::Compare(comparison, Box::new(left), Box::new(right)));
            }
        }
        let negate = |inner| Self::Not(Box::new(inner));
        if reader.eat(&["IS", "NOT", "NULL"]) {
            Ok(negate(Self::IsNull(Box::new(left))))
        } else if reader.eat(&["IS", "NULL"]) {
            Ok(Self::IsNull(Box::new(left)))
        } else if reader.eat(&["NOT", "IN"]) {
            let list = reader.in_parentheses(Self::operand)?;
            Ok(negate(Self::In(Box::new(left), list)))
        } else if reader.eat(&["IN"]) {
            let list = reader.in_parentheses(Self::operand)?;
            Ok(Self::In(Box::new(left), list))
        } else {
            Ok(left)
        }
    }

    fn operand(reader: &mut Reader<'_>) -> Result<Self, Fault> {
        if let Some(literal) = literal(reader)? {
            return Ok(Self::Literal(literal));
        }
        if let Some(position) = reader.parameter()? {
            return Ok(Self::Parameter(position));
        }
        if reader.eat(&["("]) {
            let inner = Self::read(reader)?;
            reader.expect(")")?;
            return Ok(inner);
        }
        if !reader.is_at_name() {
            return Err(reader.unexpected("a value"));
        }
        let first = reader.name()?;
        let (qualifier, name) = if reader.eat(&["."]) {
            (Some(first), reader.name()?)
        } else {
            (None, first)
        };
        let index = usize::MAX;
        Ok(Self::Column {
            qualifier,
            name,
            index,
        })
    }

    /// Finds the columns of `table`, which the statement calls `alias`. Without a table there are none.
    pub(super) fn resolve(&mut self, alias: &str, table: Option<&Table>) -> Result<(), Fault> {
        match self {
            Self::Literal(_) | Self::Parameter(_) => Ok(()),
            Self::Column {
                qualifier,
                name,
                index,
            } => {
                let fitting = qualifier
                    .as_ref()
                    .is_none_or(|qualifier| qualifier == alias);
                let found = table
                    .filter(|_| fitting)
                    .and_then(|table| table.index_of(name));
                *index = found.ok_or_else(|| Fault::NoColumn {
                    table: qualifier.clone().unwrap_or_else(|| alias.to_owned()),
                    column: name.clone(),
                })?;
                Ok(())
            }
            Self::Compare(_, left, right) => {
                left.resolve(alias, table)?;
                right.resolve(alias, table)
            }
            Self::IsNull(inner) | Self::Not(inner) => inner.resolve(alias, table),
            Self::In(inner, list) => {
                inner.resolve(alias, table)?;
                list.iter_mut()
                    .try_for_each(|each| each.resolve(alias, table))
            }
            Self::And(list) | Self::Or(list) => list
                .iter_mut()
                .try_for_each(|each| each.resolve(alias, table)),
        }
    }

    /// The value on a row. Conditions have three: true, false and NULL.
    pub(super) fn evaluate(&self, row: &[Value], parameters: &[Value]) -> Result<Value, Fault> {
        let value = |of: &Self| of.evaluate(row, parameters);
        let condition = |of: &Self| truth(&value(of)?);
        let truth = match self {
            Self::Literal(value) => return Ok(value.clone()),
            Self::Parameter(index) => return Ok(at(parameters, *index)),
            Self::Column { index, .. } => return Ok(at(row, *index)),
            Self::Compare(comparison, left, right) => {
                holds(*comparison, &value(left)?, &value(right)?)
            }
            Self::IsNull(inner) => Some(value(inner)? == Value::Null),
            Self::In(inner, list) => {
                let (inner, equals) = (value(inner)?, Comparison(Ordering::is_eq));
                any(list, true, |each| Ok(holds(equals, &inner, &value(each)?)))?
            }
            Self::Not(inner) => condition(inner)?.map(|truth| !truth),
            Self::And(list) => any(list, false, condition)?,
            Self::Or(list) => any(list, true, condition)?,
        };
        Ok(truth.map_or(Value::Null, Value::Bool))
    }
}

/// Whether a row meets a condition: NULL does not.
pub(super) fn meets(
    condition: Option<&Expression>,
    row: &[Value],
    parameters: &[Value],
) -> Result<bool, Fault> {
    match condition {
        None => Ok(true),
        Some(condition) => Ok(truth(&condition.evaluate(row, parameters)?)? == Some(true)),
    }
}

/// Reads a constant, where one comes next.
pub(super) fn literal(reader: &mut Reader<'_>) -> Result<Option<Value>, Fault> {
    for (word, value) in [
        ("NULL", Value::Null),
        ("TRUE", Value::Bool(true)),
        ("FALSE", Value::Bool(false)),
    ] {
        if reader.eat(&[word]) {
            return Ok(Some(value));
        }
    }
    let position = reader.position();
    let bad = || Fault::Syntax {
        message: format!("the literal at byte {position} does not say a value"),
        position,
    };
    if let Some(token) = reader.token(TokenKind::String) {
        let text = token.string_value().ok_or_else(bad)?;
        return Ok(Some(Value::Text(text.into_owned())));
    }
    if let Some(token) = reader.token(TokenKind::Blob) {
        return bytes(token.text).map(Some).ok_or_else(bad);
    }
    let sign = if reader.eat(&["-"]) { "-" } else { "" };
    match reader.token(TokenKind::Number) {
        Some(token) => number(&format!("{sign}{}", token.text))
            .map(Some)
            .ok_or_else(bad),
        None if sign.is_empty() => Ok(None),
        None => Err(reader.unexpected("a number")),
    }
}

/// `X'00ff'`.
fn bytes(text: &str) -> Option<Value> {
    let digits = text
        .trim_start_matches(['x', 'X'])
        .trim_matches('\'')
        .as_bytes();
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    let whole = digits.len().is_multiple_of(2) && digits.iter().all(u8::is_ascii_hexdigit);
    let bytes = digits.chunks(2).map(byte).collect::<Option<Vec<u8>>>();
    bytes.filter(|_| whole).map(Value::Bytes)
}

/// An integer, an exact decimal, or, with an exponent, a float: what the standard says.
fn number(text: &str) -> Option<Value> {
    if text.contains(['e', 'E']) {
        return text.parse().ok().map(Value::F64);
    }
    let integer = text.parse().ok().map(Value::I64);
    let large = || text.parse().ok().map(Value::U64);
    let decimal = || text.parse::<Decimal>().ok().map(Value::Decimal);
    integer.or_else(large).or_else(decimal)
}

fn chain(
    reader: &mut Reader<'_>,
    word: &str,
    join: fn(Vec<Expression>) -> Expression,
    read: impl Fn(&mut Reader<'_>) -> Result<Expression, Fault>,
) -> Result<Expression, Fault> {
    let first = read(reader)?;
    if !reader.eat(&[word]) {
        return Ok(first);
    }
    let mut parts = vec![first, read(reader)?];
    while reader.eat(&[word]) {
        parts.push(read(reader)?);
    }
    Ok(join(parts))
}

fn at(values: &[Value], index: usize) -> Value {
    values.get(index).cloned().unwrap_or(Value::Null)
}

fn holds(Comparison(holds): Comparison, left: &Value, right: &Value) -> Option<bool> {
    if *left == Value::Null || *right == Value::Null {
        return None;
    }
    // A literal is written as a text, whatever the kind of the column beside it.
    let (converted_left, converted_right) = (as_kind_of(left, right), as_kind_of(right, left));
    let left = converted_left.as_ref().unwrap_or(left);
    let right = converted_right.as_ref().unwrap_or(right);
    Some(holds(compare(left, right)))
}

/// Looks for a condition that is `wanted`; without one, a NULL among them leaves it open.
fn any(
    list: &[Expression],
    wanted: bool,
    truth: impl Fn(&Expression) -> Result<Option<bool>, Fault>,
) -> Result<Option<bool>, Fault> {
    let mut open = false;
    for each in list {
        match truth(each)? {
            Some(truth) if truth == wanted => return Ok(Some(wanted)),
            Some(_) => {}
            None => open = true,
        }
    }
    Ok(if open { None } else { Some(!wanted) })
}

fn truth(value: &Value) -> Result<Option<bool>, Fault> {
    match value {
        Value::Null => Ok(None),
        Value::Bool(truth) => Ok(Some(*truth)),
        _ => Err(Fault::Meaning(
            "a condition is true, false or NULL, not another value".to_owned(),
        )),
    }
}
