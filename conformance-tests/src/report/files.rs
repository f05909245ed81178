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
    left_behind: &[String],
    conformant: bool,
    folder: &Path,
) -> Result<(), String> {
    let folder = folder.join(vendor);
    let failed =
        |what: &dyn std::fmt::Display| format!("no report in {}: {what}", folder.display());
    let json = json::render(report, vendor, left_behind, conformant).map_err(|e| failed(&e))?;
    let junit = junit::render(report, vendor).map_err(|e| failed(&e))?;
    fs::create_dir_all(&folder).map_err(|e| failed(&e))?;
    for (name, text) in [("report.json", json), ("junit.xml", junit)] {
        fs::write(folder.join(name), text).map_err(|e| failed(&e))?;
    }
    Ok(())
}
