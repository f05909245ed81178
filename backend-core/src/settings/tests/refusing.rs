//! What is refused, in which words, and without showing a secret.

use crate::error::ErrorKind;
use crate::settings::tests::{OPTIONS, all_of, file, option, server};
use crate::settings::{OptionInfo, OptionKind, Settings, UrlStyle, scheme_of};

/// URLs of servers, and words of the message.
const REFUSED: &[(&str, &str)] = &[
    ("music.db", "does not start with a scheme"),
    ("1db://x", "does not start with a scheme"),
    ("db:host/x", "starts with `db://`"),
    ("db://host/x\n", "a control character"),
    ("db://host/x#y", "`#` itself as %23"),
    ("db://ann:a:b@host", "`:`; percent-encode it as %3A"),
    ("db://ann:a@b@host", "`@` as %40"),
    ("db://ann:a/b@host", "`/` as %2F"),
    ("db://ann:a?b@host", "`?` as %3F"),
    ("db://ann:***@host", "stands for a secret that is not shown"),
    ("db://host/a/b", "`/` in the database's name as %2F"),
    (
        "db://host/a;password=b",
        "the database seems to end in options",
    ),
    ("db://ann:a%4@host", "the password has a `%`"),
    ("db://ann%FF@host", "the user is not UTF-8"),
    (
        "db://host/%00",
        "the database contains the character U+0000",
    ),
    (
        "db://host?encript=1",
        "unknown option \"encript\"; did you mean \"encrypt\"? known options are encrypt, ",
    ),
    ("db://host?Time-out=1", "did you mean \"timeout\"?"),
    (
        "db://host?colour=1",
        "unknown option \"colour\"; known options are encrypt, retries, timeout, mode, ",
    ),
    (
        "db://host?encrypt",
        "option \"encrypt\" has no value; write encrypt= and true or false",
    ),
    ("db://host?encrypt=on&x", "option 2 of the URL has no `=`"),
    (
        "db://host?encrypt=on&encrypt=on",
        "option \"encrypt\" stands twice",
    ),
    (
        "db://host?encrypt=2",
        "option \"encrypt\" cannot be \"2\"; it takes true or false",
    ),
    (
        "db://host?retries=10",
        "cannot be \"10\"; it takes a whole number from 0 to 9",
    ),
    (
        "db://host?timeout=1.5s",
        "cannot be \"1.5s\"; it takes a duration such as 250ms",
    ),
    (
        "db://host?mode=rw",
        "cannot be \"rw\"; it takes one of Read, Write",
    ),
    (
        "db://host?root_certificate=",
        "it takes a path that is not empty",
    ),
    (
        "db://host?application_name=%00",
        "option \"application_name\" contains the character U+0000",
    ),
    ("db://host?pin=***", "write %2A%2A%2A"),
];

#[test]
fn a_refused_url_is_told_what_to_change() {
    for (url, words) in REFUSED {
        let error = server(url).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(error.message().contains(words), "{url}: {error}");
    }
    let error = file("db://ann:hidden@host/x").unwrap_err();
    assert!(
        error.message().contains("this database is a file"),
        "{error}"
    );
    assert!(scheme_of("x\u{7}:").is_err());
}

#[test]
fn no_refusal_shows_a_secret() {
    let secrets = [
        "hidden",
        "hid@hidden",
        "hid:hidden",
        "hid/hidden",
        "hid?hidden",
        "hid#hidden",
        "hid?mode=hidden",
    ];
    let mut n_refused = 0;
    for secret in secrets.into_iter().chain([
        "hid%hidden",
        "hidden%00",
        "hidden%FF",
        "hid&hidden",
        "hid;x=hidden",
    ]) {
        for url in [
            format!("db://ann:{secret}@host:x/y"),
            format!("db://ann:{secret}@host/y?no=1"),
            format!("db://ann:{secret}@host/y?mode=no"),
            format!("ann:{secret}@host/y#"),
            format!("db:ann:{secret}@host/y"),
            format!("//ann:{secret}@host/y"),
            format!("db://a:{secret}@host/y"),
            format!("db://@host/y;password={secret}"),
            format!("db:@host;pin={secret}"),
            format!("db://@host/y&pin={secret}"),
            format!("db://h/y?pin={secret}&no=1"),
            format!("db://h/y?pin={secret}&mode=no"),
            format!("db://h/y?pin=1&pin={secret}"),
            format!("db://h/y?mode=no&pin={secret}"),
            format!("db://h/y?timeout=1;pin={secret}"),
            format!("db://h/y?timeout=1%26pin={secret}"),
            format!("db://h/y?pin%3D{secret}=1"),
            format!("db://h/y?hidden={secret}").replace("hidden=", "pinn="),
        ] {
            for read in [server, file] {
                match read(&url) {
                    Err(error) => {
                        n_refused += 1;
                        assert!(!all_of(&error).contains("hidden"), "{url}: {error:?}");
                    }
                    // Without `@host` nothing says password: a host, a path or a database may be of that name.
                    Ok(settings) => assert!(
                        !url.contains("@host") || !format!("{settings:?}").contains("hidden"),
                        "{url}"
                    ),
                }
            }
        }
    }
    assert!(n_refused > 300, "{n_refused}");
}

