//! Documents that are changed at a path: each object and array on the way is put together again of its members, the one that is
//! changed among them. `JSON_MODIFY` takes a path that has no end to count from, and scalars only as the server's values.

use backend_core::error::Result;
use backend_core::features::Features;
use backend_core::function::{Call, ExpressionWriter, JsonFunction, JsonStep};

use super::super::template::{Piece, fill};
use super::{DOCUMENT, ELEMENTS, MEMBERS, is_key, name, path_of, quoted, root, write_document};

/// The value that is put, by the name under which it stands in the query.
const VALUE: &str = "backend_value.w";

/// A member of an object with its key, before its value.
const KEY: &str = "N'\"' + STRING_ESCAPE([key], 'json') + N'\": ' + ";

pub(super) fn write(
    function: JsonFunction,
    call: &Call<'_>,
    features: &Features,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    let path = path_of(call, features)?;
    out.push("(SELECT ");
    changed(function, path.steps(), 0, out)?;
    out.push(" FROM ");
    root(call.argument(0)?, out)?;
    out.push(" AS backend_0");
    if function != JsonFunction::Remove {
        out.push(" CROSS JOIN (SELECT ");
        write_document(call.argument(2)?, out)?;
        out.push(" AS w) AS backend_value");
    }
    out.push(")");
    Ok(())
}

/// Writes what becomes of the value that stands under the name of a number, at the steps from there.
fn changed(
    function: JsonFunction,
    steps: &[JsonStep],
    number: usize,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    let value: Piece<'_> = &|out| {
        name(number, out);
        Ok(())
    };
    let Some((step, rest)) = steps.split_first() else {
        return match function {
            JsonFunction::Set | JsonFunction::Replace => {
                out.push(VALUE);
                Ok(())
            }
            JsonFunction::Append => appended(value, out),
            // Of the whole document nothing can be taken out or be missing.
            _ => fill(DOCUMENT, &[value], out),
        };
    };
    let change = Change {
        function,
        step,
        rest,
        number: number + 1,
    };
    match step {
        JsonStep::Key(key) => {
            fill(
                "CASE WHEN {0}.t = 5 THEN NCHAR(123) + COALESCE((SELECT STRING_AGG(m, N', ') FROM (",
                &[value],
                out,
            )?;
            change.members(key, value, out)?;
            out.push(") AS backend_members), N'') + NCHAR(125) ELSE ");
        }
        _ => {
            fill(
                "CASE WHEN {0}.t = 4 THEN N'[' + COALESCE((SELECT STRING_AGG(m, N', ') WITHIN GROUP (ORDER BY i) FROM (",
                &[value],
                out,
            )?;
            change.elements(value, out)?;
            out.push(") AS backend_elements), N'') + N']' ELSE ");
        }
    }
    fill(DOCUMENT, &[value], out)?;
    out.push(" END");
    Ok(())
}

/// Writes an array with one more element, or what is none as it is.
fn appended(value: Piece<'_>, out: &mut dyn ExpressionWriter) -> Result<()> {
    fill(
        "CASE WHEN {0}.t = 4 THEN N'[' + COALESCE((SELECT STRING_AGG({1}, N', ') WITHIN GROUP (ORDER BY i) \
         FROM (SELECT CAST([key] AS int) AS i, [type] AS t, [value] AS v FROM {2}) AS backend_elements) + N', ', N'') \
         + backend_value.w + N']' ELSE {3} END",
        &[
            value,
            &|out| {
                fill(
                    DOCUMENT,
                    &[&|out| {
                        out.push("backend_elements");
                        Ok(())
                    }],
                    out,
                )
            },
            &|out| fill(ELEMENTS, &[value], out),
            &|out| fill(DOCUMENT, &[value], out),
        ],
        out,
    )
}

/// A change inside an object or array.
struct Change<'a> {
    function: JsonFunction,
    step: &'a JsonStep,
    /// The steps behind it.
    rest: &'a [JsonStep],
    /// That of the name under which a member stands.
    number: usize,
}

