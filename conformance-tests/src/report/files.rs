//! The files of a report, in the folder that was asked for.

use std::fs;
use std::path::Path;

use super::{Report, json, junit};

/// Writes `report.json` and `junit.xml` for the vendor below `folder`, in a folder of its name.
///
/// # Errors
/// Where a file cannot be written, with its path.
pub(crate) fn write(
    report: &Report,
    vendor: &str,
    conformant: bool,
    folder: &Path,
) -> Result<(), String> {
    let folder = folder.join(vendor);
    let failed =
        |what: &dyn std::fmt::Display| format!("no report in {}: {what}", folder.display());
    let json = json::render(report, vendor, conformant).map_err(|e| failed(&e))?;
    let junit = junit::render(report, vendor).map_err(|e| failed(&e))?;
    for (name, text) in [("report.json", json), ("junit.xml", junit)] {
        write_file(&folder, name, &text)?;
    }
    Ok(())
}

/// Writes a file of the folder, which is made where it is not there.
///
/// # Errors
/// Where it cannot be written, with its path.
pub(crate) fn write_file(folder: &Path, name: &str, text: &str) -> Result<(), String> {
    let path = folder.join(name);
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(&path, text))
        .map_err(|error| format!("{} cannot be written: {error}", path.display()))
}
