//! Exports as files on the wire: a workbook opens as one, a long file takes no more memory than a short
//! one, and a file that breaks off does not look whole.

use crate::exports::{AFTERWARDS, LEVELS, REPORTS, plain, rows, season_app, season_of, sheet};
use crate::reports::{figures, short};
use crate::server::{App, NOON, Settings};
use calamine::Data;
use std::io::{Read, Write};

#[test]
fn a_workbook_has_dates_numbers_and_a_sheet_that_says_what_it_is() {
    let app = App::start();
    app.stores(figures(["22738,2021-09-05,1,,1,0,0,0,"]));
    let path = format!("{LEVELS}.xlsx?from=2021-09-04&tier=commune");
    let file = app.get(&path).with(200);
    assert_eq!(file.header("content-length"), file.body.len().to_string());
    assert_eq!(app.get(&path).body, file.body, "the same question is the same bytes");
    let rows = sheet(&file, "Mức nguy cơ");
    assert_eq!(rows.len(), 1 + 2 * 65);
    let header: Vec<_> = rows[0].iter().map(ToString::to_string).collect();
    assert_eq!(&header[..7], ["Mã", "Tên", "Cấp", "Mã huyện", "Huyện", "Ngày", "Mức"]);
    let last = rows[1..].iter().rfind(|row| row[0] == Data::String("22738".to_owned())).unwrap();
    let Data::DateTime(day) = last[5] else { panic!("{:?} is no date", last[5]) };
    assert_eq!(day.to_ymd_hms_milli(), (2021, 9, 5, 0, 0, 0, 0));
    assert_eq!((&last[6], &last[11]), (&Data::Float(3.0), &Data::String("C-O1".to_owned())));
    let Data::DateTime(at) = last[18] else { panic!("{:?} is no date", last[18]) };
    let (.., hour, minute, second, milli) = at.to_ymd_hms_milli();
    let shown = format!("2021-09-05T{hour:02}:{minute:02}:{second:02}.{milli:03}+07:00");
    assert_eq!(app.read("/api/v1/board")["as_of"], shown, "an instant is told by a clock in Vietnam");
    assert!(rows[1..].iter().any(|row| row[6] == Data::Empty), "no level is no number");
    let source: Vec<_> = sheet(&file, "Nguồn").iter().map(|row| row[1].to_string()).collect();
    for said in ["Tỉnh Ninh Thuận", "2021-09-04 – 2021-09-05", "2686"] {
        assert!(source.iter().any(|cell| cell == said), "{said}: {source:?}");
    }
    assert!(source.iter().any(|cell| cell.contains("2686/QĐ-BCĐQG") && cell.contains("Vùng Xanh")), "{source:?}");
}

#[test]
fn a_workbook_speaks_words_and_explains_all_of_them_in_vietnamese() {
    let app = App::start();
    app.stores(figures(["22738,2021-09-03,1,,1,0,0,0,", "22870,2021-09-05,2,,,,,,"]));
    let file = app.get(&format!("{LEVELS}.xlsx")).with(200);
    let rows = sheet(&file, "Mức nguy cơ");
    let column = |name: &str| rows[0].iter().position(|cell| *cell == Data::String(name.to_owned())).unwrap();
    let cell = |code: &str, name: &str| {
        let row = rows.iter().find(|row| row[0] == Data::String(code.to_owned())).unwrap();
        row[column(name)].to_string()
    };
    let tiers = ["22738", "582", "58"].map(|code| cell(code, "Cấp"));
    assert_eq!(tiers, ["xã", "huyện", "tỉnh"]);
    assert_eq!((cell("22738", "Ký hiệu"), cell("22870", "Ký hiệu")), ("báo cáo chậm".into(), "chưa xác định".into()));
    assert_eq!(cell("58", "Ký hiệu"), "báo cáo chậm, chưa đủ số liệu");
    assert_eq!((cell("22738", "Tiêu chí"), cell("22738", "Cách biết")), ("C-O1".into(), "diễn giải".into()));
    let legend = sheet(&file, "Giải thích");
    let told: Vec<[String; 4]> = legend.iter().map(|row| [0, 1, 2, 3].map(|at| row[at].to_string())).collect();
    for heading in &rows[0] {
        assert!(told.iter().any(|[word, ..]| *word == heading.to_string()), "{heading}");
    }
    for name in ["Cấp", "Ký hiệu", "Cách biết"] {
        let cells = rows[1..].iter().map(|row| row[column(name)].to_string());
        let words: Vec<String> =
            cells.flat_map(|cell| cell.split(", ").map(str::to_owned).collect::<Vec<_>>()).collect();
        for word in words.iter().filter(|word| !word.is_empty()) {
            assert!(told.iter().any(|[told, ..]| told == word), "{name}: {word}");
        }
    }
    for row in &told[1..] {
        assert!(row.iter().all(|cell| !cell.is_empty() && !cell.contains('`')), "{row:?}");
        let [.., vi, en] = row;
        assert!(vi.chars().count() * 2 > en.chars().count(), "Vietnamese says less than English: {row:?}");
    }
    let clause = told.iter().find(|[id, ..]| id == "C-O1").unwrap();
    assert!(clause[2].contains("F0") && clause[3].contains("F0"), "{clause:?}");
}

