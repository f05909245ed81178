//! Differences of whole objects: which changes, and in which order.

use super::super::diff;
use super::*;
use crate::model::{
    ColumnType, Default, Domain, Identifier, SequenceOwner, TriggerEvent, TriggerTiming,
};

fn name(text: &str) -> QualifiedName {
    QualifiedName::new(text).unwrap()
}

fn id(text: &str) -> Identifier {
    Identifier::new(text).unwrap()
}

fn column(text: &str) -> Column {
    Column::new(text, ColumnType::Integer).unwrap()
}

fn said(change: &Change) -> String {
    match change {
        Change::CreateTable(it) => format!("+{}", it.name),
        Change::DropTable(it) => format!("-{it}"),
        Change::CreateView(it) => format!("+{}", it.name),
        Change::DropView(it) => format!("-{it}"),
        Change::ReplaceView(it) => format!("={}", it.name),
        Change::CreateFunction(it) => format!("+{}()", it.name),
        Change::ReplaceFunction(it) => format!("={}()", it.name),
        Change::DropFunction(it) => format!("-{}()", it.name),
        Change::CreateSequence(it) => format!("+{}", it.name),
        Change::AlterSequence(it) => format!("={}", it.name),
        Change::DropSequence(it) => format!("-{it}"),
        Change::CreateType(it) => format!("+{}", it.name),
        Change::AlterType(it) => format!("={}", it.name),
        Change::DropType(it) => format!("-{it}"),
        Change::CreateTrigger { trigger, .. } => format!("+{}", trigger.name),
        Change::DropTrigger { name, .. } => format!("-{name}"),
        Change::AddColumn { column, .. } => format!("+.{}", column.name),
        Change::DropColumn { name, .. } => format!("-.{name}"),
        Change::AlterColumn { column, .. } => format!("=.{}", column.name),
        other => format!("{other:?}"),
    }
}

fn difference(old: &Schema, new: &Schema) -> Vec<String> {
    diff(old, new, &[]).unwrap().iter().map(said).collect()
}

fn trigger(text: &str) -> Trigger {
    let events = vec![TriggerEvent::Insert];
    Trigger::new(id("x"), TriggerTiming::After, events, text)
}

fn function(text: &str, definition: &str) -> Function {
    Function::new(name(text), definition)
}

/// A table with a type, a sequence, a default that calls a function, a trigger, a view and a view on that.
fn whole() -> Schema {
    let mut number = column("number");
    number.sequence = Some(Box::new(name("numbers")));
    number.default = Some(Default::Expression("next(numbers)".to_owned()));
    let sized = Column::new("size", ColumnType::Named(name("size"))).unwrap();
    let computes = function("computes", "…");
    let mut table = Table::new(name("t")).with_column(number).with_column(sized);
    table.depends_on = vec![Dependency::Function(computes.signature())];
    table.triggers = vec![trigger("calls noted")];
    let view = |text: &str, on: &str| {
        let mut view = View::new(name(text), format!("SELECT * FROM {on}"));
        view.columns = vec![column("number")];
        view.depends_on = vec![Dependency::Relation(name(on))];
        view
    };
    let mut sequence = Sequence::new(name("numbers"));
    sequence.owned_by = Some(SequenceOwner {
        table: name("t"),
        column: id("number"),
    });
    let domain = Domain::new(ColumnType::Integer);
    let kind = UserTypeKind::Domain(Box::new(domain));
    Schema {
        types: vec![UserType::new(name("size"), kind)],
        sequences: vec![sequence],
        tables: vec![table],
        views: vec![view("seen", "t"), view("above", "seen")],
        functions: vec![computes, function("noted", "…")],
        ..Schema::new()
    }
}

#[test]
fn a_whole_schema_comes_and_goes_in_order() {
    let (empty, whole) = (Schema::new(), whole());
    assert_eq!(difference(&whole, &whole), <[String; 0]>::default());
    assert_eq!(
        difference(&empty, &whole),
        [
            "+size",
            "+numbers",
            "+computes()",
            "+t",
            "+seen",
            "+above",
            "+noted()",
            "=numbers",
            "+x"
        ]
    );
    assert_eq!(
        difference(&whole, &empty),
        ["-above", "-seen", "-noted()", "-t", "-computes()", "-size"]
    );
}

#[test]
fn views_make_way_for_columns_that_they_may_read() {
    let old = whole();
    let mut new = whole();
    new.tables[0].columns.pop();
    assert_eq!(
        difference(&old, &new),
        ["-above", "-seen", "-.size", "+seen", "+above"]
    );
    let mut new = whole();
    new.tables[0].columns.push(column("more"));
    assert_eq!(difference(&old, &new), ["+.more"]);
    let mut new = whole();
    new.views[0].columns.push(column("more"));
    assert_eq!(difference(&old, &new), ["=seen"]);
    new.views[0].columns.reverse();
    assert_eq!(
        difference(&old, &new),
        ["-above", "-seen", "+seen", "+above"]
    );
}

#[test]
fn functions_and_triggers_are_compared_one_by_one() {
    let old = whole();
    let mut new = whole();
    new.functions[0].definition = "other".to_owned();
    new.functions[1].definition = "other".to_owned();
    new.tables[0].triggers = vec![trigger("calls it otherwise")];
    assert_eq!(
        difference(&old, &new),
        ["-x", "=computes()", "=noted()", "+x"]
    );
}

#[test]
fn types_and_sequences_become_others_or_are_refused() {
    let labels = |labels: &[&str]| {
        let labels = labels.iter().map(|label| (*label).to_owned()).collect();
        let types = vec![UserType::enumeration(name("mood"), labels)];
        Schema {
            types,
            ..Schema::new()
        }
    };
    let (few, many) = (labels(&["a"]), labels(&["b", "a"]));
    assert_eq!(difference(&few, &many), ["=mood"]);
    let error = diff(&many, &few, &[]).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotSupported(None));
    let rename = Change::RenameEnumValue {
        name: name("mood"),
        from: "a".into(),
        to: "c".into(),
    };
    let renamed = diff(&few, &labels(&["c"]), std::slice::from_ref(&rename)).unwrap();
    assert_eq!(renamed, [rename]);

    let old = whole();
    let mut new = whole();
    new.sequences[0].cache = 7;
    assert_eq!(difference(&old, &new), ["=numbers"]);
    new.sequences.clear();
    new.tables[0].columns[0].sequence = None;
    new.tables[0].columns[0].default = None;
    assert_eq!(difference(&old, &new), ["=.number", "-numbers"]);
}
