//! Encrypted sessions, and certificates that will not do.

use backend_core::connection::Connection;
use backend_core::error::{ErrorKind, Result};
use backend_core::sql::Statement;

use crate::authority::{Authority, Validity};
use crate::server::{HOST, Server, connect, refusal};

/// A URL of the host that the certificate is for.
fn url(server: &Server, user: &str, query: &str) -> String {
    format!(
        "postgres://{user}@{HOST}:{}/postgres?hostaddr=127.0.0.1&{query}",
        server.port
    )
}

/// Whether the session is encrypted, as the server sees it.
async fn is_encrypted(connection: &mut Connection) -> Result<bool> {
    let sql = Statement::new("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()");
    Ok(connection.fetch_one::<(bool,)>(&sql).await?.0)
}

async fn opens_encrypted(url: &str) -> bool {
    let mut connection = connect(url).await.unwrap();
    is_encrypted(&mut connection).await.unwrap()
}

#[tokio::test]
async fn every_mode_encrypts_but_one() {
    let Some(server) = Server::shared() else {
        return;
    };
    let root = server.root();
    for query in [
        format!("sslrootcert={root}"),
        format!("sslrootcert={root}&sslmode=verify-full"),
        format!("sslrootcert={root}&sslmode=verify-ca"),
        "sslmode=require".to_owned(),
        "sslmode=prefer".to_owned(),
        String::new(),
    ] {
        assert!(
            opens_encrypted(&url(server, "postgres", &query)).await,
            "{query}"
        );
    }
    assert!(!opens_encrypted(&url(server, "postgres", "sslmode=disable")).await);
    assert!(opens_encrypted(&url(server, "encrypted", "")).await);
}

#[tokio::test]
async fn passwords_are_tied_to_the_session() {
    let Some(server) = Server::shared() else {
        return;
    };
    let query = format!("sslrootcert={}&channel_binding=require", server.root());
    assert!(opens_encrypted(&url(server, "scram:correct-horse-scram", &query)).await);
    let plain = "sslmode=disable&channel_binding=require";
    assert_eq!(
        refusal(
            &url(server, "scram:correct-horse-scram", plain),
            ErrorKind::Authentication
        )
        .await,
        format!(
            "the server at {HOST}:{} (127.0.0.1) does not tie the password to the encrypted session, and \
             channel_binding=require asks for that",
            server.port
        )
    );
}

#[tokio::test]
async fn a_certificate_for_another_host() {
    let Some(server) = Server::shared() else {
        return;
    };
    let root = server.root();
    let at = server.port;
    let wrong = server.url(
        "postgres:correct-horse",
        &format!("postgres?sslrootcert={root}"),
    );
    assert_eq!(
        refusal(&wrong, ErrorKind::Connect).await,
        format!(
            "the certificate of the server at 127.0.0.1:{at} is not for `127.0.0.1`, but for `{HOST}`"
        )
    );
    let any_host = format!("{wrong}&sslmode=verify-ca");
    assert!(opens_encrypted(&any_host).await);
}

#[tokio::test]
async fn a_certificate_of_a_stranger() {
    let Some(server) = Server::shared() else {
        return;
    };
    let other = Authority::new("Another Authority");
    let root = server.file("other.pem", &other.certificate());
    for mode in ["verify-full", "verify-ca", "require"] {
        let query = format!("sslrootcert={}&sslmode={mode}", root.display());
        assert_eq!(
            refusal(
                &url(server, "postgres:correct-horse", &query),
                ErrorKind::Connect
            )
            .await,
            format!(
                "the certificate of the server at {HOST}:{} (127.0.0.1) is not of an authority that is trusted; \
                 sslrootcert names the file of its authority",
                server.port
            )
        );
    }
    let system = url(server, "postgres", "sslmode=verify-full&sslrootcert=system");
    let error = connect(&system).await.unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::Connect | ErrorKind::Configuration),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_certificate_that_has_expired_and_a_server_without_any() {
    let Some(server) = Server::start().await else {
        return;
    };
    let query = format!("sslrootcert={}", server.root());
    let at = format!("{HOST}:{} (127.0.0.1)", server.port);
    for mode in ["", "&sslmode=require"] {
        let url = url(&server, "postgres:correct-horse", &format!("{query}{mode}"));
        assert_eq!(
            refusal(&url, ErrorKind::Connect).await,
            format!(
                "the server at {at} has no TLS, and it is asked for; sslmode=disable does without, where the network can be \
                 trusted"
            )
        );
    }
    assert!(!opens_encrypted(&url(&server, "postgres", "")).await);
    server.encrypt(HOST, Validity::Expired).await;
    assert_eq!(
        refusal(
            &url(&server, "postgres:correct-horse", &query),
            ErrorKind::Connect
        )
        .await,
        format!("the certificate of the server at {at} has expired")
    );
    assert!(opens_encrypted(&url(&server, "postgres", "sslmode=require")).await);
}

