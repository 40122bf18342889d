//! Boards: every unit's level on a day, over the network and on a terminal.

use super::names::{LevelNumber, TierName};
use super::rulesets::Judging;
use super::standings::{Kind, Standings};
use super::trace::TraceInfo;
use crate::domain::board::{Standing, Tally};
use crate::domain::level::Level;
use crate::domain::unit::Tier;
use serde::Serialize;
use utoipa::ToSchema;

/// `GET board`: every unit's level on a day.
#[derive(Serialize, ToSchema, Debug)]
pub struct BoardAnswer {
    /// Number of the newest entry of the change log that this answer knows of.
    pub seq: i64,
    /// Changes whenever what pages rest on besides the board is another one, as in live frames.
    pub site: String,
    /// The same instant as `as_of`, epoch milliseconds.
    pub t: i64,
    /// The day the levels are of.
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
    #[schema(value_type = TierName)]
    pub tier: &'static str,
    /// Level, range, own level and marks.
    #[serde(flatten)]
    pub standing: StandingInfo,
}

/// Where a unit stands.
#[derive(Serialize, ToSchema, Debug)]
pub struct StandingInfo {
    /// Level, range and marks.
    #[serde(flatten)]
    pub kind: Kind,
    /// A commune's level before adjacency; null above the commune.
    #[schema(required, value_type = Option<LevelNumber>)]
    pub own: Option<u8>,
}

impl From<&Standing> for StandingInfo {
    fn from(standing: &Standing) -> Self {
        Self { kind: Kind::from(standing), own: standing.own.map(Level::number) }
    }
}

/// How many units of a tier stand where.
#[derive(Serialize, ToSchema, Debug)]
pub struct TierCount {
    /// The tier.
    #[schema(value_type = TierName)]
    pub tier: &'static str,
    /// All units of the tier.
    pub total: usize,
    /// Those with a level.
    pub assessed: usize,
    /// Those at levels 1 to 4.
    #[schema(min_items = 4, max_items = 4)]
    pub levels: [usize; 4],
}

/// `GET boards`: the boards of a stretch of days.
#[derive(Serialize, ToSchema, Debug)]
pub struct BoardsAnswer {
    /// Number of the newest entry of the change log that this answer knows of.
    pub seq: i64,
    /// What was known at this instant (RFC 3339).
    #[schema(format = DateTime)]
    pub as_of: String,
    /// Id of the rule set that judged the last of the days.
    pub ruleset: String,
    /// Which rule sets judged which of the days, in order.
    pub rulesets: Vec<Judging>,
    /// Hash of the register whose order `levels` follows.
    pub register: String,
    /// The first day of which anything is reported; null where nothing is.
    #[schema(required, format = Date)]
    pub first: Option<String>,
    /// A board for every day, in order.
    pub boards: Vec<DayBoard>,
}

/// The board of a day.
#[derive(Serialize, ToSchema, Debug)]
pub struct DayBoard {
    /// The day.
    #[schema(format = Date)]
    pub day: String,
    /// What was known at this instant (RFC 3339): `GET board` with it gives the same board.
    #[schema(format = DateTime)]
    pub as_of: String,
    /// Where every unit stands.
    #[serde(flatten)]
    pub standings: Standings,
}

/// What `vungxanh classify` prints.
#[derive(Serialize, Debug)]
pub struct Classified {
    /// The day.
    pub day: String,
    /// Id of the rule set that judged the day.
    pub ruleset: String,
    /// Its hash.
    pub ruleset_hash: String,
    /// Last day the rule set was in force, where the day is a later one and is judged by it nevertheless; else null.
    pub ruleset_ended: Option<String>,
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
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fired: Option<Vec<&'static str>>,
    /// Why, where that was asked.
    #[serde(flatten)]
    pub trace: Option<TraceInfo>,
}

/// The tally of a tier as the wire tells it.
pub fn tier_count(tier: Tier, tally: &Tally) -> TierCount {
    TierCount { tier: tier.code(), total: tally.total, assessed: tally.assessed, levels: tally.levels }
}
