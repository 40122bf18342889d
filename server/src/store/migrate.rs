//! A province moved from one database to another, of whichever kind: every row of every table, all or
//! nothing, and kept only where both give the same hashes in the end.

use super::batches::ROWS;
use super::engine::{Address, On, Session, again, ask, insert};
use super::proof::{Holdings, held};
use super::{Store, StoreError};
use futures_util::{StreamExt, TryStreamExt};
use sha2::{Digest, Sha256};
use sqlx::{AssertSqlSafe, ColumnIndex, Database, Decode, Row, Type};
use std::path::PathBuf;
use thiserror::Error;

/// Why nothing was moved.
#[derive(Debug, Error)]
pub enum MigrateError {
    /// One of the two.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There is nothing to move.
    #[error("{}: there is no such file", .0.display())]
    Missing(PathBuf),
    /// They are one.
    #[error("both addresses lead to the same database")]
    Same,
    /// The other database is in use.
    #[error("the database to move to holds rows of {0} already; nothing of it was changed")]
    Taken(&'static str),
    /// What was written is not what was read.
    #[error("{0} differs after it was moved; nothing was kept")]
    Differs(&'static str),
}

impl From<sqlx::Error> for MigrateError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

/// The tables, those first that others refer to, and the order of their rows. Which database it is (`log`)
/// stays with each: the numbers of the one that is left might be given out again.
const TABLES: [(&str, &str); 7] = [
    ("token", "id"),
    ("batch", "no"),
    ("report", "id"),
    ("flag", "id"),
    ("restated", "batch, day, unit"),
    ("entry", "province, channel, seq"),
    ("change", "province, channel, seq, unit"),
];

/// The columns of a table, and whether they hold numbers.
type Columns = Vec<(String, bool)>;

/// What stands in a row and a column.
enum Cell {
    Number(Option<i64>),
    Text(Option<String>),
}

impl Store {
    /// Moves everything from one database to another, in which nothing is yet. Servers must be stopped: what
    /// they store in the meantime stays behind. What it is, and its hash.
    pub async fn migrate(from: &str, to: &str) -> Result<(Holdings, String), MigrateError> {
        if let Address::File(file) = Address::parse(from)?
            && !file.is_file()
        {
            return Err(MigrateError::Missing(file));
        }
        let (from, to) = (Self::open(from).await?.claimed()?, Self::open(to).await?);
        if from.log_id().await? == to.log_id().await? {
            return Err(MigrateError::Same);
        }
        let to = to.claimed()?;
        let (mut reading, mut writing) = (from.write().await?, to.write().await?);
        for (table, _) in TABLES {
            let (rows,): (i64,) = ask!(writing.on(), count(table), [], fetch_one)?;
            if rows > 0 {
                return Err(MigrateError::Taken(table));
            }
        }
        let mut all = Sha256::new();
        for table in TABLES {
            let columns = columns(reading.on(), table.0).await?;
            let read = copy(reading.on(), table, &columns, Some(writing.on())).await?;
            if copy(writing.on(), table, &columns, None).await? != read {
                return Err(MigrateError::Differs(table.0));
            }
            all.update(read);
        }
        let held = held(writing.on()).await?;
        writing.commit().await?;
        drop(reading);
        from.close().await;
        to.close().await;
        Ok((held, hex::encode(all.finalize())))
    }
}

fn count(table: &str) -> AssertSqlSafe<String> {
    AssertSqlSafe(format!("SELECT COUNT(*) FROM {table}"))
}

/// The columns of a table, in the order of their names.
async fn columns(on: Session<'_>, table: &str) -> Result<Columns, sqlx::Error> {
    let sql = match on {
        On::Sqlite(_) => "SELECT name, lower(type) FROM pragma_table_info($1) ORDER BY name",
        On::Postgres(_) => {
            "SELECT column_name::TEXT COLLATE \"C\" AS name, data_type::TEXT FROM information_schema.columns
             WHERE table_schema = current_schema() AND table_name = $1 ORDER BY name"
        }
    };
    let found: Vec<(String, String)> = ask!(on, sql, [table], fetch_all)?;
    Ok(found.into_iter().map(|(name, kind)| (name, kind == "bigint")).collect())
}

/// Reads a table in order, and writes it to another place where one is given; its hash.
async fn copy(
    from: Session<'_>,
    table: (&str, &str),
    columns: &Columns,
    mut to: Option<Session<'_>>,
) -> Result<Vec<u8>, sqlx::Error> {
    let names = columns.iter().map(|(name, _)| &**name).collect::<Vec<_>>().join(", ");
    let select = AssertSqlSafe(format!("SELECT {names} FROM {} ORDER BY {}", table.0, table.1));
    let insert = format!("INSERT INTO {} ({names}) ", table.0);
    let mut hash = Sha256::new();
    let mut rows = match from {
        On::Sqlite(from) => {
            let rows = sqlx::query(select).fetch(from);
            rows.and_then(|row| async move { cells(&row, columns) }).boxed()
        }
        On::Postgres(from) => {
            let rows = sqlx::query(select).fetch(from);
            rows.and_then(|row| async move { cells(&row, columns) }).boxed()
        }
    }
    .try_chunks(ROWS);
    while let Some(chunk) = rows.try_next().await.map_err(|error| error.1)? {
        chunk.iter().flatten().for_each(|cell| cell.mark(&mut hash));
        if let Some(to) = &mut to {
            insert!(again(to), &insert, chunk, |mut row, cells| {
                for cell in cells {
                    match cell {
                        Cell::Number(number) => row.push_bind(number),
                        Cell::Text(text) => row.push_bind(text),
                    };
                }
            })?;
        }
    }
    Ok(hash.finalize().to_vec())
}

fn cells<R: Row>(row: &R, columns: &Columns) -> Result<Vec<Cell>, sqlx::Error>
where
    usize: ColumnIndex<R>,
    for<'r> i64: Decode<'r, R::Database> + Type<R::Database>,
    for<'r> String: Decode<'r, R::Database> + Type<R::Database>,
    R::Database: Database,
{
    let cell = |(at, (_, is_number)): (usize, &(String, bool))| {
        Ok(if *is_number { Cell::Number(row.try_get(at)?) } else { Cell::Text(row.try_get(at)?) })
    };
    columns.iter().enumerate().map(cell).collect()
}

impl Cell {
    /// Adds itself to a hash, so that no two rows look alike that are not.
    fn mark(&self, hash: &mut Sha256) {
        match self {
            Self::Number(None) | Self::Text(None) => hash.update([0]),
            Self::Number(Some(number)) => hash.update([&[1], &number.to_be_bytes()[..]].concat()),
            Self::Text(Some(text)) => {
                hash.update([&[2], &(text.len() as u64).to_be_bytes()[..], text.as_bytes()].concat());
            }
        }
    }
}
