//! Which database it is: SQLite or PostgreSQL. Every SQL text stands once and is asked of either through
//! the macros here; what only one of them knows (files, pragmas, locks, notifications) says so by a match.

use super::StoreError;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{PgConnection, PgPool, Postgres, Sqlite, SqliteConnection, SqlitePool, Transaction};
use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

/// Something of the one database or of the other.
#[derive(Clone, Debug)]
pub(super) enum On<S, P> {
    Sqlite(S),
    Postgres(P),
}

/// Connections.
pub(super) type Pool = On<SqlitePool, PgPool>;
/// A write under way.
pub(super) type Begun<'a> = On<Transaction<'a, Sqlite>, Transaction<'a, Postgres>>;
/// A connection on which one thing is asked after the other.
pub(super) type Session<'a> = On<&'a mut SqliteConnection, &'a mut PgConnection>;

/// The same connection, to be used once more.
pub(super) fn again<'a>(connection: &'a mut Session<'_>) -> Session<'a> {
    match connection {
        On::Sqlite(on) => On::Sqlite(on),
        On::Postgres(on) => On::Postgres(on),
    }
}

/// Connections that a server holds at most.
const CONNECTIONS: u32 = 8;
/// How long a question waits for a connection. A database on the machine is there or is not; another
/// machine's may be about to come back, but nobody who asked waits for long.
const PATIENCE: Duration = Duration::from_secs(5);

/// Asks for rows: the SQL text, what is bound to `$1`, `$2`, …, and how the answer is taken.
macro_rules! ask {
    ($on:expr, $sql:expr, [$($value:expr),* $(,)?], $take:ident) => {
        match $on {
            $crate::store::engine::On::Sqlite(on) => sqlx::query_as($sql)$(.bind($value))*.$take(on).await,
            $crate::store::engine::On::Postgres(on) => sqlx::query_as($sql)$(.bind($value))*.$take(on).await,
        }
    };
}

/// Takes rows of a type one by one as they come, so that they are never all in memory.
macro_rules! ask_each {
    ($on:expr, $row:ty, $sql:expr, [$($value:expr),* $(,)?], $each:expr) => {
        match $on {
            $crate::store::engine::On::Sqlite(on) => {
                let mut rows = sqlx::query_as::<_, $row>($sql)$(.bind($value))*.fetch(on);
                while let Some(row) = futures_util::TryStreamExt::try_next(&mut rows).await? {
                    $each(row)?;
                }
            }
            $crate::store::engine::On::Postgres(on) => {
                let mut rows = sqlx::query_as::<_, $row>($sql)$(.bind($value))*.fetch(on);
                while let Some(row) = futures_util::TryStreamExt::try_next(&mut rows).await? {
                    $each(row)?;
                }
            }
        }
    };
}

/// Does what gives back no rows.
macro_rules! tell {
    ($on:expr, $sql:expr, [$($value:expr),* $(,)?]) => {
        match $on {
            $crate::store::engine::On::Sqlite(on) => {
                sqlx::query($sql)$(.bind($value))*.execute(on).await.map(drop)
            }
            $crate::store::engine::On::Postgres(on) => {
                sqlx::query($sql)$(.bind($value))*.execute(on).await.map(drop)
            }
        }
    };
}

/// Adds many rows in one statement; the last argument binds one of them.
macro_rules! insert {
    ($on:expr, $sql:expr, $rows:expr, $bind:expr) => {
        match $on {
            $crate::store::engine::On::Sqlite(on) => {
                let mut insert = sqlx::QueryBuilder::<sqlx::Sqlite>::new($sql);
                insert.push_values($rows, $bind);
                insert.build().execute(on).await.map(drop)
            }
            $crate::store::engine::On::Postgres(on) => {
                let mut insert = sqlx::QueryBuilder::<sqlx::Postgres>::new($sql);
                insert.push_values($rows, $bind);
                insert.build().execute(on).await.map(drop)
            }
        }
    };
}

pub(super) use {ask, ask_each, insert, tell};

/// Where a database is.
#[derive(Clone, Debug)]
pub(super) enum Address {
    File(PathBuf),
    Server(Box<PgConnectOptions>),
}

impl Address {
    /// Reads an address. The path of a file is taken as it stands: read as a URL, one file would have many names.
    pub(super) fn parse(text: &str) -> Result<Self, StoreError> {
        let fault = || StoreError::Address(without_secret(text));
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            let options = PgConnectOptions::from_str(text).map_err(|_| fault())?;
            return Ok(Self::Server(Box::new(
                options.application_name("vungxanh").options([("client_min_messages", "warning")]),
            )));
        }
        let path = text.strip_prefix("sqlite://").filter(|path| !path.is_empty() && !path.contains([':', '?']));
        path.map(|path| Self::File(path.into())).ok_or_else(fault)
    }

    /// The file, where it is one.
    pub(super) fn file(self) -> Option<PathBuf> {
        match self {
            Self::File(file) => Some(file),
            Self::Server(_) => None,
        }
    }

    pub(super) async fn connect(&self) -> Result<Pool, StoreError> {
        match self {
            Self::File(file) => connect_file(file).await.map(On::Sqlite),
            Self::Server(options) => {
                let pool = PgPoolOptions::new().max_connections(CONNECTIONS).acquire_timeout(PATIENCE);
                let pool = pool.connect_with((**options).clone()).await;
                pool.map(On::Postgres).map_err(|error| StoreError::Unopened(place(options), error))
            }
        }
    }
}

async fn connect_file(file: &Path) -> Result<SqlitePool, StoreError> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.is_dir());
    if let Some(folder) = folder {
        return Err(StoreError::NoFolder(file.to_owned(), folder.to_owned()));
    }
    // Only its owner may read what offices sent; SQLite gives the files beside it the same mode. It is there
    // already, or cannot be made: then SQLite says so.
    let _ = OpenOptions::new().write(true).create_new(true).mode(0o600).open(file);
    let options = SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(10));
    let pool = SqlitePoolOptions::new().max_connections(CONNECTIONS).connect_with(options).await;
    pool.map_err(|error| StoreError::Unopened(file.display().to_string(), error))
}

/// Where a PostgreSQL is, for people: never its password.
fn place(options: &PgConnectOptions) -> String {
    let host = options.get_socket().map_or(options.get_host().to_owned(), |socket| socket.display().to_string());
    format!("{} on {host}:{}", options.get_database().unwrap_or(options.get_username()), options.get_port())
}

/// An address that cannot be read, as it may be told: whatever stands where a password could is left out.
fn without_secret(text: &str) -> String {
    let shown = text.rsplit_once('@').map_or(text.to_owned(), |(_, place)| format!("…@{place}"));
    shown.split_once('?').map_or(shown.clone(), |(place, _)| format!("{place}?…"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_file_or_a_server_and_a_wrong_one_tells_no_secret() {
        assert_eq!(Address::parse("sqlite://a b.db").unwrap().file(), Some("a b.db".into()));
        assert!(Address::parse("postgresql://u:hush@h/d?sslmode=require").unwrap().file().is_none());
        for wrong in ["postgres//u:hush@h/d", "postgres://u:hush@h:port/d", "mysql://u:hush@h", "sqlite://u:hush@h"] {
            let said = Address::parse(wrong).unwrap_err().to_string();
            assert!(said.contains('h') && !said.contains("hush"), "{said}");
        }
        let said = Address::parse("postgres:/h/d?password=hush").unwrap_err().to_string();
        assert!(!said.contains("hush"), "{said}");
    }
}
