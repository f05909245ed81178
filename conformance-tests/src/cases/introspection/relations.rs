//! Which objects are found.

use backend_core::error::Result;
use backend_core::introspection::{RelationKind, Scope};
use backend_core::model::{Change, Column, ColumnType, Identity, Schema, View};
use backend_core::wrapper::TransactionOptions;

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, expect, expect_empty, expect_eq};
use crate::fixtures::{create_index, index, name, primary_key, row, selection, table, unique};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "introspection.relations.empty",
        empty,
        "An empty database has nothing in it: the server's own objects are not shown."
    )
    .django("introspection/tests.py"),
    case!(
        "introspection.relations.names",
        names,
        "The names of tables and views come ordered, each with its sort, and are those of the snapshot."
    )
    .django("introspection/tests.py"),
    case!(
        "introspection.relations.only_ones_own",
        only_ones_own,
        "What the server makes for keys, uniqueness and numbers is not shown as tables or indexes of one's own."
    )
    .django("introspection/tests.py"),
    case!(
        "introspection.relations.come_and_go",
        come_and_go,
        "What is made and dropped between two snapshots comes and goes, in the same session and in another."
    ),
    case!(
        "introspection.relations.many",
        many,
        "Three hundred tables cost as many queries as three."
    ),
    case!(
        "introspection.relations.repeated",
        repeated,
        "Two snapshots of the same database are equal, and taking them changes nothing."
    ),
    case!(
        "introspection.relations.order",
        order,
        "Tables and their indexes come in the order of their names, whatever order they were made in."
    ),
];

async fn relation_names(context: &mut Context) -> Result<Vec<(String, RelationKind)>> {
    let introspection = context.backend().introspection;
    let names = introspection
        .relation_names(context.connection(), &Scope::all())
        .await?;
    let plain =
        |(name, kind): (backend_core::model::QualifiedName, _)| (name.name.to_string(), kind);
    Ok(names.into_iter().map(plain).collect())
}

async fn empty(context: &mut Context) -> Outcome {
    let snapshot = context.introspect().await?;
    expect_empty("what is there", &snapshot.schema)?;
    expect_eq("warnings", snapshot.warnings, vec![])?;
    expect_eq("names", relation_names(context).await?, vec![])
}

async fn names(context: &mut Context) -> Outcome {
    for name in ["zebra", "ant", "Mouse", "ox", "éléphant"] {
        context.create(&table(name, &[])?).await?;
    }
    if context.features().supports_views {
        for view in ["herd", "Bee"] {
            let definition = selection(context, &name("ox")?, &["id"])?;
            let view = View::new(name(view)?, definition);
            context.change(&Change::CreateView(view)).await?;
        }
    }
    let found = relation_names(context).await?;
    let schema = context.introspect().await?.schema;
    let tables = schema.tables.iter().map(|it| &it.name.name);
    let tables = tables.map(|name| (name.to_string(), RelationKind::Table));
    let views = schema.views.iter().map(|it| &it.name.name);
    let views = views.map(|name| (name.to_string(), RelationKind::View));
    let mut expected: Vec<_> = tables.chain(views).collect();
    expected.sort_by(|one, other| one.0.cmp(&other.0));
    expect_eq("names", found, expected.clone())?;
    let declared = context.schema();
    let count = declared.tables.len() + declared.views.len();
    expect_eq("how many", expected.len(), count)
}

async fn only_ones_own(context: &mut Context) -> Outcome {
    let mut declared = table("thing", &[("n", ColumnType::Integer)])?
        .with_unique(unique(&["n"])?)
        .with_column(Column::new("note", ColumnType::Text)?);
    let mut first = row![1_i64, 1];
    if context.features().supports_identity_columns {
        let numbers = Column::new("id", ColumnType::BigInteger)?.with_identity(Identity::new());
        declared.columns = vec![Column::new("n", ColumnType::Integer)?, numbers];
        declared.primary_key = Some(primary_key(&["id"])?);
        first = row![1];
    }
    context.create(&declared).await?;
    context.insert(&declared, [&first]).await?;
    let schema = context.introspect().await?.schema;
    let names: Vec<_> = schema
        .tables
        .iter()
        .map(|it| it.name.name.as_str())
        .collect();
    expect_eq("tables", names, ["thing"])?;
    let indexes: usize = schema.tables.iter().map(|it| it.indexes.len()).sum();
    expect_eq("indexes and views", (indexes, schema.views.len()), (0, 0))?;
    expect_eq("names", relation_names(context).await?.len(), 1)
}

