//! Reports: revisions in the order in which they were learned.
//!
//! Batch numbers follow time, so "as known at an instant" is "all batches up to a number", and a
//! later revision of a unit and day simply overwrites the earlier when batches are read in order.

use super::batches::ROWS;
use super::engine::{ask, insert};
use super::{Store, StoreError, Writing};
use crate::domain::day::Day;
use crate::domain::report::{Counts, Figures};
use crate::domain::unit::UnitCode;
use jiff::Timestamp;
use sqlx::FromRow;
use std::collections::HashMap;

/// Where a report comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Origin {
    /// A row that was sent.
    Row,
    /// A zero that `absent=zero` added.
    Absent,
}

impl Origin {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Row => "row",
            Self::Absent => "absent",
        }
    }
}

/// What a report says, apart from its place in the history.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Report {
    /// The commune.
    pub unit: UnitCode,
    /// The day it is about.
    pub day: Day,
    /// Its counts.
    pub counts: Counts,
    /// Who or what it came from, as the sender says.
    pub source: Option<String>,
    /// A remark of the sender.
    pub note: Option<String>,
}

/// A report about to be stored.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewReport {
    /// What it says.
    pub report: Report,
    /// Where it comes from.
    pub origin: Origin,
    /// 1, or one more than the revision it supersedes.
    pub revision: i64,
    /// The counts that it supersedes.
    pub supersedes: Option<Counts>,
}

/// A stored report.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Revision {
    /// Its number among all reports.
    pub id: i64,
    /// Number of the batch it came in.
    pub batch: i64,
    /// 1, 2, … for its unit and day.
    pub revision: i64,
    /// When we learned it.
    pub learned_at: Timestamp,
    /// What it says.
    pub report: Report,
    /// `row` or `absent`.
    pub origin: String,
    /// Why its batch corrects; none where it gave no reason.
    pub reason: Option<String>,
    /// The sender's words on that.
    pub explanation: Option<String>,
}

#[derive(FromRow)]
struct Row {
    id: i64,
    batch: i64,
    t: i64,
    unit: String,
    day: String,
    revision: i64,
    origin: String,
    f0: i64,
    f0_isolated: Option<i64>,
    f0_unknown_source: Option<i64>,
    f0_special_venue: Option<i64>,
    clusters_unknown_source: Option<i64>,
    clusters_special_venue: Option<i64>,
    f1_community: Option<i64>,
    source: Option<String>,
    note: Option<String>,
    reason: Option<String>,
    explanation: Option<String>,
}

impl TryFrom<Row> for Revision {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let foreign = |column, value: &dyn ToString| StoreError::Foreign(column, value.to_string());
        let values = [
            Some(row.f0),
            row.f0_isolated,
            row.f0_unknown_source,
            row.f0_special_venue,
            row.clusters_unknown_source,
            row.clusters_special_venue,
            row.f1_community,
        ];
        let mut counts = [None; 7];
        for (count, value) in counts.iter_mut().zip(values) {
            *count = value.map(|n| u32::try_from(n).map_err(|_| foreign("report", &n))).transpose()?;
        }
        let figures = Figures::from_values(counts).ok_or_else(|| foreign("report.f0", &row.id))?;
        Ok(Self {
            id: row.id,
            batch: row.batch,
            revision: row.revision,
            learned_at: crate::clock::from_millis(row.t),
            origin: row.origin,
            reason: row.reason,
            explanation: row.explanation,
            report: Report {
                unit: UnitCode::parse(&row.unit).ok_or_else(|| foreign("report.unit", &row.unit))?,
                day: Day::parse(&row.day).ok_or_else(|| foreign("report.day", &row.day))?,
                counts: Counts::new(figures).map_err(|_| foreign("report", &row.id))?,
                source: row.source,
                note: row.note,
            },
        })
    }
}

