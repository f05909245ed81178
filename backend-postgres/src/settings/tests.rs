//! What URLs, options and the environment come to.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use backend_core::settings::{OptionInfo, Settings, UrlStyle};

use super::{
    Address, ChannelBinding, ConnectSettings, Environment, OPTIONS, Roots, Target, TlsMode,
};

type Table = &'static [(&'static str, &'static str)];

/// Settings with these options and nothing else.
pub(super) fn settings(options: &[(&str, &str)]) -> Settings {
    let settings = Settings::new("postgres", UrlStyle::Server, OPTIONS).unwrap();
    options.iter().fold(settings, |settings, (name, value)| {
        settings.with_option(name, value).unwrap()
    })
}

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

#[test]
fn the_table_of_options_is_sound() {
    OptionInfo::check(OPTIONS).unwrap();
}

#[test]
fn a_url_says_where_and_who() {
    let found = of("postgres://ann:pass@db.example:5433/music?application_name=player");
    assert_eq!(places(&found), ["db.example:5433"]);
    assert_eq!(found.user.as_deref(), Some("ann"));
    assert_eq!(found.database.as_deref(), Some("music"));
    assert_eq!(found.places[0].password.as_ref().unwrap().expose(), "pass");
    assert_eq!(found.application_name.as_deref(), Some("player"));
    assert_eq!(found.connect_timeout, Some(Duration::from_secs(30)));
    assert!(!format!("{found:?}").contains("pass\""));
}

#[test]
fn options_say_the_same_as_the_url() {
    let found = of("postgres://?host=a,b&port=1,2&user=ann&dbname=music&password=pass");
    assert_eq!(places(&found), ["a:1", "b:2"]);
    assert_eq!(found.user.as_deref(), Some("ann"));
    assert_eq!(found.database.as_deref(), Some("music"));
    assert_eq!(found.places[1].password.as_ref().unwrap().expose(), "pass");
    let same = of("postgres://ann@a/music?host=a&user=ann&dbname=music&port=7");
    assert_eq!(places(&same), ["a:7"]);
}

#[test]
fn options_must_not_say_otherwise_than_the_url() {
    for (url, option) in [
        ("postgres://a/x?host=b", "host"),
        ("postgres://ann@a/x?user=ben", "user"),
        ("postgres://ann:x@a/x?password=y", "password"),
        ("postgres://a/x?dbname=y", "dbname"),
    ] {
        let message = refusal(url, &[]);
        assert!(message.contains(&format!("{option:?}")), "{message}");
    }
}

#[test]
fn hosts_have_ports_and_addresses_of_their_own() {
    assert_eq!(places(&of("postgres://a:1,b/x")), ["a:1", "b:5432"]);
    assert_eq!(places(&of("postgres://a:1,b/x?port=7")), ["a:1", "b:7"]);
    assert_eq!(
        places(&of("postgres://a,b/x?hostaddr=10.0.0.1,::1")),
        ["a:5432 (10.0.0.1)", "b:5432 (::1)"]
    );
    assert_eq!(
        places(&of("postgres://[::1]:7/x")),
        ["[::1]:7"],
        "an address needs no looking up"
    );
    assert_eq!(
        places(&of("postgres://?hostaddr=10.0.0.1&port=7")),
        ["10.0.0.1:7"]
    );
    for url in [
        "postgres://a,b/x?port=1,2,3",
        "postgres://a,b/x?hostaddr=10.0.0.1",
        "postgres://a/x?port=0",
        "postgres://a/x?port=x",
        "postgres://a/x?hostaddr=a",
        "postgres://?host=a;b",
    ] {
        assert!(of_url(url, &[]).is_err(), "{url}");
    }
}

#[test]
fn a_path_is_a_folder_of_sockets() {
    for url in [
        "postgres://%2Frun%2Fpostgresql:7/x",
        "postgres:///x?host=/run/postgresql&port=7",
    ] {
        let found = of(url);
        assert_eq!(places(&found), ["/run/postgresql/.s.PGSQL.7"], "{url}");
        let folder = PathBuf::from("/run/postgresql");
        assert_eq!(found.places[0].address, Address::Socket(folder));
    }
}

