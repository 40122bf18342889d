//! Live frames: the whole state, never a difference that could drift.
//!
//! A frame's `levels` has one digit per unit in the order of the register; ranges and marks are
//! told only of the units that have them, in the same order, so equal boards are equal bytes.

use super::names::{CauseName, LevelNumber, LevelRange, MarkName};
use crate::clock::rfc3339;
use crate::domain::board::{Board, Rating, Standing};
use crate::domain::level::{Ends, Level, Marks};
use crate::domain::unit::Register;
use crate::store::{self, StoreError};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// A frame of `GET live`. Frames are told apart by `type`.
#[derive(Serialize, Deserialize, ToSchema, Clone, PartialEq, Debug)]
#[serde(tag = "type", rename_all = "lowercase")]
#[expect(clippy::large_enum_variant, reason = "a frame is made, encoded and dropped")]
pub enum Frame {
    /// The state, sent on connect and after each entry of the change log.
    Board(BoardFrame),
    /// Sign of life, every 15 s.
    Beat(BeatFrame),
}

/// The state of a channel after an entry of its change log.
#[derive(Serialize, Deserialize, ToSchema, Clone, PartialEq, Debug)]
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
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// What made the entry.
    #[schema(value_type = CauseName)]
    pub cause: String,
    /// The levels, ranges and marks.
    #[serde(flatten)]
    pub state: State,
    /// What moved since the entry `prev`, in order; null where that is more than a frame tells: the levels before
    /// and after show it.
    #[schema(required)]
    pub changes: Option<Vec<Change>>,
}

/// A sign of life.
#[derive(Serialize, Deserialize, ToSchema, Clone, PartialEq, Debug)]
pub struct BeatFrame {
    /// Number of the newest entry.
    pub seq: i64,
    /// Now on the server's clock, epoch milliseconds.
    pub t: i64,
}

/// Every unit's level, range and marks.
#[derive(Serialize, Deserialize, ToSchema, Clone, PartialEq, Eq, Debug, Default)]
pub struct State {
    /// One digit per unit in the order of the register: 1–4, or 0 for no level.
    pub levels: String,
    /// `[low, high]` of undetermined units only, by code.
    #[schema(value_type = BTreeMap<String, LevelRange>)]
    pub open: BTreeMap<String, [u8; 2]>,
    /// The marks of marked units only, by code.
    #[schema(value_type = BTreeMap<String, Vec<MarkName>>)]
    pub marks: BTreeMap<String, Vec<String>>,
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
    /// `start`, `reports`, `midnight` or `ruleset`.
    #[schema(value_type = CauseName)]
    pub cause: String,
}

impl State {
    /// The state of a board.
    pub fn of(board: &Board, register: &Register) -> Self {
        let mut state = Self { levels: String::with_capacity(board.standings.len()), ..Self::default() };
        for (standing, unit) in board.standings.iter().zip(register.units()) {
            state.levels.push(standing.level().map_or('0', |level| char::from(b'0' + level.number())));
            if let Some(rating) = standing.rating.filter(|rating| rating.ends.differ()) {
                let ends = [rating.ends.low.number(), rating.ends.high.number()];
                state.open.insert(unit.code.to_string(), ends);
            }
            if !standing.marks.is_empty() {
                let names = standing.marks.names().map(str::to_owned).collect();
                state.marks.insert(unit.code.to_string(), names);
            }
        }
        state
    }

    /// The state of some units, told by their places in the register and their codes.
    #[must_use]
    pub fn part<'a>(&self, units: impl Iterator<Item = (usize, &'a str)>) -> Self {
        let mut part = Self::default();
        for (at, code) in units {
            part.levels.push_str(self.levels.get(at..=at).unwrap_or("0"));
            part.open.extend(self.open.get_key_value(code).map(|(code, ends)| (code.clone(), *ends)));
            part.marks.extend(self.marks.get_key_value(code).map(|(code, names)| (code.clone(), names.clone())));
        }
        part
    }

    /// The state that an entry of the change log keeps.
    pub fn stored(entry: &store::Entry) -> Result<Self, StoreError> {
        let foreign = |text: &str| StoreError::Foreign("entry", text.to_owned());
        Ok(Self {
            levels: entry.levels.clone(),
            open: serde_json::from_str(&entry.ranges).map_err(|_| foreign(&entry.ranges))?,
            marks: serde_json::from_str(&entry.marks).map_err(|_| foreign(&entry.marks))?,
        })
    }

    /// The standings it tells (own levels are not told); none where it is of another register.
    pub fn standings(&self, register: &Register) -> Option<Vec<Standing>> {
        let digits = self.levels.as_bytes();
        if digits.len() != register.units().len() {
            return None;
        }
        let standing = |(digit, code): (&u8, &str)| {
            // The digit is the level that was shown, whichever end the rules of today show.
            let rating = match (self.open.get(code), digit.wrapping_sub(b'0')) {
                (_, 0) => None,
                (open, shown) => {
                    let level = Level::from_number(shown)?;
                    let [low, high] = *open.unwrap_or(&[shown, shown]);
                    let ends = Ends { low: Level::from_number(low)?, high: Level::from_number(high)? };
                    Some(Rating { level, ends })
                }
            };
            let marks = self.marks.get(code).into_iter().flatten().map(|name| Marks::parse(name));
            let marks = marks.fold(Marks::default(), Marks::and);
            Some(Standing { rating, own: None, marks })
        };
        digits.iter().zip(register.units().iter().map(|unit| unit.code.as_str())).map(standing).collect()
    }
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
        state: State,
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
            state,
            changes,
        }
    }
}
