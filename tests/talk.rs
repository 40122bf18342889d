//! What a peer says on the live socket, byte by byte: what is no WebSocket ends with the code that
//! says why, and what is one, however odd, is put up with.

use crate::reports::short;
use crate::server::{App, PATIENCE};
use serde_json::Value;
use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;

const TEXT: u8 = 0x1;
const GO_ON: u8 = 0x0;
const PING: u8 = 0x9;
const LAST: u8 = 0x80;

/// A socket of which every byte is ours.
struct Peer(TcpStream);

/// A frame as a client sends it, under a mask.
fn frame(first: u8, text: &[u8]) -> Vec<u8> {
    const MASK: [u8; 4] = [0x12, 0x34, 0x56, 0x78];
    let mut frame = vec![first];
    match u16::try_from(text.len()).unwrap() {
        length @ 0..=125 => frame.push(0x80 | u8::try_from(length).unwrap()),
        length => {
            frame.push(0x80 | 126);
            frame.extend(length.to_be_bytes());
        }
    }
    frame.extend(MASK);
    frame.extend(text.iter().zip(MASK.iter().cycle()).map(|(byte, mask)| byte ^ mask));
    frame
}

impl Peer {
    /// One whose handshake is done.
    fn of(app: &App) -> Self {
        let mut stream = app.connect();
        let request = "GET /api/v1/live HTTP/1.1\r\nHost: map\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        while !answer.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            stream.read_exact(&mut byte).unwrap();
            answer.extend(byte);
        }
        assert!(answer.starts_with(b"HTTP/1.1 101 "), "{}", String::from_utf8_lossy(&answer));
        Self(stream)
    }

    /// Says it; the server may hang up in the middle.
    fn says(mut self, bytes: impl AsRef<[u8]>) -> Self {
        let _ = self.0.write_all(bytes.as_ref());
        self
    }

    /// The next frame: what it begins with, and its text.
    fn hears(&mut self) -> (u8, Vec<u8>) {
        let [first, length] = self.bytes();
        let length = match length {
            127 => usize::try_from(u64::from_be_bytes(self.bytes())).unwrap(),
            126 => u16::from_be_bytes(self.bytes()).into(),
            length => length.into(),
        };
        let mut text = vec![0; length];
        self.fill(&mut text);
        (first, text)
    }

    fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        self.fill(&mut bytes);
        bytes
    }

    fn fill(&mut self, mut bytes: &mut [u8]) {
        while !bytes.is_empty() {
            match self.0.read(bytes) {
                Ok(0) => panic!("the connection ends without a close"),
                Ok(read) => bytes = &mut bytes[read..],
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => panic!("no close after {PATIENCE:?}: {error}"),
            }
        }
    }

    /// The code with which the server ends it. Boards before it are passed over.
    fn ends_with(&mut self) -> u16 {
        loop {
            match self.hears() {
                (0x88, text) => return u16::from_be_bytes(*text.first_chunk().expect("a code")),
                (0x81, text) if text.starts_with(br#"{"type":"board""#) => {}
                (first, text) => panic!("{first:#x} {}", String::from_utf8_lossy(&text)),
            }
        }
    }

    /// The number of the next board.
    fn board(&mut self) -> i64 {
        match self.hears() {
            (0x81, text) => serde_json::from_slice::<Value>(&text).unwrap()["seq"].as_i64().unwrap(),
            (first, _) => panic!("{first:#x}"),
        }
    }
}

