//! Making, altering and dropping types of users: enumerations, domains, composite types, ranges.

use super::objects::{Commented, comment, first_comment};
use super::{Effect, Plan, SchemaEditor, Step, constraint, table};
use crate::error::{Error, ErrorKind, Result};
use crate::flag::Flag;
use crate::model::{
    Change, Check, Column, Domain, Enforcement, Identifier, Options, QualifiedName, Schema, Table,
    UserType, UserTypeKind,
};
use crate::operations::Dialect;
use crate::sql::Writer;
use crate::value::ValueRef;

/// The steps of a change of a type.
pub(super) fn plan(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    before: &Schema,
    change: &Change,
) -> Result<Plan> {
    match change {
        Change::CreateType(user_type) => create(editor, dialect, user_type),
        Change::AlterType(to) => match before.user_type(&to.name) {
            Some(from) => alter(editor, dialect, from, to),
            None => create(editor, dialect, to),
        },
        Change::DropType(name) => drop(dialect, before, name),
        Change::AddEnumValue {
            name,
            label,
            before,
        } => {
            dialect.features.require(Flag::supports_enum_types)?;
            let step = add_value(editor, dialect, name, (label, before.as_deref()))?;
            Ok(Plan::of(vec![step]))
        }
        Change::RenameEnumValue { name, from, to } => {
            dialect.features.require(Flag::supports_enum_types)?;
            let mut out = alter_type(dialect, name);
            out.push(" RENAME VALUE ");
            write_label(dialect, from, &mut out)?;
            out.push(" TO ");
            write_label(dialect, to, &mut out)?;
            let why = format!("a word of {} is spelled otherwise", name.name.shortened());
            Ok(Plan::of(vec![Step::execute(out.finish(), why)]))
        }
        _ => Err(Error::new(
            ErrorKind::Internal,
            "a change that no part of the schema editor knows",
        )),
    }
}

fn create(editor: &dyn SchemaEditor, dialect: &Dialect, user_type: &UserType) -> Result<Plan> {
    dialect.features.require(flag(&user_type.kind))?;
    table::check_name(dialect, &user_type.name)?;
    let mut out = dialect.writer();
    let mut steps = Vec::new();
    match &user_type.kind {
        UserTypeKind::Domain(domain) => {
            out.push("CREATE DOMAIN ").name(&user_type.name);
            write_domain(editor, dialect, (user_type, domain), &mut out)?;
            editor.objects().type_options(user_type, &mut out)?;
        }
        UserTypeKind::Enumeration { labels } => {
            out.push("CREATE TYPE ").name(&user_type.name);
            out.push(" AS ENUM (");
            for (n, label) in labels.iter().enumerate() {
                out.push(if n > 0 { ", " } else { "" });
                write_label(dialect, label, &mut out)?;
            }
            editor.objects().type_options(user_type, &mut out)?;
            out.push(")");
        }
        UserTypeKind::Composite { fields } => {
            out.push("CREATE TYPE ").name(&user_type.name).push(" AS (");
            for (n, each) in fields.iter().enumerate() {
                out.push(if n > 0 { ", " } else { "" });
                field(editor, dialect, &user_type.name, each, &mut out)?;
            }
            editor.objects().type_options(user_type, &mut out)?;
            out.push(")");
        }
        UserTypeKind::Range { element } => {
            out.push("CREATE TYPE ").name(&user_type.name);
            out.push(" AS RANGE (SUBTYPE =");
            let bound = Column::named(Identifier::new("bound")?, element.clone());
            write_type(editor, dialect, &user_type.name, &bound, &mut out)?;
            editor.objects().type_options(user_type, &mut out)?;
            out.push(")");
        }
    }
    let why = format!("type {}", user_type.name.name.shortened());
    steps.push(Step::execute(out.finish(), why));
    complete(editor, dialect, user_type, &mut steps)?;
    Ok(Plan::of(steps))
}

