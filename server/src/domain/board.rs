//! Every unit's standing on a day, and what moved between two boards.
//!
//! A board follows the order of the register. The difference of two boards is what the change log
//! keeps: a move of the level, of an end of its range, or of a mark.

use super::day::Day;
use super::level::{End, Ends, Level, Marks};
use super::unit::Register;

/// Where one unit stands on a day.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Standing {
    /// The level and its range; none for a commune that never reported.
    pub rating: Option<Rating>,
    /// A commune's level before adjacency, at the end that is shown.
    pub own: Option<Level>,
    /// What the level must be read with.
    pub marks: Marks,
}

impl Standing {
    /// The level shown.
    pub fn level(&self) -> Option<Level> {
        self.rating.map(|rating| rating.level)
    }

    /// Whether level, range and marks are the same.
    pub fn shows_as(self, other: Self) -> bool {
        self.rating == other.rating && self.marks == other.marks
    }
}

/// A level and the range it was taken from.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Rating {
    /// The level shown: one end of the range.
    pub level: Level,
    /// Both ends.
    pub ends: Ends,
}

impl Rating {
    /// The rating of a range where `end` is shown.
    pub fn new(ends: Ends, end: End) -> Self {
        Self { level: ends.at(end), ends }
    }
}

/// Every unit's standing on a day, in the order of the register.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Board {
    /// The day.
    pub day: Day,
    /// The standings.
    pub standings: Vec<Standing>,
}

/// How many units of a tier stand where.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Tally {
    /// All units of the tier.
    pub total: usize,
    /// Those with a level.
    pub assessed: usize,
    /// Those at each level, green first.
    pub levels: [usize; 4],
}

/// A unit's standing moved.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Move {
    /// The unit's place in the register.
    pub unit: usize,
    /// Where it stood.
    pub from: Standing,
    /// Where it stands.
    pub to: Standing,
}

impl Board {
    /// The board of a province that has no reports.
    pub fn empty(day: Day, units: usize) -> Self {
        Self { day, standings: vec![Standing::default(); units] }
    }

    /// What moved since `earlier`, in the order of the register.
    pub fn moves_since(&self, earlier: &Self) -> Vec<Move> {
        let pairs = earlier.standings.iter().zip(&self.standings).enumerate();
        pairs
            .filter(|(_, (from, to))| !from.shows_as(**to))
            .map(|(unit, (&from, &to))| Move { unit, from, to })
            .collect()
    }

    /// The tally of the units that belong to the unit at `index`.
    pub fn tally_below(&self, register: &Register, index: usize) -> Tally {
        self.tally(register.children(index).iter().copied())
    }

    /// The tally of some units.
    pub fn tally(&self, units: impl Iterator<Item = usize>) -> Tally {
        let mut tally = Tally::default();
        for unit in units {
            tally.total += 1;
            if let Some(level) = self.standings[unit].level() {
                tally.assessed += 1;
                tally.levels[usize::from(level.number()) - 1] += 1;
            }
        }
        tally
    }
}
