//! Why a unit has its level, as the wire tells it: the core's trace in codes, days and report ids.

use super::about::Text;
use super::flags::TracedFlag;
use super::names::{BasisName, LevelNumber};
use crate::domain::day::Day;
use crate::domain::explain::{Cited, Explained, Fall, Falling, Finding, HeldFrom, Trace};
use crate::domain::flag::Flag;
use crate::domain::level::Level;
use crate::domain::unit::Register;
use crate::store::{FlagKey, FlagRevision};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;

/// Why a unit has its level.
#[derive(Serialize, ToSchema, Debug)]
pub struct TraceInfo {
    /// Ids of the criteria that give the level shown; empty where only a hold gives it.
    pub fired: Vec<&'static str>,
    /// The days that facts are summed over.
    pub window: Window,
    /// Days of the window that were due and did not come: while one is missing the unit's own level cannot fall.
    pub missing: Vec<String>,
    /// Codes of the communes below that owe reports; empty for a commune.
    pub late: Vec<String>,
    /// The level that the hold alone gives; null where it gives no more than the reports.
    #[schema(required, value_type = Option<LevelNumber>)]
    pub held_at: Option<u8>,
    /// Where the level that is held comes from; null where `held_at` is.
    #[schema(required)]
    pub held_from: Option<HeldFromInfo>,
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

/// Where a held level comes from.
#[derive(Serialize, ToSchema, Debug)]
pub struct HeldFromInfo {
    /// The last day on which the commune's own figures gave that level or a higher one: from the next on it is held.
    #[schema(format = Date)]
    pub day: String,
    /// Ids of the criteria that gave it on that day.
    pub fired: Vec<&'static str>,
    /// The days of that day's window whose reports count for them.
    pub days: Vec<String>,
    /// Those reports, by day.
    pub reports: Vec<i64>,
}

/// What would settle a range.
#[derive(Serialize, ToSchema, Debug)]
pub struct OpenInfo {
    /// Days with a report that says nothing of the source of its community cases: one of the commune's or of the
    /// neighbours in `units`, or above the commune one of those below whose level is open.
    pub days: Vec<String>,
    /// Those reports, by day.
    pub reports: Vec<i64>,
    /// The commune's missing days that keep an end of the range from before.
    pub missing: Vec<String>,
    /// Codes of the neighbours that raise the level at one end of their own range and not at the other, or of the
    /// units below whose level is open too.
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
    /// The neighbours or the units below that count for those criteria today and no longer then.
    pub falling: Vec<FallingUnit>,
    /// The reports that will have left the window by then, commune by commune: those that count for those criteria,
    /// or for the levels of the units in `falling`.
    pub leaving: Vec<LeavingReports>,
    /// The unit's flags that fire those criteria.
    pub flags: Vec<TracedFlag>,
    /// Those of the unit's own missing days that must be reported first: while they are missing its own level cannot
    /// fall. As few as will do; empty where the level falls on that day all the same.
    pub missing: Vec<String>,
    /// Codes of the other communes that must report first what they owe, since their levels would hold it up: below it,
    /// or around. As few as will do, with all others still missing: where another would do in one's place, the first is
    /// named. Empty where the level falls on that day all the same.
    pub late: Vec<String>,
}

/// A unit whose level lets another's fall.
#[derive(Serialize, ToSchema, Debug)]
pub struct FallingUnit {
    /// Its code.
    pub unit: String,
    /// Its level today.
    #[schema(value_type = LevelNumber)]
    pub from: u8,
    /// Its level then.
    #[schema(value_type = LevelNumber)]
    pub to: u8,
}

/// A commune's reports that leave the window.
#[derive(Serialize, ToSchema, Debug)]
pub struct LeavingReports {
    /// Its code.
    pub unit: String,
    /// The days of the reports.
    pub days: Vec<String>,
    /// The reports.
    pub reports: Vec<i64>,
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
    /// How it is read, where its words leave more than one reading or a number open.
    pub readings: Vec<Reading>,
    /// Whether it fired at the end of the range that is shown.
    pub fired: bool,
    /// Whether a cluster was inferred from the number of cases, none being reported.
    pub inferred: bool,
    /// What it looked at, by name.
    pub figures: BTreeMap<&'static str, u64>,
    /// The days of the window whose reports count for it: the unit's own, or above the commune those below it.
    pub days: Vec<String>,
    /// Those reports, by day.
    pub reports: Vec<i64>,
    /// The neighbours or the units below that count for it.
    pub units: Vec<CountedUnit>,
    /// The flags that fire it on this day.
    pub flags: Vec<TracedFlag>,
}

/// A parameter that a criterion is read with. `GET about` has what it means.
#[derive(Serialize, ToSchema, Debug)]
pub struct Reading {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
    /// `quoted`, `paraphrased` or `assumed`: an assumed reading of quoted words is an assumption.
    #[schema(value_type = BasisName)]
    pub basis: &'static str,
}

/// A unit that counts for a criterion.
#[derive(Serialize, ToSchema, Debug)]
pub struct CountedUnit {
    /// Its code.
    pub unit: String,
    /// Its level; null for none.
    #[schema(required, value_type = Option<LevelNumber>)]
    pub level: Option<u8>,
}

/// A report that a trace names: whose it is, and of which day.
#[derive(Serialize, ToSchema, Debug)]
pub struct CitedReport {
    /// Its number among all reports; null where nothing is stored and no file tells it.
    #[schema(required)]
    pub id: Option<i64>,
    /// The commune.
    pub unit: String,
    /// The day it is about.
    #[schema(format = Date)]
    pub day: String,
}

/// What a trace is told with: the codes of the register, the reports' ids. The words are those of the rule set
/// that judged the day.
pub struct Telling<'a> {
    /// The register.
    pub register: &'a Register,
    /// The ids of current reports; none where nothing is stored.
    pub reports: BTreeMap<Cited, i64>,
    /// The flags that are known; none where nothing is stored.
    pub flags: BTreeMap<FlagKey, FlagRevision>,
}