#[test]
fn the_server_of_this_machine_is_reached_by_its_socket_where_it_has_one() {
    assert_eq!(places(&of("postgres:///x")), ["localhost:5432"]);
    let folder = tempfile::tempdir().unwrap();
    let mut environment = Environment::of_table(&[]);
    environment.socket_folders = vec![PathBuf::from("/nowhere"), folder.path().to_owned()];
    let at_port = |port: &str| {
        let found = ConnectSettings::of(&settings(&[("port", port)]), &environment);
        found.unwrap().places.remove(0).address
    };
    fs::write(folder.path().join(".s.PGSQL.7"), "").unwrap();
    assert_eq!(at_port("7"), Address::Socket(folder.path().to_owned()));
    assert_eq!(at_port("8"), Address::Name("localhost".to_owned()));
}

#[test]
fn the_environment_fills_what_is_not_said() {
    const ALL: Table = &[
        ("PGHOST", "env.example"),
        ("PGHOSTADDR", "10.0.0.9"),
        ("PGPORT", "9"),
        ("PGDATABASE", "env_db"),
        ("PGUSER", "env_user"),
        ("PGPASSWORD", "env_pass"),
        ("PGAPPNAME", "env_app"),
        ("PGCONNECT_TIMEOUT", "3"),
        ("PGOPTIONS", "-c jit=off"),
        ("PGTZ", "Asia/Tokyo"),
        ("PGSSLMODE", "disable"),
        ("PGTARGETSESSIONATTRS", "standby"),
        ("PGLOADBALANCEHOSTS", "random"),
        ("PGCHANNELBINDING", "disable"),
    ];
    let found = of_url("postgres://", ALL).unwrap();
    assert_eq!(places(&found), ["env.example:9 (10.0.0.9)"]);
    assert_eq!(found.database.as_deref(), Some("env_db"));
    assert_eq!(found.user.as_deref(), Some("env_user"));
    assert_eq!(
        found.places[0].password.as_ref().unwrap().expose(),
        "env_pass"
    );
    assert_eq!(found.application_name.as_deref(), Some("env_app"));
    assert_eq!(found.connect_timeout, Some(Duration::from_secs(3)));
    assert_eq!(
        found.startup.as_deref(),
        Some("-c jit=off -c TimeZone=Asia/Tokyo")
    );
    assert_eq!(found.tls.mode, TlsMode::Disable);
    assert_eq!(found.tls.channel_binding, ChannelBinding::Disable);
    assert_eq!(found.target, Target::Standby);
    assert!(found.is_random);

    let said = "postgres://ann:pass@a:1/music?application_name=x&connect_timeout=0&sslmode=prefer&time_zone=UTC";
    let found = of_url(said, ALL).unwrap();
    assert_eq!(places(&found), ["a:1"], "an address belongs to its host");
    assert_eq!(found.database.as_deref(), Some("music"));
    assert_eq!(found.user.as_deref(), Some("ann"));
    assert_eq!(found.places[0].password.as_ref().unwrap().expose(), "pass");
    assert_eq!(found.application_name.as_deref(), Some("x"));
    assert_eq!(found.connect_timeout, None);
    assert_eq!(found.tls.mode, TlsMode::Prefer);
    assert_eq!(found.startup.as_deref(), Some("-c jit=off -c TimeZone=UTC"));
}

#[test]
fn an_empty_variable_is_not_set_and_a_wrong_one_is_named() {
    let found = of_url("postgres://", &[("PGHOST", ""), ("PGUSER", "")]).unwrap();
    assert_eq!(places(&found), ["localhost:5432"]);
    assert_eq!(found.user.as_deref(), Some("os_user"));
    let message = refusal("postgres://", &[("PGSSLMODE", "allow")]);
    assert!(
        message.contains("PGSSLMODE") && message.contains("verify-full"),
        "{message}"
    );
}

