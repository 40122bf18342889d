//! Reads other people's maps: `GeoJSON` or `TopoJSON`, each feature for itself, so that a broken one
//! is named and a nation needs no more memory than its coordinates.

use super::fault::ImportFault;
use super::topology;
use crate::atlas::rings::VIET_NAM;
use crate::atlas::shown::Shown;
use geo::{Coord, CoordsIter, LineString, MultiPolygon, Polygon};
use geojson::{Geometry, GeometryValue, JsonObject, JsonValue, Position};
use serde::Deserialize;
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// The largest file that is read: a nation's communes at full detail have some 200 MiB.
const LIMIT: u64 = 512 << 20;
/// Where publishers say of when their file is.
const DATES: &[&str] = &["date", "timestamp", "generated", "updated", "modified", "version", "metadata", "osm3s"];

/// A map as it was read.
pub(super) struct Source {
    /// SHA-256 of the file's bytes, hex digits.
    pub(super) sha256: String,
    /// Its form: `GeoJSON` or `TopoJSON`.
    pub(super) form: &'static str,
    /// What the file says of its date.
    pub(super) date: Option<String>,
    pub(super) pieces: Vec<Piece>,
}

/// One feature.
pub(super) struct Piece {
    /// Its place in the file, counted from 1.
    pub(super) number: usize,
    pub(super) properties: JsonObject,
    /// Its rings as they are in the file; none where it is not a surface.
    pub(super) shape: Option<MultiPolygon>,
}

/// Reads a file.
pub(super) fn read(path: &Path) -> Result<Source, ImportFault> {
    let unreadable = |error: std::io::Error| ImportFault::Unreadable(error.to_string());
    let file = File::open(path).map_err(unreadable)?;
    let length = file.metadata().map_err(unreadable)?.len();
    let mut bytes = Vec::new();
    // What is no plain file has no length to go by.
    file.take(if length > LIMIT { 0 } else { LIMIT + 1 }).read_to_end(&mut bytes).map_err(unreadable)?;
    if length.max(bytes.len() as u64) > LIMIT {
        return Err(ImportFault::TooLarge(LIMIT >> 20));
    }
    parse(&bytes)
}

/// Reads the bytes of a file.
pub(super) fn parse(bytes: &[u8]) -> Result<Source, ImportFault> {
    if let Some(format) = other_format(bytes) {
        return Err(ImportFault::OtherFormat(format));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| ImportFault::NotUtf8(error.valid_up_to()))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim().is_empty() {
        return Err(ImportFault::Empty);
    }
    let members: BTreeMap<String, &RawValue> = serde_json::from_str(text).map_err(|error| json(&error))?;
    check_crs(&members)?;
    let (form, pieces) = match member::<String>(&members, "type")?.as_str() {
        "FeatureCollection" => ("GeoJSON", features(&members)?),
        "Feature" => ("GeoJSON", vec![feature(1, text)?]),
        "Topology" => ("TopoJSON", topology::pieces(text)?),
        other => return Err(ImportFault::Json(Shown::plain(&format!("its \"type\" is \"{other}\"")))),
    };
    check_coordinates(&pieces)?;
    let date = DATES.iter().find_map(|key| date(&serde_json::from_str(members.get(*key)?.get()).ok()?, 0));
    Ok(Source { sha256: hex::encode(Sha256::digest(bytes)), form, date, pieces })
}

/// What a file is that is no text, by its first bytes.
fn other_format(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [b'P', b'K', ..] => Some("a ZIP archive"),
        [0x1f, 0x8b, ..] => Some("a gzip archive"),
        [0, 0, 0x27, 0x0a, ..] => Some("a shapefile"),
        [b'S', b'Q', b'L', b'i', b't', b'e', ..] => Some("a GeoPackage or another SQLite file"),
        [b'<', ..] => Some("XML, perhaps KML or GML"),
        _ => None,
    }
}

pub(super) fn json(error: &serde_json::Error) -> ImportFault {
    ImportFault::Json(Shown::plain(&error.to_string()))
}

fn member<'a, T: Deserialize<'a>>(members: &BTreeMap<String, &'a RawValue>, name: &str) -> Result<T, ImportFault> {
    let missing = || ImportFault::Json(Shown::plain(&format!("it has no \"{name}\"")));
    let wrong = |error: serde_json::Error| ImportFault::Json(Shown::plain(&format!("\"{name}\": {error}")));
    serde_json::from_str(members.get(name).ok_or_else(missing)?.get()).map_err(wrong)
}

