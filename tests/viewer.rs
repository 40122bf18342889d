//! The live socket as a page sees it.

use crate::server::{App, PATIENCE};
use serde_json::{Value, json};
use std::io::ErrorKind;
use std::net::TcpStream;
use tokio_tungstenite::tungstenite::protocol::WebSocket;
use tokio_tungstenite::tungstenite::{self, Message, client};

/// One open socket.
pub(crate) struct Viewer(WebSocket<TcpStream>);

impl App {
    /// Opens a socket as one who has seen nothing.
    pub(crate) fn watch(&self) -> Viewer {
        self.watch_on(self.connect(), "")
    }

    /// Opens a socket as one who has seen everything up to `seq`.
    pub(crate) fn watch_since(&self, seq: i64) -> Viewer {
        self.watch_on(self.connect(), &format!("?since={seq}"))
    }

    /// Opens a socket on a connection.
    pub(crate) fn watch_on(&self, stream: TcpStream, query: &str) -> Viewer {
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let address = format!("ws://{}/api/v1/live{query}", self.address);
        let (socket, _) = client(address, stream).unwrap_or_else(|error| panic!("no handshake: {error}"));
        Viewer(socket)
    }
}

impl Viewer {
    /// The next message of any kind but a ping, which is answered.
    pub(crate) fn message(&mut self) -> Result<Message, tungstenite::Error> {
        loop {
            match self.0.read() {
                Ok(Message::Ping(_)) => {}
                // A read with a time-out is interrupted where the machine itself was stopped for a moment.
                Err(tungstenite::Error::Io(error)) if error.kind() == ErrorKind::Interrupted => {}
                other => return other,
            }
        }
    }

    /// The next frame's text.
    pub(crate) fn text(&mut self) -> String {
        match self.message() {
            Ok(Message::Text(text)) => text.to_string(),
            other => panic!("not a frame: {other:?}"),
        }
    }

    /// The next board's text. A few beats are passed over: so long does no board take.
    pub(crate) fn board_text(&mut self) -> String {
        for _ in 0..3 {
            let text = self.text();
            if text.starts_with(r#"{"type":"board""#) {
                return text;
            }
            assert!(text.starts_with(r#"{"type":"beat""#), "{text}");
        }
        panic!("no board comes");
    }

    /// The next board.
    pub(crate) fn board(&mut self) -> Value {
        serde_json::from_str(&self.board_text()).unwrap()
    }

    /// Boards up to the one with a number, which must be the last of them.
    pub(crate) fn boards_to(&mut self, seq: i64) -> Vec<Value> {
        let mut boards: Vec<Value> = Vec::new();
        while boards.last().is_none_or(|board| board["seq"].as_i64() < Some(seq)) {
            boards.push(self.board());
        }
        assert_eq!(boards.last().unwrap()["seq"], seq);
        boards
    }

    /// Reads until the socket ends, which is true, or shows an entry.
    pub(crate) fn ends_or_reaches(&mut self, seq: i64) -> bool {
        loop {
            match self.message() {
                Ok(Message::Text(text)) => {
                    let frame: Value = serde_json::from_str(&text).unwrap();
                    if frame["type"] == "board" && frame["seq"].as_i64() >= Some(seq) {
                        return false;
                    }
                }
                Ok(Message::Close(_)) | Err(_) => return true,
                Ok(_) => {}
            }
        }
    }

    /// Reads to the close; its code, where the server gave one.
    pub(crate) fn close_code(&mut self) -> Option<u16> {
        loop {
            match self.message() {
                Ok(Message::Close(frame)) => return frame.map(|frame| frame.code.into()),
                Ok(Message::Text(text)) if text.starts_with(r#"{"type":"beat""#) => panic!("the socket stays open"),
                Ok(_) => {}
                Err(tungstenite::Error::Io(error)) if error.kind() == std::io::ErrorKind::WouldBlock => {
                    panic!("the socket stays open")
                }
                Err(_) => return None,
            }
        }
    }

    /// Sends a message; the server may hang up in the middle of it.
    pub(crate) fn send(&mut self, message: Message) {
        let _ = self.0.send(message);
    }
}

/// The changes of frames or entries, in order, as `(unit, from, to)`.
pub(crate) fn moves<'a>(told: impl IntoIterator<Item = &'a Value>) -> Vec<(String, Option<u64>, Option<u64>)> {
    told.into_iter()
        .flat_map(|one| one["changes"].as_array().expect("it tells changes"))
        .map(|change| (change["unit"].as_str().unwrap().to_owned(), change["from"].as_u64(), change["to"].as_u64()))
        .collect()
}

/// How each unit stands by a frame or a day of a season, in order, as `GET board` tells it.
pub(crate) fn standings(told: &Value) -> Vec<Value> {
    let kind = |letter: char| match letter.to_digit(10).map(|digit| (digit > 0).then_some(digit)) {
        Some(level) => json!({"level": level, "low": level, "high": level, "marks": []}),
        None => told["kinds"].get(letter.to_string()).expect("a kind that is told").clone(),
    };
    told["levels"].as_str().unwrap().chars().map(kind).collect()
}

/// The level of each unit as a digit, 0 for none.
pub(crate) fn digits<'a>(standings: impl IntoIterator<Item = &'a Value>) -> String {
    standings.into_iter().map(|unit| unit["level"].as_u64().unwrap_or(0).to_string()).collect()
}

/// The same of the units of a board: what else is known of them is left out.
pub(crate) fn shown(board: &Value) -> Vec<Value> {
    let shown = |unit: &Value| json!({"level": unit["level"], "low": unit["low"], "high": unit["high"], "marks": unit["marks"]});
    board["units"].as_array().unwrap().iter().map(shown).collect()
}
