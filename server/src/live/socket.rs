//! One WebSocket: what the peer says, what it is sent, and how it ends. It never waits: whoever owns
//! it says when the kernel has something to read or room to write.
//!
//! Reading and answering control frames is tungstenite's. What is sent to everyone goes past it,
//! straight from the shared bytes to the kernel; only what the kernel does not take is remembered.

use bytes::{Buf, Bytes};
use mio::net::TcpStream;
use std::io::{self, ErrorKind, Read, Write};
use std::net::Shutdown;
use std::time::{Duration, Instant};
use tungstenite::Error;
use tungstenite::error::{CapacityError, ProtocolError};
use tungstenite::protocol::frame::coding::CloseCode;
use tungstenite::protocol::{CloseFrame, Message, Role, WebSocketConfig, WebSocketContext};

/// How long a peer may take to read the end of a conversation.
const FAREWELL: Duration = Duration::from_secs(2);
/// The same for one who has not read or answered for long: it may be stopped, and told when it goes on.
const LONG_FAREWELL: Duration = Duration::from_secs(30);
/// How often what comes after the end is read at once: who goes on talking is not listened to.
const DISCARDS: usize = 64;

/// What a peer may say.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes in a message.
    pub message: usize,
    /// Bytes between two calls of [`Socket::allow`].
    pub flood: usize,
}

/// Why a conversation ended. The reason's code is the label of a metric.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Bye {
    /// The peer said so, or went without a word.
    Peer,
    /// The server stops.
    Restart,
    /// The peer takes nothing any more.
    Stalled,
    /// The peer does not answer any more.
    Silent,
    /// The peer sends too much.
    Flood,
    /// A message was too large.
    TooLarge,
    /// A frame was none.
    Protocol,
    /// A text was no UTF-8.
    Text,
}

/// One socket.
pub struct Socket {
    stream: TcpStream,
    protocol: WebSocketContext,
    /// What the peer may still say before [`Socket::allow`].
    allowed: usize,
    limits: Limits,
    /// Pongs and the close, which wait for `rest`.
    control: Vec<u8>,
    /// What the kernel did not take of a frame.
    rest: Bytes,
    /// When the peer last said anything whole.
    heard: Instant,
    /// Since when the kernel takes nothing, where it does not.
    stuck: Option<Instant>,
    /// Until when the peer may read the end, once it was said.
    leaving: Option<Instant>,
    bye: Option<Bye>,
}

impl Socket {
    /// A socket after its handshake; `read` was read behind it.
    pub fn new(stream: TcpStream, read: Vec<u8>, limits: Limits, now: Instant) -> Self {
        // Buffers grow to what is needed: a viewer says a few bytes a minute.
        let config = WebSocketConfig::default()
            .read_buffer_size(0)
            .write_buffer_size(0)
            .max_message_size(Some(limits.message))
            .max_frame_size(Some(limits.message));
        Self {
            stream,
            protocol: WebSocketContext::from_partially_read(read, Role::Server, Some(config)),
            allowed: limits.flood,
            limits,
            control: Vec::new(),
            rest: Bytes::new(),
            heard: now,
            stuck: None,
            leaving: None,
            bye: None,
        }
    }

    /// The stream, for whoever waits for it.
    pub fn stream(&mut self) -> &mut TcpStream {
        &mut self.stream
    }

    /// Whether something waits for the kernel to take it.
    pub fn waits(&self) -> bool {
        !self.rest.is_empty() || !self.control.is_empty()
    }

    /// Whether a frame may be sent now.
    pub fn free(&self) -> bool {
        !self.waits() && self.bye.is_none()
    }

    /// Why it ends, once that was said; the peer may have some time to read it.
    pub fn bye(&self) -> Option<Bye> {
        self.bye
    }

    /// Whether nothing more is to come of it.
    pub fn ended(&self) -> bool {
        self.bye.is_some() && self.leaving.is_none()
    }

    /// When the peer last said anything.
    pub fn heard(&self) -> Instant {
        self.heard
    }

    /// Since when the peer takes nothing, where it does not.
    pub fn stuck(&self) -> Option<Instant> {
        self.stuck
    }

    /// Lets the peer speak again.
    pub fn allow(&mut self) {
        self.allowed = self.limits.flood;
    }

    /// Sends bytes that everyone is sent. Only where [`Socket::free`].
    pub fn send(&mut self, bytes: &Bytes, now: Instant) {
        debug_assert!(self.free(), "what is sent between the parts of a frame would break it");
        match self.stream.write(bytes) {
            Ok(taken) if taken == bytes.len() => {}
            Ok(taken) => self.keep(bytes.slice(taken..), now),
            Err(error) if waiting(&error) => self.keep(bytes.clone(), now),
            Err(_) => self.gone(),
        }
    }

    fn keep(&mut self, rest: Bytes, now: Instant) {
        self.rest = rest;
        self.stuck = Some(now);
    }

    /// Says something of its own, as an echo does.
    pub fn say(&mut self, message: Message, now: Instant) {
        let mut pipe = Pipe { stream: &mut self.stream, control: &mut self.control, allowed: &mut self.allowed };
        // Where the conversation is over, there is nobody to say it to.
        let _ = self.protocol.write(&mut pipe, message);
        let _ = self.protocol.flush(&mut pipe);
        self.flush(now);
    }

