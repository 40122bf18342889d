//! Why a unit has its level: every criterion of its tier, fired or not, at the end of the range
//! that is shown, with the figures it looked at and the days and units behind it.
//!
//! Computed on demand and never stored. It asks the same predicates as `rate`, but builds the
//! level from what fired and from the hold alone, so that a test can hold the two against each other.

mod above;
mod behind;
mod commune;
mod fall;
mod owed;

pub use behind::{Firing, Raising, Why};
pub use fall::{Fall, Falling};

use super::board::Board;
use super::day::Day;
use super::facts::Facts;
use super::flag::Flag;
use super::level::Level;
use super::rate::{self, Levels, Own};
use super::rules::RuleSet;
use super::rules::d2686::{Bit, CRITERIA, Clause, Fired};
use super::rules::timeline::Timeline;
use super::rules::window::Window;
use super::unit::{Register, Tier};

/// A report: the day it is about, and the place in the register of whose it is.
pub type Cited = (Day, usize);

/// One criterion, looked at.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// The criterion.
    pub clause: Clause,
    /// Whether it fired at the end of the range that is shown.
    pub fired: bool,
    /// Whether a cluster was inferred from the number of cases, none being reported.
    pub inferred: bool,
    /// What it looked at, by name.
    pub figures: Vec<(&'static str, u64)>,
    /// The reports that count for it, in order.
    pub cited: Vec<Cited>,
    /// The neighbours or the units below that count for it, by their place in the register.
    pub units: Vec<usize>,
    /// The flags that fire it on this day.
    pub flags: Vec<Flag>,
}

/// What leaves a level open, and so what would settle it.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Open {
    /// The reports of the window that give no split of their community cases: those of the commune and of its
    /// neighbours among `units`, or above the commune those of communes below whose level is open.
    pub cited: Vec<Cited>,
    /// The commune's missing days that keep an end of the range from before.
    pub missing: Vec<Day>,
    /// The neighbours that count at one end of their range and not at the other, or the units below whose
    /// level is open too.
    pub units: Vec<usize>,
}

/// Where a held level comes from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HeldFrom {
    /// The last day on which the commune's own reports and flags gave that level or a higher one.
    pub day: Day,
    /// The ids of the criteria that gave it then.
    pub fired: Vec<&'static str>,
    /// The reports of that day's window that count for them, in order.
    pub cited: Vec<Cited>,
}

/// Why a unit has its level.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Trace {
    /// First and last day of the window.
    pub window: (Day, Day),
    /// The days of the window that were due and did not come: they keep the own level from falling.
    pub missing: Vec<Day>,
    /// Above the commune: the communes below that owe reports.
    pub late: Vec<usize>,
    /// The level that the hold alone gives, where it gives more than the reports.
    pub held_at: Option<Level>,
    /// Where that level comes from.
    pub held_from: Option<HeldFrom>,
    /// What leaves the level open; none where both ends of its range are the same.
    pub open: Option<Open>,
    /// Every criterion of the unit's tier, in the order of evaluation; empty without a level.
    pub findings: Vec<Finding>,
}

impl Trace {
    /// The level that follows from this trace; none where nothing was ever reported.
    pub fn level(&self) -> Option<Level> {
        let fired = self.findings.iter().filter(|finding| finding.fired).map(|finding| finding.clause.level);
        fired.chain(self.held_at).max()
    }

    /// Every report that it names.
    pub fn cited(&self) -> impl Iterator<Item = &Cited> {
        let open = self.open.iter().flat_map(|open| &open.cited);
        let held = self.held_from.iter().flat_map(|from| &from.cited);
        self.findings.iter().flat_map(|finding| &finding.cited).chain(open).chain(held)
    }

    /// The ids of the criteria that give the level shown. Empty where only a hold gives it.
    pub fn fired(&self) -> Vec<&'static str> {
        let level = self.level();
        let giving = |finding: &&Finding| finding.fired && Some(finding.clause.level) == level;
        self.findings.iter().filter(giving).map(|finding| finding.clause.id).collect()
    }
}

