//! Neighbours in files where each commune was digitised on its own: borders that are one on the
//! ground run beside each other or cross, and the same communes border each other for all that.

use super::super::Atlas;
use super::import_trial::{Trial, collection, features, named_squares};
use super::{Province, SHIPPED, pairs};
use serde_json::{Value, json};
use std::path::Path;

/// The map with every corner of every ring moved on its own, at most so many degrees each way, by a
/// fixed sequence of numbers.
fn jittered(mut map: Value, by: f64) -> Value {
    let mut state = 2686_u32;
    let mut off = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (f64::from(state >> 8) / f64::from(1_u32 << 23) - 1.0) * by
    };
    for feature in map["features"].as_array_mut().unwrap() {
        let geometry = &mut feature["geometry"];
        let nested = geometry["type"] == "MultiPolygon";
        let parts = geometry["coordinates"].as_array_mut().unwrap().iter_mut();
        let rings: Vec<&mut Value> =
            if nested { parts.flat_map(|part| part.as_array_mut().unwrap()).collect() } else { parts.collect() };
        for ring in rings {
            let corners = ring.as_array_mut().unwrap();
            for at in corners.iter_mut() {
                *at = json!([at[0].as_f64().unwrap() + off(), at[1].as_f64().unwrap() + off()]);
            }
            let first = corners[0].clone();
            *corners.last_mut().unwrap() = first;
        }
    }
    map
}

/// Communes of Sóc Trăng with a wedge of another province between them, within reach for 200 m and 2 km: a
/// gap like any other once every corner is moved.
const WEDGES: [[&str; 2]; 2] = [["31735", "31738"], ["31753", "31777"]];

/// The squares with a square for the first, from its south-western to its north-eastern corner.
fn with_first(south_west: [f64; 2], north_east: [f64; 2]) -> Value {
    let ([west, south], [east, north]) = (south_west, north_east);
    let mut map = named_squares();
    map["features"][0]["geometry"] = json!({
        "type": "Polygon",
        "coordinates": [[[west, south], [east, south], [east, north], [west, north], [west, south]]]
    });
    map
}

/// Who borders whom among the squares, by their last digits, and what the import says.
fn of_squares(map: &Value) -> (Vec<String>, String) {
    let trial = Trial::of_four_squares(|units| units);
    let said = trial.import(map.to_string()).unwrap_or_else(|faults| panic!("{faults}")).to_string();
    let pairs = pairs(&Atlas::load(&trial.out()).unwrap());
    (pairs.into_iter().map(|(a, b)| format!("{}{}", &a[4..], &b[4..])).collect(), said)
}

#[test]
fn corners_that_each_lie_five_metres_off_part_nobody_and_join_nobody() {
    let shipped = (Path::new(SHIPPED).to_owned(), "schematic.geojson", "Ninh Thuận");
    let real = [("Ninh Thuận", "ninh-thuan"), ("Sóc Trăng", "soc-trang")]
        .into_iter()
        .filter_map(|(name, folder)| Some((super::provinces::shared(folder)?, "communes.geojson", name)));
    for (folder, file, name) in real.chain([shipped]) {
        let map = collection(&features(&folder.join(file)));
        let trial = |map: &Value| {
            let trial = Trial::of(name, Some(folder.join("units.csv")));
            let said = trial.import(map.to_string()).unwrap_or_else(|faults| panic!("{faults}")).to_string();
            (pairs(&Atlas::load(&trial.out()).unwrap()), said)
        };
        let (expected, said) = trial(&map);
        assert!(!said.contains("across gaps"), "{said}");
        for by in [1e-5, 5e-5] {
            let (found, said) = trial(&jittered(map.clone(), by));
            let only = |a: &[(String, String)], b: &[(String, String)]| {
                a.iter().filter(|pair| !b.contains(pair)).cloned().collect::<Vec<_>>()
            };
            let (lost, mut made) = (only(&expected, &found), only(&found, &expected));
            made.retain(|(a, b)| !WEDGES.contains(&[a.as_str(), b.as_str()]));
            assert!(lost.is_empty() && made.is_empty(), "{file} of {name}, {by}: lost {lost:?}, made {made:?}\n{said}");
            assert!(said.contains("across gaps of at most 50 m or overlaps") && !said.contains("no gaps"), "{said}");
        }
    }
}

#[test]
fn squares_that_meet_in_a_corner_are_not_neighbours_however_badly_they_are_drawn() {
    for by in [1e-5, 5e-5, 1e-4, 3e-4] {
        let (pairs, said) = of_squares(&jittered(named_squares(), by));
        assert_eq!(pairs, ["12", "13", "24", "34"], "{by}: {said}");
    }
}

#[test]
fn a_gap_within_reach_parts_nobody_and_a_wider_one_does() {
    // 0.0004° north are 44 m, and 0.0006° are 66 m.
    let (pairs, said) = of_squares(&with_first([108.0, 11.0], [108.1, 11.0996]));
    assert_eq!(pairs, ["12", "13", "24", "34"]);
    assert!(said.contains("1 pair found only across gaps") && !said.contains("no gaps"), "{said}");
    assert!(said.contains("Xã Tây Nam (00001) – Xã Tây Bắc (00002)"), "{said}");
    let (pairs, said) = of_squares(&with_first([108.0, 11.0], [108.1, 11.0994]));
    assert_eq!(pairs, ["13", "24", "34"], "{said}");
}

#[test]
fn communes_that_overlap_are_neighbours_however_deep() {
    // 0.002° east are 220 m.
    let (pairs, said) = of_squares(&with_first([108.0, 11.01], [108.102, 11.09]));
    assert_eq!(pairs, ["13", "24", "34"], "{said}");
    assert!(said.contains("1 pair found only across gaps"), "{said}");
}

#[test]
fn a_commune_without_a_neighbour_is_told_by_import_and_by_check() {
    let (pairs, said) = of_squares(&with_first([108.0, 11.0], [108.09, 11.09]));
    assert_eq!(pairs, ["24", "34"]);
    assert!(said.contains("warning: 1 commune borders no other") && said.contains("Xã Tây Nam (00001)"), "{said}");
    assert!(!said.contains("no gaps"), "{said}");
    let header = |province: Province| province.write("adjacency.csv", "a,b\n00001,00002\n").atlas().summary();
    let said = header(Province::of_four_squares()).to_string();
    assert!(said.contains("warning: 2 communes border no other") && said.contains("(00003), "), "{said}");
    assert!(!Province::of_four_squares().atlas().summary().to_string().contains("warning"));
}
