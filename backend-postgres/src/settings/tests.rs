//! What URLs, options and the environment come to.

use backend_core::settings::{Settings, UrlStyle};

use super::OPTIONS;

/// Settings with these options and nothing else.
pub(super) fn settings(options: &[(&str, &str)]) -> Settings {
    let settings = Settings::new("postgres", UrlStyle::Server, OPTIONS).unwrap();
    options.iter().fold(settings, |settings, (name, value)| {
        settings.with_option(name, value).unwrap()
    })
}
