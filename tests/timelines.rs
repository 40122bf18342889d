//! Rule sets that follow one another: two parameter sets of 2686, one to 4 September, the other from the day
//! after. Every answer is judged by the set of its day, and says which that is.

use crate::command_line::{Paper, complains};
use crate::exports::{LEVELS, rows, season_app, sheet};
use crate::reports::{days, figures, project, season};
use crate::server::{App, Settings};
use crate::terminal::{printed, run};
use crate::viewer::{moves, shown, standings};
use calamine::Data;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// The last day of the first set and the first of the second.
pub(crate) const LAST: &str = "2021-09-04";
pub(crate) const BORDER: &str = "2021-09-05";

/// The decision's rule set, edited.
fn set(folder: &Path, name: &str, edits: &[(&str, &str)]) {
    let shipped = std::fs::read_to_string(project("server/rulesets/2686.toml")).unwrap();
    let edited = edits.iter().fold(shipped, |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1)
    });
    std::fs::write(folder.join(name), edited).unwrap();
}

/// What the second set has otherwise.
const EDITS: [(&str, &str); 4] = [
    ("value = \"cluster\"", "value = \"any\""),
    ("[parameters.window_days]\nvalue = 14", "[parameters.window_days]\nvalue = 7"),
    ("[parameters.grace_days]\nvalue = 1", "[parameters.grace_days]\nvalue = 2"),
    ("ngày 31/5/2021\"", "ngày 31/5/2021, bộ tham số thứ hai\""),
];

/// A folder with `a.toml`, `b.toml` and the timeline of the two.
fn timeline(folder: &Path, edits: &[(&str, &str)], border: &str) -> PathBuf {
    set(folder, "a.toml", &[]);
    set(folder, "b.toml", edits);
    let file = folder.join("timeline.toml");
    let text = format!("[[rules]]\nfile = \"a.toml\"\n\n[[rules]]\nfile = \"b.toml\"\nfrom = \"{border}\"\n");
    std::fs::write(&file, text).unwrap();
    file
}

/// These settings with the two sets.
pub(crate) fn with_both(settings: Settings) -> Settings {
    let file = timeline(settings.folder(), &EDITS, BORDER);
    settings.flag("--timeline", file.to_str().unwrap())
}

fn named(settings: &Settings, name: &str) -> String {
    settings.folder().join(name).to_str().unwrap().to_owned()
}

/// The hashes of the two, in order.
fn hashes(app: &App) -> [String; 2] {
    let about = app.read("/api/v1/about");
    let hash = |at: usize| about["timeline"][at]["hash"].as_str().unwrap().to_owned();
    assert_ne!(hash(0), hash(1));
    [hash(0), hash(1)]
}

/// Which of the two judges a day.
fn judging<'a>(hashes: &'a [String; 2], day: &str) -> &'a str {
    &hashes[usize::from(day >= BORDER)]
}

/// A unit on a board.
fn unit<'a>(board: &'a Value, code: &str) -> &'a Value {
    board["units"].as_array().unwrap().iter().find(|unit| unit["unit"] == code).unwrap()
}

/// What the command line says of every unit on a day.
fn classified(arguments: &[&str], day: &str) -> Vec<Value> {
    let printed = printed([&["classify", "--day", day], arguments].concat());
    let said: Value = serde_json::from_str(&printed).unwrap();
    said["units"].as_array().unwrap().clone()
}

