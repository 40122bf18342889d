//! What is wrong with a file as a whole: cut off, under another header, in another encoding, with more faults than are
//! listed; and what a spreadsheet does to a good one.

use crate::refusals::{NONE, all_refused, told};
use crate::reports::{FIGURES, SHORT, short, table};
use crate::server::App;

#[test]
fn a_file_that_was_cut_off_or_torn_is_refused() {
    all_refused(&[
        ("ends in a quote", b"commune,day,f0\n22738,2021-09-05,\"1\n", &[(2, NONE, NONE, "truncated")]),
        ("ends with a quote", b"commune,day,f0\n22738,2021-09-05,1\n\"", &[(3, NONE, NONE, "truncated")]),
        ("the last row is short", b"commune,day,f0\n22738,2021-09-05,1\n22741,2021-0", &[(3, NONE, NONE, "truncated")]),
        (
            "a row in the middle is short",
            b"commune,day,f0\n22738\n22741,2021-09-05,1\n",
            &[(2, NONE, NONE, "truncated")],
        ),
        (
            "a quote swallows a row up to the next quote",
            b"commune,day,f0,note\n22738,2021-09-05,1,\"a\n22741,2021-09-05,1,\"b\n22744,2021-09-05,1,c\n",
            &[(2, NONE, NONE, "truncated")],
        ),
        (
            "a quote swallows rows up to a quoted field",
            b"commune,day,f0,note\n22738,2021-09-05,1,\"a\n22741,2021-09-05,1,b\n22744,2021-09-05,1,\"c\"\n",
            &[(2, NONE, NONE, "truncated")],
        ),
        (
            "a quote swallows the rest",
            b"commune,day,f0,note\n22738,2021-09-05,1,a\n22741,2021-09-05,1,\"b\n22744,2021-09-05,1,c\n",
            &[(3, NONE, NONE, "truncated")],
        ),
        ("a row is long", b"commune,day,f0\n22738,2021-09-05,1,2\n", &[(2, NONE, NONE, "extra_field")]),
        ("a decimal comma", b"commune,day,f0\n22738,2021-09-05,1,5\n", &[(2, NONE, NONE, "extra_field")]),
    ]);
}

#[test]
fn a_header_that_is_not_ours_is_refused() {
    all_refused(&[
        ("no f0", b"commune,day\n22738,2021-09-05\n", &[(1, "f0", NONE, "missing_column")]),
        (
            "none of ours",
            b"tuoi;thu;so\n22738;2021-09-05;1\n",
            &[
                (1, "tuoi", "tuoi", "unknown_column"),
                (1, "thu", "thu", "unknown_column"),
                (1, "so", "so", "unknown_column"),
                (1, "commune", NONE, "missing_column"),
                (1, "day", NONE, "missing_column"),
                (1, "f0", NONE, "missing_column"),
            ],
        ),
        (
            "one too many",
            b"commune,day,f0,deaths\n22738,2021-09-05,1,0\n",
            &[(1, "deaths", "deaths", "unknown_column")],
        ),
        ("a column twice", b"commune,day,f0,f0\n22738,2021-09-05,1,2\n", &[(1, "f0", "f0", "duplicate_column")]),
        ("a nameless column", b"commune,day,f0,\n22738,2021-09-05,1,x\n", &[(1, "D", "", "unknown_column")]),
        (
            "no header",
            b"22738,2021-09-05,1\n",
            &[
                (1, "22738", "22738", "unknown_column"),
                (1, "2021-09-05", "2021-09-05", "unknown_column"),
                (1, "1", "1", "unknown_column"),
                (1, "commune", NONE, "missing_column"),
                (1, "day", NONE, "missing_column"),
                (1, "f0", NONE, "missing_column"),
            ],
        ),
        ("no bytes", b"", &[(0, NONE, NONE, "empty")]),
        ("a mark and no more", b"\xef\xbb\xbf", &[(0, NONE, NONE, "empty")]),
        ("blank lines", b"\r\n\r\n", &[(0, NONE, NONE, "empty")]),
        ("a header alone", b"commune,day,f0\n", &[(0, NONE, NONE, "empty")]),
        ("a header and blank rows", b"commune,day,f0\n,,\n\n , , \n", &[(0, NONE, NONE, "empty")]),
    ]);
}