#[test]
fn tls_is_checked_in_full_wherever_it_is_asked_for() {
    let mode = |query: &str| of(&format!("postgres://a/x?{query}")).tls.mode;
    assert_eq!(mode(""), TlsMode::Prefer);
    for query in [
        "sslrootcert=ca.pem",
        "sslrootcert=system",
        "sslcert=c.pem&sslkey=k.pem",
        "sslnegotiation=direct",
        "channel_binding=require",
        "sslmode=verify-full",
    ] {
        assert_eq!(mode(query), TlsMode::VerifyFull, "{query}");
    }
    assert_eq!(mode("sslmode=require"), TlsMode::Require);
    assert_eq!(mode("sslmode=disable"), TlsMode::Disable);
    for query in ["sslmode=require", "sslmode=verify-ca"] {
        let query = format!("{query}&sslrootcert=ca.pem");
        assert_eq!(mode(&query), TlsMode::VerifyAuthority, "{query}");
    }
    assert_eq!(
        of("postgres://a/x?sslrootcert=ca.pem").tls.roots,
        Roots::File(PathBuf::from("ca.pem"))
    );
}

#[test]
fn tls_that_would_be_none_is_refused() {
    for query in [
        "sslmode=verify-ca",
        "sslmode=require&sslrootcert=system",
        "sslmode=prefer&sslnegotiation=direct",
        "sslmode=disable&sslnegotiation=direct",
        "sslcert=c.pem",
        "sslkey=k.pem",
    ] {
        let refused = of_url(&format!("postgres://a/x?{query}"), &[]);
        assert!(refused.is_err(), "{query}");
    }
}

#[test]
fn files_in_the_users_folder_are_found() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join(".postgresql");
    fs::create_dir(&folder).unwrap();
    for name in ["root.crt", "postgresql.crt", "postgresql.key"] {
        fs::write(folder.join(name), "").unwrap();
    }
    let found = at_home(home.path(), "postgres://a/x");
    assert_eq!(found.tls.mode, TlsMode::Prefer, "a file is no request");
    assert_eq!(found.tls.roots, Roots::File(folder.join("root.crt")));
    assert_eq!(
        found.tls.client,
        Some((folder.join("postgresql.crt"), folder.join("postgresql.key")))
    );
}

fn at_home(home: &Path, url: &str) -> ConnectSettings {
    let mut environment = Environment::of_table(&[]);
    environment.home = Some(home.to_owned());
    environment.socket_folders = vec![PathBuf::from("/run/postgresql")];
    let settings = Settings::from_url(url, UrlStyle::Server, OPTIONS).unwrap();
    ConnectSettings::of(&settings, &environment).unwrap()
}

/// A user's folder with a file of passwords that only its owner can read.
fn home_with_passwords(lines: &str) -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join(".pgpass");
    fs::write(&path, lines).unwrap();
    set_mode(&path, 0o600);
    home
}

#[cfg(unix)]
fn set_mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

#[cfg(not(unix))]
fn set_mode(_path: &Path, _mode: u32) {}

fn passwords(settings: &ConnectSettings) -> Vec<Option<&str>> {
    let places = settings.places.iter();
    places
        .map(|place| {
            place
                .password
                .as_ref()
                .map(backend_core::settings::Secret::expose)
        })
        .collect()
}

#[test]
fn passwords_come_from_the_file_of_passwords_for_each_host() {
    let home = home_with_passwords(
        "# a comment\na:5432:music:ann:of_a\nlocalhost:*:*:ann:of_socket\n/other:5432:*:*:of_other\n*:*:ann:ann:own_database\n",
    );
    let found = at_home(home.path(), "postgres://ann@a,b/music");
    assert_eq!(passwords(&found), [Some("of_a"), None]);
    assert!(found.password_hint.unwrap().contains("has none"));
    let found = at_home(
        home.path(),
        "postgres://ann@%2Frun%2Fpostgresql,%2Fother/music",
    );
    assert_eq!(passwords(&found), [Some("of_socket"), Some("of_other")]);
    assert_eq!(found.password_hint, None);
    let found = at_home(home.path(), "postgres://ann@c");
    assert_eq!(passwords(&found), [Some("own_database")]);
    let found = at_home(home.path(), "postgres://ann:said@a/music");
    assert_eq!(passwords(&found), [Some("said")]);
}

#[test]
#[cfg(unix)]
fn a_file_of_passwords_that_others_may_read_is_not_used() {
    let home = home_with_passwords("*:*:*:*:pass\n");
    set_mode(&home.path().join(".pgpass"), 0o640);
    let found = at_home(home.path(), "postgres://ann@a/music");
    assert_eq!(passwords(&found), [None]);
    assert!(found.password_hint.unwrap().contains("chmod 600"));
}
