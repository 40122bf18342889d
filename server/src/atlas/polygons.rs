//! Reads the map of a folder: `communes.geojson`, true borders, or else `schematic.geojson`. Each
//! feature is judged for itself; how they fit the register is for `super::crosscheck`.

use super::fault::AtlasFault;
use super::folder::{Folder, Lookup};
use super::rings::{self, VIET_NAM};
use super::shown::Shown;
use crate::domain::unit::UnitCode;
use geo::MultiPolygon;
use geojson::{Feature, GeometryValue, JsonValue, Position};

/// What kind of map it is; a page has to say so.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MapKind {
    /// Computed shapes: nothing on the map is a border on the ground.
    Schematic,
    /// The communes' borders.
    Boundaries,
}

impl MapKind {
    /// The stable code: `schematic`, `boundaries`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Schematic => "schematic",
            Self::Boundaries => "boundaries",
        }
    }

    const fn file(self) -> &'static str {
        match self {
            Self::Schematic => "schematic.geojson",
            Self::Boundaries => "communes.geojson",
        }
    }
}

/// One feature with a code.
pub(super) struct Shape {
    /// Whose shape it is.
    pub(super) code: UnitCode,
    /// Its place in the file, counted from 1.
    pub(super) feature: usize,
    /// The district it says it is in, if it says one.
    pub(super) district: Option<String>,
    /// Exteriors counter-clockwise. Empty where the geometry was refused.
    pub(super) polygon: MultiPolygon,
}

/// The features of a map.
pub(super) struct Drawing {
    pub(super) kind: MapKind,
    pub(super) file: &'static str,
    /// In the order of the file.
    pub(super) shapes: Vec<Shape>,
    /// Whether every feature has a code; if not, no commune can be said to lack a polygon.
    pub(super) whole: bool,
}

/// Reads the map; `None` where there is none, or none that is `GeoJSON`.
pub(super) fn read(folder: &Folder, faults: &mut Vec<AtlasFault>) -> Option<Drawing> {
    for kind in [MapKind::Boundaries, MapKind::Schematic] {
        match folder.read(kind.file(), faults) {
            Lookup::Found(text) => return drawing(kind, &text, faults),
            Lookup::Bad => return None,
            Lookup::Absent => {}
        }
    }
    faults.push(AtlasFault::MissingFile { expected: "communes.geojson or schematic.geojson" });
    None
}

fn drawing(kind: MapKind, text: &str, faults: &mut Vec<AtlasFault>) -> Option<Drawing> {
    let file = kind.file();
    match features(text) {
        Err(reason) => {
            faults.push(AtlasFault::Json { file, reason: Shown::plain(&reason) });
            None
        }
        Ok(features) => {
            let count = features.len();
            let numbered = features.into_iter().zip(1..);
            let shapes: Vec<Shape> = numbered.filter_map(|(value, at)| shape(file, at, value, faults)).collect();
            Some(Drawing { kind, file, whole: shapes.len() == count, shapes })
        }
    }
}

fn features(text: &str) -> Result<Vec<JsonValue>, String> {
    let mut json: JsonValue = serde_json::from_str(text).map_err(|error| error.to_string())?;
    if json.get("type").and_then(JsonValue::as_str) != Some("FeatureCollection") {
        return Err("its \"type\" is not \"FeatureCollection\"".to_owned());
    }
    match json.get_mut("features").map(JsonValue::take) {
        Some(JsonValue::Array(features)) => Ok(features),
        _ => Err("it has no list \"features\"".to_owned()),
    }
}

fn shape(file: &'static str, feature: usize, value: JsonValue, faults: &mut Vec<AtlasFault>) -> Option<Shape> {
    let read: Feature = match serde_json::from_value(value) {
        Ok(read) => read,
        Err(error) => {
            faults.push(AtlasFault::Feature { file, feature, reason: Shown::plain(&error.to_string()) });
            return None;
        }
    };
    let Some(code) = read.property("code").and_then(JsonValue::as_str).and_then(UnitCode::parse) else {
        let value = read.property("code").map_or_else(|| "missing".to_owned(), JsonValue::to_string);
        faults.push(AtlasFault::FeatureCode { file, feature, value: Shown::plain(&value) });
        return None;
    };
    let district = read.property("district").map(|value| match value {
        JsonValue::String(text) => text.clone(),
        other => other.to_string(),
    });
    let polygon = match read.geometry.map(|geometry| geometry.value) {
        Some(GeometryValue::Polygon { coordinates }) => surface(file, &code, &[coordinates], faults),
        Some(GeometryValue::MultiPolygon { coordinates }) => surface(file, &code, &coordinates, faults),
        other => {
            let found = other.as_ref().map_or("missing", GeometryValue::type_name);
            faults.push(AtlasFault::Geometry { file, code: code.clone(), found });
            MultiPolygon::empty()
        }
    };
    Some(Shape { code, feature, district, polygon })
}

/// The parts as one surface; empty where they are refused.
fn surface(
    file: &'static str,
    code: &UnitCode,
    parts: &[Vec<Vec<Position>>],
    faults: &mut Vec<AtlasFault>,
) -> MultiPolygon {
    let mut outside = parts.iter().flatten().flatten().filter(|at| match at.as_slice() {
        [lon, lat, ..] => !VIET_NAM.holds(*lon, *lat),
        // Not a point at all, as its ring will say.
        _ => false,
    });
    if let Some(first) = outside.next() {
        let first = first.as_slice().iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
        let count = 1 + outside.count();
        faults.push(AtlasFault::Outside { file, code: code.clone(), count, first });
        return MultiPolygon::empty();
    }
    rings::together(parts).unwrap_or_else(|bad| {
        faults.extend(bad.into_iter().map(|reason| AtlasFault::Ring { file, code: code.clone(), reason }));
        MultiPolygon::empty()
    })
}
