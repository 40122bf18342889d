//! Answers of the HTTP API, and the one error envelope.

use super::frames::Change;
use crate::domain::board::Standing;
use crate::domain::rules;
use crate::domain::unit::{Tier, Unit};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use utoipa::ToSchema;

/// A text in Vietnamese and English.
#[derive(Serialize, ToSchema, Clone, Debug)]
pub struct Text {
    /// Vietnamese.
    pub vi: String,
    /// English.
    pub en: String,
}

impl From<&rules::Text> for Text {
    fn from(text: &rules::Text) -> Self {
        Self { vi: text.vi.clone(), en: text.en.clone() }
    }
}

/// `GET about`: what this server shows and by which rules.
#[derive(Serialize, ToSchema, Debug)]
pub struct About {
    /// Version of the server.
    pub version: String,
    /// The province.
    pub province: Place,
    /// The map.
    pub map: MapInfo,
    /// The rule set that judges.
    pub ruleset: RulesetInfo,
    /// The four levels, green first.
    pub levels: Vec<LevelInfo>,
    /// Label points of what lies around the province.
    pub around: Vec<Label>,
    /// Whether this is the demonstration: a replayed season on a simulated clock.
    pub demo: bool,
    /// What must be said of the data wherever it is shown; null where nothing must.
    pub data_note: Option<Text>,
}

/// A unit's code and name.
#[derive(Serialize, ToSchema, Debug)]
pub struct Place {
    /// Its code.
    pub code: String,
    /// Its full name.
    pub name: String,
}

/// What kind of map `GET map.geojson` is.
#[derive(Serialize, ToSchema, Debug)]
pub struct MapInfo {
    /// `schematic`: computed shapes, no border on it is a border on the ground; or `boundaries`.
    pub kind: &'static str,
    /// West, south, east, north, in degrees (WGS 84).
    pub bounds: [f64; 4],
}

/// A rule set.
#[derive(Serialize, ToSchema, Debug)]
pub struct RulesetInfo {
    /// Its id, as `2686`.
    pub id: String,
    /// Its full title.
    pub title: Text,
    /// First 16 hex digits of the SHA-256 of its file.
    pub hash: String,
    /// First day it was in force.
    #[schema(format = Date)]
    pub valid_from: String,
    /// Last day it was in force; null while it still is.
    #[schema(format = Date)]
    pub valid_to: Option<String>,
    /// Its parameters.
    pub parameters: Vec<ParameterInfo>,
}

/// A parameter of a rule set.
#[derive(Serialize, ToSchema, Debug)]
pub struct ParameterInfo {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
    /// `quoted`, `paraphrased` or `assumed`.
    pub basis: &'static str,
    /// What it means.
    pub text: Text,
}

/// A level.
#[derive(Serialize, ToSchema, Debug)]
pub struct LevelInfo {
    /// 1 to 4.
    pub level: u8,
    /// `new_normal`, `risk`, `high`, `very_high`.
    pub code: &'static str,
    /// Its name.
    pub name: Text,
}

/// A name and where to write it.
#[derive(Serialize, ToSchema, Debug)]
pub struct Label {
    /// The name.
    pub name: String,
    /// Degrees east.
    pub lon: f64,
    /// Degrees north.
    pub lat: f64,
}

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
    pub tier: &'static str,
    /// Code of the unit it belongs to; null for the province.
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

/// `GET board`: every unit's level on a day.
#[derive(Serialize, ToSchema, Debug)]
pub struct BoardAnswer {
    /// Number of the newest entry of the change log that this answer knows of.
    pub seq: i64,
    /// The day the levels are of.
    #[schema(format = Date)]
    pub day: String,
    /// What was known at this instant (RFC 3339).
    #[schema(format = DateTime)]
    pub as_of: String,
    /// Id of the rule set that judged.
    pub ruleset: String,
    /// Hash of the register.
    pub register: String,
    /// Every unit, in the order of the register.
    pub units: Vec<UnitLevel>,
    /// How many stand where, per tier from the commune up.
    pub counts: Vec<TierCount>,
}

/// A unit's level on a board.
#[derive(Serialize, ToSchema, Debug)]
pub struct UnitLevel {
    /// The unit's code.
    pub unit: String,
    /// Its tier.
    pub tier: &'static str,
    /// Level, range, own level and marks.
    #[serde(flatten)]
    pub standing: StandingInfo,
}

/// Where a unit stands.
#[derive(Serialize, ToSchema, Debug)]
pub struct StandingInfo {
    /// The level shown, 1–4; null for none.
    pub level: Option<u8>,
    /// The lower end of its range.
    pub low: Option<u8>,
    /// The upper end of its range.
    pub high: Option<u8>,
    /// A commune's level before adjacency; null above the commune.
    pub own: Option<u8>,
    /// `undetermined`, `held`, `late`, `override`; `incomplete` above the commune.
    pub marks: Vec<&'static str>,
}

