//! Why a unit has its level: every criterion of its tier, fired or not, at the end of the range
//! that is shown, with the figures it looked at and the units behind it.
//!
//! Computed on demand and never stored. It asks the same predicates as `rate`, but builds the
//! level from what fired and from the hold alone, so that a test can hold the two against each other.

use super::board::Board;
use super::day::Day;
use super::facts::Facts;
use super::flag::Flag;
use super::level::{Ends, Level};
use super::rate::{self, Levels, Own, rate};
use super::rules::RuleSet;
use super::rules::d2686::{self, Adjacency, Bit, CRITERIA, Clause, Fired, Shares};
use super::rules::window::{Reading, Sums, Window};
use super::unit::{Register, Tier};

/// One criterion, looked at.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// The criterion.
    pub clause: Clause,
    /// Whether it fired at the end of the range that is shown.
    pub fired: bool,
    /// What it looked at, by name.
    pub figures: Vec<(&'static str, u64)>,
    /// The neighbours or the units below that count for it, by their place in the register.
    pub units: Vec<usize>,
    /// The flags that fire it on this day.
    pub flags: Vec<Flag>,
}

/// Why a unit has its level.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Trace {
    /// First and last day of the window.
    pub window: (Day, Day),
    /// The days of the window that were due and did not come: they keep the level from falling.
    pub missing: Vec<Day>,
    /// The level that the hold alone gives, where it gives more than the reports.
    pub held_at: Option<Level>,
    /// Every criterion of the unit's tier, in the order of evaluation; empty without a level.
    pub findings: Vec<Finding>,
}

