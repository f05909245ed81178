//! What a database holds beside names of tables: types, sequences, comments, defaults, checks and options.

use backend_core::error::{ErrorKind, Result};
use backend_core::model::{
    Change, Check, Column, ColumnType, Default, Identifier, Index, Namespace, QualifiedName,
    Sequence, Table, UserType,
};
use backend_core::value::Value;

use super::{can_be_name, can_be_text, is_no_name};
use crate::case::Outcome;
use crate::cases::injection::entry::Place;
use crate::context::Context;
use crate::failure::{Failure, expect, expect_eq};
use crate::fixtures::{create_index, expect_table, index, introspected, name, row, table};

pub(super) async fn attempt(
    context: &mut Context,
    canary: &Table,
    place: Place,
    payload: &str,
) -> Outcome {
    match place {
        Place::Schema | Place::Sequence | Place::EnumName => of_name(context, place, payload).await,
        Place::EnumLabel => of_label(context, payload).await,
        Place::Comment => of_comment(context, payload).await,
        Place::Collation => of_collation(context, payload).await,
        Place::NativeType => {
            let native = table("thing", &[("n", ColumnType::Native(payload.to_owned()))])?;
            refused(&context.create(&native).await)
        }
        Place::IndexMethod => {
            let mut made = index("made", &["notes"])?;
            made.method = Some(payload.to_owned());
            of_index(context, canary, made).await
        }
        Place::IndexOption => {
            for (name, value) in [
                (payload, "1"),
                ("with.fillfactor", payload),
                ("storage", payload),
            ] {
                let mut made = index("made", &["notes"])?;
                made.options.set(name, Some(value.to_owned()));
                of_index(context, canary, made).await?;
            }
            Ok(())
        }
        Place::DefaultText => of_default(context, payload).await,
        _ => of_check(context, payload).await,
    }
}

/// Demands a refusal.
fn refused<T>(result: &Result<T>) -> Outcome {
    expect(result.is_err(), || {
        "it is taken for what it is not".to_owned()
    })
}

async fn of_name(context: &mut Context, place: Place, payload: &str) -> Outcome {
    if !can_be_name(context, payload) {
        return is_no_name(payload);
    }
    let identifier = Identifier::new(payload)?;
    let qualified = QualifiedName::from(identifier.clone());
    let (make, drop) = match place {
        Place::Schema => (
            Change::CreateSchema(Namespace::new(identifier.clone())),
            Change::DropSchema(identifier.clone()),
        ),
        Place::Sequence => (
            Change::CreateSequence(Sequence::new(qualified.clone())),
            Change::DropSequence(qualified.clone()),
        ),
        _ => (
            Change::CreateType(UserType::enumeration(
                qualified.clone(),
                vec!["a".to_owned()],
            )),
            Change::DropType(qualified.clone()),
        ),
    };
    context.change(&make).await?;
    match place {
        Place::Schema => {
            let mut inside = table("inside", &[])?;
            inside.name.schema = Some(identifier);
            context.create(&inside).await?;
            context.insert(&inside, [&row![1_i64]]).await?;
            context.change(&Change::DropTable(inside.name)).await?;
        }
        Place::EnumName => {
            let using = table("using", &[("mood", ColumnType::Named(qualified))])?;
            context.create(&using).await?;
            context.insert(&using, [&row![1_i64, "a"]]).await?;
            let found = introspected(context, &using.name.name).await?;
            expect_table(&using, &found, context.features())?;
            context.change(&Change::DropTable(using.name)).await?;
        }
        _ => {
            let found = context.introspect().await?.schema.sequences;
            let names: Vec<_> = found.into_iter().map(|found| found.name).collect();
            expect_eq("sequences", names, [qualified])?;
        }
    }
    context.change(&drop).await?;
    Ok(())
}

