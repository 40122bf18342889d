//! Live frames: the whole state, never a difference that could drift.

use super::names::{CauseName, LevelNumber};
use super::standings::Standings;
use crate::clock::rfc3339;
use crate::store;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A frame of `GET live`. Frames are told apart by `type`.
#[derive(Serialize, ToSchema, Clone, PartialEq, Debug)]
#[serde(tag = "type", rename_all = "lowercase")]
#[expect(clippy::large_enum_variant, reason = "a frame is made, encoded and dropped")]
pub enum Frame {
    /// The state, sent on connect and after each entry of the change log.
    Board(BoardFrame),
    /// Sign of life, every 15 s.
    Beat(BeatFrame),
}

/// The state of a channel after an entry of its change log.
#[derive(Serialize, ToSchema, Clone, PartialEq, Debug)]
pub struct BoardFrame {
    /// Number of the entry.
    pub seq: i64,
    /// `changes` tells everything that moved after the entry of this number. Where it is above the
    /// viewer's own `seq`, `GET changes?since` has the rest; the state is whole in any case.
    pub prev: i64,
    /// Instant of the commit, epoch milliseconds on the server's clock.
    pub t: i64,
    /// The day the levels are of.
    #[schema(format = Date)]
    pub day: String,
    /// The same instant as `t`, RFC 3339.
    #[schema(format = DateTime)]
    pub as_of: String,
    /// Number of the release that this board is.
    pub release: i64,
    /// Changes whenever the server's version, its map, register, rule set or database is another one,
    /// or it became a demonstration or ceased to be one: `GET about` must be asked again.
    pub site: String,
    /// Hash of the register whose order `levels` follows.
    pub register: String,
    /// The unit that is watched, where that is not the whole province: `levels` has the units at and under it,
    /// in the order of the register.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// What made the entry.
    #[schema(value_type = CauseName)]
    pub cause: String,
    /// Where every unit stands.
    #[serde(flatten)]
    pub standings: Standings,
    /// What moved since the entry `prev`, in order; null where that is more than a frame tells: the levels before
    /// and after show it.
    #[schema(required)]
    pub changes: Option<Vec<Change>>,
}

/// A sign of life.
#[derive(Serialize, ToSchema, Clone, PartialEq, Debug)]
pub struct BeatFrame {
    /// Number of the newest entry.
    pub seq: i64,
    /// Now on the server's clock, epoch milliseconds.
    pub t: i64,
}

/// A unit moved. `from` and `to` are equal where only its range or its marks did.
#[derive(Serialize, Deserialize, ToSchema, Clone, PartialEq, Eq, Debug)]
pub struct Change {
    /// The unit's code.
    pub unit: String,
    /// Its level before, 1–4; null for none.
    #[schema(required, value_type = Option<LevelNumber>)]
    pub from: Option<u8>,
    /// Its level after, 1–4; null for none.
    #[schema(required, value_type = Option<LevelNumber>)]
    pub to: Option<u8>,
    /// The day of the board on which it moved.
    #[schema(format = Date)]
    pub day: String,
    /// `start`, `reports`, `correction`, `flags`, `midnight` or `ruleset`.
    #[schema(value_type = CauseName)]
    pub cause: String,
}

/// The changes of an entry of the change log.
pub fn changes(entry: &store::Entry) -> impl Iterator<Item = Change> {
    entry.changes.iter().map(|change| Change {
        unit: change.unit.to_string(),
        from: change.from,
        to: change.to,
        day: entry.day.to_string(),
        cause: entry.cause.code().to_owned(),
    })
}

impl BoardFrame {
    /// The frame of an entry, telling what moved since the entry `prev`.
    pub fn new(
        entry: &store::Entry,
        site: &str,
        unit: Option<String>,
        standings: Standings,
        prev: i64,
        changes: Option<Vec<Change>>,
    ) -> Self {
        Self {
            seq: entry.seq,
            prev,
            t: entry.t.as_millisecond(),
            day: entry.day.to_string(),
            as_of: rfc3339(entry.t),
            release: entry.seq,
            site: site.to_owned(),
            register: entry.register.clone(),
            unit,
            cause: entry.cause.code().to_owned(),
            standings,
            changes,
        }
    }
}
