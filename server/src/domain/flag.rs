//! Flags: what no count tells and an officer sets, with dates and a document that says so.
//!
//! A flag holds on every day from its first to its last. It is a fact like a report: known from an
//! instant on, superseded by a later word on the same unit, kind and first day, never erased.

use super::day::Day;
use super::rules::d2686::Bit;
use super::unit::Tier;

/// What a flag says.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum FlagKind {
    /// High risk from illegal entry (C-Y4).
    IllegalEntry,
    /// Large numbers in quarantine facilities (C-Y4).
    QuarantineFacility,
    /// A source hard to control that threatens more than half of the units below (D-R3, P-R3).
    UncontrolledSourceOver50,
    /// Such a source that threatens more than a fifth of them (D-O4, P-O4).
    UncontrolledSourceOver20,
    /// A production site to be protected borders such a source (D-O5).
    ProtectedSite,
}

impl FlagKind {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::IllegalEntry,
        Self::QuarantineFacility,
        Self::UncontrolledSourceOver50,
        Self::UncontrolledSourceOver20,
        Self::ProtectedSite,
    ];

    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::IllegalEntry => "illegal_entry",
            Self::QuarantineFacility => "quarantine_facility",
            Self::UncontrolledSourceOver50 => "uncontrolled_source_over_50",
            Self::UncontrolledSourceOver20 => "uncontrolled_source_over_20",
            Self::ProtectedSite => "protected_site",
        }
    }

    /// The flag of a code.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The criterion that it fires.
    pub const fn bit(self) -> Bit {
        match self {
            Self::IllegalEntry | Self::QuarantineFacility => Bit::Y4,
            Self::UncontrolledSourceOver50 => Bit::R3,
            Self::UncontrolledSourceOver20 => Bit::O4,
            Self::ProtectedSite => Bit::O5,
        }
    }

    /// The tiers whose criteria look at it.
    pub const fn tiers(self) -> &'static [Tier] {
        match self {
            Self::IllegalEntry | Self::QuarantineFacility => &[Tier::Commune],
            Self::UncontrolledSourceOver50 | Self::UncontrolledSourceOver20 => &[Tier::District, Tier::Province],
            Self::ProtectedSite => &[Tier::District],
        }
    }
}

/// A flag of one unit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Flag {
    /// What it says.
    pub kind: FlagKind,
    /// The first day it holds.
    pub from: Day,
    /// The last day it holds; none while no end is set. A last day before the first withdraws it.
    pub to: Option<Day>,
    /// The document that sets it.
    pub document: String,
}

impl Flag {
    /// Whether it holds on a day.
    pub fn holds(&self, day: Day) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }
}
