//! Flags: as they come in, for the OpenAPI document, and as they are told. They are read by `ingest`.

use super::names::FlagName;
use crate::clock::rfc3339;
use crate::domain::flag::Flag;
use crate::store::FlagRevision;
use serde::Serialize;
use utoipa::ToSchema;

/// `POST flags` as JSON. The list alone is taken, too.
#[derive(ToSchema, Debug)]
#[expect(dead_code, reason = "describes what comes in")]
pub struct FlagFile {
    /// One row for each unit, flag and first day.
    flags: Vec<FlagRow>,
}

/// One flag of one unit. Other keys are refused.
#[derive(ToSchema, Debug)]
#[expect(dead_code, reason = "describes what comes in")]
pub struct FlagRow {
    /// Code of a commune, a district or the province.
    unit: String,
    /// What the flag says; each goes with some tiers only.
    #[schema(value_type = FlagName)]
    flag: String,
    /// The first day it holds.
    #[schema(format = Date)]
    from: String,
    /// The last day it holds; none while no end is set; one before `from` withdraws the flag.
    #[schema(format = Date)]
    to: Option<String>,
    /// The document that sets it, at most 1,000 characters. It names no person.
    document: String,
}

/// What a flag says, from when to when, and the document that sets it.
#[derive(Serialize, ToSchema, Debug)]
pub struct FlagNote {
    /// What it says.
    #[schema(value_type = FlagName)]
    pub flag: &'static str,
    /// The first day it holds.
    #[schema(format = Date)]
    pub from: String,
    /// The last day it holds; null while no end is set; before `from` where it was withdrawn.
    #[schema(required, format = Date)]
    pub to: Option<String>,
    /// The document, as the officer wrote it.
    pub document: String,
}

impl From<&Flag> for FlagNote {
    fn from(flag: &Flag) -> Self {
        Self {
            flag: flag.kind.code(),
            from: flag.from.to_string(),
            to: flag.to.map(|day| day.to_string()),
            document: flag.document.clone(),
        }
    }
}

/// A flag that a trace names, and where it is known from.
#[derive(Serialize, ToSchema, Debug)]
pub struct TracedFlag {
    /// Kind, days and document.
    #[serde(flatten)]
    pub note: FlagNote,
    /// When it was learned (RFC 3339); null where nothing is stored.
    #[schema(required, format = DateTime)]
    pub learned_at: Option<String>,
    /// Number of the batch that it came with; null where nothing is stored.
    #[schema(required)]
    pub batch: Option<i64>,
}

impl TracedFlag {
    /// A flag with the word that is stored of it, if one is.
    pub fn new(flag: &Flag, word: Option<&FlagRevision>) -> Self {
        Self {
            note: flag.into(),
            learned_at: word.map(|word| rfc3339(word.learned_at)),
            batch: word.map(|word| word.batch),
        }
    }
}

/// `GET flags`: every flag that is known.
#[derive(Serialize, ToSchema, Debug)]
pub struct FlagsAnswer {
    /// Number of the newest entry of the change log that this answer knows of.
    pub seq: i64,
    /// The day that `holds` is about.
    #[schema(format = Date)]
    pub day: String,
    /// What was known at this instant (RFC 3339).
    #[schema(format = DateTime)]
    pub as_of: String,
    /// By unit, flag and first day.
    pub flags: Vec<FlagInfo>,
}

/// A flag of a unit.
#[derive(Serialize, ToSchema, Debug)]
pub struct FlagInfo {
    /// The unit's code.
    pub unit: String,
    /// Kind, days and document.
    #[serde(flatten)]
    pub note: FlagNote,
    /// 1, 2, … for its unit, flag and first day.
    pub revision: i64,
    /// Number of the batch that it came with.
    pub batch: i64,
    /// When this word was learned (RFC 3339).
    #[schema(format = DateTime)]
    pub learned_at: String,
    /// Whether it holds on the day asked about.
    pub holds: bool,
}
