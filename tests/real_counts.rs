//! Real counts of communes, from 27 April to 13 July 2021, which lie beside the project and may not
//! be part of it: nothing of them is written here, and where they are not there, nothing is tested.
//! The file lists cases only, so it goes in with `absent=zero`. Its rows have no splits, and each
//! province's lie within two windows: what every board must say can be told on one's fingers, and is.

use crate::reports::{days, project, table};
use crate::server::{App, Settings};
use crate::terminal::printed;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

const WINDOW: usize = 14;

/// A row of the file.
#[derive(Clone)]
struct Row {
    line: String,
    code: String,
    day: String,
    f0: u64,
    province: String,
}

/// The file's header and rows, if it is there.
fn counts() -> Option<(String, Vec<Row>)> {
    let path = project("../shared/data/communes-2021-04-27-to-07-13.csv");
    let Ok(text) = std::fs::read_to_string(&path) else {
        eprintln!("skipped: ../shared/data/communes-2021-04-27-to-07-13.csv is not there");
        return None;
    };
    let mut lines = text.lines().map(str::to_owned);
    let header = lines.next()?;
    assert_eq!(header, "code,day,f0,province,district,commune");
    let row = |line: String| {
        let cells: Vec<_> = line.split(',').map(str::to_owned).collect();
        let [code, day, f0, province] = [0, 1, 2, 3].map(|at: usize| cells[at].clone());
        Row { f0: f0.parse().unwrap(), line, code, day, province }
    };
    Some((header, lines.map(row).collect()))
}

/// A province with true boundaries, if it is there: its folder, name and communes with their neighbours.
struct Province {
    folder: String,
    name: String,
    communes: BTreeMap<String, Vec<String>>,
}

fn province(name: &str) -> Option<Province> {
    let folder = project("../shared/geodata").join(name);
    let Ok(units) = std::fs::read_to_string(folder.join("units.csv")) else {
        eprintln!("skipped: ../shared/geodata/{name} is not there");
        return None;
    };
    let cells = |line: &str| line.split(',').map(str::to_owned).collect::<Vec<_>>();
    let units: Vec<_> = units.lines().skip(1).map(cells).collect();
    let name = units.iter().find(|unit| unit[2] == "province")?[3].clone();
    let communes = units.iter().filter(|unit| unit[2] == "commune").map(|unit| (unit[0].clone(), Vec::new()));
    let mut communes: BTreeMap<String, Vec<String>> = communes.collect();
    for pair in std::fs::read_to_string(folder.join("adjacency.csv")).unwrap().lines().skip(1).map(cells) {
        communes.get_mut(&pair[0]).unwrap().push(pair[1].clone());
        communes.get_mut(&pair[1]).unwrap().push(pair[0].clone());
    }
    Some(Province { folder: folder.to_str().unwrap().to_owned(), name, communes })
}

impl Province {
    fn server(&self) -> App {
        Settings::at("2021-07-14T08:00:00+07:00").flag("--geodata", &self.folder).start()
    }

    /// Each commune's range on a day. Reports without a split are open: at best of known source, so
    /// that one case is yellow; at worst of unknown source, so that one is orange and two, a cluster,
    /// are red. From the first day on nothing leaves the window and nothing falls. Red makes its green
    /// and yellow neighbours orange, and orange its green ones yellow.
    fn on_ones_fingers(&self, rows: &[Row], day: &str) -> BTreeMap<String, (u64, u64)> {
        let cases = |code: &String| -> u64 {
            rows.iter().filter(|row| row.code == *code && *row.day <= *day).map(|row| row.f0).sum()
        };
        let by_cases = |levels: [u64; 3]| -> BTreeMap<&String, u64> {
            let level = |code| levels[usize::try_from(cases(code).min(2)).unwrap()];
            self.communes.keys().map(|code| (code, level(code))).collect()
        };
        let (low, own) = (by_cases([1, 2, 2]), by_cases([1, 3, 4]));
        let beside = |levels: &BTreeMap<&String, u64>, cause: u64, to: u64| -> BTreeMap<&String, u64> {
            let raised = self.communes.iter().map(|(code, neighbours)| {
                let near = neighbours.iter().any(|other| levels[other] == cause);
                (code, if near { levels[code].max(to) } else { levels[code] })
            });
            raised.collect()
        };
        let high = beside(&beside(&own, 4, 3), 3, 2);
        self.communes.keys().map(|code| (code.clone(), (low[code], high[code]))).collect()
    }
}

/// The units of a board that are communes: lower and upper end.
fn communes(board: &Value) -> BTreeMap<String, (u64, u64)> {
    let units = board["units"].as_array().unwrap().iter().filter(|unit| unit["tier"] == "commune");
    let ends = |unit: &Value| {
        let end = |name: &str| unit[name].as_u64().unwrap_or_else(|| panic!("{} has no level", unit["unit"]));
        (unit["unit"].as_str().unwrap().to_owned(), (end("low"), end("high")))
    };
    units.map(ends).collect()
}

