//! Threads that own the sockets. Each waits for its own, writes the shared frames to all of them in
//! one go, and shares nothing with the others: no lock is held while writing.
//!
//! Viewers who watch the same are a group, so that what an entry costs is in proportion to those it
//! is news to. What is committed while a thread writes is joined into the next frame.

use super::gate::Place;
use super::group::{Group, Guest};
use super::hub::Hub;
use super::scope::Scope;
use super::seen::Seen;
use super::socket::{Bye, Limits, Socket};
use super::viewer::BEAT;
use crate::meters::Watching;
use mio::{Events, Interest, Poll, Registry, Token, Waker};
use slab::Slab;
use std::collections::HashMap;
use std::io;
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};
use tokio::sync::oneshot;
use tokio_util::sync::CancellationToken;
use tracing::error;

/// What a viewer may say: nothing is asked of it but to answer pings.
const LIMITS: Limits = Limits { message: 4096, flood: 16 * 1024 };
/// What the kernel keeps for a viewer who does not read; it takes twice of it for its own account.
const SEND_BUFFER: usize = 64 * 1024;
/// How often a shard looks after its sockets; beats are spread over as many turns as fit into their time.
const TURN: Duration = Duration::from_secs(1);
/// Two pings unanswered, with what a turn may be late by.
const SILENT: Duration = BEAT.saturating_mul(2);
/// How many events are taken at once.
const EVENTS: usize = 1024;
const WAKE: Token = Token(usize::MAX);

/// The threads. Clones share them.
#[derive(Clone)]
pub struct Shards(Arc<Inner>);

struct Inner {
    shards: Vec<Handle>,
    next: AtomicUsize,
    stop: CancellationToken,
}

struct Handle {
    waker: Waker,
    commands: Sender<Command>,
}

enum Command {
    Join(Box<Arrival>),
    Close(oneshot::Sender<()>),
}

/// A socket after its handshake.
pub struct Arrival {
    /// The connection.
    pub stream: TcpStream,
    /// What was read behind the handshake.
    pub read: Vec<u8>,
    /// Where its boards come from.
    pub hub: Hub,
    /// What it watches.
    pub scope: Scope,
    /// The newest entry it has seen.
    pub since: Option<i64>,
    /// The place it takes.
    pub place: Place,
}

impl Shards {
    /// Starts threads. A viewer who takes nothing for as long as `stall` is let go.
    pub fn start(count: usize, stall: Duration) -> io::Result<Self> {
        let start = |number| {
            let poll = Poll::new()?;
            let waker = Waker::new(poll.registry(), WAKE)?;
            let (commands, orders) = channel();
            let shard = Shard {
                registry: poll.registry().try_clone()?,
                orders,
                groups: Slab::new(),
                by_scope: HashMap::new(),
                stall,
                turn: 0,
                closing: None,
                watching: Watching::default(),
            };
            thread::Builder::new().name(format!("live-{number}")).spawn(move || shard.run(poll))?;
            Ok(Handle { waker, commands })
        };
        let shards = (0..count).map(start).collect::<io::Result<_>>()?;
        Ok(Self(Arc::new(Inner { shards, next: AtomicUsize::new(0), stop: CancellationToken::new() })))
    }

    /// Takes a socket over.
    pub fn join(&self, arrival: Arrival) {
        let at = self.0.next.fetch_add(1, Ordering::Relaxed) % self.0.shards.len();
        self.0.shards[at].order(Command::Join(Box::new(arrival)));
    }

    /// Something was published.
    pub(super) fn wake(&self) {
        self.0.shards.iter().for_each(Handle::wake);
    }

    /// Is cancelled when the server stops.
    pub fn stop(&self) -> &CancellationToken {
        &self.0.stop
    }

