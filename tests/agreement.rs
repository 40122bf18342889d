//! One level for each unit wherever it is shown: board, card, history, export, live frame and command line, over a
//! whole season, with the schematic and with the true polygons.

use crate::reports::{days, project, season, table};
use crate::server::{App, Settings};
use crate::terminal::printed;
use crate::viewer::standings;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// What every place must say of a unit.
const STANDING: [&str; 6] = ["unit", "level", "low", "high", "own", "marks"];

/// A season, and the province that it is of.
struct Ground {
    name: &'static str,
    geodata: Option<PathBuf>,
    file: String,
}

/// The season as it is; and one with rows left out, splits left open and cluster counts left
/// blank, so that there are ranges, holds and late marks.
fn grounds() -> Vec<Ground> {
    let (whole, torn) = (season(), torn(&season()));
    let mut grounds = vec![
        Ground { name: "the season", geodata: None, file: whole.clone() },
        Ground { name: "the torn season", geodata: None, file: torn.clone() },
    ];
    let boundaries = project("../shared/geodata/ninh-thuan");
    if boundaries.join("communes.geojson").exists() {
        for (name, file) in [("the season in true boundaries", whole), ("the torn season in true boundaries", torn)] {
            grounds.push(Ground { name, geodata: Some(boundaries.clone()), file });
        }
    } else {
        eprintln!("{} is not there: the true boundaries are left out", boundaries.display());
    }
    grounds
}

fn torn(season: &str) -> String {
    let (header, rows) = season.split_once('\n').unwrap();
    let mut kept = Vec::new();
    for (at, row) in rows.lines().enumerate() {
        let cells: Vec<_> = row.split(',').collect();
        match at % 97 {
            // A day that is never reported: it blocks for as long as a window holds it.
            3 | 41 => {}
            n if n % 5 == 0 => kept.push(format!("{},{},{},,,,,,{}", cells[0], cells[1], cells[2], cells[8])),
            n if n % 7 == 0 => kept.push(format!("{},,,{}", cells[..6].join(","), cells[8])),
            _ => kept.push(row.to_owned()),
        }
    }
    table(header, kept)
}

impl Ground {
    fn settings(&self, clock: &str) -> Settings {
        let settings = Settings::at(clock);
        self.geodata.iter().fold(settings, |settings, folder| settings.flag("--geodata", folder.to_str().unwrap()))
    }

    /// What the command line says of a day.
    fn classified(&self, reports: &Path, day: &str, format: &str) -> String {
        let mut arguments = vec!["classify", "--day", day, "--format", format, "--reports", reports.to_str().unwrap()];
        if let Some(folder) = &self.geodata {
            arguments.extend(["--geodata", folder.to_str().unwrap()]);
        }
        printed(arguments)
    }

    fn classified_json(&self, reports: &Path, day: &str) -> Vec<Value> {
        let classified: Value = serde_json::from_str(&self.classified(reports, day, "json")).unwrap();
        assert_eq!((&classified["day"], &classified["ruleset"]), (&json!(day), &json!("2686")));
        classified["units"].as_array().unwrap().clone()
    }
}

/// The board of a day.
fn board(app: &App, day: &str) -> Vec<Value> {
    let board = app.read(&format!("/api/v1/board?day={day}"));
    assert_eq!(board["day"], day);
    counts_are_right(&board);
    board["units"].as_array().unwrap().clone()
}

fn counts_are_right(board: &Value) {
    for count in board["counts"].as_array().unwrap() {
        let units = board["units"].as_array().unwrap();
        let tier: Vec<_> = units.iter().filter(|unit| unit["tier"] == count["tier"]).collect();
        let at = |level: u64| tier.iter().filter(|unit| unit["level"] == level).count();
        assert_eq!(count["levels"], json!([at(1), at(2), at(3), at(4)]), "{}", count["tier"]);
        assert_eq!(count["total"], tier.len());
        assert_eq!(count["assessed"], tier.iter().filter(|unit| !unit["level"].is_null()).count());
    }
}

#[track_caller]
fn same(place: &str, shown: &[Value], wanted: &[Value]) {
    assert_eq!(shown.len(), wanted.len());
    for (shown, wanted) in shown.iter().zip(wanted) {
        for field in STANDING {
            assert_eq!(shown[field], wanted[field], "{place}: {field} of {}", wanted["unit"]);
        }
    }
}

