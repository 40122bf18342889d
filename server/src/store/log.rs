//! The change log: entries numbered by `seq`, each with the state after it and what moved.

use super::engine::{ask, tell};
use super::{Store, StoreError, Writing};
use crate::domain::day::Day;
use crate::domain::unit::UnitCode;
use jiff::Timestamp;
use sqlx::FromRow;

const CHANNEL: &str = "published";

/// What made an entry.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cause {
    /// The first entry of a province.
    Start,
    /// A batch of reports.
    Reports,
    /// A batch that takes back what was reported.
    Correction,
    /// A batch of flags.
    Flags,
    /// A day began.
    Midnight,
    /// The rule set or the register changed between two runs of the server.
    Ruleset,
}

impl Cause {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Start, Self::Reports, Self::Correction, Self::Flags, Self::Midnight, Self::Ruleset];

    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Reports => "reports",
            Self::Correction => "correction",
            Self::Flags => "flags",
            Self::Midnight => "midnight",
            Self::Ruleset => "ruleset",
        }
    }
}

/// An entry of the change log with the state after it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// 1, 2, … without gaps.
    pub seq: i64,
    /// The instant of the commit; it never falls.
    pub t: Timestamp,
    /// The day of the board.
    pub day: Day,
    /// What made it.
    pub cause: Cause,
    /// The batch, where reports or flags made it.
    pub batch: Option<i64>,
    /// Hash of the rule set.
    pub ruleset: String,
    /// Hash of the register whose order `levels` follows.
    pub register: String,
    /// A digit per unit, 0 for no level.
    pub levels: String,
    /// JSON: `[low, high]` of undetermined units.
    pub ranges: String,
    /// JSON: the marks of marked units.
    pub marks: String,
    /// What moved.
    pub changes: Vec<Change>,
}

/// A unit moved. Equal levels: only its range or its marks did.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Change {
    /// The unit.
    pub unit: UnitCode,
    /// Its level before, 1–4.
    pub from: Option<u8>,
    /// Its level after, 1–4.
    pub to: Option<u8>,
}

#[derive(FromRow)]
struct EntryRow {
    seq: i64,
    t: i64,
    day: String,
    cause: String,
    batch: Option<i64>,
    ruleset: String,
    register: String,
    levels: String,
    ranges: String,
    marks: String,
}

#[derive(FromRow)]
struct ChangeRow {
    seq: i64,
    unit: String,
    from_level: Option<i64>,
    to_level: Option<i64>,
}

/// The state after the last entry of a day: what was published on it in the end.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LastOfDay {
    /// The day.
    pub day: Day,
    /// Number of the entry.
    pub seq: i64,
    /// The instant of its commit.
    pub t: Timestamp,
    /// Hash of the register whose order `levels` follows.
    pub register: String,
    /// A digit per unit, 0 for no level.
    pub levels: String,
    /// JSON: `[low, high]` of undetermined units.
    pub ranges: String,
    /// JSON: the marks of marked units.
    pub marks: String,
}

type LastRow = (String, i64, i64, String, String, String, String);

const LAST_OF_DAYS: &str = "SELECT day, seq, t, register, levels, ranges, marks FROM entry
    WHERE province = $1 AND channel = 'published' AND seq IN
        (SELECT MAX(seq) FROM entry WHERE province = $1 AND channel = 'published' AND day BETWEEN $2 AND $3
         AND t <= $4 GROUP BY day) ORDER BY day";

const ENTRIES: &str = "SELECT * FROM entry WHERE province = $1 AND channel = 'published' AND seq > $2 AND seq <= $3
    ORDER BY seq";

const CHANGES: &str = "SELECT seq, unit, from_level, to_level FROM change
    WHERE province = $1 AND channel = 'published' AND seq > $2 AND seq <= $3 ORDER BY seq, unit";

impl Store {
    /// The `seq` of the newest entry; 0 where there is none.
    pub async fn last_seq(&self, province: &UnitCode) -> Result<i64, StoreError> {
        let sql = "SELECT COALESCE(MAX(seq), 0) FROM entry WHERE province = $1 AND channel = 'published'";
        let (seq,) = ask!(&self.pool, sql, [province.as_str()], fetch_one)?;
        Ok(seq)
    }

    /// The provinces whose boards some server kept here.
    pub async fn provinces(&self) -> Result<Vec<String>, StoreError> {
        let rows: Vec<(String,)> =
            ask!(&self.pool, "SELECT DISTINCT province FROM entry ORDER BY province", [], fetch_all)?;
        Ok(rows.into_iter().map(|(code,)| code).collect())
    }

