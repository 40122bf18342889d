//! Two boards side by side: days, moments and releases.

use crate::reports::figures;
use crate::server::{App, Settings};
use serde_json::{Value, json};

fn compared(app: &App, a: &str, b: &str) -> Value {
    app.read(&format!("/api/v1/boards/compare?a={a}&b={b}").replace('+', "%2B"))
}

fn of<'a>(answer: &'a Value, unit: &str) -> Option<&'a Value> {
    answer["units"].as_array().unwrap().iter().find(|one| one["unit"] == unit)
}

/// How a report of 5 September is named.
fn named(id: i64, unit: &str) -> Value {
    json!({"id": id, "unit": unit, "day": "2021-09-05"})
}

#[test]
fn a_correction_is_seen_between_what_was_known_then_and_now() {
    let app = App::start();
    let before = app.stores(figures(["22738,2021-09-05,0,,,,,,", "22741,2021-09-05,0,,,,,,"]));
    let then = before["as_of"].as_str().unwrap();
    let corrected = app.stores(figures(["22738,2021-09-05,2,,2,0,,,"]));
    let answer = compared(&app, &format!("2021-09-05@{then}"), "2021-09-05");
    assert_eq!((&answer["a"]["as_of"], &answer["a"]["release"]), (&json!(then), &Value::Null));
    let unit = of(&answer, "22738").unwrap();
    assert_eq!((&unit["a"]["level"], &unit["a"]["fired"]), (&json!(1), &json!(["C-G"])));
    assert_eq!((&unit["b"]["level"], &unit["b"]["fired"]), (&json!(4), &json!(["C-R1"])));
    assert_eq!(unit["reports"], json!([3]));
    let beside = of(&answer, "22741").unwrap();
    assert_eq!(
        (&beside["a"]["level"], &beside["b"]["level"], &beside["b"]["fired"]),
        (&json!(1), &json!(3), &json!(["C-O3"]))
    );
    // Nothing new was learned of it, but of the neighbour that made it orange.
    assert_eq!((&beside["reports"], &answer["cited"]), (&json!([3]), &json!([named(3, "22738")])));
    // What fires beside names the neighbour; what ceased to fire stands on one side alone.
    let why = |side: &Value| side["criteria"].as_array().unwrap().clone();
    assert!(why(&beside["b"]).contains(&json!({"id": "C-O3", "units": ["22738"], "reports": [3]})), "{beside}");
    assert!(why(&unit["a"]).iter().chain(&why(&beside["a"])).all(|one| one["id"] != "C-O3" && one["id"] != "C-R1"));
    assert!(why(&unit["b"]).contains(&json!({"id": "C-R1", "units": [], "reports": [3]})), "{unit}");
    assert_eq!(of(&answer, "58").unwrap()["reports"], json!([3]));
    // The releases say the same of what was published.
    let releases = compared(&app, &format!("release:{}", before["seq"]), &format!("release:{}", corrected["seq"]));
    assert_eq!(releases["units"], answer["units"]);
    assert_eq!(releases["a"]["release"], before["seq"]);
    let nothing = compared(&app, "2021-09-05", "2021-09-05");
    assert_eq!(nothing["units"], json!([]));
}

