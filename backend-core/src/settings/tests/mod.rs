//! Tests of the whole of settings: what URLs mean, what is refused, and that no secret is ever shown.

mod properties;
mod reading;
mod refusing;

use std::error::Error as _;

use crate::error::{Error, Result};
use crate::settings::{OptionInfo, OptionKind, Settings, UrlStyle};

const OPTIONS: &[OptionInfo] = &[
    option("encrypt", OptionKind::Boolean, None),
    option("retries", OptionKind::Integer { min: 0, max: 9 }, Some("3")),
    option("timeout", OptionKind::Duration, Some("250ms")),
    option("mode", OptionKind::Choice(&["Read", "Write"]), None),
    option("application_name", OptionKind::Text, Some("none")),
    option("root_certificate", OptionKind::Path, None),
    option("pin", OptionKind::Secret, None),
];

const fn option(name: &'static str, kind: OptionKind, default: Option<&'static str>) -> OptionInfo {
    OptionInfo {
        name,
        kind,
        default,
        doc: "For tests.",
    }
}

fn server(url: &str) -> Result<Settings> {
    Settings::from_url(url, UrlStyle::Server, OPTIONS)
}

fn file(url: &str) -> Result<Settings> {
    Settings::from_url(url, UrlStyle::File, OPTIONS)
}

/// Everything that an error may print, on one line.
fn all_of(error: &Error) -> String {
    let mut text = format!("{error} {error:?} {error:#?}");
    let mut cause = error.source();
    while let Some(source) = cause {
        text.push_str(&format!(" {source} {source:?}"));
        cause = source.source();
    }
    text
}