impl Telling<'_> {
    /// Tells why the unit at `at` had its level on a day that is over: when it could fall is known.
    pub fn past(&self, explained: &Explained, at: usize) -> TraceInfo {
        self.trace(explained, (at, &explained.trace(at)), None)
    }

    /// Tells why the unit at `at` has its level, given its trace and when the level could fall.
    pub fn trace(&self, explained: &Explained, (at, trace): (usize, &Trace), fall: Option<&Fall>) -> TraceInfo {
        TraceInfo {
            fired: trace.fired(),
            window: Window { from: trace.window.0.to_string(), to: trace.window.1.to_string() },
            missing: days(&trace.missing),
            late: self.codes(&trace.late),
            held_at: trace.held_at.map(Level::number),
            held_from: trace.held_from.as_ref().map(|from| self.held_from(from)),
            open: trace.open.as_ref().map(|open| OpenInfo {
                days: days_of(&open.cited),
                reports: self.ids(&open.cited),
                missing: days(&open.missing),
                units: self.codes(&open.units),
            }),
            fall: fall.map(|fall| self.fall(at, fall)),
            criteria: trace.findings.iter().map(|finding| self.criterion(explained, at, finding)).collect(),
        }
    }

    /// The reports that traces name, each once, by day and in the order of the register.
    pub fn cited<'a>(&self, cited: impl IntoIterator<Item = &'a Cited>) -> Vec<CitedReport> {
        let told = |cited: &Cited| CitedReport {
            id: self.reports.get(cited).copied(),
            unit: self.code(cited.1),
            day: cited.0.to_string(),
        };
        cited.into_iter().collect::<BTreeSet<_>>().into_iter().map(told).collect()
    }

    pub(super) fn held_from(&self, HeldFrom { day, fired, cited }: &HeldFrom) -> HeldFromInfo {
        HeldFromInfo { day: day.to_string(), fired: fired.clone(), days: days_of(cited), reports: self.ids(cited) }
    }

    fn fall(&self, at: usize, fall: &Fall) -> FallInfo {
        FallInfo {
            day: fall.to.map(|(day, _)| day.to_string()),
            level: fall.to.map(|(_, level)| level.number()),
            rules_from: fall.rules_from.map(|day| day.to_string()),
            ends: fall.ends.clone(),
            falling: fall.falling.iter().map(|falling| self.falling(falling)).collect(),
            leaving: self.leaving(&fall.leaving),
            flags: self.flags(at, &fall.flags),
            missing: days(&fall.missing),
            late: self.codes(&fall.late),
        }
    }

    fn falling(&self, falling: &Falling) -> FallingUnit {
        FallingUnit { unit: self.code(falling.unit), from: falling.from.number(), to: falling.to.number() }
    }

    /// Reports by commune, in the order of the register.
    fn leaving(&self, leaving: &[Cited]) -> Vec<LeavingReports> {
        let mut by_commune: BTreeMap<usize, Vec<Cited>> = BTreeMap::new();
        for &(day, commune) in leaving {
            by_commune.entry(commune).or_default().push((day, commune));
        }
        let told = |(commune, cited): (usize, Vec<Cited>)| LeavingReports {
            unit: self.code(commune),
            days: days_of(&cited),
            reports: self.ids(&cited),
        };
        by_commune.into_iter().map(told).collect()
    }

    fn criterion(&self, explained: &Explained, at: usize, finding: &Finding) -> CriterionInfo {
        let worded = &explained.rules().criteria[finding.clause.place()];
        let counted = |&unit: &usize| CountedUnit {
            unit: self.code(unit),
            level: explained.board().standings[unit].level().map(Level::number),
        };
        let rules = explained.rules();
        let named = finding.clause.read_with(&rules.params).iter();
        let readings = named
            .filter_map(|name| rules.parameters.iter().find(|one| one.name == *name))
            .map(|one| Reading { name: one.name.clone(), value: one.value.clone(), basis: one.basis.code() });
        CriterionInfo {
            id: worded.id.clone(),
            level: worded.level.number(),
            basis: worded.basis.code(),
            clause: Text::from(&worded.clause),
            text: Text::from(&worded.text),
            readings: readings.collect(),
            fired: finding.fired,
            inferred: finding.inferred,
            figures: finding.figures.iter().copied().collect(),
            days: days_of(&finding.cited),
            reports: self.ids(&finding.cited),
            units: finding.units.iter().map(counted).collect(),
            flags: self.flags(at, &finding.flags),
        }
    }

    /// Flags of the unit at `at`.
    fn flags(&self, at: usize, flags: &[Flag]) -> Vec<TracedFlag> {
        let code = &self.register.units()[at].code;
        let word = |flag: &Flag| self.flags.get(&(code.clone(), flag.kind, flag.from));
        flags.iter().map(|flag| TracedFlag::new(flag, word(flag))).collect()
    }

    pub(super) fn ids<'a>(&self, cited: impl IntoIterator<Item = &'a Cited>) -> Vec<i64> {
        cited.into_iter().filter_map(|cited| self.reports.get(cited).copied()).collect()
    }

    fn code(&self, unit: usize) -> String {
        self.register.units()[unit].code.to_string()
    }

    pub(super) fn codes(&self, units: &[usize]) -> Vec<String> {
        units.iter().map(|&unit| self.code(unit)).collect()
    }
}

/// The days of reports that stand in order, each once.
fn days_of(cited: &[Cited]) -> Vec<String> {
    let mut days: Vec<Day> = cited.iter().map(|(day, _)| *day).collect();
    days.dedup();
    self::days(&days)
}

fn days(days: &[Day]) -> Vec<String> {
    days.iter().map(ToString::to_string).collect()
}
