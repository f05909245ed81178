//! Queries, schema changes and introspection, by way of core.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests are tests"
)]

use backend_core::connection::Connection;
use backend_core::error::ErrorKind;
use backend_core::flag::Flag;
use backend_core::introspection::{RelationKind, Scope, Snapshot};
use backend_core::model::{
    Change, Column, ColumnType, Default, Identifier, Index, IndexPart, PrimaryKey, QualifiedName,
    Schema, Table, Unique,
};
use backend_core::query::{Query, bind};
use backend_core::schema_editor::{NoProgress, creation, plan, run};
use backend_core::sea_query::{
    Expr, ExprTrait as _, JoinType, LockType, NullOrdering, Order, SelectStatement, WindowStatement,
};
use backend_core::value::{Date, Value};
use futures_executor::block_on;
use toy_backend::BACKEND;

fn connect() -> Connection {
    let settings = BACKEND.settings("toy:").unwrap();
    block_on(BACKEND.connect(&settings)).unwrap()
}

fn name(text: &str) -> Identifier {
    Identifier::new(text).unwrap()
}

fn schema() -> Schema {
    let text = |name: &str| Column::new(name, ColumnType::Text).unwrap();
    let shop = Table::new(QualifiedName::new("a \"shop\"").unwrap())
        .with_column(Column::new("country", ColumnType::VarChar { length: Some(2) }).unwrap())
        .with_column(Column::new("number", ColumnType::Integer).unwrap())
        .with_column(
            text("name")
                .not_null()
                .with_default(Default::Literal(Value::Text("it's".into()))),
        )
        .with_column(
            Column::new(
                "rating",
                ColumnType::Decimal {
                    precision: Some(3),
                    scale: Some(1),
                },
            )
            .unwrap()
            .with_default(Default::Literal(Value::Decimal("-1.5".parse().unwrap()))),
        )
        .with_column(
            Column::new("since", ColumnType::Date)
                .unwrap()
                .with_default(Default::Literal(Value::Date("2024-02-29".parse().unwrap()))),
        )
        .with_column(Column::new("tags", ColumnType::Array(Box::new(ColumnType::Text))).unwrap())
        .with_column(Column::new("anything", ColumnType::Any).unwrap())
        .with_primary_key(PrimaryKey::new(vec![name("number"), name("country")]))
        .with_unique(Unique::new(vec![name("name"), name("country")]).with_name(name("one name")))
        .with_index(Index::new(
            name("by since"),
            vec![IndexPart::column(name("since"))],
        ))
        .with_index(Index::new(name("by name"), vec![IndexPart::column(name("name"))]).unique());
    let mut schema = Schema::new();
    schema.apply(&Change::CreateTable(shop)).unwrap();
    let plain = Table::new(QualifiedName::new("plain").unwrap()).with_column(text("note"));
    schema.apply(&Change::CreateTable(plain)).unwrap();
    schema
}

fn create(connection: &mut Connection, schema: &Schema) {
    let dialect = connection.dialect().clone();
    let mut before = Schema::new();
    for change in creation(schema, &dialect.features) {
        let plan = plan(BACKEND.schema_editor, &dialect, &before, &change).unwrap();
        block_on(run(connection, &plan, &mut NoProgress)).unwrap();
        before.apply(&change).unwrap();
    }
}

fn introspect(connection: &mut Connection) -> Snapshot {
    block_on(BACKEND.introspect(connection, &Scope::all())).unwrap()
}

#[test]
fn what_is_created_is_introspected_and_created_again() {
    let mut first = connect();
    create(&mut first, &schema());
    let snapshot = introspect(&mut first);
    assert_eq!(snapshot.queries, 2);
    assert!(snapshot.warnings.is_empty());

    let mut expected = schema();
    for table in &mut expected.tables {
        table
            .indexes
            .sort_by(|left, right| left.name.cmp(&right.name));
        for column in &mut table.columns {
            let keyed = ["country", "number"].contains(&column.name.as_str());
            column.nullable = column.nullable && !keyed;
        }
    }
    let mut seen = snapshot.schema.clone();
    for column in seen.tables.iter_mut().flat_map(|table| &mut table.columns) {
        column.declared_type = None;
    }
    assert_eq!(seen, expected);

    let mut second = connect();
    create(&mut second, &snapshot.schema);
    assert_eq!(introspect(&mut second).schema, snapshot.schema);
}

#[test]
fn relations_are_listed_by_name() {
    let mut connection = connect();
    create(&mut connection, &schema());
    let names = block_on(
        BACKEND
            .introspection
            .relation_names(&mut connection, &Scope::all()),
    );
    let expected = ["a \"shop\"", "plain"]
        .map(|name| (QualifiedName::new(name).unwrap(), RelationKind::Table));
    assert_eq!(names.unwrap(), expected);
}

#[test]
fn tables_and_indexes_are_dropped() {
    let mut connection = connect();
    create(&mut connection, &schema());
    let before = introspect(&mut connection).schema;
    let shop = before.tables[0].name.clone();
    for change in [
        Change::DropIndex {
            table: shop,
            name: name("by name"),
        },
        Change::DropTable(QualifiedName::new("plain").unwrap()),
    ] {
        let plan = plan(
            BACKEND.schema_editor,
            connection.dialect(),
            &before,
            &change,
        )
        .unwrap();
        block_on(run(&mut connection, &plan, &mut NoProgress)).unwrap();
    }
    let after = introspect(&mut connection).schema;
    assert_eq!(after.tables.len(), 1);
    assert_eq!(after.tables[0].indexes.len(), 1);
}