#[test]
fn what_a_neighbour_two_borders_away_does_is_led_back_to_its_report() {
    let app = App::start();
    // 22744 lies between 22738 and 22879, which is of another district.
    let zeros = ["22738", "22744", "22879", "22912"].map(|unit| format!("{unit},2021-09-05,0,,,,,,"));
    let before = app.stores(figures(zeros));
    let then = before["as_of"].as_str().unwrap();
    app.stores(figures(["22738,2021-09-05,2,,2,0,,,"]));
    // Of these nothing follows, though the one lies between and the other is of the district.
    app.stores(figures(["22744,2021-09-05,0,0,,,,,", "22912,2021-09-05,0,0,,,,,"]));
    let answer = compared(&app, &format!("2021-09-05@{then}"), "2021-09-05");
    let far = of(&answer, "22879").unwrap();
    assert_eq!((&far["a"]["level"], &far["b"]["level"], &far["reports"]), (&json!(1), &json!(2), &json!([5])));
    let why = far["b"]["criteria"].as_array().unwrap();
    assert!(why.contains(&json!({"id": "C-Y3", "units": ["22744"], "reports": [5]})), "{far}");
    // Of a district it names those of its communes, and the one outside that raised one of them.
    assert_eq!(of(&answer, "587").unwrap()["reports"], json!([5, 7]));
    let share = of(&answer, "587").unwrap()["b"]["criteria"].as_array().unwrap().clone();
    assert!(share.iter().any(|one| one["units"] == json!(["22879"]) && one["reports"] == json!([5])), "{share:?}");
    assert_eq!(of(&answer, "22744").unwrap()["reports"], json!([5, 6]));
    assert_eq!(answer["cited"], json!([named(5, "22738"), named(6, "22744"), named(7, "22912")]));
}

#[test]
fn a_neighbour_that_raises_less_than_another_is_no_reason() {
    let app = App::start();
    // 22741 is orange beside 22738, which is red all the time; it owes two days.
    let rows = ["22738,2021-09-05,2,,2,0,,,", "22741,2021-09-02,0,,,,,,", "22741,2021-09-05,0,,,,,,"];
    let before = app.stores(figures(rows.into_iter().chain(["22747,2021-09-05,0,,,,,,"])));
    let then = before["as_of"].as_str().unwrap();
    app.stores(figures(["22741,2021-09-03,0,,,,,,", "22741,2021-09-04,0,,,,,,"]));
    // 22747 lies beside it and becomes orange itself: alone it would make it yellow.
    app.stores(figures(["22747,2021-09-05,1,,1,0,0,0,"]));
    let answer = compared(&app, &format!("2021-09-05@{then}"), "2021-09-05");
    let one = of(&answer, "22741").unwrap();
    let shown = |side: &str| (one[side]["level"].clone(), one[side]["own"].clone(), one[side]["marks"].clone());
    assert_eq!((shown("a"), shown("b")), ((json!(3), json!(1), json!(["late"])), (json!(3), json!(1), json!([]))));
    assert_eq!(one["reports"], json!([5, 6]));
    assert_eq!(of(&answer, "22747").unwrap()["reports"], json!([7]));
}

#[test]
fn two_days_differ_by_the_reports_that_left_the_window() {
    let app = Settings::at("2021-09-19T12:00:00+07:00").start();
    let zeros = (6..=19).flat_map(|day| ["22738", "22741"].map(|unit| format!("{unit},2021-09-{day:02},0,,,,,,")));
    app.stores(figures(["22738,2021-09-05,2,,2,0,,,".to_owned(), "22741,2021-09-05,0,,,,,,".to_owned()]));
    app.stores(figures(zeros));
    let answer = compared(&app, "2021-09-18", "2021-09-19");
    for (unit, criterion, beside) in [("22738", "C-R1", json!([])), ("22741", "C-O3", json!(["22738"]))] {
        let one = of(&answer, unit).unwrap();
        let why = |side: &str| one[side]["criteria"].as_array().unwrap().clone();
        assert!(why("a").contains(&json!({"id": criterion, "units": beside, "reports": [1]})), "{one}");
        assert_eq!(why("b"), [json!({"id": "C-G", "units": [], "reports": []})]);
        assert_eq!(one["reports"], json!([]), "nothing was learned between");
    }
    assert_eq!(answer["cited"], json!([named(1, "22738")]));
}

