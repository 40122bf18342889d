//! What makes a database whole: SQLite finds it sound, every number that was given out is there,
//! the change log has no gap and no step back in time, and its schema is one that we know.

use super::backup::{BackupError, open};
use super::engine::{Session, again, ask};
use sqlx::{Connection, FromRow, SqliteConnection};
use std::fmt;
use std::path::Path;

/// What a whole database holds.
#[derive(Clone, PartialEq, Eq, Debug, FromRow)]
pub struct Holdings {
    /// How many tokens.
    pub tokens: i64,
    /// How many batches, and the newest one's number.
    pub batches: i64,
    /// How many revisions of reports, and the newest one's number.
    pub reports: i64,
    /// How many words on flags; none before there was a table for them.
    #[sqlx(default)]
    pub flags: i64,
    /// How many entries of the change log, over all provinces.
    pub entries: i64,
    /// How many changes.
    pub changes: i64,
    /// The day of the newest entry; empty where there is none.
    pub day: String,
}

impl fmt::Display for Holdings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { tokens, batches, reports, flags, entries, changes, day } = self;
        write!(
            f,
            "{reports} reports and {flags} flags in {batches} batches, {entries} entries with {changes} changes, {tokens} tokens"
        )?;
        if day.is_empty() { Ok(()) } else { write!(f, "; newest board of {day}") }
    }
}

const HOLDINGS: &str = "SELECT (SELECT COUNT(*) FROM token) AS tokens, (SELECT COUNT(*) FROM batch) AS batches,
    (SELECT COUNT(*) FROM report) AS reports, (SELECT COUNT(*) FROM entry) AS entries,
    (SELECT COUNT(*) FROM change) AS changes,
    COALESCE((SELECT day FROM entry ORDER BY t DESC, seq DESC LIMIT 1), '') AS day";

const FLAGS: &str = "SELECT COUNT(*) FROM flag";

/// The step of the schema from which on there are flags.
const FLAGS_SINCE: i64 = 2;

/// What must not be found: each asks for rows that no version of this program leaves behind.
const FAULTS: [(&str, &str); 6] = [
    (
        "batches are missing",
        "SELECT COUNT(*) FROM (SELECT COUNT(*) AS n, COALESCE(MAX(no), 0) AS last, COALESCE(MIN(no), 1) AS first FROM batch)
         WHERE n <> last OR first <> 1",
    ),
    (
        "reports are missing",
        "SELECT COUNT(*) FROM (SELECT COUNT(*) AS n, COALESCE(MAX(id), 0) AS last, COALESCE(MIN(id), 1) AS first FROM report)
         WHERE n <> last OR first <> 1",
    ),
    (
        "the change log has gaps",
        "SELECT COUNT(*) FROM (SELECT COUNT(*) AS n, MAX(seq) AS last, MIN(seq) AS first FROM entry
         GROUP BY province, channel) WHERE n <> last OR first <> 1",
    ),
    (
        "instants of the change log do not rise",
        "SELECT COUNT(*) FROM entry a JOIN entry b ON b.province = a.province AND b.channel = a.channel
         AND b.seq = a.seq + 1 WHERE b.t <= a.t",
    ),
    (
        "batches have no entry of their own",
        "SELECT COUNT(*) FROM batch b WHERE (SELECT COUNT(*) FROM entry e WHERE e.batch = b.no) <> 1",
    ),
    ("rows refer to rows that are not there", "SELECT COUNT(*) FROM pragma_foreign_key_check"),
];

/// The same of flags.
const FLAG_FAULTS: [(&str, &str); 3] = [
    (
        "flags are missing",
        "SELECT COUNT(*) FROM (SELECT COUNT(*) AS n, COALESCE(MAX(id), 0) AS last, COALESCE(MIN(id), 1) AS first FROM flag)
         WHERE n <> last OR first <> 1",
    ),
    (
        "words on a flag are missing",
        "SELECT COUNT(*) FROM (SELECT COUNT(*) AS n, MAX(revision) AS last FROM flag GROUP BY unit, kind, from_day)
         WHERE n <> last",
    ),
    (
        "batches do not hold what they say",
        "SELECT COUNT(*) FROM batch b WHERE (b.kind = 'flags') <> EXISTS (SELECT 1 FROM flag f WHERE f.batch = b.no)",
    ),
];

/// What a copy holds, where it is whole. Faults are told of the file it was made of.
pub(super) async fn whole(copy: &Path, of: &Path) -> Result<Holdings, BackupError> {
    let fault = |text: String| BackupError::NotWhole(of.to_owned(), text);
    let unread = |error| BackupError::unread(of, error);
    let mut copy = open(copy, true).await.map_err(unread)?;
    let checks: Vec<(String,)> =
        sqlx::query_as("PRAGMA integrity_check(1)").fetch_all(&mut copy).await.map_err(unread)?;
    if let Some((found,)) = checks.into_iter().find(|(found,)| found != "ok") {
        return Err(BackupError::Damaged(of.to_owned(), found));
    }
    let held = holdings(&mut copy, of).await?;
    let flag_faults = if has_flags(&mut copy).await.map_err(unread)? { &FLAG_FAULTS[..] } else { &[] };
    for &(what, rows) in FAULTS.iter().chain(flag_faults) {
        let (n,): (i64,) = sqlx::query_as(rows).fetch_one(&mut copy).await.map_err(unread)?;
        if n > 0 {
            return Err(fault(what.to_owned()));
        }
    }
    copy.close().await.map_err(unread)?;
    Ok(held)
}

/// What a database holds, where its schema is one that this program knows.
pub(super) async fn holdings(database: &mut SqliteConnection, of: &Path) -> Result<Holdings, BackupError> {
    let fault = |text: &str| BackupError::NotWhole(of.to_owned(), text.to_owned());
    let steps: Vec<(i64, Vec<u8>)> =
        sqlx::query_as("SELECT version, checksum FROM _sqlx_migrations WHERE success ORDER BY version")
            .fetch_all(&mut *database)
            .await
            .map_err(|error| match error {
                sqlx::Error::Database(error) if error.message().contains("no such table") => {
                    fault("it has no schema of ours")
                }
                error => BackupError::unread(of, error),
            })?;
    let known = |(version, checksum): &(i64, Vec<u8>)| {
        super::SCHEMA.iter().any(|step| step.version == *version && *step.checksum == **checksum)
    };
    if !steps.iter().all(known) {
        return Err(fault("its schema is of another, newer program"));
    }
    count(database).await.map_err(|error| BackupError::unread(of, error))
}

/// What a database of the newest schema holds, whichever it is.
pub(super) async fn held(mut on: Session<'_>) -> Result<Holdings, sqlx::Error> {
    let mut held: Holdings = ask!(again(&mut on), HOLDINGS, [], fetch_one)?;
    (held.flags,) = ask!(again(&mut on), FLAGS, [], fetch_one)?;
    Ok(held)
}

async fn count(database: &mut SqliteConnection) -> Result<Holdings, sqlx::Error> {
    let mut held: Holdings = sqlx::query_as(HOLDINGS).fetch_one(&mut *database).await?;
    if has_flags(database).await? {
        (held.flags,) = sqlx::query_as(FLAGS).fetch_one(database).await?;
    }
    Ok(held)
}

/// Whether a database's schema knows flags: a backup may be older than they are.
pub(super) async fn has_flags(database: &mut SqliteConnection) -> Result<bool, sqlx::Error> {
    let (newest,): (i64,) =
        sqlx::query_as("SELECT COALESCE(MAX(version), 0) FROM _sqlx_migrations").fetch_one(database).await?;
    Ok(newest >= FLAGS_SINCE)
}