#[test]
fn a_type_that_the_toy_lacks_is_refused_before_anything_is_sent() {
    let connection = connect();
    for column_type in [
        ColumnType::Char { length: Some(2) },
        ColumnType::Native("money".into()),
        ColumnType::Array(Box::new(ColumnType::Array(Box::new(ColumnType::Text)))),
        ColumnType::Time { precision: Some(3) },
    ] {
        let table = Table::new(QualifiedName::new("t").unwrap())
            .with_column(Column::new("c", column_type).unwrap());
        let change = Change::CreateTable(table);
        let error = plan(
            BACKEND.schema_editor,
            connection.dialect(),
            &Schema::new(),
            &change,
        );
        assert_eq!(error.unwrap_err().kind(), ErrorKind::NotSupported(None));
    }
}

fn affected(connection: &mut Connection, query: impl Into<Query>) -> Option<u64> {
    block_on(connection.execute_query(&query.into()))
        .unwrap()
        .affected
}

#[test]
fn queries_are_written_and_run() {
    let mut connection = connect();
    block_on(connection.batch("CREATE TABLE \"artist\" (\"id\" bigint, name text, born date)"))
        .unwrap();
    let day: Date = "1685-03-21".parse().unwrap();
    let insert = Query::insert()
        .into_table("artist")
        .columns(["id", "name", "born"])
        .values([bind(1).into(), bind("Bach").into(), bind(day).into()])
        .unwrap()
        .values([
            bind(2).into(),
            bind("Vivaldi").into(),
            bind(None::<Date>).into(),
        ])
        .unwrap()
        .take();
    assert_eq!(affected(&mut connection, insert), Some(2));
    let update = Query::update()
        .table("artist")
        .value("name", bind("Antonio"))
        .and_where(Expr::col("id").gt(1))
        .take();
    assert_eq!(affected(&mut connection, update), Some(1));
    let select = Query::select()
        .columns([("artist", "id"), ("artist", "name")])
        .from("artist")
        .and_where(
            Expr::col("born")
                .is_null()
                .or(Expr::col("born").eq(bind(day))),
        )
        .and_where(Expr::col("id").is_in([1, 2, 3]))
        .and_where(Expr::col("name").ne("x").not().not())
        .order_by("id", Order::Desc)
        .limit(2)
        .take();
    let rows: Vec<(i64, String)> = block_on(connection.fetch_query(&select.into())).unwrap();
    assert_eq!(rows, [(2, "Antonio".to_owned()), (1, "Bach".to_owned())]);
    let delete = Query::delete()
        .from_table("artist")
        .and_where(Expr::col("id").eq(1))
        .take();
    assert_eq!(affected(&mut connection, delete), Some(1));
}

fn refusal(query: impl Into<Query>) -> ErrorKind {
    let connection = connect();
    connection
        .dialect()
        .build(&query.into())
        .unwrap_err()
        .kind()
}

#[test]
fn a_clause_that_the_toy_lacks_is_refused_with_its_flag() {
    let not = |flag| ErrorKind::NotSupported(Some(flag));
    let select = || -> SelectStatement { Query::select().column("id").from("artist").take() };
    assert_eq!(
        refusal(select().lock(LockType::Update).take()),
        not(Flag::has_select_for_update)
    );
    assert_eq!(
        refusal(select().distinct_on(["id"]).take()),
        not(Flag::can_distinct_on_fields)
    );
    let nulls = select()
        .order_by_with_nulls("id", Order::Asc, NullOrdering::Last)
        .take();
    assert_eq!(refusal(nulls), not(Flag::supports_order_by_nulls_modifier));
    let schema = Query::select()
        .column("id")
        .from(("music", "artist"))
        .take();
    assert_eq!(refusal(schema), not(Flag::supports_schemas));
    let returning = Query::delete()
        .from_table("artist")
        .returning_col("id")
        .take();
    assert_eq!(
        refusal(returning),
        not(Flag::can_return_columns_from_delete)
    );
    let over = Query::select()
        .expr_window(Expr::col("id"), WindowStatement::new())
        .from("artist")
        .take();
    assert_eq!(refusal(over), not(Flag::supports_over_clause));
}

#[test]
fn a_clause_without_a_flag_is_refused_by_the_engine_and_not_left_out() {
    let mut connection = connect();
    block_on(connection.batch("CREATE TABLE artist (id); CREATE TABLE album (id)")).unwrap();
    let select = || -> SelectStatement { Query::select().column("id").from("artist").take() };
    for query in [
        select()
            .join(JoinType::InnerJoin, "album", Expr::col("id").eq(1))
            .take(),
        select().group_by_col("id").take(),
        select().distinct().take(),
        select().and_where(Expr::col("id").like("x%")).take(),
    ] {
        let error = block_on(connection.execute_query(&query.into())).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Programming);
        assert!(error.detail().position.is_some());
    }
}
