//! The sums that the criteria of Decision 2686 look at: a window that slides over a commune's days,
//! and the readings of splits that reports leave open.

use crate::domain::facts::{Cell, Clusters};
use crate::domain::level::End;

/// How the cases of open splits are read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reading {
    /// All of known, ordinary source: the lower end.
    Known,
    /// All of unknown source.
    Unknown,
    /// All from special venues.
    Special,
}

impl Reading {
    /// The readings that make up an end of the range: the upper end is the worse of two.
    pub const fn of(end: End) -> &'static [Self] {
        match end {
            End::Lower => &[Self::Known],
            End::Upper => &[Self::Unknown, Self::Special],
        }
    }
}

/// Cases of a kind in a window, and what is told of their clusters.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Kind {
    /// Cases.
    pub cases: u64,
    /// Days with a reported cluster.
    pub told: u32,
    /// Days with such cases and no word on clusters.
    pub untold: u32,
}

impl Kind {
    /// A cluster inferred from the number of cases: only where some day leaves clusters untold.
    pub const fn inferred(self, cluster_min_f0: u32) -> bool {
        self.told == 0 && self.untold > 0 && self.cases >= cluster_min_f0 as u64
    }

    /// A cluster, reported or inferred.
    pub const fn cluster(self, cluster_min_f0: u32) -> bool {
        self.told > 0 || self.inferred(cluster_min_f0)
    }
}

/// A window's sums under one reading.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Sums {
    /// Community cases of known source.
    pub known: u64,
    /// Those of unknown source.
    pub unknown: Kind,
    /// Those from special venues.
    pub special: Kind,
    /// Direct contacts in the community.
    pub f1: u64,
}

/// A commune's window as it slides: cells go in at one end and out at the other.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Window {
    given: Sums,
    open: u64,
    open_unknown_untold: u32,
    open_special_untold: u32,
}

impl Window {
    /// A window that holds one day.
    pub fn of(cell: &Cell) -> Self {
        let mut window = Self::default();
        window.add(cell);
        window
    }

    /// A cell enters.
    pub fn add(&mut self, cell: &Cell) {
        self.shift(cell, u64::wrapping_add, u32::wrapping_add);
    }

    /// A cell that entered leaves.
    pub fn remove(&mut self, cell: &Cell) {
        self.shift(cell, u64::wrapping_sub, u32::wrapping_sub);
    }

    // Wrapping, so that what was added is exactly taken away again; true sums stay far below.
    #[inline]
    fn shift(&mut self, cell: &Cell, cases: fn(u64, u64) -> u64, days: fn(u32, u32) -> u32) {
        let untold = |clusters| u32::from(clusters == Clusters::NotTold);
        let told = |clusters| u32::from(clusters == Clusters::Some);
        let (unknown, special) = (cell.unknown_clusters, cell.special_clusters);
        let sums = &mut self.given;
        sums.known = cases(sums.known, cell.known.into());
        sums.f1 = cases(sums.f1, cell.f1.into());
        sums.unknown.cases = cases(sums.unknown.cases, cell.unknown.into());
        sums.unknown.told = days(sums.unknown.told, told(unknown));
        sums.unknown.untold = days(sums.unknown.untold, u32::from(cell.unknown > 0) & untold(unknown));
        sums.special.cases = cases(sums.special.cases, cell.special.into());
        sums.special.told = days(sums.special.told, told(special));
        sums.special.untold = days(sums.special.untold, u32::from(cell.special > 0) & untold(special));
        self.open = cases(self.open, cell.open.into());
        let open = u32::from(cell.open > 0);
        self.open_unknown_untold = days(self.open_unknown_untold, open & untold(unknown));
        self.open_special_untold = days(self.open_special_untold, open & untold(special));
    }

    /// Community cases whose split is open.
    pub fn open(&self) -> u64 {
        self.open
    }

    /// The sums with the open splits read one way, every open row alike.
    pub fn sums(&self, reading: Reading) -> Sums {
        let mut sums = self.given;
        match reading {
            Reading::Known => sums.known += self.open,
            Reading::Unknown => {
                sums.unknown.cases += self.open;
                sums.unknown.untold += self.open_unknown_untold;
            }
            Reading::Special => {
                sums.special.cases += self.open;
                sums.special.untold += self.open_special_untold;
            }
        }
        sums
    }
}
