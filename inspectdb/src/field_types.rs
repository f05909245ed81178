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
        let path = match kind {
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
            ColumnKind::Decimal => self.first(
                &[
                    (TypeSource::RustDecimal, "rust_decimal::Decimal"),
                    (TypeSource::BigDecimal, "bigdecimal::BigDecimal"),
                ],
                "backend_core::value::Decimal",
            ),
            ColumnKind::Date => self.first(
                &[
                    (TypeSource::Chrono, "chrono::NaiveDate"),
                    (TypeSource::Time, "time::Date"),
                    (TypeSource::Jiff, "jiff::civil::Date"),
                ],
                "backend_core::value::Date",
            ),
            ColumnKind::Time => self.first(
                &[
                    (TypeSource::Chrono, "chrono::NaiveTime"),
                    (TypeSource::Time, "time::Time"),
                    (TypeSource::Jiff, "jiff::civil::Time"),
                ],
                "backend_core::value::Time",
            ),
            ColumnKind::Timestamp => self.first(
                &[
                    (TypeSource::Chrono, "chrono::NaiveDateTime"),
                    (TypeSource::Time, "time::PrimitiveDateTime"),
                    (TypeSource::Jiff, "jiff::civil::DateTime"),
                ],
                "backend_core::value::Timestamp",
            ),
            ColumnKind::TimestampTz => self.first(
                &[
                    (TypeSource::Chrono, "chrono::DateTime<chrono::Utc>"),
                    (TypeSource::Time, "time::OffsetDateTime"),
                    (TypeSource::Jiff, "jiff::Timestamp"),
                ],
                "backend_core::value::TimestampTz",
            ),
            // Months and days have no place in the durations of chrono and time.
            ColumnKind::Interval => self.first(
                &[(TypeSource::Jiff, "jiff::Span")],
                "backend_core::value::Interval",
            ),
            ColumnKind::Uuid => self.first(
                &[(TypeSource::Uuid, "uuid::Uuid")],
                "backend_core::value::Uuid",
            ),
            ColumnKind::Json => self.first(
                &[(TypeSource::SerdeJson, "serde_json::Value")],
                "backend_core::value::Json",
            ),
            ColumnKind::Unknown if self.reads_rows() => "backend_core::value::Value",
            ColumnKind::Unknown => ANY_VALUE,
            ColumnKind::Array(element) => return format!("Vec<Option<{}>>", self.path(*element)),
            // Text, and the text form of what only the vendor knows.
            _ => "String",
        };
        path.to_owned()
    }

    /// The type of the first source that was asked for, else this project's own, else text.
    fn first(&self, sources: &[(TypeSource, &'static str)], own: &'static str) -> &'static str {
        let chosen = sources
            .iter()
            .find(|(source, _)| self.has(*source))
            .map(|(_, path)| *path);
        let fallback = if self.reads_rows() { own } else { "String" };
        chosen.unwrap_or(fallback)
    }
}

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
