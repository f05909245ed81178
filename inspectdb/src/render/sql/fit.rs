//! A table that the plan refuses as a whole: it stays, without the parts that are refused.

use backend_core::error::Result;
use backend_core::model::{Options, RowSecurity, Table};

/// The table without what `probe` refuses, and what that is with the reasons; `None` where not even its columns can be made.
pub(super) fn fitted(
    wanted: &Table,
    probe: &dyn Fn(&Table) -> Result<()>,
) -> Option<(Table, Vec<String>)> {
    let mut fit = Fit {
        table: Table::new(wanted.name.clone()),
        probe,
        lost: Vec::new(),
    };
    fit.table.kind = wanted.kind.clone();
    fit.table.partition_of.clone_from(&wanted.partition_of);
    fit.table.partitioning.clone_from(&wanted.partitioning);
    fit.table.inherits.clone_from(&wanted.inherits);
    fit.columns(wanted);
    probe(&fit.table).ok()?;
    fit.parts(wanted);
    Some((fit.table, fit.lost))
}

struct Fit<'p> {
    table: Table,
    probe: &'p dyn Fn(&Table) -> Result<()>,
    lost: Vec<String>,
}

impl Fit<'_> {
    /// The columns as they are, or without their options where these are refused.
    fn columns(&mut self, wanted: &Table) {
        self.table.columns.clone_from(&wanted.columns);
        if (self.probe)(&self.table).is_ok() {
            return;
        }
        for place in 0..wanted.columns.len() {
            let Some(column) = self.table.columns.get_mut(place) else {
                continue;
            };
            if column.options.is_empty() {
                continue;
            }
            let named = names(&column.options);
            let name = column.name.clone();
            column.options = Options::new();
            self.lost
                .push(format!("the column {name} is without {named}"));
        }
    }

    fn parts(&mut self, wanted: &Table) {
        if let Some(key) = &wanted.primary_key {
            let mut plain = key.clone();
            plain.options = Options::new();
            self.part("the primary key", &key.options, |table, is_whole| {
                table.primary_key = Some(if is_whole { key } else { &plain }.clone());
            });
        }
        for unique in &wanted.uniques {
            let mut plain = unique.clone();
            plain.options = Options::new();
            let what = format!("a unique constraint{}", named(unique.name.as_ref()));
            self.part(&what, &unique.options, |table, is_whole| {
                let unique = if is_whole { unique } else { &plain };
                table.uniques.push(unique.clone());
            });
        }
        for check in &wanted.checks {
            let what = format!(
                "the check{} ({})",
                named(check.name.as_ref()),
                check.expression
            );
            self.part(&what, &Options::new(), |table, _| {
                table.checks.push(check.clone());
            });
        }
        for exclusion in &wanted.exclusions {
            let what = format!("an exclusion constraint{}", named(exclusion.name.as_ref()));
            self.part(&what, &Options::new(), |table, _| {
                table.exclusions.push(exclusion.clone());
            });
        }
        for key in &wanted.foreign_keys {
            let what = format!(
                "a foreign key{} to {}",
                named(key.name.as_ref()),
                key.references
            );
            self.part(&what, &Options::new(), |table, _| {
                table.foreign_keys.push(key.clone());
            });
        }
        for index in &wanted.indexes {
            let mut plain = index.clone();
            plain.options = Options::new();
            let what = format!("the index {}", index.name);
            self.part(&what, &index.options, |table, is_whole| {
                let index = if is_whole { index } else { &plain };
                table.indexes.push(index.clone());
            });
        }
        for trigger in &wanted.triggers {
            let what = format!("the trigger {}", trigger.name);
            self.part(&what, &Options::new(), |table, _| {
                table.triggers.push(trigger.clone());
            });
        }
        self.rest(wanted);
    }

    fn rest(&mut self, wanted: &Table) {
        for (name, value) in wanted.options.iter() {
            let what = format!("the option {name}");
            self.part(&what, &Options::new(), |table, _| {
                table.options.set(name, value.map(str::to_owned));
            });
        }
        if wanted.row_security != RowSecurity::Disabled {
            self.part("row security", &Options::new(), |table, _| {
                table.row_security = wanted.row_security;
            });
        }
        if let Some(comment) = &wanted.comment {
            self.part("the comment", &Options::new(), |table, _| {
                table.comment = Some(comment.clone());
            });
        }
    }

    /// Adds a part: whole, or without its options, or not at all.
    fn part(&mut self, what: &str, options: &Options, add: impl Fn(&mut Table, bool)) {
        let mut whole = self.table.clone();
        add(&mut whole, true);
        let Err(reason) = (self.probe)(&whole) else {
            self.table = whole;
            return;
        };
        if !options.is_empty() {
            let mut plain = self.table.clone();
            add(&mut plain, false);
            if (self.probe)(&plain).is_ok() {
                self.table = plain;
                self.lost
                    .push(format!("{what} is without {}", names(options)));
                return;
            }
        }
        self.lost.push(format!("{what} is left out: {reason}"));
    }
}

fn named(name: Option<&backend_core::model::Identifier>) -> String {
    name.map_or_else(String::new, |name| format!(" {name}"))
}

fn names(options: &Options) -> String {
    let names: Vec<_> = options.iter().map(|(name, _)| name).collect();
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use backend_core::error::{Error, ErrorKind};
    use backend_core::model::{Check, Column, ColumnType, QualifiedName, Table};

    use super::fitted;

    #[test]
    fn what_is_refused_goes_and_the_rest_stays() {
        let mut table = Table::new(QualifiedName::new("t").unwrap())
            .with_column(Column::new("a", ColumnType::Text).unwrap())
            .with_check(Check::new("good"))
            .with_check(Check::new("bad"));
        table.options.set("ODD", None);
        let refuse = |table: &Table| {
            let is_bad = |check: &Check| check.expression == "bad";
            if table.options.contains("ODD") || table.checks.iter().any(is_bad) {
                return Err(Error::new(ErrorKind::NotSupported(None), "no"));
            }
            Ok(())
        };
        let (fitted_table, lost) = fitted(&table, &refuse).unwrap();
        assert_eq!(fitted_table.checks, [Check::new("good")]);
        assert_eq!(
            lost,
            [
                "the check (bad) is left out: no",
                "the option ODD is left out: no"
            ]
        );
        let never = |_: &Table| Err(Error::new(ErrorKind::NotSupported(None), "no"));
        assert!(fitted(&table, &never).is_none());
    }
}
