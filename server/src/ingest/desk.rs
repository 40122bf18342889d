//! The writer. One lock orders all writes: batch numbers, report ids and `seq` are given out under
//! it, the commit happens under it, and what was committed is published before it is let go.
//!
//! What is in memory is always what the newest entry says. Where a commit's outcome is not known,
//! memory is rebuilt from the database before anything else is written.

use super::refusal::Refusal;
use crate::atlas::Atlas;
use crate::clock::{Clock, from_millis, midnight, rfc3339};
use crate::domain::board::Board;
use crate::domain::day::Day;
use crate::domain::facts::Facts;
use crate::domain::rate::rate;
use crate::domain::report::Counts;
use crate::domain::rules::RuleSet;
use crate::domain::unit::{Tier, UnitCode};
use crate::live::{Hub, Published};
use crate::meters;
use crate::store::{Batch, Cause, Change, Entry, NewReport, Origin, Report, Revision, Store, StoreError, Writing};
use crate::wire::{self, Receipt, State};
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use thiserror::Error;
use tokio::sync::Mutex;
use tracing::{Instrument, error, info, warn};

/// What a batch says of communes it leaves out.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, serde::Deserialize, clap::ValueEnum, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Absent {
    /// They had no case: a zero is added where there is neither a row nor a report already.
    Zero,
    /// Nothing is known of them.
    #[default]
    Missing,
}

/// A file as it came in.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// Its bytes.
    pub bytes: bytes::Bytes,
    /// What it says of communes it leaves out.
    pub absent: Absent,
    /// The token it was sent with; none for the demo's own feed.
    pub token: Option<i64>,
    /// The sender's key against doing the same thing twice.
    pub idempotency_key: Option<String>,
}

impl Delivery {
    /// SHA-256 of the bytes, and of how they are to be read where that is not as they stand.
    fn hash(&self) -> String {
        let said: &[u8] = if self.absent == Absent::Zero { b"absent=zero" } else { b"" };
        hex::encode(Sha256::new().chain_update(&self.bytes).chain_update(said).finalize())
    }
}

/// Why a file was not taken. Nothing of it is stored.
#[derive(Debug, Error)]
pub enum SubmitError {
    /// Rows are wrong.
    #[error("{} rows are wrong", .0.len())]
    Rejected(Vec<Refusal>),
    /// The key was used for other bytes.
    #[error("the idempotency key was used for another file")]
    KeyReused,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The task that wrote was lost.
    #[error("the writer stopped before it was done")]
    Lost,
}

/// The writer. Clones share it.
#[derive(Clone)]
pub struct Desk(Arc<Inner>);

struct Inner {
    store: Store,
    atlas: Arc<Atlas>,
    rules: Arc<RuleSet>,
    clock: Clock,
    hub: Hub,
    writer: Mutex<()>,
}

impl Desk {
    /// Takes up the province where the database left it: boards are computed afresh, and what
    /// moved while no server ran becomes an entry.
    pub async fn open(store: Store, atlas: Arc<Atlas>, rules: Arc<RuleSet>, clock: Clock) -> Result<Self, StoreError> {
        let published = resume(&store, &atlas, &rules, &clock).await?;
        let seq = published.entry.seq;
        let entries = store.entries(province(&atlas), seq - i64::from(Hub::REMEMBERED), seq).await?;
        let hub = Hub::new(published, &entries);
        Ok(Self(Arc::new(Inner { store, atlas, rules, clock, hub, writer: Mutex::new(()) })))
    }

    /// Where the boards are delivered from.
    pub fn hub(&self) -> &Hub {
        &self.0.hub
    }

    /// Stores a file's reports and publishes the board they make. It goes on to its end even if
    /// the sender goes away.
    pub async fn submit(&self, delivery: Delivery) -> Result<Receipt, SubmitError> {
        let desk = self.clone();
        let work = async move { desk.0.submit(delivery).await };
        let taken = tokio::spawn(work.in_current_span()).await.map_err(|_| SubmitError::Lost)?;
        if let Err(SubmitError::Rejected(refusals)) = &taken {
            refusals.iter().for_each(|refusal| meters::refused(refusal.code()));
            info!(refusals = refusals.len(), "a file was refused");
        }
        taken
    }

    /// Waits for the write under way. Afterwards nothing can be stored any more with an instant that
    /// had passed before: instants are given out under the writer's lock, but commits take time.
    pub async fn settle(&self) {
        drop(self.0.writer.lock().await);
    }

    /// Slides the window at each midnight of the clock, for as long as the server runs.
    pub async fn keep_days(&self) {
        loop {
            let tomorrow = midnight(self.hub().current().entry.day.plus(1));
            self.0.clock.until(tomorrow).await;
            let _writer = self.0.writer.lock().await;
            if let Err(error) = self.0.slide().await {
                error!(%error, "the day could not be begun; trying again");
                tokio::time::sleep(std::time::Duration::from_secs(1)).await;
            }
        }
    }
}

