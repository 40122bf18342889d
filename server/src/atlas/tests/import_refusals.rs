//! Files that are no map, maps in other coordinates, places that are taken: each has its words, and
//! nothing is written. Whatever the bytes, there is an answer.

use super::super::{Atlas, ImportFault, ImportRequest, import};
use super::import_trial::{Trial, named_squares};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::fs;

/// The map with every corner changed.
fn moved(change: impl Fn(f64, f64) -> [f64; 2]) -> String {
    let mut map = named_squares();
    for feature in map["features"].as_array_mut().unwrap() {
        for at in feature["geometry"]["coordinates"][0].as_array_mut().unwrap() {
            *at = json!(change(at[0].as_f64().unwrap(), at[1].as_f64().unwrap()));
        }
    }
    map.to_string()
}

fn with(member: &str, value: Value) -> String {
    let mut map = named_squares();
    map[member] = value;
    map.to_string()
}

fn utf16(text: &str) -> Vec<u8> {
    [vec![0xff, 0xfe], text.encode_utf16().flat_map(u16::to_le_bytes).collect()].concat()
}

#[test]
fn a_file_that_is_no_map_is_refused_in_words() {
    let crs = |name: &str| json!({ "type": "name", "properties": { "name": name } });
    let arcs = |arcs: Value| json!({ "type": "Topology", "objects": { "a": { "type": "Polygon", "arcs": arcs } }, "arcs": [[[108.0, 11.0]]] });
    let deep = (0..20).fold(
        json!({ "type": "Polygon", "arcs": [] }),
        |inner, _| json!({ "type": "GeometryCollection", "geometries": [inner] }),
    );
    let files: Vec<(Vec<u8>, &str, &str)> = vec![
        (b"".to_vec(), "empty_file", "empty"),
        (b"\xef\xbb\xbf \n".to_vec(), "empty_file", "empty"),
        (b"PK\x03\x04".to_vec(), "other_format", "ZIP"),
        (b"\x1f\x8b\x08".to_vec(), "other_format", "gzip"),
        (b"\0\0\x27\x0a\0".to_vec(), "other_format", "shapefile"),
        (b"<kml>".to_vec(), "other_format", "XML"),
        (utf16("{}"), "not_utf8", "save the file as UTF-8"),
        (b"{\"a\":\"\xe1\"}".to_vec(), "not_utf8", "byte 6"),
        (b"{\"type\":".to_vec(), "broken_json", "EOF while parsing"),
        (b"[]".to_vec(), "broken_json", "expected a GeoJSON FeatureCollection or a TopoJSON Topology"),
        (b"{}".to_vec(), "broken_json", "no \"type\""),
        (b"{\"type\":7}".to_vec(), "broken_json", "\"type\": invalid type"),
        (b"{\"type\":\"Polygon\"}".to_vec(), "broken_json", "its \"type\" is \"Polygon\""),
        (b"{\"type\":\"FeatureCollection\"}".to_vec(), "broken_json", "no \"features\""),
        ("[".repeat(100_000).into_bytes(), "broken_json", "line 1"),
        (with("features", json!([])).into_bytes(), "nothing_of_province", "names no province"),
        (with("features", json!([{ "type": "Future" }])).into_bytes(), "broken_feature", "feature 1"),
        (with("features", json!([{ "type": "Feature", "properties": {}, "geometry": { "type": "Polygon", "coordinates": [[[1, "2"]]] } }])).into_bytes(), "broken_feature", "feature 1"),
        (with("crs", crs("urn:ogc:def:crs:EPSG::3405")).into_bytes(), "other_coordinates", "3405"),
        (with("crs", crs("EPSG:4756")).into_bytes(), "other_coordinates", "4756"),
        (moved(|x, y| [y, x]).into_bytes(), "swapped_coordinates", "11 108 have the latitude first"),
        (moved(|x, y| [(x - 105.0) * 110_000.0 + 500_000.0, y * 110_000.0]).into_bytes(), "projected_coordinates", "metres"),
        (moved(|x, y| [x - 100.0, y]).into_bytes(), "nothing_of_province", "no feature of the file is of Tỉnh Bốn Ô"),
        (arcs(json!([[7]])).to_string().into_bytes(), "broken_topology", "names arc 7; there are 1"),
        (arcs(json!([[i64::MIN]])).to_string().into_bytes(), "broken_topology", "names arc"),
        (arcs(json!([["0"]])).to_string().into_bytes(), "broken_feature", "feature 1"),
        (json!({ "type": "Topology", "objects": { "a": deep }, "arcs": [] }).to_string().into_bytes(), "broken_topology", "too deep"),
        (json!({ "type": "Topology", "objects": {}, "arcs": [[[1.0]]] }).to_string().into_bytes(), "broken_topology", "fewer than two"),
        (b"{\"type\":\"Topology\",\"objects\":{},\"arcs\":[[[1,1],[1e308,1]]],\"transform\":{\"scale\":[1e308,1],\"translate\":[0,0]}}".to_vec(), "broken_topology", "transform"),
    ];
    for (bytes, code, words) in files {
        let (codes, said) = Trial::of_four_squares(|units| units).refusal(&bytes);
        assert_eq!(codes, [code], "{said}");
        assert!(said.contains(words), "{words}: {said}");
    }
}

