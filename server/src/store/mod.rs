//! What is kept: reports and flags as revisions, and the change log that every push echoes.
//!
//! Append-only: no statement here updates or deletes a report, a flag, a batch, an entry or a change.
//! Methods are named by what they are for; each SQL text stands once. Commits are durable
//! (`synchronous=FULL`) before they are acknowledged.

mod backup;
mod batches;
mod corrections;
mod facts;
mod flags;
mod log;
mod proof;
mod reports;
mod tokens;

pub use backup::BackupError;
pub use batches::{Batch, BatchKind, Grounds};
pub use corrections::{Corrected, Correction, Page, Reason, Restated};
pub use facts::{Known, Learned};
pub use flags::{FlagKey, FlagRevision, NewFlag, UnitFlag};
pub use log::{Cause, Change, Entry, LastOfDay};
pub use proof::Holdings;
pub use reports::{NewReport, Origin, Report, Revision, Told, Which};
pub use tokens::{Role, Token};

use crate::meters;
use sqlx::SqlitePool;
use sqlx::migrate::Migrator;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use thiserror::Error;
use tokio::time::Instant;

/// The schema, step by step.
static SCHEMA: Migrator = sqlx::migrate!("../migrations");

/// What can go wrong with the database. Logged where it happens; a client is told only that
/// storing failed.
#[derive(Debug, Error)]
pub enum StoreError {
    /// The address is not one we can open.
    #[error("database {0:?}: write sqlite://FILE, as in sqlite://vungxanh.db")]
    Address(String),
    /// Another server has this database open.
    #[error("database {}: another server is using it", .0.display())]
    InUse(PathBuf),
    /// The lock file beside the database cannot be made.
    #[error("lock file {path}: {error}", path = .0.display(), error = .1)]
    Lock(PathBuf, std::io::Error),
    /// The file cannot be opened as a database.
    #[error("database {path}: {error}", path = .0.display(), error = .1)]
    Unopened(PathBuf, sqlx::Error),
    /// The schema could not be brought up to date.
    #[error("database schema: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    /// The database refused or failed.
    #[error("database: {0}")]
    Database(#[from] sqlx::Error),
    /// The operating system has no randomness.
    #[error("no randomness for a token: {0}")]
    NoRandomness(getrandom::Error),
    /// A row that this program cannot have written.
    #[error("database: {0} holds {1:?}, which no version of this program writes")]
    Foreign(&'static str, String),
}

/// The database. Clones share it.
#[derive(Clone, Debug)]
pub struct Store {
    pool: SqlitePool,
    file: PathBuf,
    // Held as long as any clone lives: a second server on the same file is refused.
    claim: Option<Arc<File>>,
}

/// A write under way: nothing of it is seen until [`Writing::commit`], and all of it after.
#[derive(Debug)]
pub struct Writing<'a>(sqlx::Transaction<'a, sqlx::Sqlite>);

impl Store {
    /// Opens a database, made where there is none, and brings its schema up to date.
    pub async fn open(address: &str) -> Result<Self, StoreError> {
        let file = file_of(address)?;
        let options = SqliteConnectOptions::new()
            .filename(&file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(10));
        let pool = SqlitePoolOptions::new().max_connections(8).connect_with(options).await;
        let pool = pool.map_err(|error| StoreError::Unopened(file.clone(), error))?;
        SCHEMA.run(&pool).await?;
        let file = file.canonicalize().unwrap_or(file);
        let mut random = [0; 16];
        getrandom::fill(&mut random).map_err(StoreError::NoRandomness)?;
        sqlx::query("INSERT INTO log (id) SELECT $1 WHERE NOT EXISTS (SELECT 1 FROM log)")
            .bind(hex::encode(random))
            .execute(&pool)
            .await?;
        Ok(Self { pool, file, claim: None })
    }

    /// Which database this is: made with it, and the same for no other.
    pub async fn log_id(&self) -> Result<String, StoreError> {
        let (id,) = sqlx::query_as("SELECT id FROM log").fetch_one(&self.pool).await?;
        Ok(id)
    }

    /// Claims the database for one server: `seq` and the boards in memory are its alone.
    pub fn claimed(mut self) -> Result<Self, StoreError> {
        self.claim = Some(Arc::new(claim(&self.file)?));
        Ok(self)
    }

    /// Begins a write; another write waits for its end.
    pub async fn write(&self) -> Result<Writing<'static>, StoreError> {
        Ok(Writing(self.pool.begin_with("BEGIN IMMEDIATE").await?))
    }

    /// Whether the database answers.
    pub async fn answers(&self) -> Result<(), StoreError> {
        sqlx::query("SELECT 1").execute(&self.pool).await?;
        Ok(())
    }

    /// Closes all connections; what is under way ends first.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

impl Writing<'_> {
    /// Makes the write durable and visible.
    pub async fn commit(self) -> Result<(), StoreError> {
        let begun = Instant::now();
        self.0.commit().await?;
        meters::committed(begun.elapsed());
        Ok(())
    }
}

/// The file of an address. The path is taken as it stands: read as a URL, one file would have many names.
fn file_of(address: &str) -> Result<PathBuf, StoreError> {
    let path = address.strip_prefix("sqlite://").filter(|path| !path.is_empty() && !path.contains([':', '?']));
    path.map(PathBuf::from).ok_or_else(|| StoreError::Address(address.to_owned()))
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
