//! Real provinces: the one that is built in, and two with true boundaries that lie beside the
//! project on its own machines and are skipped, with a message, where they do not.

use super::super::{Atlas, Borders, DEMO_SEASON, MapKind, check};
use super::{Province, SHIPPED, code, pairs};
use crate::domain::unit::Tier;
use proptest::prelude::*;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// The folder of a shared province, if it is there.
pub(super) fn shared(province: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/geodata").join(province);
    if path.is_dir() {
        return Some(path);
    }
    eprintln!("skipped: ../shared/geodata/{province} is not there");
    None
}

#[test]
fn the_built_in_province_is_ninh_thuan_as_a_schematic() {
    let said = Atlas::shipped().summary().to_string();
    let words = "Tỉnh Ninh Thuận (58): 7 districts, 65 communes, 156 pairs (adjacency.csv), a schematic map (schematic.geojson)";
    assert!(said.starts_with(words), "{said}");
}

#[test]
fn the_built_in_province_is_the_folder_of_the_project() {
    let (built_in, folder) = (Atlas::shipped(), Atlas::load(Path::new(SHIPPED)).unwrap());
    assert_eq!(built_in.register, folder.register);
    assert_eq!(built_in.register_hash, folder.register_hash);
    assert_eq!(built_in.map.etag, folder.map.etag);
    assert_eq!(built_in.around, folder.around);
}

#[test]
fn the_names_around_stand_outside_the_province_and_near_it() {
    let atlas = Atlas::shipped();
    let [west, south, east, north] = atlas.bounds.to_array();
    assert_eq!(
        atlas.around.iter().map(|place| place.name.as_str()).collect::<Vec<_>>(),
        ["Khánh Hòa", "Lâm Đồng", "Bình Thuận"]
    );
    for place in &atlas.around {
        let near = (west - 0.15..east + 0.15).contains(&place.lon) && (south - 0.15..north + 0.15).contains(&place.lat);
        assert!(near, "{}", place.name);
    }
    for folder in [Some(PathBuf::from(SHIPPED)), shared("ninh-thuan")].into_iter().flatten() {
        assert_eq!(communes_under(&folder, &atlas.around), Vec::<String>::new());
    }
}

/// The names that are written on a commune.
fn communes_under(folder: &Path, places: &[super::super::Place]) -> Vec<String> {
    use geo::Contains;
    let map = Atlas::load(folder).unwrap().map;
    let collection: geojson::FeatureCollection = std::str::from_utf8(&map.json).unwrap().parse().unwrap();
    let province = geo::Geometry::<f64>::try_from(collection.features[0].geometry.clone().unwrap()).unwrap();
    let on_it = places.iter().filter(|place| province.contains(&geo::Point::new(place.lon, place.lat)));
    on_it.map(|place| place.name.clone()).collect()
}

#[test]
fn the_season_of_the_demo_has_every_commune_on_every_day() {
    let register = Atlas::shipped().register;
    let mut season = csv::Reader::from_reader(DEMO_SEASON);
    let rows: Vec<_> = season.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 65 * 183);
    assert!(
        rows.iter()
            .all(|row| register.index_of(&code(&row[0])).is_some_and(|at| register.units()[at].tier == Tier::Commune))
    );
    assert_eq!(rows.iter().map(|row| row[2].parse::<u32>().unwrap()).sum::<u32>(), 3797);
}

#[test]
fn true_provinces_pass_and_their_computed_borders_are_the_listed_ones() {
    for (name, communes, count) in [("ninh-thuan", 65, 156), ("soc-trang", 109, 283)] {
        let Some(folder) = shared(name) else { continue };
        let listed = Atlas::load(&folder).unwrap_or_else(|faults| panic!("{faults}"));
        assert_eq!((listed.kind, listed.borders), (MapKind::Boundaries, Borders::Listed));
        assert_eq!((listed.register.of_tier(Tier::Commune).count(), listed.pairs()), (communes, count));
        let computed = Province::copy(&folder).without("adjacency.csv").atlas();
        assert_eq!(computed.borders, Borders::Computed);
        assert_eq!(pairs(&computed), pairs(&listed));
        assert_eq!(computed.register_hash, listed.register_hash);
    }
}

#[test]
fn schematic_and_true_boundaries_give_one_register() {
    let Some(folder) = shared("ninh-thuan") else { return };
    let (schematic, boundaries) = (Atlas::shipped(), Atlas::load(&folder).unwrap());
    assert_eq!(schematic.register, boundaries.register);
    assert_eq!(schematic.register_hash, boundaries.register_hash);
    assert_ne!(schematic.map.etag, boundaries.map.etag);
}

