//! Corrections: why a batch supersedes reports, and what it makes of boards that were published. First reports that came
//! late correct nothing and flags may say what nobody had said, but what they make of boards that were published is kept
//! and told in the same way.

use super::batches::{BatchKind, ROWS};
use super::engine::{ask, insert};
use super::reports::Revision;
use super::{Store, StoreError, Writing};
use crate::domain::day::Day;
use crate::domain::report::Counts;
use crate::domain::unit::UnitCode;
use jiff::Timestamp;
use sqlx::FromRow;
use std::collections::{BTreeSet, HashMap};

/// Why figures are corrected.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Deserialize, clap::ValueEnum, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[value(rename_all = "snake_case")]
pub enum Reason {
    /// A result that came late.
    LateResult,
    /// A case that was counted twice.
    DuplicateCase,
    /// Cases that belong to another unit; the one correction touches both.
    MovedToOtherUnit,
    /// A figure that was written wrongly.
    TypingError,
    /// Another reason, which the explanation tells.
    Other,
}

impl Reason {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::LateResult, Self::DuplicateCase, Self::MovedToOtherUnit, Self::TypingError, Self::Other];

    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::LateResult => "late_result",
            Self::DuplicateCase => "duplicate_case",
            Self::MovedToOtherUnit => "moved_to_other_unit",
            Self::TypingError => "typing_error",
            Self::Other => "other",
        }
    }

    /// The reason of a code.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }

    /// Whether what became of figures, old and new, speaks against it: without a case that was counted twice some
    /// figure is smaller and F0 are no more than before, with a late result some figure is larger and they are no
    /// fewer. A move is held to more before it is stored, and the others may go either way.
    pub fn contradicted<'a>(self, rows: impl IntoIterator<Item = (&'a Counts, &'a Counts)>) -> bool {
        let (mut fell, mut rose, mut gained) = (false, false, 0);
        for (old, new) in rows {
            let (old, new) = (old.figures(), new.figures());
            gained += i64::from(new.f0) - i64::from(old.f0);
            for (old, new) in old.values().into_iter().zip(new.values()) {
                fell |= new.unwrap_or(0) < old.unwrap_or(0);
                rose |= new.unwrap_or(0) > old.unwrap_or(0);
            }
        }
        match self {
            Self::DuplicateCase => !fell || gained > 0,
            Self::LateResult => !rose || gained < 0,
            Self::MovedToOtherUnit | Self::TypingError | Self::Other => false,
        }
    }
}

/// A unit stands differently on the board of a day that is over and was published.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Restated {
    /// The day of the board.
    pub day: Day,
    /// The unit.
    pub unit: UnitCode,
    /// Its level before, 1–4.
    pub from: Option<u8>,
    /// Its level after, 1–4. Equal levels: only its range or its marks moved.
    pub to: Option<u8>,
}

/// A correction, or first reports or flags that came late, apart from the rows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Correction {
    /// Its number among all batches.
    pub batch: i64,
    /// What it holds.
    pub kind: BatchKind,
    /// The instant of its commit.
    pub t: Timestamp,
    /// Number of the entry of the change log that it made.
    pub seq: i64,
    /// The day of that entry's board.
    pub day: Day,
    /// Why; none where the sender gave no reason.
    pub reason: Option<Reason>,
    /// The sender's words on it.
    pub explanation: Option<String>,
}

/// A row of a correction: what stood before, and what stands now.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Corrected {
    /// What it supersedes; none where the unit had not reported the day.
    pub old: Option<Revision>,
    /// The revision.
    pub new: Revision,
}

#[derive(FromRow)]
struct Row {
    no: i64,
    kind: String,
    t: i64,
    seq: i64,
    day: String,
    reason: Option<String>,
    explanation: Option<String>,
}

