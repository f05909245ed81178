//! [`Remake`]: how a vendor makes a table anew, with its rows, where no statement of it changes one as asked. The algorithm is
//! here; it starts from what the catalog says of the table, and a step asks before anything is replaced.
//!
//! A table of another name is made and filled, and takes the old one's place. Which changes are made so is the vendor's to say.

mod rows;
mod texts;
mod together;

pub use self::together::plan_all;
use super::{
    ConstraintChecks, Dependants, Expected, Plan, SchemaEditor, Setting, Step, alter, alter_column,
    clause, constraint, dependants, found, index, objects, table,
};
use crate::error::{Error, ErrorKind, Integrity, Result};
use crate::features::IdentifierCase;
use crate::flag::Flag;
use crate::model::{
    Change, Column, Identifier, QualifiedName, Schema, Table, TableKind, TriggerEvent,
};
use crate::operations::Dialect;
use crate::sql::{Statement, Writer};

/// What a vendor says of the tables that it makes anew. Pure, as [`SchemaEditor`] is.
pub trait Remake: Send + Sync {
    /// Whether no statement of the vendor makes `change` of `table`, so that the table is made anew.
    fn remakes(&self, dialect: &Dialect, table: &Table, change: &Change) -> bool;

    /// What the session is told meanwhile.
    fn settings(&self) -> Vec<Setting> {
        Vec::new()
    }

    /// The table as it is made under another name, which the texts of its checks cannot call by its own.
    fn under_another_name(&self, mut table: Table, name: QualifiedName) -> Table {
        table.name = name;
        table
    }

    /// What has to go before a table is made anew, and comes back after it.
    ///
    /// # Errors
    /// Where it cannot be made anew whatever goes.
    fn dependants(
        &self,
        _dialect: &Dialect,
        _before: &Schema,
        _table: &Table,
    ) -> Result<Dependants> {
        Ok(Dependants::default())
    }

    /// Whether the table is made without its constraints, which are added when it has its name: where no two of them can have
    /// one name.
    fn adds_constraints(&self) -> bool {
        false
    }

    /// Lets the texts of a table follow a column that has another name in it now.
    fn follow_column(
        &self,
        _dialect: &Dialect,
        _table: &mut Table,
        _from: &Identifier,
        _to: &Identifier,
    ) {
    }

    /// The statements before and after the one that copies rows.
    fn around_copying(&self, _dialect: &Dialect, _made: &Table) -> [Vec<Statement>; 2] {
        [Vec::new(), Vec::new()]
    }

    /// Whether the values of a column that is not generated can be copied.
    fn is_copied(&self, _column: &Column) -> bool {
        true
    }

    /// Whether rows that are the same are copied without their columns being named.
    fn copies_whole_rows(&self) -> bool {
        true
    }

    /// The statements that drop the old table and give the new one its name; `None` where they are the standard's.
    fn replace(&self, _dialect: &Dialect, _old: &Table, _made: &Table) -> Option<Vec<Statement>> {
        None
    }

    /// The number that each row has, where the vendor numbers them.
    fn row_number(&self, _before: &Table, _after: &Table) -> Option<RowNumber> {
        None
    }

    /// Writes the words before the name of the table that rows are copied into.
    fn insert_into(&self, out: &mut Writer<'_>) {
        out.push("INSERT INTO ");
    }

    /// Writes what chooses a piece of the rows, in the order of their numbers: the smallest number and how many rows.
    fn piece(&self, number: &Identifier, first: i64, rows: u32, out: &mut Writer<'_>) {
        out.push(" WHERE ")
            .identifier(number)
            .push(" >= ")
            .bind(first);
        out.push(" ORDER BY ").identifier(number);
        out.push(" FETCH FIRST ").bind(rows).push(" ROWS ONLY");
    }

    /// Writes what the value of a column becomes in a column of another type.
    fn converted(&self, from: &Column, _to: &Column, out: &mut Writer<'_>) {
        out.identifier(&from.name);
    }

    /// Writes a condition that holds where a value that was copied is none of its column's type; answers whether there is one.
    fn unconverted(&self, _from: &Column, _to: &Column, _out: &mut Writer<'_>) -> bool {
        false
    }

    /// The statements that let the new table, which is filled, number its next rows as the old one would have.
    ///
    /// # Errors
    /// Where the vendor cannot spell one.
    fn keep_numbering(
        &self,
        _dialect: &Dialect,
        _before: &Table,
        _made: &Table,
    ) -> Result<Vec<Statement>> {
        Ok(Vec::new())
    }