/// What is said of a type after it is there: rules that need not hold for old rows, comments.
fn complete(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    user_type: &UserType,
    steps: &mut Vec<Step>,
) -> Result<()> {
    match &user_type.kind {
        UserTypeKind::Domain(domain) => {
            for check in domain.checks.iter().filter(|check| is_late(check)) {
                steps.push(add_check(editor, dialect, &user_type.name, check)?);
            }
        }
        UserTypeKind::Composite { fields } => {
            for each in fields {
                if let Some(text) = &each.comment {
                    steps.push(field_comment(
                        editor,
                        dialect,
                        (&user_type.name, &each.name),
                        Some(text),
                    )?);
                }
            }
        }
        UserTypeKind::Enumeration { .. } | UserTypeKind::Range { .. } => {}
    }
    let text = user_type.comment.as_deref();
    let object = Commented::Type(user_type);
    steps.extend(first_comment(editor, dialect, &object, text)?);
    Ok(())
}

fn drop(dialect: &Dialect, before: &Schema, name: &QualifiedName) -> Result<Plan> {
    let mut out = dialect.writer();
    let kind = before.user_type(name).map(|found| &found.kind);
    if let Some(kind) = kind {
        dialect.features.require(flag(kind))?;
    }
    out.push(match kind {
        Some(UserTypeKind::Domain(_)) => "DROP DOMAIN ",
        _ => "DROP TYPE ",
    });
    out.name(name);
    let why = format!("type {} goes", name.name.shortened());
    Ok(Plan::of(vec![Step::execute(out.finish(), why)]))
}

fn alter(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    from: &UserType,
    to: &UserType,
) -> Result<Plan> {
    dialect.features.require(flag(&to.kind))?;
    if from.options != to.options {
        return Err(cannot(to, "its options"));
    }
    let mut steps = match (&from.kind, &to.kind) {
        (UserTypeKind::Domain(from), UserTypeKind::Domain(into)) => {
            alter_domain(editor, dialect, (to, from, into))?
        }
        (
            UserTypeKind::Enumeration { labels: from },
            UserTypeKind::Enumeration { labels: into },
        ) => add_values(editor, dialect, to, (from, into))?,
        (UserTypeKind::Composite { fields: from }, UserTypeKind::Composite { fields: into }) => {
            alter_fields(editor, dialect, to, (from, into))?
        }
        (from, into) if from == into => Vec::new(),
        _ => return Err(cannot(to, "what it is")),
    };
    if from.comment != to.comment {
        let object = Commented::Type(to);
        steps.push(comment(editor, dialect, &object, to.comment.as_deref())?);
    }
    Ok(Plan::of(steps))
}

/// The words that an enumeration has more; none can go.
fn add_values(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    user_type: &UserType,
    (from, to): (&[String], &[String]),
) -> Result<Vec<Step>> {
    let stay: Vec<_> = to.iter().filter(|label| from.contains(label)).collect();
    if !stay.into_iter().eq(from) {
        return Err(Error::new(
            ErrorKind::NotSupported(None),
            format!(
                "no word of the enumeration {} can be taken away or change its place: rename it, or make a new type",
                user_type.name.name.shortened()
            ),
        ));
    }
    let mut steps = Vec::new();
    for (n, label) in to.iter().enumerate() {
        if from.contains(label) {
            continue;
        }
        let mut later = to.iter().skip(n);
        let next = later.find(|label| from.contains(label));
        let value = (label.as_str(), next.map(String::as_str));
        steps.push(add_value(editor, dialect, &user_type.name, value)?);
    }
    Ok(steps)
}

fn add_value(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    name: &QualifiedName,
    (label, before): (&str, Option<&str>),
) -> Result<Step> {
    let mut out = alter_type(dialect, name);
    out.push(" ADD VALUE ");
    write_label(dialect, label, &mut out)?;
    if let Some(before) = before {
        out.push(" BEFORE ");
        write_label(dialect, before, &mut out)?;
    }
    Ok(Step::Execute {
        statement: out.finish(),
        scope: editor.objects().enum_value_scope(),
        effect: Effect::default(),
        why: format!(
            "one more word of {}, which can be used when this is committed",
            name.name.shortened()
        ),
    })
}