impl Inner {
    async fn submit(&self, delivery: Delivery) -> Result<Receipt, SubmitError> {
        let register = &self.atlas.register;
        let _writer = self.writer.lock().await;
        self.slide().await?;
        let current = self.hub.current();
        let reports =
            super::read_csv(&delivery.bytes, register, Some(current.entry.day)).map_err(SubmitError::Rejected)?;
        let content_hash = delivery.hash();
        let mut writing = self.store.write().await?;
        if let (Some(token), Some(key)) = (delivery.token, &delivery.idempotency_key)
            && let Some((hash, receipt)) = writing.batch_of_key(token, key).await?
        {
            if hash != content_hash {
                return Err(SubmitError::KeyReused);
            }
            return serde_json::from_str(&receipt)
                .map_err(|_| SubmitError::Store(StoreError::Foreign("batch.receipt", receipt)));
        }
        let rows = reports.len();
        let (news, unchanged) = self.news(&mut writing, reports, delivery.absent).await?;
        let mut receipt = Receipt {
            batch: None,
            seq: current.entry.seq,
            rows,
            revisions: news.len(),
            corrections: news.iter().filter(|new| new.revision > 1).count(),
            unchanged,
            zeros_added: news.iter().filter(|new| new.origin == Origin::Absent).count(),
            as_of: rfc3339(current.entry.t),
            changes: Vec::new(),
        };
        if news.is_empty() {
            return Ok(receipt);
        }
        let mut facts = (*current.facts).clone();
        for NewReport { report, .. } in &news {
            if let Some(at) = register.index_of(&report.unit) {
                facts.set(at, report.day, &report.counts);
            }
        }
        let (last_batch, last_report) = writing.last_numbers().await?;
        let mut next = self.next(&current, Arc::new(facts), current.entry.day, Cause::Reports);
        next.entry.batch = Some(last_batch + 1);
        receipt.batch = next.entry.batch;
        receipt.seq = next.entry.seq;
        receipt.as_of = rfc3339(next.entry.t);
        receipt.changes = wire::changes(&next.entry).collect();
        let batch = Batch {
            no: last_batch + 1,
            province: province(&self.atlas).clone(),
            t: next.entry.t,
            token: delivery.token,
            content_hash,
            idempotency_key: delivery.idempotency_key,
            receipt: serde_json::to_string(&receipt).expect("a receipt has no failing serializer"),
        };
        writing.add_batch(&batch).await?;
        writing.add_reports(batch.no, last_report + 1, &news).await?;
        self.commit(writing, next).await?;
        meters::stored(receipt.revisions);
        info!(
            batch = batch.no,
            seq = receipt.seq,
            rows,
            revisions = receipt.revisions,
            moved = receipt.changes.len(),
            "reports stored"
        );
        Ok(receipt)
    }

    /// What a file says that was not known, and how many of its rows say nothing new.
    async fn news(
        &self,
        writing: &mut Writing<'_>,
        reports: Vec<Report>,
        absent: Absent,
    ) -> Result<(Vec<NewReport>, usize), StoreError> {
        let days: BTreeSet<Day> = reports.iter().map(|report| report.day).collect();
        let mut known: HashMap<Day, HashMap<UnitCode, Revision>> = HashMap::new();
        for &day in &days {
            known.insert(day, writing.reports_of_day(day).await?);
        }
        let mut zeros = Vec::new();
        if absent == Absent::Zero {
            let told: BTreeSet<(Day, &UnitCode)> = reports.iter().map(|report| (report.day, &report.unit)).collect();
            let register = &self.atlas.register;
            for &day in &days {
                let communes = register.of_tier(Tier::Commune).map(|at| &register.units()[at].code);
                let left_out = communes.filter(|&unit| !told.contains(&(day, unit)) && !known[&day].contains_key(unit));
                zeros.extend(left_out.map(|unit| zero(unit, day)));
            }
        }
        let mut unchanged = 0;
        let mut news = Vec::new();
        for report in reports {
            match known[&report.day].get(&report.unit) {
                Some(now) if now.report == report => unchanged += 1,
                now => {
                    let revision = 1 + now.map_or(0, |now| now.revision);
                    news.push(NewReport { report, origin: Origin::Row, revision });
                }
            }
        }
        news.extend(zeros);
        Ok((news, unchanged))
    }

    /// Begins the day that the clock shows, where it is later than the board's.
    async fn slide(&self) -> Result<(), StoreError> {
        let current = self.hub.current();
        let today = self.clock.today();
        if today <= current.entry.day {
            return Ok(());
        }
        let next = self.next(&current, current.facts.clone(), today, Cause::Midnight);
        let writing = self.store.write().await?;
        info!(seq = next.entry.seq, day = %today, moved = next.entry.changes.len(), "a day began");
        self.commit(writing, next).await
    }

    fn next(&self, current: &Published, facts: Arc<Facts>, day: Day, cause: Cause) -> Published {
        let t = after(current.entry.t, &self.clock);
        let board = rate(&self.rules, &self.atlas.register, &facts, day);
        published(&self.atlas, &self.rules, &current.board, facts, board, (current.entry.seq + 1, t, cause))
    }

