//! How communes are named, and what is not decided by chance.

use super::*;
use crate::domain::unit::{Tier, Unit, UnitCode};
use Kind::{Csv, Json};

fn unit(commune: &str, district: &str) -> Result<String, Vec<Wrong>> {
    let file = format!("commune,district,day,f0\n\"{commune}\",\"{district}\",2021-09-05,0\n");
    match parse(Csv, &file) {
        Ok(reports) => Ok(reports[0].unit.to_string()),
        Err(_) => Err(wrong(Csv, &file)),
    }
}

#[track_caller]
fn refused(commune: &str, district: &str, code: &str) {
    let reasons = unit(commune, district).unwrap_err();
    assert_eq!(reasons, [(2, "commune".into(), commune.into(), code.to_owned())]);
}

#[test]
fn a_unit_is_named_in_many_ways() {
    for (commune, district) in [
        ("22783", ""),
        ("22783", "584"),
        ("22783", "Huyện Bác Ái"),
        ("Xã Phước Bình", "Huyện Bác Ái"),
        ("Phước Bình", "Bác Ái"),
        ("XÃ PHƯỚC BÌNH", "BÁC ÁI"),
        ("xa phuoc binh", "huyen bac ai"),
        ("X. Phước Bình", "H. Bác Ái"),
        ("X.Phước Bình", "H.Bác Ái"),
        ("  Phước   Bình ", "Bác Ái"),
        ("Phươ\u{301}c Bi\u{300}nh", "Ba\u{301}c A\u{301}i"),
        ("Phước Bình, Bác Ái", ""),
        ("Xã Phước Bình, huyện Bác Ái, tỉnh Ninh Thuận", ""),
        ("Phước Bình, Ninh Thuận", ""),
        ("Phước Bình", ""),
        ("Phước Bình (Bác Ái)", ""),
        ("Xã Phước Bình (huyện Bác Ái, Ninh Thuận)", "Bác Ái"),
        ("Phước Bình - Bác Ái", ""),
        ("Phước Bình – H. Bác Ái, tỉnh Ninh Thuận", ""),
        ("Phước Bình-Bác Ái", ""),
        ("Phước Bình (xã)", ""),
        ("22783 - Phước Bình", ""),
        ("22783 - Xã Phước Bình, Bác Ái", ""),
        ("Phước Bình - 22783", ""),
        ("22783.0", "584.0"),
        ("Xã Phước Bình, Huyện Bác Ái (22783)", ""),
        // A commune that was raised to a town since.
        ("Thị trấn Phước Bình", "Bác Ái"),
    ] {
        assert_eq!(unit(commune, district), Ok("22783".into()), "{commune} | {district}");
    }
    for commune in [
        "Phường Đô Vinh, TP. Phan Rang - Tháp Chàm",
        "P.Do Vinh, tp phan rang thap cham",
        "P. Đô Vinh",
        "Đô Vinh - Phan Rang - Tháp Chàm",
        "Đô Vinh (Phan Rang - Tháp Chàm)",
    ] {
        assert_eq!(unit(commune, ""), Ok("22738".into()), "{commune}");
    }
    assert_eq!(unit("TT. Khánh Hải", "Ninh Hải"), Ok("22834".into()));
}

#[test]
fn names_that_two_communes_bear_are_not_decided_by_chance() {
    // Xã Thành Hải of Phan Rang-Tháp Chàm, Xã Thanh Hải of Ninh Hải.
    refused("Thanh Hai", "", "ambiguous_unit");
    refused("xa thanh hai", "", "ambiguous_unit");
    refused("Thanh Hai - Ninh Thuan", "", "ambiguous_unit");
    refused("Thanh Hai (xã)", "", "ambiguous_unit");
    assert_eq!(unit("Thanh Hai (Ninh Hai)", ""), Ok("22868".into()));
    assert_eq!(unit("Thanh Hai", "Ninh Hai"), Ok("22868".into()));
    assert_eq!(unit("Thanh Hai", "Phan Rang-Thap Cham"), Ok("22774".into()));
    assert_eq!(unit("Thành Hải", ""), Ok("22774".into()));
    assert_eq!(unit("Thanh Hải", ""), Ok("22868".into()));
    let refusals = parse(Csv, "Xã,Ngày,F0\nThanh Hai,2021-09-05,0\n").unwrap_err();
    let told = refusals.told(Lang::Vi).rows.remove(0);
    assert_eq!(told.column.as_deref(), Some("Xã"));
    assert!(told.reason.contains("Xã Thành Hải, Thành phố Phan Rang-Tháp Chàm (22774)"), "{}", told.reason);
    assert!(told.reason.contains("22868"), "{}", told.reason);
}

