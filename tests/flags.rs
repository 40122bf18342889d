//! Flags: what an officer sets with dates and a document moves levels like any report, live and in
//! every answer, and what was known before stays known.

use crate::reports::{FLAGS, short, table};
use crate::server::{App, NOON, Settings};
use crate::terminal::run;
use crate::viewer::{moves, standings};
use serde_json::{Value, json};
use std::path::Path;

/// Every commune reports that it has no case, so that all that moves is moved by flags.
fn all_green() -> App {
    all_green_of(Settings::at(NOON))
}

fn all_green_of(settings: Settings) -> App {
    let app = settings.start();
    app.submit_with("?absent=zero", &[], short(["22738,2021-09-05,0"])).with(201);
    app
}

fn on_board(app: &App, unit: &str) -> Value {
    let board = app.read("/api/v1/board");
    board["units"].as_array().unwrap().iter().find(|one| one["unit"] == unit).unwrap().clone()
}

/// The flags that fire a criterion on a unit's page.
fn firing(app: &App, unit: &str, criterion: &str) -> Value {
    let page = app.read(&format!("/api/v1/units/{unit}"));
    page["criteria"].as_array().unwrap().iter().find(|one| one["id"] == criterion).unwrap()["flags"].clone()
}

#[test]
fn every_criterion_that_a_flag_fires_comes_live_with_its_document_and_goes_when_it_is_withdrawn() {
    let app = all_green();
    let officer = app.officer();
    let units = app.read("/api/v1/board")["units"].clone();
    let mut viewer = app.watch_since(app.read("/api/v1/board")["seq"].as_i64().unwrap());
    viewer.board();
    for (unit, flag, criterion, level) in [
        ("22828", "illegal_entry", "C-Y4", 2),
        ("22738", "quarantine_facility", "C-Y4", 2),
        ("582", "uncontrolled_source_over_50", "D-R3", 4),
        ("582", "uncontrolled_source_over_20", "D-O4", 3),
        ("582", "protected_site", "D-O5", 3),
        ("58", "uncontrolled_source_over_50", "P-R3", 4),
        ("58", "uncontrolled_source_over_20", "P-O4", 3),
    ] {
        let row = |to: &str, document: &str| format!("{unit},{flag},2021-09-03,{to},\"{document}\"");
        let receipt = app.flags(&officer, [row("2021-09-20", "12/QĐ, bổ sung")]);
        assert_eq!(
            (&receipt["rows"], &receipt["revisions"], &receipt["corrections"]),
            (&json!(1), &json!(1), &json!(0))
        );
        let frame = viewer.board();
        assert_eq!((&frame["seq"], &frame["changes"]), (&receipt["seq"], &receipt["changes"]));
        assert!(moves([&frame]).contains(&(unit.to_owned(), Some(1), Some(level))), "{frame}");
        for change in frame["changes"].as_array().unwrap() {
            assert_eq!((&change["cause"], &change["day"]), (&json!("flags"), &json!("2021-09-05")));
        }
        let shown = on_board(&app, unit);
        let flagged: Vec<_> = standings(&frame).into_iter().filter(|unit| unit["marks"] != json!([])).collect();
        assert_eq!(flagged, [json!({"level": level, "low": level, "high": level, "marks": ["flag"]})]);
        assert_eq!((&shown["level"], &shown["marks"]), (&json!(level), &json!(["flag"])));
        assert_eq!(app.read(&format!("/api/v1/units/{unit}"))["fired"], json!([criterion]));
        assert_eq!(
            firing(&app, unit, criterion),
            json!([{"flag": flag, "from": "2021-09-03", "to": "2021-09-20", "document": "12/QĐ, bổ sung",
                "learned_at": receipt["as_of"], "batch": receipt["batch"]}])
        );
        let entry = app.read("/api/v1/changes?last=1")["entries"][0].clone();
        assert_eq!(entry["cause"], json!({"kind": "flags", "batch": receipt["batch"]}));
        // A last day before the first withdraws it.
        assert_eq!(app.flags(&officer, [row("2021-09-02", "13/QĐ")])["corrections"], 1);
        assert!(moves([&viewer.board()]).contains(&(unit.to_owned(), Some(level), Some(1))));
        assert_eq!(app.read("/api/v1/board")["units"], units, "nothing is left of it");
    }
}

#[test]
fn a_flag_is_marked_where_it_moves_no_level_and_its_coming_and_going_are_told() {
    let app = App::start();
    let officer = app.officer();
    app.stores("commune,day,f0,f0_unknown_source,f0_special_venue\n22738,2021-09-05,3,3,0\n");
    let receipt = app.flags(&officer, ["22738,illegal_entry,2021-09-05,,1/QĐ"]);
    assert_eq!(moves([&receipt]), [("22738".to_owned(), Some(4), Some(4))]);
    assert_eq!(on_board(&app, "22738")["marks"], json!(["flag"]));
    // A commune that never reported has no level to move, and is marked all the same.
    assert_eq!(
        moves([&app.flags(&officer, ["22828,illegal_entry,2021-09-05,,1/QĐ"])]),
        [("22828".to_owned(), None, None)]
    );
    assert_eq!(
        (&on_board(&app, "22828")["level"], &on_board(&app, "22828")["marks"]),
        (&Value::Null, &json!(["flag"]))
    );
    assert_eq!(moves([&app.flags(&officer, ["22738,illegal_entry,2021-09-05,2021-09-04,2/QĐ"])]).len(), 1);
    assert_eq!(on_board(&app, "22738")["marks"], json!([]));
}