    /// Appends the entry, commits, and only then publishes.
    async fn commit(&self, mut writing: Writing<'_>, next: Published) -> Result<(), StoreError> {
        writing.add_entry(province(&self.atlas), &next.entry).await?;
        if let Err(error) = writing.commit().await {
            error!(%error, "a commit's outcome is not known; reading the log again");
            let now = resume(&self.store, &self.atlas, &self.rules, &self.clock).await?;
            if now.entry.seq > self.hub.current().entry.seq {
                self.hub.publish(now);
            }
            return Err(error);
        }
        self.hub.publish(next);
        Ok(())
    }
}

/// The newest entry with its board, computed afresh; where the fresh board is another one, because
/// days passed or the rules changed, an entry that says so.
async fn resume(store: &Store, atlas: &Atlas, rules: &RuleSet, clock: &Clock) -> Result<Published, StoreError> {
    let register = &atlas.register;
    let seq = store.last_seq(province(atlas)).await?;
    let last = store.entries(province(atlas), seq - 1, seq).await?.pop();
    let mut facts = Facts::none(register.units().len());
    store
        .reports_as_of(province(atlas), Timestamp::MAX, |revision| {
            if let Some(at) = register.index_of(&revision.report.unit) {
                facts.set(at, revision.report.day, &revision.report.counts);
            } else {
                warn!(unit = %revision.report.unit, "a stored report is of a unit that the register does not have");
            }
        })
        .await?;
    let facts = Arc::new(facts);
    let Some(last) = last else {
        let day = clock.today();
        let nothing = Board::empty(day, register.units().len());
        let board = rate(rules, register, &facts, day);
        let first = published(atlas, rules, &nothing, facts, board, (1, clock.now(), Cause::Start));
        return append(store, atlas, first).await;
    };
    let day = clock.today().max(last.day);
    let board = rate(rules, register, &facts, day);
    let state = state_of(&last)?;
    let same_rules = last.ruleset == rules.hash && last.register == atlas.register_hash;
    if same_rules && last.day == day && state == State::of(&board, register) {
        return Ok(Published { entry: last, board, state, facts });
    }
    let before = (last.register == atlas.register_hash)
        .then(|| state.standings(register, rules.params.undetermined))
        .flatten()
        .map_or_else(|| Board::empty(last.day, register.units().len()), |standings| Board { day: last.day, standings });
    let cause = if same_rules && last.day < day { Cause::Midnight } else { Cause::Ruleset };
    let next = published(atlas, rules, &before, facts, board, (last.seq + 1, after(last.t, clock), cause));
    append(store, atlas, next).await
}

async fn append(store: &Store, atlas: &Atlas, next: Published) -> Result<Published, StoreError> {
    let mut writing = store.write().await?;
    writing.add_entry(province(atlas), &next.entry).await?;
    writing.commit().await?;
    Ok(next)
}

fn published(
    atlas: &Atlas,
    rules: &RuleSet,
    before: &Board,
    facts: Arc<Facts>,
    board: Board,
    (seq, t, cause): (i64, Timestamp, Cause),
) -> Published {
    let level =
        |standing: &crate::domain::board::Standing| standing.level().map(super::super::domain::level::Level::number);
    let mut changes: Vec<_> = (board.moves_since(before).into_iter())
        .map(|moved| Change {
            unit: atlas.register.units()[moved.unit].code.clone(),
            from: level(&moved.from),
            to: level(&moved.to),
        })
        .collect();
    // The order in which the database hands them out again.
    changes.sort_by(|a, b| a.unit.cmp(&b.unit));
    let state = State::of(&board, &atlas.register);
    let json = "a map of codes has string keys and no failing serializer";
    let entry = Entry {
        seq,
        t,
        day: board.day,
        cause,
        batch: None,
        ruleset: rules.hash.clone(),
        register: atlas.register_hash.clone(),
        levels: state.levels.clone(),
        ranges: serde_json::to_string(&state.open).expect(json),
        marks: serde_json::to_string(&state.marks).expect(json),
        changes,
    };
    Published { entry, board, state, facts }
}

/// The instant of the next commit: now, and later than the one before, so that what was known at
/// an instant is settled once the instant has passed.
fn after(last: Timestamp, clock: &Clock) -> Timestamp {
    let next = last.as_millisecond() + 1;
    from_millis(clock.now().as_millisecond().max(next))
}

fn state_of(entry: &Entry) -> Result<State, StoreError> {
    let foreign = |text: &str| StoreError::Foreign("entry", text.to_owned());
    Ok(State {
        levels: entry.levels.clone(),
        open: serde_json::from_str(&entry.ranges).map_err(|_| foreign(&entry.ranges))?,
        marks: serde_json::from_str(&entry.marks).map_err(|_| foreign(&entry.marks))?,
    })
}

fn province(atlas: &Atlas) -> &UnitCode {
    &atlas.register.province().code
}

fn zero(unit: &UnitCode, day: Day) -> NewReport {
    let report = Report { unit: unit.clone(), day, counts: Counts::zero(), source: None, note: None };
    NewReport { report, origin: Origin::Absent, revision: 1 }
}