fn features(members: &BTreeMap<String, &RawValue>) -> Result<Vec<Piece>, ImportFault> {
    let features: Vec<&RawValue> = member(members, "features")?;
    features.into_iter().zip(1..).map(|(raw, number)| feature(number, raw.get())).collect()
}

fn feature(number: usize, text: &str) -> Result<Piece, ImportFault> {
    let broken =
        |error: serde_json::Error| ImportFault::Feature { feature: number, reason: Shown::plain(&error.to_string()) };
    let read: geojson::Feature = serde_json::from_str(text).map_err(broken)?;
    let shape = read.geometry.and_then(|geometry| surface(&geometry));
    Ok(Piece { number, properties: read.properties.unwrap_or_default(), shape })
}

/// The surfaces of a geometry; none where it has none.
fn surface(geometry: &Geometry) -> Option<MultiPolygon> {
    let parts: Vec<Polygon> = match &geometry.value {
        GeometryValue::Polygon { coordinates } => vec![polygon(coordinates)],
        GeometryValue::MultiPolygon { coordinates } => coordinates.iter().map(|rings| polygon(rings)).collect(),
        // OpenStreetMap's converters put a boundary and its label into one collection.
        GeometryValue::GeometryCollection { geometries } => geometries.iter().filter_map(surface).flatten().collect(),
        _ => return None,
    };
    (!parts.is_empty()).then(|| MultiPolygon::new(parts))
}

fn polygon(rings: &[Vec<Position>]) -> Polygon {
    let coord = |at: &Position| match at.as_slice() {
        [x, y, ..] => Some(Coord { x: *x, y: *y }),
        _ => None,
    };
    let mut rings = rings.iter().map(|ring| LineString::new(ring.iter().filter_map(coord).collect()));
    Polygon::new(rings.next().unwrap_or_else(|| LineString::new(Vec::new())), rings.collect())
}

/// Refuses a file that names another reference system; without a name it is WGS 84 (RFC 7946).
fn check_crs(members: &BTreeMap<String, &RawValue>) -> Result<(), ImportFault> {
    let crs: Option<JsonValue> = members.get("crs").and_then(|raw| serde_json::from_str(raw.get()).ok());
    let Some(name) = crs.as_ref().and_then(|crs| crs["properties"]["name"].as_str()) else { return Ok(()) };
    let known = name.ends_with("CRS84") || name.ends_with(":4326");
    if known { Ok(()) } else { Err(ImportFault::Crs(Shown::quoted(name))) }
}

/// Refuses a file most of whose features begin with metres, or with a latitude of Viet Nam.
fn check_coordinates(pieces: &[Piece]) -> Result<(), ImportFault> {
    let firsts: Vec<Coord> = pieces.iter().filter_map(|piece| piece.shape.as_ref()?.coords_iter().next()).collect();
    let most = |are: &dyn Fn(&Coord) -> bool| {
        let found: Vec<&Coord> = firsts.iter().filter(|at| are(at)).collect();
        found.first().filter(|_| found.len() * 2 > firsts.len()).map(|at| format!("{} {}", at.x, at.y))
    };
    if let Some(example) = most(&is_projected) {
        return Err(ImportFault::Projected(example));
    }
    most(&is_swapped).map_or(Ok(()), |example| Err(ImportFault::Swapped(example)))
}

pub(super) fn is_projected(at: &Coord) -> bool {
    at.x.abs() > 180.0 || at.y.abs() > 180.0
}

pub(super) fn is_swapped(at: &Coord) -> bool {
    VIET_NAM.holds(at.y, at.x) && !VIET_NAM.holds(at.x, at.y)
}

/// The first text that could be a date: it has four digits in a row.
fn date(value: &JsonValue, depth: u8) -> Option<String> {
    match value {
        JsonValue::String(text) => {
            let dated = text.as_bytes().windows(4).any(|four| four.iter().all(u8::is_ascii_digit));
            dated.then(|| Shown::plain(text).to_string())
        }
        JsonValue::Object(members) if depth < 2 => members.values().find_map(|value| date(value, depth + 1)),
        _ => None,
    }
}
