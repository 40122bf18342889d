//! Who reported a day, how late, and who did not: missing is visible.

use crate::reports::short;
use crate::server::{App, Settings};
use serde_json::{Value, json};

fn of<'a>(answer: &'a Value, unit: &str) -> &'a Value {
    answer["communes"].as_array().unwrap().iter().find(|one| one["unit"] == unit).unwrap()
}

fn counts(answer: &Value, unit: &str) -> [u64; 6] {
    let count = answer["counts"].as_array().unwrap().iter().find(|one| one["unit"] == unit).unwrap();
    ["total", "on_time", "late", "due", "missing", "not_begun"].map(|name| count[name].as_u64().unwrap())
}

#[test]
fn each_commune_stands_where_its_report_left_it() {
    let app = Settings::at("2021-09-04T16:00:00+07:00").start();
    app.stores(short(["22738,2021-09-03,0", "22738,2021-09-04,0", "22741,2021-09-03,1", "22744,2021-09-04,0"]));
    let app = app.stop().flag("--clock-start", "2021-09-05T09:00:00+07:00").start();
    app.stores(short(["22741,2021-09-04,0", "22738,2021-09-04,2"]));
    let yesterday = app.read("/api/v1/completeness?day=2021-09-04");
    let report = |unit: &str| (of(&yesterday, unit)["report"].clone(), of(&yesterday, unit)["days_late"].clone());
    assert_eq!(report("22738"), (json!("on_time"), json!(0)));
    assert_eq!(report("22741"), (json!("late"), json!(1)));
    assert_eq!(report("22747"), (json!("not_begun"), Value::Null));
    assert_eq!(of(&yesterday, "22738")["revisions"], json!(2));
    assert_eq!(counts(&yesterday, "58"), [65, 2, 1, 0, 0, 62]);
    let today = app.read("/api/v1/completeness");
    assert_eq!((&today["day"], &today["grace_days"]), (&json!("2021-09-05"), &json!(1)));
    assert_eq!(of(&today, "22744")["report"], json!("due"));
    assert_eq!(counts(&today, "58"), [65, 0, 0, 3, 0, 62]);
    assert_eq!(of(&today, "22744")["last_reported"], json!("2021-09-04"));
    // The same question as known before the second day's file, and a day later.
    let before = yesterday["communes"][0]["learned_at"].as_str().unwrap().replace('+', "%2B");
    let then = app.read(&format!("/api/v1/completeness?as_of={before}"));
    assert_eq!((&of(&then, "22741")["report"], &then["day"]), (&json!("due"), &json!("2021-09-04")));
    let app = app.stop().flag("--clock-start", "2021-09-06T09:00:00+07:00").start();
    let missed = app.read("/api/v1/completeness?day=2021-09-05");
    assert_eq!(counts(&missed, "58"), [65, 0, 0, 0, 3, 62]);
    assert_eq!(of(&app.read("/api/v1/completeness"), "22738")["missing"], json!(["2021-09-05"]));
}

#[test]
fn the_counts_are_the_districts_and_the_marks_are_the_missing() {
    let app = App::start();
    app.stores(short(["22738,2021-09-01,0", "22741,2021-09-05,0", "22780,2021-09-05,0"]));
    let answer = app.read("/api/v1/completeness");
    let whole = counts(&answer, "58");
    let mut sum = [0; 6];
    for count in answer["counts"].as_array().unwrap().iter().filter(|one| one["tier"] == "district") {
        let district = counts(&answer, count["unit"].as_str().unwrap());
        assert_eq!(district[0], district[1..].iter().sum::<u64>());
        sum = std::array::from_fn(|at| sum[at] + district[at]);
    }
    assert_eq!(sum, whole);
    for unit in app.read("/api/v1/board")["units"].as_array().unwrap().iter().filter(|one| one["tier"] == "commune") {
        let late = unit["marks"].as_array().unwrap().contains(&json!("late"));
        assert_eq!(late, of(&answer, unit["unit"].as_str().unwrap())["missing"] != json!([]));
    }
    // Who is above a commune that owes reports bears the mark too, and its trace names the commune.
    let district = app.read("/api/v1/units/22738")["unit"]["parent"].as_str().unwrap().to_owned();
    for unit in [district.as_str(), "58"] {
        let told = app.read(&format!("/api/v1/units/{unit}"));
        assert!(told["marks"].as_array().unwrap().contains(&json!("late")), "{told}");
        assert_eq!(told["late"], json!(["22738"]));
    }
    assert_eq!(of(&answer, "22738")["missing"], json!(["2021-09-02", "2021-09-03", "2021-09-04"]));
}