fn alter_domain(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    (user_type, from, to): (&UserType, &Domain, &Domain),
) -> Result<Vec<Step>> {
    let name = &user_type.name;
    if (&from.base, &from.collation) != (&to.base, &to.collation) {
        return Err(cannot(user_type, "the type that it is of"));
    }
    if !from.nullable && !to.nullable && from.not_null_name != to.not_null_name {
        return Err(cannot(user_type, "the name of its NOT NULL"));
    }
    let why = || format!("domain {} becomes another", name.name.shortened());
    let mut steps = Vec::new();
    for check in from.checks.iter().filter(|it| !to.checks.contains(it)) {
        let Some(named) = &check.name else {
            return Err(cannot(user_type, "a check without a name"));
        };
        let mut out = alter_domain_begin(dialect, name);
        out.push(" DROP CONSTRAINT ").identifier(named);
        steps.push(Step::execute(out.finish(), why()));
    }
    if from.default != to.default {
        let mut out = alter_domain_begin(dialect, name);
        match &to.default {
            None => {
                out.push(" DROP DEFAULT");
            }
            Some(default) => {
                out.push(" SET");
                table::write_default(editor, dialect, default, &mut out)?;
            }
        }
        steps.push(Step::execute(out.finish(), why()));
    }
    if from.nullable != to.nullable {
        let mut out = alter_domain_begin(dialect, name);
        out.push(if to.nullable {
            " DROP NOT NULL"
        } else {
            " SET NOT NULL"
        });
        steps.push(Step::execute(out.finish(), why()));
    }
    for check in to.checks.iter().filter(|it| !from.checks.contains(it)) {
        steps.push(add_check(editor, dialect, name, check)?);
    }
    Ok(steps)
}

/// Fields that go, come at the end, or are of another type.
fn alter_fields(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    user_type: &UserType,
    (from, to): (&[Column], &[Column]),
) -> Result<Vec<Step>> {
    let name = &user_type.name;
    let of =
        |fields: &[Column], name: &Identifier| fields.iter().position(|field| field.name == *name);
    let kept = from.iter().filter(|field| of(to, &field.name).is_some());
    let reached: Vec<_> = kept.map(|field| &field.name).collect();
    let beginning: Vec<_> = to.iter().take(reached.len()).map(|it| &it.name).collect();
    if reached != beginning {
        return Err(cannot(user_type, "the order of its fields"));
    }
    let why = || format!("type {} becomes another", name.name.shortened());
    let mut steps = Vec::new();
    for field in from.iter().filter(|field| of(to, &field.name).is_none()) {
        let mut out = alter_type(dialect, name);
        out.push(" DROP ATTRIBUTE ").identifier(&field.name);
        steps.push(Step::execute(out.finish(), why()).with_effect(Effect::losing_data()));
    }
    for each in to {
        let old = of(from, &each.name).and_then(|n| from.get(n));
        let mut out = alter_type(dialect, name);
        match old {
            None => {
                out.push(" ADD ATTRIBUTE ");
                field(editor, dialect, name, each, &mut out)?;
            }
            Some(old)
                if (&old.column_type, &old.collation) != (&each.column_type, &each.collation) =>
            {
                out.push(" ALTER ATTRIBUTE ").identifier(&each.name);
                out.push(" SET DATA TYPE");
                write_type(editor, dialect, name, each, &mut out)?;
                write_collation(
                    editor,
                    dialect,
                    (each.collation.as_ref(), &each.options),
                    &mut out,
                )?;
            }
            Some(_) => {}
        }
        let is_statement = old.is_none_or(|old| {
            (&old.column_type, &old.collation) != (&each.column_type, &each.collation)
        });
        if is_statement {
            steps.push(Step::execute(out.finish(), why()));
        }
        if old.and_then(|old| old.comment.as_ref()) != each.comment.as_ref() {
            let text = each.comment.as_deref();
            steps.push(field_comment(editor, dialect, (name, &each.name), text)?);
        }
    }
    Ok(steps)
}

