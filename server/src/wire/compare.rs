//! Two boards side by side: the units that differ, and why.

use super::board::StandingInfo;
use super::flags::TracedFlag;
use super::names::TierName;
use crate::domain::board::Standing;
use crate::domain::explain::{Finding, Trace};
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
    /// Ids of its reports, or of the communes' below, that are about days of either window and were
    /// learned between the two instants.
    pub reports: Vec<i64>,
    /// What was learned between the two instants of its flags, or of the communes' below, that begin by the later of the
    /// two days; withdrawals among them.
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
    /// Every criterion that fired, those of lower levels among them, with what it rests on; null as `fired`. What is
    /// here on one side only began or ceased to fire.
    #[schema(required)]
    pub criteria: Option<Vec<FiredCriterion>>,
}

/// A criterion that fired, and the units that it rests on.
#[derive(Serialize, ToSchema, Debug)]
pub struct FiredCriterion {
    /// Its id.
    pub id: &'static str,
    /// The neighbours or the units below that count for it, by code; empty where it rests on the unit's own reports.
    pub units: Vec<String>,
}

impl Side {
    /// Where a unit stands, and why, where that is known.
    pub fn new(standing: Standing, trace: Option<&Trace>, register: &Register) -> Self {
        let code = |at: &usize| register.units()[*at].code.to_string();
        let told = |finding: &Finding| FiredCriterion {
            id: finding.clause.id,
            units: finding.units.iter().map(code).collect(),
        };
        Self {
            standing: (&standing).into(),
            fired: trace.map(Trace::fired),
            criteria: trace.map(|trace| trace.findings.iter().filter(|finding| finding.fired).map(told).collect()),
        }
    }
}