impl From<&Standing> for StandingInfo {
    fn from(standing: &Standing) -> Self {
        Self {
            level: standing.level().map(super::super::domain::level::Level::number),
            low: standing.rating.map(|rating| rating.ends.low.number()),
            high: standing.rating.map(|rating| rating.ends.high.number()),
            own: standing.own.map(super::super::domain::level::Level::number),
            marks: standing.marks.names().collect(),
        }
    }
}

/// How many units of a tier stand where.
#[derive(Serialize, ToSchema, Debug)]
pub struct TierCount {
    /// The tier.
    pub tier: &'static str,
    /// All units of the tier.
    pub total: usize,
    /// Those with a level.
    pub assessed: usize,
    /// Those at levels 1 to 4.
    pub levels: [usize; 4],
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
    /// Id of the rule set that judged.
    pub ruleset: String,
    /// Level, range, own level and marks.
    #[serde(flatten)]
    pub standing: StandingInfo,
    /// Ids of the criteria that give the level shown; empty where only a hold gives it.
    pub fired: Vec<&'static str>,
    /// The days that facts are summed over.
    pub window: Window,
    /// Days of the window that were due and did not come: while one is missing the level cannot fall.
    pub missing: Vec<String>,
    /// The level that the hold alone gives; null where it gives no more than the reports.
    pub held_at: Option<u8>,
    /// Every criterion of the unit's tier, in the order of evaluation.
    pub criteria: Vec<CriterionInfo>,
    /// A commune's current reports of the window, by day.
    pub reports: Vec<ReportInfo>,
    /// How the units below stand; null for a commune.
    pub children: Option<TierCount>,
    /// The communes that share a stretch of border, with their levels.
    pub neighbours: Vec<Neighbour>,
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

/// A criterion, looked at.
#[derive(Serialize, ToSchema, Debug)]
pub struct CriterionInfo {
    /// Its id, as `C-R1`.
    pub id: String,
    /// The level it leads to.
    pub level: u8,
    /// `quoted`, `paraphrased` or `assumed`.
    pub basis: &'static str,
    /// Where in the decision it stands.
    pub clause: String,
    /// What it says.
    pub text: Text,
    /// Whether it fired at the end of the range that is shown.
    pub fired: bool,
    /// What it looked at, by name.
    pub figures: BTreeMap<&'static str, u64>,
    /// Codes of the neighbours or of the units below that count for it.
    pub units: Vec<String>,
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
    pub origin: String,
    /// New confirmed cases.
    pub f0: u32,
    /// Of them found in isolation.
    pub f0_isolated: Option<u32>,
    /// Of them of unknown source.
    pub f0_unknown_source: Option<u32>,
    /// Of them traced to special venues.
    pub f0_special_venue: Option<u32>,
    /// Clusters of unknown source.
    pub clusters_unknown_source: Option<u32>,
    /// Clusters of special venues.
    pub clusters_special_venue: Option<u32>,
    /// Direct contacts in the community.
    pub f1_community: Option<u32>,
    /// Who or what it came from, as the sender says.
    pub source: Option<String>,
    /// A remark of the sender.
    pub note: Option<String>,
}

/// A neighbouring commune.
#[derive(Serialize, ToSchema, Debug)]
pub struct Neighbour {
    /// Its code.
    pub code: String,
    /// Its full name.
    pub name: String,
    /// Its level; null for none.
    pub level: Option<u8>,
    /// Its level before adjacency; null for none.
    pub own: Option<u8>,
}

/// `GET changes`: entries of the change log, oldest first.
#[derive(Serialize, ToSchema, Debug)]
pub struct ChangesAnswer {
    /// Number of the newest entry there is.
    pub seq: i64,
    /// The entries are those after this number.
    pub since: i64,
    /// At most 200 entries.
    pub entries: Vec<EntryInfo>,
    /// Whether there are later entries than these.
    pub more: bool,
}

/// An entry of the change log.
#[derive(Serialize, ToSchema, Debug)]
pub struct EntryInfo {
    /// Its number.
    pub seq: i64,
    /// The number before it.
    pub prev: i64,
    /// Instant of its commit, epoch milliseconds on the server's clock.
    pub t: i64,
    /// The day of the board.
    #[schema(format = Date)]
    pub day: String,
    /// The same instant as `t`, RFC 3339.
    #[schema(format = DateTime)]
    pub as_of: String,
    /// What made it.
    pub cause: CauseInfo,
    /// What moved.
    pub changes: Vec<Change>,
}

/// What made an entry.
#[derive(Serialize, ToSchema, Debug)]
pub struct CauseInfo {
    /// `start`, `reports`, `midnight` or `ruleset`.
    pub kind: &'static str,
    /// Number of the batch, where reports made it.
    pub batch: Option<i64>,
}

/// `POST reports`: what was done with a batch.
#[derive(Serialize, Deserialize, ToSchema, Clone, PartialEq, Eq, Debug)]
pub struct Receipt {
    /// Its number; null where it said nothing new and nothing was stored.
    pub batch: Option<i64>,
    /// Number of the newest entry of the change log after it.
    pub seq: i64,
    /// Rows in the file.
    pub rows: usize,
    /// Reports stored: new ones and corrections.
    pub revisions: usize,
    /// Of them those that supersede an earlier one.
    pub corrections: usize,
    /// Rows equal to what was known.
    pub unchanged: usize,
    /// Zeros added for those left out.
    pub zeros_added: usize,
    /// Instant of the commit (RFC 3339).
    #[schema(format = DateTime)]
    pub as_of: String,
    /// What moved.
    pub changes: Vec<Change>,
}

/// `GET demo`: the demonstration's clock.
#[derive(Serialize, ToSchema, Debug)]
pub struct DemoAnswer {
    /// The simulated instant (RFC 3339).
    #[schema(format = DateTime)]
    pub now: String,
    /// The simulated day.
    #[schema(format = Date)]
    pub day: String,
    /// Whether the clock stands still.
    pub paused: bool,
    /// Real seconds that a simulated day takes.
    pub seconds_per_day: f64,
    /// First day of the replay.
    #[schema(format = Date)]
    pub from: String,
    /// Last day of the replay.
    #[schema(format = Date)]
    pub to: String,
    /// Whether the season is over.
    pub finished: bool,
}

/// `POST demo`: what to change about the demonstration's clock.
#[derive(Deserialize, ToSchema, Debug, Default)]
#[serde(deny_unknown_fields)]
pub struct DemoRequest {
    /// Stop or go on.
    pub paused: Option<bool>,
    /// Real seconds that a simulated day takes, 0.5 to 3600.
    pub seconds_per_day: Option<f64>,
    /// Run ahead to the beginning of this later day.
    #[schema(format = Date)]
    pub until: Option<String>,
}

/// `GET /healthz` and `GET /readyz`.
#[derive(Serialize, ToSchema, Debug)]
pub struct Health {
    /// `ok`.
    pub status: &'static str,
}

/// Every error of the API.
#[derive(Serialize, Deserialize, ToSchema, Debug)]
pub struct ErrorAnswer {
    /// The error.
    pub error: ErrorInfo,
}

/// What was wrong, where, and what would be right.
#[derive(Serialize, Deserialize, ToSchema, Debug)]
pub struct ErrorInfo {
    /// Stable code, as `rejected_rows`.
    pub code: String,
    /// For people.
    pub message: String,
    /// Rejected rows, where a file was refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub details: Option<RejectedRows>,
}

/// What is wrong with a file.
#[derive(Serialize, Deserialize, ToSchema, Clone, PartialEq, Eq, Debug)]
pub struct RejectedRows {
    /// All that is wrong.
    pub total: usize,
    /// The first 1,000, in the order of the file.
    pub rows: Vec<RejectedRow>,
}

/// One thing wrong with a row.
#[derive(Serialize, Deserialize, ToSchema, Clone, PartialEq, Eq, Debug)]
pub struct RejectedRow {
    /// Line of the file, the header being line 1.
    pub line: u64,
    /// Name of the column; null where the row as a whole is meant.
    pub column: Option<String>,
    /// The value as written, at most 100 characters of it; null where there is none.
    pub value: Option<String>,
    /// Stable code, as `unknown_unit`.
    pub code: String,
    /// What is wrong.
    pub reason: String,
    /// What would be right.
    pub expected: String,
}

impl fmt::Display for RejectedRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}", self.line)?;
        if let Some(column) = &self.column {
            write!(f, ", {}", column.escape_debug())?;
        }
        if let Some(value) = &self.value {
            write!(f, " = {value:?}")?;
        }
        write!(f, ": {}: {}; right would be: {}", self.code, self.reason, self.expected)
    }
}

/// What `vungxanh classify` prints.
#[derive(Serialize, Debug)]
pub struct Classified {
    /// The day.
    pub day: String,
    /// Id of the rule set that judged.
    pub ruleset: String,
    /// Every unit, in the order of the register.
    pub units: Vec<ClassifiedUnit>,
}

/// A unit's level as `vungxanh classify` prints it.
#[derive(Serialize, Debug)]
pub struct ClassifiedUnit {
    /// The unit's code.
    pub unit: String,
    /// Its tier.
    pub tier: &'static str,
    /// Level, range, own level and marks.
    #[serde(flatten)]
    pub standing: StandingInfo,
    /// Ids of the criteria that give the level shown.
    pub fired: Vec<&'static str>,
}

/// The tally of a tier as the wire tells it.
pub fn tier_count(tier: Tier, tally: &crate::domain::board::Tally) -> TierCount {
    TierCount { tier: tier.code(), total: tally.total, assessed: tally.assessed, levels: tally.levels }
}
