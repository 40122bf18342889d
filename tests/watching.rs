//! The client that the documentation shows (`server/examples/watch.rs`), against a real server: it prints each change
//! once, whatever becomes of the server.

use crate::live::everywhere;
use crate::reports::{project, short};
use crate::server::{App, Process};
use crate::terminal::BINARY;
use serde_json::Value;
use std::path::Path;
use std::process::{Command, Stdio};

/// Builds the example as this test was built, and runs it.
fn watch(app: &App) -> Process {
    let folder = Path::new(BINARY).parent().unwrap();
    let mut build = Command::new(env!("CARGO"));
    build.args(["build", "--quiet", "--workspace", "--example", "watch"]).current_dir(project(""));
    if folder.ends_with("release") {
        build.arg("--release");
    }
    assert!(build.status().unwrap().success());
    let mut watch = Command::new(folder.join("examples/watch"));
    Process::spawn(watch.arg(format!("http://{}", app.address)).stderr(Stdio::null()))
}

/// What it prints up to a board.
fn printed(watch: &Process, seq: i64) -> Vec<String> {
    let mut lines = Vec::new();
    while lines.last().is_none_or(|line: &String| !line.starts_with(&format!("board {seq} of "))) {
        lines.push(watch.line());
    }
    lines
}

/// The lines of changes that the log has after an entry.
fn logged(app: &App, since: i64) -> Vec<String> {
    let level = |level: &Value| level.as_u64().map_or("-".to_owned(), |level| level.to_string());
    let mut lines = Vec::new();
    for entry in app.changes_since(since) {
        for change in entry["changes"].as_array().unwrap() {
            let (unit, cause) = (change["unit"].as_str().unwrap(), change["cause"].as_str().unwrap());
            lines.push(format!(
                "{} {unit} {} -> {} ({cause})",
                entry["seq"],
                level(&change["from"]),
                level(&change["to"])
            ));
        }
    }
    lines
}

fn changes(lines: &[String]) -> Vec<String> {
    lines.iter().filter(|line| !line.starts_with("board")).cloned().collect()
}

#[test]
fn the_example_prints_each_change_once_through_restarts_and_ends_when_asked() {
    let app = App::start();
    let address = app.address.clone();
    app.stores(everywhere(0));
    let watch = watch(&app);
    let units = app.read("/api/v1/units")["units"].as_array().unwrap().len();
    assert_eq!(printed(&watch, 2), [format!("board 2 of 2021-09-05 (reports): {units} 0 0 0")]);
    let next = app.stores(short(["22738,2021-09-05,1"]))["seq"].as_i64().unwrap();
    let lines = printed(&watch, next);
    assert_eq!(changes(&lines), logged(&app, 2));
    assert!(lines.iter().any(|line| line.starts_with("3 22738 1 -> ")), "{lines:?}");

    // More than a frame tells moves where the example cannot see it; then the server is back where it was.
    let app = app.stop().flag("--listen", "127.0.0.1:0").start();
    let newest = (1..=4).map(|n| app.stores(everywhere(n % 2))["seq"].as_i64().unwrap()).last().unwrap();
    let app = app.stop().flag("--listen", &address).start();
    let missed = changes(&printed(&watch, newest));
    assert!(missed.len() > 200 && missed == logged(&app, next), "{missed:?}");

    // A power cut and what it left behind; nothing of before is told again.
    let app = app.kill().start();
    let last = app.stores(short(["22741,2021-09-05,2"]))["seq"].as_i64().unwrap();
    assert_eq!(changes(&printed(&watch, last)), logged(&app, newest));
    watch.signal("-INT");
    assert_eq!(watch.ended().code(), Some(0));
}