#[test]
fn units_that_are_not_there_or_disagree_are_refused() {
    for (commune, district) in [
        ("Phước Bình, Sóc Trăng", ""),
        ("Bác Ái", ""),
        ("Xã", ""),
        ("xã, huyện", ""),
        ("Phước Bình, Bác Ái, Ninh Thuận, Việt Nam", ""),
        ("Phước Bình (Ninh Hải)", ""),
        ("Phước Bình - Ninh Hải", ""),
        ("Phước Bình (22738)", ""),
        ("22738 - Phước Bình", ""),
        (".0", ""),
        ("()", ""),
        ("-", ""),
        ("584", ""),
        ("?", ""),
    ] {
        refused(commune, district, "unknown_unit");
    }
    let told = parse(Csv, "Mã xã,Xã,Ngày,F0\n22783,Đô Vinh,2021-09-05,0\n").unwrap_err().told(Lang::Vi).rows.remove(0);
    assert_eq!((told.code.as_str(), told.column.as_deref()), ("unknown_unit", Some("Xã")));
    assert!(told.reason.contains("Xã Phước Bình, Huyện Bác Ái (22783)"), "{}", told.reason);
    assert_eq!(said(Csv, "Mã xã,Xã,Ngày,F0\n22783,Phước Bình,2021-09-05,0\n"), ["22783 2021-09-05 0"]);
    assert_eq!(said(Csv, "Mã xã,Xã,Ngày,F0\n22783,,2021-09-05,0\n"), ["22783 2021-09-05 0"]);
    refuses(Csv, "Mã xã,Ngày,F0\n,2021-09-05,0\n", &[(2, "Mã xã", "", "missing_value")]);
}

#[test]
fn a_slip_in_a_communes_name_is_not_told_as_a_heading() {
    let reason = |commune: &str| {
        let file = format!("commune,day,f0\n\"{commune}\",2021-09-05,0\n");
        parse(Csv, file).unwrap_err().told(Lang::Vi).rows.remove(0).reason
    };
    for heading in ["Huyện Ninh Phước", "H. Ninh Phước", "Ninh Phước", "TP. Phan Rang-Tháp Chàm", "Tỉnh Ninh Thuận"]
    {
        assert!(reason(heading).ends_with(" không phải là cấp xã"), "{heading}: {}", reason(heading));
    }
    // Who left these rows out would lose a commune's figures.
    for slip in ["Xã Ninh Phước", "X. Ninh Phước", "Thị trấn Bác Ái", "P. Phan Rang-Tháp Chàm"] {
        assert!(reason(slip).starts_with("không có xã, phường, thị trấn nào "), "{slip}: {}", reason(slip));
    }
}

