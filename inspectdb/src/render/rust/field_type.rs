//! The type of one field: a column's type, seen through the types that users have made.

use backend_core::model::{Column, ColumnType, Identifier, QualifiedName, UserType, UserTypeKind};

use super::docs::codes;
use super::{Context, facts};
use crate::field_types::Loss;

/// Types within types are followed so far; a catalog has no circles, but a hand-made model may.
const DEEPEST: usize = 32;

/// The type for arrays of several dimensions, and of arrays.
const ANY_ARRAY: &str = "backend_core::value::Array";

/// The type of a field, and what must be said about it.
#[derive(Debug)]
pub(super) struct FieldType {
    /// The type of a value that is not NULL.
    pub(super) path: String,
    /// Whether a value's type itself refuses NULL.
    pub(super) refuses_null: bool,
    /// Whether the values are taken for text as Rust has no such type.
    pub(super) is_foreign: bool,
    /// What the types that users have made are, from the column's own inwards.
    pub(super) notes: Vec<Note>,
}

/// What a type that a user has made is.
#[derive(Debug)]
pub(super) struct Note {
    pub(super) line: String,
    /// The type's comment.
    pub(super) comment: Option<String>,
}

/// The type of the field of a column, as it is written in the module of a schema.
pub(super) fn field_type(
    context: &Context<'_>,
    module: Option<&Identifier>,
    column: &Column,
) -> FieldType {
    let mut found = FieldType {
        path: String::new(),
        refuses_null: false,
        is_foreign: false,
        notes: Vec::new(),
    };
    let walk = Walk {
        context,
        module,
        depth: 0,
        is_element: false,
    };
    found.path = walk.path(&column.column_type, &mut found);
    found
}

#[derive(Clone, Copy)]
struct Walk<'c> {
    context: &'c Context<'c>,
    module: Option<&'c Identifier>,
    depth: usize,
    /// Whether this is the element of an array.
    is_element: bool,
}

impl Walk<'_> {
    fn path(self, column_type: &ColumnType, found: &mut FieldType) -> String {
        let deeper = Self {
            depth: self.depth + 1,
            ..self
        };
        let schema = &self.context.selection.schema;
        match column_type {
            _ if self.depth > DEEPEST => {
                found.is_foreign = true;
                "String".to_owned()
            }
            ColumnType::Array(element) => {
                let deeper = Self {
                    is_element: true,
                    ..deeper
                };
                self.array(&deeper.path(element, found))
            }
            ColumnType::Named(name) => match schema.user_type(name) {
                Some(user_type) => deeper.user_type(name, user_type, found),
                None => {
                    if self.context.selection.is_outside(name) {
                        found.notes.push(Note {
                            line: "Of a type in a schema that was not read.".to_owned(),
                            comment: None,
                        });
                    }
                    self.plain(column_type, found)
                }
            },
            other => self.plain(other, found),
        }
    }

    fn array(self, element: &str) -> String {
        let is_array = element == ANY_ARRAY || element.starts_with("Vec<Option<");
        if is_array && self.context.style.types.reads_rows() {
            return ANY_ARRAY.to_owned();
        }
        format!("Vec<Option<{element}>>")
    }

    fn plain(self, column_type: &ColumnType, found: &mut FieldType) -> String {
        let kind = self.context.operations.column_kind(column_type);
        let field_type = self.context.style.types.field_type(kind);
        found.is_foreign |= field_type.loss == Some(Loss::ForeignType);
        field_type.path
    }

    fn user_type(
        self,
        name: &QualifiedName,
        user_type: &UserType,
        found: &mut FieldType,
    ) -> String {
        let mut note = |line| {
            found.notes.push(Note {
                line,
                comment: user_type.comment.clone(),
            });
        };
        match &user_type.kind {
            UserTypeKind::Enumeration { labels } => {
                if let Some(path) = self.context.names.enum_path(self.module, name) {
                    return path;
                }
                note(match labels.as_slice() {
                    [] => "One of no words at all.".to_owned(),
                    labels => format!("One of {}.", codes(labels)),
                });
                "String".to_owned()
            }
            UserTypeKind::Domain(domain) => {
                let fact = facts::domain(name, domain, self.context.operations);
                note(format!("{fact}."));
                found.refuses_null |= !domain.nullable && !self.is_element;
                self.path(&domain.base, found)
            }
            UserTypeKind::Composite { fields } => {
                note(format!("{}.", facts::composite(fields)));
                found.is_foreign = true;
                "String".to_owned()
            }
            UserTypeKind::Range { element } => {
                note(format!("Range of {}.", facts::declared(None, element)));
                found.is_foreign = true;
                "String".to_owned()
            }
            _ => {
                found.is_foreign = true;
                "String".to_owned()
            }
        }
    }
}

/// The enumerations that the type of a column leads to.
pub(super) fn enumerations<'s>(
    types: &'s [UserType],
    column_type: &ColumnType,
    depth: usize,
    found: &mut Vec<&'s UserType>,
) {
    if depth > DEEPEST {
        return;
    }
    match column_type {
        ColumnType::Array(element) => enumerations(types, element, depth + 1, found),
        ColumnType::Named(name) => {
            let Some(user_type) = types.iter().find(|each| each.name == *name) else {
                return;
            };
            match &user_type.kind {
                UserTypeKind::Enumeration { labels } if !labels.is_empty() => {
                    found.push(user_type);
                }
                UserTypeKind::Domain(domain) => {
                    enumerations(types, &domain.base, depth + 1, found);
                }
                _ => {}
            }
        }
        _ => {}
    }
}