#[test]
fn real_counts_of_a_province_give_the_levels_that_one_can_count_on_ones_fingers() {
    let Some((header, all)) = counts() else { return };
    for province in ["ninh-thuan", "soc-trang"].into_iter().filter_map(province) {
        let rows: Vec<_> = all.iter().filter(|row| row.province == province.name).cloned().collect();
        let told: BTreeSet<_> = rows.iter().map(|row| row.day.clone()).collect();
        let (first, last) = (told.first().unwrap(), told.last().unwrap());
        let season = days(first, last);
        assert!(!rows.is_empty() && season.len() <= WINDOW, "{}: nothing leaves the window", province.name);

        let app = province.server();
        let file = table(&header, rows.iter().map(|row| &row.line));
        let receipt = app.submit_with("?absent=zero", &[], &file).with(201).json();
        assert_eq!(receipt["rows"], rows.len());
        let zeros = told.len() * province.communes.len() - rows.len();
        assert_eq!((&receipt["zeros_added"], &receipt["corrections"]), (&json!(zeros), &json!(0)));
        assert_eq!(receipt["revisions"], rows.len() + zeros);
        everything_is_there(&app, &province, &rows, &told);

        let whole = app.settings.folder().join("whole.csv");
        std::fs::write(&whole, with_zeros(&province, &rows, &told)).unwrap();
        for day in &season {
            let board = app.read(&format!("/api/v1/board?day={day}"));
            let shown = communes(&board);
            assert_eq!(shown, province.on_ones_fingers(&rows, day), "{} on {day}", province.name);
            let classify = ["classify", "--geodata", &province.folder, "--format", "json", "--day", day, "--reports"];
            let classified = printed(classify.into_iter().chain([whole.to_str().unwrap()]));
            let classified: Value = serde_json::from_str(&classified).unwrap();
            for (shown, classified) in
                board["units"].as_array().unwrap().iter().zip(classified["units"].as_array().unwrap())
            {
                for field in ["unit", "level", "low", "high", "own", "marks"] {
                    assert_eq!(shown[field], classified[field], "{field} of {} on {day}", shown["unit"]);
                }
            }
        }
        let worst = communes(&app.read(&format!("/api/v1/board?day={last}"))).into_values().map(|(_, high)| high).max();
        assert!(worst >= Some(3), "{}: its cases show", province.name);
    }
}

/// What each commune's card says was reported adds up to the file, and nothing more.
fn everything_is_there(app: &App, province: &Province, rows: &[Row], told: &BTreeSet<String>) {
    let mut sum = 0;
    for code in province.communes.keys() {
        let card = app.read(&format!("/api/v1/units/{code}?day={}", told.last().unwrap()));
        let reports = card["reports"].as_array().unwrap();
        let days: BTreeSet<_> = reports.iter().map(|report| report["day"].as_str().unwrap().to_owned()).collect();
        assert_eq!(&days, told, "{code} reported on every day that the file names");
        sum += reports.iter().map(|report| report["f0"].as_u64().unwrap()).sum::<u64>();
    }
    assert_eq!(sum, rows.iter().map(|row| row.f0).sum::<u64>());
}

/// What `absent=zero` makes of the file, for a command that has no such switch.
fn with_zeros(province: &Province, rows: &[Row], told: &BTreeSet<String>) -> String {
    let cases: BTreeMap<_, _> = rows.iter().map(|row| ((&row.code, &row.day), row.f0)).collect();
    let cells = told.iter().flat_map(|day| province.communes.keys().map(move |code| (code, day)));
    table("commune,day,f0", cells.map(|cell| format!("{},{},{}", cell.0, cell.1, cases.get(&cell).unwrap_or(&0))))
}

/// A province's office is sent the country's file: each row of another province is refused as a place that
/// is not here, each of its own is not, and nothing is stored.
#[test]
fn the_whole_countrys_counts_are_refused_but_for_the_provinces_own_rows() {
    let Some((header, all)) = counts() else { return };
    for province in ["ninh-thuan", "soc-trang"].into_iter().filter_map(province) {
        let app = province.server();
        let before = app.read("/api/v1/changes");
        for (part, first) in all.chunks(900).zip((0..).step_by(900)) {
            let strangers: Vec<u64> =
                (2..).zip(part).filter(|(_, row)| row.province != province.name).map(|(line, _)| line).collect();
            let file = table(&header, part.iter().map(|row| &row.line));
            let answer = app.submit_with("?absent=zero", &[], file).with(422).json();
            let rows = answer["error"]["details"]["rows"].as_array().unwrap();
            let refused: BTreeSet<u64> = rows.iter().map(|row| row["line"].as_u64().unwrap()).collect();
            assert_eq!(refused.into_iter().collect::<Vec<_>>(), strangers, "{}: rows from {first} on", province.name);
            assert!(rows.iter().all(|row| row["code"] == "unknown_unit"), "{}", answer["error"]);
        }
        assert_eq!(app.read("/api/v1/changes"), before);
    }
}