#[test]
fn a_single_corner_elsewhere_is_refused_by_its_feature() {
    let elsewhere = [
        ([11.0, 108.0], "swapped_coordinates"),
        ([1e6, 1e6], "projected_coordinates"),
        ([0.0, 0.0], "outside_viet_nam"),
    ];
    for (at, code) in elsewhere {
        let mut map = named_squares();
        map["features"][0]["geometry"]["coordinates"][0][1] = json!(at);
        map["features"][0]["properties"]["MA_XA"] = json!("00001");
        assert_eq!(Trial::of_four_squares(|units| units).refusal(map.to_string()).0, [code]);
    }
}

#[test]
fn the_province_must_be_that_of_the_units_and_one_of_the_file() {
    let trial = Trial { province: "Khánh Hòa".to_owned(), ..Trial::of_four_squares(|units| units) };
    let (codes, said) = trial.refusal(named_squares().to_string());
    assert_eq!(codes, ["other_province"]);
    assert!(
        said.contains("\"Khánh Hòa\" is not the province of the units, Tỉnh Bốn Ô") || said.contains("Khánh Hòa"),
        "{said}"
    );
    for name in ["Bốn Ô", "tinh bon o", "TỈNH BỐN Ô", "BonO", "01", "Bon O province"] {
        let trial = Trial { province: name.to_owned(), ..Trial::of_four_squares(|units| units) };
        assert!(trial.import(named_squares().to_string()).is_ok(), "{name}");
    }
    let mut map = named_squares();
    for feature in map["features"].as_array_mut().unwrap() {
        feature["properties"]["NAME_1"] = json!("Khánh Hòa");
    }
    let (codes, said) = Trial::of_four_squares(|units| units).refusal(map.to_string());
    assert_eq!(codes, ["nothing_of_province"]);
    assert!(said.contains("it names Khánh Hòa"), "{said}");
}

#[test]
fn faults_of_the_units_are_those_of_a_folder() {
    let trial = Trial::of_four_squares(|units| units.replace("Xã,1000", "Xã,0"));
    let (codes, said) = trial.refusal(named_squares().to_string());
    assert_eq!(codes, ["wrong_units"]);
    assert!(said.contains("no_people: unit 00001"), "{said}");
    let nowhere = Trial { units: Some(trial.dir.path().join("nowhere.csv")), ..Trial::of("Bốn Ô", None) };
    assert_eq!(nowhere.refusal(named_squares().to_string()).0, ["wrong_units"]);
}

