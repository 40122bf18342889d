//! Files of flags at the door: who may send them, in which forms, and what is wrong with them. Their
//! texts are data, whatever they look like.

use crate::reports::{FLAGS, short, table};
use crate::server::App;
use crate::terminal::{Ended, run};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use serde_json::{Value, json};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

#[test]
fn only_an_officer_sets_flags_and_may_report_as_well() {
    let app = App::start();
    let officer = app.officer();
    let file = table(FLAGS, ["22738,illegal_entry,2021-09-05,,12/QĐ"]);
    let before = app.everything();
    let refused = app.flags_with(&app.token, "", &[], file.as_bytes()).with(403);
    assert_eq!(refused.error(), "forbidden");
    let message = refused.json()["error"]["message"].as_str().unwrap().to_owned();
    assert!(message.contains("reporter") && message.contains("officer"), "{message}");
    for token in ["", "vx_none", &officer[..officer.len() - 1]] {
        let answer = app.flags_with(token, "", &[], file.as_bytes()).with(401);
        assert_eq!((answer.error().as_str(), answer.header("www-authenticate")), ("unauthorized", "Bearer"));
    }
    assert_eq!(app.everything(), before);
    app.flags_with(&officer, "", &[], file.as_bytes()).with(201);
    let bearer = format!("Bearer {officer}");
    let headers = [("authorization", bearer.as_str()), ("content-type", "text/csv")];
    app.send("POST", "/api/v1/reports", &headers, short(["22738,2021-09-05,0"]).as_bytes()).with(201);
}

#[test]
fn what_is_wrong_with_a_file_is_told_in_both_languages_and_nothing_is_stored() {
    let app = App::start();
    let officer = app.officer();
    let before = app.everything();
    let good = "22828,illegal_entry,2021-09-01,,1/QĐ";
    for (row, line, column, code) in [
        ("99999,illegal_entry,2021-09-01,,1/QĐ", 3, "unit", "unknown_unit"),
        ("Đô Vinh,illegal_entry,2021-09-01,,1/QĐ", 3, "unit", "unknown_unit"),
        ("22738,flood,2021-09-01,,1/QĐ", 3, "flag", "unknown_flag"),
        ("582,illegal_entry,2021-09-01,,1/QĐ", 3, "flag", "flag_of_other_tier"),
        ("58,protected_site,2021-09-01,,1/QĐ", 3, "flag", "flag_of_other_tier"),
        ("22738,uncontrolled_source_over_20,2021-09-01,,1/QĐ", 3, "flag", "flag_of_other_tier"),
        ("22738,illegal_entry,2021-02-30,,1/QĐ", 3, "from", "not_a_day"),
        ("22738,illegal_entry,2021-09-01,1/9/2021,1/QĐ", 3, "to", "not_a_day"),
        ("22738,illegal_entry,2012-09-01,,1/QĐ", 3, "from", "too_early"),
        ("22738,illegal_entry,2021-09-01,,", 3, "document", "missing_value"),
        ("22738,illegal_entry,2021-09-01,,bà Nguyễn Thị Hoa", 3, "document", "personal_data"),
        ("22828,illegal_entry,01/09/2021,2021-09-09,2/QĐ", 3, "flag", "duplicate_row"),
        ("22738,illegal_entry,2021-09-01", 3, "", "truncated"),
    ] {
        let file = table(FLAGS, [good, row]);
        let told = |lang: &str| {
            let answer = app.flags_with(&officer, "", &[("accept-language", lang)], file.as_bytes()).with(422);
            assert_eq!(answer.error(), "rejected_rows");
            assert!(!answer.text().contains("Nguyễn"), "{}", answer.text());
            let details = &answer.json()["error"]["details"];
            assert_eq!(details["total"], 1, "{details}");
            details["rows"][0].clone()
        };
        let (vi, en) = (told("vi"), told("en"));
        for told in [&vi, &en] {
            let place = (told["line"].as_u64(), told["column"].as_str().unwrap_or_default(), told["code"].as_str());
            assert_eq!(place, (Some(line), column, Some(code)), "{row}");
        }
        assert!(vi["reason"] != en["reason"] && vi["expected"] != en["expected"], "{vi}");
    }
    let long = format!("22738,illegal_entry,2021-09-01,,{}", "x".repeat(1001));
    let windows = [FLAGS.as_bytes(), b"\n22738,illegal_entry,2021-09-01,,12/Q\xd0"].concat();
    for (file, code) in [
        (FLAGS.into(), "empty"),
        (Vec::new(), "empty"),
        (table(FLAGS, [long]).into_bytes(), "too_long"),
        (windows, "bad_encoding"),
        (table("unit,flag,from,document", ["22738,illegal_entry,2021-09-01,1/QĐ"]).into(), "missing_column"),
        (table("unit,flag,from,to,document,căn", [format!("{good},1")]).into(), "unknown_column"),
        (table("unit,flag,from,to,document,Cờ", [format!("{good},flood")]).into(), "duplicate_column"),
        (table("unit,flag,from,to,document,Họ tên", [format!("{good},An")]).into(), "personal_data"),
        (table(FLAGS, [good, "22738,illegal_entry,2021-09-01,,\"12/QĐ"]).into(), "truncated"),
        (short(["22738,2021-09-05,0"]).into_bytes(), "unknown_column"),
    ] {
        let answer = app.flags_with(&officer, "", &[], &file).with(422).json();
        let rows = answer["error"]["details"]["rows"].as_array().unwrap();
        assert!(rows.iter().any(|row| row["code"] == code), "{code}: {answer}");
    }
    for (kind, status) in [("text/plain", 415), ("application/json", 422), (XLSX, 422)] {
        app.flags_with(&officer, "", &[("content-type", kind)], table(FLAGS, [good]).as_bytes()).with(status);
    }
    assert_eq!(app.flags_with(&officer, "?absent=zero", &[], b"x").with(400).error(), "bad_query");
    assert_eq!(app.everything(), before);
}