    /// The question that gives a row for each row of a table that breaks a foreign key of it; `None` where all keys were added
    /// anew, and asked for it.
    fn broken_foreign_keys(&self, dialect: &Dialect, table: &QualifiedName) -> Option<Statement>;

    /// The statement that changes nothing and fails where a trigger of a table or view does not compile any more; `None` where
    /// none can say so.
    fn compiles_triggers(
        &self,
        _dialect: &Dialect,
        _name: &QualifiedName,
        _columns: &[Column],
        _event: &TriggerEvent,
    ) -> Option<Statement> {
        None
    }
}

/// The number that each row has, by which rows are copied in pieces.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "its names, before and after")]
pub struct RowNumber {
    /// What it is called in the table before.
    pub read: Identifier,
    /// What it is called in the table after, where no column has it and it is written beside the columns.
    pub written: Option<Identifier>,
    /// What it is called in the table after, where it is the same number there: otherwise rows are not copied in pieces.
    pub reached: Option<Identifier>,
}

/// A table that is made anew.
struct Making<'a> {
    editor: &'a dyn SchemaEditor,
    remake: &'a dyn Remake,
    dialect: &'a Dialect,
    before: &'a Schema,
    /// The table as it is.
    old: &'a Table,
    /// The table as it will be.
    after: Table,
    /// Where the columns of the table after have their values from.
    sources: Vec<rows::Source>,
    loses_data: bool,
}

/// The steps of changes of one table that is made anew for them, in their order.
pub(super) fn plan(
    (editor, remake): (&dyn SchemaEditor, &dyn Remake),
    dialect: &Dialect,
    before: &Schema,
    changes: &[Change],
) -> Result<Plan> {
    let Some(name) = changes.first().and_then(table_of) else {
        return Err(Error::new(
            ErrorKind::Internal,
            "the change is of no table that could be made anew",
        ));
    };
    let dependants = remake.dependants(dialect, before, found(before, name)?)?;
    if !dependants.is_empty() {
        let around = (changes, dependants);
        return dependants::around_all(editor, dialect, before, around, |reached| {
            plan_alone((editor, remake), dialect, reached, (name, changes))
        });
    }
    plan_alone((editor, remake), dialect, before, (name, changes))
}

/// The same of a table that nothing holds.
fn plan_alone(
    (editor, remake): (&dyn SchemaEditor, &dyn Remake),
    dialect: &Dialect,
    before: &Schema,
    (name, changes): (&QualifiedName, &[Change]),
) -> Result<Plan> {
    let old = found(before, name)?;
    if old.kind != TableKind::Ordinary {
        return Err(Error::new(
            ErrorKind::NotSupported(None),
            format!(
                "{} keeps its rows elsewhere, and cannot be made anew",
                name.name.shortened()
            ),
        ));
    }
    let mut making = Making {
        editor,
        remake,
        dialect,
        before,
        old,
        after: old.clone(),
        sources: rows::Source::of(old),
        loses_data: false,
    };
    for change in changes {
        making.change(change)?;
    }
    making.plan()
}

/// The table that a change is of, where it is of a table that is there.
pub(super) const fn table_of(change: &Change) -> Option<&QualifiedName> {
    match change {
        Change::SetTableComment { table, .. }
        | Change::AddColumn { table, .. }
        | Change::DropColumn { table, .. }
        | Change::RenameColumn { table, .. }
        | Change::AlterColumn { table, .. }
        | Change::CreateIndex { table, .. }
        | Change::DropIndex { table, .. }
        | Change::AddConstraint { table, .. }
        | Change::DropConstraint { table, .. }
        | Change::DropUnnamedConstraint { table, .. }
        | Change::RenameConstraint { table, .. } => Some(table),
        _ => None,
    }
}

