//! What is kept: reports and flags as revisions, and the change log that every push echoes.
//!
//! Append-only: no statement here updates or deletes a report, a flag, a batch, an entry or a change.
//! Methods are named by what they are for; each SQL text stands once and is asked of SQLite or PostgreSQL
//! alike. Commits are durable (in a file by `synchronous=FULL`) before they are acknowledged.

mod backup;
mod batches;
mod corrections;
mod engine;
mod facts;
mod flags;
mod log;
mod migrate;
mod proof;
mod reports;
mod shared;
mod tokens;

pub use backup::BackupError;
pub use batches::{Batch, BatchKind, Grounds};
pub use corrections::{Corrected, Correction, Page, Reason, Restated, Touched};
pub use facts::{Known, Learned};
pub use flags::{FlagKey, FlagRevision, Flagged, NewFlag, UnitFlag};
pub use log::{Cause, Change, Entry, LastOfDay};
pub use migrate::MigrateError;
pub use proof::Holdings;
pub use reports::{NewReport, Origin, Report, Revision, Told, Which};
pub use shared::Listener;
pub use tokens::{Role, Token};

use crate::meters;
use engine::{Address, Begun, On, Pool, Session, ask, tell};
use sqlx::migrate::Migrator;
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use thiserror::Error;
use tokio::time::Instant;

/// The schema, step by step.
static SCHEMA: Migrator = sqlx::migrate!("../migrations");

/// What can go wrong with the database. Logged where it happens; a client is told only that
/// storing failed.
#[derive(Debug, Error)]
pub enum StoreError {
    /// The address is not one we can open.
    #[error("database {0:?}: write sqlite://FILE, as in sqlite://vungxanh.db, or postgres://USER@HOST/DATABASE")]
    Address(String),
    /// It is not a file, and only files can be copied so.
    #[error("a PostgreSQL is backed up and restored with its own tools: pg_dump, pg_restore")]
    NotAFile,
    /// Another server has this database open.
    #[error("database {}: another server is using it", .0.display())]
    InUse(PathBuf),
    /// The lock file beside the database cannot be made.
    #[error("lock file {path}: {error}", path = .0.display(), error = .1)]
    Lock(PathBuf, std::io::Error),
    /// The folder in which the file should be is not there.
    #[error("database {}: there is no folder {}; make it, or name another file by --database sqlite://FILE", .0.display(), .1.display())]
    NoFolder(PathBuf, PathBuf),
    /// What is there cannot be opened as a database, or nothing answers.
    #[error("database {0}: {1}")]
    Unopened(String, sqlx::Error),
    /// The schema could not be brought up to date.
    #[error("database schema: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    /// The database refused or failed.
    #[error("database: {0}")]
    Database(#[from] sqlx::Error),
    /// It was asked and said nothing for longer than anything takes.
    #[error("database: no answer")]
    Silent,
    /// The operating system has no randomness.
    #[error("no randomness for a token: {0}")]
    NoRandomness(getrandom::Error),
    /// A row that this program cannot have written.
    #[error("database: {0} holds {1:?}, which no version of this program writes")]
    Foreign(&'static str, String),
}

impl StoreError {
    /// Whether the database could not be reached, or went away: the same may go well in a moment.
    pub fn is_away(&self) -> bool {
        // A server that starts, stops, is full or cuts a connection off; a lock that another kept for too long.
        const PASSING: [&str; 5] = ["08", "53", "57P", "55P03", "25P03"];
        let Self::Database(error) = self else { return matches!(self, Self::Silent) };
        match error {
            sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed => true,
            sqlx::Error::Database(error) => error
                .code()
                .is_some_and(|code| code.len() == 5 && PASSING.iter().any(|passing| code.starts_with(passing))),
            _ => false,
        }
    }
}

/// The database. Clones share it.
#[derive(Clone, Debug)]
pub struct Store {
    pool: Pool,
    /// Where it is a file: its path.
    file: Option<PathBuf>,
    /// Whether it is a file that was not there before.
    made: bool,
    // Held as long as any clone lives: a second server on the same file is refused.
    claim: Option<Arc<File>>,
}

/// A write under way: nothing of it is seen until [`Writing::commit`], and all of it after.
#[derive(Debug)]
pub struct Writing<'a>(Begun<'a>);

impl Store {
    /// Opens a database, brings its schema up to date, and gives it its name where it has none. A file is
    /// made where there is none.
    pub async fn open(address: &str) -> Result<Self, StoreError> {
        let address = Address::parse(address)?;
        let made = matches!(&address, Address::File(file) if !file.exists());
        let pool = address.connect().await?;
        match &pool {
            On::Sqlite(pool) => SCHEMA.run(pool).await?,
            On::Postgres(pool) => SCHEMA.run(pool).await?,
        }
        let file = address.file().map(|file| file.canonicalize().unwrap_or(file));
        let store = Self { pool, file, made, claim: None };
        let mut random = [0; 16];
        getrandom::fill(&mut random).map_err(StoreError::NoRandomness)?;
        // Several servers may start on the same empty database: one of them names it.
        let mut writing = store.write().await?;
        writing.sort_by_bytes().await?;
        tell!(
            writing.on(),
            "INSERT INTO log (id) SELECT $1 WHERE NOT EXISTS (SELECT 1 FROM log)",
            [hex::encode(random)]
        )?;
        writing.commit().await?;
        Ok(store)
    }

