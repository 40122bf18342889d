//! Workbooks of offices, damaged ones, and those that are meant to do damage.

use super::workbook::{cells, fill, header, of, raw, rows};
use super::*;
use Kind::Xlsx;
use rust_xlsxwriter::{Format, Workbook};

#[test]
fn a_sheet_of_an_office_is_read() {
    let file = rows(&[
        &["SỞ Y TẾ NINH THUẬN"],
        &["Báo cáo ca mắc mới"],
        &[],
        &["STT", "Xã/phường", "Huyện", "Ngày", "Số ca mắc mới", "Trong khu cách ly", "Ghi chú"],
        &["1", "Phước Bình", "Bác Ái", "d:2021-09-05", "3", "1", "chợ"],
        &["2", "Đô Vinh", "Phan Rang-Tháp Chàm", "05/09/2021", "0"],
        &["3", "22741", "", "44444", "=1+6"],
        &["", "Tổng cộng", "", "", "10", "1"],
        &[],
    ]);
    assert_eq!(said(Xlsx, file), ["22783 2021-09-05 3 1 chợ", "22738 2021-09-05 0", "22741 2021-09-05 7"]);
}

#[test]
fn rows_are_told_as_the_sheet_numbers_them() {
    let file = rows(&[
        &["Báo cáo"],
        &[],
        &["Xã", "Ngày", "Số ca mắc mới"],
        &[],
        &["Phước Bình", "d:2021-09-05", "12.5"],
        &["Phước Hòa", "d:2021-09-06", "-1"],
        &["Phước Hòa", "7", "1"],
        &["Tổng cộng", "", "3"],
    ]);
    refuses(
        Xlsx,
        file,
        &[
            (5, "Số ca mắc mới", "12.5", "not_a_number"),
            (6, "Ngày", "2021-09-06", "future_day"),
            (6, "Số ca mắc mới", "-1", "negative"),
            (7, "Ngày", "7", "not_a_day"),
        ],
    );
}

#[test]
fn merged_cells_of_a_header_are_read() {
    let file = of(|sheet| {
        let plain = Format::new();
        sheet.merge_range(0, 0, 0, 5, "BÁO CÁO NGÀY 05/09/2021", &plain).unwrap();
        sheet.merge_range(1, 0, 2, 0, "Xã/phường", &plain).unwrap();
        sheet.merge_range(1, 1, 2, 1, "Ngày", &plain).unwrap();
        sheet.merge_range(1, 2, 1, 4, "Số ca mắc mới", &plain).unwrap();
        sheet.merge_range(1, 5, 2, 5, "Ghi chú", &plain).unwrap();
        fill(sheet, &[&[], &[], &["", "", "Tổng số", "Trong khu cách ly", "Chưa rõ nguồn lây"]]);
        fill(
            sheet,
            &[&[], &[], &[], &["Đô Vinh", "d:2021-09-05", "5", "1", "2", "chợ"], &["Phước Mỹ", "d:2021-09-05", "0"]],
        );
    });
    assert_eq!(said(Xlsx, file), ["22738 2021-09-05 5 1 2 chợ", "22741 2021-09-05 0"]);
}

#[test]
fn a_merged_district_or_day_holds_for_its_rows_and_a_figure_does_not() {
    let sheet = |figures: bool| {
        of(|sheet| {
            fill(
                sheet,
                &[
                    &["Huyện", "Xã", "Ngày", "F0"],
                    &["", "Thanh Hai", "", "1"],
                    &["", "Tri Hải", "", "2"],
                    &["Phan Rang-Tháp Chàm", "Thanh Hai", "", if figures { "" } else { "3" }],
                ],
            );
            let plain = Format::new();
            sheet.merge_range(1, 0, 2, 0, "Ninh Hải", &plain).unwrap();
            sheet.merge_range(1, 2, 3, 2, "05/09/2021", &plain).unwrap();
            if figures {
                sheet.merge_range(2, 3, 3, 3, "2", &plain).unwrap();
            }
        })
    };
    assert_eq!(said(Xlsx, sheet(false)), ["22868 2021-09-05 1", "22864 2021-09-05 2", "22774 2021-09-05 3"]);
    refuses(Xlsx, sheet(true), &[(4, "F0", "ô gộp (merged cell)", "not_a_number")]);
}