const OF_UNIT_AS_OF: &str = "SELECT r.*, b.t, b.reason, b.explanation FROM report r JOIN batch b ON b.no = r.batch
    WHERE r.unit = $1 AND r.day BETWEEN $2 AND $3 AND b.t <= $4 ORDER BY r.day, r.revision";

const ALL_AFTER: &str = "SELECT r.*, b.t, b.reason, b.explanation FROM report r JOIN batch b ON b.no = r.batch
    WHERE b.province = $1 AND b.t <= $2 AND r.day BETWEEN $3 AND $4 AND (r.day, r.unit, r.revision) > ($3, $5, $6)
    ORDER BY r.day, r.unit, r.revision LIMIT $7";

const CURRENT_OF_DAY: &str = "SELECT r.*, b.t, b.reason, b.explanation FROM report r JOIN batch b ON b.no = r.batch
    WHERE b.province = $1 AND r.day = $2 AND NOT EXISTS
        (SELECT 1 FROM report n WHERE n.day = r.day AND n.unit = r.unit AND n.revision = r.revision + 1)";

/// When a unit's report of a day was first learned, and how often it was told.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Told {
    /// The instant of the first revision.
    pub learned_at: Timestamp,
    /// Revisions known.
    pub revisions: i64,
}

const TOLD_OF_DAY: &str = "SELECT r.unit, MIN(b.t), COUNT(*) FROM report r JOIN batch b ON b.no = r.batch
    WHERE b.province = $1 AND r.day = $2 AND b.t <= $3 GROUP BY r.unit";

const IDS_AS_OF: &str = "SELECT r.unit, r.day, MAX(r.id) FROM report r JOIN batch b ON b.no = r.batch
    WHERE b.province = $1 AND r.day BETWEEN $2 AND $3 AND b.t <= $4 GROUP BY r.unit, r.day";

/// Which report: its number, whose it is, the day it is about.
pub type Which = (i64, UnitCode, Day);

const LEARNED_BETWEEN: &str = "SELECT r.id, r.unit, r.day FROM report r JOIN batch b ON b.no = r.batch
    WHERE b.province = $1 AND b.t > $2 AND b.t <= $3 AND r.day BETWEEN $4 AND $5 ORDER BY r.id";

impl Store {
    /// The revisions that a query about a batch finds.
    pub(super) async fn revisions(&self, query: &'static str, batch: i64) -> Result<Vec<Revision>, StoreError> {
        let rows: Vec<Row> = ask!(&self.pool, query, [batch], fetch_all)?;
        rows.into_iter().map(Revision::try_from).collect()
    }

    /// The reports about some days that were learned after an instant and up to another.
    pub async fn learned_between(
        &self,
        province: &UnitCode,
        (after, until): (Timestamp, Timestamp),
        days: (Day, Day),
    ) -> Result<Vec<Which>, StoreError> {
        let (after, until) = (after.as_millisecond(), until.as_millisecond());
        let rows: Vec<(i64, String, String)> = ask!(
            &self.pool,
            LEARNED_BETWEEN,
            [province.as_str(), after, until, days.0.to_string(), days.1.to_string()],
            fetch_all
        )?;
        rows.into_iter().map(which).collect()
    }

    /// Who told of a day by an instant, and when.
    pub async fn told_of_day(
        &self,
        province: &UnitCode,
        day: Day,
        as_of: Timestamp,
    ) -> Result<HashMap<String, Told>, StoreError> {
        let rows: Vec<(String, i64, i64)> =
            ask!(&self.pool, TOLD_OF_DAY, [province.as_str(), day.to_string(), as_of.as_millisecond()], fetch_all)?;
        let told = |(unit, t, revisions)| (unit, Told { learned_at: crate::clock::from_millis(t), revisions });
        Ok(rows.into_iter().map(told).collect())
    }

