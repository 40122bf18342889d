//! A frame as bytes: encoded once, shared by everyone who is sent it.

use crate::wire::Frame;
use bytes::Bytes;
use tungstenite::protocol::frame::FrameHeader;
use tungstenite::protocol::frame::coding::{Data, OpCode};

/// The longest header of a frame that is not masked.
const HEADER: usize = 10;

/// A frame's text behind the WebSocket header that announces it. Clones share the bytes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Encoded {
    bytes: Bytes,
    header: usize,
}

impl Encoded {
    /// Encodes a frame.
    pub fn new(frame: &Frame) -> Self {
        Self::with_prefix(&[], frame)
    }

    /// Encodes a frame that follows other bytes in the same write.
    pub(super) fn with_prefix(prefix: &[u8], frame: &Frame) -> Self {
        let text = serde_json::to_vec(frame).expect("a frame has string keys and no failing serializer");
        let mut bytes = Vec::with_capacity(prefix.len() + HEADER + text.len());
        bytes.extend_from_slice(prefix);
        let header = FrameHeader { opcode: OpCode::Data(Data::Text), ..FrameHeader::default() };
        header.format(text.len() as u64, &mut bytes).expect("a vector takes all that is written to it");
        let header = bytes.len();
        bytes.extend_from_slice(&text);
        Self { bytes: bytes.into(), header }
    }

    /// What a socket is sent.
    pub fn socket(&self) -> &Bytes {
        &self.bytes
    }

    /// The frame alone, as JSON.
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.bytes[self.header..]).expect("JSON is UTF-8")
    }
}
