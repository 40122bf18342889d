//! Known provinces are imported out of every kind of source and come out as they were.

use super::super::{Atlas, MapKind};
use super::import_trial::{SOURCES, Source, Trial, called, collection, disguised, facts, features, least_common};
use super::{Province, SHIPPED};
use crate::domain::unit::Tier;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};

/// A province with true boundaries, where it lies beside the project.
struct Known {
    name: &'static str,
    folder: PathBuf,
    units: Option<PathBuf>,
    /// Its province in the file of the nation, which has codes of its own.
    in_nation: &'static str,
    pairs: usize,
}

fn known() -> Vec<Known> {
    let all = [("Ninh Thuận", "ninh-thuan", "705", 156), ("Sóc Trăng", "soc-trang", "819", 283)];
    all.into_iter()
        .filter_map(|(name, folder, in_nation, pairs)| {
            let folder = super::provinces::shared(folder)?;
            let units = (name != "Ninh Thuận").then(|| folder.join("units.csv"));
            Some(Known { name, folder, units, in_nation, pairs })
        })
        .collect()
}

/// The rest of the nation in a source's properties; its provinces have no names there.
fn noise(source: Source, but: &str) -> Vec<Value> {
    let Some(folder) = super::provinces::shared("vietnam") else { return Vec::new() };
    let others =
        features(&folder.join("communes.geojson")).into_iter().filter(|it| it["properties"]["province"] != but);
    let dress = |feature: Value| {
        let said = |key: &str| feature["properties"][key].as_str().unwrap().to_owned();
        let unit = super::import_trial::Called {
            name: said("name"),
            kind: said("name").split(' ').next().unwrap_or_default().to_owned(),
            district: format!("Huyện {}", said("district")),
            province: format!("Tỉnh số {}", said("province")),
        };
        json!({ "type": "Feature", "properties": source.dress(&unit, 0), "geometry": feature["geometry"] })
    };
    others.map(dress).collect()
}

fn expect_the_same(trial: &Trial, map: &Value, known: &Known) {
    let imported = trial.atlas(map);
    let listed = Atlas::load(&known.folder).unwrap();
    assert_eq!(facts(&imported), facts(&listed));
    assert_eq!((imported.kind, imported.pairs()), (MapKind::Boundaries, known.pairs));
    let least = least_common(&trial.out().join("communes.geojson"), &known.folder.join("communes.geojson"));
    assert!(least > 0.995, "{}: {least}", known.name);
    for (new, old) in imported.register.units().iter().zip(listed.register.units()) {
        let near = (new.lon - old.lon).hypot(new.lat - old.lat) < 1e-3;
        let size = (new.area_km2 / old.area_km2 - 1.0).abs() < 5e-3 || (new.area_km2 - old.area_km2).abs() < 0.011;
        assert!(near && size && new.tier == old.tier, "{new:?}\n{old:?}");
    }
}

#[test]
fn a_province_comes_whole_out_of_a_nation_in_the_properties_of_every_source() {
    for known in known() {
        let atlas = Atlas::load(&known.folder).unwrap();
        let own = features(&known.folder.join("communes.geojson"));
        for source in SOURCES {
            let mut all = noise(source, known.in_nation);
            let middle = all.len() / 2;
            all.splice(middle..middle, disguised(&atlas, &own, source));
            eprintln!("{} as {source:?} among {} features", known.name, all.len());
            expect_the_same(&Trial::of(known.name, known.units.clone()), &collection(&all), &known);
        }
    }
}

#[test]
fn codes_alone_are_enough_and_may_have_lost_their_type() {
    for known in known() {
        let own = features(&known.folder.join("communes.geojson"));
        let bare = own.into_iter().map(|feature| {
            let code: f64 = feature["properties"]["code"].as_str().unwrap().parse().unwrap();
            json!({ "type": "Feature", "properties": { "MA_XA": code }, "geometry": feature["geometry"] })
        });
        expect_the_same(&Trial::of(known.name, known.units.clone()), &collection(&bare.collect::<Vec<_>>()), &known);
    }
}

#[test]
fn topojson_gives_what_geojson_does() {
    for known in known() {
        let atlas = Atlas::load(&known.folder).unwrap();
        let own = disguised(&atlas, &features(&known.folder.join("communes.geojson")), Source::Gadm);
        expect_the_same(&Trial::of(known.name, known.units.clone()), &topology(&own), &known);
        // Arcs that did not meet would be repaired to the same polygons.
        let again = Trial::of(known.name, known.units.clone()).notes(&topology(&own));
        assert!(!again.contains("rebuilt") && !again.contains("repeated"), "{again}");
    }
}

