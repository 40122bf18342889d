//! The map as it is served: one `GeoJSON` `FeatureCollection` of the province, its districts and its
//! communes, in that order and each in the order of the register, made once with all that serving
//! it needs. It depends on the shapes and the register alone, not on the order of the features.

use super::fingerprint;
use super::outline;
use super::polygons::Shape;
use crate::domain::unit::{Register, Tier};
use brotli::enc::BrotliEncoderParams;
use bytes::Bytes;
use geo::{Coord, LineString, MapCoords, MultiPolygon, Polygon, RemoveRepeatedPoints};
use geojson::{Feature, FeatureCollection, GeometryValue, JsonObject};

/// Decimals of a coordinate: about one metre.
const PRECISION: f64 = 1e5;
/// Of 11: 10 is a fifth smaller (9 kB for a province), but takes seven seconds for a whole nation.
const QUALITY: i32 = 9;

/// The bytes of `map.geojson` and what goes with them.
#[derive(Clone, Debug)]
pub struct ServedMap {
    /// The `FeatureCollection`. Features have the properties `code` and `tier`, communes `district`
    /// as well; coordinates are WGS 84 with five decimals.
    pub json: Bytes,
    /// The same, compressed with brotli.
    pub brotli: Bytes,
    /// A weak entity tag, `W/"…"`: it stands for the content in either encoding.
    pub etag: String,
}

impl ServedMap {
    pub(super) fn draw(register: &Register, outlines: &[MultiPolygon]) -> Self {
        let tiers = Tier::ALL.into_iter().rev();
        let features = tiers.flat_map(|tier| register.of_tier(tier)).map(|at| feature(register, at, &outlines[at]));
        let json = FeatureCollection::new(features).to_string();
        let etag = format!("W/\"{}\"", fingerprint::hex(json.as_bytes()));
        let brotli = compress(json.as_bytes());
        Self { json: json.into(), brotli: brotli.into(), etag }
    }
}

/// The shape of every unit, in the order of the register, rounded as the map is served.
pub(super) fn outlines(register: &Register, shapes: &[Shape]) -> Vec<MultiPolygon> {
    let mut outlines = vec![MultiPolygon::empty(); register.units().len()];
    for shape in shapes {
        if let Some(at) = register.index_of(&shape.code) {
            outlines[at] = shape.polygon.clone();
        }
    }
    for tier in [Tier::District, Tier::Province] {
        for at in register.of_tier(tier) {
            let below: Vec<&MultiPolygon> = register.children(at).iter().map(|&child| &outlines[child]).collect();
            outlines[at] = outline::around(&below);
        }
    }
    outlines.iter().map(rounded).collect()
}

fn feature(register: &Register, at: usize, outline: &MultiPolygon) -> Feature {
    let unit = &register.units()[at];
    let mut properties = JsonObject::new();
    properties.insert("code".to_owned(), unit.code.as_str().into());
    properties.insert("tier".to_owned(), unit.tier.code().into());
    if let (Tier::Commune, Some(district)) = (unit.tier, &unit.parent) {
        properties.insert("district".to_owned(), district.as_str().into());
    }
    let mut feature = Feature::from(match outline.0.as_slice() {
        [polygon] => GeometryValue::from(polygon),
        several => GeometryValue::from(&MultiPolygon::new(several.to_vec())),
    });
    feature.properties = Some(properties);
    feature
}

/// The shape with rounded corners' coordinates, less the parts and holes that vanish by it; a shape
/// that would vanish whole stays as it is.
fn rounded(shape: &MultiPolygon) -> MultiPolygon {
    let parts: Vec<Polygon> = shape
        .iter()
        .filter_map(|part| {
            let holes = part.interiors().iter().filter_map(ring).collect();
            Some(Polygon::new(ring(part.exterior())?, holes))
        })
        .collect();
    if parts.is_empty() { shape.clone() } else { MultiPolygon::new(parts) }
}

fn ring(line: &LineString) -> Option<LineString> {
    let round = |x: f64| (x * PRECISION).round() / PRECISION;
    let ring = line.map_coords(|at| Coord { x: round(at.x), y: round(at.y) }).remove_repeated_points();
    (ring.0.len() >= 4).then_some(ring)
}

fn compress(content: &[u8]) -> Vec<u8> {
    let params = BrotliEncoderParams { quality: QUALITY, size_hint: content.len(), ..Default::default() };
    let mut out = Vec::new();
    brotli::BrotliCompress(&mut &*content, &mut out, &params).expect("writing to memory cannot fail");
    out
}
