//! [`ObjectEditor`]: what of whole objects vendors spell otherwise; and the plans of schemas, extensions, functions, triggers and
//! objects of a vendor's own sort. Sequences, types and views have files of their own.

use super::{Effect, Plan, SchemaEditor, Scope, Step, clause, sequence, table, user_type, view};
use crate::error::{Error, ErrorKind, Result};
use crate::flag::Flag;
use crate::model::{
    Change, Extension, Function, FunctionKind, Identifier, Namespace, QualifiedName, Schema,
    Sequence, SequenceOwner, Signature, Trigger, UserType, VendorObject, View,
};
use crate::operations::Dialect;
use crate::sql::{Statement, Writer};

/// How a vendor spells changes of whole objects, where not as the SQL standard does. Which objects there are, flags say.
///
/// Pure: nothing here talks to a server.
pub trait ObjectEditor: Send + Sync {
    /// The statement that sets the comment of an object that is there, or takes it away.
    ///
    /// # Errors
    /// [`NotSupported`](ErrorKind::NotSupported) where such objects have none, or it cannot be changed.
    fn comment(
        &self,
        _dialect: &Dialect,
        _object: &Commented<'_>,
        _comment: Option<&str>,
    ) -> Result<Statement> {
        Err(Error::new(
            ErrorKind::NotSupported(None),
            "this database keeps no comments of such objects",
        ))
    }

    /// Writes the words before a new sequence's name.
    ///
    /// # Errors
    /// [`NotSupported`](ErrorKind::NotSupported) for an option that the vendor does not know.
    fn create_sequence(&self, sequence: &Sequence, out: &mut Writer<'_>) -> Result<()> {
        super::refuse_options(&sequence.options)?;
        out.push("CREATE SEQUENCE ");
        Ok(())
    }

    /// Writes how many numbers a session takes at once, with a blank before: of a new sequence, or of one that was another.
    fn sequence_cache(&self, sequence: &Sequence, from: Option<&Sequence>, out: &mut Writer<'_>) {
        let before = from.map_or(1, |from| from.cache);
        if sequence.cache != before {
            out.push(" CACHE ").number(sequence.cache);
        }
    }

    /// Refuses to make of a sequence what the vendor cannot.
    ///
    /// # Errors
    /// [`NotSupported`](ErrorKind::NotSupported) with what cannot be altered.
    fn check_altered_sequence(&self, _from: &Sequence, _to: &Sequence) -> Result<()> {
        Ok(())
    }

    /// Writes a blank and which column a sequence goes with, or that it goes with none.
    ///
    /// # Errors
    /// [`NotSupported`](ErrorKind::NotSupported) where sequences have no owner.
    fn sequence_owner(&self, _owner: Option<&SequenceOwner>, _out: &mut Writer<'_>) -> Result<()> {
        Err(Error::new(
            ErrorKind::NotSupported(None),
            "the sequences of this database go with no column",
        ))
    }

    /// Writes the vendor's own options of a new type: of a range with a comma and a blank before each.
    ///
    /// # Errors
    /// [`NotSupported`](ErrorKind::NotSupported) for an option that the vendor does not know.
    fn type_options(&self, user_type: &UserType, _out: &mut Writer<'_>) -> Result<()> {
        super::refuse_options(&user_type.options)
    }

    /// Where a word can be added to an enumeration.
    fn enum_value_scope(&self) -> Scope {
        Scope::InTransaction
    }

    /// Whether the statement that makes a function also makes one that is there what it says, from what it was.
    fn replaces_function(&self, _from: &Function, _to: &Function) -> bool {
        false
    }

    /// Writes the whole statement that drops a function.
    ///
    /// # Errors
    /// [`Data`](ErrorKind::Data) for arguments that are none.
    fn drop_function(&self, function: &Function, out: &mut Writer<'_>) -> Result<()> {
        out.push(match function.kind {
            FunctionKind::Function => "DROP FUNCTION ",
            FunctionKind::Procedure => "DROP PROCEDURE ",
            FunctionKind::Aggregate => "DROP AGGREGATE ",
        });
        out.name(&function.name);
        Ok(())
    }