    /// Reads what there is, and hands over what was said. Answers are sent.
    pub fn read(&mut self, now: Instant, mut said: impl FnMut(&mut Self, Message)) {
        while self.bye.is_none() {
            let mut pipe = Pipe { stream: &mut self.stream, control: &mut self.control, allowed: &mut self.allowed };
            match self.protocol.read(&mut pipe) {
                Ok(message) => {
                    self.heard = now;
                    said(self, message);
                }
                Err(Error::Io(error)) if waiting(&error) => break,
                Err(Error::Io(_)) if self.allowed == 0 => self.close(Bye::Flood, now),
                // The close was answered: what is left is to send the answer.
                Err(Error::ConnectionClosed) => self.leave(Bye::Peer, now),
                Err(Error::Capacity(CapacityError::MessageTooLong { .. })) => self.close(Bye::TooLarge, now),
                Err(Error::Protocol(ProtocolError::ResetWithoutClosingHandshake)) => self.gone(),
                Err(Error::Utf8(_)) => self.close(Bye::Text, now),
                Err(Error::Protocol(_)) => self.close(Bye::Protocol, now),
                Err(_) => self.gone(),
            }
        }
        if self.leaving.is_some() {
            self.discard();
        }
        self.flush(now);
    }

    /// Ends the conversation with a code, which the peer may take some time to read.
    pub fn close(&mut self, bye: Bye, now: Instant) {
        if self.bye.is_some() {
            return;
        }
        let farewell = CloseFrame { code: bye.code(), reason: "".into() };
        let mut pipe = Pipe { stream: &mut self.stream, control: &mut self.control, allowed: &mut self.allowed };
        let _ = self.protocol.close(&mut pipe, Some(farewell));
        let _ = self.protocol.flush(&mut pipe);
        self.leave(bye, now);
        self.flush(now);
    }

    fn leave(&mut self, bye: Bye, now: Instant) {
        self.bye = Some(bye);
        let may_be_stopped = matches!(bye, Bye::Stalled | Bye::Silent);
        self.leaving = Some(now + if may_be_stopped { LONG_FAREWELL } else { FAREWELL });
    }

    /// Gives the peer up, where it has had the time to read the end.
    pub fn expire(&mut self, now: Instant) {
        if self.leaving.is_some_and(|until| now >= until) {
            self.gone();
        }
    }

    /// Writes what waits, as far as the kernel takes it.
    pub fn flush(&mut self, now: Instant) {
        while self.waits() {
            let waiting_bytes = if self.rest.is_empty() { &self.control[..] } else { &self.rest[..] };
            match self.stream.write(waiting_bytes) {
                Ok(taken) => {
                    self.took(taken);
                    self.stuck = Some(now);
                }
                Err(error) if waiting(&error) => {
                    self.stuck.get_or_insert(now);
                    return;
                }
                Err(_) => return self.gone(),
            }
        }
        self.stuck = None;
        if self.leaving.is_some() {
            // The end was said; the peer closes when it has read so far.
            let _ = self.stream.shutdown(Shutdown::Write);
        }
    }

    fn took(&mut self, taken: usize) {
        if self.rest.is_empty() {
            self.control.drain(..taken);
            if self.control.is_empty() {
                self.control = Vec::new();
            }
        } else {
            self.rest.advance(taken);
            if self.rest.is_empty() {
                self.rest = Bytes::new();
            }
        }
    }

    /// What comes after the end is not read, only taken: unread, it would make the kernel forget the end.
    fn discard(&mut self) {
        let mut unread = [0; 1024];
        for _ in 0..DISCARDS {
            match self.stream.read(&mut unread) {
                Ok(0) => return self.gone(),
                Ok(_) => {}
                Err(error) if waiting(&error) => return,
                Err(_) => return self.gone(),
            }
        }
    }

    fn gone(&mut self) {
        self.bye.get_or_insert(Bye::Peer);
        self.leaving = None;
        (self.rest, self.control) = (Bytes::new(), Vec::new());
    }
}

impl Bye {
    /// The stable code.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Peer => "peer",
            Self::Restart => "restart",
            Self::Stalled => "stalled",
            Self::Silent => "silent",
            Self::Flood => "flood",
            Self::TooLarge => "too_large",
            Self::Protocol => "protocol",
            Self::Text => "text",
        }
    }

    fn code(self) -> CloseCode {
        match self {
            Self::Peer => CloseCode::Normal,
            Self::Restart => CloseCode::Restart,
            Self::Stalled | Self::Silent => CloseCode::Again,
            Self::Flood => CloseCode::Policy,
            Self::TooLarge => CloseCode::Size,
            Self::Protocol => CloseCode::Protocol,
            Self::Text => CloseCode::Invalid,
        }
    }
}

/// What tungstenite reads from and writes to: reading is counted, writing waits its turn.
struct Pipe<'a> {
    stream: &'a mut TcpStream,
    control: &'a mut Vec<u8>,
    allowed: &'a mut usize,
}

impl Read for Pipe<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if *self.allowed == 0 {
            return Err(io::Error::other("more than a peer may say"));
        }
        let most = into.len().min(*self.allowed);
        let read = self.stream.read(&mut into[..most])?;
        *self.allowed -= read;
        Ok(read)
    }
}

impl Write for Pipe<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.control.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn waiting(error: &io::Error) -> bool {
    error.kind() == ErrorKind::WouldBlock
}
