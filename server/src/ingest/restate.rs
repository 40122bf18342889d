//! What a correction makes of boards that are over, and whether what calls itself a move of cases is one.

use super::refusal::{Refusal, Refusals, Why};
use crate::domain::board::Move;
use crate::domain::day::Day;
use crate::domain::facts::Facts;
use crate::domain::level::Level;
use crate::domain::rate::rate_days;
use crate::domain::rules::timeline::Timeline;
use crate::domain::unit::Register;
use crate::store::{NewReport, Origin, Restated};
use std::collections::{BTreeMap, BTreeSet};

/// What moves on the boards from `from` to the day before `today` where the facts become others.
pub(super) fn restated(
    timeline: &Timeline,
    register: &Register,
    (before, after): (&Facts, &Facts),
    from: Day,
    today: Day,
) -> Vec<Restated> {
    let last = today.plus(-1);
    let boards = |facts| rate_days(timeline, register, facts, from, last);
    let moves = |(old, new): (_, crate::domain::board::Board)| (new.day, new.moves_since(&old));
    let told = |day: Day, moved: &Move| Restated {
        day,
        unit: register.units()[moved.unit].code.clone(),
        from: moved.from.level().map(Level::number),
        to: moved.to.level().map(Level::number),
    };
    let days = boards(before).zip(boards(after)).map(moves);
    days.flat_map(|(day, moves)| moves.iter().map(|moved| told(day, moved)).collect::<Vec<_>>()).collect()
}

/// Cases that move from one unit to another are as many after as before, on each day, and two units at
/// least are touched.
pub(super) fn check_move(reports: &[NewReport]) -> Result<(), Refusals> {
    let rows = reports.iter().filter(|new| new.origin == Origin::Row);
    let mut gained: BTreeMap<Day, i64> = BTreeMap::new();
    let mut units = BTreeSet::new();
    for new in rows {
        let old = new.supersedes.map_or(0, |counts| counts.figures().f0);
        *gained.entry(new.report.day).or_default() += i64::from(new.report.counts.figures().f0) - i64::from(old);
        units.insert(&new.report.unit);
    }
    let mut refusals = Refusals::default();
    if units.len() == 1 {
        refusals.push(Refusal::of_file(1, Why::MoveOfOne));
    }
    for (day, gained) in gained.into_iter().filter(|(_, gained)| *gained != 0) {
        refusals.push(Refusal::of_file(1, Why::MoveUnbalanced { day, gained }));
    }
    if refusals.total() == 0 { Ok(()) } else { Err(refusals) }
}
