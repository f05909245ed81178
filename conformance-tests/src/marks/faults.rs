//! What is wrong with marks: a wrong configuration, and no failure of the backend.

use std::collections::BTreeSet;

use backend_core::features::Features;
use backend_core::flag::Flag;
use backend_core::wrapper::ServerInfo;

use super::condition::{Condition, version};
use super::{Mark, Marks};
use crate::case::CaseDef;
use crate::catalogue::{current, themes_of};
use crate::options::{names, renamed_by, well_formed};

/// What marks are judged by: a lane, its server and the features.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LaneFacts<'l> {
    pub(crate) name: &'l str,
    pub(crate) server: &'l ServerInfo,
    pub(crate) features: &'l Features,
}

impl Mark {
    fn names(&self, case: &CaseDef) -> bool {
        names(&self.case, case.id)
    }
}

impl Marks {
    /// What is wrong with them whatever the server is, a line each. The lanes are all that the vendor has.
    pub(crate) fn faults(&self, cases: &[CaseDef], lanes: &[&str]) -> Vec<String> {
        let mut faults = Vec::new();
        let newest = version(env!("CARGO_PKG_VERSION"));
        if let (Some(baseline), Some(newest)) = (self.baseline, newest)
            && baseline > newest
        {
            faults.push(format!(
                "`suite = \"{baseline}\"` is newer than this suite, {newest}"
            ));
        }
        for mark in &self.entries {
            if let Err(why) = well_formed(&mark.case) {
                faults.push(why);
            } else if !cases.iter().any(|case| mark.names(case)) {
                faults.push(format!("`{}` is the id of no case", mark.case));
            }
        }
        for regression in &self.regressions {
            if !cases
                .iter()
                .any(|case| case.id == current(&regression.case))
            {
                faults.push(format!(
                    "`{}`, of a [[regression]], is the id of no case",
                    regression.case
                ));
            }
        }
        let themes = themes_of(cases);
        let mut left_out = BTreeSet::new();
        for opt_out in &self.opt_outs {
            let theme = opt_out.theme.as_str();
            if !themes.contains(&theme) {
                let themes = themes.join(", ");
                faults.push(format!("`{theme}` is no theme; there are: {themes}"));
            } else if !left_out.insert((theme, format!("{:?}", opt_out.when))) {
                faults.push(format!("the theme `{theme}` is left out twice"));
            }
        }
        for (when, of) in self.conditions() {
            if Condition::exclude_each_other(when) {
                faults.push(format!("{of}: its conditions never hold together"));
            }
            let named = when.iter().filter_map(Condition::lane);
            for lane in named.filter(|lane| !lanes.contains(lane)) {
                let lanes: Vec<_> = lanes.iter().filter(|lane| !lane.is_empty()).collect();
                let there = if lanes.is_empty() {
                    "there is one only, without a name".to_owned()
                } else {
                    let names: Vec<_> = lanes.into_iter().copied().collect();
                    format!("there are: {}", names.join(", "))
                };
                faults.push(format!("{of}: there is no lane `{lane}`; {there}"));
            }
        }
        faults
    }

    /// The ids that cases had before and that the file still says, with those of now.
    pub(crate) fn renamed(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let marks = self.entries.iter().map(|mark| &mark.case);
        let all = marks.chain(self.regressions.iter().map(|it| &it.case));
        all.flat_map(|glob| renamed_by(glob))
    }

    /// What to write instead where the file says another number of cases than it marks. Those that came after the suite which the
    /// vendor passes are not counted, so that a new version of the suite changes no number.
    pub(crate) fn recount(&self, cases: &[CaseDef]) -> Option<String> {
        let marked = |case: &&CaseDef| {
            !self.is_new(case) && self.entries.iter().any(|mark| mark.names(case))
        };
        let count = cases.iter().filter(marked).count();
        (count != self.said).then(|| {
            format!(
                "it marks {count} cases, and says `marks = {}`: write `marks = {count}`",
                self.said
            )
        })
    }

    /// What is wrong with them for these lanes, a line each.
    pub(crate) fn faults_here(&self, cases: &[CaseDef], lanes: &[LaneFacts<'_>]) -> Vec<String> {
        let mut faults = self.unknown_attributes(lanes);
        for mark in &self.entries {
            let applying: Vec<_> = lanes
                .iter()
                .filter(|lane| mark.applies(lane.name, lane.server))
                .collect();
            for case in cases.iter().filter(|case| mark.names(case)) {
                let hidden: Vec<_> = applying
                    .iter()
                    .map(|lane| case.unsupported(lane.features))
                    .collect();
                if let (Some(Some(reason)), true) =
                    (hidden.first(), hidden.iter().all(Option::is_some))
                {
                    faults.push(format!(
                        "the mark of `{}` says nothing: {reason}, and so {} does not run",
                        mark.case, case.id
                    ));
                }
            }
        }
        for case in cases {
            let twice =
                |lane: &LaneFacts<'_>| self.all_of(case, lane.name, lane.server).count() > 1;
            if lanes.iter().any(twice) {
                faults.push(format!("{} is marked twice", case.id));
            }
        }
        for info in Flag::ALL {
            let probes = |lane: &LaneFacts<'_>| {
                let probes = self.server_probes(info.flag, lane.name, lane.server);
                probes.count()
            };
            if lanes.iter().any(|lane| probes(lane) > 1) {
                faults.push(format!("the server is asked of {} twice", info.name));
            }
        }
        faults
    }

    /// Conditions on what no server here has, and no line says that another one does.
    fn unknown_attributes(&self, lanes: &[LaneFacts<'_>]) -> Vec<String> {
        let here: BTreeSet<&str> = lanes
            .iter()
            .flat_map(|lane| lane.server.attributes.keys().copied())
            .collect();
        let known = |name: &str| here.contains(name) || self.attributes.iter().any(|it| it == name);
        let each = self
            .conditions()
            .flat_map(|(when, of)| when.iter().map(move |condition| (condition, of.clone())));
        let conditions = each.filter_map(|(condition, of)| {
            let name = condition.attribute().filter(|name| !known(name))?;
            let there: Vec<_> = here.iter().copied().collect();
            let there = if there.is_empty() {
                "it has none".to_owned()
            } else {
                format!("it has {}", there.join(", "))
            };
            Some(format!(
                "{of}: the server has no `{name}`; {there}. Where another server has it, write it into `attributes`"
            ))
        });
        conditions.collect()
    }
}
