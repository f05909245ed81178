//! Columns: their types, defaults and numbers in the other database.

use backend_core::model::{
    Column, ColumnType, Default, Domain, Identifier, Identity, Table, UserTypeKind,
};
use backend_core::value::Value;

use super::Crossing;
use super::value::fitted;

/// Defaults that the standard has for all.
const STANDARD_DEFAULTS: [&str; 3] = ["CURRENT_DATE", "CURRENT_TIME", "CURRENT_TIMESTAMP"];

impl Crossing<'_> {
    /// The columns, without what numbers them: that needs the primary key.
    pub(super) fn columns(&mut self, from: &Table, to: &mut Table) {
        for column in &from.columns {
            let name = self.names.column(&from.name, &column.name);
            let column_type = self.column_type(from, column);
            let mut made = Column::named(name, column_type);
            let domain = self.domain(&column.column_type).cloned();
            made.nullable = column.nullable && domain.as_ref().is_none_or(|it| it.nullable);
            if self
                .attempt(to, |table| table.columns.push(made.clone()))
                .is_err()
            {
                // Text can be a column anywhere.
                made.column_type = ColumnType::Text;
                to.columns.push(made);
            }
            let default = column.default.as_ref();
            let default = default.or_else(|| domain.as_ref()?.default.as_ref());
            self.default(from, column, default, to);
            self.rest(from, column, domain.as_ref(), to);
        }
    }

    /// The nearest type that the other database has, and reads back as that.
    fn column_type(&mut self, table: &Table, column: &Column) -> ColumnType {
        let from = &column.column_type;
        let mut to = self.neutral(from);
        if !self.has_type(table, column, &to) {
            to = ColumnType::Text;
        }
        let spelled = |it: &Self, of: &ColumnType| it.spelled(table, column, of);
        for wider in wider(&to) {
            if spelled(self, &wider) == spelled(self, &to) {
                to = wider;
            }
        }
        if to != *from {
            let old = match &column.declared_type {
                Some(declared) => declared.clone(),
                None => format!("{from:?}"),
            };
            let new = spelled(self, &to).unwrap_or_default();
            let labels = match self.labels(from) {
                Some(labels) => format!("; that it is one of {labels} is left out"),
                None => String::new(),
            };
            let message = format!(
                "the column {}: the type {old} becomes {}{labels}",
                column.name,
                new.trim()
            );
            self.lose(&table.name, message);
        }
        to
    }

    /// The type without what a user or one vendor alone has made.
    fn neutral(&self, from: &ColumnType) -> ColumnType {
        match from {
            ColumnType::Array(element) => ColumnType::Array(Box::new(self.neutral(element))),
            ColumnType::Named(_) => match self.domain(from) {
                Some(domain) => self.neutral(&domain.base),
                None => ColumnType::Text,
            },
            ColumnType::Native(_) => ColumnType::Text,
            other => other.clone(),
        }
    }

    fn domain(&self, column_type: &ColumnType) -> Option<&Domain> {
        let ColumnType::Named(name) = column_type else {
            return None;
        };
        match &self.from.user_type(name)?.kind {
            UserTypeKind::Domain(domain) => Some(domain),
            _ => None,
        }
    }

    fn labels(&self, column_type: &ColumnType) -> Option<String> {
        let ColumnType::Named(name) = column_type else {
            return None;
        };
        match &self.from.user_type(name)?.kind {
            UserTypeKind::Enumeration { labels } => Some(labels.join(", ")),
            _ => None,
        }
    }

    /// Whether a table can have a column of that type.
    fn has_type(&self, table: &Table, column: &Column, column_type: &ColumnType) -> bool {
        // Of the type alone: that a name is refused is no fault of it.
        let plain =
            |text, other: &Identifier| Identifier::new(text).unwrap_or_else(|_| other.clone());
        let mut sample = Table::new(plain("t", &table.name.name).into());
        let name = plain("c", &column.name);
        self.attempt(&mut sample, |table| {
            table.columns.push(Column::named(name, column_type.clone()));
        })
        .is_ok()
    }

    fn spelled(&self, table: &Table, column: &Column, column_type: &ColumnType) -> Option<String> {
        let dialect = &self.target.dialect;
        let mut out = dialect.writer();
        let column = Column::named(column.name.clone(), column_type.clone());
        let table = Table::new(table.name.clone());
        let editor = self.target.backend.schema_editor;
        let written = editor.column_type(dialect, &table, &column, &mut out);
        written.ok().map(|()| out.finish().sql)
    }

    fn default(
        &mut self,
        from: &Table,
        column: &Column,
        default: Option<&Default>,
        to: &mut Table,
    ) {
        let Some(default) = default else {
            return;
        };
        if column.sequence.is_some() {
            return;
        }
        let column_type = match to.columns.last() {
            Some(made) => made.column_type.clone(),
            None => return,
        };
        let made = match default {
            Default::Literal(Value::Null) => return,
            Default::Literal(value) => fitted(value, &column_type).map(Default::Literal),
            Default::Expression(text) => STANDARD_DEFAULTS
                .iter()
                .any(|standard| standard.eq_ignore_ascii_case(text))
                .then(|| default.clone()),
            _ => None,
        };
        let shown = match default {
            Default::Expression(text) => text.clone(),
            Default::Literal(value) => {
                let mut out = self.target.dialect.writer();
                let operations = self.target.dialect.operations;
                match operations.literal(value.as_ref(), &mut out) {
                    Ok(()) => out.finish().sql,
                    Err(_) => format!("{value:?}"),
                }
            }
            _ => String::new(),
        };
        let kept = made.is_some_and(|made| {
            self.attempt(to, |table| {
                if let Some(column) = table.columns.last_mut() {
                    column.default = Some(made);
                }
            })
            .is_ok()
        });
        if !kept {
            let message = format!(
                "the column {}: its default {shown} is left out",
                column.name
            );
            self.lose(&from.name, message);
        }
    }

    /// What is said of a column beside its type, its default and its numbers.
    fn rest(&mut self, from: &Table, column: &Column, domain: Option<&Domain>, to: &mut Table) {
        let mut lost = Vec::new();
        if let Some(generated) = &column.generated {
            lost.push(format!(
                "that it is computed as {} is left out",
                generated.expression
            ));
        }
        let domain_collation = domain.and_then(|domain| domain.collation.as_ref());
        if let Some(collation) = column.collation.as_ref().or(domain_collation) {
            lost.push(format!("its collation {collation} is left out"));
        }
        for check in domain.iter().flat_map(|domain| &domain.checks) {
            lost.push(format!(
                "its domain's check ({}) is left out",
                check.expression
            ));
        }
        if let Some(name) = &column.not_null_name {
            lost.push(format!("the name {name} of its NOT NULL is left out"));
        }
        if let Some(name) = &column.default_name {
            lost.push(format!("the name {name} of its default is left out"));
        }
        if column.hidden {
            lost.push("that it is hidden is left out".to_owned());
        }
        for (name, _) in column.options.iter() {
            lost.push(format!("its option {name} is left out"));
        }
        if let Some(comment) = &column.comment {
            let commented = self.attempt(to, |table| {
                if let Some(column) = table.columns.last_mut() {
                    column.comment = Some(comment.clone());
                }
            });
            if let Err(reason) = commented {
                lost.push(format!("its comment is left out: {reason}"));
            }
        }
        for message in lost {
            self.lose(&from.name, format!("the column {}: {message}", column.name));
        }
    }

    /// What numbers columns: identities, and sequences that stand behind defaults.
    pub(super) fn identities(&mut self, from: &Table, to: &mut Table) {
        for (place, column) in from.columns.iter().enumerate() {
            let plain = Identity::new();
            let (wanted, is_sequence) = match (column.identity.as_deref(), &column.sequence) {
                (Some(identity), _) => {
                    let mut identity = identity.clone();
                    identity.sequence = None;
                    (identity, false)
                }
                (None, Some(_)) => (plain.clone(), true),
                (None, None) => continue,
            };
            let mut unique = wanted.clone();
            unique.reuses_numbers = false;
            // What counts from somewhere is carried as far as the other counts so.
            let tried = [wanted.clone(), unique, plain];
            let made = tried.into_iter().find(|identity| {
                self.attempt(to, |table| {
                    if let Some(column) = table.columns.get_mut(place) {
                        column.identity = Some(Box::new(identity.clone()));
                        column.nullable = false;
                        column.default = None;
                    }
                })
                .is_ok()
            });
            if made.is_some() {
                self.widen_numbers(from, column, place, to);
            }
            let message = match made {
                None => "that it is numbered is left out",
                Some(_) if is_sequence => "it is numbered by itself instead of by a sequence",
                Some(made) if made.has_numbering() != wanted.has_numbering() => {
                    "how it is numbered is left out"
                }
                Some(made) if made.generation != wanted.generation => {
                    "that nobody else may number it is left out"
                }
                Some(_) => continue,
            };
            self.lose(&from.name, format!("the column {}: {message}", column.name));
        }
    }
}

