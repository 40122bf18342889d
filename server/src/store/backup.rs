//! Copies of a database: made while a server writes, and only kept once they are proved whole.
//!
//! A copy is written beside the place it is for, proved, and only then given its name, which must
//! be free: under that name there is never half a copy, and nothing is ever overwritten. A backup
//! and a restore are the same copy; a restore claims the place first, as a server does.

use super::proof::{Holdings, has_flags, holdings, whole};
use super::{Store, StoreError, beside, claim, file_of};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Connection, SqliteConnection};
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::NamedTempFile;
use thiserror::Error;

/// Why there is no copy.
#[derive(Debug, Error)]
pub enum BackupError {
    /// The address or the claim.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There is nothing to copy.
    #[error("{}: there is no such file", .0.display())]
    Missing(PathBuf),
    /// The place is taken.
    #[error("{}: exists, and nothing is overwritten; move it aside first", .0.display())]
    Taken(PathBuf),
    /// The file cannot be read as a database, or its copy cannot be written.
    #[error("{path}: {error}", path = .0.display(), error = .1)]
    Database(PathBuf, sqlx::Error),
    /// The folder or the file.
    #[error("{path}: {error}", path = .0.display(), error = .1)]
    Io(PathBuf, io::Error),
    /// A path that SQLite cannot be told.
    #[error("{}: write the path in UTF-8", .0.display())]
    Name(PathBuf),
    /// SQLite finds a backup cut off or damaged.
    #[error("{path}: cut off or damaged ({error}); copy it again, or take another backup", path = .0.display(), error = .1)]
    Damaged(PathBuf, String),
    /// The same of a database that is to be backed up.
    #[error("{path}: cut off or damaged ({error}); stop its server, move it aside and restore the last backup", path = .0.display(), error = .1)]
    DamagedDatabase(PathBuf, String),
    /// It is a database, and not a whole one of ours.
    #[error("{path}: not a whole database of this program: {fault}", path = .0.display(), fault = .1)]
    NotWhole(PathBuf, String),
}

impl BackupError {
    /// Why a database could not be read.
    pub(super) fn unread(file: &Path, error: sqlx::Error) -> Self {
        /// `SQLITE_CORRUPT`, `SQLITE_IOERR_SHORT_READ`.
        const DAMAGED: [&str; 2] = ["11", "522"];
        match error {
            sqlx::Error::Database(error) if error.code().is_some_and(|code| DAMAGED.contains(&&*code)) => {
                Self::Damaged(file.to_owned(), error.message().to_owned())
            }
            error => Self::Database(file.to_owned(), error),
        }
    }

    /// The same where the source is a database and no backup, for which another would do.
    fn of_database(self) -> Self {
        match self {
            Self::Damaged(file, error) => Self::DamagedDatabase(file, error),
            other => other,
        }
    }
}

/// What a copy must have as its source does: everything up to the copy's newest, and that the same.
const DIFFERENCES: [(&str, &str); 4] = [
    (
        "batches",
        "SELECT (SELECT COUNT(*) FROM main.batch WHERE no <= (SELECT MAX(no) FROM copy.batch)) - (SELECT COUNT(*) FROM copy.batch)",
    ),
    (
        "reports",
        "SELECT (SELECT COUNT(*) FROM main.report WHERE id <= (SELECT MAX(id) FROM copy.report)) - (SELECT COUNT(*) FROM copy.report)",
    ),
    (
        "changes",
        "SELECT (SELECT COUNT(*) FROM main.change m WHERE m.seq <= (SELECT MAX(seq) FROM copy.entry e
         WHERE e.province = m.province AND e.channel = m.channel)) - (SELECT COUNT(*) FROM copy.change)",
    ),
    ("the change log", "SELECT COUNT(*) FROM (SELECT * FROM copy.entry EXCEPT SELECT * FROM main.entry)"),
];

const FLAG_DIFFERENCE: (&str, &str) = (
    "flags",
    "SELECT (SELECT COUNT(*) FROM main.flag WHERE id <= (SELECT MAX(id) FROM copy.flag)) - (SELECT COUNT(*) FROM copy.flag)",
);

impl Store {
    /// Copies a database to a new file, while a server may be writing; what the copy holds.
    pub async fn back_up(address: &str, to: &Path) -> Result<Holdings, BackupError> {
        let (part, held) = copy(&file_of(address)?, to).await.map_err(BackupError::of_database)?;
        keep(part, to)?;
        Ok(held)
    }

