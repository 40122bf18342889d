//! Whose polygon a feature is: what counts as the same name, what decides between two of one name,
//! and that nothing is guessed.

use super::import_trial::{Trial, named_squares, squares};
use serde_json::{Value, json};

/// Imports the four squares under these properties; `None` where all were matched, as they should.
fn refused(properties: [Value; 4]) -> Option<(Vec<&'static str>, String)> {
    let trial = Trial::of_four_squares(|units| units);
    let map = squares(properties);
    if trial.import(map.to_string()).is_err() {
        return Some(trial.refusal(map.to_string()));
    }
    let polygons = super::import_trial::polygons(&trial.out().join("communes.geojson"));
    let west = |code: &str| geo::BoundingRect::bounding_rect(&polygons[code]).unwrap().min();
    let at = ["00001", "00002", "00003", "00004"].map(|code| (west(code).x, west(code).y));
    assert_eq!(at, [(108.0, 11.0), (108.0, 11.1), (108.1, 11.0), (108.1, 11.1)]);
    None
}

/// The four names, the first one written otherwise.
fn first(properties: &Value) -> [Value; 4] {
    let rest = ["Xã Tây Bắc", "Xã Đông Nam", "Phường Đông Bắc"].map(|name| json!({ "name": name }));
    let [b, c, d] = rest;
    [properties.clone(), b, c, d]
}

