//! What a server shows: the province, the map, the rules, the demonstration's clock.

use super::RulesetInfo;
use super::names::{BasisName, LevelNumber, MapName};
use crate::domain::rules;
use serde::{Deserialize, Serialize};
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
    /// The same as in the board frames: another one means that this answer is out of date.
    pub site: String,
    /// The province.
    pub province: Place,
    /// All provinces that this server carries, in the order in which they were given to it.
    pub provinces: Vec<CarriedProvince>,
    /// The map.
    pub map: MapInfo,
    /// The rule set that judges the newest day.
    pub ruleset: RulesetInfo,
    /// Last day that rule set was in force, where the newest day is a later one and is judged by it nevertheless; else
    /// null.
    #[schema(required, format = Date)]
    pub ruleset_ended: Option<String>,
    /// Every rule set that judges some days, in the order of days; each day has exactly one.
    pub timeline: Vec<RulesetInfo>,
    /// The four levels, green first.
    pub levels: Vec<LevelInfo>,
    /// Label points of what lies around the province.
    pub around: Vec<Label>,
    /// Whether this is the demonstration: a replayed season on a simulated clock.
    pub demo: bool,
    /// What must be said of the data wherever it is shown; null where nothing must.
    #[schema(required)]
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

/// A province that a server carries.
#[derive(Serialize, ToSchema, Debug)]
pub struct CarriedProvince {
    /// Its code.
    pub code: String,
    /// Its full name.
    pub name: String,
    /// What the addresses of its pages and of its API begin with: nothing for the first, `/provinces/CODE` for the others.
    pub path: String,
}

/// What kind of map `GET map.geojson` is.
#[derive(Serialize, ToSchema, Debug)]
pub struct MapInfo {
    /// `schematic`: computed shapes, no border on it is a border on the ground; or `boundaries`.
    #[schema(value_type = MapName)]
    pub kind: &'static str,
    /// West, south, east, north, in degrees (WGS 84).
    #[schema(min_items = 4, max_items = 4)]
    pub bounds: [f64; 4],
}

/// A level.
#[derive(Serialize, ToSchema, Debug)]
pub struct LevelInfo {
    /// 1 to 4.
    #[schema(value_type = LevelNumber)]
    pub level: u8,
    /// `new_normal`, `risk`, `high`, `very_high`.
    pub code: &'static str,
    /// Its name.
    pub name: Text,
    /// What it asks of people on the newest day, beside all that the levels below it ask; empty where the rule set
    /// does not say.
    pub measures: Vec<MeasureInfo>,
}

/// Something that a level asks of people.
#[derive(Serialize, ToSchema, Debug)]
pub struct MeasureInfo {
    /// `quoted`, `paraphrased` or `assumed`.
    #[schema(value_type = BasisName)]
    pub basis: &'static str,
    /// What is asked.
    pub text: Text,
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