    /// Makes a database of a copy, where there is none and no server waits for one.
    pub async fn restore(from: &Path, address: &str) -> Result<Holdings, BackupError> {
        let to = file_of(address)?;
        let to = folder(&to)?.join(to.file_name().unwrap_or_default());
        let _claim = claim(&to)?;
        // What is left of another database's log would be taken for this one's.
        for left in ["-wal", "-shm", "-journal"] {
            free(&beside(&to, left))?;
        }
        let (part, held) = copy(from, &to).await?;
        // Its numbers will be given out once more: open pages must see that it is another log. The
        // next one who opens it gives it a new id.
        let unwritten = |error| BackupError::Database(to.clone(), error);
        let mut restored = open(part.path(), false).await.map_err(unwritten)?;
        sqlx::query("DELETE FROM log").execute(&mut restored).await.map_err(unwritten)?;
        restored.close().await.map_err(unwritten)?;
        keep(part, &to)?;
        Ok(held)
    }
}

/// Gives a copy its name, where that is free.
fn keep(part: NamedTempFile, to: &Path) -> Result<(), BackupError> {
    let unwritten = |error| BackupError::Io(to.to_owned(), error);
    part.as_file().sync_all().map_err(unwritten)?;
    part.persist_noclobber(to).map_err(|error| match error.error.kind() {
        io::ErrorKind::AlreadyExists => BackupError::Taken(to.to_owned()),
        _ => unwritten(error.error),
    })?;
    // The name, too, must outlive a power cut.
    File::open(folder(to)?).and_then(|folder| folder.sync_all()).map_err(unwritten)
}

/// A copy without a name yet, proved whole, and what it holds.
async fn copy(from: &Path, to: &Path) -> Result<(NamedTempFile, Holdings), BackupError> {
    free(to)?;
    if !from.is_file() {
        return Err(BackupError::Missing(from.to_owned()));
    }
    let folder = folder(to)?;
    let unwritten = |error| BackupError::Io(to.to_owned(), error);
    // Only its owner may read it: it holds what offices sent, and the hashes of tokens.
    let part = tempfile::Builder::new().prefix(".vungxanh-").suffix(".part").tempfile_in(&folder).map_err(unwritten)?;
    let path = part.path().to_str().ok_or_else(|| BackupError::Name(part.path().to_owned()))?;
    let unread = |error| BackupError::unread(from, error);
    let mut source = open(from, false).await.map_err(unread)?;
    let before = holdings(&mut source, from).await?;
    sqlx::query("VACUUM INTO $1").bind(path).execute(&mut source).await.map_err(unread)?;
    let held = whole(part.path(), from).await?;
    same(&mut source, path, from).await?;
    if held.batches < before.batches || held.entries < before.entries || held.tokens < before.tokens {
        return Err(BackupError::NotWhole(from.to_owned(), format!("of {before} were copied {held}")));
    }
    source.close().await.map_err(unread)?;
    Ok((part, held))
}

/// The copy is what its source was a moment ago; the source may have gone on since.
async fn same(source: &mut SqliteConnection, copy: &str, of: &Path) -> Result<(), BackupError> {
    let unread = |error| BackupError::unread(of, error);
    sqlx::query("ATTACH DATABASE $1 AS copy").bind(copy).execute(&mut *source).await.map_err(unread)?;
    let flags = has_flags(source).await.map_err(unread)?.then_some(FLAG_DIFFERENCE);
    for (what, difference) in DIFFERENCES.into_iter().chain(flags) {
        let (n,): (Option<i64>,) = sqlx::query_as(difference).fetch_one(&mut *source).await.map_err(unread)?;
        // Where the copy has none there is no newest one; what was there before is counted apart.
        if n.is_some_and(|n| n != 0) {
            return Err(BackupError::NotWhole(of.to_owned(), format!("{what} differ between it and its copy")));
        }
    }
    sqlx::query("DETACH DATABASE copy").execute(source).await.map_err(unread)?;
    Ok(())
}

pub(super) async fn open(file: &Path, read_only: bool) -> Result<SqliteConnection, sqlx::Error> {
    let options = SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(false)
        .read_only(read_only)
        .busy_timeout(Duration::from_secs(10));
    SqliteConnection::connect_with(&options).await
}

fn folder(of: &Path) -> Result<PathBuf, BackupError> {
    let parent = of.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    parent.canonicalize().map_err(|error| BackupError::Io(parent.to_owned(), error))
}

fn free(path: &Path) -> Result<(), BackupError> {
    match path.symlink_metadata() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(BackupError::Io(path.to_owned(), error)),
        Ok(_) => Err(BackupError::Taken(path.to_owned())),
    }
}