impl Trace {
    /// The level that follows from this trace; none where nothing was ever reported.
    pub fn level(&self) -> Option<Level> {
        let fired = self.findings.iter().filter(|finding| finding.fired).map(|finding| finding.clause.level);
        fired.chain(self.held_at).max()
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
    pub fn new(rules: &'a RuleSet, register: &'a Register, facts: &'a Facts, day: Day) -> Self {
        let params = &rules.params;
        let mut communes = vec![None; register.units().len()];
        for unit in register.of_tier(Tier::Commune) {
            rate::walk(params, facts, unit, day, |_, own, window| {
                communes[unit] = Some(Known { own, window: *window });
            });
        }
        let shown = params.undetermined;
        let own: Levels = communes.iter().map(|known| known.map(|known: Known| known.own.ends.at(shown))).collect();
        let beside_red = rate::beside_red(params, register, &own);
        let board = rate(rules, register, facts, day);
        Self { rules, register, board, communes, beside_red, own, facts }
    }

    /// The board.
    pub fn board(&self) -> &Board {
        &self.board
    }

    /// Why the unit at `index` of the register has its level.
    pub fn trace(&self, index: usize) -> Trace {
        let day = self.board.day;
        let days = i32::try_from(self.rules.params.window_days).unwrap_or(i32::MAX);
        let mut trace =
            Trace { window: (day.plus(1 - days), day), missing: Vec::new(), held_at: None, findings: Vec::new() };
        match (self.register.units()[index].tier, self.communes[index]) {
            (Tier::Commune, Some(known)) => self.commune(index, known, &mut trace),
            (Tier::Commune, None) => {}
            (tier, _) if self.board.standings[index].rating.is_some() => {
                trace.findings = self.above(index, tier);
            }
            _ => {}
        }
        trace
    }

    fn commune(&self, index: usize, known: Known, trace: &mut Trace) {
        let params = &self.rules.params;
        let reported: Ends = rate::ends(params, &known.window, self.facts.flagged(index, self.board.day));
        let own = known.own.ends.at(params.undetermined);
        trace.held_at = (own > reported.at(params.undetermined)).then_some(own);
        trace.missing = self.missing(index, trace.window);
        let readings: &[Reading] =
            if known.window.open() == 0 { &[Reading::Known] } else { Reading::of(params.undetermined) };
        let beside = |level: Level, levels: &Levels| -> Vec<usize> {
            let neighbours = self.register.neighbours(index).iter().copied();
            neighbours.filter(|&neighbour| levels[neighbour] == Some(level)).collect()
        };
        let (red, orange) = match params.adjacency {
            Adjacency::Off => (Vec::new(), Vec::new()),
            Adjacency::Chained => (beside(Level::VeryHigh, &self.own), beside(Level::High, &self.beside_red)),
            Adjacency::Intrinsic => (beside(Level::VeryHigh, &self.own), beside(Level::High, &self.own)),
        };
        let fired = readings
            .iter()
            .map(|&reading| d2686::commune(params, &known.window.sums(reading)))
            .fold(self.facts.flagged(index, self.board.day), Fired::or)
            .with(Bit::O3, !red.is_empty())
            .with(Bit::Y3, !orange.is_empty());
        let fired = close(fired, trace.held_at);
        // Under an end of two readings, each figure is the larger of the two.
        let most = |figure: fn(&Sums) -> u64| -> u64 {
            readings.iter().map(|&reading| figure(&known.window.sums(reading))).max().unwrap_or(0)
        };
        trace.findings = of_tier(Tier::Commune)
            .map(|clause| {
                let min = u64::from(params.cluster_min_f0);
                let (figures, units) = match clause.bit {
                    Bit::R1 => (
                        vec![
                            ("f0_unknown_source", most(|sums| sums.unknown.cases)),
                            ("days_with_reported_clusters", most(|sums| sums.unknown.told.into())),
                            ("days_without_cluster_count", most(|sums| sums.unknown.untold.into())),
                            ("cluster_min_f0", min),
                        ],
                        Vec::new(),
                    ),
                    Bit::R2 => (
                        vec![
                            ("f0_special_venue", most(|sums| sums.special.cases)),
                            ("days_with_reported_clusters", most(|sums| sums.special.told.into())),
                            ("days_without_cluster_count", most(|sums| sums.special.untold.into())),
                            ("cluster_min_f0", min),
                        ],
                        Vec::new(),
                    ),
                    Bit::O1 => (vec![("f0_unknown_source", most(|sums| sums.unknown.cases))], Vec::new()),
                    Bit::O2 => (vec![("f0_special_venue", most(|sums| sums.special.cases))], Vec::new()),
                    Bit::O3 => (vec![("neighbours_red", red.len() as u64)], red.clone()),
                    Bit::Y1 => (vec![("f0_known_source", most(|sums| sums.known))], Vec::new()),
                    Bit::Y2 => (vec![("f1_community", most(|sums| sums.f1))], Vec::new()),
                    Bit::Y3 => (vec![("neighbours_orange", orange.len() as u64)], orange.clone()),
                    _ => (Vec::new(), Vec::new()),
                };
                self.finding(index, clause, fired, figures, units)
            })
            .collect();
    }

    fn finding(
        &self,
        index: usize,
        clause: Clause,
        fired: Fired,
        figures: Vec<(&'static str, u64)>,
        units: Vec<usize>,
    ) -> Finding {
        let holds = |flag: &&Flag| flag.kind.bit() == clause.bit && flag.holds(self.board.day);
        let flags = self.facts.flags(index).iter().filter(holds).cloned().collect();
        Finding { clause, fired: fired.has(clause.bit), figures, units, flags }
    }

    fn missing(&self, index: usize, window: (Day, Day)) -> Vec<Day> {
        let series = self.facts.of(index);
        let Some(first) = series.first() else { return Vec::new() };
        let due = window.1.plus(-i32::try_from(self.rules.params.grace_days).unwrap_or(i32::MAX));
        let from = window.0.max(first);
        (0..=due.since(from)).map(|n| from.plus(n)).filter(|&day| series.cell(day).is_none()).collect()
    }

    fn above(&self, index: usize, tier: Tier) -> Vec<Finding> {
        let params = &self.rules.params;
        let unit = &self.register.units()[index];
        let children = self.register.children(index);
        let levels: Levels = self.board.standings.iter().map(super::board::Standing::level).collect();
        let shares = rate::shares(children, &levels);
        let known = self.known_below(index);
        let fired = d2686::above(params, &shares, known, unit.population).or(self.facts.flagged(index, self.board.day));
        let fired = close(fired, None);
        let standing_at = |counts: &dyn Fn(Level) -> bool| -> Vec<usize> {
            children.iter().copied().filter(|&child| levels[child].is_some_and(counts)).collect()
        };
        let share = |level: Level, percent: u64| {
            let counted = standing_at(&|at| match params.district_share {
                d2686::DistrictShare::Exact => at == level,
                d2686::DistrictShare::OrWorse => at >= level,
            });
            (vec![("counted", counted.len() as u64), ("of", shares.total), ("percent_needed", percent)], counted)
        };
        let count = |shares: &Shares, levels: &[Level]| {
            let counted = standing_at(&|at| levels.contains(&at));
            let sum = levels.iter().map(|&level| shares.exactly(level)).sum();
            (vec![("counted", sum), ("of", shares.total)], counted)
        };
        of_tier(tier)
            .map(|clause| {
                let (figures, units) = match clause.bit {
                    Bit::R1 => share(Level::VeryHigh, 30),
                    Bit::R2 => share(Level::High, 50),
                    Bit::O1 => share(Level::High, 30),
                    Bit::O2 => share(Level::Risk, 50),
                    Bit::O3 => count(&shares, &[Level::VeryHigh]),
                    Bit::Y1 => (vec![("f0_known_source", known), ("population", unit.population.into())], Vec::new()),
                    Bit::Y2 => count(&shares, &[Level::Risk, Level::High]),
                    _ => (Vec::new(), Vec::new()),
                };
                self.finding(index, clause, fired, figures, units)
            })
            .collect()
    }

    /// Community F0 of known source in the windows of the communes below, at the end shown.
    fn known_below(&self, index: usize) -> u64 {
        let reading = Reading::of(self.rules.params.undetermined)[0];
        let here = self.communes[index].map_or(0, |known| known.window.sums(reading).known);
        here + self.register.children(index).iter().map(|&child| self.known_below(child)).sum::<u64>()
    }
}

/// Green is what is left when nothing fired and nothing is held.
fn close(fired: Fired, held_at: Option<Level>) -> Fired {
    fired.with(Bit::G, fired.level() == Level::NewNormal && held_at.is_none())
}

fn of_tier(tier: Tier) -> impl Iterator<Item = Clause> {
    CRITERIA.into_iter().filter(move |clause| clause.tier == tier)
}