#[test]
fn what_was_known_before_a_flag_stays_known_to_the_byte() {
    let app = all_green();
    let officer = app.officer();
    let paths = |at: &Value| {
        let at = at["as_of"].as_str().unwrap().replace('+', "%2B");
        ["board", "units/22828", "units/585", "flags"].map(|what| format!("/api/v1/{what}?as_of={at}"))
    };
    let answers = |at: &Value| paths(at).map(|path| app.get(&path).with(200).body);
    let before = app.stores(short(["22741,2021-09-05,0", "22738,2021-09-04,0"]));
    let as_before = answers(&before);
    let set = app.flags(&officer, ["22828,illegal_entry,2021-09-01,,12/QĐ"]);
    assert_eq!(answers(&before), as_before);
    let as_set = answers(&set);
    assert_ne!(as_set, as_before);
    let ended = app.flags(&officer, ["22828,illegal_entry,2021-09-01,2021-09-04,13/QĐ"]);
    assert_eq!((answers(&before), answers(&set)), (as_before, as_set));
    let at = |at: &Value, day: &str| app.read(&format!("{}&day={day}", paths(at)[1]))["level"].clone();
    assert_eq!(
        (at(&before, "2021-09-05"), at(&set, "2021-09-05"), at(&ended, "2021-09-05")),
        (1.into(), 2.into(), 1.into())
    );
    let known = app.read("/api/v1/flags?day=2021-09-04");
    assert_eq!(
        known["flags"],
        json!([{"unit": "22828", "flag": "illegal_entry", "from": "2021-09-01", "to": "2021-09-04", "document": "13/QĐ",
            "revision": 2, "batch": ended["batch"], "learned_at": ended["as_of"], "holds": true}])
    );
    assert_eq!(app.read("/api/v1/flags")["flags"][0]["holds"], false);
    assert_eq!(app.read(&paths(&before)[3])["flags"], json!([]));
    assert_eq!(app.read(&paths(&set)[3])["flags"][0]["revision"], 1);
    assert_eq!(app.get("/api/v1/flags?day=5.9.2021").with(400).error(), "bad_query");
}

#[test]
fn a_flag_ends_and_another_begins_at_midnight() {
    let app = all_green();
    let officer = app.officer();
    let rows = ["22828,illegal_entry,2021-09-01,2021-09-05,12/QĐ", "586,protected_site,2021-09-06,,13/QĐ"];
    let seq = app.flags(&officer, rows)["seq"].as_i64().unwrap();
    assert_eq!((&on_board(&app, "22828")["level"], &on_board(&app, "586")["marks"]), (&json!(2), &json!([])));
    let app = app.stop().flag("--clock-start", "2021-09-05T23:59:58+07:00").start();
    let mut viewer = app.watch_since(seq);
    let mut frame = viewer.board();
    if frame["day"] == "2021-09-05" {
        frame = viewer.board();
    }
    assert_eq!((&frame["day"], &frame["seq"]), (&json!("2021-09-06"), &json!(seq + 1)));
    for (unit, from, to) in [("22828", 2, 1), ("586", 1, 3)] {
        assert!(moves([&frame]).contains(&(unit.to_owned(), Some(from), Some(to))), "{frame}");
    }
    assert!(frame["changes"].as_array().unwrap().iter().all(|change| change["cause"] == "midnight"), "{frame}");
    assert_eq!((&on_board(&app, "22828")["marks"], &on_board(&app, "586")["marks"]), (&json!([]), &json!(["flag"])));
    assert_eq!(app.read("/api/v1/units/22828?day=2021-09-05")["level"], 2);
}

#[test]
fn a_killed_server_keeps_its_flags_and_a_restarted_one_shows_the_same() {
    let app = all_green();
    let officer = app.officer();
    app.flags(&officer, ["22738,illegal_entry,2021-09-01,,12/QĐ", "582,protected_site,2021-09-01,2021-09-30,13/QĐ"]);
    let before = app.everything();
    let app = app.kill().start();
    assert_eq!(app.everything(), before);
    let app = app.stop().start();
    assert_eq!(app.everything(), before);
    // And goes on from there.
    assert_eq!(app.flags(&officer, ["22738,illegal_entry,2021-09-01,2021-08-31,14/QĐ"])["corrections"], 1);
}

