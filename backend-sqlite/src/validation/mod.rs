//! What SQLite takes, and the rules that only it has.

mod words;

use backend_core::model::{Column, ColumnType, Default, Identifier, Table};
use backend_core::operations::Dialect;
use backend_core::validation::{
    Conversion, Finding, FindingId, Findings, Named, Namespace, NativeFinding, Object, Severity,
    Subject, Validation, fits,
};

const fn native(name: &'static str, doc: &'static str) -> FindingId {
    FindingId::Native(NativeFinding {
        name,
        severity: Severity::Error,
        doc,
    })
}

const RESERVED_PREFIX: FindingId = native(
    "sqlite.reserved_prefix",
    "A name begins as only SQLite's own may.",
);
const WITHOUT_ROWID: FindingId = native(
    "sqlite.without_rowid",
    "A table without row ids has no primary key.",
);
const ONLY_GENERATED: FindingId = native(
    "sqlite.only_generated",
    "A table has no column that is not generated.",
);
const STRICT_DEFAULT: FindingId = native(
    "sqlite.strict_default",
    "A default is not of its column's type, which a STRICT table keeps to.",
);

/// SQLite's validation.
pub(crate) struct SqliteValidation;

impl Validation for SqliteValidation {
    fn severity(&self, _dialect: &Dialect, id: FindingId) -> Option<Severity> {
        match id {
            // It takes the column once, and the default is never used.
            FindingId::KeyColumnRepeated | FindingId::IdentityWithDefault => {
                Some(Severity::Warning)
            }
            id => Some(id.severity()),
        }
    }

    /// Indexes share the names of tables and views; constraints' names are written down and never looked at.
    fn namespaces(&self, named: Named) -> &'static [Namespace] {
        match named {
            Named::Table | Named::View | Named::Index => &[Namespace::Relations],
            Named::Trigger => &[Namespace::Triggers],
            _ => &[],
        }
    }

    fn is_reserved(&self, _dialect: &Dialect, name: &str) -> bool {
        words::RESERVED
            .binary_search(&name.to_ascii_lowercase().as_str())
            .is_ok()
    }

    /// Values are compared, whatever is declared: by the affinity of the referenced column.
    fn key_types(
        &self,
        _subject: &Subject<'_>,
        referring: &Column,
        referenced: &Column,
    ) -> Option<Severity> {
        let kind = |column: &Column| column.column_type.standard_kind();
        if referring.column_type == referenced.column_type {
            None
        } else if kind(referring) == kind(referenced) {
            Some(Severity::Info)
        } else {
            Some(Severity::Warning)
        }
    }

    /// Any value can become one of any column.
    fn conversion(&self, _subject: &Subject<'_>, from: &Column, to: &Column) -> Conversion {
        if to.column_type.holds(&from.column_type) {
            Conversion::Lossless
        } else {
            Conversion::Tried
        }
    }

    fn check_schema(&self, subject: &Subject<'_>, findings: &mut Findings<'_>) {
        for view in &subject.schema().views {
            check_prefix(&view.name.name, Object::View(view.name.clone()), findings);
            for trigger in &view.triggers {
                let object = Object::Trigger {
                    table: view.name.clone(),
                    name: trigger.name.clone(),
                };
                check_prefix(&trigger.name, object, findings);
            }
        }
    }

    fn check_table(&self, _subject: &Subject<'_>, table: &Table, findings: &mut Findings<'_>) {
        let at_table = || Object::Table(table.name.clone());
        check_prefix(&table.name.name, at_table(), findings);
        for index in &table.indexes {
            check_prefix(
                &index.name,
                Object::index(&table.name, &index.name),
                findings,
            );
        }
        for trigger in &table.triggers {
            let object = Object::Trigger {
                table: table.name.clone(),
                name: trigger.name.clone(),
            };
            check_prefix(&trigger.name, object, findings);
        }
        if table.options.contains("WITHOUT ROWID") && table.primary_key.is_none() {
            let message = "without row ids its rows are kept by the primary key, and it has none";
            findings.add(Finding::new(WITHOUT_ROWID, at_table(), message));
        }
        let is_generated = |column: &Column| column.generated.is_some();
        if !table.columns.is_empty() && table.columns.iter().all(is_generated) {
            let message = "each of its columns is generated";
            findings.add(Finding::new(ONLY_GENERATED, at_table(), message));
        }
        let key = table.primary_key.as_ref();
        let columns = key.map(|key| key.columns.as_slice()).unwrap_or_default();
        for column in columns
            .iter()
            .filter_map(|name| table.column(name.as_str()))
        {
            if is_generated(column) {
                let name = key.and_then(|key| key.name.as_ref());
                let object = Object::constraint(&table.name, name, columns);
                let message = format!(
                    "{} is generated, and cannot be part of a primary key",
                    column.name.shortened()
                );
                findings.add(Finding::new(FindingId::KeyGenerated, object, message));
            }
        }
    }

    fn check_column(
        &self,
        _subject: &Subject<'_>,
        table: &Table,
        column: &Column,
        findings: &mut Findings<'_>,
    ) {
        let object = || Object::column(&table.name, &column.name);
        let is_strict = table.options.contains("STRICT");
        if let Some(message) = surprise(column)
            && !is_strict
        {
            findings.add(Finding::new(
                FindingId::TypeStoredOtherwise,
                object(),
                message,
            ));
        }
        if let Some(Default::Literal(value)) = &column.default
            && is_strict
            && !fits(value, &column.column_type)
        {
            let message = "the table is STRICT, and the default is not of the column's type";
            findings.add(Finding::new(STRICT_DEFAULT, object(), message));
        }
    }
}