fn write_domain(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    (user_type, domain): (&UserType, &Domain),
    out: &mut Writer<'_>,
) -> Result<()> {
    let mut value = Column::named(Identifier::new("value")?, domain.base.clone());
    value.declared_type.clone_from(&domain.declared_type);
    out.push(" AS");
    write_type(editor, dialect, &user_type.name, &value, out)?;
    write_collation(
        editor,
        dialect,
        (domain.collation.as_ref(), &user_type.options),
        out,
    )?;
    if let Some(default) = &domain.default {
        table::write_default(editor, dialect, default, out)?;
    }
    if !domain.nullable {
        out.push(" ");
        constraint::name(dialect, domain.not_null_name.as_ref(), out)?;
        out.push("NOT NULL");
    }
    for check in domain.checks.iter().filter(|check| !is_late(check)) {
        out.push(" ");
        constraint::check(editor, dialect, check, out)?;
    }
    Ok(())
}

fn add_check(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    name: &QualifiedName,
    check: &Check,
) -> Result<Step> {
    let mut out = alter_domain_begin(dialect, name);
    out.push(" ADD ");
    constraint::check(editor, dialect, check, &mut out)?;
    if is_late(check) {
        dialect
            .features
            .require(Flag::supports_unvalidated_constraints)?;
        out.push(" NOT VALID");
    }
    let why = format!("a rule of domain {}", name.name.shortened());
    Ok(Step::execute(out.finish(), why))
}

const fn is_late(check: &Check) -> bool {
    matches!(check.enforcement, Enforcement::NotValidated)
}

fn field(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    name: &QualifiedName,
    field: &Column,
    out: &mut Writer<'_>,
) -> Result<()> {
    let is_plain = field.nullable
        && field.default.is_none()
        && field.identity.is_none()
        && field.generated.is_none();
    if !is_plain {
        return Err(Error::new(
            ErrorKind::NotSupported(None),
            format!(
                "the field {} has more than a type and a collation",
                field.name.shortened()
            ),
        ));
    }
    dialect.features.check_identifier(&field.name)?;
    out.identifier(&field.name);
    write_type(editor, dialect, name, field, out)?;
    write_collation(
        editor,
        dialect,
        (field.collation.as_ref(), &field.options),
        out,
    )
}

fn field_comment(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    (name, field): (&QualifiedName, &Identifier),
    text: Option<&str>,
) -> Result<Step> {
    dialect.features.require(Flag::supports_comments)?;
    let statement = editor.column_comment(name, field, text)?;
    let why = format!("comment of the field {}", field.shortened());
    Ok(Step::execute(statement, why))
}

fn write_type(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    name: &QualifiedName,
    column: &Column,
    out: &mut Writer<'_>,
) -> Result<()> {
    table::check_type(dialect, &column.column_type)?;
    editor.column_type(dialect, &Table::new(name.clone()), column, out)
}

fn write_collation(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    (collation, options): (Option<&Identifier>, &Options),
    out: &mut Writer<'_>,
) -> Result<()> {
    if let Some(collation) = collation {
        dialect.features.require(Flag::supports_column_collations)?;
        editor.collation(collation, options, out)?;
    }
    Ok(())
}

fn write_label(dialect: &Dialect, label: &str, out: &mut Writer<'_>) -> Result<()> {
    dialect.operations.literal(ValueRef::Text(label), out)
}

fn alter_type(dialect: &Dialect, name: &QualifiedName) -> Writer<'static> {
    let mut out = dialect.writer();
    out.push("ALTER TYPE ").name(name);
    out
}

fn alter_domain_begin(dialect: &Dialect, name: &QualifiedName) -> Writer<'static> {
    let mut out = dialect.writer();
    out.push("ALTER DOMAIN ").name(name);
    out
}

const fn flag(kind: &UserTypeKind) -> Flag {
    match kind {
        UserTypeKind::Enumeration { .. } => Flag::supports_enum_types,
        UserTypeKind::Domain(_) => Flag::supports_domains,
        UserTypeKind::Composite { .. } => Flag::supports_composite_types,
        UserTypeKind::Range { .. } => Flag::supports_range_types,
    }
}

fn cannot(user_type: &UserType, what: &str) -> Error {
    Error::new(
        ErrorKind::NotSupported(None),
        format!(
            "of the type {} {what} cannot be changed: make a new type",
            user_type.name.name.shortened()
        ),
    )
}