#[test]
fn a_file_in_another_encoding_is_refused_with_the_line_where_it_shows() {
    let utf16: Vec<u8> = "\u{feff}commune,day,f0\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let unmarked: Vec<u8> = "commune,day,f0\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    // "Phường" as Windows-1258 writes it.
    let windows_1258 = b"commune,day,f0,note\n22738,2021-09-05,1,\n22741,2021-09-05,1,Ph\xfd\xf5\xccng\n";
    all_refused(&[
        ("UTF-16 with a mark", &utf16, &[(0, NONE, NONE, "bad_encoding")]),
        ("UTF-16 without", &unmarked, &[(0, NONE, NONE, "bad_encoding")]),
        ("Windows-1258", windows_1258, &[(3, NONE, NONE, "bad_encoding")]),
        ("a NUL", b"commune,day,f0\n22738,2021-09-05,1\n22741,2021-09-05,\x001\n", &[(3, NONE, NONE, "bad_encoding")]),
        ("a workbook", b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00\xff", &[(1, NONE, NONE, "bad_encoding")]),
    ]);
}

#[test]
fn every_bad_row_is_listed_in_the_order_of_lines() {
    let file = table(
        FIGURES,
        [
            "99999,2021-09-05,-1,,,,,,",
            "22738,2021-09-05,0,0,0,0,0,0,0",
            "22741,2021-09-05",
            "22744,hôm qua,x,,,,,,",
            "22747,2021-09-05,1,1,1,,,,",
            "22738,2021-09-05,0,0,0,0,0,0,0",
            "22750,2021-09-05,0,0,0,0,0,0,0,0",
            "22753,2021-09-06,3151,,,,,,",
            "22756,2021-09-05,\"0",
        ],
    );
    let wanted = [
        (2, "commune", "99999", "unknown_unit"),
        (2, "f0", "-1", "negative"),
        (4, NONE, NONE, "truncated"),
        (5, "day", "hôm qua", "not_a_day"),
        (5, "f0", "x", "not_a_number"),
        (6, "f0", "1", "parts_exceed_total"),
        (7, "commune", "22738", "duplicate_row"),
        (8, NONE, NONE, "extra_field"),
        (9, "day", "2021-09-06", "future_day"),
        (9, "f0", "3151", "exceeds_population"),
        (10, NONE, NONE, "truncated"),
    ];
    all_refused(&[("all of it", file.as_bytes(), &wanted)]);
}

#[test]
fn lines_are_those_of_an_editor_whatever_ends_them() {
    let rows = [
        "commune,day,f0",
        "22738,2021-09-05,0",
        "",
        "22741,2021-09-05,x",
        "",
        "",
        "\"22744\",2021-09-05,y",
        "22747,2021-09-05,z",
    ];
    let wanted = [(4, "f0", "x", "not_a_number"), (7, "f0", "y", "not_a_number"), (8, "f0", "z", "not_a_number")];
    let files = ["\n", "\r\n"].map(|end| rows.join(end));
    // A note of two lines counts as two.
    let note = format!("{SHORT},note\n22738,2021-09-05,0,\"một\nhai\"\n22741,2021-09-05,x,\n");
    let late = format!("\n\n{SHORT},deaths\n22738,2021-09-05,0,0\n");
    all_refused(&[
        ("line feeds", files[0].as_bytes(), &wanted),
        ("carriage returns too", files[1].as_bytes(), &wanted),
        ("a note of two lines", note.as_bytes(), &[(4, "f0", "x", "not_a_number")]),
        ("a header in line 3", late.as_bytes(), &[(3, "deaths", "deaths", "unknown_column")]),
    ]);
}

#[test]
fn of_very_many_bad_rows_a_thousand_are_listed_and_all_are_counted() {
    let app = App::start();
    let file = short((0..1500).map(|n| format!("22738,2021-09-05,x{n}")));
    let before = app.everything();
    let answer = app.submit(file).with(422);
    let rows = told(&answer);
    // Each row but the first is also a second one of its commune and day.
    assert_eq!(answer.json()["error"]["details"]["total"], 1500 + 1499);
    assert_eq!(rows.len(), 1000);
    assert_eq!((rows[0].0, rows[999].0), (2, 502));
    assert!(rows.is_sorted_by_key(|row| row.0));
    assert_eq!(app.everything(), before);
}

#[test]
fn what_a_spreadsheet_does_to_a_good_file_is_no_fault() {
    let plain = table(
        &format!("{SHORT},note"),
        ["22738,2021-09-05,1,", "22741,2021-09-05,2,\"chợ, bến xe\"", "22744,2021-09-04,0,"],
    );
    let quoted = "\"commune\",\"day\",\"f0\",\"note\"\n\"22738\",\"2021-09-05\",\"1\",\"\"\n\
        \"22741\",\"2021-09-05\",\"2\",\"chợ, bến xe\"\n\"22744\",\"2021-09-04\",\"0\",\"\"\n";
    let shuffled =
        "note,f0,commune,day\n,0,22744,2021-09-04\n\"chợ, bến xe\",2,22741,2021-09-05\n,1,22738,2021-09-05\n";
    let forms = [
        plain.replace('\n', "\r\n"),
        format!("\u{feff}{plain}"),
        plain.trim_end().to_owned(),
        quoted.to_owned(),
        format!("\u{feff}{}", quoted.replace('\n', "\r\n")),
        format!("{plain},,,\n\n  \n,,,\n"),
        plain.replace("22738,2021-09-05,1", " 22738 ,2021-09-05 , 1"),
        shuffled.to_owned(),
        plain.replace("22738", "0022738").replace("0022738", "22738"),
    ];
    let app = App::start();
    assert_eq!(app.stores(&plain)["rows"], 3);
    for form in forms {
        let receipt = app.submit(&form).with(200).json();
        assert_eq!((&receipt["rows"], &receipt["unchanged"]), (&3.into(), &3.into()), "{form}");
    }
}

#[test]
fn a_nul_is_no_text_wherever_it_stands() {
    let app = App::start();
    let (officer, json) = (app.officer(), [("content-type", "application/json")]);
    let reports = r#"[{"commune": "22738", "day": "2021-09-05", "f0": 1, "note": "a\u0000b"}]"#;
    let flags =
        r#"[{"unit": "22738", "flag": "illegal_entry", "from": "2021-09-01", "to": null, "document": "a\u0000b"}]"#;
    let bearer = format!("Bearer {}", app.token);
    let sent = [("authorization", &*bearer), json[0]];
    let answers = [
        app.send("POST", "/api/v1/reports", &sent, reports.as_bytes()),
        app.flags_with(&officer, "", &json, flags.as_bytes()),
    ];
    for answer in answers {
        assert_eq!(answer.with(422).json()["error"]["details"]["rows"][0]["code"], "bad_encoding");
    }
    let query = "?reason=other&explanation=a%00b";
    assert_eq!(app.submit_with(query, &[], short(["22738,2021-09-05,1"])).with(400).error(), "bad_query");
    assert_eq!(app.read("/api/v1/board")["seq"], 1);
}
