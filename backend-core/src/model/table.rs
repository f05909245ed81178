//! [`Table`]: columns, constraints, indexes and triggers under one name.

use super::{
    Check, Column, Constraint, Dependency, Exclusion, ForeignKey, Identifier, Index, Options,
    PartitionOf, Partitioning, PrimaryKey, QualifiedName, Trigger, Unique,
};

/// A table.
///
/// # Example
/// ```
/// use backend_core::model::{Column, ColumnType, Identity, PrimaryKey, QualifiedName, Table};
///
/// let id = Column::new("id", ColumnType::BigInteger)?.with_identity(Identity::new());
/// let artist = Table::new(QualifiedName::new("artist")?)
///     .with_primary_key(PrimaryKey::new(vec![id.name.clone()]))
///     .with_column(id)
///     .with_column(Column::new("name", ColumnType::VarChar { length: Some(120) })?.not_null());
/// assert_eq!(artist.column("name").map(|column| column.nullable), Some(false));
/// # Ok::<(), backend_core::error::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
#[non_exhaustive]
pub struct Table {
    /// The name.
    pub name: QualifiedName,
    /// What sort of table it is.
    pub kind: TableKind,
    /// The columns, in declared order.
    pub columns: Vec<Column>,
    /// The primary key.
    pub primary_key: Option<PrimaryKey>,
    /// Unique constraints.
    pub uniques: Vec<Unique>,
    /// Foreign keys, in the order of their first column.
    pub foreign_keys: Vec<ForeignKey>,
    /// Checks of columns and of the table.
    pub checks: Vec<Check>,
    /// Constraints that no two rows may compare so.
    pub exclusions: Vec<Exclusion>,
    /// Indexes that were made as such, by name.
    pub indexes: Vec<Index>,
    /// Triggers, by name.
    pub triggers: Vec<Trigger>,
    /// How its rows are distributed over partitions; a table that has some stores none itself.
    pub partitioning: Option<Partitioning>,
    /// Of which table it is a partition, and which.
    pub partition_of: Option<PartitionOf>,
    /// The tables whose columns it has, and to whose rows its own are counted, in order; not the one it is a partition of.
    pub inherits: Vec<QualifiedName>,
    /// Whose rows a user may see.
    pub row_security: RowSecurity,
    /// The comment.
    pub comment: Option<String>,
    /// The vendor's own options.
    pub options: Options,
    /// What its expressions call, and else has to be there before it, where the vendor tells.
    #[cfg_attr(feature = "serde", serde(default))]
    pub depends_on: Vec<Dependency>,
}

impl Table {
    /// A table without columns.
    #[must_use]
    pub const fn new(name: QualifiedName) -> Self {
        Self {
            name,
            kind: TableKind::Ordinary,
            columns: Vec::new(),
            primary_key: None,
            uniques: Vec::new(),
            foreign_keys: Vec::new(),
            checks: Vec::new(),
            exclusions: Vec::new(),
            indexes: Vec::new(),
            triggers: Vec::new(),
            partitioning: None,
            partition_of: None,
            inherits: Vec::new(),
            row_security: RowSecurity::Disabled,
            comment: None,
            options: Options::new(),
            depends_on: Vec::new(),
        }
    }

    /// Adds a column at the end.
    #[must_use]
    pub fn with_column(mut self, column: Column) -> Self {
        self.columns.push(column);
        self
    }

    /// Sets the primary key.
    #[must_use]
    pub fn with_primary_key(mut self, primary_key: PrimaryKey) -> Self {
        self.primary_key = Some(primary_key);
        self
    }

    /// Adds a unique constraint.
    #[must_use]
    pub fn with_unique(mut self, unique: Unique) -> Self {
        self.uniques.push(unique);
        self
    }

    /// Adds a foreign key.
    #[must_use]
    pub fn with_foreign_key(mut self, foreign_key: ForeignKey) -> Self {
        self.foreign_keys.push(foreign_key);
        self
    }

    /// Adds a check.
    #[must_use]
    pub fn with_check(mut self, check: Check) -> Self {
        self.checks.push(check);
        self
    }

    /// Adds an exclusion constraint.
    #[must_use]
    pub fn with_exclusion(mut self, exclusion: Exclusion) -> Self {
        self.exclusions.push(exclusion);
        self
    }

