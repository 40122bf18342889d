//! What people are told: in their language, one in a line, with the names of places and what would be right.

use crate::command_line::{Paper, complains};
use crate::reports::{project, short, table};
use crate::server::{App, NOON, Settings};
use crate::terminal::{Ended, run_with};

const VIETNAMESE: (&str, &str) = ("LANG", "vi_VN.UTF-8");
const ENGLISH: (&str, &str) = ("LANG", "en_US.UTF-8");

fn import(app: &App, language: (&str, &str), file: &Paper, more: &[&str]) -> Ended {
    let server = format!("http://{}", app.address);
    let command = ["import", file.name(), "--server", &server, "--token", &app.token];
    run_with(&[language], [&command[..], more].concat())
}

/// What was printed, without the file's name, which is the same in any language.
#[track_caller]
fn told(ended: &Ended, file: &Paper) -> String {
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    ended.out.replace(file.name(), "FILE")
}

#[test]
fn an_import_names_places_counts_well_and_tells_a_range_as_one() {
    let app = App::start();
    // One case whose source is not told: it lies between two levels.
    let first = Paper::of(short(["22738,2021-09-05,1"]));
    let moved = "Phường Đô Vinh (22738)";
    let tried = told(&import(&app, ENGLISH, &first, &["--dry-run"]), &first);
    let line = "FILE: only tried, nothing was stored; it would be 1 report from 1 row (0 corrections, 0 unchanged, 0 zeros added)\n";
    assert!(tried.starts_with(line), "{tried}");
    assert!(tried.contains(&format!("\n{moved}: no level → undetermined, level ")), "{tried}");
    let tried = told(&import(&app, VIETNAMESE, &first, &["--dry-run"]), &first);
    let line =
        "FILE: chỉ thử, không lưu gì; nếu gửi thật: 1 báo cáo từ 1 dòng (0 đính chính, 0 không đổi, thêm 0 số 0)\n";
    assert!(tried.starts_with(line), "{tried}");
    assert!(tried.contains(&format!("\n{moved}: chưa có mức → chưa xác định, từ mức ")), "{tried}");
    let stored = told(&import(&app, VIETNAMESE, &first, &[]), &first);
    assert!(stored.starts_with("FILE: lô 1: 1 báo cáo từ 1 dòng"), "{stored}");
    assert!(stored.contains("; bản công bố số 2\n"), "{stored}");
    let again = told(&import(&app, VIETNAMESE, &first, &[]), &first);
    assert_eq!(again, "FILE: chính tệp này đã được lưu trước đây, ở lô 1; không lưu gì\n");
    let same = Paper::of(table("commune,day,f0,note", ["22738,2021-09-05,1,"]));
    assert_eq!(told(&import(&app, ENGLISH, &same, &[]), &same), "FILE: nothing new in its 1 row; nothing was stored\n");
}

#[test]
fn a_line_on_the_terminal_is_of_one_language() {
    let app = App::start();
    let file = Paper::of(short(["99999,2021-09-05,1"]));
    let refused = import(&app, VIETNAMESE, &file, &[]);
    assert!(
        refused.err.starts_with(&format!("lỗi: {}: không nhận gì từ tệp này\ndòng 2, ", file.name())),
        "{}",
        refused.err
    );
    complains(&import(&app, ENGLISH, &file, &[]), 1, &[": nothing of it was taken\nline 2, "]);
    let gone = run_with(&[VIETNAMESE], ["import", "no-such.csv", "--token", "t"]);
    assert_eq!(gone.err, "lỗi: no-such.csv: không có tệp này\n");
    let server = format!("http://{}", app.address);
    let stranger = ["import", file.name(), "--server", &server, "--token", "vx_wrong"];
    let stranger = run_with(&[VIETNAMESE], stranger);
    assert!(stranger.err.starts_with("lỗi: 401: không có mã truy cập này"), "{}", stranger.err);
}

