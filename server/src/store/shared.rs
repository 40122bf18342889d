//! What several servers on one PostgreSQL need, and one on a file does not: a lock that orders the writes
//! of all of them, one clock, a word to the others that the log went on, and one order of texts.

use super::engine::On;
use super::{Store, StoreError, Writing};
use crate::clock::{Clock, from_millis};
use crate::domain::unit::UnitCode;
use jiff::Timestamp;
use sqlx::PgPool;
use sqlx::postgres::PgListener;

/// The lock under which every write of this database happens. It is one for all provinces in it, as the
/// numbers of batches and reports are.
const LOCK: i64 = i64::from_be_bytes(*b"vungxanh");

/// The channel on which the servers tell each other that the log went on.
const CHANNEL: &str = "vungxanh";

/// Takes the lock, and with it care that nobody holds it for ever: whoever waits for it gives up after a
/// while, and a server that stops in the middle of a write (paused, cut off) has its write undone.
const BEGIN: &str = "SELECT set_config('lock_timeout', '30s', true),
    set_config('idle_in_transaction_session_timeout', '10s', true), pg_advisory_xact_lock($1)";

/// Waits for the writes under way, and keeps nobody else who only waits.
const SETTLE: &str = "SELECT set_config('lock_timeout', '30s', true), pg_advisory_xact_lock_shared($1)";

const NOW: &str = "SELECT FLOOR(EXTRACT(EPOCH FROM clock_timestamp()) * 1000)::BIGINT";

/// SQLite compares texts byte by byte, and so do we in memory; a PostgreSQL may have been made to compare
/// them as a dictionary does. Columns that do not yet are made to, so that either database gives the same order.
const SORT_BY_BYTES: &str = "DO $$ DECLARE it record; BEGIN
    FOR it IN SELECT table_name, column_name FROM information_schema.columns
        WHERE table_schema = current_schema() AND data_type = 'text' AND collation_name IS DISTINCT FROM 'C'
        AND table_name IN ('log', 'token', 'batch', 'report', 'flag', 'restated', 'entry', 'change')
    LOOP
        EXECUTE format('ALTER TABLE %I ALTER COLUMN %I TYPE TEXT COLLATE \"C\"', it.table_name, it.column_name);
    END LOOP;
END $$";

/// Begins a write under the lock.
pub(super) async fn begin(pool: &PgPool) -> Result<Writing<'static>, StoreError> {
    let mut begun = pool.begin().await?;
    sqlx::query(BEGIN).bind(LOCK).execute(&mut *begun).await?;
    Ok(Writing(On::Postgres(begun)))
}

impl Store {
    /// Whether other servers may write to it as well.
    pub fn is_shared(&self) -> bool {
        matches!(self.pool, On::Postgres(_))
    }

    /// Waits for the writes under way of all servers; the instant after which the next one will be.
    pub async fn settle(&self, clock: &Clock) -> Result<Timestamp, StoreError> {
        let On::Postgres(pool) = &self.pool else { return Ok(clock.now()) };
        let mut settling = pool.begin().await?;
        sqlx::query(SETTLE).bind(LOCK).execute(&mut *settling).await?;
        let mut settling = Writing(On::Postgres(settling));
        settling.instant(clock).await
    }

    /// Hears what other servers write; none where there cannot be others.
    pub async fn listen(&self) -> Result<Option<Listener>, StoreError> {
        let On::Postgres(pool) = &self.pool else { return Ok(None) };
        let mut listener = PgListener::connect_with(pool).await?;
        listener.listen(CHANNEL).await?;
        Ok(Some(Listener(listener)))
    }
}

impl Writing<'_> {
    /// The instant it is. Where servers share a database it is the database's: their own clocks may differ,
    /// and what one of them said to be settled the next must not add to. A simulated clock is what it is.
    pub async fn instant(&mut self, clock: &Clock) -> Result<Timestamp, StoreError> {
        match &mut self.0 {
            On::Postgres(begun) if !clock.is_simulated() => {
                let (t,): (i64,) = sqlx::query_as(NOW).fetch_one(&mut **begun).await?;
                Ok(from_millis(t))
            }
            _ => Ok(clock.now()),
        }
    }

    /// Tells the other servers, once this is committed, how far the log of a province goes.
    pub(super) async fn notify(&mut self, province: &UnitCode, seq: i64) -> Result<(), StoreError> {
        if let On::Postgres(begun) = &mut self.0 {
            let sql = "SELECT pg_notify($1, $2)";
            sqlx::query(sql).bind(CHANNEL).bind(format!("{province} {seq}")).execute(&mut **begun).await?;
        }
        Ok(())
    }

    /// Makes texts sort in the order of their bytes.
    pub(super) async fn sort_by_bytes(&mut self) -> Result<(), StoreError> {
        if let On::Postgres(begun) = &mut self.0 {
            sqlx::raw_sql(SORT_BY_BYTES).execute(&mut **begun).await?;
        }
        Ok(())
    }
}

/// Hears that a log went on.
#[derive(Debug)]
pub struct Listener(PgListener);

impl Listener {
    /// Waits until a server says how far it wrote the log of a province. None: something may have been said and
    /// not been heard.
    pub async fn heard(&mut self) -> Result<Option<(String, i64)>, StoreError> {
        let word = self.0.try_recv().await?;
        Ok(word.and_then(|word| {
            let (province, seq) = word.payload().split_once(' ')?;
            Some((province.to_owned(), seq.parse().ok()?))
        }))
    }
}