#[test]
fn a_held_level_is_led_back_to_the_reports_before_the_window() {
    let app = Settings::at("2021-09-25T12:00:00+07:00").start();
    app.stores(figures(["22738,2021-09-05,2,,2,0,,,", "22741,2021-09-05,0,,,,,,", "22741,2021-09-25,0,,,,,,"]));
    let zeros = |days: std::ops::RangeInclusive<u8>| {
        figures(days.flat_map(|day| ["22738", "22741"].map(|unit| format!("{unit},2021-09-{day:02},0,,,,,,"))))
    };
    let held = app.read("/api/v1/board")["as_of"].as_str().unwrap().to_owned();
    app.stores(zeros(6..=25));
    let answer = compared(&app, &format!("2021-09-25@{held}"), "2021-09-25");
    let one = of(&answer, "22738").unwrap();
    let from = json!({"day": "2021-09-18", "fired": ["C-R1"], "days": ["2021-09-05"], "reports": [1]});
    assert_eq!((&one["a"]["held_from"], &one["b"]["held_from"]), (&from, &Value::Null));
    let beside = of(&answer, "22741").unwrap()["a"]["criteria"].as_array().unwrap().clone();
    assert!(beside.contains(&json!({"id": "C-O3", "units": ["22738"], "reports": [1]})), "{beside:?}");
    assert!(answer["cited"].as_array().unwrap().contains(&named(1, "22738")));
}

#[test]
fn every_difference_is_told_and_nothing_else() {
    let app = Settings::at("2021-12-31T12:00:00+07:00").start();
    app.stores(crate::reports::season());
    let board = |day: &str| app.read(&format!("/api/v1/board?day={day}"))["units"].clone();
    let (a, b) = (board("2021-08-10"), board("2021-08-19"));
    let differ = |(a, b): &(&Value, &Value)| ["level", "low", "high", "marks"].iter().any(|part| a[part] != b[part]);
    let pairs = a.as_array().unwrap().iter().zip(b.as_array().unwrap()).filter(differ);
    let expected: Vec<_> = pairs.map(|(a, b)| (a["unit"].clone(), a["level"].clone(), b["level"].clone())).collect();
    assert!(expected.len() > 5, "{expected:?}");
    let answer = compared(&app, "2021-08-10", "2021-08-19");
    let told = answer["units"].as_array().unwrap().iter();
    let told: Vec<_> =
        told.map(|one| (one["unit"].clone(), one["a"]["level"].clone(), one["b"]["level"].clone())).collect();
    assert_eq!(told, expected);
}

#[test]
fn a_release_that_other_rules_judged_has_its_levels_and_no_criteria() {
    let app = App::start();
    let first = app.stores(figures(["22738,2021-09-05,1,,,1,,,"]));
    let rules = std::fs::read_to_string(crate::reports::project("server/rulesets/2686.toml")).unwrap();
    let literal = rules.replacen("value = \"cluster\"", "value = \"any\"", 1);
    assert_ne!(literal, rules);
    let file = app.settings.folder().join("literal.toml");
    std::fs::write(&file, literal).unwrap();
    let app = app.stop().flag("--ruleset", file.to_str().unwrap()).start();
    let answer = compared(&app, &format!("release:{}", first["seq"]), "2021-09-05");
    let unit = of(&answer, "22738").unwrap();
    assert_eq!((&unit["a"]["level"], &unit["a"]["fired"], &unit["a"]["own"]), (&json!(3), &Value::Null, &Value::Null));
    assert_eq!((&unit["b"]["level"], &unit["b"]["fired"]), (&json!(4), &json!(["C-R2"])));
    assert_ne!(answer["a"]["ruleset"], answer["b"]["ruleset"]);
}

#[test]
fn what_names_no_board_is_refused() {
    let app = App::start();
    for (a, status, code) in [
        ("release:99", 404, "not_found"),
        ("release:0", 404, "not_found"),
        ("release:x", 404, "not_found"),
        ("2021-09-06", 400, "bad_query"),
        ("2021-09-05@noon", 400, "bad_query"),
        ("", 400, "bad_query"),
    ] {
        let refused = app.get(&format!("/api/v1/boards/compare?a={a}&b=2021-09-05")).with(status).json();
        assert_eq!(refused["error"]["code"], code, "{a}");
    }
    let refused = app.get("/api/v1/boards/compare?a=2021-09-05").with(400).json();
    assert_eq!(refused["error"]["code"], "bad_query");
}
