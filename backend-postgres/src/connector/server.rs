//! [`ServerInfo`] from what a server reports without being asked.

use backend_core::wrapper::{ServerInfo, Version};

use super::Messages;

/// What the server said of itself while the session was opened.
pub(super) fn server_info(messages: &Messages) -> ServerInfo {
    let version = messages.parameter("server_version").unwrap_or_default();
    ServerInfo::new("PostgreSQL", version_of(version))
}

/// The version out of a text such as `15.18 (Debian 15.18-0+deb12u1)`, `9.6.24` or `18beta1`: its minor number is the second
/// one from 10 on, and the third one before.
fn version_of(text: &str) -> Version {
    let end = text
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(text.len());
    let mut numbers = text
        .get(..end)
        .unwrap_or_default()
        .split('.')
        .map(|number| number.parse().unwrap_or_default());
    let mut next = || numbers.next().unwrap_or_default();
    Version::new(next(), next(), next())
}

#[cfg(test)]
mod tests {
    use backend_core::wrapper::Version;

    use super::version_of;

    #[test]
    fn versions_are_read_with_whatever_stands_behind_them() {
        for (text, version) in [
            ("15.18 (Debian 15.18-0+deb12u1)", Version::new(15, 18, 0)),
            ("18.4", Version::new(18, 4, 0)),
            ("9.6.24", Version::new(9, 6, 24)),
            ("18beta1", Version::new(18, 0, 0)),
            ("19devel", Version::new(19, 0, 0)),
            ("", Version::new(0, 0, 0)),
        ] {
            assert_eq!(version_of(text), version, "{text}");
        }
    }
}