#[test]
fn what_belongs_to_the_other_style_is_refused() {
    let file = Settings::from_path("db", "x", OPTIONS).unwrap();
    let server = Settings::new("db", UrlStyle::Server, OPTIONS).unwrap();
    assert!(file.clone().with_user("a").is_err());
    assert!(
        file.clone()
            .with_password("hidden")
            .is_err_and(|error| !all_of(&error).contains("hidden"))
    );
    assert!(file.clone().with_host("a", None).is_err());
    assert!(file.clone().with_database("a").is_err());
    assert!(server.clone().with_path("a").is_err());
    assert!(server.clone().with_database("a\0").is_err());
    assert!(Settings::from_path("db", "a\0", OPTIONS).is_err());
    assert!(Settings::from_path("d b", "a", OPTIONS).is_err());
    assert_eq!(file.with_path("y").unwrap().path(), Some("y"));
    assert_eq!(server.with_database("").unwrap().database(), None);
}

#[test]
fn a_faulty_table_is_found() {
    const TWICE: &[OptionInfo] = &[
        option("a", OptionKind::Text, None),
        option("a", OptionKind::Path, None),
    ];
    const TABLES: [&[OptionInfo]; 8] = [
        TWICE,
        &[option("", OptionKind::Text, None)],
        &[option("Aa", OptionKind::Text, None)],
        &[option("a", OptionKind::Integer { min: 2, max: 1 }, None)],
        &[option("a", OptionKind::Choice(&[]), None)],
        &[option("a", OptionKind::Secret, Some("x"))],
        &[option("a", OptionKind::Duration, Some("x"))],
        &[OptionInfo {
            name: "a",
            kind: OptionKind::Text,
            default: None,
            doc: " ",
        }],
    ];
    OptionInfo::check(OPTIONS).unwrap();
    for known in TABLES {
        let error = Settings::from_url("db:x", UrlStyle::File, known).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Internal, "{known:?}");
    }
}

#[test]
fn hosts_that_are_none_are_refused() {
    for host in [
        "a,,b", ",a", ":5", "a:0", "a:65536", "a:+1", "a:x", "a:1:2", "::1", "[::1", "[::1]x",
    ] {
        assert!(server(&format!("db://{host}/x")).is_err(), "{host}");
    }
    for host in [
        "[a]",
        "[::1%25]",
        "a b",
        "a%2Fb",
        "a%3Ab",
        "a;b",
        "a=b",
        "a%00",
        "[::1%25%00]",
        "a%",
    ] {
        assert!(server(&format!("db://{host}/x")).is_err(), "{host}");
    }
    let settings = Settings::new("db", UrlStyle::Server, OPTIONS).unwrap();
    assert!(settings.clone().with_host("", None).is_err());
    assert!(settings.with_host("a", Some(0)).is_err());
}

#[test]
fn a_password_without_its_host_is_not_shown_as_a_port() {
    for secret in [
        "hidden",
        "hidden:hidden",
        "hid/hidden",
        "hid?mode=hidden",
        "hid,hidden",
        "1hidden",
        "[hidden",
    ] {
        for url in [
            format!("db://ann:{secret}"),
            format!("db://:{secret}"),
            format!("db://a,b:{secret}"),
        ] {
            let error = server(&url).unwrap_err();
            assert!(!all_of(&error).contains("hid"), "{url}: {error:?}");
        }
    }
}
