//! A correction is an event: it says why, moves what it moves, and rewrites nothing.

use crate::reports::{communes, figures, short};
use crate::server::{App, Settings};
use crate::terminal::run;
use serde_json::{Value, json};

pub(crate) fn corrections(app: &App, query: &str) -> Vec<Value> {
    app.read(&format!("/api/v1/corrections{query}"))["corrections"].as_array().unwrap().clone()
}

/// The same server at noon of a later day of September.
fn later(app: App, day: u8) -> App {
    app.stop().flag("--clock-start", &format!("2021-09-{day:02}T12:00:00+07:00")).start()
}

/// A server in which two communes reported every day of the first days of September in time; the boards of the 3rd, the
/// 4th and the 5th, which is today, were published, and none before.
pub(crate) fn reported() -> App {
    let zeros = |days: std::ops::RangeInclusive<u8>| {
        figures(days.flat_map(|day| ["22738", "22741"].map(|unit| format!("{unit},2021-09-0{day},0,,,,,,"))))
    };
    let mut app = Settings::at("2021-09-03T12:00:00+07:00").start();
    app.stores(zeros(1..=3));
    for day in 4..=5 {
        app = later(app, day);
        app.stores(zeros(day..=day));
    }
    app
}

#[test]
fn cases_that_move_to_another_unit_are_one_correction_of_both() {
    let app = reported();
    app.stores(figures(["22738,2021-09-04,1,,1,0,0,0,"]));
    let file = figures(["22738,2021-09-04,0,,,,,,", "22741,2021-09-04,1,,1,0,0,0,"]);
    let receipt =
        app.submit_with("?reason=moved_to_other_unit&explanation=C%C3%A1ch%20ly%20nh%E1%BA%A7m%20x%C3%A3", &[], file);
    let receipt = receipt.with(201).json();
    let all = corrections(&app, "");
    assert_eq!(all.len(), 2);
    let moved = &all[0];
    assert_eq!((&moved["batch"], &moved["release"]), (&receipt["batch"], &receipt["seq"]));
    assert_eq!(moved["reason"], "moved_to_other_unit");
    assert_eq!(moved["explanation"], "Cách ly nhầm xã");
    let rows = moved["rows"].as_array().unwrap();
    let told = |row: &Value| (row["unit"].clone(), row["old"]["f0"].clone(), row["new"]["f0"].clone());
    assert_eq!(told(&rows[0]), (json!("22738"), json!(1), json!(0)));
    assert_eq!(told(&rows[1]), (json!("22741"), json!(0), json!(1)));
    // Today's board moves at once, by the correction; yesterday's is restated.
    let mut changes = moved["changes"].clone();
    for change in changes.as_array_mut().unwrap() {
        let (was, is) = (change["was"].take(), change["is"].take());
        assert_eq!((&was["level"], &is["level"]), (&change["from"], &change["to"]));
        change.as_object_mut().unwrap().retain(|name, _| name != "was" && name != "is");
    }
    assert_eq!(changes, receipt["changes"]);
    assert!(moved["changes"].as_array().unwrap().iter().all(|one| one["cause"] == "correction"));
    let restated = moved["restated"].as_array().unwrap();
    assert_eq!(
        (restated.len() as u64, &moved["restated_days"]),
        (receipt["restated"].as_u64().unwrap(), &json!(["2021-09-04", "2021-09-04"]))
    );
    let of = |unit: &str| restated.iter().find(|one| one["unit"] == unit).unwrap();
    assert_eq!((&of("22738")["from"], &of("22738")["to"]), (&json!(3), &json!(2)));
    assert_eq!((&of("22741")["from"], &of("22741")["to"]), (&json!(2), &json!(3)));
    // It stands under both units and no other.
    for (unit, n) in [("22738", 2), ("22741", 2), ("22870", 0)] {
        assert_eq!(corrections(&app, &format!("?unit={unit}")).len(), n, "{unit}");
    }
}

