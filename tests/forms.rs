//! The forms of a file through the public door: workbooks and JSON beside CSV, and files that are only
//! tried. What is understood inside them is tested beside the parsers.

use crate::door::Answer;
use crate::reports::short;
use crate::server::App;
use crate::terminal::{Ended, run};
use rust_xlsxwriter::Workbook;
use serde_json::{Value, json};
use std::path::Path;

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const JSON: &str = "application/json";

fn workbook(rows: &[&[&str]]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (at, row) in (0..).zip(rows) {
        sheet.write_row(at, 0, row.iter().copied()).unwrap();
    }
    workbook.save_to_buffer().unwrap()
}

fn office() -> Vec<u8> {
    workbook(&[
        &["SỞ Y TẾ"],
        &["Xã/phường", "Huyện", "Ngày", "Số ca mắc mới"],
        &["Đô Vinh", "Phan Rang-Tháp Chàm", "05/09/2021", "1"],
        &["Phước Mỹ", "Phan Rang-Tháp Chàm", "05/09/2021", "0"],
        &["Tổng cộng", "", "", "1"],
    ])
}

fn json() -> String {
    json!({"reports": [
        {"commune": "22738", "day": "2021-09-05", "f0": 1},
        {"commune": "22741", "day": "2021-09-05", "f0": 0},
    ]})
    .to_string()
}

fn send(app: &App, query: &str, kind: &str, body: impl AsRef<[u8]>) -> Answer {
    let bearer = format!("Bearer {}", app.token);
    let headers = [("authorization", bearer.as_str()), ("content-type", kind), ("accept-language", "vi")];
    app.send("POST", &format!("/api/v1/reports{query}"), &headers, body.as_ref())
}

#[test]
fn a_workbook_json_and_csv_say_the_same() {
    let app = App::start();
    let csv = short(["22738,2021-09-05,1", "22741,2021-09-05,0"]);
    let stored = send(&app, "", XLSX, office()).with(201).json();
    assert_eq!((&stored["rows"], &stored["revisions"], &stored["dry_run"]), (&2.into(), &2.into(), &false.into()));
    for (kind, body) in [(JSON, json().into_bytes()), ("text/csv", csv.into_bytes()), (XLSX, office())] {
        let receipt = send(&app, "", kind, body).with(200).json();
        assert_eq!((&receipt["batch"], &receipt["unchanged"]), (&Value::Null, &2.into()), "{kind}");
    }
    // What is sent under another name than its own is not guessed at.
    for (kind, body, code) in [
        ("text/csv", office(), "bad_encoding"),
        (JSON, office(), "bad_encoding"),
        (XLSX, json().into_bytes(), "bad_workbook"),
        (JSON, short(["22738,2021-09-05,1"]).into_bytes(), "bad_json"),
    ] {
        let answer = send(&app, "", kind, body).with(422).json();
        assert_eq!(answer["error"]["details"]["rows"][0]["code"], code, "{kind}");
    }
}

#[test]
fn what_is_wrong_is_told_where_the_sheet_has_it() {
    let app = App::start();
    let before = app.everything();
    let file = workbook(&[&["Xã/phường", "Ngày", "Số ca mắc mới"], &[], &["Thanh Hai", "05/09/2021", "#"]]);
    let answer = send(&app, "", XLSX, file).with(422).json();
    let rows = answer["error"]["details"]["rows"].as_array().unwrap();
    let told: Vec<_> =
        rows.iter().map(|row| (row["line"].as_u64(), row["column"].as_str(), row["code"].as_str())).collect();
    assert_eq!(
        told,
        [(Some(3), Some("Xã/phường"), Some("ambiguous_unit")), (Some(3), Some("Số ca mắc mới"), Some("not_a_number"))]
    );
    assert!(rows[0]["reason"].as_str().unwrap().contains("Xã Thanh Hải, Huyện Ninh Hải (22868)"), "{rows:?}");
    let personal = "commune,day,f0,SĐT\n22738,2021-09-05,1,0912345678\n";
    let answer = send(&app, "", "text/csv", personal).with(422);
    assert!(answer.text().contains("personal_data") && !answer.text().contains("0912345678"), "{}", answer.text());
    assert_eq!(app.everything(), before);
}

