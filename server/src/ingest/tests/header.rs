//! Headers: Vietnamese names in any hand, titles above, two rows in one; and what is wrong with one.

use super::*;
use crate::ingest::columns::{Column, NAMES};
use Kind::Csv;

#[test]
fn every_name_of_a_column_is_understood_in_any_hand() {
    let all = NAMES.iter().flat_map(|(column, names)| names.iter().map(move |name| (column, *name)));
    for (column, name) in all {
        let decomposed: String = unicode_normalization::UnicodeNormalization::nfd(name).collect();
        let bare: String = decomposed.chars().filter(|letter| !('\u{300}'..'\u{370}').contains(letter)).collect();
        for written in [
            name.to_owned(),
            name.to_uppercase(),
            format!("  {name}\u{a0} "),
            decomposed,
            bare.replace(['đ', 'Đ'], "d"),
            format!("{name} (nếu có)"),
        ] {
            assert_eq!(Column::of_heading(&written), Some(*column), "{written}");
        }
        assert_eq!(Column::of_key(column.name()), Some(*column));
    }
    let names: Vec<_> =
        NAMES.iter().flat_map(|(_, names)| *names).map(|name| crate::domain::name::plain(name)).collect();
    let distinct: std::collections::BTreeSet<_> = names.iter().collect();
    assert_eq!(distinct.len(), names.len(), "a name stands for one column, and once");
}

#[test]
fn a_vietnamese_header_is_read() {
    let file = "STT,Huyện,Xã/phường,Ngày,Số ca mắc mới,Trong khu cách ly,Chưa rõ nguồn lây,\
        Khu công nghiệp/trường học/siêu thị,Chùm ca chưa rõ nguồn lây,F1 cộng đồng,Nguồn,Ghi chú\n\
        1,Bác Ái,Phước Bình,05/09/2021,6,1,2,3,1,9,Trạm y tế,chợ\n";
    assert_eq!(said(Csv, file), ["22783 2021-09-05 6 1 2 3 1 - 9 Trạm y tế chợ"]);
}

#[test]
fn titles_above_the_header_are_passed_over() {
    let file = "SỞ Y TẾ NINH THUẬN,,\n\"Báo cáo ngày 05/09/2021, số 12\",,\n\nMã xã,Ngày,F0\n22738,05/09/2021,1\n22741,05/09/2021,x\n";
    refuses(Csv, file, &[(6, "F0", "x", "not_a_number")]);
    assert_eq!(said(Csv, file.replace(",x", ",2")).len(), 2);
}

#[test]
fn a_header_of_two_rows_is_one() {
    let file =
        "Xã,Ngày,Số ca mắc mới,,,Ghi chú\n,,Tổng số,Trong khu cách ly,Chưa rõ nguồn lây,\n22738,05/09/2021,5,1,2,chợ\n";
    assert_eq!(said(Csv, file), ["22738 2021-09-05 5 1 2 - - - - chợ".replace(" - - - -", "")]);
    // Those in isolation under "F1" are no cases.
    let other = file.replace("Số ca mắc mới,,,Ghi chú", "F0,Số F1,,Ghi chú").replace("Tổng số", "");
    refuses(
        Csv,
        other,
        &[
            (2, "Số F1 Trong khu cách ly", "Số F1 Trong khu cách ly", "unknown_column"),
            (2, "Số F1 Chưa rõ nguồn lây", "Số F1 Chưa rõ nguồn lây", "unknown_column"),
        ],
    );
}

#[test]
fn what_is_wrong_with_a_header_is_told_by_its_own_names() {
    refuses(Csv, "Xã,Ngày\n22738,05/09/2021\n", &[(1, "f0", "", "missing_column")]);
    refuses(
        Csv,
        "Xã,Ngày,F0,Số ca mắc mới,Tử vong\n22738,05/09/2021,1,1,0\n",
        &[(1, "Số ca mắc mới", "Số ca mắc mới", "duplicate_column"), (1, "Tử vong", "Tử vong", "unknown_column")],
    );
    refuses(
        Csv,
        "Xã,Ngày,Số ca mắc mới\n22738,,\n",
        &[(2, "Ngày", "", "missing_value"), (2, "Số ca mắc mới", "", "missing_value")],
    );
}
