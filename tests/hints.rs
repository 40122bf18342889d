//! What a refusal tells to do: whoever sent a file, a question or a command that was nearly right reads what is missing and
//! what to write instead, in the language that the rest is in.

use crate::reports::{short, table};
use crate::server::App;
use crate::terminal::{run, run_with};
use serde_json::Value;
use std::process::Stdio;

const VI: [(&str, &str); 1] = [("LANG", "vi_VN.UTF-8")];

/// What is wrong with a file, as it is told in a language.
fn rows(app: &App, kind: &str, language: &str, file: &str) -> Vec<Value> {
    let bearer = format!("Bearer {}", app.token);
    let headers = [("authorization", &*bearer), ("content-type", kind), ("accept-language", language)];
    let answer = app.send("POST", "/api/v1/reports", &headers, file.as_bytes()).with(422).json();
    answer["error"]["details"]["rows"].as_array().expect("it lists rows").clone()
}

#[track_caller]
fn tells(app: &App, kind: &str, file: &str, vi: (&str, &str), en: (&str, &str)) {
    for (language, (reason, expected)) in [("vi", vi), ("en", en)] {
        let rows = rows(app, kind, language, file);
        assert_eq!(
            (rows[0]["reason"].as_str(), rows[0]["expected"].as_str()),
            (Some(reason), Some(expected)),
            "{file}"
        );
    }
}

#[test]
fn a_day_that_is_nearly_one_says_what_is_missing_and_what_to_write() {
    let app = App::start();
    let day = |written: &str, vi: (&str, &str), en: (&str, &str)| {
        tells(&app, "text/csv", &short([format!("22738,{written},0")]), vi, en);
    };
    let either = (
        "hai chữ số cho ngày và tháng, ngày trước: 05/09/2021 nếu là ngày 5 tháng 9, 09/05/2021 nếu là ngày 9 tháng 5",
        "two digits for day and month, the day first: 05/09/2021 if it is 5 September, 09/05/2021 if it is 9 May",
    );
    let one = ("07/09/2021 hoặc 2021-09-07", "2021-09-07 or 07/09/2021");
    let (vi, en) = ("ngày viết chưa đúng dạng: ", "a day in a form that is not taken: ");
    let digits = ("ngày, tháng không đủ hai chữ số", "day and month have no two digits each");
    let sign =
        ("không ngăn bằng / (hoặc bằng - khi năm đứng trước)", "it is not parted by / (or by - with the year first)");
    for (written, slips, right) in [
        ("5/9/2021", vec![digits], either),
        ("05-09-2021", vec![sign], either),
        ("5.9.21", vec![("năm không đủ bốn chữ số", "the year has no four digits"), digits, sign], either),
        ("2021-9-7", vec![digits], one),
        ("2021/09/07", vec![sign], one),
        ("21-09-07", vec![("năm không đủ bốn chữ số", "the year has no four digits"), sign], one),
        ("20210907", vec![sign], one),
        ("2021-09-07 00:00:00", vec![("có giờ đi kèm", "an hour stands beside it")], one),
        (
            "09/13/2021",
            vec![("tháng đứng trước ngày", "the month stands first")],
            ("13/09/2021 hoặc 2021-09-13", "2021-09-13 or 13/09/2021"),
        ),
    ] {
        let (slips_vi, slips_en): (Vec<_>, Vec<_>) = slips.into_iter().unzip();
        let (vi, en) = (vi.to_owned() + &slips_vi.join("; "), en.to_owned() + &slips_en.join("; "));
        day(written, (&vi, right.0), (&en, right.1));
    }
    let form = (
        "ngày có thật dạng DD/MM/YYYY hoặc YYYY-MM-DD, như 05/09/2021 hoặc 2021-09-05",
        "a day of the calendar as YYYY-MM-DD or DD/MM/YYYY, as 2021-09-05 or 05/09/2021",
    );
    for (written, vi, en) in [
        ("31/02/2021", "lịch không có ngày này", "the calendar has no such day"),
        ("2021-02-29", "lịch không có ngày này", "the calendar has no such day"),
        ("5/9", "ngày không có năm", "the day has no year"),
        ("hôm nay", "không phải là ngày", "not a day"),
        ("//", "không phải là ngày", "not a day"),
        ("1/2/3/4", "không phải là ngày", "not a day"),
        ("５/９/２０２１", "không phải là ngày", "not a day"),
    ] {
        day(written, (vi, form.0), (en, form.1));
    }
    day(
        "44444",
        ("con số mà Excel dùng để giữ một ngày", "định dạng cột thành ngày rồi lưu lại; 05/09/2021 nếu là ngày ấy"),
        (
            "the number by which Excel keeps a day",
            "format the column as dates and save it again; 2021-09-05 if that is the day",
        ),
    );
}

