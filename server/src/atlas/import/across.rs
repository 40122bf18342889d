//! Neighbours that the file parts: where each commune was digitised on its own, borders that are one
//! on the ground run beside each other, and cross. Two communes are neighbours there where each is the
//! nearest to the other's border over a line, or where they overlap. Nearest, because many communes
//! are within reach of a place where several meet, and only those that face each other are meant. Where a
//! commune's borders are shared but for a little, that little is its true outline, and what lies across
//! it, within reach, is none of its neighbours: a creek, or another province's land.

use super::arcs::key;
use super::measure::scale;
use super::seams::Seam;
use crate::atlas::pairs::Pair;
use crate::atlas::polygons::Shape;
use geo::{Coord, Distance, Euclidean, InterpolatableLine, Length, Line, LinesIter, MapCoords, Point};
use rstar::primitives::GeomWithData;
use rstar::{AABB, RTree};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// How far two borders may lie apart and still be meant as one, in metres.
pub(super) const REACH_M: f64 = 50.0;
/// The least line between neighbours: as long as a border that is shared has to be, in metres, and
/// beyond that twice as long as the two borders are apart, for borders that are drawn that badly meet
/// in a point no better.
const LEAST_M: f64 = 11.0;
/// How long the pieces are for which the nearest commune is sought, in metres.
const STEP_M: f64 = 5.0;
/// From here on an overlap makes neighbours however deep it is, in square metres.
pub(super) const OVERLAP_M2: f64 = REACH_M * REACH_M;

/// The least part of a commune's borders with others that it does not share where it is one that was
/// digitised on its own.
const LOOSE: f64 = 0.25;

type Edge = GeomWithData<Line, usize>;

/// How far a commune's border runs along another's.
#[derive(Clone, Copy, Default)]
struct Run {
    metres: f64,
    /// The distance between them, times the metres.
    apart: f64,
}

impl Run {
    fn is_line(self) -> bool {
        self.metres >= LEAST_M + 2.0 * self.apart / self.metres
    }
}

/// Pairs that share no border in the file and are neighbours for all that, with the metres that their
/// borders run along each other: 0 where they only overlap.
pub(super) fn pairs(shapes: &[Shape], overlaps: &[Seam], shared: &[(Pair, f64)]) -> Vec<(Pair, f64)> {
    let (own, joint) = edges(shapes);
    let runs = runs(&own, &joint);
    let loose = loose(shapes.len(), &runs, &joint);
    let mut common: BTreeMap<[usize; 2], f64> = BTreeMap::new();
    for seam in overlaps {
        if let &[a, b] = seam.communes.as_slice() {
            *common.entry([a.min(b), a.max(b)]).or_default() += seam.square_metres;
        }
    }
    let overlapping = common.into_iter().filter(|&(_, area)| area >= OVERLAP_M2).map(|(ends, _)| ends);
    let facing = runs.iter().filter(|&(&[a, b], run)| run.is_line() && (loose[a] || loose[b]));
    let facing = facing.map(|(&[a, b], _)| [a.min(b), a.max(b)]);
    let found: BTreeSet<[usize; 2]> = facing.chain(overlapping).collect();
    let known: BTreeSet<&Pair> = shared.iter().map(|(pair, _)| pair).collect();
    let metres = |ends: [usize; 2]| runs.get(&ends).map_or(0.0, |run| run.metres);
    let mut pairs: BTreeMap<Pair, f64> = BTreeMap::new();
    for [at, other] in found {
        let (a, b) = (&shapes[at].code, &shapes[other].code);
        pairs.insert((a.min(b).clone(), a.max(b).clone()), metres([at, other]).max(metres([other, at])));
    }
    pairs.into_iter().filter(|(pair, _)| !known.contains(pair)).collect()
}

/// How far each commune's border runs with each other as the nearest, where they do not share it.
fn runs(own: &[Edge], joint: &[Edge]) -> BTreeMap<[usize; 2], Run> {
    let tree = RTree::bulk_load([own, joint].concat());
    let mut runs: BTreeMap<[usize; 2], Run> = BTreeMap::new();
    for edge in own {
        let (line, at) = (*edge.geom(), edge.data);
        let near = near(line, at, &tree);
        if near.is_empty() {
            continue;
        }
        let length = Euclidean.length(&line);
        let pieces = (length / STEP_M).ceil().max(1.0);
        let mut piece = 0.5;
        while piece < pieces {
            let middle = line.point_at_ratio_from_start(&Euclidean, piece / pieces);
            if let Some((other, apart)) = nearest(middle, &near) {
                let run = runs.entry([at, other]).or_default();
                run.metres += length / pieces;
                run.apart += apart * length / pieces;
            }
            piece += 1.0;
        }
    }
    runs
}

/// Which communes were digitised on their own.
fn loose(count: usize, runs: &BTreeMap<[usize; 2], Run>, joint: &[Edge]) -> Vec<bool> {
    let (mut apart, mut shared) = (vec![0.0; count], vec![0.0; count]);
    for (&[at, _], run) in runs {
        apart[at] += run.metres;
    }
    for edge in joint {
        shared[edge.data] += Euclidean.length(edge.geom());
    }
    apart.iter().zip(&shared).map(|(&apart, &shared)| apart > 0.0 && apart >= LOOSE * (apart + shared)).collect()
}

/// The edges in metres: those that only one commune has, and those that several share.
fn edges(shapes: &[Shape]) -> (Vec<Edge>, Vec<Edge>) {
    let latitude = shapes.first().and_then(|shape| shape.polygon.0.first()).map_or(0.0, |part| part.exterior().0[0].y);
    let (east, north) = scale(latitude);
    let ends = |line: &Line| {
        let (a, b) = (key(line.start), key(line.end));
        (a.min(b), a.max(b))
    };
    let all = || shapes.iter().enumerate().flat_map(|(at, shape)| shape.polygon.lines_iter().map(move |it| (it, at)));
    let mut owners = HashMap::new();
    for (line, _) in all() {
        *owners.entry(ends(&line)).or_insert(0) += 1;
    }
    let (mut own, mut joint) = (Vec::new(), Vec::new());
    for (line, at) in all() {
        let edge = Edge::new(line.map_coords(|at| Coord { x: at.x * east, y: at.y * north }), at);
        if owners[&ends(&line)] == 1 { own.push(edge) } else { joint.push(edge) }
    }
    (own, joint)
}

/// The edges of other communes that may be within reach of an edge.
fn near(line: Line, own: usize, tree: &RTree<Edge>) -> Vec<Edge> {
    let (start, end) = (line.start, line.end);
    let around = AABB::from_corners(
        Point::new(start.x.min(end.x) - REACH_M, start.y.min(end.y) - REACH_M),
        Point::new(start.x.max(end.x) + REACH_M, start.y.max(end.y) + REACH_M),
    );
    tree.locate_in_envelope_intersecting(&around).filter(|near| near.data != own).copied().collect()
}

/// Whose edge is the nearest to a point, and how far it is, if it is within reach.
fn nearest(point: Point, edges: &[Edge]) -> Option<(usize, f64)> {
    let apart = edges.iter().map(|edge| (edge.data, Euclidean.distance(&point, edge.geom())));
    apart.filter(|&(_, apart)| apart <= REACH_M).min_by(|a, b| a.1.total_cmp(&b.1))
}
