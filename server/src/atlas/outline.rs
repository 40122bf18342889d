//! Dissolves communes into the outline of their district or province.
//!
//! Borders that do not match exactly leave slivers inside: a hole that is too small or too thin to
//! be a place is closed, so that an outline shows only what lies around it and true enclaves.

use geo::{Area, Euclidean, Length, LineString, MultiPolygon, Polygon, unary_union};

/// A hole below this is a sliver: one hectare, in square degrees at these latitudes.
const LEAST_HOLE: f64 = 8e-7;
/// A hole narrower than this on average is a sliver, however long: 0.00005°, some 5 m.
const LEAST_WIDTH: f64 = 5e-5;

/// The outline of all these shapes together, exteriors counter-clockwise.
pub(super) fn around<'a>(shapes: impl IntoIterator<Item = &'a MultiPolygon>) -> MultiPolygon {
    let union = unary_union(shapes);
    MultiPolygon::new(union.into_iter().map(without_slivers).collect())
}

fn without_slivers(polygon: Polygon) -> Polygon {
    let (exterior, holes) = polygon.into_inner();
    Polygon::new(exterior, holes.into_iter().filter(|hole| !is_sliver(hole)).collect())
}

fn is_sliver(hole: &LineString) -> bool {
    let area = Polygon::new(hole.clone(), Vec::new()).unsigned_area();
    let width = 2.0 * area / Euclidean.length(hole);
    area < LEAST_HOLE || width < LEAST_WIDTH
}
