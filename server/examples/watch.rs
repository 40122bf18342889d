//! Watches the live board of a server, and prints a line for each change and each board: the client that
//! `docs/live.md` describes, in one file that can be lifted. It opens one socket at a time, catches up
//! by `since`, asks the log for what a frame does not tell, notices silence, and comes back after a delay
//! of full jitter. `cargo run --example watch -- http://127.0.0.1:8686`; Ctrl-C ends it.

use futures_util::StreamExt;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::HashMap;
use std::error::Error;
use std::time::Duration;
use tokio::time::{sleep, timeout};
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::Message;

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// The server beats every 15 s: two beats, and a little for the way.
const SILENCE: Duration = Duration::from_secs(32);
/// How long the server has to answer.
const ANSWER: Duration = Duration::from_secs(10);
const BACKOFF_FIRST: Duration = Duration::from_secs(1);
const BACKOFF_MOST: Duration = Duration::from_secs(20);

/// A frame. What is of no use here is passed over, as are kinds that are not known yet.
#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Frame {
    Board(Board),
    Beat,
    #[serde(other)]
    Unknown,
}

#[derive(Deserialize)]
struct Board {
    seq: i64,
    /// `changes` tells what moved after this entry.
    prev: i64,
    day: String,
    cause: String,
    /// Another one is another server, map, register or log: its numbers say nothing about those before.
    site: String,
    /// A character per unit: its level, 0 for none, or another one, which is told in `kinds`.
    levels: String,
    kinds: HashMap<char, Kind>,
    /// None where more moved than a frame tells.
    changes: Option<Vec<Change>>,
}

#[derive(Deserialize)]
struct Kind {
    level: Option<u32>,
}

/// An answer of `GET changes`.
#[derive(Deserialize)]
struct Log {
    entries: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    seq: i64,
    changes: Vec<Change>,
}

#[derive(Deserialize)]
struct Change {
    unit: String,
    from: Option<u8>,
    to: Option<u8>,
    cause: String,
}

/// What is known of the server, from one connection to the next.
struct Watch {
    /// `http://…/api/v1`.
    base: String,
    site: Option<String>,
    /// Number of the newest entry that was printed.
    seen: Option<i64>,
    /// Attempts since a connection lived.
    attempt: u32,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome<()> {
    let server = std::env::args().nth(1).unwrap_or_else(|| "http://127.0.0.1:8686".to_owned());
    let base = format!("{}/api/v1", server.trim_end_matches('/'));
    let mut watch = Watch { base, site: None, seen: None, attempt: 0 };
    tokio::select! {
        outcome = watch.go_on() => outcome,
        interrupted = tokio::signal::ctrl_c() => Ok(interrupted?),
    }
}

impl Watch {
    /// Connects, and connects again.
    async fn go_on(&mut self) -> Outcome<()> {
        loop {
            if let Err(why) = self.connect().await {
                eprintln!("lost: {why}");
            }
            // Full jitter: anywhere up to the doubled delay, so that a crowd does not come back at once.
            let most = BACKOFF_MOST.min(BACKOFF_FIRST * 2_u32.pow(self.attempt.min(10)));
            self.attempt += 1;
            sleep(most.mul_f64(f64::from(getrandom::u32()?) / f64::from(u32::MAX))).await;
        }
    }

    /// Opens a socket and prints what it brings, until it ends or falls silent.
    async fn connect(&mut self) -> Outcome<()> {
        let since = self.seen.map(|seen| format!("?since={seen}")).unwrap_or_default();
        let address = format!("{}/live{since}", self.base).replacen("http", "ws", 1);
        let (mut socket, _) = timeout(ANSWER, connect_async(address)).await??;
        loop {
            let message = timeout(SILENCE, socket.next()).await?.ok_or("the server hung up")??;
            // Pings are answered by the library.
            let Message::Text(text) = message else { continue };
            match serde_json::from_str(&text)? {
                Frame::Board(board) => self.show(&board).await?,
                // A connection that lived until a beat was a good one.
                Frame::Beat => self.attempt = 0,
                Frame::Unknown => {}
            }
        }
    }

    /// Prints what moved, and the board.
    async fn show(&mut self, board: &Board) -> Outcome<()> {
        if self.site.as_ref() != Some(&board.site) {
            (self.site, self.seen) = (Some(board.site.clone()), None);
        }
        match (self.seen, &board.changes) {
            (Some(seen), _) if board.seq <= seen => return Ok(()),
            // Nothing is missed where `prev` lies at or below what was seen.
            (Some(seen), Some(changes)) if board.prev <= seen => told(board.seq, changes),
            (Some(_), _) => self.ask(board.seq).await?,
            (None, _) => {}
        }
        self.seen = Some(board.seq);
        let level = |unit: char| board.kinds.get(&unit).map_or(unit.to_digit(10), |kind| kind.level);
        let units = |wanted| board.levels.chars().filter(|unit| level(*unit) == Some(wanted)).count();
        let [one, two, three, four] = [1, 2, 3, 4].map(units);
        println!("board {} of {} ({}): {one} {two} {three} {four}", board.seq, board.day, board.cause);
        Ok(())
    }

    /// Prints what the log has after what was seen, up to an entry.
    async fn ask(&mut self, until: i64) -> Outcome<()> {
        while let Some(seen) = self.seen.filter(|seen| *seen < until) {
            let log: Log = get(format!("{}/changes?since={seen}", self.base)).await?;
            for entry in log.entries.iter().take_while(|entry| entry.seq <= until) {
                told(entry.seq, &entry.changes);
                self.seen = Some(entry.seq);
            }
            if self.seen == Some(seen) {
                return Err("the log has not what the board has".into());
            }
        }
        Ok(())
    }
}

fn told(seq: i64, changes: &[Change]) {
    let level = |level: &Option<u8>| level.map_or("-".to_owned(), |level| level.to_string());
    for Change { unit, from, to, cause } in changes {
        println!("{seq} {unit} {} -> {} ({cause})", level(from), level(to));
    }
}

async fn get<T: DeserializeOwned + Send + 'static>(address: String) -> Outcome<T> {
    let ask = move || {
        let agent = ureq::Agent::from(ureq::Agent::config_builder().timeout_global(Some(ANSWER)).build());
        agent.get(address).call()?.body_mut().read_json()
    };
    Ok(tokio::task::spawn_blocking(ask).await??)
}
