//! Judges the rings of one polygon before they become geometry: long enough, closed, inside Viet
//! Nam, not crossing or touching themselves or each other. What passes can be dissolved and drawn.

use super::Bounds;
use super::fault::RingFault;
use geo::kernels::{Kernel, Orientation, RobustKernel};
use geo::orient::Direction;
use geo::{Coord, LineString, MultiPolygon, Orient, Polygon, RemoveRepeatedPoints, Validation};
use geojson::Position;
use std::fmt;

/// Where a coordinate of this country can be: the mainland, Hoàng Sa and Trường Sa with some room.
pub(super) const VIET_NAM: Bounds = Bounds { west: 102.0, south: 6.0, east: 118.0, north: 24.0 };

impl Bounds {
    pub(super) fn holds(&self, lon: f64, lat: f64) -> bool {
        (self.west..=self.east).contains(&lon) && (self.south..=self.north).contains(&lat)
    }
}

impl fmt::Display for Bounds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}–{}° E, {}–{}° N", self.west, self.east, self.south, self.north)
    }
}

/// The rings of one polygon as `GeoJSON` has them.
type Rings = [Vec<Position>];

/// A polygon out of its rings, exterior first; or the first thing that is wrong with it.
fn polygon(rings: &Rings) -> Result<Polygon, RingFault> {
    let mut lines = rings.iter().map(|ring| line(ring)).collect::<Result<Vec<_>, _>>()?.into_iter();
    let exterior = lines.next().ok_or(RingFault::None)?;
    let polygon = Polygon::new(exterior, lines.collect());
    // Geo's check allows a ring to run out and straight back.
    if let Some(turn) = std::iter::once(polygon.exterior()).chain(polygon.interiors()).find_map(spike) {
        return Err(RingFault::Invalid(format!("a ring turns back on itself at {} {}", turn.x, turn.y)));
    }
    polygon.check_validation().map_err(|fault| RingFault::Invalid(fault.to_string()))?;
    Ok(polygon.orient(Direction::Default))
}

/// Several polygons as one shape, none lying over or along another; or all that is wrong with them.
pub(super) fn together(parts: &[Vec<Vec<Position>>]) -> Result<MultiPolygon, Vec<RingFault>> {
    let (good, bad): (Vec<_>, Vec<_>) = parts.iter().map(|rings| polygon(rings)).partition(Result::is_ok);
    let bad: Vec<RingFault> = bad.into_iter().filter_map(Result::err).collect();
    if !bad.is_empty() {
        return Err(bad);
    }
    let shape: MultiPolygon = good.into_iter().flatten().collect();
    match shape.0.as_slice() {
        [] => Err(vec![RingFault::None]),
        [_] => Ok(shape),
        _ => match shape.check_validation() {
            Ok(()) => Ok(shape),
            Err(fault) => Err(vec![RingFault::Invalid(fault.to_string())]),
        },
    }
}

fn line(ring: &[Position]) -> Result<LineString, RingFault> {
    if ring.len() < 4 {
        return Err(RingFault::Short(ring.len()));
    }
    let coord = |at: &Position| match at.as_slice() {
        [lon, lat, ..] => Ok(Coord { x: *lon, y: *lat }),
        _ => Err(RingFault::Invalid("a position has fewer than two numbers".to_owned())),
    };
    let coords: Vec<Coord> = ring.iter().map(coord).collect::<Result<_, _>>()?;
    match (coords.first(), coords.last()) {
        (Some(first), Some(last)) if first != last => {
            Err(RingFault::Open(format!("first {} {}, last {} {}", first.x, first.y, last.x, last.y)))
        }
        _ => Ok(LineString::new(coords)),
    }
}

/// The corner at which a ring turns straight back, if any.
fn spike(ring: &LineString) -> Option<Coord> {
    let ring = ring.remove_repeated_points();
    let corners = ring.0.get(1..).unwrap_or_default();
    (0..corners.len()).find_map(|at| {
        let [before, here, after] = [0, 1, 2].map(|step| corners[(at + step) % corners.len()]);
        let back = (here.x - before.x) * (after.x - here.x) + (here.y - before.y) * (after.y - here.y) < 0.0;
        let straight = RobustKernel::orient2d(before, here, after) == Orientation::Collinear;
        (back && straight).then_some(here)
    })
}