#[test]
fn the_one_visible_sheet_with_reports_is_read() {
    let table: &[&[&str]] = &[&["Xã", "Ngày", "F0"], &["22738", "d:2021-09-05", "1"]];
    let book = |second: bool, hidden: bool| {
        let mut workbook = Workbook::new();
        fill(workbook.add_worksheet().set_name("Bìa").unwrap(), &[&["Sở Y tế"]]);
        fill(workbook.add_worksheet().set_name("Số liệu").unwrap(), table);
        let last = workbook.add_worksheet().set_name("04.09").unwrap();
        if second {
            fill(last, table);
        }
        last.set_hidden(hidden);
        workbook.save_to_buffer().unwrap()
    };
    assert_eq!(said(Xlsx, book(false, false)), ["22738 2021-09-05 1"]);
    assert_eq!(said(Xlsx, book(true, true)), ["22738 2021-09-05 1"]);
    refuses(Xlsx, book(true, false), &[(0, "", "", "several_sheets")]);
    let told = parse(Xlsx, book(true, false)).unwrap_err().told(Lang::Vi);
    assert!(told.rows[0].reason.contains("Số liệu, 04.09"), "{told:?}");
}

#[test]
fn cells_with_errors_and_other_values_are_refused() {
    let error = |code| format!("<v>{code}</v>");
    let (reference, zero) = (error("#REF!"), error("#DIV/0!"));
    let sheet = header()
        + &cells(&[("A2", "", "<v>22738</v>"), ("B2", "", "<v>44444</v>"), ("C2", "t=\"e\"", &reference)])
        + &cells(&[("A3", "t=\"e\"", &zero), ("B3", "t=\"e\"", &reference), ("C3", "t=\"b\"", "<v>1</v>")]);
    refuses(
        Xlsx,
        raw("", &sheet, &[]),
        &[
            (2, "f0", "#REF!", "cell_error"),
            (3, "commune", "#DIV/0!", "cell_error"),
            (3, "day", "#REF!", "cell_error"),
            (3, "f0", "TRUE", "not_a_number"),
        ],
    );
}

#[test]
fn a_nul_in_a_cell_is_told_at_its_row() {
    let day = "<is><t>2021-09-05</t></is>";
    let (inline, nul) = ("t=\"inlineStr\"", "<is><t>1\0</t></is>");
    let row = cells(&[("A2", "", "<v>22738</v>"), ("B2", inline, day), ("C2", inline, nul)]);
    let file = raw("", &(header() + &row), &[]);
    refuses(Xlsx, &file, &[(2, "", "", "bad_encoding")]);
    let told = parse(Xlsx, &file).unwrap_err().told(Lang::Vi).rows.remove(0);
    assert_eq!((told.reason.as_str(), told.expected.as_str()), ("ô có ký tự NUL", "xóa ký tự đó"));
}

#[test]
fn a_formula_that_nothing_worked_out_is_not_taken_for_a_blank() {
    let row = |inner: &str, attributes: &str| {
        let day = "<is><t>2021-09-05</t></is>";
        let row = [("A2", "", "<v>22738</v>"), ("B2", "t=\"inlineStr\"", day), ("C2", attributes, inner)];
        raw("", &(header() + &cells(&row)), &[])
    };
    for uncounted in ["<f>1+1</f>", "<f>1+1</f><v></v>", "<f t=\"shared\" ref=\"C2:C3\" si=\"0\">1+1</f>"] {
        refuses(Xlsx, row(uncounted, ""), &[(2, "f0", "=…", "cell_error")]);
    }
    assert_eq!(said(Xlsx, row("<f>1+1</f><v>2</v>", "")), ["22738 2021-09-05 2"]);
    // What Excel worked out as no text at all is blank.
    refuses(Xlsx, row("<f>IF(A2=0,1,\"\")</f><v></v>", "t=\"str\""), &[(2, "f0", "", "missing_value")]);
}

#[test]
fn old_macintosh_workbooks_count_days_from_1904() {
    let sheet = header() + &cells(&[("A2", "", "<v>22738</v>"), ("B2", "", "<v>42982</v>"), ("C2", "", "<v>1</v>")]);
    assert_eq!(said(Xlsx, raw("<workbookPr date1904=\"1\"/>", &sheet, &[])), ["22738 2021-09-05 1"]);
    assert_eq!(said(Xlsx, raw("", &sheet.replace("42982", "44444"), &[])), ["22738 2021-09-05 1"]);
}