#[test]
fn a_correction_of_the_past_alone_moves_no_live_level_and_is_not_lost() {
    let mut app = Settings::at("2021-09-04T12:00:00+07:00").start();
    let mut reported = 0;
    for day in [4, 5, 9, 18, 19, 30] {
        app = later(app, day);
        app.stores(figures((reported + 1..=day).map(|day| format!("22738,2021-09-{day:02},0,,,,,,"))));
        reported = day;
    }
    let before = app.read("/api/v1/board");
    let then = before["as_of"].as_str().unwrap().replace('+', "%2B");
    let day = format!("/api/v1/board?day=2021-09-10&as_of={then}");
    let known_then = app.read(&day);
    let receipt = app.submit_with("?reason=late_result", &[], figures(["22738,2021-09-05,1,,1,0,0,0,"]));
    let receipt = receipt.with(201).json();
    assert_eq!(receipt["changes"], json!([]));
    // The commune, its district and the province, on each of the fourteen days that was published.
    let published = ["2021-09-05", "2021-09-09", "2021-09-18"];
    assert_eq!(receipt["restated"], json!(3 * published.len()));
    assert_eq!(app.read("/api/v1/board")["units"], before["units"]);
    assert_eq!(app.read(&day), known_then);
    let one = &corrections(&app, "?unit=22738")[0];
    let days: std::collections::BTreeSet<_> =
        one["restated"].as_array().unwrap().iter().map(|one| one["day"].as_str().unwrap()).collect();
    assert_eq!((&one["restated_total"], days), (&receipt["restated"], published.into()));
    assert_eq!(one["restated_days"], json!(["2021-09-05", "2021-09-18"]));
    assert!(one["restated"].as_array().unwrap().iter().all(|one| one["published"]["release"].is_number()));
    let feed: atom_syndication::Feed = app.get("/api/v1/corrections.atom").with(200).text().parse().unwrap();
    let words = feed.entries[0].content.as_ref().unwrap().value.as_deref().unwrap();
    assert!(words.contains("Xếp loại lại 9 lượt trên bảng đã công bố các ngày 05/09/2021 – 18/09/2021"), "{words}");
    // The 10th was never published: it is rated anew, and nothing of it is restated.
    assert_eq!(app.read("/api/v1/units/22738?day=2021-09-10")["level"], json!(3));
    assert_eq!(one["reason"], "late_result");
    assert_eq!(corrections(&app, &format!("?as_of={then}")), Vec::<Value>::new());
}

#[test]
fn corrections_are_asked_for_by_unit_and_by_day() {
    let app = Settings::at("2021-09-03T12:00:00+07:00").start();
    app.stores(figures(["22738,2021-09-03,0,,,,,,", "22741,2021-09-03,0,,,,,,"]));
    let app = later(app, 4);
    app.stores(figures(["22786,2021-09-04,0,,,,,,"]));
    let app = later(app, 5);
    // A day's file of all, and within it one row for the day before: only that one is a correction.
    app.stores(figures(["22741,2021-09-04,0,,,,,,", "22738,2021-09-03,2,,2,0,,,", "22786,2021-09-05,0,,,,,,"]));
    let batches = |query: &str| corrections(&app, query).iter().map(|one| one["batch"].as_i64().unwrap()).collect();
    let count = |query: &str| -> usize { Vec::<i64>::len(&batches(query)) };
    // The commune, its neighbour, its district and the province; not one that only reported in the same file.
    for (unit, n) in [("22738", 1), ("22741", 1), ("582", 1), ("58", 1), ("22786", 0), ("584", 0)] {
        assert_eq!(count(&format!("?unit={unit}")), n, "{unit}");
    }
    let one = &corrections(&app, "?unit=58")[0];
    let restated = one["restated"].as_array().unwrap();
    let days = |unit: &str| -> Vec<&str> {
        restated.iter().filter(|one| one["unit"] == unit).map(|one| one["day"].as_str().unwrap()).collect()
    };
    // Only what was corrected is listed, and the unit asked about before the others.
    assert_eq!((one["rows"][0]["unit"].as_str(), &one["rows_total"]), (Some("22738"), &json!(1)));
    assert_eq!((restated[0]["unit"].as_str(), days("58")), (Some("58"), vec!["2021-09-03", "2021-09-04"]));
    assert_eq!(one["rows"][0]["old"]["id"], 1);
    assert!(restated.iter().all(|one| one["published"]["release"].is_number()), "{restated:?}");
    for (query, n) in [
        ("?unit=22738&from=2021-09-03&to=2021-09-03", 1),
        ("?unit=22738&to=2021-09-02", 0),
        ("?unit=22738&from=2021-09-05", 1),
        ("?unit=22738&from=2021-09-06", 0),
        ("?to=2021-09-02", 0),
        ("?from=2021-09-04&to=2021-09-04", 1),
    ] {
        assert_eq!(count(query), n, "{query}");
    }
    for query in ["?from=2021-09-06&to=2021-09-05", "?from=abc", "?to=2021-02-30"] {
        assert_eq!(app.get(&format!("/api/v1/corrections{query}")).with(400).error(), "bad_query", "{query}");
    }
}

