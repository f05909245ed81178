//! Access tokens: where they are sent, and that nobody else is shown one.

use std::error::Error as _;
use std::fmt::Debug;
use std::sync::{Arc, Mutex};

use backend_core::error::ErrorKind;
use backend_mssql::BACKEND;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::fake::{Answer, Fake, Greeting, Tokens};

/// What a token looks like: three parts of letters, digits and signs that stand for themselves in URLs.
const TOKEN: &str = "eyJ0eXAiOiJKV1Qi.eyJhdWQiOiJodHRwcyI.c2lnbmF0dXJl-_";

/// A server that asks for tokens.
fn greeting() -> Greeting {
    Greeting {
        takes_tokens: true,
        ..Greeting::default()
    }
}

/// Its URL with what proves who asks.
fn url(server: &Fake, user_and_host: &str, options: &str) -> String {
    format!(
        "mssql://{user_and_host}:{}/db?encrypt=disable&{options}",
        server.port()
    )
}

#[tokio::test]
async fn a_token_is_sent_in_its_own_place_and_nothing_beside_it() {
    // A real one is longer than a packet.
    for token in [TOKEN.to_owned(), TOKEN.repeat(100)] {
        let in_option = format!("access_token={token}");
        let in_place = format!(":{token}@127.0.0.1");
        for (host, options, asked_for) in [
            ("127.0.0.1", in_option.as_str(), true),
            ("127.0.0.1", in_option.as_str(), false),
            (in_place.as_str(), "authentication=token", true),
        ] {
            let greeting = Greeting {
                takes_tokens: asked_for,
                ..Greeting::default()
            };
            let server = Fake::greeting(greeting, |_| Answer::done()).await;
            let settings = BACKEND.settings(&url(&server, host, options)).unwrap();
            BACKEND.connect(&settings).await.unwrap();
            let logins = server.logins();
            let [login] = logins.as_slice() else {
                panic!("{logins:?}");
            };
            assert_eq!(login.token, Some((token.clone(), asked_for)));
            assert_eq!((login.user.as_str(), login.password.as_str()), ("", ""));
            assert_eq!(login.database, "db");
        }
    }
}

#[tokio::test]
async fn a_password_is_sent_in_no_token() {
    let server = Fake::greeting(greeting(), |_| Answer::done()).await;
    crate::connect(&server).await.unwrap();
    assert_eq!(server.logins()[0].token, None);
}

/// Keeps everything that is told to `tracing`.
#[derive(Clone, Default)]
struct Listener(Arc<Mutex<String>>);

struct Line<'l>(&'l mut String);

impl Visit for Line<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.push_str(&format!("{}={value:?} ", field.name()));
    }
}

impl Subscriber for Listener {
    fn enabled(&self, _metadata: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        span.record(&mut Line(&mut self.0.lock().unwrap()));
        Id::from_u64(1)
    }

    fn record(&self, _span: &Id, values: &Record<'_>) {
        values.record(&mut Line(&mut self.0.lock().unwrap()));
    }

    fn record_follows_from(&self, _span: &Id, _follows: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut lines = self.0.lock().unwrap();
        event.record(&mut Line(&mut lines));
        lines.push('\n');
    }

    fn enter(&self, _span: &Id) {}

    fn exit(&self, _span: &Id) {}
}

/// The test's runtime has one thread, on which the session's task runs as well: what is told there is heard.
#[tokio::test]
async fn no_error_and_no_log_shows_a_token() {
    let listener = Listener::default();
    let heard = Arc::clone(&listener.0);
    let _listening = tracing::subscriber::set_default(listener);
    let refusal = Tokens::new()
        .error(
            18_456,
            1,
            14,
            "Login failed for user '<token-identified principal>'.",
        )
        .failed();
    let refusing = Greeting {
        refusal: Some(refusal),
        ..greeting()
    };
    let mut shown = String::new();
    for greeting in [greeting(), refusing] {
        let server = Fake::greeting(greeting, |_| Answer::done()).await;
        let options = format!("access_token={TOKEN}");
        let settings = BACKEND
            .settings(&url(&server, "127.0.0.1", &options))
            .unwrap();
        shown.push_str(&format!("{settings} {settings:?}\n"));
        if let Err(error) = BACKEND.connect(&settings).await {
            assert_eq!(error.kind(), ErrorKind::Authentication, "{error}");
            assert_eq!(error.detail().code.as_deref(), Some("18456"));
            shown.push_str(&format!("{error} {error:?}\n"));
            let mut source = error.source();
            while let Some(cause) = source {
                shown.push_str(&format!("{cause} {cause:?}\n"));
                source = cause.source();
            }
        }
        assert_eq!(server.logins()[0].token, Some((TOKEN.to_owned(), true)));
    }
    // What contradicts a token is refused before it is sent.
    for options in ["authentication=password", "authentication=windows"] {
        let url = format!("mssql://ann:x@127.0.0.1/db?access_token={TOKEN}&{options}");
        let settings = BACKEND.settings(&url).unwrap();
        let error = BACKEND.connect(&settings).await.err().unwrap();
        assert_eq!(error.kind(), ErrorKind::Configuration, "{error}");
        shown.push_str(&format!("{error} {error:?}\n"));
    }
    assert!(shown.contains("18456"), "{shown}");
    let heard = heard.lock().unwrap();
    // The driver tells what it does: that it logs in, and that it was refused.
    assert!(heard.contains("sending login"), "{heard}");
    for part in TOKEN.split('.') {
        assert!(!shown.contains(part), "{shown}");
        assert!(!heard.contains(part), "{heard}");
    }
}
