//! Making a table anew: where no statement of SQL Server changes it as asked, as an identity that comes or goes.
//!
//! The new table is filled with `IDENTITY_INSERT` on and takes the old one's place, its permissions and its names; keys, checks
//! and indexes are made of it then, as no two constraints of a schema have one name. What the model does not know of the old
//! table is lost with it: statistics that the server made by itself, who owns it apart from its schema, properties that are no
//! comments.

use backend_core::error::Result;
use backend_core::model::{Change, Column, Identifier, QualifiedName, Schema, Table};
use backend_core::operations::Dialect;
use backend_core::schema_editor::{Dependants, Remake, Spelling as _};
use backend_core::sql::{Statement, Writer};

use super::conversion::{Conversion, conversion};
use super::{MssqlSchemaEditor, columns, conversion as values, dependants, texts};
use crate::operations::check_identity;

/// Whether no statement makes a change of a table.
pub(super) fn is_remade(dialect: &Dialect, table: &Table, change: &Change) -> bool {
    let case = dialect.features.identifier_case;
    let is_computed_from = |name: &Identifier| {
        table.columns.iter().any(|column| {
            let generated = column.generated.as_ref();
            generated.is_some_and(|it| texts::means(&it.expression, name, case))
        })
    };
    match change {
        Change::RenameColumn { from, .. } => is_computed_from(from),
        Change::AlterColumn {
            column: to, using, ..
        } => {
            let Some(from) = table.column(to.name.as_str()) else {
                return false;
            };
            // What cannot be spelled is refused where it is written.
            let retyped = match (columns::type_of(from), columns::type_of(to)) {
                (Ok(from), Ok(to)) => from != to,
                _ => false,
            };
            let by = conversion(&from.column_type, &to.column_type);
            using.is_some()
                || from.identity != to.identity
                || from.generated != to.generated
                || from.options != to.options
                || retyped && matches!(by, Conversion::By(_))
                || says_more_than_type(from, to, retyped)
                    && !dialect.features.can_alter_nullability_in_place
                || (retyped || from.nullable != to.nullable || from.collation != to.collation)
                    && is_computed_from(&to.name)
        }
        _ => false,
    }
}

/// Whether an altered column is to be given more than a type, which is all that some servers' `ALTER COLUMN` takes.
fn says_more_than_type(from: &Column, to: &Column, is_retyped: bool) -> bool {
    let is_collated = from.collation.is_some() || to.collation.is_some();
    from.nullable != to.nullable || is_collated && (is_retyped || from.collation != to.collation)
}

impl Remake for MssqlSchemaEditor {
    fn remakes(&self, dialect: &Dialect, table: &Table, change: &Change) -> bool {
        is_remade(dialect, table, change)
    }

    fn dependants(&self, dialect: &Dialect, before: &Schema, table: &Table) -> Result<Dependants> {
        dependants::of_remade(dialect, before, table)
    }

    fn adds_constraints(&self) -> bool {
        true
    }

    fn follow_column(
        &self,
        dialect: &Dialect,
        table: &mut Table,
        from: &Identifier,
        to: &Identifier,
    ) {
        let case = dialect.features.identifier_case;
        let rename = |text: &mut String| *text = texts::renamed(text, (from, to), case);
        for check in &mut table.checks {
            rename(&mut check.expression);
        }
        for index in &mut table.indexes {
            index.predicate.as_mut().map(rename);
        }
        for column in &mut table.columns {
            if let Some(generated) = &mut column.generated {
                rename(&mut generated.expression);
            }
        }
    }

    /// Source: <https://learn.microsoft.com/sql/t-sql/statements/set-identity-insert-transact-sql>.
    fn around_copying(&self, dialect: &Dialect, made: &Table) -> [Vec<Statement>; 2] {
        let is_numbered = made.columns.iter().any(|column| column.identity.is_some());
        [" ON", " OFF"].map(|word| {
            let mut out = dialect.writer();
            out.push("SET IDENTITY_INSERT ").name(&made.name).push(word);
            is_numbered.then(|| out.finish()).into_iter().collect()
        })
    }

    fn is_copied(&self, column: &Column) -> bool {
        !columns::is_row_version(column)
    }

    fn copies_whole_rows(&self) -> bool {
        false
    }

    fn replace(&self, dialect: &Dialect, old: &Table, made: &Table) -> Option<Vec<Statement>> {
        Some(vec![replace(dialect, old, made)])
    }