#[test]
fn the_schematic_is_imported_in_the_properties_of_every_source() {
    let shipped = Atlas::shipped();
    let own = features(&Path::new(SHIPPED).join("schematic.geojson"));
    let drawn = Province::copy(Path::new(SHIPPED)).without("adjacency.csv").atlas();
    for source in SOURCES {
        let trial = Trial::of("ninh thuan", None);
        let disguised = disguised(&shipped, &own, source);
        let imported =
            trial.atlas(&if source == Source::Portal { topology(&disguised) } else { collection(&disguised) });
        assert_eq!(facts(&imported), facts(&drawn), "{source:?}");
        assert_eq!(imported.around, shipped.around);
        let least = least_common(&trial.out().join("communes.geojson"), &Path::new(SHIPPED).join("schematic.geojson"));
        assert!(least > 0.995, "{least}");
    }
}

#[test]
fn what_was_written_is_imported_again_as_it_is() {
    let trial = Trial::of("58", None);
    trial.atlas(&collection(&features(&Path::new(SHIPPED).join("schematic.geojson"))));
    let again = Trial { tolerance_m: 0.0, ..Trial::of("58", None) };
    again.import(fs::read(trial.out().join("communes.geojson")).unwrap()).unwrap();
    for file in ["communes.geojson", "units.csv", "adjacency.csv"] {
        assert!(fs::read(again.out().join(file)).unwrap() == fs::read(trial.out().join(file)).unwrap(), "{file}");
    }
}

#[test]
fn source_md_says_where_it_is_from_and_asks_for_the_terms() {
    let trial = Trial::of("Ninh Thuận", None);
    let mut map = collection(&features(&Path::new(SHIPPED).join("schematic.geojson")));
    map["metadata"] = json!({ "generated": "2021-07-05" });
    trial.atlas(&map);
    let said = fs::read_to_string(trial.out().join("SOURCE.md")).unwrap();
    let sum = hex::encode(<sha2::Sha256 as sha2::Digest>::digest(map.to_string()));
    for words in [
        "map.json (GeoJSON)",
        &sum,
        "2021-07-05",
        "TO BE FILLED IN",
        "Licence",
        "matched by code 65",
        "borders simplified",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
}

#[test]
fn every_commune_of_the_disguises_is_there() {
    let atlas = Atlas::shipped();
    assert_eq!(called(&atlas).len(), atlas.register.of_tier(Tier::Commune).count());
}

/// Features as `TopoJSON` on a grid: of each ring two arcs, the second one stored backwards.
fn topology(features: &[Value]) -> Value {
    let mut arcs: Vec<Value> = Vec::new();
    let mut ring = |ring: &Value| {
        let points: Vec<[i64; 2]> =
            ring.as_array().unwrap().iter().map(|at| [0, 1].map(|axis| on_grid(&at[axis], axis))).collect();
        let (first, second) = (&points[..=points.len() / 2], &points[points.len() / 2..]);
        arcs.push(deltas(first.iter()));
        arcs.push(deltas(second.iter().rev()));
        let count = i64::try_from(arcs.len()).unwrap();
        json!([count - 2, !(count - 1)])
    };
    let mut rings = |polygon: &Value| polygon.as_array().unwrap().iter().map(&mut ring).collect::<Vec<_>>();
    let geometries: Vec<Value> = features
        .iter()
        .map(|feature| {
            let (kind, coordinates) = (&feature["geometry"]["type"], &feature["geometry"]["coordinates"]);
            let arcs = if kind == "Polygon" {
                json!(rings(coordinates))
            } else {
                json!(coordinates.as_array().unwrap().iter().map(&mut rings).collect::<Vec<_>>())
            };
            json!({ "type": kind, "arcs": arcs, "properties": feature["properties"] })
        })
        .collect();
    let objects =
        json!({ "communes": { "type": "GeometryCollection", "geometries": geometries }, "none": { "type": null } });
    json!({ "type": "Topology", "transform": { "scale": [1e-5, 1e-5], "translate": [100.0, 8.0] }, "objects": objects, "arcs": arcs })
}

#[expect(clippy::cast_possible_truncation, reason = "degrees on a grid of 0.00001 are small numbers")]
fn on_grid(degrees: &Value, axis: usize) -> i64 {
    ((degrees.as_f64().unwrap() - [100.0, 8.0][axis]) * 1e5).round() as i64
}

fn deltas<'a>(points: impl Iterator<Item = &'a [i64; 2]>) -> Value {
    let mut last = [0, 0];
    points
        .map(|&at| {
            let step = [at[0] - last[0], at[1] - last[1]];
            last = at;
            json!(step)
        })
        .collect()
}