#[test]
fn a_season_is_judged_on_each_day_by_the_set_of_that_day() {
    let app = with_both(Settings::at("2021-11-30T20:00:00+07:00")).start();
    app.stores(season());
    let hashes = hashes(&app);
    let reports = Paper::of(season());
    let (a, both) = (named(&app.settings, "a.toml"), named(&app.settings, "timeline.toml"));
    let board = |day: &str| app.read(&format!("/api/v1/board?day={day}"));
    let told = |board: &Value| -> Vec<Value> {
        let fields = |unit: &Value| json!([unit["unit"], unit["level"], unit["low"], unit["high"], unit["marks"]]);
        board["units"].as_array().unwrap().iter().map(fields).collect()
    };
    let units = |units: Vec<Value>| json!({ "units": units });
    let mut moved = 0;
    for day in ["2021-08-19", LAST, BORDER, "2021-09-06", "2021-09-12", "2021-10-20"] {
        let board = board(day);
        assert_eq!(
            (&board["ruleset"], &board["ruleset_hash"]),
            (&json!("2686"), &json!(judging(&hashes, day))),
            "{day}"
        );
        let by = |flag: &str, file: &str| told(&units(classified(&["--reports", reports.name(), flag, file], day)));
        assert_eq!(told(&board), by("--timeline", &both), "{day}");
        let told_by = printed(["classify", "--day", day, "--reports", reports.name(), "--timeline", &both]);
        let told_by: Value = serde_json::from_str(&told_by).unwrap();
        assert_eq!(told_by["ruleset_hash"], judging(&hashes, day), "{day}");
        let first_alone = by("--ruleset", &a);
        if day < BORDER {
            assert_eq!(told(&board), first_alone, "{day}");
        } else {
            moved += told(&board).iter().zip(first_alone).filter(|(both, alone)| *both != alone).count();
        }
    }
    assert!(moved > 10, "the second set must judge otherwise for this to prove anything: {moved}");
    // The boards of a stretch, the history of a unit and the season in one answer are each of their days.
    let stretch = app.read("/api/v1/boards?from=2021-09-02&to=2021-09-08");
    let spans = json!([
        {"from": "2021-09-02", "to": LAST, "ruleset": "2686", "ruleset_hash": hashes[0], "ruleset_ended": null,
            "window_days": 14},
        {"from": BORDER, "to": "2021-09-08", "ruleset": "2686", "ruleset_hash": hashes[1], "ruleset_ended": null,
            "window_days": 7},
    ]);
    assert_eq!(stretch["rulesets"], spans);
    for (day, one) in days("2021-09-02", "2021-09-08").iter().zip(stretch["boards"].as_array().unwrap()) {
        assert_eq!((&one["day"], standings(one)), (&json!(day), shown(&board(day))));
    }
    for code in ["22738", "582", "58"] {
        let history = app.read(&format!("/api/v1/units/{code}/history?from=2021-09-02&to=2021-09-08&traces=true"));
        assert_eq!((&history["rulesets"], &history["window_days"]), (&spans, &json!(7)));
        for one in history["days"].as_array().unwrap() {
            let day = one["day"].as_str().unwrap();
            let shown = board(day);
            assert_eq!(one["level"], unit(&shown, code)["level"], "{code} on {day}");
            let detail = app.read(&format!("/api/v1/units/{code}?day={day}"));
            assert_eq!(detail["ruleset_hash"], judging(&hashes, day));
            for field in ["fired", "window", "missing", "held_at"] {
                assert_eq!(one["trace"][field], detail[field], "{field} of {code} on {day}");
            }
        }
    }
    let window = |day: &str| app.read(&format!("/api/v1/units/22738?day={day}"))["window"].clone();
    assert_eq!(window(LAST), json!({"from": "2021-08-22", "to": LAST}));
    assert_eq!(window(BORDER), json!({"from": "2021-08-30", "to": BORDER}));
    let grace = |day: &str| app.read(&format!("/api/v1/completeness?day={day}"))["grace_days"].clone();
    assert_eq!((grace(LAST), grace(BORDER)), (json!(1), json!(2)));
    let picture = |day: &str| app.get(&format!("/api/v1/exports/map.svg?day={day}")).with(200).text();
    assert!(!picture(LAST).contains("bộ tham số thứ hai") && picture(BORDER).contains("bộ tham số thứ hai"));
    let compared = app.read(&format!("/api/v1/boards/compare?a={LAST}&b={BORDER}"));
    assert_eq!([&compared["a"]["ruleset"], &compared["b"]["ruleset"]], [&hashes[0], &hashes[1]]);
}

