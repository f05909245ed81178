//! What SQL Server does not take, beyond its flags and limits.

mod sizes;
mod words;

use std::borrow::Cow;
use std::ops::RangeInclusive;

use backend_core::features::IdentifierCase;
use backend_core::model::{Column, ColumnType, Identifier, Index, IndexKey, Table};
use backend_core::operations::Dialect;
use backend_core::validation::{
    Conversion, Finding, FindingId, Findings, Named, Namespace, NativeFinding, Object, Severity,
    Subject, Validation, fits,
};
use backend_core::value::Value;

use self::sizes::Size;
use crate::introspection::words as options;
use crate::schema_editor::conversion::{self, conversion};
use crate::value::spelling;

/// A table has a second identity.
const SECOND_IDENTITY: FindingId = FindingId::Native(NativeFinding {
    name: "mssql.second_identity",
    severity: Severity::Error,
    doc: "A table has a second identity.",
});
/// A table has a second column of row versions.
const SECOND_ROW_VERSION: FindingId = FindingId::Native(NativeFinding {
    name: "mssql.second_row_version",
    severity: Severity::Error,
    doc: "A table has a second column of row versions.",
});
/// Rows are, or can be, larger than a page.
const ROW_SIZE: FindingId = FindingId::Native(NativeFinding {
    name: "mssql.row_size",
    severity: Severity::Error,
    doc: "Rows are, or can be, larger than a page.",
});
/// Keys are, or can be, larger than an index takes.
const KEY_SIZE: FindingId = FindingId::Native(NativeFinding {
    name: "mssql.key_size",
    severity: Severity::Error,
    doc: "Keys are, or can be, larger than an index takes.",
});

/// Says what a schema has that SQL Server does not take.
#[derive(Debug)]
pub(crate) struct MssqlValidation;

impl Validation for MssqlValidation {
    fn severity(&self, _dialect: &Dialect, id: FindingId) -> Option<Severity> {
        match id {
            // The server makes it NOT NULL.
            FindingId::PrimaryKeyNullable => Some(Severity::Info),
            id => Some(id.severity()),
        }
    }