    /// Tells every viewer to come back later, and waits until all sockets are closed.
    pub async fn close(&self) {
        self.0.stop.cancel();
        let closed = self.0.shards.iter().map(|shard| {
            let (closed, heard) = oneshot::channel();
            shard.order(Command::Close(closed));
            heard
        });
        for heard in closed.collect::<Vec<_>>() {
            // One who is gone already has closed.
            let _ = heard.await;
        }
    }
}

impl Handle {
    fn order(&self, command: Command) {
        // A shard that is gone takes the process with it, or was closed: what comes then is dropped.
        let _ = self.commands.send(command);
        self.wake();
    }

    fn wake(&self) {
        if let Err(error) = self.waker.wake() {
            error!(%error, "a thread of sockets cannot be woken; it looks again at its next turn");
        }
    }
}

struct Shard {
    registry: Registry,
    orders: Receiver<Command>,
    groups: Slab<Group>,
    by_scope: HashMap<(usize, Scope), usize>,
    stall: Duration,
    turn: usize,
    closing: Option<Vec<oneshot::Sender<()>>>,
    watching: Watching,
}

impl Shard {
    fn run(mut self, mut poll: Poll) {
        // Pages that stop without a word are worse than none: where this fails, all of it ends and is started again.
        let guard = Fatal;
        let mut events = Events::with_capacity(EVENTS);
        let mut next = Instant::now() + TURN;
        loop {
            let wait = next.saturating_duration_since(Instant::now());
            match poll.poll(&mut events, Some(wait)) {
                Err(error) if error.kind() != io::ErrorKind::Interrupted => {
                    error!(%error, "sockets cannot be waited for");
                    return;
                }
                _ => {}
            }
            let now = Instant::now();
            for event in &events {
                if event.token() != WAKE {
                    self.ready(event.token(), now);
                }
            }
            self.obey(now);
            self.publish();
            if now >= next {
                self.look_after(now);
                next = now + TURN;
            }
            if self.closed() {
                break;
            }
        }
        std::mem::forget(guard);
    }

    /// A socket has something to read or room to write.
    fn ready(&mut self, token: Token, now: Instant) {
        let (group, guest) = split(token);
        let Some(group) = self.groups.get_mut(group) else { return };
        let Some(one) = group.guests.get_mut(guest) else { return };
        one.socket.flush(now);
        one.socket.read(now, |_, _| {});
        group.catch_up(guest, now, &self.watching);
        self.settle(token);
    }

    /// Does what the other threads ask for.
    fn obey(&mut self, now: Instant) {
        while let Ok(order) = self.orders.try_recv() {
            match order {
                Command::Join(arrival) => {
                    if let Err(error) = self.join(*arrival, now) {
                        tracing::warn!(%error, "a socket could not be taken over");
                    }
                }
                Command::Close(closed) => {
                    self.closing.get_or_insert_default().push(closed);
                    for token in self.tokens() {
                        self.close(token, Bye::Restart, now);
                    }
                }
            }
        }
    }

    fn join(&mut self, arrival: Arrival, now: Instant) -> io::Result<()> {
        let Arrival { stream, read, hub, scope, since, place } = arrival;
        if self.closing.is_some() {
            return Ok(());
        }
        stream.set_nonblocking(true)?;
        socket2::SockRef::from(&stream).set_send_buffer_size(SEND_BUFFER)?;
        let mut stream = mio::net::TcpStream::from_std(stream);
        let at = *self.by_scope.entry((hub.id(), scope)).or_insert_with(|| self.groups.insert(Group::new(hub, scope)));
        let group = &mut self.groups[at];
        let entry = group.guests.vacant_entry();
        let token = join(at, entry.key());
        self.registry.register(&mut stream, token, Interest::READABLE)?;
        let socket = Socket::new(stream, read, LIMITS, now);
        let guest =
            entry.insert(Guest { socket, seen: Seen::claimed(since), writable: false, left: false, _place: place });
        // Who has its first frame is counted: whoever reads it may ask how many there are.
        self.watching.came();
        guest.update(&group.hub, scope, now);
        // What was read behind the handshake tells nobody that it is there.
        guest.socket.read(now, |_, _| {});
        self.watching.boards(1, None);
        self.settle(token);
        Ok(())
    }