    fn converted(&self, from: &Column, to: &Column, out: &mut Writer<'_>) {
        values::write(from, to, out);
    }

    fn unconverted(&self, from: &Column, to: &Column, out: &mut Writer<'_>) -> bool {
        let mut copied = from.clone();
        copied.name.clone_from(&to.name);
        values::write_misread(&copied, to, out)
    }

    fn keep_numbering(
        &self,
        dialect: &Dialect,
        before: &Table,
        made: &Table,
    ) -> Result<Vec<Statement>> {
        Ok(keep_numbering(dialect, before, made).into_iter().collect())
    }

    fn broken_foreign_keys(&self, _dialect: &Dialect, _table: &QualifiedName) -> Option<Statement> {
        None
    }
}

/// The statement that lets the new table give the number which the old one would have given next.
///
/// Source: <https://learn.microsoft.com/sql/t-sql/database-console-commands/dbcc-checkident-transact-sql>: a number that is set
/// while a table has no rows, and never had, is given next; otherwise the one a step after it is.
fn keep_numbering(dialect: &Dialect, before: &Table, made: &Table) -> Option<Statement> {
    let identity = |table: &Table| {
        let mut identities = table.columns.iter().filter_map(|it| it.identity.clone());
        identities.next()
    };
    identity(before)?;
    let step = identity(made)?.increment;
    let table = texts::quoted_name(&made.name);
    let mut out = dialect.writer();
    out.push("DECLARE @last bigint = (SELECT CONVERT(bigint, last_value) FROM sys.identity_columns WHERE object_id = OBJECT_ID(");
    out.string(&texts::quoted_name(&before.name)).push(")); ");
    out.push("IF @last IS NOT NULL BEGIN IF NOT EXISTS (SELECT 1 FROM ")
        .name(&made.name);
    out.push(") SET @last = @last + ").number(step);
    // Not every server takes a variable there.
    let mut check = dialect.writer();
    check_identity(&table, &mut check);
    out.push("; DECLARE @check nvarchar(max) = ")
        .string(check.as_str());
    out.push(" + CONVERT(nvarchar(20), @last) + N') WITH NO_INFOMSGS'; EXEC (@check); END");
    Some(out.finish())
}

/// The statement that puts the new table in the old one's place, where everybody may do with it what they might before.
fn replace(dialect: &Dialect, old: &Table, made: &Table) -> Statement {
    let (old_name, new_name) = (
        texts::quoted_name(&old.name),
        texts::quoted_name(&made.name),
    );
    // Before SQL Server 2017 texts are strung together by way of XML.
    let [before, behind] = if dialect.features.supports_string_aggregation {
        ["STRING_AGG(CONVERT(nvarchar(max), ", "), N'')"]
    } else {
        ["", ""]
    };
    let mut out = dialect.writer();
    out.push("DECLARE @granted nvarchar(max) = (SELECT ")
        .push(before);
    out.push(
        "CASE p.state WHEN 'D' THEN N'DENY ' WHEN 'R' THEN N'REVOKE ' ELSE N'GRANT ' END \
         + p.permission_name COLLATE DATABASE_DEFAULT + N' ON OBJECT::' + ",
    );
    out.string(&old_name);
    out.push(
        " + CASE WHEN c.name IS NULL THEN N'' ELSE N' (' + QUOTENAME(c.name) + N')' END + N' TO ' + QUOTENAME(u.name) \
         + CASE p.state WHEN 'W' THEN N' WITH GRANT OPTION' ELSE N'' END + N'; '",
    );
    out.push(behind);
    out.push(
        " FROM sys.database_permissions AS p \
         JOIN sys.database_principals AS u ON u.principal_id = p.grantee_principal_id \
         LEFT JOIN sys.columns AS c ON c.object_id = p.major_id AND c.column_id = p.minor_id \
         WHERE p.class = 1 AND p.major_id = OBJECT_ID(",
    );
    out.string(&old_name);
    out.push(") AND (p.minor_id = 0 OR COL_LENGTH(")
        .string(&new_name);
    out.push(", c.name) IS NOT NULL)");
    if !dialect.features.supports_string_aggregation {
        out.push(" FOR XML PATH(N''), TYPE).value(N'.', N'nvarchar(max)'");
    }
    out.push("); DROP TABLE ").name(&old.name).push("; ");
    let renamed = MssqlSchemaEditor.rename_table(dialect, &made.name, &old.name.name);
    out.fragment(&renamed.sql).push("; EXEC (@granted)");
    out.finish()
}
