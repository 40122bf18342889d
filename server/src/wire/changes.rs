//! The change log, and what became of a batch.

use super::frames::Change;
use super::names::CauseName;
use super::standings::Reach;
use crate::domain::board::{Board, Move};
use crate::domain::unit::Register;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

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
    /// `start`, `reports`, `correction`, `flags`, `midnight` or `ruleset`.
    #[schema(value_type = CauseName)]
    pub kind: &'static str,
    /// Number of the batch, where reports or flags made it.
    #[schema(required)]
    pub batch: Option<i64>,
}

/// `POST reports` and `POST flags`: what was done with a batch.
#[derive(Serialize, Deserialize, ToSchema, Clone, PartialEq, Eq, Debug)]
pub struct Receipt {
    /// Its number; null where nothing was stored: it said nothing new, or was only tried. A file that has first reports
    /// and corrects others, too, makes two batches, the corrections being the later one, whose number this is; cases that
    /// move to another unit are one.
    #[schema(required)]
    pub batch: Option<i64>,
    /// Whether it was only tried: the rest says what would be done, `seq` and `as_of` what is.
    #[serde(default)]
    #[schema(required)]
    pub dry_run: bool,
    /// Number of the newest entry of the change log after it: the last one that it made.
    pub seq: i64,
    /// Number of the batch that stored this very file before; null where none did. Then nothing is
    /// stored, even where it was corrected since: a file sent twice never undoes a correction.
    #[schema(required)]
    pub same_as: Option<i64>,
    /// Rows in the file.
    pub rows: usize,
    /// Reports or flags stored: new ones and corrections.
    pub revisions: usize,
    /// Of them those that supersede an earlier one.
    pub corrections: usize,
    /// Rows equal to what was known.
    pub unchanged: usize,
    /// Zeros added for those left out; flags have none.
    pub zeros_added: usize,
    /// Instant of the commit (RFC 3339).
    #[schema(format = DateTime)]
    pub as_of: String,
    /// What moved, entry by entry: what first reports moved before what corrections did.
    pub changes: Vec<Change>,
    /// What is moved by all of it, by name, with the ranges that units stood and stand in.
    #[serde(default)]
    #[schema(required)]
    pub moved: Vec<Moved>,
    /// Standings on boards of days that are over which a correction, or a first report or a flag that came
    /// late, makes others.
    #[serde(default)]
    #[schema(required)]
    pub restated: usize,
    /// Whether the figures go another way than the reason says, which `warnings` tell too.
    #[serde(default)]
    #[schema(required)]
    pub against_reason: bool,
    /// What was taken all the same, and would better be otherwise.
    #[serde(default)]
    #[schema(required)]
    pub warnings: Vec<Warning>,
}

/// A unit that moved, by name.
#[derive(Serialize, Deserialize, ToSchema, Clone, PartialEq, Eq, Debug)]
pub struct Moved {
    /// Its code.
    pub unit: String,
    /// Its full name.
    pub name: String,
    /// Where it stood.
    pub from: Reach,
    /// Where it stands.
    pub to: Reach,
}

/// What was taken all the same, and would better be otherwise.
#[derive(Serialize, Deserialize, ToSchema, Clone, PartialEq, Eq, Debug)]
pub struct Warning {
    /// Stable code, as `no_reason`.
    pub code: String,
    /// For people.
    pub message: String,
}

impl Moved {
    /// What moved from one board to the next.
    pub fn between(earlier: &Board, later: &Board, register: &Register) -> Vec<Self> {
        let told = |moved: Move| {
            let unit = &register.units()[moved.unit];
            let (from, to) = (Reach::of(moved.from), Reach::of(moved.to));
            Self { unit: unit.code.to_string(), name: unit.name.clone(), from, to }
        };
        later.moves_since(earlier).into_iter().map(told).collect()
    }
}
