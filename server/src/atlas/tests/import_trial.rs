//! Other people's maps for the tests of the import: known provinces in the properties of each kind
//! of source, without codes, in another order, their names mangled.

use super::super::{Atlas, ImportFaults, ImportRequest, Imported, import};
use super::{Province, pairs};
use geo::{Area, BooleanOps, MultiPolygon};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A folder in which an import is tried.
pub(super) struct Trial {
    pub(super) dir: TempDir,
    pub(super) province: String,
    pub(super) units: Option<PathBuf>,
    pub(super) tolerance_m: f64,
}

impl Trial {
    /// Of a province's units; of the shipped one's where none are given.
    pub(super) fn of(province: &str, units: Option<PathBuf>) -> Self {
        Self { dir: tempfile::tempdir().unwrap(), province: province.to_owned(), units, tolerance_m: 2.0 }
    }

    /// Of the four squares, after an edit of their units.
    pub(super) fn of_four_squares(edit: impl FnOnce(String) -> String) -> Self {
        let trial = Self::of("Bốn Ô", None);
        let units = trial.dir.path().join("list.csv");
        std::fs::write(&units, edit(Province::of_four_squares().text("units.csv"))).unwrap();
        Self { units: Some(units), ..trial }
    }

    pub(super) fn out(&self) -> PathBuf {
        self.dir.path().join("out")
    }

    pub(super) fn import(&self, map: impl AsRef<[u8]>) -> Result<Imported, ImportFaults> {
        let file = self.dir.path().join("map.json");
        std::fs::write(&file, map).unwrap();
        let out = self.out();
        let units = self.units.as_deref();
        import(&ImportRequest {
            file: &file,
            province: &self.province,
            out: &out,
            units,
            tolerance_m: self.tolerance_m,
            sliver_m2: 1000.0,
        })
    }

    /// The atlas of what is imported.
    pub(super) fn atlas(&self, map: &Value) -> Atlas {
        self.import(map.to_string()).unwrap_or_else(|faults| panic!("{faults}"));
        Atlas::load(&self.out()).unwrap()
    }

    /// The notes of an import that succeeds.
    pub(super) fn notes(&self, map: &Value) -> String {
        self.import(map.to_string()).unwrap_or_else(|faults| panic!("{faults}")).notes.join("\n")
    }

    /// The codes of the faults for which nothing is written.
    pub(super) fn refusal(&self, map: impl AsRef<[u8]>) -> (Vec<&'static str>, String) {
        let before = std::fs::read_dir(self.dir.path()).unwrap().count();
        let faults = self.import(map).map(|done| done.to_string()).unwrap_err();
        assert!(!self.out().exists(), "{faults}");
        let after = std::fs::read_dir(self.dir.path()).unwrap().count();
        assert!(after <= before.max(1) + 1, "something was left: {faults}");
        (faults.faults().iter().map(super::super::ImportFault::code).collect(), faults.to_string())
    }
}

/// A collection of features.
pub(super) fn collection(features: &[Value]) -> Value {
    json!({ "type": "FeatureCollection", "features": features })
}

/// The features of a file.
pub(super) fn features(path: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(path).unwrap();
    serde_json::from_str::<Value>(&text).unwrap()["features"].as_array().unwrap().clone()
}

/// The four squares under these properties.
pub(super) fn squares(properties: [Value; 4]) -> Value {
    let features = features(&Province::of_four_squares().path("communes.geojson"));
    let dressed = features.into_iter().zip(properties).map(|(mut feature, properties)| {
        feature["properties"] = properties;
        feature
    });
    collection(&dressed.collect::<Vec<_>>())
}

/// The four squares under their names.
pub(super) fn named_squares() -> Value {
    squares(["Xã Tây Nam", "Xã Tây Bắc", "Xã Đông Nam", "Phường Đông Bắc"].map(|name| json!({ "name": name })))
}

/// What a unit is called.
pub(super) struct Called {
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) district: String,
    pub(super) province: String,
}

/// Whose property names a feature is dressed in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Source {
    Gadm,
    GeoBoundaries,
    OpenStreetMap,
    Portal,
    PortalInCapitals,
}

pub(super) const SOURCES: [Source; 5] =
    [Source::Gadm, Source::GeoBoundaries, Source::OpenStreetMap, Source::Portal, Source::PortalInCapitals];

