//! The earliest day on which a level could fall: what would come of it if from now on every commune
//! reported zeros, and zeros for the days that are missing.
//!
//! It is the same `rate` on facts made up so, hence as right as any board, each coming day judged by its
//! own rule set; only how far to look is reasoned: the longest window after the day nothing is left to
//! drop out, and only flags that end and other rules can still make a level fall.

use super::{Cited, Explained, Trace};
use crate::domain::board::Board;
use crate::domain::day::Day;
use crate::domain::level::Level;
use crate::domain::rate::{rate, rate_days};
use crate::domain::rules::d2686::Bit;
use crate::domain::unit::Tier;

/// When a level could fall, and what it waits for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fall {
    /// The earliest day and the level then; none where flags without an end keep it up.
    pub to: Option<(Day, Level)>,
    /// The first day of the rule set that judges that day, where it is another than today's.
    pub rules_from: Option<Day>,
    /// The ids of the criteria that fire today and no longer then.
    pub ends: Vec<&'static str>,
    /// The reports that count for those criteria and have left the window by then.
    pub leaving: Vec<Cited>,
    /// The unit's own missing days that must be reported first.
    pub missing: Vec<Day>,
    /// The other communes that it depends on and that owe reports: those below, or its neighbours.
    pub late: Vec<usize>,
}

impl Explained<'_> {
    /// When the level of the unit at `index` could fall, given its trace; none where it is green or
    /// has no level.
    pub fn fall(&self, index: usize, trace: &Trace) -> Option<Fall> {
        let now = trace.level().filter(|level| *level > Level::NewNormal)?;
        let (passed, over) = self.quiet_days();
        let quiet = self.facts.quiet_after(self.board.day, *over.last().unwrap_or(&passed));
        let mut fall = Fall {
            to: None,
            rules_from: None,
            ends: Vec::new(),
            leaving: Vec::new(),
            missing: trace.missing.clone(),
            late: self.late(index),
        };
        let lower = |board: &Board| board.standings[index].level().filter(|level| *level < now);
        let mut boards = rate_days(self.timeline, self.register, &quiet, self.board.day, passed)
            .chain(over.into_iter().map(|day| rate(self.timeline, self.register, &quiet, day)));
        let Some((day, level)) = boards.find_map(|board| Some((board.day, lower(&board)?))) else {
            return Some(fall);
        };
        let then = Explained::new(self.timeline, self.register, &quiet, day);
        let then = then.trace(index);
        fall.to = Some((day, level));
        fall.rules_from = self.timeline.span_of(day).from.filter(|from| *from > self.board.day);
        let fires = |id| then.findings.iter().any(|finding| finding.fired && finding.clause.id == id);
        for finding in &trace.findings {
            if finding.fired && finding.clause.bit != Bit::G && !fires(finding.clause.id) {
                fall.ends.push(finding.clause.id);
                fall.leaving.extend(finding.cited.iter().filter(|(day, _)| *day < then.window.0));
            }
        }
        fall.leaving.sort_unstable();
        fall.leaving.dedup();
        Some(fall)
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

    /// The communes that owe reports and that the unit at `index` rests on, apart from itself.
    fn late(&self, index: usize) -> Vec<usize> {
        let window = (self.rules.params.window_before(self.board.day), self.board.day);
        let owes = |unit: &usize| !self.missing(*unit, window).is_empty();
        match self.register.units()[index].tier {
            Tier::Commune => self.register.neighbours(index).iter().copied().filter(owes).collect(),
            _ => self.register.communes_of(index).into_iter().filter(owes).collect(),
        }
    }
}
