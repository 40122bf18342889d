//! What was known at an instant, in the form that the rules read: the one way from rows to facts.

use super::{Store, StoreError};
use crate::domain::day::Day;
use crate::domain::facts::Facts;
use crate::domain::report::{Counts, Figures};
use crate::domain::unit::{Register, UnitCode};
use futures_util::TryStreamExt;
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

/// A batch's reports in one text, since a row of its own would cost each more than its figures do; batches
/// in the order of learning. None reports a unit's day twice, so what stands within one has no order.
const AS_OF: &str = "SELECT string_agg(concat(r.unit, ',', r.day, ',', r.f0, ',', r.f0_isolated, ',',
        r.f0_unknown_source, ',', r.f0_special_venue, ',', r.clusters_unknown_source, ',',
        r.clusters_special_venue, ',', r.f1_community), ';')
    FROM batch b JOIN report r ON r.batch = b.no WHERE b.province = $1 AND b.t <= $2
    GROUP BY b.no ORDER BY b.no";

impl Store {
    /// The facts of a register's province as known at an instant.
    pub async fn facts_as_of(&self, register: &Register, as_of: Timestamp) -> Result<Known, StoreError> {
        let province = &register.province().code;
        let mut known = Known { facts: Facts::none(register.units().len()), strangers: BTreeSet::new() };
        let mut batches = sqlx::query_as::<_, (String,)>(AS_OF)
            .bind(province.as_str())
            .bind(as_of.as_millisecond())
            .fetch(&self.pool);
        while let Some((reports,)) = batches.try_next().await? {
            known.learn(register, &reports)?;
        }
        drop(batches);
        for word in self.flags_as_of(province, as_of).await?.into_values() {
            match register.index_of(&word.said.unit) {
                Some(at) => known.facts.flag(at, word.said.flag),
                None => _ = known.strangers.insert(word.said.unit),
            }
        }
        Ok(known)
    }
}

impl Known {
    /// Takes a batch's reports, each in place of an earlier one of its unit and day.
    fn learn(&mut self, register: &Register, reports: &str) -> Result<(), StoreError> {
        // Most reports of a batch are about the same day.
        let mut last: Option<(&str, Day)> = None;
        for report in reports.split(';') {
            let foreign = || StoreError::Foreign("report", report.to_owned());
            let (unit, day, counts) = cells(report).ok_or_else(foreign)?;
            let day = match last {
                Some((text, known)) if text == day => known,
                _ => last.insert((day, Day::parse(day).ok_or_else(foreign)?)).1,
            };
            match register.index_of(unit) {
                Some(at) => self.facts.set(at, day, &counts),
                None => _ = self.strangers.insert(UnitCode::parse(unit).ok_or_else(foreign)?),
            }
        }
        Ok(())
    }
}

/// A report's unit, day and counts; a blank stays a blank.
fn cells(report: &str) -> Option<(&str, &str, Counts)> {
    let mut cells = report.split(',');
    let (unit, day) = (cells.next()?, cells.next()?);
    let mut counts = [None; 7];
    for count in &mut counts {
        let cell = cells.next()?;
        *count = if cell.is_empty() { None } else { Some(cell.parse().ok()?) };
    }
    let counts = Counts::new(Figures::from_values(counts)?).ok()?;
    cells.next().is_none().then_some((unit, day, counts))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_in_a_text_is_read_as_it_stands_and_nothing_else_is() {
        let (unit, day, counts) = cells("22738,2021-09-05,3,,0,1,,,4294967295").unwrap();
        assert_eq!((unit, day), ("22738", "2021-09-05"));
        let values = [Some(3), None, Some(0), Some(1), None, None, Some(u32::MAX)];
        assert_eq!(counts.figures().values(), values);
        for wrong in [
            "",
            "22738,2021-09-05,3,,,,,",
            "22738,2021-09-05,3,,,,,,,",
            "22738,2021-09-05,,,,,,,",
            "22738,2021-09-05,-1,,,,,,",
            "22738,2021-09-05,4294967296,,,,,,",
            "22738,2021-09-05,1,1,1,,,,",
        ] {
            assert!(cells(wrong).is_none(), "{wrong}");
        }
    }
}