#[test]
fn the_rule_set_that_is_built_in_can_be_printed_changed_and_judged_by() {
    let shipped = printed(["rules"]);
    let built_in = App::start();
    let hash = built_in.read("/api/v1/about")["ruleset"]["hash"].clone();
    let settings = Settings::at("2021-09-05T12:00:00+07:00");
    std::fs::write(settings.folder().join("a.toml"), &shipped).unwrap();
    let changed = shipped.replacen("value = \"cluster\"", "value = \"any\"", 1);
    assert_ne!(changed, shipped);
    std::fs::write(settings.folder().join("b.toml"), changed).unwrap();
    let file = settings.folder().join("timeline.toml");
    let text = "[[rules]]\nfile = \"a.toml\"\n\n[[rules]]\nfile = \"b.toml\"\nfrom = \"2021-09-05\"\n";
    std::fs::write(&file, text).unwrap();
    let app = settings.flag("--timeline", file.to_str().unwrap()).start();
    // Unchanged it is the very set; changed, another that judges.
    assert_eq!(hashes(&app)[0], hash);
    app.stores(figures(["22738,2021-09-04,1,,0,1,,,"]));
    let fired = |day: &str| app.read(&format!("/api/v1/units/22738?day={day}"))["fired"].clone();
    assert_eq!((fired("2021-09-04"), fired("2021-09-05")), (json!(["C-O2"]), json!(["C-R2"])));
}

#[test]
fn an_export_names_in_each_row_the_set_that_judged_its_day() {
    let settings = season_app().stop();
    let app = with_both(settings).start();
    let hashes = hashes(&app);
    let days = "from=2021-09-03&to=2021-09-06";
    let csv = rows(&app.get(&format!("{LEVELS}.csv?{days}")).with(200));
    let json = app.read(&format!("{LEVELS}.json?{days}"));
    assert_eq!((csv.len(), json["levels"].as_array().unwrap().len()), (4 * 73, 4 * 73));
    for (row, line) in csv.iter().zip(json["levels"].as_array().unwrap()) {
        let day = row["day"].as_str().unwrap();
        assert_eq!((&row["ruleset"], &row["ruleset_hash"]), (&json!("2686"), &json!(judging(&hashes, day))));
        assert_eq!((&line["day"], &line["ruleset_hash"]), (&row["day"], &row["ruleset_hash"]));
    }
    let said = json["attribution"].as_str().unwrap();
    assert!(
        said.contains("(từ 03/09/2021 đến 04/09/2021)") && said.contains("bộ tham số thứ hai (từ 05/09/2021"),
        "{said}"
    );
    assert!(json.get("ruleset").is_none());
    let book = app.get(&format!("{LEVELS}.xlsx?{days}")).with(200);
    let source = sheet(&book, "Nguồn");
    let told: Vec<_> = source.iter().filter(|row| row[0] == Data::String("Mã băm bộ quy tắc".to_owned())).collect();
    assert_eq!(told.iter().map(|row| row[1].to_string()).collect::<Vec<_>>(), hashes);
    for day in [LAST, BORDER] {
        let map = app.read(&format!("{LEVELS}.geojson?day={day}"));
        let feature = &map["features"][0]["properties"];
        assert_eq!(
            (&map["ruleset_hash"], &feature["ruleset_hash"]),
            (&json!(judging(&hashes, day)), &map["ruleset_hash"])
        );
    }
}