async fn of_label(context: &mut Context, payload: &str) -> Outcome {
    if !can_be_name(context, payload) {
        return is_no_name(payload);
    }
    let mood = name("mood")?;
    let labels = vec![payload.to_owned(), "other".to_owned()];
    let made = UserType::enumeration(mood.clone(), labels);
    context.change(&Change::CreateType(made.clone())).await?;
    let using = table("using", &[("mood", ColumnType::Named(mood.clone()))])?;
    context.create(&using).await?;
    context.insert(&using, [&row![1_i64, payload]]).await?;
    let found = context.introspect().await?.schema.types;
    expect_eq("types", found, [made])?;
    context.change(&Change::DropTable(using.name)).await?;
    context.change(&Change::DropType(mood)).await?;
    Ok(())
}

async fn of_comment(context: &mut Context, payload: &str) -> Outcome {
    let column = Column::new("n", ColumnType::Integer)?.with_comment(payload);
    let commented = table("commented", &[])?
        .with_column(column)
        .with_comment(payload);
    match context.create(&commented).await {
        Ok(()) => {
            let found = introspected(context, &commented.name.name).await?;
            expect_table(&commented, &found, context.features())?;
            context.change(&Change::DropTable(commented.name)).await?;
            Ok(())
        }
        // Where comments are texts between others, some cannot be.
        Err(error) => expect_eq("the refusal", error.kind(), ErrorKind::Data),
    }
}

async fn of_collation(context: &mut Context, payload: &str) -> Outcome {
    let Ok(collation) = Identifier::new(payload) else {
        return is_no_name(payload);
    };
    let column = Column::new("c", ColumnType::Text)?.with_collation(collation);
    let collated = table("collated", &[])?.with_column(column);
    refused(&context.create(&collated).await)
}

/// Makes an index that may be refused, and drops it where it is not.
async fn of_index(context: &mut Context, canary: &Table, made: Index) -> Outcome {
    let drop = Change::DropIndex {
        table: canary.name.clone(),
        name: made.name.clone(),
    };
    if context.change(&create_index(canary, made)).await.is_ok() {
        context.change(&drop).await?;
        return refused::<()>(&Ok(()));
    }
    Ok(())
}

async fn of_default(context: &mut Context, payload: &str) -> Outcome {
    let default = Default::Literal(Value::Text(payload.to_owned()));
    let column = Column::new("c", ColumnType::Text)?.with_default(default);
    let defaulted = table("defaulted", &[])?.with_column(column);
    if !can_be_text(context, payload) {
        return refused(&context.create(&defaulted).await);
    }
    if context.create(&defaulted).await.is_err() && payload.contains('\0') {
        // No literal holds it, though a parameter may.
        return Ok(());
    }
    context.insert(&defaulted, [&row![1_i64]]).await?;
    let rows: Vec<(i64, String)> = context.fetch(&context.select_statement(&defaulted)).await?;
    expect_eq("the default", rows, [(1, payload.to_owned())])?;
    let found = introspected(context, &defaulted.name.name).await?;
    expect_table(&defaulted, &found, context.features())?;
    context.change(&Change::DropTable(defaulted.name)).await?;
    Ok(())
}

async fn of_check(context: &mut Context, payload: &str) -> Outcome {
    if payload.contains('\0') {
        return Err(Failure::not_shown("no text in SQL holds U+0000"));
    }
    let column = Column::new("c", ColumnType::Text)?;
    let condition = context.expression(|out| {
        out.identifier(&column.name).push(" <> ").string(payload);
    });
    let checked = table("checked", &[])?
        .with_column(column)
        .with_check(Check::new(condition));
    context.create(&checked).await?;
    refused(&context.insert(&checked, [&row![1_i64, payload]]).await)?;
    context.insert(&checked, [&row![2_i64, "other"]]).await?;
    expect_eq("rows", context.count(&checked.name).await?, 1)?;
    context.introspect().await?;
    context.change(&Change::DropTable(checked.name)).await?;
    Ok(())
}
