//! What people are told: in their language, one in a line, with the names of places and what would be right.

use crate::command_line::{Paper, complains};
use crate::reports::{short, table};
use crate::server::App;
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
    let line = "FILE: chỉ thử, không lưu gì; nếu gửi thật: 1 báo cáo từ 1 dòng (0 đính chính, 0 không đổi, thêm 0 số 0)\n";
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
    assert!(refused.err.starts_with(&format!("lỗi: {}: không nhận gì từ tệp này\ndòng 2, ", file.name())), "{}", refused.err);
    complains(&import(&app, ENGLISH, &file, &[]), 1, &[": nothing of it was taken\nline 2, "]);
    let gone = run_with(&[VIETNAMESE], ["import", "no-such.csv", "--token", "t"]);
    assert_eq!(gone.err, "lỗi: no-such.csv: không có tệp này\n");
    let server = format!("http://{}", app.address);
    let stranger = ["import", file.name(), "--server", &server, "--token", "vx_wrong"];
    let stranger = run_with(&[VIETNAMESE], stranger);
    assert!(stranger.err.starts_with("lỗi: 401: cần mã truy cập"), "{}", stranger.err);
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
