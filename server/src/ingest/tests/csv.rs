//! Habits of those who send CSV: separators, days, decimals, encodings, blank columns.

use super::*;
use Kind::Csv;

#[test]
fn fields_are_parted_by_commas_or_semicolons() {
    let wanted = ["22738 2021-09-05 1 chợ; bến, xe", "22741 2021-09-05 2"];
    assert_eq!(said(Csv, "commune,day,f0,note\n22738,2021-09-05,1,\"chợ; bến, xe\"\n22741,2021-09-05,2,\n"), wanted);
    assert_eq!(
        said(Csv, "commune;day;f0;note\r\n22738;05/09/2021;1;\"chợ; bến, xe\"\r\n22741;05/09/2021;2;\r\n"),
        wanted
    );
    // A title has signs of its own.
    assert_eq!(said(Csv, "Báo cáo; ngày 5/9, gửi Sở\nXã;Ngày;F0\n22738;05/09/2021;1\n"), ["22738 2021-09-05 1"]);
    refuses(Csv, "commune;day;f0\n22738;2021-09-05;1,5\n", &[(2, "f0", "1,5", "not_a_number")]);
    refuses(
        Csv,
        "a;b;c\n1;2;3\n",
        &[
            (1, "a", "a", "unknown_column"),
            (1, "b", "b", "unknown_column"),
            (1, "c", "c", "unknown_column"),
            (1, "commune", "", "missing_column"),
            (1, "day", "", "missing_column"),
            (1, "f0", "", "missing_column"),
        ],
    );
}

#[test]
fn a_quote_that_swallows_rows_is_found_under_either_separator() {
    let file = "commune;day;f0;note\n22738;05/09/2021;1;\"a\n22741;05/09/2021;1;b\n22744;05/09/2021;1;\"c\"\n";
    refuses(Csv, file, &[(2, "", "", "truncated")]);
    refuses(Csv, "commune;day;f0\n22738;05/09/2021;\"1\n", &[(2, "", "", "truncated")]);
}

#[test]
fn a_day_is_written_either_way_and_no_other() {
    assert_eq!(said(Csv, "commune,day,f0\n22738,2021-09-05,0\n22738,04/09/2021,0\n").len(), 2);
    for day in ["5/9/2021", "05-09-2021", "09/05/21", "31/02/2021", "13/13/2021", "44444", "5/9", "2021/09/05"] {
        refuses(Csv, format!("commune,day,f0\n22738,{day},0\n"), &[(2, "day", day, "not_a_day")]);
    }
    refuses(Csv, "commune,day,f0\n22738,06/09/2021,0\n", &[(2, "day", "06/09/2021", "future_day")]);
}

#[test]
fn a_whole_number_may_look_like_a_decimal() {
    assert_eq!(said(Csv, "commune,day,f0\n22738,2021-09-05,12.0\n"), ["22738 2021-09-05 12"]);
    for number in ["12.5", "12.00", "1.000", "12.", ".0", "1.0.0"] {
        refuses(Csv, format!("commune,day,f0\n22738,2021-09-05,{number}\n"), &[(2, "f0", number, "not_a_number")]);
    }
    refuses(Csv, "commune,day,f0\n22738,2021-09-05,-1.0\n", &[(2, "f0", "-1.0", "negative")]);
}

#[test]
fn other_encodings_are_refused_with_how_to_save() {
    let utf16 = |bom: &str, to_bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        format!("{bom}commune,day,f0\n22738,2021-09-05,1\n").encode_utf16().flat_map(to_bytes).collect()
    };
    let files = [
        utf16("\u{feff}", u16::to_le_bytes),
        utf16("\u{feff}", u16::to_be_bytes),
        utf16("", u16::to_le_bytes),
        utf16("", u16::to_be_bytes),
    ];
    for file in files {
        refuses(Csv, &file, &[(0, "", "", "bad_encoding")]);
        let told = parse(Csv, &file).unwrap_err().told(Lang::Vi);
        assert!(told.rows[0].reason.contains("UTF-16") && told.rows[0].expected.contains("CSV UTF-8"), "{told:?}");
    }
    let file = b"commune,day,f0\n22738,2021-09-05,1\n22741,2021-09-05,\x001\n";
    refuses(Csv, file, &[(3, "", "", "bad_encoding")]);
    let told = parse(Csv, file).unwrap_err().told(Lang::Vi);
    assert!(told.rows[0].reason.contains("byte 0"), "{told:?}");
    // "Phường" as Windows-1258 writes it.
    let file = b"commune,day,f0,note\n22738,2021-09-05,1,\n22741,2021-09-05,1,Ph\xfd\xf5\xccng\n";
    refuses(Csv, file, &[(3, "", "", "bad_encoding")]);
    let told = parse(Csv, file).unwrap_err().told(Lang::Vi);
    assert!(told.rows[0].reason.contains("Windows-1258") && told.rows[0].expected.contains("CSV UTF-8"), "{told:?}");
}

