//! The map that is served.

use super::super::{Atlas, ServedMap};
use super::Province;
use geojson::{Feature, FeatureCollection, GeometryValue};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

fn features(map: &ServedMap) -> Vec<Feature> {
    let collection: FeatureCollection = std::str::from_utf8(&map.json).unwrap().parse().unwrap();
    collection.features
}

fn property<'a>(feature: &'a Feature, name: &str) -> Option<&'a str> {
    feature.property(name).map(|value| value.as_str().unwrap())
}

fn parts(feature: &Feature) -> Vec<Vec<Vec<[f64; 2]>>> {
    let parts = match &feature.geometry.as_ref().unwrap().value {
        GeometryValue::Polygon { coordinates } => vec![coordinates.clone()],
        GeometryValue::MultiPolygon { coordinates } => coordinates.clone(),
        other => panic!("{other:?}"),
    };
    let point = |at: &geojson::Position| [at[0], at[1]];
    parts.iter().map(|rings| rings.iter().map(|ring| ring.iter().map(point).collect()).collect()).collect()
}

fn of_unit(map: &ServedMap, code: &str) -> Vec<Vec<Vec<[f64; 2]>>> {
    parts(features(map).iter().find(|feature| property(feature, "code") == Some(code)).unwrap())
}

fn corners(feature: &Feature) -> BTreeSet<String> {
    parts(feature).iter().flatten().flatten().map(|at| format!("{at:?}")).collect()
}

#[test]
fn features_come_as_province_districts_communes_in_the_order_of_the_register() {
    let map = Province::of_four_squares().atlas().map;
    let told: Vec<_> = features(&map)
        .iter()
        .map(|feature| {
            ["tier", "code", "district"].map(|name| property(feature, name).unwrap_or("-").to_owned()).join(" ")
        })
        .collect();
    let expected = [
        "province 01 -",
        "district 001 -",
        "district 002 -",
        "commune 00001 001",
        "commune 00002 001",
        "commune 00003 002",
        "commune 00004 002",
    ];
    assert_eq!(told, expected);
}

#[test]
fn outlines_have_no_corner_that_no_commune_has() {
    let atlas = Atlas::shipped();
    let all = features(&atlas.map);
    let mut of_district: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for feature in &all {
        if let Some(district) = property(feature, "district") {
            of_district.entry(district).or_default().extend(corners(feature));
        }
    }
    for feature in &all {
        let allowed = match property(feature, "tier") {
            Some("district") => of_district[property(feature, "code").unwrap()].clone(),
            _ => of_district.values().flatten().cloned().collect(),
        };
        assert!(corners(feature).is_subset(&allowed), "{:?}", feature.properties);
    }
}

#[test]
fn the_outline_of_a_district_is_one_ring_even_where_borders_do_not_match() {
    let dents = "[108.1,11.1],[108.07,11.10001],[108.04,11.09999],[108.0,11.1]]]";
    let gap = "[108.1,11.09999],[108.0,11.09999],[108.0,11.0]]]";
    for edited in ["[108.1,11.1],[108.0,11.1],[108.0,11.0]]]", &dents.replace("]]]", "],[108.0,11.0]]]"), gap] {
        let map = Province::of_four_squares()
            .edit("communes.geojson", "[108.1,11.1],[108.0,11.1],[108.0,11.0]]]", edited)
            .atlas()
            .map;
        let outline = of_unit(&map, "001");
        assert_eq!((outline.len(), outline[0].len()), (1, 1), "{edited}: {outline:?}");
        for [lon, lat] in &outline[0][0] {
            let near = |x: &f64, least: f64, most: f64| (x - least).abs() < 3e-5 || (x - most).abs() < 3e-5;
            assert!(near(lon, 108.0, 108.1) || near(lat, 11.0, 11.2), "{edited}: {lon} {lat}");
        }
        assert_eq!(of_unit(&map, "01").len(), 1);
    }
}

#[test]
fn an_enclave_stays_a_hole() {
    let ring = "[[108.03,11.03],[108.03,11.07],[108.07,11.07],[108.07,11.03],[108.03,11.03]]";
    let province = Province::of_four_squares()
        .edit("communes.geojson", "[108.0,11.1],[108.0,11.0]]]", &format!("[108.0,11.1],[108.0,11.0]],{ring}]"))
        .edit("communes.geojson", "\n]}", &format!(",\n{{\"type\":\"Feature\",\"properties\":{{\"code\":\"00005\"}},\"geometry\":{{\"type\":\"Polygon\",\"coordinates\":[{ring}]}}}}\n]}}"))
        .append("units.csv", "00005,002,commune,Xã Giữa,Xã,1,1,108.05,11.05");
    let map = province.atlas().map;
    assert_eq!(of_unit(&map, "001")[0].len(), 2);
    assert_eq!(of_unit(&map, "002").len(), 2);
    assert_eq!(of_unit(&map, "01")[0].len(), 1);
}

#[test]
fn coordinates_have_at_most_five_decimals_and_outer_rings_turn_left() {
    let map = Province::of_four_squares()
        .edit(
            "communes.geojson",
            "[108.0,11.0],[108.1,11.0],[108.1,11.1],[108.0,11.1],[108.0,11.0]",
            "[108.0,11.0],[108.0,11.1],[108.1,11.1],[108.1,11.0000049],[108.0,11.0]",
        )
        .atlas()
        .map;
    let ring = &of_unit(&map, "00001")[0][0];
    assert!(ring.contains(&[108.1, 11.0]), "{ring:?}");
    let twice_the_area: f64 = ring.windows(2).map(|side| side[0][0] * side[1][1] - side[1][0] * side[0][1]).sum();
    assert!(twice_the_area > 0.0);
}

#[test]
fn a_shape_smaller_than_a_metre_is_still_drawn() {
    let tiny = "[[108.0,11.0],[108.000001,11.0],[108.000001,11.000001],[108.0,11.0]]";
    let province = Province::of_four_squares().edit(
        "communes.geojson",
        "[[108.0,11.0],[108.1,11.0],[108.1,11.1],[108.0,11.1],[108.0,11.0]]",
        tiny,
    );
    assert_eq!(of_unit(&province.atlas().map, "00001")[0][0].len(), 4);
}

#[test]
fn the_compressed_map_is_the_same_map_and_the_tag_is_of_its_content() {
    let atlas = Atlas::shipped();
    let mut plain = Vec::new();
    brotli::Decompressor::new(&*atlas.map.brotli, 4096).read_to_end(&mut plain).unwrap();
    assert_eq!(plain, atlas.map.json);
    assert!(atlas.map.brotli.len() * 3 < plain.len());
    assert_eq!(atlas.map.etag.len(), 20);
    assert!(atlas.map.etag.starts_with("W/\"") && atlas.map.etag.ends_with('"'));
    assert_eq!(atlas.map.etag, Atlas::shipped().map.etag);
    assert_ne!(atlas.map.etag, Province::of_four_squares().atlas().map.etag);
}

#[test]
fn the_bounds_hold_every_corner() {
    let bounds = Province::of_four_squares().atlas().bounds;
    assert_eq!(format!("{:?}", bounds.to_array()), "[108.0, 11.0, 108.2, 11.2]");
}
