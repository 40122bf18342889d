//! What is repaired, what is only told, and what simplification leaves as it is.

use super::super::Atlas;
use super::import_trial::{Trial, collection, features, named_squares, polygons};
use geo::{Area, BooleanOps, CoordsIter, MultiPolygon};
use serde_json::{Value, json};

/// The area of a square, in square degrees.
const SQUARE: f64 = 0.01;

/// The four squares with another geometry for the first; its shape after the import, and the notes.
fn repaired(geometry: Value) -> (MultiPolygon, String) {
    let mut map = named_squares();
    map["features"][0]["geometry"] = geometry;
    let trial = Trial { tolerance_m: 0.0, ..Trial::of_four_squares(|units| units) };
    let notes = trial.notes(&map);
    assert!(Atlas::load(&trial.out()).is_ok());
    (polygons(&trial.out().join("communes.geojson"))["00001"].clone(), notes)
}

fn polygon(rings: &Value) -> Value {
    json!({ "type": "Polygon", "coordinates": rings })
}

fn square() -> Value {
    json!([[108.0, 11.0], [108.1, 11.0], [108.1, 11.1], [108.0, 11.1], [108.0, 11.0]])
}

#[test]
fn broken_rings_are_repaired() {
    let cases = [
        ("an open ring", json!([[[108.0, 11.0], [108.1, 11.0], [108.1, 11.1], [108.0, 11.1]]]), SQUARE, "no gaps"),
        (
            "turned the other way",
            json!([[[108.0, 11.0], [108.0, 11.1], [108.1, 11.1], [108.1, 11.0], [108.0, 11.0]]]),
            SQUARE,
            "no gaps",
        ),
        (
            "repeated points",
            json!([[
                [108.0, 11.0],
                [108.0, 11.0],
                [108.1, 11.0],
                [108.100_001, 11.0],
                [108.1, 11.1],
                [108.0, 11.1],
                [108.0, 11.0]
            ]]),
            SQUARE,
            "2 repeated points",
        ),
        (
            "a spike",
            json!([[
                [108.0, 11.0],
                [108.1, 11.0],
                [108.1, 11.1],
                [108.0, 11.1],
                [107.9, 11.1],
                [108.0, 11.1],
                [108.0, 11.0]
            ]]),
            SQUARE,
            " removed: a ring ran out and straight back",
        ),
        (
            "a spike at the seam",
            json!([[[107.9, 11.0], [108.1, 11.0], [108.1, 11.1], [108.0, 11.1], [108.0, 11.0], [107.9, 11.0]]]),
            SQUARE,
            " removed: a ring ran out and straight back",
        ),
        (
            "a bow tie",
            json!([[[108.0, 11.0], [108.1, 11.1], [108.1, 11.0], [108.0, 11.1], [108.0, 11.0]]]),
            SQUARE / 2.0,
            "1 polygon rebuilt",
        ),
        (
            "a ring that touches itself",
            json!([[
                [108.0, 11.0],
                [108.05, 11.0],
                [108.03, 11.02],
                [108.07, 11.02],
                [108.05, 11.0],
                [108.1, 11.0],
                [108.1, 11.1],
                [108.0, 11.1],
                [108.0, 11.0]
            ]]),
            SQUARE - 0.0004,
            "1 polygon rebuilt",
        ),
        (
            "the hole first",
            json!([[[108.02, 11.02], [108.04, 11.02], [108.04, 11.04], [108.02, 11.04], [108.02, 11.02]], square()]),
            SQUARE - 0.0004,
            "1 polygon rebuilt",
        ),
        (
            "a hole below the stated size",
            json!([
                square(),
                [[108.02, 11.02], [108.0202, 11.02], [108.0202, 11.0202], [108.02, 11.0202], [108.02, 11.02]]
            ]),
            SQUARE,
            "1 hole below 1000 m² filled",
        ),
        (
            "a hole above it",
            json!([
                square(),
                [[108.02, 11.02], [108.0204, 11.02], [108.0204, 11.0204], [108.02, 11.0204], [108.02, 11.02]]
            ]),
            SQUARE - 0.000_000_16,
            "gap of 19",
        ),
    ];
    for (what, rings, area, words) in cases {
        let (shape, notes) = repaired(polygon(&rings));
        assert!((shape.unsigned_area() - area).abs() < 1e-9, "{what}: {}", shape.unsigned_area());
        assert!(notes.contains(words), "{what}: {notes}");
    }
}

