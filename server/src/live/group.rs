//! Viewers of one scope on one thread.

use super::encoded::Encoded;
use super::gate::Place;
use super::hub::Hub;
use super::scope::Scope;
use super::seen::Seen;
use super::socket::Socket;
use crate::meters::Watching;
use mio::{Interest, Registry, Token};
use slab::Slab;
use std::io;
use std::time::Instant;

/// How many frames are written between two looks at the clock.
const STRIDE: usize = 64;

pub(super) struct Group {
    pub(super) hub: Hub,
    scope: Scope,
    pub(super) guests: Slab<Guest>,
    /// Up to where it is known whether anything was news.
    looked: i64,
    /// The newest entry when anything last was: who has seen less is behind.
    due: i64,
    beat: Option<Encoded>,
}

pub(super) struct Guest {
    pub(super) socket: Socket,
    pub(super) seen: Seen,
    /// Whether room to write is waited for.
    pub(super) writable: bool,
    /// Whether its leaving was counted.
    pub(super) left: bool,
    pub(super) _place: Place,
}

impl Group {
    pub(super) fn new(hub: Hub, scope: Scope) -> Self {
        let seq = hub.newest().seq();
        Self { hub, scope, guests: Slab::new(), looked: seq, due: seq, beat: None }
    }

    pub(super) fn key(&self) -> (usize, Scope) {
        (self.hub.id(), self.scope)
    }

    /// Sends what is news to those who are free to take it; tells who could not take all of it.
    pub(super) fn publish(&mut self, watching: &Watching) -> Vec<usize> {
        let newest = self.hub.newest();
        if newest.seq() <= self.looked {
            return Vec::new();
        }
        let reached = self.hub.reached(self.scope, self.looked, &newest);
        self.looked = newest.seq();
        if !reached {
            return Vec::new();
        }
        self.due = newest.seq();
        let (mut unfit, mut shared, mut sent) = (Vec::new(), None::<(Option<i64>, Encoded)>, 0);
        let mut now = Instant::now();
        for (at, guest) in &mut self.guests {
            if !guest.socket.free() || !guest.seen.lacks(self.due) {
                continue;
            }
            let seen = guest.seen.up_to(self.due);
            if shared.as_ref().is_none_or(|(since, _)| *since != seen) {
                shared = Some((seen, self.hub.frame(&newest, self.scope, seen)));
            }
            let Some((_, frame)) = &shared else { continue };
            guest.socket.send(frame.socket(), now);
            guest.seen.was_sent(self.due);
            if !guest.socket.free() || guest.socket.ended() {
                unfit.push(at);
            }
            sent += 1;
            if sent % STRIDE == 0 {
                now = Instant::now();
                watching.boards(STRIDE, Some(now - newest.at));
            }
        }
        if sent % STRIDE > 0 {
            watching.boards(sent % STRIDE, Some(newest.at.elapsed()));
        }
        unfit
    }

    /// Sends the newest board to one who was not free when it came.
    pub(super) fn catch_up(&mut self, guest: usize, now: Instant, watching: &Watching) {
        let guest = &mut self.guests[guest];
        if guest.socket.free() && guest.seen.lacks(self.due) {
            guest.update(&self.hub, self.scope, now);
            watching.boards(1, None);
        }
    }

    /// Tells one that the server lives, and asks whether it does.
    pub(super) fn beat(&mut self, guest: usize, now: Instant, watching: &Watching) {
        if !self.hub.is_current() {
            return;
        }
        let beat = self.beat.get_or_insert_with(|| self.hub.beat());
        let guest = &mut self.guests[guest];
        guest.socket.allow();
        if guest.socket.free() {
            guest.socket.send(beat.socket(), now);
            watching.beats(1);
        }
    }

    /// The next beat is told with its own instant.
    pub(super) fn forget_beat(&mut self) {
        self.beat = None;
    }
}

impl Guest {
    /// Sends the newest board, and what moved since it was last seen.
    pub(super) fn update(&mut self, hub: &Hub, scope: Scope, now: Instant) {
        let newest = hub.newest();
        self.socket.send(hub.frame(&newest, scope, self.seen.up_to(newest.seq())).socket(), now);
        self.seen.was_sent(newest.seq());
    }

    /// Waits for room to write exactly while something waits to be written.
    pub(super) fn wait_for(&mut self, registry: &Registry, token: Token) -> io::Result<()> {
        if self.socket.waits() != self.writable {
            self.writable = !self.writable;
            let both = Interest::READABLE | Interest::WRITABLE;
            registry.reregister(self.socket.stream(), token, if self.writable { both } else { Interest::READABLE })?;
        }
        Ok(())
    }
}