#[test]
fn a_correction_without_a_reason_is_taken_with_a_warning() {
    let app = App::start();
    app.stores(short(["22738,2021-09-05,1", "22741,2021-09-05,1"]));
    let corrected = short(["22738,2021-09-05,0"]);
    let message = |language: &str, query: &str| {
        let answer = app.submit_with(query, &[("accept-language", language)], &corrected).with(200).json();
        let warnings = answer["warnings"].as_array().unwrap().clone();
        warnings.into_iter().map(|one| (one["code"].to_string(), one["message"].as_str().unwrap().to_owned())).next()
    };
    let (code, vi) = message("vi", "?dry_run=true").expect("it warns");
    assert!(code == "\"no_reason\"" && vi.contains("không nêu lý do") && vi.contains("typing_error"), "{code} {vi}");
    let (_, en) = message("en", "?dry_run=true").expect("it warns");
    assert!(en.contains("gives no reason") && en.contains("late_result"), "{en}");
    assert_eq!(message("en", "?dry_run=true&reason=typing_error"), None);
    let file = Paper::of(&corrected);
    let sent = import(&app, VIETNAMESE, &file, &[]);
    assert!(told(&sent, &file).contains("(1 đính chính,"), "{}", sent.out);
    assert!(sent.err.starts_with("lưu ý: đính chính này không nêu lý do"), "{}", sent.err);
    let reasoned = Paper::of(short(["22741,2021-09-05,0"]));
    let sent = import(&app, ENGLISH, &reasoned, &["--reason", "typing_error"]);
    assert_eq!((told(&sent, &reasoned).contains("(1 correction,"), sent.err.as_str()), (true, ""));
}

#[test]
fn a_code_of_another_province_of_the_server_is_told_as_that() {
    let folders =
        ["geodata/ninh-thuan", "tests/fixtures/atlas/four-squares"].map(|folder| project(folder).display().to_string());
    let app = Settings::at(NOON).flag("--geodata", &folders.join(",")).start();
    let expected = |language: &str, row: &str| {
        let answer = app.submit_with("", &[("accept-language", language)], short([row])).with(422).json();
        answer["error"]["details"]["rows"][0]["expected"].as_str().unwrap().to_owned()
    };
    let hint = "Tỉnh Bốn Ô: send it to /provinces/01/ of this server";
    assert!(expected("en", "00001,2021-09-05,1").ends_with(hint), "{}", expected("en", "00001,2021-09-05,1"));
    assert!(expected("vi", "00001,2021-09-05,1").ends_with("Tỉnh Bốn Ô: gửi tới /provinces/01/ của máy chủ này"));
    assert!(!expected("en", "99999,2021-09-05,1").contains("send it to"));
}

