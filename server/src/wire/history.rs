//! One unit over many days: what was reported, what level that makes as now known, and what level
//! was published then.

use super::board::StandingInfo;
use super::kept::Kept;
use super::names::LevelNumber;
use super::rulesets::Judging;
use super::standings::Kind;
use super::trace::{CitedReport, TraceInfo};
use super::units::{ReportInfo, UnitInfo};
use crate::clock::rfc3339;
use crate::domain::day::Day;
use crate::domain::facts::{Cell, Facts};
use crate::domain::unit::UnitCode;
use crate::store::{LastOfDay, StoreError};
use serde::Serialize;
use utoipa::ToSchema;

/// `GET units/{code}/history`: one unit, day by day.
#[derive(Serialize, ToSchema, Debug)]
pub struct HistoryAnswer {
    /// The unit.
    pub unit: UnitInfo,
    /// Number of the newest entry of the change log that this answer knows of.
    pub seq: i64,
    /// What was known at this instant (RFC 3339).
    #[schema(format = DateTime)]
    pub as_of: String,
    /// Id of the rule set that judged the last of the days.
    pub ruleset: String,
    /// Which rule sets judged which of the days, in order.
    pub rulesets: Vec<Judging>,
    /// Days of the window of the last of them, the rated day included.
    pub window_days: u32,
    /// Whose and of which day the reports are that the traces name by number, each once; where traces were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cited: Option<Vec<CitedReport>>,
    /// Every day asked for, in order.
    pub days: Vec<HistoryDay>,
}

/// A unit on a day. Level, range, own level and marks are those of what was known at `as_of`.
#[derive(Serialize, ToSchema, Debug)]
pub struct HistoryDay {
    /// The day and its cases, as known at `as_of`.
    #[serde(flatten)]
    pub sum: DayCases,
    /// Level, range, own level and marks, as known at `as_of`.
    #[serde(flatten)]
    pub standing: StandingInfo,
    /// Ids of the criteria that give the level; empty where only a hold gives it.
    pub fired: Vec<&'static str>,
    /// What was published last on that day, with the range and the marks that it had then; null where nothing was.
    #[schema(required)]
    pub published: Option<PublishedStanding>,
    /// A commune's reports of the day, every revision known at `as_of`.
    pub reports: Vec<ReportInfo>,
    /// Why, where that was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trace: Option<TraceInfo>,
}

/// A unit's cases of a day, and how many of its communes told them.
#[derive(Serialize, ToSchema, Debug)]
pub struct DayCases {
    /// The day.
    #[schema(format = Date)]
    pub day: String,
    /// Its cases; null where nothing was reported, which is not zero.
    #[schema(required)]
    pub cases: Option<Cases>,
    /// Communes, of this unit or it alone, that had begun to report by that day.
    pub expected: usize,
    /// Those of them that reported it.
    pub reported: usize,
}

impl DayCases {
    /// Of a unit with these communes.
    pub fn of(facts: &Facts, communes: &[usize], day: Day) -> Self {
        let begun =
            communes.iter().map(|&at| facts.of(at)).filter(|series| series.first().is_some_and(|first| first <= day));
        let (mut sum, mut expected, mut reported) = (Cases::default(), 0, 0);
        for series in begun {
            expected += 1;
            if let Some(cell) = series.cell(day) {
                reported += 1;
                sum = sum.and(cell);
            }
        }
        Self { day: day.to_string(), cases: (reported > 0).then_some(sum), expected, reported }
    }
}

/// A level as it was published.
#[derive(Serialize, ToSchema, Debug)]
pub struct PublishedLevel {
    /// The level, 1–4; null for none.
    #[schema(required, value_type = Option<LevelNumber>)]
    pub level: Option<u8>,
    /// Number of the release.
    pub release: i64,
    /// When it was published (RFC 3339).
    #[schema(format = DateTime)]
    pub as_of: String,
}

/// Where a unit stood on a board as it was published.
#[derive(Serialize, ToSchema, Debug)]
pub struct PublishedStanding {
    /// Level, range and marks.
    #[serde(flatten)]
    pub kind: Kind,
    /// Number of the release.
    pub release: i64,
    /// When it was published (RFC 3339).
    #[schema(format = DateTime)]
    pub as_of: String,
}

impl PublishedStanding {
    /// The standing of the unit at `at` of a register, whose code is `code`; none where another register was published.
    pub fn of(
        last: &LastOfDay,
        (at, code): (usize, &UnitCode),
        register_hash: &str,
    ) -> Result<Option<Self>, StoreError> {
        if last.register != register_hash {
            return Ok(None);
        }
        let standing = Kept::last(last)?.standing(at, code);
        Ok(standing.map(|standing| Self { kind: (&standing).into(), release: last.seq, as_of: rfc3339(last.t) }))
    }
}

impl PublishedLevel {
    /// The level of the unit at `at` of a register; none where another register was published.
    pub fn of(last: &LastOfDay, at: usize, register_hash: &str) -> Option<Self> {
        let digit = last.levels.as_bytes().get(at).filter(|_| last.register == register_hash)?;
        let level = digit.wrapping_sub(b'0');
        let level = (1..=4).contains(&level).then_some(level);
        Some(Self { level, release: last.seq, as_of: rfc3339(last.t) })
    }
}

/// A day's new cases by kind. The first is the sum of the next five.
#[derive(Serialize, ToSchema, Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Cases {
    /// New confirmed cases.
    pub f0: u64,
    /// Found in isolation.
    pub isolated: u64,
    /// In the community, of known, ordinary source.
    pub known_source: u64,
    /// In the community, of unknown source.
    pub unknown_source: u64,
    /// In the community, traced to special venues.
    pub special_venue: u64,
    /// In the community; the report says nothing of the source.
    pub source_open: u64,
    /// Direct contacts in the community.
    pub f1_community: u64,
}

impl Cases {
    fn and(self, cell: &Cell) -> Self {
        let community = [cell.known, cell.unknown, cell.special, cell.open].map(u64::from);
        let isolated = u64::from(cell.isolated);
        Self {
            f0: self.f0 + isolated + community.iter().sum::<u64>(),
            isolated: self.isolated + isolated,
            known_source: self.known_source + community[0],
            unknown_source: self.unknown_source + community[1],
            special_venue: self.special_venue + community[2],
            source_open: self.source_open + community[3],
            f1_community: self.f1_community + u64::from(cell.f1),
        }
    }
}
