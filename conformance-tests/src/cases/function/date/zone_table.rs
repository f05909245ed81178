//! Zones against tables of expected values: each change of a zone, leap days, and the years 1 to 9999.

use std::collections::BTreeMap;

use backend_core::flag::Flag;
use backend_core::function::{TimeZone, instant, local_timestamp};
use backend_core::query::bind;
use backend_core::value::{Timestamp, TimestampTz};

use super::{expect_computed, of};
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, expect};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "function.date.zone.table_of_instants",
        table_of_instants,
        "Around each of many changes of zones, and in years from 1 to 9999, clocks show what the table says."
    )
    .requires(&[Flag::supports_time_zones])
    .django("db_functions/datetime/test_extract_trunc.py"),
    case!(
        "function.date.zone.table_of_local_times",
        table_of_local_times,
        "Local times around each of many changes of zones, also those that are left out or come twice, are the instants of the table."
    )
    .requires(&[Flag::supports_time_zones])
    .django("db_functions/datetime/test_extract_trunc.py"),
];

const INSTANTS: &str = include_str!("instants.tsv");
const LOCALS: &str = include_str!("locals.tsv");

/// What is given and what is expected, by the zone.
type ByZone = BTreeMap<&'static str, Vec<(Timestamp, Timestamp)>>;

/// The rows of a file.
fn rows(file: &'static str) -> Result<ByZone, Failure> {
    let mut by_zone = ByZone::new();
    for line in file.lines().filter(|line| !line.starts_with('#')) {
        let mut cells = line.split('\t');
        let (Some(zone), Some(given), Some(expected)) = (cells.next(), cells.next(), cells.next())
        else {
            return Err(Failure::new(format!("a fault of the suite: `{line}`")));
        };
        by_zone
            .entry(zone)
            .or_default()
            .push((of(given)?, of(expected)?));
    }
    Ok(by_zone)
}

async fn table_of_instants(context: &mut Context) -> Outcome {
    let by_zone = rows(INSTANTS)?;
    let count: usize = by_zone.values().map(Vec::len).sum();
    expect(count > 400, || format!("the table has {count} rows"))?;
    for (name, expected) in by_zone {
        let zone = TimeZone::named(name)?;
        for (utc, local) in expected {
            let function = local_timestamp(&zone, bind(TimestampTz::from_utc(utc)));
            expect_computed(context, &format!("{name} at {utc} UTC"), function, local).await?;
        }
    }
    Ok(())
}

async fn table_of_local_times(context: &mut Context) -> Outcome {
    let by_zone = rows(LOCALS)?;
    let count: usize = by_zone.values().map(Vec::len).sum();
    expect(count > 800, || format!("the table has {count} rows"))?;
    for (name, expected) in by_zone {
        let zone = TimeZone::named(name)?;
        for (local, utc) in expected {
            let function = instant(&zone, bind(local));
            let utc = TimestampTz::from_utc(utc);
            expect_computed(context, &format!("{local} in {name}"), function, utc).await?;
        }
    }
    Ok(())
}
