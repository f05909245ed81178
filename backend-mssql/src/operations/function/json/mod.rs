//! Functions of JSON documents, by `OPENJSON`: it tells objects, arrays and scalars apart, takes texts of any length, and
//! compares keys by their characters. A document is what stands behind the one key of an object made around it, so that any
//! document will do and a text that is none is an error.
//!
//! ```text
//! mod      what is at a path, and what is asked of it
//! change   documents that are changed at a path, and two that become one
//! make     documents that are made of values
//! ```
//!
//! A query's functions are expressions, in which no `WITH` can stand: so nothing here goes through a document to an unknown depth,
//! as comparing two and writing one in another form would have to.
//!
//! Source: <https://learn.microsoft.com/sql/t-sql/functions/openjson-transact-sql>.

mod change;
mod make;

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::features::{Features, TextUnit};
use backend_core::function::{Call, ExpressionWriter, Function, JsonFunction, JsonPath, JsonStep};
use backend_core::sea_query::Expr;

pub(super) use self::make::{is_document, quoted, write_document, write_made};
use super::template::{Piece, fill};

/// The members of the object `{0}`, none where it is none.
const MEMBERS: &str = "OPENJSON(CASE WHEN {0}.t = 5 THEN {0}.v END)";

/// The elements of the array `{0}`, none where it is none.
const ELEMENTS: &str = "OPENJSON(CASE WHEN {0}.t = 4 THEN {0}.v END)";

/// What is read, with its type `t` and value `v`, as a document.
const DOCUMENT: &str = "CASE {0}.t WHEN 0 THEN N'null' WHEN 1 THEN N'\"' + STRING_ESCAPE({0}.v, 'json') + N'\"' ELSE {0}.v END";

/// Nineteen digits on either side of the point: one more than a `bigint` has, and what is rounded.
const INTEGER: &str = "CASE {0}.t WHEN 2 THEN CAST(ROUND(CASE WHEN {0}.v LIKE N'%[eE]%' THEN CAST(CAST({0}.v AS float) AS decimal(38,19)) \
     ELSE CAST({0}.v AS decimal(38,19)) END, 0) AS bigint) WHEN 0 THEN NULL ELSE {1} END";

const DOUBLE: &str = "CASE {0}.t WHEN 2 THEN CAST({0}.v AS float) WHEN 0 THEN NULL ELSE {1} END";

const BOOLEAN: &str = "CAST(CASE {0}.t WHEN 3 THEN CASE {0}.v WHEN N'true' THEN 1 ELSE 0 END WHEN 0 THEN NULL ELSE {1} END AS bit)";

const TYPE: &str = "CASE {0}.t WHEN 0 THEN N'null' WHEN 1 THEN N'string' WHEN 2 THEN N'number' WHEN 3 THEN N'boolean' \
     WHEN 4 THEN N'array' WHEN 5 THEN N'object' END";

const LENGTH: &str = "CASE WHEN {0}.t = 4 THEN (SELECT COUNT_BIG(*) FROM {1}) END";

/// Keys with a point behind them, since blanks at the end do not count.
const KEYS: &str = "CASE WHEN {0}.t = 5 THEN N'[' + COALESCE((SELECT STRING_AGG(N'\"' + STRING_ESCAPE(LEFT(k, LEN(k) - 1), 'json') + N'\"', N', ') \
     WITHIN GROUP (ORDER BY LEN(k), k) FROM (SELECT DISTINCT CAST([key] AS nvarchar(max)) + N'.' AS k FROM {1}) AS backend_keys), N'') \
     + N']' END";

/// A number that is none: an error of the server's, and no sooner than it is needed.
const NO_SUCH_VALUE: &str = "CAST(CONCAT(N'no such JSON value', NULLIF({0}.t, {0}.t)) AS int)";

pub(super) fn write(
    function: JsonFunction,
    features: &Features,
    call: &Call<'_>,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    match function {
        JsonFunction::At => read(call, features, DOCUMENT, out),
        JsonFunction::TextAt => read(call, features, "{0}.v", out),
        JsonFunction::IntegerAt => read(call, features, INTEGER, out),
        JsonFunction::DoubleAt => read(call, features, DOUBLE, out),
        JsonFunction::BooleanAt => read(call, features, BOOLEAN, out),
        JsonFunction::TypeAt => read(call, features, TYPE, out),
        JsonFunction::LengthAt => read_within(call, features, LENGTH, ELEMENTS, out),
        JsonFunction::KeysAt => read_within(call, features, KEYS, MEMBERS, out),
        JsonFunction::HasPath => asked(call, features, &|_, _| Ok(()), out),
        JsonFunction::IsNullAt => asked(
            call,
            features,
            &|value, out| fill(" WHERE {0}.t = 0", &[value], out),
            out,
        ),
        JsonFunction::HasAllKeys => has_keys(call, features, (" AND ", "1 = 1"), out),
        JsonFunction::HasAnyKey => has_keys(call, features, (" OR ", "1 = 0"), out),
        JsonFunction::Object => make::object(call, features, out),
        JsonFunction::Array => make::array(call, out),
        JsonFunction::ToJson => make::to_json(call, features, out),
        JsonFunction::Set
        | JsonFunction::Insert
        | JsonFunction::Replace
        | JsonFunction::Append
        | JsonFunction::Remove => change::write(function, call, features, out),
        JsonFunction::Concatenate => change::concatenate(call, out),
        JsonFunction::IsValid => is_valid(call, out),
        other => Err(Error::not_supported(Function::Json(other).flag())),
    }
}

