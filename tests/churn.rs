//! Viewers come and go, well and badly, while the server is fed: its memory stays what it was.
//! `VUNGXANH_CHURN` says how often (200 times is about a minute); a viewer of whom anything is left behind adds up.

use crate::reports::table;
use crate::server::App;
use tokio_tungstenite::tungstenite::Message;

const VIEWERS: usize = 100;
/// What may come and go with caches and the allocator; a KiB of each viewer would be several times as much.
const PLAY: usize = 3 << 20;

/// The memory that the server holds, in bytes.
fn memory(app: &App) -> usize {
    let said = std::fs::read_to_string(format!("/proc/{}/smaps_rollup", app.pid())).expect("it runs");
    let line = said.lines().find_map(|line| line.strip_prefix("Pss:")).expect("it tells its share");
    line.trim().trim_end_matches(" kB").parse::<usize>().unwrap() * 1024
}

fn cycle(app: &App, n: usize) {
    let mut viewers: Vec<_> =
        (0..VIEWERS).map(|at| if at % 2 == 0 { app.watch() } else { app.watch_since(1) }).collect();
    // Each file has a remark of its own: a file that was stored before is not stored again.
    let file = table("commune,day,f0,note", [format!("22738,2021-09-05,{},{n}", n % 1000)]);
    let seq = app.stores(file)["seq"].as_i64().unwrap();
    for (at, viewer) in viewers.iter_mut().enumerate() {
        viewer.boards_to(seq);
        match at % 4 {
            0 => viewer.send(Message::Close(None)),
            1 => viewer.send(Message::Text("x".repeat(5000).into())),
            2 => viewer.send(Message::Ping(vec![0; 100].into())),
            _ => {}
        }
    }
}

#[test]
fn viewers_come_and_go_and_memory_stays() {
    if !cfg!(target_os = "linux") {
        return;
    }
    let cycles = std::env::var("VUNGXANH_CHURN").map_or(200, |cycles| cycles.parse().expect("a number"));
    let app = App::start();
    (0..cycles / 3).for_each(|n| cycle(&app, n));
    let before = memory(&app);
    (cycles / 3..cycles).for_each(|n| cycle(&app, n));
    let after = memory(&app);
    let all = VIEWERS * (cycles - cycles / 3);
    assert!(after <= before + PLAY, "{all} viewers came and went, and {before} bytes became {after}");
}
