//! The evaluator of Decision 2686: which criteria fire on given sums and shares.
//!
//! `rate` and `explain` both ask here, so a level and its trace cannot disagree about a criterion.
//! Criteria are a bit set in the order of `CRITERIA`; the level is the worst that fired.

use super::window::Sums;
use crate::domain::day::Day;
use crate::domain::level::{End, Level};
use crate::domain::unit::Tier;

/// How many days a window may have at most.
pub const LONGEST_WINDOW: u32 = 366;

/// When F0 traced to a special venue make a commune red (criterion C-R2).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SpecialVenueRed {
    /// A cluster of them: the agency's reading.
    Cluster,
    /// Any one: the literal Vietnamese.
    Any,
}

/// How a neighbour's level counts (criteria C-O3 and C-Y3).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Adjacency {
    /// A commune that is orange only because it borders red makes its neighbours yellow.
    Chained,
    /// Only levels reached without adjacency count.
    Intrinsic,
    /// C-O3 and C-Y3 are dropped.
    Off,
}

/// What a share of communes or districts counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DistrictShare {
    /// The share's level and above.
    OrWorse,
    /// That very level: the literal text.
    Exact,
}

/// The parameters of the decision.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Params {
    /// Days that facts are summed over, the rated day included; 1 to [`LONGEST_WINDOW`].
    pub window_days: u32,
    /// The smallest cluster, in cases, where clusters are not reported as such.
    pub cluster_min_f0: u32,
    /// Days before a report that has not come is missing.
    pub grace_days: u32,
    /// The reading of C-R2.
    pub special_venue_red: SpecialVenueRed,
    /// The reading of C-O3 and C-Y3.
    pub adjacency: Adjacency,
    /// The end of an undetermined range that is shown.
    pub undetermined: End,
    /// The reading of shares.
    pub district_share: DistrictShare,
}

impl Default for Params {
    fn default() -> Self {
        Self {
            window_days: 14,
            cluster_min_f0: 2,
            grace_days: 1,
            special_venue_red: SpecialVenueRed::Cluster,
            adjacency: Adjacency::Chained,
            undetermined: End::Upper,
            district_share: DistrictShare::OrWorse,
        }
    }
}

impl Params {
    /// The length of the window as a span of days.
    pub fn days(&self) -> i32 {
        i32::try_from(self.window_days).unwrap_or(i32::MAX)
    }

    /// The first day of the window that ends with `last`.
    pub fn window_before(&self, last: Day) -> Day {
        last.plus(1 - self.days())
    }

    /// The last day whose report is missing on `day` where it has not come.
    pub fn due_on(&self, day: Day) -> Day {
        day.plus(-i32::try_from(self.grace_days).unwrap_or(i32::MAX))
    }
}

/// A criterion of the decision: its stable id, the tier it rates, the level it leads to, and its
/// place in [`Fired`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Clause {
    /// Stable id, as `C-R1`.
    pub id: &'static str,
    /// The tier it rates.
    pub tier: Tier,
    /// The level it leads to.
    pub level: Level,
    /// Its bit among the criteria of its tier.
    pub bit: Bit,
}

impl Clause {
    /// Its place in [`CRITERIA`], and so among the criteria of a rule set.
    pub fn place(&self) -> usize {
        CRITERIA.iter().position(|clause| clause == self).unwrap_or_default()
    }

    /// The parameters that say how it is read, by name: where its words leave more than one reading, or a number open.
    pub fn read_with(&self, params: &Params) -> &'static [&'static str] {
        match (self.tier, self.bit) {
            (Tier::Commune, Bit::R1) => &["cluster_min_f0", "window_days"],
            (Tier::Commune, Bit::R2) if params.special_venue_red == SpecialVenueRed::Any => {
                &["special_venue_red", "window_days"]
            }
            (Tier::Commune, Bit::R2) => &["special_venue_red", "cluster_min_f0", "window_days"],
            (Tier::Commune, Bit::O3 | Bit::Y3) => &["adjacency"],
            (Tier::Commune, Bit::O1 | Bit::O2 | Bit::Y1 | Bit::Y2 | Bit::G) | (_, Bit::Y1) => &["window_days"],
            (_, Bit::R2 | Bit::O1 | Bit::O2) => &["district_share"],
            _ => &[],
        }
    }
}

/// The place of a criterion among those of its tier. Districts and the province share theirs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "each is the criterion of that name in the rule-set file")]
#[repr(u8)]
pub enum Bit {
    R1,
    R2,
    R3,
    O1,
    O2,
    O3,
    O4,
    O5,
    Y1,
    Y2,
    Y3,
    Y4,
    G,
}

const fn clause(id: &'static str, tier: Tier, level: Level, bit: Bit) -> Clause {
    Clause { id, tier, level, bit }
}

