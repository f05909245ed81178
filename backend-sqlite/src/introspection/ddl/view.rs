//! `CREATE VIEW`.

use super::reader::{Read, Reader};
use super::table::comment_since;

/// What a `CREATE VIEW` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CreateView {
    pub(crate) name: String,
    /// The names before `AS`; `None` if the query names the columns.
    pub(crate) columns: Option<Vec<String>>,
    /// The query.
    pub(crate) select: String,
    /// The comments between the name and `AS`; later ones may be about a part of the query.
    pub(crate) comment: Option<String>,
}

pub(super) fn read(reader: &mut Reader<'_>) -> Read<CreateView> {
    let name = reader.object_name("the name of the view")?;
    let head = reader.consumed();
    let columns = if reader.at_symbol("(") {
        Some(reader.group_names("the names of the view's columns")?)
    } else {
        None
    };
    let comment = comment_since(reader, head);
    reader.expect_keyword("AS")?;
    Ok(CreateView {
        name,
        columns,
        select: reader.rest().to_owned(),
        comment,
    })
}
