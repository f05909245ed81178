//! [`redact`]: a URL that may be shown, whether or not it parses.

use percent_encoding::percent_decode_str;

/// Names that contain one of these are names of secrets.
const SECRET_WORDS: [&str; 10] = [
    "password",
    "passwd",
    "passphrase",
    "passcode",
    "pwd",
    "secret",
    "token",
    "credential",
    "signature",
    "apikey",
];

/// Hides what is, or could be, a secret in a URL, even in one that does not parse.
///
/// Hidden are the password before the last `@`, a "port" that is not a number (a password whose `@` was forgotten),
/// and everything from the first value on whose name says secret: password, token, secret, key and their like. Where
/// the text is ambiguous it is hidden, so more may be missing than the secret: the exact picture of a URL that parses
/// is the `Display` of [`Settings`](crate::settings::Settings).
///
/// # Example
/// ```
/// use backend_core::settings::redact;
///
/// assert_eq!(redact("db://ann:pa@ss/word@host/music"), "db://ann:***@host/music");
/// assert_eq!(redact("db://host/music?timeout=5s&sslpassword=x&y"), "db://host/music?timeout=5s&sslpassword=***");
/// assert_eq!(redact("db://host:5000/music"), "db://host:5000/music");
/// ```
#[must_use]
pub fn redact(url: &str) -> String {
    let password = password_range(url);
    let value = secret_value_start(url);
    let mut shown = String::with_capacity(url.len());
    let mut hidden = false;
    for (at, character) in url.char_indices() {
        let hide = password.is_some_and(|(start, end)| (start..end).contains(&at))
            || value.is_some_and(|start| at >= start);
        if !hide {
            shown.push(character);
        } else if !hidden {
            shown.push_str("***");
        }
        hidden = hide;
    }
    shown
}

/// Whether an option of this name, percent-encoded or not, is a secret by its name.
fn names_a_secret(name: &str) -> bool {
    let name = percent_decode_str(name).decode_utf8_lossy().to_lowercase();
    name.ends_with("key") || SECRET_WORDS.iter().any(|word| name.contains(word))
}

/// Whether the text has an option whose name says that it is a secret, with a value.
pub(super) fn holds_secret_option(text: &str) -> bool {
    secret_value_start(text).is_some()
}

/// Where the value of the first secret option starts. Options may be written in any fashion: `?a=b&c=d`, `;a=b`, or
/// words with spaces between.
fn secret_value_start(url: &str) -> Option<usize> {
    let mut name_start = 0;
    for (at, character) in url.char_indices() {
        let next = at + character.len_utf8();
        if character == '=' {
            let (before, _) = url.split_at_checked(at)?;
            let (_, name) = before.split_at_checked(name_start)?;
            if names_a_secret(name.trim()) {
                return Some(next).filter(|&start| start < url.len());
            }
        }
        if matches!(
            character,
            '?' | '&' | ';' | '#' | '/' | '=' | ',' | ':' | '@'
        ) || (character.is_whitespace()
            && !url.split_at_checked(next)?.1.trim_start().starts_with('='))
        {
            name_start = next;
        }
    }
    None
}

/// From where to where the password stands, in bytes.
fn password_range(url: &str) -> Option<(usize, usize)> {
    let scheme = url
        .split_once("://")
        .filter(|(scheme, _)| super::url::is_scheme(scheme));
    let start = scheme.map_or(0, |(scheme, _)| scheme.len() + "://".len());
    let (_, rest) = url.split_at_checked(start)?;
    if let Some(at) = rest.rfind('@') {
        let colon = rest.find(':').filter(|&colon| colon < at)?;
        return Some((start + colon + 1, start + at)).filter(|(from, to)| from < to);
    }
    scheme?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, _) = rest.split_at_checked(end)?;
    let from = start + odd_port(authority)?;
    (from < url.len()).then_some((from, url.len()))
}

/// Where the first port that is not a number starts.
fn odd_port(authority: &str) -> Option<usize> {
    if authority == ":memory:" {
        return None;
    }
    let mut offset = 0;
    for host in authority.split(',') {
        let name = if host.starts_with('[') {
            host.find(']').unwrap_or(0)
        } else {
            0
        };
        let (_, rest) = host.split_at_checked(name)?;
        if let Some((before, port)) = rest.split_once(':')
            && !port.bytes().all(|byte| byte.is_ascii_digit())
        {
            return Some(offset + name + before.len() + 1);
        }
        offset += host.len() + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::redact;

    #[test]
    fn passwords_are_hidden_wherever_the_url_breaks() {
        let cases = [
            ("db://ann:hidden@host:1/x", "db://ann:***@host:1/x"),
            ("db://ann:hidden:hidden@host", "db://ann:***@host"),
            ("db://ann:hid@den@host", "db://ann:***@host"),
            ("db://ann:hid/den@host", "db://ann:***@host"),
            ("db://ann:hid?den#x@host", "db://ann:***@host"),
            ("db://:hidden@host", "db://:***@host"),
            ("db:ann:hidden@host", "db:***@host"),
            ("ann:hidden@host", "ann:***@host"),
            ("db://ann:hidden/x", "db://ann:***"),
            ("db://a:1,b:hidden", "db://a:1,b:***"),
            ("db://ann:hid?token=hidden@host", "db://ann:***"),
            ("db://host:1/x?password=a@hidden", "db://host:***"),
            (
                "jdbc:db://host;user=sa;Pwd=hidden",
                "jdbc:db://host;user=sa;Pwd=***",
            ),
            ("host=x password = hidden user=y", "host=x password =***"),
            ("db://h/x?pass%77ord=hidden", "db://h/x?pass%77ord=***"),
            ("db:x?Access-Key=hidden&more=hidden", "db:x?Access-Key=***"),
        ];
        for (url, shown) in cases {
            assert_eq!(redact(url), shown);
        }
    }

    #[test]
    fn what_holds_no_secret_is_left_as_it_is() {
        for url in [
            "",
            "db://host:5000,other/x?a=b",
            "db://[::1]:5000/x",
            "db://ann@host/x",
            "db://ann:@host/x",
            "db://:memory:",
            "db::memory:",
            "db:///data/größe.db?foreign_keys=on",
            "host=x password=",
        ] {
            assert_eq!(redact(url), url);
        }
    }
}
