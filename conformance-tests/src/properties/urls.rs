//! URLs: read or refused, and what they show.

use backend_core::backend::Backend;
use backend_core::settings::redact;

use super::input;

pub(super) fn check(backend: &'static Backend, data: &[u8]) -> Result<(), String> {
    let text = input::text(data);
    let scheme = backend.url_schemes.first().copied().unwrap_or_default();
    for url in [
        text.clone(),
        format!("{scheme}:{text}"),
        format!("{scheme}://{text}"),
    ] {
        let _ = redact(&url);
        match backend.settings(&url) {
            Ok(settings) => {
                let shown = settings.to_string();
                if !shown.contains("***") && backend.settings(&shown).ok() != Some(settings) {
                    return Err(format!("{url:?} shows as {shown:?}, which is another"));
                }
            }
            Err(error) if error.message().is_empty() => {
                return Err(format!("{url:?} is refused without a reason"));
            }
            Err(_) => {}
        }
    }
    let secret = format!(
        "{scheme}://ann:hidden{}@host/{text}",
        text.replace(['/', '?', '#', '@'], "")
    );
    let shown = match backend.settings(&secret) {
        Ok(settings) => format!("{settings} {settings:?}"),
        Err(error) => format!("{error} {error:?}"),
    };
    if shown.contains("hidden") || redact(&secret).contains("hidden") {
        return Err(format!("{secret:?} shows its password: {shown}"));
    }
    Ok(())
}
