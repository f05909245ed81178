//! One row, none, or batches of them.

use backend_core::cursor::Flow;
use backend_core::error::{Error, ErrorKind};
use backend_core::flag::Flag;

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, expect_eq, expect_error};
use crate::fixtures::{artist, artists, four_artists, many_items};

pub(super) const CASES: &[CaseDef] = &[
    case!("statements.fetch.one", one, "Exactly one row comes as a value.")
    .smoke()
        .django("get_or_create/tests.py"),
    case!(
        "statements.fetch.one_of_none",
        one_of_none,
        "Where one row is asked for and none comes, it does not exist, and nothing comes where none has to."
    )
    .django("basic/tests.py"),
    case!(
        "statements.fetch.one_of_several",
        one_of_several,
        "Where one row is asked for and several come, the call was wrong, and the session works on."
    )
    .django("basic/tests.py"),
    case!(
        "statements.fetch.lists_of_values",
        lists_of_values,
        "Rows of any columns come as lists of values."
    ),
    case!(
        "statements.fetch.batches",
        batches,
        "Rows come in batches of the size that was asked for, and the rest in a last one."
    )
    .django("queryset_pickle/tests.py"),
    case!(
        "statements.fetch.batches_stop",
        batches_stop,
        "Who takes batches can stop after any of them, and can end the statement with an error."
    ),
    case!(
        "statements.fetch.batches_of_no_rows",
        batches_of_no_rows,
        "A statement without rows gives no batch, and a batch of no rows cannot be asked for."
    ),
    case!(
        "statements.fetch.result_sets",
        result_sets,
        "A query gives one result set with its columns, also without a row; what gives no rows gives none."
    ),
    case!(
        "statements.fetch.generated_keys",
        generated_keys,
        "The columns of the inserted rows come back from the insert, so that generated keys are known."
    )
    .requires(&[Flag::can_return_columns_from_insert, Flag::supports_identity_columns]),
];

async fn one(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    let select = context.expression(|out| {
        out.push("SELECT COUNT(*) FROM ").name(&artists.name);
    });
    let select = backend_core::sql::Statement::new(select);
    let connection = context.connection();
    expect_eq(
        "the row",
        connection.fetch_one::<(i64,)>(&select).await?,
        (4,),
    )?;
    let found = connection.fetch_optional::<(i64,)>(&select).await?;
    expect_eq("the row, if any", found, Some((4,)))
}

async fn one_of_none(context: &mut Context) -> Outcome {
    let artists = artists()?;
    context.create(&artists).await?;
    let select = context.select_columns(&artists, &["id"]);
    let connection = context.connection();
    let found = connection.fetch_optional::<(i64,)>(&select).await?;
    expect_eq("the row, if any", found, None)?;
    let result = connection.fetch_one::<(i64,)>(&select).await;
    let error = expect_error("no row", result, ErrorKind::DoesNotExist)?;
    expect_eq("the text", error.sql(), Some(select.sql.as_str()))
}

async fn one_of_several(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    let select = context.select_columns(&artists, &["id"]);
    let connection = context.connection();
    let result = connection.fetch_one::<(i64,)>(&select).await;
    expect_error("four rows", result, ErrorKind::Interface)?;
    let result = connection.fetch_optional::<(i64,)>(&select).await;
    expect_error("four rows again", result, ErrorKind::Interface)?;
    expect_eq("rows", context.count(&artists.name).await?, 4)
}

async fn lists_of_values(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    let select = context.select_statement(&artists);
    let rows = context
        .connection()
        .fetch_as::<Vec<backend_core::value::Value>>(&select)
        .await?;
    expect_eq("rows", rows, context.select(&artists).await?)
}

