//! Types as the catalog describes them, and those that users have made.

use std::collections::HashMap;

use backend_core::error::Result;
use backend_core::introspection::Warning;
use backend_core::model::{
    ColumnType, Domain, Identifier, Options, QualifiedName, UserType, UserTypeKind,
};
use backend_core::value::ValueRef;

use super::catalog::{Catalog, Relation, Shape};
use super::expression::quoted_name;
use super::names::Names;
use super::query::Cells;
use super::words::{BOUND_DEFAULT, BOUND_RULE, MEMORY_OPTIMIZED};
use crate::value;

/// A type as the catalog describes it.
#[derive(Debug, Default)]
pub(super) struct TypeRow<'r> {
    /// Its schema, where a user has made it.
    pub(super) schema: Option<i64>,
    pub(super) name: &'r str,
    /// The name of the server's own type behind it.
    pub(super) base: Option<&'r str>,
    pub(super) max_length: i64,
    pub(super) precision: i64,
    pub(super) scale: i64,
}

/// A type of the model, and what it is made of.
#[derive(Debug)]
pub(super) struct Typed {
    pub(super) column_type: ColumnType,
    /// As the server spells it.
    pub(super) declared: String,
    /// The type of its values: another one where a user has made it.
    pub(super) base: ColumnType,
}

impl<'r> TypeRow<'r> {
    /// Reads the cells of a type: schema, name, base, and three numbers.
    pub(super) fn next(cells: &mut Cells<'_, 'r>) -> Result<Self> {
        Ok(Self {
            schema: cells.next("type_schema")?,
            name: cells.next::<Option<&str>>("type_name")?.unwrap_or_default(),
            base: cells.next("base_name")?,
            max_length: cells.next::<Option<i64>>("max_length")?.unwrap_or_default(),
            precision: cells.next::<Option<i64>>("precision")?.unwrap_or_default(),
            scale: cells.next::<Option<i64>>("scale")?.unwrap_or_default(),
        })
    }

    /// The server's own type as it is declared.
    pub(super) fn spelling(&self) -> String {
        let name = match self.schema {
            Some(_) => self.base.unwrap_or(self.name),
            None => self.name,
        };
        let sized = |length: i64| match length {
            -1 => format!("{name}(max)"),
            length => format!("{name}({length})"),
        };
        match name {
            "nchar" | "nvarchar" if self.max_length > 0 => sized(self.max_length / 2),
            "char" | "varchar" | "nchar" | "nvarchar" | "binary" | "varbinary" => {
                sized(self.max_length)
            }
            "decimal" | "numeric" => format!("{name}({}, {})", self.precision, self.scale),
            "time" | "datetime2" | "datetimeoffset" => sized(self.scale),
            // The name that is not in the way of the standard's.
            "timestamp" => "rowversion".to_owned(),
            name => name.to_owned(),
        }
    }

    /// The type of the model.
    pub(super) fn resolve(&self, names: &Names) -> Result<Typed> {
        let spelling = self.spelling();
        let base = value::column_type(&spelling);
        Ok(match self.schema {
            None => Typed {
                column_type: base.clone(),
                declared: spelling,
                base,
            },
            Some(schema) => {
                let name = names.qualified(schema, self.name)?;
                Typed {
                    declared: quoted_name(&name),
                    column_type: ColumnType::Named(name),
                    base,
                }
            }
        })
    }
}

/// Types that users have made.
#[derive(Debug, Default)]
pub(super) struct UserTypes {
    pub(super) found: Vec<(i64, UserType)>,
    /// The numbers of types that are tables, by the number that their table has.
    pub(super) tables: HashMap<i64, i64>,
}

