//! What is behind a level beyond the unit's own reports: the communes whose own levels raise it, and the reports that
//! give those, and those of the units below, their levels.

use super::{Cited, Explained, Finding, HeldFrom, Trace};
use crate::domain::level::{End, Level};
use crate::domain::rules::d2686::{Adjacency, Bit, Clause};
use crate::domain::unit::Tier;
use std::collections::BTreeSet;

/// A criterion that fired, with every report behind it, whoever's it is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Firing {
    /// The criterion.
    pub clause: Clause,
    /// The neighbours or the units below that count for it, by their place in the register.
    pub units: Vec<usize>,
    /// The reports that count for it: the unit's own, those that give the neighbours their own levels, or those that the
    /// levels of the units below rest on. None for green, which rests on there being nothing else.
    pub cited: BTreeSet<Cited>,
}

/// Why a unit has its level, down to the reports.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Why {
    /// The ids of the criteria that give the level.
    pub fired: Vec<&'static str>,
    /// Where a held level comes from.
    pub held_from: Option<HeldFrom>,
    /// Every criterion that fired.
    pub criteria: Vec<Firing>,
}

impl Why {
    /// Every report that it names.
    pub fn cited(&self) -> impl Iterator<Item = &Cited> {
        let held = self.held_from.iter().flat_map(|from| &from.cited);
        self.criteria.iter().flat_map(|firing| &firing.cited).chain(held)
    }
}

/// A commune whose own level raises another's: at which end of the range, to which level, and its place in the register.
pub type Raising = (End, Level, usize);

impl Explained<'_> {
    /// Why the unit at `index` has its level, down to the reports.
    pub fn why(&self, index: usize) -> Why {
        let trace = self.trace(index);
        let fired = trace.fired();
        let firing = |finding: Finding| Firing {
            clause: finding.clause,
            cited: self.behind(index, &finding),
            units: finding.units,
        };
        let criteria = trace.findings.into_iter().filter(|finding| finding.fired).map(firing).collect();
        Why { fired, held_from: trace.held_from, criteria }
    }

    /// The communes whose own levels would raise that of the commune at `index`: those beside it, and where a neighbour is
    /// orange for its own red one, that one.
    pub fn raising(&self, index: usize) -> BTreeSet<Raising> {
        let own = |unit: usize, end| self.communes[unit].map(|known| known.own.ends.at(end));
        let reds = |unit, end| {
            let beside = self.register.neighbours(unit).iter().copied();
            beside.filter(move |&red| own(red, end) == Some(Level::VeryHigh))
        };
        let mut raising = BTreeSet::new();
        if self.rules.params.adjacency == Adjacency::Off {
            return raising;
        }
        for end in [End::Lower, End::Upper] {
            raising.extend(reds(index, end).map(|red| (end, Level::High, red)));
            for &beside in self.register.neighbours(index) {
                match (own(beside, end), self.rules.params.adjacency) {
                    (Some(Level::High), _) => raising.extend([(end, Level::Risk, beside)]),
                    (Some(Level::NewNormal | Level::Risk), Adjacency::Chained) => {
                        raising.extend(reds(beside, end).map(|red| (end, Level::Risk, red)));
                    }
                    _ => {}
                }
            }
        }
        raising
    }

    /// Whether a commune's own level is below the one that another raises it to, and none `among` others raises it higher.
    pub fn is_raised(&self, index: usize, among: &BTreeSet<Raising>, (end, level, _): Raising) -> bool {
        let higher = among.iter().any(|&(at, to, _)| at == end && to > level);
        !higher && self.communes[index].is_some_and(|known| known.own.ends.at(end) < level)
    }

    /// The reports behind a criterion of the unit at `index` that fired.
    fn behind(&self, index: usize, finding: &Finding) -> BTreeSet<Cited> {
        let end = self.rules.params.undetermined;
        let Clause { tier, bit, level, .. } = finding.clause;
        match (tier, bit) {
            (_, Bit::G) => BTreeSet::new(),
            (Tier::Commune, Bit::O3 | Bit::Y3) => {
                let raising = self.raising(index).into_iter().filter(|&(at, to, _)| at == end && to == level);
                raising.flat_map(|(.., unit)| self.behind_own(unit)).collect()
            }
            _ if finding.cited.is_empty() => finding.units.iter().flat_map(|&unit| self.behind_level(unit)).collect(),
            _ => finding.cited.iter().copied().collect(),
        }
    }

    /// The reports that give a commune its level before adjacency.
    fn behind_own(&self, unit: usize) -> BTreeSet<Cited> {
        let own = self.board.standings[unit].own;
        let mut trace = self.trace(unit);
        trace.findings.retain(|finding| !matches!(finding.clause.bit, Bit::O3 | Bit::Y3));
        self.giving(unit, &trace, own)
    }

    /// The reports that a unit's level rests on.
    fn behind_level(&self, unit: usize) -> BTreeSet<Cited> {
        let trace = self.trace(unit);
        self.giving(unit, &trace, trace.level())
    }

    fn giving(&self, unit: usize, trace: &Trace, level: Option<Level>) -> BTreeSet<Cited> {
        let giving = trace.findings.iter().filter(|finding| finding.fired && Some(finding.clause.level) == level);
        let held = trace.held_from.iter().filter(|_| trace.held_at == level).flat_map(|from| &from.cited);
        giving.flat_map(|finding| self.behind(unit, finding)).chain(held.copied()).collect()
    }
}
