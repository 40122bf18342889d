//! Many viewers of one server, on one thread. They come from several addresses of the loopback, since
//! one has no more than some 28,000 ports.

use crate::viewer::{Stage, Tally, Viewer};
use mio::{Events, Interest, Poll, Token};
use socket2::{Domain, Socket, Type};
use std::net::{Ipv4Addr, SocketAddr};
use std::time::{Duration, Instant};

/// The end of every wait: far longer than anything takes.
const PATIENCE: Duration = Duration::from_mins(1);
/// How many may knock at once where all come calmly.
const AT_ONCE: usize = 256;
/// How many come from one address; the more ports of it are taken, the longer the system looks for a free one.
const PER_ADDRESS: usize = 4_000;

pub(crate) struct Crowd {
    pub(crate) address: SocketAddr,
    path: &'static str,
    /// Whether the server says something as soon as one is in.
    greets: bool,
    poll: Poll,
    events: Events,
    pub(crate) viewers: Vec<Viewer>,
    buffer: Vec<u8>,
    pub(crate) tally: Tally,
    /// When each viewer had what is waited for.
    arrived: Vec<Instant>,
}

impl Crowd {
    pub(crate) fn new(address: SocketAddr, path: &'static str, greets: bool) -> Self {
        Self {
            address,
            path,
            greets,
            poll: Poll::new().expect("a selector"),
            events: Events::with_capacity(1024),
            viewers: Vec::new(),
            buffer: vec![0; 64 * 1024],
            tally: Tally::default(),
            arrived: Vec::new(),
        }
    }

    /// So many more viewers, who come calmly; waits until all are in.
    pub(crate) fn come(&mut self, count: usize) {
        let from = self.viewers.len();
        self.viewers.resize_with(from + count, Viewer::new);
        self.knock(AT_ONCE);
    }

    /// All who are away knock, so many at once; waits until they are in, and have heard where greeted.
    pub(crate) fn knock(&mut self, at_once: usize) {
        let begun = Instant::now();
        let away: Vec<_> = (0..self.viewers.len()).filter(|&at| self.viewers[at].stage == Stage::Away).collect();
        let mut coming = Vec::new();
        let mut away = away.into_iter().peekable();
        while away.peek().is_some() || !coming.is_empty() {
            let room = at_once.saturating_sub(coming.len()).min(128);
            for at in away.by_ref().take(room) {
                self.connect(at);
                coming.push(at);
            }
            let wait = if away.peek().is_some() && coming.len() < at_once { Duration::ZERO } else { PATIENCE };
            self.turn(wait, i64::MAX);
            let (viewers, greets) = (&self.viewers, self.greets);
            coming.retain(|&at| !viewers[at].is_there(greets));
            let lost = coming.iter().filter(|&&at| viewers[at].stage == Stage::Away).count();
            assert!(
                lost == 0 && begun.elapsed() < PATIENCE,
                "of {} {lost} were refused, {} are not in",
                viewers.len(),
                coming.len()
            );
        }
    }

    fn connect(&mut self, at: usize) {
        // No two processes at a time share addresses.
        let [process, more, ..] = std::process::id().to_le_bytes();
        let host = u8::try_from(2 + at / PER_ADDRESS).expect("few addresses are needed");
        let socket = Socket::new(Domain::IPV4, Type::STREAM.nonblocking(), None).expect("files for all viewers");
        socket.bind(&SocketAddr::from((Ipv4Addr::new(127, more | 1, process, host), 0)).into()).expect("an address");
        // It is on its way; where it does not come about, the stream says so.
        let _ = socket.connect(&self.address.into());
        let mut stream = mio::net::TcpStream::from_std(socket.into());
        let both = Interest::READABLE | Interest::WRITABLE;
        self.poll.registry().register(&mut stream, Token(at), both).expect("a place in the selector");
        self.viewers[at].knock(stream);
    }

    /// Takes what comes within a time; who has seen an entry by then has arrived.
    fn turn(&mut self, wait: Duration, seq: i64) {
        match self.poll.poll(&mut self.events, Some(wait)) {
            Err(error) if error.kind() != std::io::ErrorKind::Interrupted => panic!("{error}"),
            _ => {}
        }
        for event in &self.events {
            let viewer = &mut self.viewers[event.token().0];
            if viewer.stage == Stage::Knocking && event.is_writable() {
                viewer.ask(self.address, self.path);
            }
            if viewer.reads && event.is_readable() {
                let before = viewer.seen;
                viewer.read(&mut self.buffer, &mut self.tally);
                if before < Some(seq) && viewer.seen >= Some(seq) {
                    self.arrived.push(Instant::now());
                }
            }
        }
    }

    /// Waits until everyone who reads has seen an entry; how long after an instant each had.
    pub(crate) fn gather(&mut self, seq: i64, since: Instant) -> Vec<Duration> {
        self.arrived.clear();
        let behind = |viewer: &&Viewer| viewer.reads && viewer.stage != Stage::Away && viewer.seen < Some(seq);
        let expected = self.viewers.iter().filter(behind).count();
        while self.arrived.len() < expected {
            self.turn(Duration::from_secs(1), seq);
            let late = expected - self.arrived.len();
            assert!(since.elapsed() < PATIENCE, "{late} of {expected} have not seen {seq}: {:?}", self.tally);
        }
        self.arrived.iter().map(|at| at.duration_since(since)).collect()
    }

    /// Takes what comes until nobody is in whom `these` says, or patience ends.
    pub(crate) fn until_away(&mut self, these: impl Fn(usize) -> bool) {
        let begun = Instant::now();
        let left = |crowd: &Self| {
            let all = crowd.viewers.iter().enumerate();
            all.filter(|(at, viewer)| these(*at) && viewer.stage != Stage::Away).count()
        };
        while left(self) > 0 {
            assert!(begun.elapsed() < PATIENCE, "{} are still there: {:?}", left(self), self.tally);
            self.turn(Duration::from_millis(100), i64::MAX);
        }
    }

    /// Takes what comes for a time.
    pub(crate) fn idle(&mut self, time: Duration) {
        let end = Instant::now() + time;
        while let Some(left) = end.checked_duration_since(Instant::now()).filter(|left| !left.is_zero()) {
            self.turn(left, i64::MAX);
        }
    }

    /// Those of these who did not read read on.
    pub(crate) fn resume(&mut self, these: impl Fn(usize) -> bool) {
        for (_, viewer) in self.viewers.iter_mut().enumerate().filter(|(at, viewer)| these(*at) && !viewer.reads) {
            viewer.reads = true;
            viewer.read(&mut self.buffer, &mut self.tally);
        }
    }

    /// Everyone hangs up.
    pub(crate) fn leave(&mut self) {
        self.viewers.iter_mut().for_each(Viewer::leave);
    }
}

impl Viewer {
    fn is_there(&self, greeted: bool) -> bool {
        self.stage == Stage::In && (!greeted || !self.is_fresh())
    }
}
