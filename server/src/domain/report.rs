//! What one commune reports of one day. A blank is kept as a blank: the rules say what it means,
//! and the register of reports shows what was really written.

/// The figures of a row as written, not yet known to be consistent.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Figures {
    /// New confirmed cases.
    pub f0: u32,
    /// Of them found in quarantine or in a locked-down area.
    pub f0_isolated: Option<u32>,
    /// Of them in the community, source unknown.
    pub f0_unknown_source: Option<u32>,
    /// Of them traced to an industrial zone, school, large supermarket or the like.
    pub f0_special_venue: Option<u32>,
    /// Clusters of unknown source.
    pub clusters_unknown_source: Option<u32>,
    /// Clusters of such places.
    pub clusters_special_venue: Option<u32>,
    /// Direct contacts present in the community.
    pub f1_community: Option<u32>,
}

impl Figures {
    /// The names of the columns, in the order of [`Figures::values`].
    pub const NAMES: [&str; 7] = [
        "f0",
        "f0_isolated",
        "f0_unknown_source",
        "f0_special_venue",
        "clusters_unknown_source",
        "clusters_special_venue",
        "f1_community",
    ];

    /// The figures in the order of [`Figures::NAMES`]; `None` is a blank.
    pub fn values(&self) -> [Option<u32>; 7] {
        [
            Some(self.f0),
            self.f0_isolated,
            self.f0_unknown_source,
            self.f0_special_venue,
            self.clusters_unknown_source,
            self.clusters_special_venue,
            self.f1_community,
        ]
    }

    /// The figures from values in the order of [`Figures::NAMES`]; `None` where `f0` is blank.
    pub fn from_values(values: [Option<u32>; 7]) -> Option<Self> {
        let [
            f0,
            f0_isolated,
            f0_unknown_source,
            f0_special_venue,
            clusters_unknown_source,
            clusters_special_venue,
            f1_community,
        ] = values;
        Some(Self {
            f0: f0?,
            f0_isolated,
            f0_unknown_source,
            f0_special_venue,
            clusters_unknown_source,
            clusters_special_venue,
            f1_community,
        })
    }
}

/// Figures whose parts fit into their total.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Counts(Figures);

/// `f0_isolated + f0_unknown_source + f0_special_venue` is more than `f0`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PartsExceedTotal {
    /// The sum of the parts.
    pub parts: u64,
}

impl Counts {
    /// Accepts figures whose parts fit.
    pub fn new(figures: Figures) -> Result<Self, PartsExceedTotal> {
        let parts = [figures.f0_isolated, figures.f0_unknown_source, figures.f0_special_venue]
            .into_iter()
            .map(|part| u64::from(part.unwrap_or(0)))
            .sum();
        if parts > u64::from(figures.f0) { Err(PartsExceedTotal { parts }) } else { Ok(Self(figures)) }
    }

    /// The report that says: nothing happened.
    pub fn zero() -> Self {
        Self(Figures::default())
    }

    /// The figures as written.
    pub fn figures(&self) -> &Figures {
        &self.0
    }
}
