//! What is said of sessions and whole databases: savepoints, names of databases, channels, URLs and scripts.

use std::time::Duration;

use backend_core::creation::Existing;
use backend_core::model::{Change, ColumnType, Identifier, Table};
use backend_core::sql::Statement;
use backend_core::wrapper::{Notification, TransactionOptions};

use super::{can_be_name, is_no_name};
use crate::case::Outcome;
use crate::cases::injection::entry::Place;
use crate::context::Context;
use crate::failure::{Failure, expect_eq};
use crate::fixtures::{row, table};

pub(super) async fn attempt(
    context: &mut Context,
    canary: &Table,
    place: Place,
    payload: &str,
) -> Outcome {
    match place {
        Place::Savepoint => savepoint(context, canary, payload).await,
        Place::Database => database(context, payload).await,
        Place::Channel => channel(context, payload).await,
        Place::Contents => contents(context, payload).await,
        Place::UrlOption => url_option(context, payload).await,
        _ => script(context, payload).await,
    }
}

async fn savepoint(context: &mut Context, canary: &Table, payload: &str) -> Outcome {
    if !can_be_name(context, payload) {
        return is_no_name(payload);
    }
    let name = Identifier::new(payload)?;
    let operations = context.dialect().operations;
    let [set, undo, release] = [
        context.statement(|out| operations.savepoint(&name, out)),
        context.statement(|out| operations.rollback_to_savepoint(&name, out)),
        context.statement(|out| operations.release_savepoint(&name, out)),
    ];
    let options = TransactionOptions::default();
    context.connection().begin(&options).await?;
    context.execute(&set).await?;
    let change = context.update_statement(canary, ("notes", 8), ("id", 1_i64))?;
    context.execute(&change).await?;
    context.execute(&undo).await?;
    context.execute(&release).await?;
    context.connection().commit().await?;
    Ok(())
}

async fn database(context: &mut Context, payload: &str) -> Outcome {
    let Ok(name) = Identifier::new(payload) else {
        return is_no_name(payload);
    };
    let (backend, settings) = (context.backend(), context.settings().clone());
    let made = backend.create_test_database(&settings, &name, Existing::Refuse);
    // A name may be none that a file can have; then it is refused.
    if let Ok(database) = made.await {
        let worked = context
            .inside(&database, async |other| {
                let inside = table("inside", &[])?;
                other.create(&inside).await?;
                other.insert(&inside, [&row![1_i64]]).await?;
                expect_eq("rows", other.count(&inside.name).await?, 1)
            })
            .await;
        backend.destroy_test_database(database).await?;
        worked?;
    }
    Ok(())
}

async fn channel(context: &mut Context, payload: &str) -> Outcome {
    if !can_be_name(context, payload) {
        return is_no_name(payload);
    }
    let name = Identifier::new(payload)?;
    let mut other = context.connect().await?;
    context.connection().listen(&name).await?;
    other.notify(&name, payload).await?;
    let limit = Duration::from_secs(10);
    let received = tokio::time::timeout(limit, context.connection().notification()).await;
    other.close().await?;
    match received {
        Ok(received) => expect_eq("received", received?, Notification::new(payload, payload)),
        Err(_) => Err(Failure::new("nothing was received")),
    }
}

async fn contents(context: &mut Context, payload: &str) -> Outcome {
    if !can_be_name(context, payload) {
        return is_no_name(payload);
    }
    let mut kept = table("kept", &[(payload, ColumnType::Text)])?;
    kept.name.name = Identifier::new(payload)?;
    context.create(&kept).await?;
    context.insert(&kept, [&row![1_i64, payload]]).await?;
    let backend = context.backend();
    let contents = backend.serialize(context.connection()).await?;
    let delete = context.delete_statement(&kept, "id", 1_i64)?;
    context.execute(&delete).await?;
    backend.restore(context.connection(), &contents).await?;
    let rows: Vec<(i64, String)> = context.fetch(&context.select_statement(&kept)).await?;
    expect_eq("rows", rows, [(1, payload.to_owned())])?;
    context.change(&Change::DropTable(kept.name)).await?;
    Ok(())
}

async fn url_option(context: &mut Context, payload: &str) -> Outcome {
    for option in ["application_name", "search_path", "time_zone"] {
        let Ok(settings) = context.settings().clone().with_option(option, payload) else {
            continue;
        };
        // What the server does not take as a value it refuses.
        if let Ok(session) = context.backend().connect(&settings).await {
            session.close().await?;
        }
    }
    Ok(())
}

/// The text stands in literals of several statements, and as what the tokenizer has to tell from the end of one.
async fn script(context: &mut Context, payload: &str) -> Outcome {
    let noted = table("noted", &[("c", ColumnType::Text)])?;
    context.create(&noted).await?;
    let insert = |id: i64, text: &str| {
        let Statement { sql, .. } = context.statement(|out| {
            out.push("INSERT INTO ").name(&noted.name);
            out.push(" (")
                .identifiers(noted.columns.iter().map(|it| &it.name));
            out.push(") VALUES (");
            out.number(id).push(", ").string(text).push(")");
        });
        sql
    };
    let script = format!("{};\n{};", insert(1, payload), insert(2, "after"));
    let split = context.dialect().operations.split_script(&script).len();
    let ran = context.batch(&script).await;
    // U+0000 in a script may be refused, but never ends it.
    if ran.is_ok() || !payload.contains('\0') {
        ran?;
        expect_eq("statements", split, 2)?;
        let rows: Vec<(i64, String)> = context.fetch(&context.select_statement(&noted)).await?;
        expect_eq(
            "rows",
            rows,
            [(1, payload.to_owned()), (2, "after".to_owned())],
        )?;
    }
    context.change(&Change::DropTable(noted.name)).await?;
    Ok(())
}
