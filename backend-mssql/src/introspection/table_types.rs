//! Types that are tables: the model has no noun for them, so each is one whole statement.

use backend_core::error::Result;
use backend_core::model::{
    Column, Default, GeneratedStorage, Identifier, IndexPart, Options, SortOrder, Table,
    VendorObject,
};
use backend_core::operations::Operations as _;
use backend_core::sql::Writer;

use super::catalog::{Catalog, Relation, Shape};
use super::objects::Key;
use super::words;
use crate::operations::MssqlOperations;
use crate::sql::SYNTAX;

/// The kind of such a type, as it stands behind `CREATE`.
const KIND: &str = "TYPE";

/// Makes an object of each table that is a type's.
pub(super) fn finish(catalog: &mut Catalog) -> Result<()> {
    let relations = std::mem::take(&mut catalog.relations.list);
    let types = &catalog.user_types.tables;
    let (of_types, others): (Vec<Relation>, Vec<Relation>) = relations
        .into_iter()
        .partition(|relation| types.contains_key(&relation.number));
    let mut made = Vec::new();
    for relation in of_types {
        let Some(number) = types.get(&relation.number).copied() else {
            continue;
        };
        let columns: Vec<Column> = relation
            .attributes
            .into_iter()
            .map(|it| it.column)
            .collect();
        if let Shape::Table(table) = relation.shape {
            let mut object =
                VendorObject::new(KIND, table.name.clone(), definition(&table, &columns)?);
            object.comment = table.comment;
            made.push((Key::Type(number), object));
        }
    }
    catalog.relations = super::catalog::Relations::default();
    for relation in others {
        catalog.relations.push(relation);
    }
    catalog.objects.found.extend(made);
    Ok(())
}

/// The statement that makes the type.
fn definition(table: &Table, columns: &[Column]) -> Result<String> {
    let mut out = Writer::new(&SYNTAX);
    out.push("CREATE TYPE ")
        .name(&table.name)
        .push(" AS TABLE (");
    for (n, column) in columns.iter().enumerate() {
        out.push(if n > 0 { ",\n  " } else { "\n  " });
        write_column(column, &mut out)?;
    }
    if let Some(key) = &table.primary_key {
        out.push(",\n  PRIMARY KEY");
        write_clustering(&key.options, true, &mut out);
        write_parts(&key.columns, &key.parts, &mut out);
        write_options(&key.options, &mut out);
    }
    for unique in &table.uniques {
        out.push(",\n  UNIQUE");
        write_clustering(&unique.options, false, &mut out);
        write_parts(&unique.columns, &unique.parts, &mut out);
        write_options(&unique.options, &mut out);
    }
    for check in &table.checks {
        out.push(",\n  CHECK (")
            .fragment(&check.expression)
            .push(")");
    }
    for index in &table.indexes {
        out.push(",\n  INDEX ").identifier(&index.name);
        if index.unique {
            out.push(" UNIQUE");
        }
        if index.method.as_deref() == Some(words::HASH) {
            out.push(" HASH");
        } else {
            write_clustering(&index.options, false, &mut out);
        }
        write_parts(&[], &index.parts, &mut out);
        if !index.include.is_empty() {
            out.push(" INCLUDE (").identifiers(&index.include).push(")");
        }
        write_options(&index.options, &mut out);
        if let Some(predicate) = &index.predicate {
            out.push(" WHERE ").fragment(predicate);
        }
    }
    out.push("\n)");
    if table.options.contains(words::MEMORY_OPTIMIZED) {
        out.push(" WITH (MEMORY_OPTIMIZED = ON)");
    }
    Ok(out.as_str().to_owned())
}

