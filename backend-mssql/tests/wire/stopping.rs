//! Requests that are dropped, stopped or run out of time are stopped by Attention; a session that did not come into step, or whose
//! connection broke, is never used again.

use std::time::Duration;

use backend_core::connection::Connection;
use backend_core::error::ErrorKind;
use backend_core::query::{Upsert, bind};
use backend_core::sql::Statement;
use backend_core::wrapper::{ServerInfo, Version};
use backend_mssql::BACKEND;

use crate::fake::{Answer, Cell, Fake, Kind, Message, Tokens, Type};
use crate::{connect, connect_with};

const SOON: Duration = Duration::from_millis(100);

fn long() -> Statement {
    Statement::new("SELECT [n] FROM [long] WHERE [n] > @P1").bind(0_i64)
}

/// The first rows of an answer that goes on.
fn beginning() -> Tokens {
    let mut tokens = Tokens::new().columns(&[("n", Type::Int)]);
    for n in 0..10 {
        tokens = tokens.row(&[Cell::Int(n)]);
    }
    tokens
}

/// Answers the first call as it is told, and all that comes after it with the number 7.
async fn server(first: impl Fn() -> Answer + Send + Sync + 'static) -> Fake {
    let asked = std::sync::atomic::AtomicBool::new(false);
    Fake::new(move |message| {
        let is_first =
            message.kind == Kind::Call && !asked.swap(true, std::sync::atomic::Ordering::SeqCst);
        if is_first {
            first()
        } else {
            Answer::Whole(Tokens::new().one_row(&[Cell::Int(7)]))
        }
    })
    .await
}

fn attentions(server: &Fake) -> usize {
    let is_attention = |message: &&Message| message.kind == Kind::Attention;
    server.messages().iter().filter(is_attention).count()
}

/// That the session is good for another statement.
async fn goes_on(connection: &mut Connection) {
    let rows: Vec<(i32,)> = connection.fetch_as(&long()).await.unwrap();
    assert_eq!(rows, [(7,)]);
}

#[tokio::test]
async fn a_query_that_is_dropped_is_stopped_and_the_session_goes_on() {
    let server = server(|| Answer::Part(beginning())).await;
    let mut connection = connect(&server).await.unwrap();
    let dropped = tokio::time::timeout(SOON, connection.execute(&long())).await;
    assert!(dropped.is_err());
    goes_on(&mut connection).await;
    assert_eq!((attentions(&server), server.sessions()), (1, 1));
}

#[tokio::test]
async fn an_answer_without_a_row_yet_can_be_stopped_as_well() {
    let server = server(|| Answer::Part(Tokens::new())).await;
    let mut connection = connect(&server).await.unwrap();
    let dropped = tokio::time::timeout(SOON, connection.execute(&long())).await;
    assert!(dropped.is_err());
    goes_on(&mut connection).await;
    assert_eq!(attentions(&server), 1);
}

