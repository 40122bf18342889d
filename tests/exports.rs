//! Tables as files: every form says what the board says, on any day and as known at any instant; what
//! leaves as CSV can be sent in again; nothing in a file is a formula; what breaks off does not look whole.

use crate::door::Answer;
use crate::reports::{communes, figures, season, short};
use crate::server::{App, NOON, Settings};
use crate::terminal::run;
use calamine::{Data, Reader, Xlsx};
use serde_json::{Map, Value, json};
use std::io::Cursor;

pub(crate) const LEVELS: &str = "/api/v1/exports/levels";
pub(crate) const REPORTS: &str = "/api/v1/exports/reports.csv";

/// The rows of a CSV file by the names of its columns.
pub(crate) fn rows(file: &Answer) -> Vec<Map<String, Value>> {
    let text = file.text();
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    assert!(
        text.ends_with("\r\n") && text.lines().next().is_some_and(|header| text.starts_with(&format!("{header}\r\n")))
    );
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let names = reader.headers().unwrap().clone();
    let row = |record: csv::StringRecord| {
        names.iter().zip(record.iter()).map(|(name, cell)| (name.to_owned(), json!(cell))).collect()
    };
    reader.records().map(|record| row(record.unwrap())).collect()
}

/// What CSV says of a value of JSON.
pub(crate) fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(list) => list.iter().map(plain).collect::<Vec<_>>().join(" "),
        other => other.to_string(),
    }
}

/// The sheet of a workbook: its header, and rows of cells.
pub(crate) fn sheet(file: &Answer, name: &str) -> Vec<Vec<Data>> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(file.body.clone())).unwrap();
    workbook.worksheet_range(name).unwrap().rows().map(<[Data]>::to_vec).collect()
}

/// The evening of a day long after the season.
pub(crate) const AFTERWARDS: &str = "2021-11-30T20:00:00+07:00";

pub(crate) fn season_app() -> App {
    season_of(Settings::at(AFTERWARDS))
}

/// A server that knows the whole season.
pub(crate) fn season_of(settings: Settings) -> App {
    let app = settings.start();
    app.stores(season());
    app
}

#[test]
fn every_form_says_what_the_board_says() {
    let app = season_app();
    let as_of = app.read("/api/v1/board")["as_of"].as_str().unwrap().replace('+', "%2B");
    app.stores(short(communes().iter().map(|code| format!("{code},2021-09-05,40"))));
    for question in ["", "?day=2021-06-20", "?day=2021-09-05", &format!("?day=2021-09-05&as_of={as_of}")] {
        let board = app.read(&format!("/api/v1/board{question}"));
        let json = app.read(&format!("{LEVELS}.json{question}"));
        let csv = rows(&app.get(&format!("{LEVELS}.csv{question}")).with(200));
        let map = app.read(&format!("{LEVELS}.geojson{question}"));
        let book = app.get(&format!("{LEVELS}.xlsx{question}")).with(200);
        let book = sheet(&book, "Mức nguy cơ");
        assert_eq!(json["as_of"], board["as_of"]);
        let units = board["units"].as_array().unwrap();
        let kinds = [json["levels"].as_array().unwrap().len(), csv.len(), map["features"].as_array().unwrap().len()];
        assert_eq!((kinds, book.len()), ([units.len(); 3], units.len() + 1));
        for (at, unit) in units.iter().enumerate() {
            let (row, feature) = (&json["levels"][at], &map["features"][at]["properties"]);
            assert_eq!((&row["code"], &row["day"], &row["tier"]), (&unit["unit"], &board["day"], &unit["tier"]));
            for name in ["level", "low", "high", "own", "marks"] {
                assert_eq!((&row[name], &feature[name]), (&unit[name], &unit[name]), "{name} of {}", unit["unit"]);
                assert_eq!(csv[at][name], plain(&unit[name]), "{name} of {}", unit["unit"]);
            }
            for (name, value) in row
                .as_object()
                .unwrap()
                .iter()
                .filter(|(name, _)| !["criteria_text", "clause"].contains(&name.as_str()))
            {
                assert_eq!((&csv[at][name], &feature[name]), (&json!(plain(value)), value), "{name}");
            }
            let level = unit["level"].as_f64().map_or(Data::Empty, Data::Float);
            assert_eq!((&book[at + 1][0], &book[at + 1][6]), (&Data::String(plain(&unit["unit"])), &level));
        }
    }
}

