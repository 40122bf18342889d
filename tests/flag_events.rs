//! A flag that is set, changed or withdrawn after boards of its days were published restates them, and that is told as a
//! correction and a late report are.

use crate::late_reports::{events, published};
use crate::reports::{FLAGS, table};
use crate::server::App;
use crate::terminal::run;
use serde_json::{Value, json};

/// What an event restates of a unit: day, level before and since, as published.
fn restated(one: &Value, unit: &str) -> Vec<(String, Value, Value, Value)> {
    let mine = one["restated"].as_array().unwrap().iter().filter(|one| one["unit"] == unit);
    let told = |one: &Value| {
        let day = one["day"].as_str().unwrap().to_owned();
        (day, one["from"].clone(), one["to"].clone(), one["published"]["level"].clone())
    };
    mine.map(told).collect()
}

fn moved(days: &[&str], from: i64, to: i64) -> Vec<(String, Value, Value, Value)> {
    days.iter().map(|day| ((*day).to_owned(), json!(from), json!(to), json!(1))).collect()
}

/// Sends flags as an officer, after they were tried.
fn set<const N: usize>(app: &App, officer: &str, rows: [&str; N]) -> Value {
    let tried = app.flags_with(officer, "?dry_run=true", &[], table(FLAGS, rows).as_bytes()).with(200).json();
    let receipt = app.flags(officer, rows);
    assert_eq!(tried["restated"], receipt["restated"]);
    receipt
}

#[test]
fn a_flag_that_comes_late_tells_what_it_makes_of_boards_that_were_published_without_it() {
    let app = published();
    let officer = app.officer();
    // A flag from today on is late for nobody, and of tomorrow's boards nothing was published.
    let other =
        set(&app, &officer, ["22738,illegal_entry,2021-09-06,,11/QĐ", "22738,quarantine_facility,2021-09-09,,x"]);
    assert_eq!((&other["restated"], events(&app, "").len()), (&json!(0), 0));
    let before = app.read("/api/v1/board")["as_of"].as_str().unwrap().replace('+', "%2B");
    let rows = ["22741,illegal_entry,2021-09-02,,12/QĐ-UBND", "22738,quarantine_facility,2021-09-06,,13/QĐ"];
    let receipt = set(&app, &officer, rows);
    let one = &events(&app, "?unit=22741")[0];
    assert_eq!((&one["kind"], &one["batch"]), (&json!("flags"), &receipt["batch"]));
    assert_eq!((&one["reason"], &one["explanation"]), (&Value::Null, &json!("12/QĐ-UBND")));
    let note = |to: Option<&str>, document: &str| json!({"flag": "illegal_entry", "from": "2021-09-02", "to": to, "document": document});
    assert_eq!(one["flags"], json!([{"unit": "22741", "old": null, "new": note(None, "12/QĐ-UBND")}]));
    assert_eq!((&one["flags_total"], &one["rows"], &one["rows_total"]), (&json!(1), &json!([]), &json!(0)));
    assert_eq!(restated(one, "22741"), moved(&["2021-09-03", "2021-09-04"], 1, 2));
    assert_eq!(one["restated_total"], receipt["restated"]);
    assert_eq!(app.read(&format!("/api/v1/corrections/{}?unit=22741", receipt["batch"])), *one);
    for (query, n) in [
        ("?unit=58", 1),
        ("?unit=582", 1),
        ("?unit=22870", 0),
        ("?unit=22741&from=2021-09-05&to=2021-09-05", 1),
        ("?from=2021-09-06", 1),
        ("?from=2021-09-07", 0),
        ("?to=2021-09-02", 1),
        ("?to=2021-09-01", 0),
    ] {
        assert_eq!(events(&app, query).len(), n, "{query}");
    }
    assert_eq!(events(&app, &format!("?as_of={before}")).len(), 0);
    // What was published stays; what is known now leads to the batch, in every answer.
    let day = app.read("/api/v1/units/22741/history?from=2021-09-04&to=2021-09-04&traces=true")["days"][0].clone();
    assert_eq!((&day["level"], &day["published"]["level"]), (&json!(2), &json!(1)));
    let mut traced = note(None, "12/QĐ-UBND");
    traced["learned_at"] = receipt["as_of"].clone();
    traced["batch"] = receipt["batch"].clone();
    let firing = |criteria: &Value| {
        criteria.as_array().unwrap().iter().find(|one| one["id"] == "C-Y4").unwrap()["flags"].clone()
    };
    assert_eq!(firing(&day["trace"]["criteria"]), json!([traced]));
    assert_eq!(firing(&app.read("/api/v1/units/22741")["criteria"]), json!([traced]));
    let compared = app.read(&format!("/api/v1/boards/compare?a=2021-09-04@{before}&b=2021-09-04"));
    traced["unit"] = json!("22741");
    for unit in compared["units"].as_array().unwrap() {
        assert_eq!(unit["flags"], json!([traced]), "{unit}");
    }
    let (vi, en) = (
        app.get("/api/v1/corrections.atom"),
        app.send("GET", "/api/v1/corrections.atom", &[("accept-language", "en")], &[]),
    );
    let (vi, en) = (vi.with(200).text(), en.with(200).text());
    for words in [
        "Cờ cho những ngày đã qua, lô số",
        "từ 02/09/2021, chưa định ngày kết thúc; văn bản: 12/QĐ-UBND",
        "trên bảng đã công bố các ngày 03/09/2021 – 04/09/2021",
    ] {
        assert!(vi.contains(words), "{words}: {vi}");
    }
    for words in [
        "Flags of past days, batch",
        "flag high risk from illegal entry: from 2021-09-02, no end set yet; document: 12/QĐ-UBND",
        "boards of 2021-09-03 – 2021-09-04",
    ] {
        assert!(en.contains(words), "{words}: {en}");
    }
    assert!(!vi.contains("không nêu lý do") && !vi.contains("13/QĐ"), "{vi}");
}

