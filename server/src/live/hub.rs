//! The hub holds what was last committed and wakes everyone who watches.
//!
//! A watch channel is the whole fan-out: it keeps only the newest value, so a slow viewer skips
//! ahead by itself and costs no memory. The entries before the newest are kept for a while, so
//! that viewers who come back are told what they missed without a look at the database.

use crate::clock::Clock;
use crate::domain::board::Board;
use crate::domain::facts::Facts;
use crate::meters;
use crate::store::Entry;
use crate::wire::{self, BeatFrame, BoardFrame, Change, Frame, State};
use axum::extract::ws::Utf8Bytes;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// How often a viewer hears that the server lives.
const BEAT: Duration = Duration::from_secs(15);
/// How many changes a frame tells at most.
const CHANGES: usize = 200;

/// What the world sees after an entry of the change log.
#[derive(Clone, Debug)]
pub struct Published {
    /// The entry.
    pub entry: Entry,
    /// The board after it.
    pub board: Board,
    /// The board as the wire tells it.
    pub state: State,
    /// The facts behind it.
    pub facts: Arc<Facts>,
}

struct Current {
    published: Arc<Published>,
    frame: Utf8Bytes,
    /// When it was published, for those who measure how long it takes to a socket.
    at: Instant,
}

/// The hub. Clones share it.
#[derive(Clone)]
pub struct Hub(Arc<Inner>);

struct Inner {
    site: String,
    current: watch::Sender<Arc<Current>>,
    beat: watch::Sender<Utf8Bytes>,
    recent: Mutex<VecDeque<Remembered>>,
    stop: CancellationToken,
    sockets: TaskTracker,
}

struct Remembered {
    seq: i64,
    changes: Vec<Change>,
}

impl Hub {
    /// How many entries are remembered for viewers who come back.
    pub const REMEMBERED: u32 = 200;

    /// A hub that shows `published`, and remembers the entries up to it. `site` is told with each board.
    pub fn new(site: String, published: Published, entries: &[Entry]) -> Self {
        let recent = entries.iter().map(remember).collect();
        let current = watch::Sender::new(Arc::new(Current::new(&site, published)));
        let beat = watch::Sender::new(Utf8Bytes::default());
        let (stop, sockets) = (CancellationToken::new(), TaskTracker::new());
        Self(Arc::new(Inner { site, current, beat, recent: Mutex::new(recent), stop, sockets }))
    }

    /// What pages rest on besides the board: another one means that only a fresh page shows the truth.
    pub fn site(&self) -> &str {
        &self.0.site
    }

    /// What was last published.
    pub fn current(&self) -> Arc<Published> {
        self.0.current.borrow().published.clone()
    }

    /// Shows a newer board to everyone. Only the holder of the writer's lock calls this.
    pub fn publish(&self, published: Published) {
        let committed = Instant::now();
        let mut recent = self.0.recent.lock().unwrap_or_else(PoisonError::into_inner);
        recent.push_back(remember(&published.entry));
        while recent.len() > Self::REMEMBERED as usize {
            recent.pop_front();
        }
        drop(recent);
        self.0.current.send_replace(Arc::new(Current::new(&self.0.site, published)));
        meters::published(committed.elapsed());
    }

    /// Remembers entries that are over before anyone saw their boards: whoever sees the next is told of them.
    /// Only the holder of the writer's lock calls this.
    pub fn pass(&self, entries: &[Entry]) {
        let mut recent = self.0.recent.lock().unwrap_or_else(PoisonError::into_inner);
        recent.extend(entries.iter().map(remember));
    }

    /// Sends the beats, as long as all is well; ends when the hub closes.
    pub async fn beat(&self, clock: &Clock, is_well: impl Fn() -> bool) {
        // The first beat is due when a board has been silent for as long; at start it would only tell
        // those who just came what they know.
        let mut ticks = tokio::time::interval_at(Instant::now() + BEAT, BEAT);
        loop {
            tokio::select! {
                () = self.0.stop.cancelled() => return,
                _ = ticks.tick() => {}
            }
            // A page that hears nothing says so; one that is told all is well believes it.
            if !is_well() {
                continue;
            }
            let seq = self.current().entry.seq;
            let frame = Frame::Beat(BeatFrame { seq, t: clock.now().as_millisecond() });
            self.0.beat.send_replace(encode(&frame));
        }
    }