#[test]
fn small_parts_are_dropped_and_parts_that_lie_over_each_other_are_one() {
    let islet = json!([[[107.99, 11.0], [107.9902, 11.0], [107.9902, 11.0002], [107.99, 11.0002], [107.99, 11.0]]]);
    let half = json!([[[108.0, 11.0], [108.05, 11.0], [108.05, 11.1], [108.0, 11.1], [108.0, 11.0]]]);
    let (shape, notes) = repaired(json!({ "type": "MultiPolygon", "coordinates": [[square()], islet, half] }));
    assert_eq!((shape.0.len(), shape.coords_count()), (1, 5), "{shape:?}");
    assert!(notes.contains("1 part below 1000 m² removed"), "{notes}");
}

#[test]
fn what_has_no_area_cannot_be_repaired() {
    let mut map = named_squares();
    map["features"][0]["properties"]["MA_XA"] = json!("00001");
    let line = json!([[[108.0, 11.0], [108.1, 11.0], [108.0, 11.0]]]);
    for rings in [json!([[]]), line, json!([[[108.0, 11.0]]])] {
        map["features"][0]["geometry"] = polygon(&rings);
        let trial = Trial::of_four_squares(|units| units);
        assert_eq!(trial.refusal(map.to_string()).0, ["unrepairable_polygon"], "{rings}");
    }
}

#[test]
fn gaps_and_overlaps_are_told_with_their_areas_and_left() {
    let mut map = named_squares();
    // The first square reaches 0.001° into the one east of it, along all of its side.
    map["features"][0]["geometry"] =
        polygon(&json!([[[108.0, 11.0], [108.101, 11.0], [108.101, 11.1], [108.0, 11.1], [108.0, 11.0]]]));
    // The one in the north-west leaves a triangle free between itself and the first.
    map["features"][1]["geometry"] = polygon(&json!([[
        [108.0, 11.1],
        [108.05, 11.101],
        [108.1, 11.1],
        [108.1, 11.2],
        [108.0, 11.2],
        [108.0, 11.1]
    ]]));
    let trial = Trial::of_four_squares(|units| units);
    let notes = trial.notes(&map);
    let expect = |words: &str| assert!(notes.contains(words), "{words}: {notes}");
    // 0.1° by 0.001° at 11° N: 11,070 m by 109.3 m; half as much between 11.1 and 11.101.
    expect("1 overlap, 12094");
    expect("at 108.10050 11.05000, communes 00001, 00003");
    expect("1 gap, 6046");
    expect("communes 00001, 00002");
    assert!(polygons(&trial.out().join("communes.geojson"))["00001"].unsigned_area() > SQUARE);
}

/// The four squares with a zigzag of so many teeth, some 1 m high, for the border in the middle.
fn zigzag(teeth: u32) -> Value {
    let corner = |at: u32| {
        let along = f64::from(at) / f64::from(teeth);
        json!([108.1 + if at % 2 == 1 { 1e-5 } else { 0.0 }, 11.0 + 0.1 * along])
    };
    let up: Vec<Value> = (0..=teeth).map(corner).collect();
    let mut map = named_squares();
    let mut east = vec![json!([108.2, 11.1]), json!([108.2, 11.0])];
    east.splice(0..0, up.iter().cloned());
    east.push(up[0].clone());
    let mut west = vec![json!([108.0, 11.1]), json!([108.0, 11.0])];
    west.splice(0..0, up.iter().cloned());
    west.push(up[0].clone());
    // Another beginning and direction on the other side.
    west.pop();
    west.rotate_left(7);
    west.reverse();
    west.push(west[0].clone());
    map["features"][2]["geometry"] = polygon(&json!([east]));
    map["features"][0]["geometry"] = polygon(&json!([west]));
    map
}

#[test]
fn a_border_is_simplified_once_for_both_sides() {
    let trial = Trial::of_four_squares(|units| units);
    let notes = trial.notes(&zigzag(40));
    assert!(notes.contains("borders simplified by at most 2 m: 20 points of 98"), "{notes}");
    assert!(notes.contains("no gaps\nno overlaps"), "{notes}");
    let kept = Trial { tolerance_m: 0.0, ..Trial::of_four_squares(|units| units) };
    assert!(kept.notes(&zigzag(40)).contains("not simplified: 98 points"));
}