    /// Which database this is: made with it, and the same for no other.
    pub async fn log_id(&self) -> Result<String, StoreError> {
        let (id,) = ask!(&self.pool, "SELECT id FROM log", [], fetch_one)?;
        Ok(id)
    }

    /// The file, where there was none before.
    pub fn made(&self) -> Option<&Path> {
        self.file.as_deref().filter(|_| self.made)
    }

    /// Claims a file for one server: `seq` and the boards in memory are its alone. A PostgreSQL is for as
    /// many as want it: they find each other's writes in the log.
    pub fn claimed(mut self) -> Result<Self, StoreError> {
        if let Some(file) = &self.file {
            self.claim = Some(Arc::new(claim(file)?));
        }
        Ok(self)
    }

    /// Begins a write; another write, of whichever server, waits for its end.
    pub async fn write(&self) -> Result<Writing<'static>, StoreError> {
        match &self.pool {
            On::Sqlite(pool) => Ok(Writing(On::Sqlite(pool.begin_with("BEGIN IMMEDIATE").await?))),
            On::Postgres(pool) => shared::begin(pool).await,
        }
    }

    /// Whether the database answers.
    pub async fn answers(&self) -> Result<(), StoreError> {
        Ok(tell!(&self.pool, "SELECT 1", [])?)
    }

    /// Closes all connections; what is under way ends first.
    pub async fn close(&self) {
        match &self.pool {
            On::Sqlite(pool) => pool.close().await,
            On::Postgres(pool) => pool.close().await,
        }
    }
}

impl Writing<'_> {
    /// Makes the write durable and visible.
    pub async fn commit(self) -> Result<(), StoreError> {
        let begun = Instant::now();
        match self.0 {
            On::Sqlite(begun) => begun.commit().await?,
            On::Postgres(begun) => begun.commit().await?,
        }
        meters::committed(begun.elapsed());
        Ok(())
    }

    /// Its connection.
    fn on(&mut self) -> Session<'_> {
        match &mut self.0 {
            On::Sqlite(begun) => On::Sqlite(begun),
            On::Postgres(begun) => On::Postgres(begun),
        }
    }
}

/// The file of an address, where it is one.
fn file_of(address: &str) -> Result<PathBuf, StoreError> {
    Address::parse(address)?.file().ok_or(StoreError::NotAFile)
}

/// Locks the file beside a database. Who holds it is the one that writes there.
fn claim(database: &Path) -> Result<File, StoreError> {
    let path = beside(database, ".lock");
    let file = File::create(&path).map_err(|error| StoreError::Lock(path.clone(), error))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StoreError::InUse(database.to_owned())),
        Err(TryLockError::Error(error)) => Err(StoreError::Lock(path, error)),
    }
}

fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    name.into()
}