    /// Sends what is news to each group.
    fn publish(&mut self) {
        for at in 0..self.groups.capacity() {
            let Some(group) = self.groups.get_mut(at) else { continue };
            for guest in group.publish(&self.watching) {
                self.settle(join(at, guest));
            }
        }
    }

    /// Beats, and the end of those who do not answer, do not read, or do not leave.
    fn look_after(&mut self, now: Instant) {
        let turns = usize::try_from(BEAT.as_secs() / TURN.as_secs()).unwrap_or(1);
        self.turn = (self.turn + 1) % turns;
        for token in self.tokens() {
            let (at, guest) = split(token);
            let Some(one) = self.groups.get_mut(at).and_then(|group| group.guests.get_mut(guest)) else { continue };
            one.socket.expire(now);
            let stuck = one.socket.stuck().is_some_and(|since| now - since >= self.stall);
            let silent = now - one.socket.heard() >= SILENT;
            if stuck {
                self.close(token, Bye::Stalled, now);
            } else if guest % turns == self.turn {
                if silent {
                    self.close(token, Bye::Silent, now);
                } else if let Some(group) = self.groups.get_mut(at) {
                    group.beat(guest, now, &self.watching);
                    self.settle(token);
                }
            } else {
                self.settle(token);
            }
        }
        self.groups.iter_mut().for_each(|(_, group)| group.forget_beat());
    }

    fn close(&mut self, token: Token, bye: Bye, now: Instant) {
        let (at, guest) = split(token);
        if let Some(one) = self.groups.get_mut(at).and_then(|group| group.guests.get_mut(guest)) {
            one.socket.close(bye, now);
        }
        self.settle(token);
    }

    /// After anything was done with a socket: it is let go where it ended, and waited for where it waits.
    fn settle(&mut self, token: Token) {
        let (at, guest) = split(token);
        let Some(group) = self.groups.get_mut(at) else { return };
        let Some(one) = group.guests.get_mut(guest) else { return };
        let lost = one.wait_for(&self.registry, token).is_err();
        let bye = one.socket.bye().or(lost.then_some(Bye::Peer));
        if let Some(bye) = bye.filter(|_| !one.left) {
            one.left = true;
            self.watching.left(bye.label());
        }
        if !lost && !one.socket.ended() {
            return;
        }
        let mut gone = group.guests.remove(guest);
        // The kernel forgets a socket that is closed; asked first, it forgets it in any case.
        let _ = self.registry.deregister(gone.socket.stream());
        if group.guests.is_empty() {
            let group = self.groups.remove(at);
            self.by_scope.remove(&group.key());
        }
    }

    fn closed(&mut self) -> bool {
        if self.closing.is_none() || !self.groups.is_empty() {
            return false;
        }
        for closed in self.closing.take().into_iter().flatten() {
            // Nobody may wait any more.
            let _ = closed.send(());
        }
        true
    }

    fn tokens(&self) -> Vec<Token> {
        let guests = |(at, group): (usize, &Group)| {
            group.guests.iter().map(move |(guest, _)| join(at, guest)).collect::<Vec<_>>()
        };
        self.groups.iter().flat_map(guests).collect()
    }
}

const GUEST: usize = u32::MAX as usize;

/// A token names a group and a guest of it.
fn join(group: usize, guest: usize) -> Token {
    Token(group << 32 | guest)
}

fn split(Token(token): Token) -> (usize, usize) {
    (token >> 32, token & GUEST)
}

/// Ends the process where the thread that holds it ends too early.
struct Fatal;

impl Drop for Fatal {
    fn drop(&mut self) {
        error!("a thread of sockets ended; the server ends with it");
        std::process::abort();
    }
}
