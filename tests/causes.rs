//! What a batch moves is told by what it was moved, and from what to what: also where a file both begins and corrects, and
//! where the level that is shown stays.

use crate::correction_events::{corrections, reported};
use crate::reports::figures;
use serde_json::{Value, json};

#[test]
fn a_correction_that_moves_only_a_range_or_a_mark_says_from_what_to_what() {
    let app = reported();
    app.stores(figures(["22738,2021-09-05,1,,,,,,"]));
    let open = app.read("/api/v1/units/22738");
    assert_eq!((&open["level"], &open["low"], &open["high"]), (&json!(3), &json!(2), &json!(3)));
    app.submit_with("?reason=other&explanation=x", &[], figures(["22738,2021-09-05,1,,1,0,0,0,"])).with(201);
    let all = corrections(&app, "");
    let of = |unit: &str| all[0]["changes"].as_array().unwrap().iter().find(|one| one["unit"] == unit).unwrap().clone();
    let told = of("22738");
    assert_eq!((&told["from"], &told["to"]), (&json!(3), &json!(3)));
    assert_eq!(told["was"], json!({"level": 3, "low": 2, "high": 3, "marks": ["undetermined"]}));
    assert_eq!(told["is"], json!({"level": 3, "low": 3, "high": 3, "marks": []}));
    let feed = app.send("GET", "/api/v1/corrections.atom", &[("accept-language", "vi")], &[]).with(200).text();
    let line = "Phường Đô Vinh (22738), bảng ngày 05/09/2021: chưa xác định, từ mức 2 đến mức 3 → mức 3";
    assert!(feed.contains(line), "{feed}");
}

#[test]
fn a_file_of_first_reports_and_corrections_has_the_cause_of_each_change() {
    let app = reported();
    // 22843 is far from the others; nobody reported of it.
    let file = || figures(["22738,2021-09-05,2,,2,0,0,0,", "22843,2021-09-05,1,,0,1,0,1,", "22843,2021-09-04,0,,,,,,"]);
    let tried = app.submit_with("?reason=typing_error&dry_run=true", &[], file()).with(200).json();
    let key = [("idempotency-key", "k")];
    let receipt = app.submit_with("?reason=typing_error", &key, file()).with(201).json();
    assert_eq!((&receipt["changes"], &receipt["moved"]), (&tried["changes"], &tried["moved"]));
    assert_eq!((&receipt["restated"], &receipt["corrections"]), (&tried["restated"], &json!(1)));
    let cause = |unit: &str| -> Vec<_> {
        let changes = receipt["changes"].as_array().unwrap().iter().filter(|one| one["unit"] == unit);
        changes.map(|one| one["cause"].as_str().unwrap()).collect()
    };
    // The neighbour of what was corrected, too; the district of each by what is its own, the province by both in turn.
    for (unit, causes) in [
        ("22843", &["reports"][..]),
        ("588", &["reports"]),
        ("22738", &["correction"]),
        ("22741", &["correction"]),
        ("582", &["correction"]),
    ] {
        assert_eq!(cause(unit), causes, "{unit}");
    }
    let last = app.read("/api/v1/changes?last=2")["entries"].as_array().unwrap().clone();
    let told: Vec<_> = last.iter().map(|one| (&one["cause"]["kind"], &one["cause"]["batch"])).collect();
    let no = receipt["batch"].as_i64().unwrap();
    assert_eq!(told, [(&json!("reports"), &json!(no - 1)), (&json!("correction"), &json!(no))]);
    assert_eq!(last[1]["seq"], receipt["seq"]);
    // The event has what was corrected and nothing else; a first report that came late is one of its own.
    let all = corrections(&app, "");
    let one = &all[0];
    assert_eq!((&one["batch"], &one["reason"], &one["rows_total"]), (&json!(no), &json!("typing_error"), &json!(1)));
    assert_eq!((&one["rows"][0]["unit"], &one["rows"][0]["old"]["f0"]), (&json!("22738"), &json!(0)));
    let (late, units) = (&all[1], |one: &Value| {
        let changes = one["changes"].as_array().unwrap().iter();
        changes.map(|one| one["unit"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    });
    assert_eq!((all.len(), &late["kind"], &late["reason"]), (2, &json!("late_report"), &Value::Null));
    assert!(units(late).contains(&"588".to_owned()) && !units(one).contains(&"588".to_owned()), "{all:?}");
    // Sent again, be it with its key or without, it is the file that was stored.
    assert_eq!(app.submit_with("?reason=typing_error", &key, file()).json(), receipt);
    assert_eq!(app.submit(file()).with(200).json()["same_as"], receipt["batch"]);
}

#[test]
fn a_standing_that_both_batches_of_a_file_move_is_restated_once() {
    let app = reported();
    let boards =
        || ["2021-09-03", "2021-09-04"].map(|day| app.read(&format!("/api/v1/board?day={day}"))["units"].clone());
    let before = boards();
    // 22774 lies beside both and reports for the first time, which makes them yellow; then the one becomes red for its own
    // cases, and the other orange beside it.
    let file = || figures(["22774,2021-09-04,1,,1,0,0,0,", "22738,2021-09-04,2,,2,0,,,"]);
    let tried = app.submit_with("?reason=typing_error&dry_run=true", &[], file()).with(200).json();
    let receipt = app.submit_with("?reason=typing_error", &[], file()).with(201).json();
    let after = boards();
    let units = |boards: &[Value; 2]| -> Vec<Value> {
        boards.iter().flat_map(|units| units.as_array().unwrap().clone()).collect()
    };
    let shows = |unit: &Value| ["level", "low", "high", "marks"].map(|part| unit[part].clone());
    let differ = units(&before).iter().zip(&units(&after)).filter(|(old, new)| shows(old) != shows(new)).count();
    assert_eq!((&receipt["restated"], &tried["restated"]), (&json!(differ), &json!(differ)));
    // Each batch tells all that it moved itself.
    let each: Vec<_> = corrections(&app, "").iter().map(|one| one["restated_total"].as_u64().unwrap()).collect();
    assert!(each.len() == 2 && each.iter().sum::<u64>() > receipt["restated"].as_u64().unwrap(), "{each:?}");
}
