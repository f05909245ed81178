//! What is refused before anything is sent, and why.

use backend_core::error::ErrorKind;
use backend_core::flag::Flag;
use backend_core::model::{
    Change, CheckOption, ColumnType, Constraint, ForeignKey, Identity, IdentityGeneration, Index,
    IndexPart, Unique, View,
};

use super::{
    add_constraint, alter, computed, id, music, name, number, refused, schema_of, statistics,
    table, word,
};
use crate::introspection::words;

fn flagged(flag: Flag) -> ErrorKind {
    ErrorKind::NotSupported(Some(flag))
}

#[test]
fn a_referred_column_keeps_its_type() {
    let before = music();
    let wider = alter(&before, "artist", "id", |it| {
        it.column_type = ColumnType::BigInteger;
    });
    let flag = Flag::supports_references_across_types;
    assert_eq!(refused(&before, &wider), flagged(flag));
    let other = alter(&before, "album", "artist_id", |it| {
        it.column_type = ColumnType::BigInteger;
    });
    assert_eq!(refused(&before, &other), flagged(flag));
}

#[test]
fn keys_that_there_are_not_are_refused() {
    let before = music();
    let of_label = ForeignKey::new(vec![id("title")], name("artist"), vec![id("label")]);
    let change = add_constraint("album", Constraint::ForeignKey(of_label));
    let flag = Flag::supports_references_to_nullable_keys;
    assert_eq!(refused(&before, &change), flagged(flag));
    let long = table(
        "long",
        vec![super::Column::new("a", ColumnType::Text).unwrap()],
    )
    .with_unique(Unique::new(vec![id("a")]));
    let flag = Flag::supports_unlimited_keys;
    assert_eq!(refused(&before, &Change::CreateTable(long)), flagged(flag));
}

#[test]
fn what_no_statement_says_is_refused() {
    let before = music();
    let numbered = |change: fn(&mut Identity)| {
        let mut identity = Identity::new();
        change(&mut identity);
        let table = table("n", vec![number("id").with_identity(identity)]);
        refused(&before, &Change::CreateTable(table))
    };
    let plain = ErrorKind::NotSupported(None);
    assert_eq!(numbered(|it| it.maximum = Some(9)), plain);
    assert_eq!(numbered(|it| it.cycles = true), plain);
    assert_eq!(numbered(|it| it.cache = 9), plain);
    assert_eq!(numbered(|it| it.increment = 0), ErrorKind::Data);
    assert_eq!(
        numbered(|it| it.generation = IdentityGeneration::Always),
        flagged(Flag::supports_always_generated_identities)
    );
    let made = |table| refused(&before, &Change::CreateTable(table));
    let read = computed("c", "1", backend_core::model::GeneratedStorage::Virtual);
    assert_eq!(made(table("n", vec![read.not_null()])), plain);
    let collated = word("c").with_collation(id("Latin1; DROP TABLE t"));
    assert_eq!(made(table("n", vec![collated])), ErrorKind::Data);
    let long = word("c").with_comment("x".repeat(3_751));
    assert_eq!(made(table("n", vec![long])), ErrorKind::Data);
    let mut unknown = table("n", vec![word("c")]);
    unknown.options.set("FOO", None);
    assert_eq!(made(unknown), plain);
    let mut local = View::new(name("v"), "SELECT 1 AS [a]");
    local.check_option = Some(CheckOption::Local);
    assert_eq!(refused(&before, &Change::CreateView(local)), plain);
}

#[test]
fn a_view_that_is_bound_keeps_the_names_of_its_columns() {
    let mut before = schema_of([table("t", vec![number("a"), number("b")])]);
    let mut view = View::new(name("v"), "SELECT [a] FROM [dbo].[t]");
    view.options.set(words::SCHEMABINDING, None);
    before.apply(&Change::CreateView(view)).unwrap();
    let renamed = super::rename_column("t", "a", "c");
    assert_eq!(refused(&before, &renamed), ErrorKind::NotSupported(None));
    super::planned(&before, &super::rename_column("t", "b", "c"));
}

#[test]
fn statistics_are_of_columns_and_have_options_of_their_own() {
    let change = |change: &dyn Fn(&mut Index)| {
        let mut index = statistics("i", &["a"]);
        change(&mut index);
        let counted = table("t", vec![number("a"), number("b")]).with_index(index);
        refused(&schema_of([]), &Change::CreateTable(counted))
    };
    let plain = ErrorKind::NotSupported(None);
    assert_eq!(change(&|it| it.unique = true), plain);
    assert_eq!(change(&|it| it.include = vec![id("b")]), plain);
    let descending = IndexPart::column(id("a")).descending();
    assert_eq!(change(&|it| it.parts = vec![descending.clone()]), plain);
    for (name, value) in [
        (words::FILLFACTOR, Some("80")),
        (words::NORECOMPUTE, Some("ON")),
        (words::INCREMENTAL, None),
        (words::AUTO_DROP, Some("ON; DROP TABLE t")),
    ] {
        let set = |it: &mut Index| it.options.set(name, value.map(str::to_owned));
        assert_eq!(change(&set), plain, "{name}");
    }
}
