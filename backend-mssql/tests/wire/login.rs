//! Logins: what is sent, what is refused and why, and what a session is set to.

use std::net::TcpListener;

use backend_core::error::ErrorKind;
use backend_core::wrapper::Version;
use backend_mssql::BACKEND;

use crate::fake::{Answer, Encrypts, Fake, Greeting, Tokens};
use crate::{connect, connect_with, refused};

/// A server that answers every login so.
async fn refusing(refusal: Tokens) -> Fake {
    let greeting = Greeting {
        refusal: Some(refusal),
        ..Greeting::default()
    };
    Fake::greeting(greeting, |_| Answer::done()).await
}

fn error(number: u32, state: u8, class: u8, text: &str) -> Tokens {
    Tokens::new().error(number, state, class, text).failed()
}

#[tokio::test]
async fn a_login_says_who_asks_for_what() {
    let server = Fake::new(|_| Answer::done()).await;
    let options = "encrypt=disable&application_name=wire&workstation_id=here&application_intent=readonly&packet_size=8192";
    connect_with(&server, options).await.unwrap();
    let logins = server.logins();
    let [login] = logins.as_slice() else {
        panic!("{logins:?}");
    };
    assert_eq!(
        (login.user.as_str(), login.password.as_str()),
        ("sa", "secret")
    );
    assert_eq!(login.database, "db");
    assert_eq!(login.application, "wire");
    assert_eq!(login.workstation, "here");
    assert_eq!(login.server, "127.0.0.1");
    assert_eq!(login.packet_size, 8_192);
    assert!(login.reads_only);
}

#[tokio::test]
async fn a_session_is_set_up_in_one_request_and_the_server_is_known() {
    let server = Fake::new(|_| Answer::done()).await;
    let connection = connect(&server).await.unwrap();
    assert_eq!(connection.server().version, Version::new(16, 0, 4175));
    let batches = server.batches();
    let [batch] = batches.as_slice() else {
        panic!("{batches:?}");
    };
    for part in [
        "QUOTED_IDENTIFIER",
        "SET LANGUAGE us_english;",
        "SET DATEFIRST 7;",
        "XACT_ABORT",
    ] {
        assert!(batch.contains(part), "{batch}");
    }
}

#[tokio::test]
async fn an_old_server_is_refused_with_both_versions() {
    let greeting = Greeting {
        version: "12.0.6024.0",
        ..Greeting::default()
    };
    let server = Fake::greeting(greeting, |_| Answer::done()).await;
    let error = refused(&server, "encrypt=disable").await;
    assert_eq!(error.kind(), ErrorKind::NotSupported(None));
    assert!(
        error.message().contains("12.0.6024") && error.message().contains("13.0"),
        "{error}"
    );
}

#[tokio::test]
async fn a_wrong_password_is_told_without_the_password() {
    let server = refusing(error(18_456, 1, 14, "Login failed for user 'sa'.")).await;
    let error = refused(&server, "encrypt=disable").await;
    assert_eq!(error.kind(), ErrorKind::Authentication);
    assert_eq!(error.detail().code.as_deref(), Some("18456"));
    let text = format!("{error} {error:?}");
    assert!(!text.contains("secret"), "{text}");
}

#[tokio::test]
async fn a_missing_database_is_told_by_its_name() {
    // The second is what the first one leads to.
    let tokens = Tokens::new()
        .error(
            4_060,
            1,
            11,
            "Cannot open database \"db\" requested by the login. The login failed.",
        )
        .error(18_456, 1, 14, "Login failed for user 'sa'.")
        .failed();
    let error = refused(&refusing(tokens).await, "encrypt=disable").await;
    assert_eq!(error.kind(), ErrorKind::DoesNotExist, "{error}");
    assert!(error.message().contains("`db`"), "{error}");
}

#[tokio::test]
async fn who_may_not_in_is_told_why() {
    for (number, kind) in [
        (18_452, ErrorKind::Authentication),
        (18_486, ErrorKind::Authentication),
        (40_615, ErrorKind::PermissionDenied),
        (40_613, ErrorKind::Connect),
        (17_809, ErrorKind::Connect),
    ] {
        let server = refusing(error(number, 1, 14, "It will not do.")).await;
        let error = refused(&server, "encrypt=disable").await;
        assert_eq!(error.kind(), kind, "{number}: {error}");
        assert_eq!(
            error.detail().code.as_deref(),
            Some(number.to_string().as_str())
        );
        assert_eq!(server.sessions(), 1, "{number}");
    }
}

#[tokio::test]
async fn the_partner_is_asked_where_the_first_server_takes_no_sessions() {
    let busy = refusing(error(40_613, 1, 17, "Not available now.")).await;
    let partner = Fake::new(|_| Answer::done()).await;
    let options = format!(
        "encrypt=disable&failover_partner=127.0.0.1,{}",
        partner.port()
    );
    connect_with(&busy, &options).await.unwrap();
    assert_eq!((busy.sessions(), partner.sessions()), (1, 1));

    // Who is unknown to one is not shown to the other.
    let strict = refusing(error(18_456, 1, 14, "Login failed for user 'sa'.")).await;
    let partner = Fake::new(|_| Answer::done()).await;
    let options = format!(
        "encrypt=disable&failover_partner=127.0.0.1,{}",
        partner.port()
    );
    let error = refused(&strict, &options).await;
    assert_eq!(error.kind(), ErrorKind::Authentication);
    assert_eq!(partner.sessions(), 0);
}

#[tokio::test]
async fn a_server_that_refers_to_another_is_followed() {
    let other = Fake::new(|_| Answer::done()).await;
    let name = "127.0.0.1";
    let mut route = vec![20];
    let mut value = vec![0];
    value.extend(other.port().to_le_bytes());
    value.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
    value.extend(name.encode_utf16().flat_map(u16::to_le_bytes));
    route.extend(u16::try_from(value.len()).unwrap().to_le_bytes());
    route.extend(value);
    route.extend([0, 0]);
    let referring = Tokens::new()
        .let_in([16, 0, 0x10, 0x4F])
        .token(0xE3, &route)
        .done(None);
    let server = refusing(referring).await;
    connect(&server).await.unwrap();
    assert_eq!((server.sessions(), other.sessions()), (1, 1));
    let logins = other.logins();
    assert_eq!(
        logins.first().map(|login| login.database.as_str()),
        Some("db")
    );
}

#[tokio::test]
async fn a_server_that_says_nothing_is_given_up() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let url = format!("mssql://sa:secret@127.0.0.1:{port}/db?connect_timeout=200ms");
    let opened = BACKEND.connect(&BACKEND.settings(&url).unwrap()).await;
    let error = opened.err().unwrap();
    assert_eq!(error.kind(), ErrorKind::Timeout, "{error}");
}

#[tokio::test]
async fn a_server_that_goes_away_is_told() {
    let server = refusing(Tokens::new()).await;
    let error = refused(&server, "encrypt=disable&connect_timeout=5s").await;
    assert!(
        matches!(error.kind(), ErrorKind::Connect | ErrorKind::Timeout),
        "{error}"
    );
    let greeting = Greeting {
        encrypts: Encrypts::All,
        ..Greeting::default()
    };
    // It wants TLS and has no certificate: it breaks off.
    let server = Fake::greeting(greeting, |_| Answer::done()).await;
    let error = refused(&server, "").await;
    assert_eq!(error.kind(), ErrorKind::Connect, "{error}");
    assert!(error.message().contains("closed the connection"), "{error}");
}
