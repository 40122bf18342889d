//! Days begin: the window slides, and a server that was down takes up where the calendar is. A
//! clock is set short of midnight and the frame of the new day is waited for.

use crate::reports::{days, figures, project, short};
use crate::server::{App, NOON, Settings};
use crate::viewer::moves;
use serde_json::{Value, json};

/// The worked case: one case of unknown source on the first day of the window, zeros since.
fn one_case_13_days_ago() -> String {
    let zeros = days("2021-08-24", "2021-09-05").into_iter().map(|day| format!("22738,{day},0,0,0,0,0,0,0"));
    figures(std::iter::once("22738,2021-08-23,1,0,1,0,0,0,0".to_owned()).chain(zeros))
}

fn kinds(entries: &[Value]) -> Vec<&str> {
    entries.iter().map(|entry| entry["cause"]["kind"].as_str().unwrap()).collect()
}

#[test]
fn at_midnight_the_window_slides_and_every_viewer_sees_it() {
    let app = App::start();
    let seq = app.stores(one_case_13_days_ago())["seq"].as_i64().unwrap();
    assert_eq!(app.read("/api/v1/units/22738")["fired"], json!(["C-O1"]));
    let app = app.stop().flag("--clock-start", "2021-09-05T23:59:58+07:00").start();
    // The day may begin before the handshake is over: then the first frame tells of it.
    let mut viewer = app.watch_since(seq);
    let mut frames = vec![viewer.board()];
    if frames[0]["day"] == "2021-09-05" {
        assert_eq!(frames[0]["changes"], json!([]));
        frames.push(viewer.board());
    }
    let frame = frames.last().unwrap();
    assert_eq!((&frame["day"], &frame["seq"], &frame["prev"]), (&json!("2021-09-06"), &json!(seq + 1), &json!(seq)));
    let expected = [("22738", 3, 1), ("58", 2, 1), ("582", 2, 1)];
    let expected: Vec<_> = expected.map(|(unit, from, to)| (unit.to_owned(), Some(from), Some(to))).into();
    assert_eq!(moves([frame]), expected);
    for change in frame["changes"].as_array().unwrap() {
        assert_eq!((&change["cause"], &change["day"]), (&json!("midnight"), &json!("2021-09-06")));
    }
    let entries = app.changes_since(seq);
    assert_eq!(kinds(&entries), ["midnight"]);
    assert_eq!(entries[0]["cause"]["batch"], Value::Null);
    assert!(entries[0]["as_of"].as_str().unwrap().starts_with("2021-09-06T00:00:0"), "{}", entries[0]);
    assert_eq!(app.read("/api/v1/units/22738")["fired"], json!(["C-G"]));
    assert_eq!(app.read("/api/v1/units/22738?day=2021-09-05")["fired"], json!(["C-O1"]));
    // The new day can be reported now.
    assert_eq!(app.stores(short(["22738,2021-09-06,0"]))["seq"], seq + 2);
}

#[test]
fn a_midnight_that_moves_nothing_is_an_entry_too() {
    let app = Settings::at("2021-09-05T23:59:59+07:00").start();
    let mut viewer = app.watch_since(1);
    let frame = loop {
        let frame = viewer.board();
        if frame["day"] == "2021-09-06" {
            break frame;
        }
    };
    assert_eq!((&frame["seq"], &frame["changes"]), (&json!(2), &json!([])));
    assert_eq!(kinds(&app.changes_since(0)), ["start", "midnight"]);
    assert_eq!(app.changes_since(1)[0]["day"], "2021-09-06");
}

#[test]
fn where_a_log_begins_nothing_moved_that_has_no_level() {
    let app = App::start();
    assert_eq!(app.changes_since(0)[0]["changes"], json!([]));
}

#[test]
fn days_that_passed_while_no_server_ran_are_one_entry_at_start() {
    let app = App::start();
    let seq = app.stores(one_case_13_days_ago())["seq"].as_i64().unwrap();
    let app = app.kill().flag("--clock-start", "2021-09-07T08:00:00+07:00").start();
    let entries = app.changes_since(seq);
    assert_eq!(kinds(&entries), ["midnight"]);
    assert_eq!(
        (&entries[0]["day"], moves(&entries)[0].clone()),
        (&json!("2021-09-07"), ("22738".into(), Some(3), Some(1)))
    );
    let app = app.stop().flag("--clock-start", "2021-09-30T08:00:00+07:00").start();
    let entries = app.changes_since(seq + 1);
    assert_eq!(kinds(&entries), ["midnight"]);
    assert_eq!((&entries[0]["day"], &entries[0]["changes"]), (&json!("2021-09-30"), &json!([])));
    assert_eq!(app.read("/api/v1/units/22738")["marks"], json!(["late"]));
}