#[tokio::test]
async fn a_statement_that_runs_too_long_is_stopped() {
    let server = server(|| Answer::Part(beginning())).await;
    let options = "encrypt=disable&statement_timeout=100ms";
    let mut connection = connect_with(&server, options).await.unwrap();
    let error = connection.execute(&long()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    goes_on(&mut connection).await;
    assert_eq!(attentions(&server), 1);
}

#[tokio::test]
async fn a_statement_is_cancelled_from_elsewhere() {
    let server = server(|| Answer::Part(beginning())).await;
    let mut connection = connect(&server).await.unwrap();
    let canceller = connection.canceller().unwrap();
    let cancelling = async {
        tokio::time::sleep(SOON).await;
        canceller.cancel().unwrap();
    };
    let statement = long();
    let (ended, ()) = tokio::join!(connection.execute(&statement), cancelling);
    assert_eq!(ended.unwrap_err().kind(), ErrorKind::Cancelled);
    goes_on(&mut connection).await;
    assert_eq!(attentions(&server), 1);
}

#[tokio::test]
async fn an_answer_that_ends_before_the_attention_is_heard_does_not_put_the_session_out_of_step() {
    let late = || {
        Answer::Late(
            beginning()
                .done_in_procedure(Some(10))
                .done_with_procedure(),
        )
    };
    let server = server(late).await;
    let mut connection = connect(&server).await.unwrap();
    let dropped = tokio::time::timeout(SOON, connection.execute(&long())).await;
    assert!(dropped.is_err());
    goes_on(&mut connection).await;
    goes_on(&mut connection).await;
    assert_eq!((attentions(&server), server.sessions()), (1, 1));
}

#[tokio::test]
async fn a_row_that_is_cut_in_half_can_be_stopped() {
    // The first byte of a row, the length of its text, and half of that.
    let half = [0xD1, 8, 0, b'a', 0];
    let server = server(move || {
        let columns = Tokens::new().columns(&[("text", Type::Text)]);
        Answer::Part(columns.raw(&half))
    })
    .await;
    let mut connection = connect(&server).await.unwrap();
    let dropped = tokio::time::timeout(SOON, connection.execute(&long())).await;
    assert!(dropped.is_err());
    // It comes into step, or it is not used again: it never gives what belongs to something else.
    match connection.fetch_as::<(i32,)>(&long()).await {
        Ok(rows) => assert_eq!(rows, [(7,)]),
        Err(error) => {
            assert_eq!(error.kind(), ErrorKind::ConnectionLost);
            assert!(!connection.is_usable().await);
        }
    }
}

#[tokio::test]
async fn a_connection_that_breaks_in_the_middle_is_lost_for_good() {
    for part in [Tokens::new(), beginning(), Tokens::new().raw(&[0x81, 1])] {
        let server = server(move || Answer::Broken(part.clone())).await;
        let mut connection = connect(&server).await.unwrap();
        for _ in 0..2 {
            let error = connection.execute(&long()).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::ConnectionLost, "{error}");
        }
        assert!(!connection.is_usable().await);
        assert_eq!(server.sessions(), 1);
    }
}

#[tokio::test]
async fn a_server_that_ends_the_session_says_why() {
    let server = server(|| {
        let text = "Cannot continue the execution because the session is in the kill state.";
        Answer::Broken(Tokens::new().error(596, 1, 21, text).failed())
    })
    .await;
    let mut connection = connect(&server).await.unwrap();
    let error = connection.execute(&long()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConnectionLost, "{error}");
    assert!(!connection.is_usable().await);
}

/// The upsert of a row that may be there already.
fn upsert() -> Statement {
    let dialect = BACKEND.dialect(&ServerInfo::new("", Version::new(16, 0, 0)));
    let upsert = Upsert::into_table("t")
        .columns(["id"])
        .row([bind(1_i64).into()]);
    let mut statements = dialect.build(&upsert.into()).unwrap();
    statements.pop().unwrap()
}

#[tokio::test]
async fn what_an_upsert_began_is_undone_where_it_is_stopped_or_dropped() {
    for is_dropped in [true, false] {
        let server = server(|| Answer::Part(Tokens::new())).await;
        let options = if is_dropped {
            "encrypt=disable"
        } else {
            "encrypt=disable&statement_timeout=100ms"
        };
        let mut connection = connect_with(&server, options).await.unwrap();
        if is_dropped {
            let upsert = upsert();
            let dropped = tokio::time::timeout(SOON, connection.execute(&upsert)).await;
            assert!(dropped.is_err());
        } else {
            let error = connection.execute(&upsert()).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Timeout);
        }
        goes_on(&mut connection).await;
        let batches = server.batches();
        let undone = batches
            .iter()
            .filter(|batch| batch.contains("ROLLBACK TRANSACTION [backend_upsert]"));
        assert_eq!(undone.count(), 1, "{batches:?}");
    }
}