#[test]
fn what_is_no_workbook_is_refused() {
    let whole = rows(&[&["Xã", "Ngày", "F0"], &["22738", "d:2021-09-05", "1"]]);
    let damaged = |at: usize| {
        let mut bytes = whole.clone();
        bytes[at] ^= 0xff;
        bytes
    };
    for file in [
        b"".to_vec(),
        b"commune,day,f0\n".to_vec(),
        whole[..whole.len() / 2].to_vec(),
        b"PK\x03\x04".to_vec(),
        damaged(60),
    ] {
        refuses(Xlsx, file, &[(0, "", "", "bad_workbook")]);
    }
    let old = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0];
    refuses(Xlsx, old, &[(0, "", "", "bad_workbook")]);
    assert!(parse(Xlsx, old).unwrap_err().told(Lang::Vi).rows[0].expected.contains(".xlsx"));
    refuses(Xlsx, rows(&[]), &[(0, "", "", "empty")]);
    refuses(Xlsx, rows(&[&["Xã", "Ngày", "F0"]]), &[(0, "", "", "empty")]);
}

#[test]
fn numbers_that_would_take_the_server_down_are_a_damaged_file() {
    let row = cells(&[("A2", "", "<v>22738</v>"), ("B2", "", "<v>44444</v>"), ("C2", "", "<v>1</v>")]);
    let count = |count: &str| format!("<sst uniqueCount=\"{count}\"><si><t>x</t></si></sst>").into_bytes();
    let utf16: Vec<u8> = format!("\u{feff}{}", String::from_utf8(count("1")).unwrap())
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    for texts in [count("99999999999999"), count("9999999999999999999999999"), count("-1"), utf16] {
        let file = raw("", &(header() + &row), &[("xl/sharedStrings.xml", &texts)]);
        refuses(Xlsx, file, &[(0, "", "", "bad_workbook")]);
    }
    assert_eq!(said(Xlsx, raw("", &(header() + &row), &[("xl/sharedStrings.xml", &count("1"))])).len(), 1);
    for at in ["ZZZZZZZZZZ2", "A99999999999", "A0", "2", ""] {
        let sheet = header() + &cells(&[(at, "", "<v>1</v>")]);
        assert!(parse(Xlsx, raw("", &sheet, &[])).is_err(), "{at}");
    }
    // Cells and rows out of order.
    let sheet = header() + &cells(&[("B2", "", "<v>1</v>"), ("A2", "", "<v>1</v>")]);
    refuses(Xlsx, raw("", &sheet, &[]), &[(0, "", "", "bad_workbook")]);
    let far = header() + &cells(&[("IW2", "", "<v>1</v>")]);
    assert!(parse(Xlsx, raw("", &far, &[])).unwrap_err().is_too_large());
}

#[test]
fn a_small_file_that_unpacks_to_very_much_is_refused_while_it_is_unpacked() {
    // Twice 200 MiB of blanks, in half a megabyte.
    let blanks = vec![b' '; 200 << 20];
    let file = raw("", &header(), &[("xl/media/a.bin", &blanks), ("xl/media/b.bin", &blanks)]);
    assert!(file.len() < 1 << 20);
    let refusals = parse(Xlsx, &file).unwrap_err();
    assert!(refusals.is_too_large());
    refuses(Xlsx, &file, &[(0, "", "", "too_large")]);
    // One text in very many cells.
    let text = format!("<sst uniqueCount=\"1\"><si><t>{}</t></si></sst>", "x".repeat(100_000));
    let cell = "<c t=\"s\"><v>0</v></c>";
    let sheet = header() + &format!("<row>{}</row>", cell.repeat(200)).repeat(20);
    let file = raw("", &sheet, &[("xl/sharedStrings.xml", text.as_bytes())]);
    assert!(parse(Xlsx, file).unwrap_err().is_too_large());
}

#[test]
fn the_form_of_a_file_is_seen() {
    use std::path::Path;
    let cases: [(&str, &[u8], Kind); 9] = [
        ("a.csv", b"commune", Kind::Csv),
        ("a.XLSX", b"PK\x03\x04", Xlsx),
        ("a.csv", b"PK\x03\x04", Xlsx),
        ("a.xls", &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], Xlsx),
        ("a.json", b"", Kind::Json),
        ("a", b" \n[{", Kind::Json),
        ("a", b"{", Kind::Json),
        ("a", b"", Kind::Csv),
        ("a.txt", b"[x]", Kind::Csv),
    ];
    for (name, bytes, kind) in cases {
        assert_eq!(Kind::of_file(Path::new(name), bytes), kind, "{name} {bytes:?}");
    }
    for kind in Kind::ALL {
        assert_eq!(Kind::of_media_type(kind.media_type()), Some(kind));
        assert_eq!(Kind::of_media_type(&format!("{}; charset=utf-8", kind.media_type().to_uppercase())), Some(kind));
    }
    assert_eq!(Kind::of_media_type("text/plain"), None);
}
