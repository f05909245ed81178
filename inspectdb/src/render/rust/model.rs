//! One struct: its doc comment, its fields, and what it says of itself as a model.

use backend_core::introspection::Warning;
use backend_core::model::{Column, ColumnType, Identifier, QualifiedName, ReferentialAction};

use super::docs::{Docs, code};
use super::layout::{array, constant_text, derive, literal, push};
use super::names::{field_names, unraw};
use super::support::Needs;
use super::{Context, Object, describe, facts};
use crate::field_types::Loss;
use crate::naming::is_snake;
use crate::relations::{Relation, RelationKind};
use crate::render::Rendering;

/// What was written.
pub(super) struct Written {
    /// The types of the fields.
    pub(super) fields: Vec<String>,
}

/// Writes the struct of a table or view.
pub(super) fn write(
    context: &Context<'_>,
    object: &Object<'_>,
    relations: &[Relation],
    needs: Needs,
    rendering: &mut Rendering,
) -> Written {
    let fields = fields(context, object, rendering);
    let name = context.structs.of(object.name()).unwrap_or_default();
    let out = &mut rendering.text;
    out.push('\n');
    match object {
        Object::Table(table) => describe::table(context, table).write("", out),
        Object::View(view) => describe::view(context, view).write("", out),
    }
    let mut traits = ["Debug", "Clone", "PartialEq"].map(str::to_owned).to_vec();
    for extra in &context.style.derive {
        if !traits.contains(extra) {
            traits.push(extra.clone());
        }
    }
    derive(&traits, out);
    if !fields.iter().all(|field| is_snake(unraw(&field.name))) {
        out.push_str("#[allow(non_snake_case)]\n");
    }
    if fields.is_empty() {
        push(out, format_args!("pub struct {name} {{}}\n\n"));
    } else {
        push(out, format_args!("pub struct {name} {{\n"));
        for field in &fields {
            field.docs.write("    ", out);
            push(
                out,
                format_args!("    pub {}: {},\n", field.name, field.path),
            );
        }
        out.push_str("}\n\n");
    }
    write_model(name, object, relations, needs, out);
    if context.style.types.reads_rows() && !fields.is_empty() {
        write_from_row(name, &fields, object.columns(), out);
    }
    if let Object::Table(table) = object {
        rendering.foreign_keys += table.foreign_keys.len();
    }
    Written {
        fields: fields.into_iter().map(|field| field.path).collect(),
    }
}

struct Field {
    name: String,
    path: String,
    docs: Docs,
}

fn fields(context: &Context<'_>, object: &Object<'_>, rendering: &mut Rendering) -> Vec<Field> {
    let columns = object.columns();
    let names = field_names(
        object.name(),
        columns,
        context.style.case,
        &mut rendering.renames,
    );
    let mut fields = Vec::with_capacity(columns.len());
    for (column, name) in columns.iter().zip(names) {
        let kind = context.operations.column_kind(&column.column_type);
        let field_type = context.style.types.field_type(kind);
        if field_type.loss == Some(Loss::ForeignType) {
            let declared = declared_type(column);
            rendering.warnings.push(Warning::new(
                object.name().clone(),
                format!(
                    "its column {} has a type that is none of Rust's, `{declared}`: the field holds its text",
                    column.name.shortened()
                ),
            ));
        }
        let path = if column.nullable {
            format!("Option<{}>", field_type.path)
        } else {
            field_type.path
        };
        let docs = field_docs(context, object, column, &name);
        fields.push(Field { name, path, docs });
    }
    fields
}

/// The type as the database spells it, or as the model holds it.
fn declared_type(column: &Column) -> String {
    match (&column.declared_type, &column.column_type) {
        (Some(declared), _) => declared.clone(),
        (None, ColumnType::Native(name)) => name.clone(),
        (None, ColumnType::Named(name)) => name.to_string(),
        (None, other) => format!("{other:?}"),
    }
}

fn field_docs(context: &Context<'_>, object: &Object<'_>, column: &Column, field: &str) -> Docs {
    let mut docs = Docs::default();
    if let Some(comment) = column.comment.as_deref().filter(|_| context.style.comments) {
        docs.prose(comment);
    }
    let mut facts = facts::column(column, context.operations);
    if unraw(field) != column.name.as_str() {
        facts.insert(0, format!("Column {}", code(column.name.as_str())));
    }
    let mut lines = Vec::new();
    if !facts.is_empty() {
        lines.push(format!("{}.", capitalized(&facts.join(", "))));
    }
    if let Object::Table(table) = object {
        for key in &table.foreign_keys {
            if key.columns == [column.name.clone()] {
                lines.push(format!("Refers to {}.", describe::reference(context, key)));
            }
        }
    }
    docs.paragraph(lines);
    docs
}