#[test]
fn a_wrong_district_is_told_at_the_districts_cell() {
    for (commune, district) in [
        ("Phước Bình", "Ninh Hải"),
        ("22783", "Ninh Hải"),
        ("22783", "582"),
        ("Phước Bình", "Quận 1"),
        ("Phước Bình, Bác Ái", "Ninh Hải"),
        ("Thanh Hai", "Bác Ái"),
    ] {
        let reasons = unit(commune, district).unwrap_err();
        assert_eq!(reasons, [(2, "district".into(), district.into(), "unknown_unit".into())], "{commune}");
    }
    // What is wrong with the commune comes first.
    refused("Phước Bìn", "Quận 1", "unknown_unit");
    for (file, at) in [
        ("Xã,Huyện,Ngày,F0\nPhước Bình,Ninh Hải,05/09/2021,0\n", "Huyện"),
        ("Mã xã,Mã huyện,Ngày,F0\n22783,582,05/09/2021,0\n", "Mã huyện"),
        ("Xã,Huyện,Tỉnh,Ngày,F0\nPhước Bình,Bác Ái,Sóc Trăng,05/09/2021,0\n", "Tỉnh"),
    ] {
        let told = parse(Csv, file).unwrap_err().told(Lang::Vi).rows.remove(0);
        assert_eq!((told.code.as_str(), told.column.as_deref()), ("unknown_unit", Some(at)));
        assert!(told.reason.contains("của Xã Phước Bình, Huyện Bác Ái (22783)"), "{}", told.reason);
    }
}

/// Some of Hà Giang: codes with zeros, and a town and a commune of one name in one district.
fn ha_giang() -> Register {
    let unit = |code: &str, parent: Option<&str>, tier, name: &str| Unit {
        code: UnitCode::parse(code).unwrap(),
        parent: parent.and_then(UnitCode::parse),
        tier,
        name: name.to_owned(),
        kind: name.to_owned(),
        population: 1000,
        area_km2: 1.0,
        lon: 105.0,
        lat: 23.0,
    };
    let units = vec![
        unit("02", None, Tier::Province, "Tỉnh Hà Giang"),
        unit("024", Some("02"), Tier::District, "Thành phố Hà Giang"),
        unit("00688", Some("024"), Tier::Commune, "Phường Quang Trung"),
        unit("00691", Some("024"), Tier::Commune, "Phường Trần Phú"),
        unit("030", Some("02"), Tier::District, "Huyện Vị Xuyên"),
        unit("01153", Some("030"), Tier::Commune, "Thị trấn Việt Lâm"),
        unit("01180", Some("030"), Tier::Commune, "Xã Việt Lâm"),
    ];
    Register::new(units, &[]).unwrap()
}

#[test]
fn a_kind_word_tells_between_two_of_one_name() {
    let register = ha_giang();
    let read = |name: &str| {
        let file = format!("commune,day,f0\n\"{name}\",2021-09-05,0\n");
        let read = read(Csv, file.as_bytes(), &register, None);
        read.map(|reports| reports[0].unit.to_string()).map_err(|refusals| refusals.first()[0].code())
    };
    assert_eq!(read("TT. Việt Lâm, Vị Xuyên"), Ok("01153".into()));
    assert_eq!(read("xa viet lam, vi xuyen"), Ok("01180".into()));
    assert_eq!(read("Việt Lâm, Vị Xuyên"), Err("ambiguous_unit"));
}

#[test]
fn a_code_may_have_lost_its_zeros() {
    let register = ha_giang();
    let read =
        |kind, file: &str| read(kind, file.as_bytes(), &register, None).map(|reports| reports[0].unit.to_string());
    for (kind, file) in [
        (Csv, "code,district_code,day,f0\n00688,024,2021-09-05,0\n"),
        (Csv, "code,district_code,day,f0\n688,24,2021-09-05,0\n"),
        (Csv, "commune,day,f0\n688,2021-09-05,0\n"),
        (Csv, "commune,day,f0\n\"Quang Trung, Hà Giang\",2021-09-05,0\n"),
        (Json, r#"[{"commune": 688, "day": "2021-09-05", "f0": 0}]"#),
    ] {
        assert_eq!(read(kind, file).unwrap(), "00688", "{file}");
    }
    assert!(read(Csv, "commune,day,f0\n0688,2021-09-05,0\n").is_err(), "neither whole nor a number");
    let bytes = super::workbook::rows(&[&["Mã xã", "Ngày", "F0"], &["688", "d:2021-09-05", "0"]]);
    assert_eq!(super::read(Kind::Xlsx, &bytes, &register, None).unwrap()[0].unit.as_str(), "00688");
}
