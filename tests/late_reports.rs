//! A first report that comes after boards were published without it takes nothing back, but what it makes of those
//! boards is told; and a reason that the figures speak against is taken with a warning.

use crate::reports::figures;
use crate::server::{App, Settings};
use serde_json::{Value, json};

pub(crate) fn events(app: &App, query: &str) -> Vec<Value> {
    app.read(&format!("/api/v1/corrections{query}"))["corrections"].as_array().unwrap().clone()
}

/// A server that published the boards of 3, 4 and 6 September, and none of the days before and of the 5th.
pub(crate) fn published() -> App {
    let app = Settings::at("2021-09-03T12:00:00+07:00").start();
    app.stores(figures(["22738,2021-09-02,0,,,,,,", "22741,2021-09-02,0,,,,,,", "22738,2021-09-03,0,,,,,,"]));
    let app = app.stop().flag("--clock-start", "2021-09-04T12:00:00+07:00").start();
    app.stores(figures(["22738,2021-09-04,0,,,,,,", "22741,2021-09-04,0,,,,,,"]));
    app.stop().flag("--clock-start", "2021-09-06T12:00:00+07:00").start()
}

#[test]
fn a_first_report_that_comes_late_tells_what_it_makes_of_boards_that_were_published_without_it() {
    let app = published();
    assert_eq!(events(&app, ""), Vec::<Value>::new(), "what came in time restates nothing");
    // It comes with today's reports, which are late for nobody.
    let file = figures(["22741,2021-09-03,1,,1,0,0,0,", "22738,2021-09-06,0,,,,,,"]);
    let tried = app.submit_with("?dry_run=true", &[], file.clone()).with(200).json();
    let receipt = app.submit_with("?reason=late_result", &[], file).with(201).json();
    assert_eq!((&receipt["corrections"], &receipt["restated"]), (&json!(0), &tried["restated"]));
    let all = events(&app, "?unit=22741");
    let one = &all[0];
    assert_eq!((all.len(), &one["kind"], &one["batch"]), (1, &json!("late_report"), &receipt["batch"]));
    assert_eq!((&one["reason"], &one["explanation"]), (&Value::Null, &Value::Null));
    let rows = one["rows"].as_array().unwrap();
    assert_eq!((rows.len(), &one["rows_total"]), (1, &json!(1)), "only what came late");
    assert_eq!((&rows[0]["unit"], &rows[0]["new"]["day"]), (&json!("22741"), &json!("2021-09-03")));
    assert_eq!((&rows[0]["old"], &rows[0]["new"]["f0"]), (&Value::Null, &json!(1)));
    // Level before and after, on boards that were published: none of the 5th was, and the 6th's is today's.
    let restated = one["restated"].as_array().unwrap();
    let of = |unit: &str| -> Vec<_> {
        let mine = restated.iter().filter(|one| one["unit"] == unit);
        mine.map(|one| (one["day"].as_str().unwrap(), one["from"].clone(), one["to"].clone())).collect()
    };
    let (green, orange) = (json!(1), json!(3));
    assert_eq!(of("22741"), [("2021-09-03", green.clone(), orange.clone()), ("2021-09-04", green, orange)]);
    assert!(restated.iter().all(|one| one["published"]["release"].is_number()), "{restated:?}");
    assert_eq!(one["restated_total"], receipt["restated"]);
    // Its neighbour's boards moved, too; who only reported today is told nothing of it, nor another day.
    // A board that it moved counts where it was today's as where it is restated, as with every correction.
    for (query, n) in [
        ("?unit=22738", 1),
        ("?unit=58", 1),
        ("?unit=22870", 0),
        ("?unit=22741&from=2021-09-06", 1),
        ("?from=2021-09-06", 1),
        ("?unit=22741&to=2021-09-03", 1),
        ("?unit=22741&from=2021-09-05&to=2021-09-05", 0),
        ("?from=2021-09-07", 0),
    ] {
        assert_eq!(events(&app, query).len(), n, "{query}");
    }
    // What was published stays, and it is no correction to the log.
    let day = app.read("/api/v1/units/22741/history?from=2021-09-04&to=2021-09-04")["days"][0].clone();
    assert_eq!((&day["level"], &day["published"]["level"]), (&json!(3), &json!(1)));
    assert_eq!(app.read("/api/v1/changes?last=1")["entries"][0]["cause"]["kind"], "reports");
    let feed = app.get("/api/v1/corrections.atom").with(200).text();
    assert!(feed.contains("Báo cáo đến muộn, lô số") && !feed.contains("không nêu lý do"), "{feed}");
}

#[test]
fn a_season_that_was_never_published_is_no_event() {
    let app = App::start();
    let days = (1..=4).map(|day| format!("22738,2021-09-0{day},{day},,1,0,0,0,"));
    let receipt = app.submit(figures(days)).with(201).json();
    assert_eq!((&receipt["restated"], events(&app, "").len()), (&json!(0), 0));
}

#[test]
fn a_reason_that_the_figures_speak_against_is_taken_with_a_warning() {
    let app = App::start();
    app.stores(figures(["22738,2021-09-04,2,,1,0,,3,", "22741,2021-09-04,2,,1,0,,3,"]));
    let warned = |reason: &str, row: &str| {
        let english = [("accept-language", "en")];
        let receipt = app.submit_with(&format!("?reason={reason}&explanation=x"), &english, figures([row]));
        let receipt = receipt.with(201).json();
        let told = events(&app, "")[0]["against_reason"].clone();
        assert_eq!(receipt["against_reason"], told, "{row}");
        let warnings = receipt["warnings"].as_array().unwrap();
        assert_eq!(json!(!warnings.is_empty()), told, "{row}");
        warnings.first().map(|one| (one["code"].to_string(), one["message"].to_string()))
    };
    let (code, message) = warned("duplicate_case", "22738,2021-09-04,4,,1,0,,3,").unwrap();
    assert!(code.contains("against_reason") && message.contains("counted twice"), "{code} {message}");
    assert_eq!(warned("duplicate_case", "22738,2021-09-04,2,,1,0,,3,"), None);
    assert_eq!(warned("late_result", "22738,2021-09-04,3,,1,0,,3,"), None);
    // Only the source became known: neither more nor fewer, and a late result all the same.
    assert_eq!(warned("late_result", "22738,2021-09-04,3,,2,0,,3,"), None);
    assert!(warned("late_result", "22738,2021-09-04,2,,2,0,,3,").is_some());
    assert_eq!(warned("duplicate_case", "22738,2021-09-04,2,,2,0,,2,"), None);
    assert_eq!(warned("typing_error", "22738,2021-09-04,9,,1,0,,2,"), None);
    let feed = app.get("/api/v1/corrections.atom").with(200).text();
    assert!(feed.contains("không khớp với lý do"), "{feed}");
}
