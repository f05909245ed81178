//! What comes with the structs: one small module that makes the output complete in itself.

use super::layout::Sheet;

/// Which parts of the module the structs need.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Needs {
    /// Whether tables have schemas.
    pub(super) schemas: bool,
    /// Whether there are relations.
    pub(super) relations: bool,
    /// Whether there are columns of values of any kind.
    pub(super) any_value: bool,
}

/// Writes the module.
pub(super) fn write(needs: Needs, out: &mut Sheet) {
    out.push(MODEL);
    if needs.schemas {
        out.push(MODEL_SCHEMA);
    }
    out.push(MODEL_REST);
    if needs.relations {
        out.push(MODEL_RELATIONS);
    }
    out.push("    }\n");
    if needs.relations {
        out.push(RELATION);
        if needs.schemas {
            out.push(RELATION_SCHEMA);
        }
        out.push(RELATION_REST);
    }
    if needs.any_value {
        out.push(VALUE);
    }
    out.push("}\n");
}

const MODEL: &str = "\
/// What the structs have in common.
pub mod model {
    /// A table or view as the database knows it.
    pub trait Model {
        /// Its name.
        const TABLE: &'static str;
";

const MODEL_SCHEMA: &str = "        /// The schema it is in.
        const SCHEMA: Option<&'static str> = None;
";

const MODEL_REST: &str = "        /// Whether it is a view.
        const IS_VIEW: bool = false;
        /// The column of each field, in the order of the fields.
        const COLUMNS: &'static [&'static str];
        /// The columns of the primary key, in its order; none where it has no key.
        const PRIMARY_KEY: &'static [&'static str] = &[];
";

const MODEL_RELATIONS: &str = "        /// Foreign keys, its own and those that lead to it.
        const RELATIONS: &'static [Relation] = &[];
";

const RELATION: &str = "
    /// A foreign key, seen from one of its ends.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct Relation {
        /// Its name, unlike that of any other relation of the table.
        pub name: &'static str,
        /// Which end this is.
        pub kind: Kind,
        /// The columns at this end.
        pub columns: &'static [&'static str],
";

const RELATION_SCHEMA: &str = "        /// The schema of the table at the other end.
        pub target_schema: Option<&'static str>,
";

const RELATION_REST: &str = "        /// The table at the other end.
        pub target: &'static str,
        /// The columns at the other end, in the order of `columns`.
        pub target_columns: &'static [&'static str],
        /// What happens to rows that refer to a row when it is deleted.
        pub on_delete: Action,
        /// What happens to rows that refer to a row when the columns referred to change.
        pub on_update: Action,
    }

    /// Which end of a foreign key.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Kind {
        /// This table has the foreign key and refers to at most one row.
        BelongsTo,
        /// The other table has the foreign key; any number of its rows refer to one here.
        HasMany,
        /// The other table has the foreign key; at most one of its rows refers to one here.
        HasOne,
    }

    /// What happens to rows that refer to a row that goes away.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Action {
        /// Nothing: the change is refused when the constraint is checked.
        NoAction,
        /// Nothing: the change is refused at once.
        Restrict,
        /// They go or change with it.
        Cascade,
        /// They refer to nothing.
        SetNull,
        /// They refer to their default.
        SetDefault,
    }
";

const VALUE: &str = "
    /// A value of a column that takes any kind.
    #[derive(Debug, Clone, PartialEq)]
    pub enum Value {
        /// True or false.
        Boolean(bool),
        /// A whole number.
        Integer(i64),
        /// A floating-point number.
        Float(f64),
        /// Text.
        Text(String),
        /// Bytes.
        Bytes(Vec<u8>),
    }
";