#[test]
fn nothing_is_stored_of_what_is_only_tried_or_was_said_before() {
    let app = all_green();
    let officer = app.officer();
    let file = table(FLAGS, ["22738,illegal_entry,2021-09-01,,12/QĐ"]);
    let before = app.everything();
    let mut viewer = app.watch();
    viewer.board();
    let tried = app.flags_with(&officer, "?dry_run=true", &[], file.as_bytes()).with(200).json();
    assert_eq!((&tried["dry_run"], &tried["revisions"], &tried["batch"]), (&json!(true), &json!(1), &Value::Null));
    assert_eq!(moves([&tried])[0], ("22738".to_owned(), Some(1), Some(2)));
    assert_eq!(app.everything(), before);
    let key = [("idempotency-key", "one")];
    let stored = app.flags_with(&officer, "", &key, file.as_bytes()).with(201);
    assert_eq!(viewer.board()["changes"], stored.json()["changes"]);
    let after = app.everything();
    assert_eq!(app.flags_with(&officer, "", &key, file.as_bytes()).with(201).body, stored.body);
    let again = app.flags_with(&officer, "", &[], file.as_bytes()).with(200).json();
    assert_eq!((&again["same_as"], &again["unchanged"]), (&stored.json()["batch"], &json!(1)));
    // Other bytes that say the same say nothing new either.
    let other = app.flags_with(&officer, "", &[], file.replace("2021-09-01", "01/09/2021").as_bytes()).with(200).json();
    assert_eq!((&other["same_as"], &other["unchanged"], &other["batch"]), (&Value::Null, &json!(1), &Value::Null));
    let reused = app.flags_with(&officer, "", &key, file.replace("12/", "13/").as_bytes()).with(409);
    assert_eq!(reused.error(), "idempotency_key_reused");
    assert_eq!(app.everything(), after);
}

fn backed_up(settings: &Settings, to: &Path) -> (Option<i32>, String) {
    let ended = run(["backup", to.to_str().unwrap(), "--database", &settings.url()]);
    (ended.code, ended.out + &ended.err)
}

async fn meddle(file: &Path, statements: &[&'static str]) {
    use sqlx::Connection;
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(file).foreign_keys(false);
    let mut database = sqlx::SqliteConnection::connect_with(&options).await.unwrap();
    for sql in statements {
        sqlx::query(*sql).execute(&mut database).await.unwrap();
    }
    database.close().await.unwrap();
}

#[tokio::test]
async fn a_backup_holds_the_flags_and_is_refused_where_one_is_missing() {
    let app = all_green_of(Settings::at(NOON).on_file());
    let officer = app.officer();
    for to in ["", "2021-09-10", "2021-09-11"] {
        app.flags(&officer, [format!("22738,illegal_entry,2021-09-01,{to},12/QĐ")]);
    }
    let before = app.everything();
    let settings = app.stop();
    let file = settings.folder().join("backup.db");
    let (code, said) = backed_up(&settings, &file);
    assert!(code == Some(0) && said.contains("and 3 flags in 4 batches"), "{said}");
    let restored = Settings::at(NOON).on_file().without_token();
    let ended = run(["restore", file.to_str().unwrap(), "--database", &restored.url()]);
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    assert_eq!(restored.start().everything(), before);
    for (n, (hurt, says)) in [
        ("DELETE FROM flag WHERE id = 2", "flags are missing"),
        ("UPDATE flag SET revision = 4 WHERE id = 3", "words on a flag are missing"),
        ("UPDATE batch SET kind = 'flags' WHERE no = 1", "do not hold what they say"),
    ]
    .into_iter()
    .enumerate()
    {
        let hurt_one = Settings::at(NOON).on_file().without_token();
        std::fs::copy(&file, hurt_one.database()).unwrap();
        meddle(&hurt_one.database(), &[hurt]).await;
        let (code, said) = backed_up(&hurt_one, &hurt_one.folder().join(format!("{n}.db")));
        assert!(code == Some(1) && said.contains(says), "{hurt}: {said}");
    }
}

#[tokio::test]
async fn a_database_from_before_there_were_flags_is_backed_up_and_brought_up_to_date() {
    let app = all_green_of(Settings::at(NOON).on_file());
    let before = app.everything();
    let settings = app.stop();
    let undo = [
        "ALTER TABLE token DROP COLUMN province",
        "DROP INDEX report_that_corrects",
        "DROP TABLE restated",
        "ALTER TABLE batch DROP COLUMN explanation",
        "ALTER TABLE batch DROP COLUMN reason",
        "DROP TABLE flag",
        "ALTER TABLE batch DROP COLUMN kind",
        "DELETE FROM _sqlx_migrations WHERE version > 1",
    ];
    meddle(&settings.database(), &undo).await;
    let file = settings.folder().join("old.db");
    assert_eq!(backed_up(&settings, &file).0, Some(0));
    let restored = Settings::at(NOON).on_file().without_token();
    assert_eq!(run(["restore", file.to_str().unwrap(), "--database", &restored.url()]).code, Some(0));
    let app = restored.start();
    assert_eq!(app.everything(), before);
    app.flags(&app.officer(), ["22738,illegal_entry,2021-09-01,,12/QĐ"]);
    assert_eq!(on_board(&app, "22738")["level"], 2);
}
