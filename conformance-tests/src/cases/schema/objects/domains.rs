//! Types that are other types under rules.

use backend_core::error::{ErrorKind, Result};
use backend_core::flag::Flag;
use backend_core::model::{
    Change, Check, ColumnType, Default, Domain, Identifier, Table, UserType, UserTypeKind,
};
use backend_core::value::Value;

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, expect, expect_eq, expect_error};
use crate::fixtures::{name, row, table};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "schema.domain.create_and_use",
        create_and_use,
        "A column of a domain keeps what meets the domain's rules and nothing else, and takes its default."
    )
    .requires(&[Flag::supports_domains]),
    case!(
        "schema.domain.facts",
        facts,
        "A domain is found with its base, default, rules and whether it can be NULL."
    )
    .requires(&[Flag::supports_domains]),
    case!(
        "schema.domain.alter",
        alter,
        "A domain gets other rules, another default, and may be NULL afterwards; the columns that have it follow."
    )
    .requires(&[Flag::supports_domains]),
    case!(
        "schema.domain.rows_break_rule",
        rows_break_rule,
        "A rule that rows break is refused, and the domain stays as it was."
    )
    .requires(&[Flag::supports_domains]),
    case!(
        "schema.domain.other_base",
        other_base,
        "A domain of another type is refused, as no server changes that in place."
    )
    .requires(&[Flag::supports_domains]),
    case!(
        "schema.domain.over_domain",
        over_domain,
        "A domain of a domain has the rules of both, and both are found in an order in which they can be made."
    )
    .requires(&[Flag::supports_domains]),
    case!(
        "schema.domain.refused",
        refused,
        "A domain is refused by its flag where the server has none."
    )
    .refuses(Flag::supports_domains),
];

fn domain(text: &str, with: impl FnOnce(&mut Domain) -> Result<()>) -> Result<UserType> {
    let mut domain = Domain::new(ColumnType::Integer);
    with(&mut domain)?;
    let kind = UserTypeKind::Domain(Box::new(domain));
    Ok(UserType::new(name(text)?, kind))
}

fn check(rule: &str, text: &str) -> Result<Check> {
    Ok(Check::new(text).with_name(Identifier::new(rule)?))
}

/// Numbers from 1, 7 where nothing is said, never NULL.
fn size() -> Result<UserType> {
    domain("size", |it| {
        it.nullable = false;
        it.default = Some(Default::Literal(Value::I64(7)));
        it.checks = vec![check("above_zero", "VALUE > 0")?];
        Ok(())
    })
}

fn sized() -> Result<Table> {
    table("shirt", &[("size", ColumnType::Named(name("size")?))])
}

async fn make(context: &mut Context) -> Result<Table> {
    context.change(&Change::CreateType(size()?)).await?;
    let shirts = sized()?;
    context.create(&shirts).await?;
    Ok(shirts)
}

async fn create_and_use(context: &mut Context) -> Outcome {
    let shirts = make(context).await?;
    context.insert(&shirts, [&row![1_i64, 3_i64]]).await?;
    context.insert(&shirts, [&row![2_i64]]).await?;
    let broken = context.insert(&shirts, [&row![3_i64, 0_i64]]).await;
    expect(broken.is_err(), || "a rule is not kept".to_owned())?;
    let missing = context.insert(&shirts, [&row![4_i64, Value::Null]]).await;
    expect(missing.is_err(), || "NULL is kept".to_owned())?;
    let rows: Vec<(i64, i64)> = context.fetch(&context.select_statement(&shirts)).await?;
    expect_eq("rows", rows, [(1, 3), (2, 7)])
}

/// The domain of that name, as it is found.
async fn found(context: &mut Context, text: &str) -> Result<Domain, Failure> {
    let types = context.introspect().await?.schema.types;
    let wanted = name(text)?;
    let mut types = types.into_iter().filter(|it| it.name == wanted);
    match types.next().map(|it| it.kind) {
        Some(UserTypeKind::Domain(domain)) => Ok(*domain),
        other => Err(Failure::new(format!("the domain is found as {other:?}"))),
    }
}

