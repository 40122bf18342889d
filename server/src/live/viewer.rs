//! A viewer whom another way than a socket carries to: frames as they are asked for.

use super::encoded::Encoded;
use super::hub::{Hub, Newest};
use super::scope::Scope;
use super::seen::Seen;
use crate::meters::Watching;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at};

/// How often a viewer hears that the server lives.
pub(super) const BEAT: Duration = Duration::from_secs(15);

/// One viewer's place in the stream.
pub struct Viewer {
    hub: Hub,
    newest: watch::Receiver<Arc<Newest>>,
    scope: Scope,
    seen: Seen,
    /// Up to where it is known whether anything was news to the scope.
    looked: i64,
    beats: Interval,
    watching: Watching,
}

/// A frame on its way to a viewer.
pub struct Outgoing {
    /// The frame.
    pub frame: Encoded,
    /// The number of the entry, where it is a board.
    pub seq: Option<i64>,
}

impl Viewer {
    pub(super) fn new(hub: Hub, mut newest: watch::Receiver<Arc<Newest>>, scope: Scope, since: Option<i64>) -> Self {
        newest.mark_changed();
        let mut beats = interval_at(Instant::now() + BEAT, BEAT);
        beats.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let watching = Watching::default();
        watching.came();
        Self { hub, newest, scope, seen: Seen::claimed(since), looked: -1, beats, watching }
    }

    /// The next frame: first the board, then the newest board or beat there is; none when the server stops.
    /// Cancel-safe.
    pub async fn next(&mut self) -> Option<Outgoing> {
        loop {
            tokio::select! {
                biased;
                () = self.hub.shards().stop().cancelled() => return None,
                changed = self.newest.changed() => {
                    changed.ok()?;
                    let newest = self.newest.borrow_and_update().clone();
                    let waited = self.looked >= 0;
                    let looked = std::mem::replace(&mut self.looked, newest.seq());
                    if waited && !self.hub.reached(self.scope, looked, &newest) {
                        continue;
                    }
                    let frame = self.hub.frame(&newest, self.scope, self.seen.up_to(newest.seq()));
                    self.seen.was_sent(newest.seq());
                    self.watching.boards(1, waited.then(|| newest.at.elapsed()));
                    return Some(Outgoing { frame, seq: Some(newest.seq()) });
                }
                _ = self.beats.tick() => {
                    if !self.hub.is_current() {
                        continue;
                    }
                    self.watching.beats(1);
                    return Some(Outgoing { frame: self.hub.beat(), seq: None });
                }
            }
        }
    }
}

impl Drop for Viewer {
    fn drop(&mut self) {
        self.watching.left("peer");
    }
}