#[test]
fn a_hostile_text_comes_back_as_the_data_it_is() {
    let app = App::start();
    app.stores(short(["22738,2021-09-05,0"]));
    let officer = app.officer();
    for (n, text) in [
        "<script>alert(1)</script>",
        "=CMD()|'/c calc'!A0",
        "+84; DROP TABLE flag; --",
        "</script><img src=x onerror=alert(1)>",
        "\u{202e}QĐ/12 {{constructor}} ${x} %s \\u0000",
    ]
    .into_iter()
    .enumerate()
    {
        app.flags(&officer, [format!("22738,illegal_entry,2021-09-0{},,\"{text}\"", n + 1)]);
        assert_eq!(app.read("/api/v1/flags")["flags"][n]["document"], text);
        let answer = app.get("/api/v1/units/22738").with(200);
        let criteria = answer.json()["criteria"].clone();
        let fired = criteria.as_array().unwrap().iter().find(|one| one["id"] == "C-Y4").unwrap();
        assert_eq!(fired["flags"][n]["document"], text);
        assert!(answer.header("content-type").starts_with("application/json"));
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
    }
}

/// A workbook as an office keeps it: a title, our columns in Vietnamese, real dates, a merged day.
fn workbook() -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let (date, plain) = (Format::new().set_num_format("dd/mm/yyyy"), Format::new());
    let day = |day| ExcelDateTime::from_ymd(2021, 9, day).unwrap();
    sheet.write(0, 0, "SỞ Y TẾ").unwrap();
    sheet.write_row(1, 0, ["Mã đơn vị", "Loại cờ", "Từ ngày", "Đến ngày", "Văn bản"]).unwrap();
    sheet.write(2, 0, 22738).unwrap();
    sheet.write(2, 1, "illegal_entry").unwrap();
    sheet.write_with_format(2, 2, day(1), &date).unwrap();
    sheet.merge_range(2, 3, 3, 3, "", &plain).unwrap();
    sheet.write_with_format(2, 3, day(20), &date).unwrap();
    sheet.write(2, 4, "12/QĐ").unwrap();
    sheet.write_row(3, 0, ["582", "protected_site", "01/09/2021"]).unwrap();
    sheet.write(3, 4, "13/QĐ").unwrap();
    workbook.save_to_buffer().unwrap()
}