/// Which corrections.
#[derive(Clone, Copy, Debug)]
pub struct Page<'a> {
    /// Those that touch this unit: a report of its communes, a flag of it or of them, or its own level on a board.
    pub unit: Option<Touched<'a>>,
    /// Those that touch a day from the first through the last: a report about it, a flag that holds on it, or its board.
    pub days: (Option<Day>, Option<Day>),
    /// Numbered below this.
    pub before: i64,
    /// Known at this instant.
    pub as_of: Timestamp,
    /// So many, the newest first.
    pub limit: u32,
}

/// A unit with its communes: itself, where it is one.
#[derive(Clone, Copy, Debug)]
pub struct Touched<'a> {
    /// The unit.
    pub unit: &'a UnitCode,
    /// Its communes, those whose reports are its own.
    pub communes: &'a [&'a UnitCode],
}

/// Before and after all days.
const ENDS: (&str, &str) = ("0000-01-01", "9999-12-31");

// A row without a reason that supersedes nothing is no correction, though its batch is one; of a day that is over it is
// told all the same. What a batch says of the day on which it came restates nothing, nor do flags that begin then. One
// rule for reports and flags: a day is touched by what is said of it, by its board that is restated, or, the day on which
// the batch came, by what moved at once. A flag says nothing of days after the one on which it came.
const CORRECTIONS: &str = "SELECT b.no, b.kind, b.t, e.seq, e.day, b.reason, b.explanation
    FROM batch b JOIN entry e ON e.batch = b.no
    WHERE b.province = $1 AND b.no < $2 AND b.t <= $3
    AND (b.reason IS NOT NULL OR b.no IN (SELECT batch FROM report WHERE revision > 1)
        OR b.no IN (SELECT batch FROM restated))
    AND (EXISTS (SELECT 1 FROM report r WHERE r.batch = b.no AND r.day BETWEEN $5 AND $6
            AND (r.revision > 1 OR (r.origin = 'row' AND (b.reason IS NOT NULL OR r.day < e.day)))
            AND ($7 IS NULL OR $7 LIKE '%,' || r.unit || ',%'))
        OR EXISTS (SELECT 1 FROM flag f WHERE f.batch = b.no AND f.from_day < e.day AND f.from_day <= $6
            AND e.day >= $5 AND (f.to_day IS NULL OR f.to_day >= $5)
            AND ($4 IS NULL OR f.unit = $4 OR $7 LIKE '%,' || f.unit || ',%'))
        OR EXISTS (SELECT 1 FROM restated s WHERE s.batch = b.no AND s.day BETWEEN $5 AND $6
            AND ($4 IS NULL OR s.unit = $4))
        OR (e.day BETWEEN $5 AND $6 AND EXISTS (SELECT 1 FROM change c WHERE c.province = e.province
            AND c.channel = e.channel AND c.seq = e.seq AND ($4 IS NULL OR c.unit = $4))))
    ORDER BY b.no DESC LIMIT $8";

const ROWS_OF: &str = "SELECT r.*, b.t, b.reason, b.explanation FROM report r JOIN batch b ON b.no = r.batch
    WHERE r.batch = $1 AND r.origin = 'row' ORDER BY r.id";

const SUPERSEDED: &str = "SELECT p.*, b.t, b.reason, b.explanation FROM report r
    JOIN report p ON p.unit = r.unit AND p.day = r.day AND p.revision = r.revision - 1
    JOIN batch b ON b.no = p.batch WHERE r.batch = $1 AND r.revision > 1";

const RESTATED_BY: &str = "SELECT day, unit, from_level, to_level FROM restated WHERE batch = $1 ORDER BY day, unit";

const PUBLISHED_DAYS: &str = "SELECT DISTINCT day FROM entry
    WHERE province = $1 AND channel = 'published' AND day BETWEEN $2 AND $3";

