//! Keys, unique constraints, foreign keys and indexes in the other database.

use backend_core::error::Result as Outcome;
use backend_core::model::{
    Deferrability, Enforcement, ForeignKey, Identifier, Index, IndexKey, IndexPart, MatchType,
    PrimaryKey, QualifiedName, Schema, Table, Unique,
};
use backend_core::value::ColumnKind;

use super::Crossing;

impl Crossing<'_> {
    pub(super) fn primary_key(&mut self, from: &Table, to: &mut Table) {
        let Some(key) = &from.primary_key else {
            return;
        };
        let mut made = PrimaryKey::new(self.names.columns(&from.name, &key.columns));
        made.name.clone_from(&key.name);
        made.deferrability = key.deferrability;
        let is_set = |made: PrimaryKey| move |table: &mut Table| table.primary_key = Some(made);
        if key.without_overlaps {
            self.lose(
                &from.name,
                "the primary key is left out, as it is about a period",
            );
            return;
        }
        self.extras(
            "primary key",
            from,
            (&key.parts, &key.include, key.options.is_empty()),
        );
        if self.attempt(to, is_set(made.clone())).is_ok() {
            return;
        }
        made.deferrability = Deferrability::NotDeferrable;
        match self.attempt(to, is_set(made)) {
            Ok(()) if key.deferrability != Deferrability::NotDeferrable => {
                self.lose(&from.name, "that the primary key is deferrable is left out");
            }
            Ok(()) => {}
            Err(reason) => {
                self.lose(&from.name, format!("the primary key is left out: {reason}"));
            }
        }
    }

    pub(super) fn unique(&mut self, from: &Table, unique: &Unique, to: &mut Table) {
        let what = format!(
            "the unique constraint {}",
            shown(unique.name.as_ref(), &unique.columns)
        );
        if unique.without_overlaps {
            self.lose(
                &from.name,
                format!("{what} is left out, as it is about a period"),
            );
            return;
        }
        if unique.parts.iter().any(|part| part.collation.is_some()) {
            // Other texts would be the same.
            self.lose(
                &from.name,
                format!("{what} is left out, as it has a collation of its own"),
            );
            return;
        }
        let columns = self.names.columns(&from.name, &unique.columns);
        let mut made = Unique::new(columns).deferrability(unique.deferrability);
        made.name.clone_from(&unique.name);
        made.nulls_distinct = unique.nulls_distinct;
        self.extras(
            what.trim_start_matches("the "),
            from,
            (&unique.parts, &unique.include, unique.options.is_empty()),
        );
        if self
            .attempt(to, |table| table.uniques.push(made.clone()))
            .is_ok()
        {
            return;
        }
        made.deferrability = Deferrability::NotDeferrable;
        match self.attempt(to, |table| table.uniques.push(made)) {
            Ok(()) => self.lose(&from.name, format!("that {what} is deferrable is left out")),
            Err(reason) => self.lose(&from.name, format!("{what} is left out: {reason}")),
        }
    }

    /// What a key has beside its columns.
    fn extras(
        &mut self,
        what: &str,
        from: &Table,
        (parts, include, has_no_options): (&[IndexPart], &[Identifier], bool),
    ) {
        if !parts.is_empty() {
            self.lose(&from.name, format!("the order of the {what} is left out"));
        }
        if !include.is_empty() {
            self.lose(
                &from.name,
                format!("the columns that the {what} carries are left out"),
            );
        }
        if !has_no_options {
            self.lose(
                &from.name,
                format!("the options of the {what} are left out"),
            );
        }
    }

    pub(super) fn index(&mut self, from: &Table, index: &Index, to: &mut Table) {
        if let Err(reason) = self.carried_index(from, index, to) {
            let message = format!("the index {} is left out{reason}", index.name);
            self.lose(&from.name, message);
        }
    }

    /// Makes the index, or says why it would be another one.
    fn carried_index(&mut self, from: &Table, index: &Index, to: &mut Table) -> Result<(), String> {
        let refused = |reason: &str| Err(format!(", as {reason}"));
        if !index.valid {
            return refused("it is not valid");
        }
        if index.predicate.is_some() {
            return refused("it has a condition");
        }
        if index.method.is_some() {
            return refused("it has a method of its own");
        }
        let is_odd = |part: &IndexPart| part.collation.is_some() || part.operator_class.is_some();
        let mut parts = Vec::new();
        for part in &index.parts {
            let IndexKey::Column(column) = &part.key else {
                return refused("it is of an expression");
            };
            if is_odd(part) {
                return refused("it has a collation or operators of its own");
            }
            let mut made = IndexPart::column(self.names.column(&from.name, column));
            made.order = part.order;
            parts.push(made);
        }
        let other = format!("{}_{}", to.name.name, index.name);
        let schema = to.name.schema.as_ref();
        let prefix = schema.map_or_else(String::new, |schema| format!("{schema}."));
        let name = self.names.free(&prefix, &index.name, &other);
        let mut made = Index::new(name.clone(), parts);
        made.unique = index.unique;
        made.nulls_distinct = index.nulls_distinct;
        made.include = self.names.columns(&from.name, &index.include);
        made.comment.clone_from(&index.comment);
        let mut lost = Vec::new();
        if name != index.name {
            lost.push(format!("is called {name}"));
        }
        if index.parts.iter().any(|part| part.nulls.is_some()) {
            lost.push("leaves the place of its NULLs to the database".to_owned());
        }
        if !index.options.is_empty() {
            lost.push("is without its options".to_owned());
        }
        if self
            .attempt(to, |table| table.indexes.push(made.clone()))
            .is_err()
        {
            made.include.clear();
            made.comment = None;
            lost.push("is without its comment and the columns that it carries".to_owned());
            self.attempt(to, |table| table.indexes.push(made))
                .map_err(|reason| format!(": {reason}"))?;
        }
        for said in lost {
            self.lose(&from.name, format!("the index {} {said}", index.name));
        }
        Ok(())
    }

    /// The foreign keys of a table, when all tables are there.
    pub(super) fn foreign_keys(&mut self, from: &Table, schema: &mut Schema) {
        for key in &from.foreign_keys {
            if let Err(reason) = self.carried_key(from, key, schema) {
                let what = shown(key.name.as_ref(), &key.columns);
                let message = format!(
                    "the foreign key {what} to {} is left out{reason}",
                    key.references
                );
                self.lose(&from.name, message);
            }
        }
    }

    fn carried_key(
        &mut self,
        from: &Table,
        key: &ForeignKey,
        schema: &mut Schema,
    ) -> Result<(), String> {
        let refused = |reason: &str| Err(format!(", as {reason}"));
        if key.period {
            return refused("it is about a period");
        }
        if key.enforcement == Enforcement::NotEnforced {
            return refused("it is not enforced");
        }
        let mut made = ForeignKey::new(
            self.names.columns(&from.name, &key.columns),
            self.names.table(&key.references),
            self.names.columns(&key.references, &key.referenced_columns),
        );
        let own = self.names.table(&from.name);
        if !leads_somewhere(schema, &made) {
            return refused("it refers to no key");
        }
        if !fits(schema, &own, &made) {
            return refused("its columns are of other types there");
        }
        made.name.clone_from(&key.name);
        made = made.on_delete(key.on_delete).on_update(key.on_update);
        made.on_delete_columns = self.names.columns(&from.name, &key.on_delete_columns);
        made.match_type = key.match_type;
        made.deferrability = key.deferrability;
        let mut plain = made.clone();
        plain.match_type = MatchType::Simple;
        plain.deferrability = Deferrability::NotDeferrable;
        let lost = if self.add_key(schema, &own, made).is_ok() {
            None
        } else {
            self.add_key(schema, &own, plain)
                .map_err(|reason| format!(": {reason}"))?;
            Some("is checked at once, and each column by itself")
        };
        let what = shown(key.name.as_ref(), &key.columns);
        if let Some(lost) = lost {
            self.lose(&from.name, format!("the foreign key {what} {lost}"));
        }
        if key.enforcement == Enforcement::NotValidated {
            let message = format!("the foreign key {what} holds for all rows");
            self.lose(&from.name, message);
        }
        Ok(())
    }

    fn add_key(&self, schema: &mut Schema, own: &QualifiedName, key: ForeignKey) -> Outcome<()> {
        let Some(place) = schema.tables.iter().position(|table| table.name == *own) else {
            return Ok(());
        };
        let mut before = Schema::new();
        let referenced = schema.tables.iter().find(|it| it.name == key.references);
        before
            .tables
            .extend(referenced.filter(|it| it.name != *own).cloned());
        let Some(table) = schema.tables.get_mut(place) else {
            return Ok(());
        };
        // By itself: the other tables that this one refers to are not at hand.
        let mut tried = table.clone();
        tried.foreign_keys = vec![key.clone()];
        self.probe(&before, &tried)?;
        table.foreign_keys.push(key);
        Ok(())
    }
}

