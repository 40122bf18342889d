//! Computes who borders whom from the polygons, for a folder without `adjacency.csv`.
//!
//! Two communes are neighbours where they share a *line*: at least `SHARED` of one's border runs
//! within `TOLERANCE` of the other's. Meeting in a point is not enough. Corners need not coincide,
//! so a corner in the middle of the other's edge (a T-junction), moved by the rounding of
//! coordinates, parts nobody.

use super::pairs::Pair;
use super::polygons::Shape;
use geo::{Coord, Euclidean, Geodesic, Length, Line, LinesIter};
use rstar::primitives::GeomWithData;
use rstar::{AABB, RTree};
use std::collections::BTreeMap;

/// How far two borders may lie apart and still be one: 0.00002°, some 2 m, which is twice what
/// rounding to five decimals can move a corner.
const TOLERANCE: f64 = 2e-5;
/// The least common border: 0.0001°, some 11 m; less is a meeting in a point.
const SHARED: f64 = 1e-4;

/// Every pair of shapes with a common border line, ordered by code.
pub(super) fn shared(shapes: &[Shape]) -> Vec<Pair> {
    measured(shapes).into_iter().map(|(pair, _)| pair).collect()
}

/// The same with the length of each common border in metres.
pub(super) fn measured(shapes: &[Shape]) -> Vec<(Pair, f64)> {
    let edges: Vec<Edge> = shapes
        .iter()
        .enumerate()
        .flat_map(|(at, shape)| shape.polygon.lines_iter().map(move |line| Edge::new(line, at)))
        .collect();
    let tree = RTree::bulk_load(edges.clone());
    let mut lengths: BTreeMap<(usize, usize), (f64, f64)> = BTreeMap::new();
    for edge in &edges {
        for (other, part) in common(edge, &tree) {
            let sum = lengths.entry((edge.data, other)).or_default();
            sum.0 += part * Euclidean.length(edge.geom());
            sum.1 += part * Geodesic.length(edge.geom());
        }
    }
    let mut pairs: BTreeMap<Pair, f64> = BTreeMap::new();
    for ((a, b), (_, metres)) in lengths.into_iter().filter(|&(_, (degrees, _))| degrees >= SHARED) {
        let (a, b) = (&shapes[a].code, &shapes[b].code);
        pairs.entry((a.min(b).clone(), a.max(b).clone())).or_insert(metres);
    }
    pairs.into_iter().collect()
}

/// One edge of a polygon, with the place of its shape.
type Edge = GeomWithData<Line, usize>;

/// How much of an edge runs along each other shape, as parts of it.
fn common(edge: &Edge, tree: &RTree<Edge>) -> Vec<(usize, f64)> {
    let (line, own) = (*edge.geom(), edge.data);
    let (start, end) = (line.start, line.end);
    let around = AABB::from_corners(
        geo::Point::new(start.x.min(end.x) - TOLERANCE, start.y.min(end.y) - TOLERANCE),
        geo::Point::new(start.x.max(end.x) + TOLERANCE, start.y.max(end.y) + TOLERANCE),
    );
    let mut spans: BTreeMap<usize, Vec<(f64, f64)>> = BTreeMap::new();
    for near in tree.locate_in_envelope_intersecting(&around).filter(|near| near.data != own) {
        if let Some(span) = along(line, *near.geom()) {
            spans.entry(near.data).or_default().push(span);
        }
    }
    spans.into_iter().map(|(other, spans)| (other, covered(spans))).collect()
}

/// The part of `line`, as fractions of it, that lies beside `other`, if all of it is within the
/// tolerance. Lines that part from a common point at a sharp angle stay close for a while, but not
/// for as long as both last, so they share nothing. `other` is the axis of the frame used here.
fn along(line: Line, other: Line) -> Option<(f64, f64)> {
    let length = Euclidean.length(&other);
    let axis = other.delta() / length;
    let turned = |at: Coord| {
        let at = at - other.start;
        Coord { x: at.x * axis.x + at.y * axis.y, y: at.y * axis.x - at.x * axis.y }
    };
    let (start, end) = (turned(line.start), turned(line.end));
    let (from, to) = within(start.x, end.x, 0.0, length)?;
    let beside = |at: f64| (start.y + (end.y - start.y) * at).abs() <= TOLERANCE;
    (beside(from) && beside(to)).then_some((from, to))
}

/// The part of the way from `start` to `end`, as fractions, that lies between `least` and `most`.
fn within(start: f64, end: f64, least: f64, most: f64) -> Option<(f64, f64)> {
    let way = end - start;
    if way == 0.0 {
        return (least..=most).contains(&start).then_some((0.0, 1.0));
    }
    let (a, b) = ((least - start) / way, (most - start) / way);
    let (from, to) = (a.min(b).max(0.0), a.max(b).min(1.0));
    (from < to).then_some((from, to))
}

/// How much of 0 to 1 the spans cover together.
fn covered(mut spans: Vec<(f64, f64)>) -> f64 {
    spans.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut reached = 0.0_f64;
    let mut sum = 0.0;
    for (from, to) in spans {
        sum += (to - from.max(reached)).max(0.0);
        reached = reached.max(to);
    }
    sum
}
