//! Objects of sorts that the model has no noun for, each as one whole statement.

use std::collections::HashMap;

use backend_core::error::Result;
use backend_core::introspection::Warning;
use backend_core::model::{Dependency, Identifier, QualifiedName, VendorObject};
use backend_core::sql::Statement;
use backend_core::value::ValueRef;

use super::catalog::Catalog;
use super::expression::{quoted, quoted_name, written};
use super::query::Cells;
use super::types::TypeRow;

/// What tells objects apart: each sort has its own numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Key {
    /// What is listed in `sys.objects`: relations, routines, sequences, synonyms.
    Object(i64),
    Type(i64),
    Collection(i64),
    PartitionFunction(i64),
    PartitionScheme(i64),
    Other(&'static str, i64),
}

/// What is found, and the parts that are not put together yet.
#[derive(Debug, Default)]
pub(super) struct Objects {
    pub(super) found: Vec<(Key, VendorObject)>,
    /// XML schema collections, whose schemas are asked for by name.
    collections: Vec<(i64, QualifiedName, Option<String>)>,
    rows: Vec<Row>,
    parts: HashMap<(&'static str, i64), Vec<Row>>,
}

/// A row of `objects.sql`, whose cells mean what its kind says.
#[derive(Debug, Default)]
struct Row {
    kind: &'static str,
    number: i64,
    name: Option<QualifiedName>,
    texts: [Option<String>; 3],
    numbers: [Option<i64>; 4],
    comment: Option<String>,
}

impl Objects {
    pub(super) fn has(&self, key: Key) -> bool {
        self.found.iter().any(|(found, _)| *found == key)
    }

