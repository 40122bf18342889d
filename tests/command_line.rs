//! The command line: what each command prints, and that what goes wrong ends with a message on
//! standard error and an exit code that is not 0.

use crate::reports::{project, short};
use crate::server::{App, NOON, Settings};
use crate::terminal::{Ended, printed, run, run_with, vungxanh};
use std::net::TcpListener;
use std::path::PathBuf;
use tempfile::TempDir;

/// A file in a folder of its own.
pub(crate) struct Paper {
    _folder: TempDir,
    path: PathBuf,
}

impl Paper {
    pub(crate) fn of(text: impl AsRef<[u8]>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("reports.csv");
        std::fs::write(&path, text).unwrap();
        Self { _folder: folder, path }
    }

    pub(crate) fn name(&self) -> &str {
        self.path.to_str().unwrap()
    }
}

fn import(app: &App, paper: &Paper, more: &[&str]) -> Ended {
    let server = format!("http://{}", app.address);
    run([&["import", paper.name(), "--server", &server, "--token", &app.token], more].concat())
}

/// It ended badly, said why on standard error, and printed nothing.
#[track_caller]
pub(crate) fn complains(ended: &Ended, code: i32, says: &[&str]) {
    assert_eq!((ended.code, ended.out.as_str()), (Some(code), ""), "{}", ended.err);
    assert!(ended.err.starts_with("error: ") && !ended.err.contains("panicked"), "{}", ended.err);
    for word in says {
        assert!(ended.err.contains(word), "{word:?} is not in: {}", ended.err);
    }
}

#[test]
fn import_tells_what_was_stored_and_what_moved() {
    let app = App::start();
    let paper = Paper::of(short(["22738,2021-09-05,1", "22741,2021-09-05,0"]));
    let ended = import(&app, &paper, &[]);
    assert_eq!((ended.code, ended.err.as_str()), (Some(0), ""));
    for says in [
        paper.name(),
        "batch 1",
        "2 reports from 2 rows",
        "seq 2",
        "Phường Đô Vinh (22738): no level → undetermined, level 2 to 3",
    ] {
        assert!(ended.out.contains(says), "{says}: {}", ended.out);
    }
    let again = import(&app, &paper, &[]);
    assert_eq!(again.code, Some(0));
    assert!(again.out.contains("stored before, as batch 1"), "{}", again.out);
    let zeros = import(&app, &paper, &["--absent", "zero"]);
    assert!(zeros.out.contains("batch 2") && zeros.out.contains("63 zeros added"), "{}", zeros.out);
    let corrected = import(&app, &Paper::of(short(["22738,2021-09-05,0"])), &[]);
    assert!(corrected.out.contains("1 correction,") && corrected.out.contains("→ level 1\n"), "{}", corrected.out);
}

#[test]
fn import_ends_well_where_nobody_reads_what_it_prints() {
    let app = App::start();
    let paper = Paper::of(short(["22738,2021-09-05,1"]));
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let server = format!("http://{}", app.address);
    let mut command = vungxanh();
    command.args(["import", paper.name(), "--server", &server, "--token", &app.token]).stdout(writer);
    let output = command.output().unwrap();
    assert_eq!((output.status.code(), String::from_utf8(output.stderr).unwrap()), (Some(0), String::new()));
}

#[test]
fn import_takes_server_and_token_from_the_environment() {
    let app = App::start();
    let paper = Paper::of(short(["22738,2021-09-05,1"]));
    // As people write an address: with a slash at its end.
    let server = format!("http://{}/", app.address);
    let ended = run_with(&[("VUNGXANH_SERVER", &server), ("VUNGXANH_TOKEN", &app.token)], ["import", paper.name()]);
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    assert!(ended.out.contains("batch 1"), "{}", ended.out);
}