impl Store {
    /// Corrections, the newest first.
    pub async fn corrections(&self, province: &UnitCode, page: Page<'_>) -> Result<Vec<Correction>, StoreError> {
        let unit = page.unit.map(|touched| touched.unit.as_str());
        let communes = page.unit.map(|touched| {
            let codes: Vec<_> = touched.communes.iter().map(|code| code.as_str()).collect();
            format!(",{},", codes.join(","))
        });
        let end = |day: Option<Day>, open: &str| day.map_or(open.to_owned(), |day| day.to_string());
        let rows: Vec<Row> = ask!(
            &self.pool,
            CORRECTIONS,
            [
                province.as_str(),
                page.before,
                page.as_of.as_millisecond(),
                unit,
                end(page.days.0, ENDS.0),
                end(page.days.1, ENDS.1),
                communes.as_deref(),
                i64::from(page.limit)
            ],
            fetch_all
        )?;
        rows.into_iter().map(Correction::try_from).collect()
    }

    /// The rows of a correction, each with what it supersedes, in the order in which they came.
    pub async fn corrected(&self, batch: i64) -> Result<Vec<Corrected>, StoreError> {
        let old = self.revisions(SUPERSEDED, batch).await?;
        let mut old: HashMap<_, _> =
            old.into_iter().map(|old| ((old.report.unit.clone(), old.report.day), old)).collect();
        let rows = self.revisions(ROWS_OF, batch).await?.into_iter();
        let with_old = |new: Revision| Corrected { old: old.remove(&(new.report.unit.clone(), new.report.day)), new };
        Ok(rows.map(with_old).collect())
    }

    /// What a batch moved on published boards of days that were over.
    pub async fn restated(&self, batch: i64) -> Result<Vec<Restated>, StoreError> {
        let rows: Vec<(String, String, Option<i64>, Option<i64>)> = ask!(&self.pool, RESTATED_BY, [batch], fetch_all)?;
        let restated = |(day, unit, from, to): (String, String, Option<i64>, Option<i64>)| {
            let level = |level: Option<i64>| level.and_then(|n| u8::try_from(n).ok());
            Ok(Restated {
                day: Day::parse(&day).ok_or_else(|| StoreError::Foreign("restated.day", day.clone()))?,
                unit: UnitCode::parse(&unit).ok_or_else(|| StoreError::Foreign("restated.unit", unit.clone()))?,
                from: level(from),
                to: level(to),
            })
        };
        rows.into_iter().map(restated).collect()
    }
}

impl Writing<'_> {
    /// On which of some days a board was published.
    pub async fn published_days(
        &mut self,
        province: &UnitCode,
        (from, to): (Day, Day),
    ) -> Result<BTreeSet<Day>, StoreError> {
        let (province, from, to) = (province.as_str(), from.to_string(), to.to_string());
        let days: Vec<(String,)> = ask!(self.on(), PUBLISHED_DAYS, [province, from, to], fetch_all)?;
        let day = |(day,): (String,)| Day::parse(&day).ok_or(StoreError::Foreign("entry.day", day));
        days.into_iter().map(day).collect()
    }

    /// Keeps what a batch moves on published boards of days that are over.
    pub async fn add_restated(&mut self, batch: i64, restated: &[Restated]) -> Result<(), StoreError> {
        for chunk in restated.chunks(ROWS) {
            let sql = "INSERT INTO restated (batch, day, unit, from_level, to_level) ";
            insert!(self.on(), sql, chunk, |mut row, moved| {
                row.push_bind(batch)
                    .push_bind(moved.day.to_string())
                    .push_bind(moved.unit.as_str())
                    .push_bind(moved.from.map(i64::from))
                    .push_bind(moved.to.map(i64::from));
            })?;
        }
        Ok(())
    }
}

impl TryFrom<Row> for Correction {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let reason = |code: String| Reason::parse(&code).ok_or(StoreError::Foreign("batch.reason", code));
        Ok(Self {
            batch: row.no,
            kind: BatchKind::parse(&row.kind).ok_or_else(|| StoreError::Foreign("batch.kind", row.kind.clone()))?,
            t: crate::clock::from_millis(row.t),
            seq: row.seq,
            day: Day::parse(&row.day).ok_or_else(|| StoreError::Foreign("entry.day", row.day.clone()))?,
            reason: row.reason.map(reason).transpose()?,
            explanation: row.explanation,
        })
    }
}
