//! Sessions that cannot be opened: one clear sentence each, without secrets.

use backend_core::error::ErrorKind;
use backend_postgres::BACKEND;

use crate::fakes::Fake;
use crate::server::{Server, connect, refusal};

#[tokio::test]
async fn a_wrong_password() {
    let Some(server) = Server::shared() else {
        return;
    };
    let port = server.port;
    for user in ["scram", "clear", "hashed"] {
        let url = server.url(&format!("{user}:correct-horse-wrong"), "postgres");
        assert_eq!(
            refusal(&url, ErrorKind::Authentication).await,
            format!("the server at 127.0.0.1:{port} refused the password of user `{user}`")
        );
        let url = server.url(&format!("{user}:correct-horse-{user}"), "postgres");
        assert!(connect(&url).await.unwrap().is_usable().await);
    }
}

#[tokio::test]
async fn no_password_where_one_is_asked_for() {
    let Some(server) = Server::shared() else {
        return;
    };
    let port = server.port;
    let passwords = server.file("empty.pass", "");
    let path = passwords.display();
    assert_eq!(
        refusal(
            &server.url("scram", &format!("postgres?passfile={path}")),
            ErrorKind::Authentication
        )
        .await,
        format!(
            "the server at 127.0.0.1:{port} asks for a password of user `scram`, and there is none: `{path}` has none for \
             this session"
        )
    );
    let passwords = server.file("scram.pass", "*:*:*:scram:correct-horse-scram\n");
    let query = format!("postgres?passfile={}", passwords.display());
    assert!(connect(&server.url("scram", &query)).await.is_ok());
}

#[tokio::test]
async fn a_user_who_is_not_there_or_may_not() {
    let Some(server) = Server::shared() else {
        return;
    };
    let at = format!("127.0.0.1:{}", server.port);
    for (user, reason) in [
        ("nobody", r#"role "nobody" does not exist"#),
        (
            "group_only",
            r#"role "group_only" is not permitted to log in"#,
        ),
        (
            "rejected",
            r#"pg_hba.conf rejects connection for host "127.0.0.1", user "rejected", database "postgres", no encryption"#,
        ),
    ] {
        assert_eq!(
            // Its message says whether the session was encrypted, in words that differ by version.
            refusal(
                &server.url(user, "postgres?sslmode=disable"),
                ErrorKind::Authentication
            )
            .await
            .replace("SSL off", "no encryption"),
            format!("the server at {at} refused user `{user}`: {reason}")
        );
    }
}

#[tokio::test]
async fn a_database_that_is_not_there_or_shut() {
    let Some(server) = Server::shared() else {
        return;
    };
    let at = format!("127.0.0.1:{}", server.port);
    assert_eq!(
        refusal(&server.url("postgres", "nowhere"), ErrorKind::DoesNotExist).await,
        format!("there is no database `nowhere` at {at}")
    );
    assert_eq!(
        refusal(
            &server.url("stranger", "private"),
            ErrorKind::PermissionDenied
        )
        .await,
        format!(
            "the server at {at} refused the session: permission denied for database \"private\""
        )
    );
    assert_eq!(
        refusal(&server.url("postgres", "shut"), ErrorKind::Connect).await,
        format!(
            "the server at {at} refused the session: database \"shut\" is not currently accepting connections"
        )
    );
}

#[tokio::test]
async fn too_many_sessions() {
    let Some(server) = Server::shared() else {
        return;
    };
    assert_eq!(
        refusal(&server.url("crowded", "postgres"), ErrorKind::Connect).await,
        format!(
            "the server at 127.0.0.1:{} takes no more sessions: too many connections for role \"crowded\"",
            server.port
        )
    );
}

#[tokio::test]
async fn an_option_that_the_server_does_not_take() {
    let Some(server) = Server::shared() else {
        return;
    };
    let at = format!("127.0.0.1:{}", server.port);
    for (query, reason) in [
        (
            "time_zone=Nowhere/City",
            r#"invalid value for parameter "TimeZone": "Nowhere/City""#,
        ),
        (
            "options=-c%20nothing=1",
            r#"unrecognized configuration parameter "nothing""#,
        ),
    ] {
        let url = server.url("postgres", &format!("postgres?{query}"));
        assert_eq!(
            refusal(&url, ErrorKind::Configuration).await,
            format!("the server at {at} refused an option of the session: {reason}")
        );
    }
}

#[tokio::test]
async fn a_host_that_is_not_there() {
    let url = "postgres://postgres:correct-horse@nowhere.invalid/x";
    assert_eq!(
        refusal(url, ErrorKind::Connect).await,
        "the host `nowhere.invalid` has no address: its name cannot be resolved"
    );
    // Nothing listens at a port that was free a moment ago.
    let port = Fake::Silent.start().await.port;
    tokio::task::yield_now().await;
    let url = format!("postgres://postgres:correct-horse@127.0.0.1:{port}/x");
    assert_eq!(
        refusal(&url, ErrorKind::Connect).await,
        format!("nothing listens at 127.0.0.1:{port} (connection refused)")
    );
    let url = "postgres://postgres@%2Fnowhere:7/x";
    assert_eq!(
        refusal(url, ErrorKind::Connect).await,
        "there is no socket /nowhere/.s.PGSQL.7; no server runs there, or it keeps its socket elsewhere"
    );
}

#[tokio::test]
async fn a_server_that_says_nothing_or_nonsense() {
    let silent = Fake::Silent.start().await;
    let url = |port: u16| {
        format!("postgres://ann:correct-horse@127.0.0.1:{port}/x?connect_timeout=200ms")
    };
    assert_eq!(
        refusal(&url(silent.port), ErrorKind::Timeout).await,
        format!(
            "the server at 127.0.0.1:{} did not answer within 200ms",
            silent.port
        )
    );
    let closing = Fake::Closing.start().await;
    assert_eq!(
        refusal(&url(closing.port), ErrorKind::Connect).await,
        format!(
            "the server at 127.0.0.1:{} closed the connection while the session was being opened",
            closing.port
        )
    );
    let web = Fake::Web.start().await;
    assert_eq!(
        refusal(&url(web.port), ErrorKind::Connect).await,
        format!(
            "the server at 127.0.0.1:{} does not answer as PostgreSQL does",
            web.port
        )
    );
}

#[tokio::test]
async fn a_server_that_is_too_old() {
    let old = Fake::Version("11.22 (Debian 11.22-1)").start().await;
    let url = format!(
        "postgres://ann:correct-horse@127.0.0.1:{}/x?sslmode=disable",
        old.port
    );
    assert_eq!(
        refusal(&url, ErrorKind::NotSupported(None)).await,
        "the server is PostgreSQL 11.22.0, and 12.0.0 or newer is required"
    );
}

#[test]
fn no_session_is_opened_outside_a_runtime() {
    let settings = BACKEND.settings("postgres://localhost/x").unwrap();
    let error = futures_executor::block_on(BACKEND.connect(&settings)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Interface);
}