#[test]
fn a_number_in_quotes_and_a_key_that_is_missing_are_told_as_such() {
    let app = App::start();
    let json = |row: &str, vi: (&str, &str), en: (&str, &str)| {
        let good = r#"{"commune": "22741", "day": "2021-09-05", "f0": 0}"#;
        tells(&app, "application/json", &format!("[{row}, {good}]"), vi, en);
    };
    let quoted = |vi, en| (("số nằm trong dấu nháy kép", vi), ("the number stands in quotes", en));
    let (vi, en) = quoted("số không có dấu nháy: 12", "a number without quotes: 12");
    json(r#"{"commune": "22738", "day": "2021-09-05", "f0": "12"}"#, vi, en);
    let (vi, en) = ("thiếu trường bắt buộc, hoặc trường để trống", "a required field is missing or blank");
    for (row, right_vi, right_en) in [
        (
            r#"{"day": "2021-09-05", "f0": 1}"#,
            "mã hoặc tên của xã, phường, thị trấn",
            "the code or the name of the commune",
        ),
        (r#"{"commune": "22738", "f0": 1}"#, "ngày của số liệu", "the day of the figures"),
        (
            r#"{"commune": "22738", "day": "2021-09-05", "f0": null}"#,
            "một số; không có ca thì ghi 0",
            "a number; write 0 for no cases",
        ),
    ] {
        json(row, (vi, right_vi), (en, right_en));
    }
    let blank = ("ô bắt buộc bị để trống", "a required field is blank");
    for (row, right_vi, right_en) in [
        (",2021-09-05,1", "mã hoặc tên của xã, phường, thị trấn", "the code or the name of the commune"),
        ("22738,,1", "ngày của số liệu", "the day of the figures"),
        ("22738,2021-09-05,", "một số; không có ca thì ghi 0", "a number; write 0 for no cases"),
    ] {
        tells(&app, "text/csv", &short([row]), (blank.0, right_vi), (blank.1, right_en));
    }
}

#[test]
fn an_unknown_column_hides_no_other_fault() {
    let app = App::start();
    let codes = |kind: &str, file: &str| -> Vec<String> {
        let place = |row: &Value| format!("{} {} {}", row["line"], row["column"], row["code"]).replace('"', "");
        rows(&app, kind, "vi", file).iter().map(place).collect()
    };
    let file = table("commune,day,f0,deaths", ["99999,5/9/2021,-1,0", "22738,2021-09-05,1,0"]);
    assert_eq!(
        codes("text/csv", &file),
        ["1 deaths unknown_column", "2 commune unknown_unit", "2 day not_a_day", "2 f0 negative"]
    );
    // Of what is missing, or twice and so not known, nothing is said but that.
    let file = table("commune,f0,f0", ["99999,1,2", "22738,1"]);
    assert_eq!(
        codes("text/csv", &file),
        ["1 f0 duplicate_column", "1 day missing_column", "2 commune unknown_unit", "3 null truncated"]
    );
    let file = r#"[{"commune": "x", "day": "2021-09-05", "f0": 0}, {"unit": "22738", "day": "hôm nay", "f0": 1}]"#;
    assert_eq!(
        codes("application/json", file),
        ["1 commune unknown_unit", "2 unit unknown_column", "2 commune missing_value", "2 day not_a_day"]
    );
    // A header of two rows of which one name is not known is still no row of figures.
    let file = "Xã,Ngày,Số ca mắc mới,,Ghi chú\n,,Tổng số,Tử vong,\n22738,05/09/2021,x,0,\n";
    assert_eq!(
        codes("text/csv", file),
        ["2 Số ca mắc mới Tử vong unknown_column", "3 Số ca mắc mới Tổng số not_a_number"]
    );
    // What else stands in a file about people is not told.
    let file = table("commune,day,f0,Họ tên", ["99999,x,-1,Nguyễn Văn An"]);
    assert_eq!(codes("text/csv", &file), ["1 Họ tên personal_data"]);
    assert_eq!(app.read("/api/v1/board")["seq"], 1);
}

#[test]
fn a_commune_may_bear_its_district_in_brackets_or_behind_a_dash() {
    let app = App::start();
    let said = ["Phước Bình (Bác Ái)", "Đô Vinh - Phan Rang - Tháp Chàm", "\"Xã Phước Hữu, Huyện Ninh Phước (22891)\""];
    let receipt = app.stores(short(said.map(|name| format!("{name},2021-09-05,1"))));
    let changes: Vec<_> = receipt["changes"].as_array().unwrap().iter().map(|one| one["unit"].clone()).collect();
    assert_eq!(receipt["revisions"], 3, "{receipt}");
    for unit in ["22783", "22738", "22891"] {
        assert!(changes.contains(&unit.into()), "{unit}: {changes:?}");
    }
}

#[test]
fn an_argument_that_cannot_be_read_is_told_in_the_language_of_the_terminal() {
    let import = ["import", "x.csv", "--token", "t"];
    for (more, vi, en) in [
        (&["--reason", "banana"][..], "lỗi: --reason <REASON> không nhận \"banana\"", "invalid value 'banana'"),
        (&["--absent", "x"], "  một trong: zero, missing", "[possible values: zero, missing]"),
        (&["--explanation", "x"], "lỗi: thiếu --reason <REASON>", "required arguments were not provided"),
        (
            &["--reasn", "other"],
            "lỗi: không có tham số --reasn\n  có phải là: --reason",
            "unexpected argument '--reasn'",
        ),
        (&["--reason"], "lỗi: --reason <REASON> cần một giá trị", "a value is required for"),
    ] {
        let arguments = [&import, more].concat();
        let (told_vi, told_en) = (run_with(&VI, &arguments), run(&arguments));
        assert_eq!((told_vi.code, told_en.code), (Some(2), Some(2)), "{more:?}");
        assert!(told_vi.err.contains(vi) && !told_vi.err.contains("error:"), "{more:?}: {}", told_vi.err);
        assert!(told_en.err.contains("error: ") && told_en.err.contains(en), "{more:?}: {}", told_en.err);
    }
    for (arguments, vi) in [
        (
            &["classify", "--reports", "x", "--day", "5/9/2021"][..],
            "--day <DAY> không nhận \"5/9/2021\": ghi YYYY-MM-DD, như 2021-09-05",
        ),
        (
            &["import", "x.csv", "--token", "t", "--server", "bando.example.vn"],
            "--server <URL> không nhận \"bando.example.vn\": ghi một địa chỉ web, như https://bando.example.vn",
        ),
        (&["importt"], "không có lệnh \"importt\"\n  có phải là: import"),
        (&["classify", "--reports", "x"], "thiếu --day <DAY>"),
        (&["serve", "--ruleset", "x", "--timeline", "y"], "--ruleset <FILE> không đi cùng --timeline <FILE>"),
    ] {
        let told = run_with(&VI, arguments);
        assert!(told.code == Some(2) && told.err.contains(vi), "{arguments:?}: {}", told.err);
        assert!(told.err.contains("Thêm --help"), "{arguments:?}: {}", told.err);
    }
    assert_eq!(run_with(&VI, ["--version"]).code, Some(0));
}

#[test]
fn a_token_for_a_database_that_is_not_there_says_where_it_went_or_what_to_make() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("none/map.db");
    let ask = |path: &std::path::Path, variables: &[(&str, &str)]| {
        run_with(
            variables,
            ["token", "new", "--role", "reporter", "--database", &format!("sqlite://{}", path.display())],
        )
    };
    let (vi, en) = (ask(&path, &VI), ask(&path, &[]));
    let none = folder.path().join("none").display().to_string();
    assert_eq!((vi.code, en.code, vi.out.as_str()), (Some(1), Some(1), ""));
    assert!(vi.err.contains(&format!("không có thư mục {none}; tạo thư mục đó")), "{}", vi.err);
    assert!(en.err.contains(&format!("there is no folder {none}; make it")), "{}", en.err);
    assert!(!folder.path().join("none").exists());
    // Where there is a folder the database is made, and that is said: a server on another file does not know the token.
    let path = folder.path().join("map.db");
    let (first, second) = (ask(&path, &VI), ask(&path, &VI));
    assert!(first.err.contains("map.db nên đã tạo mới; máy chủ phải dùng chính tệp này"), "{}", first.err);
    assert_eq!((first.code, first.out.lines().count(), second.err.as_str()), (Some(0), 1, ""));
}

#[test]
fn a_packed_file_is_not_taken_for_one_in_another_encoding() {
    let app = App::start();
    let file = short(["22738,2021-09-05,1"]);
    let answer = app.submit_with("", &[("content-encoding", "gzip"), ("accept-language", "vi")], &file).with(415);
    assert!(answer.text().contains("Content-Encoding"), "{}", answer.text());
    app.submit_with("", &[("content-encoding", "identity")], &file).with(201);
}

#[test]
fn whoever_reads_only_the_first_lines_has_read_enough() {
    let paper = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(paper.path(), short(["22738,2021-09-05,1"])).unwrap();
    for format in ["table", "csv", "json"] {
        let mut command = crate::terminal::vungxanh();
        let classify = ["classify", "--day", "2021-09-05", "--format", format, "--reports"];
        let command = command.args(classify).arg(paper.path()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        drop(child.stdout.take());
        let ended = child.wait_with_output().unwrap();
        assert!(ended.status.success() && ended.stderr.is_empty(), "{}", String::from_utf8_lossy(&ended.stderr));
    }
}

#[test]
fn a_parameter_that_nothing_knows_is_refused_by_every_resource() {
    let app = App::start();
    let document = app.read("/openapi.json");
    let paths = document["paths"].as_object().unwrap();
    let mut asked = 0;
    // Whoever asks whether a server lives is not asked what for.
    for (path, methods) in paths.iter().filter(|(path, _)| path.starts_with("/api/")) {
        let given = format!("{}?banana=1", path.replace("{code}", "22738"));
        if methods.get("get").is_some() {
            let answer = app.get(&given).with(400);
            assert_eq!(answer.error(), "bad_query", "{path}");
            assert!(answer.text().contains("banana"), "{path}: {}", answer.text());
            asked += 1;
        }
    }
    assert!(asked > 20, "{asked}");
    let headers = [("content-type", "application/json")];
    assert_eq!(app.send("POST", "/api/v1/what-if?banana=1", &headers, b"{}").with(400).error(), "bad_query");
}
