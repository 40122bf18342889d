//! What came of a day's reports: in time, late, or not.

use super::day::Day;

/// Whether and when a commune made a day's report.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Made {
    /// Within the days of grace.
    OnTime,
    /// After them.
    Late,
    /// Not yet, and it may still come.
    Due,
    /// Not, and the days of grace are over.
    Missing,
    /// The commune had not begun to report by the day.
    NotBegun,
}

impl Made {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::OnTime, Self::Late, Self::Due, Self::Missing, Self::NotBegun];

    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::OnTime => "on_time",
            Self::Late => "late",
            Self::Due => "due",
            Self::Missing => "missing",
            Self::NotBegun => "not_begun",
        }
    }

    /// How a report of `day` stands on the day `now`: `first` is the commune's first reported day,
    /// `learned` the day on which this report was learned.
    pub fn of(day: Day, now: Day, grace: i32, first: Option<Day>, learned: Option<Day>) -> Self {
        match (learned, first) {
            // A report learned on its own day is in time, whatever the grace.
            (Some(learned), _) if learned.since(day) < grace.max(1) => Self::OnTime,
            (Some(_), _) => Self::Late,
            (None, Some(first)) if first <= day => {
                if now.since(day) < grace {
                    Self::Due
                } else {
                    Self::Missing
                }
            }
            _ => Self::NotBegun,
        }
    }
}

/// How a commune stands with its reports up to a day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Reporting {
    /// What came of the day's report; one that owes any of the window is behind, whatever came of the last.
    pub made: Made,
    /// Days from the day to that on which its report was learned.
    pub days_late: Option<i32>,
}

impl Reporting {
    /// Of what has no reports of its own.
    pub const NONE: Self = Self { made: Made::NotBegun, days_late: None };
}