/// The path of a call, within what the server takes.
fn path_of(call: &Call<'_>, features: &Features) -> Result<JsonPath> {
    let path = call.json_path(1)?;
    let steps = path.steps();
    if let Some(most) = features.max_json_path_steps
        && u32::try_from(steps.len()).is_ok_and(|count| count > most)
    {
        let message = format!("a path into JSON has {most} steps at most");
        return Err(Error::new(ErrorKind::Data, message));
    }
    for step in steps {
        if let JsonStep::Key(key) = step {
            check_key(key, features)?;
        }
    }
    Ok(path)
}

/// Refuses a key that the server would cut short.
fn check_key(key: &str, features: &Features) -> Result<()> {
    let length = match features.text_unit {
        TextUnit::Utf16Units => key.encode_utf16().count(),
        _ => key.chars().count(),
    };
    match features.max_json_key_length {
        Some(most) if u32::try_from(length).map_or(true, |length| length > most) => {
            let message = format!("a JSON key has {length} characters, the limit is {most}");
            Err(Error::new(ErrorKind::Data, message))
        }
        _ => Ok(()),
    }
}

/// Writes the name under which what is read at a step stands in the query: the document's is the first.
fn name(step: usize, out: &mut dyn ExpressionWriter) {
    out.fragment(&format!("backend_{step}"));
}

/// Writes a document as a table of one row with its type `t` and value `v`; of no row where it is NULL.
///
/// Nothing at all is no document, and neither are two: what is around it holds one value, or the text is an error.
fn root(document: &Expr, out: &mut dyn ExpressionWriter) -> Result<()> {
    fill(
        "(SELECT MIN([type]) AS t, MIN([value]) AS v FROM OPENJSON(NCHAR(123) + N'\"x\": ' + CAST({0} AS nvarchar(max)) + NCHAR(125)) \
         HAVING 1 = CASE COUNT(*) WHEN 1 THEN 1 WHEN 0 THEN 0 \
         ELSE CAST(CONCAT(N'no JSON document', NULLIF(COUNT(*), COUNT(*))) AS int) END)",
        &[&|out| {
            out.expression(document);
            Ok(())
        }],
        out,
    )
}

/// Writes the condition that a member's key is that one. A point stands behind both: blanks at the end do not count.
fn is_key(key: &str, out: &mut dyn ExpressionWriter) {
    out.push("CAST([key] AS nvarchar(max)) + N'.' = ");
    out.string(&format!("{key}."));
    out.push(" COLLATE Latin1_General_100_BIN2");
}

/// Writes what a step leads to from `before`, as a table of one row or none.
fn step(step: &JsonStep, before: Piece<'_>, out: &mut dyn ExpressionWriter) -> Result<()> {
    match step {
        JsonStep::Key(key) => {
            out.push("(SELECT TOP (1) [type] AS t, [value] AS v FROM ");
            fill(MEMBERS, &[before], out)?;
            out.push(" WHERE ");
            is_key(key, out);
            out.push(")");
        }
        JsonStep::Index(index @ 0..) => {
            out.push("(SELECT [type] AS t, [value] AS v FROM ");
            fill(ELEMENTS, &[before], out)?;
            out.push(" WHERE [key] = ");
            out.string(&index.to_string());
            out.push(")");
        }
        JsonStep::Index(index) => {
            out.push("(SELECT t, v FROM (SELECT [type] AS t, [value] AS v, CAST([key] AS int) AS i, COUNT(*) OVER () AS n FROM ");
            fill(ELEMENTS, &[before], out)?;
            out.push(") AS backend_elements WHERE i = n - ");
            out.number(index.unsigned_abs().into());
            out.push(")");
        }
        _ => {
            return Err(Error::new(
                ErrorKind::NotSupported(None),
                "a path into JSON has keys and indexes",
            ));
        }
    }
    Ok(())
}

/// Writes what is at the end of a path: ` FROM` and a table of one row or none, the last one's name being the number of steps.
fn from(document: &Expr, path: &JsonPath, out: &mut dyn ExpressionWriter) -> Result<()> {
    out.push(" FROM ");
    root(document, out)?;
    out.push(" AS backend_0");
    steps(path, " CROSS APPLY ", out)
}