#[test]
fn a_file_of_many_days_is_the_boards_of_all_of_them_and_why() {
    let app = season_app();
    let all = app.read(&format!("{LEVELS}.json?to=2021-11-30"));
    let levels = all["levels"].as_array().unwrap();
    assert_eq!((levels.len(), &levels[0]["day"]), (183 * 73, &json!("2021-06-01")));
    for (day, block) in levels.chunks(73).enumerate().step_by(29) {
        let board = app.read(&format!("/api/v1/board?day={}", block[0]["day"].as_str().unwrap()));
        for (row, unit) in block.iter().zip(board["units"].as_array().unwrap()) {
            assert_eq!((&row["code"], &row["level"], &row["marks"]), (&unit["unit"], &unit["level"], &unit["marks"]));
        }
        let picked = &block[day % 73];
        let path = format!("/api/v1/units/{}?day={}", plain(&picked["code"]), plain(&picked["day"]));
        let why = app.read(&path);
        assert_eq!(picked["fired"], why["fired"], "{path}");
        let fires = |it: &&Value| why["fired"].as_array().unwrap().contains(&it["id"]);
        let said: Vec<_> =
            why["criteria"].as_array().unwrap().iter().filter(fires).map(|it| &it["text"]["vi"]).collect();
        assert_eq!(picked["criteria_text"].as_array().unwrap().iter().collect::<Vec<_>>(), said, "{path}");
    }
    let tier = app.read(&format!("{LEVELS}.json?from=2021-09-01&to=2021-09-02&tier=district"));
    let tiers: Vec<_> = tier["levels"].as_array().unwrap().iter().map(|row| plain(&row["tier"])).collect();
    assert_eq!(tiers, ["district"; 14]);
}

#[test]
fn what_was_published_stands_beside_what_is_known_now() {
    let app = Settings::at("2021-09-04T12:00:00+07:00").start();
    app.stores(figures(["22738,2021-09-03,0,,,,,,", "22738,2021-09-04,0,,,,,,"]));
    let next = app.stop().flag("--clock-start", NOON).start();
    let as_of = next.read("/api/v1/board")["as_of"].as_str().unwrap().replace('+', "%2B");
    let forms =
        ["csv", "json", "xlsx"].map(|form| format!("{LEVELS}.{form}?from=2021-09-03&to=2021-09-05&as_of={as_of}"));
    let forms =
        forms.into_iter().chain([format!("{LEVELS}.geojson?as_of={as_of}"), format!("{REPORTS}?as_of={as_of}")]);
    let forms: Vec<_> = forms.collect();
    let then: Vec<_> = forms.iter().map(|path| next.get(path).with(200)).collect();
    next.stores(figures(["22738,2021-09-04,1,,1,0,0,0,"]));
    let rows = rows(&next.get(&format!("{LEVELS}.csv?from=2021-09-03&to=2021-09-05&tier=commune")).with(200));
    let told = |row: &Map<String, Value>| ["day", "level", "published_level"].map(|name| plain(&row[name]));
    let own: Vec<_> = rows.iter().filter(|row| row["code"] == "22738").map(told).collect();
    assert_eq!(own, [["2021-09-03", "1", ""], ["2021-09-04", "3", "1"], ["2021-09-05", "3", "3"]]);
    assert!(rows.iter().any(|row| row["level"] == "" && row["low"] == "" && row["published_level"] == ""), "no zeros");
    // What was known then is the same bytes for ever, and whoever has them is told so.
    for (path, before) in forms.iter().zip(&then) {
        let now = next.get(path).with(200);
        assert_eq!((now.header("etag"), &now.body), (before.header("etag"), &before.body), "{path}");
        let again = next.send("GET", path, &[("if-none-match", before.header("etag"))], b"").with(304);
        assert!(again.body.is_empty());
    }
}