#[test]
fn a_name_is_known_however_it_is_written() {
    let written = [
        json!({ "name": "Xã Tây Nam" }),
        json!({ "name": "tây nam" }),
        json!({ "name": "TAY NAM" }),
        json!({ "name": "XaTayNam" }),
        json!({ "name": "xataynam" }),
        json!({ "name": "X. Tây Nam" }),
        json!({ "name": "x.tây nam" }),
        json!({ "name": "XTâyNam" }),
        json!({ "name": "Ta\u{302}y Nam" }),
        json!({ "name": "Tay Nam commune" }),
        json!({ "name": "TayNamCommune" }),
        json!({ "name": " Xã  Tây-Nam\u{a0}" }),
        json!({ "name": "Xã Tây Nam, Huyện Tây, Tỉnh Bốn Ô" }),
        json!({ "NAME_3": "Tây Nam", "TYPE_3": "Xã", "NAME_2": "Tây", "NAME_1": "Bốn Ô", "GID_3": "VNM.1.2.3_1" }),
        json!({ "NAME_3": "?", "VARNAME_3": "Tay Nam|Southwest", "NAME_1": "Bốn Ô" }),
        json!({ "shapeName": "Tây Nam", "shapeType": "ADM3", "shapeID": "41123B1" }),
        json!({ "name": "Tây Nam", "name:prefix": "Xã" }),
        json!({ "name": "Southwest", "name:vi": "Xã Tây Nam", "admin_level": 8 }),
        json!({ "ten_xa": "Tây Nam" }),
        json!({ "TEN_XA": "TAY NAM", "TEN_HUYEN": "H. TAY" }),
        json!({ "tenXa": "Xã Tây Nam", "maXa": "00001" }),
        json!({ "Tên xã": "Tây Nam", "Mã xã": 1 }),
        json!({ "MA_XA": 1.0 }),
        json!({ "ma_xa": "00001" }),
        json!({ "maxa": "1" }),
        json!({ "ADM3_VI": "Tây Nam", "ADM3_PCODE": "VN0100100001" }),
        json!({ "code": "00001" }),
    ];
    let wrong: Vec<_> =
        written.iter().filter_map(|properties| Some((properties, refused(first(properties))?))).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn another_name_is_not_known_and_the_nearest_are_named() {
    for name in ["Tây Man", "Nam", "Xã", "Đông Nam Tây"] {
        let (codes, said) = refused(first(&json!({ "name": name, "province": "Bốn Ô" }))).unwrap();
        assert_eq!(codes, ["feature_without_unit", "unit_without_feature"], "{said}");
    }
    let (_, said) = refused(first(&json!({ "name": "Tay Nan", "province": "Bốn Ô" }))).unwrap();
    assert!(said.contains("feature 1 \"Tay Nan\" is no commune of the register; it holds the label point of Xã Tây Nam (00001, Huyện Tây); nearest by name: Xã Tây Nam"), "{said}");
    assert!(said.contains("no polygon for Xã Tây Nam (00001, Huyện Tây); its label point is in feature 1 \"Tay Nan\"; nearest by name: feature 1"), "{said}");
}

/// Two communes of one name, a town and the villages around it, as in Sóc Trăng.
fn twice() -> Trial {
    Trial::of_four_squares(|units| {
        units.replace("Xã Tây Nam,Xã", "Thị trấn Long Phú,Thị trấn").replace("Xã Tây Bắc", "Xã Long Phú")
    })
}

fn long_phu(a: &Value, b: &Value) -> (Trial, Value) {
    let properties = [a.clone(), b.clone(), json!({ "name": "Đông Nam" }), json!({ "name": "Đông Bắc" })];
    (twice(), squares(properties))
}

#[test]
fn of_two_of_one_name_the_kind_decides_whatever_the_place() {
    for (a, b) in
        [("Thị trấn Long Phú", "Xã Long Phú"), ("TT. Long Phu", "longphucommune"), ("Long Phú township", "X Long Phú")]
    {
        let (trial, map) = long_phu(&json!({ "name": a }), &json!({ "name": b }));
        assert!(trial.notes(&map).contains("by name 4, by name and place 0"));
    }
    let kinds = (
        json!({ "NAME_3": "Long Phú", "TYPE_3": "Thị trấn" }),
        json!({ "NAME_3": "Long Phú", "ENGTYPE_3": "Commune" }),
    );
    let (trial, map) = long_phu(&kinds.0, &kinds.1);
    assert!(trial.notes(&map).contains("by name 4"));
}

#[test]
fn of_two_of_one_name_the_district_decides() {
    let trial = Trial::of_four_squares(|units| {
        units.replace("Xã Tây Nam", "Xã Long Phú").replace("Xã Đông Nam", "Xã Long Phú")
    });
    let said = |name: &str, district: &str| json!({ "ten_xa": name, "ten_huyen": district });
    let [b, d] = [said("Tây Bắc", "Tây"), said("Đông Bắc", "Đông")];
    let map = squares([said("Long Phú", "Huyện Tây"), b, said("Long Phú", "dong"), d]);
    assert!(trial.notes(&map).contains("by name 4, by name and place 0"));
}

#[test]
fn of_two_of_one_name_the_label_point_decides_where_nothing_else_does() {
    let name = json!({ "name": "Long Phú" });
    let (trial, map) = long_phu(&name, &name);
    let notes = trial.notes(&map);
    assert!(notes.contains("by name 2, by name and place 2"), "{notes}");
    assert!(
        notes.contains("feature 1 \"Long Phú\" is Thị trấn Long Phú (00001, Huyện Tây): told by its place"),
        "{notes}"
    );
}

#[test]
fn two_of_one_name_and_nothing_that_tells_them_apart_are_ambiguous() {
    let trial = Trial::of_four_squares(|units| {
        // Both label points in one square.
        let units = units.replace("Xã Tây Nam", "Xã Long Phú").replace("Xã Tây Bắc", "Xã Long Phú");
        units.replace("108.05,11.15", "108.06,11.05")
    });
    let said = |name: &str| json!({ "name": name, "NAME_1": "Bốn Ô" });
    let map = squares([said("Long Phú"), said("Long Phú"), said("Đông Nam"), said("Đông Bắc")]);
    let (codes, words) = trial.refusal(map.to_string());
    assert_eq!(codes[..2], ["ambiguous_feature"; 2], "{words}");
    assert!(
        words.contains("may be any of Xã Long Phú (00001, Huyện Tây) or Xã Long Phú (00002, Huyện Tây)"),
        "{words}"
    );
}

#[test]
fn a_code_wins_where_it_agrees_with_the_name_and_is_a_fault_where_it_does_not() {
    let trial =
        Trial::of_four_squares(|units| units.replace("Xã Tây Nam", "Xã Long Phú").replace("Xã Tây Bắc", "Xã Long Phú"));
    let said = |name: &str, code: &str| json!({ "TEN_XA": name, "MA_XA": code });
    let [c, d] = [said("Đông Nam", "00003"), said("Đông Bắc", "00004")];
    let map = squares([said("Long Phú", "00002"), said("Long Phú", "00001"), c, d]);
    // By code both squares are in the other's place, which only the label points show.
    assert_eq!(trial.refusal(map.to_string()).0, ["swapped_names"]);
    let (codes, words) = refused(first(&said("Xã Tây Nam", "00003"))).unwrap();
    assert_eq!(codes, ["code_against_name", "unit_without_feature"], "{words}");
    assert!(
        words.contains("has the code 00003, that of Xã Đông Nam (00003, Huyện Đông), but the name of Xã Tây Nam"),
        "{words}"
    );
    let of_ours = json!({ "TEN_XA": "Tây Nam", "MA_XA": "99999", "TEN_TINH": "Bốn Ô" });
    assert_eq!(refused(first(&of_ours)).unwrap().0, ["code_against_name", "unit_without_feature"]);
    let other_list = json!({ "TEN_XA": "Tây Nam", "MA_XA": "7050117", "TEN_TINH": "Bốn Ô" });
    assert_eq!(refused(first(&other_list)), None);
}

#[test]
fn another_kind_or_district_is_forgiven_only_where_the_label_point_agrees() {
    let trial = Trial::of_four_squares(|units| units);
    let map = squares(first(&json!({ "name": "Phường Tây Nam" })));
    assert!(trial.notes(&map).contains("its kind or district differs from the register's"));
    let away = |units: String| units.replace("108.05,11.05", "108.15,11.05");
    for said in [
        json!({ "name": "Thị trấn Tây Nam", "province": "Bốn Ô" }),
        json!({ "xa": "Tây Nam", "huyen": "Bắc", "tinh": "Bốn Ô" }),
    ] {
        let (codes, words) = Trial::of_four_squares(away).refusal(squares(first(&said)).to_string());
        assert_eq!(codes, ["name_alone", "unit_without_feature"], "{words}");
    }
}

#[test]
fn parts_of_a_commune_are_put_together_only_where_each_says_so() {
    let islet = json!([[[108.21, 11.0], [108.22, 11.0], [108.22, 11.01], [108.21, 11.01], [108.21, 11.0]]]);
    let with_islet = |properties: Value| {
        let mut map = named_squares();
        map["features"][2]["properties"] = properties.clone();
        let feature = json!({ "type": "Feature", "properties": properties, "geometry": { "type": "Polygon", "coordinates": islet } });
        map["features"].as_array_mut().unwrap().push(feature);
        map
    };
    for properties in [json!({ "MA_XA": "00003" }), json!({ "tenxa": "Đông Nam", "tinh": "Bốn Ô" })] {
        let trial = Trial::of_four_squares(|units| units);
        assert!(trial.notes(&with_islet(properties)).contains("features 3, 5 are its parts"));
        assert_eq!(super::import_trial::polygons(&trial.out().join("communes.geojson"))["00003"].0.len(), 2);
    }
    // Of a file without provinces this may be another province's commune of the same name.
    let (codes, words) =
        Trial::of_four_squares(|units| units).refusal(with_islet(json!({ "name": "Đông Nam" })).to_string());
    assert_eq!(codes, ["several_features"], "{words}");
}

#[test]
fn names_that_stand_in_each_others_place_are_found() {
    let names = ["Xã Tây Bắc", "Xã Tây Nam", "Xã Đông Nam", "Phường Đông Bắc"].map(|name| json!({ "name": name }));
    let (codes, words) = refused(names).unwrap();
    assert_eq!(codes, ["swapped_names"], "{words}");
}

#[test]
fn what_is_no_commune_of_the_province_is_left_aside() {
    let mut map = named_squares();
    let geometry = map["features"][0]["geometry"].clone();
    let mut push = |properties: Value, geometry: Value| {
        let feature = json!({ "type": "Feature", "properties": properties, "geometry": geometry });
        map["features"].as_array_mut().unwrap().push(feature);
    };
    push(json!({ "name": "Huyện Tây", "admin_level": "6" }), geometry.clone());
    push(json!({ "NAME_3": "Tây Nam", "NAME_1": "Khánh Hòa" }), geometry.clone());
    push(json!({ "shapeName": "Tây Nam", "shapeType": "ADM2" }), geometry.clone());
    push(json!({ "name": "Tây Nam", "place": "village" }), json!({ "type": "Point", "coordinates": [108.0, 11.0] }));
    push(
        json!({ "name": "Tây Nam" }),
        json!({ "type": "Polygon", "coordinates": [[[105.0, 20.0], [105.1, 20.0], [105.1, 20.1], [105.0, 20.0]]] }),
    );
    push(json!({ "name": "Tây Nam", "code": "12345" }), geometry);
    push(json!(null), json!(null));
    let trial = Trial::of_four_squares(|units| units);
    let notes = trial.notes(&map);
    for words in [
        "left aside 2 features: of another tier",
        "left aside 3 features: of other provinces",
        "left aside 2 features: not a polygon",
    ] {
        assert!(notes.contains(words), "{words}: {notes}");
    }
}
