//! The hub holds what was last committed, and wakes everyone who watches.
//!
//! It keeps only the newest board: a slow viewer skips ahead by itself and costs no memory. A frame
//! is encoded once for all who have seen as much of the same scope, whichever thread asks first.

use super::encoded::Encoded;
use super::fresh::{Fresh, LOST};
use super::memory::{Memory, Missed};
use super::scope::{Scope, Scopes};
use super::shard::Shards;
use super::viewer::Viewer;
use crate::clock::Clock;
use crate::domain::board::Board;
use crate::domain::facts::Facts;
use crate::domain::unit::{Register, UnitCode};
use crate::meters;
use crate::store::Entry;
use crate::wire::{BeatFrame, BoardFrame, Frame, Standings};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::watch;

/// What a frame may weigh, in bytes.
const FRAME: usize = 16_000;

/// What the world sees after an entry of the change log.
#[derive(Clone, Debug)]
pub struct Published {
    /// The entry.
    pub entry: Entry,
    /// The board after it.
    pub board: Board,
    /// The facts behind it.
    pub facts: Arc<Facts>,
}

/// What was last published, with its frames as far as anyone asked for them.
pub(super) struct Newest {
    published: Arc<Published>,
    frames: Mutex<HashMap<(Scope, Option<i64>), Encoded>>,
    /// When it was published, for those who measure how long it takes to a socket.
    pub(super) at: Instant,
}

/// The hub. Clones share it.
#[derive(Clone)]
pub struct Hub(Arc<Inner>);

struct Inner {
    site: String,
    clock: Clock,
    scopes: Scopes,
    newest: watch::Sender<Arc<Newest>>,
    memory: Mutex<Memory>,
    shards: Shards,
    fresh: Fresh,
}

impl Hub {
    /// How many entries are remembered for viewers who come back.
    pub const REMEMBERED: u32 = 200;

    /// A hub that shows `published`, and remembers the entries up to it. `site` is told with each board.
    pub fn new(
        site: String,
        register: &Register,
        clock: Clock,
        shards: Shards,
        published: Published,
        entries: &[Entry],
    ) -> Self {
        let scopes = Scopes::new(register);
        let mut memory = Memory::new(Self::REMEMBERED as usize);
        for entry in entries {
            memory.push(entry, &scopes);
        }
        let newest = watch::Sender::new(Arc::new(Newest::new(published)));
        let (memory, fresh) = (Mutex::new(memory), Fresh::default());
        Self(Arc::new(Inner { site, clock, scopes, newest, memory, shards, fresh }))
    }

    /// What pages rest on besides the board: another one means that only a fresh page shows the truth.
    pub fn site(&self) -> &str {
        &self.0.site
    }

    /// What was last published.
    pub fn current(&self) -> Arc<Published> {
        self.0.newest.borrow().published.clone()
    }

    /// What a viewer of a unit watches.
    pub fn scope(&self, unit: &UnitCode) -> Option<Scope> {
        self.0.scopes.of(unit)
    }

    /// The units of a scope, by their places in the register.
    pub fn units(&self, scope: Scope) -> Vec<usize> {
        self.0.scopes.members(scope).map(|(at, _)| at).collect()
    }

    /// The sockets that boards go out on.
    pub fn shards(&self) -> &Shards {
        &self.0.shards
    }

    /// Shows a newer board to everyone. Only the holder of the writer's lock calls this.
    pub fn publish(&self, published: Published) {
        let committed = Instant::now();
        self.memory(|memory| memory.push(&published.entry, &self.0.scopes));
        self.0.newest.send_replace(Arc::new(Newest::new(published)));
        self.0.shards.wake();
        meters::published(committed.elapsed());
    }

    /// Remembers entries that are over before anyone saw their boards: whoever sees the next is told of them.
    /// Only the holder of the writer's lock calls this.
    pub fn pass(&self, entries: &[Entry]) {
        self.memory(|memory| entries.iter().for_each(|entry| memory.push(entry, &self.0.scopes)));
    }

    /// The board was the newest a moment ago, though others may write the log.
    pub fn confirm(&self) {
        self.0.fresh.renew();
    }

    /// How long ago the board was known to be the newest; none where nobody else writes the log.
    pub fn behind(&self) -> Option<Duration> {
        self.0.fresh.age()
    }

    /// Whether the board is the newest, as far as can be known. Where it may not be, nobody is told that all is
    /// well: a page that hears nothing says so.
    pub fn is_current(&self) -> bool {
        self.behind().is_none_or(|age| age < LOST)
    }

    /// A new viewer whom another way than a socket carries to, who has seen everything up to `since`.
    pub fn join(&self, scope: Scope, since: Option<i64>) -> Viewer {
        Viewer::new(self.clone(), self.0.newest.subscribe(), scope, since)
    }

    pub(super) fn newest(&self) -> Arc<Newest> {
        self.0.newest.borrow().clone()
    }

    /// Whether anything that was published after `since` is news to a scope.
    pub(super) fn reached(&self, scope: Scope, since: i64, newest: &Newest) -> bool {
        scope == Scope::ALL || self.memory(|memory| memory.reached(scope, since, newest.seq()))
    }

    /// The frame for a viewer of a scope who has seen everything up to `since`.
    pub(super) fn frame(&self, newest: &Newest, scope: Scope, since: Option<i64>) -> Encoded {
        // One who claims to have seen what is not there yet has seen another log, and is told the newest entry.
        let since = since.filter(|since| (0..=newest.seq()).contains(since));
        let since = self.memory(|memory| since.map(|since| memory.since(scope, since)));
        let mut frames = newest.frames.lock().unwrap_or_else(PoisonError::into_inner);
        frames.entry((scope, since)).or_insert_with(|| self.encode(newest, scope, since)).clone()
    }

    fn encode(&self, newest: &Newest, scope: Scope, since: Option<i64>) -> Encoded {
        let Published { entry, board, .. } = &*newest.published;
        let since = since.unwrap_or(entry.seq - 1);
        let scopes = &self.0.scopes;
        let standings = Standings::of(scopes.members(scope).filter_map(|(at, _)| board.standings.get(at)));
        let room = FRAME.saturating_sub(standings.bytes());
        let Missed { prev, changes } = self.memory(|memory| memory.missed(scopes, scope, (since, entry.seq), room));
        let unit = scopes.code(scope).map(ToString::to_string);
        Encoded::new(&Frame::Board(BoardFrame::new(entry, &self.0.site, unit, standings, prev, changes)))
    }

    /// A sign of life. On a socket it comes with a ping in the same write: who answers neither of two is gone.
    pub(super) fn beat(&self) -> Encoded {
        const PING: [u8; 2] = [0x89, 0];
        let frame = BeatFrame { seq: self.newest().seq(), t: self.0.clock.now().as_millisecond() };
        Encoded::with_prefix(&PING, &Frame::Beat(frame))
    }

    /// Which hub this is, among those that share the sockets.
    pub(super) fn id(&self) -> usize {
        Arc::as_ptr(&self.0).addr()
    }

    fn memory<T>(&self, look: impl FnOnce(&mut Memory) -> T) -> T {
        look(&mut self.0.memory.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Newest {
    fn new(published: Published) -> Self {
        Self { published: Arc::new(published), frames: Mutex::default(), at: Instant::now() }
    }

    pub(super) fn seq(&self) -> i64 {
        self.published.entry.seq
    }
}
