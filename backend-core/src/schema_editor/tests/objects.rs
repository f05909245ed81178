//! Whole objects: exact SQL by the standard, what is refused.

use super::super::Plan;
use super::{EDITOR, Standard, everything, id, name, plan_with};
use crate::error::{ErrorKind, Result};
use crate::flag::Flag;
use crate::model::{
    Change, Check, Column, ColumnType, Default, Dependency, Domain, Extension, Function,
    FunctionKind, Namespace, Schema, Sequence, Table, Trigger, TriggerEvent, TriggerTiming,
    UserType, UserTypeKind, VendorObject, View,
};
use crate::value::Value;

/// The plan of the last change, after the others.
fn planned(changes: &[Change]) -> Result<Plan> {
    let mut before = Schema::new();
    let (last, earlier) = changes.split_last().unwrap();
    for change in earlier {
        before.apply(change).unwrap();
    }
    plan_with(&EDITOR, everything(), &before, last)
}

fn sql(changes: &[Change]) -> String {
    planned(changes).unwrap().to_string()
}

fn refused(changes: &[Change]) -> ErrorKind {
    planned(changes).unwrap_err().kind()
}

fn field(text: &str) -> Column {
    Column::new(text, ColumnType::Text).unwrap()
}

fn enumeration(labels: &[&str]) -> UserType {
    let labels = labels.iter().map(|label| (*label).to_owned());
    UserType::enumeration(name("mood"), labels.collect())
}

fn composite(fields: &[&str]) -> UserType {
    let fields = fields.iter().map(|text| field(text)).collect();
    UserType::new(name("pair"), UserTypeKind::Composite { fields })
}

fn domain(with: impl FnOnce(&mut Domain)) -> UserType {
    let mut domain = Domain::new(ColumnType::Integer);
    with(&mut domain);
    UserType::new(name("size"), UserTypeKind::Domain(Box::new(domain)))
}

fn trigger(text: &str) -> Trigger {
    let definition = format!("CREATE TRIGGER {text} …");
    let events = vec![TriggerEvent::Insert];
    Trigger::new(id(text), TriggerTiming::After, events, definition)
}

#[test]
fn sequences() {
    let mut sequence = Sequence::new(name("s"));
    let create = Change::CreateSequence(sequence.clone());
    assert_eq!(
        sql(std::slice::from_ref(&create)),
        "CREATE SEQUENCE \"s\" AS BigInteger START WITH 1 INCREMENT BY 1"
    );
    sequence.number_type = ColumnType::Integer;
    sequence.minimum = Some(0);
    sequence.maximum = Some(9);
    sequence.cycles = true;
    sequence.cache = 3;
    let whole = Change::CreateSequence(sequence.clone());
    assert_eq!(
        sql(std::slice::from_ref(&whole)),
        "CREATE SEQUENCE \"s\" AS Integer START WITH 1 INCREMENT BY 1 MINVALUE 0 MAXVALUE 9 CYCLE CACHE 3"
    );
    assert_eq!(
        sql(&[create, Change::AlterSequence(sequence.clone())]),
        "ALTER SEQUENCE \"s\" AS Integer MINVALUE 0 MAXVALUE 9 CYCLE CACHE 3"
    );
    let mut back = Sequence::new(name("s"));
    back.increment = -1;
    back.number_type = ColumnType::Integer;
    assert_eq!(
        sql(&[whole.clone(), Change::AlterSequence(back)]),
        "ALTER SEQUENCE \"s\" INCREMENT BY -1 NO MINVALUE NO MAXVALUE NO CYCLE CACHE 1"
    );
    let same = Change::AlterSequence(sequence);
    assert_eq!(sql(&[whole.clone(), same]), "");
    let gone = planned(&[whole, Change::DropSequence(name("s"))]).unwrap();
    assert_eq!(gone.to_string(), "DROP SEQUENCE \"s\"");
    assert!(gone.loses_data());
}

