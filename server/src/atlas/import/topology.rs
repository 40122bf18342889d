//! Decodes `TopoJSON`: arcs, delta-encoded where there is a transform, into the rings of its objects.
//!
//! The `topojson` crate is not used: it panics on an arc that is not there and on a collection within
//! a collection, and repeats the points at which arcs meet.

use super::fault::ImportFault;
use super::source::{Piece, json};
use crate::atlas::shown::Shown;
use geo::{Coord, LineString, MultiPolygon, Polygon};
use geojson::JsonObject;
use serde::Deserialize;
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// How deep collections may lie within each other.
const DEEPEST: usize = 8;

#[derive(Deserialize)]
struct Topology<'a> {
    #[serde(borrow)]
    objects: BTreeMap<String, Object<'a>>,
    arcs: Vec<Vec<Vec<f64>>>,
    transform: Option<Transform>,
}

#[derive(Deserialize)]
struct Transform {
    scale: [f64; 2],
    translate: [f64; 2],
}

/// A geometry; what its arcs are depends on its type, which may be null.
#[derive(Deserialize)]
struct Object<'a> {
    r#type: Option<String>,
    #[serde(borrow)]
    arcs: Option<&'a RawValue>,
    #[serde(borrow)]
    geometries: Option<Vec<Object<'a>>>,
    properties: Option<JsonObject>,
}

/// The numbers of the arcs of each ring, exterior first.
type Rings = Vec<Vec<i64>>;

/// The features of all objects, in the order of the objects' names.
pub(super) fn pieces(text: &str) -> Result<Vec<Piece>, ImportFault> {
    let topology: Topology = serde_json::from_str(text).map_err(|error| json(&error))?;
    let arcs = decode(&topology)?;
    let mut pieces = Vec::new();
    for object in topology.objects.into_values() {
        collect(object, &arcs, DEEPEST, &mut pieces)?;
    }
    Ok(pieces)
}

fn decode(topology: &Topology) -> Result<Vec<Vec<Coord>>, ImportFault> {
    let short = || ImportFault::Topology("a position of an arc has fewer than two numbers".to_owned());
    let arc = |positions: &Vec<Vec<f64>>| {
        let mut sum = Coord { x: 0.0, y: 0.0 };
        let point = |position: &Vec<f64>| {
            let [x, y, ..] = position.as_slice() else { return Err(short()) };
            let Some(Transform { scale, translate }) = &topology.transform else { return Ok(Coord { x: *x, y: *y }) };
            sum = Coord { x: sum.x + x, y: sum.y + y };
            Ok(Coord { x: sum.x * scale[0] + translate[0], y: sum.y * scale[1] + translate[1] })
        };
        positions.iter().map(point).collect()
    };
    let arcs: Vec<Vec<Coord>> = topology.arcs.iter().map(arc).collect::<Result<_, _>>()?;
    let finite = arcs.iter().flatten().all(|at| at.x.is_finite() && at.y.is_finite());
    if finite { Ok(arcs) } else { Err(ImportFault::Topology("its transform leads out of all numbers".to_owned())) }
}

fn collect(object: Object, arcs: &[Vec<Coord>], depth: usize, pieces: &mut Vec<Piece>) -> Result<(), ImportFault> {
    if let Some(geometries) = object.geometries {
        let deep = || ImportFault::Topology("collections lie too deep in each other".to_owned());
        let depth = depth.checked_sub(1).ok_or_else(deep)?;
        return geometries.into_iter().try_for_each(|geometry| collect(geometry, arcs, depth, pieces));
    }
    let number = pieces.len() + 1;
    let raw = object.arcs.map_or("[]", RawValue::get);
    let broken =
        |error: serde_json::Error| ImportFault::Feature { feature: number, reason: Shown::plain(&error.to_string()) };
    let parts: Vec<Rings> = match object.r#type.as_deref() {
        Some("Polygon") => vec![serde_json::from_str(raw).map_err(broken)?],
        Some("MultiPolygon") => serde_json::from_str(raw).map_err(broken)?,
        _ => Vec::new(),
    };
    let parts: Vec<Polygon> = parts.iter().map(|rings| polygon(rings, arcs)).collect::<Result<_, _>>()?;
    let shape = (!parts.is_empty()).then(|| MultiPolygon::new(parts));
    pieces.push(Piece { number, properties: object.properties.unwrap_or_default(), shape });
    Ok(())
}

fn polygon(rings: &Rings, arcs: &[Vec<Coord>]) -> Result<Polygon, ImportFault> {
    let mut rings = rings.iter().map(|ring| line(ring, arcs)).collect::<Result<Vec<_>, _>>()?.into_iter();
    Ok(Polygon::new(rings.next().unwrap_or_else(|| LineString::new(Vec::new())), rings.collect()))
}

/// A ring out of its arcs; `~n` is arc n backwards. Each arc begins where the one before ends.
fn line(ring: &[i64], arcs: &[Vec<Coord>]) -> Result<LineString, ImportFault> {
    let mut line: Vec<Coord> = Vec::new();
    for &number in ring {
        let at = usize::try_from(if number < 0 { !number } else { number }).ok();
        let arc = at.and_then(|at| arcs.get(at));
        let arc =
            arc.ok_or_else(|| ImportFault::Topology(format!("a ring names arc {number}; there are {}", arcs.len())))?;
        let mut points = arc.clone();
        if number < 0 {
            points.reverse();
        }
        let met = line.last().is_some() && line.last() == points.first();
        line.extend(points.into_iter().skip(usize::from(met)));
    }
    Ok(LineString::new(line))
}
