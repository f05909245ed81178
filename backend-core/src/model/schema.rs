//! [`Schema`]: all that a database holds, at one moment.

use super::{
    Change, Extension, Function, Identifier, Namespace, QualifiedName, Sequence, Signature, Table,
    UserType, VendorObject, View,
};
use crate::error::{Error, ErrorKind, Result};

/// A snapshot of a database: tables and views by name.
///
/// Where a database has schemas, what lives in the default one has no schema in its name, and neither have references to it:
/// a model that was written without schemas equals what is read back.
#[derive(Debug, Clone, Default, PartialEq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Deserialize, serde::Serialize),
    serde(default)
)]
#[non_exhaustive]
pub struct Schema {
    /// The schema of all names that have none, where the database has schemas.
    pub default_schema: Option<Identifier>,
    /// The other schemas, by name.
    pub namespaces: Vec<Namespace>,
    /// Installed extensions, in an order in which they can be installed; what they brought along is not listed.
    pub extensions: Vec<Extension>,
    /// Types that users have made, in an order in which they can be created.
    pub types: Vec<UserType>,
    /// Sequences but those of identities, by name.
    pub sequences: Vec<Sequence>,
    /// The tables, ordered by name.
    pub tables: Vec<Table>,
    /// The views, in an order in which they can be created.
    pub views: Vec<View>,
    /// Functions, procedures and aggregates, by name and arguments.
    pub functions: Vec<Function>,
    /// Objects of sorts that only this vendor has, by kind and name.
    pub vendor_objects: Vec<VendorObject>,
}

impl Schema {
    /// Nothing.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            default_schema: None,
            namespaces: Vec::new(),
            extensions: Vec::new(),
            types: Vec::new(),
            sequences: Vec::new(),
            tables: Vec::new(),
            views: Vec::new(),
            functions: Vec::new(),
            vendor_objects: Vec::new(),
        }
    }

    /// Whether it holds nothing, wherever names without a schema are looked up.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let Self {
            default_schema: _,
            namespaces,
            extensions,
            types,
            sequences,
            tables,
            views,
            functions,
            vendor_objects,
        } = self;
        namespaces.is_empty()
            && extensions.is_empty()
            && types.is_empty()
            && sequences.is_empty()
            && tables.is_empty()
            && views.is_empty()
            && functions.is_empty()
            && vendor_objects.is_empty()
    }

    /// The table of that name, spelled exactly so.
    #[must_use]
    pub fn table(&self, name: &QualifiedName) -> Option<&Table> {
        self.tables.get(self.place(name)?)
    }

    /// Where a table is: found at once where they are ordered, and found in any case.
    fn place(&self, name: &QualifiedName) -> Option<usize> {
        let by_order = self.tables.binary_search_by(|table| table.name.cmp(name));
        let in_any = || self.tables.iter().position(|table| table.name == *name);
        by_order.ok().or_else(in_any)
    }

    /// The type of that name, spelled exactly so.
    #[must_use]
    pub fn user_type(&self, name: &QualifiedName) -> Option<&UserType> {
        self.types.iter().find(|each| each.name == *name)
    }

    /// The sequence of that name, spelled exactly so.
    #[must_use]
    pub fn sequence(&self, name: &QualifiedName) -> Option<&Sequence> {
        self.sequences.iter().find(|each| each.name == *name)
    }

    /// The view of that name, spelled exactly so.
    #[must_use]
    pub fn view(&self, name: &QualifiedName) -> Option<&View> {
        self.views.iter().find(|view| view.name == *name)
    }

    /// The function of that name and these arguments, spelled exactly so.
    #[must_use]
    pub fn function(&self, signature: &Signature) -> Option<&Function> {
        self.functions.iter().find(|each| each.is(signature))
    }

    /// Makes this the snapshot after `change`: what the next change's plan starts from.
    ///
    /// # Errors
    /// As [`check`](Self::check); the snapshot stays as it was.
    ///
    /// # Example
    /// ```
    /// use backend_core::model::{Change, QualifiedName, Schema, Table};
    ///
    /// let mut schema = Schema::new();
    /// let artist = QualifiedName::new("artist")?;
    /// schema.apply(&Change::CreateTable(Table::new(artist.clone())))?;
    /// assert!(schema.table(&artist).is_some());
    /// schema.apply(&Change::DropTable(artist.clone()))?;
    /// assert!(schema.apply(&Change::DropTable(artist)).is_err());
    /// # Ok::<(), backend_core::error::Error>(())
    /// ```
    pub fn apply(&mut self, change: &Change) -> Result<()> {
        self.check(change)?;
        match change {
            Change::CreateTable(table) => {
                let at = self.tables.partition_point(|other| other.name < table.name);
                self.tables.insert(at, table.clone());
            }
            Change::DropTable(name) => {
                self.tables.retain(|table| table.name != *name);
                self.sequences.retain(|sequence| {
                    let owner = sequence.owned_by.as_ref();
                    owner.is_none_or(|owner| owner.table != *name)
                });
            }
            Change::CreateIndex { table, index } => {
                if let Some(table) = self.table_mut(table) {
                    let at = table
                        .indexes
                        .partition_point(|other| other.name < index.name);
                    table.indexes.insert(at, index.clone());
                }
            }
            Change::DropIndex { table, name } => {
                if let Some(table) = self.table_mut(table) {
                    table.indexes.retain(|index| index.name != *name);
                }
            }
            Change::AddConstraint { .. }
            | Change::DropConstraint { .. }
            | Change::DropUnnamedConstraint { .. }
            | Change::RenameConstraint { .. } => self.constrain(change),
            Change::AttachPartition { .. } | Change::DetachPartition { .. } => {
                self.partition(change);
            }
            Change::CreateView(view) => self.views.push(view.clone()),
            Change::DropView(name) => self.views.retain(|view| view.name != *name),
            Change::RenameTable { .. }
            | Change::RenameColumn { .. }
            | Change::RenameIndex { .. } => self.rename(change),
            Change::SetTableComment { .. }
            | Change::AddColumn { .. }
            | Change::DropColumn { .. }
            | Change::AlterColumn { .. }
            | Change::ValidateConstraint { .. } => self.alter(change),
            _ => self.apply_object(change),
        }
        Ok(())
    }

    /// Says whether `change` fits this snapshot.
    ///
    /// # Errors
    /// [`AlreadyExists`](ErrorKind::AlreadyExists) or [`DoesNotExist`](ErrorKind::DoesNotExist) where it does not;
    /// [`Interface`](ErrorKind::Interface) where it is not of this table to say, or something stands on what would go.
    pub fn check(&self, change: &Change) -> Result<()> {
        let free = |name: &QualifiedName| match (self.table(name), self.view(name)) {
            (None, None) => Ok(()),
            _ => Err(exists(name)),
        };
        let table = |name| self.table(name).ok_or_else(|| missing("table", name));
        let has_index =
            |table: &Table, name: &Identifier| table.indexes.iter().any(|i| i.name == *name);
        match change {
            Change::RenameTable { .. }
            | Change::RenameColumn { .. }
            | Change::RenameIndex { .. } => self.check_rename(change),
            Change::SetTableComment { .. }
            | Change::AddColumn { .. }
            | Change::DropColumn { .. }
            | Change::AlterColumn { .. }
            | Change::ValidateConstraint { .. } => self.check_alteration(change),
            Change::CreateTable(table) => free(&table.name),
            Change::CreateView(view) => free(&view.name),
            Change::DropTable(name) => table(name).map(|_| ()),
            Change::DropView(name) => self
                .view(name)
                .map(|_| ())
                .ok_or_else(|| missing("view", name)),
            Change::AddConstraint { .. }
            | Change::DropConstraint { .. }
            | Change::DropUnnamedConstraint { .. }
            | Change::RenameConstraint { .. } => self.check_constraint(change),
            Change::AttachPartition { .. } | Change::DetachPartition { .. } => {
                self.check_partition(change)
            }
            Change::CreateIndex { table: name, index } => {
                if has_index(table(name)?, &index.name) {
                    return Err(exists(&index.name.clone().into()));
                }
                Ok(())
            }
            Change::DropIndex {
                table: table_name,
                name,
            } => {
                if has_index(table(table_name)?, name) {
                    return Ok(());
                }
                Err(missing("index", &name.clone().into()))
            }
            _ => self.check_object(change),
        }
    }

    pub(super) fn table_mut(&mut self, name: &QualifiedName) -> Option<&mut Table> {
        let place = self.place(name)?;
        self.tables.get_mut(place)
    }
}

