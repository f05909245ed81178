//! Functions, with texts of the vendor's own.

use backend_core::error::{ErrorKind, Result};
use backend_core::flag::Flag;
use backend_core::model::{Change, Function, FunctionKind, QualifiedName};

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, expect, expect_empty, expect_eq, expect_error};
use crate::fixtures::name;

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "schema.function.create_and_drop",
        create_and_drop,
        "A function can be called, is found with its arguments and what it gives back, and is gone when it is dropped."
    )
    .requires(&[Flag::supports_functions]),
    case!(
        "schema.function.replace",
        replace,
        "A function that is replaced does what is said then, under the same name."
    )
    .requires(&[Flag::supports_functions]),
    case!(
        "schema.function.again",
        again,
        "A function made of the definition that was found is the same one."
    )
    .requires(&[Flag::supports_functions]),
    case!(
        "schema.function.missing",
        missing,
        "A function that is there is not made again, and one that is not cannot be replaced or dropped."
    )
    .requires(&[Flag::supports_functions]),
    case!(
        "schema.function.refused",
        refused,
        "A function is refused by its flag where the server has none."
    )
    .refuses(Flag::supports_functions),
];

/// A function that gives back that much more than it is given.
fn adding(context: &Context, text: &str, more: u8) -> Result<Function, Failure> {
    let sample = context
        .samples()
        .function
        .ok_or_else(|| Failure::new("the harness has no sample of a function"))?;
    let quoted = quoted(context, &name(text)?);
    let definition = sample.definition.replace("{name}", &quoted);
    let mut function = Function::new(name(text)?, definition.replace("{more}", &more.to_string()));
    sample.arguments.clone_into(&mut function.arguments);
    function.returns = Some(sample.returns.to_owned());
    Ok(function)
}

fn quoted(context: &Context, name: &QualifiedName) -> String {
    context.expression(|out| {
        out.name(name);
    })
}

/// What the function makes of 40.
async fn call(context: &mut Context, function: &Function) -> Result<Vec<(i64,)>> {
    let statement = context.statement(|out| {
        out.push("SELECT ").name(&function.name);
        out.push("(").number(40).push(")");
    });
    context.fetch(&statement).await
}

async fn found(context: &mut Context) -> Result<Function, Failure> {
    let functions = context.introspect().await?.schema.functions;
    match functions.as_slice() {
        [function] => Ok(function.clone()),
        other => Err(Failure::new(format!("the functions are {other:?}"))),
    }
}

async fn create_and_drop(context: &mut Context) -> Outcome {
    let function = adding(context, "Add \"Two\"", 2)?;
    context
        .change(&Change::CreateFunction(function.clone()))
        .await?;
    expect_eq("answer", call(context, &function).await?, [(42,)])?;
    let found = found(context).await?;
    expect_eq("signature", found.signature(), function.signature())?;
    expect_eq("kind", found.kind, FunctionKind::Function)?;
    expect_eq("what it gives back", &found.returns, &function.returns)?;
    let drop = Change::DropFunction(function.signature());
    context.change(&drop).await?;
    let gone = call(context, &function).await;
    expect(gone.is_err(), || "it can still be called".to_owned())?;
    expect_empty("after it was dropped", &context.introspect().await?.schema)
}

async fn replace(context: &mut Context) -> Outcome {
    let function = adding(context, "more", 2)?;
    context
        .change(&Change::CreateFunction(function.clone()))
        .await?;
    let after = adding(context, "more", 5)?;
    context
        .change(&Change::ReplaceFunction(after.clone()))
        .await?;
    expect_eq("answer", call(context, &after).await?, [(45,)])?;
    found(context).await.map(|_| ())
}

async fn again(context: &mut Context) -> Outcome {
    let function = adding(context, "more", 2)?;
    let create = Change::CreateFunction(function.clone());
    context.change(&create).await?;
    let first = found(context).await?;
    let drop = Change::DropFunction(function.signature());
    context.change(&drop).await?;
    context
        .change(&Change::CreateFunction(first.clone()))
        .await?;
    expect_eq("answer", call(context, &function).await?, [(42,)])?;
    expect_eq("what is found", found(context).await?, first)
}

async fn missing(context: &mut Context) -> Outcome {
    let function = adding(context, "more", 2)?;
    let create = Change::CreateFunction(function.clone());
    context.change(&create).await?;
    let again = context.change(&create).await;
    expect_error("making it again", again, ErrorKind::AlreadyExists)?;
    let other = adding(context, "other", 2)?;
    let drop = Change::DropFunction(other.signature());
    let dropped = context.change(&drop).await;
    expect_error("dropping another", dropped, ErrorKind::DoesNotExist)?;
    let replaced = context.change(&Change::ReplaceFunction(other)).await;
    expect_error("replacing another", replaced, ErrorKind::DoesNotExist).map(|_| ())
}

async fn refused(context: &mut Context) -> Outcome {
    let function = Function::new(
        name("more")?,
        "CREATE FUNCTION more() RETURNS integer RETURN 1",
    );
    let change = Change::CreateFunction(function);
    context
        .refused(Flag::supports_functions, async |context| {
            context.change(&change).await
        })
        .await
}