#[test]
fn import_of_a_bad_file_lists_every_reason() {
    let app = App::start();
    let before = app.everything();
    let paper = Paper::of(short(["99999,2021-09-05,1", "22741,2021-09-06,x", "22738,2021-09-05,1"]));
    let ended = import(&app, &paper, &[]);
    complains(&ended, 1, &[paper.name(), "unknown_unit", "99999", "future_day", "2021-09-06", "not_a_number"]);
    for line in ["2", "3"] {
        assert!(ended.err.lines().any(|said| said.contains(&format!("line {line}"))), "{}", ended.err);
    }
    let many = Paper::of(short((0..1200).map(|n| format!("x{n},2021-09-05,1"))));
    complains(&import(&app, &many, &[]), 1, &["and 200 more"]);
    complains(&import(&app, &Paper::of(""), &[]), 1, &["empty"]);
    assert_eq!(app.everything(), before);
}

#[test]
fn what_is_wrong_is_told_in_the_language_of_the_terminal() {
    let app = App::start();
    let paper = Paper::of(short(["99999,2021-09-05,1"]));
    let server = format!("http://{}", app.address);
    let send = ["import", paper.name(), "--server", &server, "--token", &app.token];
    let said = |variables: &[(&str, &str)]| {
        let ended = run_with(variables, send);
        assert!(ended.code == Some(1) && ended.err.contains("unknown_unit"), "{}", ended.err);
        ended.err
    };
    let vietnamese = "không nhận gì từ tệp này\ndòng 2, commune";
    for variables in [
        &[("LANG", "vi_VN.UTF-8")][..],
        &[("LC_ALL", "vi_VN"), ("LANG", "en_US.UTF-8")],
        &[("LC_ALL", ""), ("LC_MESSAGES", "vi"), ("LANG", "C")],
    ] {
        let said = said(variables);
        assert!(said.contains(vietnamese) && said.contains("không có xã, phường, thị trấn nào"), "{said}");
    }
    for variables in [&[][..], &[("LC_ALL", "C.UTF-8"), ("LANG", "vi_VN.UTF-8")], &[("LANG", "fr_FR.UTF-8")]] {
        let said = said(variables);
        assert!(said.contains("nothing of it was taken\nline 2, commune"), "{said}");
    }
    let many = Paper::of(short((0..1200).map(|n| format!("x{n},2021-09-05,1"))));
    let classify = ["classify", "--day", "2021-09-05", "--reports", many.name()];
    let refused = run_with(&[("LANG", "vi_VN.UTF-8")], classify);
    assert!(refused.code == Some(1) && refused.err.contains("và 200 chỗ nữa"), "{}", refused.err);
}

#[test]
fn import_says_what_it_could_not_reach_or_read() {
    let app = App::start();
    let paper = Paper::of(short(["22738,2021-09-05,1"]));
    let server = format!("http://{}", app.address);
    let wrong = run(["import", paper.name(), "--server", &server, "--token", "vx_wrong"]);
    complains(&wrong, 1, &["401", "token"]);
    complains(&run(["import", "no-such.csv", "--server", &server, "--token", "t"]), 1, &["no-such.csv"]);
    complains(&run(["import", paper.name(), "--server", &server]), 2, &["--token"]);
    complains(&import(&app, &paper, &["--absent", "nothing"]), 2, &["zero", "missing"]);
    assert_eq!(app.read("/api/v1/changes")["seq"], 1);
    // A port that was free a moment ago, and stays so: the listener is gone, its address is not used again soon.
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let gone = format!("http://{address}");
    let unheard = run(["import", paper.name(), "--server", &gone, "--token", "t"]);
    assert_eq!((unheard.code, unheard.out.as_str()), (Some(1), ""));
    assert!(unheard.err.contains("no answer; trying again") && unheard.err.contains("error: "), "{}", unheard.err);
}

