//! JSON: strict about keys and kinds, and an answer for whatever else it is.

use super::*;
use crate::wire::RowPlace;
use Kind::Json;

#[test]
fn a_list_of_reports_is_read_with_or_without_its_object() {
    let list = r#"[{"commune": "22738", "day": "2021-09-05", "f0": 3, "f0_isolated": 1, "note": "chợ"},
        {"f0": 0.0, "day": "04/09/2021", "commune": "Phước Bình", "district": "Bác Ái", "f1_community": null}]"#;
    let wanted = ["22738 2021-09-05 3 1 chợ", "22783 2021-09-04 0"];
    assert_eq!(said(Json, list), wanted);
    assert_eq!(said(Json, format!("{{\"reports\": {list}}}")), wanted);
    assert_eq!(said(Json, format!("\u{feff} {list}\n")), wanted);
}

#[test]
fn what_is_wrong_is_told_by_the_place_in_the_list() {
    let file = r#"{"reports": [{"commune": "22738", "day": "2021-09-05", "f0": 1},
        {"commune": "99999", "day": 44444, "f0": "3"},
        {"commune": "22741", "day": "2021-09-05", "f0": -1, "f0_isolated": 1.5, "note": true},
        {"commune": "22744", "day": "2021-09-05", "f0": [1]},
        {},
        {"commune": "22738", "day": "2021-09-05", "f0": null}]}"#;
    refuses(
        Json,
        file,
        &[
            (2, "commune", "99999", "unknown_unit"),
            (2, "day", "44444", "not_a_day"),
            (2, "f0", "3", "not_a_number"),
            (3, "f0", "-1", "negative"),
            (3, "f0_isolated", "1.5", "not_a_number"),
            (3, "note", "true", "not_a_text"),
            (4, "f0", "[…]", "not_a_number"),
            (5, "commune", "", "missing_value"),
            (5, "day", "", "missing_value"),
            (5, "f0", "", "missing_value"),
            (6, "f0", "", "missing_value"),
            (6, "commune", "22738", "duplicate_row"),
        ],
    );
}

#[test]
fn keys_are_ours_and_stand_once() {
    let row = r#""commune": "22738", "day": "2021-09-05", "f0": 1"#;
    refuses(
        Json,
        format!("[{{{row}}}, {{{row}, \"Ngày\": 1}}]"),
        &[(2, "Ngày", "Ngày", "unknown_column"), (2, "commune", "22738", "duplicate_row")],
    );
    refuses(Json, format!("[{{{row}, \"F0\": 1}}]"), &[(1, "F0", "F0", "unknown_column")]);
    refuses(Json, format!("[{{{row}, \"f0\": 2}}]"), &[(1, "f0", "f0", "duplicate_column")]);
    refuses(Json, r#"[{"commune": "22738", "day": "2021-09-05"}]"#, &[(1, "f0", "", "missing_column")]);
    refuses(Json, "[]", &[(0, "", "", "empty")]);
    refuses(Json, r#"{"reports": []}"#, &[(0, "", "", "empty")]);
}

#[test]
fn what_is_not_such_json_is_refused() {
    let row = r#"{"commune": "22738", "day": "2021-09-05", "f0": 1}"#;
    for (file, line) in [
        (String::new(), 1),
        ("{}".into(), 1),
        ("null".into(), 1),
        ("[1]".into(), 1),
        ("\"x\"".into(), 1),
        (format!("[{row}\n"), 2),
        (format!("[{row}] x"), 1),
        (format!("[{row},]"), 1),
        (format!("{{\"reports\": [{row}], \"more\": 1}}"), 1),
        (format!("{{\"reports\": [{row}], \"reports\": [{row}]}}"), 1),
        (format!("{{\"rows\": [{row}]}}"), 1),
        (row.to_owned(), 1),
        ("[".repeat(100_000), 1),
        ("{\"reports\":".repeat(100_000), 1),
    ] {
        refuses(Json, &file, &[(line, "", "", "bad_json")]);
    }
    refuses(Json, b"[\"\xff\"]", &[(1, "", "", "bad_encoding")]);
    let deep = format!(
        "[{{\"commune\": \"22738\", \"day\": \"2021-09-05\", \"f0\": {}1{}}}]",
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    refuses(Json, deep, &[(1, "f0", "[…]", "not_a_number")]);
    // Nothing that was sent is repeated where it was not understood at all.
    let told = parse(Json, "[\"Nguyễn Văn An\"]").unwrap_err().told(Lang::Vi);
    assert!(!format!("{told:?}").contains("Nguyễn"), "{told:?}");
}

#[test]
fn json_that_holds_too_much_is_refused() {
    let many = format!("[{}{{}}]", "{},".repeat(4_000_001));
    assert!(parse(Json, many).unwrap_err().is_too_large());
    let keys: Vec<_> = (0..300).map(|n| format!("\"k{n}\":1")).collect();
    assert!(parse(Json, format!("[{{{}}}]", keys.join(","))).unwrap_err().is_too_large());
}

#[test]
fn a_nul_in_a_text_is_told_where_it_stands() {
    let row = r#""day": "2021-09-05", "f0": 1"#;
    let file =
        format!("[{{\"commune\": \"22738\", {row}}},\n{{\"commune\": \"22741\", {row}, \"note\": \"a\\u0000b\"}}]");
    refuses(Json, &file, &[(2, "", "", "bad_encoding")]);
    let words = |lang| {
        let told = read(Json, file.as_bytes(), &ATLAS.register, None).unwrap_err().told(lang).rows.remove(0);
        (told.place, told.reason, told.expected)
    };
    let record = |reason: &str, expected: &str| (RowPlace::Record, reason.to_owned(), expected.to_owned());
    assert_eq!(words(Lang::Vi), record("trường có ký tự NUL", "xóa ký tự đó"));
    assert_eq!(words(Lang::En), record("a field holds a NUL character", "delete it"));
}