#[test]
fn a_workbook_opens_in_libreoffice() {
    let Ok(path) = std::process::Command::new("soffice").arg("--version").output() else {
        println!("skipped: there is no soffice on this machine");
        return;
    };
    assert!(path.status.success());
    let app = season_app();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("levels.xlsx");
    std::fs::write(&file, app.get(&format!("{LEVELS}.xlsx?from=2021-09-01")).with(200).body).unwrap();
    let home = format!("-env:UserInstallation=file://{}/home", folder.path().display());
    let convert = ["--headless", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76", "--outdir"];
    let ended = std::process::Command::new("soffice").arg(home).args(convert).arg(folder.path()).arg(&file).output();
    assert!(ended.unwrap().status.success());
    let opened = std::fs::read_to_string(folder.path().join("levels.csv")).unwrap();
    let levels = rows(&app.get(&format!("{LEVELS}.csv?from=2021-09-01")).with(200));
    let mut reader = csv::Reader::from_reader(opened.as_bytes());
    let found: Vec<_> =
        reader.records().map(Result::unwrap).map(|row| [row[0].to_owned(), row[6].to_owned()]).collect();
    let expected: Vec<_> = levels.iter().map(|row| ["code", "level"].map(|name| plain(&row[name]))).collect();
    assert_eq!(found, expected);
    assert!(opened.contains("05/09/2021"), "dates are shown as in Vietnam");
}
/// A figure in kilobytes that Linux tells of a process.
fn told(app: &App, name: &str) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", app.pid())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap();
    line.trim_matches(|sign: char| !sign.is_ascii_digit()).parse().unwrap()
}

#[test]
fn a_long_file_takes_no_more_memory_than_a_short_one() {
    let app = Settings::at(NOON).start();
    app.stores(short(["22738,2021-09-05,1"]));
    app.get(&format!("{LEVELS}.json?from=2021-08-01")).with(200);
    let before = told(&app, "VmRSS:");
    // From here on the highest is counted anew.
    std::fs::write(format!("/proc/{}/clear_refs", app.pid()), "5").unwrap();
    // Readers who take nothing are waited for, not written for.
    let asks = format!("GET {LEVELS}.json?from=2011-10-01 HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
    let mut stalled: Vec<_> = (0..3).map(|_| app.connect()).collect();
    for stream in &mut stalled {
        stream.write_all(asks.as_bytes()).unwrap();
        stream.read_exact(&mut [0; 100]).unwrap();
    }
    let mut stream = app.connect();
    stream.write_all(asks.as_bytes()).unwrap();
    let length = std::io::copy(&mut stream, &mut std::io::sink()).unwrap();
    let highest = told(&app, "VmHWM:");
    println!("{} kB sent, memory from {before} kB to {highest} kB", length / 1024);
    assert!(length > 60 << 20, "{length}");
    assert!(highest < before + (24 << 10), "memory grew from {before} kB to {highest} kB");
}

#[test]
fn a_long_history_of_reports_takes_no_more_memory_than_a_page_of_it() {
    let app = Settings::at("2023-12-31T12:00:00+07:00").start();
    let communes: Vec<String> = app.read("/api/v1/units")["units"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|unit| unit["tier"] == "commune")
        .map(|unit| unit["code"].as_str().unwrap().to_owned())
        .collect();
    let last = jiff::civil::date(2023, 12, 31);
    for first in [0, 300, 600, 900_i64] {
        let days = (first..first + 300).map(|n| last - jiff::Span::new().days(n));
        app.stores(short(days.flat_map(|day| communes.iter().map(move |code| format!("{code},{day},0")))));
    }
    let reports = "/api/v1/exports/reports.csv?revisions=all";
    app.get(&format!("{reports}&from=2023-12-01")).with(200);
    let before = told(&app, "VmRSS:");
    std::fs::write(format!("/proc/{}/clear_refs", app.pid()), "5").unwrap();
    let mut stream = app.connect();
    let asks = format!("GET {reports} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
    stream.write_all(asks.as_bytes()).unwrap();
    let length = std::io::copy(&mut stream, &mut std::io::sink()).unwrap();
    let highest = told(&app, "VmHWM:");
    println!("{} kB sent, memory from {before} kB to {highest} kB", length / 1024);
    assert!(length > 16 << 20, "{length}");
    // On a machine with other work the sockets' buffers and the database's own take some megabytes.
    assert!(highest < before + (8 << 10), "memory grew from {before} kB to {highest} kB");
}

/// A report that no version of the program writes, as the last of all.
#[tokio::main(flavor = "current_thread")]
async fn spoil(file: &std::path::Path) {
    use sqlx::Connection;
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(file);
    let mut database = sqlx::SqliteConnection::connect_with(&options).await.unwrap();
    let spoilt = "UPDATE report SET f0 = -1 WHERE id = (SELECT id FROM report ORDER BY day DESC, unit DESC LIMIT 1)";
    sqlx::query(spoilt).execute(&mut database).await.unwrap();
    database.close().await.unwrap();
}

#[test]
fn a_file_that_breaks_off_does_not_look_whole() {
    let app = season_of(Settings::at(AFTERWARDS).on_file());
    let whole = app.get(REPORTS).with(200);
    spoil(&app.settings.database());
    assert!(app.tries("GET", REPORTS, &[], b"").is_err(), "the client knows that something is missing");
    let said = app.says(format!("GET {REPORTS} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"));
    assert!(said.starts_with("HTTP/1.1 200") && said.len() > 100_000 && !said.ends_with("\r\n0\r\n\r\n"));
    assert!(app.settings.log().contains("an export failed on its way"));
    // What the spoilt row is not part of is whole still, and the server lives.
    let before = app.get(&format!("{REPORTS}?to=2021-06-30")).with(200);
    assert!(before.body.len() > 100_000 && before.body.len() < whole.body.len());
}