#[test]
fn a_body_that_holds_more_than_is_read_is_too_large() {
    let app = App::start();
    let many = format!("[{}{{}}]", "{},".repeat(4_000_001));
    let answer = send(&app, "", JSON, many).with(413);
    assert_eq!(answer.error(), "too_large");
    assert_eq!(answer.json()["error"]["details"]["rows"][0]["code"], "too_large");
    assert!(answer.text().contains("không có gì được lưu"), "{}", answer.text());
}

#[test]
fn a_trial_tells_what_would_be_and_changes_nothing() {
    let app = App::start();
    let before = app.everything();
    let keyed = |query: &str| {
        app.submit_with(query, &[("idempotency-key", "k")], "commune,day,f0,f0_unknown_source\n22738,2021-09-05,2,2\n")
    };
    let tried = keyed("?dry_run=true&absent=zero").with(200).json();
    assert_eq!((&tried["batch"], &tried["dry_run"], &tried["seq"]), (&Value::Null, &true.into(), &1.into()));
    assert_eq!((&tried["rows"], &tried["revisions"], &tried["zeros_added"]), (&1.into(), &65.into(), &64.into()));
    assert_eq!(keyed("?dry_run=true&absent=zero").with(200).json(), tried);
    assert_eq!(app.everything(), before, "nothing was stored and nothing was pushed");
    let done = keyed("?absent=zero&dry_run=false").with(201).json();
    assert_eq!((&done["batch"], &done["dry_run"], &done["seq"]), (&1.into(), &false.into(), &2.into()));
    for same in ["rows", "revisions", "corrections", "unchanged", "zeros_added", "changes"] {
        assert_eq!(done[same], tried[same], "{same}");
    }
    assert!(done["changes"].as_array().unwrap().len() > 1, "the commune and its neighbours: {done}");
    // The key of what was done does not answer for a trial.
    let again = keyed("?dry_run=true&absent=zero").with(200).json();
    assert_eq!((&again["revisions"], &again["unchanged"], &again["dry_run"]), (&0.into(), &1.into(), &true.into()));
    let bad = app.submit_with("?dry_run=true", &[], short(["99999,2021-09-05,1"])).with(422);
    assert!(bad.text().contains("unknown_unit"));
    app.submit_with("?dry_run=maybe", &[], short(["22738,2021-09-05,1"])).with(400);
}

fn import(app: &App, file: &Path, more: &[&str]) -> Ended {
    let server = format!("http://{}", app.address);
    run([&["import", file.to_str().unwrap(), "--server", &server, "--token", &app.token], more].concat())
}

#[test]
fn import_and_classify_see_the_form_by_themselves() {
    let app = App::start();
    let folder = tempfile::tempdir().unwrap();
    // A workbook under the wrong name is still one.
    let files =
        [("a.xlsx", office()), ("b.json", json().into_bytes()), ("c.csv", office()), ("d", json().into_bytes())];
    let files = files.map(|(name, bytes)| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    });
    let tried = import(&app, &files[0], &["--dry-run"]);
    for says in ["only tried, nothing was stored", "2 reports from 2 rows", "(22738): no level → undetermined, level "]
    {
        assert!(tried.code == Some(0) && tried.out.contains(says), "{says}: {} {}", tried.out, tried.err);
    }
    assert!(import(&app, &files[0], &[]).out.contains("batch 1"));
    let mut levels = Vec::new();
    for file in &files {
        let again = import(&app, file, &[]);
        assert!(again.out.contains("nothing was stored"), "{} {}", again.out, again.err);
        let day = ["--day", "2021-09-05", "--format", "csv"];
        levels.push(run([&["classify", "--reports", file.to_str().unwrap()], &day[..]].concat()).out);
    }
    assert!(levels[0].contains("22738,commune,3"), "{}", levels[0]);
    assert!(levels.iter().all(|other| *other == levels[0]));
}
