//! The four levels of Decision 2686, in order, and what stands beside a level.
//!
//! There is no fifth: "no data", "late" and "undetermined" are an absent level or a mark.

/// A level of Decision 2686, from green to red. The order is the order of risk.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
pub enum Level {
    /// 1, green: bình thường mới.
    NewNormal = 1,
    /// 2, yellow: nguy cơ.
    Risk = 2,
    /// 3, orange: nguy cơ cao.
    High = 3,
    /// 4, red: nguy cơ rất cao.
    VeryHigh = 4,
}

impl Level {
    /// All four, from green to red.
    pub const ALL: [Self; 4] = [Self::NewNormal, Self::Risk, Self::High, Self::VeryHigh];

    /// 1 to 4.
    pub const fn number(self) -> u8 {
        self as u8
    }

    /// The level of a number 1 to 4.
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number).checked_sub(1)?).copied()
    }

    /// The stable code: `new_normal`, `risk`, `high`, `very_high`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NewNormal => "new_normal",
            Self::Risk => "risk",
            Self::High => "high",
            Self::VeryHigh => "very_high",
        }
    }

    /// The official Vietnamese name.
    pub const fn vi(self) -> &'static str {
        match self {
            Self::NewNormal => "Bình thường mới",
            Self::Risk => "Nguy cơ",
            Self::High => "Nguy cơ cao",
            Self::VeryHigh => "Nguy cơ rất cao",
        }
    }

    /// The English name.
    pub const fn en(self) -> &'static str {
        match self {
            Self::NewNormal => "New normal",
            Self::Risk => "Risk",
            Self::High => "High risk",
            Self::VeryHigh => "Very high risk",
        }
    }
}

/// The two ends of a range of levels: `low <= high`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Ends {
    /// The level if every open split were of known source.
    pub low: Level,
    /// The level under the worst reading of the open splits.
    pub high: Level,
}

impl Ends {
    /// A range of one level.
    pub const fn both(level: Level) -> Self {
        Self { low: level, high: level }
    }

    /// Each end raised to at least the same end of `other`.
    #[must_use]
    pub fn at_least(self, other: Self) -> Self {
        Self { low: self.low.max(other.low), high: self.high.max(other.high) }
    }

    /// The level at `end`.
    pub const fn at(self, end: End) -> Level {
        match end {
            End::Lower => self.low,
            End::Upper => self.high,
        }
    }

    /// Whether reports leave the level open.
    pub fn differ(self) -> bool {
        self.low != self.high
    }
}

/// One end of a range.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum End {
    /// The better level.
    Lower,
    /// The worse level.
    Upper,
}

/// What a unit's level must be read with. A set, kept small because every unit of every day has one.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default, Debug)]
pub struct Marks(u8);

impl Marks {
    /// The two ends of the range differ.
    pub const UNDETERMINED: Self = Self(1);
    /// A missing day keeps the level from falling.
    pub const HELD: Self = Self(2);
    /// A day of the window was due and did not come; above the commune: of some commune below.
    pub const LATE: Self = Self(4);
    /// The committee announced another level than the computed one.
    pub const OVERRIDE: Self = Self(8);
    /// Above the commune: some commune has no level.
    pub const INCOMPLETE: Self = Self(16);
    /// A flag that an officer set holds on this day.
    pub const FLAG: Self = Self(32);

    const NAMED: [(Self, &'static str); 6] = [
        (Self::UNDETERMINED, "undetermined"),
        (Self::HELD, "held"),
        (Self::LATE, "late"),
        (Self::OVERRIDE, "override"),
        (Self::INCOMPLETE, "incomplete"),
        (Self::FLAG, "flag"),
    ];

    /// These marks, and `mark` where `set`.
    #[must_use]
    pub const fn with(self, mark: Self, set: bool) -> Self {
        if set { Self(self.0 | mark.0) } else { self }
    }

    /// These marks and those.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The mark of a name; none of another word.
    pub fn parse(name: &str) -> Self {
        Self::NAMED.into_iter().find(|(_, known)| *known == name).map(|(mark, _)| mark).unwrap_or_default()
    }

    /// Whether every mark of `mark` is set.
    pub const fn has(self, mark: Self) -> bool {
        self.0 & mark.0 == mark.0
    }

    /// Whether none is set.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The stable names, in a fixed order.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        Self::NAMED.into_iter().filter(move |(mark, _)| self.has(*mark)).map(|(_, name)| name)
    }
}
