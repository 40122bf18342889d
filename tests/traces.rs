//! Why a unit has its level, all the way to the reports: ids, days, what is open, when it could fall.

use crate::reports::{figures, short};
use crate::server::{App, Settings};
use crate::terminal::printed;
use crate::timelines::{BORDER, LAST, with_both};
use serde_json::{Value, json};

fn criterion<'a>(unit: &'a Value, id: &str) -> &'a Value {
    unit["criteria"].as_array().unwrap().iter().find(|one| one["id"] == id).unwrap()
}

/// Zeros of a commune for some days of September 2021, as rows of [`figures`].
fn zeros(unit: &str, days: std::ops::RangeInclusive<u32>) -> Vec<String> {
    days.map(|day| format!("{unit},2021-09-{day:02},0,,,,,,")).collect()
}

#[test]
fn a_criterion_names_the_reports_behind_it_and_the_day_on_which_they_leave() {
    let app = App::start();
    app.stores(figures(["22738,2021-09-01,0,,,,,,"]));
    let mut rows = vec!["22738,2021-09-02,2,,1,0,0,0,".to_owned(), "22738,2021-09-03,1,,1,0,,0,".to_owned()];
    rows.extend(zeros("22738", 4..=5));
    app.stores(figures(rows));
    let unit = app.read("/api/v1/units/22738");
    let cluster = criterion(&unit, "C-R1");
    assert_eq!((&cluster["fired"], &cluster["inferred"]), (&json!(true), &json!(true)));
    assert_eq!((&cluster["days"], &cluster["reports"]), (&json!(["2021-09-02", "2021-09-03"]), &json!([2, 3])));
    let known = criterion(&unit, "C-Y1");
    assert_eq!((&known["fired"], &known["inferred"], &known["reports"]), (&json!(true), &json!(false), &json!([2])));
    let cited = [(2, "2021-09-02"), (3, "2021-09-03")].map(|(id, day)| json!({"id": id, "unit": "22738", "day": day}));
    assert_eq!(unit["cited"], json!(cited));
    assert_eq!(unit["open"], Value::Null);
    // The cluster ends when the first of its two days is over; the other case keeps it orange a day more.
    let fall = json!({"day": "2021-09-16", "level": 3, "rules_from": null, "ends": ["C-R1", "C-Y1"], "falling": [],
        "leaving": [{"unit": "22738", "days": ["2021-09-02"], "reports": [2]}], "flags": [], "missing": [], "late": []});
    assert_eq!(unit["fall"], fall);
    // A correction is a report of its own, and it is the one behind the criterion.
    app.stores(figures(["22738,2021-09-02,1,,1,0,0,0,"]));
    let unit = app.read("/api/v1/units/22738");
    assert_eq!(criterion(&unit, "C-R1")["reports"], json!([6, 3]));
    assert_eq!(criterion(&unit, "C-Y1")["fired"], json!(false));
}

#[test]
fn a_level_that_missing_days_hold_could_fall_at_once() {
    let app = App::start();
    app.stores(figures(["22738,2021-08-20,1,,1,0,0,0,", "22741,2021-08-20,0,,,,,,"]));
    let unit = app.read("/api/v1/units/22738");
    assert_eq!((&unit["level"], &unit["held_at"], &unit["fired"]), (&json!(3), &json!(3), &json!([])));
    // What holds it lies before the window: its report is named all the same, and is none of the window's.
    let from = json!({"day": "2021-09-02", "fired": ["C-O1"], "days": ["2021-08-20"], "reports": [1]});
    assert_eq!(unit["held_from"], from);
    assert_eq!(unit["cited"], json!([{"id": 1, "unit": "22738", "day": "2021-08-20"}]));
    assert_eq!(unit["reports"], json!([]));
    let history = app.read("/api/v1/units/22738/history?from=2021-09-04&traces=true");
    assert_eq!((&history["days"][0]["trace"]["held_from"], &history["cited"]), (&from, &unit["cited"]));
    let fall = &unit["fall"];
    assert_eq!((&fall["day"], &fall["level"], &fall["ends"]), (&json!("2021-09-05"), &json!(1), &json!([])));
    assert_eq!(fall["missing"], unit["missing"]);
    assert_eq!(fall["missing"].as_array().unwrap().len(), 13);
    let neighbour = app.read("/api/v1/units/22741");
    assert!(neighbour["neighbours"].as_array().unwrap().iter().any(|one| one["code"] == "22738"));
    assert_eq!((&neighbour["fall"]["day"], &neighbour["fall"]["late"]), (&json!("2021-09-05"), &json!(["22738"])));
    assert_eq!(app.read("/api/v1/units/22744")["fall"], Value::Null);
}

