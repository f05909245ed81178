//! [`FindingId`]: what a finding is about, as one table of ids, severities and sentences.

use std::fmt;

use super::Severity;

macro_rules! finding_ids {
    ($($(#[doc = $doc:literal])+ $name:ident = $id:literal, $severity:ident;)+) => {
        /// What a finding is about. The text of an id is stable: it can be written into a list of findings that are known.
        ///
        /// # Example
        /// ```
        /// use backend_core::validation::{FindingId, Severity};
        ///
        /// let id = FindingId::ForeignKeyTypesDiffer;
        /// assert_eq!(id.to_string(), "foreign_key.types_differ");
        /// assert_eq!(id.severity(), Severity::Error);
        /// ```
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum FindingId {
            $($(#[doc = $doc])+ $name,)+
            /// What only one vendor's rules find.
            Native(NativeFinding),
        }

        impl FindingId {
            /// Every id but those of single vendors.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The id's text: its subject, a full stop, what is the matter.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$name => $id,)+
                    Self::Native(native) => native.name,
                }
            }

            /// How grave it is where a vendor does not say otherwise.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self {
                    $(Self::$name => Severity::$severity,)+
                    Self::Native(native) => native.severity,
                }
            }

            /// What it means.
            #[must_use]
            pub const fn doc(self) -> &'static str {
                match self {
                    $(Self::$name => concat!($($doc, "\n"),+),)+
                    Self::Native(native) => native.doc,
                }
            }
        }
    };
}

