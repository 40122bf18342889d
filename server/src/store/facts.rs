//! What was known at an instant, in the form that the rules read: the one way from rows to facts.

use super::batches::FIRST;
use super::engine::ask_each;
use super::{FlagRevision, Store, StoreError};
use crate::clock::from_millis;
use crate::domain::day::Day;
use crate::domain::facts::Facts;
use crate::domain::flag::Flag;
use crate::domain::report::{Counts, Figures};
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

/// A batch's reports in one text, since a row of its own would cost each more than its figures do; batches
/// in the order of learning. None reports a unit's day twice, so what stands within one has no order.
const AS_OF: &str = "SELECT b.t, string_agg(concat(r.unit, ',', r.day, ',', r.f0, ',', r.f0_isolated, ',',
        r.f0_unknown_source, ',', r.f0_special_venue, ',', r.clusters_unknown_source, ',',
        r.clusters_special_venue, ',', r.f1_community), ';')
    FROM batch b JOIN report r ON r.batch = b.no WHERE b.province = $1 AND b.no >= $2 AND b.t <= $3
    GROUP BY b.no ORDER BY b.no";

/// A unit's place in the register, or its code where the register does not have it.
type Whose = Result<usize, UnitCode>;

impl Store {
    /// What was learned of a register's province up to an instant.
    pub async fn learned_until(&self, register: &Register, as_of: Timestamp) -> Result<Learned, StoreError> {
        let province = &register.province().code;
        let mut reports = Vec::new();
        self.reports_as_of(register, (FIRST, as_of), |learned_at, whose, day, counts| {
            reports.extend(whose.ok().map(|at| (learned_at, at, day, counts)));
        })
        .await?;
        let words = self.words_as_of(province, (FIRST, as_of)).await?.into_iter();
        let known = |word: FlagRevision| Some((word.learned_at, register.index_of(&word.said.unit)?, word.said.flag));
        Ok(Learned { units: register.units().len(), reports, flags: words.filter_map(known).collect() })
    }

