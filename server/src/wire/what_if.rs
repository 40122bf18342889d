//! What would be under other parameters or with other reports: asked, answered, never stored.

use super::about::Text;
use super::board::{TierCount, UnitLevel};
use super::compare::Side;
use super::names::{
    AdjacencyName, BasisName, DistrictShareName, ParameterName, SpecialVenueRedName, TierName, UndeterminedName,
};
use super::reports::ReportRow;
use super::rulesets::Judging;
use super::trace::TraceInfo;
use crate::domain::day::Day;
use crate::domain::rules::Parameter;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::ToSchema;

/// `POST what-if`: which days, and what is supposed of them.
#[derive(Deserialize, ToSchema, Debug, Default)]
#[serde(deny_unknown_fields)]
pub struct WhatIfRequest {
    /// The one day; by default the day of `as_of`.
    #[schema(format = Date)]
    pub day: Option<String>,
    /// The first of several days, in place of `day`.
    #[schema(format = Date)]
    pub from: Option<String>,
    /// The last of them; by default the day of `as_of`. 366 days at most, 31 with `traces`.
    #[schema(format = Date)]
    pub to: Option<String>,
    /// What was known at this instant (RFC 3339); by default now.
    #[schema(format = DateTime)]
    pub as_of: Option<String>,
    /// Parameters that are supposed to be others.
    pub parameters: Option<SupposedParameters>,
    /// Reports that are supposed besides those that are known, or in place of those of the same commune and
    /// day; 2,000 at most. Read and refused like the rows of `POST reports`.
    #[schema(value_type = Option<Vec<ReportRow>>)]
    pub reports: Option<Box<RawValue>>,
    /// Whether to tell why, for each unit that differs: every criterion with its figures. By default true for
    /// one day and false for several.
    pub traces: Option<bool>,
}

/// Parameters that are supposed, on top of each day's own rule set; those left out stay as they are.
#[derive(Deserialize, ToSchema, Debug, Default)]
#[serde(deny_unknown_fields)]
pub struct SupposedParameters {
    /// Days that facts are summed over, 1 to 366.
    #[schema(minimum = 1, maximum = 366)]
    pub window_days: Option<u32>,
    /// The smallest cluster, in cases.
    #[schema(minimum = 1)]
    pub cluster_min_f0: Option<u32>,
    /// Days before a report that has not come is missing.
    pub grace_days: Option<u32>,
    /// When cases from places hard to control make a commune red.
    #[schema(value_type = Option<SpecialVenueRedName>)]
    pub special_venue_red: Option<String>,
    /// How a neighbour counts.
    #[schema(value_type = Option<AdjacencyName>)]
    pub adjacency: Option<String>,
    /// Which end of an open range is shown.
    #[schema(value_type = Option<UndeterminedName>)]
    pub undetermined: Option<String>,
    /// What a share of communes or districts counts.
    #[schema(value_type = Option<DistrictShareName>)]
    pub district_share: Option<String>,
}

impl SupposedParameters {
    /// Those that are given, as a rule-set file would write them.
    pub fn given(&self) -> Vec<(&'static str, String)> {
        let number = |value: Option<u32>| value.map(|value| value.to_string());
        let all = [
            ("window_days", number(self.window_days)),
            ("cluster_min_f0", number(self.cluster_min_f0)),
            ("grace_days", number(self.grace_days)),
            ("special_venue_red", self.special_venue_red.clone()),
            ("adjacency", self.adjacency.clone()),
            ("undetermined", self.undetermined.clone()),
            ("district_share", self.district_share.clone()),
        ];
        all.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
    }
}

/// `POST what-if`: boards that nobody published, beside the real ones.
#[derive(Serialize, ToSchema, Debug)]
pub struct WhatIfAnswer {
    /// Always true: none of these levels was ever published.
    pub hypothetical: bool,
    /// Number of the newest entry of the change log that this answer knows of.
    pub seq: i64,
    /// What was known at this instant (RFC 3339).
    #[schema(format = DateTime)]
    pub as_of: String,
    /// Id of the rule set that judged the last of the real boards, and with other parameters the supposed one.
    pub ruleset: String,
    /// Its hash.
    pub ruleset_hash: String,
    /// Which rule sets judged which of the real days, in order.
    pub rulesets: Vec<Judging>,
    /// Hash of the register.
    pub register: String,
    /// What is supposed.
    pub why: Supposition,
    /// Each day, in order.
    pub days: Vec<WhatIfDay>,
}

/// What makes the supposed boards others than the real ones.
#[derive(Serialize, ToSchema, Debug)]
pub struct Supposition {
    /// The parameters that differ from those of the rule sets that judged these days.
    pub parameters: Vec<SupposedParameter>,
    /// How many reports are supposed.
    pub reports: usize,
}

/// A parameter that is supposed to be another.
#[derive(Serialize, ToSchema, Debug)]
pub struct SupposedParameter {
    /// The first of the days whose rule set it differs from.
    #[schema(format = Date)]
    pub from: String,
    /// The last of them.
    #[schema(format = Date)]
    pub to: String,
    /// Its name.
    #[schema(value_type = ParameterName)]
    pub name: String,
    /// Its value in the rule set.
    pub real: String,
    /// Its value here.
    pub supposed: String,
    /// How the rule set's value is known: `quoted`, `paraphrased` or `assumed`.
    #[schema(value_type = BasisName)]
    pub basis: &'static str,
    /// What it means.
    pub text: Text,
}

impl SupposedParameter {
    /// A parameter of the rule set that judged some days, and what is supposed of it.
    pub fn new(days: (Day, Day), real: &Parameter, supposed: &Parameter) -> Self {
        Self {
            from: days.0.to_string(),
            to: days.1.to_string(),
            name: real.name.clone(),
            real: real.value.clone(),
            supposed: supposed.value.clone(),
            basis: real.basis.code(),
            text: Text::from(&real.text),
        }
    }
}

/// A day under what is supposed.
#[derive(Serialize, ToSchema, Debug)]
pub struct WhatIfDay {
    /// The day.
    #[schema(format = Date)]
    pub day: String,
    /// The supposed board: every unit, in the order of the register.
    pub units: Vec<UnitLevel>,
    /// How many stand where, per tier from the commune up.
    pub counts: WhatIfCounts,
    /// The units whose level, range or marks are others, in the order of the register.
    pub differences: Vec<WhatIfDifference>,
}

/// How many units stand where on two boards.
#[derive(Serialize, ToSchema, Debug)]
pub struct WhatIfCounts {
    /// On the real one.
    pub real: Vec<TierCount>,
    /// On the supposed one.
    pub supposed: Vec<TierCount>,
}

/// A unit that would stand elsewhere.
#[derive(Serialize, ToSchema, Debug)]
pub struct WhatIfDifference {
    /// Its code.
    pub unit: String,
    /// Its tier.
    #[schema(value_type = TierName)]
    pub tier: &'static str,
    /// Where it stands.
    pub real: Side,
    /// Where it would stand.
    pub supposed: Side,
    /// Why it would; null where traces were not asked for. No report has an id in it, since some may not be
    /// stored, and when the level could fall is not told.
    #[schema(required)]
    pub trace: Option<TraceInfo>,
}
