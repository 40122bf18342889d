//! Measures on the ground: areas, and where the name of a unit is written.

use geo::{Area, BoundingRect, Centroid, Contains, Coord, Distance, Euclidean, GeodesicArea, InteriorPoint};
use geo::{MapCoords, MultiPolygon, Point, Polygon};

/// Metres of a degree of latitude and, at the equator, of longitude; within 0.7 % in Viet Nam.
const NORTH: f64 = 110_700.0;
const EAST: f64 = 111_320.0;
/// A centroid nearer to the border than this part of the unit's size is "at the edge".
const EDGE: f64 = 0.05;
/// How exactly the centre of the largest inscribed circle is found, in metres.
const EXACT: f64 = 5.0;

/// Metres of a degree east and a degree north at a latitude.
pub(super) fn scale(latitude: f64) -> (f64, f64) {
    (EAST * latitude.to_radians().cos(), NORTH)
}

/// The area of a polygon, near enough for judging slivers.
pub(super) fn square_metres(polygon: &Polygon) -> f64 {
    let latitude = polygon.bounding_rect().map_or(0.0, |rect| rect.center().y);
    let (east, north) = scale(latitude);
    polygon.unsigned_area() * east * north
}

/// The area on the ellipsoid, in square kilometres.
pub(super) fn square_kilometres(shape: &MultiPolygon) -> f64 {
    shape.geodesic_area_unsigned() / 1e6
}

/// Where the name stands: the centroid of the largest part, or the centre of the largest circle in
/// it where the centroid is at the edge or outside.
pub(super) fn label(shape: &MultiPolygon) -> Option<Point> {
    let largest = shape.iter().max_by(|a, b| a.unsigned_area().total_cmp(&b.unsigned_area()))?;
    let (east, north) = scale(largest.bounding_rect()?.center().y);
    let ground = largest.map_coords(|at| Coord { x: at.x * east, y: at.y * north });
    let centroid = ground.centroid()?;
    let clear = ground.unsigned_area().sqrt() * EDGE;
    let at = if ground.contains(&centroid) && to_border(&centroid, &ground) >= clear {
        centroid
    } else {
        polylabel::polylabel(&ground, &EXACT).ok().or_else(|| ground.interior_point())?
    };
    Some(Point::new(at.x() / east, at.y() / north))
}

fn to_border(point: &Point, polygon: &Polygon) -> f64 {
    let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
    rings.map(|ring| Euclidean.distance(point, ring)).fold(f64::INFINITY, f64::min)
}