#[test]
fn the_schematic_draws_every_listed_border_but_one_and_no_other() {
    let drawn = pairs(&Province::copy(Path::new(SHIPPED)).without("adjacency.csv").atlas());
    let listed = pairs(&Atlas::shipped());
    assert!(drawn.iter().all(|pair| listed.contains(pair)));
    let missing: Vec<_> = listed.into_iter().filter(|pair| !drawn.contains(pair)).collect();
    let inlet = ("22834".to_owned(), "22864".to_owned());
    assert_eq!(missing, [inlet], "Khánh Hải and Tri Hải, as SOURCE.md says");
}

fn lines(text: &str) -> (String, Vec<String>) {
    let mut lines = text.lines().map(str::to_owned);
    (lines.next().unwrap(), lines.collect())
}

fn shuffled(file: &str) -> impl Strategy<Value = (String, Vec<String>)> + use<> {
    let (head, rows) = lines(&std::fs::read_to_string(Path::new(SHIPPED).join(file)).unwrap());
    Just(rows).prop_shuffle().prop_map(move |rows| (head.clone(), rows))
}

/// The features in another order, each as it was.
fn shuffled_features() -> impl Strategy<Value = String> + use<> {
    let text = std::fs::read_to_string(Path::new(SHIPPED).join("schematic.geojson")).unwrap();
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    let features = json["features"].as_array().unwrap().clone();
    Just(features)
        .prop_shuffle()
        .prop_map(|features| serde_json::json!({ "type": "FeatureCollection", "features": features }).to_string())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn the_order_of_pairs_and_features_changes_nothing(
        (head, rows) in shuffled("adjacency.csv"),
        map in shuffled_features(),
        turn in any::<bool>(),
    ) {
        let rows = rows.iter().map(|row| {
            let fields: Vec<&str> = row.split(',').collect();
            if turn { format!("{},{},{}\n", fields[1], fields[0], fields[2]) } else { format!("{row}\n") }
        });
        let pairs = head + "\n" + &rows.collect::<String>();
        let atlas = Province::copy(Path::new(SHIPPED)).write("adjacency.csv", pairs).write("schematic.geojson", map).atlas();
        let plain = Atlas::shipped();
        prop_assert_eq!(&atlas.register, &plain.register);
        prop_assert_eq!(&atlas.register_hash, &plain.register_hash);
        prop_assert_eq!(&atlas.map.etag, &plain.map.etag);
        prop_assert_eq!(atlas.bounds, plain.bounds);
    }

    #[test]
    fn the_order_of_units_changes_the_order_and_its_hash_alone((head, rows) in shuffled("units.csv")) {
        let atlas = Province::copy(Path::new(SHIPPED)).write("units.csv", format!("{head}\n{}\n", rows.join("\n"))).atlas();
        let plain = Atlas::shipped();
        let sorted = |atlas: &Atlas| {
            let mut units = atlas.register.units().to_vec();
            units.sort_by(|a, b| a.code.cmp(&b.code));
            let collection: geojson::FeatureCollection = std::str::from_utf8(&atlas.map.json).unwrap().parse().unwrap();
            let mut features: Vec<String> = collection.features.iter().map(ToString::to_string).collect();
            features.sort();
            (units, pairs(atlas), features)
        };
        prop_assert_eq!(sorted(&atlas), sorted(&plain));
        prop_assert_eq!(atlas.register_hash == plain.register_hash, atlas.register == plain.register);
    }
}

/// All communes of the country as one province: what reading has to bear. Prints the time.
#[test]
#[ignore = "long proof: cargo test --release -- --ignored --nocapture nation"]
fn a_nation_of_eleven_thousand_communes_is_read_in_seconds() {
    let Some(folder) = shared("vietnam") else { return };
    let province = Province::copy(&folder);
    let map: serde_json::Value = serde_json::from_str(&province.text("communes.geojson")).unwrap();
    let mut units =
        "code,parent,tier,name,kind,population,area_km2,lon,lat\nVN,,province,Việt Nam,Nước,1,1,106,16\n".to_owned();
    let mut districts = std::collections::BTreeSet::new();
    for properties in map["features"].as_array().unwrap().iter().map(|feature| &feature["properties"]) {
        let (code, district) = (properties["code"].as_str().unwrap(), properties["district"].as_str().unwrap());
        if districts.insert(district.to_owned()) {
            let _ = writeln!(units, "{district},VN,district,Huyện {district},Huyện,1,1,106,16");
        }
        let _ = writeln!(units, "{code},{district},commune,Xã {code},Xã,1,1,106,16");
    }
    let province = province.write("units.csv", units);
    let start = std::time::Instant::now();
    let summary = check(province.0.path()).unwrap_or_else(|faults| panic!("{faults}"));
    let took = start.elapsed();
    eprintln!("{summary}: {took:?}");
    assert_eq!((summary.communes, summary.districts), (11_163, 703));
    assert!(took.as_secs() < 20, "{took:?}");
}
