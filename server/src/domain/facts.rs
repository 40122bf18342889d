//! What is known of each commune, day by day, reduced to what the rules read.
//!
//! A day without a report is absent, never zero. Series are dense arrays: rating walks them once.

use super::day::Day;
use super::flag::Flag;
use super::report::Counts;
use super::rules::d2686::Fired;
use std::sync::Arc;

/// What a row says of clusters of one kind.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Clusters {
    /// The field was left empty.
    #[default]
    NotTold,
    /// A reported zero.
    Zero,
    /// One or more.
    Some,
}

impl From<Option<u32>> for Clusters {
    fn from(count: Option<u32>) -> Self {
        match count {
            None => Self::NotTold,
            Some(0) => Self::Zero,
            Some(_) => Self::Some,
        }
    }
}

/// One commune's day, its cases sorted by kind. `known + unknown + special + open` are the
/// community cases.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Cell {
    /// Cases found in isolation.
    pub isolated: u32,
    /// Community cases of known, ordinary source.
    pub known: u32,
    /// Community cases of unknown source.
    pub unknown: u32,
    /// Community cases from special venues.
    pub special: u32,
    /// Community cases whose split was not given.
    pub open: u32,
    /// Direct contacts in the community.
    pub f1: u32,
    /// Clusters of unknown source.
    pub unknown_clusters: Clusters,
    /// Clusters of special venues.
    pub special_clusters: Clusters,
}

impl From<&Counts> for Cell {
    fn from(counts: &Counts) -> Self {
        let figures = counts.figures();
        let isolated = figures.f0_isolated.unwrap_or(0);
        let community = figures.f0 - isolated;
        let (unknown, special) = (figures.f0_unknown_source, figures.f0_special_venue);
        let split = unknown.is_some() || special.is_some();
        let (unknown, special) = (unknown.unwrap_or(0), special.unwrap_or(0));
        let rest = community - unknown - special;
        Self {
            isolated,
            known: if split { rest } else { 0 },
            unknown,
            special,
            open: if split { 0 } else { rest },
            f1: figures.f1_community.unwrap_or(0),
            unknown_clusters: figures.clusters_unknown_source.into(),
            special_clusters: figures.clusters_special_venue.into(),
        }
    }
}

/// One commune's reports in the order of days, from its first.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Series {
    first: Option<Day>,
    cells: Vec<Option<Cell>>,
}

impl Series {
    /// The day of the earliest report.
    pub fn first(&self) -> Option<Day> {
        self.first
    }

    /// The report of a day.
    pub fn cell(&self, day: Day) -> Option<&Cell> {
        self.cells.get(usize::try_from(day.since(self.first?)).ok()?)?.as_ref()
    }

    /// The days from `from` to `to` without a report, from the first report on.
    pub fn gaps(&self, from: Day, to: Day) -> impl Iterator<Item = Day> {
        let days = self.first.map(|first| first.max(from).through(to));
        days.into_iter().flatten().filter(|day| self.cell(*day).is_none())
    }

    /// The newest day with a report, up to `day`.
    pub fn last(&self, day: Day) -> Option<Day> {
        self.first?.through(day).rev().find(|day| self.cell(*day).is_some())
    }

    /// Records the report of a day in place of an earlier revision.
    pub fn set(&mut self, day: Day, cell: Cell) {
        let first = *self.first.get_or_insert(day);
        let offset = day.since(first);
        let at = if let Ok(at) = usize::try_from(offset) {
            at
        } else {
            let gap = offset.unsigned_abs() as usize;
            self.cells.splice(0..0, std::iter::repeat_n(None, gap));
            self.first = Some(day);
            0
        };
        if at >= self.cells.len() {
            self.cells.resize(at + 1, None);
        }
        self.cells[at] = Some(cell);
    }

