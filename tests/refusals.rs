//! What is wrong with the cells of a file: a row of a table for every code, told whole, in both languages, and nothing of
//! the file is stored. What is wrong with a file as a whole is beside it, in `torn_files.rs`.

use crate::door::Answer;
use crate::reports::{SHORT, figures, short, table};
use crate::server::App;
use serde_json::Value;

/// A refusal as the table writes it: line, column, value, code.
pub(crate) type Told<'a> = (u64, &'a str, &'a str, &'a str);

/// Column or value where the answer gives none. A line that it does not give is 0.
pub(crate) const NONE: &str = "\u{0}";

pub(crate) fn told(answer: &Answer) -> Vec<(u64, String, String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or(NONE).to_owned();
    let json = answer.json();
    let rows = json["error"]["details"]["rows"].as_array().expect("it lists rows").clone();
    rows.iter()
        .map(|row| (row["line"].as_u64().unwrap_or(0), text(&row["column"]), text(&row["value"]), text(&row["code"])))
        .collect()
}

/// Sends a file in both languages; it must be refused for exactly these reasons.
#[track_caller]
fn refuses(app: &App, what: &str, file: impl AsRef<[u8]>, wanted: &[Told]) {
    let in_language = |language| app.submit_with("", &[("accept-language", language)], file.as_ref());
    let (vi, en) = (in_language("vi-VN,vi;q=0.9,en;q=0.8"), in_language("en-US,en;q=0.9,vi;q=0.5"));
    for answer in [&vi, &en, &app.submit(file.as_ref())] {
        assert_eq!((answer.status, answer.error().as_str()), (422, "rejected_rows"), "{what}: {}", answer.text());
        let found = told(answer);
        let found: Vec<Told> =
            found.iter().map(|(line, column, value, code)| (*line, &**column, &**value, &**code)).collect();
        assert_eq!(found, wanted, "{what}");
        assert_eq!(answer.json()["error"]["details"]["total"], wanted.len(), "{what}");
    }
    let (vi, en) = (vi.json(), en.json());
    let message = |json: &Value| json["error"]["message"].as_str().unwrap().to_owned();
    assert!(message(&vi).starts_with(&format!("tệp có {} chỗ sai", wanted.len())), "{what}: {}", message(&vi));
    assert!(message(&en).contains("wrong with the file"), "{what}: {}", message(&en));
    let pairs = |json: &Value| json["error"]["details"]["rows"].as_array().unwrap().clone();
    for (vi, en) in pairs(&vi).iter().zip(&pairs(&en)) {
        for words in ["reason", "expected"] {
            let (vi, en) = (vi[words].as_str().unwrap(), en[words].as_str().unwrap());
            assert!(!vi.is_empty() && !en.is_empty(), "{what}: {vi} | {en}");
            // A list of column names reads the same in both.
            assert!(vi != en || vi.starts_with("commune,"), "{what}: {vi}");
        }
    }
}

/// Runs a table of bad files against one server, on which nothing may come of them.
#[track_caller]
pub(crate) fn all_refused(files: &[(&str, &[u8], &[Told])]) {
    let app = App::start();
    app.stores(short(["22738,2021-09-01,1"]));
    let before = app.everything();
    for (what, file, wanted) in files {
        refuses(&app, what, file, wanted);
    }
    assert_eq!(app.everything(), before);
}