async fn come_and_go(context: &mut Context) -> Outcome {
    let names = |schema: &Schema| -> Vec<String> {
        let tables = schema.tables.iter();
        tables.map(|table| table.name.name.to_string()).collect()
    };
    let (first, second) = (table("first", &[])?, table("second", &[])?);
    context.create(&first).await?;
    let schema = context.introspect().await?.schema;
    expect_eq("after the first", names(&schema), ["first"])?;
    context.create(&second).await?;
    let schema = context.introspect().await?.schema;
    expect_eq("after the second", names(&schema), ["first", "second"])?;
    let backend = context.backend();
    let mut other = context.connect().await?;
    let drop = context.statement(|out| {
        out.push("DROP TABLE ").name(&first.name);
    });
    other.execute(&drop).await?;
    let seen = backend.introspect(&mut other, &Scope::all()).await?.schema;
    other.close().await?;
    expect_eq("in the session that drops", names(&seen), ["second"])?;
    let schema = context.introspect().await?.schema;
    expect_eq("in the session that does not", names(&schema), ["second"])
}

async fn many(context: &mut Context) -> Outcome {
    let plain = |n: usize| {
        let table = table(&format!("t{n:03}"), &[("n", ColumnType::Integer)])?;
        Ok::<_, backend_core::error::Error>(table.with_unique(unique(&["n"])?))
    };
    for n in 0..3 {
        context.create(&plain(n)?).await?;
    }
    let few = context.introspect().await?;
    expect(few.queries > 0, || "no query is counted".to_owned())?;
    let transaction = context.features().can_rollback_ddl;
    if transaction {
        let options = TransactionOptions::default();
        context.connection().begin(&options).await?;
    }
    for n in 3..300 {
        context.create(&plain(n)?).await?;
    }
    if transaction {
        context.connection().commit().await?;
    }
    let all = context.introspect().await?;
    expect_eq("tables", all.schema.tables.len(), 300)?;
    let whole = all.schema.tables.iter().all(|it| it.columns.len() == 2);
    expect(whole, || "a table lacks a column".to_owned())?;
    expect_eq("queries", all.queries, few.queries)
}

async fn repeated(context: &mut Context) -> Outcome {
    let declared = table("thing", &[("n", ColumnType::Integer)])?;
    context.create(&declared).await?;
    context.insert(&declared, [&row![1_i64, 1]]).await?;
    let first = context.introspect().await?;
    let second = context.introspect().await?;
    expect_eq("the second", second, first.clone())?;
    let mut other = context.connect().await?;
    let backend = context.backend();
    let third = backend.introspect(&mut other, &Scope::all()).await?;
    other.close().await?;
    expect_eq("one of another session", third, first)?;
    expect_eq("rows", context.count(&declared.name).await?, 1)
}

async fn order(context: &mut Context) -> Outcome {
    for name in ["c", "a", "d", "b"] {
        let table = table(name, &[("x", ColumnType::Integer)])?;
        context.create(&table).await?;
        for suffix in ["z", "x", "y"] {
            let made = index(&format!("{name}_{suffix}"), &["x"])?;
            context.change(&create_index(&table, made)).await?;
        }
    }
    let tables = context.introspect().await?.schema.tables;
    let names: Vec<_> = tables.iter().map(|it| it.name.name.as_str()).collect();
    expect_eq("tables", names, ["a", "b", "c", "d"])?;
    let first = tables.first().ok_or_else(|| Failure::new("no table"))?;
    let names: Vec<_> = first.indexes.iter().map(|it| it.name.as_str()).collect();
    expect_eq("indexes", names, ["a_x", "a_y", "a_z"])
}