    pub(super) fn push(&mut self, key: Key, object: VendorObject) {
        self.found.push((key, object));
    }
}

/// The kinds of rows; those behind the first are parts of an object.
const KINDS: [&str; 14] = [
    "synonym",
    "collection",
    "partition function",
    "partition scheme",
    "catalog",
    "fulltext index",
    "policy",
    "data source",
    "file format",
    "unread",
    "partition function boundary",
    "partition scheme place",
    "fulltext index column",
    "policy predicate",
];

/// Takes a row of `objects.sql`.
pub(super) fn add(catalog: &mut Catalog, cells: &[ValueRef<'_>]) -> Result<()> {
    let mut cells = Cells::new(cells);
    let kind: &str = cells.next("kind")?;
    let Some(kind) = KINDS.into_iter().find(|it| *it == kind) else {
        return Ok(());
    };
    let number: i64 = cells.next("number")?;
    let schema: Option<i64> = cells.next("schema_id")?;
    let name: &str = cells.next("name")?;
    let name = match schema {
        Some(schema) => Some(catalog.names.qualified(schema, name)?),
        None if name.is_empty() => None,
        None => Some(Identifier::new(name)?.into()),
    };
    let _place: i64 = cells.next("place")?;
    let row = Row {
        kind,
        number,
        name,
        texts: [
            cells.next("text1")?,
            cells.next("text2")?,
            cells.next("text3")?,
        ],
        numbers: [
            cells.next("number1")?,
            cells.next("number2")?,
            cells.next("number3")?,
            cells.next("number4")?,
        ],
        comment: cells.next("description")?,
    };
    let objects = &mut catalog.objects;
    match (kind, row.name.clone()) {
        ("unread", Some(name)) => {
            let sort = row.texts[0].as_deref().unwrap_or_default();
            let message = format!("objects of its sort are not read: {sort}");
            catalog.warnings.push(Warning::new(name, message));
        }
        ("collection", Some(name)) => {
            objects.collections.push((number, name, row.comment));
        }
        (_, Some(_)) => objects.rows.push(row),
        (_, None) => objects.parts.entry((kind, number)).or_default().push(row),
    }
    Ok(())
}

/// The query for the schemas of all XML schema collections: the function that gives them takes names as they stand, and no columns.
pub(super) fn collections(catalog: &Catalog) -> Option<Statement> {
    let collections = &catalog.objects.collections;
    if collections.is_empty() {
        return None;
    }
    let text = written(|out| {
        for (n, (number, name, _)) in collections.iter().enumerate() {
            let schema = name
                .schema
                .as_ref()
                .or(catalog.names.default_schema.as_ref());
            out.push(if n > 0 {
                " UNION ALL SELECT "
            } else {
                "SELECT "
            });
            out.number(*number);
            out.push(", CONVERT(nvarchar(max), xml_schema_namespace(");
            out.string(schema.map_or("", Identifier::as_str)).push(", ");
            out.string(name.name.as_str()).push("))");
        }
    });
    Some(Statement::new(text))
}

/// Takes a row of that query.
pub(super) fn add_collection(catalog: &mut Catalog, cells: &[ValueRef<'_>]) -> Result<()> {
    let mut cells = Cells::new(cells);
    let number: i64 = cells.next("number")?;
    let schemas: Option<&str> = cells.next("schemas")?;
    let found = catalog.objects.collections.iter();
    let Some((_, name, comment)) = found.clone().find(|(it, _, _)| *it == number) else {
        return Ok(());
    };
    let (name, comment) = (name.clone(), comment.clone());
    let text = written(|out| {
        out.push("CREATE XML SCHEMA COLLECTION ")
            .name(&name)
            .push(" AS ");
        out.string(schemas.unwrap_or_default());
    });
    let mut object = VendorObject::new("XML SCHEMA COLLECTION", name, text);
    object.comment = comment;
    catalog.objects.push(Key::Collection(number), object);
    Ok(())
}

/// Puts each object together with its parts.
pub(super) fn finish(catalog: &mut Catalog) -> Result<()> {
    let mut parts = std::mem::take(&mut catalog.objects.parts);
    for row in std::mem::take(&mut catalog.objects.rows) {
        let mut parts = |kind| parts.remove(&(kind, row.number)).unwrap_or_default();
        let made = match row.kind {
            "synonym" => Some(synonym(&row)),
            "partition function" => Some(partition_function(
                &row,
                &parts("partition function boundary"),
            )),
            "partition scheme" => Some(partition_scheme(&row, &parts("partition scheme place"))?),
            "catalog" => Some(fulltext_catalog(&row)),
            "fulltext index" => Some(fulltext_index(&row, &parts("fulltext index column"))?),
            "policy" => Some(policy(catalog, &row, &parts("policy predicate"))),
            "data source" => Some(data_source(&row)?),
            "file format" => Some(file_format(&row)),
            _ => None,
        };
        if let Some((key, kind, text, depends_on)) = made
            && let Some(name) = row.name
        {
            let mut object = VendorObject::new(kind, name, text);
            object.comment = row.comment;
            object.depends_on = depends_on;
            catalog.objects.push(key, object);
        }
    }
    Ok(())
}

/// An object: what tells it apart, its kind, its statement, and what it needs.
type Made = (Key, &'static str, String, Vec<Dependency>);

impl Row {
    fn name(&self) -> String {
        self.name.as_ref().map_or_else(String::new, quoted_name)
    }

    fn text(&self, place: usize) -> Option<&str> {
        self.texts.get(place).and_then(Option::as_deref)
    }

    fn number(&self, place: usize) -> i64 {
        self.numbers
            .get(place)
            .copied()
            .flatten()
            .unwrap_or_default()
    }

    /// A text that is a name, between brackets.
    fn quoted(&self, place: usize) -> Result<Option<String>> {
        let name = self.text(place).map(Identifier::new).transpose()?;
        Ok(name.as_ref().map(quoted))
    }
}

fn string(text: &str) -> String {
    written(|out| {
        out.string(text);
    })
}

/// What is needed of a sort that has no schema.
fn vendor(kind: &str, name: &str) -> Result<Dependency> {
    Ok(Dependency::Vendor {
        kind: kind.to_owned(),
        name: Identifier::new(name)?.into(),
    })
}

fn synonym(row: &Row) -> Made {
    let of = row.text(0).unwrap_or_default();
    let text = format!("CREATE SYNONYM {} FOR {of}", row.name());
    (Key::Object(row.number), "SYNONYM", text, Vec::new())
}

fn partition_function(row: &Row, boundaries: &[Row]) -> Made {
    let of = TypeRow {
        name: row.text(0).unwrap_or_default(),
        max_length: row.number(0),
        precision: row.number(1),
        scale: row.number(2),
        ..TypeRow::default()
    };
    let side = if row.number(3) == 1 { "RIGHT" } else { "LEFT" };
    let values: Vec<_> = boundaries.iter().map(boundary).collect();
    let text = format!(
        "CREATE PARTITION FUNCTION {} ({}) AS RANGE {side} FOR VALUES ({})",
        row.name(),
        of.spelling(),
        values.join(", ")
    );
    let key = Key::PartitionFunction(row.number);
    (key, PARTITION_FUNCTION, text, Vec::new())
}

/// A boundary between partitions as a literal.
fn boundary(row: &Row) -> String {
    let Some(text) = row.text(0) else {
        return "NULL".to_owned();
    };
    match row.text(1).unwrap_or_default() {
        "bigint" | "int" | "smallint" | "tinyint" | "bit" | "decimal" | "numeric" | "money"
        | "smallmoney" | "float" | "real" | "binary" | "varbinary" => text.to_owned(),
        _ => string(text),
    }
}

const PARTITION_FUNCTION: &str = "PARTITION FUNCTION";
/// The kind of what says where partitions are stored.
pub(super) const PARTITION_SCHEME: &str = "PARTITION SCHEME";

fn partition_scheme(row: &Row, places: &[Row]) -> Result<Made> {
    let function = row.text(0).unwrap_or_default();
    let places: Vec<_> = places
        .iter()
        .filter_map(|place| place.quoted(0).transpose())
        .collect::<Result<_>>()?;
    let text = format!(
        "CREATE PARTITION SCHEME {} AS PARTITION {} TO ({})",
        row.name(),
        quoted(&Identifier::new(function)?),
        places.join(", ")
    );
    let needed = vec![vendor(PARTITION_FUNCTION, function)?];
    let key = Key::PartitionScheme(row.number);
    Ok((key, PARTITION_SCHEME, text, needed))
}

const FULLTEXT_CATALOG: &str = "FULLTEXT CATALOG";

fn fulltext_catalog(row: &Row) -> Made {
    let accents = if row.number(0) == 1 { "ON" } else { "OFF" };
    let default = if row.number(1) == 1 {
        " AS DEFAULT"
    } else {
        ""
    };
    let text = format!(
        "CREATE FULLTEXT CATALOG {} WITH ACCENT_SENSITIVITY = {accents}{default}",
        row.name()
    );
    (
        Key::Other("catalog", row.number),
        FULLTEXT_CATALOG,
        text,
        Vec::new(),
    )
}

fn fulltext_index(row: &Row, columns: &[Row]) -> Result<Made> {
    let mut parts = Vec::new();
    for column in columns {
        let mut part = column.quoted(0)?.unwrap_or_default();
        if let Some(of_type) = column.quoted(1)? {
            part.push_str(&format!(" TYPE COLUMN {of_type}"));
        }
        part.push_str(&format!(" LANGUAGE {}", column.number(0)));
        if column.number(1) == 1 {
            part.push_str(" STATISTICAL_SEMANTICS");
        }
        parts.push(part);
    }
    let key = row.quoted(0)?.unwrap_or_default();
    let mut needed = Vec::new();
    needed.extend(row.name.clone().map(Dependency::Relation));
    let mut on = String::new();
    if let Some(catalog) = row.text(1) {
        on = format!(" ON {}", quoted(&Identifier::new(catalog)?));
        needed.push(vendor(FULLTEXT_CATALOG, catalog)?);
    }
    let stoplist = match (row.quoted(2)?, row.numbers[0]) {
        (Some(own), _) => own,
        (None, Some(0)) => "SYSTEM".to_owned(),
        (None, _) => "OFF".to_owned(),
    };
    let tracking = match u32::try_from(row.number(1)).ok().and_then(char::from_u32) {
        Some('M') => "MANUAL",
        Some('O') => "OFF",
        _ => "AUTO",
    };
    let text = format!(
        "CREATE FULLTEXT INDEX ON {} ({}) KEY INDEX {key}{on} WITH CHANGE_TRACKING = {tracking}, STOPLIST = {stoplist}",
        row.name(),
        parts.join(", ")
    );
    Ok((
        Key::Other("fulltext", row.number),
        "FULLTEXT INDEX",
        text,
        needed,
    ))
}

fn policy(catalog: &Catalog, row: &Row, predicates: &[Row]) -> Made {
    let mut needed = Vec::new();
    let mut parts = Vec::new();
    for predicate in predicates {
        let target = catalog.relations.get(predicate.number(0));
        let Some(target) = target.map(|relation| relation.name.clone()) else {
            continue;
        };
        let kind = predicate.text(1).unwrap_or_default();
        let condition = predicate.text(0).unwrap_or_default();
        let condition = super::expression::bare(condition);
        let when = predicate
            .text(2)
            .map_or_else(String::new, |when| format!(" {when}"));
        parts.push(format!(
            "ADD {kind} PREDICATE {condition} ON {}{when}",
            quoted_name(&target)
        ));
        needed.push(Dependency::Relation(target));
    }
    let on = |number: i64| if number == 1 { "ON" } else { "OFF" };
    let replication = if row.number(1) == 1 {
        " NOT FOR REPLICATION"
    } else {
        ""
    };
    let text = format!(
        "CREATE SECURITY POLICY {} {} WITH (STATE = {}, SCHEMABINDING = {}){replication}",
        row.name(),
        parts.join(", "),
        on(row.number(0)),
        on(row.number(2))
    );
    (Key::Object(row.number), "SECURITY POLICY", text, needed)
}

fn data_source(row: &Row) -> Result<Made> {
    let mut parts = vec![format!(
        "LOCATION = {}",
        string(row.text(0).unwrap_or_default())
    )];
    // What has no word of its own came with the place.
    let sort = row
        .text(1)
        .filter(|sort| ["HADOOP", "RDBMS", "SHARD_MAP_MANAGER"].contains(sort));
    parts.extend(sort.map(|sort| format!("TYPE = {sort}")));
    parts.extend(row.quoted(2)?.map(|name| format!("CREDENTIAL = {name}")));
    let text = format!(
        "CREATE EXTERNAL DATA SOURCE {} WITH ({})",
        row.name(),
        parts.join(", ")
    );
    let key = Key::Other("data source", row.number);
    Ok((key, "EXTERNAL DATA SOURCE", text, Vec::new()))
}

fn file_format(row: &Row) -> Made {
    let mut parts = vec![format!("FORMAT_TYPE = {}", row.text(0).unwrap_or_default())];
    let terminator = row.text(1).map(string);
    parts.extend(terminator.map(|it| format!("FORMAT_OPTIONS (FIELD_TERMINATOR = {it})")));
    parts.extend(
        row.text(2)
            .map(|it| format!("DATA_COMPRESSION = {}", string(it))),
    );
    let text = format!(
        "CREATE EXTERNAL FILE FORMAT {} WITH ({})",
        row.name(),
        parts.join(", ")
    );
    (
        Key::Other("file format", row.number),
        "EXTERNAL FILE FORMAT",
        text,
        Vec::new(),
    )
}

#[cfg(test)]
mod tests {
    use backend_core::model::QualifiedName;

    use super::{Row, fulltext_index, partition_function, partition_scheme, synonym};

    fn row(name: &str, texts: [Option<&str>; 3], numbers: [Option<i64>; 4]) -> Row {
        Row {
            number: 7,
            name: Some(QualifiedName::new(name).unwrap()),
            texts: texts.map(|text| text.map(str::to_owned)),
            numbers,
            ..Row::default()
        }
    }

    #[test]
    fn partitions_are_two_statements() {
        let boundaries = [
            row("", [Some("1"), Some("int"), None], [None; 4]),
            row("", [Some("it's"), Some("nvarchar"), None], [None; 4]),
        ];
        let function = row(
            "pf",
            [Some("nvarchar"), None, None],
            [Some(20), Some(0), Some(0), Some(1)],
        );
        let (_, _, text, _) = partition_function(&function, &boundaries);
        let expected =
            "CREATE PARTITION FUNCTION [pf] (nvarchar(10)) AS RANGE RIGHT FOR VALUES (1, N'it''s')";
        assert_eq!(text, expected);
        let places = [row("", [Some("PRIMARY"), None, None], [None; 4])];
        let scheme = row("ps", [Some("pf"), None, None], [None; 4]);
        let (_, _, text, needed) = partition_scheme(&scheme, &places).unwrap();
        assert_eq!(
            text,
            "CREATE PARTITION SCHEME [ps] AS PARTITION [pf] TO ([PRIMARY])"
        );
        assert_eq!(needed.len(), 1);
    }

    #[test]
    fn other_objects_are_a_statement_each() {
        let of = row("s", [Some("[db].[dbo].[t]"), None, None], [None; 4]);
        assert_eq!(synonym(&of).2, "CREATE SYNONYM [s] FOR [db].[dbo].[t]");
        let index = row(
            "t",
            [Some("PK_t"), Some("c"), None],
            [Some(0), Some(65), Some(1), None],
        );
        let column = row(
            "",
            [Some("body"), None, None],
            [Some(1033), Some(0), None, None],
        );
        let (_, _, text, needed) = fulltext_index(&index, &[column]).unwrap();
        let expected = "CREATE FULLTEXT INDEX ON [t] ([body] LANGUAGE 1033) KEY INDEX [PK_t] ON [c] \
                        WITH CHANGE_TRACKING = AUTO, STOPLIST = SYSTEM";
        assert_eq!(text, expected);
        assert_eq!(needed.len(), 2);
    }
}
