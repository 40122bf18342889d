//! What an entry of the change log keeps of its board: told by code, so that it can be read when rules have changed.

use super::standings::digit;
use crate::domain::board::{Board, Rating, Standing};
use crate::domain::level::{Ends, Level, Marks};
use crate::domain::unit::{Register, UnitCode};
use crate::store::{Entry, LastOfDay, StoreError};
use std::collections::BTreeMap;

/// Every unit's level, range and marks.
#[derive(PartialEq, Eq, Debug, Default)]
pub struct Kept {
    /// One digit per unit in the order of the register: 1–4, or 0 for no level.
    pub levels: String,
    /// `[low, high]` of undetermined units only, by code.
    pub open: BTreeMap<String, [u8; 2]>,
    /// The marks of marked units only, by code.
    pub marks: BTreeMap<String, Vec<String>>,
}

impl Kept {
    /// What is kept of a board.
    pub fn of(board: &Board, register: &Register) -> Self {
        let mut kept = Self { levels: String::with_capacity(board.standings.len()), ..Self::default() };
        for (standing, unit) in board.standings.iter().zip(register.units()) {
            kept.levels.push(digit(*standing));
            if let Some(rating) = standing.rating.filter(|rating| rating.ends.differ()) {
                let ends = [rating.ends.low.number(), rating.ends.high.number()];
                kept.open.insert(unit.code.to_string(), ends);
            }
            if !standing.marks.is_empty() {
                let names = standing.marks.names().map(str::to_owned).collect();
                kept.marks.insert(unit.code.to_string(), names);
            }
        }
        kept
    }

    /// What an entry keeps.
    pub fn by(entry: &Entry) -> Result<Self, StoreError> {
        Self::read(&entry.levels, &entry.ranges, &entry.marks)
    }

    /// What the last entry of a day keeps.
    pub fn last(last: &LastOfDay) -> Result<Self, StoreError> {
        Self::read(&last.levels, &last.ranges, &last.marks)
    }

    fn read(levels: &str, ranges: &str, marks: &str) -> Result<Self, StoreError> {
        let foreign = |text: &str| StoreError::Foreign("entry", text.to_owned());
        Ok(Self {
            levels: levels.to_owned(),
            open: serde_json::from_str(ranges).map_err(|_| foreign(ranges))?,
            marks: serde_json::from_str(marks).map_err(|_| foreign(marks))?,
        })
    }

    /// The standings it tells (own levels are not told); none where it is of another register.
    pub fn standings(&self, register: &Register) -> Option<Vec<Standing>> {
        if self.levels.len() != register.units().len() {
            return None;
        }
        register.units().iter().enumerate().map(|(at, unit)| self.standing(at, &unit.code)).collect()
    }

    /// The standing it tells of the unit at `at` of its register, whose code is `code`; none where it tells none.
    pub fn standing(&self, at: usize, code: &UnitCode) -> Option<Standing> {
        let code = code.as_str();
        // The digit is the level that was shown, whichever end the rules of today show.
        let rating = match (self.open.get(code), self.levels.as_bytes().get(at)?.wrapping_sub(b'0')) {
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
    }
}
