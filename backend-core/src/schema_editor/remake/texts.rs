//! What depends on a table by a text in the vendor's language: views and triggers. After the table was made anew each of them is
//! asked whether it still works, so that a column that one uses does not go unnoticed.

use std::collections::BTreeSet;

use super::Making;
use crate::model::{Column, Identifier, QualifiedName, Trigger};
use crate::schema_editor::{Expected, Step};
use crate::sql::Statement;
use crate::sql::tokenizer::Tokenizer;

impl Making<'_> {
    /// The questions whether views and triggers still work that depend on the table, be it by way of others.
    pub(super) fn dependants(&self) -> Vec<Step> {
        let mut names = vec![&self.old.name.name];
        let mut steps = Vec::new();
        for view in &self.before.views {
            // One that could not be read before is not the change's affair.
            if self.mentions(&view.definition, &names) && !view.columns.is_empty() {
                names.push(&view.name.name);
                let mut out = self.dialect.writer();
                out.push("SELECT 1 FROM ")
                    .name(&view.name)
                    .push(" WHERE 1 = 0");
                let why = format!("view {} can be read", view.name.name.shortened());
                steps.push(Step::expect(out.finish(), Expected::None, why));
            }
        }
        let mut asked = BTreeSet::new();
        let own = (&self.after.name, &self.after.columns, &self.after.triggers);
        let tables = self
            .before
            .tables
            .iter()
            .filter(|it| it.name != self.old.name);
        let tables = tables.map(|table| (&table.name, &table.columns, &table.triggers));
        let views = self.before.views.iter();
        let views = views.map(|view| (&view.name, &view.columns, &view.triggers));
        for (name, columns, triggers) in std::iter::once(own).chain(tables).chain(views) {
            let is_near = names.contains(&&name.name);
            for trigger in triggers {
                if is_near || self.mentions(&trigger.definition, &names) {
                    for statement in self.compiling((name, columns), trigger) {
                        if asked.insert(statement.sql.clone()) {
                            let why = format!("triggers of {} work", name.name.shortened());
                            steps.push(Step::execute(statement, why));
                        }
                    }
                }
            }
        }
        steps
    }

    fn compiling<'t>(
        &'t self,
        (name, columns): (&'t QualifiedName, &'t [Column]),
        trigger: &'t Trigger,
    ) -> impl Iterator<Item = Statement> + 't {
        trigger.events.iter().filter_map(move |event| {
            self.remake
                .compiles_triggers(self.dialect, name, columns, event)
        })
    }

    /// Whether a text says one of these names: more often than it means it.
    fn mentions(&self, text: &str, names: &[&Identifier]) -> bool {
        let lexicon = self.dialect.operations.syntax().lexicon;
        Tokenizer::new(text, lexicon).any(|token| {
            token.identifier_or_string().is_some_and(|said| {
                names
                    .iter()
                    .any(|name| name.as_str().eq_ignore_ascii_case(&said))
            })
        })
    }
}