#[test]
fn a_flag_that_is_changed_or_withdrawn_restates_the_days_on_which_it_held() {
    let app = published();
    let officer = app.officer();
    let row = |to: &str, document: &str| format!("22738,illegal_entry,2021-09-02,{to},{document}");
    set(&app, &officer, [row("", "12/QĐ").as_str()]);
    // The document alone makes no board another.
    assert_eq!(set(&app, &officer, [row("", "12a/QĐ").as_str()])["restated"], 0);
    assert_eq!(events(&app, "").len(), 1);
    let ended = set(&app, &officer, [row("2021-09-03", "14/QĐ").as_str()]);
    let one = &events(&app, "?unit=22738")[0];
    assert_eq!((&one["batch"], &one["explanation"]), (&ended["batch"], &json!("14/QĐ")));
    assert_eq!(
        (&one["flags"][0]["old"]["document"], &one["flags"][0]["new"]["to"]),
        (&json!("12a/QĐ"), &json!("2021-09-03"))
    );
    assert_eq!(restated(one, "22738"), moved(&["2021-09-04"], 2, 1));
    let feed = app.send("GET", "/api/v1/corrections.atom", &[("accept-language", "en")], &[]).with(200).text();
    assert!(feed.contains("restated on the published board of 2021-09-04;"), "{feed}");
    let file = app.settings.folder().join("flags.csv");
    std::fs::write(&file, table(FLAGS, [row("2021-09-01", "15/QĐ")])).unwrap();
    let server = format!("http://{}/", app.address);
    let arguments = ["flags", "import", file.to_str().unwrap(), "--server", &server, "--token", &officer];
    let said = run(arguments);
    assert!(
        said.code == Some(0) && said.out.contains("now come out otherwise; what was published stays"),
        "{}{}",
        said.out,
        said.err
    );
    let all = events(&app, "?unit=22738");
    assert_eq!((all.len(), restated(&all[0], "22738")), (3, moved(&["2021-09-03"], 2, 1)));
    assert_eq!(events(&app, "?from=2021-09-04&to=2021-09-05").len(), 2, "it never held then since the change");
}
