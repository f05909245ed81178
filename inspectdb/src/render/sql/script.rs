//! [`Script`]: plans as a text that a shell runs.

use std::fmt::Write as _;

use backend_core::introspection::Warning;
use backend_core::operations::Dialect;
use backend_core::schema_editor::{Expected, Plan, Step};
use backend_core::sql::tokenizer::Lexicon;

use super::layout::{ends_in_comment, laid_out};
use crate::text::one_line;

/// Statements, each with a `;`, and an empty line between plans.
#[derive(Debug)]
pub(crate) struct Script {
    text: String,
    lexicon: Lexicon,
}

impl Script {
    /// An empty one, of the database's language.
    pub(crate) fn new(dialect: &Dialect) -> Self {
        Self::of(dialect.operations.syntax().lexicon)
    }

    const fn of(lexicon: Lexicon) -> Self {
        Self {
            text: String::new(),
            lexicon,
        }
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

    /// Adds a step: a question can only be told of, as a script compares nothing.
    pub(crate) fn step(&mut self, step: &Step) {
        match step {
            Step::Expect {
                statement,
                rows,
                why,
            } => {
                let rows = match rows {
                    Expected::Count(count) => format!("{count} rows"),
                    _ => "no row".to_owned(),
                };
                self.comment(&format!(
                    "To look at first: this must find {rows}, or {why}:"
                ));
                self.comment(&format!("  {};", statement.sql));
            }
            _ => self.statement(&step.statement().sql),
        }
    }

    /// Adds a statement.
    pub(crate) fn statement(&mut self, sql: &str) {
        let sql = sql.trim_end().trim_end_matches(';');
        self.text.push_str(&laid_out(sql, self.lexicon));
        if ends_in_comment(sql, self.lexicon) {
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
        let mut head = Self::of(self.lexicon);
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
    use backend_core::sql::tokenizer::Lexicon;

    use super::Script;

    #[test]
    fn statements_end_and_comments_cannot_end_them() {
        let step = |sql: &str| Step::execute(Statement::new(sql), "why");
        let mut script = Script::of(Lexicon::STANDARD);
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
             -- To look at first: this must find no row, or rows\\nare lost:\n--   SELECT\\n1;\nC -- so\n;\n"
        );
    }
}
