//! Keeping up with the log where other servers write it, too: what is in memory is what the newest entry
//! says, whoever wrote it. A word that was lost loses nothing, since the log is read again after each
//! interruption and, whatever was heard, every few seconds.

use super::desk::{Desk, Inner};
use super::resume::province;
use crate::domain::facts::Facts;
use crate::domain::rate::rate;
use crate::live::Published;
use crate::store::{Entry, Store, StoreError};
use crate::wire::Kept;
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use std::convert::Infallible;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use thiserror::Error;
use tokio::time::{sleep, timeout};
use tracing::{info, warn};

/// How often the log is read where nothing was heard.
const LOOK_AGAIN: Duration = Duration::from_secs(5);
/// From so long on, doubled each time, is waited before the database is tried again; at most [`LOOK_AGAIN`].
const FIRST_PAUSE: Duration = Duration::from_millis(100);
/// Entries that are read at once.
const PAGE: i64 = 1000;

/// Why the log cannot be followed.
#[derive(Debug, Error)]
pub enum LogError {
    /// The database failed or does not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Another server judges otherwise: by other rules, for another register, or as another version does.
    #[error("entry {0} was not judged as this server judges: another version, rule set or register writes this log")]
    OtherRules(i64),
    /// What was shown is not in the log: the database was put back, or replaced by one that lagged behind.
    #[error("entry {0} is not in the log as it was shown: the database is another one, or was put back")]
    OtherLog(i64),
}

/// Publishes what other servers write of some provinces, for as long as the server runs. It ends only where what
/// was shown is not in the log: then nothing in memory can be built upon.
pub async fn follow(store: &Store, desks: &[Desk]) -> LogError {
    let following: FuturesUnordered<_> = desks.iter().map(Desk::follow).collect();
    let mut following = pin!(following);
    tokio::select! {
        Some(error) = following.next() => error,
        never = hear(store, desks) => match never {},
    }
}

/// Wakes those whose log went on. One connection hears for all.
async fn hear(store: &Store, desks: &[Desk]) -> Infallible {
    let mut pause = FIRST_PAUSE;
    loop {
        let failed: Result<Infallible, StoreError> = async {
            let Some(mut others) = store.listen().await? else { return std::future::pending().await };
            loop {
                // What was said before we heard is in the log.
                for desk in desks {
                    desk.0.wake.notify_one();
                }
                pause = FIRST_PAUSE;
                while let Some((province, seq)) = others.heard().await? {
                    let of = desks.iter().filter(|desk| desk.province().as_str() == province);
                    of.filter(|desk| desk.hub().current().entry.seq < seq).for_each(|desk| desk.0.wake.notify_one());
                }
            }
        }
        .await;
        match failed {
            Ok(never) => match never {},
            Err(error) => warn!(%error, "other servers cannot be heard; trying again"),
        }
        sleep(pause).await;
        pause = (pause * 2).min(LOOK_AGAIN);
    }
}

impl Desk {
    /// Follows the log of its province.
    async fn follow(&self) -> LogError {
        if !self.0.store.is_shared() {
            return std::future::pending().await;
        }
        let mut pause = FIRST_PAUSE;
        loop {
            // A connection can be dead and not say so.
            match timeout(LOOK_AGAIN, self.look()).await.unwrap_or_else(|_| Err(StoreError::Silent.into())) {
                Ok(()) => {
                    pause = FIRST_PAUSE;
                    // Woken or not, it looks again.
                    let _ = timeout(LOOK_AGAIN, self.0.wake.notified()).await;
                }
                Err(error @ LogError::OtherLog(_)) => return error,
                Err(error) => {
                    warn!(%error, province = %self.province(), "the log cannot be followed; trying again");
                    sleep(pause).await;
                    pause = (pause * 2).min(LOOK_AGAIN);
                }
            }
        }
    }

    async fn look(&self) -> Result<(), LogError> {
        let _writer = self.0.writer.lock().await;
        self.0.catch_up().await
    }
}

impl Inner {
    /// Takes up what the log has beyond what is shown, as one board. Under the writer's lock.
    pub(super) async fn catch_up(&self) -> Result<(), LogError> {
        loop {
            let current = self.hub.current();
            let seq = current.entry.seq;
            let mut entries = self.store.entries(province(&self.atlas), seq - 1, seq - 1 + PAGE).await?.into_iter();
            if entries.next().as_ref() != Some(&current.entry) {
                return Err(LogError::OtherLog(seq));
            }
            let mut entries: Vec<Entry> = entries.collect();
            let Some(newest) = entries.pop() else { break };
            let facts = self.learn(&current.facts, &entries, &newest).await?;
            let next = self.judged(newest, facts)?;
            info!(seq = next.entry.seq, entries = entries.len() + 1, "the log went on");
            self.hub.pass(&entries);
            self.hub.publish(next);
        }
        if self.store.is_shared() {
            self.hub.confirm();
        }
        Ok(())
    }

    /// The facts with what the batches of some entries in a row hold.
    async fn learn(&self, known: &Arc<Facts>, entries: &[Entry], last: &Entry) -> Result<Arc<Facts>, StoreError> {
        let Some(first) = entries.iter().chain([last]).find_map(|entry| entry.batch) else { return Ok(known.clone()) };
        let mut facts = Facts::clone(known);
        self.store.learn(&self.atlas.register, &mut facts, (first, last.t)).await?;
        Ok(Arc::new(facts))
    }

    /// The board after an entry, which must be the one that the entry tells.
    fn judged(&self, entry: Entry, facts: Arc<Facts>) -> Result<Published, LogError> {
        let register = &self.atlas.register;
        let board = rate(&self.timeline, register, &facts, entry.day);
        let alike = entry.ruleset == self.timeline.on(entry.day).hash && entry.register == self.atlas.register_hash;
        if !alike || Kept::by(&entry)? != Kept::of(&board, register) {
            return Err(LogError::OtherRules(entry.seq));
        }
        Ok(Published { entry, board, facts })
    }
}
