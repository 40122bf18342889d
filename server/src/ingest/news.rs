//! What a file says that was not known, be it reports or flags: told apart from what was, amended in
//! memory, stored. All that the writer needs to know of what a batch holds is here.

use super::delivery::Absent;
use super::refusal::Refusals;
use super::restate::check_move;
use crate::domain::day::Day;
use crate::domain::facts::Facts;
use crate::domain::report::Counts;
use crate::domain::unit::{Register, Tier, UnitCode};
use crate::meters;
use crate::store::{
    BatchKind, Cause, Grounds, NewFlag, NewReport, Origin, Reason, Report, Revision, StoreError, UnitFlag, Writing,
};
use std::collections::{BTreeSet, HashMap};

/// What a file says.
pub(super) enum Said {
    Reports(Vec<Report>, Absent, Option<Grounds>),
    Flags(Vec<UnitFlag>),
}

impl Said {
    /// How many rows say it.
    pub(super) fn rows(&self) -> usize {
        match self {
            Self::Reports(reports, ..) => reports.len(),
            Self::Flags(flags) => flags.len(),
        }
    }

    /// Nothing, of the same kind.
    pub(super) fn nothing(&self) -> News {
        match self {
            Self::Reports(..) => News::Reports(Vec::new(), None),
            Self::Flags(_) => News::Flags(Vec::new()),
        }
    }

    /// What of it was not known. Rows that say nothing new are left out.
    pub(super) async fn news(self, writing: &mut Writing<'_>, register: &Register) -> Result<News, StoreError> {
        match self {
            Self::Reports(reports, absent, grounds) => {
                let new = new_reports(writing, register, reports, absent).await?;
                // A first report corrects nothing, whatever is given as a reason.
                let corrects = new.iter().any(|new| new.revision > 1);
                Ok(News::Reports(new, grounds.filter(|_| corrects)))
            }
            Self::Flags(flags) => new_flags(writing, register, flags).await.map(News::Flags),
        }
    }
}

/// What was not known.
pub(super) enum News {
    Reports(Vec<NewReport>, Option<Grounds>),
    Flags(Vec<NewFlag>),
}

impl News {
    /// The batches that it makes: first reports stand apart from what corrects, so that whatever moves has a cause that is
    /// true of it. A move of cases is one batch, though a commune's reports may begin with it.
    pub(super) fn batches(self) -> Vec<Self> {
        match self {
            Self::Reports(reports, grounds)
                if grounds.as_ref().is_none_or(|grounds| grounds.reason != Reason::MovedToOtherUnit) =>
            {
                let (first, corrections): (Vec<_>, _) = reports.into_iter().partition(|new| new.revision == 1);
                let mut batches = vec![Self::Reports(first, None), Self::Reports(corrections, grounds)];
                batches.retain(|batch| batch.len() > 0);
                batches
            }
            whole => vec![whole],
        }
    }

