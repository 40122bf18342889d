//! Rule sets: what each says of itself, and which judged which days.

use super::about::Text;
use super::names::{BasisName, LevelNumber};
use crate::domain::day::Day;
use crate::domain::rules::RuleSet;
use crate::domain::rules::timeline::{Span, Timeline};
use serde::Serialize;
use utoipa::ToSchema;

/// A rule set, with the days it judges.
#[derive(Serialize, ToSchema, Debug)]
pub struct RulesetInfo {
    /// Its id, as `2686`.
    pub id: String,
    /// Its full title.
    pub title: Text,
    /// First 16 hex digits of the SHA-256 of its file.
    pub hash: String,
    /// First day it judges; null where it judges every day up to `to`.
    #[schema(required, format = Date)]
    pub from: Option<String>,
    /// Last day it judges; null where it judges every day since `from`.
    #[schema(required, format = Date)]
    pub to: Option<String>,
    /// First day it was in force, as its file says.
    #[schema(format = Date)]
    pub valid_from: String,
    /// Last day it was in force; null while it still is.
    #[schema(required, format = Date)]
    pub valid_to: Option<String>,
    /// Its parameters.
    pub parameters: Vec<ParameterInfo>,
    /// What its levels ask of people, each beside all that the levels below ask.
    pub measures: Vec<LevelMeasure>,
}

impl From<Span<'_>> for RulesetInfo {
    fn from(Span { from, to, rules }: Span<'_>) -> Self {
        let parameters = rules.parameters.iter().map(|parameter| ParameterInfo {
            name: parameter.name.clone(),
            value: parameter.value.clone(),
            basis: parameter.basis.code(),
            text: Text::from(&parameter.text),
        });
        let measures = rules.measures.iter().map(|measure| LevelMeasure {
            level: measure.level.number(),
            basis: measure.basis.code(),
            text: Text::from(&measure.text),
        });
        Self {
            id: rules.id.clone(),
            title: Text::from(&rules.title),
            hash: rules.hash.clone(),
            from: from.map(|day| day.to_string()),
            to: to.map(|day| day.to_string()),
            valid_from: rules.valid_from.to_string(),
            valid_to: rules.valid_to.map(|day| day.to_string()),
            parameters: parameters.collect(),
            measures: measures.collect(),
        }
    }
}

/// A parameter of a rule set.
#[derive(Serialize, ToSchema, Debug)]
pub struct ParameterInfo {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
    /// `quoted`, `paraphrased` or `assumed`.
    #[schema(value_type = BasisName)]
    pub basis: &'static str,
    /// What it means.
    pub text: Text,
}

/// Something that a level asks of people.
#[derive(Serialize, ToSchema, Debug)]
pub struct LevelMeasure {
    /// The first level that asks it, 1 to 4.
    #[schema(value_type = LevelNumber)]
    pub level: u8,
    /// `quoted`, `paraphrased` or `assumed`.
    #[schema(value_type = BasisName)]
    pub basis: &'static str,
    /// What is asked.
    pub text: Text,
}

/// Which rule set judged a stretch of the days of an answer.
#[derive(Serialize, ToSchema, Debug)]
pub struct Judging {
    /// The first of those days.
    #[schema(format = Date)]
    pub from: String,
    /// The last of them.
    #[schema(format = Date)]
    pub to: String,
    /// Id of the rule set.
    pub ruleset: String,
    /// Its hash.
    pub ruleset_hash: String,
    /// Last day it was in force, where some of those days are later ones and are judged by it nevertheless; else null.
    #[schema(required, format = Date)]
    pub ruleset_ended: Option<String>,
    /// Days of its window, the rated day included.
    pub window_days: u32,
}

impl Judging {
    /// Who judged the days from `days.0` to `days.1`, in order.
    pub fn of(timeline: &Timeline, days: (Day, Day)) -> Vec<Self> {
        let told = |((from, to), rules): ((Day, Day), &RuleSet)| Self {
            from: from.to_string(),
            to: to.to_string(),
            ruleset: rules.id.clone(),
            ruleset_hash: rules.hash.clone(),
            ruleset_ended: rules.ended_before(to).map(|day| day.to_string()),
            window_days: rules.params.window_days,
        };
        timeline.within(days).map(told).collect()
    }
}
