//! A commune's trace: its window, its hold, its neighbours.

use super::{Cited, Explained, Finding, HeldFrom, Known, Trace, close, of_tier};
use crate::domain::day::Day;
use crate::domain::level::{End, Ends, Level};
use crate::domain::rate::{self, Levels};
use crate::domain::rules::d2686::{self, Adjacency, Bit, Clause, Fired, SpecialVenueRed};
use crate::domain::rules::window::{Kind, Reading, Sums, Window};
use crate::domain::unit::Tier;

/// What is looked at of a window under the readings of the end that is shown.
struct Look<'a> {
    /// The place of the commune in the register.
    index: usize,
    readings: &'a [Reading],
    window: Window,
    /// The windows of each day of it alone.
    days: Vec<(Day, Window)>,
}

impl Look<'_> {
    /// Under an end of two readings, a figure is the larger of the two.
    fn most(&self, figure: impl Fn(&Sums) -> u64) -> u64 {
        self.readings.iter().map(|&reading| figure(&self.window.sums(reading))).max().unwrap_or(0)
    }

    fn any(&self, window: &Window, what: impl Fn(&Sums) -> bool) -> bool {
        self.readings.iter().any(|&reading| what(&window.sums(reading)))
    }

    /// The reports of the days that count.
    fn cited(&self, counts: impl Fn(&Sums) -> bool) -> Vec<Cited> {
        self.days.iter().filter(|(_, window)| self.any(window, &counts)).map(|(day, _)| (*day, self.index)).collect()
    }
}