impl Making<'_> {
    /// Takes a change in, by the rules of the statements that would make it elsewhere.
    fn change(&mut self, change: &Change) -> Result<()> {
        let features = &self.dialect.features;
        match change {
            Change::AddColumn { column, .. } => {
                features.require(Flag::can_alter_tables)?;
                let alone = Table::new(self.old.name.clone()).with_column(column.clone());
                clause::check_table(self.editor, features, &alone)?;
                self.sources.push(rows::Source::new(column.name.clone()));
            }
            Change::DropColumn { name, .. } => {
                features.require(Flag::can_alter_tables)?;
                alter::check_not_last(&self.after, name)?;
                self.loses_data = true;
                self.sources.retain(|source| source.column != *name);
            }
            Change::AlterColumn { column, using, .. } => {
                features.require(Flag::can_alter_tables)?;
                self.alter_column(column, using.as_deref())?;
            }
            Change::RenameColumn { from, to, .. } => {
                features.require(Flag::can_alter_tables)?;
                features.check_identifier(to)?;
                for source in &mut self.sources {
                    if source.column == *from {
                        source.column.clone_from(to);
                    }
                }
            }
            Change::SetTableComment { .. } => features.require(Flag::supports_comments)?,
            Change::AddConstraint { .. }
            | Change::DropConstraint { .. }
            | Change::DropUnnamedConstraint { .. }
            | Change::RenameConstraint { .. } => {
                constraint::check_change(self.editor, self.dialect, &self.after, change)?;
            }
            _ => {}
        }
        // Alone: what other tables say of this one was checked with all of them.
        let mut alone = Schema::new();
        alone.tables.push(self.after.clone());
        alone.apply(change)?;
        match alone.tables.pop() {
            Some(mut after) => {
                if let Change::RenameColumn { from, to, .. } = change {
                    self.remake
                        .follow_column(self.dialect, &mut after, from, to);
                }
                self.after = after;
            }
            None => return Err(Error::new(ErrorKind::Internal, "the table is gone")),
        }
        Ok(())
    }

    fn alter_column(&mut self, to: &Column, using: Option<&str>) -> Result<()> {
        let Some(from) = self.after.column(to.name.as_str()) else {
            return Ok(());
        };
        alter_column::check(self.dialect, from, to)
            .map_err(|error| error.with_column(to.name.as_str()))?;
        self.loses_data |= using.is_some() || !to.column_type.holds(&from.column_type);
        for source in &mut self.sources {
            if source.column == to.name {
                source.using = using.map(str::to_owned);
            }
        }
        Ok(())
    }

    fn plan(&self) -> Result<Plan> {
        let made = self.made()?;
        let mut plan = Plan::of(self.unfit_rows()?);
        plan.settings = self.remake.settings();
        plan.constraint_checks = self.constraint_checks();
        plan.append(table::create(
            self.editor,
            self.dialect,
            self.before,
            &made,
        )?);
        let steps = &mut plan.steps;
        let [before, after] = self.remake.around_copying(self.dialect, &made);
        let around = |statement| Step::execute(statement, "rows with their own numbers");
        steps.extend(before.into_iter().map(around));
        steps.push(self.copy(&made)?);
        steps.extend(after.into_iter().map(around));
        steps.extend(self.copied_rows(&made)?);
        for statement in self.remake.keep_numbering(self.dialect, self.old, &made)? {
            steps.push(Step::execute(
                statement,
                "the next rows are numbered as before",
            ));
        }
        self.replace(&made, steps);
        self.complete(&made, steps)?;
        steps.extend(self.foreign_keys());
        steps.extend(self.dependants());
        Ok(plan)
    }

    /// The table after under the name that it is made with, with what is made inside its statement.
    fn made(&self) -> Result<Table> {
        let mut made = self.after.clone();
        made.indexes.clear();
        made.triggers.clear();
        if self.remake.adds_constraints() {
            for column in &mut made.columns {
                column.nullable &= !self.after.primary_key_columns().contains(&column.name);
                column.default_name = None;
            }
            made.primary_key = None;
            made.uniques.clear();
            made.foreign_keys.clear();
            made.checks.clear();
            made.exclusions.clear();
        }
        let name = self.free_name()?;
        Ok(self.remake.under_another_name(made, name))
    }

    /// A name that nothing in the schema has.
    fn free_name(&self) -> Result<QualifiedName> {
        let name = &self.old.name;
        let is_taken = |text: &str| {
            let is_it = |named: &Identifier| named.as_str().eq_ignore_ascii_case(text);
            let mut tables = self.before.tables.iter();
            tables.any(|table| {
                is_it(&table.name.name)
                    || table.indexes.iter().any(|index| is_it(&index.name))
                    || table.triggers.iter().any(|trigger| is_it(&trigger.name))
            }) || self.before.views.iter().any(|view| is_it(&view.name.name))
        };
        let first = format!("new__{}", name.name.as_str());
        let others = (1..1000).map(|n| format!("new__{n}"));
        for text in std::iter::once(first).chain(others) {
            let free = Identifier::new(text)?;
            if !is_taken(free.as_str()) && self.dialect.features.check_identifier(&free).is_ok() {
                return Ok(name.renamed(&free));
            }
        }
        Err(Error::new(
            ErrorKind::AlreadyExists,
            "no name is free for the new table",
        ))
    }

    fn constraint_checks(&self) -> ConstraintChecks {
        if !self.dialect.features.supports_foreign_keys || self.remake.adds_constraints() {
            return ConstraintChecks::Kept;
        }
        // The old table goes with its own keys, be they dropped by the change.
        let mut own = self.old.foreign_keys.iter();
        let is_own = own.any(|key| self.is_same(&key.references, &self.old.name));
        let is_referred_to = is_own || self.referring().next().is_some();
        let can_disable = self.dialect.features.can_disable_constraint_checks;
        match (is_referred_to, self.after.foreign_keys.is_empty()) {
            (true, _) => ConstraintChecks::Off,
            (false, false) if can_disable => ConstraintChecks::Unneeded,
            (false, _) => ConstraintChecks::Kept,
        }
    }

    /// The tables that refer to the one that is replaced, itself among them.
    fn referring(&self) -> impl Iterator<Item = &Table> {
        let tables = self.before.tables.iter();
        let other = tables.filter(|table| table.name != self.old.name);
        other.chain([&self.after]).filter(|table| {
            let mut keys = table.foreign_keys.iter();
            keys.any(|key| self.is_same(&key.references, &self.old.name))
        })
    }

    fn is_same(&self, one: &QualifiedName, other: &QualifiedName) -> bool {
        one == other
            || (self.dialect.features.identifier_case == IdentifierCase::Insensitive
                && one.schema == other.schema
                && one.name.as_str().eq_ignore_ascii_case(other.name.as_str()))
    }

    /// The new table in the old one's place.
    fn replace(&self, made: &Table, steps: &mut Vec<Step>) {
        let name = self.old.name.name.shortened();
        if let Some(statements) = self.remake.replace(self.dialect, self.old, made) {
            let why = format!("the new table is {name} now, and the old one is gone");
            let step = |statement| Step::execute(statement, why.clone());
            steps.extend(statements.into_iter().map(step));
            return;
        }
        let mut out = self.dialect.writer();
        out.push("DROP TABLE ").name(&self.old.name);
        steps.push(Step::execute(
            out.finish(),
            format!("the old table {name}, whose rows were copied"),
        ));
        let spelling = self.editor.spelling();
        let renamed = spelling.rename_table(self.dialect, &made.name, &self.old.name.name);
        steps.push(Step::execute(
            renamed,
            format!("the new table is {name} now"),
        ));
    }

    /// What hangs on a table beside its statement.
    fn complete(&self, made: &Table, steps: &mut Vec<Step>) -> Result<()> {
        let (editor, dialect, after) = (self.editor, self.dialect, &self.after);
        for statement in editor.complete_rename(dialect, made, after)? {
            let why = format!(
                "what the database named after it in {}",
                after.name.name.shortened()
            );
            steps.push(Step::execute(statement, why));
        }
        if self.remake.adds_constraints() {
            for each in after.constraints() {
                let tables = (self.before, after);
                steps.extend(constraint::add_checked(editor, dialect, tables, &each)?.steps);
            }
        }
        for each in &after.indexes {
            steps.extend(index::create(editor, dialect, after.into(), each)?);
        }
        for trigger in &after.triggers {
            let name = &after.name;
            steps.extend(objects::create_trigger(editor, dialect, name, trigger)?);
        }
        Ok(())
    }

    /// The questions whether all foreign keys hold: the table's own, and those that refer to it.
    fn foreign_keys(&self) -> Vec<Step> {
        if !self.dialect.features.supports_foreign_keys {
            return Vec::new();
        }
        let own = (!self.after.foreign_keys.is_empty()).then_some(&self.after);
        let others = self.referring().filter(|table| table.name != self.old.name);
        own.into_iter()
            .chain(others)
            .filter_map(|table| broken_keys(self.remake, self.dialect, &table.name))
            .collect()
    }
}

/// The question whether the foreign keys of a table hold.
fn broken_keys(remake: &dyn Remake, dialect: &Dialect, table: &QualifiedName) -> Option<Step> {
    let why = format!(
        "rows of {} refer to rows that are not there (those that did so before are to be mended first)",
        table.name.shortened()
    );
    let question = remake.broken_foreign_keys(dialect, table)?;
    let step = Step::expect(question, Expected::None, why);
    Some(step.or_else(ErrorKind::Integrity(Integrity::ForeignKey)))
}