/// The file is refused whole for this reason, with how to save it in both languages.
#[track_caller]
fn tells_how_to_save(kind: Kind, file: &str, code: &str, says: &str) {
    refuses(kind, file, &[(0, "", "", code)]);
    let refusals = parse(kind, file).unwrap_err();
    for (lang, save) in [(Lang::Vi, "Lưu thành"), (Lang::En, "Save As")] {
        let told = refusals.told(lang);
        assert!(told.rows[0].reason.contains(says), "{told:?}");
        assert!(told.rows[0].expected.contains(save) && told.rows[0].expected.contains("CSV UTF-8"), "{told:?}");
    }
}

#[test]
fn columns_parted_by_tabs_are_told_as_such() {
    for file in [
        "commune\tday\tf0\n22738\t2021-09-05\t1\n",
        // Exported as "Text (Tab delimited)", with a title and a note that has commas.
        "Báo cáo ngày 05/09/2021, gửi Sở\r\nXã\tNgày\tF0\tGhi chú\r\nPhước Bình\t05/09/2021\t1\t\"chợ, bến xe\"\r\n",
        // And where nothing else is known of its header.
        "đv\tthời gian\tsố\n22738\t2021-09-05\t1\n",
    ] {
        tells_how_to_save(Csv, file, "tab_separated", "tab");
    }
    // A tab in a cell is none between cells.
    assert_eq!(said(Csv, "commune,day,f0,note\n22738,2021-09-05,1,a\tb\n"), ["22738 2021-09-05 1 a\tb"]);
}

#[test]
fn a_web_page_under_the_name_of_a_table_is_told_as_such() {
    let table = "<table><tr><th>commune</th><th>day</th><th>f0</th></tr><tr><td>22738</td></tr></table>";
    let excel = format!("<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><body>{table}</body></html>");
    let xml = "<?xml version=\"1.0\"?>\n<?mso-application progid=\"Excel.Sheet\"?>\n<Workbook/>";
    for file in [table, &excel, xml, &format!("\u{feff}\r\n<!DOCTYPE html>\n{excel}"), &excel.to_uppercase()] {
        let kind = Kind::of_file(std::path::Path::new("bao-cao.xls"), file.as_bytes());
        for kind in [kind, Csv, Kind::Xlsx] {
            tells_how_to_save(kind, file, "web_page", "HTML");
        }
    }
    let bytes = b"<table><td>Ph\xfd\xf5\xccng</table>";
    refuses(Csv, bytes, &[(0, "", "", "web_page")]);
}

#[test]
fn empty_columns_and_rows_at_the_end_say_nothing() {
    let file = "commune,day,f0,,\n22738,2021-09-05,1,,\n,,,,\n\n,,,,\n";
    assert_eq!(said(Csv, file), ["22738 2021-09-05 1"]);
    // Rows that are longer, but by nothing.
    assert_eq!(said(Csv, "commune,day,f0\n22738,2021-09-05,1,,\n"), ["22738 2021-09-05 1"]);
    refuses(Csv, "commune,day,f0,\n22738,2021-09-05,1,x\n", &[(1, "D", "", "unknown_column")]);
}

#[test]
fn a_file_that_holds_too_much_is_refused() {
    let wide = "commune,day,f0\n22738,2021-09-05".to_owned() + &",1".repeat(300) + "\n";
    let refusals = parse(Csv, wide).unwrap_err();
    assert!(refusals.is_too_large());
    let many = "commune,day,f0,note\n".to_owned() + &"1,,,\n".repeat(1_100_000);
    assert!(parse(Csv, many).unwrap_err().is_too_large());
}

#[test]
fn ten_thousand_rows_are_one_batch() {
    let communes = ATLAS.register.of_tier(crate::domain::unit::Tier::Commune);
    let communes: Vec<_> = communes.map(|at| &ATLAS.register.units()[at].code).collect();
    let first = Day::parse("2021-04-01").unwrap();
    let rows = (0..10_000).map(|n: usize| {
        let day = first.plus(i32::try_from(n / communes.len()).unwrap());
        format!("{},{day},0\n", communes[n % communes.len()])
    });
    let file = "commune,day,f0\n".to_owned() + &rows.collect::<String>();
    assert_eq!(read(Csv, file.as_bytes(), &ATLAS.register, None).unwrap().len(), 10_000);
}
