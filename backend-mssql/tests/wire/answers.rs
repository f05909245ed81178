//! Results, counts, errors and messages, in the order in which they come.

use backend_core::error::{ErrorKind, Integrity};
use backend_core::query::{Upsert, bind};
use backend_core::sql::Statement;
use backend_core::value::Value;
use backend_core::wrapper::{ServerInfo, Version};
use backend_mssql::BACKEND;

use crate::connect;
use crate::fake::{Answer, Cell, Fake, Kind, Tokens, Type};

/// The texts are of no matter to a fake server: this one has a parameter, so that it is a call.
fn question() -> Statement {
    Statement::new("SELECT @P1").bind(1_i64)
}

fn change() -> Statement {
    Statement::new("UPDATE [t] SET [a] = @P1").bind(1_i64)
}

/// A server that answers every call so.
async fn answering(tokens: Tokens) -> Fake {
    Fake::new(move |message| match message.kind {
        Kind::Call => Answer::Whole(tokens.clone()),
        _ => Answer::Whole(Tokens::new().one_row(&[Cell::Int(0)])),
    })
    .await
}

#[tokio::test]
async fn rows_of_several_packets_come_whole() {
    const ROWS: i32 = 2_000;
    let columns = [
        ("n", Type::Int),
        ("big", Type::BigInt),
        ("text", Type::Text),
    ];
    let mut tokens = Tokens::new().columns(&columns);
    for n in 0..ROWS {
        let text = format!("row {n}");
        let big = Cell::BigInt(i64::from(n) << 33);
        let cells = match n % 3 {
            0 => [Cell::Int(n), big, Cell::Text(&text)],
            1 => [Cell::Null(Type::Int), big, Cell::Text("é€😀")],
            _ => [
                Cell::Int(n),
                Cell::Null(Type::BigInt),
                Cell::Null(Type::Text),
            ],
        };
        tokens = tokens.row(&cells);
    }
    let server = answering(tokens.done_in_procedure(Some(2_000)).done_with_procedure()).await;
    let mut connection = connect(&server).await.unwrap();
    let rows: Vec<(Option<i32>, Option<i64>, Option<String>)> =
        connection.fetch_as(&question()).await.unwrap();
    assert_eq!(rows.len(), usize::try_from(ROWS).unwrap());
    assert_eq!(
        rows[1_500],
        (Some(1_500), Some(1_500 << 33), Some("row 1500".to_owned()))
    );
    assert_eq!(
        rows[1_501],
        (None, Some(1_501 << 33), Some("é€😀".to_owned()))
    );
    assert_eq!(rows[1_502], (Some(1_502), None, None));
}

#[tokio::test]
async fn two_result_sets_stay_apart() {
    let tokens = Tokens::new()
        .columns(&[("a", Type::Int)])
        .row(&[Cell::Int(1)])
        .done_in_procedure(Some(1))
        .info(0, "between them")
        .columns(&[("b", Type::Text), ("c", Type::BigInt)])
        .done_in_procedure(Some(0))
        .columns(&[("d", Type::Int)])
        .row(&[Cell::Null(Type::Int)])
        .row(&[Cell::Int(3)])
        .done_in_procedure(Some(2))
        .done_with_procedure();
    let server = answering(tokens).await;
    let mut connection = connect(&server).await.unwrap();
    let sets = connection.fetch_result_sets(&question()).await.unwrap();
    let names: Vec<Vec<&str>> = sets
        .iter()
        .map(|set| {
            set.columns
                .iter()
                .map(|column| column.name.as_str())
                .collect()
        })
        .collect();
    assert_eq!(names, [vec!["a"], vec!["b", "c"], vec!["d"]]);
    let counts: Vec<_> = sets.iter().map(|set| set.rows.len()).collect();
    assert_eq!(counts, [1, 0, 2]);
    assert_eq!(sets[2].rows[0], [Value::Null]);
}

#[tokio::test]
async fn the_last_count_is_the_statements_own() {
    // A trigger counts before it.
    let tokens = Tokens::new()
        .done_in_procedure(Some(7))
        .done_in_procedure(Some(2))
        .done_with_procedure();
    let server = answering(tokens).await;
    let mut connection = connect(&server).await.unwrap();
    let done = connection.execute(&change()).await.unwrap();
    assert_eq!(done.affected, Some(2));
}

