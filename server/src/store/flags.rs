//! Flags: words in the order in which they were learned, a later one in place of an earlier.

use super::batches::{FIRST, ROWS};
use super::engine::{ask, insert};
use super::{Store, StoreError, Writing};
use crate::domain::day::Day;
use crate::domain::flag::{Flag, FlagKind};
use crate::domain::unit::UnitCode;
use jiff::Timestamp;
use sqlx::FromRow;
use std::collections::BTreeMap;

/// What a word on a flag says of one unit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UnitFlag {
    /// The unit.
    pub unit: UnitCode,
    /// Kind, days and document.
    pub flag: Flag,
}

/// Which flag: words on the same unit, kind and first day are about the same one.
pub type FlagKey = (UnitCode, FlagKind, Day);

/// A word on a flag about to be stored.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewFlag {
    /// What it says.
    pub said: UnitFlag,
    /// 1, or one more than the revision it supersedes.
    pub revision: i64,
}

/// A stored word on a flag.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FlagRevision {
    /// What it says.
    pub said: UnitFlag,
    /// 1, 2, … for its unit, kind and first day.
    pub revision: i64,
    /// Number of the batch that it came with.
    pub batch: i64,
    /// When we learned it.
    pub learned_at: Timestamp,
}

/// A word on a flag with the one in whose place it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Flagged {
    /// What it supersedes; none where the flag was not known.
    pub old: Option<FlagRevision>,
    /// The word.
    pub new: FlagRevision,
}

impl UnitFlag {
    /// Which flag it is about.
    pub fn key(&self) -> FlagKey {
        (self.unit.clone(), self.flag.kind, self.flag.from)
    }
}

#[derive(FromRow)]
struct Row {
    t: i64,
    batch: i64,
    unit: String,
    kind: String,
    from_day: String,
    to_day: Option<String>,
    document: String,
    revision: i64,
}

impl TryFrom<Row> for FlagRevision {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let foreign = |column, value: &str| StoreError::Foreign(column, value.to_owned());
        let day = |column, text: &str| Day::parse(text).ok_or_else(|| foreign(column, text));
        let flag = Flag {
            kind: FlagKind::parse(&row.kind).ok_or_else(|| foreign("flag.kind", &row.kind))?,
            from: day("flag.from_day", &row.from_day)?,
            to: row.to_day.as_deref().map(|text| day("flag.to_day", text)).transpose()?,
            document: row.document,
        };
        let unit = UnitCode::parse(&row.unit).ok_or_else(|| foreign("flag.unit", &row.unit))?;
        let learned_at = crate::clock::from_millis(row.t);
        Ok(Self { said: UnitFlag { unit, flag }, revision: row.revision, batch: row.batch, learned_at })
    }
}

const AS_OF: &str = "SELECT f.*, b.t FROM flag f JOIN batch b ON b.no = f.batch
    WHERE b.province = $1 AND b.no >= $2 AND b.t <= $3 ORDER BY f.id";

const OF_BATCH: &str = "SELECT f.*, b.t FROM flag f JOIN batch b ON b.no = f.batch WHERE f.batch = $1 ORDER BY f.id";

const SUPERSEDED: &str = "SELECT p.*, b.t FROM flag f
    JOIN flag p ON p.unit = f.unit AND p.kind = f.kind AND p.from_day = f.from_day AND p.revision = f.revision - 1
    JOIN batch b ON b.no = p.batch WHERE f.batch = $1";

impl Store {
    /// Every word on a flag of a province that came with a batch from a number on and was known at an instant, in
    /// the order of learning.
    pub(super) async fn words_as_of(
        &self,
        province: &UnitCode,
        (first, as_of): (i64, Timestamp),
    ) -> Result<Vec<FlagRevision>, StoreError> {
        let rows: Vec<Row> = ask!(&self.pool, AS_OF, [province.as_str(), first, as_of.as_millisecond()], fetch_all)?;
        rows.into_iter().map(FlagRevision::try_from).collect()
    }

    /// Every flag of a province as known at an instant: of each the newest word, those withdrawn among
    /// them.
    pub async fn flags_as_of(
        &self,
        province: &UnitCode,
        as_of: Timestamp,
    ) -> Result<BTreeMap<FlagKey, FlagRevision>, StoreError> {
        Ok(self.words_as_of(province, (FIRST, as_of)).await?.into_iter().map(|word| (word.said.key(), word)).collect())
    }

    /// The words on flags that were learned after an instant and by another, in the order of learning.
    pub async fn words_between(
        &self,
        province: &UnitCode,
        (after, until): (Timestamp, Timestamp),
    ) -> Result<Vec<FlagRevision>, StoreError> {
        let mut words = self.words_as_of(province, (FIRST, until)).await?;
        words.retain(|word| word.learned_at > after);
        Ok(words)
    }

    /// The words of a batch, each with the one that it supersedes, in the order in which they came.
    pub async fn flagged(&self, batch: i64) -> Result<Vec<Flagged>, StoreError> {
        let mut old = newest(ask!(&self.pool, SUPERSEDED, [batch], fetch_all)?)?;
        let words: Vec<Row> = ask!(&self.pool, OF_BATCH, [batch], fetch_all)?;
        let with_old = |row| FlagRevision::try_from(row).map(|new| Flagged { old: old.remove(&new.said.key()), new });
        words.into_iter().map(with_old).collect()
    }
}

impl Writing<'_> {
    /// Every flag of a province with its newest word.
    pub async fn flags(&mut self, province: &UnitCode) -> Result<BTreeMap<FlagKey, FlagRevision>, StoreError> {
        let ever = Timestamp::MAX.as_millisecond();
        let rows: Vec<Row> = ask!(self.on(), AS_OF, [province.as_str(), FIRST, ever], fetch_all)?;
        newest(rows)
    }

    /// Adds the flags of a batch.
    pub async fn add_flags(&mut self, batch: i64, flags: &[NewFlag]) -> Result<(), StoreError> {
        let (last,): (i64,) = ask!(self.on(), "SELECT COALESCE(MAX(id), 0) FROM flag", [], fetch_one)?;
        for (ids, chunk) in (last + 1..).step_by(ROWS).zip(flags.chunks(ROWS)) {
            let sql = "INSERT INTO flag (id, batch, unit, kind, from_day, to_day, document, revision) ";
            insert!(self.on(), sql, (ids..).zip(chunk), |mut row, (id, new)| {
                let UnitFlag { unit, flag } = &new.said;
                row.push_bind(id)
                    .push_bind(batch)
                    .push_bind(unit.as_str())
                    .push_bind(flag.kind.code())
                    .push_bind(flag.from.to_string())
                    .push_bind(flag.to.map(|day| day.to_string()))
                    .push_bind(flag.document.as_str())
                    .push_bind(new.revision);
            })?;
        }
        Ok(())
    }
}

/// The last word on each, of rows in the order of learning.
fn newest(rows: Vec<Row>) -> Result<BTreeMap<FlagKey, FlagRevision>, StoreError> {
    let revisions = rows.into_iter().map(|row| FlagRevision::try_from(row).map(|word| (word.said.key(), word)));
    revisions.collect()
}
