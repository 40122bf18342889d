//! What is about persons is refused and never repeated.

use super::*;
use crate::ingest::personal::{is_personal, names_someone};
use Kind::{Csv, Json};

#[test]
fn what_looks_like_a_person_does() {
    for text in [
        "Nguyễn Văn An",
        "NGUYỄN THỊ BÌNH",
        "Trần Quốc Tuấn",
        "le van luyen".to_uppercase().as_str(),
        "0912345678",
        "0912 345 678",
        "0912.345.678",
        "+84912345678",
        "+84 912 345 678",
        "02593822333",
        "264123456",
        "058123456789",
    ] {
        assert!(is_personal(text), "{text}");
    }
    for text in [
        "",
        "Trạm y tế xã Phước Bình",
        "chợ Phan Rang",
        "Hồ Chí Minh",
        "TP. Hồ Chí Minh",
        "Hà Nội",
        "Lê Lợi",
        "2021-09-05",
        "05/09/2021",
        "05.09.2021",
        "12",
        "13258",
        "4294967296",
        "1.000.000",
        "Văn bản số 1234/UBND-VX",
        "nguyên văn an",
        "Công ty may Phan Rang",
        "20210905",
    ] {
        assert!(!is_personal(text), "{text}");
    }
    for text in [
        "BN Nguyễn Văn An, 1980",
        "gọi 0912345678 để hỏi",
        "CCCD: 058123456789",
        "chị Lê Thị Hoa (tổ 3)",
        "05-09-2021 0912345678",
    ] {
        assert!(names_someone(text), "{text}");
    }
    for text in [
        "3 ca tại chợ, 2 ca tại KCN Du Long",
        "theo CV 123/UBND ngày 05/09/2021",
        "bổ sung 12 34 56",
        "Trường Chu Văn An là điểm lấy mẫu",
    ] {
        assert_eq!(names_someone(text), text.contains("Chu Văn An"), "{text}");
    }
}

#[test]
fn a_column_about_people_is_refused_and_not_repeated() {
    for name in [
        "Họ tên",
        "HỌ VÀ TÊN",
        "Ho ten benh nhan",
        "Số điện thoại",
        "SĐT",
        "CCCD",
        "Số CMND/CCCD",
        "Năm sinh",
        "Địa chỉ",
        "phone",
        "patient",
    ] {
        let file = format!("commune,day,f0,{name}\n22738,2021-09-05,1,bí mật\n");
        refuses(Csv, &file, &[(1, name, "", "personal_data")]);
        assert!(!format!("{:?}", parse(Csv, &file).unwrap_err().told(Lang::Vi)).contains("bí mật"));
    }
    refuses(
        Json,
        r#"[{"commune":"22738","day":"2021-09-05","f0":1,"phone":"x"}]"#,
        &[(1, "phone", "", "personal_data")],
    );
}

#[test]
fn a_column_with_people_in_it_is_refused_whatever_it_is_called() {
    let rows = "22738,2021-09-05,1,Nguyễn Văn An\n22741,2021-09-05,1,Trần Thị Bình\n22744,2021-09-05,0,\n";
    for name in ["note", "source", "ca bệnh", ""] {
        let shown = if name.is_empty() { "D" } else { name };
        let file = format!("commune,day,f0,{name}\n{rows}");
        refuses(Csv, &file, &[(1, shown, "", "personal_data")]);
        let all = format!("{:?}", parse(Csv, &file).unwrap_err().told(Lang::En));
        assert!(!all.contains("Nguyễn") && !all.contains("Trần"), "{all}");
    }
    refuses(Csv, "commune,day,f0\n22738,2021-09-05,0912345678\n", &[(1, "f0", "", "personal_data")]);
    // Names of communes look like names of people.
    assert_eq!(said(Csv, "Xã,Ngày,F0\nVăn Hải,2021-09-05,0\n").len(), 1);
}

#[test]
fn a_remark_that_names_someone_is_refused_where_it_stands() {
    let file = "commune,day,f0,note\n22738,2021-09-05,1,chợ\n22741,2021-09-05,1,BN Nguyễn Văn An 1980\n22744,2021-09-05,0,gọi 0912 345 678\n";
    refuses(Csv, file, &[(3, "note", "", "personal_data"), (4, "note", "", "personal_data")]);
}

#[test]
fn a_forgotten_header_with_people_in_it_is_not_repeated() {
    let file = "22738,2021-09-05,1,Nguyễn Văn An,0912345678\n";
    let all = format!("{:?}", wrong(Csv, file));
    assert!(!all.contains("An") && !all.contains("0912"), "{all}");
    assert!(all.contains("personal_data"), "{all}");
}