#[test]
fn a_restated_level_tells_what_was_published_on_its_day() {
    let app = reported().stop().flag("--clock-start", "2021-09-06T12:00:00+07:00").start();
    app.stores(figures(["22738,2021-09-03,1,,1,0,,,"]));
    let one = &corrections(&app, "?unit=22738")[0];
    let of = |day: &str| one["restated"].as_array().unwrap().iter().find(|one| one["day"] == day).unwrap().clone();
    let told = ["2021-09-03", "2021-09-04", "2021-09-05"].map(of);
    let told = told.map(|told| json!([told["published"]["level"], told["published"]["release"], told["to"]]));
    assert_eq!(told, [json!([1, 2, 3]), json!([1, 4, 3]), json!([1, 6, 3])]);
}

#[test]
fn trying_a_correction_tells_what_it_would_restate_and_does_not() {
    let app = reported();
    let tried = app.submit_with("?dry_run=true&reason=typing_error", &[], figures(["22738,2021-09-03,2,,2,0,,,"]));
    let tried = tried.with(200).json();
    assert!(tried["restated"].as_u64().unwrap() > 0);
    assert_eq!(corrections(&app, ""), Vec::<Value>::new());
}

#[test]
fn a_correction_without_a_reason_is_taken_and_said_to_have_none() {
    let app = reported();
    app.stores(short(["22738,2021-09-05,1"]));
    let one = &corrections(&app, "")[0];
    assert_eq!((&one["reason"], &one["explanation"]), (&Value::Null, &Value::Null));
    let entry = &app.read("/api/v1/changes?last=1")["entries"][0];
    assert_eq!((&entry["cause"]["kind"], &entry["cause"]["batch"]), (&json!("correction"), &one["batch"]));
}

#[test]
fn reasons_that_do_not_hold_are_refused_and_nothing_is_stored() {
    let app = reported();
    let before = app.everything();
    let row = || figures(["22738,2021-09-04,1,,1,0,0,0,"]);
    for (query, status, code, says) in [
        ("reason=because", 400, "bad_query", "late_result"),
        ("reason=other", 400, "bad_query", "explanation"),
        ("explanation=hello", 400, "bad_query", "reason"),
        ("reason=other&explanation=0912345678", 400, "bad_query", "person"),
        ("reason=moved_to_other_unit", 422, "rejected_rows", "one file"),
    ] {
        let refused = app.submit_with(&format!("?{query}"), &[("accept-language", "en")], row()).with(status).json();
        assert_eq!(refused["error"]["code"], code, "{query}");
        assert!(refused.to_string().contains(says), "{query}: {refused}");
    }
    let unbalanced = figures(["22738,2021-09-04,1,,1,0,0,0,", "22741,2021-09-04,1,,1,0,0,0,"]);
    let refused =
        app.submit_with("?reason=moved_to_other_unit", &[("accept-language", "en")], unbalanced).with(422).json();
    let row = &refused["error"]["details"]["rows"][0];
    assert_eq!(row["code"], "not_a_move");
    assert!(row.to_string().contains("changes by +2"), "{row}");
    assert_eq!(app.everything(), before);
}

