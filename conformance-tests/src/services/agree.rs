//! Whether the files of a vendor say the same as the vendor: as its harness, as its `features`, and as the server at hand.

use std::path::Path;

use backend_core::features::Features;
use backend_core::flag::Flag;
use backend_core::wrapper::ServerInfo;

use super::{Service, ServiceError, Version, read_folders};
use crate::harness::{Harness, Origin};
use crate::marks::{LaneFacts, version};

/// Where a vendor's files stand in its crate.
const FOLDER: &str = "tests/services";

/// The services of the vendor whose suite runs; none where it has no folder of them.
///
/// # Errors
/// What is wrong with a file, or where it says otherwise than the harness or the features.
pub(crate) fn of_vendor(
    harness: &dyn Harness,
    origin: Origin,
) -> Result<Vec<Service>, ServiceError> {
    let folder = Path::new(origin.folder).join(FOLDER);
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut services = read_folders(&[folder.to_string_lossy().into_owned()])?;
    for service in &mut services {
        // Whoever reads it stands in the crate.
        service.file = format!("{FOLDER}/{}.toml", service.id());
        of_the_harness(service, harness, origin)?;
        of_the_features(service, &|server| harness.backend().features_of(server))?;
    }
    Ok(services)
}

fn of_the_harness(
    service: &Service,
    harness: &dyn Harness,
    origin: Origin,
) -> Result<(), ServiceError> {
    let (vendor, package) = (harness.vendor(), origin.name);
    if service.vendor != vendor {
        let message = format!("the vendor is `{vendor}`, and not `{}`", service.vendor);
        return Err(service.at(1, message));
    }
    if service.package != package {
        let message = format!("the package is `{package}`, and not `{}`", service.package);
        return Err(service.at(1, message));
    }
    let provision = harness.provision();
    let found = provision.container_of(&service.image, &service.variable);
    let Some(newest) = service.planned().next_back() else {
        return Ok(());
    };
    match found {
        None => Err(service.at(
            1,
            format!(
                "`provision` has no container of {} that {} chooses",
                service.image, service.variable
            ),
        )),
        Some(tags) if tags.first() != Some(&newest.tag.as_str()) => Err(service.at(
            newest.line,
            format!(
                "the container's first tag has to be the newest one, {}",
                newest.tag
            ),
        )),
        Some(_) => Ok(()),
    }
}

/// Whether the flags of each version are those of the newest, but for those that the file tells.
pub(super) fn of_the_features(
    service: &Service,
    features: &dyn Fn(&ServerInfo) -> Features,
) -> Result<(), ServiceError> {
    let of = |one: &Version| {
        let number = version(&one.server)?;
        Some(features(&ServerInfo::new(service.product.clone(), number)))
    };
    let Some(newest) = service.versions.last().and_then(of) else {
        return Ok(());
    };
    for one in &service.versions {
        let Some(here) = of(one) else { continue };
        for info in Flag::ALL {
            let (is, was) = (here.get(info.flag), newest.get(info.flag));
            let told = one.flags.iter().find(|(flag, _)| *flag == info.flag);
            let expected = told.map_or(was, |(_, on)| *on);
            let message = if is != expected {
                format!(
                    "{} {}: write `{} = {is}`",
                    service.name, one.name, info.name
                )
            } else if told.is_some() && is == was {
                format!(
                    "{} {}: {} is as in the newest version: take it out",
                    service.name, one.name, info.name
                )
            } else {
                continue;
            };
            return Err(service.at(one.line, message));
        }
    }
    Ok(())
}

/// Whether a server at hand has the flags that the file tells of its version.
///
/// # Errors
/// Which flag is otherwise.
pub(crate) fn settled(services: &[Service], lanes: &[LaneFacts<'_>]) -> Result<(), ServiceError> {
    for service in services {
        for lane in lanes {
            let Some(one) = service.version_of(lane.server) else {
                continue;
            };
            let mut flags = one.flags.iter();
            if let Some((flag, on)) = flags.find(|(flag, on)| lane.features.get(*flag) != *on) {
                let here = if *on { "off" } else { "on" };
                let message = format!("{flag} is {here} for the {} that answers", lane.server);
                return Err(service.at(one.line, message));
            }
        }
    }
    Ok(())
}