pub(super) fn missing(what: &str, name: &QualifiedName) -> Error {
    Error::new(
        ErrorKind::DoesNotExist,
        format!("no such {what}: {}", name.name.shortened()),
    )
}

pub(super) fn exists(name: &QualifiedName) -> Error {
    Error::new(
        ErrorKind::AlreadyExists,
        format!("{} exists already", name.name.shortened()),
    )
}

#[cfg(test)]
mod tests {
    use super::{Change, QualifiedName, Schema, Table, View};
    use crate::error::ErrorKind;
    use crate::model::{Identifier, Index, IndexPart};

    fn name(text: &str) -> QualifiedName {
        QualifiedName::new(text).unwrap()
    }

    #[test]
    fn tables_stay_ordered_and_a_refused_change_changes_nothing() {
        let mut schema = Schema::new();
        for table in ["b", "c", "a"] {
            schema
                .apply(&Change::CreateTable(Table::new(name(table))))
                .unwrap();
        }
        let before = schema.clone();
        let error = schema
            .apply(&Change::CreateView(View::new(name("b"), "SELECT 1")))
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::AlreadyExists);
        let error = schema.apply(&Change::DropView(name("b"))).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::DoesNotExist);
        assert_eq!(schema, before);
        let names: Vec<_> = schema
            .tables
            .iter()
            .map(|table| table.name.name.as_str())
            .collect();
        assert_eq!(names, ["a", "b", "c"]);
    }

    #[test]
    fn indexes_come_and_go() {
        let mut schema = Schema::new();
        schema
            .apply(&Change::CreateTable(Table::new(name("t"))))
            .unwrap();
        let index_name = Identifier::new("i").unwrap();
        let create = Change::CreateIndex {
            table: name("t"),
            index: Index::new(
                index_name.clone(),
                vec![IndexPart::column(Identifier::new("c").unwrap())],
            ),
        };
        schema.apply(&create).unwrap();
        assert_eq!(
            schema.apply(&create).unwrap_err().kind(),
            ErrorKind::AlreadyExists
        );
        let drop = Change::DropIndex {
            table: name("t"),
            name: index_name,
        };
        schema.apply(&drop).unwrap();
        assert_eq!(
            schema.apply(&drop).unwrap_err().kind(),
            ErrorKind::DoesNotExist
        );
    }
}
