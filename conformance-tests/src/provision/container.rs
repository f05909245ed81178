//! [`Container`]: how a server is started in a container, as data.
//!
//! Starting it is `docker.rs`, which is there with the feature `containers`.

use std::time::Duration;

/// A throw-away server in a container, where a container engine answers and the feature `containers` of this crate is on.
///
/// # Example
/// ```
/// use conformance_tests::provision::Container;
///
/// const IMAGE: Container = Container::new("mine/server", &["8", "7"], 4000, "mine://{host}:{port}/")
///     .chosen_by("MINE_IMAGE")
///     .environment(&[("MINE_TRUST", "yes")]);
/// # let _ = IMAGE;
/// ```
#[derive(Debug, Clone, Copy)]
#[cfg_attr(
    not(feature = "containers"),
    allow(dead_code, reason = "only what starts containers reads all of it")
)]
pub struct Container {
    pub(super) image: &'static str,
    pub(super) tags: &'static [&'static str],
    pub(super) port: u16,
    pub(super) url: &'static str,
    pub(super) variable: Option<&'static str>,
    pub(super) environment: &'static [(&'static str, &'static str)],
    pub(super) command: &'static [&'static str],
    pub(super) patience: Duration,
}

impl Container {
    /// A container of `image`, with the first of `tags`, whose server listens to `port`. In `url`, `{host}` and `{port}` stand for
    /// where it is reached from outside.
    #[must_use]
    pub const fn new(
        image: &'static str,
        tags: &'static [&'static str],
        port: u16,
        url: &'static str,
    ) -> Self {
        Self {
            image,
            tags,
            port,
            url,
            variable: None,
            environment: &[],
            command: &[],
            patience: Duration::from_secs(120),
        }
    }

    /// The environment variable that chooses another tag, or another image where it has a `/` or a `:`.
    #[must_use]
    pub const fn chosen_by(mut self, variable: &'static str) -> Self {
        self.variable = Some(variable);
        self
    }

    /// Variables for the container.
    #[must_use]
    pub const fn environment(mut self, variables: &'static [(&'static str, &'static str)]) -> Self {
        self.environment = variables;
        self
    }

    /// The command, where it is not the image's own.
    #[must_use]
    pub const fn command(mut self, command: &'static [&'static str]) -> Self {
        self.command = command;
        self
    }

    /// How long the server may take until it answers once its image is there, where it is not two minutes.
    #[must_use]
    pub const fn patience(mut self, time: Duration) -> Self {
        self.patience = time;
        self
    }

    /// The image's name and its tag, or what the variable's value makes of them.
    pub(super) fn name_and_tag(&self, chosen: Option<&str>) -> Result<(String, String), String> {
        let Some(default) = self.tags.first() else {
            return Err(format!("no tag of the image {} is given", self.image));
        };
        let (image, default) = (self.image.to_owned(), (*default).to_owned());
        let Some(chosen) = chosen.map(str::trim).filter(|chosen| !chosen.is_empty()) else {
            return Ok((image, default));
        };
        // A registry's port is no tag: a tag stands behind the last slash.
        let last = chosen.rfind('/').map_or(0, |at| at + 1);
        match chosen.get(last..).and_then(|name| name.rfind(':')) {
            Some(at) => {
                let (name, tag) = chosen.split_at(last + at);
                Ok((name.to_owned(), tag.trim_start_matches(':').to_owned()))
            }
            None if chosen.contains('/') => Ok((chosen.to_owned(), "latest".to_owned())),
            None => Ok((image, chosen.to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Container;

    #[test]
    fn a_variable_chooses_a_tag_or_a_whole_image() {
        let container = Container::new("mine", &["8", "7"], 1, "");
        let chosen = |value: Option<&str>| {
            let (name, tag) = container.name_and_tag(value).unwrap();
            format!("{name} {tag}")
        };
        assert_eq!(chosen(None), "mine 8");
        assert_eq!(chosen(Some(" ")), "mine 8");
        assert_eq!(chosen(Some("7")), "mine 7");
        assert_eq!(chosen(Some("other:7-small")), "other 7-small");
        assert_eq!(chosen(Some("host:5000/our/mine:7")), "host:5000/our/mine 7");
        assert_eq!(
            chosen(Some("host:5000/our/mine")),
            "host:5000/our/mine latest"
        );
        assert!(
            Container::new("mine", &[], 1, "")
                .name_and_tag(None)
                .is_err()
        );
    }
}