    /// Writes the whole statement that drops a trigger.
    fn drop_trigger(&self, relation: &QualifiedName, name: &Identifier, out: &mut Writer<'_>) {
        out.push("DROP TRIGGER ").name(&QualifiedName {
            schema: relation.schema.clone(),
            name: name.clone(),
        });
    }

    /// The statements that make of a new trigger of a table, or of a view, what
    /// [`writes`](super::SchemaEditor::writes) promised.
    ///
    /// # Errors
    /// Where the vendor cannot spell one.
    fn complete_trigger(
        &self,
        _dialect: &Dialect,
        _relation: &QualifiedName,
        _trigger: &Trigger,
    ) -> Result<Vec<Statement>> {
        Ok(Vec::new())
    }

    /// Whether `CREATE OR REPLACE VIEW` makes one of the other.
    fn replaces_view(&self, _from: &View, _to: &View) -> bool {
        false
    }

    /// The words between `DROP` and the name of an object of the vendor's own sort; they stand after `CREATE` too.
    ///
    /// # Errors
    /// [`NotSupported`](ErrorKind::NotSupported) for a kind that the vendor does not have.
    fn vendor_object_kind(&self, _kind: &str) -> Result<&'static str> {
        Err(Error::new(
            ErrorKind::NotSupported(None),
            "this database has no objects of such a kind",
        ))
    }
}

/// The standard's answers.
#[derive(Debug, Clone, Copy, Default)]
#[allow(clippy::exhaustive_structs, reason = "it holds nothing")]
pub struct StandardObjects;

impl ObjectEditor for StandardObjects {}