/// Whether a unit below owes a report.
fn late_below(parents: &HashMap<String, String>, board: &[Value], code: &str) -> bool {
    let late = |unit: &&Value| unit["marks"].as_array().unwrap().contains(&json!("late"));
    let below = |unit: &Value| parents.get(unit["unit"].as_str().unwrap()).is_some_and(|parent| parent == code);
    board.iter().filter(late).any(below)
}

/// The card of every unit: its level is the board's, and what fired implies it.
fn cards_agree(app: &App, day: &str, board: &[Value], classified: &[Value]) {
    let units = app.read("/api/v1/units");
    let parent = |unit: &Value| Some((unit["code"].as_str()?.to_owned(), unit["parent"].as_str()?.to_owned()));
    let parents: HashMap<_, _> = units["units"].as_array().unwrap().iter().filter_map(parent).collect();
    for (shown, classified) in board.iter().zip(classified) {
        let code = shown["unit"].as_str().unwrap();
        let card = app.read(&format!("/api/v1/units/{code}?day={day}"));
        for field in &STANDING[1..] {
            assert_eq!(card[field], shown[field], "{field} of {code} on {day}");
        }
        assert_eq!(card["fired"], classified["fired"], "{code} on {day}");
        let criteria = card["criteria"].as_array().unwrap();
        let fired = criteria.iter().filter(|criterion| criterion["fired"] == true);
        let implied = fired.filter_map(|criterion| criterion["level"].as_u64()).chain(card["held_at"].as_u64()).max();
        assert_eq!(implied, shown["level"].as_u64(), "what fired for {code} on {day}");
        let giving = criteria.iter().filter(|one| one["fired"] == true && one["level"] == shown["level"]);
        assert_eq!(card["fired"], json!(giving.map(|one| one["id"].clone()).collect::<Vec<_>>()), "{code} on {day}");
        for neighbour in card["neighbours"].as_array().unwrap() {
            let seen = board.iter().find(|unit| unit["unit"] == neighbour["code"]).unwrap();
            assert_eq!((&neighbour["level"], &neighbour["own"]), (&seen["level"], &seen["own"]), "beside {code}");
        }
        let missing = card["missing"].as_array().unwrap();
        let marks = card["marks"].as_array().unwrap();
        let late = match card["unit"]["tier"].as_str() {
            Some("commune") => !missing.is_empty(),
            _ => late_below(&parents, board, code),
        };
        assert_eq!(marks.contains(&json!("late")), late, "{code} on {day}");
        // A hold may raise the end of the range that is not shown alone.
        assert!(card["held_at"].is_null() || marks.contains(&json!("held")), "{code} on {day}: {card}");
        assert!(!marks.contains(&json!("held")) || !missing.is_empty(), "{code} on {day}: {card}");
    }
}

/// A value as a cell of a table.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Array(words) => words.iter().map(|word| word.as_str().unwrap()).collect::<Vec<_>>().join(" "),
        Value::String(text) => text.clone(),
        number => number.to_string(),
    }
}

/// The lines of `--format csv` are those of `--format json`.
fn csv_agrees(csv: &str, classified: &[Value]) {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let header = reader.headers().unwrap().clone();
    assert_eq!(header, ["unit", "tier", "level", "low", "high", "own", "marks", "fired"].to_vec());
    let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), classified.len());
    for (row, unit) in rows.iter().zip(classified) {
        for (text, field) in row.iter().zip(&header) {
            assert_eq!(text, cell(&unit[field]), "{field} of {}", unit["unit"]);
        }
    }
}

/// The live frame's letters for a board.
fn frame_agrees(frame: &Value, board: &[Value]) {
    let told = standings(frame);
    assert_eq!(told.len(), board.len());
    for (told, unit) in told.iter().zip(board) {
        for field in ["level", "low", "high", "marks"] {
            assert_eq!(told[field], unit[field], "{field} of {} on {}", unit["unit"], frame["day"]);
        }
    }
}

/// The levels of every unit and day as they are exported, by day and unit.
fn exported(app: &App, (from, to): (&str, &str)) -> HashMap<(String, String), [String; 6]> {
    let file = app.get(&format!("/api/v1/exports/levels.csv?from={from}&to={to}&bom=0")).with(200);
    let mut reader = csv::Reader::from_reader(&*file.body);
    let header = reader.headers().unwrap().clone();
    let columns = ["day", "code", "level", "low", "high", "own", "marks", "fired"];
    let places = columns.map(|name| header.iter().position(|column| column == name).expect(name));
    let row = |row: csv::StringRecord| {
        let [day, unit, rest @ ..] = places.map(|at| row[at].to_owned());
        ((day, unit), rest)
    };
    reader.records().map(|record| row(record.unwrap())).collect()
}