    /// The same reports up to `day`, and zeros for every other day from the first report to `last`; the days missing up
    /// to `left` stay missing.
    fn quiet(&self, day: Day, last: Day, left: Option<Day>) -> Self {
        let first = self.first.filter(|first| *first <= day);
        let Some(first) = first else { return Self::default() };
        let zero = |at: Day| left.is_none_or(|left| at > left).then(Cell::default);
        let cell = |at: Day| self.cell(at).filter(|_| at <= day).copied().or_else(|| zero(at));
        Self { first: Some(first), cells: first.through(last).map(cell).collect() }
    }

    /// The cells from the first report's day on.
    pub(super) fn cells(&self) -> &[Option<Cell>] {
        &self.cells
    }
}

/// The series and the flags of every unit, in the order of the register; only communes report. A
/// copy shares the series until one of them is changed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Facts {
    series: Vec<Arc<Series>>,
    flags: Vec<Vec<Flag>>,
}

impl Facts {
    /// No reports of any of `units` units.
    pub fn none(units: usize) -> Self {
        Self { series: vec![Arc::default(); units], flags: vec![Vec::new(); units] }
    }

    /// The series of the unit at `index` of the register.
    pub fn of(&self, index: usize) -> &Series {
        &self.series[index]
    }

    /// Records a report of the unit at `index` of the register.
    pub fn set(&mut self, index: usize, day: Day, counts: &Counts) {
        Arc::make_mut(&mut self.series[index]).set(day, counts.into());
    }

    /// The flags of the unit at `index` of the register, by kind and first day.
    pub fn flags(&self, index: usize) -> &[Flag] {
        &self.flags[index]
    }

    /// Records a flag in place of an earlier word on the same kind and first day.
    pub fn flag(&mut self, index: usize, flag: Flag) {
        let flags = &mut self.flags[index];
        match flags.binary_search_by_key(&(flag.kind, flag.from), |known| (known.kind, known.from)) {
            Ok(at) => flags[at] = flag,
            Err(at) => flags.insert(at, flag),
        }
    }

    /// What would be known of some `units` if after `day` nothing but zeros came, until `last`, and zeros for the days
    /// missing before. A commune that did not report by then stays without reports; of the other units nothing is known.
    #[must_use]
    pub fn quiet_after(&self, units: &[usize], day: Day, last: Day) -> Self {
        self.quiet(units, (day, last), None)
    }

    /// The same, but the days missing up to `left` stay missing.
    #[must_use]
    pub fn quiet_but(&self, units: &[usize], day: Day, last: Day, left: Day) -> Self {
        self.quiet(units, (day, last), Some(left))
    }

    fn quiet(&self, units: &[usize], (day, last): (Day, Day), left: Option<Day>) -> Self {
        let mut quiet = Self { flags: self.flags.clone(), ..Self::none(self.series.len()) };
        for &unit in units {
            quiet.series[unit] = Arc::new(self.series[unit].quiet(day, last, left));
        }
        quiet
    }

    /// Whether a flag of the unit at `index` holds on a day.
    pub fn is_flagged(&self, index: usize, day: Day) -> bool {
        self.flags[index].iter().any(|flag| flag.holds(day))
    }

    /// The criteria that the flags of the unit at `index` fire on a day.
    pub fn flagged(&self, index: usize, day: Day) -> Fired {
        let holding = self.flags[index].iter().filter(|flag| flag.holds(day));
        holding.fold(Fired::default(), |fired, flag| fired.with(flag.kind.bit(), true))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reports_may_come_in_any_order_of_days() {
        let day = Day::parse("2021-09-05").unwrap();
        let cell = |known| Cell { known, ..Cell::default() };
        let mut series = Series::default();
        series.set(day, cell(1));
        series.set(day.plus(-2), cell(2));
        series.set(day.plus(3), cell(3));
        series.set(day, cell(4));
        assert_eq!(series.first(), Some(day.plus(-2)));
        let known: Vec<_> = (-3..5).map(|n| series.cell(day.plus(n)).map(|cell| cell.known)).collect();
        assert_eq!(known, [None, Some(2), None, Some(4), None, None, Some(3), None]);
    }
}