#[test]
fn geodata_check_passes_a_good_folder_and_names_what_is_wrong_with_a_bad_one() {
    let shipped = project("geodata/ninh-thuan");
    let said = printed(["geodata", "check", shipped.to_str().unwrap()]);
    for says in ["Tỉnh Ninh Thuận", "65 communes", "7 districts"] {
        assert!(said.contains(says), "{says}: {said}");
    }
    let copy = tempfile::tempdir().unwrap();
    for file in ["units.csv", "adjacency.csv", "schematic.geojson"] {
        std::fs::copy(shipped.join(file), copy.path().join(file)).unwrap();
    }
    let check = || run(["geodata", "check", copy.path().to_str().unwrap()]);
    assert_eq!(check().code, Some(0), "{}", check().err);
    let units = std::fs::read_to_string(shipped.join("units.csv")).unwrap();
    let without = units.lines().filter(|line| !line.starts_with("22741,"));
    std::fs::write(copy.path().join("units.csv"), without.collect::<Vec<_>>().join("\n")).unwrap();
    complains(&check(), 1, &["22741"]);
    // A server on such a folder refuses alike, and before it makes a database.
    let settings = Settings::at(NOON).flag("--geodata", copy.path().to_str().unwrap());
    let (code, log) = settings.fails();
    assert!(code == Some(1) && log.contains("22741"), "{code:?} {log}");
    complains(&run(["geodata", "check", "no-such-folder"]), 1, &["no-such-folder"]);
}

#[test]
fn a_token_is_printed_alone_and_kept_only_as_a_hash() {
    let app = Settings::at(NOON).on_file().start();
    let token = printed(["token", "new", "--role", "reporter", "--database", &app.settings.url()]);
    assert_eq!(token.lines().count(), 1);
    let token = token.trim_end();
    assert!(token.len() > 40 && token.is_ascii(), "{token}");
    // It works at once, beside the first; and then it is in no file of the database.
    for token in [token, &app.token] {
        let paper = Paper::of(short([format!("22738,2021-09-05,{}", token.len() % 7)]));
        let server = format!("http://{}", app.address);
        assert_eq!(run(["import", paper.name(), "--server", &server, "--token", token]).code, Some(0));
    }
    let mut files = 0;
    for file in std::fs::read_dir(app.settings.folder()).unwrap() {
        let path = file.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        files += usize::from(!bytes.is_empty());
        for token in [token, &app.token] {
            let secret = token.trim_start_matches("vx_");
            for part in [secret.as_bytes(), &hex::decode(secret).unwrap()] {
                assert!(!bytes.windows(part.len()).any(|window| window == part), "{}", path.display());
            }
        }
    }
    assert!(files >= 2, "database and log were looked into");
    let none = run(["token", "new", "--database", &app.settings.url()]);
    complains(&none, 2, &["--role"]);
    complains(&run(["token", "new", "--role", "king", "--database", &app.settings.url()]), 2, &["reporter"]);
}

#[test]
fn a_token_of_a_province_that_nobody_served_is_made_with_a_note() {
    let app = Settings::at(NOON).on_file().start();
    let made = |database: &str, province: &str| {
        let new = ["token", "new", "--role", "reporter", "--database", database, "--province", province];
        let made = run(new);
        assert!(made.code == Some(0) && made.out.starts_with("vx_") && made.out.lines().count() == 1, "{}", made.out);
        made.err
    };
    assert_eq!(made(&app.settings.url(), "58"), "");
    let strange = made(&app.settings.url(), "99");
    assert!(
        strange.starts_with("note: ") && strange.contains("province 58 only") && strange.contains("99"),
        "{strange}"
    );
    let folder = tempfile::tempdir().unwrap();
    let unused = format!("sqlite://{}/unused.db", folder.path().display());
    let unknown = made(&unused, "58");
    assert!(unknown.contains("no server has used this database yet"), "{unknown}");
}

#[test]
fn no_secret_is_in_a_log_however_much_is_logged() {
    let app = Settings::at(NOON).variable("VUNGXANH_LOG", "trace").start();
    let paper = Paper::of(short(["22738,2021-09-05,1"]));
    let server = format!("http://{}", app.address);
    let variables = [("VUNGXANH_LOG", "trace"), ("VUNGXANH_TOKEN", app.token.as_str())];
    let sent = run_with(&variables, ["import", paper.name(), "--server", &server]);
    assert_eq!(sent.code, Some(0), "{}", sent.err);
    let mut viewer = app.watch();
    viewer.board();
    let wrong = "vx_a-token-that-is-not-known";
    let bearer = format!("Bearer {wrong}");
    app.send("POST", "/api/v1/reports", &[("authorization", &bearer), ("content-type", "text/csv")], b"x").with(401);
    let (token, settings) = (app.token.clone(), app.stop());
    let log = settings.log();
    assert!(log.lines().count() > 50 && log.contains("TRACE"), "it logs much: {log}");
    for (whose, log) in [("the server's", &log), ("the client's", &sent.err)] {
        assert!(!log.contains(&token) && !log.contains(wrong), "{whose} log holds a token");
        assert!(!log.to_lowercase().contains("bearer "), "{whose} log holds a header");
    }
}