async fn batches(context: &mut Context) -> Outcome {
    let items = many_items(context, 10).await?;
    let select = context.select_columns(&items, &["id"]);
    for (size, sizes) in [
        (1, vec![1; 10]),
        (3, vec![3, 3, 3, 1]),
        (5, vec![5, 5]),
        (10, vec![10]),
        (99, vec![10]),
    ] {
        let (mut found, mut rows) = (Vec::new(), Vec::new());
        let take = |batch: Vec<(i64,)>| {
            found.push(batch.len());
            rows.extend(batch.into_iter().map(|(id,)| id));
            Ok(Flow::Continue)
        };
        context
            .connection()
            .fetch_batches(&select, size, take)
            .await?;
        expect_eq("sizes", found, sizes)?;
        expect_eq("rows", rows, (1..=10).collect::<Vec<_>>())?;
    }
    Ok(())
}

async fn batches_stop(context: &mut Context) -> Outcome {
    let items = many_items(context, 10).await?;
    let select = context.select_columns(&items, &["id"]);
    let mut taken = 0;
    let take = |_: Vec<(i64,)>| {
        taken += 1;
        Ok(if taken == 2 {
            Flow::Stop
        } else {
            Flow::Continue
        })
    };
    context.connection().fetch_batches(&select, 3, take).await?;
    expect_eq("batches before the stop", taken, 2)?;
    let fail = |_: Vec<(i64,)>| Err(Error::new(ErrorKind::Operational, "no room"));
    let result = context.connection().fetch_batches(&select, 4, fail).await;
    let error = expect_error("the statement", result, ErrorKind::Operational)?;
    expect_eq("the message", error.message(), "no room")?;
    expect_eq("rows", context.count(&items.name).await?, 10)
}

async fn batches_of_no_rows(context: &mut Context) -> Outcome {
    let artists = artists()?;
    context.create(&artists).await?;
    let select = context.select_columns(&artists, &["id"]);
    let mut batches = 0;
    let mut take = |_: Vec<(i64,)>| {
        batches += 1;
        Ok(Flow::Continue)
    };
    let connection = context.connection();
    connection.fetch_batches(&select, 3, &mut take).await?;
    let result = connection.fetch_batches(&select, 0, &mut take).await;
    expect_error("batches of 0 rows", result, ErrorKind::Interface)?;
    expect_eq("batches", batches, 0)
}

async fn result_sets(context: &mut Context) -> Outcome {
    let artists = artists()?;
    context.create(&artists).await?;
    let (select, insert) = (
        context.select_columns(&artists, &["id", "name"]),
        context.insert_statement(&artists, &artist(1, "Bach", None)),
    );
    for rows in 0..2 {
        let sets = context.connection().fetch_result_sets(&select).await?;
        let [set] = sets.as_slice() else {
            return Err(Failure::new(format!("a query gives {} sets", sets.len())));
        };
        let columns: Vec<_> = set
            .columns
            .iter()
            .map(|column| column.name.as_str())
            .collect();
        expect_eq("columns", columns, ["id", "name"])?;
        expect_eq("rows", set.rows.len(), rows)?;
        if rows == 0 {
            let none = context.connection().fetch_result_sets(&insert).await?;
            expect_eq("sets of an insert", none, [])?;
        }
    }
    Ok(())
}

async fn generated_keys(context: &mut Context) -> Outcome {
    use backend_core::model::{Column, ColumnType, Identity, PrimaryKey, QualifiedName, Table};
    use backend_core::sea_query::{Alias, Query as Build};

    let mut id = Column::new("id", ColumnType::BigInteger)?.not_null();
    id.identity = Some(Box::new(Identity::new()));
    let table = Table::new(QualifiedName::new("song")?)
        .with_primary_key(PrimaryKey::new(vec!["id".parse()?]))
        .with_column(id)
        .with_column(Column::new(
            "title",
            ColumnType::VarChar { length: Some(50) },
        )?);
    context.create(&table).await?;
    let mut insert = Build::insert();
    insert
        .into_table(Alias::new("song"))
        .columns([Alias::new("title")])
        .values_panic(["Low".into()])
        .values_panic(["High".into()])
        .returning_col(Alias::new("id"));
    let keys: Vec<(i64,)> = context.fetch_query(&insert.into()).await?;
    let stored: Vec<(i64,)> = context
        .fetch(&context.select_columns(&table, &["id"]))
        .await?;
    expect_eq("keys", keys.len(), 2)?;
    expect_eq("keys that are stored", keys, stored)
}