    /// A collation that does not tell cases apart does so for no letter.
    fn fold<'n>(&self, dialect: &Dialect, name: &'n str) -> Cow<'n, str> {
        match dialect.features.identifier_case {
            IdentifierCase::Insensitive => Cow::Owned(name.to_lowercase()),
            _ => Cow::Borrowed(name),
        }
    }

    /// Constraints and triggers are objects of a schema, as tables are; an index is one of its table.
    fn namespaces(&self, named: Named) -> &'static [Namespace] {
        match named {
            Named::Key => &[Namespace::Relations, Namespace::TableIndexes],
            Named::Index => &[Namespace::TableIndexes],
            Named::Type => &[Namespace::Types],
            _ => &[Namespace::Relations],
        }
    }

    fn is_reserved(&self, _dialect: &Dialect, name: &str) -> bool {
        words::RESERVED
            .binary_search(&name.to_ascii_lowercase().as_str())
            .is_ok()
    }

    /// Both are of one type, with its length, but for a variant that converts what it compares, as far as it can.
    fn key_types(
        &self,
        subject: &Subject<'_>,
        referring: &Column,
        referenced: &Column,
    ) -> Option<Severity> {
        let is_same = referring.column_type == referenced.column_type
            || matches!(
                (spelling(&referring.column_type), spelling(&referenced.column_type)),
                (Ok(one), Ok(other)) if one == other
            );
        let differ = if subject.features().supports_references_across_types {
            Severity::Warning
        } else {
            Severity::Error
        };
        (!is_same).then_some(differ)
    }

    fn integers(&self, column_type: &ColumnType) -> Option<RangeInclusive<i128>> {
        Some(match column_type {
            // There is none of 8 bits with a sign.
            ColumnType::TinyInteger | ColumnType::SmallInteger => i16::MIN.into()..=i16::MAX.into(),
            ColumnType::Integer => i32::MIN.into()..=i32::MAX.into(),
            ColumnType::BigInteger => i64::MIN.into()..=i64::MAX.into(),
            ColumnType::Native(text) if text.trim().eq_ignore_ascii_case("tinyint") => 0..=255,
            // Which can be numbered, too.
            ColumnType::Decimal {
                precision: Some(precision),
                scale: None | Some(0),
            } => {
                let most = 10_i128.checked_pow(*precision).unwrap_or(i128::MAX);
                1 - most..=most - 1
            }
            _ => return None,
        })
    }

    /// Numbers and booleans are taken for one another, and everything for a text.
    fn takes(&self, value: &Value, column_type: &ColumnType) -> bool {
        let is_number = matches!(
            value,
            Value::Bool(_)
                | Value::I64(_)
                | Value::U64(_)
                | Value::F32(_)
                | Value::F64(_)
                | Value::Decimal(_)
        );
        fits(value, column_type)
            || match column_type {
                ColumnType::Char { .. } | ColumnType::VarChar { .. } | ColumnType::Text => true,
                ColumnType::Boolean
                | ColumnType::Real
                | ColumnType::Double
                | ColumnType::Decimal { .. } => is_number,
                column_type => is_number && self.integers(column_type).is_some(),
            }
    }

    fn conversion(&self, _subject: &Subject<'_>, from: &Column, to: &Column) -> Conversion {
        let is_lossless = to.column_type.holds(&from.column_type);
        match conversion(&from.column_type, &to.column_type) {
            conversion::Conversion::Refused => Conversion::Refused,
            _ if is_lossless => Conversion::Lossless,
            _ => Conversion::Tried,
        }
    }

    fn can_index(&self, subject: &Subject<'_>, column: &Column, index: Option<&Index>) -> bool {
        let is_of_rows = index.is_none_or(|index| index.method.is_none());
        let is_native = matches!(column.column_type, ColumnType::Native(_));
        let takes_unlimited = subject.features().supports_unlimited_keys && !is_native;
        !is_of_rows || takes_unlimited || sizes::of(column) != Size::Unlimited
    }

    fn check_table(&self, subject: &Subject<'_>, table: &Table, findings: &mut Findings<'_>) {
        let is_numbered = |column: &&Column| column.identity.is_some();
        let is_version = |column: &&Column| {
            matches!(&column.column_type, ColumnType::Native(text)
                if ["rowversion", "timestamp"].iter().any(|name| text.trim().eq_ignore_ascii_case(name)))
        };
        let mut second = |column: Option<&Column>, id: FindingId, message: &'static str| {
            if let Some(column) = column {
                let object = Object::column(&table.name, &column.name);
                findings.add(Finding::new(id, object, message));
            }
        };
        let columns = || table.columns.iter();
        second(
            columns().filter(is_numbered).nth(1),
            SECOND_IDENTITY,
            "a table has one identity, and another column is it",
        );
        second(
            columns().filter(is_version).nth(1),
            SECOND_ROW_VERSION,
            "a table has one column of row versions, and another column is it",
        );
        check_row(table, findings);
        check_keys(subject, table, findings);
    }

    fn check_index(
        &self,
        subject: &Subject<'_>,
        table: &Table,
        index: &Index,
        findings: &mut Findings<'_>,
    ) {
        if index.method.is_some() {
            return;
        }
        let columns: Vec<_> = index
            .parts
            .iter()
            .filter_map(|part| match &part.key {
                IndexKey::Column(name) => Some(name.clone()),
                IndexKey::Expression(_) => None,
            })
            .collect();
        let object = Object::index(&table.name, &index.name);
        let is_clustered = index.options.contains(options::CLUSTERED);
        check_key(subject, table, (&columns, is_clustered), object, findings);
    }

    fn check_column(
        &self,
        _subject: &Subject<'_>,
        table: &Table,
        column: &Column,
        findings: &mut Findings<'_>,
    ) {
        let object = || Object::column(&table.name, &column.name);
        if let ColumnType::Decimal {
            precision: Some(precision),
            scale: Some(scale),
        } = &column.column_type
            && !(0..=i64::from(*precision)).contains(&i64::from(*scale))
        {
            let message = format!("{scale} digits behind the point, of {precision} in all");
            findings.add(Finding::new(FindingId::TypeOutOfLimits, object(), message));
        }
        let (length, most) = match &column.column_type {
            ColumnType::Char { length } | ColumnType::VarChar { length } => (*length, 4_000),
            ColumnType::Binary { length } | ColumnType::VarBinary { length } => (*length, 8_000),
            ColumnType::Decimal { precision, .. } => (*precision, 38),
            _ => return,
        };
        let Some(length) = length.filter(|length| *length == 0 || *length > most) else {
            return;
        };
        let message = format!("a length of {length} was asked for, it is 1 to {most}");
        findings.add(Finding::new(FindingId::TypeOutOfLimits, object(), message));
    }
}