#[test]
fn reports_leave_as_csv_and_come_in_again_as_the_same_board() {
    let app = season_app();
    app.stores(figures(["22738,2021-09-05,9,1,,3,,,4", "22741,2021-09-05,2,,,,,,"]));
    app.submit_with("?absent=zero", &[], short(["22744,2021-11-30,1"])).with(201);
    let file = app.get(REPORTS).with(200);
    assert!(file.body.starts_with("\u{feff}code,".as_bytes()));
    let fresh = Settings::at("2021-11-30T20:00:00+07:00").start();
    let folder = tempfile::tempdir().unwrap();
    for (name, query) in [("a.csv", ""), ("b.csv", "?bom=0"), ("c.csv", "?separator=semicolon")] {
        let path = folder.path().join(name);
        std::fs::write(&path, app.get(&format!("{REPORTS}{query}")).with(200).body).unwrap();
        let server = format!("http://{}", fresh.address);
        let ended = run(["import", path.to_str().unwrap(), "--server", &server, "--token", &fresh.token]);
        assert_eq!(ended.code, Some(0), "{}", ended.err);
        assert_eq!(ended.out.contains("nothing was stored"), name != "a.csv", "{}", ended.out);
        let day = ["--day", "2021-09-05", "--format", "csv"];
        let classified = run([&["classify", "--reports", path.to_str().unwrap()], &day[..]].concat());
        assert!(classified.out.lines().any(|line| line.starts_with("22738,commune,4")), "{}", classified.err);
    }
    for day in ["2021-06-20", "2021-09-05", "2021-11-30"] {
        let units = |app: &App| app.read(&format!("/api/v1/board?day={day}"))["units"].clone();
        assert_eq!(units(&fresh), units(&app), "{day}");
    }
    let same = |row: &Map<String, Value>| {
        let kept =
            ["code", "commune", "day", "f0", "f0_isolated", "f0_special_venue", "f1_community", "source", "note"];
        kept.map(|name| plain(&row[name]))
    };
    let (was, is) = (rows(&file), rows(&fresh.get(REPORTS).with(200)));
    assert_eq!(is.iter().map(same).collect::<Vec<_>>(), was.iter().map(same).collect::<Vec<_>>());
}

#[test]
fn a_row_for_each_report_and_none_for_a_gap() {
    let app = App::start();
    app.stores(short(["22738,2021-09-02,0", "22738,2021-09-04,2", "22741,2021-09-04,1"]));
    app.stores(figures(["22738,2021-09-04,3,1,,,,,"]));
    let told = |path: &str| -> Vec<_> {
        let cells = |row: &Map<String, Value>| {
            ["code", "day", "f0", "f0_isolated", "revision", "batch", "report_id"]
                .map(|name| plain(&row[name]))
                .join(" ")
        };
        rows(&app.get(path).with(200)).iter().map(cells).collect()
    };
    let (a, b, c) = ("22738 2021-09-02 0  1 1 1", "22738 2021-09-04 2  1 1 2", "22738 2021-09-04 3 1 2 2 4");
    let other = "22741 2021-09-04 1  1 1 3";
    assert_eq!(told(REPORTS), [a, c, other]);
    assert_eq!(told(&format!("{REPORTS}?revisions=all")), [a, b, c, other]);
    assert_eq!(told(&format!("{REPORTS}?unit=22738")), [a, c]);
    assert_eq!(told(&format!("{REPORTS}?unit=22738&revisions=all&from=2021-09-03&to=2021-09-04")), [b, c]);
    assert_eq!(told(&format!("{REPORTS}?unit=582&from=2021-09-03")), [c, other]);
    assert_eq!(told(&format!("{REPORTS}?unit=584")), [""; 0]);
    // Many pages, with corrections on their edges, are read as one.
    let app = season_app();
    app.stores(short(communes().iter().map(|code| format!("{code},2021-07-01,7"))));
    let current = rows(&app.get(REPORTS).with(200));
    let all = rows(&app.get(&format!("{REPORTS}?revisions=all")).with(200));
    assert_eq!((current.len(), all.len()), (65 * 183, 65 * 184));
    let of_day: Vec<_> = current.iter().filter(|row| row["day"] == "2021-07-01").collect();
    assert!(of_day.len() == 65 && of_day.iter().all(|row| row["f0"] == "7" && row["revision"] == "2"));
}

