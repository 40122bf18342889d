//! The writer. One lock orders all writes: batch numbers, report ids and `seq` are given out under
//! it, the commit happens under it, and what was committed is published before it is let go.
//!
//! Where several servers share a database, its lock stands beside theirs, and whoever has it first takes up
//! what the others wrote (`follow.rs`).
//!
//! What is in memory is always what the newest entry says. Where a commit's outcome is not known,
//! memory is compared with the log before anything else is written.

use super::delivery::{Delivery, Matter, SubmitError};
use super::follow::LogError;
use super::news::{News, Said};
use super::restate::restated;
use super::resume::{after, province, published, resume};
use crate::atlas::Atlas;
use crate::clock::{Clock, day_of, midnight, rfc3339};
use crate::domain::day::Day;
use crate::domain::facts::Facts;
use crate::domain::rate::rate;
use crate::domain::rules::timeline::Timeline;
use crate::domain::unit::UnitCode;
use crate::live::{Hub, Published, Shards};
use crate::meters;
use crate::store::{Batch, Cause, Restated, Store, StoreError, Writing};
use crate::wire::{self, Moved, Receipt};
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::{Mutex, Notify};
use tokio::time::timeout;
use tracing::{Instrument, error, info};

/// A write that takes longer than any should is given up: its connection is dead and does not say so.
const LONGEST: Duration = Duration::from_mins(2);

/// The writer. Clones share it.
#[derive(Clone)]
pub struct Desk(pub(super) Arc<Inner>);

pub(super) struct Inner {
    pub(super) store: Store,
    pub(super) atlas: Arc<Atlas>,
    pub(super) timeline: Arc<Timeline>,
    clock: Clock,
    pub(super) hub: Hub,
    pub(super) writer: Mutex<()>,
    /// Another server may have written the log.
    pub(super) wake: Notify,
    /// Whether a commit's outcome is not known, so that memory may be behind the log.
    in_doubt: AtomicBool,
}

/// What a batch makes.
struct Made {
    news: News,
    next: Published,
    /// What it moves on published boards of days that are over.
    restated: Vec<Restated>,
}

impl Desk {
    /// Takes up the province where the database left it: boards are computed afresh, and what
    /// moved while no server ran becomes an entry. Boards go out on `shards`. `demo` is told to pages, as part
    /// of what they show.
    pub async fn open(
        store: Store,
        atlas: Arc<Atlas>,
        timeline: Arc<Timeline>,
        clock: Clock,
        shards: Shards,
        demo: bool,
    ) -> Result<Self, StoreError> {
        let published = resume(&store, &atlas, &timeline, &clock).await?;
        let seq = published.entry.seq;
        let entries = store.entries(province(&atlas), seq - i64::from(Hub::REMEMBERED), seq).await?;
        let site = site(&atlas, &timeline, &store.log_id().await?, demo);
        let hub = Hub::new(site, &atlas.register, clock.clone(), shards, published, &entries);
        if store.is_shared() {
            hub.confirm();
        }
        let (writer, wake, in_doubt) = (Mutex::new(()), Notify::new(), AtomicBool::new(false));
        Ok(Self(Arc::new(Inner { store, atlas, timeline, clock, hub, writer, wake, in_doubt })))
    }

    /// The province whose desk it is.
    pub fn province(&self) -> &UnitCode {
        province(&self.0.atlas)
    }

    /// Where the boards are delivered from.
    pub fn hub(&self) -> &Hub {
        &self.0.hub
    }

    /// Stores a file's reports or flags and publishes the board they make, or tells what would come of
    /// it. It goes on to its end even if the sender goes away.
    pub async fn submit(&self, delivery: Delivery) -> Result<Receipt, SubmitError> {
        let desk = self.clone();
        let work = async move {
            let said = desk.read(&delivery).await?;
            desk.0.bounded(desk.0.submit(delivery, said)).await
        };
        let taken = tokio::spawn(work.in_current_span()).await.map_err(|_| SubmitError::Lost)?;
        if let Err(SubmitError::Rejected(refusals)) = &taken {
            refusals.first().iter().for_each(|refusal| meters::refused(refusal.code()));
            info!(refusals = refusals.total(), "a file was refused");
        }
        taken
    }

    /// Reads a file where it keeps nobody waiting: beside the threads that serve, before the writer's
    /// lock.
    async fn read(&self, delivery: &Delivery) -> Result<Said, SubmitError> {
        let (desk, matter, kind, bytes) =
            (self.clone(), delivery.matter.clone(), delivery.kind, delivery.bytes.clone());
        // The day cannot go back until the rows are stored.
        let today = self.0.clock.today().max(self.hub().current().entry.day);
        let read = move || {
            let register = &desk.0.atlas.register;
            match matter {
                Matter::Reports(absent, grounds) => super::read(kind, &bytes, register, Some(today))
                    .map(|reports| Said::Reports(reports, absent, grounds)),
                Matter::Flags => super::read_flags(kind, &bytes, register).map(Said::Flags),
            }
        };
        let read = tokio::task::spawn_blocking(read).await.map_err(|_| SubmitError::Lost)?;
        read.map_err(SubmitError::Rejected)
    }

