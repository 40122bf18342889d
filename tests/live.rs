//! The live socket: every frame is the whole state, what was missed can be had, and the end of a
//! server is the beginning of the next.

use crate::reports::{communes, short, table};
use crate::server::{App, PATIENCE};
use crate::viewer::{digits, moves, shown, standings};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::net::{SocketAddr, TcpStream};
use std::sync::atomic::{AtomicU64, Ordering};
use tokio_tungstenite::tungstenite::Message;

/// A report of every commune: with no case (all green) or with one of open source (all orange).
pub(crate) fn everywhere(f0: u64) -> String {
    // Each file has a remark of its own: a file that was stored before is not stored again.
    static FILES: AtomicU64 = AtomicU64::new(0);
    let remark = FILES.fetch_add(1, Ordering::Relaxed);
    let rows = communes().into_iter().map(|code| format!("{code},2021-09-05,{f0},{remark}"));
    table("commune,day,f0,note", rows)
}

/// The codes of all units in the order of the register.
fn register(app: &App) -> Vec<String> {
    let answer = app.read("/api/v1/units");
    answer["units"].as_array().unwrap().iter().map(|unit| unit["code"].as_str().unwrap().to_owned()).collect()
}

/// A frame must say what `GET board` says while both are of the same entry.
#[track_caller]
fn says_what_the_board_says(app: &App, frame: &Value) {
    let board = app.read("/api/v1/board");
    for field in ["seq", "day", "as_of", "register"] {
        assert_eq!(frame[field], board[field], "{field}");
    }
    assert_eq!(frame["release"], frame["seq"]);
    assert_eq!(standings(frame), shown(&board));
}

/// The levels after each entry of the log, made from its changes alone.
fn replayed(app: &App) -> BTreeMap<i64, String> {
    let order = register(app);
    let mut levels: BTreeMap<&str, Option<u64>> = order.iter().map(|code| (code.as_str(), None)).collect();
    let mut after = BTreeMap::new();
    for (at, entry) in app.changes_since(0).iter().enumerate() {
        assert_eq!((&entry["seq"], &entry["prev"]), (&json!(at + 1), &json!(at)), "entries have no gaps");
        for (unit, from, to) in moves([entry]) {
            let level = levels.get_mut(unit.as_str()).expect("a unit of the register");
            assert_eq!(*level, from, "{unit} in entry {}", entry["seq"]);
            *level = to;
        }
        let digits = order.iter().map(|code| levels[code.as_str()].map_or("0".to_owned(), |level| level.to_string()));
        after.insert(entry["seq"].as_i64().unwrap(), digits.collect());
    }
    after
}

#[test]
fn the_first_frame_is_the_board() {
    let app = App::start();
    says_what_the_board_says(&app, &app.watch().board());
    app.stores(short(["22738,2021-09-05,1", "22741,2021-09-01,0", "22744,2021-09-05,2"]));
    let first = app.watch().board();
    says_what_the_board_says(&app, &first);
    let count = |which: &dyn Fn(&Value) -> bool| standings(&first).iter().filter(|unit| which(unit)).count();
    assert!(count(&|unit| unit["low"] != unit["high"]) > 1 && count(&|unit| unit["marks"] != json!([])) > 2, "{first}");
}

#[test]
fn one_batch_is_one_frame_and_all_viewers_get_the_same_bytes() {
    let app = App::start();
    let mut viewers: Vec<_> = (0..5).map(|_| app.watch()).collect();
    for viewer in &mut viewers {
        viewer.board();
    }
    for f0 in [0, 1, 0, 2] {
        let receipt = app.stores(everywhere(f0));
        let texts: Vec<_> = viewers.iter_mut().map(crate::viewer::Viewer::board_text).collect();
        assert!(texts.iter().all(|text| *text == texts[0]));
        let frame: Value = serde_json::from_str(&texts[0]).unwrap();
        says_what_the_board_says(&app, &frame);
        assert_eq!((&frame["seq"], &frame["changes"]), (&receipt["seq"], &receipt["changes"]));
        assert_eq!(frame["prev"], json!(receipt["seq"].as_i64().unwrap() - 1));
        assert!(receipt["changes"].as_array().unwrap().len() >= 65);
    }
}

#[test]
fn a_file_with_nothing_new_makes_no_frame() {
    let app = App::start();
    let rows = ["22738,2021-09-05,0", "22741,2021-09-05,0"];
    app.stores(short(rows));
    let mut viewer = app.watch();
    viewer.board();
    app.submit(short(rows)).with(200);
    app.submit(short([rows[1], rows[0]])).with(200);
    app.submit(short(["99999,2021-09-05,0"])).with(422);
    let next = app.stores(everywhere(1));
    assert_eq!(viewer.board()["seq"], next["seq"]);
}

