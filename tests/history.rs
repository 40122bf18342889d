//! One unit over many days: what was reported, what that makes as now known, what was published.

use crate::reports::{figures, season, short};
use crate::server::{App, Settings};
use serde_json::{Value, json};

fn days(app: &App, path: &str) -> Vec<Value> {
    app.read(&format!("/api/v1/units/{path}"))["days"].as_array().unwrap().clone()
}

#[test]
fn a_day_keeps_what_was_published_beside_what_is_known_now() {
    let app = Settings::at("2021-09-04T12:00:00+07:00").flag("--clock-start", "2021-09-04T12:00:00+07:00").start();
    app.stores(figures(["22738,2021-09-03,0,,,,,,", "22738,2021-09-04,0,,,,,,"]));
    let next = app.stop().flag("--clock-start", "2021-09-05T12:00:00+07:00").start();
    let before = next.read("/api/v1/units/22738/history")["as_of"].as_str().unwrap().to_owned();
    let past = format!("22738/history?as_of={}", before.replace('+', "%2B"));
    let known_then = next.read(&format!("/api/v1/units/{past}"));
    next.stores(figures(["22738,2021-09-04,1,,1,0,0,0,", "22738,2021-09-05,0,,,,,,"]));
    let days = days(&next, "22738/history");
    let told = |day: &Value| (day["day"].clone(), day["level"].clone(), day["published"]["level"].clone());
    let expected = [("2021-09-03", 1, json!(null)), ("2021-09-04", 3, json!(1)), ("2021-09-05", 3, json!(3))];
    let expected = expected.map(|(day, known, published)| (json!(day), json!(known), published));
    assert_eq!(days.iter().map(told).collect::<Vec<_>>(), expected);
    let revisions: Vec<_> = days[1]["reports"].as_array().unwrap().iter().map(|one| one["f0"].clone()).collect();
    assert_eq!(revisions, [json!(0), json!(1)]);
    assert_eq!(days[1]["fired"], json!(["C-O1"]));
    assert_eq!(days[1]["cases"]["unknown_source"], json!(1));
    assert_eq!(next.read(&format!("/api/v1/units/{past}")), known_then);
}

#[test]
fn what_was_published_keeps_its_range_and_its_marks() {
    let app = Settings::at("2021-09-02T12:00:00+07:00").start();
    // Two cases without a split: yellow, orange or red, nobody can say. 22741 owes two days.
    app.stores(figures(["22738,2021-09-02,2,0,,,,,", "22741,2021-08-31,0,,,,,,"]));
    let board = app.read("/api/v1/board");
    let shown = |unit: &str| board["units"].as_array().unwrap().iter().find(|one| one["unit"] == unit).unwrap().clone();
    let app = app.stop().flag("--clock-start", "2021-09-05T12:00:00+07:00").start();
    app.stores(figures(["22738,2021-09-02,0,0,,,,,", "22741,2021-09-01,0,,,,,,"]));
    for (unit, marks) in [("22738", "undetermined"), ("22741", "late")] {
        let day = days(&app, &format!("{unit}/history?from=2021-09-02&to=2021-09-02"))[0].clone();
        let then = shown(unit);
        for part in ["level", "low", "high", "marks"] {
            assert_eq!(day["published"][part], then[part], "{part} of {unit}");
        }
        assert!(then["marks"].as_array().unwrap().contains(&json!(marks)), "{then}");
        assert_ne!((&day["low"], &day["high"], &day["marks"]), (&then["low"], &then["high"], &then["marks"]));
    }
}

#[test]
fn a_day_without_a_report_is_a_gap_and_never_zero() {
    let app = App::start();
    app.stores(short(["22738,2021-09-02,0", "22738,2021-09-04,2", "22741,2021-09-04,1"]));
    let own = days(&app, "22738/history?from=2021-09-01");
    let cases: Vec<_> = own.iter().map(|day| day["cases"]["f0"].clone()).collect();
    assert_eq!(cases, [Value::Null, json!(0), Value::Null, json!(2), Value::Null]);
    let counts = |days: &[Value]| -> Vec<_> {
        days.iter().map(|day| (day["expected"].as_u64().unwrap(), day["reported"].as_u64().unwrap())).collect()
    };
    assert_eq!(counts(&own), [(0, 0), (1, 1), (1, 0), (1, 1), (1, 0)]);
    let above = days(&app, "58/history?from=2021-09-01");
    let cases: Vec<_> = above.iter().map(|day| day["cases"]["source_open"].clone()).collect();
    assert_eq!(cases, [Value::Null, json!(0), Value::Null, json!(3), Value::Null]);
    assert_eq!(counts(&above), [(0, 0), (1, 1), (1, 0), (2, 2), (2, 0)]);
    assert_eq!(above[3]["reports"], json!([]));
    for (unit, history) in [("22738", &own), ("58", &above)] {
        let told = app.read(&format!("/api/v1/units/{unit}"))["days"].clone();
        let told = told.as_array().unwrap();
        assert_eq!((told.len(), &told[0]["day"]), (14, &json!("2021-08-23")));
        for (day, same) in told[9..].iter().zip(history) {
            for part in ["day", "cases", "expected", "reported"] {
                assert_eq!(day[part], same[part], "{part} of {unit}");
            }
        }
    }
}

#[test]
fn a_history_with_traces_is_each_days_own_answer() {
    let app = Settings::at("2021-12-31T12:00:00+07:00").start();
    app.stores(season());
    let registers = app.read("/api/v1/units");
    let units = registers["units"].as_array().unwrap();
    let picked = units.iter().step_by(9).chain(units.iter().filter(|unit| unit["tier"] != "commune"));
    for code in picked.map(|unit| unit["code"].as_str().unwrap()) {
        let history = days(&app, &format!("{code}/history?from=2021-08-01&to=2021-10-31&traces=true"));
        for day in history.iter().step_by(13) {
            let alone = app.read(&format!("/api/v1/units/{code}?day={}", day["day"].as_str().unwrap()));
            for part in ["level", "low", "high", "own", "marks", "fired"] {
                assert_eq!(day[part], alone[part], "{code} {}", day["day"]);
            }
            for part in ["window", "missing", "held_at", "open", "criteria"] {
                assert_eq!(day["trace"][part], alone[part], "{code} {}", day["day"]);
            }
        }
    }
}

#[test]
fn what_cannot_be_answered_is_refused() {
    let app = App::start();
    app.stores(short(["22738,2021-09-05,0"]));
    for (query, status, code) in [
        ("22738/history?from=2018-01-01", 400, "bad_query"),
        ("22738/history?from=yesterday", 400, "bad_query"),
        ("22738/history?to=2021-09-06", 400, "bad_query"),
        ("22738/history?from=2021-09-05&to=2021-09-01", 400, "bad_query"),
        ("22738/history?since=1", 400, "bad_query"),
        ("99999/history", 404, "not_found"),
    ] {
        let refused = app.get(&format!("/api/v1/units/{query}")).with(status).json();
        assert_eq!(refused["error"]["code"], code, "{query}");
    }
}