    /// The numbers of the reports of some days that stood at an instant: later revisions have higher ones.
    pub async fn ids_of_days(
        &self,
        province: &UnitCode,
        days: (Day, Day),
        as_of: Timestamp,
    ) -> Result<Vec<Which>, StoreError> {
        let rows: Vec<(String, String, i64)> = ask!(
            &self.pool,
            IDS_AS_OF,
            [province.as_str(), days.0.to_string(), days.1.to_string(), as_of.as_millisecond()],
            fetch_all
        )?;
        rows.into_iter().map(|(unit, day, id)| which((id, unit, day))).collect()
    }

    /// The next revisions of some days known at an instant, by day, unit and revision: those that follow
    /// `after`, `limit` at most. Between two pages nothing is held, so that a slow reader holds nothing up.
    pub async fn reports_after(
        &self,
        province: &UnitCode,
        days: (Day, Day),
        after: Option<&Revision>,
        as_of: Timestamp,
        limit: u32,
    ) -> Result<Vec<Revision>, StoreError> {
        let (day, unit, revision) =
            after.map_or((days.0, "", 0), |last| (last.report.day, last.report.unit.as_str(), last.revision));
        let (t, from, to) = (as_of.as_millisecond(), day.to_string(), days.1.to_string());
        let rows: Vec<Row> =
            ask!(&self.pool, ALL_AFTER, [province.as_str(), t, from, to, unit, revision, i64::from(limit)], fetch_all)?;
        rows.into_iter().map(Revision::try_from).collect()
    }

    /// A unit's revisions of some days known at an instant, by day and revision.
    pub async fn reports_of(
        &self,
        unit: &UnitCode,
        days: (Day, Day),
        as_of: Timestamp,
    ) -> Result<Vec<Revision>, StoreError> {
        let rows: Vec<Row> = ask!(
            &self.pool,
            OF_UNIT_AS_OF,
            [unit.as_str(), days.0.to_string(), days.1.to_string(), as_of.as_millisecond()],
            fetch_all
        )?;
        rows.into_iter().map(Revision::try_from).collect()
    }
}

fn which((id, unit, day): (i64, String, String)) -> Result<Which, StoreError> {
    let code = UnitCode::parse(&unit).ok_or_else(|| StoreError::Foreign("report.unit", unit.clone()))?;
    Ok((id, code, Day::parse(&day).ok_or_else(|| StoreError::Foreign("report.day", day.clone()))?))
}

impl Writing<'_> {
    /// The current revision of every unit of a province that reported a day.
    pub async fn reports_of_day(
        &mut self,
        province: &UnitCode,
        day: Day,
    ) -> Result<HashMap<UnitCode, Revision>, StoreError> {
        let rows: Vec<Row> = ask!(self.on(), CURRENT_OF_DAY, [province.as_str(), day.to_string()], fetch_all)?;
        rows.into_iter()
            .map(|row| Revision::try_from(row).map(|revision| (revision.report.unit.clone(), revision)))
            .collect()
    }

    /// Adds the reports of a batch.
    pub async fn add_reports(&mut self, batch: i64, reports: &[NewReport]) -> Result<(), StoreError> {
        let (last,): (i64,) = ask!(self.on(), "SELECT COALESCE(MAX(id), 0) FROM report", [], fetch_one)?;
        for (ids, chunk) in (last + 1..).step_by(ROWS).zip(reports.chunks(ROWS)) {
            let sql = "INSERT INTO report (id, batch, unit, day, revision, origin, f0, f0_isolated, f0_unknown_source,
                 f0_special_venue, clusters_unknown_source, clusters_special_venue, f1_community, source, note) ";
            insert!(self.on(), sql, (ids..).zip(chunk), |mut row, (id, new)| {
                row.push_bind(id)
                    .push_bind(batch)
                    .push_bind(new.report.unit.as_str())
                    .push_bind(new.report.day.to_string())
                    .push_bind(new.revision)
                    .push_bind(new.origin.code());
                for value in new.report.counts.figures().values() {
                    row.push_bind(value.map(i64::from));
                }
                row.push_bind(new.report.source.as_deref()).push_bind(new.report.note.as_deref());
            })?;
        }
        Ok(())
    }
}
