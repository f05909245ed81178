//! What a server cannot tell of a statement is refused by its flag, and the statement is not sent.

use backend_core::flag::Flag;
use backend_core::operations::{ExplainDetail, ExplainExecution, ExplainFormat, ExplainOptions};

use super::explain::explain_select;
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::fixtures::four_artists;

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "operations.explain.plan_refused",
        plan_refused,
        "A plan is refused by its flag where the server tells none."
    )
    .refuses(Flag::supports_explain),
    case!(
        "operations.explain.execution_refused",
        execution_refused,
        "A plan of a statement that is carried out is refused by its flag where the server tells none."
    )
    .refuses(Flag::supports_explaining_query_execution),
    case!(
        "operations.explain.json_refused",
        json_refused,
        "A plan as JSON is refused by its flag where the server tells none."
    )
    .refuses(Flag::supports_explain_json),
    case!(
        "operations.explain.xml_refused",
        xml_refused,
        "A plan as XML is refused by its flag where the server tells none."
    )
    .refuses(Flag::supports_explain_xml),
    case!(
        "operations.explain.yaml_refused",
        yaml_refused,
        "A plan as YAML is refused by its flag where the server tells none."
    )
    .refuses(Flag::supports_explain_yaml),
    case!(
        "operations.explain.details_refused",
        details_refused,
        "A plan without costs is refused by its flag where the server tells none."
    )
    .refuses(Flag::supports_explain_details),
    case!(
        "operations.explain.wal_refused",
        wal_refused,
        "What a statement writes to the log is refused by its flag where the server tells none."
    )
    .refuses(Flag::supports_explain_wal),
    case!(
        "operations.explain.serialization_refused",
        serialization_refused,
        "What writing the result costs is refused by its flag where the server tells none."
    )
    .refuses(Flag::supports_explain_serialization),
    case!(
        "operations.explain.memory_refused",
        memory_refused,
        "The memory of planning is refused by its flag where the server tells none."
    )
    .refuses(Flag::supports_explain_memory),
];

async fn refused(context: &mut Context, flag: Flag, options: ExplainOptions) -> Outcome {
    let artists = four_artists(context).await?;
    context
        .refused(flag, async |context| {
            explain_select(context, &artists, &options).await
        })
        .await
}

async fn plan_refused(context: &mut Context) -> Outcome {
    let options = ExplainOptions::new();
    refused(context, Flag::supports_explain, options).await
}

async fn execution_refused(context: &mut Context) -> Outcome {
    let options = ExplainOptions::new().execution(ExplainExecution::Kept);
    refused(context, Flag::supports_explaining_query_execution, options).await
}

async fn json_refused(context: &mut Context) -> Outcome {
    let options = ExplainOptions::new().format(ExplainFormat::Json);
    refused(context, Flag::supports_explain_json, options).await
}

async fn xml_refused(context: &mut Context) -> Outcome {
    let options = ExplainOptions::new().format(ExplainFormat::Xml);
    refused(context, Flag::supports_explain_xml, options).await
}

async fn yaml_refused(context: &mut Context) -> Outcome {
    let options = ExplainOptions::new().format(ExplainFormat::Yaml);
    refused(context, Flag::supports_explain_yaml, options).await
}

async fn details_refused(context: &mut Context) -> Outcome {
    let options = ExplainOptions::new().without(ExplainDetail::Costs);
    refused(context, Flag::supports_explain_details, options).await
}

async fn wal_refused(context: &mut Context) -> Outcome {
    let options = ExplainOptions::new()
        .execution(ExplainExecution::Kept)
        .with(ExplainDetail::Wal);
    refused(context, Flag::supports_explain_wal, options).await
}

async fn serialization_refused(context: &mut Context) -> Outcome {
    let options = ExplainOptions::new()
        .execution(ExplainExecution::Kept)
        .with(ExplainDetail::Serialization);
    refused(context, Flag::supports_explain_serialization, options).await
}

async fn memory_refused(context: &mut Context) -> Outcome {
    let options = ExplainOptions::new().with(ExplainDetail::Memory);
    refused(context, Flag::supports_explain_memory, options).await
}