#[test]
fn hostile_words_come_back_as_they_were_sent() {
    let app = reported();
    let hostile = "-2+3 <script>alert(1)</script> '; DROP TABLE report; -- =CMD()";
    let folder = app.settings.folder().to_owned();
    let file = folder.join("correction.csv");
    std::fs::write(&file, figures(["22738,2021-09-04,1,,1,0,0,0,"])).unwrap();
    let sent = run([
        "import",
        file.to_str().unwrap(),
        "--server",
        &format!("http://{}", app.address),
        "--token",
        &app.token,
        "--reason",
        "other",
        "--explanation",
        hostile,
    ]);
    assert_eq!(sent.code, Some(0), "{}", sent.err);
    assert!(
        sent.out.contains("standings on published boards of earlier days now come out otherwise; what was published"),
        "{}",
        sent.out
    );
    assert_eq!(corrections(&app, "")[0]["explanation"], hostile);
    let feed = app.get("/api/v1/corrections.atom").with(200);
    assert_eq!(feed.header("content-type"), "application/atom+xml; charset=utf-8");
    let feed = feed.text();
    assert!(!feed.contains("<script>") && feed.contains("&lt;script&gt;"), "{feed}");
    let read: atom_syndication::Feed = feed.parse().unwrap();
    assert_eq!(read.entries.len(), 1);
    assert_eq!(read.entries[0].title.as_str(), "Đính chính số 4: lý do khác");
    let words = read.entries[0].content.as_ref().unwrap().value.as_deref().unwrap();
    assert!(words.contains("F0 0 → 1") && words.contains(&format!("\nGiải thích: {hostile}")), "{words}");
    assert_eq!(read.entries[0].links[0].href, format!("http://{}/units/22738?day=2021-09-04", app.address));
}

#[test]
fn the_feed_tells_every_figure_that_a_correction_moves() {
    let app = reported();
    app.stores(figures(["22738,2021-09-04,3,,1,,,,2"]));
    // The cases stay three; where they come from is another.
    app.stores(figures(["22738,2021-09-04,3,0,,1,,,2"]));
    let told = |lang: &str| {
        let feed = app.send("GET", "/api/v1/corrections.atom", &[("accept-language", lang)], &[]).with(200).text();
        let feed: atom_syndication::Feed = feed.parse().unwrap();
        let words = feed.entries[0].content.as_ref().unwrap().value.clone().unwrap();
        words.lines().next().unwrap().to_owned()
    };
    let vi = "F0 đã cách ly (trống) → 0; F0 chưa rõ nguồn 1 → (trống); F0 nơi khó kiểm soát (trống) → 1";
    assert_eq!(told("vi"), format!("Phường Đô Vinh (22738), 04/09/2021: {vi}"));
    let en = "F0 in isolation (blank) → 0; F0 of unknown source 1 → (blank); F0 of special venues (blank) → 1";
    assert_eq!(told("en"), format!("Phường Đô Vinh (22738), 2021-09-04: {en}"));
}

