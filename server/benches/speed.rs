//! `make bench`: what matters, as ratios against a reference measured in the same run, since
//! machines differ and drift. Prints a table; judges nothing.

use futures_util::StreamExt;
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use vungxanh::atlas::{Atlas, DEMO_SEASON};
use vungxanh::domain::day::Day;
use vungxanh::domain::facts::Facts;
use vungxanh::domain::rate::{rate, rate_days};
use vungxanh::ingest::{Kind, read};
use vungxanh::rulebook;

fn main() {
    println!("{:58}{:>12}{:>12}{:>9}", "", "ours", "reference", "ratio");
    rating();
    reading();
    let folder = tempfile::tempdir().expect("a folder for the databases");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(report_to_socket(folder.path()));
    runtime.block_on(import(folder.path()));
}

fn row(what: &str, ours: Duration, reference: Duration) {
    let ratio = ours.as_secs_f64() / reference.as_secs_f64();
    println!("{what:58}{:>12}{:>12}{ratio:>9.2}", format!("{ours:.1?}"), format!("{reference:.1?}"));
}

fn percentile(times: &mut [Duration], percent: usize) -> Duration {
    times.sort_unstable();
    times[(times.len() - 1) * percent / 100]
}

fn median(mut measure: impl FnMut() -> Duration) -> Duration {
    let mut times: Vec<_> = (0..15).map(|_| measure()).collect();
    percentile(&mut times, 50)
}

/// Rating, beside reading the same cells once and adding up one figure.
fn rating() {
    let (atlas, rules) = (Atlas::shipped(), rulebook::load(None).expect("the shipped rule set"));
    let register = &atlas.register;
    let reports = read(Kind::Csv, DEMO_SEASON, register, None).expect("the shipped season");
    let mut facts = Facts::none(register.units().len());
    for report in &reports {
        facts.set(register.index_of(&report.unit).expect("a known commune"), report.day, &report.counts);
    }
    let day = |text| Day::parse(text).expect("a day");
    let (from, to) = (day("2021-06-01"), day("2021-11-30"));
    let timed = |work: &dyn Fn() -> u64| {
        median(|| {
            let begun = Instant::now();
            std::hint::black_box(work());
            begun.elapsed()
        })
    };
    let sum = |from: Day, to: Day| {
        let days = move || (0..=to.since(from)).map(move |n| from.plus(n));
        let cells = (0..register.units().len()).flat_map(|unit| days().map(move |day| (unit, day)));
        cells.filter_map(|(unit, day)| facts.of(unit).cell(day)).map(|cell| u64::from(cell.known)).sum()
    };
    let one = timed(&|| rate(&rules, register, &facts, to).standings.len() as u64);
    row("rate the province's last day of 183 (reference: sum a column)", one, timed(&|| sum(from, to)));
    let season =
        timed(&|| rate_days(&rules, register, &facts, from, to).map(|board| board.standings.len() as u64).sum());
    row("rate all 183 days (reference: sum a column)", season, timed(&|| sum(from, to)));
}

struct Server {
    child: Child,
    address: String,
    token: String,
}

