//! What holds for every text: reading does not panic, showing does not show a secret, and the two fit together.

use std::net::Ipv6Addr;

use proptest::prelude::{
    Just, Strategy, any, prop, prop_assert, prop_assert_eq, prop_oneof, proptest,
};

use crate::settings::tests::{OPTIONS, all_of, file, server};
use crate::settings::{Settings, UrlStyle, redact};

/// Settings of either style without secrets.
fn plain_settings() -> impl Strategy<Value = Settings> {
    let text = || "[^\0]{0,9}";
    let host = prop_oneof![
        "[a-zA-Zö.-]{1,9}",
        "[/@][^\0]{0,9}",
        any::<Ipv6Addr>().prop_map(|ip| ip.to_string())
    ];
    let hosts = prop::collection::vec((host, prop::option::of(1..=u16::MAX)), 0..3);
    let server = (text(), hosts, text()).prop_map(|(user, hosts, database)| {
        let settings = Settings::new("db", UrlStyle::Server, OPTIONS).unwrap();
        let settings = settings
            .with_user(user)
            .unwrap()
            .with_database(database)
            .unwrap();
        hosts.into_iter().fold(settings, |settings, (name, port)| {
            settings.with_host(name, port).unwrap()
        })
    });
    let file = "[^\0]{0,12}".prop_map(|path| Settings::from_path("db", &path, OPTIONS).unwrap());
    let options = (
        any::<bool>(),
        0..10_i64,
        any::<u32>(),
        prop::option::of(text()),
    );
    (prop_oneof![server, file], options).prop_map(
        |(settings, (encrypt, retries, milliseconds, name))| {
            let settings = settings
                .with_option("encrypt", &encrypt.to_string())
                .and_then(|settings| settings.with_option("retries", &retries.to_string()))
                .and_then(|settings| settings.with_option("timeout", &format!("{milliseconds}ms")))
                .unwrap();
            match name {
                Some(name) => settings.with_option("application_name", &name).unwrap(),
                None => settings,
            }
        },
    )
}

/// Text that is made of what means something in a URL.
const URL_LIKE: &str = "(db)?[:/@?#%&=;,.\\[\\]a0*é -]{0,24}";

proptest! {
    #[test]
    fn settings_without_secrets_read_back_from_what_they_show(settings in plain_settings()) {
        let read = Settings::from_url(&settings.to_string(), settings.style(), OPTIONS);
        prop_assert_eq!(read.unwrap(), settings);
    }

    #[test]
    fn no_text_makes_reading_or_redacting_panic(url in prop_oneof![any::<String>(), URL_LIKE.prop_map(|url| url)]) {
        prop_assert!(redact(&url).len() <= url.len() + 6);
        for read in [server, file] {
            match read(&url) {
                Ok(settings) if settings.password().is_none() && settings.secret("pin").is_none() => {
                    prop_assert_eq!(read(&settings.to_string()).unwrap(), settings);
                }
                Ok(settings) => prop_assert!(settings.to_string().contains("***")),
                Err(error) => prop_assert!(!error.message().is_empty()),
            }
        }
    }

    #[test]
    fn nothing_shows_a_password(
        before in "[:/@?#%&=;,a0 -]{0,4}",
        after in "[:/@?#%&=;,a0 -]{0,4}",
        tail in "[/?#&a0:]{0,6}",
        style in prop_oneof![Just(UrlStyle::Server), Just(UrlStyle::File)],
    ) {
        for url in [
            format!("db://ann:{before}hidden{after}@host{tail}"),
            format!("db://ann:{before}hidden{after}@host{tail}?mode=no"),
            format!("db:ann:{before}hidden{after}@host{tail}"),
        ] {
            prop_assert!(!redact(&url).contains("hidden"), "{}", url);
            match Settings::from_url(&url, style, OPTIONS) {
                Ok(settings) => prop_assert!(!format!("{settings} {settings:?}").contains("hidden"), "{}", url),
                Err(error) => prop_assert!(!all_of(&error).contains("hidden"), "{}", url),
            }
        }
    }

    #[test]
    fn a_password_that_was_set_is_kept_and_not_shown(noise in "[^\0]{0,9}") {
        let password = format!("hidden{noise}");
        let settings = Settings::new("db", UrlStyle::Server, OPTIONS).unwrap()
            .with_password(password.clone()).unwrap()
            .with_option("pin", &password).unwrap();
        prop_assert_eq!(settings.password().unwrap().expose(), &password);
        prop_assert_eq!(format!("{settings}"), "db://:***@?pin=***");
        prop_assert_eq!(format!("{settings:?}"), "Settings(db://:***@?pin=***)");
    }
}
