//! Several provinces on one server: the first at the root, the others below it, boards apart.

use crate::door::Answer;
use crate::home::{Home, shared};
use crate::reports::{project, short};
use crate::server::{App, NOON, Settings};
use crate::terminal::{printed, run};
use crate::viewer::Viewer;
use serde_json::{Value, json};

/// The second province, and a commune, a district of it and another one's commune.
const SECOND: &str = "/provinces/01";
const WEST: &str = "00001";
const DISTRICT: &str = "001";
const EAST: &str = "00003";
/// A commune of the first.
const WARD: &str = "22738";

fn folders() -> String {
    let [first, second] =
        ["geodata/ninh-thuan", "tests/fixtures/atlas/four-squares"].map(|folder| project(folder).display().to_string());
    format!("{first},{second}")
}

fn two(settings: Settings) -> Settings {
    settings.flag("--geodata", &folders())
}

impl App {
    fn submit_to(&self, province: &str, token: &str, rows: &[&str]) -> Answer {
        let bearer = format!("Bearer {token}");
        let headers = [("authorization", &*bearer), ("content-type", "text/csv")];
        self.send("POST", &format!("{province}/api/v1/reports"), &headers, short(rows).as_bytes())
    }

    /// A file for the second province, which is stored; the receipt.
    fn second_stores(&self, rows: &[&str]) -> Value {
        self.submit_to(SECOND, &self.token, rows).with(201).json()
    }

    fn watch_of(&self, unit: &str) -> Viewer {
        self.watch_on(self.connect(), &format!("?unit={unit}"))
    }

    fn levels_of(&self, path: &str) -> Vec<Value> {
        self.read(path)["units"].as_array().unwrap().iter().map(|unit| unit["level"].clone()).collect()
    }
}

#[test]
fn each_province_has_its_own_board_log_and_viewers() {
    let app = two(Settings::at(NOON)).start();
    let carried = [
        json!({"code": "58", "name": "Tỉnh Ninh Thuận", "path": ""}),
        json!({"code": "01", "name": "Tỉnh Bốn Ô", "path": "/provinces/01"}),
    ];
    for about in ["/api/v1/about", "/provinces/01/api/v1/about"] {
        assert_eq!(app.read(about)["provinces"], json!(carried));
    }
    let mut first = app.watch();
    let [mut second, mut district, mut commune] = ["01", DISTRICT, WEST].map(|unit| app.watch_of(unit));
    // Enough of each for every thread of sockets to carry both.
    let crowd = ["58", "58", "01", "01", "58"].into_iter().cycle().take(32);
    let mut crowd: Vec<_> = crowd.map(|unit| (unit, app.watch_of(unit))).collect();
    for (unit, viewer) in &mut crowd {
        assert_eq!(viewer.board()["levels"].as_str().unwrap().len(), if *unit == "58" { 73 } else { 7 });
    }
    assert_eq!(first.board()["levels"].as_str().unwrap().len(), 73);
    assert_eq!(second.board()["levels"].as_str().unwrap().len(), 7);
    assert_eq!((&district.board()["unit"], &commune.board()["unit"]), (&json!(DISTRICT), &json!(WEST)));
    // Each log counts for itself, while batches are numbered over both.
    let here = app.stores(short([format!("{WARD},2021-09-05,3")]));
    let there = app.second_stores(&[&format!("{EAST},2021-09-05,3")]);
    assert_eq!([&here["seq"], &there["seq"], &here["batch"], &there["batch"]], [2, 2, 1, 2]);
    let west = app.second_stores(&[&format!("{WEST},2021-09-05,3")]);
    assert_eq!(west["seq"], 3);
    // Nobody is told of what is another's: the next frame of each is of its own province.
    assert_eq!(first.board()["seq"], 2);
    assert_eq!(moved(&second.board()), [EAST, "002", "01"]);
    for (viewer, unit) in [(&mut district, DISTRICT), (&mut commune, WEST)] {
        let frame = viewer.board();
        assert_eq!((&frame["unit"], &frame["seq"]), (&json!(unit), &json!(3)));
    }
    let again = app.stores(short([format!("{WARD},2021-09-05,0")]));
    assert_eq!((&again["seq"], &first.board()["seq"]), (&json!(3), &json!(3)));
    assert_eq!(app.read("/api/v1/changes")["entries"].as_array().unwrap().len(), 3);
    assert_eq!(app.read("/api/v1/corrections")["corrections"].as_array().unwrap().len(), 1);
    assert_eq!(app.read(&format!("{SECOND}/api/v1/corrections"))["corrections"], json!([]));
    // A unit leads to its province, wherever it is asked for.
    for (path, within) in [
        ("/api/v1/board?unit=01", "/provinces/01/api/v1/board?unit=01"),
        ("/api/v1/units/00001", "/provinces/01/api/v1/units/00001"),
        ("/api/v1/units/00001/history", "/provinces/01/api/v1/units/00001/history"),
    ] {
        assert_eq!(app.get(path).with(200).body, app.get(within).with(200).body, "{path}");
    }
    let reports = app.get(&format!("{SECOND}/api/v1/exports/reports.csv")).with(200).text();
    assert!(reports.contains(EAST) && reports.contains(WEST) && !reports.contains(WARD), "{reports}");
    for wrong in
        ["/provinces/02/api/v1/board", "/provinces/01/api/v1/units/22738", "/provinces/01/api/v1/board?unit=58"]
    {
        assert_eq!(app.get(wrong).with(404).error(), "not_found", "{wrong}");
    }
    let metrics = app.get("/metrics").with(200).text();
    for line in [
        r#"vungxanh_board_seq{province="58",channel="published"} 3"#,
        r#"vungxanh_board_seq{province="01",channel="published"} 3"#,
    ] {
        assert!(metrics.contains(line), "{metrics}");
    }
    // Both go on where they were.
    let boards = ["/api/v1/board", "/provinces/01/api/v1/board"].map(|path| app.levels_of(path));
    let app = app.stop().start();
    assert_eq!(["/api/v1/board", "/provinces/01/api/v1/board"].map(|path| app.levels_of(path)), boards);
    assert_eq!(app.read("/provinces/01/api/v1/board")["seq"], 3);
}

