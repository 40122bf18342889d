//! What a correction, or a first report or a flag that came late, makes of boards that are over, and whether what calls
//! itself a move of cases is one.

use super::refusal::{Refusal, Refusals, Why};
use crate::domain::board::Move;
use crate::domain::day::Day;
use crate::domain::facts::{Cell, Facts};
use crate::domain::level::Level;
use crate::domain::rate::rate_days;
use crate::domain::rules::timeline::Timeline;
use crate::domain::unit::Register;
use crate::store::{NewReport, Origin, Restated};
use std::collections::{BTreeMap, BTreeSet};

/// What moves on the boards of the `published` days where the facts become others. A day whose board nobody was shown
/// is rated anew like any other, but there is nothing on it to restate.
pub(super) fn restated(
    timeline: &Timeline,
    register: &Register,
    (before, after): (&Facts, &Facts),
    published: &BTreeSet<Day>,
) -> Vec<Restated> {
    let Some((&from, &last)) = published.first().zip(published.last()) else { return Vec::new() };
    let boards = |facts| rate_days(timeline, register, facts, from, last);
    let moves = |(old, new): (_, crate::domain::board::Board)| (new.day, new.moves_since(&old));
    let told = |day: Day, moved: &Move| Restated {
        day,
        unit: register.units()[moved.unit].code.clone(),
        from: moved.from.level().map(Level::number),
        to: moved.to.level().map(Level::number),
    };
    let both = boards(before).zip(boards(after));
    let days = both.filter(|(old, _)| published.contains(&old.day)).map(moves);
    days.flat_map(|(day, moves)| moves.iter().map(|moved| told(day, moved)).collect::<Vec<_>>()).collect()
}

/// What a case is counted as.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum CaseKind {
    Isolated,
    Known,
    Unknown,
    Special,
    Open,
}

impl CaseKind {
    const ALL: [Self; 5] = [Self::Isolated, Self::Known, Self::Unknown, Self::Special, Self::Open];

    fn of(self, cell: &Cell) -> u32 {
        match self {
            Self::Isolated => cell.isolated,
            Self::Known => cell.known,
            Self::Unknown => cell.unknown,
            Self::Special => cell.special,
            Self::Open => cell.open,
        }
    }

    /// Its name, in Vietnamese and English.
    pub(super) const fn named(self) -> (&'static str, &'static str) {
        match self {
            Self::Isolated => ("F0 đã cách ly", "F0 in isolation"),
            Self::Known => ("F0 rõ nguồn", "F0 of known source"),
            Self::Unknown => ("F0 chưa rõ nguồn", "F0 of unknown source"),
            Self::Special => ("F0 nơi khó kiểm soát", "F0 of special venues"),
            Self::Open => ("F0 chưa tách nguồn lây", "F0 not split by source"),
        }
    }
}

/// Cases that move from one unit to another are as many after as before, on each day and of each kind, and
/// two units at least are touched.
pub(super) fn check_move(reports: &[NewReport]) -> Result<(), Refusals> {
    let rows = reports.iter().filter(|new| new.origin == Origin::Row);
    let mut gained: BTreeMap<Day, [i64; CaseKind::ALL.len()]> = BTreeMap::new();
    let mut units = BTreeSet::new();
    for new in rows {
        let old = new.supersedes.as_ref().map(Cell::from).unwrap_or_default();
        let now = Cell::from(&new.report.counts);
        let gained = gained.entry(new.report.day).or_default();
        for (gained, kind) in gained.iter_mut().zip(CaseKind::ALL) {
            *gained += i64::from(kind.of(&now)) - i64::from(kind.of(&old));
        }
        units.insert(&new.report.unit);
    }
    let mut refusals = Refusals::default();
    if units.len() == 1 {
        refusals.push(Refusal::of_file(1, Why::MoveOfOne));
    }
    for (day, kinds) in gained {
        let gained = kinds.iter().sum::<i64>();
        if gained != 0 {
            refusals.push(Refusal::of_file(1, Why::MoveUnbalanced { day, gained }));
            continue;
        }
        for (kind, gained) in CaseKind::ALL.into_iter().zip(kinds).filter(|(_, gained)| *gained != 0) {
            refusals.push(Refusal::of_file(1, Why::MoveOfKinds { day, kind, gained }));
        }
    }
    if refusals.total() == 0 { Ok(()) } else { Err(refusals) }
}
