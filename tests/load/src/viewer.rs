//! One of many viewers: a socket, what it has seen, and whether that is what a page may see.

use mio::net::TcpStream;
use std::io::{ErrorKind, Read, Write};
use std::net::SocketAddr;

/// What all viewers of a crowd saw. Any of the first three is a fault, whatever the speed.
#[derive(Default, Clone, Debug)]
pub(crate) struct Tally {
    /// Frames that tell of less than what moved since the one before: where and up to where.
    pub(crate) missing: Vec<(i64, i64)>,
    /// Entries that were told a second time.
    pub(crate) repeated: usize,
    /// Frames that were none, or not in order.
    pub(crate) disordered: usize,
    /// Boards.
    pub(crate) boards: usize,
    /// Bytes of boards.
    pub(crate) bytes: usize,
    /// The newest board's text, where it is kept.
    pub(crate) text: Option<String>,
    /// Sockets that the server closed, by its code; 0 where it gave none.
    pub(crate) closed: std::collections::BTreeMap<u16, usize>,
}

/// How far a viewer is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Stage {
    /// Not connected.
    Away,
    /// The connection is being made.
    Knocking,
    /// The handshake was asked for.
    Asking,
    /// Frames come.
    In,
}

pub(crate) struct Viewer {
    pub(crate) stream: Option<TcpStream>,
    pub(crate) stage: Stage,
    /// The newest entry it has seen.
    pub(crate) seen: Option<i64>,
    /// Whether it reads at all.
    pub(crate) reads: bool,
    /// Whether no board came yet on this connection.
    fresh: bool,
    partial: Vec<u8>,
}

const PONG: [u8; 6] = [0x8a, 0x80, 0, 0, 0, 0];
const CLOSE: [u8; 6] = [0x88, 0x80, 0, 0, 0, 0];

impl Viewer {
    pub(crate) fn new() -> Self {
        Self { stream: None, stage: Stage::Away, seen: None, reads: true, fresh: true, partial: Vec::new() }
    }

    /// Whether it has heard nothing yet on this connection.
    pub(crate) fn is_fresh(&self) -> bool {
        self.fresh
    }

    /// A connection that was begun.
    pub(crate) fn knock(&mut self, stream: TcpStream) {
        (self.stream, self.stage, self.fresh) = (Some(stream), Stage::Knocking, true);
        self.partial = Vec::new();
    }

    /// Asks for the handshake.
    pub(crate) fn ask(&mut self, address: SocketAddr, path: &str) {
        let since = match self.seen {
            Some(seen) if path.starts_with("/api/") => format!("?since={seen}"),
            _ => String::new(),
        };
        let request = format!(
            "GET {path}{since} HTTP/1.1\r\nHost: {address}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
             Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
        );
        match self.stream.as_mut().map(|stream| stream.write(request.as_bytes())) {
            Some(Ok(_)) => self.stage = Stage::Asking,
            Some(Err(error)) if error.kind() == ErrorKind::WouldBlock => {}
            Some(Err(error)) if error.kind() == ErrorKind::NotConnected => {}
            _ => self.leave(),
        }
    }

    /// It is not there any more.
    pub(crate) fn leave(&mut self) {
        (self.stream, self.stage, self.partial) = (None, Stage::Away, Vec::new());
    }

    /// Reads all there is.
    pub(crate) fn read(&mut self, buffer: &mut [u8], tally: &mut Tally) {
        while let Some(stream) = &mut self.stream {
            match stream.read(buffer) {
                Ok(0) => {
                    *tally.closed.entry(0).or_default() += 1;
                    self.leave();
                }
                Ok(read) => {
                    self.take(&buffer[..read], tally);
                    // What comes after a read that did not fill the buffer is told as something new.
                    if read < buffer.len() {
                        return;
                    }
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => return,
                Err(_) => {
                    *tally.closed.entry(0).or_default() += 1;
                    self.leave();
                }
            }
        }
    }

    fn take(&mut self, read: &[u8], tally: &mut Tally) {
        let mut held = std::mem::take(&mut self.partial);
        let bytes = if held.is_empty() {
            read
        } else {
            held.extend_from_slice(read);
            &held
        };
        let mut at = 0;
        if self.stage == Stage::Asking {
            let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else {
                self.partial = bytes.to_vec();
                return;
            };
            assert!(bytes.starts_with(b"HTTP/1.1 101"), "{}", String::from_utf8_lossy(&bytes[..end]));
            self.stage = Stage::In;
            at = end + 4;
        }
        while let Some((opcode, text, end)) = frame(bytes, at) {
            self.hear(opcode, &bytes[text..end], tally);
            at = end;
            if self.stage == Stage::Away {
                return;
            }
        }
        self.partial = bytes[at..].to_vec();
    }

    fn hear(&mut self, opcode: u8, text: &[u8], tally: &mut Tally) {
        match opcode {
            0x81 if text.starts_with(br#"{"type":"beat""#) => {}
            0x81 => match numbers(text) {
                Some((seq, prev)) => {
                    tally.boards += 1;
                    tally.bytes += text.len();
                    if let Some(kept) = &mut tally.text {
                        *kept = String::from_utf8_lossy(text).into_owned();
                    }
                    self.see(seq, prev, tally);
                }
                None => tally.disordered += 1,
            },
            0x89 => self.say(&PONG),
            0x88 => {
                let code = text.first_chunk().map_or(0, |code| u16::from_be_bytes(*code));
                *tally.closed.entry(code).or_default() += 1;
                self.say(&CLOSE);
                self.leave();
            }
            _ => tally.disordered += 1,
        }
    }

    fn say(&mut self, frame: &[u8]) {
        if let Some(stream) = &mut self.stream {
            // One who is gone need not hear it; a few bytes always fit.
            let _ = stream.write(frame);
        }
    }

    /// Each board tells exactly what moved since the one before; the first of a connection may tell nothing new.
    fn see(&mut self, seq: i64, prev: i64, tally: &mut Tally) {
        let fresh = std::mem::take(&mut self.fresh);
        if let Some(seen) = self.seen {
            match seq {
                _ if seq < seen => tally.disordered += 1,
                _ if seq == seen && !fresh => tally.repeated += 1,
                _ if prev < seen => tally.repeated += 1,
                _ if prev > seen => tally.missing.push((seen, prev)),
                _ => {}
            }
        }
        self.seen = Some(seq);
    }
}

/// A frame at a place: opcode, where its text begins and ends, where it is whole.
fn frame(bytes: &[u8], at: usize) -> Option<(u8, usize, usize)> {
    let bytes_here = &bytes[at..];
    let (&opcode, &short) = (bytes_here.first()?, bytes_here.get(1)?);
    let (header, length) = match short {
        127 => (10, u64::from_be_bytes(*bytes_here.get(2..)?.first_chunk()?)),
        126 => (4, u16::from_be_bytes(*bytes_here.get(2..)?.first_chunk()?).into()),
        length => (2, length.into()),
    };
    let text = at + header;
    let end = text + usize::try_from(length).ok()?;
    (end <= bytes.len()).then_some((opcode, text, end))
}

/// The numbers that a board begins with.
fn numbers(text: &[u8]) -> Option<(i64, i64)> {
    let head = std::str::from_utf8(&text[..text.len().min(80)]).ok()?;
    let (seq, rest) = head.strip_prefix(r#"{"type":"board","seq":"#)?.split_once(r#","prev":"#)?;
    let (prev, _) = rest.split_once(',')?;
    Some((seq.parse().ok()?, prev.parse().ok()?))
}