/// Every unit day by day, as its own page tells it, in the order of a board.
fn histories(app: &App, (from, to): (&str, &str)) -> Vec<Vec<Value>> {
    let units = app.read("/api/v1/units")["units"].as_array().unwrap().clone();
    let history = |unit: &Value| {
        let code = unit["code"].as_str().unwrap();
        let mut days = app.read(&format!("/api/v1/units/{code}/history?from={from}&to={to}"))["days"].take();
        for day in days.as_array_mut().unwrap() {
            day["unit"] = json!(code);
        }
        days.as_array().unwrap().clone()
    };
    units.iter().map(history).collect()
}

#[test]
fn every_place_says_the_same_of_every_unit_over_the_season() {
    for ground in grounds() {
        let app = ground.settings("2021-11-30T20:00:00+07:00").start();
        app.stores(&ground.file);
        let reports = app.settings.folder().join("season.csv");
        std::fs::write(&reports, &ground.file).unwrap();
        let season = days("2021-06-01", "2021-11-30");
        let histories = histories(&app, ("2021-06-01", "2021-11-30"));
        let exported = exported(&app, ("2021-06-01", "2021-11-30"));
        assert_eq!(exported.len(), season.len() * histories.len());
        let (mut seen, mut marks) = ([0; 5], std::collections::BTreeSet::new());
        for (at, day) in season.iter().enumerate() {
            let board = board(&app, day);
            let past: Vec<_> = histories.iter().map(|days| days[at].clone()).collect();
            same(&format!("{}: history on {day}", ground.name), &board, &past);
            for unit in &past {
                let wanted = ["level", "low", "high", "own", "marks", "fired"].map(|field| cell(&unit[field]));
                let code = unit["unit"].as_str().unwrap().to_owned();
                assert_eq!(exported[&(day.clone(), code)], wanted, "{}: {} on {day}", ground.name, unit["unit"]);
            }
            for unit in &board {
                seen[usize::try_from(unit["level"].as_u64().unwrap_or(0)).unwrap()] += 1;
                marks.extend(unit["marks"].as_array().unwrap().iter().map(ToString::to_string));
            }
            // The command line reads the whole file each time: every twentieth day, and the last.
            if at % 20 == 10 || at + 1 == season.len() {
                let classified = ground.classified_json(&reports, day);
                same(&format!("{}: classify on {day}", ground.name), &board, &classified);
                csv_agrees(&ground.classified(&reports, day, "csv"), &classified);
                if at == 90 || at + 1 == season.len() {
                    cards_agree(&app, day, &board, &classified);
                }
            }
        }
        let frame = app.watch().board();
        assert_eq!(frame["day"], *season.last().unwrap());
        frame_agrees(&frame, &board(&app, season.last().unwrap()));
        assert!(seen[1..].iter().all(|&count| count > 50), "{}: {seen:?}: the season shows all levels", ground.name);
        let torn = ground.name.contains("torn");
        assert_eq!(marks.len() >= 3, torn, "{}: {marks:?}", ground.name);
    }
}

#[test]
fn day_by_day_the_live_board_is_what_the_reports_so_far_give() {
    for ground in grounds() {
        let (header, rows) = ground.file.split_once('\n').unwrap();
        let reports = tempfile::tempdir().unwrap();
        let so_far = reports.path().join("so-far.csv");
        let mut settings = ground.settings("2021-08-21T08:00:00+07:00");
        for (at, day) in days("2021-08-21", "2021-09-03").iter().enumerate() {
            let app = settings.flag("--clock-start", &format!("{day}T08:00:00+07:00")).start();
            let mut viewer = app.watch();
            assert_eq!(viewer.board()["day"], *day);
            let until = |row: &&str| row.split(',').nth(1).unwrap() <= day.as_str();
            let known = table(header, rows.lines().filter(until));
            // The first time all that came before; then a day at a time.
            let news =
                if at == 0 { known.clone() } else { table(header, rows.lines().filter(|row| row.contains(day))) };
            app.stores(news);
            let frame = viewer.board();
            std::fs::write(&so_far, known).unwrap();
            let classified = ground.classified_json(&so_far, day);
            frame_agrees(&frame, &classified);
            same(&format!("{}: board on {day}", ground.name), &board(&app, day), &classified);
            settings = app.stop();
        }
    }
}