#[test]
fn a_corner_of_one_side_becomes_one_of_both() {
    let mut map = named_squares();
    map["features"][0]["geometry"] = polygon(&json!([[
        [108.0, 11.0],
        [108.1, 11.0],
        [108.100_01, 11.05],
        [108.1, 11.1],
        [108.0, 11.1],
        [108.0, 11.0]
    ]]));
    let trial = Trial { tolerance_m: 0.0, ..Trial::of_four_squares(|units| units) };
    let notes = trial.notes(&map);
    assert!(notes.contains("1 corner added") && notes.contains("no gaps\nno overlaps"), "{notes}");
}

#[test]
fn real_borders_stay_shared_however_much_they_are_simplified() {
    for (name, folder, pairs) in [("Ninh Thuận", "ninh-thuan", 156), ("Sóc Trăng", "soc-trang", 283)] {
        let Some(folder) = super::provinces::shared(folder) else { continue };
        let map = collection(&features(&folder.join("communes.geojson")));
        for tolerance_m in [20.0, 60.0] {
            let trial = Trial { tolerance_m, ..Trial::of(name, Some(folder.join("units.csv"))) };
            let notes = trial.notes(&map);
            assert!(notes.contains("no gaps\nno overlaps") && notes.contains("borders simplified by"), "{notes}");
            assert_eq!(Atlas::load(&trial.out()).unwrap().pairs(), pairs);
        }
    }
}

#[test]
fn simplified_neighbours_cover_what_they_covered() {
    let trial = Trial::of_four_squares(|units| units);
    trial.atlas(&zigzag(40));
    let all = polygons(&trial.out().join("communes.geojson"));
    let whole = all.values().fold(MultiPolygon::empty(), |sum, shape| sum.union(shape));
    assert!((whole.unsigned_area() - 4.0 * SQUARE).abs() < 1e-9);
}

/// A commune within another, their rings begun at different corners and turned either way.
#[test]
fn the_border_of_an_enclave_is_simplified_once_for_both() {
    let corner = |at: u32| {
        let turn = f64::from(at) / 40.0 * std::f64::consts::TAU;
        let reach = if at % 2 == 1 { 0.02 } else { 0.020_01 };
        json!([108.03 + reach * turn.cos(), 11.05 + reach * turn.sin()])
    };
    let closed = |mut ring: Vec<Value>| {
        ring.push(ring[0].clone());
        ring
    };
    let around: Vec<Value> = (0..40).map(corner).collect();
    let mut within = around.clone();
    within.rotate_left(13);
    within.reverse();
    let mut map = named_squares();
    map["features"][0]["geometry"] = polygon(&json!([square(), closed(around)]));
    map["features"][1]["geometry"] = polygon(&json!([closed(within)]));
    map["features"][1]["properties"]["MA_XA"] = json!("00002");
    let trial = Trial { tolerance_m: 100.0, ..Trial::of_four_squares(|units| units) };
    let notes = trial.notes(&map);
    assert!(notes.contains("borders simplified by") && notes.contains("no gaps\nno overlaps"), "{notes}");
    assert!(polygons(&trial.out().join("communes.geojson"))["00002"].coords_count() < 30, "{notes}");
}

/// An islet half in a bay that would be straightened over it.
#[test]
fn a_border_that_would_cross_another_when_simplified_stays_as_it_was() {
    let coast = json!([[
        [108.0, 11.0],
        [108.1, 11.0],
        [108.1, 11.1],
        [108.0, 11.1],
        [108.0, 11.06],
        [108.005, 11.06],
        [108.005, 11.04],
        [108.0, 11.04],
        [108.0, 11.0]
    ]]);
    let islet = json!([[[107.999, 11.05], [108.001, 11.05], [108.001, 11.052], [107.999, 11.052], [107.999, 11.05]]]);
    let mut map = named_squares();
    map["features"][0]["geometry"] = json!({ "type": "MultiPolygon", "coordinates": [coast, islet] });
    let trial = Trial { tolerance_m: 1000.0, ..Trial::of_four_squares(|units| units) };
    let notes = trial.notes(&map);
    assert!(notes.contains("borders simplified by at most 1000 m"), "{notes}");
    let shape = polygons(&trial.out().join("communes.geojson"))["00001"].clone();
    assert!((shape.unsigned_area() - (SQUARE - 0.0001 + 0.000_004)).abs() < 1e-9, "{shape:?}");
    // Without the islet the bay goes.
    map["features"][0]["geometry"] = polygon(&coast);
    let trial = Trial { tolerance_m: 1000.0, ..Trial::of_four_squares(|units| units) };
    trial.atlas(&map);
    assert!(polygons(&trial.out().join("communes.geojson"))["00001"].unsigned_area() > SQUARE - 1e-9);
}