#[test]
fn enumerations_only_grow() {
    let create = Change::CreateType(enumeration(&["a", "it's"]));
    assert_eq!(
        sql(std::slice::from_ref(&create)),
        "CREATE TYPE \"mood\" AS ENUM ('a', 'it''s')"
    );
    let alter = |labels| [create.clone(), Change::AlterType(enumeration(labels))];
    assert_eq!(
        sql(&alter(&["x", "y", "a", "it's", "z"])),
        "ALTER TYPE \"mood\" ADD VALUE 'x' BEFORE 'a';\n\
         ALTER TYPE \"mood\" ADD VALUE 'y' BEFORE 'a';\n\
         ALTER TYPE \"mood\" ADD VALUE 'z'"
    );
    for labels in [&["a"][..], &["it's", "a"]] {
        assert_eq!(refused(&alter(labels)), ErrorKind::NotSupported(None));
    }
    let add = Change::AddEnumValue {
        name: name("mood"),
        label: "b".into(),
        before: Some("it's".into()),
    };
    assert_eq!(
        sql(&[create.clone(), add]),
        "ALTER TYPE \"mood\" ADD VALUE 'b' BEFORE 'it''s'"
    );
    let rename = Change::RenameEnumValue {
        name: name("mood"),
        from: "a".into(),
        to: "c".into(),
    };
    assert_eq!(
        sql(&[create.clone(), rename]),
        "ALTER TYPE \"mood\" RENAME VALUE 'a' TO 'c'"
    );
    assert_eq!(
        sql(&[create, Change::DropType(name("mood"))]),
        "DROP TYPE \"mood\""
    );
}

#[test]
fn domains_change_their_rules() {
    let checked = |text: &str| Check::new(text).with_name(id("rule"));
    let create = Change::CreateType(domain(|it| {
        it.nullable = false;
        it.default = Some(Default::Literal(Value::I64(7)));
        it.checks = vec![checked("VALUE > 0")];
    }));
    assert_eq!(
        sql(std::slice::from_ref(&create)),
        "CREATE DOMAIN \"size\" AS Integer DEFAULT 7 NOT NULL CONSTRAINT \"rule\" CHECK (VALUE > 0)"
    );
    let alter = Change::AlterType(domain(|it| it.checks = vec![checked("VALUE > 1")]));
    assert_eq!(
        sql(&[create.clone(), alter]),
        "ALTER DOMAIN \"size\" DROP CONSTRAINT \"rule\";\n\
         ALTER DOMAIN \"size\" DROP DEFAULT;\n\
         ALTER DOMAIN \"size\" DROP NOT NULL;\n\
         ALTER DOMAIN \"size\" ADD CONSTRAINT \"rule\" CHECK (VALUE > 1)"
    );
    let retyped = Change::AlterType(domain(|it| it.base = ColumnType::Text));
    assert_eq!(
        refused(&[create.clone(), retyped]),
        ErrorKind::NotSupported(None)
    );
    let drop = Change::DropType(name("size"));
    assert_eq!(sql(&[create, drop]), "DROP DOMAIN \"size\"");
}

#[test]
fn composite_types_and_ranges() {
    let create = Change::CreateType(composite(&["a", "b"]));
    assert_eq!(
        sql(std::slice::from_ref(&create)),
        "CREATE TYPE \"pair\" AS (\"a\" Text, \"b\" Text)"
    );
    let alter = planned(&[create.clone(), Change::AlterType(composite(&["b", "c"]))]).unwrap();
    assert_eq!(
        alter.to_string(),
        "ALTER TYPE \"pair\" DROP ATTRIBUTE \"a\";\nALTER TYPE \"pair\" ADD ATTRIBUTE \"c\" Text"
    );
    assert!(alter.loses_data());
    let turned = Change::AlterType(composite(&["b", "a"]));
    assert_eq!(refused(&[create, turned]), ErrorKind::NotSupported(None));
    let element = ColumnType::Double;
    let range = UserType::new(name("span"), UserTypeKind::Range { element });
    assert_eq!(
        sql(&[Change::CreateType(range)]),
        "CREATE TYPE \"span\" AS RANGE (SUBTYPE = Double)"
    );
}

#[test]
fn schemas_and_extensions() {
    let create = Change::CreateSchema(Namespace::new(id("app")));
    assert_eq!(sql(std::slice::from_ref(&create)), "CREATE SCHEMA \"app\"");
    let drop = Change::DropSchema(id("app"));
    assert_eq!(sql(&[create, drop]), "DROP SCHEMA \"app\"");
    let mut extension = Extension::new(id("fuzzy"));
    let create = Change::CreateExtension(extension.clone());
    assert_eq!(
        sql(std::slice::from_ref(&create)),
        "CREATE EXTENSION \"fuzzy\""
    );
    extension.version = Some("1.1".into());
    extension.schema = Some(id("app"));
    assert_eq!(
        sql(&[Change::CreateExtension(extension.clone())]),
        "CREATE EXTENSION \"fuzzy\" SCHEMA \"app\" VERSION '1.1'"
    );
    assert_eq!(
        sql(&[create.clone(), Change::AlterExtension(extension)]),
        "ALTER EXTENSION \"fuzzy\" UPDATE TO '1.1';\nALTER EXTENSION \"fuzzy\" SET SCHEMA \"app\""
    );
    let drop = Change::DropExtension(id("fuzzy"));
    assert_eq!(sql(&[create, drop]), "DROP EXTENSION \"fuzzy\"");
}

