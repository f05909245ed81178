//! Sequences that are no identity's.

use backend_core::error::{ErrorKind, Result};
use backend_core::flag::Flag;
use backend_core::model::{Change, ColumnType, Sequence};

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{expect_empty, expect_eq, expect_error};
use crate::fixtures::name;

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "schema.sequence.create_and_drop",
        create_and_drop,
        "A sequence is found as it was made, and is gone when it is dropped."
    )
    .requires(&[Flag::supports_sequences]),
    case!(
        "schema.sequence.numbers",
        numbers,
        "A sequence is found with its limits, steps and cycle where it was given them, down as well as up."
    )
    .requires(&[Flag::supports_sequences]),
    case!(
        "schema.sequence.alter",
        alter,
        "A sequence becomes what is said, and what was not said stays as it was."
    )
    .requires(&[Flag::supports_sequences]),
    case!(
        "schema.sequence.alter_direction",
        alter_direction,
        "A sequence that is turned around has the limits of the other direction."
    )
    .requires(&[Flag::supports_sequences]),
    case!(
        "schema.sequence.missing",
        missing,
        "A sequence that is there is not made again, and one that is not cannot be altered or dropped."
    )
    .requires(&[Flag::supports_sequences]),
    case!(
        "schema.sequence.refused",
        refused,
        "A sequence is refused by its flag where the server has none."
    )
    .refuses(Flag::supports_sequences),
];

fn simple() -> Result<Sequence> {
    Ok(Sequence::new(name("ticket")?))
}

fn limited() -> Result<Sequence> {
    let mut sequence = simple()?;
    sequence.number_type = ColumnType::Integer;
    sequence.start = 50;
    sequence.increment = 5;
    sequence.minimum = Some(10);
    sequence.maximum = Some(90);
    sequence.cycles = true;
    sequence.cache = 3;
    Ok(sequence)
}

async fn found(context: &mut Context) -> Result<Vec<Sequence>> {
    Ok(context.introspect().await?.schema.sequences)
}

async fn create_and_drop(context: &mut Context) -> Outcome {
    let sequence = simple()?;
    context
        .change(&Change::CreateSequence(sequence.clone()))
        .await?;
    expect_eq("sequences", found(context).await?, [sequence.clone()])?;
    context.change(&Change::DropSequence(sequence.name)).await?;
    expect_empty("after it was dropped", &context.introspect().await?.schema)
}

async fn numbers(context: &mut Context) -> Outcome {
    let mut down = Sequence::new(name("countdown")?);
    down.start = -1;
    down.increment = -2;
    let sequences = [down, limited()?];
    for sequence in &sequences {
        context
            .change(&Change::CreateSequence(sequence.clone()))
            .await?;
    }
    expect_eq("sequences", found(context).await?, sequences)
}

async fn alter(context: &mut Context) -> Outcome {
    context.change(&Change::CreateSequence(simple()?)).await?;
    for sequence in [limited()?, simple()?] {
        // The number that it stands at has to be within its limits.
        let mut sequence = sequence;
        sequence.start = 1;
        sequence.minimum = sequence.minimum.map(|_| 0);
        context
            .change(&Change::AlterSequence(sequence.clone()))
            .await?;
        expect_eq("sequences", found(context).await?, [sequence])?;
    }
    Ok(())
}

async fn alter_direction(context: &mut Context) -> Outcome {
    let mut sequence = simple()?;
    sequence.start = -5;
    sequence.increment = -1;
    context
        .change(&Change::CreateSequence(sequence.clone()))
        .await?;
    sequence.increment = -3;
    sequence.number_type = ColumnType::SmallInteger;
    context
        .change(&Change::AlterSequence(sequence.clone()))
        .await?;
    expect_eq("sequences", found(context).await?, [sequence])
}

async fn missing(context: &mut Context) -> Outcome {
    let create = Change::CreateSequence(simple()?);
    context.change(&create).await?;
    let again = context.change(&create).await;
    expect_error("making it again", again, ErrorKind::AlreadyExists)?;
    let other = name("other")?;
    let gone = context.change(&Change::DropSequence(other.clone())).await;
    expect_error("dropping another", gone, ErrorKind::DoesNotExist)?;
    let altered = Change::AlterSequence(Sequence::new(other));
    let altered = context.change(&altered).await;
    expect_error("altering another", altered, ErrorKind::DoesNotExist).map(|_| ())
}

async fn refused(context: &mut Context) -> Outcome {
    let change = Change::CreateSequence(simple()?);
    context
        .refused(Flag::supports_sequences, async |context| {
            context.change(&change).await
        })
        .await
}