/// What SQLite does with a declared type that is not what it says: it looks for words in it, and turns values into numbers
/// where it finds none that it knows.
fn surprise(column: &Column) -> Option<String> {
    let declared = match &column.column_type {
        ColumnType::Native(declared) => Some(declared.as_str()),
        _ => column.declared_type.as_deref(),
    }?;
    let lower = declared.to_ascii_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    let becomes = if says(&["int"]) {
        says(&["float", "point", "interval"])
            .then_some("what looks like an integer as one: `1.0` becomes 1")
    } else if says(&["char", "clob", "text", "blob", "real", "floa", "doub"]) || lower.is_empty() {
        None
    } else if matches!(column.column_type, ColumnType::Decimal { .. }) {
        Some("a number with a fraction in 53 bits: digits of long ones are lost")
    } else {
        says(&["str", "json", "enum", "xml", "set"])
            .then_some("what looks like a number as one: `007` becomes 7")
    };
    let shown: String = declared.chars().take(40).collect();
    becomes.map(|becomes| format!("declared as `{shown}`, it stores {becomes}"))
}

fn check_prefix(name: &Identifier, object: Object, findings: &mut Findings<'_>) {
    let begins = name.as_str().get(..7);
    if begins.is_some_and(|begins| begins.eq_ignore_ascii_case("sqlite_")) {
        let message = "names that begin with `sqlite_` are SQLite's own";
        findings.add(Finding::new(RESERVED_PREFIX, object, message));
    }
}

#[cfg(test)]
mod tests {
    use backend_core::model::{Column, ColumnType};

    use super::surprise;

    #[test]
    fn declared_types_that_store_something_else_are_found() {
        for (declared, is_surprise) in [
            ("STRING", true),
            ("json", true),
            ("FLOATING POINT", true),
            ("decimal(20,4)", true),
            ("decimal_text(20,4)", false),
            ("json_text", false),
            ("varchar(9)", false),
            ("uuid", false),
            ("date", false),
            ("bigint", false),
        ] {
            let mut column = Column::new("c", crate::value::column_type(declared)).unwrap();
            column.declared_type = Some(declared.to_owned());
            assert_eq!(surprise(&column).is_some(), is_surprise, "{declared}");
        }
        let native = Column::new("c", ColumnType::Native("STRING".into())).unwrap();
        assert!(surprise(&native).is_some());
    }
}