#[test]
fn who_comes_back_is_told_what_moved_since() {
    let app = App::start();
    let seqs: Vec<i64> = [0, 1, 0]
        .iter()
        .enumerate()
        .map(|(n, f0)| {
            let receipt = app.stores(short([format!("22738,2021-09-05,{f0}"), format!("22741,2021-09-05,{n}")]));
            receipt["seq"].as_i64().unwrap()
        })
        .collect();
    let log = app.changes_since(0);
    let newest = *seqs.last().unwrap();
    for since in 1..=newest {
        let frame = app.watch_since(since).board();
        assert_eq!((&frame["prev"], &frame["seq"]), (&json!(since), &json!(newest)));
        let missed = log.iter().filter(|entry| entry["seq"].as_i64() > Some(since));
        let told: Vec<_> = missed.flat_map(|entry| entry["changes"].as_array().unwrap().clone()).collect();
        assert_eq!(frame["changes"], json!(told), "since {since}");
        says_what_the_board_says(&app, &frame);
    }
}

#[test]
fn a_number_that_was_never_given_out_is_no_hindrance() {
    let app = App::start();
    app.stores(everywhere(0));
    for since in [-1, 3, 1_000_000, i64::MAX, i64::MIN] {
        let frame = app.watch_since(since).board();
        says_what_the_board_says(&app, &frame);
        assert_ne!(frame["prev"], since, "the page asks for the log");
    }
}

#[test]
fn of_more_than_200_changes_the_newest_entries_are_told_and_the_log_has_the_rest() {
    let app = App::start();
    for n in 0..4 {
        app.stores(everywhere(n % 2));
    }
    let frame = app.watch_since(1).board();
    let prev = frame["prev"].as_i64().unwrap();
    assert!(prev > 1, "not everything is told");
    let log = app.changes_since(0);
    let after = |seq: i64| moves(log.iter().filter(move |entry| entry["seq"].as_i64() > Some(seq)));
    assert_eq!(moves([&frame]), after(prev), "whole entries");
    assert!(moves([&frame]).len() <= 200 && after(prev - 1).len() > 200, "as many as fit");
}

#[test]
fn a_long_log_is_paged_without_gap_or_repeat() {
    let app = App::start();
    for n in 0..205 {
        app.stores(short([format!("22738,2021-09-05,{n}")]));
    }
    let log = app.changes_since(0);
    assert_eq!(log.len(), 206);
    assert!(log.iter().enumerate().all(|(at, entry)| entry["seq"] == json!(at + 1)));
    let newest = app.read("/api/v1/changes?last=3");
    assert_eq!(newest["entries"], json!(log[203..]));
    assert_eq!(app.read("/api/v1/changes?since=206")["entries"], json!([]));
    assert_eq!(app.read("/api/v1/changes?since=9999")["entries"], json!([]));
    assert_eq!(app.read("/api/v1/changes?last=0")["entries"], json!([]));
    assert_eq!(app.read("/api/v1/changes?last=9999")["entries"], json!(log[6..]));
    // Longer ago than the server remembers: the frame says from where on it tells.
    let frame = app.watch_since(1).board();
    let prev = frame["prev"].as_i64().unwrap();
    assert!(prev > 1);
    assert_eq!(moves([&frame]), moves(&log[usize::try_from(prev).unwrap()..]));
}

#[test]
fn every_frame_is_the_state_that_the_log_leads_to() {
    let app = App::start();
    let mut viewer = app.watch();
    let communes = communes();
    std::thread::scope(|scope| {
        for part in communes.chunks(20) {
            let app = &app;
            scope.spawn(move || {
                for (n, code) in part.iter().enumerate() {
                    app.stores(short([format!("{code},2021-09-05,{}", n % 3)]));
                }
            });
        }
    });
    let frames = viewer.boards_to(66);
    let states = replayed(&app);
    let mut seen = 0;
    for frame in &frames {
        let seq = frame["seq"].as_i64().unwrap();
        assert!(seq > seen, "numbers rise");
        assert!(seen == 0 || frame["prev"] == seen, "a viewer who keeps up misses nothing");
        assert_eq!(digits(&standings(frame)), states[&seq]);
        seen = seq;
    }
    let told = moves(frames.iter().filter(|frame| frame["seq"] != json!(1)));
    assert_eq!(told, moves(&app.changes_since(1)));
}

/// A connection that holds little, so that a server soon finds it full.
pub(crate) fn narrow(app: &App) -> TcpStream {
    let socket = socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM, None).unwrap();
    socket.set_recv_buffer_size(2048).unwrap();
    socket.set_tcp_mss(536).unwrap();
    socket.connect(&app.address.parse::<SocketAddr>().unwrap().into()).unwrap();
    socket.into()
}

