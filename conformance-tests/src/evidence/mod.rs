//! [`Evidence`]: how the suite knows that a flag is true. There is one for each flag, and one for each limit.
//!
//! Skipping the cases of a flag that is off notices a flag that says too much and never one that says too little. So a flag that is
//! off is asked as well: its positive cases run once more against the same backend with the flag forced on, and where all of
//! them pass, the flag is a lie. And where the vendor says how, the server is asked in its own language ([`ServerAnswer`]). What a
//! flag says, what the backend does and what the server can give a [`Verdict`].

mod limits;
mod server;

use backend_core::flag::Flag;

pub(crate) use self::limits::{LIMITS, Limit};
pub(crate) use self::server::ServerAnswer;
use crate::case::CaseDef;

/// How the suite knows that a flag is true.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Evidence {
    /// Cases that require the flag, and cases that demand its refusal where it is off.
    Gate {
        /// The ids of those that require it.
        positive: Vec<&'static str>,
        /// The ids of those that demand its refusal.
        negative: Vec<&'static str>,
    },
    /// Cases of which one runs whatever the flag says: they fail where the backend does otherwise.
    Probe {
        /// Their ids.
        ids: &'static [&'static str],
        /// The case of what they build on.
        base: &'static str,
    },
    /// It cannot be tested, for this reason.
    Declared(&'static str),
}

/// A flag that no case can require and refuse.
struct Probe {
    flag: Flag,
    /// The cases that ask the server.
    ids: &'static [&'static str],
    /// The case of what they build on: where it fails, theirs say nothing of the flag.
    base: &'static str,
}

const fn probe(flag: Flag, ids: &'static [&'static str], base: &'static str) -> Probe {
    Probe { flag, ids, base }
}

const PROBES: &[Probe] = &[
    probe(
        Flag::has_native_boolean,
        &[
            "values.storage.boolean",
            "values.server_type.sum_of_booleans",
        ],
        "values.boolean.round_trip",
    ),
    probe(
        Flag::has_native_decimal,
        &[
            "values.storage.text_forms",
            "values.server_type.decimals_in_order",
        ],
        "values.decimal.round_trip",
    ),
    probe(
        Flag::has_native_uuid,
        &[
            "values.storage.text_forms",
            "values.server_type.uuids_of_any_spelling",
        ],
        "values.uuid.round_trip",
    ),
    probe(
        Flag::has_native_json,
        &[
            "values.storage.text_forms",
            "values.server_type.json_is_checked",
        ],
        "values.json.round_trip",
    ),
    probe(
        Flag::has_native_interval,
        &[
            "values.storage.text_forms",
            "values.server_type.intervals_in_order",
        ],
        "values.interval.round_trip",
    ),
    probe(
        Flag::has_native_temporal_types,
        &[
            "values.storage.text_forms",
            "values.server_type.days_are_checked",
        ],
        "values.date.round_trip",
    ),
    probe(
        Flag::takes_given_identity_numbers,
        &["schema.identity.number_given"],
        "values.integer.round_trip",
    ),
    probe(
        Flag::has_one_json_form,
        &["function.json.form_as_the_flag_says"],
        "values.text.round_trip",
    ),
    probe(
        Flag::keeps_last_of_equal_json_keys,
        &["function.json.equal_keys_as_the_flag_says"],
        "values.text.round_trip",
    ),
    probe(
        Flag::keeps_time_zone_offset,
        &["values.timestamp_tz.offset_as_the_flag_says"],
        "values.timestamp_tz.same_instant",
    ),
    probe(
        Flag::enforces_column_types,
        &["values.storage.column_types_enforced"],
        "values.integer.round_trip",
    ),
    probe(
        Flag::enforces_text_length,
        &["values.text.longer_than_declared"],
        "values.text.round_trip",
    ),
];

/// Flags that cannot be tested, each with the reason: none today.
const DECLARED: &[(Flag, &str)] = &[];

impl Evidence {
    /// The evidence of a flag among these cases.
    pub(crate) fn of(flag: Flag, cases: &[CaseDef]) -> Self {
        if let Some((_, why)) = DECLARED.iter().find(|(of, _)| *of == flag) {
            return Self::Declared(why);
        }
        if let Some(probe) = PROBES.iter().find(|probe| probe.flag == flag) {
            return Self::Probe {
                ids: probe.ids,
                base: probe.base,
            };
        }
        let ids = |keep: &dyn Fn(&CaseDef) -> bool| {
            let kept = cases.iter().filter(|case| keep(case));
            kept.map(|case| case.id).collect()
        };
        Self::Gate {
            positive: ids(&|case| shows(case, flag)),
            negative: ids(&|case| case.refuses == Some(flag)),
        }
    }

    /// Every case of it.
    pub(crate) fn ids(&self) -> Vec<&'static str> {
        match self {
            Self::Gate { positive, negative } => [positive.as_slice(), negative].concat(),
            Self::Probe { ids, .. } => ids.to_vec(),
            Self::Declared(_) => Vec::new(),
        }
    }

    /// Its sort, for reports.
    pub(crate) const fn name(&self) -> &'static str {
        match self {
            Self::Gate { .. } => "gate",
            Self::Probe { .. } => "probe",
            Self::Declared(_) => "declared",
        }
    }
}

/// Whether the case holds because of the flag. One that demands the refusal of another flag shows that one instead.
pub(crate) fn shows(case: &CaseDef, flag: Flag) -> bool {
    let is_own = case.refuses.is_none() && !case.generated && !case.over_network;
    is_own && case.requires.contains(&flag)
}

/// What came out about one flag in one lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It is on, and what it says works.
    True,
    /// It is off, and what it would say does not work.
    Honest,
    /// It is off, and the backend does not do what it would say, which the server can.
    Gap,
    /// It is on, and what it says does not work.
    OverDeclared,
    /// It is off, and what it would say works.
    UnderDeclared,
    /// It cannot be tested.
    Declared,
    /// No case that shows it ran, or what a probe builds on does not work.
    Unproven,
}

impl Verdict {
    /// Its name in reports.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::True => "true",
            Self::Honest => "honest",
            Self::Gap => "gap",
            Self::OverDeclared => "over_declared",
            Self::UnderDeclared => "under_declared",
            Self::Declared => "declared",
            Self::Unproven => "unproven",
        }
    }

    /// What the flag says, and whether its cases hold: all of them, or not; `None` where none ran.
    pub(crate) const fn of(declared: bool, holds: Option<bool>, probe: bool) -> Self {
        match (declared, holds, probe) {
            (_, None, _) => Self::Unproven,
            (true, Some(true), _) => Self::True,
            (true, Some(false), _) => Self::OverDeclared,
            // A probe holds where the backend does what the flag says; cases that are forced hold where it does more.
            (false, Some(true), true) | (false, Some(false), false) => Self::Honest,
            (false, Some(false), true) | (false, Some(true), false) => Self::UnderDeclared,
        }
    }

    /// The same, with what the server can: what it can and the backend honestly does not do is a gap.
    pub(crate) const fn with_server(self, can: Option<bool>) -> Self {
        match (self, can) {
            (Self::Honest, Some(true)) => Self::Gap,
            (verdict, _) => verdict,
        }
    }

    /// What the backend does; `None` where nobody asked it.
    pub(crate) const fn does(self) -> Option<bool> {
        match self {
            Self::True | Self::UnderDeclared => Some(true),
            Self::Honest | Self::Gap | Self::OverDeclared => Some(false),
            Self::Declared | Self::Unproven => None,
        }
    }
}

#[cfg(test)]
mod tests;