/// A board with what is needed to explain any unit of it.
pub struct Explained<'a> {
    timeline: &'a Timeline,
    /// The rule set that judges the day.
    rules: &'a RuleSet,
    register: &'a Register,
    board: Board,
    communes: Vec<Option<Known>>,
    beside_red: Levels,
    own: Levels,
    facts: &'a Facts,
}

#[derive(Clone, Copy)]
struct Known {
    own: Own,
    window: Window,
}

impl<'a> Explained<'a> {
    /// Rates a day and keeps what the traces need.
    pub fn new(timeline: &'a Timeline, register: &'a Register, facts: &'a Facts, day: Day) -> Self {
        Self::looking(timeline, register, facts, register.of_tier(Tier::Commune), day)
    }

    /// The unit at `index` on a day: [`Explained::new`] as far as this unit goes, its fall and its neighbours' levels
    /// included, for less where there are many units. Nothing else may be asked of it.
    pub fn unit(timeline: &'a Timeline, register: &'a Register, facts: &'a Facts, index: usize, day: Day) -> Self {
        Self::looking(timeline, register, facts, near(register, index).into_iter(), day)
    }

    fn looking(
        timeline: &'a Timeline,
        register: &'a Register,
        facts: &'a Facts,
        units: impl Iterator<Item = usize>,
        day: Day,
    ) -> Self {
        let mut communes = vec![None; register.units().len()];
        for unit in units {
            rate::walk(timeline, facts, unit, day, |_, own, window| {
                communes[unit] = Some(Known { own, window: *window });
            });
        }
        Self::of(timeline, register, facts, day, communes)
    }

    /// The unit at `index` on every day from `from` to `to`: each is [`Explained::new`] of that day as far
    /// as this unit and those below it go, at the cost of one walk. Nothing else may be asked of them; of the province's days
    /// everything may, since it depends on every unit.
    pub fn days(
        timeline: &'a Timeline,
        register: &'a Register,
        facts: &'a Facts,
        index: usize,
        (from, to): (Day, Day),
    ) -> impl Iterator<Item = Self> {
        Self::walked(timeline, register, facts, near(register, index), (from, to))
    }

    /// Every day from `from` to `to`: each is [`Explained::new`] of that day, at the cost of one walk. All
    /// days are held at once: ask for few where there are many units.
    pub fn every_day(
        timeline: &'a Timeline,
        register: &'a Register,
        facts: &'a Facts,
        days: (Day, Day),
    ) -> impl Iterator<Item = Self> {
        Self::walked(timeline, register, facts, register.of_tier(Tier::Commune).collect(), days)
    }

    fn walked(
        timeline: &'a Timeline,
        register: &'a Register,
        facts: &'a Facts,
        near: Vec<usize>,
        (from, to): (Day, Day),
    ) -> impl Iterator<Item = Self> {
        let units = register.units().len();
        let days: Vec<Day> = from.through(to).collect();
        let mut known = vec![None; days.len() * near.len()];
        for (column, &unit) in near.iter().enumerate() {
            rate::walk(timeline, facts, unit, to, |day, own, window| {
                if let Ok(row) = usize::try_from(day.since(from)) {
                    known[row * near.len() + column] = Some(Known { own, window: *window });
                }
            });
        }
        days.into_iter().enumerate().map(move |(row, day)| {
            let mut communes = vec![None; units];
            for (column, &unit) in near.iter().enumerate() {
                communes[unit] = known[row * near.len() + column];
            }
            Self::of(timeline, register, facts, day, communes)
        })
    }