#[test]
fn what_is_no_frame_of_a_client_ends_with_1002() {
    let app = App::start();
    let unmasked = [LAST | TEXT, 2, b'h', b'i'];
    let long_ping = frame(LAST | PING, &[0; 126]);
    let two_beginnings = [frame(TEXT, b"a"), frame(TEXT, b"b")].concat();
    for (what, bytes) in [
        ("without a mask", unmasked.to_vec()),
        ("the first reserved bit", frame(LAST | 0x40 | TEXT, b"hi")),
        ("the second reserved bit", frame(LAST | 0x20 | TEXT, b"hi")),
        ("the third reserved bit", frame(LAST | 0x10 | TEXT, b"hi")),
        ("a reserved opcode", frame(LAST | 0x3, b"hi")),
        ("a reserved control opcode", frame(LAST | 0xb, b"")),
        ("a ping in parts", frame(PING, b"hi")),
        ("a ping of more than 125 bytes", long_ping),
        ("a part without a beginning", frame(LAST | GO_ON, b"hi")),
        ("a beginning in a message", two_beginnings),
        ("a close of one byte", frame(LAST | 0x8, &[3])),
    ] {
        assert_eq!(Peer::of(&app).says(bytes).ends_with(), 1002, "{what}");
    }
}

#[test]
fn a_text_that_is_no_utf8_ends_with_1007() {
    let app = App::start();
    for text in [&[0xff][..], &[b'a', 0xc0, 0xaf], &[0xed, 0xa0, 0x80], &[0xe2, 0x82]] {
        assert_eq!(Peer::of(&app).says(frame(LAST | TEXT, text)).ends_with(), 1007, "{text:x?}");
    }
}

#[test]
fn a_message_over_4_kib_ends_with_1009() {
    let app = App::start();
    let whole = frame(LAST | TEXT, &[b'x'; 4097]);
    let only_announced = [LAST | TEXT, 0x80 | 127, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1, 2, 3, 4];
    let in_parts = [frame(TEXT, &[b'x'; 4000]), frame(LAST | GO_ON, &[b'x'; 97])].concat();
    for bytes in [whole, only_announced.to_vec(), in_parts] {
        assert_eq!(Peer::of(&app).says(bytes).ends_with(), 1009);
    }
    let mut one_at_the_limit = Peer::of(&app).says(frame(LAST | TEXT, &[b'x'; 4096]));
    assert_eq!(one_at_the_limit.board(), 1);
    let next = app.stores(short(["22738,2021-09-05,0"]));
    assert_eq!(Some(one_at_the_limit.board()), next["seq"].as_i64());
}

#[test]
fn a_flood_ends_with_1008() {
    let app = App::start();
    let empty_parts_for_ever = [frame(TEXT, b""), frame(GO_ON, b"").repeat(8000)].concat();
    for bytes in
        [frame(LAST | TEXT, &[b'x'; 100]).repeat(400), frame(LAST | PING, b"").repeat(8000), empty_parts_for_ever]
    {
        let mut peer = Peer::of(&app).says(bytes);
        let code = loop {
            match peer.hears() {
                (0x88, text) => break u16::from_be_bytes(*text.first_chunk().unwrap()),
                (0x81 | 0x8a, _) => {}
                (first, _) => panic!("{first:#x}"),
            }
        };
        assert_eq!(code, 1008);
    }
}

#[test]
fn a_message_in_parts_and_half_a_header_are_put_up_with() {
    let app = App::start();
    let (mut in_parts, mut half) = (Peer::of(&app), Peer::of(&app));
    assert_eq!((in_parts.board(), half.board()), (1, 1));
    in_parts = in_parts.says([frame(TEXT, b"h"), frame(LAST | PING, b"?"), frame(LAST | GO_ON, b"i")].concat());
    assert_eq!(in_parts.hears(), (LAST | 0xa, b"?".to_vec()), "a ping between the parts is answered");
    let ping = frame(LAST | PING, b"there?");
    half = half.says(&ping[..3]);
    // Whoever is silent in the middle of a word keeps nobody waiting, and misses nothing itself.
    let next = app.stores(short(["22738,2021-09-05,0"]))["seq"].as_i64().unwrap();
    assert_eq!((in_parts.board(), half.board()), (next, next));
    assert_eq!(half.says(&ping[3..]).hears(), (LAST | 0xa, b"there?".to_vec()));
}
