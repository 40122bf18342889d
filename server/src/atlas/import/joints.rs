//! Gives both sides of a border the same corners: a corner of one commune that lies on an edge of
//! another, within the rounding of coordinates, becomes a corner of both. Only then can a border be
//! simplified once for both.

use super::repair::is_sound;
use crate::atlas::polygons::Shape;
use geo::{Coord, CoordsIter, LineString, MultiPolygon, Polygon};
use rstar::primitives::GeomWithData;
use rstar::{AABB, RTree};
use std::collections::HashSet;

use super::arcs::key;

/// How far a corner may lie from an edge that it is on: 0.000015°, some 1.6 m.
const REACH: f64 = 1.5e-5;

type Corners = RTree<GeomWithData<[f64; 2], usize>>;

/// Adds the corners; how many there were. A shape that would be spoilt by them stays as it was.
pub(super) fn add(shapes: &mut [Shape]) -> usize {
    let corners = shapes.iter().enumerate().flat_map(|(at, shape)| {
        shape.polygon.coords_iter().map(move |corner| GeomWithData::new([corner.x, corner.y], at))
    });
    let corners: Corners = RTree::bulk_load(corners.collect());
    let mut added = 0;
    for (at, shape) in shapes.iter_mut().enumerate() {
        let own: HashSet<(u64, u64)> = shape.polygon.coords_iter().map(key).collect();
        let others = |edge: [Coord; 2]| {
            let around = AABB::from_corners(
                [edge[0].x.min(edge[1].x) - REACH, edge[0].y.min(edge[1].y) - REACH],
                [edge[0].x.max(edge[1].x) + REACH, edge[0].y.max(edge[1].y) + REACH],
            );
            let near = corners.locate_in_envelope_intersecting(&around).filter(|near| near.data != at);
            let near = near.map(|near| Coord { x: near.geom()[0], y: near.geom()[1] });
            let mut on: Vec<(f64, Coord)> = near
                .filter(|&corner| !own.contains(&key(corner)))
                .filter_map(|corner| Some((along(edge, corner)?, corner)))
                .collect();
            on.sort_by(|a, b| a.0.total_cmp(&b.0));
            on.dedup_by(|a, b| a.1 == b.1);
            on.into_iter().map(|(_, corner)| corner).collect::<Vec<_>>()
        };
        let ring = |ring: &LineString| {
            let mut line: Vec<Coord> = ring.0.first().copied().into_iter().collect();
            for ends in ring.0.windows(2) {
                line.extend(others([ends[0], ends[1]]));
                line.push(ends[1]);
            }
            LineString::new(line)
        };
        let part = |part: &Polygon| Polygon::new(ring(part.exterior()), part.interiors().iter().map(ring).collect());
        let jointed = MultiPolygon::new(shape.polygon.iter().map(part).collect());
        let more = jointed.coords_count() - shape.polygon.coords_count();
        if more > 0 && is_sound(&jointed) {
            added += more;
            shape.polygon = jointed;
        }
    }
    added
}

/// Where on an edge a corner lies, as a fraction of it; `None` where it does not, or at an end.
fn along([start, end]: [Coord; 2], corner: Coord) -> Option<f64> {
    let (way, to) = (end - start, corner - start);
    let length = way.x.hypot(way.y);
    let at = (to.x * way.x + to.y * way.y) / (length * length);
    let off = (to.x * way.y - to.y * way.x).abs() / length;
    let ends = REACH / length;
    (off <= REACH && at > ends && at < 1.0 - ends).then_some(at)
}