impl Server {
    fn start(folder: &Path, name: &str) -> Self {
        let binary = env!("CARGO_BIN_EXE_vungxanh");
        let database = format!("sqlite://{}", folder.join(name).display());
        let token = Command::new(binary).args(["token", "new", "--role", "reporter", "--database", &database]).output();
        let token = String::from_utf8(token.expect("token new runs").stdout).expect("a token").trim().to_owned();
        let mut child = Command::new(binary)
            .args(["serve", "--listen", "127.0.0.1:0", "--database", &database])
            .args(["--clock-start", "2021-12-31T08:00:00+07:00"])
            .env("VUNGXANH_LOG", "error")
            .stdout(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let mut line = String::new();
        let stdout = child.stdout.take().expect("its output is piped");
        BufReader::new(stdout).read_line(&mut line).expect("it says where it listens");
        let address = line.trim().strip_prefix("listening on http://").expect("it listens").to_owned();
        Self { child, address, token }
    }

    fn post(&self, body: &str) {
        ureq::post(format!("http://{}/api/v1/reports", self.address))
            .header("authorization", format!("Bearer {}", self.token))
            .header("content-type", "text/csv")
            .send(body)
            .expect("the reports are taken");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It is gone already where it crashed, and then the measurement has failed before.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A file of every commune's report of `days` days, from the `first` day of June 2021 on.
fn file(atlas: &Atlas, first: i32, days: i32) -> String {
    use std::fmt::Write;
    let june = Day::parse("2021-06-01").expect("a day");
    let mut text = "commune,day,f0,f0_unknown_source\n".to_owned();
    for n in first..first + days {
        for unit in atlas.register.units().iter().filter(|unit| unit.tier.below().is_none()) {
            writeln!(text, "{},{},1,0", unit.code, june.plus(n)).expect("writing to a string cannot fail");
        }
    }
    text
}

/// Reading 10,000 rows in each form, beside splitting the lines of the CSV file.
fn reading() {
    let atlas = Atlas::shipped();
    let named = |code: &str| {
        let units = atlas.register.units();
        let at = units.iter().position(|unit| unit.code.as_str() == code).expect("a known commune");
        let district = atlas.register.parent(at).expect("a commune has a district");
        format!("\"{}, {}\"", units[at].name, units[district].name)
    };
    let codes = file(&atlas, 0, 154).lines().take(10_001).collect::<Vec<_>>().join("\n");
    let lines = || codes.lines().skip(1).map(|line| line.split(',').collect::<Vec<_>>());
    let rows: Vec<_> = lines().map(|cells| [named(cells[0]).as_str(), &cells[1..].join(",")].join(",")).collect();
    let by_name = format!("commune,day,f0,f0_unknown_source\n{}", rows.join("\n"));
    let report = |cells: Vec<&str>| {
        let [commune, day] = [cells[0], cells[1]];
        format!(r#"{{"commune":"{commune}","day":"{day}","f0":{},"f0_unknown_source":{}}}"#, cells[2], cells[3])
    };
    let json = format!("[{}]", lines().map(report).collect::<Vec<_>>().join(","));
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    for (row, line) in (0..).zip(codes.lines()) {
        sheet.write_row(row, 0, line.split(',')).expect("a row is written in memory");
    }
    let xlsx = workbook.save_to_buffer().expect("a workbook is written in memory");
    let timed = |work: &dyn Fn() -> usize| {
        median(|| {
            let begun = Instant::now();
            assert_eq!(std::hint::black_box(work()), 10_000);
            begun.elapsed()
        })
    };
    let reference = timed(&|| lines().map(|cells| cells.len().min(1)).sum());
    let forms = [
        ("CSV", Kind::Csv, codes.as_bytes()),
        ("CSV, communes by name", Kind::Csv, by_name.as_bytes()),
        ("JSON", Kind::Json, json.as_bytes()),
        ("XLSX", Kind::Xlsx, &xlsx),
    ];
    for (form, kind, bytes) in forms {
        let ours = timed(&|| read(kind, bytes, &atlas.register, None).expect("a good file").len());
        row(&format!("read 10,000 rows of {form} (reference: split the lines)"), ours, reference);
    }
}

/// From the first byte of a POST of 65 rows to the frame at a viewer, beside a bare fsync.
async fn report_to_socket(folder: &Path) {
    let atlas = Atlas::shipped();
    let server = Server::start(folder, "socket.db");
    let (mut socket, _) =
        tokio_tungstenite::connect_async(format!("ws://{}/api/v1/live", server.address)).await.expect("a socket");
    socket.next().await;
    let mut file_of_fsync = File::create(folder.join("fsync")).expect("a file");
    let (mut frames, mut fsyncs) = (Vec::new(), Vec::new());
    for round in 0..200 {
        let body = file(&atlas, round, 1);
        let begun = Instant::now();
        tokio::task::block_in_place(|| server.post(&body));
        socket.next().await.expect("a frame").expect("a good frame");
        frames.push(begun.elapsed());
        let begun = Instant::now();
        file_of_fsync.write_all(&[0; 4096]).expect("a write");
        file_of_fsync.sync_all().expect("an fsync");
        fsyncs.push(begun.elapsed());
    }
    for percent in [50, 99] {
        let what = format!("POST of 65 rows to frame at a viewer, p{percent} (reference: fsync)");
        row(&what, percentile(&mut frames, percent), percentile(&mut fsyncs, percent));
    }
}

/// 10,000 rows through the server, commit included, beside a bare insert of the same rows.
async fn import(folder: &Path) {
    let atlas = Atlas::shipped();
    let body = file(&atlas, 0, 154).lines().take(10_001).collect::<Vec<_>>().join("\n");
    let (mut ours, mut bare) = (Vec::new(), Vec::new());
    for round in 0..5 {
        let server = Server::start(folder, &format!("import{round}.db"));
        let begun = Instant::now();
        tokio::task::block_in_place(|| server.post(&body));
        ours.push(begun.elapsed());
        bare.push(bare_insert(&folder.join(format!("bare{round}.db")), &body).await);
    }
    row("import of 10,000 rows (reference: bare SQLite insert)", percentile(&mut ours, 50), percentile(&mut bare, 50));
}

async fn bare_insert(path: &Path, body: &str) -> Duration {
    let options = sqlx::sqlite::SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(sqlx::sqlite::SqliteJournalMode::Wal);
    let pool = sqlx::SqlitePool::connect_with(options).await.expect("a database");
    sqlx::query("CREATE TABLE row (commune TEXT, day TEXT, f0 BIGINT, unknown BIGINT)")
        .execute(&pool)
        .await
        .expect("a table");
    let begun = Instant::now();
    let mut writing = pool.begin().await.expect("a transaction");
    for line in body.lines().skip(1) {
        let cells: Vec<_> = line.split(',').collect();
        sqlx::query("INSERT INTO row VALUES ($1, $2, $3, $4)")
            .bind(cells[0])
            .bind(cells[1])
            .bind(cells[2].parse::<i64>().expect("a number"))
            .bind(cells[3].parse::<i64>().expect("a number"))
            .execute(&mut *writing)
            .await
            .expect("an insert");
    }
    writing.commit().await.expect("a commit");
    begun.elapsed()
}
