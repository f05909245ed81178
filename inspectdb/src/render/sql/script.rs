//! [`Script`]: plans as a text that a shell runs.

use std::fmt::Write as _;

use backend_core::introspection::Warning;
use backend_core::operations::Dialect;
use backend_core::schema_editor::{ConstraintChecks, Expected, Plan, Step};
use backend_core::sql::Statement;
use backend_core::sql::tokenizer::{Lexicon, TokenKind, Tokenizer};
use backend_core::value::IntoValue as _;

use super::layout::{ends_in_comment, laid_out};
use crate::text::one_line;

/// Statements, each with a `;`, and an empty line between plans.
#[derive(Debug)]
pub(crate) struct Script {
    text: String,
    dialect: Dialect,
}

impl Script {
    /// An empty one, of the database's language.
    pub(crate) fn new(dialect: &Dialect) -> Self {
        Self {
            text: String::new(),
            dialect: dialect.clone(),
        }
    }

    fn lexicon(&self) -> Lexicon {
        self.dialect.operations.syntax().lexicon
    }

    /// Adds the statements of a plan.
    pub(crate) fn plan(&mut self, plan: &Plan) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        for step in &plan.steps {
            self.step(step);
        }
    }

    /// Adds what the session must be told before a plan's steps.
    pub(crate) fn before(&mut self, plan: &Plan) {
        if plan.constraint_checks == ConstraintChecks::Off {
            self.comment("The checks of foreign keys must be off for the session that runs this.");
        }
        for setting in &plan.settings {
            self.statement(&setting.set.sql);
        }
    }

    /// Takes back what [`before`](Self::before) has told it.
    pub(crate) fn after(&mut self, plan: &Plan) {
        for setting in plan.settings.iter().rev() {
            self.statement(&setting.unset.sql);
        }
    }

    /// Adds a step. A question is a comment, as a script compares nothing; rows are copied at once.
    pub(crate) fn step(&mut self, step: &Step) {
        match step {
            Step::Expect {
                statement,
                rows,
                why,
                ..
            } => {
                let rows = match rows {
                    Expected::Count(count) => format!("{count} rows"),
                    _ => "no row".to_owned(),
                };
                self.comment(&format!(
                    "Stop here where {why}. This finds {rows} otherwise:"
                ));
                self.comment(&format!("  {};", statement.sql));
            }
            Step::Copy { statement, .. } => {
                let mut whole = statement.clone();
                if let Some(rows) = whole.params.last_mut() {
                    *rows = i64::MAX.into_value();
                }
                self.statement(&self.filled(&whole));
            }
            _ => self.statement(&self.filled(step.statement())),
        }
    }

    /// The statement with its parameters in their places.
    fn filled(&self, statement: &Statement) -> String {
        if statement.params.is_empty() {
            return statement.sql.clone();
        }
        let mut out = self.dialect.writer();
        let mut next = 0_usize;
        for token in Tokenizer::new(&statement.sql, self.lexicon()) {
            if token.kind != TokenKind::Placeholder {
                out.fragment(token.text);
                continue;
            }
            let number = token.text.get(1..).and_then(|text| text.parse().ok());
            let place = number.map_or(next, |number: usize| number.saturating_sub(1));
            next = place + 1;
            let written = statement.params.get(place).is_some_and(|parameter| {
                let operations = self.dialect.operations;
                operations
                    .literal(parameter.value.as_ref(), &mut out)
                    .is_ok()
            });
            if !written {
                out.fragment(token.text);
            }
        }
        out.finish().sql
    }

    /// Adds a statement.
    pub(crate) fn statement(&mut self, sql: &str) {
        let sql = sql.trim_end().trim_end_matches(';');
        self.text.push_str(&laid_out(sql, self.lexicon()));
        if ends_in_comment(sql, self.lexicon()) {
            self.text.push('\n');
        }
        self.text.push_str(";\n");
    }

    /// Adds a line that is for people.
    pub(crate) fn comment(&mut self, line: &str) {
        // Writing to a String cannot fail.
        let _ = writeln!(self.text, "-- {}", one_line(line).trim_end());
    }

    /// The whole text, with what it lacks at its head.
    pub(crate) fn finish(self, losses: &[Warning]) -> String {
        if losses.is_empty() {
            return self.text;
        }
        let mut head = Self::new(&self.dialect);
        head.comment("Not as in the database that was read:");
        for loss in losses {
            head.comment(&format!("  {loss}"));
        }
        if !self.text.is_empty() {
            head.text.push('\n');
        }
        head.text.push_str(&self.text);
        head.text
    }
}

#[cfg(test)]
mod tests {
    use backend_core::introspection::Warning;
    use backend_core::model::QualifiedName;
    use backend_core::schema_editor::{Expected, Plan, Step};
    use backend_core::sql::Statement;
    use backend_core::wrapper::{ServerInfo, Version};

    use super::Script;

    fn script() -> Script {
        let server = ServerInfo::new("Toy", Version::new(1, 0, 0));
        Script::new(&toy_backend::BACKEND.dialect(&server))
    }

    #[test]
    fn parameters_stand_in_their_places() {
        let statement = Statement::new("COPY ?2 > ? AND '?' < ?1")
            .bind("it's")
            .bind(7_i64);
        assert_eq!(script().filled(&statement), "COPY 7 > ? AND '?' < 'it''s'");
        let statement = Statement::new("COPY ? > ?").bind(1_i64).bind(2_i64);
        assert_eq!(script().filled(&statement), "COPY 1 > 2");
    }

    #[test]
    fn statements_end_and_comments_cannot_end_them() {
        let step = |sql: &str| Step::execute(Statement::new(sql), "why");
        let mut script = script();
        script.plan(&Plan::of(vec![step("A"), step("B;")]));
        let question = Statement::new("SELECT\n1");
        script.plan(&Plan::of(vec![
            Step::expect(question, Expected::None, "rows\nare lost"),
            step("C -- so"),
        ]));
        let object = QualifiedName::new("t").unwrap();
        let losses = [Warning::new(object, "lost\n; DROP TABLE t")];
        assert_eq!(
            script.finish(&losses),
            "-- Not as in the database that was read:\n--   t: lost\\n; DROP TABLE t\n\n\
             A;\nB;\n\n\
             -- Stop here where rows\\nare lost. This finds no row otherwise:\n--   SELECT\\n1;\nC -- so\n;\n"
        );
    }
}