#[test]
fn another_rule_set_at_start_is_an_entry_that_says_so() {
    let app = App::start();
    let seq = app.stores(figures(["22738,2021-09-05,1,,0,1,,,"]))["seq"].as_i64().unwrap();
    assert_eq!(app.read("/api/v1/units/22738")["level"], 3);
    let shipped = std::fs::read_to_string(project("server/rulesets/2686.toml")).unwrap();
    let literal = app.settings.folder().join("literal.toml");
    let edited = shipped.replace("value = \"cluster\"", "value = \"any\"");
    assert_ne!(edited, shipped);
    std::fs::write(&literal, edited).unwrap();
    let app = app.stop().flag("--ruleset", literal.to_str().unwrap()).start();
    let entries = app.changes_since(seq);
    assert_eq!(kinds(&entries), ["ruleset"]);
    assert_eq!(moves(&entries)[0], ("22738".to_owned(), Some(3), Some(4)));
    assert_eq!(app.watch_since(seq).board()["changes"], entries[0]["changes"]);
    // Once is enough: the next start finds the rules it was left with.
    let app = app.stop().start();
    assert_eq!(app.changes_since(seq).len(), 1);
    // A rule set that rates alike but is another is told of as well: another text judged.
    let reworded = app.settings.folder().join("reworded.toml");
    std::fs::write(&reworded, format!("# Reworded.\n{}", std::fs::read_to_string(&literal).unwrap())).unwrap();
    let app = app.stop().flag("--ruleset", reworded.to_str().unwrap()).start();
    let entries = app.changes_since(seq + 1);
    assert_eq!((kinds(&entries), &entries[0]["changes"]), (vec!["ruleset"], &json!([])));
}

#[test]
fn a_rule_set_that_shows_the_other_end_moves_what_is_undetermined() {
    let app = App::start();
    let seq = app.stores(short(["22738,2021-09-05,1"]))["seq"].as_i64().unwrap();
    assert_eq!(app.read("/api/v1/units/22738")["level"], 3);
    let shipped = std::fs::read_to_string(project("server/rulesets/2686.toml")).unwrap();
    let lower = app.settings.folder().join("lower.toml");
    std::fs::write(&lower, shipped.replace("value = \"upper\"", "value = \"lower\"")).unwrap();
    let app = app.stop().flag("--ruleset", lower.to_str().unwrap()).start();
    assert_eq!(app.read("/api/v1/units/22738")["level"], 2);
    let entries = app.changes_since(seq);
    assert_eq!(moves(&entries)[0], ("22738".to_owned(), Some(3), Some(2)), "{entries:?}");
}

#[test]
fn a_clock_set_back_starts_where_the_log_ended() {
    let app = App::start();
    let last = app.stores(short(["22738,2021-09-05,1"]));
    let app = app.stop().flag("--clock-start", "2021-08-01T00:00:00+07:00").start();
    let board = app.read("/api/v1/board");
    assert_eq!((&board["day"], &board["seq"], &board["as_of"]), (&json!("2021-09-05"), &last["seq"], &last["as_of"]));
    let next = app.stores(short(["22738,2021-09-05,2"]));
    assert!(next["as_of"].as_str() > last["as_of"].as_str());
    assert!(next["as_of"].as_str().unwrap().starts_with("2021-09-05T12:00:"), "{next}");
    // It runs from there: a clock that stood behind would give out the next millisecond.
    let log = app.changes_since(0);
    let t = |at: usize| log[at]["t"].as_i64().unwrap();
    assert!(t(2) > t(1) + 1, "{log:?}");
    // Neither the past day's board nor the instant between is disturbed.
    let as_of = last["as_of"].as_str().unwrap().replace('+', "%2B");
    assert_eq!(app.read(&format!("/api/v1/board?as_of={as_of}"))["seq"], last["seq"]);
}

#[test]
fn a_second_server_on_the_same_database_is_refused() {
    let app = Settings::at(NOON).on_file().start();
    let other = Settings::clone(&app.settings);
    let told_before = app.settings.log().len();
    let (code, log) = other.clone().fails();
    assert_eq!(code, Some(1));
    let said = &log[told_before..];
    assert!(
        said.contains("error: ") && said.contains("another server is using it") && said.contains("map.db"),
        "{said}"
    );
    // By another name of the same file it is the same database.
    let link = app.settings.folder().join("link.db");
    std::os::unix::fs::symlink(app.settings.database(), &link).unwrap();
    for url in [format!("{}?mode=rwc", app.settings.url()), format!("sqlite://{}", link.display())] {
        let ended = other.clone().flag("--database", &url).fails();
        assert_eq!(ended.0, Some(1), "{url}");
    }
    // The first is none the worse, and the next may start when it has ended.
    app.stores(short(["22738,2021-09-05,1"]));
    let app = app.kill().flag("--clock-start", NOON).start();
    assert_eq!(app.read("/api/v1/board")["seq"], 2);
}
