//! Scripts: what is sent of one, a request a statement.

use backend_core::error::ErrorKind;
use backend_core::wrapper::{ServerInfo, Version};
use backend_mssql::BACKEND;

use crate::connect;
use crate::fake::{Answer, Fake, Message, Tokens};

/// What a session sends of a script.
async fn sent(script: &str) -> Vec<String> {
    let server = Fake::new(|_| Answer::done()).await;
    let mut connection = connect(&server).await.unwrap();
    connection.batch(script).await.unwrap();
    let messages = server.messages();
    messages.iter().filter_map(Message::batch).collect()
}

#[tokio::test]
async fn what_a_script_is_split_into_is_what_is_sent_of_it() {
    let dialect = BACKEND.dialect(&ServerInfo::new("", Version::new(16, 0, 0)));
    for (script, requests) in [
        (
            "INSERT INTO [t] VALUES (1); INSERT INTO [t] VALUES (2)\nGO 3\nDELETE FROM [t]\ngo\n",
            7,
        ),
        (
            "DECLARE @n int = 1; INSERT INTO [t] VALUES (@n)\r\nGO 2 -- twice\r\n",
            2,
        ),
        ("SELECT 'a\nGO 2\nb'", 1),
        ("GO 5", 0),
        ("SELECT 1\nGO 0", 1),
    ] {
        let sent = sent(script).await;
        assert_eq!(sent.len(), requests, "{script}");
        assert_eq!(sent, dialect.operations.split_script(script), "{script}");
    }
}

#[tokio::test]
async fn what_is_repeated_ends_where_it_fails() {
    let asked = std::sync::atomic::AtomicUsize::new(0);
    let server =
        Fake::new(
            move |_| match asked.fetch_add(1, std::sync::atomic::Ordering::SeqCst) {
                1 => Answer::Whole(Tokens::new().error(2_627, 1, 14, "It is there.").failed()),
                _ => Answer::done(),
            },
        )
        .await;
    let mut connection = connect(&server).await.unwrap();
    let script = "INSERT INTO [t] VALUES (1)\nGO 5\nDELETE FROM [t]";
    let error = connection.batch(script).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Integrity(_)), "{error}");
    assert_eq!(server.messages().len(), 2);
}