impl Explained<'_> {
    pub(super) fn commune(&self, index: usize, known: Known, trace: &mut Trace) {
        let params = &self.rules.params;
        let flagged = self.facts.flagged(index, self.board.day);
        let reported: Ends = rate::ends(params, &known.window, flagged);
        let own = known.own.ends.at(params.undetermined);
        trace.held_at = (own > reported.at(params.undetermined)).then_some(own);
        trace.held_from = trace.held_at.and_then(|level| self.held_from(index, level));
        trace.missing = self.missing(index, trace.window);
        let look = Look {
            index,
            readings: if known.window.open() == 0 { &[Reading::Known] } else { Reading::of(params.undetermined) },
            window: known.window,
            days: self.reported(index, trace.window),
        };
        if let Some(open) = &mut trace.open {
            open.missing = if known.own.held { trace.missing.clone() } else { Vec::new() };
            open.units = self.unsettled_beside(index, known.own.ends.low);
            open.cited = open.units.iter().chain([&index]).flat_map(|&unit| self.unsplit(unit, trace.window)).collect();
            open.cited.sort_unstable();
        }
        let (red, orange) = self.beside(index);
        let fired = look
            .readings
            .iter()
            .map(|&reading| d2686::commune(params, &known.window.sums(reading)))
            .fold(flagged, Fired::or)
            .with(Bit::O3, !red.is_empty())
            .with(Bit::Y3, !orange.is_empty());
        let fired = close(fired, trace.held_at);
        let findings = of_tier(Tier::Commune).map(|clause| {
            let mut finding = self.finding(index, clause, fired);
            finding.cited = look.cited(|sums| counts(clause.bit, sums));
            match clause.bit {
                Bit::R1 => self.clusters(&look, &mut finding, "f0_unknown_source", |sums| sums.unknown),
                Bit::R2 if params.special_venue_red == SpecialVenueRed::Any => {
                    cases(&look, &mut finding, "f0_special_venue", |sums| sums.special.cases);
                }
                Bit::R2 => self.clusters(&look, &mut finding, "f0_special_venue", |sums| sums.special),
                Bit::O1 => cases(&look, &mut finding, "f0_unknown_source", |sums| sums.unknown.cases),
                Bit::O2 => cases(&look, &mut finding, "f0_special_venue", |sums| sums.special.cases),
                Bit::Y1 => cases(&look, &mut finding, "f0_known_source", |sums| sums.known),
                Bit::Y2 => cases(&look, &mut finding, "f1_community", |sums| sums.f1),
                Bit::O3 => neighbours(&mut finding, "neighbours_red", &red),
                Bit::Y3 => neighbours(&mut finding, "neighbours_orange", &orange),
                Bit::G => nothing(&look, &mut finding, params.window_days),
                _ => {}
            }
            finding
        });
        trace.findings = findings.collect();
    }

    /// The last day on which the reports of a commune's window and its flags gave a level that is held since, at the end
    /// that is shown today.
    fn held_from(&self, index: usize, level: Level) -> Option<HeldFrom> {
        let end = self.rules.params.undetermined;
        let mut last = None;
        rate::walk(self.timeline, self.facts, index, self.board.day, |day, _, window| {
            let flagged = self.facts.flagged(index, day);
            if rate::ends(&self.timeline.on(day).params, window, flagged).at(end) >= level {
                last = Some((day, *window));
            }
        });
        let (day, window) = last?;
        let params = &self.timeline.on(day).params;
        let readings = if window.open() == 0 { &[Reading::Known] } else { Reading::of(end) };
        let days = self.reported(index, (params.window_before(day), day));
        let look = Look { index, readings, window, days };
        let fired = (readings.iter())
            .map(|&reading| d2686::commune(params, &window.sums(reading)))
            .fold(self.facts.flagged(index, day), Fired::or);
        let giving = |clause: &Clause| fired.has(clause.bit) && clause.level == fired.level();
        let giving: Vec<Clause> = of_tier(Tier::Commune).filter(giving).collect();
        let cited = look.cited(|sums| giving.iter().any(|clause| counts(clause.bit, sums)));
        Some(HeldFrom { day, fired: giving.iter().map(|clause| clause.id).collect(), cited })
    }

    fn clusters(&self, look: &Look, finding: &mut Finding, name: &'static str, kind: fn(&Sums) -> Kind) {
        let min = self.rules.params.cluster_min_f0;
        finding.figures = vec![
            (name, look.most(|sums| kind(sums).cases)),
            ("days_with_reported_clusters", look.most(|sums| kind(sums).told.into())),
            ("days_without_cluster_count", look.most(|sums| kind(sums).untold.into())),
            ("cluster_min_f0", min.into()),
        ];
        finding.inferred = look.any(&look.window, |sums| kind(sums).inferred(min));
    }

    /// The red neighbours that C-O3 counts, and the orange ones that C-Y3 counts.
    fn beside(&self, index: usize) -> (Vec<usize>, Vec<usize>) {
        let standing = |level: Level, levels: &Levels| -> Vec<usize> {
            let neighbours = self.register.neighbours(index).iter().copied();
            neighbours.filter(|&neighbour| levels[neighbour] == Some(level)).collect()
        };
        let (red, orange) = (Level::VeryHigh, Level::High);
        match self.rules.params.adjacency {
            Adjacency::Off => (Vec::new(), Vec::new()),
            Adjacency::Chained => (standing(red, &self.own), standing(orange, &self.beside_red)),
            Adjacency::Intrinsic => (standing(red, &self.own), standing(orange, &self.own)),
        }
    }

    /// The neighbours that raise the lower end of a commune's own range at one end of theirs and not at the other.
    fn unsettled_beside(&self, index: usize, low: Level) -> Vec<usize> {
        let at = |unit: usize, end: End| self.communes[unit].map(|known| known.own.ends.at(end));
        let red = |unit: usize, end: End| at(unit, end) == Some(Level::VeryHigh);
        let raised = |unit: usize, end: End| self.register.neighbours(unit).iter().any(|&beside| red(beside, end));
        let orange = |unit: usize, end: End| match (self.rules.params.adjacency, at(unit, end)) {
            (Adjacency::Chained, Some(own)) if own < Level::High => raised(unit, end),
            (_, own) => own == Some(Level::High),
        };
        let differs = |counts: &dyn Fn(usize, End) -> bool, unit| counts(unit, End::Lower) != counts(unit, End::Upper);
        let matters = |unit: &usize| {
            (low < Level::High && differs(&red, *unit)) || (low < Level::Risk && differs(&orange, *unit))
        };
        match self.rules.params.adjacency {
            Adjacency::Off => Vec::new(),
            _ => self.register.neighbours(index).iter().copied().filter(matters).collect(),
        }
    }

    pub(super) fn missing(&self, index: usize, window: (Day, Day)) -> Vec<Day> {
        self.facts.of(index).gaps(window.0, self.rules.params.due_on(window.1)).collect()
    }
}

/// Whether a day with such sums counts for a criterion of the commune's own reports.
fn counts(bit: Bit, sums: &Sums) -> bool {
    let cluster = |kind: Kind| kind.cases > 0 || kind.told > 0;
    match bit {
        Bit::R1 => cluster(sums.unknown),
        Bit::R2 => cluster(sums.special),
        Bit::O1 => sums.unknown.cases > 0,
        Bit::O2 => sums.special.cases > 0,
        Bit::Y1 => sums.known > 0,
        Bit::Y2 => sums.f1 > 0,
        _ => false,
    }
}

fn cases(look: &Look, finding: &mut Finding, name: &'static str, figure: fn(&Sums) -> u64) {
    finding.figures = vec![(name, look.most(figure))];
}

/// Green rests on every report of the window, and where there is none the figures say so.
fn nothing(look: &Look, finding: &mut Finding, window_days: u32) {
    finding.figures = vec![("days_reported", look.days.len() as u64), ("window_days", window_days.into())];
    if finding.fired {
        finding.cited = look.cited(|_| true);
    }
}

fn neighbours(finding: &mut Finding, name: &'static str, units: &[usize]) {
    finding.figures = vec![(name, units.len() as u64)];
    finding.units = units.to_vec();
}