#[test]
fn no_cell_is_a_formula_and_every_text_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    for file in ["units.csv", "adjacency.csv", "schematic.geojson"] {
        let text = std::fs::read_to_string(crate::reports::project("geodata/ninh-thuan").join(file)).unwrap();
        let text = text.replace("Xã Phước Bình,", "\"=HYPERLINK(\"\"http://x\"\";1)\",");
        std::fs::write(folder.path().join(file), text).unwrap();
    }
    let geodata = folder.path().to_str().unwrap();
    let start = || Settings::at(NOON).flag("--geodata", geodata).start();
    let (app, fresh) = (start(), start());
    let texts =
        ["=1+1", "+84 là mã vùng", "-5 ca", "@SUM(A1)", "'=1", "a;=2;\"=3", "a\n=4,\"b\"", "＝5", "<b>\u{202e}</b>"];
    let list: Vec<_> = communes()
        .iter()
        .zip(texts)
        .map(|(code, text)| json!({"commune": code, "day": "2021-09-05", "f0": 0, "note": text, "source": text}))
        .chain([json!({"commune": "22783", "day": "2021-09-05", "f0": 1})])
        .collect();
    let bearer = format!("Bearer {}", app.token);
    let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
    app.send("POST", "/api/v1/reports", &headers, &serde_json::to_vec(&list).unwrap()).with(201);
    let file = app.get(REPORTS).with(200);
    for row in rows(&file) {
        for (name, cell) in row {
            let cell = plain(&cell);
            let parts = cell.split([',', ';', '\n']).map(|part| part.trim_start_matches('"'));
            for part in parts {
                assert!(!part.starts_with(['=', '+', '-', '@', '＝']), "{name}: {cell:?}");
            }
        }
    }
    assert!(file.text().contains("'-5 ca") && file.text().contains("\"'=HYPERLINK(\"\"http://x\"\";1)\""));
    fresh.stores(&file.body);
    let notes = |app: &App| -> Vec<_> {
        let note = |code: &String| app.read(&format!("/api/v1/units/{code}"))["reports"][0]["note"].clone();
        communes().iter().take(texts.len()).map(note).collect()
    };
    assert_eq!((notes(&app), notes(&fresh)), (texts.map(Value::from).to_vec(), texts.map(Value::from).to_vec()));
    // What an office writes itself stays as it wrote it.
    fresh.stores(crate::reports::table("commune,day,f0,note", ["22786,2021-09-05,0,'=1"]));
    assert_eq!(fresh.read("/api/v1/units/22786")["reports"][0]["note"], "'=1");
    let levels = app.get(&format!("{LEVELS}.csv")).with(200).text();
    assert!(levels.contains("\"'=HYPERLINK") && !levels.contains(",\"=HYPERLINK"));
    let book = sheet(&app.get(&format!("{LEVELS}.xlsx")).with(200), "Mức nguy cơ");
    let hostile = Data::String("=HYPERLINK(\"http://x\";1)".to_owned());
    assert!(book.iter().any(|row| row[1] == hostile), "a text and no formula");
}

#[test]
fn a_file_has_a_name_and_a_tag_and_is_told_of_without_being_made() {
    let app = App::start();
    app.stores(short(["22738,2021-09-05,1"]));
    let as_of = app.read("/api/v1/board")["as_of"].as_str().unwrap().replace('+', "%2B");
    let levels = "vung-xanh-58-levels";
    for (path, kind, name) in [
        (format!("{LEVELS}.csv"), "text/csv; charset=utf-8; header=present", format!("{levels}-2021-09-05.csv")),
        (format!("{LEVELS}.json?tier=commune"), "application/json", format!("{levels}-commune-2021-09-05.json")),
        (format!("{LEVELS}.geojson"), "application/geo+json", format!("{levels}-2021-09-05.geojson")),
        (
            format!("{LEVELS}.xlsx?from=2021-09-01"),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            format!("{levels}-2021-09-01-2021-09-05.xlsx"),
        ),
        (
            format!("{LEVELS}.csv?as_of={as_of}"),
            "text/csv; charset=utf-8; header=present",
            format!("{levels}-2021-09-05-as-of-{}.csv", as_of[..19].replace(['-', ':'], "")),
        ),
        (
            format!("{REPORTS}?unit=22738&revisions=all"),
            "text/csv; charset=utf-8; header=present",
            "vung-xanh-58-reports-22738-all-revisions.csv".to_owned(),
        ),
    ] {
        let file = app.get(&path).with(200);
        assert_eq!(file.header("content-type"), kind);
        assert_eq!(file.header("content-disposition"), format!("attachment; filename=\"{name}\""));
        let head = app.send("HEAD", &path, &[], b"").with(200);
        for header in ["content-type", "content-disposition", "etag", "cache-control"] {
            assert_eq!(head.header(header), file.header(header), "{header} of {path}");
        }
        assert_eq!((head.body.len(), head.header("content-length")), (0, ""), "{path}");
    }
    // Another question is another file, and so is the same one once more is known.
    let tag = |path: &str| app.get(path).with(200).header("etag").to_owned();
    let path = |query: &str| format!("{LEVELS}.csv{query}");
    let tags =
        ["", "?bom=0", "?separator=semicolon", "?tier=commune", "?day=2021-09-04"].map(|query| tag(&path(query)));
    app.stores(short(["22741,2021-09-05,1"]));
    let tags: std::collections::BTreeSet<_> = tags.into_iter().chain([tag(&path(""))]).collect();
    assert_eq!(tags.len(), 6);
}

