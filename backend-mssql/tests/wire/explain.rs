//! Plans: a setting that stands alone, the statement under it, and the setting back, whatever became of the statement.

use backend_core::error::ErrorKind;
use backend_core::operations::{ExplainExecution, ExplainOptions};
use backend_core::sql::Statement;

use crate::connect;
use crate::fake::{Answer, Cell, Fake, Kind, Tokens};

const PLAN: &str = r#"<ShowPlanXML><StmtSimple StatementType="SELECT"><RelOp PhysicalOp="Scan" LogicalOp="Scan"/></StmtSimple></ShowPlanXML>"#;

/// A server that tells a plan of everything that is no setting, or refuses it.
async fn planning(refusal: Option<Tokens>) -> Fake {
    Fake::new(move |message| {
        let is_setting = message
            .batch()
            .is_some_and(|batch| batch.starts_with("SET ") || batch.contains("@@TRANCOUNT"));
        match &refusal {
            _ if is_setting => Answer::Whole(Tokens::new().one_row(&[Cell::Int(0)])),
            Some(refusal) => Answer::Whole(refusal.clone()),
            None => Answer::Whole(Tokens::new().one_row(&[Cell::Text(PLAN)])),
        }
    })
    .await
}

/// What was sent: the texts of batches, and `call` for what is none.
fn sent(server: &Fake) -> Vec<String> {
    let messages = server.messages();
    let texts = messages.iter().map(|message| {
        let batch = message.batch();
        batch.unwrap_or_else(|| match message.kind {
            Kind::Call => "call".to_owned(),
            _ => "?".to_owned(),
        })
    });
    texts.collect()
}

fn select() -> Statement {
    Statement::new("SELECT [a] FROM [t] WHERE [a] = @P1").bind(7)
}

#[tokio::test]
async fn a_plan_is_asked_for_with_the_setting_alone() {
    let server = planning(None).await;
    let mut connection = connect(&server).await.unwrap();
    let before = sent(&server).len();
    let explained = connection
        .explain(&select(), &ExplainOptions::new())
        .await
        .unwrap();
    assert_eq!(explained.text, "SELECT\n  Scan");
    assert_eq!(
        sent(&server)[before..],
        [
            "SET SHOWPLAN_XML ON",
            "SELECT [a] FROM [t] WHERE [a] =  7",
            "SET SHOWPLAN_XML OFF"
        ]
    );
}

#[tokio::test]
async fn what_is_carried_out_is_a_call_with_its_parameters() {
    let server = planning(None).await;
    let mut connection = connect(&server).await.unwrap();
    let before = sent(&server).len();
    let kept = ExplainOptions::new().execution(ExplainExecution::Kept);
    connection.explain(&select(), &kept).await.unwrap();
    assert_eq!(
        sent(&server)[before..],
        ["SET STATISTICS XML ON", "call", "SET STATISTICS XML OFF"]
    );
}

#[tokio::test]
async fn the_setting_goes_back_where_the_statement_is_refused() {
    let refusal = Tokens::new()
        .error(102, 1, 15, "Incorrect syntax near 'x'.")
        .failed();
    let server = planning(Some(refusal)).await;
    let mut connection = connect(&server).await.unwrap();
    let before = sent(&server).len();
    let refused = connection.explain(&select(), &ExplainOptions::new()).await;
    assert_eq!(refused.unwrap_err().kind(), ErrorKind::Programming);
    let sent = sent(&server);
    assert_eq!(
        (sent.len() - before, sent.last().map(String::as_str)),
        (3, Some("SET SHOWPLAN_XML OFF"))
    );
}

#[tokio::test]
async fn the_setting_goes_back_before_the_next_statement_where_the_future_was_dropped() {
    let server = Fake::new(|message| {
        let text = message.batch().unwrap_or_default();
        if text.starts_with("SELECT [a]") {
            return Answer::Part(Tokens::new());
        }
        Answer::Whole(Tokens::new().one_row(&[Cell::Int(0)]))
    })
    .await;
    let mut connection = connect(&server).await.unwrap();
    let before = sent(&server).len();
    let (select, options) = (select(), ExplainOptions::new());
    let explaining = connection.explain(&select, &options);
    let dropped = tokio::time::timeout(std::time::Duration::from_millis(200), explaining).await;
    assert!(dropped.is_err());
    connection
        .execute(&Statement::new("PRINT 1"))
        .await
        .unwrap();
    let texts = sent(&server)[before..].to_vec();
    let place = |text: &str| texts.iter().position(|it| it == text).unwrap();
    assert!(
        place("SET SHOWPLAN_XML OFF") < place("PRINT 1"),
        "{texts:?}"
    );
}