    /// Waits for the write under way, of whichever server. Nothing can be stored any more with an instant
    /// before the one that is given back: instants are given out under the lock, but commits take time.
    pub async fn settle(&self) -> Result<Timestamp, StoreError> {
        drop(self.0.writer.lock().await);
        self.0.store.settle(&self.0.clock).await
    }

    /// Begins the day that the clock shows, where it has not begun.
    pub async fn begin_day(&self) -> Result<(), LogError> {
        let begin = async {
            let _writer = self.0.writer.lock().await;
            self.0.slide().await
        };
        self.0.bounded(begin).await
    }

    /// Slides the window at each midnight of the clock, for as long as the server runs.
    pub async fn keep_days(&self) {
        loop {
            let tomorrow = self.hub().current().entry.day.plus(1);
            self.0.clock.until(midnight(tomorrow)).await;
            if let Err(error) = self.begin_day().await {
                error!(%error, "the day could not be begun; trying again");
            }
            // It failed, or the clock that counts is another one and behind ours.
            if self.hub().current().entry.day < tomorrow {
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        }
    }
}

impl Inner {
    async fn submit(&self, delivery: Delivery, said: Said) -> Result<Receipt, SubmitError> {
        let register = &self.atlas.register;
        let _writer = self.writer.lock().await;
        self.slide().await?;
        let content_hash = delivery.hash();
        let mut writing = self.begin().await?;
        let current = self.hub.current();
        if !delivery.dry_run
            && let (Some(token), Some(key)) = (delivery.token, &delivery.idempotency_key)
            && let Some((hash, receipt)) = writing.batch_of_key(token, key).await?
        {
            if hash != content_hash {
                return Err(SubmitError::KeyReused);
            }
            return serde_json::from_str(&receipt)
                .map_err(|_| SubmitError::Store(StoreError::Foreign("batch.receipt", receipt)));
        }
        let rows = said.rows();
        let same_as = writing.batch_of_content(province(&self.atlas), &content_hash).await?;
        let news: News = match same_as {
            Some(_) => said.nothing(),
            None => said.news(&mut writing, register).await?,
        };
        news.check().map_err(SubmitError::Rejected)?;
        let (revisions, zeros_added) = (news.len(), news.zeros_added());
        let mut receipt = Receipt {
            batch: None,
            dry_run: delivery.dry_run,
            seq: current.entry.seq,
            same_as,
            rows,
            revisions,
            corrections: news.corrections(),
            unchanged: rows + zeros_added - revisions,
            zeros_added,
            as_of: rfc3339(current.entry.t),
            changes: Vec::new(),
            moved: Vec::new(),
            restated: 0,
            against_reason: news.against_reason(),
            warnings: Vec::new(),
        };
        if revisions == 0 {
            return Ok(receipt);
        }
        let mut made;
        (made, receipt.restated) = self.make(&mut writing, &current, news).await?;
        receipt.changes = made.iter().flat_map(|made| wire::changes(&made.next.entry)).collect();
        receipt.moved =
            made.last().map(|last| Moved::between(&current.board, &last.next.board, register)).unwrap_or_default();
        if delivery.dry_run {
            return Ok(receipt);
        }
        let first = writing.last_batch().await? + 1;
        for (no, Made { next: Published { entry, .. }, .. }) in (first..).zip(&mut made) {
            entry.batch = Some(no);
            (receipt.batch, receipt.seq, receipt.as_of) = (entry.batch, entry.seq, rfc3339(entry.t));
        }
        self.add(&mut writing, (&delivery, &content_hash), &receipt, &made).await?;
        let (news, next): (Vec<_>, Vec<_>) = made.into_iter().map(|made| (made.news, made.next)).unzip();
        self.commit(writing, next).await?;
        news.iter().for_each(News::count);
        info!(
            batch = receipt.batch,
            seq = receipt.seq,
            rows,
            revisions,
            moved = receipt.changes.len(),
            "{} stored",
            news.first().map_or("nothing", |news| news.kind().code())
        );
        Ok(receipt)
    }

