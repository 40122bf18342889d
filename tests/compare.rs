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
    assert_eq!(beside["reports"], json!([]));
    // What fires beside names the neighbour; what ceased to fire stands on one side alone.
    let why = |side: &Value| side["criteria"].as_array().unwrap().clone();
    assert!(why(&beside["b"]).contains(&json!({"id": "C-O3", "units": ["22738"]})), "{beside}");
    assert!(why(&unit["a"]).iter().chain(&why(&beside["a"])).all(|one| one["id"] != "C-O3" && one["id"] != "C-R1"));
    assert!(why(&unit["b"]).contains(&json!({"id": "C-R1", "units": []})), "{unit}");
    assert_eq!(of(&answer, "58").unwrap()["reports"], json!([3]));
    // The releases say the same of what was published.
    let releases = compared(&app, &format!("release:{}", before["seq"]), &format!("release:{}", corrected["seq"]));
    assert_eq!(releases["units"], answer["units"]);
    assert_eq!(releases["a"]["release"], before["seq"]);
    let nothing = compared(&app, "2021-09-05", "2021-09-05");
    assert_eq!(nothing["units"], json!([]));
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