#[test]
fn a_place_that_is_taken_is_left_as_it_is() {
    let trial = Trial::of_four_squares(|units| units);
    fs::create_dir(trial.out()).unwrap();
    trial.import(named_squares().to_string()).unwrap();
    assert_eq!(Atlas::load(&trial.out()).unwrap().pairs(), 4);
    let before = fs::read(trial.out().join("communes.geojson")).unwrap();
    let again = trial.import(named_squares().to_string()).unwrap_err();
    assert!(matches!(again.faults(), [ImportFault::OutTaken(_)]), "{again}");
    assert_eq!(fs::read(trial.out().join("communes.geojson")).unwrap(), before);
    let file = Trial::of_four_squares(|units| units);
    fs::write(file.out(), "mine").unwrap();
    assert_eq!(file.import(named_squares().to_string()).unwrap_err().faults()[0].code(), "out_taken");
    assert_eq!(fs::read_to_string(file.out()).unwrap(), "mine");
}

#[test]
fn nothing_is_left_behind_of_an_import_that_fails_or_succeeds() {
    let trial = Trial::of_four_squares(|units| units);
    trial.import(named_squares().to_string()).unwrap();
    let mut left: Vec<String> = fs::read_dir(trial.dir.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    left.sort();
    assert_eq!(left, ["list.csv", "map.json", "out"]);
}

#[test]
fn a_huge_file_a_folder_and_no_file_are_told_apart() {
    let trial = Trial::of_four_squares(|units| units);
    let import = |name: &str| {
        let file = trial.dir.path().join(name);
        let request = ImportRequest {
            file: &file,
            province: "01",
            out: &trial.out(),
            units: trial.units.as_deref(),
            tolerance_m: 0.0,
            sliver_m2: 0.0,
        };
        import(&request).unwrap_err().to_string()
    };
    fs::File::create(trial.dir.path().join("huge")).unwrap().set_len(513 << 20).unwrap();
    assert!(import("huge").contains("too_large: the file is larger than 512 MiB"));
    assert!(import(".").contains("unreadable_file"));
    assert!(import("nowhere").contains("unreadable_file"));
}

#[test]
fn hostile_words_stay_on_their_line() {
    let mut map = named_squares();
    map["features"][0]["properties"] = json!({ "NAME_3": "\u{1b}[31m\nTây Nan\u{202e}", "NAME_1": "Bốn Ô" });
    let said = Trial::of_four_squares(|units| units).refusal(map.to_string()).1;
    assert!(said.contains("\\u{1b}[31m\\u{a}") && !said.contains('\u{1b}') && !said.contains('\u{202e}'), "{said}");
}

/// A ring of a few corners on a coarse grid, so that it often touches and crosses itself.
fn ring() -> impl Strategy<Value = Vec<[f64; 2]>> {
    let corner = (0..6_u8, 0..6_u8).prop_map(|(x, y)| [107.97 + f64::from(x) * 0.03, 10.97 + f64::from(y) * 0.03]);
    prop::collection::vec(corner, 0..9)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_bytes_have_an_answer(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(Trial::of_four_squares(|units| units).import(bytes).is_err());
    }

    #[test]
    fn any_change_of_a_map_has_an_answer(at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<prop::sample::Index>()) {
        let mut map = named_squares().to_string().into_bytes();
        let place = at.index(map.len());
        map[place] = byte;
        let trial = Trial::of_four_squares(|units| units);
        if trial.import(&map).is_ok() {
            prop_assert!(Atlas::load(&trial.out()).is_ok());
        }
        map.truncate(cut.index(map.len()));
        prop_assert!(Trial::of_four_squares(|units| units).import(map).is_err());
    }

    #[test]
    fn any_rings_are_repaired_or_refused(
        parts in prop::collection::vec(prop::collection::vec(ring(), 0..3), 0..3),
        tolerance_m in prop::sample::select(vec![0.0, 2.0, 1000.0]),
    ) {
        let mut map = named_squares();
        prop_assume!(!parts.is_empty());
        map["features"][0]["geometry"] = json!({ "type": "MultiPolygon", "coordinates": parts });
        map["features"][0]["properties"]["MA_XA"] = json!("00001");
        let trial = Trial { tolerance_m, ..Trial::of_four_squares(|units| units) };
        match trial.import(map.to_string()) {
            Ok(_) => prop_assert!(Atlas::load(&trial.out()).is_ok()),
            Err(faults) => prop_assert!(faults.faults().iter().all(|fault| {
                matches!(fault.code(), "unrepairable_polygon" | "broken_feature")
            }), "{}", faults),
        }
    }
}
