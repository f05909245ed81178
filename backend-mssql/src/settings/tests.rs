//! What URLs, options and the environment come to.

use std::path::PathBuf;
use std::time::Duration;

use backend_core::settings::{OptionInfo, Settings, UrlStyle};
use backend_core::wrapper::IsolationLevel;

use super::{ConnectSettings, Encryption, Environment, Login, OPTIONS, Trust};

type Table = &'static [(&'static str, &'static str)];

fn of_url(url: &str, table: Table) -> backend_core::error::Result<ConnectSettings> {
    let settings = Settings::from_url(url, UrlStyle::Server, OPTIONS)?;
    ConnectSettings::of(&settings, &Environment::of_table(table))
}

fn of(url: &str) -> ConnectSettings {
    of_url(url, &[]).unwrap()
}

/// The message of a refusal.
fn refusal(url: &str, table: Table) -> String {
    of_url(url, table).unwrap_err().to_string()
}

fn places(settings: &ConnectSettings) -> Vec<String> {
    settings.places.iter().map(ToString::to_string).collect()
}

fn user(settings: &ConnectSettings) -> (&str, &str) {
    match &settings.login {
        Login::Password { user, password } => (user, password.expose()),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_table_of_options_is_sound() {
    OptionInfo::check(OPTIONS).unwrap();
}

#[test]
fn a_url_says_where_and_who() {
    let found = of("sqlserver://ann:pass@db.example:1435/music?application_name=player");
    assert_eq!(places(&found), ["db.example:1435"]);
    assert_eq!(user(&found), ("ann", "pass"));
    assert_eq!(found.database.as_deref(), Some("music"));
    assert_eq!(found.application_name.as_deref(), Some("player"));
    assert_eq!(found.connect_timeout, Some(Duration::from_secs(30)));
    assert_eq!(found.tls.encryption, Encryption::Mandatory);
    assert_eq!(found.tls.trust, Trust::Authorities(None));
    assert_eq!(found.session.isolation, IsolationLevel::ReadCommitted);
    assert!(!format!("{found:?}").contains("pass\""));
}

#[test]
fn options_say_the_same_as_the_url_and_nothing_else() {
    let found = of("mssql://db?user=ann&password=pass&database=music");
    assert_eq!(user(&found), ("ann", "pass"));
    assert_eq!(found.database.as_deref(), Some("music"));
    for url in [
        "mssql://ann:x@db?user=ben",
        "mssql://ann:x@db?password=y",
        "mssql://ann:x@db/a?database=b",
    ] {
        assert!(refusal(url, &[]).contains("says otherwise"), "{url}");
    }
}

#[test]
fn servers_are_tried_in_their_order_and_the_partner_last() {
    let found = of("mssql://ann:x@a,b:5,[::1]/?instance=i&failover_partner=c,6");
    assert_eq!(places(&found), [r"a\i", "b:5", r"::1\i", "c:6"]);
    assert_eq!(places(&of("mssql://ann:x@")), ["localhost:1433"]);
    assert_eq!(places(&of("mssql://ann:x@?instance=i")), [r"localhost\i"]);
    assert!(refusal("mssql://ann:x@%2Ftmp", &[]).contains("TCP"));
    assert!(refusal("mssql://ann:x@a?failover_partner=np:b", &[]).contains("failover_partner"));
}

#[test]
fn variables_stand_in_for_what_is_left_out() {
    const TABLE: Table = &[
        ("SQLCMDSERVER", r"tcp:db\i,1500"),
        ("SQLCMDUSER", "ann"),
        ("SQLCMDPASSWORD", "pass"),
        ("SQLCMDDBNAME", "music"),
        ("SQLCMDLOGINTIMEOUT", "8"),
        ("SQLCMDPACKETSIZE", ""),
    ];
    let found = of_url("mssql://", TABLE).unwrap();
    assert_eq!(places(&found), ["db:1500"]);
    assert_eq!(user(&found), ("ann", "pass"));
    assert_eq!(found.database.as_deref(), Some("music"));
    assert_eq!(found.connect_timeout, Some(Duration::from_secs(8)));
    assert_eq!(found.packet_size, None);
    let found = of_url("mssql://ben:other@h/films?connect_timeout=1s", TABLE).unwrap();
    assert_eq!(places(&found), ["h:1433"]);
    assert_eq!(user(&found), ("ben", "other"));
    assert_eq!(found.database.as_deref(), Some("films"));
    assert_eq!(found.connect_timeout, Some(Duration::from_secs(1)));
    let found = of_url("mssql://h/?access_token=t", TABLE).unwrap();
    assert!(matches!(found.login, Login::Token(_)));
    assert!(refusal("mssql://", &[("SQLCMDSERVER", "np:x")]).contains("SQLCMDSERVER"));
    assert!(refusal("mssql://a:b@h", &[("SQLCMDPACKETSIZE", "1")]).contains("SQLCMDPACKETSIZE"));
}

#[test]
fn a_login_is_proved_in_one_way() {
    let token = |url| match of(url).login {
        Login::Token(token) => token.expose().to_owned(),
        other => panic!("{other:?}"),
    };
    assert_eq!(token("mssql://h?access_token=t"), "t");
    assert_eq!(token("mssql://:t@h?authentication=token"), "t");
    assert_eq!(user(&of("mssql://ann@h")), ("ann", ""));
    for (url, part) in [
        ("mssql://h?authentication=token", "access_token"),
        ("mssql://:x@h?authentication=password", "no user"),
        (
            "mssql://ann:x@h?authentication=password&access_token=t",
            "goes with",
        ),
    ] {
        let said = refusal(url, &[]);
        assert!(said.contains(part), "{url}: {said}");
    }
    if !cfg!(windows) {
        assert!(refusal("mssql://h", &[]).contains("SQLCMDUSER"));
        assert!(refusal("mssql://h?authentication=integrated", &[]).contains("Windows only"));
    }
}

#[test]
fn trust_is_what_the_options_of_tls_say() {
    for (options, encryption, trust) in [
        (
            "encrypt=strict",
            Encryption::Strict,
            Trust::Authorities(None),
        ),
        (
            "encrypt=yes",
            Encryption::Mandatory,
            Trust::Authorities(None),
        ),
        (
            "trust_server_certificate=true",
            Encryption::Mandatory,
            Trust::Anyone,
        ),
        ("encrypt=false", Encryption::Optional, Trust::Anyone),
        (
            "encrypt=optional&trust_server_certificate=false",
            Encryption::Optional,
            Trust::Authorities(None),
        ),
        (
            "encrypt=optional&ca_file=ca.pem",
            Encryption::Optional,
            Trust::Authorities(Some(PathBuf::from("ca.pem"))),
        ),
        (
            "encrypt=disable",
            Encryption::Disabled,
            Trust::Authorities(None),
        ),
    ] {
        let found = of(&format!("mssql://a:b@h?{options}")).tls;
        assert_eq!(
            (found.encryption, found.trust),
            (encryption, trust),
            "{options}"
        );
    }
    for options in [
        "trust_server_certificate=true&ca_file=ca.pem",
        "trust_server_certificate=true&host_name_in_certificate=h",
        "trust_server_certificate=true&encrypt=strict",
    ] {
        refusal(&format!("mssql://a:b@h?{options}"), &[]);
    }
}

#[test]
fn limits_and_levels_of_the_session_are_kept() {
    let found = of(
        "mssql://a:b@h?statement_timeout=2s&lock_timeout=0&default_transaction_isolation=snapshot&application_intent=ReadOnly",
    );
    assert_eq!(
        found.session.statement_timeout,
        Some(Duration::from_secs(2))
    );
    assert_eq!(found.session.lock_timeout, Some(Duration::ZERO));
    assert_eq!(found.session.isolation, IsolationLevel::Snapshot);
    assert!(found.only_reads);
    assert_eq!(
        of("mssql://a:b@h?statement_timeout=0")
            .session
            .statement_timeout,
        None
    );
}