fn capitalized(text: &str) -> String {
    let mut characters = text.chars();
    let first: String = characters
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .collect();
    format!("{first}{}", characters.as_str())
}

fn write_model(
    name: &str,
    object: &Object<'_>,
    relations: &[Relation],
    needs: Needs,
    out: &mut String,
) {
    const STRINGS: &str = "&'static [&'static str]";
    let QualifiedName {
        schema,
        name: table,
    } = object.name();
    push(out, format_args!("impl model::Model for {name} {{\n"));
    constant_text("TABLE", table.as_str(), out);
    if let Some(schema) = schema {
        let schema = literal(schema.as_str());
        push(
            out,
            format_args!("    const SCHEMA: Option<&'static str> = Some({schema});\n"),
        );
    }
    if matches!(object, Object::View(_)) {
        out.push_str("    const IS_VIEW: bool = true;\n");
    }
    let columns = literals(object.columns().iter().map(|column| &column.name));
    array(
        "    ",
        &format!("const COLUMNS: {STRINGS} = "),
        &columns,
        ";",
        out,
    );
    if let Object::Table(table) = object
        && table.primary_key.is_some()
    {
        let columns = literals(table.primary_key_columns());
        array(
            "    ",
            &format!("const PRIMARY_KEY: {STRINGS} = "),
            &columns,
            ";",
            out,
        );
    }
    write_relations(relations, needs, out);
    out.push_str("}\n");
}

fn literals<'n>(names: impl IntoIterator<Item = &'n Identifier>) -> Vec<String> {
    names
        .into_iter()
        .map(|name| literal(name.as_str()))
        .collect()
}

fn write_relations(relations: &[Relation], needs: Needs, out: &mut String) {
    const START: &str = "    const RELATIONS: &'static [model::Relation] = &[";
    const RELATION: &str = "model::Relation {\n";
    match relations {
        [] => {}
        // rustfmt sets the braces of a single element beside the brackets.
        [relation] => {
            push(out, format_args!("{START}{RELATION}"));
            write_relation(relation, needs, "        ", out);
            out.push_str("    }];\n");
        }
        _ => {
            push(out, format_args!("{START}\n"));
            for relation in relations {
                push(out, format_args!("        {RELATION}"));
                write_relation(relation, needs, "            ", out);
                out.push_str("        },\n");
            }
            out.push_str("    ];\n");
        }
    }
}

fn write_relation(relation: &Relation, needs: Needs, indent: &str, out: &mut String) {
    let kind = match relation.kind {
        RelationKind::BelongsTo => "BelongsTo",
        RelationKind::HasMany => "HasMany",
        RelationKind::HasOne => "HasOne",
    };
    push(
        out,
        format_args!("{indent}name: {},\n", literal(&relation.name)),
    );
    push(out, format_args!("{indent}kind: model::Kind::{kind},\n"));
    let own = literals(relation.columns.iter().map(|(own, _)| own));
    array(indent, "columns: ", &own, ",", out);
    if needs.schemas {
        let schema = match &relation.table.schema {
            Some(schema) => format!("Some({})", literal(schema.as_str())),
            None => "None".to_owned(),
        };
        push(out, format_args!("{indent}target_schema: {schema},\n"));
    }
    push(
        out,
        format_args!(
            "{indent}target: {},\n",
            literal(relation.table.name.as_str())
        ),
    );
    let other = literals(relation.columns.iter().map(|(_, other)| other));
    array(indent, "target_columns: ", &other, ",", out);
    for (field, action) in [
        ("on_delete", relation.on_delete),
        ("on_update", relation.on_update),
    ] {
        push(
            out,
            format_args!(
                "{indent}{field}: model::Action::{},\n",
                action_variant(action)
            ),
        );
    }
}

fn action_variant(action: ReferentialAction) -> &'static str {
    match action {
        ReferentialAction::Restrict => "Restrict",
        ReferentialAction::Cascade => "Cascade",
        ReferentialAction::SetNull => "SetNull",
        ReferentialAction::SetDefault => "SetDefault",
        _ => "NoAction",
    }
}

/// Lets the struct be read from rows by the columns' names.
fn write_from_row(name: &str, fields: &[Field], columns: &[Column], out: &mut String) {
    push(
        out,
        format_args!("\nbackend_core::from_row! {{\n    impl {name} {{\n"),
    );
    for (field, column) in fields.iter().zip(columns) {
        let column = literal(column.name.as_str());
        push(out, format_args!("        {}: {column},\n", field.name));
    }
    out.push_str("    }\n}\n");
}
