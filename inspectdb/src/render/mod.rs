//! Rendering: what was selected becomes text. Pure: no database, no file, no clock.

pub(crate) mod json;
pub(crate) mod rust;
pub(crate) mod sql;

use backend_core::introspection::Warning;

/// A text, and what is to be said about it.
#[derive(Debug, Default)]
pub(crate) struct Rendering {
    pub(crate) text: String,
    /// What the text cannot say.
    pub(crate) warnings: Vec<Warning>,
    /// What structs have no place for, each kind with its number.
    pub(crate) unsaid: Vec<String>,
    /// Names that are others in the text.
    pub(crate) renames: Vec<Rename>,
    /// How many foreign keys the text tells of.
    pub(crate) foreign_keys: usize,
}

/// A name that is another one in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rename {
    /// What has the name: a table, view or column, with its name.
    pub(crate) what: String,
    /// The name in the text.
    pub(crate) identifier: String,
    /// Whether it is the same name in another style, such as `artist_id` for `ArtistId`.
    pub(crate) is_same_name: bool,
}
