//! The table of levels: a row for each unit and day. A level as now known stands beside the one that was
//! published on that day; a unit without a level has blanks.

use super::{Cell, Column, Kind, column, full};
use crate::domain::explain::Explained;
use crate::domain::level::Level;
use crate::domain::unit::{Register, Tier};
use crate::store::LastOfDay;
use crate::wire::PublishedLevel;
use std::iter::successors;

/// The columns, before those of [`super::STAMP`].
pub const LEVELS: [Column; 18] = [
    full("code", "Mã", Kind::Code, "The unit's code in the list of the General Statistics Office"),
    full("name", "Tên", Kind::Text, "Its full name"),
    full("tier", "Cấp", Kind::Word, "`commune`, `district` or `province`"),
    column("district_code", "Mã huyện", Kind::Code, "Code of a commune's district"),
    column("district", "Huyện", Kind::Text, "Name of a commune's district"),
    full("day", "Ngày", Kind::Day, "The day the level is of"),
    column("level", "Mức", Kind::Level, "The level computed from what was known at `as_of`; blank for none"),
    column("low", "Mức thấp nhất", Kind::Level, "The lower end of its range"),
    column("high", "Mức cao nhất", Kind::Level, "The upper end of its range"),
    column("own", "Mức chưa xét giáp ranh", Kind::Level, "A commune's level before adjacency"),
    column("marks", "Ký hiệu", Kind::Words, "What the level must be read with, as `late`"),
    column(
        "fired",
        "Tiêu chí",
        Kind::Codes,
        "Ids of the criteria that give the level; none where only a hold gives it",
    ),
    column("criteria_text", "Nội dung tiêu chí", Kind::Texts, "What those criteria say, in Vietnamese"),
    column("clause", "Căn cứ", Kind::Texts, "Where in the decision each of them stands, in Vietnamese"),
    column("basis", "Cách biết", Kind::Words, "How each of them is known: `quoted`, `paraphrased` or `assumed`"),
    column("published_level", "Mức đã công bố", Kind::Level, "The level published last on that day"),
    column(
        "published_release",
        "Bản công bố số",
        Kind::Number,
        "Number of that release; blank where nothing was published",
    ),
    column("published_at", "Công bố lúc", Kind::Instant, "When it was published"),
];

/// What rows of levels are made with.
#[derive(Clone, Copy, Debug)]
pub struct LevelRows<'a> {
    /// The units.
    pub register: &'a Register,
    /// Hash of the register.
    pub register_hash: &'a str,
    /// Of one tier only.
    pub tier: Option<Tier>,
    /// Of one unit and those below it only, by its place in the register.
    pub unit: Option<usize>,
}

impl<'a> LevelRows<'a> {
    /// The units that have rows, by their place in the register.
    pub fn units(&self) -> impl Iterator<Item = usize> + use<'a> {
        let Self { register, tier, unit, .. } = *self;
        let units = register.units();
        let of = move |at, unit| successors(Some(at), |&at| register.parent(at)).any(|above| above == unit);
        let of_tier = move |at: usize| tier.is_none_or(|tier| units[at].tier == tier);
        (0..units.len()).filter(move |&at| of_tier(at) && unit.is_none_or(|unit| of(at, unit)))
    }

    /// The cells of the unit at `at` on the day of a board, with what was published last on it.
    pub fn row(&self, explained: &Explained<'a>, at: usize, last: Option<&LastOfDay>) -> [Cell<'a>; 18] {
        let (unit, board) = (&self.register.units()[at], explained.board());
        let standing = board.standings[at];
        let district = self.register.parent(at).filter(|_| unit.tier == Tier::Commune);
        let district = district.map(|at| &self.register.units()[at]);
        let level = |level: Option<Level>| Cell::number(level.map(Level::number));
        let ends = standing.rating.map(|rating| rating.ends);
        let fired = explained.trace(at).fired();
        let criteria = &explained.rules().criteria;
        let giving: Vec<_> = fired.iter().filter_map(|id| criteria.iter().find(|one| one.id == *id)).collect();
        let published = last.and_then(|last| PublishedLevel::of(last, at, self.register_hash));
        [
            Cell::Text(unit.code.as_str()),
            Cell::Text(&unit.name),
            Cell::Text(unit.tier.code()),
            Cell::text(district.map(|unit| unit.code.as_str())),
            Cell::text(district.map(|unit| unit.name.as_str())),
            Cell::Day(board.day),
            level(standing.level()),
            level(ends.map(|ends| ends.low)),
            level(ends.map(|ends| ends.high)),
            level(standing.own),
            Cell::List(standing.marks.names().collect(), " "),
            Cell::List(fired, " "),
            Cell::List(giving.iter().map(|one| one.text.vi.as_str()).collect(), "; "),
            Cell::List(giving.iter().map(|one| one.clause.vi.as_str()).collect(), "; "),
            Cell::List(giving.iter().map(|one| one.basis.code()).collect(), " "),
            Cell::number(published.as_ref().and_then(|published| published.level)),
            Cell::number(published.as_ref().map(|published| published.release)),
            published.and(last).map_or(Cell::Blank, |last| Cell::Instant(last.t)),
        ]
    }
}
