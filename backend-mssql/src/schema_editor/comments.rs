//! Comments and other notes in the catalog: extended properties, of which tools show the one that is called `MS_Description`.
//!
//! Source: <https://learn.microsoft.com/sql/relational-databases/system-stored-procedures/sp-addextendedproperty-transact-sql>.

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::model::{Column, Identifier, QualifiedName};
use backend_core::operations::Dialect;
use backend_core::sql::{Statement, Writer};

use crate::sql::SYNTAX;

/// The property that is a comment.
pub(super) const DESCRIPTION: &str = "MS_Description";
/// What a table is called here.
pub(super) const TABLE: &str = "TABLE";
/// What a view is called here.
pub(super) const VIEW: &str = "VIEW";

/// The most bytes of a property, whose characters have two each.
const MAX_BYTES: usize = 7_500;

/// What a property is of: a schema, an object in it, a part of that.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'p> {
    schema: Option<&'p Identifier>,
    object: Option<(&'static str, &'p Identifier)>,
    part: Option<(&'static str, &'p Identifier)>,
}

impl<'p> Place<'p> {
    /// A schema.
    pub(super) const fn schema(name: &'p Identifier) -> Self {
        Self {
            schema: Some(name),
            object: None,
            part: None,
        }
    }

    /// An object with a name in a schema.
    pub(super) const fn relation(kind: &'static str, name: &'p QualifiedName) -> Self {
        Self {
            schema: name.schema.as_ref(),
            object: Some((kind, &name.name)),
            part: None,
        }
    }

    /// A part of an object.
    pub(super) const fn part(
        kind: &'static str,
        name: &'p QualifiedName,
        part_kind: &'static str,
        part: &'p Identifier,
    ) -> Self {
        Self {
            part: Some((part_kind, part)),
            ..Self::relation(kind, name)
        }
    }

    /// The statement that adds a property to what has none of its name.
    pub(super) fn add(self, dialect: &Dialect, property: &str, text: &str) -> Result<Statement> {
        let mut out = dialect.writer();
        self.declare(&mut out);
        self.call("sp_addextendedproperty", property, Some(text), &mut out)?;
        Ok(out.finish())
    }

    /// The statement that sets the comment of what may have one, or takes it away.
    pub(super) fn set(self, comment: Option<&str>) -> Result<Statement> {
        let mut out = Writer::new(&SYNTAX);
        self.declare(&mut out);
        out.push("IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(")
            .string(DESCRIPTION);
        out.push(", N'SCHEMA', ");
        self.write_schema(&mut out);
        for level in [self.object, self.part] {
            match level {
                Some((kind, name)) => out.push(", ").string(kind).push(", ").string(name.as_str()),
                None => out.push(", NULL, NULL"),
            };
        }
        out.push(")) ");
        match comment {
            Some(text) => {
                self.call(
                    "sp_updateextendedproperty",
                    DESCRIPTION,
                    Some(text),
                    &mut out,
                )?;
                out.push(" ELSE ");
                self.call("sp_addextendedproperty", DESCRIPTION, Some(text), &mut out)?;
            }
            None => self.call("sp_dropextendedproperty", DESCRIPTION, None, &mut out)?,
        }
        Ok(out.finish())
    }

    /// Asks for the session's schema, where no other is said: an argument of a procedure is a constant or a variable.
    fn declare(self, out: &mut Writer<'_>) {
        if self.schema.is_none() {
            out.push("DECLARE @schema sysname = SCHEMA_NAME(); ");
        }
    }

    fn write_schema(self, out: &mut Writer<'_>) {
        match self.schema {
            Some(schema) => out.string(schema.as_str()),
            None => out.push("@schema"),
        };
    }

    fn call(
        self,
        procedure: &'static str,
        property: &str,
        text: Option<&str>,
        out: &mut Writer<'_>,
    ) -> Result<()> {
        out.push("EXEC sys.").push(procedure);
        out.push(" @name = ").string(property);
        if let Some(text) = text {
            out.push(", @value = ").string(checked(text)?);
        }
        out.push(", @level0type = N'SCHEMA', @level0name = ");
        self.write_schema(out);
        if let Some((kind, name)) = self.object {
            out.push(", @level1type = ").string(kind);
            out.push(", @level1name = ").string(name.as_str());
        }
        if let Some((kind, name)) = self.part {
            out.push(", @level2type = ").string(kind);
            out.push(", @level2name = ").string(name.as_str());
        }
        Ok(())
    }
}

/// Refuses a text that a property cannot hold.
fn checked(text: &str) -> Result<&str> {
    if text.contains('\0') {
        return Err(Error::new(
            ErrorKind::Data,
            "a comment cannot contain the character U+0000",
        ));
    }
    let bytes = text.encode_utf16().count().saturating_mul(2);
    if bytes > MAX_BYTES {
        return Err(Error::new(
            ErrorKind::Data,
            format!("a comment has {bytes} bytes in UTF-16, the limit is {MAX_BYTES}"),
        ));
    }
    Ok(text)
}

/// The comments of a new table or view and of its columns.
pub(super) fn of_relation(
    dialect: &Dialect,
    (kind, name): (&'static str, &QualifiedName),
    comment: Option<&str>,
    columns: &[Column],
) -> Result<Vec<Statement>> {
    let mut statements = Vec::new();
    if let Some(comment) = comment {
        statements.push(Place::relation(kind, name).add(dialect, DESCRIPTION, comment)?);
    }
    for column in columns {
        if let Some(comment) = &column.comment {
            let place = Place::part(kind, name, "COLUMN", &column.name);
            statements.push(place.add(dialect, DESCRIPTION, comment)?);
        }
    }
    Ok(statements)
}