#[test]
fn at_midnight_on_the_border_the_next_set_judges_and_the_cause_is_midnight() {
    let app = with_both(Settings::at("2021-09-04T12:00:00+07:00")).start();
    let seq = app.stores(figures(["22738,2021-09-04,1,,0,1,,,"]))["seq"].as_i64().unwrap();
    let before = app.read("/api/v1/about");
    assert_eq!((&before["ruleset"]["to"], &before["ruleset"]["from"]), (&json!(LAST), &Value::Null));
    assert_eq!(app.read("/api/v1/units/22738")["fired"], json!(["C-O2"]));
    let app = app.stop().flag("--clock-start", "2021-09-04T23:59:58+07:00").start();
    let mut viewer = app.watch_since(seq);
    let frame = loop {
        let frame = viewer.board();
        if frame["day"] == BORDER {
            break frame;
        }
    };
    let moved = moves([&frame]);
    assert!(moved.contains(&("22738".to_owned(), Some(3), Some(4))), "{moved:?}");
    let entries = app.changes_since(seq);
    assert_eq!(
        (entries.len(), &entries[0]["cause"]["kind"], &entries[0]["day"]),
        (1, &json!("midnight"), &json!(BORDER))
    );
    assert_eq!(app.read("/api/v1/units/22738")["fired"], json!(["C-R2"]));
    assert_eq!(app.read(&format!("/api/v1/units/22738?day={LAST}"))["fired"], json!(["C-O2"]));
    // The page stays what it is: what it was told of all rule sets still holds.
    let after = app.read("/api/v1/about");
    assert_eq!((&after["site"], &after["timeline"]), (&before["site"], &before["timeline"]));
    assert_eq!((&after["ruleset"]["from"], &after["ruleset"]["to"]), (&json!(BORDER), &Value::Null));
    // What was published on either day was judged by its set, and is found so.
    let both = app.read(&format!("/api/v1/boards/compare?a=release:{seq}&b=release:{}", seq + 1));
    let one = both["units"].as_array().unwrap().iter().find(|one| one["unit"] == "22738").unwrap();
    assert_eq!((&one["a"]["fired"], &one["b"]["fired"]), (&json!(["C-O2"]), &json!(["C-R2"])));
    assert_eq!([&both["a"]["ruleset"], &both["b"]["ruleset"]], [&before["ruleset"]["hash"], &after["ruleset"]["hash"]]);
}

#[test]
fn a_border_that_passed_while_no_server_ran_is_a_midnight_and_other_rules_are_not() {
    let app = with_both(Settings::at("2021-09-04T12:00:00+07:00")).start();
    let seq = app.stores(figures(["22738,2021-09-04,1,,0,1,,,"]))["seq"].as_i64().unwrap();
    let causes = |app: &App, since| -> Vec<String> {
        let entries = app.changes_since(since);
        entries.iter().map(|entry| entry["cause"]["kind"].as_str().unwrap().to_owned()).collect()
    };
    let app = app.kill().flag("--clock-start", "2021-09-06T08:00:00+07:00").start();
    assert_eq!(causes(&app, seq), ["midnight"]);
    assert_eq!(app.read("/api/v1/units/22738")["level"], 4);
    // The same sets with another border: the day is judged by another.
    let settings = app.stop();
    let later = timeline(settings.folder(), &EDITS, "2021-09-20");
    let app = settings.flag("--timeline", later.to_str().unwrap()).start();
    assert_eq!(causes(&app, seq + 1), ["ruleset"]);
    assert_eq!(app.read("/api/v1/units/22738")["level"], 3);
    // Where the day's set is the same the log goes on, but open pages are told of another site.
    let site = app.read("/api/v1/about")["site"].clone();
    let settings = app.stop();
    let later = timeline(settings.folder(), &EDITS, "2021-09-25");
    let app = settings.flag("--timeline", later.to_str().unwrap()).start();
    assert_eq!(causes(&app, seq + 2), [""; 0]);
    assert_ne!(app.read("/api/v1/about")["site"], site);
}

