//! The trace of a district or of the province: the units below, counted.

use super::{Explained, Trace, close, of_tier};
use crate::domain::board::Standing;
use crate::domain::level::Level;
use crate::domain::rate::{self, Levels};
use crate::domain::rules::d2686::{self, Bit, DistrictShare, Shares};
use crate::domain::rules::window::Reading;
use crate::domain::unit::Tier;

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
        if let Some(open) = &mut trace.open {
            open.units = self.open_of(children);
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
            (finding.figures, finding.units) = match clause.bit {
                Bit::R1 => share(Level::VeryHigh, 30),
                Bit::R2 => share(Level::High, 50),
                Bit::O1 => share(Level::High, 30),
                Bit::O2 => share(Level::Risk, 50),
                Bit::O3 => count(&shares, &[Level::VeryHigh]),
                Bit::Y1 => (vec![("f0_known_source", known), ("population", unit.population.into())], Vec::new()),
                Bit::Y2 => count(&shares, &[Level::Risk, Level::High]),
                _ => (Vec::new(), Vec::new()),
            };
            finding
        });
        trace.findings = findings.collect();
    }

    /// Community F0 of known source in the windows of the communes below, at the end shown.
    fn known_below(&self, index: usize) -> u64 {
        let reading = Reading::of(self.rules.params.undetermined)[0];
        let here = self.communes[index].map_or(0, |known| known.window.sums(reading).known);
        here + self.register.children(index).iter().map(|&child| self.known_below(child)).sum::<u64>()
    }
}