    /// Adds an index.
    #[must_use]
    pub fn with_index(mut self, index: Index) -> Self {
        self.indexes.push(index);
        self
    }

    /// Gives it a comment.
    #[must_use]
    pub fn with_comment(mut self, comment: impl Into<String>) -> Self {
        self.comment = Some(comment.into());
        self
    }

    /// All constraints: the primary key, unique constraints, foreign keys, checks, exclusions.
    #[must_use]
    pub fn constraints(&self) -> Vec<Constraint> {
        let primary_key = self.primary_key.iter().cloned().map(Constraint::PrimaryKey);
        let keys = self
            .foreign_keys
            .iter()
            .cloned()
            .map(Constraint::ForeignKey);
        primary_key
            .chain(self.uniques.iter().cloned().map(Constraint::Unique))
            .chain(keys)
            .chain(self.checks.iter().cloned().map(Constraint::Check))
            .chain(self.exclusions.iter().cloned().map(Constraint::Exclusion))
            .collect()
    }

    /// Whether a constraint has that name, spelled exactly so.
    #[must_use]
    pub fn has_constraint(&self, name: &Identifier) -> bool {
        let key = self.primary_key.iter().map(|key| &key.name);
        key.chain(self.uniques.iter().map(|unique| &unique.name))
            .chain(self.foreign_keys.iter().map(|key| &key.name))
            .chain(self.checks.iter().map(|check| &check.name))
            .chain(self.exclusions.iter().map(|exclusion| &exclusion.name))
            .any(|named| named.as_ref() == Some(name))
    }

    /// Adds a constraint; a foreign key before those whose first column comes later.
    pub(super) fn add_constraint(&mut self, constraint: Constraint) {
        match constraint {
            Constraint::PrimaryKey(key) => {
                for column in &mut self.columns {
                    if key.columns.contains(&column.name) {
                        column.nullable = false;
                    }
                }
                self.primary_key = Some(key);
            }
            Constraint::Unique(unique) => self.uniques.push(unique),
            Constraint::Check(check) => self.checks.push(check),
            Constraint::Exclusion(exclusion) => self.exclusions.push(exclusion),
            Constraint::ForeignKey(key) => {
                let place = |key: &ForeignKey| {
                    let first = key.columns.first();
                    self.columns
                        .iter()
                        .position(|column| Some(&column.name) == first)
                };
                let at = self
                    .foreign_keys
                    .partition_point(|other| place(other) <= place(&key));
                self.foreign_keys.insert(at, key);
            }
        }
    }

    /// Removes the constraint of that name.
    pub(super) fn drop_constraint(&mut self, name: &Identifier) {
        let is_other = |named: &Option<Identifier>| named.as_ref() != Some(name);
        self.primary_key = self.primary_key.take().filter(|key| is_other(&key.name));
        self.uniques.retain(|each| is_other(&each.name));
        self.foreign_keys.retain(|each| is_other(&each.name));
        self.checks.retain(|each| is_other(&each.name));
        self.exclusions.retain(|each| is_other(&each.name));
    }

    /// The column of that name, spelled exactly so.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == *name)
    }

    /// The primary key's columns in key order; none where there is no key.
    #[must_use]
    pub fn primary_key_columns(&self) -> &[Identifier] {
        self.primary_key.as_ref().map_or(&[], |key| &key.columns)
    }
}

/// What sort of table a table is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Deserialize, serde::Serialize),
    serde(rename_all = "snake_case")
)]
#[non_exhaustive]
pub enum TableKind {
    /// One that stores rows.
    Ordinary,
    /// One whose rows a module of the database makes up.
    Virtual {
        /// The module's name.
        module: String,
        /// What the module was given, in its own language.
        arguments: Vec<String>,
    },
    /// One whose rows another server keeps.
    Foreign {
        /// The server's name in this database.
        server: Identifier,
        /// What that server was told of the table.
        options: Options,
    },
}

/// Whether policies decide whose rows a user may see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Deserialize, serde::Serialize),
    serde(rename_all = "snake_case")
)]
#[non_exhaustive]
pub enum RowSecurity {
    /// Whoever may read the table sees all rows.
    Disabled,
    /// Policies decide, but not for the table's owner.
    Enabled,
    /// Policies decide for the owner too.
    Forced,
}
