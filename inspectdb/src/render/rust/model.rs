//! One struct: its doc comment, its fields, and what it says of itself as a model.

use backend_core::introspection::Warning;
use backend_core::model::{Column, Identifier, QualifiedName, ReferentialAction};

use super::docs::{Docs, code};
use super::field_type::{FieldType, field_type};
use super::layout::{Sheet, literal};
use super::names::{field_names, unraw};
use super::support::Needs;
use super::{Context, Object, describe, facts};
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
    out: &mut Sheet,
) -> Written {
    let fields = fields(context, object, rendering);
    let name = context.names.structure(object.name()).unwrap_or_default();
    out.push("\n");
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
    out.derive(&traits);
    if !fields.iter().all(|field| is_snake(unraw(&field.name))) {
        out.push("#[allow(non_snake_case)]\n");
    }
    if fields.is_empty() {
        out.put(format_args!("pub struct {name} {{}}\n\n"));
    } else {
        out.put(format_args!("pub struct {name} {{\n"));
        for field in &fields {
            field.docs.write("    ", out);
            let before = format!("pub {}:", field.name);
            out.pair("    ", &before, &format!("{},", field.path));
        }
        out.push("}\n\n");
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
        let field_type = field_type(context, object.name().schema.as_ref(), column);
        if field_type.is_foreign {
            let declared = facts::declared(column.declared_type.as_deref(), &column.column_type);
            rendering.warnings.push(Warning::new(
                object.name().clone(),
                format!(
                    "its column {} has a type that is none of Rust's, {declared}: the field holds its text",
                    column.name.shortened()
                ),
            ));
        }
        // Through a view a value may be missing whatever its type says.
        let refuses_null = field_type.refuses_null && matches!(object, Object::Table(_));
        let path = if column.nullable && !refuses_null {
            format!("Option<{}>", field_type.path)
        } else {
            field_type.path.clone()
        };
        let docs = field_docs(context, object, column, &name, &field_type);
        fields.push(Field { name, path, docs });
    }
    fields
}

fn field_docs(
    context: &Context<'_>,
    object: &Object<'_>,
    column: &Column,
    field: &str,
    field_type: &FieldType,
) -> Docs {
    let mut docs = Docs::default();
    if let Some(comment) = context.comment(column.comment.as_ref()) {
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
    lines.extend(field_type.notes.iter().map(|note| note.line.clone()));
    if let Object::Table(table) = object {
        for key in &table.foreign_keys {
            if key.columns == [column.name.clone()] {
                let reference = describe::reference(context, object.name(), key);
                lines.push(format!("Refers to {reference}."));
            }
        }
    }
    docs.paragraph(lines);
    for note in &field_type.notes {
        if let Some(comment) = context.comment(note.comment.as_ref()) {
            docs.prose(comment);
        }
    }
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
    out: &mut Sheet,
) {
    const STRINGS: &str = "&'static [&'static str]";
    let QualifiedName {
        schema,
        name: table,
    } = object.name();
    out.put(format_args!("impl model::Model for {name} {{\n"));
    out.constant_text("TABLE", table.as_str());
    if let Some(schema) = schema {
        let schema = literal(schema.as_str());
        out.pair(
            "    ",
            "const SCHEMA: Option<&'static str> =",
            &format!("Some({schema});"),
        );
    }
    if matches!(object, Object::View(_)) {
        out.push("    const IS_VIEW: bool = true;\n");
    }
    let columns = literals(object.columns().iter().map(|column| &column.name));
    let before = format!("const COLUMNS: {STRINGS} = ");
    out.array("    ", &before, &columns, ";");
    if let Object::Table(table) = object
        && table.primary_key.is_some()
    {
        let columns = literals(table.primary_key_columns());
        let before = format!("const PRIMARY_KEY: {STRINGS} = ");
        out.array("    ", &before, &columns, ";");
    }
    write_relations(relations, needs, out);
    out.push("}\n");
}

fn literals<'n>(names: impl IntoIterator<Item = &'n Identifier>) -> Vec<String> {
    names
        .into_iter()
        .map(|name| literal(name.as_str()))
        .collect()
}

fn write_relations(relations: &[Relation], needs: Needs, out: &mut Sheet) {
    const START: &str = "    const RELATIONS: &'static [model::Relation] = &[";
    const RELATION: &str = "model::Relation {\n";
    match relations {
        [] => {}
        // rustfmt sets the braces of a single element beside the brackets.
        [relation] => {
            out.put(format_args!("{START}{RELATION}"));
            write_relation(relation, needs, "        ", out);
            out.push("    }];\n");
        }
        _ => {
            out.put(format_args!("{START}\n"));
            for relation in relations {
                out.put(format_args!("        {RELATION}"));
                write_relation(relation, needs, "            ", out);
                out.push("        },\n");
            }
            out.push("    ];\n");
        }
    }
}

fn write_relation(relation: &Relation, needs: Needs, indent: &str, out: &mut Sheet) {
    let kind = match relation.kind {
        RelationKind::BelongsTo => "BelongsTo",
        RelationKind::HasMany => "HasMany",
        RelationKind::HasOne => "HasOne",
    };
    out.put(format_args!("{indent}name: {},\n", literal(&relation.name)));
    out.put(format_args!("{indent}kind: model::Kind::{kind},\n"));
    let own = literals(relation.columns.iter().map(|(own, _)| own));
    out.array(indent, "columns: ", &own, ",");
    if needs.schemas {
        let schema = match &relation.table.schema {
            Some(schema) => format!("Some({})", literal(schema.as_str())),
            None => "None".to_owned(),
        };
        out.put(format_args!("{indent}target_schema: {schema},\n"));
    }
    out.put(format_args!(
        "{indent}target: {},\n",
        literal(relation.table.name.as_str())
    ));
    let other = literals(relation.columns.iter().map(|(_, other)| other));
    out.array(indent, "target_columns: ", &other, ",");
    for (field, action) in [
        ("on_delete", relation.on_delete),
        ("on_update", relation.on_update),
    ] {
        out.put(format_args!(
            "{indent}{field}: model::Action::{},\n",
            action_variant(action)
        ));
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
fn write_from_row(name: &str, fields: &[Field], columns: &[Column], out: &mut Sheet) {
    out.put(format_args!(
        "\nbackend_core::from_row! {{\n    impl {name} {{\n"
    ));
    for (field, column) in fields.iter().zip(columns) {
        let column = literal(column.name.as_str());
        out.put(format_args!("        {}: {column},\n", field.name));
    }
    out.push("    }\n}\n");
}