impl Crossing<'_> {
    /// What is numbered may be a big integer to the other database, however small it was.
    fn widen_numbers(&mut self, from: &Table, column: &Column, place: usize, to: &mut Table) {
        let mut wide = to.clone();
        let Some(made) = wide.columns.get_mut(place) else {
            return;
        };
        if made.column_type == ColumnType::BigInteger {
            return;
        }
        made.column_type = ColumnType::BigInteger;
        let spelled = |table: &Table| {
            let mut out = self.target.dialect.writer();
            let column = table.columns.get(place)?;
            let editor = self.target.backend.schema_editor;
            let written = editor.column_type(&self.target.dialect, table, column, &mut out);
            written.ok().map(|()| out.finish().sql)
        };
        if spelled(&wide) == spelled(to) {
            *to = wide;
            let message = format!(
                "the column {}: the type becomes a big integer, as it is numbered",
                column.name
            );
            self.lose(&from.name, message);
        }
    }
}

/// Types that hold what this one does, in the order in which a database would take one for the other.
fn wider(column_type: &ColumnType) -> Vec<ColumnType> {
    match column_type {
        ColumnType::TinyInteger => vec![ColumnType::SmallInteger],
        ColumnType::Binary { .. } | ColumnType::VarBinary { .. } => vec![ColumnType::Bytes],
        ColumnType::VarChar { length: None } => vec![ColumnType::Text],
        _ => Vec::new(),
    }
}