/// Takes a row of `types.sql`.
pub(super) fn add(catalog: &mut Catalog, cells: &[ValueRef<'_>]) -> Result<()> {
    let mut cells = Cells::new(cells);
    let number: i64 = cells.next("user_type_id")?;
    let schema: i64 = cells.next("schema_id")?;
    let name: &str = cells.next("name")?;
    let kind: &str = cells.next("kind")?;
    let table: Option<i64> = cells.next("type_table_object_id")?;
    // The tables that functions of Babelfish give back have types of such names.
    if name.starts_with('@') {
        return Ok(());
    }
    let qualified = catalog.names.qualified(schema, name)?;
    let row = TypeRow {
        name,
        ..TypeRow::unnamed(&mut cells)?
    };
    let collation: Option<&str> = cells.next("collation_name")?;
    let nullable = cells.flag("is_nullable")?;
    let in_memory = cells.flag("is_memory_optimized")?;
    let mut options = Options::new();
    for option in [BOUND_DEFAULT, BOUND_RULE] {
        let bound = catalog
            .names
            .optional(cells.next(option)?, cells.next(option)?)?;
        if let Some(bound) = bound {
            options.set(option, Some(quoted_name(&bound)));
        }
    }
    let comment: Option<String> = cells.next("description")?;
    match kind {
        "table" => {
            let mut made = Relation::table(table.unwrap_or_default(), qualified);
            if let Shape::Table(table) = &mut made.shape {
                table.comment = comment;
                if in_memory {
                    table.options.set(MEMORY_OPTIMIZED, None);
                }
            }
            catalog.user_types.tables.insert(made.number, number);
            catalog.relations.push(made);
        }
        "assembly" => {
            let message = "it is a type of an assembly, which is not read";
            let warning = Warning::new(qualified, message);
            catalog.warnings.push(warning);
        }
        _ => {
            let mut domain = domain(&catalog.names, &row, collation)?;
            domain.nullable = nullable;
            let kind = UserTypeKind::Domain(Box::new(domain));
            let mut made = UserType::new(qualified, kind);
            made.options = options;
            made.comment = comment;
            catalog.user_types.found.push((number, made));
        }
    }
    Ok(())
}

impl<'r> TypeRow<'r> {
    /// Reads the cells of a type whose name was read: base, and three numbers.
    fn unnamed(cells: &mut Cells<'_, 'r>) -> Result<Self> {
        let base: Option<&str> = cells.next("base_name")?;
        Ok(Self {
            schema: None,
            name: "",
            base,
            max_length: cells.next("max_length")?,
            precision: cells.next("precision")?,
            scale: cells.next("scale")?,
        })
    }
}

fn domain(names: &Names, row: &TypeRow<'_>, collation: Option<&str>) -> Result<Domain> {
    let spelling = TypeRow {
        name: row.base.unwrap_or(row.name),
        base: None,
        ..*row
    }
    .spelling();
    let mut domain = Domain::new(value::column_type(&spelling));
    domain.declared_type = Some(spelling);
    domain.collation = own_collation(names, collation)?;
    Ok(domain)
}

/// The collation, where it is not the database's.
pub(super) fn own_collation(names: &Names, collation: Option<&str>) -> Result<Option<Identifier>> {
    collation
        .filter(|collation| names.collation.as_deref() != Some(*collation))
        .map(Identifier::new)
        .transpose()
}

/// The XML type with the schemas that its values keep to.
pub(super) fn xml_of(collection: &QualifiedName, is_document: bool) -> String {
    let what = if is_document { "DOCUMENT" } else { "CONTENT" };
    format!("xml({what} {})", quoted_name(collection))
}

/// The vector type: of so many numbers of 32 bits, or of 16.
pub(super) fn vector_of(dimensions: i64, base_type: Option<i64>) -> String {
    match base_type {
        Some(1) => format!("vector({dimensions}, float16)"),
        _ => format!("vector({dimensions})"),
    }
}

#[cfg(test)]
mod tests {
    use backend_core::model::{ColumnType, QualifiedName};

    use super::{TypeRow, vector_of, xml_of};

    fn row(name: &'static str, numbers: (i64, i64, i64)) -> TypeRow<'static> {
        TypeRow {
            name,
            max_length: numbers.0,
            precision: numbers.1,
            scale: numbers.2,
            ..TypeRow::default()
        }
    }

    #[test]
    fn types_are_spelled_as_they_are_declared() {
        for (name, numbers, expected) in [
            ("int", (4, 10, 0), "int"),
            ("nvarchar", (40, 0, 0), "nvarchar(20)"),
            ("nvarchar", (-1, 0, 0), "nvarchar(max)"),
            ("nchar", (2, 0, 0), "nchar(1)"),
            ("varchar", (20, 0, 0), "varchar(20)"),
            ("varbinary", (-1, 0, 0), "varbinary(max)"),
            ("decimal", (5, 9, 2), "decimal(9, 2)"),
            ("numeric", (9, 18, 0), "numeric(18, 0)"),
            ("datetime2", (7, 23, 3), "datetime2(3)"),
            ("time", (3, 8, 0), "time(0)"),
            ("datetime", (8, 23, 3), "datetime"),
            ("float", (8, 53, 0), "float"),
            ("text", (16, 0, 0), "text"),
            ("timestamp", (8, 0, 0), "rowversion"),
            ("sysname", (256, 0, 0), "sysname"),
            ("hierarchyid", (892, 0, 0), "hierarchyid"),
        ] {
            assert_eq!(row(name, numbers).spelling(), expected);
        }
        let alias = TypeRow {
            schema: Some(1),
            base: Some("nvarchar"),
            ..row("Phone", (40, 0, 0))
        };
        assert_eq!(alias.spelling(), "nvarchar(20)");
    }

    #[test]
    fn a_spelling_means_the_type() {
        let types = [
            (
                "nvarchar",
                (40, 0, 0),
                ColumnType::VarChar { length: Some(20) },
            ),
            ("nvarchar", (-1, 0, 0), ColumnType::Text),
            ("varbinary", (-1, 0, 0), ColumnType::Bytes),
            (
                "decimal",
                (5, 9, 2),
                ColumnType::Decimal {
                    precision: Some(9),
                    scale: Some(2),
                },
            ),
            ("money", (8, 19, 4), ColumnType::Native("money".into())),
            (
                "geography",
                (-1, 0, 0),
                ColumnType::Native("geography".into()),
            ),
        ];
        for (name, numbers, expected) in types {
            let typed = row(name, numbers)
                .resolve(&super::Names::default())
                .unwrap();
            assert_eq!(typed.column_type, expected);
        }
    }

    #[test]
    fn types_with_more_than_lengths_say_it() {
        let collection = QualifiedName::with_schema("s", "odd]").unwrap();
        assert_eq!(xml_of(&collection, false), "xml(CONTENT [s].[odd]]])");
        assert_eq!(xml_of(&collection, true), "xml(DOCUMENT [s].[odd]]])");
        assert_eq!(vector_of(3, Some(0)), "vector(3)");
        assert_eq!(vector_of(3, Some(1)), "vector(3, float16)");
    }
}
