//! The trace of a district or of the province: the units below, counted.

use super::{Cited, Explained, Finding, Trace, close, of_tier};
use crate::domain::board::Standing;
use crate::domain::day::Day;
use crate::domain::level::Level;
use crate::domain::rate::{self, Levels};
use crate::domain::rules::d2686::{self, Bit, DistrictShare, Shares};
use crate::domain::rules::window::Reading;
use crate::domain::unit::Tier;

/// Figures, and the units behind them.
type Counted = (Vec<(&'static str, u64)>, Vec<usize>);

impl Explained<'_> {
    pub(super) fn above(&self, index: usize, tier: Tier, trace: &mut Trace) {
        let params = &self.rules.params;
        let unit = &self.register.units()[index];
        let children = self.register.children(index);
        let levels: Levels = self.board.standings.iter().map(Standing::level).collect();
        let shares = rate::shares(children, &levels);
        let known = self.known_below(index);
        let fired = d2686::above(params, &shares, known, unit.population).or(self.facts.flagged(index, self.board.day));
        let fired = close(fired, None);
        let owes = |unit: &usize| !self.missing(*unit, trace.window).is_empty();
        trace.late = self.register.communes_of(index).into_iter().filter(owes).collect();
        if let Some(open) = &mut trace.open {
            open.units = self.open_of(children);
            let communes = self.open_of(&self.register.communes_of(index)).into_iter();
            open.cited = communes.flat_map(|commune| self.unsplit(commune, trace.window)).collect();
            open.cited.sort_unstable();
        }
        let standing_at = |counts: &dyn Fn(Level) -> bool| -> Vec<usize> {
            children.iter().copied().filter(|&child| levels[child].is_some_and(counts)).collect()
        };
        let share = |level: Level, percent: u64| -> Counted {
            let counted = standing_at(&|at| match params.district_share {
                DistrictShare::Exact => at == level,
                DistrictShare::OrWorse => at >= level,
            });
            (vec![("counted", counted.len() as u64), ("of", shares.total), ("percent_needed", percent)], counted)
        };
        let count = |shares: &Shares, levels: &[Level]| -> Counted {
            let counted = standing_at(&|at| levels.contains(&at));
            let sum = levels.iter().map(|&level| shares.exactly(level)).sum();
            (vec![("counted", sum), ("of", shares.total)], counted)
        };
        let findings = of_tier(tier).map(|clause| {
            let mut finding = self.finding(index, clause, fired);
            if clause.bit == Bit::Y1 {
                self.rate_of_known(index, known, trace.window, &mut finding);
                return finding;
            }
            (finding.figures, finding.units) = match clause.bit {
                Bit::R1 => share(Level::VeryHigh, 30),
                Bit::R2 => share(Level::High, 50),
                Bit::O1 => share(Level::High, 30),
                Bit::O2 => share(Level::Risk, 50),
                Bit::O3 => count(&shares, &[Level::VeryHigh]),
                Bit::Y2 => count(&shares, &[Level::Risk, Level::High]),
                Bit::G if finding.fired => count(&shares, &[Level::NewNormal]),
                _ => (Vec::new(), Vec::new()),
            };
            finding
        });
        trace.findings = findings.collect();
    }

    /// The reports below that tell of community F0 of known source, and the units they come from.
    fn rate_of_known(&self, index: usize, known: u64, window: (Day, Day), finding: &mut Finding) {
        let population = self.register.units()[index].population;
        finding.figures = vec![("f0_known_source", known), ("population", population.into())];
        let children = self.register.children(index).iter().copied();
        finding.units = children.filter(|&child| self.known_below(child) > 0).collect();
        let communes = self.register.communes_of(index).into_iter().filter(|&commune| self.known_below(commune) > 0);
        let of_commune = |commune: usize| {
            let days = self.reported(commune, window).into_iter();
            days.filter(|(_, window)| window.sums(self.reading()).known > 0).map(move |(day, _)| (day, commune))
        };
        let mut cited: Vec<Cited> = communes.flat_map(of_commune).collect();
        cited.sort_unstable();
        finding.cited = cited;
    }

    /// Community F0 of known source in the windows of the communes below, at the end shown.
    fn known_below(&self, index: usize) -> u64 {
        let here = self.communes[index].map_or(0, |known| known.window.sums(self.reading()).known);
        here + self.register.children(index).iter().map(|&child| self.known_below(child)).sum::<u64>()
    }

    /// How open splits are read for it: at either end, those of one reading are of known source or none are.
    fn reading(&self) -> Reading {
        Reading::of(self.rules.params.undetermined)[0]
    }
}
