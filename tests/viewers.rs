//! How many may watch, and what becomes of those who do not read, talk too much, or come by another way.

use crate::live::{everywhere, narrow};
use crate::reports::short;
use crate::server::{App, NOON, PATIENCE, Settings};
use crate::viewer::{Viewer, moves};
use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Instant;

fn with(flag: &str, value: &str) -> App {
    Settings::at(NOON).flag(flag, value).start()
}

/// Asks for a socket; the status of the answer.
fn asks(app: &App, headers: &[(&str, &str)]) -> (u16, TcpStream) {
    let mut stream = app.connect();
    let mut head = "GET /api/v1/live HTTP/1.1\r\nhost: here\r\nconnection: upgrade\r\nupgrade: websocket\r\n\
         sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        .to_owned();
    for (name, value) in headers {
        head.extend([name, ": ", value, "\r\n"]);
    }
    head += "\r\n";
    stream.write_all(head.as_bytes()).unwrap();
    let mut line = [0; 12];
    stream.read_exact(&mut line).unwrap();
    (std::str::from_utf8(&line[9..]).unwrap().parse().unwrap(), stream)
}

/// Asks again and again until something is so.
fn until(what: &str, so: impl Fn() -> bool) {
    let begun = Instant::now();
    while !so() {
        assert!(begun.elapsed() < PATIENCE, "{what} never was");
    }
}

/// A metric's value.
fn metric(app: &App, name: &str) -> f64 {
    let text = app.get("/metrics").text();
    let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' ')?.parse().ok());
    line.unwrap_or_else(|| panic!("no {name} in\n{text}"))
}

#[test]
fn from_one_address_only_so_many_may_watch() {
    let app = with("--viewers-per-address", "2");
    let (mut one, other) = (app.watch(), app.watch());
    one.board();
    let full = app.send("GET", "/api/v1/live/events", &[], &[]);
    assert_eq!((full.status, full.error().as_str()), (503, "unavailable"));
    assert_eq!(asks(&app, &[]).0, 503);
    // Anyone can write this; who is no proxy of ours is not believed.
    assert_eq!(asks(&app, &[("x-forwarded-for", "198.51.100.7")]).0, 503);
    assert!(metric(&app, "vungxanh_viewers_turned_away_total{room=\"address\"}") > 2.0);
    drop(other);
    until("a place that was left is free", || asks(&app, &[]).0 == 101);
}

#[test]
fn a_proxy_of_ours_is_believed() {
    let app = Settings::at(NOON).flag("--viewers-per-address", "1").flag("--proxy", "10.0.0.0/8,127.0.0.1").start();
    let from = |address: &str| asks(&app, &[("x-forwarded-for", address)]);
    let kept = [from("198.51.100.7"), from("198.51.100.8"), from("198.51.100.7, 198.51.100.9")];
    assert_eq!(kept.each_ref().map(|(status, _)| *status), [101, 101, 101]);
    assert_eq!(from("1.2.3.4, 198.51.100.7").0, 503, "what a client writes before is not believed");
    assert_eq!(from("198.51.100.7, 10.1.2.3").0, 503, "our other proxies are passed over");
}

#[test]
fn in_all_only_so_many_may_watch() {
    let app = with("--viewers", "3");
    let _kept: Vec<Viewer> = (0..3).map(|_| app.watch()).collect();
    assert_eq!(asks(&app, &[]).0, 503);
}

#[test]
fn who_does_not_read_is_let_go_and_misses_nothing() {
    let app = with("--stall-timeout", "1");
    let (mut slow, mut quick) = (app.watch_on(narrow(&app), ""), app.watch());
    let mut newest = 0;
    for n in 0..60 {
        newest = app.stores(everywhere(n % 2))["seq"].as_i64().unwrap();
        quick.boards_to(newest);
    }
    until("the slow one is let go", || metric(&app, "vungxanh_viewers_left_total{why=\"stalled\"}") > 0.0);
    let mut seen = 0;
    let code = loop {
        match slow.message() {
            Ok(message) if message.is_text() => {
                let frame: Value = serde_json::from_str(message.to_text().unwrap()).unwrap();
                assert!(frame["type"] == "beat" || frame["seq"].as_i64() > Some(seen), "nothing comes twice");
                seen = frame["seq"].as_i64().unwrap();
            }
            Ok(tokio_tungstenite::tungstenite::Message::Close(frame)) => {
                break frame.map(|frame| u16::from(frame.code));
            }
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(code, Some(1013));
    assert!(seen < newest, "it was full");
    let frame = app.watch_since(seen).board();
    // Who comes back is at the newest board; what its list lacks, the log has.
    assert_eq!(frame["seq"], newest);
    let prev = frame["prev"].as_i64().unwrap();
    assert!(prev >= seen && moves([&frame]) == moves(&app.changes_since(prev)), "{frame}");
}

/// The next event: its number, where it has one, and its data.
fn event(lines: &mut impl BufRead) -> (Option<i64>, Value) {
    let (mut id, mut data) = (None, Value::Null);
    loop {
        let mut line = String::new();
        assert!(lines.read_line(&mut line).unwrap() > 0, "the stream goes on");
        match line.trim_end().split_once(':') {
            Some(("id", number)) => id = number.trim().parse().ok(),
            Some(("data", text)) => data = serde_json::from_str(text).unwrap(),
            None if line == "\n" && data != Value::Null => return (id, data),
            _ => {}
        }
    }
}

fn events(app: &App, headers: &str) -> BufReader<TcpStream> {
    let mut stream = app.connect();
    // HTTP/1.0: the answer comes as it is, in no chunks.
    write!(stream, "GET /api/v1/live/events HTTP/1.0\r\n{headers}\r\n").unwrap();
    let mut lines = BufReader::new(stream);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        lines.read_line(&mut head).unwrap();
    }
    assert!(head.contains("content-type: text/event-stream") && head.contains("cache-control: no-store"), "{head}");
    lines
}

#[test]
fn events_carry_the_same_frames() {
    let app = App::start();
    let (mut socket, mut stream) = (app.watch(), events(&app, ""));
    for n in 0..3 {
        let frame = socket.board();
        assert_eq!(event(&mut stream), (frame["seq"].as_i64(), frame));
        app.stores(short([format!("22738,2021-09-05,{n}")]));
    }
    let frame = socket.board();
    let (id, _) = event(&mut stream);
    // A browser that comes back says what it saw last.
    app.stores(short(["22741,2021-09-05,1"]));
    let (_, next) = event(&mut events(&app, &format!("last-event-id: {}\r\n", id.unwrap())));
    assert_eq!(next["prev"], frame["seq"]);
    app.terminate();
    assert_eq!(app.ended().code(), Some(0), "who reads events does not keep a server from stopping");
}