#[test]
fn what_a_header_lacks_is_told_by_the_names_that_an_office_writes() {
    let app = App::start();
    let file = "Xã/phường,Ngày,Số ca mắc mới,Tử vong,Khỏi bệnh\n22738,05/09/2021,1,0,0\n";
    let rows = |language: &str| {
        let answer = app.submit_with("", &[("accept-language", language)], file).with(422).json();
        let rows = answer["error"]["details"]["rows"].as_array().unwrap().clone();
        rows.iter().map(|row| row["expected"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let vi = rows("vi");
    assert!(vi[0].contains("Xã/phường (commune)") && vi[0].contains("F1 cộng đồng (f1_community)"), "{}", vi[0]);
    assert_eq!(vi[1], "bỏ cột này, hoặc đặt một tên đã kể ở trên");
    assert_eq!(rows("en")[1], "leave it out, or give it a name told above");
    let paper = Paper::of(file);
    let refused = import(&app, VIETNAMESE, &paper, &[]).err;
    assert!(refused.contains("\ndòng 1, Tử vong: unknown_column: không biết cột này"), "{refused}");
}

#[test]
fn what_is_wrong_with_json_is_told_by_records_and_in_words() {
    let app = App::start();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.json");
    let server = format!("http://{}", app.address);
    let sent = |language, json: &str| {
        std::fs::write(&path, json).unwrap();
        let ended =
            run_with(&[language], ["import", path.to_str().unwrap(), "--server", &server, "--token", &app.token]);
        assert_eq!(ended.code, Some(1), "{}", ended.out);
        ended.err
    };
    let row = |commune: &str, day: &str| format!(r#"{{"commune": "{commune}", "day": "{day}", "f0": 1}}"#);
    let (right, late) = (row("22738", "2021-09-05"), row("22741", "2021-09-06"));
    let list = format!("[{right}, {late}, {right}]");
    let told = sent(VIETNAMESE, &list);
    assert!(told.contains("\nmục 2, day = \"2021-09-06\": future_day: ngày chưa tới; đúng phải là: ngày không sau hôm nay, 05/09/2021\n"), "{told}");
    assert!(told.contains("\nmục 3, commune = \"22738\": duplicate_row: xã và ngày này đã có ở mục 1;"), "{told}");
    let told = sent(ENGLISH, &list);
    assert!(told.contains("\nrecord 2, day = ") && told.contains("a day not after today, 2021-09-05"), "{told}");
    assert!(told.contains("\nrecord 3, ") && told.contains("stand already in record 1"), "{told}");
    for (json, vi, en) in [
        (
            "[{\"commune\": ",
            "dòng 1: bad_json: không đọc được JSON (dòng 1, cột 13): tệp dừng giữa chừng;",
            "it ends too early",
        ),
        ("[1]", "không phải là đối tượng;", "not every one of the reports is an object"),
        ("{\"rows\": []}", "đối tượng ngoài cùng chỉ có một khóa, \"reports\";", "the object has one key"),
        ("{}", "đối tượng ngoài cùng không có khóa \"reports\";", "the object has no"),
        ("7", "không phải là danh sách reports;", "it is no list of reports"),
        ("[,]", "sai cú pháp;", "it is not well formed"),
    ] {
        let (told_vi, told_en) = (sent(VIETNAMESE, json), sent(ENGLISH, json));
        assert!(told_vi.contains(vi) && told_en.contains(en), "{json}: {told_vi} {told_en}");
        assert!(!told_vi.contains("expected") && !told_vi.contains(" at line "), "{told_vi}");
    }
}

#[test]
fn no_words_of_a_library_reach_who_asks() {
    let app = App::start();
    let message = |language: &str, method: &str, path: &str, body: &str| {
        let headers = [("accept-language", language), ("content-type", "application/json")];
        let answer = app.send(method, path, &headers, body.as_bytes());
        assert!([400, 413, 415].contains(&answer.status), "{path} {body}: {}", answer.text());
        answer.error();
        answer.json()["error"]["message"].as_str().unwrap().to_owned()
    };
    for (method, path, body, vi, en) in [
        (
            "GET",
            "/api/v1/board?dya=2021-09-05",
            "",
            "không có tham số dya; có: channel, unit, day, as_of",
            "there is no parameter dya",
        ),
        ("GET", "/api/v1/boards/compare?a=2021-09-05", "", "thiếu tham số b;", "the parameter b is missing"),
        (
            "GET",
            "/api/v1/corrections?before=x",
            "",
            "tham số before phải là một số nguyên",
            "the parameter before must be a whole number",
        ),
        ("POST", "/api/v1/what-if", "{\"dya\": 1}", "không có trường dya; có: day, from, to,", "there is no field dya"),
        ("POST", "/api/v1/what-if", "{\"day\": 5}", "trường day phải là một chuỗi chữ", "the field day must be a text"),
        (
            "POST",
            "/api/v1/what-if",
            "{\"parameters\": {\"window_days\": -1}}",
            "trường parameters.window_days phải là một số nguyên không âm",
            "the field parameters.window_days must be a whole number",
        ),
        (
            "POST",
            "/api/v1/what-if",
            "{\"parameters\": {\"window_days\": 0}}",
            "parameters: window_days = 0; giá trị đúng: từ 1 đến 366",
            "parameters: window_days = 0; it must be 1 to 366",
        ),
        (
            "POST",
            "/api/v1/what-if",
            "{\"day\"",
            "nội dung gửi không phải là JSON trọn vẹn (dòng 1, cột 6)",
            "the body is no whole JSON (line 1, column 6)",
        ),
        (
            "POST",
            "/api/v1/what-if",
            "{\"reports\": {}}",
            "reports phải là danh sách báo cáo",
            "reports must be a list of reports",
        ),
    ] {
        let (told_vi, told_en) = (message("vi", method, path, body), message("en", method, path, body));
        assert!(told_vi.starts_with(vi) && told_en.starts_with(en), "{path} {body}: {told_vi} | {told_en}");
        assert!(!format!("{told_vi}{told_en}").contains("eserialize"), "{told_vi} {told_en}");
    }
    let plain =
        app.send("POST", "/api/v1/what-if", &[("accept-language", "vi"), ("content-type", "text/plain")], b"{}");
    assert!(plain.with(415).text().contains("ở đây chỉ nhận JSON"));
}

#[test]
fn a_feed_says_which_question_it_answers() {
    let app = App::start();
    let read = |query: &str, lang| -> atom_syndication::Feed {
        let path = format!("/api/v1/corrections.atom{query}");
        app.send("GET", &path, &[("accept-language", lang)], &[]).with(200).text().parse().unwrap()
    };
    let (all, unit) = (read("", "en"), read("?unit=22744", "en"));
    assert_eq!(
        (all.title.as_str(), unit.title.as_str()),
        ("Corrections – Tỉnh Ninh Thuận", "Corrections – Phường Bảo An")
    );
    assert_eq!(read("?unit=22744", "vi").title.as_str(), "Đính chính số liệu – Phường Bảo An");
    let address = format!("http://{}/api/v1/corrections.atom", app.address);
    assert_eq!((&*all.links[0].href, &*all.links[0].rel), (&*address, "self"));
    assert_eq!(unit.links[0].href, format!("{address}?unit=22744"));
    assert_eq!(unit.id, format!("{}:unit=22744", all.id));
    // One question has one id, in whatever order and words it is asked.
    let asked = "unit=22744&from=2021-09-01&to=2021-09-05&before=9&as_of=2021-09-05T11:00:00.000%2B07:00";
    let turned = read("?as_of=2021-09-05T04:00:00Z&before=09&to=2021-09-05&from=2021-09-01&unit=22744", "vi");
    assert_eq!(turned.links[0].href, format!("{address}?{asked}"));
    assert_eq!(turned.id, format!("{}:{asked}", all.id));
    assert_eq!(read(&format!("?{asked}"), "en").id, turned.id);
}

#[test]
fn what_is_told_in_the_reader_s_language_says_which_and_is_kept_for_that_one() {
    let app = App::start();
    for lang in ["vi", "en"] {
        for (method, path) in [
            ("GET", "/api/v1/corrections.atom"),
            ("GET", "/api/v1/board?day=never"),
            ("GET", "/api/v1/units/99999"),
            ("POST", "/api/v1/reports"),
            ("PUT", "/api/v1/board"),
            ("GET", "/api/v1/nothing"),
        ] {
            let answer = app.send(method, path, &[("accept-language", lang)], b"");
            assert_eq!((answer.header("content-language"), answer.header("vary")), (lang, "accept-language"), "{path}");
        }
        let board = app.send("GET", "/api/v1/board", &[("accept-language", lang)], b"").with(200);
        assert_eq!((board.header("content-language"), board.header("vary")), ("", "accept-encoding"));
    }
}

#[test]
fn links_of_the_feed_are_of_no_host_that_a_stranger_wrote() {
    let link = |app: &App, headers: &[(&str, &str)]| {
        let feed = app.send("GET", "/api/v1/corrections.atom", headers, &[]).with(200).text();
        feed.parse::<atom_syndication::Feed>().unwrap().links[0].href.clone()
    };
    let secure = ("x-forwarded-proto", "https");
    let app = App::start();
    assert_eq!(link(&app, &[secure]), format!("http://{}/api/v1/corrections.atom", app.address));
    for host in ["me@evil.example", "evil.example/path?", "a b", "evil.example:x"] {
        assert_eq!(link(&app, &[("host", host), secure]), "/api/v1/corrections.atom", "{host}");
    }
    let app = Settings::at(NOON).flag("--proxy", "127.0.0.1").start();
    assert_eq!(link(&app, &[secure, ("host", "map.vn")]), "https://map.vn/api/v1/corrections.atom");
    let app = Settings::at(NOON).flag("--public-url", "https://bando.example.vn/").start();
    assert_eq!(link(&app, &[("host", "evil.example")]), "https://bando.example.vn/api/v1/corrections.atom");
    let wrong = run_with(&[], ["serve", "--public-url", "bando.example.vn"]);
    complains(&wrong, 2, &["--public-url", "https://bando.example.vn"]);
}

#[test]
fn a_mistyped_province_leads_a_browser_to_a_page_and_a_program_to_the_envelope() {
    let app = App::start();
    for path in ["/provinces/99", "/provinces/99/"] {
        let moved = app.send("GET", path, &[("accept", "text/html,application/xhtml+xml,*/*;q=0.8")], &[]).with(307);
        assert_eq!(moved.header("location"), "/units/99", "{path}");
        assert_eq!(app.get(path).with(404).error(), "not_found");
    }
    let page = app.send("GET", "/units/99", &[("accept", "text/html")], &[]).with(404);
    assert!(page.header("content-type").starts_with("text/html"), "{}", page.header("content-type"));
    let program = app.send("GET", "/provinces/99/api/v1/board", &[("accept", "text/html")], &[]).with(404);
    assert_eq!(program.error(), "not_found");
}

#[test]
fn corrections_of_a_moment_tell_the_number_of_that_moment() {
    let app = App::start();
    let first = app.stores(short(["22738,2021-09-05,1"]));
    app.submit_with("?reason=typing_error", &[], short(["22738,2021-09-05,0"])).with(201);
    let as_of = first["as_of"].as_str().unwrap().replace('+', "%2B");
    assert_eq!(app.read(&format!("/api/v1/corrections?as_of={as_of}"))["seq"], first["seq"]);
    assert_eq!(app.read("/api/v1/corrections")["seq"], 3);
}

#[test]
fn a_server_that_stops_says_last_how_many_watched_and_how_long_it_took() {
    let app = App::start();
    let mut viewer = app.watch();
    viewer.board();
    let log = app.stop().log();
    let last = log.lines().rev().find(|line| line.contains("stopped")).expect("it says that it stopped");
    let last: serde_json::Value = serde_json::from_str(last).unwrap();
    assert_eq!((&last["level"], &last["viewers"]), (&"INFO".into(), &1.into()), "{last}");
    assert!(last["took_ms"].is_u64(), "{last}");
}

#[test]
fn a_folder_without_names_around_it_is_told_what_the_map_will_lack() {
    let check = |folder: &str| run_with(&[], ["geodata", "check", project(folder).to_str().unwrap()]);
    let copy = tempfile::tempdir().unwrap();
    // One of a province that is not built in: of that the names are known.
    for file in ["units.csv", "adjacency.csv", "communes.geojson"] {
        std::fs::copy(project("tests/fixtures/atlas/four-squares").join(file), copy.path().join(file)).unwrap();
    }
    let lacks = check(copy.path().to_str().unwrap());
    assert!(lacks.code == Some(0) && lacks.out.contains("note: no around.csv: the map will name no"), "{}", lacks.out);
    assert!(!check("geodata/ninh-thuan").out.contains("note:"));
}