fn moved(frame: &Value) -> Vec<&str> {
    frame["changes"].as_array().unwrap().iter().map(|change| change["unit"].as_str().unwrap()).collect()
}

#[test]
fn a_page_of_each_province_has_its_own_address() {
    let app = two(Settings::at(NOON)).start();
    for page in ["/", "/embed", "/what-if", "/units/00001", "/embed?unit=00001"] {
        let address = format!("{SECOND}{page}");
        assert!(app.get(&address).with(200).text().starts_with("<!doctype html>"), "{address}");
    }
    for (asked, leads) in [
        ("/provinces/01", "/provinces/01/"),
        ("/?unit=00001&lang=en", "/provinces/01/?unit=00001&lang=en"),
        ("/embed?unit=01", "/provinces/01/embed?unit=01"),
        ("/units/001?day=2021-09-01", "/provinces/01/units/001?day=2021-09-01"),
        ("/provinces/58/units/22738", "/units/22738"),
        ("/provinces/58//elsewhere.example/", "/elsewhere.example/"),
    ] {
        assert_eq!(app.get(asked).with(307).header("location"), leads, "{asked}");
    }
    // Framed is only the embed, of every province.
    for (page, framed) in [("/provinces/01/embed", true), ("/provinces/01/", false)] {
        let policy = app.get(page).header("content-security-policy").to_owned();
        assert_eq!(policy.contains("frame-ancestors *"), framed, "{policy}");
    }
}

#[test]
fn a_token_of_a_province_sends_to_that_alone() {
    let app = two(Settings::at(NOON)).start();
    let database = app.settings.url();
    let new = |province: &str| {
        printed(["token", "new", "--role", "officer", "--province", province, "--database", &database])
            .trim()
            .to_owned()
    };
    let [first, second] = ["58", "01"].map(new);
    let [here, there] = [format!("{WARD},2021-09-05,1"), format!("{EAST},2021-09-05,1")];
    for (token, province, row) in [(&first, SECOND, &there), (&second, "", &here)] {
        assert_eq!(app.submit_to(province, token, &[row]).with(403).error(), "forbidden");
        let flags = app.send(
            "POST",
            &format!("{province}/api/v1/flags"),
            &[("authorization", &format!("Bearer {token}")), ("content-type", "text/csv")],
            b"unit,flag,from,to,document\n",
        );
        assert_eq!(flags.with(403).error(), "forbidden");
    }
    assert_eq!(app.read("/api/v1/board")["seq"], 1);
    app.submit_to("", &first, &[&here]).with(201);
    app.submit_to(SECOND, &second, &[&there]).with(201);
    // What is another province's is no unit here, and nothing of the file is stored.
    let refused = app.submit_to(SECOND, &second, &[&there, &here]).with(422);
    assert_eq!(refused.error(), "rejected_rows");
    let wrong = run(["token", "new", "--role", "officer", "--province", "", "--database", &database]);
    assert_eq!(wrong.code, Some(2), "{}", wrong.err);
}

#[test]
fn a_unit_in_two_provinces_is_refused_before_anything_is_served() {
    let twice = project("geodata/ninh-thuan").display().to_string();
    let (code, said) = Settings::at(NOON).flag("--geodata", &format!("{twice},{twice}")).fails();
    assert_eq!(code, Some(1));
    assert!(said.contains("unit 58 (Tỉnh Ninh Thuận) is in two of the provinces"), "{said}");
}

#[test]
fn the_day_begins_in_every_province() {
    let app = two(Settings::at("2021-09-05T23:59:58+07:00")).start();
    for unit in ["58", "01"] {
        let mut viewer = app.watch_of(unit);
        while viewer.board()["day"] != "2021-09-06" {}
    }
}

#[test]
fn servers_that_share_a_database_tell_each_other_of_each_province() {
    let Some(cluster) = shared() else { return };
    let a = two(Settings::of(Home::on(cluster, ""))).flag("--clock-start", NOON).start();
    let b = two(a.settings.clone()).start();
    let mut viewers = ["58", "01"].map(|unit| b.watch_of(unit));
    for viewer in &mut viewers {
        assert_eq!(viewer.board()["seq"], 1);
    }
    for day in ["03", "04", "05"] {
        a.second_stores(&[&format!("{EAST},2021-09-{day},3")]);
    }
    a.stores(short([format!("{WARD},2021-09-05,3")]));
    let [first, second] = &mut viewers;
    assert_eq!(first.boards_to(2).len(), 1);
    second.boards_to(4);
    assert_eq!(b.levels_of("/provinces/01/api/v1/board"), a.levels_of("/provinces/01/api/v1/board"));
}