#[test]
fn corrections_are_handed_out_page_by_page() {
    let app = reported();
    for n in 0..52 {
        app.stores(short([format!("22738,2021-09-05,{}", n + 1)]));
    }
    let first = app.read("/api/v1/corrections");
    let page = first["corrections"].as_array().unwrap();
    assert_eq!((page.len(), &first["more"]), (50, &json!(true)));
    let rest = app.read(&format!("/api/v1/corrections?before={}", page[49]["batch"]));
    assert_eq!((rest["corrections"].as_array().unwrap().len(), &rest["more"]), (2, &json!(false)));
    assert_eq!(app.get("/api/v1/corrections?unit=99999").with(404).json()["error"]["code"], "not_found");
}

#[test]
fn a_correction_of_more_rows_than_are_listed_is_handed_out_to_its_last() {
    let app = App::start();
    let days = || (1..=5).flat_map(|day| communes().into_iter().map(move |code| format!("{code},2021-09-0{day}")));
    app.stores(short(days().map(|row| format!("{row},0"))));
    app.stores(short(days().map(|row| format!("{row},1"))));
    let listed = &corrections(&app, "?unit=22738")[0];
    let (total, batch) = (listed["rows_total"].as_u64().unwrap(), &listed["batch"]);
    assert_eq!((total, listed["rows"].as_array().unwrap().len()), (325, 200));
    assert!((0..5).all(|at| listed["rows"][at]["unit"] == "22738"), "the unit that was asked about comes first");
    let rest = app.read(&format!("/api/v1/corrections/{batch}?skip=200&unit=22738"));
    assert_eq!((&rest["batch"], &rest["rows_total"]), (batch, &listed["rows_total"]));
    let ids = |one: &Value| -> Vec<u64> {
        one["rows"].as_array().unwrap().iter().map(|row| row["new"]["id"].as_u64().unwrap()).collect()
    };
    let mut all = [ids(listed), ids(&rest)].concat();
    all.sort_unstable();
    assert_eq!(all, (326..=650).collect::<Vec<_>>());
    assert_eq!(ids(&app.read(&format!("/api/v1/corrections/{batch}?skip=9999"))), Vec::<u64>::new());
    let feed = app.get("/api/v1/corrections.atom").with(200).text();
    assert!(feed.contains(&format!("và 125 dòng nữa, từ http://{}/api/v1/corrections/{batch}?skip=200", app.address)));
    let own = app.get("/api/v1/corrections.atom?unit=22738").with(200).text();
    assert!(own.contains(&format!("corrections/{batch}?skip=200&amp;unit=22738")));
    for (path, status) in [("1", 404), ("9", 404), ("x", 404), ("9223372036854775807", 404), ("2?skip=-1", 400)] {
        app.get(&format!("/api/v1/corrections/{path}")).with(status);
    }
}

#[test]
fn a_first_report_corrects_nothing_whatever_reason_comes_with_it() {
    let app = reported();
    let first = figures(["22744,2021-09-05,1,,1,0,0,0,"]);
    app.submit_with("?reason=late_result&explanation=v%E1%BB%81%20mu%E1%BB%99n", &[], &first).with(201);
    assert_eq!(corrections(&app, ""), <[Value; 0]>::default());
    let changes = app.read("/api/v1/changes?since=0");
    assert_eq!(changes["entries"].as_array().unwrap().last().unwrap()["cause"]["kind"], "reports");
}

#[test]
fn a_move_keeps_each_kind_of_cases_as_many_as_it_was() {
    let app = reported();
    app.stores(figures(["22738,2021-09-04,2,,1,0,0,0,"]));
    let before = app.everything();
    let mixed = figures(["22738,2021-09-04,0,,,,,,", "22741,2021-09-04,2,,2,0,0,0,"]);
    for (lang, says) in [("en", "F0 of unknown source of 2021-09-04 change by +1"), ("vi", "F0 rõ nguồn")] {
        let refused =
            app.submit_with("?reason=moved_to_other_unit", &[("accept-language", lang)], &mixed).with(422).json();
        let rows = &refused["error"]["details"]["rows"];
        assert_eq!((&rows[0]["code"], rows.as_array().unwrap().len()), (&json!("not_a_move"), 2));
        assert!(rows.to_string().contains(says), "{rows}");
        assert_eq!((&rows[0]["line"], &rows[0]["place"]), (&Value::Null, &json!("file")), "no line is at fault");
    }
    assert_eq!(app.everything(), before);
    let whole = figures(["22738,2021-09-04,0,,,,,,", "22741,2021-09-04,2,,1,0,0,0,"]);
    app.submit_with("?reason=moved_to_other_unit", &[], whole).with(201);
}

