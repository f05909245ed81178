//! Crossing over: a schema as another vendor's database can hold it, and a list of all that is lost on the way.
//!
//! What is neutral is carried: names, types that both have, keys, indexes, values. What is said in one vendor's language
//! (expressions, views, triggers, functions) and what only one vendor has (native types, options) is left out and said, never
//! guessed at. What the other can do is asked of its plans: a part is tried on the table that it belongs to, and a refusal is
//! the reason that is given.

mod column;
mod key;
mod names;
mod value;

use backend_core::backend::Backend;
use backend_core::error::Result;
use backend_core::introspection::Warning;
use backend_core::model::{Change, QualifiedName, RowSecurity, Schema, Table, TableKind};
use backend_core::operations::Dialect;
use backend_core::registry::Registry;
use backend_core::schema_editor::plan;
use backend_core::wrapper::ServerInfo;

use crate::diff::{backend_of, version};
use crate::exit::Failure;

use self::names::Names;

/// Another database, of which no server is at hand.
#[derive(Debug)]
pub(crate) struct Target {
    pub(crate) backend: &'static Backend,
    pub(crate) dialect: Dialect,
}

impl Target {
    /// Reads `VENDOR` or `VENDOR:VERSION`; without a version it is the oldest that the vendor's backend drives.
    pub(crate) fn parse(registry: &Registry, text: &str) -> Result<Self, Failure> {
        let (vendor, number) = match text.split_once(':') {
            Some((vendor, number)) => (vendor, Some(number)),
            None => (text, None),
        };
        let backend = backend_of(registry, vendor).map_err(|failure| failure.context("--for"))?;
        let oldest = backend.minimum_version;
        let chosen = match number {
            None => oldest,
            Some(number) => version(number).ok_or_else(|| {
                Failure::usage("--for takes VENDOR or VENDOR:VERSION, such as 15 or 3.45.1")
            })?,
        };
        if chosen < oldest {
            let message = format!("--for: {vendor} {oldest} or newer is required");
            return Err(Failure::usage(message));
        }
        Ok(Self {
            backend,
            dialect: backend.dialect(&ServerInfo::new(vendor, chosen)),
        })
    }
}

/// A schema on its way.
struct Crossing<'c> {
    from: &'c Schema,
    target: &'c Target,
    names: Names,
    losses: Vec<Warning>,
}

/// The schema as the target can hold it, and what is lost.
pub(crate) fn cross(from: &Schema, target: &Target) -> (Schema, Vec<Warning>) {
    let mut crossing = Crossing {
        from,
        target,
        names: Names::default(),
        losses: Vec::new(),
    };
    let kept: Vec<&Table> = from
        .tables
        .iter()
        .filter(|table| crossing.keeps(table))
        .collect();
    crossing.names = Names::of(&kept, &target.dialect.features, &mut crossing.losses);
    let mut schema = Schema::new();
    for table in &kept {
        let made = crossing.table(table);
        schema.tables.push(made);
    }
    for table in &kept {
        crossing.foreign_keys(table, &mut schema);
    }
    schema.tables.sort_by(|a, b| a.name.cmp(&b.name));
    crossing.objects();
    (schema, crossing.losses)
}

impl Crossing<'_> {
    fn lose(&mut self, object: &QualifiedName, message: impl Into<String>) {
        self.losses.push(Warning::new(object.clone(), message));
    }

    /// Whether there is a table of the other database's for this one.
    fn keeps(&mut self, table: &Table) -> bool {
        let reason = match (&table.kind, &table.partition_of) {
            (TableKind::Ordinary, None) => return true,
            (TableKind::Ordinary, Some(of)) => {
                format!("left out: its rows are those of {}", of.parent)
            }
            (TableKind::Virtual { module, .. }, _) => {
                format!("left out: a table of the module {module:?}")
            }
            (TableKind::Foreign { server, .. }, _) => {
                format!("left out: a table of the foreign server {server}")
            }
            _ => "left out: a table of another kind".to_owned(),
        };
        self.lose(&table.name, reason);
        false
    }

    /// A table without its foreign keys.
    fn table(&mut self, from: &Table) -> Table {
        let mut to = Table::new(self.names.table(&from.name));
        self.columns(from, &mut to);
        self.primary_key(from, &mut to);
        self.identities(from, &mut to);
        for unique in &from.uniques {
            self.unique(from, unique, &mut to);
        }
        for index in &from.indexes {
            self.index(from, index, &mut to);
        }
        if let Some(comment) = &from.comment {
            let commented = self.attempt(&mut to, |table| table.comment = Some(comment.clone()));
            if let Err(reason) = commented {
                self.lose(&from.name, format!("its comment is left out: {reason}"));
            }
        }
        self.left_out(from);
        to
    }

    /// What no table of another vendor's has.
    fn left_out(&mut self, from: &Table) {
        let mut lost = Vec::new();
        for check in &from.checks {
            let name = check.name.as_ref().map(|name| format!(" {name}"));
            lost.push(format!(
                "the check{} ({}) is left out",
                name.unwrap_or_default(),
                check.expression
            ));
        }
        for exclusion in &from.exclusions {
            let name = exclusion.name.as_ref().map(|name| format!(" {name}"));
            lost.push(format!(
                "the exclusion constraint{} is left out",
                name.unwrap_or_default()
            ));
        }
        for trigger in &from.triggers {
            lost.push(format!("the trigger {} is left out", trigger.name));
        }
        if from.partitioning.is_some() {
            lost.push("its partitioning is left out".to_owned());
        }
        for parent in &from.inherits {
            lost.push(format!("that it inherits from {parent} is left out"));
        }
        if from.row_security != RowSecurity::Disabled {
            lost.push("its row security is left out".to_owned());
        }
        for (name, _) in from.options.iter() {
            lost.push(format!("its option {name} is left out"));
        }
        for message in lost {
            self.lose(&from.name, message);
        }
    }

    /// The objects that are in a vendor's language, or of its own making.
    fn objects(&mut self) {
        let from = self.from;
        let mut lost: Vec<(QualifiedName, &str)> = Vec::new();
        for view in &from.views {
            lost.push((view.name.clone(), "the view is left out"));
        }
        for each in &from.types {
            lost.push((each.name.clone(), "the type is left out"));
        }
        for each in &from.sequences {
            lost.push((each.name.clone(), "the sequence is left out"));
        }
        for each in &from.functions {
            lost.push((each.name.clone(), "the function is left out"));
        }
        for each in &from.extensions {
            lost.push((each.name.clone().into(), "the extension is left out"));
        }
        for each in &from.vendor_objects {
            lost.push((each.name.clone(), "what only this vendor has is left out"));
        }
        for (name, message) in lost {
            self.lose(&name, message);
        }
    }

    /// Makes a change to a table, unless the target refuses the table then.
    fn attempt(&self, table: &mut Table, change: impl FnOnce(&mut Table)) -> Result<()> {
        let mut tried = table.clone();
        change(&mut tried);
        self.probe(&Schema::new(), &tried)?;
        *table = tried;
        Ok(())
    }

    /// Whether the target can make a table.
    fn probe(&self, before: &Schema, table: &Table) -> Result<()> {
        let change = Change::CreateTable(table.clone());
        let editor = self.target.backend.schema_editor;
        plan(editor, &self.target.dialect, before, &change).map(|_| ())
    }
}