#[test]
fn a_hold_across_the_border_keeps_what_the_set_before_judged() {
    let settings = Settings::at("2021-09-05T12:00:00+07:00");
    let lenient = [("[parameters.cluster_min_f0]\nvalue = 2", "[parameters.cluster_min_f0]\nvalue = 3")];
    let file = timeline(settings.folder(), &lenient, BORDER);
    let app = settings.flag("--timeline", file.to_str().unwrap()).start();
    // Two cases that leave the window on the border, and a day without a report in between.
    let zeros = days("2021-08-23", BORDER).into_iter().filter(|day| day != "2021-08-30");
    let zeros = zeros.map(|day| format!("22738,{day},0,,,,,,"));
    app.stores(figures(std::iter::once("22738,2021-08-22,2,,2,0,,,".to_owned()).chain(zeros)));
    let held = app.read("/api/v1/units/22738");
    assert_eq!((&held["level"], &held["held_at"], &held["marks"]), (&json!(4), &json!(4), &json!(["held", "late"])));
    assert_eq!((&held["fired"], &held["missing"]), (&json!([]), &json!(["2021-08-30"])));
    // Under the second set alone the day before was orange, and so would be what is held.
    let settings = app.stop();
    let reports = Paper::of({
        let zeros = days("2021-08-23", BORDER).into_iter().filter(|day| day != "2021-08-30");
        figures(
            std::iter::once("22738,2021-08-22,2,,2,0,,,".to_owned())
                .chain(zeros.map(|day| format!("22738,{day},0,,,,,,"))),
        )
    });
    let b = named(&settings, "b.toml");
    let alone = classified(&["--reports", reports.name(), "--ruleset", &b], BORDER);
    let of = alone.iter().find(|unit| unit["unit"] == "22738").unwrap();
    assert_eq!((&of["level"], &of["marks"]), (&json!(3), &json!(["held", "late"])));
}

#[test]
fn a_correction_restates_each_day_by_the_set_of_that_day() {
    let mut app = with_both(Settings::at("2021-09-03T12:00:00+07:00")).start();
    for day in days("2021-09-04", "2021-09-06") {
        app = app.stop().flag("--clock-start", &format!("{day}T12:00:00+07:00")).start();
    }
    app.stores(figures(days("2021-09-03", "2021-09-06").into_iter().map(|day| format!("22738,{day},0,,,,,,"))));
    app.stores(figures(["22738,2021-09-03,1,,0,1,,,"]));
    let corrections = app.read("/api/v1/corrections");
    let restated = corrections["corrections"][0]["restated"].as_array().unwrap();
    let of_unit: Vec<_> = restated.iter().filter(|one| one["unit"] == "22738").collect();
    let told: Vec<_> = of_unit.iter().map(|one| json!([one["day"], one["from"], one["to"]])).collect();
    assert_eq!(told, [json!(["2021-09-03", 1, 3]), json!([LAST, 1, 3]), json!([BORDER, 1, 4])]);
}

#[test]
fn what_is_supposed_stands_on_top_of_each_days_own_set() {
    let app = with_both(Settings::at("2021-09-06T12:00:00+07:00")).start();
    app.stores(figures(["22738,2021-09-01,1,,0,1,,,", "22738,2021-09-06,0,,,,,,"]));
    let supposes = |body: Value| {
        let json = [("content-type", "application/json")];
        app.send("POST", "/api/v1/what-if", &json, body.to_string().as_bytes()).with(200).json()
    };
    let hashes = hashes(&app);
    let same = supposes(json!({"from": LAST, "to": "2021-09-06"}));
    assert!(same["days"].as_array().unwrap().iter().all(|day| day["differences"] == json!([])));
    assert_eq!(same["rulesets"][1]["ruleset_hash"], hashes[1]);
    let any = supposes(json!({"from": LAST, "to": BORDER, "parameters": {"special_venue_red": "any"}}));
    let why = any["why"]["parameters"].as_array().unwrap();
    assert_eq!(
        (why.len(), &why[0]["real"], &why[0]["from"], &why[0]["to"]),
        (1, &json!("cluster"), &json!(LAST), &json!(LAST))
    );
    let levels = |answer: &Value| -> Vec<Value> {
        answer["days"].as_array().unwrap().iter().map(|day| unit(day, "22738")["level"].clone()).collect()
    };
    assert_eq!(levels(&any), [4, 4]);
    assert_eq!(any["days"][1]["differences"], json!([]));
    let short = supposes(json!({"from": LAST, "to": BORDER, "parameters": {"window_days": 4, "grace_days": 9}}));
    let real: Vec<_> =
        short["why"]["parameters"].as_array().unwrap().iter().map(|one| json!([one["name"], one["real"]])).collect();
    let expected = [["window_days", "14"], ["grace_days", "1"], ["window_days", "7"], ["grace_days", "2"]];
    assert_eq!(real, expected.map(|pair| json!(pair)));
    assert_eq!(levels(&short), [3, 1]);
}