/// What a comment is of.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Commented<'o> {
    /// A schema.
    Schema(&'o Identifier),
    /// An extension.
    Extension(&'o Identifier),
    /// A type.
    Type(&'o UserType),
    /// A sequence.
    Sequence(&'o QualifiedName),
    /// A function.
    Function(&'o Function),
    /// A view.
    View(&'o View),
    /// An object of the vendor's own sort.
    Vendor(&'o VendorObject),
}

/// The steps of a change of a whole object.
pub(super) fn plan(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    before: &Schema,
    change: &Change,
) -> Result<Plan> {
    let require = |flag| dialect.features.require(flag);
    match change {
        Change::ReplaceView(to) => view::replace(editor, dialect, before, to),
        Change::CreateTrigger { relation, trigger } => {
            create_trigger(editor, dialect, relation, trigger).map(Plan::of)
        }
        Change::DropTrigger { relation, name } => {
            require(Flag::supports_triggers)?;
            Ok(Plan::of(vec![drop_trigger(
                editor, dialect, relation, name,
            )]))
        }
        Change::CreateFunction(function) => create_function(editor, dialect, function),
        Change::ReplaceFunction(to) => replace_function(editor, dialect, before, to),
        Change::DropFunction(signature) => drop_function(editor, dialect, before, signature),
        Change::CreateSequence(sequence) => sequence::create(editor, dialect, sequence),
        Change::AlterSequence(sequence) => sequence::alter(editor, dialect, before, sequence),
        Change::DropSequence(name) => sequence::drop(dialect, name),
        Change::CreateSchema(namespace) => create_schema(editor, dialect, namespace),
        Change::AlterSchema(namespace) => {
            require(Flag::supports_schemas)?;
            let object = Commented::Schema(&namespace.name);
            let step = comment(editor, dialect, &object, namespace.comment.as_deref())?;
            Ok(Plan::of(vec![step]))
        }
        Change::DropSchema(name) => {
            require(Flag::supports_schemas)?;
            let words = "DROP SCHEMA ";
            let why = format!("schema {} goes", name.shortened());
            Ok(Plan::of(vec![named(dialect, words, name, why)]))
        }
        Change::CreateExtension(extension) => create_extension(editor, dialect, extension),
        Change::AlterExtension(to) => alter_extension(editor, dialect, before, to),
        Change::DropExtension(name) => {
            require(Flag::supports_extensions)?;
            let words = "DROP EXTENSION ";
            let why = format!("extension {} goes with all it brought", name.shortened());
            let step = named(dialect, words, name, why).with_effect(Effect::losing_data());
            Ok(Plan::of(vec![step]))
        }
        Change::CreateObject(object) => create_object(editor, dialect, object),
        Change::DropObject { kind, name } => {
            let mut out = dialect.writer();
            out.push("DROP ")
                .push(editor.objects().vendor_object_kind(kind)?);
            out.push(" ").name(name);
            let why = format!("{} goes", name.name.shortened());
            Ok(Plan::of(vec![Step::execute(out.finish(), why)]))
        }
        _ => user_type::plan(editor, dialect, before, change),
    }
}

/// The step that sets a comment, or takes it away.
pub(super) fn comment(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    object: &Commented<'_>,
    comment: Option<&str>,
) -> Result<Step> {
    dialect.features.require(Flag::supports_comments)?;
    let statement = editor.objects().comment(dialect, object, comment)?;
    let name = match object {
        Commented::Schema(name) | Commented::Extension(name) => name,
        Commented::Type(user_type) => &user_type.name.name,
        Commented::Sequence(name) => &name.name,
        Commented::Function(function) => &function.name.name,
        Commented::View(view) => &view.name.name,
        Commented::Vendor(object) => &object.name.name,
    };
    let why = format!("comment of {}", name.shortened());
    Ok(Step::execute(statement, why))
}

/// The step that sets a comment, where there is one.
pub(super) fn first_comment(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    object: &Commented<'_>,
    text: Option<&str>,
) -> Result<Option<Step>> {
    text.map(|text| comment(editor, dialect, object, Some(text)))
        .transpose()
}

fn named(dialect: &Dialect, words: &'static str, name: &Identifier, why: String) -> Step {
    let mut out = dialect.writer();
    out.push(words).identifier(name);
    Step::execute(out.finish(), why)
}

fn create_schema(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    namespace: &Namespace,
) -> Result<Plan> {
    dialect.features.require(Flag::supports_schemas)?;
    dialect.features.check_identifier(&namespace.name)?;
    let why = format!("schema {}", namespace.name.shortened());
    let mut steps = vec![named(dialect, "CREATE SCHEMA ", &namespace.name, why)];
    let object = Commented::Schema(&namespace.name);
    let text = namespace.comment.as_deref();
    steps.extend(first_comment(editor, dialect, &object, text)?);
    Ok(Plan::of(steps))
}

fn create_extension(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    extension: &Extension,
) -> Result<Plan> {
    dialect.features.require(Flag::supports_extensions)?;
    let mut out = dialect.writer();
    out.push("CREATE EXTENSION ").identifier(&extension.name);
    if let Some(schema) = &extension.schema {
        out.push(" SCHEMA ").identifier(schema);
    }
    if let Some(version) = &extension.version {
        out.push(" VERSION ").string(version);
    }
    let why = format!("extension {}", extension.name.shortened());
    let mut steps = vec![Step::execute(out.finish(), why)];
    let object = Commented::Extension(&extension.name);
    let text = extension.comment.as_deref();
    steps.extend(first_comment(editor, dialect, &object, text)?);
    Ok(Plan::of(steps))
}

fn alter_extension(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    before: &Schema,
    to: &Extension,
) -> Result<Plan> {
    dialect.features.require(Flag::supports_extensions)?;
    let mut extensions = before.extensions.iter();
    let from = extensions.find(|extension| extension.name == to.name);
    let begin = || {
        let mut out = dialect.writer();
        out.push("ALTER EXTENSION ").identifier(&to.name);
        out
    };
    let why = || format!("extension {} becomes another", to.name.shortened());
    let mut steps = Vec::new();
    if let Some(version) = &to.version
        && from.is_none_or(|from| from.version != to.version)
    {
        let mut out = begin();
        out.push(" UPDATE TO ").string(version);
        steps.push(Step::execute(out.finish(), why()));
    }
    if from.is_some_and(|from| from.schema != to.schema) {
        let Some(schema) = to.schema.as_ref().or(before.default_schema.as_ref()) else {
            return Err(Error::new(
                ErrorKind::Interface,
                "which schema is the default one is not known here: read the database first",
            ));
        };
        let mut out = begin();
        out.push(" SET SCHEMA ").identifier(schema);
        steps.push(Step::execute(out.finish(), why()));
    }
    if from.is_some_and(|from| from.comment != to.comment) {
        let object = Commented::Extension(&to.name);
        steps.push(comment(editor, dialect, &object, to.comment.as_deref())?);
    }
    Ok(Plan::of(steps))
}

fn create_function(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    function: &Function,
) -> Result<Plan> {
    dialect.features.require(Flag::supports_functions)?;
    table::check_name(dialect, &function.name)?;
    let why = format!("function {}", function.name.name.shortened());
    let mut steps = vec![Step::execute(Statement::new(&function.definition), why)];
    let object = Commented::Function(function);
    let text = function.comment.as_deref();
    steps.extend(first_comment(editor, dialect, &object, text)?);
    Ok(Plan::of(steps))
}

fn replace_function(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    before: &Schema,
    to: &Function,
) -> Result<Plan> {
    let signature = to.signature();
    let Some(from) = before.function(&signature) else {
        return create_function(editor, dialect, to);
    };
    if !editor.objects().replaces_function(from, to) {
        let mut plan = drop_function(editor, dialect, before, &signature)?;
        plan.steps
            .extend(create_function(editor, dialect, to)?.steps);
        return Ok(plan);
    }
    dialect.features.require(Flag::supports_functions)?;
    let mut steps = Vec::new();
    if from.definition != to.definition {
        let why = format!("function {} becomes another", to.name.name.shortened());
        steps.push(Step::execute(Statement::new(&to.definition), why));
    }
    if from.comment != to.comment {
        let object = Commented::Function(to);
        steps.push(comment(editor, dialect, &object, to.comment.as_deref())?);
    }
    Ok(Plan::of(steps))
}

fn drop_function(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    before: &Schema,
    signature: &Signature,
) -> Result<Plan> {
    dialect.features.require(Flag::supports_functions)?;
    let mut out = dialect.writer();
    if let Some(function) = before.function(signature) {
        editor.objects().drop_function(function, &mut out)?;
    }
    let why = format!("function {} goes", signature.name.name.shortened());
    Ok(Plan::of(vec![Step::execute(out.finish(), why)]))
}

/// The steps that make a trigger.
pub(super) fn create_trigger(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    relation: &QualifiedName,
    trigger: &Trigger,
) -> Result<Vec<Step>> {
    clause::check_triggers(editor, &dialect.features, std::slice::from_ref(trigger))?;
    let why = format!("trigger {}", trigger.name.shortened());
    let mut steps = vec![Step::execute(Statement::new(&trigger.definition), why)];
    for statement in editor
        .objects()
        .complete_trigger(dialect, relation, trigger)?
    {
        let why = format!("more of trigger {}", trigger.name.shortened());
        steps.push(Step::execute(statement, why));
    }
    Ok(steps)
}

/// The step that drops a trigger.
pub(super) fn drop_trigger(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    relation: &QualifiedName,
    name: &Identifier,
) -> Step {
    let mut out = dialect.writer();
    editor.objects().drop_trigger(relation, name, &mut out);
    Step::execute(out.finish(), format!("trigger {} goes", name.shortened()))
}

fn create_object(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    object: &VendorObject,
) -> Result<Plan> {
    table::check_name(dialect, &object.name)?;
    editor.objects().vendor_object_kind(&object.kind)?;
    let why = object.name.name.shortened();
    let mut steps = vec![Step::execute(Statement::new(&object.definition), why)];
    let commented = Commented::Vendor(object);
    let text = object.comment.as_deref();
    steps.extend(first_comment(editor, dialect, &commented, text)?);
    Ok(Plan::of(steps))
}
