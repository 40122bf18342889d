//! The register, and one unit with why it has its level.

use super::board::{StandingInfo, TierCount};
use super::history::DayCases;
use super::names::{LevelNumber, OriginName, TierName};
use super::trace::{CitedReport, TraceInfo};
use crate::clock::rfc3339;
use crate::domain::report::Counts;
use crate::domain::unit::Unit;
use crate::store::Revision;
use serde::Serialize;
use utoipa::ToSchema;

/// `GET units`: the register.
#[derive(Serialize, ToSchema, Debug)]
pub struct RegisterAnswer {
    /// Hash of the register.
    pub register: String,
    /// Every unit, in the order that `levels` of the live frames follows.
    pub units: Vec<UnitInfo>,
}

/// A unit of the register.
#[derive(Serialize, ToSchema, Debug)]
pub struct UnitInfo {
    /// Its code in the list of the General Statistics Office.
    pub code: String,
    /// Full name with its kind word.
    pub name: String,
    /// The kind word.
    pub kind: String,
    /// `commune`, `district` or `province`.
    #[schema(value_type = TierName)]
    pub tier: &'static str,
    /// Code of the unit it belongs to; null for the province.
    #[schema(required)]
    pub parent: Option<String>,
    /// Inhabitants, census of 1 April 2019.
    pub population: u32,
    /// Area in square kilometres.
    pub area_km2: f64,
    /// Longitude of the label point.
    pub lon: f64,
    /// Latitude of the label point.
    pub lat: f64,
    /// Codes of the communes that share a stretch of border with it.
    pub neighbours: Vec<String>,
}

impl UnitInfo {
    /// A unit with its neighbours' codes.
    pub fn new(unit: &Unit, neighbours: Vec<String>) -> Self {
        Self {
            code: unit.code.to_string(),
            name: unit.name.clone(),
            kind: unit.kind.clone(),
            tier: unit.tier.code(),
            parent: unit.parent.as_ref().map(ToString::to_string),
            population: unit.population,
            area_km2: unit.area_km2,
            lon: unit.lon,
            lat: unit.lat,
            neighbours,
        }
    }
}

/// `GET units/{code}`: one unit with its trace.
#[derive(Serialize, ToSchema, Debug)]
pub struct UnitAnswer {
    /// The unit.
    pub unit: UnitInfo,
    /// Number of the newest entry of the change log that this answer knows of.
    pub seq: i64,
    /// The day the level is of.
    #[schema(format = Date)]
    pub day: String,
    /// What was known at this instant (RFC 3339).
    #[schema(format = DateTime)]
    pub as_of: String,
    /// Id of the rule set that judged the day.
    pub ruleset: String,
    /// Its hash.
    pub ruleset_hash: String,
    /// Last day the rule set was in force, where the day is a later one and is judged by it nevertheless; else null.
    #[schema(required, format = Date)]
    pub ruleset_ended: Option<String>,
    /// Level, range, own level and marks.
    #[serde(flatten)]
    pub standing: StandingInfo,
    /// Why.
    #[serde(flatten)]
    pub trace: TraceInfo,
    /// Whose and of which day the reports are that `criteria`, `open` and `held_from` name by number, each once.
    pub cited: Vec<CitedReport>,
    /// A commune's current reports of the window, by day.
    pub reports: Vec<ReportInfo>,
    /// The cases of every day of the window, in order; of a district or a province those of its communes.
    pub days: Vec<DayCases>,
    /// How the units below stand; null for a commune.
    #[schema(required)]
    pub children: Option<TierCount>,
    /// The communes that share a stretch of border, with their levels.
    pub neighbours: Vec<Neighbour>,
}

/// A report as stored. A null figure is a blank, not a zero.
#[derive(Serialize, ToSchema, Debug)]
pub struct ReportInfo {
    /// Its number among all reports.
    pub id: i64,
    /// The day it is about.
    #[schema(format = Date)]
    pub day: String,
    /// 1, 2, … for its unit and day.
    pub revision: i64,
    /// When it was learned (RFC 3339).
    #[schema(format = DateTime)]
    pub learned_at: String,
    /// `row`, or `absent`: a zero that `absent=zero` added.
    #[schema(value_type = OriginName)]
    pub origin: String,
    /// Its figures.
    #[serde(flatten)]
    pub figures: FiguresInfo,
    /// Who or what it came from, as the sender says.
    #[schema(required)]
    pub source: Option<String>,
    /// A remark of the sender.
    #[schema(required)]
    pub note: Option<String>,
}

impl From<&Revision> for ReportInfo {
    fn from(revision: &Revision) -> Self {
        Self {
            id: revision.id,
            day: revision.report.day.to_string(),
            revision: revision.revision,
            learned_at: rfc3339(revision.learned_at),
            origin: revision.origin.clone(),
            figures: (&revision.report.counts).into(),
            source: revision.report.source.clone(),
            note: revision.report.note.clone(),
        }
    }
}

/// The figures of a report. A null figure is a blank, not a zero.
#[derive(Serialize, ToSchema, Debug)]
pub struct FiguresInfo {
    /// New confirmed cases.
    pub f0: u32,
    /// Of them found in isolation.
    #[schema(required)]
    pub f0_isolated: Option<u32>,
    /// Of them of unknown source.
    #[schema(required)]
    pub f0_unknown_source: Option<u32>,
    /// Of them traced to special venues.
    #[schema(required)]
    pub f0_special_venue: Option<u32>,
    /// Clusters of unknown source.
    #[schema(required)]
    pub clusters_unknown_source: Option<u32>,
    /// Clusters of special venues.
    #[schema(required)]
    pub clusters_special_venue: Option<u32>,
    /// Direct contacts in the community.
    #[schema(required)]
    pub f1_community: Option<u32>,
}

impl From<&Counts> for FiguresInfo {
    fn from(counts: &Counts) -> Self {
        let figures = counts.figures();
        Self {
            f0: figures.f0,
            f0_isolated: figures.f0_isolated,
            f0_unknown_source: figures.f0_unknown_source,
            f0_special_venue: figures.f0_special_venue,
            clusters_unknown_source: figures.clusters_unknown_source,
            clusters_special_venue: figures.clusters_special_venue,
            f1_community: figures.f1_community,
        }
    }
}

/// A neighbouring commune.
#[derive(Serialize, ToSchema, Debug)]
pub struct Neighbour {
    /// Its code.
    pub code: String,
    /// Its full name.
    pub name: String,
    /// Its level; null for none.
    #[schema(required, value_type = Option<LevelNumber>)]
    pub level: Option<u8>,
    /// Its level before adjacency; null for none.
    #[schema(required, value_type = Option<LevelNumber>)]
    pub own: Option<u8>,
}