#[test]
fn functions_are_dropped_and_made_again_where_they_cannot_be_replaced() {
    let mut function = Function::new(name("f"), "CREATE FUNCTION f …");
    let create = Change::CreateFunction(function.clone());
    assert_eq!(sql(std::slice::from_ref(&create)), "CREATE FUNCTION f …");
    function.definition = "CREATE FUNCTION f other".into();
    let replace = Change::ReplaceFunction(function.clone());
    assert_eq!(
        sql(&[create.clone(), replace]),
        "DROP FUNCTION \"f\";\nCREATE FUNCTION f other"
    );
    assert_eq!(
        refused(&[create, Change::CreateFunction(function.clone())]),
        ErrorKind::AlreadyExists
    );
    function.kind = FunctionKind::Aggregate;
    let drop = Change::DropFunction(function.signature());
    assert_eq!(
        sql(&[Change::CreateFunction(function), drop]),
        "DROP AGGREGATE \"f\""
    );
}

#[test]
fn triggers_come_and_go_by_themselves() {
    let table = Change::CreateTable(Table::new(name("t")));
    let create = Change::CreateTrigger {
        relation: name("t"),
        trigger: trigger("x"),
    };
    assert_eq!(sql(&[table.clone(), create.clone()]), "CREATE TRIGGER x …");
    let drop = Change::DropTrigger {
        relation: name("t"),
        name: id("x"),
    };
    assert_eq!(
        sql(&[table.clone(), create.clone(), drop.clone()]),
        "DROP TRIGGER \"x\""
    );
    assert_eq!(refused(&[table, drop]), ErrorKind::DoesNotExist);
    assert_eq!(refused(&[create]), ErrorKind::DoesNotExist);
}

#[test]
fn a_view_is_replaced_with_those_that_read_it() {
    let first = View::new(name("v"), "SELECT 1");
    let mut second = View::new(name("w"), "SELECT * FROM v");
    second.depends_on = vec![Dependency::Relation(name("v"))];
    let mut after = View::new(name("v"), "SELECT 2");
    after.triggers = vec![trigger("x")];
    assert_eq!(
        sql(&[
            Change::CreateView(first),
            Change::CreateView(second),
            Change::ReplaceView(after),
        ]),
        "DROP VIEW \"w\";\nDROP VIEW \"v\";\nCREATE VIEW \"v\" AS SELECT 2;\nCREATE TRIGGER x …;\n\
         CREATE VIEW \"w\" AS SELECT * FROM v"
    );
}

#[test]
fn what_a_server_lacks_is_refused_with_its_flag() {
    let table = Table::new(name("t"));
    let mut before = Schema::new();
    before.apply(&Change::CreateTable(table)).unwrap();
    let element = ColumnType::Double;
    let span = UserType::new(name("span"), UserTypeKind::Range { element });
    for (flag, change) in [
        (
            Flag::supports_sequences,
            Change::CreateSequence(Sequence::new(name("s"))),
        ),
        (
            Flag::supports_enum_types,
            Change::CreateType(enumeration(&["a"])),
        ),
        (Flag::supports_domains, Change::CreateType(domain(|_| {}))),
        (
            Flag::supports_composite_types,
            Change::CreateType(composite(&["a"])),
        ),
        (Flag::supports_range_types, Change::CreateType(span)),
        (
            Flag::supports_functions,
            Change::CreateFunction(Function::new(name("f"), "x")),
        ),
        (
            Flag::supports_triggers,
            Change::CreateTrigger {
                relation: name("t"),
                trigger: trigger("x"),
            },
        ),
        (
            Flag::supports_extensions,
            Change::CreateExtension(Extension::new(id("x"))),
        ),
        (
            Flag::supports_schemas,
            Change::CreateSchema(Namespace::new(id("x"))),
        ),
    ] {
        let mut features = everything();
        features.set(flag, false);
        let error = plan_with(&EDITOR, features, &before, &change).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NotSupported(Some(flag)));
    }
}

#[test]
fn what_the_standard_does_not_know_is_refused() {
    let before = Schema::new();
    let mut commented = Sequence::new(name("s"));
    commented.comment = Some("x".into());
    let object = VendorObject::new("ODD", name("o"), "CREATE ODD o");
    for change in [
        Change::CreateSequence(commented),
        Change::CreateObject(object),
    ] {
        let error = plan_with(&Standard, everything(), &before, &change).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NotSupported(None));
    }
}