    /// The `seq` of the newest entry committed at or before an instant; 0 where there is none.
    pub async fn seq_at(&self, province: &UnitCode, as_of: Timestamp) -> Result<i64, StoreError> {
        let sql = "SELECT COALESCE(MAX(seq), 0) FROM entry WHERE province = $1 AND channel = 'published' AND t <= $2";
        let (seq,) = ask!(&self.pool, sql, [province.as_str(), as_of.as_millisecond()], fetch_one)?;
        Ok(seq)
    }

    /// What was published last on each of some days, as known at an instant; days without an entry are
    /// left out.
    pub async fn last_of_days(
        &self,
        province: &UnitCode,
        days: (Day, Day),
        as_of: Timestamp,
    ) -> Result<Vec<LastOfDay>, StoreError> {
        let rows: Vec<LastRow> = ask!(
            &self.pool,
            LAST_OF_DAYS,
            [province.as_str(), days.0.to_string(), days.1.to_string(), as_of.as_millisecond()],
            fetch_all
        )?;
        let last = |(day, seq, t, register, levels, ranges, marks): LastRow| {
            let day = Day::parse(&day).ok_or_else(|| StoreError::Foreign("entry.day", day.clone()))?;
            Ok(LastOfDay { day, seq, t: crate::clock::from_millis(t), register, levels, ranges, marks })
        };
        rows.into_iter().map(last).collect()
    }

    /// The instant of the newest entry of any province.
    pub async fn last_instant(&self) -> Result<Option<Timestamp>, StoreError> {
        let (t,): (Option<i64>,) = ask!(&self.pool, "SELECT MAX(t) FROM entry", [], fetch_one)?;
        Ok(t.map(crate::clock::from_millis))
    }

    /// The entries after `since` up to `until`, in order, with their changes.
    pub async fn entries(&self, province: &UnitCode, since: i64, until: i64) -> Result<Vec<Entry>, StoreError> {
        let entries: Vec<EntryRow> = ask!(&self.pool, ENTRIES, [province.as_str(), since, until], fetch_all)?;
        let changes: Vec<ChangeRow> = ask!(&self.pool, CHANGES, [province.as_str(), since, until], fetch_all)?;
        let mut changes = changes.into_iter().peekable();
        let mut read = Vec::with_capacity(entries.len());
        for row in entries {
            let mut moved = Vec::new();
            while let Some(change) = changes.next_if(|change| change.seq == row.seq) {
                moved.push(change.try_into()?);
            }
            read.push(entry(row, moved)?);
        }
        Ok(read)
    }
}

impl Writing<'_> {
    /// Appends an entry.
    pub async fn add_entry(&mut self, province: &UnitCode, entry: &Entry) -> Result<(), StoreError> {
        tell!(
            self.on(),
            "INSERT INTO entry (province, channel, seq, t, day, cause, batch, ruleset, register, levels, ranges, marks)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
            [
                province.as_str(),
                CHANNEL,
                entry.seq,
                entry.t.as_millisecond(),
                entry.day.to_string(),
                entry.cause.code(),
                entry.batch,
                &entry.ruleset,
                &entry.register,
                &entry.levels,
                &entry.ranges,
                &entry.marks,
            ]
        )?;
        for change in &entry.changes {
            tell!(
                self.on(),
                "INSERT INTO change (province, channel, seq, unit, from_level, to_level)
                 VALUES ($1, $2, $3, $4, $5, $6)",
                [
                    province.as_str(),
                    CHANNEL,
                    entry.seq,
                    change.unit.as_str(),
                    change.from.map(i64::from),
                    change.to.map(i64::from),
                ]
            )?;
        }
        self.notify(province, entry.seq).await
    }
}

fn entry(row: EntryRow, changes: Vec<Change>) -> Result<Entry, StoreError> {
    let cause = Cause::ALL.into_iter().find(|cause| cause.code() == row.cause);
    Ok(Entry {
        seq: row.seq,
        t: crate::clock::from_millis(row.t),
        day: Day::parse(&row.day).ok_or_else(|| StoreError::Foreign("entry.day", row.day.clone()))?,
        cause: cause.ok_or_else(|| StoreError::Foreign("entry.cause", row.cause.clone()))?,
        batch: row.batch,
        ruleset: row.ruleset,
        register: row.register,
        levels: row.levels,
        ranges: row.ranges,
        marks: row.marks,
        changes,
    })
}

impl TryFrom<ChangeRow> for Change {
    type Error = StoreError;

    fn try_from(row: ChangeRow) -> Result<Self, StoreError> {
        let level = |level: Option<i64>| {
            level.map(|n| u8::try_from(n).map_err(|_| StoreError::Foreign("change", n.to_string()))).transpose()
        };
        Ok(Self {
            unit: UnitCode::parse(&row.unit).ok_or_else(|| StoreError::Foreign("change.unit", row.unit.clone()))?,
            from: level(row.from_level)?,
            to: level(row.to_level)?,
        })
    }
}