#[test]
fn what_is_no_timeline_is_refused_with_the_entries_at_fault() {
    let folder = tempfile::tempdir().unwrap();
    let good = timeline(folder.path(), &EDITS, BORDER);
    let reports = Paper::of(figures(["22738,2021-09-05,0,,,,,,"]));
    let classify = |file: &str, more: &[&str]| {
        run([&["classify", "--day", BORDER, "--reports", reports.name(), "--timeline", file], more].concat())
    };
    assert_eq!(classify(good.to_str().unwrap(), &[]).code, Some(0));
    let a = folder.path().join("a.toml");
    complains(&classify(good.to_str().unwrap(), &["--ruleset", a.to_str().unwrap()]), 2, &["--timeline", "--ruleset"]);
    complains(&classify("no-such.toml", &[]), 1, &["no-such.toml"]);
    let entry = |file: &str, days: &str| format!("[[rules]]\nfile = \"{file}\"\n{days}\n");
    for (text, says) in [
        (
            entry("a.toml", "to = \"2021-09-02\"") + &entry("b.toml", "from = \"2021-09-05\""),
            &["2021-09-03 to 2021-09-04", "entry 1 (a.toml", "entry 2 (b.toml"][..],
        ),
        (
            entry("a.toml", "to = \"2021-09-05\"") + &entry("b.toml", "from = \"2021-09-05\""),
            &["would both judge 2021-09-05", "entry 1 (a.toml", "entry 2 (b.toml"],
        ),
        (entry("a.toml", "since = \"2021-09-05\""), &["since"]),
        (entry("a.toml", "") + &entry("c.toml", "from = \"2021-09-05\""), &["entry 2 (c.toml", "c.toml"]),
        (entry("a.toml", "from = \"2021-05-31\""), &["is the first", "leave out its from"]),
        (
            entry("a.toml", "") + &entry("b.toml", "from = \"2021-12-01\""),
            &["2021-12-01", "valid from 2021-05-31 to 2021-10-11"],
        ),
    ] {
        let file = folder.path().join("bad.toml");
        std::fs::write(&file, &text).unwrap();
        complains(&classify(file.to_str().unwrap(), &[]), 1, &[says, &["bad.toml"]].concat());
        let (code, log) = Settings::at("2021-09-05T12:00:00+07:00").flag("--timeline", file.to_str().unwrap()).fails();
        assert!(code == Some(1) && says.iter().all(|word| log.contains(word)), "{text}: {log}");
    }
}

#[test]
fn days_after_the_last_day_of_a_rule_set_say_that_it_judges_them_nevertheless() {
    let app = Settings::at("2021-10-12T12:00:00+07:00").start();
    app.stores(crate::reports::short(["22738,2021-10-11,0", "22738,2021-10-12,0"]));
    let ended = |path: &str| app.read(&format!("/api/v1/{path}"))["ruleset_ended"].clone();
    for path in ["board", "units/22738", "about"] {
        assert_eq!(ended(path), "2021-10-11", "{path}");
    }
    for path in ["board?day=2021-10-11", "units/22738?day=2021-10-11"] {
        assert_eq!(ended(path), Value::Null, "{path}");
    }
    let judging = |to: &str| {
        let history = app.read(&format!("/api/v1/units/22738/history?from=2021-10-10&to={to}"));
        history["rulesets"][0]["ruleset_ended"].clone()
    };
    assert_eq!([judging("2021-10-11"), judging("2021-10-12")], [Value::Null, json!("2021-10-11")]);
}
