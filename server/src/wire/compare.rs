//! Two boards side by side: the units that differ, and why.

use super::board::StandingInfo;
use super::flags::TracedFlag;
use super::names::TierName;
use super::trace::{CitedReport, HeldFromInfo, Telling};
use crate::domain::board::Standing;
use crate::domain::explain::{Finding, Firing, Trace, Why};
use crate::domain::unit::Register;
use crate::store::FlagRevision;
use serde::Serialize;
use utoipa::ToSchema;

/// `GET boards/compare`: the units whose level, range or marks differ between two boards.
#[derive(Serialize, ToSchema, Debug)]
pub struct CompareAnswer {
    /// The first board.
    pub a: BoardName,
    /// The second board.
    pub b: BoardName,
    /// The units that differ, in the order of the register.
    pub units: Vec<Difference>,
    /// Whose and of which day the reports are that the units name by number, each once.
    pub cited: Vec<CitedReport>,
}

/// Which board is meant.
#[derive(Serialize, ToSchema, Debug)]
pub struct BoardName {
    /// The day of its levels.
    #[schema(format = Date)]
    pub day: String,
    /// What was known at this instant (RFC 3339).
    #[schema(format = DateTime)]
    pub as_of: String,
    /// Number of the release, where it is read as it was published; null where it was computed for
    /// this answer.
    #[schema(required)]
    pub release: Option<i64>,
    /// Hash of the rule set that judged its day.
    pub ruleset: String,
}

/// A unit that stands differently on two boards.
#[derive(Serialize, ToSchema, Debug)]
pub struct Difference {
    /// Its code.
    pub unit: String,
    /// Its tier.
    #[schema(value_type = TierName)]
    pub tier: &'static str,
    /// Where it stands on the first board.
    pub a: Side,
    /// Where it stands on the second.
    pub b: Side,
    /// Ids of the reports that are about days of either window and were learned between the two instants: its own, or
    /// those of the communes below, and those of communes that raise the level of one of these by lying beside it, on one
    /// of the two boards and not on the other.
    pub reports: Vec<i64>,
    /// What was learned between the two instants of the flags of the same units that begin by the later of the two days;
    /// withdrawals among them.
    pub flags: Vec<LearnedFlag>,
}

/// What was learned of a flag.
#[derive(Serialize, ToSchema, Debug)]
pub struct LearnedFlag {
    /// Whose flag it is.
    pub unit: String,
    /// The flag as it stands since, and the batch that says so.
    #[serde(flatten)]
    pub flag: TracedFlag,
}

impl From<&FlagRevision> for LearnedFlag {
    fn from(word: &FlagRevision) -> Self {
        Self { unit: word.said.unit.to_string(), flag: TracedFlag::new(&word.said.flag, Some(word)) }
    }
}

/// Where a unit stands on one of two boards.
#[derive(Serialize, ToSchema, Debug)]
pub struct Side {
    /// Level, range, own level and marks.
    #[serde(flatten)]
    pub standing: StandingInfo,
    /// Ids of the criteria that give the level; null for a release that other rules judged.
    #[schema(required)]
    pub fired: Option<Vec<&'static str>>,
    /// Where a held level comes from; absent where none is held, in a what-if, and where `fired` is null.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub held_from: Option<HeldFromInfo>,
    /// Every criterion that fired, those of lower levels among them, with what it rests on; null as `fired`. What is
    /// here on one side only began or ceased to fire.
    #[schema(required)]
    pub criteria: Option<Vec<FiredCriterion>>,
}

/// A criterion that fired, and what it rests on.
#[derive(Serialize, ToSchema, Debug)]
pub struct FiredCriterion {
    /// Its id.
    pub id: &'static str,
    /// The neighbours or the units below that count for it, by code; empty where it rests on the unit's own reports.
    pub units: Vec<String>,
    /// The reports behind it as that board knew them: the unit's own, those that give neighbours their own levels, or those
    /// that the levels of the units below rest on. None for green, which rests on there being nothing else. Absent in a
    /// what-if, whose reports are partly supposed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reports: Option<Vec<i64>>,
}

impl Side {
    /// Where a unit stands, and what fired.
    pub fn new(standing: Standing, trace: &Trace, register: &Register) -> Self {
        let code = |at: &usize| register.units()[*at].code.to_string();
        let told = |finding: &Finding| FiredCriterion {
            id: finding.clause.id,
            units: finding.units.iter().map(code).collect(),
            reports: None,
        };
        Self {
            standing: (&standing).into(),
            fired: Some(trace.fired()),
            held_from: None,
            criteria: Some(trace.findings.iter().filter(|finding| finding.fired).map(told).collect()),
        }
    }

    /// Where a unit stands, and why, down to the reports, where that is known.
    pub fn led_back(standing: Standing, why: Option<&Why>, telling: &Telling) -> Self {
        let told = |firing: &Firing| FiredCriterion {
            id: firing.clause.id,
            units: telling.codes(&firing.units),
            reports: Some(telling.ids(&firing.cited)),
        };
        Self {
            standing: (&standing).into(),
            fired: why.map(|why| why.fired.clone()),
            held_from: why.and_then(|why| why.held_from.as_ref()).map(|from| telling.held_from(from)),
            criteria: why.map(|why| why.criteria.iter().map(told).collect()),
        }
    }
}
