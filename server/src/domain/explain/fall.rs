//! The earliest day on which a level could fall: what would come of it if from now on every commune
//! reported zeros, and zeros for the days that are missing.
//!
//! It is the same `rate` on facts made up so, hence as right as any board, each coming day judged by its
//! own rule set; only how far to look is reasoned: the longest window after the day nothing is left to
//! drop out, and only flags that end and other rules can still make a level fall; and no level depends on
//! communes more than three borders away, so in a nation the others are left out.

use super::{Cited, Explained, Finding, Trace, near};
use crate::domain::board::Board;
use crate::domain::day::Day;
use crate::domain::flag::Flag;
use crate::domain::level::Level;
use crate::domain::rate::{rate, rate_days};
use crate::domain::rules::d2686::{Bit, Clause};
use crate::domain::unit::Tier;
use std::collections::BTreeSet;

/// When a level could fall, and what it waits for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fall {
    /// The earliest day and the level then; none where flags without an end keep it up.
    pub to: Option<(Day, Level)>,
    /// The first day of the rule set that judges that day, where it is another than today's.
    pub rules_from: Option<Day>,
    /// The ids of the criteria that fire today and no longer then.
    pub ends: Vec<&'static str>,
    /// The neighbours or the units below that count for those criteria today and no longer then, by their
    /// level today and then.
    pub falling: Vec<Falling>,
    /// The reports that count for those criteria, or for the levels of those units, and have left the window by
    /// then: of whichever commune.
    pub leaving: Vec<Cited>,
    /// The flags of the unit that fire those criteria.
    pub flags: Vec<Flag>,
    /// The unit's own missing days that must be reported first: while they are not, its own level cannot fall.
    pub missing: Vec<Day>,
    /// The other communes that must report what they owe: their levels would hold it up.
    pub late: Vec<usize>,
}

/// A unit whose level lets another's fall.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Falling {
    /// Its place in the register.
    pub unit: usize,
    /// Its level today.
    pub from: Level,
    /// Its level then.
    pub to: Level,
}

impl Explained<'_> {
    /// When the level of the unit at `index` could fall, given its trace; none where it is green or
    /// has no level.
    pub fn fall(&self, index: usize, trace: &Trace) -> Option<Fall> {
        let now = trace.level().filter(|level| *level > Level::NewNormal)?;
        let (passed, over) = self.quiet_days();
        let near = near(self.register, index);
        let quiet = self.facts.quiet_after(&near, self.board.day, *over.last().unwrap_or(&passed));
        let mut fall = Fall {
            to: None,
            rules_from: None,
            ends: Vec::new(),
            falling: Vec::new(),
            leaving: Vec::new(),
            flags: Vec::new(),
            missing: Vec::new(),
            late: Vec::new(),
        };
        let lower = |board: &Board| board.standings[index].level().filter(|level| *level < now);
        let mut boards = rate_days(self.timeline, self.register, &quiet, self.board.day, passed)
            .chain(over.into_iter().map(|day| rate(self.timeline, self.register, &quiet, day)));
        let Some((day, level)) = boards.find_map(|board| Some((board.day, lower(&board)?))) else {
            return Some(fall);
        };
        fall.to = Some((day, level));
        fall.rules_from = self.timeline.span_of(day).from.filter(|from| *from > self.board.day);
        (fall.missing, fall.late) = self.owed((index, &near), (day, level), &quiet);
        self.drops(&Explained::new(self.timeline, self.register, &quiet, day), index, trace, &mut fall);
        Some(fall)
    }

    /// What drops out until then of what the unit's level rests on today.
    fn drops(&self, then: &Explained, index: usize, trace: &Trace, fall: &mut Fall) {
        let ended = Ended::of(trace, &then.trace(index));
        let mut leaving = BTreeSet::new();
        let mut falling = BTreeSet::new();
        for Ended { finding, units } in &ended {
            fall.ends.push(finding.clause.id);
            fall.flags.extend_from_slice(&finding.flags);
            falling.extend(units.iter().copied());
        }
        self.leaves(then, ended, &mut BTreeSet::new(), &mut leaving);
        let level = |of: &Explained, unit: usize| of.board.standings[unit].level();
        fall.falling = (falling.into_iter())
            .filter_map(|unit| Some(Falling { unit, from: level(self, unit)?, to: level(then, unit)? }))
            .filter(|falling| falling.to < falling.from)
            .collect();
        fall.leaving = leaving.into_iter().collect();
    }

    /// Adds the reports that leave the window until then to those of `leaving`: what criteria that ended
    /// counted, and what the levels of the units that they counted rest on, as far as these must fall.
    fn leaves(
        &self,
        then: &Explained,
        ended: Vec<Ended>,
        seen: &mut BTreeSet<(usize, Level)>,
        leaving: &mut BTreeSet<Cited>,
    ) {
        for Ended { finding, units } in ended {
            let begins = then.rules.params.window_before(then.board.day);
            leaving.extend(finding.cited.iter().filter(|(day, _)| *day < begins));
            let Some(from) = counts_from(finding.clause) else { continue };
            for unit in units.into_iter().filter(|&unit| seen.insert((unit, from))).collect::<Vec<_>>() {
                let trace = self.trace(unit);
                let mut ended = Ended::of(&trace, &then.trace(unit));
                ended.retain(|ended| ended.finding.clause.level >= from);
                self.leaves(then, ended, seen, leaving);
            }
        }
    }

    /// The days on which a level can be lower than on the day before, if nothing but zeros comes: those
    /// until every window has passed, then those on which a flag is over or another rule set begins.
    fn quiet_days(&self) -> (Day, Vec<Day>) {
        let passed = self.board.day.plus(self.timeline.longest_window_since(self.board.day));
        let flags = (0..self.register.units().len()).flat_map(|unit| self.facts.flags(unit));
        let over = flags.filter_map(|flag| Some(flag.to?.plus(1))).filter(|day| *day > passed);
        let mut over: Vec<Day> = over.chain(self.timeline.borders_after(passed)).collect();
        over.sort_unstable();
        over.dedup();
        (passed, over)
    }
}

/// A criterion that fires today and no longer then.
struct Ended<'a> {
    finding: &'a Finding,
    /// The units that it counts today and not then.
    units: Vec<usize>,
}

impl<'a> Ended<'a> {
    /// Those of a unit, by its traces of today and then.
    fn of(now: &'a Trace, then: &Trace) -> Vec<Self> {
        let pairs = now.findings.iter().map(|now| (now, then.findings.iter().find(|then| then.clause == now.clause)));
        let ended =
            pairs.filter(|(now, then)| now.fired && now.clause.bit != Bit::G && !then.is_some_and(|then| then.fired));
        ended
            .map(|(finding, then)| {
                let counted = |unit: &usize| then.is_some_and(|then| then.units.contains(unit));
                Self { finding, units: finding.units.iter().copied().filter(|unit| !counted(unit)).collect() }
            })
            .collect()
    }
}

/// The level from which on a criterion counts a unit; none where it counts cases.
fn counts_from(clause: Clause) -> Option<Level> {
    match (clause.tier, clause.bit) {
        (Tier::Commune, Bit::O3) => Some(Level::VeryHigh),
        (Tier::Commune, Bit::Y3) => Some(Level::High),
        (Tier::Commune, _) => None,
        (_, Bit::R1 | Bit::O3) => Some(Level::VeryHigh),
        (_, Bit::R2 | Bit::O1) => Some(Level::High),
        (_, Bit::O2 | Bit::Y2) => Some(Level::Risk),
        _ => None,
    }
}