#[test]
fn a_workbook_json_and_csv_of_flags_say_the_same() {
    let app = App::start();
    let officer = app.officer();
    let flags = json!([
        {"unit": "22738", "flag": "illegal_entry", "from": "2021-09-01", "to": "2021-09-20", "document": "12/QĐ"},
        {"document": "13/QĐ", "unit": "582", "flag": "protected_site", "from": "2021-09-01", "to": "2021-09-20"},
    ]);
    let csv = "Mã đơn vị;Cờ;Từ ngày;Đến ngày;Văn bản\n22738;illegal_entry;01/09/2021;20/09/2021;12/QĐ\n\
        582;protected_site;01/09/2021;20/09/2021;13/QĐ\n";
    let send = |kind: &str, body: &[u8]| app.flags_with(&officer, "", &[("content-type", kind)], body);
    assert_eq!(send(XLSX, &workbook()).with(201).json()["revisions"], 2);
    let list = flags.to_string();
    let whole = json!({ "flags": flags }).to_string();
    for (kind, body) in
        [("application/json", list.as_bytes()), ("application/json", whole.as_bytes()), ("text/csv", csv.as_bytes())]
    {
        let receipt = send(kind, body).with(200).json();
        assert_eq!((&receipt["unchanged"], &receipt["batch"]), (&json!(2), &Value::Null), "{kind}");
    }
    assert_eq!(app.read("/api/v1/flags")["flags"][1]["to"], "2021-09-20");
    let told = |body: Value| {
        let answer = send("application/json", body.to_string().as_bytes()).with(422).json();
        answer["error"]["details"]["rows"][0].clone()
    };
    let wrong = told(json!({"reports": []}));
    assert!(wrong["code"] == "bad_json" && wrong["expected"].as_str().unwrap().contains(r#"{"flags": "#), "{wrong}");
    let wrong =
        told(json!([{"unit": "22738", "flag": "illegal_entry", "from": "2021-09-01", "document": true, "to": null}]));
    assert_eq!((&wrong["code"], &wrong["column"]), (&json!("not_a_text"), &json!("document")));
}

#[test]
fn flags_import_is_a_client_like_import() {
    let app = App::start();
    let officer = app.officer();
    app.stores(short(["22738,2021-09-05,0"]));
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("flags.csv");
    let (name, server) = (file.to_str().unwrap(), format!("http://{}/", app.address));
    let import = |token: &str, more: &[&str]| -> Ended {
        run([&["flags", "import", name, "--server", &server, "--token", token], more].concat())
    };
    std::fs::write(&file, table(FLAGS, ["22738,illegal_entry,2021-09-01,,12/QĐ"])).unwrap();
    let tried = import(&officer, &["--dry-run"]);
    assert!(
        tried.out.contains("only tried") && tried.out.contains("(22738): level 1 → level 2"),
        "{}{}",
        tried.out,
        tried.err
    );
    assert_eq!(app.read("/api/v1/flags")["flags"], json!([]));
    // One that holds from tomorrow on moves nothing today, and that is said, too.
    std::fs::write(&file, table(FLAGS, ["22738,illegal_entry,2021-09-06,,12/QĐ"])).unwrap();
    let later = import(&officer, &["--dry-run"]).out;
    assert!(later.ends_with("\nno level of today's board would change\n"), "{later}");
    std::fs::write(&file, table(FLAGS, ["22738,illegal_entry,2021-09-01,,12/QĐ"])).unwrap();
    let ended = import(&app.token, &[]);
    assert!(ended.code == Some(1) && ended.err.contains("officer"), "{}", ended.err);
    let ended = import(&officer, &[]);
    assert_eq!((ended.code, ended.err.as_str()), (Some(0), ""));
    for says in ["batch 2", "1 flag from 1 row ", "(22738): level 1 → level 2"] {
        assert!(ended.out.contains(says), "{says}: {}", ended.out);
    }
    assert!(import(&officer, &[]).out.contains("stored before, as batch 2"));
    std::fs::write(&file, table(FLAGS, ["22738,flood,2021-09-01,,12/QĐ"])).unwrap();
    let refused = import(&officer, &[]);
    assert!(
        refused.code == Some(1) && refused.err.contains("line 2") && refused.err.contains("unknown_flag"),
        "{}",
        refused.err
    );
    // The token is told to nobody.
    assert!(!refused.err.contains(&officer) && !app.settings.log().contains(&officer));
}
