//! Why a unit has its level, as the wire tells it: the core's trace in codes, days and report ids.

use super::about::Text;
use super::flags::FlagNote;
use super::names::{BasisName, LevelNumber};
use crate::domain::day::Day;
use crate::domain::explain::{Explained, Fall, Finding, Trace};
use crate::domain::level::Level;
use crate::domain::rules::RuleSet;
use crate::domain::unit::Register;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Why a unit has its level.
#[derive(Serialize, ToSchema, Debug)]
pub struct TraceInfo {
    /// Ids of the criteria that give the level shown; empty where only a hold gives it.
    pub fired: Vec<&'static str>,
    /// The days that facts are summed over.
    pub window: Window,
    /// Days of the window that were due and did not come: while one is missing the level cannot fall.
    pub missing: Vec<String>,
    /// The level that the hold alone gives; null where it gives no more than the reports.
    #[schema(required, value_type = Option<LevelNumber>)]
    pub held_at: Option<u8>,
    /// What leaves the level open and would settle it; null where the range is one level.
    #[schema(required)]
    pub open: Option<OpenInfo>,
    /// When the level could fall if only zeros came from now on, and zeros for the missing days; null
    /// where it is green or there is none, and in a history.
    #[schema(required)]
    pub fall: Option<FallInfo>,
    /// Every criterion of the unit's tier, in the order of evaluation.
    pub criteria: Vec<CriterionInfo>,
}

/// First and last day of a window.
#[derive(Serialize, ToSchema, Debug)]
pub struct Window {
    /// The first day.
    #[schema(format = Date)]
    pub from: String,
    /// The last day: the one that is rated.
    #[schema(format = Date)]
    pub to: String,
}

/// What would settle a range.
#[derive(Serialize, ToSchema, Debug)]
pub struct OpenInfo {
    /// Days whose report says nothing of the source of its community cases.
    pub days: Vec<String>,
    /// The reports of those days.
    pub reports: Vec<i64>,
    /// Codes of the neighbours or of the units below whose level is open too.
    pub units: Vec<String>,
}

/// The earliest fall of a level.
#[derive(Serialize, ToSchema, Debug)]
pub struct FallInfo {
    /// The earliest day; null where flags without an end keep the level up.
    #[schema(required, format = Date)]
    pub day: Option<String>,
    /// The level on that day.
    #[schema(required, value_type = Option<LevelNumber>)]
    pub level: Option<u8>,
    /// First day of the rule set that judges that day, where it is another than today's; null where it is the same.
    #[schema(required, format = Date)]
    pub rules_from: Option<String>,
    /// Ids of the criteria that fire today and no longer then.
    pub ends: Vec<&'static str>,
    /// Days whose reports will have left the window by then.
    pub leaving: Vec<String>,
    /// The reports of those days.
    pub reports: Vec<i64>,
    /// The unit's own missing days that must be reported first.
    pub missing: Vec<String>,
    /// Codes of the communes it depends on that owe reports: its neighbours, or those below.
    pub late: Vec<String>,
}

/// A criterion, looked at.
#[derive(Serialize, ToSchema, Debug)]
pub struct CriterionInfo {
    /// Its id, as `C-R1`.
    pub id: String,
    /// The level it leads to.
    #[schema(value_type = LevelNumber)]
    pub level: u8,
    /// `quoted`, `paraphrased` or `assumed`.
    #[schema(value_type = BasisName)]
    pub basis: &'static str,
    /// Where in the decision it stands.
    pub clause: Text,
    /// What it says.
    pub text: Text,
    /// Whether it fired at the end of the range that is shown.
    pub fired: bool,
    /// Whether a cluster was inferred from the number of cases, none being reported.
    pub inferred: bool,
    /// What it looked at, by name.
    pub figures: BTreeMap<&'static str, u64>,
    /// The days of the window whose reports count for it.
    pub days: Vec<String>,
    /// The reports of those days.
    pub reports: Vec<i64>,
    /// Codes of the neighbours or of the units below that count for it.
    pub units: Vec<String>,
    /// The flags that fire it on this day.
    pub flags: Vec<FlagNote>,
}

/// What a trace is told with: the codes of the register, the reports' ids. The words are those of the rule set
/// that judged the day.
pub struct Telling<'a> {
    /// The register.
    pub register: &'a Register,
    /// The ids of the unit's current reports, by day; none where nothing is stored.
    pub reports: BTreeMap<Day, i64>,
}

impl Telling<'_> {
    /// Tells why the unit at `at` of the register has its level.
    pub fn trace(&self, explained: &Explained, at: usize) -> TraceInfo {
        let trace = explained.trace(at);
        let fall = explained.fall(at, &trace);
        self.told(explained.rules(), &trace, fall.as_ref())
    }

    /// Tells why the unit at `at` had its level on a day that is over: when it could fall is known.
    pub fn past(&self, explained: &Explained, at: usize) -> TraceInfo {
        self.told(explained.rules(), &explained.trace(at), None)
    }

    fn told(&self, rules: &RuleSet, trace: &Trace, fall: Option<&Fall>) -> TraceInfo {
        TraceInfo {
            fired: trace.fired(),
            window: Window { from: trace.window.0.to_string(), to: trace.window.1.to_string() },
            missing: days(&trace.missing),
            held_at: trace.held_at.map(Level::number),
            open: trace.open.as_ref().map(|open| OpenInfo {
                days: days(&open.days),
                reports: self.ids(&open.days),
                units: self.codes(&open.units),
            }),
            fall: fall.map(|fall| self.fall(fall)),
            criteria: trace.findings.iter().map(|finding| self.criterion(rules, finding)).collect(),
        }
    }

    fn fall(&self, fall: &Fall) -> FallInfo {
        FallInfo {
            day: fall.to.map(|(day, _)| day.to_string()),
            level: fall.to.map(|(_, level)| level.number()),
            rules_from: fall.rules_from.map(|day| day.to_string()),
            ends: fall.ends.clone(),
            leaving: days(&fall.leaving),
            reports: self.ids(&fall.leaving),
            missing: days(&fall.missing),
            late: self.codes(&fall.late),
        }
    }

    fn criterion(&self, rules: &RuleSet, finding: &Finding) -> CriterionInfo {
        let worded = &rules.criteria[finding.clause.place()];
        CriterionInfo {
            id: worded.id.clone(),
            level: worded.level.number(),
            basis: worded.basis.code(),
            clause: Text::from(&worded.clause),
            text: Text::from(&worded.text),
            fired: finding.fired,
            inferred: finding.inferred,
            figures: finding.figures.iter().copied().collect(),
            days: days(&finding.days),
            reports: self.ids(&finding.days),
            units: self.codes(&finding.units),
            flags: finding.flags.iter().map(FlagNote::from).collect(),
        }
    }

    fn ids(&self, days: &[Day]) -> Vec<i64> {
        days.iter().filter_map(|day| self.reports.get(day).copied()).collect()
    }

    fn codes(&self, units: &[usize]) -> Vec<String> {
        units.iter().map(|&unit| self.register.units()[unit].code.to_string()).collect()
    }
}

fn days(days: &[Day]) -> Vec<String> {
    days.iter().map(ToString::to_string).collect()
}