#[tokio::test]
async fn each_count_of_an_upsert_is_of_some_of_its_rows() {
    let dialect = BACKEND.dialect(&ServerInfo::new("", Version::new(16, 0, 0)));
    let upsert = Upsert::into_table("t")
        .columns(["id"])
        .row([bind(1_i64).into()])
        .row([bind(2_i64).into()]);
    let tokens = Tokens::new()
        .done_in_procedure(Some(0))
        .done_in_procedure(Some(1))
        .done_in_procedure(Some(1))
        .done_with_procedure();
    let server = answering(tokens).await;
    let mut connection = connect(&server).await.unwrap();
    for statement in dialect.build(&upsert.into()).unwrap() {
        let done = connection.execute(&statement).await.unwrap();
        assert_eq!(done.affected, Some(2));
    }
}

#[tokio::test]
async fn an_error_after_rows_is_the_answer_and_the_session_goes_on() {
    let failing = Tokens::new()
        .columns(&[("n", Type::Int)])
        .row(&[Cell::Int(1)])
        .error(8_134, 1, 16, "Divide by zero error encountered.")
        .failed();
    let good = Tokens::new().one_row(&[Cell::Int(5)]);
    let server = Fake::new(move |message| match message.kind {
        Kind::Call if holds(&message.body, "broken") => Answer::Whole(failing.clone()),
        Kind::Call => Answer::Whole(good.clone()),
        _ => Answer::Whole(Tokens::new().one_row(&[Cell::Int(0)])),
    })
    .await;
    let mut connection = connect(&server).await.unwrap();
    let broken = Statement::new("SELECT 'broken', @P1").bind(1_i64);
    let error = connection.fetch_as::<(i32,)>(&broken).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Data);
    assert_eq!(error.detail().code.as_deref(), Some("8134"));
    let rows: Vec<(i32,)> = connection.fetch_as(&question()).await.unwrap();
    assert_eq!(rows, [(5,)]);
    assert_eq!(server.sessions(), 1);
}

/// Whether a request has this text in it.
fn holds(body: &[u8], text: &str) -> bool {
    let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    body.windows(units.len()).any(|window| window == units)
}

#[tokio::test]
async fn errors_are_told_by_their_numbers() {
    for (number, class, text, kind) in [
        (
            2_627,
            14,
            "Violation of PRIMARY KEY constraint 'pk_t'. Cannot insert duplicate key in object 'dbo.t'. The duplicate key value \
             is (1).",
            ErrorKind::Integrity(Integrity::Unique),
        ),
        (
            547,
            16,
            "The INSERT statement conflicted with the CHECK constraint \"ck_t\". The conflict occurred in database \"db\", table \
             \"dbo.t\", column 'a'.",
            ErrorKind::Integrity(Integrity::Check),
        ),
        (
            515,
            16,
            "Cannot insert the value NULL into column 'a', table 'db.dbo.t'; column does not allow nulls. INSERT fails.",
            ErrorKind::Integrity(Integrity::NotNull),
        ),
        (
            1_205,
            13,
            "Transaction (Process ID 51) was deadlocked on lock resources with another process and has been chosen as the deadlock \
             victim. Rerun the transaction.",
            ErrorKind::Deadlock,
        ),
        (
            1_222,
            16,
            "Lock request time out period exceeded.",
            ErrorKind::Locked,
        ),
        (
            208,
            16,
            "Invalid object name 'nobody'.",
            ErrorKind::DoesNotExist,
        ),
    ] {
        let tokens = Tokens::new().error(number, 1, class, text).failed();
        let server = answering(tokens).await;
        let mut connection = connect(&server).await.unwrap();
        let error = connection.execute(&change()).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{number}: {error}");
        assert!(!error.to_string().contains("(1)"), "{error}");
    }
}

#[tokio::test]
async fn an_answer_that_is_none_ends_the_session() {
    // No token; one whose columns are of no type.
    for garbage in [
        &[0x42_u8, 1, 2, 3][..],
        &[0x81, 1, 0, 0, 0, 0, 0, 0, 0, 0x42],
    ] {
        let tokens = Tokens::new().raw(garbage);
        let server = answering(tokens).await;
        let mut connection = connect(&server).await.unwrap();
        let kind = connection.execute(&change()).await.unwrap_err().kind();
        assert!(
            matches!(kind, ErrorKind::Internal | ErrorKind::ConnectionLost),
            "{kind:?} of {garbage:?}"
        );
        let kind = connection.execute(&change()).await.unwrap_err().kind();
        assert_eq!(kind, ErrorKind::ConnectionLost, "{garbage:?}");
        assert!(!connection.is_usable().await, "{garbage:?}");
    }
}
