//! What was known at an instant, in the form that the rules read: the one way from rows to facts.

use super::{FlagRevision, Store, StoreError};
use crate::domain::day::Day;
use crate::domain::facts::Facts;
use crate::domain::flag::Flag;
use crate::domain::report::Counts;
use crate::domain::unit::{Register, UnitCode};
use jiff::Timestamp;
use std::collections::BTreeSet;

/// Reports and flags as known at an instant.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Known {
    /// The facts, in the order of the register.
    pub facts: Facts,
    /// Units that something is stored of and that the register does not have.
    pub strangers: BTreeSet<UnitCode>,
}

/// All that was learned up to an instant, in the order of learning: facts that grow.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Learned {
    units: usize,
    reports: Vec<(Timestamp, usize, Day, Counts)>,
    flags: Vec<(Timestamp, usize, Flag)>,
}

impl Learned {
    /// What `see` makes of the facts as known at each of some instants, which must rise.
    pub fn at_each<T>(&self, instants: &[Timestamp], mut see: impl FnMut(&Facts, usize) -> T) -> Vec<T> {
        let mut facts = Facts::none(self.units);
        let (mut reports, mut flags) = (self.reports.iter().peekable(), self.flags.iter().peekable());
        let mut seen = Vec::with_capacity(instants.len());
        for (place, instant) in instants.iter().enumerate() {
            while let Some((_, at, day, counts)) = reports.next_if(|(learned, ..)| learned <= instant) {
                facts.set(*at, *day, counts);
            }
            while let Some((_, at, flag)) = flags.next_if(|(learned, ..)| learned <= instant) {
                facts.flag(*at, flag.clone());
            }
            seen.push(see(&facts, place));
        }
        seen
    }
}

impl Store {
    /// What was learned of a register's province up to an instant.
    pub async fn learned_until(&self, register: &Register, as_of: Timestamp) -> Result<Learned, StoreError> {
        let province = &register.province().code;
        let mut reports = Vec::new();
        self.reports_as_of(province, as_of, |revision| {
            if let Some(at) = register.index_of(&revision.report.unit) {
                reports.push((revision.learned_at, at, revision.report.day, revision.report.counts));
            }
        })
        .await?;
        let words = self.words_as_of(province, as_of).await?.into_iter();
        let known = |word: FlagRevision| Some((word.learned_at, register.index_of(&word.said.unit)?, word.said.flag));
        Ok(Learned { units: register.units().len(), reports, flags: words.filter_map(known).collect() })
    }

    /// Adds to the facts what some batches in a row hold, in the order of learning.
    pub async fn learn(&self, register: &Register, batches: (i64, i64), facts: &mut Facts) -> Result<(), StoreError> {
        let province = &register.province().code;
        for revision in self.reports_in(province, batches).await? {
            if let Some(at) = register.index_of(&revision.report.unit) {
                facts.set(at, revision.report.day, &revision.report.counts);
            }
        }
        for word in self.words_in(province, batches).await? {
            if let Some(at) = register.index_of(&word.said.unit) {
                facts.flag(at, word.said.flag);
            }
        }
        Ok(())
    }

    /// The facts of a register's province as known at an instant.
    pub async fn facts_as_of(&self, register: &Register, as_of: Timestamp) -> Result<Known, StoreError> {
        let province = &register.province().code;
        let mut known = Known { facts: Facts::none(register.units().len()), strangers: BTreeSet::new() };
        self.reports_as_of(province, as_of, |revision| match register.index_of(&revision.report.unit) {
            Some(at) => known.facts.set(at, revision.report.day, &revision.report.counts),
            None => _ = known.strangers.insert(revision.report.unit),
        })
        .await?;
        for word in self.flags_as_of(province, as_of).await?.into_values() {
            match register.index_of(&word.said.unit) {
                Some(at) => known.facts.flag(at, word.said.flag),
                None => _ = known.strangers.insert(word.said.unit),
            }
        }
        Ok(known)
    }
}