/// Looks at how large rows are, and can be.
fn check_row(table: &Table, findings: &mut Findings<'_>) {
    let stored = table.columns.iter().filter(|it| it.generated.is_none());
    let (mut fewest, mut most) = (0_u32, 0_u32);
    for (least, largest) in stored.map(|column| sizes::of(column).in_row()) {
        fewest = fewest.saturating_add(least);
        most = most.saturating_add(largest);
    }
    let object = || Object::Table(table.name.clone());
    if fewest > sizes::ROW {
        let message = format!(
            "a row has at least {fewest} bytes, the limit is {}",
            sizes::ROW
        );
        findings.add(Finding::new(ROW_SIZE, object(), message));
    } else if most > sizes::ROW {
        let message = format!(
            "a row can have {most} bytes, and {} stay together: the rest of a longer one is stored elsewhere",
            sizes::ROW
        );
        let finding = Finding::new(ROW_SIZE, object(), message);
        findings.add(finding.with_severity(Severity::Info));
    }
}

/// Looks at the size of a table's keys.
fn check_keys(subject: &Subject<'_>, table: &Table, findings: &mut Findings<'_>) {
    let primary = table.primary_key.iter().map(|key| {
        let is_clustered = !key.options.contains(options::NONCLUSTERED);
        (&key.name, &key.columns, is_clustered)
    });
    let uniques = table.uniques.iter().map(|unique| {
        let is_clustered = unique.options.contains(options::CLUSTERED);
        (&unique.name, &unique.columns, is_clustered)
    });
    for (name, columns, is_clustered) in primary.chain(uniques) {
        let object = Object::constraint(&table.name, name.as_ref(), columns);
        check_key(subject, table, (columns, is_clustered), object, findings);
    }
}

fn check_key(
    subject: &Subject<'_>,
    table: &Table,
    (columns, is_clustered): (&[Identifier], bool),
    object: Object,
    findings: &mut Findings<'_>,
) {
    let limit = if is_clustered {
        sizes::CLUSTERED_KEY
    } else {
        sizes::KEY
    };
    let (mut fewest, mut most) = (0_u32, 0_u32);
    for name in columns {
        // What cannot be in a key at all is found elsewhere.
        let Some(column) = subject.column(table, name.as_str()) else {
            continue;
        };
        let (least, largest) = match sizes::of(column) {
            Size::Unlimited => (0, 0),
            size => size.in_row(),
        };
        fewest = fewest.saturating_add(least);
        most = most.saturating_add(largest);
    }
    if fewest > limit {
        let message = format!("a key has at least {fewest} bytes, the limit is {limit}");
        findings.add(Finding::new(KEY_SIZE, object, message));
    } else if most > limit {
        let message =
            format!("a key can have {most} bytes, and one with more than {limit} is refused");
        let finding = Finding::new(KEY_SIZE, object, message);
        findings.add(finding.with_severity(Severity::Warning));
    }
}

#[cfg(test)]
mod tests {
    use backend_core::model::{
        Change, Column, ColumnType, Identifier, Identity, PrimaryKey, QualifiedName, Schema, Table,
        Unique,
    };
    use backend_core::wrapper::ServerInfo;

    use crate::BACKEND;
    use crate::features::SQL_2022;

