//! [`Draft`]: the text of a statement as it is sent: with other numbers of its parameters, and with NULLs that no parameter can be.

use std::fmt::{self, Write as _};

use backend_core::error::Result;
use backend_core::value::Param;

use super::statement::Statement;
use crate::driver::Parameter;
use crate::value::{Encoded, Limits, encode};

/// The beginning of the names of variables that take parameters up.
const TAKEN_UP: &str = "@backend_P";

/// The parameters of one execution, as they are sent.
pub(super) type Encodeds = Vec<Encoded>;

/// What the parameters of a statement are sent as.
///
/// # Errors
/// As [`Statement::check_count`] and [`encode`].
pub(super) fn encode_all(
    statement: &Statement,
    params: &[Param<'_>],
    limits: Limits,
) -> Result<Encodeds> {
    statement.check_count(params.len())?;
    params.iter().map(|param| encode(*param, limits)).collect()
}

/// Rows of parameters, as they are sent, one behind the other.
#[derive(Debug, Default)]
pub(super) struct Chunk {
    encoded: Encodeds,
    /// How many parameters each row has.
    width: usize,
    rows: usize,
}

impl Chunk {
    /// Adds a row; gives about how many bytes it takes.
    ///
    /// # Errors
    /// As [`encode_all`]; nothing is added then.
    pub(super) fn push(
        &mut self,
        statement: &Statement,
        params: &[Param<'_>],
        limits: Limits,
    ) -> Result<usize> {
        statement.check_count(params.len())?;
        let start = self.encoded.len();
        let mut bytes = 0;
        for param in params {
            match encode(*param, limits) {
                Ok(encoded) => {
                    bytes += encoded.size();
                    self.encoded.push(encoded);
                }
                Err(error) => {
                    self.encoded.truncate(start);
                    return Err(error);
                }
            }
        }
        self.width = params.len();
        self.rows += 1;
        Ok(bytes)
    }

    /// How many rows there are.
    pub(super) const fn rows(&self) -> usize {
        self.rows
    }

    /// The parameters of one row.
    pub(super) fn row(&self, index: usize) -> &[Encoded] {
        let start = index * self.width;
        self.encoded
            .get(start..start + self.width)
            .unwrap_or_default()
    }

    /// All parameters, row by row.
    pub(super) fn encoded(&self) -> &[Encoded] {
        &self.encoded
    }
}

/// A call that is put together, of one statement or of several.
#[derive(Debug, Default)]
pub(super) struct Draft {
    /// Variables that are NULL, and those that take parameters up.
    declared: String,
    text: String,
    parameters: Vec<(usize, Parameter)>,
    /// The number of the last parameter.
    last: usize,
    /// Whether variables take up the parameters that the server [may lose](Encoded::may_be_lost).
    takes_up: bool,
}

impl Draft {
    /// A draft without anything.
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// The same draft, in which variables take up the parameters that the server may lose after the first statement, where it
    /// does.
    pub(super) const fn taking_up_parameters(mut self, takes_up: bool) -> Self {
        self.takes_up = takes_up;
        self
    }

    /// Adds text without parameters.
    pub(super) fn push(&mut self, sql: &str) {
        self.text.push_str(sql);
    }

    /// Adds a statement with its parameters, whose numbers follow those that are there.
    pub(super) fn statement(&mut self, sql: &str, statement: &Statement, encoded: Encodeds) {
        self.write(sql, statement, &encoded);
        let start = self.last;
        self.last += encoded.len();
        for (number, encoded) in (start + 1..).zip(encoded) {
            let may_be_lost = encoded.may_be_lost();
            match encoded {
                Encoded::Sent(parameter) => {
                    if self.takes_up && may_be_lost {
                        let kind = &parameter.declared;
                        self.declare(format_args!("{TAKEN_UP}{number} {kind} = @P{number}"));
                    }
                    self.parameters.push((number, parameter));
                }
                Encoded::Null(declared) => self.declare(format_args!("@P{number} {declared}")),
                Encoded::Untyped => {}
            }
        }
    }

    fn declare(&mut self, variable: fmt::Arguments<'_>) {
        let comma = if self.declared.is_empty() {
            "DECLARE "
        } else {
            ", "
        };
        // Writing to a String cannot fail.
        let _ = write!(self.declared, "{comma}{variable}");
    }

    /// Writes the text: as it is where nothing in it changes.
    fn write(&mut self, sql: &str, statement: &Statement, encoded: &[Encoded]) {
        let of = |number: usize| {
            let index = number.checked_sub(1)?;
            encoded.get(index)
        };
        let is_untyped = |number: usize| matches!(of(number), Some(Encoded::Untyped));
        let is_taken_up =
            |number: usize| self.takes_up && of(number).is_some_and(Encoded::may_be_lost);
        let changes = self.last > 0
            || (1..=encoded.len()).any(|number| is_untyped(number) || is_taken_up(number));
        if !changes {
            self.text.push_str(sql);
            return;
        }
        let mut written = 0;
        for (place, number) in &statement.places {
            self.text
                .push_str(sql.get(written..place.start).unwrap_or_default());
            let _ = if is_untyped(*number) {
                self.text.write_str("NULL")
            } else {
                let name = if is_taken_up(*number) { TAKEN_UP } else { "@P" };
                write!(self.text, "{name}{}", self.last + number)
            };
            written = place.end;
        }
        self.text.push_str(sql.get(written..).unwrap_or_default());
    }

    /// The text and its parameters. Lines keep their numbers.
    pub(super) fn finish(self) -> (String, Vec<(usize, Parameter)>) {
        let sql = if self.declared.is_empty() {
            self.text
        } else {
            format!("{}; {}", self.declared, self.text)
        };
        (sql, self.parameters)
    }
}

#[cfg(test)]
mod tests {
    use backend_core::features::Features;
    use std::str::FromStr as _;

    use backend_core::value::{ColumnKind, Decimal, IntoValue as _, Param, ValueRef};
    use backend_core::wrapper::ServerInfo;

    use super::{Draft, Statement, encode_all};
    use crate::features::SQL_2022;
    use crate::value::Limits;

    const UNTYPED: Param<'static> = Param {
        value: ValueRef::Null,
        kind: None,
    };

    fn drafted(statements: &[(&str, &[Param<'_>])]) -> (String, Vec<String>) {
        finished(Draft::new(), statements)
    }

    fn finished(mut draft: Draft, statements: &[(&str, &[Param<'_>])]) -> (String, Vec<String>) {
        let server = ServerInfo::new("", SQL_2022);
        let limits = Limits::of(&Features::MINIMAL, &server);
        for (sql, params) in statements {
            let statement = Statement::read(sql).unwrap();
            let encoded = encode_all(&statement, params, limits);
            draft.statement(sql, &statement, encoded.unwrap());
            draft.push(";");
        }
        let (sql, parameters) = draft.finish();
        let parameters = parameters
            .into_iter()
            .map(|(number, parameter)| format!("@P{number} {}", parameter.declared));
        (sql, parameters.collect())
    }

    #[test]
    fn a_statement_goes_as_it_is_with_the_types_of_its_parameters() {
        let text = Param::new(ValueRef::Text("a"));
        let (sql, parameters) = drafted(&[("SELECT @P2, '@P1', @P1", &[text, text])]);
        assert_eq!(sql, "SELECT @P2, '@P1', @P1;");
        assert_eq!(parameters, ["@P1 nvarchar(4000)", "@P2 nvarchar(4000)"]);
    }

    #[test]
    fn nulls_that_cannot_be_sent_are_variables_or_words() {
        let number = Param::new(ValueRef::I64(1));
        let (sql, parameters) = drafted(&[(
            "INSERT INTO t (a, b, c, d) VALUES (@P1, @P2, @P3, @P4)",
            &[
                UNTYPED,
                Param::null(ColumnKind::Date),
                number,
                Param::null(ColumnKind::Time),
            ],
        )]);
        assert_eq!(
            sql,
            "DECLARE @P2 date, @P4 time(7); INSERT INTO t (a, b, c, d) VALUES (NULL, @P2, @P3, @P4);"
        );
        assert_eq!(parameters, ["@P3 bigint"]);
    }

    #[test]
    fn what_a_server_may_lose_is_taken_up_by_variables() {
        let number = Param::new(ValueRef::I64(1));
        let decimal = Decimal::from_str("1.50").unwrap().into_value();
        let decimal = decimal.as_param();
        let draft = Draft::new().taking_up_parameters(true);
        let (sql, parameters) = finished(
            draft,
            &[(
                "UPDATE t SET a = @P2 WHERE b = @P1 AND a < @P2",
                &[number, decimal],
            )],
        );
        assert_eq!(
            sql,
            "DECLARE @backend_P2 numeric(3,2) = @P2; UPDATE t SET a = @backend_P2 WHERE b = @P1 AND a < @backend_P2;"
        );
        assert_eq!(parameters, ["@P1 bigint", "@P2 numeric(3,2)"]);
    }

    #[test]
    fn several_statements_have_one_row_of_numbers() {
        let number = Param::new(ValueRef::I64(1));
        let sql = "UPDATE t SET a = @P2 WHERE b = @P1 -- x";
        let (sql, parameters) = drafted(&[(sql, &[number, number]), (sql, &[number, UNTYPED])]);
        assert_eq!(
            sql,
            "UPDATE t SET a = @P2 WHERE b = @P1 -- x;UPDATE t SET a = NULL WHERE b = @P3 -- x;"
        );
        assert_eq!(parameters, ["@P1 bigint", "@P2 bigint", "@P3 bigint"]);
    }
}
