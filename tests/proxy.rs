//! A way between two that can be disturbed: bytes are delayed, trickle, vanish, or the connection is cut.
//! The kernel here has no such faults of its own, and a network has all of them.

use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::Duration;

/// What becomes of bytes on their way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Mood {
    /// They arrive.
    Clear,
    /// Each piece is late.
    Late,
    /// A few at a time.
    Trickle,
    /// Nothing arrives, and nobody is told: a peer that was unplugged.
    Lost,
    /// Who comes is sent away at once.
    Shut,
}

/// Where a way leads.
#[derive(Clone, Debug)]
pub(crate) enum Goal {
    Tcp(SocketAddr),
    Unix(PathBuf),
}

/// A way, with an address of its own. It ends when it is dropped.
pub(crate) struct Proxy(Arc<Way>);

struct Way {
    address: SocketAddr,
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    mood: Mood,
    goal: Goal,
    /// Connections of an earlier one than this are cut.
    age: u64,
    over: bool,
    open: Vec<(TcpStream, Stream)>,
}

/// Either kind of connection.
enum Stream {
    Tcp(TcpStream),
    Unix(UnixStream),
}

impl Proxy {
    /// A clear way.
    pub(crate) fn to(goal: Goal) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let state = State { mood: Mood::Clear, goal, age: 0, over: false, open: Vec::new() };
        let address = listener.local_addr().unwrap();
        let way = Arc::new(Way { address, state: Mutex::new(state), changed: Condvar::new() });
        let ours = way.clone();
        thread::spawn(move || {
            for came in listener.incoming() {
                if ours.state.lock().unwrap().over {
                    return;
                }
                // A connection that fails at once is a fault like others.
                let _ = came.and_then(|came| ours.carry(came));
            }
        });
        Self(way)
    }

    /// Where it begins.
    pub(crate) fn address(&self) -> SocketAddr {
        self.0.address
    }

    /// What becomes of bytes from now on. Pieces that were held back go on where the way is clear again.
    pub(crate) fn becomes(&self, mood: Mood) {
        self.0.state.lock().unwrap().mood = mood;
        self.0.changed.notify_all();
    }

    /// From now on it leads elsewhere; what is open is cut.
    pub(crate) fn leads(&self, goal: Goal) {
        self.0.state.lock().unwrap().goal = goal;
        self.cut();
    }

    /// Cuts whatever is open.
    pub(crate) fn cut(&self) {
        let open = {
            let mut state = self.0.state.lock().unwrap();
            state.age += 1;
            std::mem::take(&mut state.open)
        };
        self.0.changed.notify_all();
        for (one, other) in open {
            let _ = one.shutdown(Shutdown::Both);
            other.end();
        }
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.0.state.lock().unwrap().over = true;
        self.cut();
        // Wakes the one who waits for connections.
        let _ = TcpStream::connect(self.0.address);
    }
}

impl Way {
    fn carry(self: &Arc<Self>, came: TcpStream) -> std::io::Result<()> {
        let mut state = self.state.lock().unwrap();
        if state.mood == Mood::Shut {
            return came.shutdown(Shutdown::Both);
        }
        let gone = match &state.goal {
            Goal::Tcp(address) => Stream::Tcp(TcpStream::connect(address)?),
            Goal::Unix(path) => Stream::Unix(UnixStream::connect(path)?),
        };
        came.set_nodelay(true)?;
        let pumps = [(Stream::Tcp(came.try_clone()?), gone.copy()?), (gone.copy()?, Stream::Tcp(came.try_clone()?))];
        state.open.push((came, gone));
        let age = state.age;
        drop(state);
        for (from, to) in pumps {
            let way = self.clone();
            thread::spawn(move || way.pump(from, to, age));
        }
        Ok(())
    }

    fn pump(&self, mut from: Stream, mut to: Stream, age: u64) {
        let mut piece = [0; 16 * 1024];
        loop {
            let read = match from.read(&mut piece) {
                Ok(0) => break,
                Ok(read) => read,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(_) => break,
            };
            for part in self.parts(&piece[..read], age) {
                let Some(part) = part else { return };
                if to.write_all(part).is_err() {
                    return from.end();
                }
            }
        }
        to.end();
    }

    /// The parts in which a piece goes on, each when it may; none where the connection is cut meanwhile.
    fn parts<'a>(&'a self, piece: &'a [u8], age: u64) -> impl Iterator<Item = Option<&'a [u8]>> {
        let mut left = piece;
        std::iter::from_fn(move || {
            if left.is_empty() {
                return None;
            }
            let Some(mood) = self.passes(age) else { return Some(None) };
            let (now, later) = left.split_at(if mood == Mood::Trickle { left.len().min(64) } else { left.len() });
            left = later;
            Some(Some(now))
        })
    }

    /// Waits until bytes may go on; none where they never may.
    fn passes(&self, age: u64) -> Option<Mood> {
        const LATE: Duration = Duration::from_millis(20);
        let mut state = self.state.lock().unwrap();
        let mut waited = false;
        loop {
            if state.age != age {
                return None;
            }
            match state.mood {
                Mood::Lost => state = self.changed.wait(state).unwrap(),
                // The wait is the fault itself.
                Mood::Late | Mood::Trickle if !waited => {
                    waited = true;
                    state = self.changed.wait_timeout(state, LATE).unwrap().0;
                }
                mood => return Some(mood),
            }
        }
    }
}

impl Stream {
    fn copy(&self) -> std::io::Result<Self> {
        match self {
            Self::Tcp(stream) => stream.try_clone().map(Self::Tcp),
            Self::Unix(stream) => stream.try_clone().map(Self::Unix),
        }
    }

    fn end(&self) {
        // Who is gone already has ended.
        let _ = match self {
            Self::Tcp(stream) => stream.shutdown(Shutdown::Both),
            Self::Unix(stream) => stream.shutdown(Shutdown::Both),
        };
    }

    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        match self {
            Self::Tcp(stream) => stream.read(into),
            Self::Unix(stream) => stream.read(into),
        }
    }

    fn write_all(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        match self {
            Self::Tcp(stream) => stream.write_all(bytes),
            Self::Unix(stream) => stream.write_all(bytes),
        }
    }
}