    fn found(columns: Vec<Column>, change: impl FnOnce(Table) -> Table) -> Vec<String> {
        let table = columns.into_iter().fold(
            Table::new(QualifiedName::new("t").unwrap()),
            Table::with_column,
        );
        let mut schema = Schema::new();
        schema.apply(&Change::CreateTable(change(table))).unwrap();
        let server = ServerInfo::new("Microsoft SQL Server", SQL_2022);
        let findings = BACKEND.validate(&BACKEND.dialect(&server), &schema);
        let lines = findings.iter().map(ToString::to_string);
        lines
            .filter(|line| !line.contains("no_primary_key"))
            .collect()
    }

    fn column(name: &str, column_type: ColumnType) -> Column {
        Column::new(name, column_type).unwrap().not_null()
    }

    fn id(name: &str) -> Identifier {
        Identifier::new(name).unwrap()
    }

    #[test]
    fn what_a_table_has_once_is_found_twice() {
        let numbered = |name| column(name, ColumnType::Integer).with_identity(Identity::new());
        let lines = found(vec![numbered("a"), numbered("b")], |table| table);
        assert_eq!(
            lines,
            [
                "error[mssql.second_identity] t.b: a table has one identity, and another column is it"
            ]
        );
        let version = |name| column(name, ColumnType::Native("rowversion".into()));
        let lines = found(vec![version("a"), version("B")], |table| table);
        assert!(
            lines[0].starts_with("error[mssql.second_row_version] t.B"),
            "{lines:?}"
        );
    }

    #[test]
    fn rows_and_keys_have_limits() {
        let text = |length| ColumnType::VarChar {
            length: Some(length),
        };
        let fixed = |length| ColumnType::Char {
            length: Some(length),
        };
        let keyed = |table: Table| table.with_primary_key(PrimaryKey::new(vec![id("a")]));
        let lines = found(vec![column("a", text(500))], keyed);
        assert!(
            lines[0].starts_with("warning[mssql.key_size] t.(a)"),
            "{lines:?}"
        );
        let lines = found(vec![column("a", fixed(500))], keyed);
        assert!(
            lines[0].starts_with("error[mssql.key_size] t.(a)"),
            "{lines:?}"
        );
        assert!(found(vec![column("a", text(450))], keyed).is_empty());
        let unique = |table: Table| table.with_unique(Unique::new(vec![id("a")]));
        assert!(found(vec![column("a", text(850))], unique).is_empty());
        let lines = found(
            vec![column("a", fixed(4_000)), column("b", fixed(40))],
            |it| it,
        );
        assert!(
            lines[0].starts_with("error[mssql.row_size] t:"),
            "{lines:?}"
        );
        let lines = found(
            vec![column("a", text(4_000)), column("b", text(4_000))],
            |it| it,
        );
        assert!(lines[0].starts_with("info[mssql.row_size] t:"), "{lines:?}");
        let finer = ColumnType::Decimal {
            precision: Some(3),
            scale: Some(5),
        };
        let lines = found(vec![column("a", finer)], |it| it);
        assert!(
            lines[0].starts_with("error[type.out_of_limits] t.a"),
            "{lines:?}"
        );
        let lines = found(vec![column("a", text(4_001))], |it| it);
        assert!(
            lines[0].starts_with("error[type.out_of_limits] t.a"),
            "{lines:?}"
        );
    }

    #[test]
    fn names_are_compared_as_the_server_does() {
        let number = |name| column(name, ColumnType::Integer);
        let lines = found(vec![number("É"), number("é")], |table| table);
        assert!(lines[0].starts_with("error[name.clash] t.é"), "{lines:?}");
        let named = |name: &str| Unique::new(vec![id("a")]).with_name(id(name));
        let lines = found(vec![number("a")], |table| table.with_unique(named("T")));
        assert!(lines[0].starts_with("error[name.clash] t.T"), "{lines:?}");
        let lines = found(vec![number("Order")], |table| table);
        assert!(
            lines[0].starts_with("info[name.reserved] t.Order"),
            "{lines:?}"
        );
    }
}