#[test]
fn help_reads_like_documentation() {
    let help = |command: &[&str]| printed([command, &["--help"]].concat());
    let wanted: [(&[&str], &[&str]); 6] = [
        (&[], &["serve", "demo", "import", "classify", "rules", "geodata", "token", "2686"]),
        (
            &["serve"],
            &[
                "VUNGXANH_LISTEN",
                "VUNGXANH_DATABASE",
                "VUNGXANH_GEODATA",
                "VUNGXANH_RULESET",
                "VUNGXANH_TIMELINE",
                "VUNGXANH_CLOCK_START",
                "127.0.0.1:8686",
                "sqlite://vungxanh.db",
                "SIGTERM",
            ],
        ),
        (
            &["demo"],
            &["VUNGXANH_LISTEN", "VUNGXANH_TIMELINE", "VUNGXANH_RULESET", "VUNGXANH_SECONDS_PER_DAY", "invented"],
        ),
        (&["import"], &["VUNGXANH_SERVER", "VUNGXANH_TOKEN", "zero", "missing"]),
        (&["classify"], &["VUNGXANH_GEODATA", "VUNGXANH_TIMELINE", "YYYY-MM-DD", "json", "csv", "table"]),
        (&["token", "new"], &["VUNGXANH_DATABASE", "reporter"]),
    ];
    for (command, words) in wanted {
        let text = help(command);
        for word in words {
            assert!(text.contains(word), "{command:?} --help does not say {word}: {text}");
        }
    }
    assert!(help(&["geodata", "check"]).contains("DIR"));
    // A token that is set in the environment is not shown.
    let shown = run_with(&[("VUNGXANH_TOKEN", "vx_secret")], ["import", "--help"]);
    assert!(shown.code == Some(0) && !shown.out.contains("vx_secret"), "{}", shown.out);
    assert!(printed(["--version"]).starts_with("vungxanh "));
    assert_eq!(run(["nonsense"]).code, Some(2));
    assert_eq!(run([""; 0]).code, Some(2));
}

#[test]
fn each_flag_of_serve_is_a_variable_too() {
    let folder = tempfile::tempdir().unwrap();
    let database = format!("sqlite://{}/variable.db", folder.path().display());
    let shipped = project("server/rulesets/2686.toml");
    let rules = folder.path().join("rules.toml");
    let renamed = std::fs::read_to_string(shipped).unwrap().replace("id = \"2686\"", "id = \"2686-x\"");
    std::fs::write(&rules, renamed).unwrap();
    let province = folder.path().join("province");
    std::fs::create_dir(&province).unwrap();
    for file in ["units.csv", "adjacency.csv", "schematic.geojson"] {
        let text = std::fs::read_to_string(project("geodata/ninh-thuan").join(file)).unwrap();
        std::fs::write(province.join(file), text.replace("Tỉnh Ninh Thuận", "Tỉnh Thử")).unwrap();
    }
    let token = crate::terminal::new_token(&database, "reporter");
    let app = Settings::of_this_machine()
        .by_variables()
        .variable("VUNGXANH_LISTEN", "127.0.0.1:0")
        .variable("VUNGXANH_DATABASE", &database)
        .variable("VUNGXANH_GEODATA", province.to_str().unwrap())
        .variable("VUNGXANH_RULESET", rules.to_str().unwrap())
        .variable("VUNGXANH_CLOCK_START", "2021-08-01T08:00:00+07:00")
        .start();
    let about = app.read("/api/v1/about");
    assert_eq!((&about["province"]["name"], &about["ruleset"]["id"]), (&"Tỉnh Thử".into(), &"2686-x".into()));
    assert_eq!(app.read("/api/v1/board")["day"], "2021-08-01");
    let bearer = format!("Bearer {token}");
    let headers = [("authorization", bearer.as_str()), ("content-type", "text/csv")];
    app.send("POST", "/api/v1/reports", &headers, short(["22738,2021-08-01,0"]).as_bytes()).with(201);
}