#[test]
fn the_feed_tells_what_moved_today_with_whole_addresses_and_days_as_they_are_read() {
    let app = reported();
    app.submit_with("?reason=typing_error", &[], figures(["22738,2021-09-05,1,,1,0,0,0,"])).with(201);
    let read = |headers: &[(&str, &str)]| -> atom_syndication::Feed {
        app.send("GET", "/api/v1/corrections.atom", headers, &[]).with(200).text().parse().unwrap()
    };
    let feed = read(&[("accept-language", "vi")]);
    let words = feed.entries[0].content.as_ref().unwrap().value.clone().unwrap();
    assert!(words.contains("(22738), bảng ngày 05/09/2021: mức 1 → mức 3"), "{words}");
    assert!(words.contains("(22738), 05/09/2021: F0 0 → 1") && !words.contains("2021-09"), "{words}");
    let link = |feed: &atom_syndication::Feed| feed.entries[0].links[0].href.clone();
    assert_eq!(link(&feed), format!("http://{}/units/22738?day=2021-09-05", app.address));
    assert_eq!(feed.links[0].href, format!("http://{}/api/v1/corrections.atom", app.address));
    // Anyone may write this header; only a proxy that is named is believed.
    let behind = read(&[("accept-language", "en"), ("x-forwarded-proto", "https")]);
    assert!(link(&behind).starts_with("http://"), "{}", link(&behind));
    assert!(
        behind.entries[0]
            .content
            .as_ref()
            .unwrap()
            .value
            .clone()
            .unwrap()
            .contains("board of 2021-09-05: level 1 → level 3")
    );
}

#[test]
fn a_correction_names_the_report_that_it_supersedes_and_exports_tell_why() {
    let app = reported();
    app.submit_with("?reason=typing_error&explanation=nh%E1%BA%A7m", &[], figures(["22738,2021-09-05,1,,1,0,0,0,"]))
        .with(201);
    let old = corrections(&app, "")[0]["rows"][0]["old"].clone();
    let stood = app.read("/api/v1/units/22738/history?from=2021-09-05")["days"][0]["reports"][0].clone();
    assert_eq!((&old["id"], &stood["revision"]), (&stood["id"], &json!(1)));
    let file = app.get("/api/v1/exports/reports.csv?revisions=all&bom=0").with(200).text();
    let head: Vec<&str> = file.lines().next().unwrap().split(',').collect();
    let at = head.iter().position(|name| *name == "correction_reason").unwrap();
    let told = |revision: &str| {
        let cells = |line: &str| line.split(',').map(str::to_owned).collect::<Vec<_>>();
        let row =
            file.lines().map(cells).find(|row| row[0] == "22738" && row[4] == "2021-09-05" && row[15] == revision);
        row.unwrap()[at..at + 2].to_vec()
    };
    assert_eq!((told("1"), told("2")), (vec![String::new(); 2], vec!["typing_error".to_owned(), "nhầm".to_owned()]));
    let rows = app.read("/api/v1/exports/levels.json?tier=commune")["levels"].as_array().unwrap().clone();
    let row = rows.iter().find(|row| row["code"] == "22738").unwrap();
    assert_eq!((&row["fired"], &row["basis"]), (&json!(["C-O1"]), &json!(["paraphrased"])));
    assert!(row["clause"][0].as_str().is_some_and(|clause| !clause.is_empty()), "{row}");
}
