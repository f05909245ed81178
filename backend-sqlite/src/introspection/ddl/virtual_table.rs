//! `CREATE VIRTUAL TABLE`.

use super::reader::{Read, Reader};

/// What a `CREATE VIRTUAL TABLE` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CreateVirtualTable {
    pub(crate) name: String,
    /// The module after `USING`.
    pub(crate) module: String,
    /// What stands between the commas, as the module gets it. It may be empty, and it need not be a column.
    pub(crate) arguments: Vec<String>,
}

pub(super) fn read(reader: &mut Reader<'_>) -> Read<CreateVirtualTable> {
    let name = reader.object_name("the name of the table")?;
    reader.expect_keyword("USING")?;
    let module = reader.name("the name of a module")?;
    let arguments = if reader.at_symbol("(") {
        let inside = reader.group()?;
        let arguments = reader.list(inside).into_iter();
        arguments
            .map(|argument| reader.text(argument).to_owned())
            .collect()
    } else {
        Vec::new()
    };
    Ok(CreateVirtualTable {
        name,
        module,
        arguments,
    })
}