#[test]
fn a_commune_that_the_province_does_not_have_is_refused() {
    let long = "9".repeat(10_000);
    let kept = &long[..100];
    let cases = [
        ("99999", "99999"),
        ("582", "582"),
        ("58", "58"),
        ("2273", "2273"),
        ("22738x", "22738x"),
        ("\u{200b}22738", "\u{200b}22738"),
        ("２２７３８", "２２７３８"),
        ("Phường Đô Vinhh", "Phường Đô Vinhh"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("=CMD()", "=CMD()"),
        ("'; drop table report;--", "'; drop table report;--"),
        ("\"'; drop table report;--\"", "'; drop table report;--"),
        ("\u{202e}83722", "\u{202e}83722"),
        (&long, kept),
    ];
    let files = cases.map(|(cell, _)| short([format!("{cell},2021-09-05,0")]));
    let told = cases.map(|(_, value)| [(2, "commune", value, "unknown_unit")]);
    let table: Vec<_> = (0..cases.len()).map(|at| (cases[at].1, files[at].as_bytes(), &told[at][..])).collect();
    all_refused(&table);
}

#[test]
fn a_district_of_this_province_is_no_other_provinces_unit() {
    let app = App::start();
    // By its code, and by its name, as a heading above its communes has it.
    for named in ["582", "TP. Phan Rang - Tháp Chàm"] {
        let file = figures([format!("{named},2021-09-04,0,,,,,,")]);
        let answer = app.submit_with("", &[("accept-language", "vi")], file.as_bytes());
        let row = &answer.json()["error"]["details"]["rows"][0];
        assert_eq!(row["code"], "unknown_unit");
        assert_eq!(row["reason"], "Thành phố Phan Rang-Tháp Chàm không phải là cấp xã");
        assert!(row["expected"].as_str().unwrap().contains("bỏ dòng tiêu đề của huyện"), "{row}");
    }
}

#[test]
fn a_day_that_is_none_or_out_of_reach_is_refused() {
    let cases = [
        ("2021-09-06", "future_day"),
        ("9999-12-31", "future_day"),
        ("2019-12-31", "too_early"),
        ("0000-01-01", "too_early"),
        ("2021-02-29", "not_a_day"),
        ("2021-13-01", "not_a_day"),
        ("2021-9-5", "not_a_day"),
        ("5/9/2021", "not_a_day"),
        ("20210905", "not_a_day"),
        ("2021-09-05T00:00:00", "not_a_day"),
        ("２０２１-09-05", "not_a_day"),
        ("-2021-09-05", "not_a_day"),
        ("44444", "not_a_day"),
        ("hôm nay", "not_a_day"),
    ];
    let files = cases.map(|(day, _)| short([format!("22738,{day},0")]));
    let told = cases.map(|(day, code)| [(2, "day", day, code)]);
    let table: Vec<_> = (0..cases.len()).map(|at| (cases[at].0, files[at].as_bytes(), &told[at][..])).collect();
    all_refused(&table);
}

#[test]
fn a_figure_that_is_no_count_of_people_of_the_commune_is_refused() {
    let cases = [
        ("x", "not_a_number"),
        ("1.5", "not_a_number"),
        ("1e3", "not_a_number"),
        ("+1", "not_a_number"),
        ("0x10", "not_a_number"),
        ("１２", "not_a_number"),
        ("1 2", "not_a_number"),
        ("--1", "not_a_number"),
        ("NULL", "not_a_number"),
        ("=1+1", "not_a_number"),
        ("-", "not_a_number"),
        ("-1", "negative"),
        ("\u{2212}3", "negative"),
        ("-99999999999999999999", "negative"),
        ("13258", "exceeds_population"),
        ("4294967296", "exceeds_population"),
        ("99999999999999999999999", "exceeds_population"),
    ];
    let columns =
        ["f0", "f0_isolated", "f0_unknown_source", "f0_special_venue", "clusters_special_venue", "f1_community"];
    let mut files = Vec::new();
    for (value, code) in cases {
        for column in columns {
            let header = if column == "f0" { SHORT.to_owned() } else { format!("{SHORT},{column}") };
            let row = if column == "f0" {
                format!("22738,2021-09-05,{value}")
            } else {
                format!("22738,2021-09-05,9,{value}")
            };
            files.push((table(&header, [row]), [(2, column, value, code)]));
        }
    }
    // Commas between thousands need quotes to stay in their cell.
    files.push((short(["22738,2021-09-05,\"1,000\""]), [(2, "f0", "1,000", "not_a_number")]));
    let table: Vec<_> = files.iter().map(|(file, told)| (file.as_str(), file.as_bytes(), &told[..])).collect();
    all_refused(&table);
}

#[test]
fn rows_that_contradict_themselves_or_each_other_are_refused() {
    let parts = |f0, isolated, unknown, special| format!("22738,2021-09-05,{f0},{isolated},{unknown},{special},,,");
    let (one, two, three) = (figures([parts(1, 1, 1, 0)]), figures([parts(2, 1, 1, 1)]), figures([parts(0, 0, 0, 1)]));
    let twice = short(["22738,2021-09-05,1", "22741,2021-09-05,1", "22738,2021-09-05,1", "22738,2021-09-05,2"]);
    let long = table(
        &format!("{SHORT},source,note"),
        [format!("22738,2021-09-05,1,{},{}", "s".repeat(1001), "ơ".repeat(1001))],
    );
    let (source, note) = ("s".repeat(100), "ơ".repeat(100));
    all_refused(&[
        ("two parts of one", one.as_bytes(), &[(2, "f0", "1", "parts_exceed_total")]),
        ("three parts of two", two.as_bytes(), &[(2, "f0", "2", "parts_exceed_total")]),
        ("a part of none", three.as_bytes(), &[(2, "f0", "0", "parts_exceed_total")]),
        (
            "a commune and day twice",
            twice.as_bytes(),
            &[(4, "commune", "22738", "duplicate_row"), (5, "commune", "22738", "duplicate_row")],
        ),
        ("texts", long.as_bytes(), &[(2, "source", &source, "too_long"), (2, "note", &note, "too_long")]),
        (
            "blanks",
            b"commune,day,f0\n,2021-09-05,1\n22738,,1\n22738,2021-09-05,\n \xc2\xa0,2021-09-04,\n",
            &[
                (2, "commune", NONE, "missing_value"),
                (3, "day", NONE, "missing_value"),
                (4, "f0", NONE, "missing_value"),
                (5, "commune", NONE, "missing_value"),
                (5, "f0", NONE, "missing_value"),
            ],
        ),
    ]);
}