#[test]
fn a_units_levels_are_its_rows_of_the_whole_and_a_districts_have_its_communes() {
    let app = season_app();
    let days = "from=2021-08-30&to=2021-09-05";
    let all = rows(&app.get(&format!("{LEVELS}.csv?{days}")).with(200));
    let district = all.iter().find(|row| row["code"] == "22738").unwrap()["district_code"].clone();
    for unit in ["22738", district.as_str().unwrap(), "58"] {
        let of = |row: &&Map<String, Value>| unit == "58" || row["code"] == unit || row["district_code"] == unit;
        let expected: Vec<_> = all.iter().filter(of).cloned().collect();
        assert_eq!(rows(&app.get(&format!("{LEVELS}.csv?{days}&unit={unit}")).with(200)), expected, "{unit}");
    }
    assert!(all.iter().filter(|row| row["district_code"] == district).count() > 7, "a district has several communes");
    let named = app.get(&format!("{LEVELS}.xlsx?day=2021-09-05&unit=22738")).with(200);
    assert!(named.header("content-disposition").contains("levels-22738-2021-09-05.xlsx"));
    assert_eq!(sheet(&named, "Mức nguy cơ").len(), 2);
    assert_eq!(app.read(&format!("{LEVELS}.geojson?unit=22738"))["features"].as_array().unwrap().len(), 1);
    assert_eq!(app.get(&format!("{LEVELS}.csv?unit=99999")).with(404).json()["error"]["code"], "not_found");
}

#[test]
fn what_cannot_be_exported_is_refused_with_what_would_be_right() {
    let app = App::start();
    let levels = ["csv", "json", "geojson", "xlsx"].map(|form| format!("{LEVELS}.{form}"));
    for path in &levels {
        for bad in [
            "day=x",
            "day=2021-09-06",
            "day=2021-09-05&to=2021-09-05",
            "from=2021-09-05&to=2021-09-01",
            "from=2001-01-01",
            "as_of=yesterday",
            "as_of=2031-01-01T00:00:00Z",
            "tier=village",
            "bom=2",
            "separator=tab",
            "format=csv",
        ] {
            assert_eq!(app.get(&format!("{path}?{bad}")).with(400).error(), "bad_query", "{path}?{bad}");
        }
    }
    for bad in
        ["revisions=first", "bom=x", "from=2021-09-06", "from=2021-09-02&to=2021-09-01", "as_of=x", "day=2021-09-05"]
    {
        assert_eq!(app.get(&format!("{REPORTS}?{bad}")).with(400).error(), "bad_query", "{bad}");
    }
    assert_eq!(app.get(&format!("{REPORTS}?unit=99999")).with(404).error(), "not_found");
    let several = app.get(&format!("{LEVELS}.geojson?from=2021-09-01")).with(400).json();
    assert!(several["error"]["message"].as_str().unwrap().contains("một ngày"));
    assert_eq!(app.get(&format!("{LEVELS}.ods")).with(404).error(), "not_found");
    assert_eq!(app.send("POST", &levels[0], &[], b"x").with(405).error(), "method_not_allowed");
    // Nothing reported: a header and no rows, and levels that are blank.
    assert_eq!(rows(&app.get(REPORTS).with(200)).len(), 0);
    assert!(rows(&app.get(&levels[0]).with(200)).iter().all(|row| row["level"] == "" && row["day"] == "2021-09-05"));
}
