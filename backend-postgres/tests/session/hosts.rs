//! Sockets, several servers, and what a session is set to when it is opened.

use backend_core::error::ErrorKind;
use backend_core::sql::Statement;

use crate::fakes::Fake;
use crate::server::{Server, connect, refusal, setting};

#[tokio::test]
async fn a_socket_is_a_server_like_any_other() {
    let Some(server) = Server::shared() else {
        return;
    };
    let folder = server.socket.display().to_string();
    let encoded = folder.replace('/', "%2F");
    for url in [
        format!("postgres://postgres@{encoded}:{}/postgres", server.port),
        format!(
            "postgres://postgres@/postgres?host={folder}&port={}",
            server.port
        ),
        // TLS is for networks.
        format!(
            "postgres://postgres@{encoded}:{}/postgres?sslmode=verify-full&sslrootcert={}",
            server.port,
            server.root()
        ),
    ] {
        let mut connection = connect(&url).await.unwrap();
        let sql = Statement::new("SELECT inet_client_addr() IS NULL");
        assert_eq!(
            connection.fetch_one::<(bool,)>(&sql).await.unwrap(),
            (true,),
            "{url}"
        );
    }
}

#[tokio::test]
async fn the_next_server_is_tried_where_one_cannot_be_reached() {
    let Some(server) = Server::shared() else {
        return;
    };
    let (closing, silent) = (Fake::Closing.start().await, Fake::Silent.start().await);
    let url = |last: u16| {
        format!(
            "postgres://postgres:correct-horse@127.0.0.1:{},127.0.0.1:{},127.0.0.1:{last}/postgres?connect_timeout=200ms",
            closing.port, silent.port
        )
    };
    assert!(connect(&url(server.port)).await.unwrap().is_usable().await);
    assert_eq!((closing.came(), silent.came()), (1, 1));
    let old_port = Fake::Closing.start().await.port;
    tokio::task::yield_now().await;
    assert_eq!(
        refusal(&url(old_port), ErrorKind::Connect).await,
        format!(
            "none of 3 servers will do: the server at 127.0.0.1:{} closed the connection while the session was being \
             opened; the server at 127.0.0.1:{} did not answer within 200ms; nothing listens at 127.0.0.1:{old_port} \
             (connection refused)",
            closing.port, silent.port
        )
    );
}

#[tokio::test]
async fn no_other_server_gets_a_password_that_one_refused() {
    let Some(server) = Server::shared() else {
        return;
    };
    let next = Fake::Silent.start().await;
    let url = format!(
        "postgres://scram:correct-horse-wrong@127.0.0.1:{},127.0.0.1:{}/postgres",
        server.port, next.port
    );
    refusal(&url, ErrorKind::Authentication).await;
    assert_eq!(next.came(), 0);
}

#[tokio::test]
async fn a_random_server_is_any_of_them() {
    let Some(server) = Server::shared() else {
        return;
    };
    let closing = Fake::Closing.start().await;
    let url = format!(
        "postgres://postgres@127.0.0.1:{},127.0.0.1:{}/postgres?load_balance_hosts=random",
        server.port, closing.port
    );
    for _ in 0..64 {
        connect(&url).await.unwrap();
        if closing.came() > 0 {
            return;
        }
    }
    panic!("the first server was always the first");
}

#[tokio::test]
async fn a_server_of_the_kind_that_is_wanted() {
    let Some(server) = Server::shared() else {
        return;
    };
    let at = format!("127.0.0.1:{}", server.port);
    let url = |database: &str, wanted: &str| {
        server.url(
            "postgres",
            &format!("{database}?target_session_attrs={wanted}"),
        )
    };
    for (database, wanted) in [
        ("postgres", "any"),
        ("postgres", "read-write"),
        ("postgres", "primary"),
        ("postgres", "prefer-standby"),
        ("reads_only", "read-only"),
        ("reads_only", "primary"),
    ] {
        assert!(
            connect(&url(database, wanted)).await.is_ok(),
            "{database} {wanted}"
        );
    }
    for (database, wanted, reason) in [
        (
            "reads_only",
            "read-write",
            "only reads, and target_session_attrs=read-write asks for one that writes",
        ),
        (
            "postgres",
            "read-only",
            "writes as well, and target_session_attrs=read-only asks for one that only reads",
        ),
        (
            "postgres",
            "standby",
            "is no standby, and target_session_attrs=standby asks for one",
        ),
    ] {
        assert_eq!(
            refusal(&url(database, wanted), ErrorKind::Connect).await,
            format!("the server at {at} {reason}")
        );
    }
}

#[tokio::test]
async fn a_session_is_set_when_it_is_opened() {
    let Some(server) = Server::shared() else {
        return;
    };
    let query = "postgres?application_name=the%20player&statement_timeout=1500ms&lock_timeout=2s\
                 &idle_in_transaction_session_timeout=1h&search_path=%22a%20b%22,%20public&time_zone=Asia/Tokyo\
                 &default_transaction_isolation=repeatable%20read&default_transaction_read_only=on\
                 &default_transaction_deferrable=on&options=-c%20work_mem=1MB";
    let mut connection = connect(&server.url("postgres", query)).await.unwrap();
    for (name, value) in [
        ("application_name", "the player"),
        ("statement_timeout", "1500ms"),
        ("lock_timeout", "2s"),
        ("idle_in_transaction_session_timeout", "1h"),
        ("search_path", "\"a b\", public"),
        ("TimeZone", "Asia/Tokyo"),
        ("default_transaction_isolation", "repeatable read"),
        ("default_transaction_read_only", "on"),
        ("default_transaction_deferrable", "on"),
        ("work_mem", "1MB"),
        ("client_encoding", "UTF8"),
    ] {
        assert_eq!(setting(&mut connection, name).await, value, "{name}");
    }
    // A reset comes back to them.
    connection
        .batch("SET statement_timeout = 0; RESET ALL")
        .await
        .unwrap();
    assert_eq!(
        setting(&mut connection, "statement_timeout").await,
        "1500ms"
    );
}