impl Change<'_> {
    fn removes(&self) -> bool {
        self.function == JsonFunction::Remove && self.rest.is_empty()
    }

    /// Whether a member is added where there is none.
    fn adds(&self) -> bool {
        let adds = matches!(self.function, JsonFunction::Set | JsonFunction::Insert);
        adds && self.rest.is_empty()
    }

    /// Writes a member's value, changed where it is the one.
    fn value(
        &self,
        is_one: &dyn Fn(&mut dyn ExpressionWriter),
        out: &mut dyn ExpressionWriter,
    ) -> Result<()> {
        let member: Piece<'_> = &|out| {
            name(self.number, out);
            Ok(())
        };
        if self.removes() {
            return fill(DOCUMENT, &[member], out);
        }
        out.push("CASE WHEN ");
        is_one(out);
        out.push(" THEN ");
        changed(self.function, self.rest, self.number, out)?;
        out.push(" ELSE ");
        fill(DOCUMENT, &[member], out)?;
        out.push(" END");
        Ok(())
    }

    fn members(&self, key: &str, object: Piece<'_>, out: &mut dyn ExpressionWriter) -> Result<()> {
        let is_one = |out: &mut dyn ExpressionWriter| is_key(key, out);
        out.push("SELECT ");
        out.push(KEY);
        self.value(&is_one, out)?;
        out.push(" AS m FROM (SELECT [key], [type] AS t, [value] AS v FROM ");
        fill(MEMBERS, &[object], out)?;
        out.push(") AS ");
        name(self.number, out);
        if self.removes() {
            out.push(" WHERE NOT (");
            is_one(out);
            out.push(")");
        }
        if self.adds() {
            out.push(" UNION ALL SELECT ");
            out.string(&format!("{}: ", quoted(key)));
            out.push(" + ");
            out.push(VALUE);
            out.push(" WHERE NOT EXISTS (SELECT 1 AS x FROM ");
            fill(MEMBERS, &[object], out)?;
            out.push(" WHERE ");
            is_one(out);
            out.push(")");
        }
        Ok(())
    }

    fn elements(&self, array: Piece<'_>, out: &mut dyn ExpressionWriter) -> Result<()> {
        let index = match self.step {
            JsonStep::Index(index) => *index,
            _ => 0,
        };
        let is_one = |out: &mut dyn ExpressionWriter| {
            if index < 0 {
                out.push("i = n - ");
                out.number(index.unsigned_abs().into());
            } else {
                out.push("i = ");
                out.number(index.into());
            }
        };
        out.push("SELECT i, ");
        self.value(&is_one, out)?;
        out.push(" AS m FROM (SELECT CAST([key] AS int) AS i, COUNT(*) OVER () AS n, [type] AS t, [value] AS v FROM ");
        fill(ELEMENTS, &[array], out)?;
        out.push(") AS ");
        name(self.number, out);
        if self.removes() {
            out.push(" WHERE NOT (");
            is_one(out);
            out.push(")");
        }
        // From the front the first free place counts too.
        if self.adds() && index >= 0 {
            out.push(" UNION ALL SELECT ");
            out.number(index.into());
            out.push(", ");
            out.push(VALUE);
            out.push(" WHERE (SELECT COUNT(*) FROM ");
            fill(ELEMENTS, &[array], out)?;
            out.push(") = ");
            out.number(index.into());
        }
        Ok(())
    }
}

/// Two objects or arrays as one. What is no array counts as one of it.
pub(super) fn concatenate(call: &Call<'_>, out: &mut dyn ExpressionWriter) -> Result<()> {
    fill(
        "(SELECT CASE WHEN backend_0.t = 5 AND backend_1.t = 5 THEN NCHAR(123) + COALESCE((SELECT STRING_AGG(m, N', ') FROM (\
         SELECT {0} AS m FROM (SELECT [key], [type] AS t, [value] AS v FROM OPENJSON(CASE WHEN backend_0.t = 5 THEN backend_0.v END)) AS backend_member \
         WHERE NOT EXISTS (SELECT 1 AS x FROM OPENJSON(CASE WHEN backend_1.t = 5 THEN backend_1.v END) AS backend_other \
         WHERE CAST(backend_other.[key] AS nvarchar(max)) + N'.' = CAST(backend_member.[key] AS nvarchar(max)) + N'.' COLLATE Latin1_General_100_BIN2) \
         UNION ALL SELECT {0} FROM (SELECT [key], [type] AS t, [value] AS v FROM OPENJSON(CASE WHEN backend_1.t = 5 THEN backend_1.v END)) AS backend_member) \
         AS backend_members), N'') + NCHAR(125) \
         ELSE N'[' + COALESCE((SELECT STRING_AGG(m, N', ') WITHIN GROUP (ORDER BY o, i) FROM (\
         SELECT 0 AS o, CAST([key] AS int) AS i, {1} AS m FROM (SELECT [key], [type] AS t, [value] AS v FROM OPENJSON({2})) AS backend_member \
         UNION ALL SELECT 1, CAST([key] AS int), {1} FROM (SELECT [key], [type] AS t, [value] AS v FROM OPENJSON({3})) AS backend_member) \
         AS backend_elements), N'') + N']' END FROM ",
        &[
            &|out| {
                out.push(KEY);
                member(out)
            },
            &member,
            &|out| elements("backend_0", out),
            &|out| elements("backend_1", out),
        ],
        out,
    )?;
    root(call.argument(0)?, out)?;
    out.push(" AS backend_0 CROSS JOIN ");
    root(call.argument(1)?, out)?;
    out.push(" AS backend_1)");
    Ok(())
}

fn member(out: &mut dyn ExpressionWriter) -> Result<()> {
    fill(
        DOCUMENT,
        &[&|out| {
            out.push("backend_member");
            Ok(())
        }],
        out,
    )
}

fn elements(name: &'static str, out: &mut dyn ExpressionWriter) -> Result<()> {
    let value: Piece<'_> = &|out| {
        out.push(name);
        Ok(())
    };
    fill(
        "CASE WHEN {0}.t = 4 THEN {0}.v ELSE N'[' + {1} + N']' END",
        &[value, &|out| fill(DOCUMENT, &[value], out)],
        out,
    )
}