finding_ids! {
    // Names
    /// A name is longer than the server keeps.
    NameTooLong = "name.too_long", Error;
    /// Two objects have one name, as the server compares names.
    NameClash = "name.clash", Error;
    /// A name is a word of the vendor's language: statements that are written by hand must quote it.
    NameReserved = "name.reserved", Info;

    // Tables and keys
    /// A table has no columns.
    TableWithoutColumns = "table.no_columns", Error;
    /// A table has no primary key: its rows cannot be told apart for sure.
    TableWithoutPrimaryKey = "table.no_primary_key", Warning;
    /// A key has no columns.
    KeyWithoutColumns = "key.no_columns", Error;
    /// A key names a column that its table does not have.
    KeyColumnMissing = "key.no_such_column", Error;
    /// A key names a column twice.
    KeyColumnRepeated = "key.repeated_column", Error;
    /// A column of a primary key can be NULL by its own declaration.
    PrimaryKeyNullable = "primary_key.nullable", Warning;
    /// A key uses a generated column in a way that the server refuses.
    KeyGenerated = "key.generated_column", Error;
    /// Two constraints of a table say the same.
    ConstraintDuplicate = "constraint.duplicate", Info;

    // Columns
    /// A type's length, precision or scale is outside of what the server takes.
    TypeOutOfLimits = "type.out_of_limits", Error;
    /// A type is named that is not there.
    TypeMissing = "type.no_such_type", Error;
    /// A column stores some values otherwise than its declared type says.
    TypeStoredOtherwise = "type.stored_otherwise", Warning;
    /// An identity's column does not hold integers.
    IdentityNotInteger = "identity.not_an_integer", Error;
    /// An identity has a default too.
    IdentityWithDefault = "identity.with_default", Error;
    /// A generated column has a default or an identity too.
    GeneratedWithDefault = "generated.with_default", Error;
    /// A default is not of its column's type.
    DefaultWrongType = "default.wrong_type", Error;
    /// A default is outside of the range of its column's type.
    DefaultOutOfRange = "default.out_of_range", Error;
    /// A default is longer than its column.
    DefaultTooLong = "default.too_long", Error;
    /// A default has more digits after the point than its column keeps.
    DefaultRounded = "default.rounded", Warning;
    /// A column that cannot be NULL has NULL as its default.
    DefaultNull = "default.null", Warning;

    // Foreign keys
    /// A foreign key refers to a table that is not there.
    ForeignKeyTableMissing = "foreign_key.no_such_table", Error;
    /// A foreign key refers to a column that is not there.
    ForeignKeyColumnMissing = "foreign_key.no_such_column", Error;
    /// A foreign key does not have as many columns as it refers to.
    ForeignKeyCountsDiffer = "foreign_key.counts_differ", Error;
    /// A foreign key refers to columns that are no key of their table.
    ForeignKeyWithoutKey = "foreign_key.no_target_key", Error;
    /// The types of a foreign key and of the columns that it refers to differ.
    ForeignKeyTypesDiffer = "foreign_key.types_differ", Error;
    /// No index begins with the columns of a foreign key: deleting a referenced row reads the whole referring table.
    ForeignKeyNotIndexed = "foreign_key.not_indexed", Warning;
    /// A foreign key sets columns to NULL that cannot be NULL.
    ForeignKeySetsNotNull = "foreign_key.sets_not_null", Warning;
    /// A foreign key sets columns to defaults, and a column has none and cannot be NULL.
    ForeignKeySetsNoDefault = "foreign_key.sets_no_default", Warning;
    /// A foreign key sets columns that are generated.
    ForeignKeySetsGenerated = "foreign_key.sets_generated", Error;

    // Indexes
    /// An index has no columns.
    IndexWithoutColumns = "index.no_columns", Error;
    /// An index names a column that its table does not have.
    IndexColumnMissing = "index.no_such_column", Error;
    /// An index or key covers a type that cannot be indexed so.
    IndexTypeRefused = "index.type_refused", Error;
    /// An index is the same as another index or key.
    IndexDuplicate = "index.duplicate", Info;
    /// An index is the beginning of another index or key, which serves as well.
    IndexRedundant = "index.redundant", Info;

    // Changes
    /// A type is replaced by one that holds fewer values of the same sort.
    ChangeNarrows = "change.narrows", Warning;
    /// A type is replaced by one of another sort: each value has to be read as one of the new type.
    ChangeConverts = "change.converts", Warning;
    /// A type is replaced by one that the server cannot make of it.
    ChangeNotConvertible = "change.not_convertible", Error;
    /// A column that can be NULL becomes one that cannot: rows that have a NULL refuse it.
    ChangeForbidsNull = "change.forbids_null", Warning;
    /// A column that cannot be NULL is added without a default: rows that are there have nothing to put in.
    ChangeAddsNotNull = "change.adds_not_null", Warning;
    /// A constraint is added that rows which are there may break.
    ChangeMeetsRows = "change.meets_rows", Info;
    /// Rows or values go.
    ChangeLosesData = "change.loses_data", Warning;
    /// Every row of a table is written anew.
    ChangeRewrites = "change.rewrites_table", Info;

    // What a plan refuses
    /// The server, or the backend, cannot make it.
    Unsupported = "unsupported", Error;
    /// More of something is asked for than the server takes.
    LimitExceeded = "limit.exceeded", Error;
    /// The statements cannot be written for another reason.
    Refused = "refused", Error;
}

/// A rule of one vendor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(clippy::exhaustive_structs, reason = "vendors write constants of it")]
pub struct NativeFinding {
    /// The id's text; it begins with the vendor's name and a full stop.
    pub name: &'static str,
    /// How grave it is.
    pub severity: Severity,
    /// What it means, in one sentence.
    pub doc: &'static str,
}

impl fmt::Display for FindingId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::FindingId;

    #[test]
    fn every_id_has_a_text_of_its_own_and_a_sentence() {
        let names: BTreeSet<_> = FindingId::ALL.iter().map(|id| id.name()).collect();
        assert_eq!(names.len(), FindingId::ALL.len());
        for id in FindingId::ALL {
            assert!(id.doc().trim().ends_with('.'), "{id}");
            let plain = |c: char| c.is_ascii_lowercase() || c == '_' || c == '.';
            assert!(id.name().chars().all(plain), "{id}");
        }
    }
}