#[test]
fn an_open_range_names_the_reports_that_would_settle_it() {
    let app = App::start();
    app.stores(short(["22738,2021-09-05,1", "22741,2021-09-05,0"]));
    let open = &app.read("/api/v1/units/22738")["open"];
    assert_eq!(open, &json!({"days": ["2021-09-05"], "reports": [1], "missing": [], "units": []}));
    let beside = &app.read("/api/v1/units/22741")["open"];
    assert_eq!((&beside["reports"], &beside["units"]), (&json!([1]), &json!(["22738"])));
    app.stores(figures(["22738,2021-09-05,1,,0,0,,,"]));
    assert_eq!(app.read("/api/v1/units/22738")["open"], Value::Null);
}

#[test]
fn the_command_line_explains_as_the_server_does_and_always_alike() {
    let app = App::start();
    let folder = app.settings.folder().to_owned();
    let file = folder.join("reports.csv");
    let mut rows = vec!["22738,2021-09-02,2,,2,0,,0,".to_owned(), "22741,2021-09-03,1,,,,,,".to_owned()];
    rows.extend(zeros("22738", 3..=5));
    std::fs::write(&file, figures(&rows)).unwrap();
    app.stores(figures(&rows));
    let explain = || printed(["classify", "--reports", file.to_str().unwrap(), "--day", "2021-09-05", "--explain"]);
    let told = explain();
    assert_eq!(told, explain());
    let told: Value = serde_json::from_str(&told).unwrap();
    for mut unit in told["units"].as_array().unwrap().clone() {
        let mut served = app.read(&format!("/api/v1/units/{}", unit["unit"].as_str().unwrap()));
        for part in ["unit", "tier"] {
            unit.as_object_mut().unwrap().remove(part);
        }
        // A file's rows have no number among all reports.
        for cited in served["cited"].as_array_mut().unwrap() {
            cited["id"] = Value::Null;
        }
        for criterion in served["criteria"].as_array_mut().unwrap() {
            criterion["reports"] = json!([]);
        }
        for part in ["open", "held_from"] {
            if let Some(part) = served[part].as_object_mut() {
                part.insert("reports".to_owned(), json!([]));
            }
        }
        for leaving in served.pointer_mut("/fall/leaving").and_then(Value::as_array_mut).into_iter().flatten() {
            leaving["reports"] = json!([]);
        }
        for (name, value) in unit.as_object().unwrap() {
            assert_eq!(value, &served[name], "{name}");
        }
    }
    // Those of an exported file have.
    std::fs::write(&file, app.get("/api/v1/exports/reports.csv").with(200).body).unwrap();
    let told: Value = serde_json::from_str(&explain()).unwrap();
    let unit = told["units"].as_array().unwrap().iter().find(|unit| unit["unit"] == "22738").unwrap();
    let served = app.read("/api/v1/units/22738");
    assert_eq!(criterion(unit, "C-R1")["reports"], json!([1]));
    for name in ["criteria", "cited", "fall"] {
        assert_eq!(unit[name], served[name], "{name}");
    }
}