/// Every criterion, in the order of evaluation within its tier.
pub const CRITERIA: [Clause; 31] = [
    clause("C-R1", Tier::Commune, Level::VeryHigh, Bit::R1),
    clause("C-R2", Tier::Commune, Level::VeryHigh, Bit::R2),
    clause("C-O1", Tier::Commune, Level::High, Bit::O1),
    clause("C-O2", Tier::Commune, Level::High, Bit::O2),
    clause("C-O3", Tier::Commune, Level::High, Bit::O3),
    clause("C-Y1", Tier::Commune, Level::Risk, Bit::Y1),
    clause("C-Y2", Tier::Commune, Level::Risk, Bit::Y2),
    clause("C-Y3", Tier::Commune, Level::Risk, Bit::Y3),
    clause("C-Y4", Tier::Commune, Level::Risk, Bit::Y4),
    clause("C-G", Tier::Commune, Level::NewNormal, Bit::G),
    clause("D-R1", Tier::District, Level::VeryHigh, Bit::R1),
    clause("D-R2", Tier::District, Level::VeryHigh, Bit::R2),
    clause("D-R3", Tier::District, Level::VeryHigh, Bit::R3),
    clause("D-O1", Tier::District, Level::High, Bit::O1),
    clause("D-O2", Tier::District, Level::High, Bit::O2),
    clause("D-O3", Tier::District, Level::High, Bit::O3),
    clause("D-O4", Tier::District, Level::High, Bit::O4),
    clause("D-O5", Tier::District, Level::High, Bit::O5),
    clause("D-Y1", Tier::District, Level::Risk, Bit::Y1),
    clause("D-Y2", Tier::District, Level::Risk, Bit::Y2),
    clause("D-G", Tier::District, Level::NewNormal, Bit::G),
    clause("P-R1", Tier::Province, Level::VeryHigh, Bit::R1),
    clause("P-R2", Tier::Province, Level::VeryHigh, Bit::R2),
    clause("P-R3", Tier::Province, Level::VeryHigh, Bit::R3),
    clause("P-O1", Tier::Province, Level::High, Bit::O1),
    clause("P-O2", Tier::Province, Level::High, Bit::O2),
    clause("P-O3", Tier::Province, Level::High, Bit::O3),
    clause("P-O4", Tier::Province, Level::High, Bit::O4),
    clause("P-Y1", Tier::Province, Level::Risk, Bit::Y1),
    clause("P-Y2", Tier::Province, Level::Risk, Bit::Y2),
    clause("P-G", Tier::Province, Level::NewNormal, Bit::G),
];

/// The criteria of one tier that fired.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Fired(u16);

impl Fired {
    const RED: u16 = 0b111;
    const ORANGE: u16 = 0b1_1111 << 3;
    const YELLOW: u16 = 0b1111 << 8;

    /// These criteria, and `bit` where `met`.
    #[must_use]
    pub const fn with(self, bit: Bit, met: bool) -> Self {
        Self(self.0 | ((met as u16) << bit as u8))
    }

    /// Both sets.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether `bit` is among them.
    pub const fn has(self, bit: Bit) -> bool {
        self.0 >> bit as u8 & 1 == 1
    }

    /// The level: the worst that fired, green where none did.
    pub const fn level(self) -> Level {
        if self.0 & Self::RED != 0 {
            Level::VeryHigh
        } else if self.0 & Self::ORANGE != 0 {
            Level::High
        } else if self.0 & Self::YELLOW != 0 {
            Level::Risk
        } else {
            Level::NewNormal
        }
    }
}

/// The criteria that a commune's own reports fire.
pub fn commune(params: &Params, sums: &Sums) -> Fired {
    let any = params.special_venue_red == SpecialVenueRed::Any && sums.special.cases > 0;
    Fired::default()
        .with(Bit::R1, sums.unknown.cluster(params.cluster_min_f0))
        .with(Bit::R2, any || sums.special.cluster(params.cluster_min_f0))
        .with(Bit::O1, sums.unknown.cases > 0)
        .with(Bit::O2, sums.special.cases > 0)
        .with(Bit::Y1, sums.known > 0)
        .with(Bit::Y2, sums.f1 > 0)
}

/// How many of the units below a district or province stand at each level.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Shares {
    /// All of them, with a level or without.
    pub total: u64,
    /// Those at each level, green first.
    pub at: [u64; 4],
}

impl Shares {
    /// How many the criterion of a share of `level` counts.
    pub fn counted(&self, params: &Params, level: Level) -> u64 {
        let from = usize::from(level.number()) - 1;
        match params.district_share {
            DistrictShare::Exact => self.at[from],
            DistrictShare::OrWorse => self.at[from..].iter().sum(),
        }
    }

    /// Those at exactly `level`.
    pub fn exactly(&self, level: Level) -> u64 {
        self.at[usize::from(level.number()) - 1]
    }
}

/// The criteria that the levels below fire for a district or a province. `known` are the
/// community F0 of known source in the window.
pub fn above(params: &Params, shares: &Shares, known: u64, population: u32) -> Fired {
    let counted = |level| shares.counted(params, level);
    let at_least = |count: u64, percent: u64| 100 * count >= percent * shares.total;
    let exactly = |level| shares.exactly(level);
    Fired::default()
        .with(Bit::R1, at_least(counted(Level::VeryHigh), 30))
        .with(Bit::R2, at_least(counted(Level::High), 50))
        .with(Bit::O1, at_least(counted(Level::High), 30))
        .with(Bit::O2, at_least(counted(Level::Risk), 50))
        .with(Bit::O3, exactly(Level::VeryHigh) > 0)
        .with(Bit::Y1, known.saturating_mul(100_000) > u64::from(population))
        .with(Bit::Y2, exactly(Level::Risk) + exactly(Level::High) > 0)
}
