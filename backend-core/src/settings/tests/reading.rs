//! What URLs mean.

use std::time::Duration;

use crate::settings::tests::{OPTIONS, file, server};
use crate::settings::{Host, Settings, UrlStyle};

#[test]
fn parts_of_a_server_are_decoded_and_empty_ones_are_none() {
    let settings = server("DB://%61nn:p%40%3A%2Fs@h%6Fst:5433/a%2Fb%20c?pin=%26%3D").unwrap();
    assert_eq!(settings.scheme(), "db");
    assert_eq!(settings.user(), Some("ann"));
    assert_eq!(settings.password().unwrap().expose(), "p@:/s");
    assert_eq!(
        (settings.hosts()[0].name.as_str(), settings.hosts()[0].port),
        ("host", Some(5433))
    );
    assert_eq!(
        (settings.database(), settings.path()),
        (Some("a/b c"), None)
    );
    assert_eq!(settings.secret("pin").unwrap().expose(), "&=");
    assert_eq!(
        settings.to_string(),
        "db://ann:***@host:5433/a%2Fb%20c?pin=***"
    );
    assert_eq!(format!("{settings:?}"), format!("Settings({settings})"));

    for url in ["db://", "db:///", "db://:@/?", "db://@", "db://?&"] {
        let settings = server(url).unwrap();
        assert_eq!(
            settings,
            Settings::new("db", UrlStyle::Server, OPTIONS).unwrap(),
            "{url}"
        );
        assert_eq!(settings.to_string(), "db://");
    }
}

#[test]
fn hosts_are_names_addresses_and_sockets() {
    let url = "db://a.example,10.0.0.1:1,[::1]:65535,[fe80::1%25eth0],%2Frun%2Fdb:7,%40db,h%5Ci,x:";
    let settings = server(url).unwrap();
    let hosts: Vec<_> = settings
        .hosts()
        .iter()
        .map(|host| (host.name.as_str(), host.port))
        .collect();
    let expected = [
        ("a.example", None),
        ("10.0.0.1", Some(1)),
        ("::1", Some(65535)),
        ("fe80::1%eth0", None),
        ("/run/db", Some(7)),
        ("@db", None),
        ("h\\i", None),
        ("x", None),
    ];
    assert_eq!(hosts, expected);
    let sockets: Vec<_> = settings.hosts().iter().map(Host::is_socket).collect();
    assert_eq!(
        sockets,
        [false, false, false, false, true, true, false, false]
    );
    assert_eq!(settings.to_string(), url.trim_end_matches(':'));
}

#[test]
fn a_path_is_what_follows_the_scheme() {
    let cases = [
        ("db:music.db", "music.db", "db:music.db"),
        ("db://a/music.db", "a/music.db", "db:a/music.db"),
        ("db:///srv/music.db", "/srv/music.db", "db:///srv/music.db"),
        ("db:/srv/music.db", "/srv/music.db", "db:///srv/music.db"),
        ("db:////srv", "//srv", "db:////srv"),
        ("db::memory:", ":memory:", "db::memory:"),
        ("db://:memory:", ":memory:", "db::memory:"),
        ("db:C:\\x@y.db", "C:\\x@y.db", "db:C:%5Cx%40y.db"),
        (
            "db:a b+%3F%23%25.db",
            "a b+?#%.db",
            "db:a%20b%2B%3F%23%25.db",
        ),
        ("db:größe.db", "größe.db", "db:gr%C3%B6%C3%9Fe.db"),
    ];
    for (url, path, shown) in cases {
        let settings = file(url).unwrap();
        assert_eq!(settings.path(), Some(path), "{url}");
        assert_eq!(
            (settings.database(), settings.user(), settings.hosts()),
            (None, None, [].as_slice())
        );
        assert_eq!(settings.to_string(), shown);
        assert_eq!(file(shown).unwrap(), settings);
        assert_eq!(Settings::from_path("db", path, OPTIONS).unwrap(), settings);
    }
    assert_eq!(file("db:").unwrap().path(), None);
    assert_eq!(file("db://?retries=1").unwrap().integer("retries"), Some(1));
}

#[test]
fn options_have_values_of_their_kind_and_defaults() {
    let settings = file("db:x").unwrap();
    assert!(!settings.boolean("encrypt") && !settings.is_set("retries"));
    assert_eq!(settings.integer("retries"), Some(3));
    assert_eq!(
        settings.duration("timeout"),
        Some(Duration::from_millis(250))
    );
    assert_eq!(
        (settings.choice("mode"), settings.secret("pin")),
        (None, None)
    );
    assert_eq!(settings.text("application_name"), Some("none"));

    let url = "db:x?encrypt=ON&retries=9&timeout=2&mode=read&application_name=a+b%26c&root_certificate=/x";
    let settings = file(url).unwrap();
    assert!(settings.boolean("encrypt") && settings.is_set("retries"));
    assert_eq!(settings.integer("retries"), Some(9));
    assert_eq!(settings.duration("timeout"), Some(Duration::from_secs(2)));
    assert_eq!(settings.choice("mode"), Some("Read"));
    assert_eq!(settings.text("application_name"), Some("a+b&c"));
    assert_eq!(settings.text("root_certificate"), Some("/x"));
    assert_eq!(
        file("db:x?application_name=")
            .unwrap()
            .text("application_name"),
        Some("")
    );

    assert_eq!(settings.integer("timeout"), None, "another kind");
    assert_eq!(settings.text("pin"), None, "another kind");
    assert_eq!(settings.integer("nothing"), None, "no option");
}
