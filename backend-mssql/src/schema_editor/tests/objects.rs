//! Whole objects.

use backend_core::model::{
    Change, CheckOption, ColumnType, Function, Namespace, QualifiedName, Sequence, Trigger,
    TriggerActivity, TriggerEvent, TriggerTiming, VendorObject, View,
};

use super::{golden, id, index, music, name, planned};
use crate::introspection::words;

#[test]
fn views() {
    let before = music();
    let view = View::new(name("named"), "SELECT [id], [name] FROM [dbo].[artist]");
    let mut bound = view.clone();
    bound.name = QualifiedName::with_schema("dbo", "bound").unwrap();
    bound.column_names = vec![id("number"), id("its name")];
    bound.options.set(words::SCHEMABINDING, None);
    bound.options.set(words::VIEW_METADATA, None);
    bound.comment = Some("bound".into());
    let mut clustered = index("first", &["number"]).unique();
    clustered.options.set(words::CLUSTERED, None);
    bound.indexes = vec![clustered];
    let mut checked = view.clone();
    checked.check_option = Some(CheckOption::Cascaded);
    let mut after = before.clone();
    after.apply(&Change::CreateView(view.clone())).unwrap();
    let mut other = view.clone();
    other.definition = "SELECT 1 AS [one]".into();
    golden(
        "views",
        "t-sql/statements/create-view-transact-sql",
        &[
            ("plain", planned(&before, &Change::CreateView(view.clone()))),
            (
                "bound to its tables, with an index",
                planned(&before, &Change::CreateView(bound)),
            ),
            (
                "with a check option",
                planned(&before, &Change::CreateView(checked)),
            ),
            (
                "it becomes another",
                planned(&after, &Change::ReplaceView(other)),
            ),
            ("it goes", planned(&after, &Change::DropView(view.name))),
        ],
    );
}

#[test]
fn sequences() {
    let before = music();
    let mut small = Sequence::new(name("numbers"));
    small.number_type = ColumnType::SmallInteger;
    (small.start, small.increment) = (10, -5);
    (small.minimum, small.maximum) = (Some(-100), Some(100));
    small.cycles = true;
    small.cache = 20;
    small.comment = Some("how many".into());
    let mut ready = Sequence::new(name("ready"));
    ready.options.set(words::CACHE, None);
    let mut after = before.clone();
    after.apply(&Change::CreateSequence(small.clone())).unwrap();
    let mut other = small.clone();
    (other.increment, other.maximum, other.cycles, other.cache) = (1, None, false, 1);
    golden(
        "sequences",
        "t-sql/statements/create-sequence-transact-sql",
        &[
            (
                "with everything",
                planned(&before, &Change::CreateSequence(small.clone())),
            ),
            (
                "with numbers that are kept ready",
                planned(&before, &Change::CreateSequence(ready)),
            ),
            (
                "it becomes another",
                planned(&after, &Change::AlterSequence(other)),
            ),
            (
                "it goes",
                planned(&after, &Change::DropSequence(small.name)),
            ),
        ],
    );
}

#[test]
fn triggers_and_functions() {
    let mut before = music();
    let mut trigger = Trigger::new(
        id("kept"),
        TriggerTiming::After,
        vec![TriggerEvent::Delete],
        "CREATE TRIGGER [kept] ON [artist] AFTER DELETE AS ROLLBACK TRANSACTION",
    );
    trigger.for_each_row = false;
    trigger.comment = Some("nobody goes".into());
    trigger.activity = TriggerActivity::Disabled;
    let create = Change::CreateTrigger {
        relation: name("artist"),
        trigger,
    };
    let mut function = Function::new(
        name("one"),
        "CREATE FUNCTION [one]() RETURNS int AS BEGIN RETURN 1 END",
    );
    function.comment = Some("1".into());
    let made = planned(&before, &create);
    before.apply(&create).unwrap();
    let make = Change::CreateFunction(function.clone());
    let made_function = planned(&before, &make);
    before.apply(&make).unwrap();
    let mut other = function.clone();
    other.definition = "CREATE FUNCTION [one]() RETURNS int AS BEGIN RETURN 2 END".into();
    let mut in_place = function.clone();
    in_place.definition =
        "CREATE OR ALTER FUNCTION [one]() RETURNS int AS BEGIN RETURN 2 END".into();
    golden(
        "triggers_and_functions",
        "t-sql/statements/create-trigger-transact-sql",
        &[
            ("a trigger that does not run", made),
            (
                "it goes",
                planned(
                    &before,
                    &Change::DropTrigger {
                        relation: name("artist"),
                        name: id("kept"),
                    },
                ),
            ),
            ("a function", made_function),
            (
                "it becomes another",
                planned(&before, &Change::ReplaceFunction(other)),
            ),
            (
                "in place",
                planned(&before, &Change::ReplaceFunction(in_place)),
            ),
            (
                "it goes, too",
                planned(&before, &Change::DropFunction(function.signature())),
            ),
        ],
    );
}

#[test]
fn schemas_and_types() {
    let mut before = music();
    let mut shop = Namespace::new(id("shop"));
    shop.comment = Some("what is sold".into());
    let phone = VendorObject::new(
        "TYPE",
        name("phone"),
        "CREATE TYPE [phone] FROM nvarchar(30) NOT NULL",
    );
    let make = Change::CreateObject(phone.clone());
    let made = planned(&before, &make);
    before.apply(&make).unwrap();
    golden(
        "schemas_and_types",
        "t-sql/statements/create-schema-transact-sql",
        &[
            ("a schema", planned(&before, &Change::CreateSchema(shop))),
            ("an alias of a type", made),
            (
                "it goes",
                planned(
                    &before,
                    &Change::DropObject {
                        kind: phone.kind,
                        name: phone.name,
                    },
                ),
            ),
        ],
    );
}