impl Source {
    /// The properties of a unit, its names mangled in the way of a number.
    pub(super) fn dress(self, unit: &Called, way: usize) -> Value {
        let bare = unit.name.strip_prefix(&unit.kind).unwrap_or(&unit.name).trim();
        let (name, bare) = (mangled(&unit.name, way), mangled(bare, way));
        let (district, province) = (mangled(&unit.district, way), mangled(&unit.province, way));
        let gadm_kind = match unit.kind.as_str() {
            "Xã" => "Commune",
            "Phường" => "Ward",
            _ => "Township",
        };
        match self {
            Self::Gadm => json!({
                "GID_0": "VNM", "COUNTRY": "Vietnam", "GID_1": "VNM.44_1", "NAME_1": province.replace("Tỉnh ", ""),
                "NL_NAME_1": "NA", "GID_2": "VNM.44.1_1", "NAME_2": district, "GID_3": "VNM.44.1.2_1", "NAME_3": bare,
                "VARNAME_3": plain(&bare), "NL_NAME_3": "NA", "TYPE_3": unit.kind, "ENGTYPE_3": gadm_kind, "CC_3": "NA",
            }),
            Self::GeoBoundaries => json!({
                "shapeName": name, "shapeISO": "", "shapeID": "VNM-ADM3-3_0_0-B17", "shapeGroup": "VNM", "shapeType": "ADM3",
            }),
            Self::OpenStreetMap => json!({
                "@id": "relation/7143217", "admin_level": "8", "boundary": "administrative", "name": name, "name:en": plain(&name),
                "name:vi": unit.name, "is_in": format!("{district}, {province}, Việt Nam"), "type": "boundary",
            }),
            Self::Portal => {
                json!({ "gid": 12, "tenXa": name, "tenHuyen": district, "tenTinh": province, "dienTich": 12.5 })
            }
            Self::PortalInCapitals => json!({
                "OBJECTID": 3, "TEN_XA": name.to_uppercase(), "Ten_Huyen": district.to_uppercase(), "TEN_TINH": province,
                "LOAI": unit.kind, "MA_XA": null,
            }),
        }
    }
}

/// A name as somebody writes it.
fn mangled(name: &str, way: usize) -> String {
    match way % 7 {
        0 => name.to_owned(),
        1 => plain(name),
        2 => name.replace(' ', ""),
        3 => name.nfd().collect(),
        4 => plain(name).replace(' ', "").to_lowercase(),
        5 => format!("  {} ", name.to_uppercase()),
        _ => abbreviated(name),
    }
}

fn plain(name: &str) -> String {
    name.nfd().filter(|&c| !is_combining_mark(c)).collect::<String>().replace('đ', "d").replace('Đ', "D")
}

fn abbreviated(name: &str) -> String {
    let short = [
        ("Thị trấn ", "TT. "),
        ("Thành phố ", "TP."),
        ("Thị xã ", "TX "),
        ("Phường ", "P."),
        ("Xã ", "X. "),
        ("Huyện ", "H."),
    ];
    let found = short.iter().find_map(|(long, short)| Some(format!("{short}{}", name.strip_prefix(long)?)));
    found.unwrap_or_else(|| name.to_owned())
}

/// The communes of an atlas by code.
pub(super) fn called(atlas: &Atlas) -> BTreeMap<String, Called> {
    let units = atlas.register.units();
    let name = |code: &crate::domain::unit::UnitCode| units[atlas.register.index_of(code).unwrap()].name.clone();
    let province = &atlas.register.province().name;
    let communes = atlas.register.of_tier(crate::domain::unit::Tier::Commune).map(|at| &units[at]);
    communes
        .map(|unit| {
            let (name, kind, district) = (unit.name.clone(), unit.kind.clone(), name(unit.parent.as_ref().unwrap()));
            (unit.code.to_string(), Called { name, kind, district, province: province.clone() })
        })
        .collect()
}

/// A province's features in a source's properties, without codes, in another order.
pub(super) fn disguised(atlas: &Atlas, features: &[Value], source: Source) -> Vec<Value> {
    let called = called(atlas);
    let mut dressed: Vec<Value> = features
        .iter()
        .enumerate()
        .map(|(at, feature)| {
            let code = feature["properties"]["code"].as_str().unwrap();
            json!({ "type": "Feature", "properties": source.dress(&called[code], at), "geometry": feature["geometry"] })
        })
        .collect();
    // Far from the register's order, and the same in each run.
    let count = dressed.len();
    for at in 0..count {
        dressed.swap(at, (at * 37 + 11) % count);
    }
    dressed
}

/// The polygons of a folder by code.
pub(super) fn polygons(path: &Path) -> BTreeMap<String, MultiPolygon> {
    let collection: geojson::FeatureCollection = std::fs::read_to_string(path).unwrap().parse().unwrap();
    let polygon = |feature: geojson::Feature| {
        let code = feature.property("code").unwrap().as_str().unwrap().to_owned();
        let shape = match geo::Geometry::<f64>::try_from(feature.geometry.unwrap()).unwrap() {
            geo::Geometry::Polygon(polygon) => MultiPolygon::new(vec![polygon]),
            geo::Geometry::MultiPolygon(shape) => shape,
            other => panic!("{other:?}"),
        };
        (code, shape)
    };
    collection.features.into_iter().map(polygon).collect()
}

/// The least that any commune's polygons in both files have in common: intersection over union.
pub(super) fn least_common(a: &Path, b: &Path) -> f64 {
    let (a, b) = (polygons(a), polygons(b));
    assert!(a.keys().eq(b.keys()));
    let common = a.iter().map(|(code, shape)| {
        let other = &b[code];
        shape.intersection(other).unsigned_area() / shape.union(other).unsigned_area()
    });
    common.fold(1.0, f64::min)
}

/// What has to be equal of two atlases.
pub(super) fn facts(atlas: &Atlas) -> (String, Vec<(String, String)>) {
    (atlas.register_hash.clone(), pairs(atlas))
}