    /// Adds to the facts what batches from a number on and up to an instant hold.
    pub async fn learn(
        &self,
        register: &Register,
        facts: &mut Facts,
        (first, as_of): (i64, Timestamp),
    ) -> Result<(), StoreError> {
        self.reports_as_of(register, (first, as_of), |_, whose, day, counts| {
            // A stranger was told of by the server that stored it.
            if let Ok(at) = whose {
                facts.set(at, day, &counts);
            }
        })
        .await?;
        for word in self.words_as_of(&register.province().code, (first, as_of)).await? {
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
        self.reports_as_of(register, (FIRST, as_of), |_, whose, day, counts| match whose {
            Ok(at) => known.facts.set(at, day, &counts),
            Err(stranger) => _ = known.strangers.insert(stranger),
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

    /// Hands over what every report says that came with a batch from a number on and was known at an instant:
    /// when it was learned, whose it is, its day and its counts. Of a unit and day, the newest comes last.
    async fn reports_as_of(
        &self,
        register: &Register,
        (first, as_of): (i64, Timestamp),
        mut each: impl FnMut(Timestamp, Whose, Day, Counts),
    ) -> Result<(), StoreError> {
        let province = register.province().code.as_str();
        let mut take = |(t, reports): (i64, String)| {
            let learned_at = from_millis(t);
            // Most reports of a batch are about the same day.
            let mut last: Option<(&str, Day)> = None;
            for report in reports.split(';') {
                let foreign = || StoreError::Foreign("report", report.to_owned());
                let (unit, day, counts) = cells(report).ok_or_else(foreign)?;
                let day = match last {
                    Some((text, known)) if text == day => known,
                    _ => last.insert((day, Day::parse(day).ok_or_else(foreign)?)).1,
                };
                let whose = match register.index_of(unit) {
                    Some(at) => Ok(at),
                    None => Err(UnitCode::parse(unit).ok_or_else(foreign)?),
                };
                each(learned_at, whose, day, counts);
            }
            Ok::<_, StoreError>(())
        };
        ask_each!(&self.pool, (i64, String), AS_OF, [province, first, as_of.as_millisecond()], take);
        Ok(())
    }
}

/// A report's unit, day and counts; a blank stays a blank.
fn cells(report: &str) -> Option<(&str, &str, Counts)> {
    let (unit, rest) = report.split_once(',')?;
    let (day, figures) = rest.split_once(',')?;
    let (mut counts, mut at) = ([None; 7], 0);
    // Byte by byte: there are millions of them, and nearly all are zero or blank.
    for byte in figures.bytes() {
        match byte {
            b',' => at += 1,
            b'0'..=b'9' => {
                let count: &mut Option<u32> = counts.get_mut(at)?;
                *count = Some(count.unwrap_or(0).checked_mul(10)?.checked_add(u32::from(byte - b'0'))?);
            }
            _ => return None,
        }
    }
    let counts = Counts::new(Figures::from_values(counts)?).ok()?;
    (at == 6).then_some((unit, day, counts))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::unit::{Tier, Unit};
    use crate::store::{Batch, BatchKind, NewReport, Origin, Report};

    fn code(text: &str) -> UnitCode {
        UnitCode::parse(text).unwrap()
    }

    /// A province, a district and a commune.
    fn register() -> Register {
        let unit = |own, parent: Option<&str>, tier| Unit {
            code: code(own),
            parent: parent.map(code),
            tier,
            name: own.to_owned(),
            kind: String::new(),
            population: 1,
            area_km2: 1.0,
            lon: 0.0,
            lat: 0.0,
        };
        let units = [("P", None, Tier::Province), ("D", Some("P"), Tier::District), ("C", Some("D"), Tier::Commune)];
        Register::new(units.map(|(own, parent, tier)| unit(own, parent, tier)).into(), &[]).unwrap()
    }

    fn second(n: i64) -> Timestamp {
        Timestamp::from_second(n).unwrap()
    }

    /// Stores a batch at the second of its number: a report of one unit on the first day of 1970.
    async fn learn(store: &Store, (no, province): (i64, &str), (unit, revision, f0): (&str, i64, u32)) {
        let counts = Counts::new(Figures { f0, ..Figures::default() }).unwrap();
        let report = Report { unit: code(unit), day: day(), counts, source: None, note: None };
        let batch = Batch {
            no,
            kind: BatchKind::Reports,
            province: code(province),
            t: second(no),
            token: None,
            content_hash: String::new(),
            idempotency_key: None,
            receipt: String::new(),
            grounds: None,
        };
        let mut writing = store.write().await.unwrap();
        writing.add_batch(&batch).await.unwrap();
        writing
            .add_reports(no, &[NewReport { report, origin: Origin::Row, revision, supersedes: None }])
            .await
            .unwrap();
        writing.commit().await.unwrap();
    }

    fn day() -> Day {
        Day::parse("1970-01-01").unwrap()
    }

    #[tokio::test]
    async fn of_each_day_the_newest_report_of_its_province_is_known_and_none_that_came_later() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&format!("sqlite://{}/facts.db", folder.path().display())).await.unwrap();
        learn(&store, (1, "P"), ("C", 1, 7)).await;
        learn(&store, (2, "P"), ("C", 2, 5)).await;
        learn(&store, (3, "P"), ("X", 1, 1)).await;
        learn(&store, (4, "Q"), ("C", 3, 9)).await;
        let register = register();
        let known = async |at| store.facts_as_of(&register, second(at)).await.unwrap();
        let open = |known: &Known| known.facts.of(2).cell(day()).map(|cell| cell.open);
        assert_eq!(open(&known(0).await), None);
        assert_eq!(open(&known(1).await), Some(7));
        assert_eq!(open(&known(2).await), Some(5));
        assert!(known(2).await.strangers.is_empty());
        let last = known(4).await;
        assert_eq!((open(&last), last.strangers), (Some(5), BTreeSet::from([code("X")])));
        let learned = store.learned_until(&register, second(4)).await.unwrap();
        let grown = learned.at_each(&[0, 1, 2, 4].map(second), |facts, _| facts.clone());
        assert_eq!(grown, [known(0).await.facts, known(1).await.facts, known(2).await.facts, last.facts]);
    }

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
