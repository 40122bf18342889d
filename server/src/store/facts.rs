//! What was known at an instant, in the form that the rules read: the one way from rows to facts.

use super::{Store, StoreError};
use crate::domain::facts::Facts;
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

impl Store {
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