#[test]
fn a_viewer_who_does_not_read_skips_to_the_newest_board_and_holds_nobody_up() {
    let app = App::start();
    let (mut slow, mut quick) = (app.watch_on(narrow(&app), ""), app.watch());
    let mut newest = 0;
    for n in 0..40 {
        newest = app.stores(everywhere(n % 2))["seq"].as_i64().unwrap();
    }
    assert_eq!(quick.boards_to(newest).len(), 41, "the quick one saw all of it");
    let seen = slow.boards_to(newest);
    assert!(seen.len() < 41, "the slow one was never full: the test shows nothing");
    says_what_the_board_says(&app, seen.last().unwrap());
    let states = replayed(&app);
    for pair in seen.windows(2) {
        let seq = pair[1]["seq"].as_i64().unwrap();
        assert!(pair[0]["seq"].as_i64() < Some(seq));
        assert_eq!(digits(&standings(&pair[1])), states[&seq]);
        assert!(pair[1]["changes"].as_array().unwrap().len() <= 200);
    }
    // It hears of the next batch as everyone does.
    let next = app.stores(everywhere(2))["seq"].as_i64().unwrap();
    assert_eq!(slow.board()["seq"], next);
}

#[test]
fn a_ping_is_answered_and_idle_talk_does_no_harm() {
    let app = App::start();
    let mut viewer = app.watch();
    viewer.board();
    viewer.send(Message::Text("{\"type\":\"hello\"}".into()));
    viewer.send(Message::Binary(vec![0; 100].into()));
    viewer.send(Message::Ping(b"there?".to_vec().into()));
    loop {
        match viewer.message().unwrap() {
            Message::Pong(bytes) => break assert_eq!(&bytes[..], b"there?"),
            Message::Text(text) => assert!(!text.contains("\"beat\""), "no answer comes"),
            other => panic!("{other:?}"),
        }
    }
    let next = app.stores(everywhere(0));
    assert_eq!(viewer.board()["seq"], next["seq"]);
}

#[test]
fn who_sends_much_is_hung_up_on() {
    let app = App::start();
    let (mut chatty, mut other) = (app.watch(), app.watch());
    chatty.board();
    chatty.send(Message::Text("x".repeat(100_000).into()));
    chatty.close_code();
    other.board();
    let next = app.stores(everywhere(0));
    assert_eq!(other.board()["seq"], next["seq"]);
}

#[test]
fn a_close_is_answered() {
    let app = App::start();
    let mut viewer = app.watch();
    viewer.board();
    viewer.send(Message::Close(None));
    viewer.close_code();
}

#[test]
fn a_beat_comes_though_nothing_happens() {
    let app = App::start();
    let mut viewer = app.watch();
    let board = viewer.board();
    let beat: Value = serde_json::from_str(&viewer.text()).unwrap();
    assert_eq!((&beat["type"], &beat["seq"]), (&json!("beat"), &board["seq"]));
    assert!(beat["t"].as_i64() > board["t"].as_i64());
    assert_eq!(beat.as_object().unwrap().len(), 3);
}

#[test]
fn a_server_that_stops_tells_its_viewers_and_ends_well() {
    let app = App::start();
    let mut viewers: Vec<_> = (0..3).map(|_| app.watch()).collect();
    for viewer in &mut viewers {
        viewer.board();
    }
    // A connection on which nothing was said does not keep it.
    let silent = app.connect();
    app.terminate();
    for viewer in &mut viewers {
        assert_eq!(viewer.close_code(), Some(1012));
    }
    assert_eq!(app.ended().code(), Some(0));
    drop(silent);
}

#[test]
fn a_viewer_who_does_not_read_does_not_keep_a_server_from_stopping() {
    let app = App::start();
    let _slow = app.watch_on(narrow(&app), "");
    for n in 0..40 {
        app.stores(everywhere(n % 2));
    }
    app.terminate();
    // Half of what a stalled viewer is given, so that waiting for it would fail.
    assert_eq!(app.ended_within(PATIENCE / 4).map(|status| status.code()), Some(Some(0)));
}

#[test]
fn after_a_restart_viewers_catch_up_and_entries_have_no_gaps() {
    let app = App::start();
    app.stores(everywhere(0));
    let mut viewer = app.watch();
    let seen = viewer.board()["seq"].as_i64().unwrap();
    app.stores(short(["22738,2021-09-05,1"]));
    let settings = app.stop();
    let app = settings.start();
    // The restart alone is no entry; what was missed before it is still told.
    let frame = app.watch_since(seen).board();
    assert_eq!((&frame["prev"], &frame["seq"]), (&json!(seen), &json!(seen + 1)));
    assert_eq!(moves([&frame]), moves(&app.changes_since(seen)));
    says_what_the_board_says(&app, &frame);
    let next = app.stores(short(["22741,2021-09-05,1"]));
    assert_eq!(next["seq"], json!(seen + 2));
    let app = app.kill().start();
    let frame = app.watch_since(seen + 1).board();
    assert_eq!((&frame["prev"], &frame["changes"]), (&json!(seen + 1), &next["changes"]));
    assert_eq!(replayed(&app).len(), usize::try_from(seen + 2).unwrap());
}