async fn facts(context: &mut Context) -> Outcome {
    make(context).await?;
    let domain = found(context, "size").await?;
    expect_eq("base", domain.base, ColumnType::Integer)?;
    let seven = Some(Default::Literal(Value::I64(7)));
    expect_eq("default", domain.default, seven)?;
    expect_eq("nullable", domain.nullable, false)?;
    let names: Vec<_> = domain.checks.iter().map(|it| it.name.clone()).collect();
    expect_eq("rules", names, [Some(Identifier::new("above_zero")?)])
}

async fn alter(context: &mut Context) -> Outcome {
    let shirts = make(context).await?;
    context.insert(&shirts, [&row![1_i64, 3_i64]]).await?;
    let after = domain("size", |it| {
        it.default = Some(Default::Literal(Value::I64(-7)));
        it.checks = vec![check("small", "VALUE < 100")?];
        Ok(())
    })?;
    context.change(&Change::AlterType(after)).await?;
    context.insert(&shirts, [&row![2_i64]]).await?;
    context.insert(&shirts, [&row![3_i64, Value::Null]]).await?;
    let broken = context.insert(&shirts, [&row![4_i64, 100_i64]]).await;
    expect(broken.is_err(), || "the new rule is not kept".to_owned())?;
    let rows: Vec<(i64, Option<i64>)> = context.fetch(&context.select_statement(&shirts)).await?;
    expect_eq("rows", rows, [(1, Some(3)), (2, Some(-7)), (3, None)])?;
    let domain = found(context, "size").await?;
    expect_eq("nullable", domain.nullable, true)?;
    let names: Vec<_> = domain.checks.iter().map(|it| it.name.clone()).collect();
    expect_eq("rules", names, [Some(Identifier::new("small")?)])
}

async fn rows_break_rule(context: &mut Context) -> Outcome {
    let shirts = make(context).await?;
    context.insert(&shirts, [&row![1_i64, 3_i64]]).await?;
    let after = domain("size", |it| {
        it.checks = vec![check("large", "VALUE > 10")?];
        Ok(())
    })?;
    let broken = context.change(&Change::AlterType(after)).await;
    expect(broken.is_err(), || "rows break the rule".to_owned())?;
    if context.features().can_rollback_ddl {
        let domain = found(context, "size").await?;
        let names: Vec<_> = domain.checks.iter().map(|it| it.name.clone()).collect();
        expect_eq("rules", names, [Some(Identifier::new("above_zero")?)])?;
        expect_eq("nullable", domain.nullable, false)?;
    }
    Ok(())
}

async fn other_base(context: &mut Context) -> Outcome {
    make(context).await?;
    let after = domain("size", |it| {
        it.base = ColumnType::Text;
        Ok(())
    })?;
    let refused = context.change(&Change::AlterType(after)).await;
    expect_error("another base", refused, ErrorKind::NotSupported(None)).map(|_| ())
}

async fn over_domain(context: &mut Context) -> Outcome {
    let shirts = make(context).await?;
    // By name it comes first.
    let small = domain("a_small_size", |it| {
        it.base = ColumnType::Named(name("size")?);
        it.checks = vec![check("small", "VALUE < 100")?];
        Ok(())
    })?;
    context.change(&Change::CreateType(small.clone())).await?;
    let small_named = ColumnType::Named(small.name);
    let socks = table("sock", &[("size", small_named)])?;
    context.create(&socks).await?;
    context.insert(&socks, [&row![1_i64, 99_i64]]).await?;
    for wrong in [0_i64, 100] {
        let broken = context.insert(&socks, [&row![2_i64, wrong]]).await;
        expect(broken.is_err(), || format!("{wrong} is kept"))?;
    }
    expect_eq("rows of the other", context.count(&shirts.name).await?, 0)?;
    let types = context.introspect().await?.schema.types;
    let names: Vec<_> = types.iter().map(|it| it.name.name.as_str()).collect();
    expect_eq("types", names, ["size", "a_small_size"])
}

async fn refused(context: &mut Context) -> Outcome {
    let change = Change::CreateType(size()?);
    context
        .refused(Flag::supports_domains, async |context| {
            context.change(&change).await
        })
        .await
}