fn write_column(column: &Column, out: &mut Writer<'_>) -> Result<()> {
    out.identifier(&column.name).push(" ");
    if let Some(generated) = &column.generated {
        out.push("AS (").fragment(&generated.expression).push(")");
        if generated.storage == GeneratedStorage::Stored {
            out.push(" PERSISTED");
            if !column.nullable {
                out.push(" NOT NULL");
            }
        }
        return Ok(());
    }
    out.fragment(column.declared_type.as_deref().unwrap_or_default());
    if let Some(collation) = &column.collation {
        out.push(" COLLATE ").fragment(collation.as_str());
    }
    if column.options.contains(words::ROWGUIDCOL) {
        out.push(" ROWGUIDCOL");
    }
    if let Some(identity) = &column.identity {
        out.push(" IDENTITY(").number(identity.start);
        out.push(", ").number(identity.increment).push(")");
    }
    out.push(if column.nullable {
        " NULL"
    } else {
        " NOT NULL"
    });
    match &column.default {
        Some(Default::Literal(value)) => {
            out.push(" DEFAULT (");
            MssqlOperations.literal(value.as_ref(), out)?;
            out.push(")");
        }
        Some(Default::Expression(text)) => {
            out.push(" DEFAULT (").fragment(text).push(")");
        }
        _ => {}
    }
    Ok(())
}

/// Writes whether rows are sorted so, where the kind of key alone does not say it.
fn write_clustering(options: &Options, is_primary_key: bool, out: &mut Writer<'_>) {
    if options.contains(words::HASH) {
        out.push(" NONCLUSTERED HASH");
    } else if options.contains(words::CLUSTERED) {
        out.push(" CLUSTERED");
    } else if is_primary_key && options.contains(words::NONCLUSTERED) {
        out.push(" NONCLUSTERED");
    }
}

fn write_parts(columns: &[Identifier], parts: &[IndexPart], out: &mut Writer<'_>) {
    out.push(" (");
    if parts.is_empty() {
        out.identifiers(columns);
    } else {
        out.list(parts, |out, part| {
            if let backend_core::model::IndexKey::Column(column) = &part.key {
                out.identifier(column);
            }
            if part.order == SortOrder::Descending {
                out.push(" DESC");
            }
        });
    }
    out.push(")");
}

/// Writes what the index of a type's table can say of itself.
fn write_options(options: &Options, out: &mut Writer<'_>) {
    let said = [words::IGNORE_DUP_KEY, words::BUCKET_COUNT];
    let said: Vec<_> = said
        .into_iter()
        .filter_map(|name| Some(format!("{name} = {}", options.value(name)?)))
        .collect();
    if !said.is_empty() {
        out.push(" WITH (").fragment(&said.join(", ")).push(")");
    }
}

#[cfg(test)]
mod tests {
    use backend_core::model::{
        Check, Column, ColumnType, Default, Identity, PrimaryKey, QualifiedName, Table, Unique,
    };
    use backend_core::value::Value;

    use super::{definition, words};

    #[test]
    fn a_type_is_one_statement() {
        let column = |name: &str, declared: &str| {
            let mut column = Column::new(name, ColumnType::Integer).unwrap();
            column.declared_type = Some(declared.to_owned());
            column
        };
        let id = column("id", "int").with_identity(Identity::new());
        let mut name = column("a]b", "nvarchar(20)");
        name.default = Some(Default::Literal(Value::Text("it's".into())));
        let mut table = Table::new(QualifiedName::with_schema("s", "rows").unwrap())
            .with_primary_key(PrimaryKey::new(vec![id.name.clone()]))
            .with_unique(Unique::new(vec![name.name.clone()]))
            .with_check(Check::new("[id]>(0)"));
        if let Some(key) = &mut table.primary_key {
            key.options.set(words::NONCLUSTERED, None);
        }
        let text = definition(&table, &[id, name]).unwrap();
        let expected = "CREATE TYPE [s].[rows] AS TABLE (\n  [id] int IDENTITY(1, 1) NOT NULL,\n  \
                        [a]]b] nvarchar(20) NULL DEFAULT (N'it''s'),\n  PRIMARY KEY NONCLUSTERED ([id]),\n  \
                        UNIQUE ([a]]b]),\n  CHECK ([id]>(0))\n)";
        assert_eq!(text, expected);
    }
}