    fn of(
        timeline: &'a Timeline,
        register: &'a Register,
        facts: &'a Facts,
        day: Day,
        communes: Vec<Option<Known>>,
    ) -> Self {
        let rules = timeline.on(day);
        let params = &rules.params;
        let owns: Vec<Option<Own>> = communes.iter().map(|known| known.map(|known| known.own)).collect();
        let own: Levels = owns.iter().map(|own| own.map(|own| own.ends.at(params.undetermined))).collect();
        let beside_red = rate::beside_red(params, register, &own);
        let board = rate::settle(params, register, facts, day, &owns);
        Self { timeline, rules, register, board, communes, beside_red, own, facts }
    }

    /// The rule set that judges the day.
    pub fn rules(&self) -> &'a RuleSet {
        self.rules
    }

    /// The board.
    pub fn board(&self) -> &Board {
        &self.board
    }

    /// Why the unit at `index` of the register has its level.
    pub fn trace(&self, index: usize) -> Trace {
        let day = self.board.day;
        let mut trace = Trace {
            window: (self.rules.params.window_before(day), day),
            missing: Vec::new(),
            late: Vec::new(),
            held_at: None,
            held_from: None,
            open: self.board.standings[index].rating.is_some_and(|it| it.ends.differ()).then(Open::default),
            findings: Vec::new(),
        };
        match (self.register.units()[index].tier, self.communes[index]) {
            (Tier::Commune, Some(known)) => self.commune(index, known, &mut trace),
            (Tier::Commune, None) => {}
            (tier, _) if self.board.standings[index].rating.is_some() => self.above(index, tier, &mut trace),
            _ => {}
        }
        trace
    }

    /// A criterion of the unit at `index` with the flags that fire it; what else is behind it is the
    /// caller's to say.
    fn finding(&self, index: usize, clause: Clause, fired: Fired) -> Finding {
        let holds = |flag: &&Flag| flag.kind.bit() == clause.bit && flag.holds(self.board.day);
        let flags = self.facts.flags(index).iter().filter(holds).cloned().collect();
        Finding {
            clause,
            fired: fired.has(clause.bit),
            inferred: false,
            figures: Vec::new(),
            cited: Vec::new(),
            units: Vec::new(),
            flags,
        }
    }

    /// Each reported day of a commune's window, as a window of that day alone.
    fn reported(&self, index: usize, window: (Day, Day)) -> Vec<(Day, Window)> {
        let series = self.facts.of(index);
        window.0.through(window.1).filter_map(|day| Some((day, Window::of(series.cell(day)?)))).collect()
    }

    /// The reports of a commune's window that give no split of their community cases.
    fn unsplit(&self, index: usize, window: (Day, Day)) -> Vec<Cited> {
        let days = self.reported(index, window).into_iter();
        days.filter(|(_, window)| window.open() > 0).map(|(day, _)| (day, index)).collect()
    }

    /// Those of `units` whose level is open.
    fn open_of(&self, units: &[usize]) -> Vec<usize> {
        let open = |unit: &usize| self.board.standings[*unit].rating.is_some_and(|rating| rating.ends.differ());
        units.iter().copied().filter(open).collect()
    }
}

/// The communes that the trace of the unit at `index` can depend on. A neighbour's level rests on the
/// communes two borders away from it, and so does each of those below.
fn near(register: &Register, index: usize) -> Vec<usize> {
    let mut near = register.communes_of(index);
    for _ in 0..3 {
        let beyond: Vec<usize> = near.iter().flat_map(|&unit| register.neighbours(unit)).copied().collect();
        near.extend(beyond);
        near.sort_unstable();
        near.dedup();
    }
    near
}

/// Green is what is left when nothing fired and nothing is held.
fn close(fired: Fired, held_at: Option<Level>) -> Fired {
    fired.with(Bit::G, fired.level() == Level::NewNormal && held_at.is_none())
}

fn of_tier(tier: Tier) -> impl Iterator<Item = Clause> {
    CRITERIA.into_iter().filter(move |clause| clause.tier == tier)
}