#[test]
fn what_a_district_and_the_province_are_rated_by_leads_back_to_the_communes_and_their_reports() {
    let app = App::start();
    app.stores(figures(["22738,2021-09-04,9,,0,0,,,", "22741,2021-09-04,0,,,,,,", "22741,2021-09-05,90,,0,0,,,"]));
    app.stores(figures(["22738,2021-09-04,10,,0,0,,,"]));
    let district = app.read("/api/v1/units/22738")["unit"]["parent"].as_str().unwrap().to_owned();
    let told = app.read(&format!("/api/v1/units/{district}"));
    let rate = criterion(&told, "D-Y1");
    assert_eq!((&rate["fired"], &rate["figures"]["f0_known_source"]), (&json!(true), &json!(100)));
    assert_eq!(rate["days"], json!(["2021-09-04", "2021-09-05"]));
    assert_eq!(rate["reports"], json!([4, 3]), "a correction is what stands");
    assert_eq!(rate["units"], json!([{"unit": "22738", "level": 2}, {"unit": "22741", "level": 2}]));
    let province = app.read("/api/v1/units/58");
    let rate = criterion(&province, "P-Y1");
    assert_eq!((&rate["fired"], &rate["reports"]), (&json!(true), &json!([4, 3])));
    assert_eq!(rate["units"], json!([{"unit": district, "level": told["level"]}]));
    let history = app.read(&format!("/api/v1/units/{district}/history?from=2021-09-05&traces=true"));
    assert_eq!(criterion(&history["days"][0]["trace"], "D-Y1")["reports"], json!([4, 3]));
    // Each of them leads to its commune and its day, once, however many criteria it stands behind.
    let cited =
        json!([{"id": 4, "unit": "22738", "day": "2021-09-04"}, {"id": 3, "unit": "22741", "day": "2021-09-05"}]);
    assert_eq!((&told["cited"], &province["cited"], &history["cited"]), (&cited, &cited, &cited));
    assert_eq!(app.read(&format!("/api/v1/units/{district}/history")).get("cited"), None);
    // Green, too, rests on something: a commune's on its reports, a district's on its communes.
    app.stores(figures(["22741,2021-09-05,0,,,,,,", "22738,2021-09-04,0,,,,,,"]));
    assert_eq!(criterion(&app.read("/api/v1/units/22741"), "C-G")["reports"], json!([2, 5]));
    let green = app.read(&format!("/api/v1/units/{district}"));
    assert_eq!(
        criterion(&green, "D-G")["units"],
        json!([{"unit": "22738", "level": 1}, {"unit": "22741", "level": 1}])
    );
}

#[test]
fn what_a_level_beside_or_above_waits_for_is_named_with_the_reports_of_whoever_must_fall_first() {
    let app = App::start();
    app.stores(figures(["22738,2021-09-03,2,,2,0,,,", "22738,2021-09-04,0,,,,,,", "22741,2021-09-03,0,,,,,,"]));
    let leaving = json!([{"unit": "22738", "days": ["2021-09-03"], "reports": [1]}]);
    let beside = app.read("/api/v1/units/22741");
    assert_eq!((&beside["level"], &beside["fall"]["day"]), (&json!(3), &json!("2021-09-17")));
    assert_eq!(beside["fall"]["falling"], json!([{"unit": "22738", "from": 4, "to": 1}]));
    assert_eq!(beside["fall"]["leaving"], leaving);
    let district = beside["unit"]["parent"].as_str().unwrap().to_owned();
    let above = app.read(&format!("/api/v1/units/{district}"));
    let falling = |unit: &serde_json::Value| {
        let list = unit["fall"]["falling"].as_array().unwrap().iter();
        list.map(|one| one["unit"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert!(falling(&above).contains(&"22738".to_owned()), "{above}");
    assert_eq!(above["fall"]["leaving"], leaving);
    let province = app.read("/api/v1/units/58");
    assert_eq!((falling(&province), &province["fall"]["leaving"]), (vec![district], &leaving));
}

#[test]
fn a_criterion_says_what_it_is_read_as_by_the_set_of_the_day() {
    let app = with_both(Settings::at("2021-09-05T12:00:00+07:00")).start();
    app.stores(figures(["22846,2021-09-04,1,0,,1,,,,"]));
    let of = |day: &str| criterion(&app.read(&format!("/api/v1/units/22846?day={day}")), "C-R2").clone();
    let reading = |name: &str, value: &str| json!({"name": name, "value": value, "basis": "assumed"});
    let (one, any) = (of(LAST), of(BORDER));
    assert!(one["text"]["vi"].as_str().unwrap().starts_with("Có chùm ca bệnh F0 từ khu công nghiệp"), "{one}");
    assert_eq!((&one["fired"], &one["figures"]["cluster_min_f0"]), (&json!(false), &json!(2)));
    let readings = [("special_venue_red", "cluster"), ("cluster_min_f0", "2"), ("window_days", "14")];
    assert_eq!(one["readings"], json!(readings.map(|(name, value)| reading(name, value))));
    // One case is no cluster: neither the words nor the figures speak of one.
    assert!(any["text"]["vi"].as_str().unwrap().starts_with("Có F0 từ khu công nghiệp"), "{any}");
    assert_eq!((&any["fired"], &any["figures"]), (&json!(true), &json!({"f0_special_venue": 1})));
    let readings = [("special_venue_red", "any"), ("window_days", "7")];
    assert_eq!(any["readings"], json!(readings.map(|(name, value)| reading(name, value))));
}