/// Writes the steps of a path, one after the other; the first one behind `start`.
fn steps(path: &JsonPath, start: &'static str, out: &mut dyn ExpressionWriter) -> Result<()> {
    for (n, each) in path.steps().iter().enumerate() {
        out.push(if n > 0 { " CROSS APPLY " } else { start });
        step(
            each,
            &|out| {
                name(n, out);
                Ok(())
            },
            out,
        )?;
        out.push(" AS ");
        name(n + 1, out);
    }
    Ok(())
}

/// Writes what a text makes of the value at the path, `{0}`; `{1}` is the error where it is another.
fn read(
    call: &Call<'_>,
    features: &Features,
    text: &'static str,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    let path = path_of(call, features)?;
    read_at(call.argument(0)?, &path, text, out)
}

fn read_at(
    document: &Expr,
    path: &JsonPath,
    text: &'static str,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    let value: Piece<'_> = &|out| {
        name(path.steps().len(), out);
        Ok(())
    };
    out.push("(SELECT ");
    fill(
        text,
        &[value, &|out| fill(NO_SUCH_VALUE, &[value], out)],
        out,
    )?;
    from(document, path, out)?;
    out.push(")");
    Ok(())
}

/// What a document is by itself, to casts.
#[derive(Clone, Copy)]
pub(super) enum Whole {
    Document,
    Integer,
    Double,
    /// A number as it is written.
    Number,
    Boolean,
}

/// Writes the whole of a document as a scalar, or as it is.
pub(super) fn write_whole(
    document: &Expr,
    of: Whole,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    let text = match of {
        Whole::Document => DOCUMENT,
        Whole::Integer => INTEGER,
        Whole::Double => DOUBLE,
        Whole::Number => {
            "CASE {0}.t WHEN 2 THEN {0}.v WHEN 0 THEN NULL ELSE CAST({1} AS nvarchar(max)) END"
        }
        Whole::Boolean => BOOLEAN,
    };
    read_at(document, &JsonPath::ROOT, text, out)
}

/// As [`read`], of what is inside the value: its members or elements are `{1}`.
fn read_within(
    call: &Call<'_>,
    features: &Features,
    text: &'static str,
    inside: &'static str,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    let path = path_of(call, features)?;
    let value: Piece<'_> = &|out| {
        name(path.steps().len(), out);
        Ok(())
    };
    out.push("(SELECT ");
    fill(text, &[value, &|out| fill(inside, &[value], out)], out)?;
    from(call.argument(0)?, &path, out)?;
    out.push(")");
    Ok(())
}

/// What is written of the value at the end of a path.
type Asked<'a> = &'a dyn Fn(Piece<'_>, &mut dyn ExpressionWriter) -> Result<()>;

/// Writes whether the path leads to a value for which `condition`, a `WHERE` of it, holds; unknown of a document that is NULL.
fn asked(
    call: &Call<'_>,
    features: &Features,
    condition: Asked<'_>,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    let path = path_of(call, features)?;
    let value: Piece<'_> = &|out| {
        name(path.steps().len(), out);
        Ok(())
    };
    out.push("((SELECT CASE WHEN EXISTS (SELECT 1 AS x");
    steps(&path, " FROM ", out)?;
    condition(value, out)?;
    out.push(") THEN 1 ELSE 0 END FROM ");
    root(call.argument(0)?, out)?;
    out.push(" AS backend_0) = 1)");
    Ok(())
}

fn has_keys(
    call: &Call<'_>,
    features: &Features,
    (between, of_none): (&'static str, &'static str),
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    asked(
        call,
        features,
        &|value, out| {
            fill(" WHERE {0}.t = 5 AND (", &[value], out)?;
            for position in 2..call.arguments.len() {
                let key = call.json_key(position)?;
                check_key(&key, features)?;
                out.push(if position > 2 { between } else { "" });
                out.push("EXISTS (SELECT 1 AS x FROM ");
                fill(MEMBERS, &[value], out)?;
                out.push(" WHERE ");
                is_key(&key, out);
                out.push(")");
            }
            out.push(if call.arguments.len() > 2 {
                ""
            } else {
                of_none
            });
            out.push(")");
            Ok(())
        },
        out,
    )
}

/// Before SQL Server 2022 `ISJSON` knows objects and arrays alone, so it is asked of an object around the text, which has to hold
/// one value.
fn is_valid(call: &Call<'_>, out: &mut dyn ExpressionWriter) -> Result<()> {
    fill(
        "((SELECT CASE ISJSON(d) WHEN 1 THEN (SELECT CASE COUNT(*) WHEN 1 THEN 1 ELSE 0 END FROM OPENJSON(CASE ISJSON(d) WHEN 1 THEN d END)) \
         WHEN 0 THEN 0 END FROM (SELECT NCHAR(123) + N'\"x\": ' + CAST({0} AS nvarchar(max)) + NCHAR(125) AS d) AS backend_text) = 1)",
        &[&|out| {
            out.expression(call.argument(0)?);
            Ok(())
        }],
        out,
    )
}
