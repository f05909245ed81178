//! [`Docker`]: a [`Container`] that runs.

use std::io::Read as _;
use std::time::Duration;

use backend_core::backend::Backend;
use testcontainers::core::IntoContainerPort as _;
use testcontainers::core::client::docker_client_instance;
use testcontainers::runners::SyncRunner as _;
use testcontainers::{GenericImage, ImageExt as _};

use super::container::Container;
use super::folder::{CONTAINER, RunFolder, container_of};
use super::guard::Guard;
use super::ready::{self, apart};

/// How long the container engine may take to say that it is there.
const PING: Duration = Duration::from_secs(3);

/// A container, which is removed with this.
#[derive(Debug)]
pub(super) struct Docker {
    container: Option<testcontainers::Container<GenericImage>>,
    // Removes it where this is never dropped.
    _guard: Guard,
    // Bears its name: from it the next run knows of it where the guard was killed too.
    folder: RunFolder,
}

/// What was started: the container, its URL, and what it is for people.
pub(super) struct Started {
    pub(super) docker: Docker,
    pub(super) url: String,
    pub(super) source: String,
}

impl Docker {
    /// Starts the container and waits until its server answers; says why where that fails.
    pub(super) fn start(
        container: &Container,
        backend: &'static Backend,
        chosen: Option<&str>,
    ) -> Result<Started, String> {
        let (name, tag) = container.name_and_tag(chosen)?;
        let at = |why: String| format!("the image {name}:{tag}: {why}");
        answers()?;
        let io = |error: std::io::Error| at(error.to_string());
        // Both are there before the container is.
        let folder = RunFolder::new(CONTAINER).map_err(io)?;
        let guard = Guard::of_container(folder.path()).map_err(io)?;
        let started = Self::run(container, &name, &tag, container_of(folder.path())).map_err(at)?;
        let host = started.get_host().map_err(|error| at(error.to_string()))?;
        let port = started.get_host_port_ipv4(container.port.tcp());
        let port = port.map_err(|error| at(error.to_string()))?;
        let url = container
            .url
            .replace("{host}", &host.to_string())
            .replace("{port}", &port.to_string());
        let docker = Self {
            container: Some(started),
            _guard: guard,
            folder,
        };
        ready::wait(backend, &url, container.patience, || docker.alive())
            .map_err(|why| at(format!("{why}{}", docker.log_tail())))?;
        let source = match digest(&format!("{name}:{tag}")) {
            Some(digest) => format!("the image {name}:{tag} ({digest})"),
            None => format!("the image {name}:{tag}"),
        };
        Ok(Started {
            docker,
            url,
            source,
        })
    }

    fn run(
        container: &Container,
        name: &str,
        tag: &str,
        own_name: Option<&str>,
    ) -> Result<testcontainers::Container<GenericImage>, String> {
        let image = GenericImage::new(name, tag).with_exposed_port(container.port.tcp());
        let mut request = image.with_startup_timeout(container.patience);
        if let Some(own_name) = own_name {
            request = request.with_container_name(own_name);
        }
        for (name, value) in container.environment {
            request = request.with_env_var(*name, *value);
        }
        if !container.command.is_empty() {
            request = request.with_cmd(container.command.iter().copied());
        }
        request.start().map_err(|error| error.to_string())
    }

    fn alive(&self) -> Result<(), String> {
        let Some(container) = &self.container else {
            return Ok(());
        };
        match container.is_running() {
            Ok(true) => Ok(()),
            Ok(false) => Err("it ended".to_owned()),
            Err(error) => Err(error.to_string()),
        }
    }

    fn log_tail(&self) -> String {
        let Some(container) = &self.container else {
            return String::new();
        };
        let mut log = String::new();
        // What cannot be read is not shown.
        let _ = container.stderr(false).read_to_string(&mut log);
        let lines: Vec<_> = log.lines().collect();
        let skipped = lines.len().saturating_sub(12);
        let tail = lines.iter().skip(skipped);
        tail.map(|line| format!("\n  | {line}")).collect()
    }

    /// Removes the container; says what hinders that.
    pub(super) fn stop(&mut self) -> Vec<String> {
        let Some(container) = self.container.take() else {
            return Vec::new();
        };
        let why = match apart(|| container.rm()) {
            Some(Ok(())) => return Vec::new(),
            Some(Err(error)) => error.to_string(),
            None => "it cannot be removed".to_owned(),
        };
        self.folder.leave();
        let name = container_of(self.folder.path()).unwrap_or_default();
        vec![format!("the container {name}: {why}")]
    }
}

impl Drop for Docker {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Asks the container engine whether it is there.
fn answers() -> Result<(), String> {
    let ping = async {
        let docker = docker_client_instance().await;
        let docker = docker.map_err(|error| error.to_string())?;
        match tokio::time::timeout(PING, docker.ping()).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(error.to_string()),
            Err(_) => Err("no answer in time".to_owned()),
        }
    };
    ready::block_on(async { Ok(ping.await) })
        .unwrap_or_else(|error| Err(error.to_string()))
        .map_err(|why| format!("no container engine answers: {why}"))
}

/// What the image is, to the bit.
fn digest(image: &str) -> Option<String> {
    let inspected = ready::block_on(async {
        let Ok(docker) = docker_client_instance().await else {
            return Ok(None);
        };
        Ok(docker.inspect_image(image).await.ok())
    });
    let digests = inspected.ok().flatten()?.repo_digests?;
    let (_, digest) = digests.first()?.split_once('@')?;
    Some(digest.to_owned())
}