#[tokio::test]
async fn a_clients_certificate_is_its_user() {
    let Some(server) = Server::shared() else {
        return;
    };
    let at = format!("{HOST}:{} (127.0.0.1)", server.port);
    let root = format!("sslrootcert={}", server.root());
    let certified = server.authority.client("certified");
    let options = server.client_options("certified", &certified);
    assert!(opens_encrypted(&url(server, "certified", &format!("{root}&{options}"))).await);
    assert_eq!(
        refusal(&url(server, "certified", &root), ErrorKind::Authentication).await,
        format!(
            "the server at {at} refused user `certified`: connection requires a valid client certificate"
        )
    );
    let other = server.client_options("other", &server.authority.client("other"));
    assert_eq!(
        refusal(
            &url(server, "certified", &format!("{root}&{other}")),
            ErrorKind::Authentication
        )
        .await,
        format!(
            "the server at {at} refused user `certified`: certificate authentication failed for user \"certified\""
        )
    );
    let stranger = Authority::new("A Stranger").client("certified");
    let options = server.client_options("stranger", &stranger);
    assert_eq!(
        refusal(
            &url(server, "certified", &format!("{root}&{options}")),
            ErrorKind::Connect
        )
        .await,
        format!(
            "the server at {at} refused to encrypt the session: it does not trust the authority of the client's certificate"
        )
    );
}

#[tokio::test]
async fn files_that_cannot_be_used() {
    let Some(server) = Server::shared() else {
        return;
    };
    let signed = server.authority.client("certified");
    let none = server.file("none.pem", "nothing\n");
    let (none, missing) = (none.display(), "/nowhere/root.pem");
    let certificate = server.file("mine.crt", &signed.certificate);
    let other_key = server.file("other_one.key", &server.authority.client("x").key);
    for (query, sentence) in [
        (
            format!("sslrootcert={missing}"),
            format!("sslrootcert `{missing}` cannot be read"),
        ),
        (
            format!("sslrootcert={none}"),
            format!("sslrootcert `{none}` holds no certificate (PEM)"),
        ),
        (
            format!("sslcert={}&sslkey={none}", certificate.display()),
            format!("sslkey `{none}` is not a private key (PEM)"),
        ),
        (
            format!(
                "sslcert={}&sslkey={}",
                certificate.display(),
                other_key.display()
            ),
            "sslcert and sslkey do not belong together, or are of a kind that TLS cannot use"
                .to_owned(),
        ),
    ] {
        let url = url(server, "postgres:correct-horse", &query);
        assert_eq!(refusal(&url, ErrorKind::Configuration).await, sentence);
    }
}

#[tokio::test]
async fn a_statement_of_an_encrypted_session_can_be_stopped() {
    let Some(server) = Server::shared() else {
        return;
    };
    let query = format!("sslrootcert={}", server.root());
    let mut connection = connect(&url(server, "postgres", &query)).await.unwrap();
    let canceller = connection.canceller().unwrap();
    let sleep = Statement::new("SELECT pg_sleep(60)");
    let stop = async {
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        canceller.cancel()
    };
    let (stopped, sent) = tokio::join!(connection.execute(&sleep), stop);
    sent.unwrap();
    assert_eq!(stopped.unwrap_err().kind(), ErrorKind::Cancelled);
    assert!(connection.is_usable().await);
}
