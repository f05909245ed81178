//! Settings: what a URL may hold, and what is never shown of it.

use backend_core::error::{Error, ErrorKind};
use backend_core::settings::{OptionInfo, OptionKind, Settings, UrlStyle};

use crate::case::{CaseDef, Outcome, Unit, case};
use crate::context::Context;
use crate::failure::{expect, expect_eq, expect_error};

/// The part's tables.
pub(super) const TABLES: &[&[CaseDef]] = &[CASES];

const CASES: &[CaseDef] = &[
    case!(
        "settings.option.documented",
        documented,
        "Every option has a sentence of documentation and a default that it takes itself."
    )
    .unit(Unit::Session),
    case!(
        "settings.option.unknown_is_refused",
        unknown_is_refused,
        "An option that is not known is refused, and one that is misspelled with the name that was meant."
    )
    .unit(Unit::Session),
    case!(
        "settings.option.bad_value_is_refused",
        bad_value_is_refused,
        "A value that an option cannot have is refused with the option's name."
    )
    .unit(Unit::Session),
    case!(
        "settings.scheme.foreign_is_refused",
        foreign_is_refused,
        "A URL of another scheme is refused with the schemes that are this vendor's."
    )
    .unit(Unit::Session),
    case!(
        "settings.scheme.in_any_case",
        in_any_case,
        "A scheme is known in upper case and in lower case."
    )
    .unit(Unit::Session),
    case!(
        "settings.url.reads_back",
        reads_back,
        "Settings written as a URL and read again are the same settings."
    )
    .smoke()
    .unit(Unit::Session),
    case!(
        "settings.secret.in_settings",
        secret_in_settings,
        "Passwords and secret options are shown neither by the settings nor by their debug form."
    )
    .unit(Unit::Session),
    case!(
        "settings.secret.in_errors",
        secret_in_errors,
        "A refused URL is refused without showing the password in it."
    )
    .unit(Unit::Session),
];

const SECRET: &str = "correct-horse-battery";

fn options(context: &Context) -> &'static [OptionInfo] {
    context.backend().connector.options()
}

/// Settings of this vendor with nothing in them but the scheme.
fn empty(context: &Context) -> Result<Settings, Error> {
    let connector = context.backend().connector;
    let scheme = context
        .backend()
        .url_schemes
        .first()
        .copied()
        .unwrap_or_default();
    Settings::new(scheme, connector.url_style(), connector.options())
}

async fn documented(context: &mut Context) -> Outcome {
    OptionInfo::check(options(context))?;
    for option in options(context) {
        let name = option.name;
        expect(option.doc.trim().len() > 10, || {
            format!("{name} is not documented")
        })?;
        if let Some(default) = option.default {
            empty(context)?.with_option(name, default)?;
        }
    }
    Ok(())
}

async fn unknown_is_refused(context: &mut Context) -> Outcome {
    let result = empty(context)?.with_option("no_such_option_at_all", "x");
    expect_error("a name out of nowhere", result, ErrorKind::Configuration)?;
    for option in options(context) {
        let misspelled = format!("{}x", option.name);
        let result = empty(context)?.with_option(&misspelled, "x");
        let error = expect_error(&misspelled, result, ErrorKind::Configuration)?;
        let text = error.to_string();
        expect(text.contains(option.name), || {
            format!("{misspelled}: {text}")
        })?;
    }
    Ok(())
}

async fn bad_value_is_refused(context: &mut Context) -> Outcome {
    for option in options(context) {
        if matches!(
            option.kind,
            OptionKind::Boolean
                | OptionKind::Integer { .. }
                | OptionKind::Duration
                | OptionKind::Choice(_)
        ) {
            let result = empty(context)?.with_option(option.name, "no such value");
            let error = expect_error(option.name, result, ErrorKind::Configuration)?;
            let text = error.to_string();
            expect(text.contains(option.name), || {
                format!("the option is not named: {text}")
            })?;
        }
    }
    Ok(())
}

async fn foreign_is_refused(context: &mut Context) -> Outcome {
    let result = context.backend().settings("nosuchscheme://somewhere/db");
    let error = expect_error("a foreign scheme", result, ErrorKind::Configuration)?;
    for scheme in context.backend().url_schemes {
        expect(error.to_string().contains(scheme), || {
            format!("{scheme} is not named: {error}")
        })?;
    }
    Ok(())
}

async fn in_any_case(context: &mut Context) -> Outcome {
    let url = empty(context)?.to_string();
    let (scheme, rest) = url.split_once(':').unwrap_or((&url, ""));
    let upper = format!("{}:{rest}", scheme.to_uppercase());
    expect_eq(
        "in upper case",
        context.backend().settings(&upper)?,
        context.backend().settings(&url)?,
    )
}

async fn reads_back(context: &mut Context) -> Outcome {
    let settings = context.settings().clone();
    if settings.password().is_none() {
        let again = context.backend().settings(&settings.to_string())?;
        expect_eq("the case's own settings", again, settings)?;
    }
    let odd = match context.backend().connector.url_style() {
        UrlStyle::File => empty(context)?.with_path("a folder/what?#50%.db")?,
        _ => empty(context)?
            .with_user("a@b:c/d")?
            .with_host("localhost", Some(5433))?
            .with_database("what?#50%")?,
    };
    expect_eq(
        "odd ones",
        context.backend().settings(&odd.to_string())?,
        odd,
    )
}

fn never_shows(settings: &Settings, what: &str) -> Outcome {
    let shown = format!("{settings} {settings:?} {settings:#?}");
    expect(!shown.contains(SECRET), || format!("{what} is shown"))
}

async fn secret_in_settings(context: &mut Context) -> Outcome {
    if context.backend().connector.url_style() != UrlStyle::File {
        let settings = empty(context)?.with_user("ann")?.with_password(SECRET)?;
        never_shows(&settings, "the password")?;
    }
    for option in options(context) {
        if option.kind == OptionKind::Secret {
            never_shows(
                &empty(context)?.with_option(option.name, SECRET)?,
                option.name,
            )?;
        }
    }
    let debug = format!("{:?} {:?}", context.backend(), context.connection());
    expect(!debug.contains(SECRET), || {
        "a debug form shows it".to_owned()
    })
}

async fn secret_in_errors(context: &mut Context) -> Outcome {
    for scheme in context.backend().url_schemes {
        for rest in [
            "host:notaport/db",
            "host/db?no_such_option=1",
            "a b",
            "host/%zz",
            "",
        ] {
            let url = format!("{scheme}://ann:{SECRET}@{rest}");
            if let Err(error) = context.backend().settings(&url) {
                let shown = format!("{error} {error:?}");
                expect(!shown.contains(SECRET), || {
                    format!("{rest}: the password is shown")
                })?;
            }
        }
    }
    Ok(())
}
