//! Types of fields: which Rust type holds the values of a column.

use backend_core::value::ColumnKind;

use crate::args::TypeSource;

/// Where types come from that the standard library lacks.
#[derive(Debug, Clone)]
pub(crate) struct TypeChoice {
    sources: Vec<TypeSource>,
}

/// A Rust type, as it is written in a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FieldType {
    /// The type of a value that is not NULL.
    pub(crate) path: String,
    /// Why the type says less than the column's, where it does.
    pub(crate) loss: Option<Loss>,
}

/// Why a Rust type says less than the column's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Loss {
    /// The type is the vendor's or its user's own, and its values are taken for text.
    ForeignType,
}

/// The type of generated code for a value of any kind, in the module that comes with the structs.
pub(crate) const ANY_VALUE: &str = "model::Value";

impl TypeChoice {
    pub(crate) fn new(sources: &[TypeSource]) -> Self {
        Self {
            sources: sources.to_vec(),
        }
    }

    /// Whether structs are read by this project's own connection.
    pub(crate) fn reads_rows(&self) -> bool {
        self.has(TypeSource::Backend)
    }

    fn has(&self, source: TypeSource) -> bool {
        self.sources.contains(&source)
    }

    /// The type of a column's values.
    pub(crate) fn field_type(&self, kind: ColumnKind) -> FieldType {
        let foreign = matches!(kind, ColumnKind::Native)
            || matches!(kind, ColumnKind::Array(element) if *element == ColumnKind::Native);
        FieldType {
            path: self.path(kind),
            loss: foreign.then_some(Loss::ForeignType),
        }
    }

    fn path(&self, kind: ColumnKind) -> String {
        if let ColumnKind::Array(element) = kind {
            return format!("Vec<Option<{}>>", self.path(*element));
        }
        let of_crates = OF_CRATES
            .iter()
            .find(|(of, _)| *of == kind)
            .map(|(_, types)| *types);
        let path = match (of_crates, kind) {
            (Some(types), _) => types
                .iter()
                .find(|(source, _)| self.has(*source))
                .map_or("String", |(_, path)| path),
            (None, ColumnKind::Unknown) if self.reads_rows() => "backend_core::value::Value",
            (None, ColumnKind::Unknown) => ANY_VALUE,
            (None, kind) => standard(kind),
        };
        path.to_owned()
    }
}

/// The type of the standard library that holds just such values; otherwise text.
fn standard(kind: ColumnKind) -> &'static str {
    match kind {
        ColumnKind::Bool => "bool",
        ColumnKind::I8 => "i8",
        ColumnKind::I16 => "i16",
        ColumnKind::I32 => "i32",
        ColumnKind::I64 => "i64",
        ColumnKind::U8 => "u8",
        ColumnKind::U16 => "u16",
        ColumnKind::U32 => "u32",
        ColumnKind::U64 => "u64",
        ColumnKind::F32 => "f32",
        ColumnKind::F64 => "f64",
        ColumnKind::Bytes => "Vec<u8>",
        _ => "String",
    }
}

type Paths = &'static [(TypeSource, &'static str)];

/// What other crates have for the kinds that the standard library lacks; the first that was asked for wins, and this
/// project's own types stand last. Without any they are text.
const OF_CRATES: &[(ColumnKind, Paths)] = &[
    (
        ColumnKind::Decimal,
        &[
            (TypeSource::RustDecimal, "rust_decimal::Decimal"),
            (TypeSource::BigDecimal, "bigdecimal::BigDecimal"),
            (TypeSource::Backend, "backend_core::value::Decimal"),
        ],
    ),
    (
        ColumnKind::Date,
        &[
            (TypeSource::Chrono, "chrono::NaiveDate"),
            (TypeSource::Time, "time::Date"),
            (TypeSource::Jiff, "jiff::civil::Date"),
            (TypeSource::Backend, "backend_core::value::Date"),
        ],
    ),
    (
        ColumnKind::Time,
        &[
            (TypeSource::Chrono, "chrono::NaiveTime"),
            (TypeSource::Time, "time::Time"),
            (TypeSource::Jiff, "jiff::civil::Time"),
            (TypeSource::Backend, "backend_core::value::Time"),
        ],
    ),
    (
        ColumnKind::Timestamp,
        &[
            (TypeSource::Chrono, "chrono::NaiveDateTime"),
            (TypeSource::Time, "time::PrimitiveDateTime"),
            (TypeSource::Jiff, "jiff::civil::DateTime"),
            (TypeSource::Backend, "backend_core::value::Timestamp"),
        ],
    ),
    (
        ColumnKind::TimestampTz,
        &[
            (TypeSource::Chrono, "chrono::DateTime<chrono::Utc>"),
            (TypeSource::Time, "time::OffsetDateTime"),
            (TypeSource::Jiff, "jiff::Timestamp"),
            (TypeSource::Backend, "backend_core::value::TimestampTz"),
        ],
    ),
    (
        // Months and days have no place in the durations of chrono and time, and spans of jiff cannot be compared.
        ColumnKind::Interval,
        &[(TypeSource::Backend, "backend_core::value::Interval")],
    ),
    (
        ColumnKind::Uuid,
        &[
            (TypeSource::Uuid, "uuid::Uuid"),
            (TypeSource::Backend, "backend_core::value::Uuid"),
        ],
    ),
    (
        ColumnKind::Json,
        &[
            (TypeSource::SerdeJson, "serde_json::Value"),
            (TypeSource::Backend, "backend_core::value::Json"),
        ],
    ),
];

#[cfg(test)]
mod tests {
    use backend_core::value::ColumnKind;

    use super::{ANY_VALUE, Loss, TypeChoice};
    use crate::args::TypeSource;

    fn path(sources: &[TypeSource], kind: ColumnKind) -> String {
        TypeChoice::new(sources).field_type(kind).path
    }

    #[test]
    fn what_the_standard_library_lacks_is_text_unless_asked_for() {
        assert_eq!(path(&[TypeSource::Std], ColumnKind::Date), "String");
        assert_eq!(
            path(&[TypeSource::Chrono], ColumnKind::Date),
            "chrono::NaiveDate"
        );
        assert_eq!(path(&[TypeSource::Chrono], ColumnKind::Uuid), "String");
        assert_eq!(path(&[TypeSource::Std], ColumnKind::Unknown), ANY_VALUE);
    }

    #[test]
    fn a_named_crate_wins_over_the_projects_own_types() {
        let sources = [TypeSource::Backend, TypeSource::Uuid];
        assert_eq!(path(&sources, ColumnKind::Uuid), "uuid::Uuid");
        assert_eq!(
            path(&sources, ColumnKind::Date),
            "backend_core::value::Date"
        );
        assert_eq!(path(&sources, ColumnKind::I32.array()), "Vec<Option<i32>>");
    }

    #[test]
    fn a_type_of_the_vendors_own_is_a_loss() {
        let types = TypeChoice::new(&[TypeSource::Std]);
        assert_eq!(
            types.field_type(ColumnKind::Native).loss,
            Some(Loss::ForeignType)
        );
        assert_eq!(types.field_type(ColumnKind::Text).loss, None);
    }
}