    /// A new viewer, who has seen everything up to `since`.
    pub fn join(&self, since: Option<i64>) -> Viewer {
        // The channels are subscribed to before the first frame is read: nothing falls between.
        let (mut current, mut beat) = (self.0.current.subscribe(), self.0.beat.subscribe());
        current.mark_changed();
        beat.mark_unchanged();
        Viewer { hub: self.clone(), current, beat, seen: since, waited: false }
    }

    /// Makes a socket part of the hub: [`Hub::close`] waits for its end.
    pub fn track<F: Future>(&self, socket: F) -> impl Future<Output = F::Output> + use<F> {
        self.0.sockets.track_future(socket)
    }

    /// Is cancelled when the server stops.
    pub fn stop(&self) -> &CancellationToken {
        &self.0.stop
    }

    /// Tells every socket to close and waits until they have.
    pub async fn close(&self) {
        self.0.stop.cancel();
        self.0.sockets.close();
        self.0.sockets.wait().await;
    }

    /// The frame for a viewer who has seen everything up to `since`.
    fn frame(&self, current: &Current, since: Option<i64>) -> Utf8Bytes {
        let entry = &current.published.entry;
        match since {
            Some(since) if since != entry.seq - 1 && (0..=entry.seq).contains(&since) => {
                let (prev, changes) = self.missed(since, entry);
                let state = current.published.state.clone();
                encode(&Frame::Board(BoardFrame::new(entry, &self.0.site, state, prev, changes)))
            }
            _ => current.frame.clone(),
        }
    }

    /// What moved after `since` up to `entry`, whole entries, newest first to be kept.
    fn missed(&self, since: i64, entry: &Entry) -> (i64, Vec<Change>) {
        let recent = self.0.recent.lock().unwrap_or_else(PoisonError::into_inner);
        let mut told = 0;
        let kept: Vec<_> = (recent.iter().rev())
            .skip_while(|one| one.seq > entry.seq)
            .take_while(|one| {
                told += one.changes.len();
                one.seq > since && told <= CHANGES
            })
            .collect();
        let prev = kept.last().map_or(entry.seq, |oldest| oldest.seq - 1);
        (prev, kept.into_iter().rev().flat_map(|one| one.changes.iter().cloned()).collect())
    }
}

impl Current {
    fn new(site: &str, published: Published) -> Self {
        let entry = &published.entry;
        let changes = wire::changes(entry).collect();
        let frame = BoardFrame::new(entry, site, published.state.clone(), entry.seq - 1, changes);
        Self { frame: encode(&Frame::Board(frame)), published: Arc::new(published), at: Instant::now() }
    }
}

/// One viewer's place in the stream.
pub struct Viewer {
    hub: Hub,
    current: watch::Receiver<Arc<Current>>,
    beat: watch::Receiver<Utf8Bytes>,
    seen: Option<i64>,
    /// Whether the first board was handed over: only what comes after was waited for.
    waited: bool,
}

/// A frame on its way to a socket.
pub enum Outgoing {
    /// A board, and when it was published where the viewer waited for it.
    Board(Utf8Bytes, Option<Instant>),
    /// A beat.
    Beat(Utf8Bytes),
}

impl Viewer {
    /// The next frame: first the board, then the newest board or beat there is. Cancel-safe.
    pub async fn next(&mut self) -> Option<Outgoing> {
        tokio::select! {
            biased;
            changed = self.current.changed() => {
                changed.ok()?;
                let current = self.current.borrow_and_update().clone();
                let frame = self.hub.frame(&current, self.seen);
                self.seen = Some(current.published.entry.seq);
                let waited = std::mem::replace(&mut self.waited, true);
                Some(Outgoing::Board(frame, waited.then_some(current.at)))
            }
            changed = self.beat.changed() => {
                changed.ok()?;
                Some(Outgoing::Beat(self.beat.borrow_and_update().clone()))
            }
        }
    }
}

fn remember(entry: &Entry) -> Remembered {
    Remembered { seq: entry.seq, changes: wire::changes(entry).collect() }
}

fn encode(frame: &Frame) -> Utf8Bytes {
    serde_json::to_string(frame).expect("a frame has string keys and no failing serializer").into()
}
