//! Rows that sum up others.

use super::*;
use Kind::Csv;

const HEAD: &str = "Huyện,Xã,Ngày,F0,Trong khu cách ly\n";
const ROWS: &str =
    "Bác Ái,Phước Bình,05/09/2021,2,1\nBác Ái,Phước Hòa,04/09/2021,3,\nNinh Hải,Tri Hải,05/09/2021,4,2\n";

#[test]
fn a_totals_row_is_checked_and_not_stored() {
    let labels = [
        "Tổng cộng",
        "TỔNG CỘNG:",
        "Cộng",
        "Tổng",
        "Tổng số",
        "tong cong",
        "Toàn tỉnh",
        "Total",
        "Tô\u{309}ng cô\u{323}ng",
    ];
    for label in labels {
        for row in [
            format!("{label},,,9,3\n"),
            format!(",{label},,9,\n"),
            format!(",,{label},9,3\n"),
            format!("{label},,,,\n"),
        ] {
            assert_eq!(said(Csv, format!("{HEAD}{ROWS}{row}")).len(), 3, "{row}");
            assert_eq!(said(Csv, format!("{HEAD}{row}{ROWS}")).len(), 3, "{row}");
        }
    }
    refuses(
        Csv,
        format!("{HEAD}{ROWS}Tổng cộng,,,10,4\n"),
        &[(5, "F0", "10", "total_mismatch"), (5, "Trong khu cách ly", "4", "total_mismatch")],
    );
    let told = parse(Csv, format!("{HEAD}{ROWS}Tổng cộng,,,10,3\n")).unwrap_err().told(Lang::Vi);
    assert!(told.rows[0].reason.contains('9'), "{told:?}");
    refuses(Csv, format!("{HEAD}{ROWS}Tổng cộng,,,chín,3\n"), &[(5, "F0", "chín", "not_a_number")]);
}

#[test]
fn who_signed_below_the_totals_is_no_row_and_no_name_is_repeated() {
    let signed = "Tổng cộng,,,9,3\n,,,,\n,,,NGƯỜI LẬP BẢNG,\nBác Ái,(Ký tên),,,\n,Nguyễn Văn An,,,\n";
    assert_eq!(said(Csv, format!("{HEAD}{ROWS}{signed}")).len(), 3);
    // A row that has a day or a figure is one of the table, wherever it stands.
    refuses(
        Csv,
        format!("{HEAD}{ROWS}Tổng cộng,,,9,3\nBác Ái,Phước Tân,05/09/2021,,\nBác Ái,Phước Tiến,,2,\n"),
        &[(6, "F0", "", "missing_value"), (7, "Ngày", "", "missing_value")],
    );
    // Without totals there is no telling: the row is refused, and the name is not said again.
    let told = parse(Csv, format!("{HEAD}{ROWS}Bác Ái,Nguyễn Văn An,05/09/2021,1,\n")).unwrap_err().told(Lang::Vi);
    assert_eq!((told.rows[0].code.as_str(), &told.rows[0].value), ("unknown_unit", &None));
}

#[test]
fn a_total_of_a_day_or_a_district_is_checked_against_its_own_rows() {
    assert_eq!(
        said(Csv, format!("{HEAD}{ROWS}Tổng cộng,,05/09/2021,6,3\nBác Ái,Cộng,,5,1\nTổng cộng,,,9,3\n")).len(),
        3
    );
    refuses(
        Csv,
        format!("{HEAD}{ROWS}Tổng cộng,,05/09/2021,9,3\nBác Ái,Cộng,,9,1\n"),
        &[(5, "F0", "9", "total_mismatch"), (6, "F0", "9", "total_mismatch")],
    );
}

#[test]
fn a_label_may_name_what_it_sums_up() {
    let sums = |label: &str, sum: u32| format!("{HEAD}{ROWS}{label},,,{sum},\n");
    for (label, sum) in [
        ("Cộng huyện Bác Ái", 5),
        ("TỔNG CỘNG HUYỆN BÁC ÁI:", 5),
        ("Tổng số Ninh Hải", 4),
        ("Tổng cộng toàn tỉnh", 9),
        ("Tổng tỉnh Ninh Thuận", 9),
        ("Tổng số ca", 9),
    ] {
        assert_eq!(said(Csv, sums(label, sum)).len(), 3, "{label}");
        refuses(Csv, sums(label, sum + 1), &[(5, "F0", &(sum + 1).to_string(), "total_mismatch")]);
    }
    for label in ["Cộng dồn", "Cộng Hòa", "Tổng huyện Thuận Bình", "Huyện Bác Ái"] {
        let codes: Vec<_> = wrong(Csv, sums(label, 9)).into_iter().map(|(.., code)| code).collect();
        assert!(codes.contains(&"missing_value".to_owned()), "{label}: {codes:?}");
    }
}

#[test]
fn totals_are_not_held_against_rows_that_cannot_be_read() {
    refuses(
        Csv,
        format!("{HEAD}{ROWS}Ninh Hải,Nhơn Hải,05/09/2021,x,\nTổng cộng,,,9,3\n"),
        &[(5, "F0", "x", "not_a_number")],
    );
    refuses(Csv, format!("{HEAD}Tổng cộng,,,0,0\n"), &[(0, "", "", "empty")]);
}