#[test]
fn a_server_that_cannot_start_says_why() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let (code, log) = Settings::at(NOON).flag("--listen", &address).fails();
    assert!(code == Some(1) && log.contains("error: ") && log.contains(&address), "{code:?} {log}");
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("text.db"), "This is a text of some lines, not a database.\n".repeat(40))
        .unwrap();
    for name in ["text.db", "", "none/map.db"] {
        let file = folder.path().join(name).display().to_string();
        let (code, log) = Settings::at(NOON).flag("--database", &format!("sqlite://{file}")).fails();
        assert!(
            code == Some(1) && log.contains("error: ") && log.contains(file.trim_end_matches('/')),
            "{code:?} {log}"
        );
    }
    for wrong in ["map.db", "mysql://x/y", "sqlite://", "sqlite::memory:", "sqlite://map.db?mode=ro"] {
        let (code, log) = Settings::at(NOON).flag("--database", wrong).fails();
        assert!(code == Some(1) && log.contains("sqlite://FILE"), "{wrong}: {code:?} {log}");
    }
    for (flag, wrong) in [("--clock-start", "yesterday"), ("--clock-start", "2021-09-05"), ("--listen", "here")] {
        let (code, log) = Settings::at(NOON).flag(flag, wrong).fails();
        assert!(code == Some(2) && log.contains(wrong), "{code:?} {log}");
    }
}

#[test]
fn a_demonstration_says_that_it_is_one_and_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let app = Settings::of_this_machine().command("demo").variable("TMPDIR", folder.path().to_str().unwrap()).start();
    let about = app.read("/api/v1/about");
    assert_eq!(about["demo"], true);
    assert!(about["data_note"]["vi"].as_str().unwrap().contains("giả định"));
    // It starts with the days before the first one shown already in.
    let board = app.read("/api/v1/board");
    assert!(board["day"].as_str() >= Some("2021-07-01"), "{}", board["day"]);
    assert_eq!(board["counts"][0]["assessed"], 65);
    // Some of what came in was wrong, and is corrected; all of that is made up, and the note says so.
    assert!(about["data_note"]["vi"].as_str().unwrap().contains("đính chính"));
    let corrections = || app.read("/api/v1/corrections")["corrections"].as_array().unwrap().clone();
    let reasons = || corrections().iter().map(|one| one["reason"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
    assert_eq!(reasons(), ["typing_error"]);
    // Run ahead, and the new days come to every viewer as anything does.
    let mut viewer = app.watch();
    let steer = |wish: &str| app.send("POST", "/api/v1/demo", &[("content-type", "application/json")], wish.as_bytes());
    for wish in [
        "{\"until\":\"2021-06-01\"}",
        "{\"until\":\"2022-01-01\"}",
        "{\"seconds_per_day\":0}",
        "{\"faster\":true}",
        "{",
        "",
    ] {
        assert_eq!(steer(wish).status, 400, "{wish}");
    }
    steer("{\"until\":\"2021-08-01\"}").with(200);
    while viewer.board()["day"].as_str() < Some("2021-08-01") {}
    assert_eq!(reasons(), ["duplicate_case", "moved_to_other_unit", "late_result", "typing_error"]);
    let [_, moved, late, _] = &corrections()[..] else { panic!("four corrections") };
    assert_eq!(moved["rows"].as_array().unwrap().len(), 2);
    assert!(late["restated_total"].as_u64() > Some(0) && !late["restated"][0]["published"].is_null(), "{late}");
    assert_eq!(steer("{\"paused\":true}").with(200).json()["paused"], true);
    app.submit(short(["22738,2021-07-01,1"])).with(401);
    app.stop();
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "the throw-away database is gone");
    // No other server has such a thing.
    assert_eq!(App::start().get("/api/v1/demo").with(404).error(), "not_found");
}