/// Whether the columns that a key refers to are unique together.
fn leads_somewhere(schema: &Schema, key: &ForeignKey) -> bool {
    let Some(table) = schema
        .tables
        .iter()
        .find(|table| table.name == key.references)
    else {
        return false;
    };
    let same = |columns: &[Identifier]| {
        !columns.is_empty()
            && columns.len() == key.referenced_columns.len()
            && columns
                .iter()
                .all(|column| key.referenced_columns.contains(column))
    };
    let plain = |index: &Index| {
        let columns: Option<Vec<Identifier>> = index
            .columns()
            .map(|columns| columns.into_iter().cloned().collect());
        index.unique && columns.is_some_and(|columns| same(&columns))
    };
    same(table.primary_key_columns())
        || table.uniques.iter().any(|unique| same(&unique.columns))
        || table.indexes.iter().any(plain)
}

/// Whether columns and those that they refer to hold values of one kind.
fn fits(schema: &Schema, own: &QualifiedName, key: &ForeignKey) -> bool {
    let kind = |table: &QualifiedName, column: &Identifier| {
        let table = schema.tables.iter().find(|it| it.name == *table)?;
        let column_type = &table.column(column.as_str())?.column_type;
        Some(class(column_type.standard_kind()))
    };
    key.columns
        .iter()
        .zip(&key.referenced_columns)
        .all(|(column, referenced)| kind(own, column) == kind(&key.references, referenced))
}

/// Kinds that are compared with each other have one class.
const fn class(kind: ColumnKind) -> ColumnKind {
    match kind {
        ColumnKind::I8 | ColumnKind::I16 | ColumnKind::I32 => ColumnKind::I64,
        other => other,
    }
}

fn shown(name: Option<&Identifier>, columns: &[Identifier]) -> String {
    if let Some(name) = name {
        return name.to_string();
    }
    let columns: Vec<_> = columns.iter().map(Identifier::as_str).collect();
    format!("({})", columns.join(", "))
}