    /// What comes of news, batch by batch, and how many standings on boards of days that are over all of it makes others.
    async fn make(
        &self,
        writing: &mut Writing<'_>,
        current: &Published,
        news: News,
    ) -> Result<(Vec<Made>, usize), StoreError> {
        let (register, today) = (&self.atlas.register, current.entry.day);
        let published = match news.over(today) {
            Some(days) => writing.published_days(province(&self.atlas), days).await?,
            None => BTreeSet::new(),
        };
        let restated = |before: &Facts, after: &Facts| restated(&self.timeline, register, (before, after), &published);
        let mut made: Vec<Made> = Vec::new();
        for news in news.batches() {
            let before = made.last().map_or(current, |made| &made.next);
            let facts = news.amended(&before.facts, register);
            let restated = restated(&before.facts, &facts);
            let now = writing.instant(&self.clock).await?;
            let next = self.next(before, Arc::new(facts), today, (now, news.cause()));
            made.push(Made { news, next, restated });
        }
        // What one batch moves the next may move further, or back.
        let all = match &made[..] {
            [] => 0,
            [one] => one.restated.len(),
            [.., last] => restated(&current.facts, &last.next.facts).len(),
        };
        Ok((made, all))
    }

    /// Adds batches with what they hold. The sender's key leads to the last, whose number the receipt tells.
    async fn add(
        &self,
        writing: &mut Writing<'_>,
        (delivery, hash): (&Delivery, &str),
        receipt: &Receipt,
        made: &[Made],
    ) -> Result<(), StoreError> {
        let told = serde_json::to_string(receipt).expect("a receipt has no failing serializer");
        for Made { news, next: Published { entry, .. }, restated } in made {
            let Some(no) = entry.batch else { continue };
            let batch = Batch {
                no,
                kind: news.kind(),
                province: province(&self.atlas).clone(),
                t: entry.t,
                token: delivery.token,
                content_hash: hash.to_owned(),
                idempotency_key: delivery.idempotency_key.clone().filter(|_| receipt.batch == Some(no)),
                receipt: told.clone(),
                grounds: news.grounds().cloned(),
            };
            writing.add_batch(&batch).await?;
            news.add(writing, no).await?;
            writing.add_restated(no, restated).await?;
        }
        Ok(())
    }

    /// Gives up a write that hangs on another machine; one to a file takes as long as it takes.
    async fn bounded<T, E: From<StoreError>>(&self, write: impl Future<Output = Result<T, E>>) -> Result<T, E> {
        if !self.store.is_shared() {
            return write.await;
        }
        timeout(LONGEST, write).await.unwrap_or_else(|_| Err(StoreError::Silent.into()))
    }

    /// Begins a write, with all in memory that was written before it.
    async fn begin(&self) -> Result<Writing<'static>, LogError> {
        let writing = self.store.write().await?;
        if self.store.is_shared() || self.in_doubt.load(Ordering::Relaxed) {
            self.catch_up().await?;
            self.in_doubt.store(false, Ordering::Relaxed);
        }
        Ok(writing)
    }

    /// Begins the day that the clock shows, where it is later than the board's and no other server did.
    async fn slide(&self) -> Result<(), LogError> {
        if self.clock.today() <= self.hub.current().entry.day {
            return Ok(());
        }
        let mut writing = self.begin().await?;
        let now = writing.instant(&self.clock).await?;
        let (current, today) = (self.hub.current(), day_of(now));
        if today <= current.entry.day {
            return Ok(());
        }
        let next = self.next(&current, current.facts.clone(), today, (now, Cause::Midnight));
        info!(seq = next.entry.seq, day = %today, moved = next.entry.changes.len(), "a day began");
        self.commit(writing, vec![next]).await
    }

    fn next(&self, current: &Published, facts: Arc<Facts>, day: Day, (now, cause): (Timestamp, Cause)) -> Published {
        let t = after(current.entry.t, now);
        let board = rate(&self.timeline, &self.atlas.register, &facts, day);
        published(&self.atlas, &self.timeline, &current.board, facts, board, (current.entry.seq + 1, t, cause))
    }

    /// Appends the entries, commits, and only then publishes the last of them: a file is never shown by halves.
    async fn commit(&self, mut writing: Writing<'_>, mut made: Vec<Published>) -> Result<(), LogError> {
        for made in &made {
            writing.add_entry(province(&self.atlas), &made.entry).await?;
        }
        if let Err(error) = writing.commit().await {
            error!(%error, "a commit's outcome is not known; reading the log again");
            self.in_doubt.store(true, Ordering::Relaxed);
            self.catch_up().await?;
            self.in_doubt.store(false, Ordering::Relaxed);
            return Err(error.into());
        }
        if let Some(newest) = made.pop() {
            self.hub.pass(&made.into_iter().map(|made| made.entry).collect::<Vec<_>>());
            self.hub.publish(newest);
        }
        Ok(())
    }
}

/// What a page that is open rests on, besides the board: where any of it is another, only a fresh
/// page shows the truth.
fn site(atlas: &Atlas, timeline: &Timeline, log: &str, demo: bool) -> String {
    let mode = if demo { "demo" } else { "serve" };
    let parts = [env!("CARGO_PKG_VERSION"), mode, &atlas.register_hash, &atlas.map.etag, &timeline.fingerprint(), log];
    hex::encode(&Sha256::digest(parts.join(" "))[..8])
}
