//! Dissolves communes into the outline of their district or province.
//!
//! Where borders match, an outline has the communes' own corners and no others. Where they do not,
//! the gaps are closed: holes too small or too thin to be a place, and clefts of up to 2 m that
//! would leave a district in pieces. Only what lies around a unit and true enclaves remain.

use geo::buffer::{BufferStyle, LineJoin};
use geo::{Area, Buffer, Euclidean, Length, LineString, MultiPolygon, Polygon, unary_union};

/// A hole below this is a sliver: one hectare, in square degrees at these latitudes.
const LEAST_HOLE: f64 = 8e-7;
/// A hole narrower than this on average is a sliver, however long: 0.00005°, some 5 m.
const LEAST_WIDTH: f64 = 5e-5;
/// How far each side of a cleft is moved to close it: 0.00001°, some 1 m.
const REACH: f64 = 1e-5;
/// Corners sharper than this, in radians, are cut off while a cleft is closed.
const SHARPEST: f64 = 0.05;

/// The outline of all these shapes together, exteriors counter-clockwise.
pub(super) fn around(shapes: &[&MultiPolygon]) -> MultiPolygon {
    let plain = unary_union(shapes.iter().copied());
    let union = if plain.0.len() > 1 {
        let closed = closed(shapes);
        if closed.0.len() < plain.0.len() { closed } else { plain }
    } else {
        plain
    };
    MultiPolygon::new(union.into_iter().map(without_slivers).collect())
}

/// The union of the shapes each grown by the reach, shrunk back by as much.
fn closed(shapes: &[&MultiPolygon]) -> MultiPolygon {
    let style = |by: f64| BufferStyle::new(by).line_join(LineJoin::Miter(SHARPEST));
    let grown: Vec<MultiPolygon> = shapes.iter().map(|shape| shape.buffer_with_style(style(REACH))).collect();
    unary_union(&grown).buffer_with_style(style(-REACH))
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