    /// How many revisions it is.
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Reports(reports, _) => reports.len(),
            Self::Flags(flags) => flags.len(),
        }
    }

    /// How many of them supersede an earlier one.
    pub(super) fn corrections(&self) -> usize {
        match self {
            Self::Reports(reports, _) => reports.iter().filter(|new| new.revision > 1).count(),
            Self::Flags(flags) => flags.iter().filter(|new| new.revision > 1).count(),
        }
    }

    /// How many no row said.
    pub(super) fn zeros_added(&self) -> usize {
        match self {
            Self::Reports(reports, _) => reports.iter().filter(|new| new.origin == Origin::Absent).count(),
            Self::Flags(_) => 0,
        }
    }

    /// What would be wrong with storing it.
    pub(super) fn check(&self) -> Result<(), Refusals> {
        match self {
            Self::Reports(reports, Some(grounds)) if grounds.reason == Reason::MovedToOtherUnit => check_move(reports),
            _ => Ok(()),
        }
    }

    /// The days before `today` whose boards it may restate, where they were published: from the first day that its
    /// reports are about, or on which its flags hold or held, to yesterday.
    pub(super) fn over(&self, today: Day) -> Option<(Day, Day)> {
        let first = self.first_day().filter(|day| *day < today)?;
        Some((first, today.plus(-1)))
    }

    /// Whether the figures go another way than the reason says.
    pub(super) fn against_reason(&self) -> bool {
        let Self::Reports(reports, Some(grounds)) = self else { return false };
        let corrected = reports.iter().filter_map(|new| Some((new.supersedes.as_ref()?, &new.report.counts)));
        grounds.reason.contradicted(corrected)
    }

    fn first_day(&self) -> Option<Day> {
        match self {
            Self::Reports(reports, _) => reports.iter().map(|new| new.report.day).min(),
            // A word on a flag has the first day of the one in whose place it stands.
            Self::Flags(flags) => flags.iter().map(|new| new.said.flag.from).min(),
        }
    }

    /// Why, as the sender says.
    pub(super) fn grounds(&self) -> Option<&Grounds> {
        match self {
            Self::Reports(_, grounds) => grounds.as_ref(),
            Self::Flags(_) => None,
        }
    }

    pub(super) fn kind(&self) -> BatchKind {
        match self {
            Self::Reports(..) => BatchKind::Reports,
            Self::Flags(_) => BatchKind::Flags,
        }
    }

    pub(super) fn cause(&self) -> Cause {
        match self {
            Self::Reports(reports, _) if reports.iter().any(|new| new.revision > 1) => Cause::Correction,
            Self::Reports(..) => Cause::Reports,
            Self::Flags(_) => Cause::Flags,
        }
    }

    /// The facts with it.
    pub(super) fn amended(&self, facts: &Facts, register: &Register) -> Facts {
        let mut facts = facts.clone();
        match self {
            Self::Reports(reports, _) => {
                for NewReport { report, .. } in reports {
                    if let Some(at) = register.index_of(&report.unit) {
                        facts.set(at, report.day, &report.counts);
                    }
                }
            }
            Self::Flags(flags) => {
                for NewFlag { said, .. } in flags {
                    if let Some(at) = register.index_of(&said.unit) {
                        facts.flag(at, said.flag.clone());
                    }
                }
            }
        }
        facts
    }

    /// Adds it to a batch.
    pub(super) async fn add(&self, writing: &mut Writing<'_>, batch: i64) -> Result<(), StoreError> {
        match self {
            Self::Reports(reports, _) => writing.add_reports(batch, reports).await,
            Self::Flags(flags) => writing.add_flags(batch, flags).await,
        }
    }

    /// Counts it, once it is committed.
    pub(super) fn count(&self) {
        match self {
            Self::Reports(reports, _) => meters::stored_reports(reports.len()),
            Self::Flags(flags) => meters::stored_flags(flags.len()),
        }
    }
}

async fn new_reports(
    writing: &mut Writing<'_>,
    register: &Register,
    reports: Vec<Report>,
    absent: Absent,
) -> Result<Vec<NewReport>, StoreError> {
    let days: BTreeSet<Day> = reports.iter().map(|report| report.day).collect();
    let mut known: HashMap<Day, HashMap<UnitCode, Revision>> = HashMap::new();
    for &day in &days {
        known.insert(day, writing.reports_of_day(&register.province().code, day).await?);
    }
    let mut zeros = Vec::new();
    if absent == Absent::Zero {
        let told: BTreeSet<(Day, &UnitCode)> = reports.iter().map(|report| (report.day, &report.unit)).collect();
        for &day in &days {
            let communes = register.of_tier(Tier::Commune).map(|at| &register.units()[at].code);
            let left_out = communes.filter(|&unit| !told.contains(&(day, unit)) && !known[&day].contains_key(unit));
            zeros.extend(left_out.map(|unit| zero(unit, day)));
        }
    }
    let new = |report: Report| match known[&report.day].get(&report.unit) {
        Some(now) if now.report == report => None,
        now => {
            let revision = 1 + now.map_or(0, |now| now.revision);
            let supersedes = now.map(|now| now.report.counts);
            Some(NewReport { report, origin: Origin::Row, revision, supersedes })
        }
    };
    Ok(reports.into_iter().filter_map(new).chain(zeros).collect())
}

async fn new_flags(
    writing: &mut Writing<'_>,
    register: &Register,
    flags: Vec<UnitFlag>,
) -> Result<Vec<NewFlag>, StoreError> {
    let known = writing.flags(&register.province().code).await?;
    let new = |said: UnitFlag| match known.get(&said.key()) {
        Some(now) if now.said == said => None,
        now => Some(NewFlag { revision: 1 + now.map_or(0, |now| now.revision), said }),
    };
    Ok(flags.into_iter().filter_map(new).collect())
}

fn zero(unit: &UnitCode, day: Day) -> NewReport {
    let report = Report { unit: unit.clone(), day, counts: Counts::zero(), source: None, note: None };
    NewReport { report, origin: Origin::Absent, revision: 1, supersedes: None }
}
